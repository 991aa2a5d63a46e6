/* The calls strip: everything that waits for the operator, most urgent first, then his own calls,
 * then what is parked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pane.h"
#include "row.h"

enum rank { RANK_RINGING, RANK_WAITING, RANK_UP, RANK_DIALLING, RANK_HELD, RANK_PARKED, RANK_NONE };

struct entry {
	struct pbx_object *object;
	enum rank rank;
	int kind; /* 0 emergency, 1 external, 2 internal */
	int64_t since;
};

struct calls {
	struct pane pane;
	struct entry entries[PANE_CALLS_MAX];
	unsigned count, ringing;
};

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static enum rank rank_of(const struct pbx_object *call)
{
	const char *state = pbx_call_state(call);

	if (is(state, "dead"))
		return RANK_NONE;
	if (!pbx_call_device(call))
		return is(state, "ring") || is(state, "hold") ? RANK_WAITING : RANK_NONE;
	if (!pbx_call_is_mine(call))
		return RANK_NONE;
	if (is(state, "ring") && is(pbx_call_party(call), "callee"))
		return RANK_RINGING;
	if (is(state, "hold"))
		return RANK_HELD;
	return is(state, "up") ? RANK_UP : RANK_DIALLING;
}

static int kind_of(const struct pbx_object *call)
{
	const char *kind = pbx_call_kind(call);

	return is(kind, "emergency") ? 0 : is(kind, "external") ? 1 : 2;
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return strcmp(pbx_object_key(x->object), pbx_object_key(y->object));
}

static void add(struct calls *c, struct pbx_object *object, enum rank rank, int kind, int64_t since)
{
	if (c->count < PANE_CALLS_MAX)
		c->entries[c->count++] = (struct entry){object, rank, kind, since};
}

/* A queue's call that also rings or is up here is one call: the row of the own device stands. */
static bool shown_already(const struct calls *c, const struct pbx_object *waiting)
{
	for (unsigned i = 0; i < c->count; i++)
		if (pbx_object_class(c->entries[i].object) == PBX_CALL &&
		    c->entries[i].rank != RANK_WAITING &&
		    is(pbx_call_linked(c->entries[i].object), pbx_call_linked(waiting)))
			return true;
	return false;
}

static void add_calls(struct calls *c, bool waiting)
{
	unsigned count;
	struct pbx_object *const *list = pbx_list(c->pane.desk->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++) {
		enum rank rank = rank_of(list[i]);
		if (rank == RANK_NONE || (rank == RANK_WAITING) != waiting)
			continue;
		if (waiting && shown_already(c, list[i]))
			continue;
		add(c, list[i], rank, kind_of(list[i]), row_call_since(list[i]));
		c->ringing += rank == RANK_RINGING;
	}
}

unsigned pane_calls_refresh(struct pane *pane)
{
	struct calls *c = (struct calls *)pane;
	unsigned count;
	struct pbx_object *const *parked = pbx_list(pane->desk->pbx, PBX_PARKED, &count);

	c->count = c->ringing = 0;
	add_calls(c, false);
	add_calls(c, true);
	for (unsigned i = 0; i < count; i++)
		add(c, parked[i], RANK_PARKED, 0, pbx_parked_since(parked[i]));
	qsort(c->entries, c->count, sizeof *c->entries, compare);
	return c->count;
}

unsigned pane_calls_ringing(const struct pane *pane)
{
	return ((const struct calls *)pane)->ringing;
}

struct pbx_object *pane_calls_at(const struct pane *pane, unsigned i)
{
	const struct calls *c = (const struct calls *)pane;

	return i < c->count ? c->entries[i].object : NULL;
}

static int calls_count(struct pane *pane)
{
	return (int)((struct calls *)pane)->count;
}

static struct pbx_object *calls_object(struct pane *pane, int row)
{
	return row < 0 ? NULL : pane_calls_at(pane, (unsigned)row);
}

static void calls_draw(struct pane *pane, const struct pbx_object *object,
		       const struct list_row *row)
{
	row_call(pane->desk, object, row);
}

static void calls_note(struct pane *pane, char *out, size_t cap)
{
	struct calls *c = (struct calls *)pane;
	unsigned waiting = 0;

	for (unsigned i = 0; i < c->count; i++)
		waiting += c->entries[i].rank == RANK_WAITING;
	if (c->ringing || waiting)
		snprintf(out, cap, "%u ringing, %u waiting", c->ringing, waiting);
}

static const struct pane_ops calls_ops = {
	.name = "calls",
	.title = "Calls",
	.empty = "No calls",
	.count = calls_count,
	.object = calls_object,
	.draw = calls_draw,
	.note = calls_note,
};

struct pane *pane_calls_new(struct desk *desk)
{
	struct calls *calls = mem_new(1, sizeof *calls);

	pane_init(&calls->pane, &calls_ops, desk);
	return &calls->pane;
}
