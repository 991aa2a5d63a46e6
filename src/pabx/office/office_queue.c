/* Queues: callers wait in order, members are rung. */
#include <stdio.h>
#include <string.h>

#include "inside.h"
#include "wire/json.h"

unsigned office_queue_depth(const struct queue *queue)
{
	unsigned depth = 0;
	const struct leg *leg;

	DL_FOREACH2(queue->waiting, leg, queue_next)
	depth++;
	return depth;
}

void office_queue_tell(struct queue *queue)
{
	struct wire_row *row = queue->row;
	const struct member *m;
	struct buf members;
	bool changed;

	buf_init(&members, 16384);
	LL_FOREACH (queue->members, m) {
		buf_add_char(&members, members.len ? ',' : '{');
		wire_json_add_text(&members, m->device->name);
		buf_printf(&members, ":\"%s\"", office_member_state(m));
	}
	buf_add_str(&members, members.len ? "}" : "{}");
	changed = wire_row_set_int(row, WIRE_F(queue, depth), office_queue_depth(queue));
	changed |= wire_row_set_int(row, WIRE_F(queue, longest),
				    queue->waiting ? queue->waiting->inq : WIRE_NULL);
	changed |= wire_row_set_text(row, WIRE_F(queue, members), members.data);
	buf_free(&members);
	if (changed)
		office_tell(queue->office, row);
}

static void positions(struct queue *queue)
{
	int64_t position = 0;
	struct leg *leg;

	DL_FOREACH2(queue->waiting, leg, queue_next)
	{
		if (wire_row_set_int(leg->queue_row, WIRE_F(call, position), ++position))
			office_tell(queue->office, leg->queue_row);
	}
	office_queue_tell(queue);
}

static void on_queue_gone(void *ctx)
{
	struct leg *leg = ctx;

	office_clock_show(leg->office);
	office_tell_gone(leg->office, WIRE_CALL, leg->queue_row->key);
	wire_row_free(&leg->queue_row);
}

/* A caller who comes again while his last row there is still to go. */
static void drop_old_row(struct leg *leg)
{
	if (!leg->queue_row)
		return;
	office_timer_stop(leg->office, &leg->queue_gone);
	on_queue_gone(leg);
}

static void new_row(struct leg *leg, const struct queue *queue)
{
	char parent[72];
	struct wire_row *row = office_row_new(WIRE_CALL);

	snprintf(parent, sizeof(parent), "queue:%s", queue->name);
	wire_row_set_text(row, WIRE_F(call, parent), parent);
	wire_row_set_text(row, WIRE_F(call, cid), leg->cid);
	wire_row_set_int(row, WIRE_F(call, id), strtoll(leg->cid + 2, NULL, 10));
	office_leg_fill(leg, row);
	wire_row_set_text(row, WIRE_F(call, kind), leg->me.outside ? "external" : "internal");
	wire_row_set_text(row, WIRE_F(call, name), leg->me.name);
	wire_row_set_text(row, WIRE_F(call, number), leg->me.number);
	wire_row_set_text(row, WIRE_F(call, qname), leg->me.name);
	wire_row_set_text(row, WIRE_F(call, qnumber), leg->me.number);
	wire_row_set_text(row, WIRE_F(call, queue), queue->name);
	wire_row_set_text(row, WIRE_F(call, party), "callee");
	wire_row_set_text(row, WIRE_F(call, state), "ring");
	wire_row_set_text(row, WIRE_F(call, nrState), "ring");
	wire_row_set_int(row, WIRE_F(call, since), office_wall(leg->office));
	wire_row_set_text(row, WIRE_F(call, features), "");
	wire_row_set_int(row, WIRE_F(call, outq), WIRE_NULL);
	wire_row_set_text(row, WIRE_F(call, qcall), NULL);
	wire_row_set_text(row, WIRE_F(call, cause), NULL);
	leg->queue_row = row;
}

void office_queue_enter(struct leg *leg, struct queue *queue)
{
	drop_old_row(leg);
	leg->queue = queue;
	leg->inq = office_wall(leg->office) / 1000;
	leg->outq = WIRE_NULL;
	snprintf(leg->record_queue, sizeof(leg->record_queue), "%s", queue->name);
	new_row(leg, queue);
	DL_APPEND2(queue->waiting, leg, queue_prev, queue_next);
	office_leg_place(leg, PLACE_QUEUED);
	positions(queue);
	office_unsettled(leg->office);
}

static void set_qcall(struct wire_row *row, const struct leg *answered)
{
	struct buf call;

	if (!answered->device)
		return;
	buf_init(&call, 256);
	buf_add_char(&call, '[');
	wire_json_add_text(&call, answered->device->name);
	buf_add_char(&call, ',');
	wire_json_add_text(&call, answered->cid);
	buf_add_char(&call, ']');
	wire_row_set_text(row, WIRE_F(call, qcall), call.data);
	buf_free(&call);
}

