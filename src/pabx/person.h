/* A person's record on its way into the store, from an office's file or a command line. */
#ifndef PABX_PERSON_H
#define PABX_PERSON_H

#include "store.h"

/* Texts are never NULL; deputy INT64_MIN for none. */
struct person_record {
	int64_t cID, deputy;
	const char *login, *name, *company, *department, *title, *email, *extension, *mobile, *role;
};
/* 1 if that changed something, 0 if all was there already (or the person has been removed),
 * ERR_CONFLICT for the login of another or an unknown company, ERR_IO. */
int person_put(struct store *store, const struct person_record *record);
/* The cID of the next person who is added. */
int64_t person_next(struct store *store);

#endif
