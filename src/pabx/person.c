#include "person.h"

/* Each change of a person gets the next number, by which other processes find it. */
int person_put(struct store *store, const struct person_record *r)
{
	int err = store_run(store, SQL_PERSON_PUT, "isssssssssi", r->cID, r->login, r->name,
			    r->company, r->department, r->title, r->email, r->extension, r->mobile,
			    r->role, r->deputy);

	if (err || !store_count(store))
		return err;
	err = store_run(store, SQL_META_COUNT, "s", "people");
	return err ? err : 1;
}

/* People of an imported folder have their own numbers, below these. */
enum { FIRST_ID = 1000000 };

int64_t person_next(struct store *store)
{
	struct sqlite3_stmt *rows = store_ask(store, SQL_PERSON_NEXT, "");
	int64_t cID = FIRST_ID;

	if (store_next(rows)) {
		if (store_int(rows, 0) > cID)
			cID = store_int(rows, 0);
		store_end(rows);
	}
	return cID;
}
