/* Queues: who waits, and who is rung. */
#include "inside.h"

struct queue *queue_take(struct asterisk *a, const char *name)
{
	struct queue *q;

	if (!*name || strlen(name) >= AST_NUMBER)
		return NULL;
	HASH_FIND_STR(a->queues, name, q);
	if (!q) {
		q = mem_new(1, sizeof(*q));
		AST_SET(q->name, name);
		HASH_ADD_STR(a->queues, name, q);
	}
	q->seen = a->generation;
	return q;
}

void model_queue_params(struct asterisk *a, const struct ami_message *m)
{
	queue_take(a, ami_get(m, "Queue"));
}

struct member *queue_member(const struct queue *q, const char *interface)
{
	struct member *m;

	DL_FOREACH (q->members, m)
		if (!strcmp(m->interface, interface) || !strcmp(m->device, interface))
			return m;
	return NULL;
}

/* "Location" in a list, "Interface" in an event; the state may be another device's. */
void model_queue_member(struct asterisk *a, const struct ami_message *m)
{
	struct queue *q = queue_take(a, ami_get(m, "Queue"));
	const char *interface = ami_get(m, ami_has(m, "Interface") ? "Interface" : "Location");
	const char *state = ami_get(m, "StateInterface");
	struct member *member;

	if (!q || !*interface)
		return;
	member = queue_member(q, interface);
	if (!member) {
		member = mem_new(1, sizeof(*member));
		member->queue = q;
		AST_SET(member->interface, interface);
		DL_APPEND(q->members, member);
	}
	member->seen = a->generation;
	AST_SET(member->device, *state ? state : interface);
	member->status = (int)ami_int(m, "Status", member->status);
	member->paused = ami_int(m, "Paused", member->paused) != 0;
	queue_tell(a, q);
}

void model_queue_member_gone(struct asterisk *a, const struct ami_message *m)
{
	struct queue *q = queue_take(a, ami_get(m, "Queue"));
	struct member *member = q ? queue_member(q, ami_get(m, "Interface")) : NULL;

	if (!member)
		return;
	DL_DELETE(q->members, member);
	free(member);
	queue_tell(a, q);
}

static void shift(struct queue *q, const struct channel *but, int64_t from, int64_t by)
{
	struct channel *c;

	DL_FOREACH2(q->waiting, c, queue_next)
	if (c != but && c->position >= from)
		c->position += by;
	DL_FOREACH2(q->waiting, c, queue_next)
	queue_call_tell(c);
}

static int by_position(const struct channel *a, const struct channel *b)
{
	return (a->position > b->position) - (a->position < b->position);
}

void queue_enter(struct channel *c, struct queue *q, int64_t position, int64_t waited_s)
{
	if (c->queue)
		queue_leave(c, NULL, "elsewhere");
	c->queue = q;
	c->position = position;
	c->inq = clock_wall_ms() / 1000 - waited_s;
	c->outq = WIRE_NULL;
	c->answerer = NULL;
	c->taken = false;
	going_over(c);
	AST_SET(c->via, q->name);
	shift(q, c, position, 1);
	DL_INSERT_INORDER2(q->waiting, c, by_position, queue_prev, queue_next);
	AST_SET(c->record.queue, q->name);
	queue_call_tell(c);
	call_tell(c);
	queue_tell(c->asterisk, q);
}

void queue_leave(struct channel *c, const struct channel *answerer, const char *cause)
{
	struct queue *q = c->queue;

	if (!q)
		return;
	DL_DELETE2(q->waiting, c, queue_prev, queue_next);
	c->outq = clock_wall_ms() / 1000;
	queue_call_left(c, answerer, cause);
	c->queue = NULL;
	shift(q, c, c->position + 1, -1);
	c->position = WIRE_NULL;
	queue_tell(c->asterisk, q);
}

void model_queue_join(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");
	struct queue *q = queue_take(a, ami_get(m, "Queue"));

	if (c && q)
		queue_enter(c, q, ami_int(m, "Position", 1), 0);
}

/* Leaving is told alike of who was answered, who gave up and who waited too long. */
void model_queue_leave(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (!c || !c->queue)
		return;
	if (c->answerer)
		c->answerer->outq = clock_wall_ms() / 1000;
	queue_leave(c, c->answerer, "noanswer");
	call_tell(c);
	if (c->answerer)
		call_tell(c->answerer);
}

void model_queue_abandon(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (c)
		queue_leave(c, NULL, c->taken ? "elsewhere" : "normal");
}

void model_agent_called(struct asterisk *a, const struct ami_message *m)
{
	const struct channel *caller = channel_event(a, m, "");
	struct channel *target = channel_event(a, m, "Dest");

	if (!target || !caller)
		return;
	target->caller = false;
	AST_SET(target->via, ami_get(m, "Queue"));
	AST_SET(target->via_name, caller->label);
	AST_SET(target->via_number, caller->number);
	AST_SET(target->ddi, caller->ddi);
	target->inq = caller->inq;
	call_tell(target);
}

static void drop(struct asterisk *a, struct queue *q)
{
	struct member *m, *next;

	DL_FOREACH_SAFE (q->members, m, next)
		free(m);
	HASH_DEL(a->queues, q);
	wire_row_free(&q->row);
	free(q);
}

static void sweep_members(struct asterisk *a, struct queue *q)
{
	struct member *m, *next;

	DL_FOREACH_SAFE (q->members, m, next) {
		if (m->seen == a->generation)
			continue;
		DL_DELETE(q->members, m);
		free(m);
	}
}

void queues_sweep(struct asterisk *a)
{
	struct queue *q, *next;

	HASH_ITER (hh, a->queues, q, next) {
		sweep_members(a, q);
		if (q->seen == a->generation)
			continue;
		while (q->waiting)
			queue_leave(q->waiting, NULL, "elsewhere");
		if (q->row)
			ast_tell_gone(a, WIRE_QUEUE, q->row->key);
		drop(a, q);
	}
}

void queues_free(struct asterisk *a)
{
	struct queue *q, *next;

	HASH_ITER (hh, a->queues, q, next)
		drop(a, q);
}
