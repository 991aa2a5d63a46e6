/* Chat rooms and who is in them. */
#include "directory_rooms.h"

struct room *room_find(const struct directory *d, int64_t id)
{
	struct room *room;

	HASH_FIND(hh, d->rooms, &id, sizeof(id), room);
	return room;
}

struct member *room_member(const struct room *room, int64_t cID)
{
	struct member *member;

	LL_FOREACH (room->members, member)
		if (member->cID == cID)
			return member;
	return NULL;
}

bool directory_in_room(const struct directory *d, int64_t id, int64_t cID)
{
	const struct room *room = room_find(d, id);

	return room && room_member(room, cID);
}

static struct room *add_room(struct directory *d, int64_t id, const char *name, const char *pair)
{
	struct room *room = mem_new(1, sizeof(*room));

	room->id = id;
	room->name = mem_dup(name);
	room->pair = mem_dup(pair);
	HASH_ADD(hh, d->rooms, id, sizeof(room->id), room);
	return room;
}

static void add_member(struct room *room, int64_t cID, int64_t seen)
{
	struct member *member = mem_new(1, sizeof(*member));

	member->cID = cID;
	member->seen = seen;
	LL_APPEND(room->members, member);
	room->count++;
}

static const char *name_of(const struct directory *d, int64_t cID)
{
	const struct person *person = person_find(d, cID);

	return person ? person->name : "";
}

/* Members as JSON, by chatID. */
static char *members_json(const struct directory *d, const struct room *room)
{
	const struct member *member;
	struct buf out;

	buf_init(&out, 16384);
	buf_add_char(&out, '{');
	LL_FOREACH (room->members, member) {
		const struct person *person = person_find(d, member->cID);
		size_t start = out.len;

		if (start > 1)
			buf_add_char(&out, ',');
		if (buf_printf(&out, "\"%" PRId64 "\":{\"cID\":%" PRId64 ",\"name\":", member->cID,
			       member->cID) ||
		    wire_json_add_text(&out, name_of(d, member->cID)) ||
		    buf_add_str(&out, ",\"uname\":") ||
		    wire_json_add_text(&out, person && person->login ? person->login : "") ||
		    buf_add_str(&out, ",\"url\":null}"))
			out.len = start;
	}
	buf_add_char(&out, '}');
	return buf_take(&out);
}

/* What the room is called by one who is in it: its name, or the names of the others. */
static void label_for(const struct directory *d, const struct room *room, int64_t cID, char *out,
		      size_t cap)
{
	const struct member *member;
	size_t len = 0;

	snprintf(out, cap, "%s", room->name);
	if (*room->name)
		return;
	LL_FOREACH (room->members, member) {
		if (member->cID == cID || len >= cap)
			continue;
		len += (size_t)snprintf(out + len, cap - len, len ? ", %s" : "%s",
					name_of(d, member->cID));
	}
}

/* The other one of a private room; he stays so when he has left. Of whom it is not: none. */
static int64_t other_of(const struct room *room, int64_t cID)
{
	int64_t a = 0, b = 0;

	if (!room->pair || sscanf(room->pair, "%" SCNd64 ":%" SCNd64, &a, &b) != 2)
		return WIRE_NULL;
	return a == cID ? b : b == cID ? a : WIRE_NULL;
}

static void show_to(struct directory *d, const struct room *room, const struct member *member,
		    const char *members)
{
	struct wire_row *row = wire_row_new(WIRE_ROOM);
	char label[512];

	label_for(d, room, member->cID, label, sizeof(label));
	SET_INT(row, room, roomID, room->id);
	SET_INT(row, room, cID, other_of(room, member->cID));
	SET_TEXT(row, room, label, label);
	SET_TEXT(row, room, members, members);
	SET_TEXT(row, room, state, "open");
	SET_INT(row, room, seen, member->seen);
	SET_BOOL(row, room, isPublic, false);
	directory_put(d, member->cID, row);
}

static void show_to_overseer(struct directory *d, const struct room *room,
			     const struct overseer *overseer, const char *members)
{
	char key[32];

	if (room_member(room, overseer->user.cID))
		return;
	person_key(key, room->id);
	if (overseer_sees(d, &overseer->user, room))
		show_to(d, room, &(struct member){.cID = overseer->user.cID}, members);
	else
		live_remove(d->live, WIRE_ROOM, overseer->user.cID, key);
}

static void show(struct directory *d, const struct room *room)
{
	char *members = members_json(d, room);
	const struct member *member;
	const struct overseer *overseer;

	LL_FOREACH (room->members, member)
		show_to(d, room, member, members);
	LL_FOREACH (d->overseers, overseer)
		show_to_overseer(d, room, overseer, members);
	free(members);
}

void rooms_show_of(struct directory *d, int64_t cID)
{
	struct room *room, *next;

	HASH_ITER (hh, d->rooms, room, next)
		if (room_member(room, cID))
			show(d, room);
}

void rooms_show_to(struct directory *d, const struct overseer *overseer)
{
	struct room *room, *next;

	HASH_ITER (hh, d->rooms, room, next) {
		char *members = members_json(d, room);

		show_to_overseer(d, room, overseer, members);
		free(members);
	}
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return left < right ? -1 : left > right;
}

