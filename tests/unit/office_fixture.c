#include "unit/office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char office_folder[] = "assets/office";

enum { START = 1795300000 };

static void id_of(char out[200], enum wire_set set, const char *key)
{
	snprintf(out, 200, "%d %s", (int)set, key);
}

static struct seen *find(const struct world *w, enum wire_set set, const char *key)
{
	struct seen *seen;
	char id[200];

	id_of(id, set, key);
	HASH_FIND_STR(w->seen, id, seen);
	return seen;
}

static const char *text(const struct wire_row *row, unsigned field)
{
	const char *value = wire_row_text(row, field);

	return value ? value : "";
}

static void check_call(struct world *w, struct seen *seen, const struct wire_row *row, bool fresh)
{
	const struct wire_call *before = (const struct wire_call *)seen->row;
	const char *state = text(row, WIRE_F(call, state));
	const char *cause = text(row, WIRE_F(call, cause));

	if (!fresh && !strcmp(before->state, "dead"))
		fail_msg("%s changed after its death", seen->id);
	assert_int_equal(!strcmp(state, "dead"), *cause != '\0');
	if (!strcmp(state, "dead")) {
		seen->deaths++;
		w->deaths++;
	}
	if (fresh)
		w->begun++;
}

static bool is_change(const struct wire_row *before, const struct wire_row *row)
{
	struct wire_row *copy = wire_row_copy(before);
	bool changed = wire_row_merge(copy, row, ~UINT64_C(0));

	wire_row_free(&copy);
	return changed;
}

static void on_row(void *ctx, const struct wire_row *row)
{
	struct world *w = ctx;
	struct seen *seen = find(w, row->set, row->key);
	bool fresh = !seen;
	struct buf json;

	if (fresh) {
		seen = mem_new(1, sizeof(*seen));
		id_of(seen->id, row->set, row->key);
		seen->row = wire_row_new(row->set);
		HASH_ADD_STR(w->seen, id, seen);
	} else if (!is_change(seen->row, row)) {
		return;
	}
	if (row->set == WIRE_CALL)
		check_call(w, seen, row, fresh);
	wire_row_merge(seen->row, row, ~UINT64_C(0));
	w->rows++;
	buf_init(&json, 65536);
	wire_row_encode(row, ~UINT64_C(0), &json);
	buf_printf(&w->log, "%s %s\n", wire_set_info(row->set)->name, json.data);
	buf_free(&json);
}

static void forget(struct world *w, struct seen *seen)
{
	HASH_DEL(w->seen, seen);
	wire_row_free(&seen->row);
	free(seen);
}

static void on_gone(void *ctx, enum wire_set set, const char *key)
{
	struct world *w = ctx;
	struct seen *seen = find(w, set, key);

	if (!seen)
		fail_msg("%s is gone, but never was", key);
	if (set == WIRE_CALL) {
		const struct wire_call *call = (const struct wire_call *)seen->row;
		bool queued = !strncmp(call->parent, "queue:", 6);

		if (!(queued && !strcmp(call->state, "up")))
			assert_int_equal(seen->deaths, 1);
	}
	w->gone++;
	buf_printf(&w->log, "gone %s\n", key);
	forget(w, seen);
}

static void on_forward(void *ctx, const char *device, const char *number)
{
	struct world *w = ctx;

	w->forwards++;
	snprintf(w->forward, sizeof(w->forward), "%s>%s", device, number);
	buf_printf(&w->log, "forward %s\n", w->forward);
}

static void on_presence(void *ctx, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until)
{
	struct world *w = ctx;

	w->presences++;
	buf_printf(&w->log, "presence %lld %s %s %s %lld\n", (long long)cID, resource, show,
		   status ? status : "-", (long long)until);
}

static void on_message(void *ctx, int64_t from, int64_t to, const char *message)
{
	struct world *w = ctx;

	w->messages++;
	snprintf(w->message, sizeof(w->message), "%lld>%lld %s", (long long)from, (long long)to,
		 message);
	buf_printf(&w->log, "message %s\n", w->message);
}

