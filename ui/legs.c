/* The row under the calls: both ends of what Enter would do, by name and state; else what to say to
 * the caller who rings or is in hand; else the own line. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"
#include "pane/age.h"
#include "pane/row.h"

enum { SPANS_MAX = 8, TEXT_MAX = 200 };

struct legs {
	struct term_span spans[SPANS_MAX];
	int count;
	char from[TEXT_MAX], state[TEXT_MAX], to[TEXT_MAX], about[TEXT_MAX];
};

static void add(struct legs *legs, enum term_role role, const char *text)
{
	legs->spans[legs->count++] = (struct term_span){.role = role, .text = text};
}

/* "Jane Caller, waiting 0:12" */
static void add_call(struct console *c, struct legs *legs, const struct pbx_object *call,
		     char name[TEXT_MAX], char state[TEXT_MAX])
{
	int64_t since = row_call_since(call);
	char elapsed[AGE_MAX];

	snprintf(name, TEXT_MAX, "%s", console_name(call));
	snprintf(state, TEXT_MAX, ", %s%s%s", row_call_word(call), since ? " " : "",
		 since ? age_words(&c->desk, since, elapsed) : "");
	add(legs, ROLE_STRONG, name);
	add(legs, ROLE_DIM, state);
}

static void add_arrow(const struct console *c, struct legs *legs)
{
	bool words = term_braille(c->term);

	add(legs, ROLE_TEXT, " ");
	add(legs, ROLE_STRONG, words ? _("to") : term_mark(TERM_MARK_OUTGOING));
	add(legs, ROLE_TEXT, " ");
}

static void person_state(struct console *c, const struct pbx_object *who, char *out, size_t cap)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	out[0] = '\0';
	if (contact)
		snprintf(out, cap, ", %s, %s", term_mark_word(row_phone_mark(&c->desk, who)),
			 term_mark_word(row_presence_mark(&c->desk, who)));
}

static void add_target(struct console *c, struct legs *legs)
{
	const struct intent *intent = &c->intent;
	const struct pbx_object *to = *intent->target ? pane_deref(c->pbx, intent->target) : NULL;
	bool person = to && pbx_object_class(to) != PBX_QUEUE;

	if (person) {
		snprintf(legs->to, sizeof legs->to, "%s %s", console_name(to), pbx_who_number(to));
		person_state(c, to, legs->about, sizeof legs->about);
	} else {
		snprintf(legs->to, sizeof legs->to, "%s", to ? console_name(to) : intent->number);
	}
	add(legs, ROLE_STRONG, legs->to);
	add(legs, ROLE_DIM, legs->about);
}

static void add_own_line(struct console *c, struct legs *legs)
{
	const struct pbx_object *device = calls_device(c);

	if (!device && c->desk.unknown)
		return;
	if (!device) {
		add(legs, ROLE_WARN, _("You have no telephone here"));
		return;
	}
	snprintf(legs->from, sizeof legs->from, "%s %s", pbx_device_label(device),
		 pbx_device_extension(device));
	add(legs, ROLE_HINT, _("your line "));
	add(legs, ROLE_STRONG, legs->from);
}

/* Source → destination of what was found for Enter. */
static bool of_intent(struct console *c, struct legs *legs)
{
	const struct intent *intent = &c->intent;
	const struct pbx_object *call = *intent->call ? pane_deref(c->pbx, intent->call) : NULL;

	if (intent->kind != INTENT_DIAL && intent->kind != INTENT_TRANSFER &&
	    intent->kind != INTENT_SEND)
		return false;
	if (call)
		add_call(c, legs, call, legs->from, legs->state);
	else
		add_own_line(c, legs);
	add_arrow(c, legs);
	add_target(c, legs);
	return true;
}

/* Two calls of one attempt: who is asked, and for whom. */
static bool of_attempt(struct console *c, struct legs *legs)
{
	const struct pbx_object *with = calls_consultation(c), *call = calls_held(c);

	if (!with || !call || call == with)
		return false;
	add_call(c, legs, call, legs->from, legs->state);
	add_arrow(c, legs);
	add_call(c, legs, with, legs->to, legs->about);
	return true;
}

