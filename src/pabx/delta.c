#include "delta.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { SLOTS = 16 };

/* All changes of one key in the range. */
struct join {
	const struct live_change *first;
	uint64_t fields;
	bool known; /* the viewer had the row before */
	bool gone;  /* and has to drop it, though another may have come under its key */
	const struct wire_row *row; /* as it is now, with the fields that the viewer sees */
	uint64_t now;
};

struct slot {
	struct view view;
	uint64_t from, to;
	enum delta_result result;
	struct buf body;
};

/* Who has rows of private sets among the changes of a range. */
struct touched {
	uint64_t from, to;
	int64_t *users;
	unsigned count, cap;
};

struct delta {
	const struct live *live;
	struct slot slots[SLOTS], private;
	unsigned next;
	struct touched touched;
	struct join *joins;
	unsigned count, cap;
	uint32_t *index; /* of joins by hash, + 1 */
	uint32_t mask;
};

struct delta *delta_new(const struct live *live)
{
	struct delta *d = mem_new(1, sizeof(*d));

	d->live = live;
	for (unsigned i = 0; i < SLOTS; i++)
		buf_init(&d->slots[i].body, DELTA_MAX);
	buf_init(&d->private.body, DELTA_MAX);
	return d;
}

void delta_free(struct delta **slot)
{
	struct delta *d = *slot;

	if (!d)
		return;
	for (unsigned i = 0; i < SLOTS; i++)
		buf_free(&d->slots[i].body);
	buf_free(&d->private.body);
	free(d->touched.users);
	free(d->joins);
	free(d->index);
	free(d);
	*slot = NULL;
}

static void clear_joins(struct delta *d, uint64_t changes)
{
	uint32_t size = 64;

	while (size < changes * 2)
		size *= 2;
	if (size > d->mask + 1 || !d->index) {
		d->index = mem_resize(d->index, size, sizeof(*d->index));
		d->mask = size - 1;
	}
	memset(d->index, 0, (d->mask + 1) * sizeof(*d->index));
	d->count = 0;
}

static bool same_row(const struct live_change *a, const struct live_change *b)
{
	return a->hash == b->hash && a->set == b->set && a->user == b->user &&
	       !strcmp(a->key, b->key);
}

static struct join *join_of(struct delta *d, const struct live_change *change)
{
	uint32_t i = change->hash & d->mask;

	for (; d->index[i]; i = (i + 1) & d->mask)
		if (same_row(d->joins[d->index[i] - 1].first, change))
			return &d->joins[d->index[i] - 1];
	if (d->count == d->cap) {
		d->cap = d->cap ? d->cap * 2 : 64;
		d->joins = mem_resize(d->joins, d->cap, sizeof(*d->joins));
	}
	d->joins[d->count] = (struct join){0};
	d->index[i] = ++d->count;
	return &d->joins[d->count - 1];
}

static bool seen(const struct view *view, const struct live_change *change)
{
	return view_fields(view, change->set, change->user, change->scope) != 0;
}

static void take(struct delta *d, const struct view *was, const struct view *is,
		 const struct live_change *change)
{
	struct join *join = join_of(d, change);

	if (!join->first) {
		join->first = change;
		join->known = change->kind != LIVE_NEW && seen(was, change);
	}
	if (change->kind == LIVE_GONE)
		join->gone |= join->known || seen(was, change) || seen(is, change);
	else
		join->fields |= change->fields;
}

enum part { PART_GONE, PART_NEW, PART_ROWS, PART_COUNT };
static const char *const part_names[PART_COUNT] = {"gone", "new", "rows"};

static void look(struct delta *d, const struct view *is, struct join *join)
{
	const struct live_change *change = join->first;
	struct live_item item;

	if (!live_find(d->live, change->set, change->user, change->key, &item))
		item.row = NULL;
	join->row = item.row;
	join->now = item.row ? view_fields(is, change->set, item.user, item.scope) : 0;
}

static bool belongs(const struct join *join, enum part part, uint64_t *mask)
{
	bool fresh = !join->known || join->gone;

	*mask = part == PART_ROWS ? join->now & join->fields : join->now;
	if (part == PART_GONE)
		return join->gone || (join->known && !join->now);
	return *mask && fresh == (part == PART_NEW);
}

