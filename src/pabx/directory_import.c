/* The CSV files of an office folder. */
#include <errno.h>

#include "base/csv.h"
#include "directory_inside.h"
#include "person.h"

struct import {
	struct directory *d;
	struct csv *csv;
	const char *file;
	struct why *why;
};

static int bad(const struct import *in, int err, const char *what, const char *value)
{
	return why_set(in->why, err, "%s, line %u: %s \"%.60s\"", in->file, csv_line(in->csv), what,
		       value);
}

static const char *get(const struct import *in, const char *column)
{
	return csv_get(in->csv, column);
}

/* A value that is cleaned as everything that consoles see: one that changes by it is refused. */
static int check_text(const struct import *in, const char *column, size_t max)
{
	const char *value = get(in, column);
	char clean[4096];

	if (strlen(value) > max)
		return bad(in, ERR_LIMIT, "too long:", value);
	text_clean_lines(clean, sizeof(clean), value, strlen(value));
	return strcmp(clean, value) ? bad(in, ERR_INVALID, "control characters in", value) : 0;
}

struct limit {
	const char *column;
	size_t max;
};

static int check_texts(const struct import *in, const struct limit *limits, unsigned count)
{
	int err = 0;

	for (unsigned i = 0; !err && i < count; i++)
		err = check_text(in, limits[i].column, limits[i].max);
	return err;
}

static int read_id(const struct import *in, const char *column, int64_t *id)
{
	const char *value = get(in, column);
	char *end;

	*id = WIRE_NULL;
	if (!*value)
		return 0;
	errno = 0;
	*id = strtoll(value, &end, 10);
	if (errno || *end || *id < 1 || *id > INT64_C(1) << 40)
		return bad(in, ERR_INVALID, "not a contact's number:", value);
	return 0;
}

static int import_company(struct import *in)
{
	static const struct limit limits[] = {{"id", 63}, {"name", 128}};
	const char *id = get(in, "id");
	int err = check_texts(in, limits, 2);

	if (!err && !*id)
		err = bad(in, ERR_INVALID, "no id for", get(in, "name"));
	if (!err)
		err = store_run(in->d->store, SQL_COMPANY_PUT, "ss", id, get(in, "name"));
	if (err)
		return err;
	company_add(in->d, id, get(in, "name"));
	nightmodes_make(in->d, id);
	return 0;
}

static int put_tags(struct import *in, const char *owner)
{
	char *tags = tags_of_words(get(in, "tags"));
	int err = 0;

	if (tags)
		err = store_run(in->d->store, SQL_TAG_ADD, "ss", owner, tags);
	if (tags && !err && store_count(in->d->store))
		tag_show(in->d, owner, tags);
	free(tags);
	return err;
}

static int check_person(const struct import *in)
{
	static const struct limit limits[] = {
		{"login", 63},       {"name", 128},   {"company", 63},   {"title", 128},
		{"department", 128}, {"email", 254},  {"extension", 63}, {"mobile", 63},
		{"role", 256},       {"status", 256}, {"tags", 1024}};
	const char *unknown = role_unknown(get(in, "role"));
	int err = check_texts(in, limits, sizeof(limits) / sizeof(*limits));

	if (err)
		return err;
	if (!*get(in, "login") || !*get(in, "name"))
		return bad(in, ERR_INVALID, "a login and a name are needed, not", get(in, "login"));
	if (!directory_company(in->d, get(in, "company")))
		return bad(in, ERR_INVALID, "no such company:", get(in, "company"));
	if (unknown)
		return bad(in, ERR_INVALID, "no such permission:", unknown);
	if (!directory_is_show(get(in, "show")))
		return bad(in, ERR_INVALID, "not a presence:", get(in, "show"));
	return 0;
}

static int read_person(const struct import *in, struct person_record *record)
{
	int err = check_person(in);

	if (!err)
		err = read_id(in, "cid", &record->cID);
	if (!err && record->cID == WIRE_NULL)
		err = bad(in, ERR_INVALID, "no cid for", get(in, "login"));
	if (!err)
		err = read_id(in, "deputy", &record->deputy);
	record->login = get(in, "login");
	record->name = get(in, "name");
	record->company = get(in, "company");
	record->department = get(in, "department");
	record->title = get(in, "title");
	record->email = get(in, "email");
	record->extension = get(in, "extension");
	record->mobile = get(in, "mobile");
	record->role = get(in, "role");
	return err;
}

static int import_person(struct import *in)
{
	struct directory *d = in->d;
	struct person_record record;
	char key[32];
	int err = read_person(in, &record);

	if (err)
		return err;
	err = person_put(d->store, &record);
	if (err < 0)
		return bad(in, err, "another person has the login", record.login);
	if (err)
		person_reload(d, record.cID);
	if (!directory_person(d, record.cID))
		return 0; /* has been removed here */
	directory_presence(d, record.cID, "desk", get(in, "show"), get(in, "status"), 0);
	person_key(key, record.cID);
	return put_tags(in, key);
}

