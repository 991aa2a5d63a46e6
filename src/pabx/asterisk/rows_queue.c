/* What is told of queues and their members. */
#include "inside.h"

/* Device states as numbers, of app_queue. */
enum {
	MEMBER_FREE = 1,
	MEMBER_INUSE,
	MEMBER_BUSY,
	MEMBER_INVALID,
	MEMBER_AWAY,
	MEMBER_RINGING,
	MEMBER_RINGINUSE,
	MEMBER_HOLD
};

const char *member_state(const struct asterisk *a, const struct member *m)
{
	const struct device *d = device_find(a, m->device);

	if (m->status == MEMBER_INVALID || m->status == MEMBER_AWAY ||
	    (d && d->phone && !device_online(d)))
		return "unavailable";
	if (m->paused)
		return "paused";
	switch (m->status) {
	case MEMBER_FREE:
		return "idle";
	case MEMBER_RINGING:
	case MEMBER_RINGINUSE:
		return "ringing";
	case MEMBER_INUSE:
	case MEMBER_BUSY:
	case MEMBER_HOLD:
		return "inuse";
	default:
		return "unavailable";
	}
}

static void add_pair(struct buf *out, const char *name, const char *state)
{
	buf_add_char(out, out->len ? ',' : '{');
	wire_json_add_text(out, name);
	buf_printf(out, ":\"%s\"", state);
}

void queues_of_device(const struct asterisk *a, const struct device *d, struct buf *out)
{
	struct queue *q, *next;
	const struct member *m;

	HASH_ITER (hh, a->queues, q, next) {
		m = queue_member(q, d->name);
		if (m)
			add_pair(out, q->name, member_state(a, m));
	}
	buf_add_str(out, out->len ? "}" : "{}");
}

/* The extension whose hint shows the queue: "Queue:reception". */
static const char *extension_of(const struct asterisk *a, const struct queue *q)
{
	char name[AST_NUMBER + 8];
	struct hint *hint, *next;

	snprintf(name, sizeof(name), "Queue:%s", q->name);
	HASH_ITER (hh, a->hints, hint, next)
		if (hint_names(hint, name))
			return hint->exten;
	return "";
}

static bool fill(struct asterisk *a, struct queue *q)
{
	struct wire_row *row = q->row;
	const struct channel *c, *oldest = NULL;
	const struct member *m;
	struct buf members;
	int64_t depth = 0;
	bool changed;

	DL_FOREACH2(q->waiting, c, queue_next)
	{
		depth++;
		if (!oldest || c->inq < oldest->inq)
			oldest = c;
	}
	buf_init(&members, 16384);
	DL_FOREACH (q->members, m)
		add_pair(&members, m->device, member_state(a, m));
	buf_add_str(&members, members.len ? "}" : "{}");
	changed = wire_row_set_text(row, WIRE_F(queue, members), members.data);
	buf_free(&members);
	changed |= wire_row_set_text(row, WIRE_F(queue, extension), extension_of(a, q));
	changed |= wire_row_set_int(row, WIRE_F(queue, depth), depth);
	return wire_row_set_int(row, WIRE_F(queue, longest), oldest ? oldest->inq : WIRE_NULL) ||
	       changed;
}

void queue_tell(struct asterisk *a, struct queue *q)
{
	const struct member *m;
	bool is_new = !q->row;

	if (a->snapshot)
		return;
	if (is_new) {
		q->row = wire_row_new(WIRE_QUEUE);
		wire_row_set_text(q->row, WIRE_F(queue, name), q->name);
		wire_row_set_text(q->row, WIRE_F(queue, label), q->name);
		wire_row_set_text(q->row, WIRE_F(queue, company), "default");
	}
	if (!fill(a, q) && !is_new)
		return;
	ast_tell(a, q->row);
	DL_FOREACH (q->members, m) {
		struct device *d = device_find(a, m->device);

		if (d)
			device_tell(a, d);
	}
}

void queues_tell(struct asterisk *a)
{
	struct queue *q, *next;

	HASH_ITER (hh, a->queues, q, next)
		queue_tell(a, q);
}
