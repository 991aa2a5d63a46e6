/* The calls strip: everything that waits for the operator, most urgent first; his own calls; what
 * he holds, has sent on, has parked; and what other operators hold. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "pane.h"
#include "row.h"

enum rank {
	RANK_ALARM, /* somebody in the house calls for help */
	RANK_WAITS, /* rings here or waits in a queue */
	RANK_UP,
	RANK_DIALLING,
	RANK_HELD,
	RANK_SENT, /* the operator's transfer still rings */
	RANK_PARKED,
	RANK_THEIRS, /* held by another operator */
	RANK_NONE
};

struct entry {
	struct pbx_object *object;
	enum rank rank;
	int kind;  /* 0 emergency, 1 external, 2 internal */
	int stage; /* of its age: 0 to 2 */
	int64_t since;
};

struct calls {
	struct pane pane;
	struct entry *entries;
	unsigned count, cap;
	unsigned of_rank[RANK_NONE];
	unsigned ringing, camped;
};

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool serves(cJSON *queues, const cJSON *others)
{
	const cJSON *queue;

	cJSON_ArrayForEach (queue, others)
		if (cJSON_GetObjectItemCaseSensitive(queues, queue->string))
			return true;
	return false;
}

static const char *department_of(const struct desk *desk, int64_t cID)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", (long long)cID);
	const struct pbx_object *who = pbx_find(desk->pbx, PBX_CONTACT, key);
	return who ? pbx_contact_department(who) : "";
}

static bool same_department(const struct desk *desk, const struct pbx_object *device)
{
	const char *mine = department_of(desk, pbx_user_id(desk->pbx));

	return *mine && is(mine, department_of(desk, pbx_device_userID(device)));
}

/* Whether a device belongs to somebody who does the same work: an operator, a member of a queue
 * that the operator serves too, or somebody of the same department. */
static bool is_colleague(const struct desk *desk, const struct pbx_object *device)
{
	unsigned count;
	struct pbx_object *const *list = pbx_list(desk->pbx, PBX_OPERATOR, &count);
	cJSON *queues;
	bool same = same_department(desk, device);

	for (unsigned i = 0; i < count && !same; i++)
		same = pbx_operator_cID(list[i]) == pbx_device_userID(device);
	queues = same ? NULL : cJSON_Parse(pbx_device_queues(device));
	list = pbx_lines(desk->pbx, false, &count);
	for (unsigned i = 0; queues && i < count && !same; i++) {
		cJSON *mine = cJSON_Parse(pbx_device_queues(list[i]));

		same = serves(queues, mine);
		cJSON_Delete(mine);
	}
	cJSON_Delete(queues);
	return same;
}

/* On somebody else's telephone. */
static enum rank rank_elsewhere(const struct desk *desk, const struct pbx_object *call)
{
	const char *state = pbx_call_state(call);

	if (is(pbx_call_kind(call), "emergency") && is(pbx_call_party(call), "caller"))
		return RANK_ALARM;
	if (is(state, "ring") && *desk->sent && is(pbx_call_linked(call), desk->sent) &&
	    is(pbx_call_party(call), "callee"))
		return RANK_SENT;
	if (is(state, "hold") && is_colleague(desk, pbx_call_device(call)))
		return RANK_THEIRS;
	return RANK_NONE;
}

static enum rank rank_of(const struct desk *desk, const struct pbx_object *call)
{
	const char *state = pbx_call_state(call);

	if (is(state, "dead"))
		return RANK_NONE;
	if (!pbx_call_device(call))
		return is(state, "ring") || is(state, "hold") ? RANK_WAITS : RANK_NONE;
	if (!pbx_call_is_mine(call))
		return rank_elsewhere(desk, call);
	if (is(state, "ring") && is(pbx_call_party(call), "callee"))
		return RANK_WAITS;
	if (is(state, "hold"))
		return RANK_HELD;
	return is(state, "up") ? RANK_UP : RANK_DIALLING;
}

static int kind_of(const struct pbx_object *call)
{
	const char *kind = pbx_object_class(call) == PBX_PARKED ? "" : pbx_call_kind(call);

	return is(kind, "emergency") ? 0 : is(kind, "external") ? 1 : 2;
}

/* Emergency before outside before internal; then by how urgent it has become; then the longest. */
static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->stage != y->stage)
		return x->stage > y->stage ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return strcmp(pbx_object_key(x->object), pbx_object_key(y->object));
}

static void add(struct calls *c, struct pbx_object *object, enum rank rank)
{
	const struct desk *desk = c->pane.desk;

	if (c->count == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 32;
		c->entries = mem_resize(c->entries, c->cap, sizeof *c->entries);
	}
	c->entries[c->count++] = (struct entry){.object = object,
						.rank = rank,
						.kind = kind_of(object),
						.stage = row_call_stage(desk, object),
						.since = row_call_since(object)};
	c->of_rank[rank]++;
}

