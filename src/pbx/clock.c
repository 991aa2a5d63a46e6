#include <stdlib.h>

#include "base/clock.h"
#include "base/language.h"
#include "core.h"

int64_t pbx_server_time(const struct pbx *pbx)
{
	const struct px_feed *feed = &pbx->feed;
	int64_t now = clock_wall_ms();

	if (!feed->time_known)
		return now;
	return now - (feed->server_time_at - (int64_t)(feed->server_time * 1000));
}

struct drift_ask {
	pbx_drift_fn fn;
	void *ctx;
};

static void drift_dropped(void *ctx)
{
	free(ctx);
}

static void drift_answered(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	struct drift_ask ask = *(struct drift_ask *)ctx;
	const cJSON *values = wire_json_get(reply->envelope, "values");
	const cJSON *time = wire_json_get(values, "serverTime");
	struct pbx_drift drift;

	(void)pbx;
	free(ctx);
	if (reply->result->outcome != PBX_DONE || !cJSON_IsNumber(time)) {
		const char *text = reply->result->text;

		ask.fn(ask.ctx, NULL,
		       *text ? text : _("The telephone system did not say the time"));
		return;
	}
	drift.client_time = (double)clock_wall_ms() / 1000;
	drift.server_time = time->valuedouble;
	drift.drift_time = drift.client_time - drift.server_time;
	ask.fn(ask.ctx, &drift, "");
}

void pbx_get_clock_drift(struct pbx *pbx, pbx_drift_fn fn, void *ctx)
{
	struct drift_ask *ask = mem_new(1, sizeof(*ask));

	*ask = (struct drift_ask){fn, ctx};
	px_rest_send(pbx, &(struct px_ask){.path = "/rest/system/read/time",
					   .fn = drift_answered,
					   .drop = drift_dropped,
					   .ctx = ask});
}