static int read_owner(const struct import *in, struct directory_address *address)
{
	const char *owner = get(in, "owner");
	int64_t cID;

	if (!strcmp(address->group, "system"))
		return 0;
	if (!strcmp(address->group, "company")) {
		address->tenant = owner;
		return directory_company(in->d, owner)
			       ? 0
			       : bad(in, ERR_INVALID, "no such company:", owner);
	}
	if (strcmp(address->group, "personal") != 0)
		return bad(in, ERR_INVALID, "not a group:", address->group);
	if (read_id(in, "owner", &cID) || !person_find(in->d, cID))
		return bad(in, ERR_INVALID, "no such person:", owner);
	address->owner = cID;
	return 0;
}

static int import_address(struct import *in)
{
	static const struct limit limits[] = {{"key", 60},         {"name", 128},  {"number", 512},
					      {"company", 128},    {"email", 254}, {"owner", 63},
					      {"department", 128}, {"tags", 1024}};
	struct directory_address a = {
		.group = get(in, "group"),
		.tenant = "",
		.name = get(in, "name"),
		.numbers = get(in, "number"),
		.company = get(in, "company"),
		.email = get(in, "email"),
		.department = get(in, "department"),
	};
	int err = check_texts(in, limits, sizeof(limits) / sizeof(*limits));

	if (!err)
		err = read_owner(in, &a);
	if (!err && (!*get(in, "key") || !*a.name))
		err = bad(in, ERR_INVALID, "a key and a name are needed, not", a.name);
	if (err || (a.owner && !directory_person(in->d, a.owner)))
		return err; /* its owner has been removed here */
	snprintf(a.key, sizeof(a.key), "%s", get(in, "key"));
	err = address_add(in->d, &a);
	return err ? err : put_tags(in, a.key);
}

static int import_ddi(struct import *in)
{
	static const struct limit limits[] = {
		{"ddi", 63}, {"company", 63}, {"name", 128}, {"greeting", 512}, {"to", 63}};
	int err = check_texts(in, limits, 5);

	if (!err && !number_dialable(get(in, "ddi")))
		err = bad(in, ERR_INVALID, "not a number:", get(in, "ddi"));
	if (!err)
		err = store_run(in->d->store, SQL_DDI_PUT, "sssss", get(in, "ddi"),
				get(in, "company"), get(in, "name"), get(in, "greeting"),
				get(in, "to"));
	if (!err)
		ddi_add(in->d, get(in, "ddi"), get(in, "name"), get(in, "greeting"));
	return err;
}

static int import_note(struct import *in)
{
	static const struct limit limits[] = {{"key", 63}, {"text", 4000}, {"by", 63}};
	const struct person *by = directory_person_by_login(in->d, get(in, "by"));
	const char *name = by ? by->name : get(in, "by");
	int64_t now = clock_wall_ms();
	int err = check_texts(in, limits, 3);

	if (!err)
		err = store_run(in->d->store, SQL_NOTE_ADD, "sssi", get(in, "key"), get(in, "text"),
				name, now);
	if (!err && store_count(in->d->store))
		note_show(in->d, get(in, "key"), get(in, "text"), name, now);
	return err;
}

static const struct {
	const char *name;
	int (*row)(struct import *in);
	bool needed;
} files[] = {
	{"companies.csv", import_company, true},  {"people.csv", import_person, true},
	{"addresses.csv", import_address, false}, {"ddis.csv", import_ddi, false},
	{"notes.csv", import_note, false},
};

static int import_file(struct directory *d, const char *path, int (*row)(struct import *),
		       struct why *why)
{
	struct import in = {.d = d, .file = path, .why = why};
	int got = csv_open(path, &in.csv, why);

	if (got)
		return got;
	while ((got = csv_next(in.csv, why)) == 1) {
		int err;

		if (why)
			*why->text = '\0';
		err = row(&in);
		if (err && why && !*why->text)
			bad(&in, err, "the store refused it:", err_name(err));
		if (err) {
			got = err;
			break;
		}
	}
	csv_free(&in.csv);
	return got;
}

int directory_import(struct pabx *pabx, const char *folder, struct why *why)
{
	struct directory *d = pabx->directory;
	unsigned before = live_count(d->live, WIRE_ADDRESS);
	int err = 0;

	store_begin(d->store);
	for (size_t i = 0; !err && i < sizeof(files) / sizeof(*files); i++) {
		char *path = mem_printf("%s/%s", folder, files[i].name);

		err = import_file(d, path, files[i].row, why);
		if (err == ERR_NOT_FOUND && !files[i].needed)
			err = 0;
		free(path);
	}
	if (!err && live_count(d->live, WIRE_ADDRESS) != before)
		err = store_run(d->store, SQL_META_COUNT, "s", "address");
	if (err)
		store_rollback(d->store);
	else if (store_commit(d->store))
		err = why_set(why, ERR_IO, "the store refused what is in %s", folder);
	return err;
}
