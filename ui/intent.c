#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "inside.h"
#include "pane/row.h"
#include "reception.h"

enum { APPEARED_MS = 300 };

const char *console_name(const struct pbx_object *object)
{
	switch (pbx_object_class(object)) {
	case PBX_CALL:
	case PBX_PARKED:
		return row_call_name(object);
	case PBX_DEVICE:
		return pbx_device_label(object);
	case PBX_QUEUE:
		return pbx_queue_label(object);
	default:
		return pbx_who_name(object);
	}
}

struct pbx_object *console_selected(struct console *c)
{
	return *c->named ? pane_deref(c->pbx, c->named) : pane_selected(keys_focused(c));
}

static void on_call(struct intent *intent, enum intent_kind kind, const struct pbx_object *call,
		    const char *verb)
{
	intent->kind = kind;
	pane_ref(call, intent->call);
	snprintf(intent->text, sizeof intent->text, "%s %s", verb, console_name(call));
}

static void from_own_call(const struct pbx_object *call, struct intent *intent)
{
	const char *state = pbx_call_state(call);

	if (strcmp(state, "ring") == 0 && strcmp(pbx_call_party(call), "callee") == 0)
		on_call(intent, INTENT_ANSWER, call, "answer");
	else if (strcmp(state, "hold") == 0)
		on_call(intent, INTENT_TAKE, call, "take back");
	else
		snprintf(intent->text, sizeof intent->text, "%s is your call already",
			 console_name(call));
}

static void from_elsewhere(const struct console *c, const struct pbx_object *call,
			   struct intent *intent)
{
	const struct pbx_object *device = pbx_call_device(call);
	char verb[16 + 128];

	if (device && strcmp(pbx_call_state(call), "hold") == 0) {
		on_call(intent, INTENT_CLAIM, call, "claim");
		snprintf(verb, sizeof verb, " held by %s", row_call_where(&c->desk, call));
		strncat(intent->text, verb, sizeof intent->text - strlen(intent->text) - 1);
	} else if (!device && strcmp(pbx_call_state(call), "ring") == 0) {
		on_call(intent, INTENT_PICKUP, call, "pick up");
	} else {
		snprintf(intent->text, sizeof intent->text, "%s is not yours: F11 tells more",
			 console_name(call));
	}
}

/* A row of the calls strip or of the own lines that the operator has moved to. */
static void from_call_row(const struct console *c, const struct pbx_object *row,
			  struct intent *intent)
{
	if (pbx_object_class(row) == PBX_PARKED)
		on_call(intent, INTENT_RETRIEVE, row, "retrieve");
	else if (pbx_call_is_mine(row))
		from_own_call(row, intent);
	else
		from_elsewhere(c, row, intent);
}

/* A call that can be sent to somebody: a waiting one that was chosen for it, else the one in hand.
 */
static const struct pbx_object *source(const struct console *c, enum intent_kind *kind)
{
	const struct pbx_object *call = *c->sending ? pane_deref(c->pbx, c->sending) : NULL;

	*kind = INTENT_SEND;
	if (call)
		return call;
	call = calls_current(c);
	*kind = calls_is_on(call) && pbx_can(c->pbx, "xfer") ? INTENT_TRANSFER : INTENT_DIAL;
	return *kind == INTENT_TRANSFER ? call : NULL;
}

/* With a call in hand the target gets it; without one it is called. */
static void to_target(struct console *c, const char *name, const char *number,
		      struct intent *intent)
{
	const struct pbx_object *call = source(c, &intent->kind);
	const char *blank = *number ? " " : "";

	if (call) {
		pane_ref(call, intent->call);
		snprintf(intent->text, sizeof intent->text, "%s %s to %s%s%s",
			 intent->kind == INTENT_SEND ? "send" : "transfer", console_name(call),
			 name, blank, number);
	} else {
		snprintf(intent->text, sizeof intent->text, "call %s%s%s", name, blank, number);
	}
}

static void from_selection(struct console *c, struct intent *intent)
{
	const struct pbx_object *row = console_selected(c);

	if (!row)
		return;
	switch (pbx_object_class(row)) {
	case PBX_CALL:
	case PBX_PARKED:
		from_call_row(c, row, intent);
		return;
	case PBX_DEVICE:
		return;
	case PBX_QUEUE:
		pane_ref(row, intent->target);
		to_target(c, pbx_queue_label(row), pbx_queue_extension(row), intent);
		return;
	default:
		if (!pbx_who_can_call(row)) {
			snprintf(intent->text, sizeof intent->text, "%s has no number",
				 pbx_who_name(row));
			return;
		}
		pane_ref(row, intent->target);
		to_target(c, pbx_who_name(row), pbx_who_number(row), intent);
	}
}

void intent_find(struct console *c, struct intent *intent)
{
	const char *typed = input_text(c->input);
	const struct pbx_object *ringing = calls_ringing(c), *hand = calls_current(c);
	bool in_calls = c->focus == PLACE_CALLS && c->pane[PLACE_CALLS]->list.moved;
	bool usual = caller_usual_focused(c) && c->usual->list.moved;

	*intent = (struct intent){.kind = INTENT_NONE};
	if (hand)
		pane_ref(hand, intent->hand);
	if (*c->named || *c->named_number) {
		intent->chosen = true;
		snprintf(intent->number, sizeof intent->number, "%s", c->named_number);
		if (*c->named)
			from_selection(c, intent);
		else
			to_target(c, c->named_number, "", intent);
		return;
	}
	if (*typed) {
		intent->chosen = true;
		if (number_dialable(typed) && !c->results->list.moved) {
			snprintf(intent->number, sizeof intent->number, "%s", typed);
			to_target(c, typed, "", intent);
		} else {
			from_selection(c, intent);
		}
		return;
	}
	if (ringing && !in_calls && !usual && !*c->sending) {
		on_call(intent, INTENT_ANSWER, ringing, "answer");
		return;
	}
	if (!keys_focused(c)->list.moved)
		return;
	intent->chosen = true;
	from_selection(c, intent);
}