static void on_ended(void *ctx, const struct switch_record *r)
{
	struct world *w = ctx;

	assert_true(r->start <= r->end && (!r->answered || r->answered >= r->start));
	w->records++;
	w->record.start = r->start;
	w->record.answered = r->answered;
	w->record.end = r->end;
	snprintf(w->record.disposition, sizeof(w->record.disposition), "%s", r->disposition);
	snprintf(w->record.to_device, sizeof(w->record.to_device), "%s", r->to_device);
	snprintf(w->record.queue, sizeof(w->record.queue), "%s", r->queue);
	snprintf(w->record.linked, sizeof(w->record.linked), "%s", r->linked);
	snprintf(w->record.uniqueid, sizeof(w->record.uniqueid), "%s", r->uniqueid);
	buf_printf(&w->log, "record %lld %lld %lld %s %s %s\n", (long long)r->start,
		   (long long)r->answered, (long long)r->end, r->from_number, r->to_number,
		   r->disposition);
}

static void on_available(void *ctx, bool up, const char *why)
{
	(void)ctx;
	(void)why;
	assert_true(up);
}

static const struct switch_events events = {
	.row = on_row,
	.gone = on_gone,
	.forward = on_forward,
	.presence = on_presence,
	.message = on_message,
	.ended = on_ended,
	.available = on_available,
};

struct world *world_open(const struct office_options *options)
{
	struct world *w = mem_new(1, sizeof(*w));
	struct office_options own = *options;
	struct why why = {""};

	if (!own.folder)
		own.folder = office_folder;
	clock_fake((int64_t)START * 1000);
	buf_init(&w->log, 1 << 30);
	w->loop = loop_new(0);
	w->sw = office_new(w->loop, &own, &why);
	if (!w->sw.ops)
		fail_msg("%s", why.text);
	w->sw.ops->start(w->sw.impl, &events, w);
	world_turn(w);
	return w;
}

void world_close(struct world **slot)
{
	struct world *w = *slot;
	struct seen *seen, *next;

	*slot = NULL;
	if (!w)
		return;
	w->sw.ops->free(&w->sw.impl);
	HASH_ITER (hh, w->seen, seen, next)
		forget(w, seen);
	buf_free(&w->log);
	loop_free(&w->loop);
	free(w);
	clock_real();
}

void world_turn(struct world *w)
{
	while (loop_turn(w->loop, 0))
		;
}

void world_step(struct world *w, int64_t ms)
{
	clock_step(ms);
	world_turn(w);
}

static void on_answer(void *ctx, uint64_t ticket, const struct switch_answer *answer)
{
	struct world *w = ctx;

	assert_int_equal(ticket, w->ticket);
	assert_false(w->answered);
	w->answered = true;
	w->reason = answer->reason;
	snprintf(w->cid, sizeof(w->cid), "%s", answer->cid ? answer->cid : "");
}

enum wire_reason world_command(struct world *w, const struct switch_command *command)
{
	w->answered = false;
	w->sw.ops->command(w->sw.impl, command, ++w->ticket, on_answer, w);
	world_turn(w);
	assert_true(w->answered);
	return w->reason;
}

static void number(struct switch_command *c, const char *to)
{
	c->to.cID = WIRE_NULL;
	snprintf(c->to.number, sizeof(c->to.number), "%s", to ? to : "");
}

enum wire_reason world_dial(struct world *w, const char *device, const char *to)
{
	struct switch_command c = {.verb = SWITCH_DIAL, .user = 1, .device = device};

	number(&c, to);
	return world_command(w, &c);
}

enum wire_reason world_action(struct world *w, enum wire_action action, const char *device,
			      const char *cid, const char *to)
{
	struct switch_command c = {
		.verb = SWITCH_CALL, .action = action, .user = 1, .device = device, .cid = cid};

	number(&c, to);
	return world_command(w, &c);
}

