#include <string.h>

#include "base/clock.h"
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

struct pbx_object *calls_ringing(const struct console *c)
{
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
	struct pbx_object *up = first(c, is_up), *outgoing;

	if (chosen && (is_up(chosen) || (!up && is_held(chosen))))
		return chosen;
	if (up)
		return up;
	outgoing = first(c, is_outgoing);
	return outgoing ? outgoing : first(c, is_held);
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
		int64_t waited = c->desk.now - row_call_since(call);
		int here = waited >= c->desk.urgent ? 2 : waited >= c->desk.medium ? 1 : 0;
		stage = here > stage ? here : stage;
		if (pbx_call_uid(call) > c->newest_ringing) {
			c->newest_ringing = pbx_call_uid(call);
			new = true;
		}
	}
	if (c->options.bell && (new || stage > c->bell_stage))
		term_bell(c->term);
	c->bell_stage = stage;
}
