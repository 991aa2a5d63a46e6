#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/random.h"
#include "core.h"

enum {
	GREET_MS = 5000, /* until hello */
	LOAD_MS = 10000, /* until a starting server says the next thing */
	MISSED = 3,      /* heartbeats */
	EARLY_MS = 100,  /* shown before the third is late, not after */
	DEFAULT_PING_S = 540,
};

int px_link_heartbeat(const struct px_feed *feed)
{
	int heartbeat = feed->options.heartbeat;

	if (heartbeat < 0)
		return 0;
	return heartbeat ? heartbeat : 1;
}

void px_link_alive(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;
	int64_t beats = (int64_t)px_link_heartbeat(feed) * 1000 * MISSED - EARLY_MS;

	if (!feed->greeted)
		loop_timer_set(feed->watchdog, GREET_MS);
	else if (feed->ops && (beats < LOAD_MS))
		loop_timer_set(feed->watchdog, LOAD_MS);
	else if (px_link_heartbeat(feed) && !feed->away_since)
		loop_timer_set(feed->watchdog, beats);
	else
		loop_timer_stop(feed->watchdog);
}

/* An interrupted snapshot, or a flag that the server may know of, cannot be gone on from. */
static void forget_half(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	if (px_ops_waiting(feed, PX_OP_SET))
		feed->complete = false;
	for (unsigned class = 0; class < PBX_CLASS_COUNT; class ++)
		if (pbx->store.tables[class].loading)
			feed->complete = false;
	px_frames_forget(pbx);
	px_ops_unsent(feed);
	feed->greeted = false;
	feed->away_since = 0;
	loop_timer_stop(feed->watchdog);
}

void px_link_drop(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	forget_half(pbx);
	loop_timer_stop(feed->retry);
	feed->next_try = 0;
	feed->broken = true;
	if (feed->ws)
		net_ws_close(feed->ws, 1000);
}

/* The time that may be spent on trying, -1: for ever. */
static int64_t retry_limit(const struct px_feed *feed)
{
	const struct pbx_feed_options *o = &feed->options;

	return o->has_max_retry && o->max_ws_retry_time >= 0 ? (int64_t)o->max_ws_retry_time * 1000
							     : -1;
}

static void lost(struct pbx *pbx, int errno_, const char *text)
{
	struct px_feed *feed = &pbx->feed;
	int64_t limit = retry_limit(feed), now = clock_mono_ms(), wait;

	forget_half(pbx);
	snprintf(feed->text, sizeof(feed->text), "%s", text);
	if (!(feed->told & 1u << (unsigned)errno_ % 32))
		px_feed_error(pbx, errno_, text);
	feed->told |= 1u << (unsigned)errno_ % 32;
	if (feed->is_stopping || feed->state == PBX_STOPPED)
		return;
	if (feed->loaded)
		px_feed_state(pbx, PBX_STALE);
	else
		px_feed_state(pbx, PBX_CONNECTING);
	if (!feed->down_since)
		feed->down_since = now;
	if (limit >= 0 && now - feed->down_since >= limit) {
		px_feed_end(pbx, errno_, feed->text);
		return;
	}
	wait = net_backoff_next_ms(&feed->backoff);
	if (limit >= 0 && wait > feed->down_since + limit - now)
		wait = feed->down_since + limit - now;
	feed->next_try = now + wait;
	loop_timer_set(feed->retry, wait);
}

void px_link_broken(struct pbx *pbx, int close_code, const char *text)
{
	struct px_feed *feed = &pbx->feed;

	if (!feed->ws || feed->broken)
		return;
	feed->broken = true;
	net_ws_close(feed->ws, close_code);
	lost(pbx, WIRE_E_BROKEN, text);
}

static void opened(void *ctx)
{
	px_link_alive(ctx);
}

static void text(void *ctx, char *data, size_t len)
{
	struct pbx *pbx = ctx;

	if (pbx->feed.broken)
		return;
	pbx->feed.last_heard = clock_mono_ms();
	px_link_alive(pbx);
	px_frames_take(pbx, data, len);
}

static void paused(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	forget_half(pbx);
	feed->is_pausing = false;
	px_feed_state_later(pbx, PBX_PAUSED);
	px_later_done(pbx->later, &feed->pausing, &px_result_done);
	feed->pausing = (struct px_then){0};
}

