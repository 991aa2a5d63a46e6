/* What became of the calls since the last time, most urgent first, as the calls strip has them. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "pane/row.h"
#include "pane/say.h"
#include "plain_inside.h"

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static struct plain_call *find(struct plain *p, const char *ref)
{
	for (unsigned i = 0; i < p->call_count; i++)
		if (is(p->calls[i].ref, ref))
			return &p->calls[i];
	return NULL;
}

static bool is_parked(const struct pbx_object *call)
{
	return pbx_object_class(call) == PBX_PARKED;
}

static bool is_mine(const struct pbx_object *call)
{
	return !is_parked(call) && pbx_call_is_mine(call);
}

/* Somebody must do something about it. */
static bool calls_out(const struct pbx_object *call)
{
	const char *word = row_call_word(call);
	bool elsewhere = !is_parked(call) && pbx_call_device(call) && !pbx_call_is_mine(call);

	if (is_parked(call))
		return false;
	if (elsewhere)
		return is(pbx_call_kind(call), "emergency");
	return is(word, _("ringing")) || is(word, _("waiting")) || is(word, C_("call", "back"));
}

/* What is on the operator's own line has happened by his own doing; it is said all the same. */
static void appeared(struct console *c, const struct pbx_object *call, const char *before)
{
	const char *word = row_call_word(call);
	char text[SAY_MAX];

	if (calls_out(call)) {
		say_call_news(&c->desk, call, text, sizeof text);
		messages_news(c->messages, MESSAGE_CALL, "%s", text);
	} else if (is_mine(call) && !*before &&
		   (is(word, _("dialling")) || is(word, _("calling")))) {
		messages_add(c->messages, MESSAGE_INFO, _("%s: calling"), console_name(call));
	} else if (is_mine(call) && (is(word, _("talking")) || is(word, _("on hold")))) {
		messages_add(c->messages, MESSAGE_INFO, "%s: %s", console_name(call), word);
		if (is(before, _("ringing")) && *pbx_call_greeting(call))
			messages_add(c->messages, MESSAGE_INFO, _("Say: %s"),
				     pbx_call_greeting(call));
	}
}

static void waits(struct console *c, const struct pbx_object *call, int stage)
{
	messages_news(c->messages, MESSAGE_CALL, "%s %s", console_name(call), say_stage(stage));
}

/* While an answer to the operator is awaited, what it brings about is said after it. */
static bool waits_for_answer(const struct console *c, const struct pbx_object *call,
			     struct plain_call *known)
{
	if (!c->deeds || calls_out(call))
		return false;
	if (known)
		known->seen = true;
	return true;
}

static void note(struct console *c, const struct pbx_object *call)
{
	struct plain *p = c->plain;
	const char *word = row_call_word(call);
	int stage = c->desk.timers == DESK_TIMERS_OFF ? 0 : row_call_stage(&c->desk, call);
	char ref[PANE_REF_MAX], before[24] = "";
	struct plain_call *known = find(p, pane_ref(call, ref));

	if (waits_for_answer(c, call, known) || (!known && p->call_count == PLAIN_CALLS))
		return;
	if (known)
		snprintf(before, sizeof before, "%s", known->word);
	else
		known = &p->calls[p->call_count++];
	if (!is(before, word))
		appeared(c, call, before);
	else if (stage > known->stage && calls_out(call))
		waits(c, call, stage);
	*known = (struct plain_call){.stage = stage, .mine = is_mine(call), .seen = true};
	snprintf(known->ref, sizeof known->ref, "%s", ref);
	snprintf(known->word, sizeof known->word, "%s", word);
	snprintf(known->name, sizeof known->name, "%s", console_name(call));
	snprintf(known->linked, sizeof known->linked, "%s",
		 is_parked(call) ? pbx_parked_linked(call) : pbx_call_linked(call));
}

/* It is somewhere else in the list: sent, parked, on another line. */
static bool goes_on(const struct plain *p, const struct plain_call *call)
{
	for (unsigned i = 0; i < p->call_count; i++)
		if (p->calls[i].seen && is(p->calls[i].linked, call->linked))
			return true;
	return is(call->linked, p->c->desk.sent);
}

/* news.c tells of those that were never answered. */
static void ended(struct console *c, const struct plain_call *call)
{
	bool talked = is(call->word, _("talking")) || is(call->word, _("on hold"));

	if (call->mine && talked && !goes_on(c->plain, call))
		messages_add(c->messages, MESSAGE_INFO, _("%s: the call has ended"), call->name);
}

void plain_calls(struct console *c)
{
	struct plain *p = c->plain;
	struct pbx_object *call;
	unsigned kept = 0;

	for (unsigned i = 0; i < p->call_count; i++)
		p->calls[i].seen = false;
	for (unsigned i = 0; (call = pane_calls_at(c->pane[PLACE_CALLS], i)); i++)
		note(c, call);
	if (c->deeds)
		return; /* what has gone is said with the rest */
	for (unsigned i = 0; i < p->call_count; i++)
		if (!p->calls[i].seen)
			ended(c, &p->calls[i]);
	for (unsigned i = 0; i < p->call_count; i++)
		if (p->calls[i].seen)
			p->calls[kept++] = p->calls[i];
	p->call_count = kept;
}
