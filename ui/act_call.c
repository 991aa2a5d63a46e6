/* Actions on calls. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"
#include "pane/row.h"

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

const struct pbx_object *act_hand(struct console *c)
{
	const struct pbx_object *call = *c->intent.hand ? pane_deref(c->pbx, c->intent.hand) : NULL;

	if (call && strcmp(pbx_call_state(call), "dead") != 0)
		return call;
	messages_add(c->messages, MESSAGE_WARN, _("That call has just ended: nothing was done"));
	return NULL;
}

void act_answer(struct console *c)
{
	const struct pbx_object *call = calls_ringing(c);
	char what[200];

	if (strcmp(c->intent.call, "") == 0 || c->intent.kind != INTENT_ANSWER) {
		snprintf(what, sizeof what, _("Answer %s"), console_name(call));
		deed_call(c, call, PBX_CALL_TALK_ACTION, NULL, what);
		keys_clear(c);
		return;
	}
	intent_do(c);
}

/* Of three, the operator leaves and the two others go on. */
static void leave(struct console *c, const struct pbx_object *call, const struct pbx_object *third)
{
	char what[200];

	snprintf(what, sizeof what, _("Leave %s with %s"), console_name(call), console_name(third));
	deed_call(c, call, PBX_CALL_HANGUP_ACTION, NULL, what);
}

void act_hangup(struct console *c)
{
	const struct pbx_object *call = calls_current(c), *third;
	char what[200];

	if (!call) {
		act_reject(c);
		return;
	}
	call = act_hand(c);
	if (!call)
		return;
	third = row_call_third(&c->desk, call);
	if (third) {
		leave(c, call, third);
		return;
	}
	snprintf(what, sizeof what, _("Hang up %s"), console_name(call));
	deed_call(c, call, PBX_CALL_HANGUP_ACTION, NULL, what);
}

void act_reject(struct console *c)
{
	const struct pbx_object *call = calls_ringing(c);
	char what[200];

	snprintf(what, sizeof what, _("Reject %s"), console_name(call));
	deed_call(c, call, PBX_CALL_HANGUP_ACTION, NULL, what);
}

void act_hold(struct console *c)
{
	const struct pbx_object *call = act_hand(c);
	char what[200];

	if (!call)
		return;
	bool held = strcmp(pbx_call_state(call), "hold") == 0;
	snprintf(what, sizeof what, held ? _("Take back %s") : _("Hold %s"), console_name(call));
	deed_call(c, call, held ? PBX_CALL_TALK_ACTION : PBX_CALL_HOLD_ACTION, NULL, what);
}

static bool is_person(const struct pbx_object *who)
{
	return who &&
	       (pbx_object_class(who) == PBX_CONTACT || pbx_object_class(who) == PBX_ADDRESS);
}

const struct pbx_object *act_park_place(struct console *c, const char **slot)
{
	const char *number = c->intent.number;
	const struct pbx_object *found = console_selected(c);
	const struct pbx_object *who =
		*c->intent.target ? pane_deref(c->pbx, c->intent.target) : NULL;

	*slot = c->argument;
	if (*slot)
		return NULL;
	if (*number && is_person(found) && strcmp(pbx_who_number(found), number) == 0)
		return found;
	*slot = *number ? number : NULL;
	return is_person(who) ? who : NULL;
}

void act_park(struct console *c)
{
	struct pbx_call_args args = {.lot = NULL};
	const struct pbx_object *call = act_hand(c);
	char what[200];

	if (!call)
		return;
	args.for_whom = act_park_place(c, &args.slot);
	if (args.for_whom)
		snprintf(what, sizeof what, _("Park %s for %s"), console_name(call),
			 console_name(args.for_whom));
	else if (args.slot)
		snprintf(what, sizeof what, _("Park %s in %s"), console_name(call), args.slot);
	else
		snprintf(what, sizeof what, _("Park %s"), console_name(call));
	deed_call(c, call, PBX_CALL_PARK_ACTION, &args, what);
	keys_clear(c);
}

static void take_over(struct console *c, const struct pbx_object *call, enum pbx_call_action action)
{
	struct pbx_call_args args = {.device = calls_device(c)};
	char what[200];

	snprintf(what, sizeof what,
		 action == PBX_CALL_PICKUP_ACTION ? _("Pick up %s") : _("Claim %s"),
		 console_name(call));
	deed_call(c, call, action, &args, what);
	keys_clear(c);
}

void act_pickup(struct console *c)
{
	take_over(c, act_ringing_there(c, console_selected(c)), PBX_CALL_PICKUP_ACTION);
}

void act_claim(struct console *c)
{
	take_over(c, calls_theirs(c), PBX_CALL_CLAIM_ACTION);
}

static void dtmf_prompt(struct console *c, const struct pbx_object *call);

/* The question stays, since machines ask one thing after the other; nothing typed ends it. */
static void dtmf_done(struct console *c, const char *text, const char *ref)
{
	const struct pbx_object *call = pane_deref(c->pbx, ref);
	const struct pbx_call_args args = {.digits = text};
	char what[200];

	if (!*text)
		return;
	if (!call) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Digits: that call has ended, nothing was sent"));
		return;
	}
	if (text[strspn(text, "0123456789*#ABCDabcd,")]) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Digits are 0 to 9, * and #, a comma for a pause"));
		return;
	}
	snprintf(what, sizeof what, _("Digits %s to %s"), text, console_name(call));
	deed_call(c, call, PBX_CALL_DTMF_ACTION, &args, what);
	dtmf_prompt(c, call);
}

static void dtmf_prompt(struct console *c, const struct pbx_object *call)
{
	prompt_open(c, _("Digits:"), NULL, dtmf_done, call);
}

void act_dtmf(struct console *c)
{
	const struct pbx_object *call = act_hand(c);

	if (call)
		dtmf_prompt(c, call);
}

void act_calls(struct console *c)
{
	struct list *list = &c->pane[PLACE_CALLS]->list;

	if (!pane_calls_at(c->pane[PLACE_CALLS], 0)) {
		messages_add(c->messages, MESSAGE_INFO, _("There are no calls"));
		return;
	}
	if (c->focus == PLACE_CALLS && list->moved) {
		list_move(list, 1);
		return;
	}
	input_clear(c->input);
	pane_results_search(c->results, "");
	c->focus = PLACE_CALLS;
	list_reset(list);
	list->moved = true;
}
