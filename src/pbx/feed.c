#include "feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "core.h"

enum { PING_MIN_S = 10, PING_MAX_S = 999, HEARTBEAT_MAX_S = 60 };

#define ALL_CLASSES ((1u << PBX_CLASS_COUNT) - 1)

static void tell_state(struct pbx *pbx, int state)
{
	struct px_watches *watches = &pbx->feed.watches;

	for (unsigned i = 0, n = px_watch_begin(watches); i < n; i++)
		if (watches->at[i].fn)
			((void (*)(void *, enum pbx_state))watches->at[i].fn)(
				watches->at[i].ctx, (enum pbx_state)state);
	px_watch_end(watches);
}

static void tell_state_later(struct pbx *pbx, int state)
{
	pbx->feed.states_waiting--;
	tell_state(pbx, state);
}

void px_feed_state_later(struct pbx *pbx, enum pbx_state state)
{
	if (pbx->feed.state == state)
		return;
	pbx->feed.state = state;
	pbx->feed.states_waiting++;
	px_later_run(pbx->later, tell_state_later, (int)state);
}

/* In order, so not before one that waits. */
void px_feed_state(struct pbx *pbx, enum pbx_state state)
{
	if (pbx->feed.states_waiting) {
		px_feed_state_later(pbx, state);
	} else if (pbx->feed.state != state) {
		pbx->feed.state = state;
		tell_state(pbx, (int)state);
	}
}

void px_feed_error(struct pbx *pbx, int errno_, const char *text)
{
	const struct pbx_feed_options *options = &pbx->feed.options;

	if (options->error)
		options->error(options->ctx, errno_, text);
}

static void end_start(struct pbx *pbx, const struct pbx_result *result)
{
	px_later_done(pbx->later, &pbx->feed.starting, result);
	pbx->feed.starting = (struct px_then){0};
}

void px_feed_away(struct pbx *pbx, const char *text)
{
	struct px_feed *feed = &pbx->feed;

	if (!feed->away_since)
		feed->away_since = clock_mono_ms();
	if (strcmp(feed->text, text) != 0)
		px_feed_error(pbx, WIRE_E_NOT_READY, text);
	snprintf(feed->text, sizeof(feed->text), "%s", text);
	px_link_alive(pbx);
	if (feed->state == PBX_LIVE)
		px_feed_state(pbx, PBX_STALE);
}

void px_feed_back(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	if (!feed->away_since)
		return;
	feed->away_since = 0;
	px_link_alive(pbx);
	if (feed->complete && feed->state == PBX_STALE)
		px_feed_live(pbx);
}

void px_feed_live(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	feed->loaded = true;
	feed->complete = true;
	feed->down_since = 0;
	net_backoff_reset(&feed->backoff);
	if (!feed->away_since) {
		feed->told = 0;
		feed->text[0] = '\0';
	}
	px_feed_state(pbx, feed->away_since ? PBX_STALE : PBX_LIVE);
	end_start(pbx, &px_result_done);
	px_link_alive(pbx);
}

void px_feed_fail(struct pbx *pbx, int errno_, const char *text)
{
	px_feed_error(pbx, errno_, text);
	px_feed_end(pbx, errno_, text);
}

void px_feed_logged_out(struct pbx *pbx)
{
	px_session_forget(&pbx->session);
	if (pbx->feed.state != PBX_STOPPED && !pbx->feed.is_stopping)
		px_feed_fail(pbx, WIRE_E_LOGGED_OUT, _("You have been signed out"));
}

/* ---- Start ---- */

static bool options_valid(const struct pbx_feed_options *o)
{
	return (!o->pingtime || (o->pingtime >= PING_MIN_S && o->pingtime <= PING_MAX_S)) &&
	       o->heartbeat >= -1 && o->heartbeat <= HEARTBEAT_MAX_S;
}

static void begin(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	feed->start_again = false;
	feed->down_since = 0;
	feed->told = 0;
	feed->text[0] = '\0';
	net_backoff_reset(&feed->backoff);
	px_feed_state_later(pbx, feed->loaded ? PBX_STALE : PBX_CONNECTING);
	px_link_open(pbx);
}

static bool is_running(const struct px_feed *feed)
{
	return feed->state != PBX_STOPPED && feed->state != PBX_PAUSED;
}

/* While it runs a new start replaces the one before. */
static void start(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	if (feed->is_stopping)
		feed->start_again = true;
	else if (!is_running(feed))
		begin(pbx);
	else if (feed->ws && feed->greeted && !feed->broken)
		px_ops_start(pbx);
}

