#include "mapping.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "base/text.h"
#include "directory_inside.h"
#include "person.h"
#include "role.h"

enum { TEXTS = 9, COMPANY_MAX = 63 };

/* The extensions that the file names. */
struct named {
	UT_hash_handle hh;
	char extension[];
};

struct mapping {
	struct named *named;
};

/* One row on its way: the person as the store has him, with what the row says over it. */
struct work {
	struct store *store;
	struct csv *csv;
	const char *file;
	struct why *why;
	struct person_record record;
	char *kept[TEXTS]; /* what the record's texts are, where the store had them */
};

static int bad(const struct work *w, int err, const char *what, const char *value)
{
	return why_set(w->why, err, "%s, line %u: %s \"%.60s\"", w->file, csv_line(w->csv), what,
		       value);
}

/* ---- A person of the store ---- */

/* Where the texts of a record stand in it, and as columns of STORE_PERSON. */
static const struct {
	size_t offset;
	int column;
	const char *name; /* of the file's column */
	size_t max;
} texts[TEXTS] = {
	{offsetof(struct person_record, login), 1, "login", 63},
	{offsetof(struct person_record, name), 2, "name", 128},
	{offsetof(struct person_record, company), 3, "company", COMPANY_MAX},
	{offsetof(struct person_record, department), 4, "department", 128},
	{offsetof(struct person_record, title), 5, "title", 128},
	{offsetof(struct person_record, email), 6, "email", 254},
	{offsetof(struct person_record, extension), 7, "extension", 63},
	{offsetof(struct person_record, mobile), 8, "mobile", 63},
	{offsetof(struct person_record, role), 9, "role", 256},
};
enum { COLUMN_CID = 0, COLUMN_DEPUTY = 10 };

static const char **text_of(struct person_record *record, int i)
{
	return (const char **)((char *)record + texts[i].offset);
}

static void keep(struct work *w, int i, const char *text)
{
	mem_set(&w->kept[i], text ? text : "");
	*text_of(&w->record, i) = w->kept[i];
}

static bool load(struct work *w, enum store_sql sql, const char *value)
{
	struct sqlite3_stmt *rows = store_ask(w->store, sql, "s", value);

	if (!store_next(rows))
		return false;
	w->record.cID = store_int(rows, COLUMN_CID);
	w->record.deputy = store_int(rows, COLUMN_DEPUTY);
	for (int i = 0; i < TEXTS; i++)
		keep(w, i, store_text(rows, texts[i].column));
	store_end(rows);
	return true;
}

static void make(struct work *w, const char *extension)
{
	w->record.cID = person_next(w->store);
	w->record.deputy = WIRE_NULL;
	for (int i = 0; i < TEXTS; i++)
		keep(w, i, "");
	w->record.login = w->record.name = w->record.extension = extension;
	w->record.company = "default";
}

static void forget(struct work *w)
{
	for (int i = 0; i < TEXTS; i++) {
		free(w->kept[i]);
		w->kept[i] = NULL;
	}
}

/* ---- The file ---- */

static int check_row(const struct work *w)
{
	char clean[512];

	for (int i = 0; i < TEXTS; i++) {
		const char *value = csv_get(w->csv, texts[i].name);

		if (strlen(value) > texts[i].max)
			return bad(w, ERR_LIMIT, "too long:", value);
		text_clean(clean, sizeof(clean), value, strlen(value));
		if (strcmp(clean, value) != 0)
			return bad(w, ERR_INVALID, "control characters in", value);
	}
	if (!*csv_get(w->csv, "extension") && !*csv_get(w->csv, "login"))
		return bad(w, ERR_INVALID, "an extension is needed for", csv_get(w->csv, "name"));
	const char *unknown = role_unknown(csv_get(w->csv, "role"));

	return unknown ? bad(w, ERR_INVALID, "no such permission:", unknown) : 0;
}

/* A company's id is its name in small letters and digits, with dashes between. */
static void company_id(const char *name, char id[COMPANY_MAX + 1])
{
	size_t len = 0;

	for (; *name && len < COMPANY_MAX; name++) {
		unsigned char c = (unsigned char)*name;

		if (isalnum(c) || c >= 0x80)
			id[len++] = c < 0x80 ? (char)tolower(c) : (char)c;
		else if (len && id[len - 1] != '-')
			id[len++] = '-';
	}
	while (len && id[len - 1] == '-')
		len--;
	id[len] = '\0';
}

static int take_company(struct work *w)
{
	const char *name = csv_get(w->csv, "company");
	char id[COMPANY_MAX + 1];
	const int company = 2;

	if (!*name || !strcmp(name, "default"))
		return 0;
	company_id(name, id);
	if (!*id)
		return bad(w, ERR_INVALID, "not a company:", name);
	keep(w, company, id);
	return store_run(w->store, SQL_COMPANY_PUT, "ss", id, name);
}

static int take_tags(struct work *w)
{
	char *tags = tags_of_words(csv_get(w->csv, "tags")), owner[32];
	int err = 0;

	person_key(owner, w->record.cID);
	if (tags)
		err = store_run(w->store, SQL_TAG_ADD, "ss", owner, tags);
	free(tags);
	return err;
}

