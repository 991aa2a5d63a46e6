#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed_inside.h"
#include "wire/json.h"

unsigned walk_sets(const struct view *view)
{
	unsigned sets = 0;

	for (int set = 0; set < WIRE_SET_COUNT; set++)
		if (wire_set_visible((enum wire_set)set, view->options))
			sets |= 1u << set;
	return sets;
}

/* Messages of a room. */
struct room_count {
	int64_t room;
	unsigned skip;
	UT_hash_handle hh;
};

static void forget_rooms(struct feed_walk *walk)
{
	struct room_count *room, *next;

	HASH_ITER (hh, walk->rooms, room, next) {
		HASH_DELETE(hh, walk->rooms, room);
		free(room);
	}
}

void walk_reset(struct feed_walk *walk, unsigned todo)
{
	forget_rooms(walk);
	*walk = (struct feed_walk){.todo = todo, .set = -1};
}

static bool next_item(struct feed_client *c, struct feed_walk *walk, struct live_item *item)
{
	enum wire_set set = (enum wire_set)walk->set;
	const struct live *live = c->feed->pabx->live;

	if (wire_set_info(set)->per_user)
		return live_next_own(live, set, c->view.cID, &walk->position, item);
	return live_next_item(live, set, &walk->position, item);
}

static struct room_count *room_of(struct feed_walk *walk, const struct wire_row *row, bool make)
{
	int64_t id = ((const struct wire_message *)row)->roomID;
	struct room_count *room;

	HASH_FIND(hh, walk->rooms, &id, sizeof(id), room);
	if (!room && make) {
		room = mem_new(1, sizeof(*room));
		room->room = id;
		HASH_ADD(hh, walk->rooms, room, sizeof(id), room);
	}
	return room;
}

/* Counts the messages of each room beyond the last that a snapshot holds. */
static void count_messages(struct feed_client *c, struct feed_walk *walk)
{
	struct feed_walk probe = {.set = WIRE_MESSAGE};
	struct room_count *room, *next;
	struct live_item item;

	while (next_item(c, &probe, &item))
		room_of(walk, item.row, true)->skip++;
	HASH_ITER (hh, walk->rooms, room, next)
		room->skip -= room->skip < FEED_ROOM_MESSAGES ? room->skip : FEED_ROOM_MESSAGES;
}

static bool too_old(struct feed_walk *walk, const struct wire_row *row)
{
	struct room_count *room;

	if (walk->set != WIRE_MESSAGE)
		return false;
	room = room_of(walk, row, false);
	if (!room || !room->skip)
		return false;
	room->skip--;
	return true;
}

static void enter_set(struct feed_client *c, struct feed_walk *walk)
{
	if (walk->set >= 0)
		return;
	walk->set = __builtin_ctz(walk->todo);
	walk->position = 0;
	walk->part = 0;
	if (walk->set == WIRE_MESSAGE)
		count_messages(c, walk);
}

static void leave_set(struct feed_walk *walk)
{
	walk->todo &= ~(1u << walk->set);
	walk->set = -1;
	forget_rooms(walk);
}

/* Adds rows until the part is full (1) or the set is at its end (0). */
static int fill(struct feed_client *c, struct buf *out)
{
	struct feed_walk *walk = &c->parts;
	uint64_t position = walk->position;
	size_t start = out->len;
	struct live_item item;

	for (int i = 0; i < FEED_PART_ROWS; i++, position = walk->position) {
		uint64_t fields;
		size_t before = out->len;

		if (!next_item(c, walk, &item))
			return 0;
		fields = view_fields(&c->view, item.row->set, item.user, item.scope);
		if (!fields || too_old(walk, item.row))
			continue;
		if (before > start)
			buf_add_char(out, ',');
		wire_row_encode(item.row, fields, out);
		if (out->len <= WIRE_MAX_PART - 128 || before == start)
			continue;
		out->len = before;
		walk->position = position;
		return 1;
	}
	return 1;
}

void snapshot_part(struct feed_client *c)
{
	struct feed_walk *walk = &c->parts;
	struct buf *rows = &c->feed->frame;
	char head[128];
	int len, more;

	enter_set(c, walk);
	buf_clear(rows);
	more = fill(c, rows);
	if (more && !rows->len)
		return;
	len = snprintf(head, sizeof(head),
		       "{\"op\":\"snapshot\",\"set\":\"%s\",\"part\":%u,\"last\":%s,\"rows\":[",
		       wire_set_info((enum wire_set)walk->set)->name, ++walk->part,
		       more ? "false" : "true");
	buf_add_str(rows, "]}");
	client_send(c, head, (size_t)len, rows->data, rows->len);
	if (!more)
		leave_set(walk);
}

/* Rows that the client had and may not see any longer. */
static bool withdraw_some(struct feed_client *c, struct buf *out)
{
	struct feed_walk *walk = &c->withdrawal;
	struct live_item item;
	size_t start = out->len;

	for (int i = 0; i < FEED_PART_ROWS && out->len < WIRE_MAX_PART - 1024; i++) {
		if (!next_item(c, walk, &item))
			return false;
		if (!view_fields(&c->was, item.row->set, item.user, item.scope) ||
		    view_fields(&c->view, item.row->set, item.user, item.scope))
			continue;
		buf_printf(out, "%s[\"%s\",", out->len > start ? "," : "",
			   wire_set_info(item.row->set)->name);
		wire_key_encode(item.row->set, item.row->key, out);
		buf_add_char(out, ']');
	}
	return true;
}

void snapshot_withdraw(struct feed_client *c)
{
	struct feed_walk *walk = &c->withdrawal;
	struct buf *gone = &c->feed->frame;
	char head[128];
	int len;

	enter_set(c, walk);
	buf_clear(gone);
	if (!withdraw_some(c, gone))
		leave_set(walk);
	if (!walk->todo)
		c->was = c->view;
	if (!gone->len)
		return;
	len = snprintf(head, sizeof(head),
		       "{\"op\":\"delta\",\"prev\":%" PRIu64 ",\"seq\":%" PRIu64 ",\"gone\":[",
		       c->told, c->at);
	buf_add_str(gone, "]}");
	client_send(c, head, (size_t)len, gone->data, gone->len);
	c->told = c->at;
}
