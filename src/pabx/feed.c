#include "feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "feed_inside.h"
#include "sessions.h"
#include "wire/json.h"

/* What is still being handed over is finished first: clients at many different seqs would need a
 * frame each. */
static void flush(void *ctx)
{
	struct feed *feed = ctx;

	if ((feed->wave || feed->late) && clock_mono_ms() - feed->flushed_ms < FEED_GATHER_MAX_MS)
		loop_timer_set(feed->flush, 1);
	else
		feed_flush(feed);
}

static void tick(void *ctx);

struct feed *feed_new(struct pabx *pabx)
{
	struct feed *feed = mem_new(1, sizeof(*feed));

	feed->pabx = pabx;
	feed->delta = delta_new(pabx->live);
	feed->flush = loop_timer_new(pabx->loop, flush, feed);
	feed->tick = loop_timer_new(pabx->loop, tick, feed);
	feed->flushed = live_seq(pabx->live);
	feed->flushed_ms = clock_mono_ms() - FEED_GATHER_MS;
	buf_init(&feed->frame, WIRE_MAX_SERVER_FRAME);
	return feed;
}

void feed_free(struct feed **slot)
{
	struct feed *feed = *slot;

	if (!feed)
		return;
	*slot = NULL;
	loop_undefer(feed->pabx->loop, feed);
	console_free(feed);
	resume_free(feed);
	delta_free(&feed->delta);
	loop_timer_free(&feed->flush);
	loop_timer_free(&feed->tick);
	buf_free(&feed->frame);
	free(feed);
}

void feed_want(struct feed_client *c)
{
	if (c->close_code && !c->frames)
		return;
	if (!c->asked) {
		c->asked = true;
		c->asked_ms = clock_mono_ms();
		feed_due(c->feed, FEED_STALL_MS);
	}
	net_peer_want_write(c->peer);
}

/* The first change after quiet goes out in the loop's next turn, so that what comes with it is in
 * the same frame. */
void feed_changed(struct feed *feed)
{
	int64_t quiet = clock_mono_ms() - feed->flushed_ms;

	if (!loop_timer_armed(feed->flush))
		loop_timer_set(feed->flush, quiet < FEED_GATHER_MS ? FEED_GATHER_MS - quiet : 0);
}

/* Clients whose part of the changes is empty are brought up to date without a frame. */
static bool nothing_for(struct feed_client *c, uint64_t before)
{
	const struct buf *body;

	if (c->at != before || !client_complete(c) || !view_shared(&c->view))
		return false;
	return delta_join(c->feed->delta, &c->view, &c->view, c->at, c->feed->flushed, &body) ==
	       DELTA_EMPTY;
}

static void wave(void *ctx);

/* A hundred consoles at a time are asked to take what is new, so that no turn of the loop is long.
 */
static void next_wave(struct feed *feed)
{
	unsigned asked = 0;

	for (struct feed_client *c = feed->wave; c; c = feed->wave) {
		if (asked == FEED_WAVE) {
			loop_defer(feed->pabx->loop, wave, feed);
			return;
		}
		feed->wave = c->next;
		if (!c->started || c->at >= feed->flushed)
			continue;
		if (nothing_for(c, feed->before)) {
			c->at = feed->flushed;
			continue;
		}
		feed_want(c);
		asked++;
	}
}

static void wave(void *ctx)
{
	next_wave(ctx);
}

void feed_flush(struct feed *feed)
{
	pabx_roll_up(feed->pabx);
	loop_timer_stop(feed->flush);
	feed->before = feed->flushed;
	feed->flushed = live_seq(feed->pabx->live);
	feed->flushed_ms = clock_mono_ms();
	feed->wave = feed->clients;
	next_wave(feed);
}

bool feed_quiet(const struct feed *feed)
{
	const struct feed_client *c;

	if (feed->flushed != live_seq(feed->pabx->live))
		return false;
	DL_FOREACH (feed->clients, c)
		if (c->frames || (c->started && (c->at < feed->flushed || !client_complete(c))))
			return false;
	return true;
}

uint64_t feed_told(const struct feed *feed)
{
	return feed->flushed;
}

bool feed_empty(const struct feed *feed)
{
	return !feed->clients;
}

void feed_opened(struct feed *feed, struct net_peer *peer, struct session *session)
{
	struct feed_client *c = mem_new(1, sizeof(*c));
	const char *address = net_peer_address(peer);

	c->feed = feed;
	c->peer = peer;
	c->session = session;
	c->user = session->user;
	snprintf(c->session_id, sizeof(c->session_id), "%s", session->id);
	snprintf(c->host, sizeof(c->host), "%s", address ? address : "");
	c->opened_ms = c->sent_ms = c->ping_ms = clock_mono_ms();
	c->pingtime_ms = 540000;
	walk_reset(&c->parts, 0);
	walk_reset(&c->withdrawal, 0);
	DL_APPEND(feed->clients, c);
	net_peer_set_user(peer, c);
	sessions_feed(feed->pabx->sessions, session, +1);
	frame_hello(c);
	feed_due(feed, FEED_START_MS);
}

void feed_closed(struct feed *feed, struct net_peer *peer)
{
	struct feed_client *c = net_peer_user(peer);

	if (!c)
		return;
	net_peer_set_user(peer, NULL);
	if (feed->wave == c)
		feed->wave = c->next;
	DL_DELETE(feed->clients, c);
	resume_remember(c);
	console_off(c, true);
	if (c->session)
		sessions_feed(feed->pabx->sessions, c->session, -1);
	client_clear(c);
	free(c);
}

