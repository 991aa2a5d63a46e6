/* What happens to calls without a key: said in the message line, kept in its history. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"
#include "pane/row.h"

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void say(struct console *c, enum message_outcome outcome, const char *text)
{
	/* Old news of a snapshot is none. */
	if (pbx_feed_state(c->pbx) == PBX_LIVE)
		messages_news(c->messages, outcome, "%s", text);
}

/* It has landed where the operator has put it. */
static void on_parked(void *ctx, enum pbx_event event, struct pbx_object *parked, uint64_t changed)
{
	struct console *c = ctx;
	char about[200], text[400];

	(void)event, (void)changed;
	if (pbx_parked_by(parked) != pbx_user_id(c->pbx))
		return;
	row_call_about(&c->desk, parked, about, sizeof about);
	snprintf(text, sizeof text, row_call_camps(parked) ? "%s %s" : _("%s is parked in %s"),
		 console_name(parked), about);
	say(c, MESSAGE_DONE, text);
	c->attempt.landed = is(pbx_parked_linked(parked), c->attempt.linked);
}

static void came_back(struct console *c, const struct pbx_object *call)
{
	char about[200], text[400];

	row_call_about(&c->desk, call, about, sizeof about);
	snprintf(text, sizeof text, _("%s is back: %s"), console_name(call), about);
	say(c, MESSAGE_WARN, text);
	if (is(pbx_call_linked(call), c->attempt.linked))
		c->attempt.since = 0;
}

/* The other end of a call that the operator made. */
static void did_not_get_through(struct console *c, const struct pbx_object *call)
{
	static const char *const words[][2] = {
		{"busy", N_("is busy")},
		{"noanswer", N_("did not answer")},
		{"rejected", N_("rejected the call")},
		{"unreachable", N_("cannot be reached")},
		{"congestion", N_("cannot be reached: no line is free")},
	};
	char text[300];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(pbx_call_cause(call), words[i][0])) {
			snprintf(text, sizeof text, "%s %s", console_name(call), _(words[i][1]));
			say(c, MESSAGE_WARN, text);
		}
}

static void gave_up(struct console *c, const struct pbx_object *call)
{
	char text[300];

	/* reception.c tells who has answered it elsewhere. */
	if (!is(pbx_call_cause(call), "normal"))
		return;
	snprintf(text, sizeof text, _("%s hung up before being answered"), console_name(call));
	say(c, MESSAGE_INFO, text);
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct console *c = ctx;
	bool unanswered = pbx_call_start(call) == PBX_UNKNOWN;

	(void)changed;
	if (!pbx_call_is_mine(call))
		return;
	if (event == PBX_NEW && *pbx_call_returnedFrom(call))
		came_back(c, call);
	else if (event == PBX_UPDATE && is(pbx_call_state(call), "dead") && unanswered)
		(is(pbx_call_party(call), "caller") ? did_not_get_through : gave_up)(c, call);
}

void news_listen(struct console *c)
{
	pbx_listen(c->pbx, PBX_PARKED, NULL, PBX_NEW, on_parked, c);
	pbx_listen(c->pbx, PBX_CALL, NULL, PBX_NEW | PBX_UPDATE, on_call, c);
}

void news_unlisten(struct console *c)
{
	pbx_unlisten(c->pbx, PBX_PARKED, NULL, on_parked, c);
	pbx_unlisten(c->pbx, PBX_CALL, NULL, on_call, c);
}