static void ended(void *ctx, const struct net_ws_end *end)
{
	struct pbx *pbx = ctx;
	struct px_feed *feed = &pbx->feed;
	bool was_broken = feed->broken, greeted = feed->greeted;

	feed->ws = NULL;
	feed->broken = false;
	if (feed->is_pausing)
		paused(pbx);
	else if (was_broken)
		return;
	else if (end->status == 401 || end->code == 1008)
		px_feed_logged_out(pbx);
	else if (end->status == 503)
		lost(pbx, WIRE_E_NOT_READY, _("The telephone system is not ready yet"));
	else if (!end->opened || !greeted)
		lost(pbx, WIRE_E_OPEN, end->text);
	else
		lost(pbx, WIRE_E_BROKEN, end->text);
}

void px_link_open(struct pbx *pbx)
{
	static const struct net_ws_events events = {opened, text, ended};
	struct px_feed *feed = &pbx->feed;
	const struct px_session *session = &pbx->session;
	char *cookie = session->cookie ? mem_printf("%s=%s", WIRE_COOKIE, session->cookie) : NULL;

	if (feed->ws) /* the one before may still be closing */
		net_ws_abandon(&feed->ws);
	feed->greeted = false;
	feed->broken = false;
	feed->next_try = 0;
	feed->ws = net_ws_open(
		pbx->loop,
		&(struct net_ws_options){
			.host = pbx->host.name,
			.port = pbx->host.port,
			.path = WIRE_LIVE_PATH,
			.protocol = WIRE_SUBPROTOCOL,
			.tls = pbx->host.tls,
			.pin = pbx->host.pin,
			.bearer = session->bearer,
			.cookie = cookie,
			.ping_s = feed->options.pingtime ? feed->options.pingtime : DEFAULT_PING_S,
			.max_frame = WIRE_MAX_SERVER_FRAME,
		},
		&events, pbx);
	free(cookie);
}

static void retry(void *ctx)
{
	struct pbx *pbx = ctx;
	struct px_feed *feed = &pbx->feed;
	int64_t limit = retry_limit(feed);

	if (limit >= 0 && clock_mono_ms() - feed->down_since >= limit)
		px_feed_end(pbx, WIRE_E_OPEN, feed->text);
	else
		px_link_open(pbx);
}

static void watchdog(void *ctx)
{
	struct pbx *pbx = ctx;
	struct px_feed *feed = &pbx->feed;
	bool greeted = feed->greeted;

	if (feed->ws)
		net_ws_abandon(&feed->ws);
	if (feed->is_pausing)
		paused(pbx);
	else if (greeted)
		lost(pbx, WIRE_E_BROKEN, _("Nothing comes from the telephone system"));
	else
		lost(pbx, WIRE_E_OPEN, _("The telephone system does not answer"));
}

void px_link_init(struct pbx *pbx)
{
	uint64_t seed;

	random_bytes(&seed, sizeof(seed));
	random_seed(&pbx->feed.backoff.random, seed);
	pbx->feed.retry = loop_timer_new(pbx->loop, retry, pbx);
	pbx->feed.watchdog = loop_timer_new(pbx->loop, watchdog, pbx);
}

void px_link_free(struct pbx *pbx)
{
	px_link_drop(pbx);
	if (pbx->feed.ws)
		net_ws_abandon(&pbx->feed.ws);
	loop_timer_free(&pbx->feed.retry);
	loop_timer_free(&pbx->feed.watchdog);
}

void pbx_retry_now(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;

	if (!loop_timer_armed(feed->retry))
		return;
	net_backoff_reset(&feed->backoff);
	feed->next_try = clock_mono_ms();
	loop_timer_set(feed->retry, 0);
}

void pbx_pause_feed(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	struct px_feed *feed = &pbx->feed;

	if (feed->state == PBX_STOPPED || feed->is_stopping || feed->is_pausing) {
		px_refuse(pbx, WIRE_R_CONFLICT, &(struct px_then){done, ctx});
		return;
	}
	feed->pausing = (struct px_then){done, ctx};
	loop_timer_stop(feed->retry);
	feed->next_try = 0;
	if (!feed->ws) {
		paused(pbx);
		return;
	}
	feed->is_pausing = true;
	feed->broken = true;
	net_ws_close(feed->ws, 1000);
	loop_timer_set(feed->watchdog, GREET_MS);
}
