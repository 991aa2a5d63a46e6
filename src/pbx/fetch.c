#include "fetch.h"

#include <stdlib.h>

#include "base/language.h"
#include "core.h"

enum { PAGE_ROWS = 150 };

static void ask_page(struct pbx *pbx, const cJSON *after);

static void end_fetch(struct pbx *pbx, const struct pbx_result *result)
{
	struct px_then then = pbx->fetch.then;

	pbx->fetch = (struct px_fetch){0};
	px_later_done(pbx->later, &then, result);
}

/* The next set that is asked for. */
static bool next_set(struct pbx *pbx)
{
	struct px_fetch *fetch = &pbx->fetch;
	unsigned options = px_options_of(&pbx->feed);

	fetch->first = true;
	while (fetch->set < WIRE_SET_COUNT && !wire_set_visible((enum wire_set)fetch->set, options))
		fetch->set++;
	return fetch->set < WIRE_SET_COUNT;
}

static void page_applied(struct pbx *pbx, bool good)
{
	struct px_fetch *fetch = &pbx->fetch;
	struct pbx_result broken = px_result_refused(
		WIRE_E_BACKEND, "invalid", _("The telephone system sent what is not understood"));

	if (!fetch->running)
		return;
	if (!good) {
		end_fetch(pbx, &broken);
		return;
	}
	if (!fetch->last)
		return;
	fetch->set++;
	if (next_set(pbx))
		ask_page(pbx, NULL);
	else
		end_fetch(pbx, &px_result_done);
}

static void page_came(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	struct px_fetch *fetch = &pbx->fetch;
	const cJSON *next = wire_json_get(reply->envelope, "next");
	bool first = fetch->first;

	(void)ctx;
	if (!fetch->running)
		return;
	if (reply->result->outcome != PBX_DONE) {
		end_fetch(pbx, reply->result);
		return;
	}
	fetch->first = false;
	fetch->last = !next || cJSON_IsNull(next);
	px_frames_rows(pbx, (enum pbx_class)fetch->set, first, fetch->last, reply->body, reply->len,
		       page_applied);
	if (!fetch->last)
		ask_page(pbx, next);
}

static void ask_page(struct pbx *pbx, const cJSON *after)
{
	char *key = after ? wire_json_print(after) : NULL;
	char *body = mem_printf("{\"scope\":{\"maxRows\":%d%s%s}}", PAGE_ROWS,
				key ? ",\"after\":" : "", key ? key : "");
	char *path =
		mem_printf("/rest/live/read/%s", pbx_class_name((enum pbx_class)pbx->fetch.set));

	px_rest_send(pbx, &(struct px_ask){.path = path, .body = body, .fn = page_came});
	free(key);
	free(body);
	free(path);
}

void px_fetch_stop(struct pbx *pbx)
{
	struct pbx_result stopped =
		px_result_refused(WIRE_E_REFUSED, "gone", _("The live feed was stopped"));

	if (pbx->fetch.running)
		end_fetch(pbx, &stopped);
}

/* A feed fetches by itself. */
void pbx_fetch_data(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};

	if (pbx->feed.state == PBX_LIVE) {
		px_later_done(pbx->later, &then, &px_result_done);
		return;
	}
	if (pbx->feed.state != PBX_STOPPED || pbx->fetch.running || pbx->feed.is_stopping) {
		px_refuse(pbx, WIRE_R_BUSY, &then);
		return;
	}
	pbx->fetch = (struct px_fetch){.running = true, .then = then};
	next_set(pbx);
	ask_page(pbx, NULL);
}