enum wire_reason world_with(struct world *w, enum wire_action action, const char *device,
			    const char *cid, const char *other_device, const char *other_cid)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = action,
				   .user = 1,
				   .device = device,
				   .cid = cid,
				   .other_device = other_device,
				   .other_cid = other_cid};

	number(&c, NULL);
	return world_command(w, &c);
}

const struct wire_row *world_row(const struct world *w, enum wire_set set, const char *first,
				 const char *second)
{
	char key[WIRE_KEY_MAX];
	struct seen *seen;

	wire_key(key, sizeof(key), set, first, second);
	seen = find(w, set, key);
	return seen ? seen->row : NULL;
}

const struct wire_call *world_call(const struct world *w, const char *parent, const char *cid)
{
	return (const struct wire_call *)world_row(w, WIRE_CALL, parent, cid);
}

static const struct wire_call *next_call(const struct seen **at, const char *parent,
					 const char *state)
{
	while (*at) {
		const struct wire_row *row = (*at)->row;
		const struct wire_call *call = (const struct wire_call *)row;

		*at = (*at)->hh.next;
		if (row->set == WIRE_CALL && !strcmp(call->parent, parent) &&
		    (!state || !strcmp(call->state, state)))
			return call;
	}
	return NULL;
}

unsigned world_count(const struct world *w, const char *parent, const char *state)
{
	const struct seen *at = w->seen;
	unsigned count = 0;

	while (next_call(&at, parent, state))
		count++;
	return count;
}

const struct wire_call *world_only(const struct world *w, const char *parent, const char *state)
{
	const struct seen *at = w->seen;
	const struct wire_call *call = next_call(&at, parent, state);

	if (!call)
		fail_msg("%s has no call in state %s", parent, state ? state : "any");
	if (next_call(&at, parent, state))
		fail_msg("%s has more calls in state %s than one", parent, state ? state : "any");
	return call;
}

const struct wire_device *world_device(const struct world *w, const char *name)
{
	return (const struct wire_device *)world_row(w, WIRE_DEVICE, name, NULL);
}

const struct wire_queue *world_queue(const struct world *w, const char *name)
{
	return (const struct wire_queue *)world_row(w, WIRE_QUEUE, name, NULL);
}

const struct wire_parked *world_parked(const struct world *w, const char *lot, const char *slot)
{
	return (const struct wire_parked *)world_row(w, WIRE_PARKED, lot, slot);
}

const struct wire_mailbox *world_mailbox(const struct world *w, const char *name)
{
	return (const struct wire_mailbox *)world_row(w, WIRE_MAILBOX, name, NULL);
}

static unsigned blf_of_calls(const struct world *w, const char *device)
{
	const struct seen *at = w->seen;
	const struct wire_call *call;
	unsigned blf = 0;

	while ((call = next_call(&at, device, NULL))) {
		if (!strcmp(call->state, "dead"))
			continue;
		blf |= !strcmp(call->state, "ring") && !strcmp(call->party, "callee") &&
				       call->start == WIRE_NULL
			       ? 2
			       : 1;
	}
	return blf;
}

void world_check(const struct world *w)
{
	for (const struct seen *at = w->seen; at; at = at->hh.next) {
		if (at->row->set == WIRE_CALL) {
			const struct wire_call *call = (const struct wire_call *)at->row;
			bool queued = !strncmp(call->parent, "queue:", 6);

			assert_true(queued ? (void *)world_queue(w, call->parent + 6) != NULL
					   : (void *)world_device(w, call->parent) != NULL);
		} else if (at->row->set == WIRE_DEVICE) {
			const struct wire_device *d = (const struct wire_device *)at->row;

			assert_int_equal(d->blf, blf_of_calls(w, d->name));
		} else if (at->row->set == WIRE_QUEUE) {
			const struct wire_queue *q = (const struct wire_queue *)at->row;
			char parent[80];

			snprintf(parent, sizeof(parent), "queue:%s", q->name);
			assert_int_equal(q->depth, world_count(w, parent, "ring"));
			assert_int_equal(q->depth == 0, q->longest == WIRE_NULL);
		}
	}
}
