/* Messages that the desk has taken for somebody. The last ones, and all that were not sent, are in
 * live; the store keeps some more. */
#include "directory_inside.h"

enum { SHOWN = 200, KEPT = 1000 };

/* Columns of STORE_TAKEN. */
enum {
	T_ID,
	T_CID,
	T_NAME,
	T_TO,
	T_CALLER,
	T_NUMBER,
	T_TIME,
	T_TEXT,
	T_VIA,
	T_STATE,
	T_WHY,
	T_CHANGED,
	T_BY,
	T_BY_NAME,
	T_COMPANY,
};

static struct wire_row *row_of(struct sqlite3_stmt *rows)
{
	struct wire_row *row = wire_row_new(WIRE_TAKEN);

	SET_INT(row, taken, id, store_int(rows, T_ID));
	SET_INT(row, taken, cID, store_int(rows, T_CID));
	SET_TEXT(row, taken, name, store_text(rows, T_NAME));
	SET_TEXT(row, taken, to, store_text(rows, T_TO));
	SET_TEXT(row, taken, caller, store_text(rows, T_CALLER));
	SET_TEXT(row, taken, number, store_text(rows, T_NUMBER));
	SET_INT(row, taken, time, store_int(rows, T_TIME));
	SET_TEXT(row, taken, text, store_text(rows, T_TEXT));
	SET_TEXT(row, taken, via, store_text(rows, T_VIA));
	SET_TEXT(row, taken, state, store_text(rows, T_STATE));
	SET_TEXT(row, taken, why, store_text(rows, T_WHY));
	SET_INT(row, taken, changed, store_int(rows, T_CHANGED));
	SET_INT(row, taken, by, store_int(rows, T_BY));
	SET_TEXT(row, taken, byName, store_text(rows, T_BY_NAME));
	SET_TEXT(row, taken, company, store_text(rows, T_COMPANY));
	return row;
}

void taken_load(struct directory *d)
{
	struct sqlite3_stmt *rows;

	for (rows = store_ask(d->store, SQL_TAKEN, ""); store_next(rows);)
		directory_put(d, 0, row_of(rows));
}

/* The one that has just left the last ones goes from live, unless it still is to be sent. */
static void forget_old(struct directory *d, int64_t newest)
{
	char key[32];
	const struct wire_row *old;

	person_key(key, newest - SHOWN);
	old = live_get(d->live, WIRE_TAKEN, 0, key);
	if (old && !strcmp(CAST(taken, old)->state, "sent"))
		live_remove(d->live, WIRE_TAKEN, 0, key);
	if (newest > KEPT)
		store_run(d->store, SQL_TAKEN_OLD, "i", newest - KEPT);
}

/* The message that this person has taken under uid before, 0 if there is none. */
static int64_t taken_before(struct directory *d, int64_t by, const char *uid)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_TAKEN_BY_UID, "is", by, uid);
	int64_t id = 0;

	if (store_next(rows)) {
		id = store_int(rows, T_ID);
		store_end(rows);
	}
	return id;
}

static void show_new(struct directory *d, const struct directory_taken *t, int64_t id, int64_t now)
{
	struct wire_row *row = wire_row_new(WIRE_TAKEN);

	SET_INT(row, taken, id, id);
	SET_INT(row, taken, cID, t->cID);
	SET_TEXT(row, taken, name, t->name);
	SET_TEXT(row, taken, to, t->to);
	SET_TEXT(row, taken, caller, t->caller);
	SET_TEXT(row, taken, number, t->number);
	SET_INT(row, taken, time, t->time);
	SET_TEXT(row, taken, text, t->text);
	SET_TEXT(row, taken, via, t->via);
	SET_TEXT(row, taken, state, t->state);
	SET_TEXT(row, taken, why, "");
	SET_INT(row, taken, changed, now);
	SET_INT(row, taken, by, t->by);
	SET_TEXT(row, taken, byName, t->by_name);
	SET_TEXT(row, taken, company, t->company);
	directory_put(d, 0, row);
	forget_old(d, id);
}

int64_t directory_take(struct directory *d, const struct directory_taken *t)
{
	int64_t now = clock_wall_ms(), id = t->uid ? taken_before(d, t->by, t->uid) : 0;
	int err;

	if (id)
		return id;
	err = store_run(d->store, SQL_TAKEN_ADD, "issssissssiisss", t->cID, t->name, t->to,
			t->caller, t->number, t->time, t->text, t->via, t->state, "", now, t->by,
			t->by_name, t->company, t->uid);
	if (err)
		return err;
	id = store_last_id(d->store);
	show_new(d, t, id, now);
	return id;
}

const struct wire_taken *directory_taken(const struct directory *d, int64_t id)
{
	char key[32];

	person_key(key, id);
	return CAST(taken, live_get(d->live, WIRE_TAKEN, 0, key));
}

int directory_taken_state(struct directory *d, int64_t id, const char *via, const char *state,
			  const char *why)
{
	const struct wire_taken *old = directory_taken(d, id);
	int64_t now = clock_wall_ms();
	struct wire_row *row;
	int err;

	if (!old)
		return ERR_NOT_FOUND;
	via = via ? via : old->via;
	err = store_run(d->store, SQL_TAKEN_STATE, "sssii", via, state, why, now, id);
	if (err)
		return err;
	row = wire_row_copy(&old->row);
	SET_TEXT(row, taken, via, via);
	SET_TEXT(row, taken, state, state);
	SET_TEXT(row, taken, why, why);
	SET_INT(row, taken, changed, now);
	directory_put(d, 0, row);
	return 0;
}

int directory_taken_end(struct directory *d, int64_t id)
{
	char key[32];
	int err;

	person_key(key, id);
	if (!live_get(d->live, WIRE_TAKEN, 0, key))
		return ERR_NOT_FOUND;
	err = store_run(d->store, SQL_TAKEN_END, "i", id);
	if (!err)
		live_remove(d->live, WIRE_TAKEN, 0, key);
	return err;
}
