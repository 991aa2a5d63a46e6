#include "plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "plain_inside.h"
#include "reception.h"

enum { SETTLE_MS = 250, COMPLETED_MAX = 8192 };

void plain_say(struct console *c, const char *format, ...)
{
	va_list args;
	struct buf text;

	buf_init(&text, TELLING_MAX);
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	char *said = text_without_columns(text.data);
	term_say(c->term, said, false);
	free(said);
	buf_free(&text);
}

/* ---- What has happened ---- */

/* Most urgent first. */
static const enum message_outcome order[] = {MESSAGE_CALL, MESSAGE_REFUSED, MESSAGE_WARN,
					     MESSAGE_DONE, MESSAGE_INFO};

static const char *const prefixes[] = {
	[MESSAGE_INFO] = "",
	[MESSAGE_DONE] = N_("Done: "),
	[MESSAGE_WARN] = N_("Warning: "),
	[MESSAGE_REFUSED] = N_("Refused: "),
	[MESSAGE_CALL] = "",
};

static void tell_message(struct console *c, const struct message *message)
{
	struct plain *p = c->plain;
	char *text;

	if (p->quiet && message->news && message->outcome != MESSAGE_CALL) {
		p->unsaid++;
		return;
	}
	if (message->outcome == MESSAGE_REFUSED && !message->news)
		p->status = PLAIN_REFUSED;
	text = mem_printf("%s%s", _(prefixes[message->outcome]), message->text);
	term_say(c->term, text, message->outcome == MESSAGE_CALL);
	free(text);
}

static void tell_messages(struct console *c)
{
	struct plain *p = c->plain;
	const struct message *message;
	uint64_t newest = p->told;
	unsigned new = 0;

	while ((message = messages_get(c->messages, new)) && message->serial > p->told)
		new ++;
	for (size_t rank = 0; rank < sizeof order / sizeof *order; rank++)
		for (unsigned n = new; n-- > 0;) {
			message = messages_get(c->messages, n);
			newest = message->serial > newest ? message->serial : newest;
			if (message->outcome == order[rank])
				tell_message(c, message);
		}
	p->told = newest;
}

static void tell_link(struct console *c)
{
	struct plain *p = c->plain;
	bool live = pbx_feed_state(c->pbx) == PBX_LIVE;
	char link[160];

	if (live && !p->greeted)
		plain_say(c, _("Signed in: %s%s%s, live."), pbx_user_name(c->pbx),
			  *c->host ? _(" at ") : "", c->host);
	if (p->live && !live) {
		status_link(c, link, sizeof link);
		messages_add(c->messages, MESSAGE_WARN, "%s", link);
	}
	p->greeted = p->greeted || live;
	p->live = live;
}

static void tell_intent(struct console *c)
{
	struct plain *p = c->plain;
	const char *text = c->intent.kind == INTENT_NONE ? "" : c->intent.text;
	char *line;

	if (strcmp(text, p->intent) == 0)
		return;
	snprintf(p->intent, sizeof p->intent, "%s", text);
	if (!*text)
		return;
	line = mem_printf(_("Enter: %s"), text);
	term_say(c->term, line, c->intent.kind == INTENT_ANSWER);
	free(line);
}

/* ---- Lines of a pipe come one after the other: each when the one before is done with ---- */

static bool is_ready(struct console *c)
{
	if (c->deeds || c->reception->figures || c->reception->change.c || plain_waits(c))
		return false;
	return plain_asks(c) || c->plain->greeted;
}

static void on_settled(void *ctx)
{
	struct console *c = ctx;

	if (is_ready(c))
		term_next_line(c->term);
}

static void schedule_line(struct console *c)
{
	if (term_is_typed(c->term))
		return;
	if (!c->plain->greeted && plain_is_stuck(c))
		c->options.quit(c->options.ctx);
	else if (!is_ready(c))
		loop_timer_stop(c->plain->settle);
	else if (!loop_timer_armed(c->plain->settle))
		loop_timer_set(c->plain->settle, SETTLE_MS);
}

void plain_paint(struct console *c)
{
	screen_refresh(c);
	tell_link(c);
	plain_calls(c);
	tell_messages(c);
	plain_front(c);
	tell_intent(c);
	schedule_line(c);
}

/* ---- Life ---- */

void plain_new(struct console *c)
{
	struct plain *p = c->plain = mem_new(1, sizeof *p);

	p->c = c;
	p->completed = input_new(COMPLETED_MAX);
	p->choices = choices_new();
	p->settle = loop_timer_new(c->loop, on_settled, c);
	for (int i = 0; i < PLACE_COUNT; i++)
		c->pane[i]->list.rows = PLAIN_PAGE + 1;
	c->results->list.rows = PLAIN_PAGE + 1;
}

void plain_free(struct console *c)
{
	struct plain *p = c->plain;

	if (!p)
		return;
	c->plain = NULL;
	input_free(&p->completed);
	choices_free(&p->choices);
	loop_timer_free(&p->settle);
	free(p->front_text);
	free(p->front_said);
	free(p);
}

void plain_end(struct console *c)
{
	plain_say(c, _("The console ends."));
}

int console_status(const struct console *c)
{
	if (!c->plain || term_is_typed(c->term))
		return PLAIN_DONE;
	return c->plain->greeted ? c->plain->status : PLAIN_NEVER_LIVE;
}