static bool of_three(struct console *c, struct legs *legs)
{
	const struct pbx_object *call = calls_current(c);
	const struct pbx_object *third = call ? row_call_third(&c->desk, call) : NULL;

	if (!third)
		return false;
	snprintf(legs->from, sizeof legs->from, "%s", console_name(third));
	snprintf(legs->to, sizeof legs->to, "%s", console_name(call));
	add(legs, ROLE_STRONG, legs->from);
	add(legs, ROLE_TEXT, _(" and "));
	add(legs, ROLE_STRONG, legs->to);
	add(legs, ROLE_DIM, _(", all three together"));
	return true;
}

static bool of_sending(struct console *c, struct legs *legs)
{
	const struct pbx_object *call = *c->sending ? pane_deref(c->pbx, c->sending) : NULL;

	if (!call)
		return false;
	add_call(c, legs, call, legs->from, legs->state);
	add_arrow(c, legs);
	add(legs, ROLE_HINT, _("type or choose to whom"));
	return true;
}

/* What to read out to whoever rings or has just been answered. */
static bool of_greeting(struct console *c, struct legs *legs)
{
	const struct pbx_object *call = calls_ringing(c);

	if (!call || c->intent.kind != INTENT_ANSWER)
		call = calls_current(c);
	if (!call || !*pbx_call_greeting(call) || strcmp(pbx_call_party(call), "callee") != 0)
		return false;
	add(legs, ROLE_HINT, _("say "));
	add(legs, ROLE_STRONG, pbx_call_greeting(call));
	return true;
}

static bool of_hand(struct console *c, struct legs *legs)
{
	const struct pbx_object *call = calls_current(c);

	if (call)
		add_call(c, legs, call, legs->from, legs->state);
	return call;
}

void legs_draw(struct console *c, struct rect area)
{
	struct legs legs = {.count = 0};

	if (rect_empty(area))
		return;
	if (!of_intent(c, &legs) && !of_sending(c, &legs) && !of_attempt(c, &legs) &&
	    !of_three(c, &legs) && !of_greeting(c, &legs) && !of_hand(c, &legs))
		add_own_line(c, &legs);
	term_spans(c->term, area.y, area.x, area.cols, c->desk.stale ? ROLE_STALE : ROLE_TEXT,
		   legs.spans, legs.count);
}

/* ---- Labels of the key strip that depend on the calls ---- */

static void hangup_label(struct console *c, char *out, size_t cap)
{
	const struct pbx_object *call = calls_current(c);
	bool three = call && row_call_third(&c->desk, call);

	snprintf(out, cap, "%s",
		 three  ? _("leave them talking")
		 : call ? _("hang up")
			: _("reject"));
	if (call && !three && strcmp(pbx_call_state(call), "hold") == 0)
		snprintf(out, cap, _("hang up %s"), console_name(call)); /* not who rings now */
}

static void park_label(struct console *c, char *out, size_t cap)
{
	const char *slot;
	const struct pbx_object *who = act_park_place(c, &slot);

	if (who)
		snprintf(out, cap, _("park for %s"), console_name(who));
	else if (slot)
		snprintf(out, cap, _("park in %s"), slot);
}

static void pickup_label(struct console *c, char *out, size_t cap)
{
	const struct pbx_object *call = act_ringing_there(c, console_selected(c));

	if (call)
		snprintf(out, cap, _("pick up %s ringing at %s"), console_name(call),
			 row_call_where(&c->desk, call));
}

const char *legs_label(struct console *c, enum action action, char *out, size_t cap)
{
	const struct pbx_object *call = NULL;

	snprintf(out, cap, "%s", _(action_info(action)->label));
	if (action == ACTION_HANGUP)
		hangup_label(c, out, cap);
	else if (action == ACTION_PARK)
		park_label(c, out, cap);
	else if (action == ACTION_PICKUP)
		pickup_label(c, out, cap);
	else if (action == ACTION_CLAIM && (call = calls_theirs(c)))
		snprintf(out, cap, _("claim %s"), console_name(call));
	else if (action == ACTION_SEND && (call = calls_waiting(c)))
		snprintf(out, cap, _("send %s on"), console_name(call));
	else if (action == ACTION_ANNOUNCE && calls_consultation(c))
		snprintf(out, cap, "%s", _("connect"));
	else if (action == ACTION_ANNOUNCE && !calls_is_on(calls_current(c)))
		out[0] = '\0';
	else if (action == ACTION_HOLD && (call = calls_current(c)) &&
		 strcmp(pbx_call_state(call), "hold") == 0)
		snprintf(out, cap, _("take %s back"), console_name(call));
	return out;
}
