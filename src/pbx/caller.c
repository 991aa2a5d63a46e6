/* What the PABX has learned of a caller, and the settings that it keeps for the user. */
#include <stdlib.h>

#include "core.h"

struct asked {
	pbx_caller_fn fn;
	void *ctx;
};

static const char *text_of(const cJSON *item, const char *name)
{
	const char *text = wire_json_text(item, name);

	return text ? text : "";
}

static void read_usual(struct pbx *pbx, struct pbx_caller *caller, const cJSON *list)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list) {
		int64_t cID = wire_json_int(item, "cID", PBX_UNKNOWN);
		struct pbx_object *contact =
			cID != PBX_UNKNOWN ? px_find_id(pbx, PBX_CONTACT, cID) : NULL;

		if (contact && caller->usual_count < PBX_CALLER_USUAL)
			caller->usual[caller->usual_count++] = contact;
	}
}

static void read_calls(struct pbx_caller *caller, const cJSON *list)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list) {
		if (caller->call_count == PBX_CALLER_CALLS)
			return;
		caller->calls[caller->call_count++] = (struct pbx_caller_call){
			.stamp = wire_json_int(item, "stamp", 0),
			.duration = wire_json_int(item, "duration", 0),
			.ours = !strcmp(text_of(item, "party"), "caller"),
			.outcome = text_of(item, "outcome"),
			.by = text_of(item, "answeredBy"),
		};
	}
}

static void came(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	const cJSON *values = wire_json_get(reply->envelope, "values");
	struct pbx_result result = *reply->result;
	struct pbx_caller caller = {.result = &result, .number = ""};
	struct asked *asked = ctx;
	char *json = NULL;

	if (result.outcome == PBX_DONE) {
		result.json = json = wire_json_print(values);
		caller.number = text_of(values, "number");
		read_usual(pbx, &caller, wire_json_get(values, "usual"));
		read_calls(&caller, wire_json_get(values, "calls"));
	}
	asked->fn(asked->ctx, &caller);
	free(json);
	free(asked);
}

void pbx_caller(struct pbx *pbx, const char *number, pbx_caller_fn fn, void *ctx)
{
	struct asked *asked = mem_new(1, sizeof(*asked));
	struct buf body;

	*asked = (struct asked){fn, ctx};
	buf_init(&body, WIRE_MAX_BODY);
	buf_add_str(&body, "{\"scope\":{\"number\":");
	wire_json_add_text(&body, number);
	buf_add_str(&body, "}}");
	px_rest_send(pbx, &(struct px_ask){.path = "/rest/call/read/caller",
					   .body = body.data,
					   .safe = true,
					   .fn = came,
					   .drop = free,
					   .ctx = asked});
	buf_free(&body);
}

void pbx_set_setting(struct pbx *pbx, const char *name, const char *json, pbx_done_fn done,
		     void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"name\":");
	wire_json_add_text(&values, name);
	buf_printf(&values, ",\"value\":%s}", json ? json : "null");
	px_command(pbx, "/rest/command/update/setting", NULL, values.data,
		   &(struct px_then){done, ctx});
	buf_free(&values);
}
