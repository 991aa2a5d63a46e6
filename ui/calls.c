#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "inside.h"
#include "pane/row.h"

static bool in_state(const struct pbx_object *call, const char *state)
{
	return pbx_object_class(call) == PBX_CALL && pbx_call_is_mine(call) &&
	       strcmp(pbx_call_state(call), state) == 0;
}

static bool rings_for_me(const struct pbx_object *call)
{
	return in_state(call, "ring") && strcmp(pbx_call_party(call), "callee") == 0;
}

static struct pbx_object *first(const struct console *c, bool (*test)(const struct pbx_object *))
{
	const struct pane *pane = c->pane[PLACE_CALLS];
	struct pbx_object *call;

	for (unsigned i = 0; (call = pane_calls_at(pane, i)); i++)
		if (test(call))
			return call;
	return NULL;
}

static bool is_up(const struct pbx_object *call)
{
	return in_state(call, "up");
}

static bool is_held(const struct pbx_object *call)
{
	return in_state(call, "hold");
}

static bool is_outgoing(const struct pbx_object *call)
{
	return in_state(call, "dial") ||
	       (in_state(call, "ring") && strcmp(pbx_call_party(call), "caller") == 0);
}

/* The own call whose row the operator has moved to. */
static struct pbx_object *selected_call(const struct console *c)
{
	const struct pane *pane = c->pane[c->focus];
	struct pbx_object *row = NULL;

	if ((c->focus == PLACE_CALLS || c->focus == PLACE_DEVICES) && pane->list.moved)
		row = pane_selected(pane);
	return row && pbx_object_class(row) == PBX_CALL ? row : NULL;
}

struct pbx_object *calls_ringing(const struct console *c)
{
	struct pbx_object *row = selected_call(c);

	if (row && rings_for_me(row))
		return row;
	return first(c, rings_for_me);
}

struct pbx_object *calls_held(const struct console *c)
{
	struct pbx_object *chosen = pane_deref(c->pbx, c->current);

	return chosen && is_held(chosen) ? chosen : first(c, is_held);
}

struct pbx_object *calls_current(const struct console *c)
{
	struct pbx_object *chosen = *c->current ? pane_deref(c->pbx, c->current) : NULL;
	struct pbx_object *up = first(c, is_up), *outgoing, *row = selected_call(c);

	if (row && (is_up(row) || is_held(row) || is_outgoing(row)))
		return row;
	outgoing = up ? NULL : first(c, is_outgoing);
	if (chosen && (is_up(chosen) || (!up && !outgoing && is_held(chosen))))
		return chosen;
	return up ? up : outgoing ? outgoing : first(c, is_held);
}

bool calls_is_on(const struct pbx_object *call)
{
	return call && (is_up(call) || is_held(call));
}

/* The line to dial on: the current call's, so that the telephone itself holds it, else a free one.
 */
const struct pbx_object *calls_device(const struct console *c)
{
	const struct pbx_object *call = calls_current(c), *up = NULL;
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(c->pbx, false, &count);

	if (call && pbx_call_device(call))
		return pbx_call_device(call);
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(pbx_device_state(lines[i]), "up") != 0)
			continue;
		if (pbx_device_blf(lines[i]) == 0)
			return lines[i];
		up = up ? up : lines[i];
	}
	return up ? up : count ? lines[0] : NULL;
}

struct pbx_object *calls_consultation(const struct console *c)
{
	const char *cid = c->attempt.consultation;
	struct pbx_object *call;

	for (unsigned i = 0; *cid && (call = pane_calls_at(c->pane[PLACE_CALLS], i)); i++)
		if (pbx_object_class(call) == PBX_CALL && pbx_call_is_mine(call) &&
		    strcmp(pbx_call_cid(call), cid) == 0)
			return call;
	return NULL;
}

struct pbx_object *calls_other(const struct console *c)
{
	const struct pbx_object *current = calls_current(c);
	struct pbx_object *held = calls_held(c);

	return current && is_up(current) && held != current ? held : NULL;
}

static bool waits(const struct pbx_object *call)
{
	return pbx_object_class(call) == PBX_CALL && !pbx_call_device(call) &&
	       strcmp(pbx_call_state(call), "ring") == 0;
}

static bool is_theirs(const struct pbx_object *call)
{
	return pbx_object_class(call) == PBX_CALL && pbx_call_device(call) &&
	       !pbx_call_is_mine(call) && strcmp(pbx_call_state(call), "hold") == 0;
}

struct pbx_object *calls_waiting(const struct console *c)
{
	struct pbx_object *row = selected_call(c);

	return row && waits(row) ? row : first(c, waits);
}

struct pbx_object *calls_theirs(const struct console *c)
{
	struct pbx_object *row = selected_call(c);

	return row && is_theirs(row) ? row : first(c, is_theirs);
}

static bool is_choice(const struct pbx_object *call)
{
	return is_up(call) || is_held(call) || is_outgoing(call);
}

void calls_next(struct console *c)
{
	const struct pbx_object *now = calls_current(c);
	const struct pane *pane = c->pane[PLACE_CALLS];
	struct pbx_object *call, *next = NULL;
	bool seen = false;

	for (unsigned i = 0; (call = pane_calls_at(pane, i)); i++) {
		if (!is_choice(call))
			continue;
		if (seen || !next)
			next = call;
		if (seen)
			break;
		seen = call == now;
	}
	if (next)
		pane_ref(next, c->current);
}

static void notify(struct console *c, const struct pbx_object *call)
{
	char body[256];

	if (c->options.notice == TERM_NOTICE_NONE)
		return;
	snprintf(body, sizeof body, "%s %s", pbx_call_name(call), pbx_call_number(call));
	term_notify(c->term, c->options.notice, _("Incoming call"), body);
}

/* Once for each new call that rings for me, and again when the longest wait becomes medium and
 * urgent. */
void calls_bell(struct console *c)
{
	const struct pane *pane = c->pane[PLACE_CALLS];
	struct pbx_object *call;
	int stage = 0;
	bool new = false;

	for (unsigned i = 0; (call = pane_calls_at(pane, i)); i++) {
		if (!rings_for_me(call))
			continue;
		int here = row_call_stage(&c->desk, call);
		stage = here > stage ? here : stage;
		if (pbx_call_uid(call) > c->newest_ringing) {
			c->newest_ringing = pbx_call_uid(call);
			new = true;
			notify(c, call);
		}
	}
	if (c->options.bell && (new || stage > c->bell_stage))
		term_bell(c->term);
	c->bell_stage = stage;
}
