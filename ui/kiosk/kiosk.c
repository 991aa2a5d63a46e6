#include "kiosk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inside.h"

enum { IDLE_MS = 60000 };

const struct term_key kiosk_code_key = {KEY_F1 + 9, 0};

enum page kiosk_page(const struct kiosk *k)
{
	if (k->code.open)
		return PAGE_CODE;
	if (pbx_feed_state(k->pbx) != PBX_LIVE || pbx_away_since(k->pbx))
		return PAGE_AWAY;
	switch (k->talk.phase) {
	case PHASE_RINGS:
		return PAGE_RINGS;
	case PHASE_ASKED:
	case PHASE_DIALS:
		return PAGE_DIALS;
	case PHASE_TALKS:
		return PAGE_TALKS;
	case PHASE_OVER:
		return PAGE_OVER;
	case PHASE_NONE:
		break;
	}
	return PAGE_FIND;
}

void kiosk_dirty(struct kiosk *k)
{
	if (k->term)
		term_dirty(k->term);
}

/* ---- What a visitor leaves behind ---- */

/* Also draws all of it anew: on a machine's own screen others may have written. */
static void on_idle(void *ctx)
{
	struct kiosk *k = ctx;

	if (k->code.open)
		code_hide(k);
	if (kiosk_page(k) == PAGE_FIND || kiosk_page(k) == PAGE_AWAY)
		find_reset(k);
	term_repaint(k->term);
}

static void watch_idle(struct kiosk *k)
{
	if (k->code.open || !find_is_empty(k))
		loop_timer_set(k->idle, k->options.idle_ms);
	else
		loop_timer_stop(k->idle);
}

/* ---- Keys ---- */

/* Enter and Esc are all that a page with a call has. */
static void call_key(struct kiosk *k, enum page page, struct term_key key)
{
	bool enter = key.code == KEY_ENTER || key.code == KEY_PAD_ENTER;

	if (key.mods)
		return;
	if (enter && page == PAGE_RINGS)
		talk_answer(k);
	else if (key.code == KEY_ESC || (enter && page == PAGE_OVER))
		talk_hang_up(k);
}

void kiosk_key(struct kiosk *k, struct term_key key)
{
	enum page page = kiosk_page(k);

	if (key_same(key, kiosk_code_key) && page != PAGE_CODE)
		code_show(k);
	else if (page == PAGE_CODE)
		code_key(k, key);
	else if (page == PAGE_FIND)
		find_key(k, key);
	else if (page != PAGE_AWAY)
		call_key(k, page, key);
	watch_idle(k);
	kiosk_dirty(k);
}

static void on_event(void *ctx, const struct term_event *event)
{
	struct kiosk *k = ctx;

	switch (event->kind) {
	case TERM_KEY:
		kiosk_key(k, event->key);
		break;
	case TERM_MOUSE:
		touch_press(k, event->mouse);
		watch_idle(k);
		kiosk_dirty(k);
		break;
	case TERM_PASTE: /* nobody pastes here but a mistake, or a joke */
	case TERM_LINE:  /* of --plain */
	case TERM_RESUME:
		break;
	case TERM_RESIZE:
		kiosk_dirty(k);
		break;
	case TERM_END:
		k->options.leave(k->options.ctx);
		break;
	}
}

/* ---- The PABX ---- */

static void on_frame(void *ctx)
{
	struct kiosk *k = ctx;

	talk_look(k);
	kiosk_dirty(k);
}

static void on_state(void *ctx, enum pbx_state state)
{
	struct kiosk *k = ctx;

	if (state == PBX_LIVE) {
		k->was_live = true;
		k->trouble[0] = '\0';
		k->find.stale = true;
		talk_look(k);
	}
	kiosk_dirty(k);
}

static void tell_logged_out(void *ctx)
{
	struct kiosk *k = ctx;

	k->options.logged_out(k->options.ctx, k->logged_out_text);
}

static void on_error(void *ctx, int errno_, const char *text)
{
	struct kiosk *k = ctx;

	if (errno_ != 2)
		return;
	snprintf(k->logged_out_text, sizeof(k->logged_out_text), "%s", text);
	loop_defer(k->loop, tell_logged_out, k);
}

static void on_tags(void *ctx, const struct pbx_result *result)
{
	struct kiosk *k = ctx;

	if (result->outcome != PBX_DONE)
		kiosk_trouble(k, result->text);
}

static void on_started(void *ctx, const struct pbx_result *result)
{
	struct kiosk *k = ctx;

	if (result->outcome != PBX_DONE)
		kiosk_trouble(k, result->text);
	else if (k->own_tag)
		pbx_enable_tags(k->pbx, on_tags, k);
}

void kiosk_start(struct kiosk *k)
{
	const struct pbx_feed_options options = {
		.device = true, .heartbeat = k->options.heartbeat, .error = on_error, .ctx = k};

	k->own_tag = !pbx_permission(k->pbx, "kiosk");
	pbx_start_feed(k->pbx, &options, on_started, k);
	kiosk_dirty(k);
}

void kiosk_trouble(struct kiosk *k, const char *text)
{
	snprintf(k->trouble, sizeof(k->trouble), "%s", text ? text : "");
	kiosk_dirty(k);
}

struct term *kiosk_term(struct kiosk *k)
{
	return k->term;
}

/* ---- Life ---- */

int kiosk_new(struct loop *loop, struct pbx *pbx, const struct kiosk_options *options,
	      struct kiosk **out, struct why *why)
{
	struct kiosk *k = mem_new(1, sizeof(*k));
	struct term_options term = options->term;

	*out = NULL;
	k->options = *options;
	k->options.idle_ms = options->idle_ms ? options->idle_ms : IDLE_MS;
	k->loop = loop;
	k->pbx = pbx;
	k->idle = loop_timer_new(loop, on_idle, k);
	find_open(k);
	talk_open(k);
	code_open(k);
	term.fixed = true;
	term.mouse = options->touch;
	term.event = on_event;
	term.paint = kiosk_draw;
	term.ctx = k;
	int err = term_open(loop, &term, &k->term, why);
	if (err) {
		kiosk_free(&k);
		return err;
	}
	pbx_watch_state(pbx, on_state, k);
	pbx_watch_frames(pbx, on_frame, k);
	*out = k;
	return 0;
}

void kiosk_free(struct kiosk **slot)
{
	struct kiosk *k = *slot;

	if (!k)
		return;
	*slot = NULL;
	pbx_watch_state(k->pbx, NULL, k);
	pbx_watch_frames(k->pbx, NULL, k);
	loop_undefer(k->loop, k);
	code_close(k);
	talk_close(k);
	find_close(k);
	loop_timer_free(&k->idle);
	term_free(&k->term);
	free(k);
}
