/* Actions that bring the call in hand to somebody. What they act on is what was painted: the call
 * in hand, and the target that Enter would take. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/number.h"
#include "inside.h"
#include "pane/row.h"

/* What is typed or selected, as a target. Returns its name, NULL (and says so) without one. */
static const char *target(struct console *c, struct pbx_target *to)
{
	const struct intent *intent = &c->intent;

	*to = (struct pbx_target){.number = *intent->number ? intent->number : NULL};
	if (*intent->target)
		to->object = pane_deref(c->pbx, intent->target);
	if (to->object)
		return console_name(to->object);
	if (to->number)
		return to->number;
	messages_add(c->messages, MESSAGE_REFUSED,
		     _("Nobody is selected, or the entry has just gone"));
	return NULL;
}

static void used(struct console *c, const struct pbx_target *to)
{
	if (to->object)
		pbx_search_used(c->pbx, to->object);
	keys_clear(c);
}

static void bring_text(enum pbx_call_action action, const char *call, const char *to, char out[200])
{
	switch (action) {
	case PBX_CALL_ATXFER_ACTION:
		snprintf(out, 200, _("Announce %s to %s"), call, to);
		break;
	case PBX_CALL_CAMP_ACTION:
		snprintf(out, 200, _("Camp %s on %s"), call, to);
		break;
	case PBX_CALL_SERIAL_ACTION:
		snprintf(out, 200, _("Serial call of %s to %s"), call, to);
		break;
	default:
		snprintf(out, 200, _("Transfer %s to %s"), call, to);
	}
}

/* With the call in hand. */
static void bring(struct console *c, enum pbx_call_action action, const struct pbx_target *to,
		  const char *name)
{
	const struct pbx_call_args args = {.to = *to};
	const struct pbx_object *call = act_hand(c);
	char what[200];

	if (!call)
		return;
	bring_text(action, console_name(call), name, what);
	deed_call(c, call, action, &args, what);
	used(c, to);
}

void act_transfer(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (name)
		bring(c, PBX_CALL_XFER_ACTION, &to, name);
}

/* Works while the other end still rings as well as when it is up. */
static void connect(struct console *c, const struct pbx_object *call, const struct pbx_object *with)
{
	const struct pbx_call_args args = {.with = with};
	char what[200];

	snprintf(what, sizeof what, _("Connect %s with %s"), console_name(call),
		 console_name(with));
	deed_call(c, call, PBX_CALL_COMPLETE_ACTION, &args, what);
}

void act_announce(struct console *c)
{
	const struct pbx_object *with = calls_consultation(c), *call = calls_held(c);
	struct pbx_target to;
	const char *name;

	if (with && call) {
		connect(c, call, with);
		return;
	}
	if (action_info(ACTION_TRANSFER)->when & ~act_possible(c)) {
		act_say_why_not(c, ACTION_TRANSFER);
		return;
	}
	name = target(c, &to);
	if (name)
		bring(c, PBX_CALL_ATXFER_ACTION, &to, name);
}

/* The caller whom an attempt has left on hold, once nobody is asked any more. */
static const struct pbx_object *left_on_hold(struct console *c)
{
	const struct pbx_object *held = calls_held(c);

	return held && !calls_consultation(c) && strcmp(pbx_call_cid(held), c->attempt.cid) == 0
		       ? held
		       : NULL;
}

void act_take_back(struct console *c)
{
	const struct pbx_object *held = left_on_hold(c);
	char what[200];

	if (!held) {
		deed_cancel(c);
		return;
	}
	snprintf(what, sizeof what, _("Take back %s"), console_name(held));
	deed_call(c, held, PBX_CALL_TALK_ACTION, NULL, what);
	c->attempt.since = 0;
}

void act_merge(struct console *c)
{
	const struct pbx_object *call = act_hand(c), *other = calls_other(c);
	const struct pbx_call_args args = {.with = call};
	char what[200];

	if (!call || !other)
		return;
	snprintf(what, sizeof what, _("Three-way call with %s and %s"), console_name(other),
		 console_name(call));
	deed_call(c, other, PBX_CALL_MERGE_ACTION, &args, what);
}

