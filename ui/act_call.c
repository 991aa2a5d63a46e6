/* Actions on calls. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

static bool rings(const struct pbx_object *call)
{
	return strcmp(pbx_call_state(call), "ring") == 0 &&
	       strcmp(pbx_call_party(call), "callee") == 0 && !pbx_call_is_mine(call);
}

static const struct pbx_object *ringing_on(const struct pbx_object *device)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_calls_of(device, &count);

	for (unsigned i = 0; i < count; i++)
		if (rings(calls[i]))
			return calls[i];
	return NULL;
}

const struct pbx_object *act_ringing_there(const struct console *c,
					   const struct pbx_object *selected)
{
	const struct pbx_object *contact = selected ? pbx_who_contact(selected) : NULL,
				*call = NULL;
	unsigned count;
	struct pbx_object *const *devices = pbx_list(c->pbx, PBX_DEVICE, &count);

	if (selected && pbx_object_class(selected) == PBX_CALL)
		return rings(selected) ? selected : NULL;
	if (!contact || pbx_contact_blf(contact) < 2)
		return NULL;
	for (unsigned i = 0; i < count && !call; i++)
		if (pbx_device_userID(devices[i]) == pbx_contact_cID(contact))
			call = ringing_on(devices[i]);
	return call;
}

bool act_offered(struct console *c, const char *capability)
{
	if (pbx_can(c->pbx, capability))
		return true;
	messages_add(c->messages, MESSAGE_REFUSED, "This telephone system cannot do that (%s)",
		     capability);
	return false;
}

void act_answer(struct console *c)
{
	const struct pbx_object *call = calls_ringing(c);
	char what[200];

	if (strcmp(c->intent.call, "") == 0 || c->intent.kind != INTENT_ANSWER) {
		snprintf(what, sizeof what, "Answer %s", console_name(call));
		deed_call(c, call, PBX_CALL_TALK_ACTION, NULL, what);
		keys_clear(c);
		return;
	}
	intent_do(c);
}

void act_hangup(struct console *c)
{
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!call)
		call = calls_ringing(c);
	snprintf(what, sizeof what, "Hang up %s", console_name(call));
	deed_call(c, call, PBX_CALL_HANGUP_ACTION, NULL, what);
}

void act_hold(struct console *c)
{
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!call) {
		act_say_why_not(c, ACTION_TRANSFER);
		return;
	}
	bool held = strcmp(pbx_call_state(call), "hold") == 0;
	if (!held && !act_offered(c, "hold"))
		return;
	snprintf(what, sizeof what, "%s %s", held ? "Take back" : "Hold", console_name(call));
	deed_call(c, call, held ? PBX_CALL_TALK_ACTION : PBX_CALL_HOLD_ACTION, NULL, what);
}

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
		     "Nobody is selected, or the entry has just gone");
	return NULL;
}

void act_transfer(struct console *c)
{
	struct pbx_call_args args = {.lot = NULL};
	const struct pbx_object *call = calls_current(c);
	const char *name = act_offered(c, "xfer") ? target(c, &args.to) : NULL;
	char what[200];

	if (!name)
		return;
	snprintf(what, sizeof what, "Transfer %s to %s", console_name(call), name);
	deed_call(c, call, PBX_CALL_XFER_ACTION, &args, what);
	keys_clear(c);
}

/* The consultation call of the attempt that runs, NULL if none does. */
static const struct pbx_object *consultation(struct console *c)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(c->pbx, PBX_CALL, &count);

	for (unsigned i = 0; *c->attempt.consultation && i < count; i++)
		if (pbx_call_is_mine(calls[i]) &&
		    strcmp(pbx_call_cid(calls[i]), c->attempt.consultation) == 0)
			return calls[i];
	return NULL;
}

void act_announce(struct console *c)
{
	struct pbx_call_args args = {.with = consultation(c)};
	const struct pbx_object *call = args.with ? calls_held(c) : calls_current(c);
	char what[200];

	if (args.with && call) {
		snprintf(what, sizeof what, "Connect %s with %s", console_name(call),
			 console_name(args.with));
		deed_call(c, call, PBX_CALL_COMPLETE_ACTION, &args, what);
		return;
	}
	if (!(act_possible(c) & WHEN_SELECTED)) {
		act_say_why_not(c, ACTION_TRANSFER);
		return;
	}
	const char *name = act_offered(c, "atxfer") ? target(c, &args.to) : NULL;
	if (!name)
		return;
	snprintf(what, sizeof what, "Announce %s to %s", console_name(call), name);
	deed_call(c, call, PBX_CALL_ATXFER_ACTION, &args, what);
	keys_clear(c);
}

void act_park(struct console *c)
{
	struct pbx_call_args args = {.lot = NULL};
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!act_offered(c, "park"))
		return;
	args.for_whom = *c->intent.target ? pane_deref(c->pbx, c->intent.target) : NULL;
	snprintf(what, sizeof what, "Park %s%s%s", console_name(call), args.for_whom ? " for " : "",
		 args.for_whom ? console_name(args.for_whom) : "");
	deed_call(c, call, PBX_CALL_PARK_ACTION, &args, what);
	keys_clear(c);
}

void act_call(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (!name)
		return;
	deed_dial(c, &to, name);
	keys_clear(c);
}

void act_pickup(struct console *c)
{
	const struct pbx_object *there = act_ringing_there(c, console_selected(c));
	struct pbx_call_args args = {.device = calls_device(c)};
	char what[200];

	if (!act_offered(c, "pickup"))
		return;
	snprintf(what, sizeof what, "Pick up %s", console_name(there));
	deed_call(c, there, PBX_CALL_PICKUP_ACTION, &args, what);
	keys_clear(c);
}