void pbx_start_feed(struct pbx *pbx, const struct pbx_feed_options *options, pbx_done_fn done,
		    void *ctx)
{
	struct px_feed *feed = &pbx->feed;
	const struct px_then then = {done, ctx};
	struct pbx_result result;

	if (options && !options_valid(options)) {
		result = px_result_refused(WIRE_E_BACKEND, "invalid",
					   _("pingtime must be 10 to 999 s, heartbeat 1 to 60 s"));
		px_later_done(pbx->later, &then, &result);
		return;
	}
	if (!pbx->host.name || !px_session_open(&pbx->session) || feed->is_pausing) {
		result = px_result_refused(WIRE_E_LOGGED_OUT, "denied", _("Nobody is signed in"));
		px_later_done(pbx->later, &then, &result);
		return;
	}
	if (feed->starting.done) {
		result = px_result_refused(WIRE_E_REFUSED, "conflict",
					   _("A later start replaced it"));
		end_start(pbx, &result);
	}
	if (options)
		feed->options = *options;
	else if (feed->state != PBX_PAUSED)
		feed->options = (struct pbx_feed_options){0};
	feed->starting = then;
	start(pbx);
}

/* ---- Stop ---- */

static void stopped(struct pbx *pbx, bool good)
{
	struct px_feed *feed = &pbx->feed;
	struct pbx_result result = px_result_refused(feed->stop_errno, "", feed->text);

	(void)good;
	feed->is_stopping = false;
	feed->loaded = false;
	feed->complete = false;
	mem_set(&feed->book_revision, NULL);
	px_feed_state(pbx, PBX_STOPPED);
	px_later_done(pbx->later, &feed->ending, &result);
	feed->ending = (struct px_then){0};
	for (unsigned i = 0; i < feed->stopping_count; i++)
		px_later_done(pbx->later, &feed->stopping[i], &px_result_done);
	feed->stopping_count = 0;
	if (feed->start_again)
		begin(pbx);
}

/* What waits is refused, and everything is deleted. */
void px_feed_end(struct pbx *pbx, int errno_, const char *text)
{
	struct px_feed *feed = &pbx->feed;
	struct pbx_result result = px_result_refused(errno_, "", text);

	feed->start_again = false;
	if (feed->is_stopping) {
		end_start(pbx, &result);
		return;
	}
	feed->is_stopping = true;
	feed->stop_errno = errno_;
	feed->ending = feed->starting;
	feed->starting = (struct px_then){0};
	if (text != feed->text)
		snprintf(feed->text, sizeof(feed->text), "%s", text);
	px_fetch_stop(pbx);
	px_link_drop(pbx);
	px_ops_refuse(pbx, &result);
	px_later_done(pbx->later, &feed->pausing, &px_result_done);
	feed->pausing = (struct px_then){0};
	feed->is_pausing = false;
	px_frames_clear(pbx, ALL_CLASSES, stopped);
}

void px_feed_stop(struct pbx *pbx, const struct px_then *then)
{
	struct px_feed *feed = &pbx->feed;

	if (then) {
		feed->stopping = mem_resize(feed->stopping, feed->stopping_count + 1,
					    sizeof(*feed->stopping));
		feed->stopping[feed->stopping_count++] = *then;
	}
	px_feed_end(pbx, WIRE_E_REFUSED, _("The live feed was stopped"));
}

void pbx_stop_feed(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	px_feed_stop(pbx, &(struct px_then){done, ctx});
}

/* ---- What is asked of it ---- */

enum pbx_state pbx_feed_state(const struct pbx *pbx)
{
	return pbx->feed.state;
}

int64_t pbx_last_heard(const struct pbx *pbx)
{
	return pbx->feed.last_heard;
}

int64_t pbx_next_try(const struct pbx *pbx)
{
	return pbx->feed.next_try;
}

int64_t pbx_away_since(const struct pbx *pbx)
{
	return pbx->feed.away_since;
}

const char *pbx_link_text(const struct pbx *pbx)
{
	return pbx->feed.text;
}

void pbx_watch_state(struct pbx *pbx, void (*fn)(void *ctx, enum pbx_state state), void *ctx)
{
	px_watch_set(&pbx->feed.watches, (void (*)(void))fn, ctx, 0);
}

bool pbx_can(const struct pbx *pbx, const char *capability)
{
	const cJSON *can;

	cJSON_ArrayForEach (can, pbx->feed.can)
		if (cJSON_IsString(can) && !strcmp(can->valuestring, capability))
			return true;
	return false;
}

void pbx_set_idle(struct pbx *pbx, bool idle, pbx_done_fn done, void *ctx)
{
	px_feed_set_flag(pbx, PX_IDLE, idle, &(struct px_then){done, ctx});
}

void px_feed_init(struct pbx *pbx)
{
	pbx->feed.state = PBX_STOPPED;
	px_link_init(pbx);
}

void px_feed_free(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;
	struct px_op *op, *next;

	px_link_free(pbx);
	LL_FOREACH_SAFE(feed->ops, op, next)
	free(op);
	free(feed->stopping);
	free(feed->version);
	free(feed->book_revision);
	cJSON_Delete(feed->can);
	px_watch_free(&feed->watches);
}