static unsigned sort_unique(int64_t *cIDs, unsigned count)
{
	unsigned kept = 0;

	qsort(cIDs, count, sizeof(*cIDs), compare);
	for (unsigned i = 0; i < count; i++)
		if (!i || cIDs[i] != cIDs[i - 1])
			cIDs[kept++] = cIDs[i];
	return kept;
}

static struct room *pair_find(const struct directory *d, const char *pair)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_ROOM_BY_PAIR, "s", pair);
	struct room *room = NULL;

	if (store_next(rows)) {
		room = room_find(d, store_int(rows, 0));
		store_end(rows);
	}
	return room;
}

static int64_t make(struct directory *d, const int64_t *cIDs, unsigned count, const char *pair)
{
	struct room *room;
	int64_t id = 0;
	int err;

	store_begin(d->store);
	err = store_run(d->store, SQL_ROOM_ADD, "ss", "", pair);
	if (!err)
		id = store_last_id(d->store);
	for (unsigned i = 0; !err && i < count; i++)
		err = store_run(d->store, SQL_MEMBER_PUT, "iii", id, cIDs[i], INT64_C(0));
	if (err) {
		store_rollback(d->store);
		return err;
	}
	err = store_commit(d->store);
	if (err)
		return err;
	room = add_room(d, id, "", pair);
	for (unsigned i = 0; i < count; i++)
		add_member(room, cIDs[i], 0);
	show(d, room);
	return id;
}

int64_t directory_room(struct directory *d, const int64_t *members, unsigned count)
{
	int64_t cIDs[DIRECTORY_ROOM_MEMBERS];
	struct room *room;
	char pair[64];

	if (count > DIRECTORY_ROOM_MEMBERS)
		return ERR_LIMIT;
	memcpy(cIDs, members, count * sizeof(*cIDs));
	count = sort_unique(cIDs, count);
	if (count < 2)
		return ERR_INVALID;
	if (count > 2)
		return make(d, cIDs, count, NULL);
	snprintf(pair, sizeof(pair), "%" PRId64 ":%" PRId64, cIDs[0], cIDs[1]);
	room = pair_find(d, pair);
	if (!room)
		return make(d, cIDs, count, pair);
	for (unsigned i = 0; i < count; i++)
		directory_room_link(d, room->id, cIDs[i]);
	return room->id;
}

int directory_room_link(struct directory *d, int64_t id, int64_t cID)
{
	struct room *room = room_find(d, id);
	int err;

	if (!room || !directory_person(d, cID))
		return ERR_NOT_FOUND;
	if (room_member(room, cID))
		return 0;
	if (room->count >= DIRECTORY_ROOM_MEMBERS)
		return ERR_LIMIT;
	err = store_run(d->store, SQL_MEMBER_PUT, "iii", id, cID, INT64_C(0));
	if (err)
		return err;
	add_member(room, cID, 0);
	show(d, room);
	messages_show(d, room, cID);
	return 0;
}

int directory_room_leave(struct directory *d, int64_t id, int64_t cID)
{
	struct room *room = room_find(d, id);
	struct member *member = room ? room_member(room, cID) : NULL;
	char key[32];
	int err;

	if (!member)
		return ERR_NOT_FOUND;
	err = store_run(d->store, SQL_MEMBER_END, "ii", id, cID);
	if (err)
		return err;
	LL_DELETE(room->members, member);
	room->count--;
	free(member);
	messages_hide(d, room, cID);
	person_key(key, id);
	live_remove(d->live, WIRE_ROOM, cID, key);
	show(d, room);
	return 0;
}

int directory_room_seen(struct directory *d, int64_t id, int64_t cID, int64_t message)
{
	struct room *room = room_find(d, id);
	struct member *member = room ? room_member(room, cID) : NULL;
	char *members;
	int err;

	if (!member)
		return ERR_NOT_FOUND;
	if (message <= member->seen)
		return 0;
	err = store_run(d->store, SQL_MEMBER_PUT, "iii", id, cID, message);
	if (err)
		return err;
	member->seen = message;
	members = members_json(d, room);
	show_to(d, room, member, members);
	free(members);
	return 0;
}

int directory_room_name(struct directory *d, int64_t id, const char *name)
{
	struct room *room = room_find(d, id);
	int err;

	if (!room)
		return ERR_NOT_FOUND;
	err = store_run(d->store, SQL_ROOM_NAME, "si", name, id);
	if (err)
		return err;
	mem_set(&room->name, name);
	show(d, room);
	return 0;
}

void rooms_load(struct directory *d)
{
	struct sqlite3_stmt *rows;
	struct room *room, *next;

	for (rows = store_ask(d->store, SQL_ROOMS, ""); store_next(rows);)
		add_room(d, store_int(rows, 0), store_text(rows, 1), store_text(rows, 2));
	for (rows = store_ask(d->store, SQL_MEMBERS, ""); store_next(rows);) {
		room = room_find(d, store_int(rows, 0));
		if (room && directory_person(d, store_int(rows, 1)))
			add_member(room, store_int(rows, 1), store_int(rows, 2));
	}
	HASH_ITER (hh, d->rooms, room, next) {
		show(d, room);
		messages_load(d, room);
	}
}

void rooms_free(struct directory *d)
{
	struct room *room, *next;
	struct member *member, *after;

	HASH_ITER (hh, d->rooms, room, next) {
		HASH_DEL(d->rooms, room);
		LL_FOREACH_SAFE(room->members, member, after)
		free(member);
		free(room->name);
		free(room->pair);
		free(room);
	}
}
