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
