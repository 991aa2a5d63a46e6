#include "directory_inside.h"

/* Columns of STORE_PERSON. */
enum {
	P_CID,
	P_LOGIN,
	P_NAME,
	P_COMPANY,
	P_DEPARTMENT,
	P_TITLE,
	P_EMAIL,
	P_EXTENSION,
	P_MOBILE,
	P_ROLE,
	P_DEPUTY,
	P_TAGGABLE,
	P_PASSWORD,
	P_GENERATION,
	P_PHOTO_REV,
	P_SHOW,
	P_STATUS,
	P_UNTIL_SHOW,
	P_UNTIL_STATUS,
	P_UNTIL,
	P_GONE,
	P_REV,
};

void company_add(struct directory *d, const char *id, const char *name)
{
	struct company *company;

	HASH_FIND_STR(d->companies, id, company);
	if (!company) {
		company = mem_new(1, sizeof(*company));
		company->id = mem_dup(id);
		HASH_ADD_KEYPTR(hh, d->companies, company->id, strlen(company->id), company);
	}
	mem_set(&company->name, name);
}

const char *directory_company(const struct directory *d, const char *id)
{
	struct company *company;

	HASH_FIND_STR(d->companies, id, company);
	return company ? company->name : NULL;
}

struct person *person_find(const struct directory *d, int64_t cID)
{
	struct person *person;

	HASH_FIND(hh_id, d->by_id, &cID, sizeof(cID), person);
	return person;
}

const struct person *directory_person(const struct directory *d, int64_t cID)
{
	const struct person *person = person_find(d, cID);

	return person && !person->gone ? person : NULL;
}

const struct person *directory_person_by_login(const struct directory *d, const char *login)
{
	struct person *person;

	HASH_FIND(hh_login, d->by_login, login, strlen(login), person);
	return person;
}

int64_t directory_owner(const struct directory *d, const char *extension)
{
	struct person *person;

	HASH_FIND(hh_extension, d->by_extension, extension, strlen(extension), person);
	return person ? person->cID : WIRE_NULL;
}

/* Enters a person into the tables by login, extension and number, or takes him out of them. */
static void list_person(struct directory *d, struct person *person)
{
	struct person *other;

	if (person->gone)
		return;
	HASH_ADD_KEYPTR(hh_login, d->by_login, person->login, strlen(person->login), person);
	HASH_FIND(hh_extension, d->by_extension, person->extension, strlen(person->extension),
		  other);
	if (*person->extension && !other)
		HASH_ADD_KEYPTR(hh_extension, d->by_extension, person->extension,
				strlen(person->extension), person);
	number_add(d, person->extension, person->cID, NULL);
	number_add(d, person->mobile, person->cID, NULL);
}

static void unlist_person(struct directory *d, struct person *person)
{
	struct person *other;

	if (!person->login || person->gone)
		return;
	HASH_DELETE(hh_login, d->by_login, person);
	HASH_FIND(hh_extension, d->by_extension, person->extension, strlen(person->extension),
		  other);
	if (other == person)
		HASH_DELETE(hh_extension, d->by_extension, person);
	number_remove(d, person->extension, person->cID, NULL);
	number_remove(d, person->mobile, person->cID, NULL);
}

static void take_columns(struct person *person, struct sqlite3_stmt *rows)
{
	person->deputy = store_int(rows, P_DEPUTY);
	person->generation = store_int(rows, P_GENERATION);
	person->taggable = store_flag(rows, P_TAGGABLE);
	person->gone = store_flag(rows, P_GONE) || !store_text(rows, P_LOGIN);
	mem_set(&person->login, store_text(rows, P_LOGIN));
	mem_set(&person->name, store_text(rows, P_NAME));
	mem_set(&person->company, store_text(rows, P_COMPANY));
	mem_set(&person->extension, store_text(rows, P_EXTENSION));
	mem_set(&person->mobile, store_text(rows, P_MOBILE));
	mem_set(&person->role, store_text(rows, P_ROLE));
	mem_set(&person->password, store_text(rows, P_PASSWORD));
	mem_set(&person->chosen.show, store_text(rows, P_SHOW));
	mem_set(&person->chosen.status, store_text(rows, P_STATUS));
	mem_set(&person->until_chosen.show, store_text(rows, P_UNTIL_SHOW));
	mem_set(&person->until_chosen.status, store_text(rows, P_UNTIL_STATUS));
	person->until = store_int(rows, P_UNTIL);
	if (person->until < 0)
		person->until = 0;
}

static char *contact_numbers(const struct person *person)
{
	const char *types[] = {"extension", "mobile"};
	const char *numbers[] = {person->extension, person->mobile};

	return numbers_json(types, numbers, 2);
}

static void put_contact(struct directory *d, const struct person *person, struct sqlite3_stmt *rows)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	const char *company = directory_company(d, person->company);
	char *numbers = contact_numbers(person), id[32];

	person_key(id, person->cID);
	SET_INT(row, contact, cID, person->cID);
	SET_TEXT(row, contact, name, person->name);
	SET_TEXT(row, contact, uname, person->login);
	SET_TEXT(row, contact, company, person->company);
	SET_TEXT(row, contact, companyName, company ? company : person->company);
	SET_TEXT(row, contact, department, store_text(rows, P_DEPARTMENT));
	SET_TEXT(row, contact, title, store_text(rows, P_TITLE));
	SET_TEXT(row, contact, email, store_text(rows, P_EMAIL));
	SET_TEXT(row, contact, extension, person->extension);
	SET_TEXT(row, contact, numbers, numbers);
	SET_BOOL(row, contact, canCall, *person->extension || *person->mobile);
	SET_TEXT(row, contact, chatID, id);
	SET_INT(row, contact, deputy, person->deputy);
	SET_BOOL(row, contact, taggable, person->taggable);
	SET_TEXT(row, contact, photo, store_text(rows, P_PHOTO_REV));
	presence_fill(person, row);
	if (!live_get(d->live, WIRE_CONTACT, 0, id)) {
		SET_INT(row, contact, blf, 0);
		SET_BOOL(row, contact, online, false);
		SET_BOOL(row, contact, dnd, false);
		SET_TEXT(row, contact, forward, NULL);
	}
	free(numbers);
	directory_put(d, 0, row);
}

