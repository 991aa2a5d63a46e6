#include "directory_rooms.h"

/* Rows of a room that one member has in live before the oldest goes. */
enum { KEPT = 2 * DIRECTORY_ROOM_MESSAGES };

static struct wire_row *message_row(int64_t room, int64_t id, int64_t cID, const char *name,
				    const char *text, int64_t time)
{
	struct wire_row *row = wire_row_new(WIRE_MESSAGE);

	SET_INT(row, message, roomID, room);
	SET_INT(row, message, msgID, id);
	SET_INT(row, message, cID, cID);
	SET_TEXT(row, message, cN, name);
	SET_TEXT(row, message, msg, text);
	SET_INT(row, message, time, time);
	return row;
}

/* The rows of the last messages, oldest first, to fn. */
static void each_last(struct directory *d, struct room *room,
		      void (*fn)(struct directory *, struct room *, const struct wire_row *,
				 int64_t),
		      int64_t cID)
{
	struct wire_row *last[DIRECTORY_ROOM_MESSAGES];
	struct sqlite3_stmt *rows;
	unsigned count = 0;

	for (rows = store_ask(d->store, SQL_MESSAGES_BEFORE, "iii", room->id, INT64_MAX,
			      (int64_t)DIRECTORY_ROOM_MESSAGES);
	     store_next(rows);)
		last[count++] =
			message_row(room->id, store_int(rows, 0), store_int(rows, 1),
				    store_text(rows, 2), store_text(rows, 3), store_int(rows, 4));
	while (count) {
		fn(d, room, last[--count], cID);
		wire_row_free(&last[count]);
	}
}

static void to_all(struct directory *d, struct room *room, const struct wire_row *row, int64_t cID)
{
	const struct member *member;

	(void)cID;
	LL_FOREACH (room->members, member)
		live_put(d->live, member->cID, row);
}

static void to_one(struct directory *d, struct room *room, const struct wire_row *row, int64_t cID)
{
	(void)room;
	live_put(d->live, cID, row);
}

void messages_load(struct directory *d, struct room *room)
{
	each_last(d, room, to_all, 0);
}

void messages_show(struct directory *d, struct room *room, int64_t cID)
{
	each_last(d, room, to_one, cID);
}

/* Takes the oldest rows of a room away until no more than kept are left. */
static void trim(struct directory *d, const struct room *room, int64_t cID, unsigned kept)
{
	struct live_item item;
	uint64_t position = 0;
	unsigned count = 0;

	while (live_next_own(d->live, WIRE_MESSAGE, cID, &position, &item))
		count += CAST(message, item.row)->roomID == room->id;
	for (position = 0;
	     count > kept && live_next_own(d->live, WIRE_MESSAGE, cID, &position, &item);) {
		char key[WIRE_KEY_MAX];

		if (CAST(message, item.row)->roomID != room->id)
			continue;
		snprintf(key, sizeof(key), "%s", item.row->key);
		live_remove(d->live, WIRE_MESSAGE, cID, key);
		count--;
	}
}

void messages_hide(struct directory *d, struct room *room, int64_t cID)
{
	trim(d, room, cID, 0);
}

/* The message that this person has sent under uid before, 0 if there is none. */
static int64_t sent_before(struct directory *d, int64_t cID, const char *uid)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_MESSAGE_BY_UID, "is", cID, uid);
	int64_t id = 0;

	if (store_next(rows)) {
		id = store_int(rows, 0);
		store_end(rows);
	}
	return id;
}

static int64_t post(struct directory *d, int64_t id, int64_t cID, const char *text, const char *uid)
{
	struct room *room = room_find(d, id);
	const struct person *person = directory_person(d, cID);
	int64_t message = uid ? sent_before(d, cID, uid) : 0, now = clock_wall_ms();
	const struct member *member;
	struct wire_row *row;
	int err;

	if (message)
		return message;
	if (!room || !person || !room_member(room, cID))
		return ERR_NOT_FOUND;
	err = store_run(d->store, SQL_MESSAGE_ADD, "iisssi", id, cID, person->name, text, uid, now);
	if (err)
		return err;
	message = store_last_id(d->store);
	row = message_row(id, message, cID, person->name, text, now);
	to_all(d, room, row, 0);
	wire_row_free(&row);
	if (++room->posted % DIRECTORY_ROOM_MESSAGES == 0)
		LL_FOREACH (room->members, member)
			trim(d, room, member->cID, KEPT);
	return message;
}

/* What is said to one person may reach his telephone as well. */
static void tell_switch(const struct directory *d, int64_t id, int64_t cID, const char *text)
{
	const struct switch_handle *sw = &d->pabx->sw;
	const struct room *room = room_find(d, id);
	const struct member *member, *other = NULL;
	unsigned count = 0;

	if (!room || !sw->impl || !sw->ops->message)
		return;
	LL_FOREACH (room->members, member) {
		count++;
		if (member->cID != cID)
			other = member;
	}
	if (count == 2 && other)
		sw->ops->message(sw->impl, cID, other->cID, text);
}

int64_t directory_post(struct directory *d, int64_t id, int64_t cID, const char *text,
		       const char *uid)
{
	bool repeated = uid && sent_before(d, cID, uid);
	int64_t message = post(d, id, cID, text, uid);

	if (message > 0 && !repeated)
		tell_switch(d, id, cID, text);
	return message;
}

void directory_message(struct directory *d, int64_t from, int64_t to, const char *text)
{
	const int64_t members[] = {from, to};
	int64_t room;

	if (!directory_person(d, from) || !directory_person(d, to))
		return;
	room = directory_room(d, members, 2);
	if (room > 0)
		post(d, room, from, text, NULL);
}