void act_camp(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (!name)
		return;
	if (pbx_who_blf(to.object) == 0)
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("camp: %s is free, so Enter transfers at once"), name);
	else
		bring(c, PBX_CALL_CAMP_ACTION, &to, name);
}

void act_serial(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (name)
		bring(c, PBX_CALL_SERIAL_ACTION, &to, name);
}

static void send_to(struct console *c, const struct pbx_object *call, const struct pbx_target *to,
		    const char *name)
{
	const struct pbx_call_args args = {.to = *to};
	char what[200];

	snprintf(what, sizeof what, _("Send %s to %s"), console_name(call), name);
	deed_call(c, call, PBX_CALL_SEND_ACTION, &args, what);
	used(c, to);
}

/* With somebody chosen the caller goes there at once; else he becomes the source of what Enter
 * will do. */
void act_send(struct console *c)
{
	const struct pbx_object *call = calls_waiting(c);
	bool chosen = (act_possible(c) & WHEN_SELECTED) != 0;
	struct pbx_target to;
	const char *name = chosen ? target(c, &to) : NULL;

	if (name) {
		send_to(c, call, &to, name);
		return;
	}
	if (chosen)
		return;
	keys_clear(c);
	pane_ref(call, c->sending);
	messages_add(c->messages, MESSAGE_INFO, _("Send %s on: type or choose to whom, then Enter"),
		     console_name(call));
}

/* With a call in hand the target gets it, else it is called. */
static void to_or_call(struct console *c, const struct pbx_target *to, const char *name)
{
	if (*c->intent.hand && pbx_can(c->pbx, "xfer")) {
		bring(c, PBX_CALL_XFER_ACTION, to, name);
		return;
	}
	deed_dial(c, to, name);
	used(c, to);
}

static void to_voicemail(struct console *c, const struct pbx_object *who)
{
	const struct pbx_target to = {.object = who, .voicemail = true};
	char name[160];

	snprintf(name, sizeof name, _("the voicemail of %s"), console_name(who));
	to_or_call(c, &to, name);
}

void act_voicemail(struct console *c)
{
	to_voicemail(c, console_selected(c));
}

static const char voicemail_key[] = "voicemail";

static void number_chosen(struct console *c, const char *key, const char *ref)
{
	const struct pbx_object *who = pane_deref(c->pbx, ref);
	const struct pbx_target to = {.object = who, .number = key};
	char name[200];

	if (!who) {
		messages_add(c->messages, MESSAGE_WARN,
			     _("That entry has just gone: nothing was done"));
		return;
	}
	if (strcmp(key, voicemail_key) == 0) {
		to_voicemail(c, who);
		return;
	}
	snprintf(name, sizeof name, "%s %s", console_name(who), key);
	to_or_call(c, &to, name);
}

void act_other_number(struct console *c)
{
	const struct pbx_object *who = console_selected(c);
	const struct pbx_object *hand = *c->intent.hand ? pane_deref(c->pbx, c->intent.hand) : NULL;
	unsigned count = pbx_who_numbers(who);
	char title[200];

	if (!count && !*pbx_who_number(who)) {
		messages_add(c->messages, MESSAGE_REFUSED, _("%s has no number"),
			     console_name(who));
		return;
	}
	if (hand)
		snprintf(title, sizeof title, _("Transfer %s to %s"), console_name(hand),
			 console_name(who));
	else
		snprintf(title, sizeof title, _("Call %s"), console_name(who));
	struct menu *menu = choice_open(c, title, number_chosen, who);
	for (unsigned i = 0; i < count; i++) {
		const char *type = "", *number = pbx_who_number_at(who, i, &type);
		menu_add(menu, number, number, row_number_kind(type), !number_dialable(number));
	}
	if (!count)
		menu_add(menu, pbx_who_number(who), pbx_who_number(who), NULL, false);
	if (pbx_who_contact(who) && pbx_can(c->pbx, voicemail_key))
		menu_add(menu, voicemail_key, _("voicemail"), NULL, false);
}

void act_call(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (!name)
		return;
	deed_dial(c, &to, name);
	used(c, &to);
}