/* A queue's call that also rings or is up here is one call: the row of the own device stands. */
static bool shown_already(const struct calls *c, const struct pbx_object *waiting, unsigned own)
{
	for (unsigned i = 0; i < own; i++)
		if (is(pbx_call_linked(c->entries[i].object), pbx_call_linked(waiting)))
			return true;
	return false;
}

static void add_calls(struct calls *c, bool waiting)
{
	unsigned count, own = c->count;
	struct pbx_object *const *list = pbx_list(c->pane.desk->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++) {
		enum rank rank = rank_of(c->pane.desk, list[i]);
		bool in_queue = !pbx_call_device(list[i]);

		if (rank == RANK_NONE || in_queue != waiting)
			continue;
		if (waiting && shown_already(c, list[i], own))
			continue;
		add(c, list[i], rank);
		c->ringing += rank == RANK_WAITS && !in_queue;
	}
}

static void add_parked(struct calls *c)
{
	unsigned count;
	struct pbx_object *const *parked = pbx_list(c->pane.desk->pbx, PBX_PARKED, &count);

	for (unsigned i = 0; i < count; i++) {
		add(c, parked[i], RANK_PARKED);
		c->camped += row_call_camps(parked[i]);
	}
}

unsigned pane_calls_refresh(struct pane *pane)
{
	struct calls *c = (struct calls *)pane;

	c->count = c->ringing = c->camped = 0;
	memset(c->of_rank, 0, sizeof c->of_rank);
	add_calls(c, false);
	add_calls(c, true);
	add_parked(c);
	if (c->count)
		qsort(c->entries, c->count, sizeof *c->entries, compare);
	return c->count;
}

unsigned pane_calls_urgent(const struct pane *pane)
{
	const struct calls *c = (const struct calls *)pane;

	return c->of_rank[RANK_ALARM] + c->of_rank[RANK_WAITS];
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

/* "1 ringing, 2 waiting, 1 parked": also of the rows that there is no room for. */
static void calls_note(struct pane *pane, char *out, size_t cap)
{
	const struct calls *c = (struct calls *)pane;
	unsigned ringing = c->ringing, waiting = c->of_rank[RANK_WAITS] - ringing,
		 held = c->of_rank[RANK_HELD], parked = c->of_rank[RANK_PARKED] - c->camped;
	char parts[5][32] = {""};
	size_t len = 0;

	if (ringing)
		snprintf(parts[0], 32, P_("%u ringing", "%u ringing", ringing), ringing);
	if (waiting)
		snprintf(parts[1], 32, P_("%u waiting", "%u waiting", waiting), waiting);
	if (held)
		snprintf(parts[2], 32, P_("%u held", "%u held", held), held);
	if (parked)
		snprintf(parts[3], 32, P_("%u parked", "%u parked", parked), parked);
	if (c->camped)
		snprintf(parts[4], 32, P_("%u camped", "%u camped", c->camped), c->camped);
	out[0] = '\0';
	for (size_t i = 0; i < 5 && len < cap; i++)
		if (*parts[i])
			len += (size_t)snprintf(out + len, cap - len, "%s%s", len ? ", " : "",
						parts[i]);
}

static void draw_first(struct pane *pane, struct rect line)
{
	const struct list_row row = {.area = line, .role = ROLE_TEXT};

	calls_draw(pane, pane_calls_at(pane, 0), &row);
}

void pane_calls_draw(struct pane *pane, struct rect area, bool focused)
{
	struct list *list = &pane->list;

	if (!list->moved)
		list_reset(list);
	pane_draw(pane, area, focused);
	if (list->top == 0 || area.rows < 3)
		return;
	if (list->row == list->top) {
		list->top--;
		pane_draw(pane, area, focused);
	}
	if (list->top > 0)
		draw_first(pane, (struct rect){area.y + 1, area.x, 1, area.cols});
}

static void calls_free(struct pane *pane)
{
	free(((struct calls *)pane)->entries);
}

static const struct pane_ops calls_ops = {
	.name = "calls",
	.title = N_("Calls"),
	.empty = N_("No calls"),
	.count = calls_count,
	.object = calls_object,
	.draw = calls_draw,
	.note = calls_note,
	.free = calls_free,
};

struct pane *pane_calls_new(struct desk *desk)
{
	struct calls *calls = mem_new(1, sizeof *calls);

	pane_init(&calls->pane, &calls_ops, desk);
	return &calls->pane;
}