/* Another who had the extension has it no more. */
static int free_extension(struct work *w, const char *extension)
{
	struct work other = {.store = w->store};
	int err = 0;

	if (load(&other, SQL_PERSON_BY_EXTENSION, extension) && other.record.cID != w->record.cID) {
		other.record.extension = "";
		err = person_put(w->store, &other.record);
	}
	forget(&other);
	return err < 0 ? err : 0;
}

static int take_row(struct work *w)
{
	const char *login = csv_get(w->csv, "login"), *extension = csv_get(w->csv, "extension");
	int err = check_row(w);

	if (err)
		return err;
	if (!(*login && load(w, SQL_PERSON_BY_LOGIN, login)) &&
	    !(*extension && load(w, SQL_PERSON_BY_EXTENSION, extension)))
		make(w, extension);
	for (int i = 0; i < TEXTS; i++)
		if (*csv_get(w->csv, texts[i].name))
			*text_of(&w->record, i) = csv_get(w->csv, texts[i].name);
	err = take_company(w);
	if (!err && *extension)
		err = free_extension(w, extension);
	if (!err)
		err = person_put(w->store, &w->record);
	if (err == ERR_CONFLICT)
		return bad(w, err, "another person has the login", w->record.login);
	return err < 0 ? err : take_tags(w);
}

static void name_extension(struct mapping *mapping, const char *extension)
{
	size_t len = strlen(extension) + 1;
	struct named *named;

	HASH_FIND_STR(mapping->named, extension, named);
	if (named || len == 1)
		return;
	named = mem_new(1, sizeof(*named) + len);
	memcpy(named->extension, extension, len);
	HASH_ADD_STR(mapping->named, extension, named);
}

static int take_rows(struct mapping *mapping, struct work *w)
{
	int got;

	while ((got = csv_next(w->csv, w->why)) == 1) {
		int err;

		*w->why->text = '\0';
		err = take_row(w);
		if (err < 0 && !*w->why->text)
			bad(w, err, "the store refused it:", err_name(err));
		name_extension(mapping, w->record.extension ? w->record.extension : "");
		if (err < 0)
			return err;
	}
	return got;
}

int mapping_new(struct store *store, const char *file, struct mapping **out, struct why *why)
{
	struct mapping *mapping = mem_new(1, sizeof(*mapping));
	struct work w = {.store = store, .file = file, .why = why};
	int err = 0;

	*out = mapping;
	if (!file)
		return 0;
	store_begin(store);
	err = csv_open(file, &w.csv, why);
	if (!err)
		err = take_rows(mapping, &w);
	forget(&w);
	csv_free(&w.csv);
	if (err)
		store_rollback(store);
	else if (store_commit(store))
		err = why_set(why, ERR_IO, "the store refused what is in %s", file);
	if (err)
		mapping_free(out);
	return err;
}

void mapping_free(struct mapping **slot)
{
	struct mapping *mapping = *slot;
	struct named *named, *next;

	if (!mapping)
		return;
	*slot = NULL;
	HASH_ITER (hh, mapping->named, named, next) {
		HASH_DEL(mapping->named, named);
		free(named);
	}
	free(mapping);
}

/* ---- The operator ---- */

static bool is_extension(const char *who)
{
	return *who && strlen(who) < 64 && strspn(who, "0123456789*#") == strlen(who);
}

static bool may_receive(const char *role)
{
	const char *at = strstr(role, "receptionist");
	char after = at ? at[strlen("receptionist")] : 'x';

	return at && (at == role || at[-1] == ' ') && (!after || after == ' ' || after == ':');
}

int mapping_operator(struct store *store, const char *who, int64_t *cID, char *login, size_t cap,
		     struct why *why)
{
	struct work w = {.store = store};
	char *role = NULL;
	int err = 0;

	if (!load(&w, SQL_PERSON_BY_LOGIN, who) && !load(&w, SQL_PERSON_BY_EXTENSION, who)) {
		if (!is_extension(who))
			return why_set(why, ERR_NOT_FOUND,
				       "nobody has the login or the extension \"%.64s\"", who);
		make(&w, who);
	}
	if (!may_receive(w.record.role)) {
		role = mem_printf("%s%sreceptionist", w.record.role, *w.record.role ? " " : "");
		w.record.role = role;
		err = person_put(store, &w.record);
	}
	*cID = w.record.cID;
	snprintf(login, cap, "%s", w.record.login);
	forget(&w);
	free(role);
	return err < 0 ? why_set(why, err, "the store cannot be written") : 0;
}

/* ---- Telephones ---- */

void mapping_phone(struct pabx *pabx, const char *extension, const char *name)
{
	const struct directory *d = pabx->directory;
	int64_t owner = directory_owner(d, extension);
	const struct person *person = owner == WIRE_NULL ? NULL : directory_person(d, owner);
	struct work w = {.store = pabx->store};
	struct named *named;

	HASH_FIND_STR(pabx->mapping->named, extension, named);
	if (named || !*name || strlen(name) > 128)
		return;
	if (person && (strcmp(person->login, extension) != 0 || !strcmp(person->name, name)))
		return;
	if (!load(&w, SQL_PERSON_BY_LOGIN, extension))
		make(&w, extension);
	w.record.name = name;
	if (person_put(pabx->store, &w.record) > 0)
		person_reload(pabx->directory, w.record.cID);
	forget(&w);
}
