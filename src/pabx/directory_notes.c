/* Notes, settings, desk states, night modes and DDIs: what the store has of them is what consoles
 * see. */
#include "directory_inside.h"
#include "night.h"

void note_show(struct directory *d, const char *key, const char *text, const char *by, int64_t time)
{
	struct wire_row *row = wire_row_new(WIRE_NOTE);

	SET_TEXT(row, note, key, key);
	SET_TEXT(row, note, text, text);
	SET_TEXT(row, note, by, by);
	SET_INT(row, note, time, time);
	directory_put(d, 0, row);
}

int directory_note(struct directory *d, const char *key, const char *text, const char *by)
{
	int64_t now = clock_wall_ms();
	int err;

	if (!text) {
		if (!live_get(d->live, WIRE_NOTE, 0, key))
			return ERR_NOT_FOUND;
		err = store_run(d->store, SQL_NOTE_END, "s", key);
		if (!err)
			live_remove(d->live, WIRE_NOTE, 0, key);
		return err;
	}
	err = store_run(d->store, SQL_NOTE_PUT, "sssi", key, text, by, now);
	if (!err)
		note_show(d, key, text, by, now);
	return err;
}

static void setting_show(struct directory *d, int64_t cID, const char *name, const char *value)
{
	struct wire_row *row = wire_row_new(WIRE_SETTING);

	SET_TEXT(row, setting, name, name);
	SET_TEXT(row, setting, value, value);
	directory_put(d, cID, row);
}

int directory_setting(struct directory *d, int64_t cID, const char *name, const char *value)
{
	int err = value ? store_run(d->store, SQL_SETTING_PUT, "iss", cID, name, value)
			: store_run(d->store, SQL_SETTING_END, "is", cID, name);

	if (!err && value)
		setting_show(d, cID, name, value);
	else if (!err)
		live_remove(d->live, WIRE_SETTING, cID, name);
	return err;
}

static void operator_show(struct directory *d, int64_t cID, const char *device, const char *state,
			  int64_t since, const char *note)
{
	struct wire_row *row = wire_row_new(WIRE_OPERATOR);

	SET_INT(row, operator, cID, cID);
	SET_TEXT(row, operator, device, device);
	SET_TEXT(row, operator, state, state);
	SET_INT(row, operator, since, since);
	SET_TEXT(row, operator, note, note);
	directory_put(d, 0, row);
}

int directory_operator(struct directory *d, int64_t cID, const char *device, const char *state,
		       const char *note)
{
	char key[32];
	const struct wire_operator *old;
	int64_t since = clock_wall_ms();
	int err;

	person_key(key, cID);
	old = (const struct wire_operator *)live_get(d->live, WIRE_OPERATOR, 0, key);
	if (old && !note)
		note = old->note;
	if (old && !device)
		device = old->device;
	if (old && (!state || !strcmp(old->state, state))) {
		state = old->state;
		since = old->since;
	}
	device = device ? device : "";
	state = state ? state : "on";
	note = note ? note : "";
	err = store_run(d->store, SQL_OPERATOR_PUT, "issis", cID, device, state, since, note);
	if (!err)
		operator_show(d, cID, device, state, since, note);
	return err;
}

void nightmode_show(struct directory *d, const char *company, int64_t mode, const char *name,
		    const char *value)
{
	struct wire_row *row = wire_row_new(WIRE_NIGHTMODE);

	SET_TEXT(row, nightmode, company, company);
	SET_INT(row, nightmode, mode, mode);
	SET_TEXT(row, nightmode, name, name);
	SET_TEXT(row, nightmode, value, value);
	directory_put(d, 0, row);
}