void feed_text(struct feed *feed, struct net_peer *peer, char *data, size_t len)
{
	struct feed_client *c = net_peer_user(peer);

	(void)feed;
	if (!c || c->close_code)
		return;
	c->ponged = true;
	op_take(c, data, len);
}

void feed_writable(struct feed *feed, struct net_peer *peer)
{
	struct feed_client *c = net_peer_user(peer);

	(void)feed;
	if (!c)
		return;
	c->asked = false;
	client_write(c);
}

void feed_pong(struct feed *feed, struct net_peer *peer)
{
	struct feed_client *c = net_peer_user(peer);

	(void)feed;
	if (c)
		c->ponged = true;
}

void feed_session_ended(struct feed *feed, const struct session *session)
{
	struct feed_client *c;

	DL_FOREACH (feed->clients, c) {
		if (c->session != session)
			continue;
		c->session = NULL;
		console_off(c, false);
		frame_error(c, WIRE_E_LOGGED_OUT, "", "You have been logged out", NULL);
		client_close(c, 1008, "logged out");
	}
	console_logged_out(feed, session->id);
}

void feed_store_failed(struct feed *feed)
{
	struct feed_client *c;

	DL_FOREACH (feed->clients, c)
		if (c->started)
			frame_error(c, WIRE_E_INTERNAL, "",
				    "The telephone system cannot write its store: what changes now "
				    "may be lost",
				    NULL);
}

/* A real switch may come back with more or less than it had. */
static void tell_can(struct feed *feed)
{
	uint64_t can = frame_can(feed->pabx);
	struct feed_client *c;

	if (can == feed->can)
		return;
	feed->can = can;
	DL_FOREACH (feed->clients, c)
		frame_hello(c);
}

void feed_switch(struct feed *feed, bool up, const char *text)
{
	struct feed_client *c;

	if (up)
		tell_can(feed);

	snprintf(feed->down, sizeof(feed->down), "%s",
		 up              ? ""
		 : text && *text ? text
				 : N_("The telephone system cannot be reached"));
	DL_FOREACH (feed->clients, c) {
		c->down_told = false;
		c->beat_due = up;
		if (c->started)
			feed_want(c);
	}
	feed_due(feed, 0);
}

/* When a client has something due, if nothing else happens. */
static int64_t silence_ms(const struct feed_client *c)
{
	return 3 * (c->heartbeat_ms > FEED_SILENT_MS ? c->heartbeat_ms : FEED_SILENT_MS);
}

static bool beats(const struct feed_client *c)
{
	return c->started && c->heartbeat_ms && !*c->feed->down;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t client_due(const struct feed_client *c)
{
	int64_t due = c->ping_ms + c->pingtime_ms;

	if (c->close_code)
		return c->asked ? c->asked_ms + FEED_STALL_MS : INT64_MAX;
	if (!c->started)
		due = sooner(due, c->opened_ms + FEED_START_MS);
	if (c->pinged_ms)
		due = sooner(due, c->pinged_ms + silence_ms(c));
	if (c->asked)
		due = sooner(due, c->asked_ms + FEED_STALL_MS);
	if (beats(c))
		due = sooner(due, (c->beat_due ? clock_mono_ms() : c->sent_ms) + c->heartbeat_ms);
	return due;
}

static void ping(struct feed_client *c, int64_t now)
{
	c->ping_ms = now;
	if (!c->pinged_ms || c->ponged) {
		c->pinged_ms = now;
		c->ponged = false;
	}
	net_peer_ping(c->peer);
}

static void client_tick(struct feed_client *c, int64_t now)
{
	if (c->ponged)
		c->pinged_ms = 0;
	if (c->asked && now >= c->asked_ms + FEED_STALL_MS)
		net_peer_close(c->peer, 1013, "too slow");
	else if (c->close_code)
		return;
	else if (!c->started && now >= c->opened_ms + FEED_START_MS)
		client_close(c, 1008, "no start");
	else if (c->pinged_ms && now >= c->pinged_ms + silence_ms(c))
		net_peer_close(c->peer, 1001, "no pong");
	else if (now >= c->ping_ms + c->pingtime_ms)
		ping(c, now);
	else if (beats(c) && now + FEED_SLACK_MS >= c->sent_ms + c->heartbeat_ms) {
		c->beat_due = true;
		feed_want(c);
	}
}

static void arm(struct feed *feed)
{
	int64_t due = console_due(feed), now = clock_mono_ms();
	const struct feed_client *c;

	DL_FOREACH (feed->clients, c)
		due = sooner(due, client_due(c));
	if (due == INT64_MAX)
		loop_timer_stop(feed->tick);
	else
		loop_timer_set(feed->tick, due > now ? due - now : 1);
}

void feed_due(struct feed *feed, int64_t ms)
{
	if (!loop_timer_armed(feed->tick) || loop_timer_left(feed->tick) > ms)
		loop_timer_set(feed->tick, ms);
}

static void tick(void *ctx)
{
	struct feed *feed = ctx;
	int64_t now = clock_mono_ms();
	struct feed_client *c, *next;

	DL_FOREACH_SAFE (feed->clients, c, next)
		client_tick(c, now);
	console_expire(feed, now);
	arm(feed);
}
