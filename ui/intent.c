#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "inside.h"
#include "reception.h"

enum { APPEARED_MS = 300 };

const char *console_name(const struct pbx_object *object)
{
	switch (pbx_object_class(object)) {
	case PBX_CALL:
		return *pbx_call_label(object) ? pbx_call_label(object) : "unknown caller";
	case PBX_PARKED:
		return *pbx_parked_name(object) ? pbx_parked_name(object)
						: pbx_parked_number(object);
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

/* A row of the calls strip or of the own lines that the operator has moved to. */
static void from_call_row(struct console *c, const struct pbx_object *row, struct intent *intent)
{
	const char *state;

	if (pbx_object_class(row) == PBX_PARKED) {
		on_call(intent, INTENT_RETRIEVE, row, "retrieve");
		return;
	}
	state = pbx_call_state(row);
	if (!pbx_call_is_mine(row))
		return;
	if (strcmp(state, "ring") == 0 && strcmp(pbx_call_party(row), "callee") == 0)
		on_call(intent, INTENT_ANSWER, row, "answer");
	else if (strcmp(state, "hold") == 0)
		on_call(intent, INTENT_TAKE, row, "take back");
	(void)c;
}

/* With a call in hand the target gets it; without one it is called. */
static void to_target(struct console *c, const char *name, const char *number,
		      struct intent *intent)
{
	const struct pbx_object *call = calls_current(c);
	bool talking = call && strcmp(pbx_call_state(call), "dial") != 0 && pbx_can(c->pbx, "xfer");

	intent->kind = talking ? INTENT_TRANSFER : INTENT_DIAL;
	if (talking) {
		pane_ref(call, intent->call);
		snprintf(intent->text, sizeof intent->text, "transfer %s to %s%s%s",
			 console_name(call), name, *number ? " " : "", number);
	} else {
		snprintf(intent->text, sizeof intent->text, "call %s%s%s", name, *number ? " " : "",
			 number);
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
	const struct pbx_object *ringing = calls_ringing(c);
	bool in_calls = c->focus == PLACE_CALLS && c->pane[PLACE_CALLS]->list.moved;
	bool usual = caller_usual_focused(c) && c->usual->list.moved;

	*intent = (struct intent){.kind = INTENT_NONE};
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
	if (ringing && !in_calls && !usual) {
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

/* What was painted may have gone, or have appeared too late to be meant. */
static bool still_true(struct console *c, const struct intent *intent)
{
	bool has_call = intent->kind != INTENT_DIAL;
	int64_t settled = intent->chosen ? list_settled(&keys_focused(c)->list) : INT64_MAX;

	if (has_call && !pane_deref(c->pbx, intent->call)) {
		const char *by = reception_lost_to(c, intent->call);
		messages_add(c->messages, MESSAGE_WARN, "%s%s",
			     by ? "That call was already answered by "
				: "That call has just ended: nothing was done",
			     by ? by : "");
		return false;
	}
	if (*intent->target && !pane_deref(c->pbx, intent->target)) {
		messages_add(c->messages, MESSAGE_WARN,
			     "That entry has just gone: nothing was done");
		return false;
	}
	if ((!intent->chosen && clock_mono_ms() - intent->since < APPEARED_MS) ||
	    settled < APPEARED_MS) {
		messages_add(c->messages, MESSAGE_WARN,
			     "This appeared just now: press the key again if you mean it");
		return false;
	}
	return true;
}

static void transfer(struct console *c, const struct intent *intent, const struct pbx_target *to,
		     const char *name)
{
	struct pbx_call_args args = {.to = *to};
	const struct pbx_object *call = pane_deref(c->pbx, intent->call);
	char what[200];

	snprintf(what, sizeof what, "Transfer %s to %s", console_name(call), name);
	deed_call(c, call, PBX_CALL_XFER_ACTION, &args, what);
}

static void retrieve(struct console *c, const struct pbx_object *parked)
{
	struct pbx_call_args args = {.device = calls_device(c)};
	char what[200];

	snprintf(what, sizeof what, "Retrieve %s", console_name(parked));
	deed_call(c, parked, PBX_CALL_RETRIEVE_ACTION, &args, what);
}

static void talk(struct console *c, const struct pbx_object *call, const char *verb)
{
	char what[200];

	snprintf(what, sizeof what, "%s %s", verb, console_name(call));
	deed_call(c, call, PBX_CALL_TALK_ACTION, NULL, what);
	pane_ref(call, c->current);
	/* Whom he wants stands above the contacts. */
	c->focus = PLACE_CONTACTS;
}

void intent_do(struct console *c)
{
	struct intent intent = c->intent;
	const struct pbx_object *call = pane_deref(c->pbx, intent.call);
	const struct pbx_object *target = pane_deref(c->pbx, intent.target);
	struct pbx_target to = {.object = target, .number = *intent.number ? intent.number : NULL};
	const char *name = target ? console_name(target) : intent.number;

	if (intent.kind == INTENT_NONE) {
		messages_add(c->messages, MESSAGE_INFO, "%s",
			     *intent.text ? intent.text
					  : "Type a name or number, or move to a row, then Enter");
		return;
	}
	if (!still_true(c, &intent))
		return;
	switch (intent.kind) {
	case INTENT_ANSWER:
		talk(c, call, "Answer");
		break;
	case INTENT_TAKE:
		talk(c, call, "Take back");
		break;
	case INTENT_RETRIEVE:
		retrieve(c, call);
		break;
	case INTENT_TRANSFER:
		transfer(c, &intent, &to, name);
		break;
	default:
		deed_dial(c, &to, name);
	}
	if (target)
		pbx_search_used(c->pbx, target);
	keys_clear(c);
}
