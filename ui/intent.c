#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
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

/* What the key strip says that Enter does. */
static void on_call(struct intent *intent, enum intent_kind kind, const struct pbx_object *call,
		    const char *held_by)
{
	const char *name = console_name(call);

	intent->kind = kind;
	pane_ref(call, intent->call);
	if (kind == INTENT_ANSWER)
		snprintf(intent->text, sizeof intent->text, _("answer %s"), name);
	else if (kind == INTENT_TAKE)
		snprintf(intent->text, sizeof intent->text, _("take back %s"), name);
	else if (kind == INTENT_CLAIM)
		snprintf(intent->text, sizeof intent->text, _("claim %s held by %s"), name,
			 held_by);
	else if (kind == INTENT_PICKUP)
		snprintf(intent->text, sizeof intent->text, _("pick up %s"), name);
	else
		snprintf(intent->text, sizeof intent->text, _("retrieve %s"), name);
}

static void from_own_call(const struct pbx_object *call, struct intent *intent)
{
	const char *state = pbx_call_state(call);

	if (strcmp(state, "ring") == 0 && strcmp(pbx_call_party(call), "callee") == 0)
		on_call(intent, INTENT_ANSWER, call, NULL);
	else if (strcmp(state, "hold") == 0)
		on_call(intent, INTENT_TAKE, call, NULL);
	else
		snprintf(intent->text, sizeof intent->text, _("%s is your call already"),
			 console_name(call));
}

static void from_elsewhere(const struct console *c, const struct pbx_object *call,
			   struct intent *intent)
{
	const struct pbx_object *device = pbx_call_device(call);

	if (device && strcmp(pbx_call_state(call), "hold") == 0) {
		on_call(intent, INTENT_CLAIM, call, row_call_where(&c->desk, call));
	} else if (!device && strcmp(pbx_call_state(call), "ring") == 0) {
		on_call(intent, INTENT_PICKUP, call, NULL);
	} else {
		snprintf(intent->text, sizeof intent->text, _("%s is not yours: F11 tells more"),
			 console_name(call));
	}
}

/* A row of the calls strip or of the own lines that the operator has moved to. */
static void from_call_row(const struct console *c, const struct pbx_object *row,
			  struct intent *intent)
{
	if (pbx_object_class(row) == PBX_PARKED)
		on_call(intent, INTENT_RETRIEVE, row, NULL);
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
		snprintf(intent->text, sizeof intent->text,
			 intent->kind == INTENT_SEND ? _("send %s to %s%s%s")
						     : _("transfer %s to %s%s%s"),
			 console_name(call), name, blank, number);
	} else {
		snprintf(intent->text, sizeof intent->text, _("call %s%s%s"), name, blank, number);
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
			snprintf(intent->text, sizeof intent->text, _("%s has no number"),
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
		on_call(intent, INTENT_ANSWER, ringing, NULL);
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
	messages_add(c->messages, MESSAGE_WARN, _("%s: nothing was done"), why);
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
			return refused(c, _("That call has just ended"));
		messages_add(c->messages, MESSAGE_WARN, _("That call was already answered by %s"),
			     by);
		return true;
	}
	if (call && has_changed(intent, call))
		return refused(c, _("That call has just changed"));
	if (*intent->target && !pane_deref(c->pbx, intent->target))
		return refused(c, _("That entry has just gone"));
	if ((!intent->chosen && clock_mono_ms() - intent->since < APPEARED_MS) ||
	    settled < APPEARED_MS) {
		messages_add(c->messages, MESSAGE_WARN,
			     _("This appeared just now: press the key again if you mean it"));
		return true;
	}
	return false;
}

static const enum pbx_call_action deeds[] = {
	[INTENT_ANSWER] = PBX_CALL_TALK_ACTION,       [INTENT_TAKE] = PBX_CALL_TALK_ACTION,
	[INTENT_RETRIEVE] = PBX_CALL_RETRIEVE_ACTION, [INTENT_PICKUP] = PBX_CALL_PICKUP_ACTION,
	[INTENT_CLAIM] = PBX_CALL_CLAIM_ACTION,       [INTENT_TRANSFER] = PBX_CALL_XFER_ACTION,
	[INTENT_SEND] = PBX_CALL_SEND_ACTION,
};

static void deed_text(enum intent_kind kind, const char *call, const char *to, char out[200])
{
	if (kind == INTENT_ANSWER)
		snprintf(out, 200, _("Answer %s"), call);
	else if (kind == INTENT_TAKE)
		snprintf(out, 200, _("Take back %s"), call);
	else if (kind == INTENT_RETRIEVE)
		snprintf(out, 200, _("Retrieve %s"), call);
	else if (kind == INTENT_PICKUP)
		snprintf(out, 200, _("Pick up %s"), call);
	else if (kind == INTENT_CLAIM)
		snprintf(out, 200, _("Claim %s"), call);
	else if (kind == INTENT_SEND)
		snprintf(out, 200, _("Send %s to %s"), call, to);
	else
		snprintf(out, 200, _("Transfer %s to %s"), call, to);
}

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
	deed_text(intent->kind, console_name(call), name, what);
	deed_call(c, call, deeds[intent->kind], &args, what);
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
			     *intent.text
				     ? intent.text
				     : _("Type a name or number, or move to a row, then Enter"));
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
