#include "console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/mem.h"
#include "inside.h"
#include "pane/age.h"
#include "plain.h"
#include "reception.h"
#include "widget/menu.h"

enum {
	TYPED_MAX = 256,
	PROMPT_MAX = 8192,
	COMMAND_MAX = 256,
	MEDIUM_MS = 15000,
	URGENT_MS = 30000
};

void console_dirty(struct console *c)
{
	if (c->term)
		term_dirty(c->term);
}

struct term *console_term(struct console *c)
{
	return c->term;
}

/* The next moment at which a clock on the screen changes: each second while a call runs or the age
 * of stale data is told, else each minute; none where the clocks stand still. */
static void schedule_tick(struct console *c)
{
	bool running =
		pbx_feed_state(c->pbx) == PBX_STALE || pane_calls_at(c->pane[PLACE_CALLS], 0);
	int64_t step = age_step(c->desk.timers, running);
	int64_t now = running ? c->desk.now : clock_wall_ms();

	if (step)
		loop_timer_set(c->tick, step - now % step);
}

static void on_tick(void *ctx)
{
	resume_touch(ctx);
	console_dirty(ctx);
}

static void on_remember(void *ctx)
{
	remember_save(ctx);
}

static void on_paint(void *ctx)
{
	struct console *c = ctx;

	c->desk.term = c->term;
	c->desk.timers = c->options.timers == DESK_TIMERS_ON && term_is_slow(c->term)
				 ? DESK_TIMERS_SLOW
				 : c->options.timers;
	if (c->plain)
		plain_paint(c);
	else
		screen_paint(c);
	calls_bell(c);
	schedule_tick(c);
}

static void on_event(void *ctx, const struct term_event *event)
{
	keys_event(ctx, event);
}

static void on_frame(void *ctx)
{
	console_dirty(ctx);
}

static void on_state(void *ctx, enum pbx_state state)
{
	struct console *c = ctx;

	if (state == PBX_LIVE && c->was_lost)
		messages_news(c->messages, MESSAGE_DONE,
			      _("The link is up: everything shown is live"));
	if (state == PBX_LIVE) {
		chat_resend(c);
		reception_live(c);
		pending_do(c);
	}
	c->was_lost = state == PBX_STALE || (c->was_lost && state != PBX_LIVE);
	console_dirty(c);
}

static void tell_logged_out(void *ctx)
{
	struct console *c = ctx;

	if (c->logged_out)
		c->logged_out(c->logged_out_ctx, c->logged_out_text);
}

static void on_error(void *ctx, int errno_, const char *text)
{
	struct console *c = ctx;

	messages_add(c->messages, errno_ == 100 ? MESSAGE_INFO : MESSAGE_WARN, "%s", text);
	console_dirty(c);
	if (errno_ != 2)
		return;
	snprintf(c->logged_out_text, sizeof c->logged_out_text, "%s", text);
	loop_defer(c->loop, tell_logged_out, c);
}

static void on_quiet_done(void *ctx, const struct pbx_result *result)
{
	struct console *c = ctx;

	if (result->outcome != PBX_DONE)
		messages_add(c->messages, MESSAGE_WARN, "%s", result->text);
	console_dirty(c);
}

static void on_addressbook(void *ctx, struct pbx_object *const *added, unsigned added_count,
			   const char *const *removed, unsigned removed_count)
{
	(void)added, (void)added_count, (void)removed, (void)removed_count;
	((struct console *)ctx)->desk.no_book = false;
	resume_take(ctx);
	console_dirty(ctx);
}

static void on_tags(void *ctx, const struct pbx_result *result)
{
	struct console *c = ctx;

	on_quiet_done(c, result);
	c->tagged = result->outcome == PBX_DONE;
	pages_refresh(c);
	pbx_get_addressbook(c->pbx, on_addressbook, c);
	pbx_enable_chat(c->pbx, true, on_quiet_done, c);
}

static void on_started(void *ctx, const struct pbx_result *result)
{
	struct console *c = ctx;

	on_quiet_done(c, result);
	if (result->outcome == PBX_DONE)
		pbx_enable_tags(c->pbx, on_tags, c);
}

void console_start(struct console *c)
{
	struct pbx_feed_options options = {
		.heartbeat = c->options.heartbeat, .error = on_error, .ctx = c};

	c->tagged = false;
	c->desk.no_book = true;
	pbx_start_feed(c->pbx, &options, on_started, c);
	console_dirty(c);
}

