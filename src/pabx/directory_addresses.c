#include "directory_inside.h"

#include "base/random.h"
#include "number_list.h"

enum { A_KEY = 0 };

static void index_numbers(struct directory *d, const struct directory_address *address,
			  void (*fn)(struct directory *, const char *, int64_t, const char *))
{
	struct number_list list;

	number_list_read(&list, address->numbers);
	for (unsigned i = 0; i < list.count; i++)
		fn(d, list.numbers[i], WIRE_NULL, address->key);
	number_list_free(&list);
}

static void set_numbers(struct wire_row *row, const char *text)
{
	struct number_list list;
	char *json;

	number_list_read(&list, text);
	json = numbers_json(list.types, list.numbers, list.count);
	SET_TEXT(row, address, number, list.count ? list.numbers[0] : "");
	SET_TEXT(row, address, numbers, json);
	free(json);
	number_list_free(&list);
}

void address_show(struct directory *d, const struct directory_address *address)
{
	struct wire_row *row = wire_row_new(WIRE_ADDRESS);

	SET_TEXT(row, address, key, address->key);
	SET_INT(row, address, cID, WIRE_NULL);
	set_numbers(row, address->numbers);
	SET_TEXT(row, address, group, address->group);
	SET_TEXT(row, address, name, address->name);
	SET_TEXT(row, address, company, address->company);
	SET_TEXT(row, address, email, address->email);
	SET_TEXT(row, address, department, address->department);
	SET_BOOL(row, address, editable, address->editable);
	if (address->owner) {
		directory_put(d, address->owner, row);
		return;
	}
	index_numbers(d, address, number_add);
	live_put_for(d->live, strcmp(address->group, "company") ? NULL : address->tenant, row);
	wire_row_free(&row);
}

static void hide(struct directory *d, const struct directory_address *address)
{
	if (!address->owner)
		index_numbers(d, address, number_remove);
	live_remove(d->live, WIRE_ADDRESS, address->owner, address->key);
}

static void from_row(struct directory_address *address, struct sqlite3_stmt *rows)
{
	snprintf(address->key, sizeof(address->key), "%s", store_text(rows, A_KEY));
	address->group = store_text(rows, 1);
	address->tenant = store_text(rows, 2);
	address->owner = store_int(rows, 3);
	address->name = store_text(rows, 4);
	address->numbers = store_text(rows, 5);
	address->company = store_text(rows, 6);
	address->email = store_text(rows, 7);
	address->department = store_text(rows, 8);
	address->editable = store_flag(rows, 9);
}

void addresses_load(struct directory *d)
{
	struct directory_address address;
	struct sqlite3_stmt *rows;

	/* Cleared first: what another process changes meanwhile is then read twice, never missed.
	 */
	store_run(d->store, SQL_OUTSIDE_CLEAR, "");
	for (rows = store_ask(d->store, SQL_ADDRESSES, ""); store_next(rows);) {
		from_row(&address, rows);
		address_show(d, &address);
	}
}

/* Its numbers, as consoles have it now, are no longer its own. */
static void release_numbers(struct directory *d, const char *key)
{
	const struct wire_row *row = live_get(d->live, WIRE_ADDRESS, 0, key);
	const char *text = row ? CAST(address, row)->numbers : NULL;
	cJSON *numbers = NULL, *one;

	if (text && !wire_json_parse_any(text, strlen(text), &numbers, NULL))
		cJSON_ArrayForEach (one, numbers)
			number_remove(d, wire_json_text(one, "number"), WIRE_NULL, key);
	cJSON_Delete(numbers);
}

static void reload_address(struct directory *d, const char *key, int64_t owner)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_ADDRESS, "s", key);
	struct directory_address address;

	if (!owner)
		release_numbers(d, key);
	if (!store_next(rows)) {
		live_remove(d->live, WIRE_ADDRESS, owner, key);
	} else {
		from_row(&address, rows);
		address_show(d, &address);
		store_end(rows);
	}
	tags_reload(d, key);
}

bool addresses_refresh(struct directory *d)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_OUTSIDE, "i", INT64_C(0));
	int64_t last = 0;

	while (store_next(rows)) {
		last = store_int(rows, 0);
		reload_address(d, store_text(rows, 1), store_int(rows, 2));
	}
	if (last)
		store_run(d->store, SQL_OUTSIDE_END, "i", last);
	return last != 0;
}