static bool same(const struct intent *a, const struct intent *b)
{
	return a->kind == b->kind && strcmp(a->call, b->call) == 0 &&
	       strcmp(a->target, b->target) == 0 && strcmp(a->number, b->number) == 0;
}

void intent_paint(struct console *c)
{
	struct intent now;

	intent_find(c, &now);
	now.since = same(&now, &c->intent) ? c->intent.since : clock_mono_ms();
	c->intent = now;
}

static bool refused(struct console *c, const char *why)
{
	messages_add(c->messages, MESSAGE_WARN, "%s: nothing was done", why);
	return true;
}

/* The state in which a call must still be for what was painted. */
static bool has_changed(const struct intent *intent, const struct pbx_object *call)
{
	static const char *const wanted[] = {
		[INTENT_ANSWER] = "ring", [INTENT_TAKE] = "hold", [INTENT_PICKUP] = "ring",
		[INTENT_CLAIM] = "hold",  [INTENT_SEND] = "ring",
	};
	const char *state =
		(size_t)intent->kind < sizeof wanted / sizeof *wanted ? wanted[intent->kind] : NULL;

	if (pbx_object_class(call) == PBX_PARKED)
		return false;
	return strcmp(pbx_call_state(call), "dead") == 0 ||
	       (state && strcmp(pbx_call_state(call), state) != 0);
}

/* What was painted may have gone, or have appeared too late to be meant. */
static bool no_longer_true(struct console *c, const struct intent *intent)
{
	const struct pbx_object *call = pane_deref(c->pbx, intent->call);
	int64_t settled = intent->chosen ? list_settled(&keys_focused(c)->list) : INT64_MAX;

	if (intent->kind != INTENT_DIAL && !call) {
		const char *by = reception_lost_to(c, intent->call);
		if (!by)
			return refused(c, "That call has just ended");
		messages_add(c->messages, MESSAGE_WARN, "That call was already answered by %s", by);
		return true;
	}
	if (call && has_changed(intent, call))
		return refused(c, "That call has just changed");
	if (*intent->target && !pane_deref(c->pbx, intent->target))
		return refused(c, "That entry has just gone");
	if ((!intent->chosen && clock_mono_ms() - intent->since < APPEARED_MS) ||
	    settled < APPEARED_MS) {
		messages_add(c->messages, MESSAGE_WARN,
			     "This appeared just now: press the key again if you mean it");
		return true;
	}
	return false;
}

/* How each kind is done: the words before and between both names, and the action. */
static const struct {
	const char *verb;
	enum pbx_call_action action;
} deeds[] = {
	[INTENT_ANSWER] = {"Answer", PBX_CALL_TALK_ACTION},
	[INTENT_TAKE] = {"Take back", PBX_CALL_TALK_ACTION},
	[INTENT_RETRIEVE] = {"Retrieve", PBX_CALL_RETRIEVE_ACTION},
	[INTENT_PICKUP] = {"Pick up", PBX_CALL_PICKUP_ACTION},
	[INTENT_CLAIM] = {"Claim", PBX_CALL_CLAIM_ACTION},
	[INTENT_TRANSFER] = {"Transfer", PBX_CALL_XFER_ACTION},
	[INTENT_SEND] = {"Send", PBX_CALL_SEND_ACTION},
};

static void do_it(struct console *c, const struct intent *intent, const struct pbx_object *target)
{
	const struct pbx_call_args args = {
		.to = {.object = target, .number = *intent->number ? intent->number : NULL},
		.device = calls_device(c)};
	const struct pbx_object *call = pane_deref(c->pbx, intent->call);
	const char *name = target ? console_name(target) : intent->number;
	char what[200];

	if (intent->kind == INTENT_DIAL) {
		deed_dial(c, &args.to, name);
		return;
	}
	snprintf(what, sizeof what, "%s %s%s%s", deeds[intent->kind].verb, console_name(call),
		 *name ? " to " : "", name);
	deed_call(c, call, deeds[intent->kind].action, &args, what);
	if (intent->kind == INTENT_ANSWER || intent->kind == INTENT_TAKE) {
		pane_ref(call, c->current);
		/* Whom he wants stands above the contacts. */
		c->focus = PLACE_CONTACTS;
	}
	if (intent->kind == INTENT_SEND)
		c->sending[0] = '\0';
}

void intent_do(struct console *c)
{
	struct intent intent = c->intent;
	const struct pbx_object *target;

	if (intent.kind == INTENT_NONE) {
		messages_add(c->messages, MESSAGE_INFO, "%s",
			     *intent.text ? intent.text
					  : "Type a name or number, or move to a row, then Enter");
		return;
	}
	if (no_longer_true(c, &intent))
		return;
	target = *intent.target ? pane_deref(c->pbx, intent.target) : NULL;
	do_it(c, &intent, target);
	if (target)
		pbx_search_used(c->pbx, target);
	keys_clear(c);
}