void office_queue_leave(struct leg *leg, const struct leg *answered, const char *cause)
{
	struct office *o = leg->office;
	struct queue *queue = leg->queue;
	struct wire_row *row = leg->queue_row;
	const char *state = answered ? "up" : "dead";

	DL_DELETE2(queue->waiting, leg, queue_prev, queue_next);
	leg->queue = NULL;
	leg->place = PLACE_CALLING;
	leg->outq = office_wall(o) / 1000;
	wire_row_set_int(row, WIRE_F(call, outq), leg->outq);
	wire_row_set_text(row, WIRE_F(call, state), state);
	wire_row_set_text(row, WIRE_F(call, nrState), state);
	wire_row_set_int(row, WIRE_F(call, since), office_wall(o));
	if (answered)
		set_qcall(row, answered);
	else
		wire_row_set_text(row, WIRE_F(call, cause), cause);
	office_tell(o, row);
	office_timer_set(o, &leg->queue_gone, (int64_t)(OFFICE_GONE * o->options.speed) + 1,
			 on_queue_gone, leg);
	positions(queue);
}

static bool rings_at(const struct leg *caller, const struct device *device)
{
	const struct leg *target;

	DL_FOREACH2(caller->targets, target, target_next)
	if (target->device == device)
		return true;
	return false;
}

/* Who refused is left in peace for a while, and a queue that rings one at a time pauses before it
 * tries the next. */
static bool available(const struct leg *caller, const struct member *m)
{
	const struct device *d = m->device;
	int64_t rest = caller->refused_until - caller->office->now;

	if (!d->online || m->paused || d->dnd || d == caller->device || rings_at(caller, d))
		return false;
	if (caller->refused == d && rest > 0)
		return false;
	if (!m->queue->all && rest > OFFICE_RETRY)
		return false;
	return m->queue->all ? office_device_free(d) : !d->legs && office_device_free(d);
}

void office_queue_refused(struct leg *caller, struct device *member)
{
	caller->refused = member;
	caller->refused_until = caller->office->now + 2 * OFFICE_RETRY;
}

static void on_member_silent(void *ctx)
{
	struct leg *target = ctx, *caller = target->from;

	office_queue_refused(caller, target->device);
	office_leg_die(target, "noanswer");
}

static void ring_longest_free(struct leg *caller)
{
	struct member *m, *best = NULL;
	struct leg *target;

	if (caller->targets)
		return;
	LL_FOREACH (caller->queue->members, m)
		if (available(caller, m) &&
		    (!best || m->device->free_since < best->device->free_since))
			best = m;
	if (!best)
		return;
	target = office_ring(caller, best->device, NULL);
	office_timer_set(caller->office, &target->limit, OFFICE_RING_MEMBER, on_member_silent,
			 target);
}

static void on_retry(void *ctx)
{
	office_queue_ring(ctx);
}

void office_queue_ring(struct queue *queue)
{
	bool all_ring = true;
	struct leg *leg;
	struct member *m;

	DL_FOREACH2(queue->waiting, leg, queue_next)
	{
		if (!queue->all)
			ring_longest_free(leg);
		else
			LL_FOREACH (queue->members, m)
				if (available(leg, m))
					office_ring(leg, m->device, NULL);
		if (!leg->targets)
			all_ring = false;
	}
	if (!all_ring)
		office_timer_set(queue->office, &queue->retry, OFFICE_RETRY, on_retry, queue);
}

/* At night a caller may leave a message at the first member's voicemail. */
void office_queue_closed(struct queue *queue, struct dest *dest)
{
	const struct member *m;

	LL_FOREACH (queue->members, m)
		if (m->device->owner && m->device->owner->mailbox) {
			office_dest_mailbox(m->device->owner, dest);
			return;
		}
}

static void send_away(struct queue *queue)
{
	struct leg *leg, *next;

	DL_FOREACH_SAFE2(queue->waiting, leg, next, queue_next)
	{
		struct dest dest;

		if (!leg->me.outside)
			continue;
		office_dest_queue(queue, &dest);
		office_withdraw(leg, NULL, "elsewhere");
		office_go(leg, &dest);
	}
}

void office_queue_night(struct office *o, const char *company, bool night)
{
	struct queue *queue;

	LL_FOREACH (o->queues, queue) {
		if (strcmp(queue->company, company) != 0 || queue->night == night)
			continue;
		queue->night = night;
		if (night)
			send_away(queue);
	}
}