int directory_nightmode(struct directory *d, const char *company, int64_t mode, const char *value)
{
	char number[32], key[WIRE_KEY_MAX];
	const struct wire_nightmode *old;
	int err;

	snprintf(number, sizeof(number), "%" PRId64, mode);
	wire_key(key, sizeof(key), WIRE_NIGHTMODE, company, number);
	old = (const struct wire_nightmode *)live_get(d->live, WIRE_NIGHTMODE, 0, key);
	if (!old)
		return ERR_NOT_FOUND;
	err = store_run(d->store, SQL_NIGHTMODE_SET, "ssi", value, company, mode);
	if (err)
		return err;
	nightmode_show(d, company, mode, old->name, value);
	if (mode == NIGHT_SERVICE)
		night_tell(d->pabx, company, value);
	return 0;
}

void nightmodes_make(struct directory *d, const char *company)
{
	for (int64_t mode = 1; mode <= DIRECTORY_NIGHTMODES; mode++) {
		const char *name = mode == 1 ? "Office" : NULL;

		if (!store_run(d->store, SQL_NIGHTMODE_ADD, "siss", company, mode, name, "sched") &&
		    store_count(d->store))
			nightmode_show(d, company, mode, name, "sched");
	}
}

void ddi_add(struct directory *d, const char *number, const char *name, const char *greeting)
{
	char normal[NUMBER_MAX];
	struct ddi *ddi;

	if (number_e164(&d->pabx->plan, number, normal, sizeof(normal)) <= 0)
		return;
	HASH_FIND_STR(d->ddis, normal, ddi);
	if (!ddi) {
		ddi = mem_new(1, sizeof(*ddi));
		ddi->number = mem_dup(normal);
		HASH_ADD_KEYPTR(hh, d->ddis, ddi->number, strlen(ddi->number), ddi);
	}
	mem_set(&ddi->name, name);
	mem_set(&ddi->greeting, greeting);
}

static const struct ddi *ddi_find(const struct directory *d, const char *number)
{
	char normal[NUMBER_MAX];
	struct ddi *ddi = NULL;

	if (number_e164(&d->pabx->plan, number, normal, sizeof(normal)) > 0)
		HASH_FIND_STR(d->ddis, normal, ddi);
	return ddi;
}

const char *directory_greeting(const struct directory *d, const char *number)
{
	const struct ddi *ddi = ddi_find(d, number);

	return ddi && *ddi->greeting ? ddi->greeting : NULL;
}

const char *directory_called(const struct directory *d, const char *number)
{
	const struct ddi *ddi = ddi_find(d, number);

	return ddi && *ddi->name ? ddi->name : NULL;
}

void ddis_load(struct directory *d)
{
	struct sqlite3_stmt *rows;

	for (rows = store_ask(d->store, SQL_DDIS, ""); store_next(rows);)
		ddi_add(d, store_text(rows, 0), store_text(rows, 1), store_text(rows, 2));
}

void ddis_free(struct directory *d)
{
	struct ddi *ddi, *next;

	HASH_ITER (hh, d->ddis, ddi, next) {
		HASH_DEL(d->ddis, ddi);
		free(ddi->number);
		free(ddi->name);
		free(ddi->greeting);
		free(ddi);
	}
}

void notes_load(struct directory *d)
{
	struct sqlite3_stmt *rows;
	struct company *company, *next;

	for (rows = store_ask(d->store, SQL_NOTES, ""); store_next(rows);)
		note_show(d, store_text(rows, 0), store_text(rows, 1), store_text(rows, 2),
			  store_int(rows, 3));
	for (rows = store_ask(d->store, SQL_SETTINGS, ""); store_next(rows);)
		setting_show(d, store_int(rows, 0), store_text(rows, 1), store_text(rows, 2));
	for (rows = store_ask(d->store, SQL_OPERATORS, ""); store_next(rows);)
		operator_show(d, store_int(rows, 0), store_text(rows, 1), store_text(rows, 2),
			      store_int(rows, 3), store_text(rows, 4));
	for (rows = store_ask(d->store, SQL_NIGHTMODES, ""); store_next(rows);)
		nightmode_show(d, store_text(rows, 0), store_int(rows, 1), store_text(rows, 2),
			       store_text(rows, 3));
	HASH_ITER (hh, d->companies, company, next)
		nightmodes_make(d, company->id);
}