static const char *or_old(const char *text, const char *old)
{
	return text ? text : old ? old : "";
}

static int write_address(struct directory *d, enum store_sql sql, const struct directory_address *a)
{
	return store_run(d->store, sql, "sssisssssi", a->key, a->group, a->tenant, a->owner,
			 a->name, a->numbers, a->company, a->email, a->department,
			 (int64_t)a->editable);
}

int address_add(struct directory *d, const struct directory_address *address)
{
	int err = write_address(d, SQL_ADDRESS_ADD, address);

	if (!err && store_count(d->store))
		address_show(d, address);
	return err;
}

static int keep(struct directory *d, const struct directory_address *address)
{
	int err;

	store_begin(d->store);
	err = write_address(d, SQL_ADDRESS_PUT, address);
	if (!err)
		err = store_run(d->store, SQL_META_COUNT, "s", "address");
	if (!err)
		return store_commit(d->store);
	store_rollback(d->store);
	return err;
}

static int change(struct directory *d, struct directory_address *address)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_ADDRESS, "s", address->key);
	struct directory_address old, now = *address;
	int err;

	if (!store_next(rows))
		return ERR_NOT_FOUND;
	from_row(&old, rows);
	now.group = or_old(now.group, old.group);
	now.tenant = or_old(now.tenant, old.tenant);
	now.name = or_old(now.name, old.name);
	now.numbers = or_old(now.numbers, old.numbers);
	now.company = or_old(now.company, old.company);
	now.email = or_old(now.email, old.email);
	now.department = or_old(now.department, old.department);
	err = keep(d, &now);
	if (!err && old.owner != now.owner)
		hide(d, &old);
	else if (!err && !old.owner)
		index_numbers(d, &old, number_remove);
	if (!err)
		address_show(d, &now);
	store_end(rows);
	return err;
}

static int add(struct directory *d, struct directory_address *address)
{
	struct directory_address now = *address;
	char id[17];
	int err;

	random_hex(id, 8);
	snprintf(now.key, sizeof(now.key), "n%s", id);
	now.group = or_old(now.group, NULL);
	now.tenant = or_old(now.tenant, NULL);
	now.name = or_old(now.name, NULL);
	now.numbers = or_old(now.numbers, NULL);
	now.company = or_old(now.company, NULL);
	now.email = or_old(now.email, NULL);
	now.department = or_old(now.department, NULL);
	err = keep(d, &now);
	if (err)
		return err;
	address_show(d, &now);
	memcpy(address->key, now.key, sizeof(address->key));
	return 0;
}

int directory_address_put(struct directory *d, struct directory_address *address)
{
	return *address->key ? change(d, address) : add(d, address);
}

int directory_address_end(struct directory *d, const char *key)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_ADDRESS, "s", key);
	struct directory_address old;
	int err;

	if (!store_next(rows))
		return ERR_NOT_FOUND;
	from_row(&old, rows);
	store_begin(d->store);
	err = store_run(d->store, SQL_ADDRESS_END, "s", old.key);
	if (!err)
		err = store_run(d->store, SQL_META_COUNT, "s", "address");
	if (!err)
		err = store_commit(d->store);
	else
		store_rollback(d->store);
	if (!err)
		hide(d, &old);
	store_end(rows);
	return err;
}

int directory_address_tenant(const struct directory *d, const char *key, char *tenant, size_t cap)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_ADDRESS, "s", key);

	if (!store_next(rows))
		return ERR_NOT_FOUND;
	snprintf(tenant, cap, "%s", store_text(rows, 2));
	store_end(rows);
	return 0;
}

const struct wire_address *directory_address(const struct directory *d, const char *key,
					     int64_t cID, int64_t *owner)
{
	struct live_item item;
	struct user user;

	*owner = 0;
	if (live_find(d->live, WIRE_ADDRESS, 0, key, &item)) {
		if (item.scope->company &&
		    (directory_user(d, cID, &user) || !user_sees(&user, item.scope->company)))
			return NULL;
		return CAST(address, item.row);
	}
	*owner = cID;
	return (const struct wire_address *)live_get(d->live, WIRE_ADDRESS, cID, key);
}