/* A message that comes from somebody else is said; the room keeps it. */
static void on_message(void *ctx, enum pbx_event event, struct pbx_object *message,
		       uint64_t changed)
{
	struct console *c = ctx;

	(void)event, (void)changed;
	if (pbx_message_cID(message) != pbx_user_id(c->pbx) && pbx_feed_state(c->pbx) == PBX_LIVE &&
	    !chat_shows(c, message))
		messages_news(c->messages, MESSAGE_INFO, "%s: %s", pbx_message_cN(message),
			      pbx_message_msg(message));
}

void console_set_host(struct console *c, const char *host)
{
	snprintf(c->host, sizeof c->host, "%s", host ? host : "");
	console_dirty(c);
}

void console_say(struct console *c, enum message_outcome outcome, const char *text)
{
	messages_add(c->messages, outcome, "%s", text);
	console_dirty(c);
}

void console_on_logged_out(struct console *c, void (*fn)(void *ctx, const char *text), void *ctx)
{
	c->logged_out = fn;
	c->logged_out_ctx = ctx;
}

void console_set_dialogue(struct console *c, const struct console_dialogue *dialogue, void *ctx)
{
	c->prompt.over = false;
	c->dialogue = dialogue;
	c->dialogue_ctx = ctx;
	console_dirty(c);
}

static void make_panes(struct console *c)
{
	static struct pane *(*const makers[PLACE_COUNT])(struct desk *) = {
		[PLACE_CONTACTS] = pane_contacts_new,
		[PLACE_ADDRESSBOOK] = pane_addressbook_new,
		[PLACE_DEVICES] = pane_devices_new,
		[PLACE_CALLS] = pane_calls_new,
	};

	for (int i = 0; i < PLACE_COUNT; i++)
		c->pane[i] = makers[i](&c->desk);
	c->results = pane_results_new(&c->desk);
	c->usual = pane_usual_new(&c->desk);
}

int console_new(struct loop *loop, struct pbx *pbx, const struct console_options *options,
		struct console **out, struct why *why)
{
	struct console *c = mem_new(1, sizeof *c);
	struct term_options term = options->term;

	c->loop = loop;
	c->pbx = pbx;
	c->options = *options;
	c->desk = (struct desk){.pbx = pbx,
				.stale = true,
				.timers = options->timers,
				.states_first = options->braille,
				.medium = options->medium_ms ? options->medium_ms : MEDIUM_MS,
				.urgent = options->urgent_ms ? options->urgent_ms : URGENT_MS};
	c->input = input_new(TYPED_MAX);
	c->prompt.asked = c->prompt.input = input_new(PROMPT_MAX);
	c->prompt.commands = input_new(COMMAND_MAX);
	c->prompt.choices = choices_new();
	chat_init(c);
	c->messages = messages_new();
	c->tick = loop_timer_new(loop, on_tick, c);
	c->remember = loop_timer_new(loop, on_remember, c);
	make_panes(c);
	pages_open(c);
	reception_new(c);
	resume_new(c);
	c->acting = ACTION_NONE;
	console_set_host(c, options->host);
	remember_load(c);
	pbx_watch_frames(pbx, on_frame, c);
	pbx_watch_state(pbx, on_state, c);
	news_listen(c);
	pbx_listen(pbx, PBX_MESSAGE, NULL, PBX_NEW, on_message, c);
	term.event = on_event;
	term.paint = on_paint;
	term.ctx = c;
	term.lines = options->plain;
	term.braille = options->braille;
	if (options->plain)
		plain_new(c);
	int err = term_open(loop, &term, &c->term, why);
	if (err)
		console_free(&c);
	*out = c;
	return err;
}

void console_free(struct console **slot)
{
	struct console *c = *slot;

	if (!c)
		return;
	*slot = NULL;
	remember_save(c);
	resume_free(c);
	term_free(&c->term);
	plain_free(c);
	pbx_watch_frames(c->pbx, NULL, c);
	pbx_watch_state(c->pbx, NULL, c);
	news_unlisten(c);
	pbx_unlisten(c->pbx, PBX_MESSAGE, NULL, on_message, c);
	loop_undefer(c->loop, c);
	loop_timer_free(&c->tick);
	loop_timer_free(&c->remember);
	pages_free(c);
	menu_free(&c->filters);
	for (int i = 0; i < PLACE_COUNT; i++)
		pane_free(&c->pane[i]);
	pane_free(&c->results);
	pane_free(&c->usual);
	input_free(&c->input);
	input_free(&c->prompt.asked);
	input_free(&c->prompt.commands);
	choices_free(&c->prompt.choices);
	chat_free(c);
	free(c->prompt.before);
	messages_free(&c->messages);
	choice_close(c);
	photo_free(c);
	free(c->details.above);
	popup_free(&c->popup);
	popup_free(&c->help);
	menu_free(&c->palette);
	keymap_free(&c->options.keymap);
	deed_free_all(c);
	reception_free(c);
	free(c);
}