/* A person is in the address book once, and all but his key and number is the contact's. */
static void put_address(struct directory *d, const struct person *person)
{
	struct wire_row *row = wire_row_new(WIRE_ADDRESS);
	char key[40];

	snprintf(key, sizeof(key), "c%" PRId64, person->cID);
	SET_TEXT(row, address, key, key);
	SET_INT(row, address, cID, person->cID);
	SET_TEXT(row, address, number, *person->extension ? person->extension : person->mobile);
	SET_TEXT(row, address, group, "system");
	SET_BOOL(row, address, editable, false);
	directory_put(d, 0, row);
}

static void remove_rows(struct directory *d, const struct person *person)
{
	char key[40];

	snprintf(key, sizeof(key), "c%" PRId64, person->cID);
	live_remove(d->live, WIRE_ADDRESS, 0, key);
	live_remove(d->live, WIRE_TAG, 0, key + 1);
	live_remove(d->live, WIRE_OPERATOR, 0, key + 1);
	live_remove(d->live, WIRE_CONTACT, 0, key + 1);
}

static void take_person(struct directory *d, struct sqlite3_stmt *rows)
{
	int64_t cID = store_int(rows, P_CID);
	struct person *person = person_find(d, cID);
	bool known = person;

	if (!person) {
		person = mem_new(1, sizeof(*person));
		person->cID = cID;
		HASH_ADD(hh_id, d->by_id, cID, sizeof(person->cID), person);
	}
	unlist_person(d, person);
	take_columns(person, rows);
	list_person(d, person);
	presence_watch(d, person);
	if (person->gone) {
		remove_rows(d, person);
	} else {
		put_contact(d, person, rows);
		put_address(d, person);
	}
	overseer_note(d, person);
	if (known)
		rooms_show_of(d, cID);
	if (known && d->pabx->sessions)
		sessions_user_changed(d->pabx->sessions, cID);
	if (d->pabx->sw.impl && d->pabx->sw.ops->people)
		d->pabx->sw.ops->people(d->pabx->sw.impl);
}

void person_reload(struct directory *d, int64_t cID)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_PERSON, "i", cID);

	if (!store_next(rows))
		return;
	take_person(d, rows);
	store_end(rows);
}

static void note_revision(struct directory *d)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_META, "s", "people");

	if (!store_next(rows))
		return;
	d->people_rev = store_int(rows, 0);
	store_end(rows);
}

int people_load(struct directory *d, struct why *why)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_COMPANIES, "");

	if (!rows)
		return why_set(why, ERR_IO, "the store cannot be read");
	while (store_next(rows))
		company_add(d, store_text(rows, 0), store_text(rows, 1));
	for (rows = store_ask(d->store, SQL_PEOPLE, ""); store_next(rows);)
		take_person(d, rows);
	note_revision(d);
	return 0;
}

bool people_refresh(struct directory *d)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_PEOPLE_SINCE, "i", d->people_rev);
	unsigned count = 0;

	for (; store_next(rows); count++) {
		d->people_rev = store_int(rows, P_REV);
		take_person(d, rows);
	}
	return count > 0;
}

static void free_person(struct person *person)
{
	struct person_resource *resource, *next;

	LL_FOREACH_SAFE(person->resources, resource, next)
	{
		free(resource->name);
		free(resource->show);
		free(resource);
	}
	free(person->login);
	free(person->name);
	free(person->company);
	free(person->extension);
	free(person->mobile);
	free(person->role);
	if (person->password)
		mem_wipe(person->password, strlen(person->password));
	free(person->password);
	free(person->told_status);
	free(person->chosen.show);
	free(person->chosen.status);
	free(person->until_chosen.show);
	free(person->until_chosen.status);
	free(person);
}

void people_free(struct directory *d)
{
	struct person *person, *next;
	struct company *company, *after;

	HASH_CLEAR(hh_login, d->by_login);
	HASH_CLEAR(hh_extension, d->by_extension);
	HASH_ITER (hh_id, d->by_id, person, next) {
		HASH_DELETE(hh_id, d->by_id, person);
		free_person(person);
	}
	HASH_ITER (hh, d->companies, company, after) {
		HASH_DEL(d->companies, company);
		free(company->id);
		free(company->name);
		free(company);
	}
}

int directory_user(const struct directory *d, int64_t cID, struct user *user)
{
	const struct person *person = directory_person(d, cID);

	memset(user, 0, sizeof(*user));
	if (!person)
		return ERR_NOT_FOUND;
	user->cID = cID;
	snprintf(user->login, sizeof(user->login), "%s", person->login);
	snprintf(user->name, sizeof(user->name), "%s", person->name);
	snprintf(user->company, sizeof(user->company), "%s", person->company);
	snprintf(user->home, sizeof(user->home), "%s", person->company);
	role_perms(person->role, person->company, user);
	return 0;
}

const char *directory_number(const struct directory *d, int64_t cID)
{
	const struct person *person = directory_person(d, cID);

	if (!person)
		return NULL;
	if (*person->extension)
		return person->extension;
	return *person->mobile ? person->mobile : NULL;
}
