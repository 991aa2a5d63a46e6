#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "feed_inside.h"

struct feed_view client_feed_view(const struct feed_client *c)
{
	return (struct feed_view){.user = &c->user,
				  .options = c->options,
				  .idle = c->idle,
				  .device_min = c->device_min};
}

void client_send(struct feed_client *c, const char *head, size_t head_len, const char *text,
		 size_t len)
{
	if (net_peer_write(c->peer, head, head_len, text, len) < 0)
		net_peer_close(c->peer, 1011, "cannot be sent");
	c->sent_ms = clock_mono_ms();
	c->wrote = true;
}

bool client_complete(const struct feed_client *c)
{
	return !c->parts.todo && !c->withdrawal.todo && !c->awaits;
}

void client_snapshot(struct feed_client *c)
{
	struct feed_await **end = &c->awaits;

	walk_reset(&c->withdrawal, 0);
	walk_reset(&c->parts, walk_sets(&c->view));
	c->was = c->view;
	c->at = live_seq(c->feed->pabx->live);
	c->resumed = false;
	c->first = UINT64_MAX;
	if (!*end)
		*end = mem_new(1, sizeof(**end) + 1);
	feed_want(c);
}

void client_close(struct feed_client *c, int code, const char *reason)
{
	c->close_code = code;
	c->close_reason = reason;
	if (!c->frames)
		net_peer_close(c->peer, code, reason);
}

static void drop_frame(struct feed_client *c)
{
	struct feed_frame *frame = c->frames;

	LL_DELETE(c->frames, frame);
	c->frame_count--;
	free(frame);
}

static void drop_await(struct feed_client *c)
{
	struct feed_await *await = c->awaits;

	LL_DELETE(c->awaits, await);
	free(await);
}

void client_clear(struct feed_client *c)
{
	while (c->frames)
		drop_frame(c);
	while (c->awaits)
		drop_await(c);
	walk_reset(&c->parts, 0);
	walk_reset(&c->withdrawal, 0);
}

/* The first frame of a writable call always may. */
static bool may_send(struct feed_client *c)
{
	return !c->wrote || !net_peer_choked(c->peer);
}

static void send_frames(struct feed_client *c)
{
	while (c->frames && may_send(c)) {
		client_send(c, "", 0, c->frames->text, c->frames->len);
		drop_frame(c);
	}
}

/* The user's record may have changed since: what he sees is found anew. */
static void follow_user(struct feed_client *c)
{
	struct feed_view of;
	struct view view;

	if (!c->session || !memcmp(&c->user, &c->session->user, sizeof(c->user)))
		return;
	c->user = c->session->user;
	of = client_feed_view(c);
	view_of(&view, &of);
	if (view_equal(&view, &c->view))
		return;
	c->view = view;
	client_snapshot(c);
}

static void send_delta(struct feed_client *c)
{
	uint64_t to = c->feed->flushed;
	const struct view *was = c->withdrawal.todo ? &c->was : &c->view;
	const struct buf *body;
	char head[64];

	switch (delta_join(c->feed->delta, was, &c->view, c->at, to, &body)) {
	case DELTA_EMPTY:
		break;
	case DELTA_FRAME:
		client_send(c, head,
			    (size_t)snprintf(head, sizeof(head),
					     "{\"op\":\"delta\",\"prev\":%" PRIu64, c->told),
			    body->data, body->len);
		c->told = to;
		break;
	case DELTA_TOO_BIG:
		client_snapshot(c);
		return;
	}
	c->at = to;
}

static void send_readies(struct feed_client *c)
{
	while (c->awaits && may_send(c)) {
		frame_ready(c, c->awaits);
		drop_await(c);
	}
	if (!c->awaits && c->first == UINT64_MAX)
		c->first = c->at;
}

static void tell_down(struct feed_client *c)
{
	c->down_told = true;
	frame_error(c, WIRE_E_NOT_READY, "busy", c->feed->down, NULL);
	send_frames(c);
}

static bool is_ready(const struct feed_client *c)
{
	return !c->withdrawal.todo && !c->parts.todo && c->at >= c->feed->flushed &&
	       c->at >= c->upto;
}

/* Where ready only waits for the next flush, that will ask. */
static bool more_to_send(const struct feed_client *c)
{
	return c->frames || c->at < c->feed->flushed || c->withdrawal.todo || c->parts.todo ||
	       (c->awaits && is_ready(c)) || c->beat_due;
}

static void turn_over(void *ctx)
{
	struct feed *feed = ctx;

	feed->late = feed->skipped;
	feed->skipped = false;
	feed->turn_us = feed->parts_us = 0;
}

/* Whether this turn of the loop has time left for another client. */
static bool has_time(struct feed *feed)
{
	if (!feed->turn_us) {
		feed->turn_us = clock_mono_us();
		loop_defer(feed->pabx->loop, turn_over, feed);
	}
	feed->skipped = clock_mono_us() - feed->turn_us >= FEED_TURN_US;
	return !feed->skipped;
}

static void send_part(struct feed_client *c)
{
	struct feed *feed = c->feed;
	int64_t start = clock_mono_us();

	if (feed->parts_us > FEED_PARTS_US)
		return;
	if (c->withdrawal.todo)
		snapshot_withdraw(c);
	else
		snapshot_part(c);
	feed->parts_us += clock_mono_us() - start;
}

static void send_due(struct feed_client *c)
{
	if (!has_time(c->feed))
		return;
	follow_user(c);
	if (c->at < c->feed->flushed)
		send_delta(c);
	if ((c->withdrawal.todo || c->parts.todo) && may_send(c))
		send_part(c);
	if (is_ready(c))
		send_readies(c);
	if (*c->feed->down && !c->down_told && client_complete(c))
		tell_down(c);
	if (c->beat_due && may_send(c))
		frame_beat(c);
}

void client_write(struct feed_client *c)
{
	c->wrote = false;
	send_frames(c);
	if (c->close_code && !c->frames) {
		net_peer_close(c->peer, c->close_code, c->close_reason);
		return;
	}
	if (c->started && !c->close_code && may_send(c))
		send_due(c);
	if (c->started ? more_to_send(c) : c->frames != NULL)
		feed_want(c);
}
