#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/text.h"
#include "core.h"
#include "sentence.h"
#include "wire/said.h"

static bool text_is(const cJSON *head, const char *name, const char *text)
{
	const char *value = wire_json_text(head, name);

	return value && text && !strcmp(value, text);
}

static void take_time(struct px_feed *feed, const cJSON *head)
{
	const cJSON *time = wire_json_get(head, "serverTime");

	if (!cJSON_IsNumber(time) || !(time->valuedouble > 0 && time->valuedouble < 1e11))
		return;
	feed->server_time = time->valuedouble;
	feed->server_time_at = clock_wall_ms();
	feed->time_known = true;
}

static void take_version(struct pbx *pbx, const cJSON *head)
{
	struct px_feed *feed = &pbx->feed;
	char *version = text_clean_dup(wire_json_text(head, "version"), 64);
	char *text;

	if (feed->version && version && strcmp(version, feed->version) != 0) {
		text = mem_printf(_("The telephone system is now version %s (was %s)"), version,
				  feed->version);
		px_feed_error(pbx, WIRE_E_VERSION, text);
		free(text);
	}
	if (!feed->version)
		feed->version = mem_dup(version);
	free(version);
}

static bool hello(struct pbx *pbx, const cJSON *head)
{
	struct px_feed *feed = &pbx->feed;
	int64_t protocol = wire_json_int(head, "protocol", -1);
	const char *epoch = wire_json_text(head, "epoch");
	char text[128];

	if (protocol < 0 || !epoch || !*epoch || strlen(epoch) >= sizeof(feed->epoch))
		return false;
	if (protocol != WIRE_PROTOCOL) {
		snprintf(text, sizeof(text),
			 _("The telephone system speaks protocol %lld, this program %d"),
			 (long long)protocol, WIRE_PROTOCOL);
		px_feed_fail(pbx, WIRE_E_VERSION, text);
		return true;
	}
	take_version(pbx, head);
	take_time(feed, head);
	px_session_user(&pbx->session, wire_json_get(head, "user"));
	cJSON_Delete(feed->can);
	feed->can = cJSON_Duplicate(wire_json_get(head, "can"), true);
	if (!text_is(head, "epoch", feed->epoch)) {
		feed->complete = false;
		snprintf(feed->epoch, sizeof(feed->epoch), "%s", epoch);
	}
	if (feed->greeted) {
		px_ops_resync(pbx);
		return true;
	}
	feed->greeted = true;
	if (feed->state == PBX_CONNECTING)
		px_feed_state(pbx, PBX_LOADING);
	px_ops_start(pbx);
	return true;
}

static bool ready(struct pbx *pbx, const cJSON *head)
{
	struct px_feed *feed = &pbx->feed;
	int64_t seq = wire_json_int(head, "seq", -1);
	const char *revision = wire_json_text(wire_json_get(head, "rev"), "address");

	if (seq < 0)
		return false;
	feed->seq = seq;
	if (revision)
		mem_set(&feed->book_revision, revision);
	px_ops_ready(pbx, wire_json_text(head, "id"));
	return true;
}

static bool beat(struct pbx *pbx, const cJSON *head)
{
	if (!px_control_sequence(pbx, head))
		return false;
	take_time(&pbx->feed, head);
	px_control_applied(pbx, head);
	px_feed_back(pbx);
	return true;
}

static bool error(struct pbx *pbx, const cJSON *head)
{
	int64_t number = wire_json_int(head, "errno", WIRE_E_BACKEND);
	const char *reason = wire_json_text(head, "reason");
	enum wire_reason known = reason ? wire_reason_find(reason) : WIRE_R_NONE;
	char text[WIRE_SAID_MAX];

	px_sentence(text, sizeof(text), head, "text", NULL);
	if (!text[0])
		snprintf(text, sizeof(text), "%s",
			 known ? _(wire_reason_text(known))
			       : _("The telephone system has a problem"));
	if (number == WIRE_E_LOGGED_OUT) {
		px_feed_logged_out(pbx);
		return true;
	}

	if (number == WIRE_E_NOT_READY && !wire_json_text(head, "id")) {
		px_feed_away(pbx, text);
		return true;
	}
	struct pbx_result result = px_result_refused((int)number, wire_reason_token(known), text);

	px_ops_refused(pbx, wire_json_text(head, "id"), &result);
	return true;
}

bool px_control(struct pbx *pbx, const cJSON *head)
{
	static const struct {
		const char *op;
		bool (*fn)(struct pbx *pbx, const cJSON *head);
	} ops[] = {{"beat", beat}, {"ready", ready}, {"hello", hello}, {"error", error}};

	for (unsigned i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (text_is(head, "op", ops[i].op))
			return ops[i].fn(pbx, head);
	return true;
}

/* A gap is another prev than what was told last. While everything comes anew it means nothing. */
bool px_control_sequence(struct pbx *pbx, const cJSON *head)
{
	struct px_feed *feed = &pbx->feed;
	int64_t prev = wire_json_int(head, "prev", -1);

	if (prev < 0 || wire_json_int(head, "seq", -1) < 0)
		return false;
	if (feed->complete && prev != feed->seq)
		px_ops_resync(pbx);
	return true;
}

/* Everything comes though nobody asked: this end was too slow, and what it shows is old. */
void px_control_part(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	if (feed->ops)
		return;
	feed->complete = false;
	if (feed->state == PBX_LIVE)
		px_feed_state(pbx, PBX_STALE);
}

void px_control_applied(struct pbx *pbx, const cJSON *head)
{
	pbx->feed.seq = wire_json_int(head, "seq", pbx->feed.seq);
}