static int add_row(const struct join *join, enum part part, struct buf *out)
{
	enum wire_set set = join->first->set;
	uint64_t mask;
	int err;

	if (!belongs(join, part, &mask))
		return 0;
	err = buf_printf(out, "%s[\"%s\",", out->data[out->len - 1] == '[' ? "" : ",",
			 wire_set_info(set)->name);
	if (!err)
		err = part == PART_GONE ? wire_key_encode(set, join->first->key, out)
					: wire_row_encode(join->row, mask, out);
	return err ? err : buf_add_char(out, ']');
}

static int add_part(struct delta *d, enum part part, struct buf *out)
{
	size_t start = out->len;
	int err = buf_printf(out, ",\"%s\":[", part_names[part]);
	size_t empty = out->len;

	for (unsigned i = 0; i < d->count && !err; i++)
		err = add_row(&d->joins[i], part, out);
	if (!err && out->len == empty) {
		out->len = start;
		return 0;
	}
	return err ? err : buf_add_char(out, ']');
}

static enum delta_result build(struct delta *d, const struct view *was, const struct view *is,
			       uint64_t from, uint64_t to, struct buf *out)
{
	size_t head;
	int err = 0;

	if (from < live_oldest(d->live))
		return DELTA_TOO_BIG;
	clear_joins(d, to - from);
	for (uint64_t seq = from + 1; seq <= to; seq++)
		take(d, was, is, live_change(d->live, seq));
	for (unsigned i = 0; i < d->count; i++)
		look(d, is, &d->joins[i]);
	buf_clear(out);
	buf_printf(out, ",\"seq\":%" PRIu64, to);
	head = out->len;
	for (int part = 0; part < PART_COUNT && !err; part++)
		err = add_part(d, (enum part)part, out);
	if (!err && out->len == head)
		return DELTA_EMPTY;
	return err || buf_add_char(out, '}') ? DELTA_TOO_BIG : DELTA_FRAME;
}

static void touch(struct touched *t, int64_t user)
{
	if (user == 0 || user == WIRE_NULL)
		return;
	for (unsigned i = 0; i < t->count; i++)
		if (t->users[i] == user)
			return;
	if (t->count == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 16;
		t->users = mem_resize(t->users, t->cap, sizeof(*t->users));
	}
	t->users[t->count++] = user;
}

/* A row that changed hands concerns who had it and who has it. */
static void touch_change(struct delta *d, const struct live_change *change)
{
	struct live_item item;

	if (!view_private(change->set, change->user))
		return;
	touch(&d->touched, change->user);
	touch(&d->touched, change->scope->owner);
	touch(&d->touched, change->scope->holder);
	if (!live_find(d->live, change->set, change->user, change->key, &item))
		return;
	touch(&d->touched, item.scope->owner);
	touch(&d->touched, item.scope->holder);
}

static bool touches(struct delta *d, uint64_t from, uint64_t to, int64_t user)
{
	struct touched *t = &d->touched;

	if (t->from != from || t->to != to) {
		t->from = from;
		t->to = to;
		t->count = 0;
		for (uint64_t seq = from + 1; seq <= to; seq++)
			touch_change(d, live_change(d->live, seq));
	}
	for (unsigned i = 0; i < t->count; i++)
		if (t->users[i] == user)
			return true;
	return false;
}

static struct slot *shared_slot(struct delta *d, const struct view *view, uint64_t from,
				uint64_t to)
{
	for (unsigned i = 0; i < SLOTS; i++) {
		struct slot *slot = &d->slots[i];

		if (slot->from == from && slot->to == to && view_equal(&slot->view, view))
			return slot;
	}

	struct slot *slot = &d->slots[d->next++ % SLOTS];

	slot->view = *view;
	slot->from = from;
	slot->to = to;
	slot->result = build(d, view, view, from, to, &slot->body);
	return slot;
}

enum delta_result delta_join(struct delta *d, const struct view *was, const struct view *is,
			     uint64_t from, uint64_t to, const struct buf **body)
{
	struct slot *slot = &d->private;
	struct view shared = *is;

	if (from < live_oldest(d->live))
		return DELTA_TOO_BIG;
	if (was == is && view_shared(is) && !touches(d, from, to, is->cID)) {
		shared.cID = 0;
		shared.perms = 0;
		slot = shared_slot(d, &shared, from, to);
	} else {
		slot->result = build(d, was, is, from, to, &slot->body);
	}
	*body = &slot->body;
	return slot->result;
}
