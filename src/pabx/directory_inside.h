/* Shared by the files of the directory only. */
#ifndef PABX_DIRECTORY_INSIDE_H
#define PABX_DIRECTORY_INSIDE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "directory.h"
#include "store.h"

struct numbers; /* numbers.c: whose a number is */
struct rooms;   /* rooms.c */

struct company {
	char *id, *name;
	UT_hash_handle hh;
};

struct ddi {
	char *number, *greeting;
	UT_hash_handle hh;
};

struct directory {
	struct pabx *pabx;
	struct store *store;
	struct live *live;
	struct person *by_id, *by_login;
	struct person *by_extension;
	struct company *companies;
	struct ddi *ddis;
	struct numbers *numbers;
	struct rooms *rooms;
	struct person *expiring; /* a list by next_expiring: those whose presence ends */
	struct loop_timer *expiry, *reload;
	int64_t people_rev; /* the last change of people that was taken over */
	char store_id[32], revision[64];
};

#define CAST(set, row) ((const struct wire_##set *)(row))

static inline void person_key(char out[32], int64_t cID)
{
	snprintf(out, 32, "%" PRId64, cID);
}

/* Puts a row that was made for it into live and frees it. */
void directory_put(struct directory *d, int64_t user, struct wire_row *row);

/* directory_people.c */
int people_load(struct directory *d, struct why *why);
/* Takes over what other processes changed; bounded, true if there may be more. */
bool people_refresh(struct directory *d);
void people_free(struct directory *d);
struct person *person_find(const struct directory *d, int64_t cID);
/* Reads a person anew from the store. */
void person_reload(struct directory *d, int64_t cID);
const char *company_name(const struct directory *d, const char *id);
void company_add(struct directory *d, const char *id, const char *name);

/* numbers.c: whose a number is. key is an address key, NULL for a person's. */
void number_add(struct directory *d, const char *number, int64_t cID, const char *key);
void number_remove(struct directory *d, const char *number, int64_t cID, const char *key);
void numbers_free(struct directory *d);

/* presence.c */
void presence_show(struct directory *d, struct person *person);
void presence_watch(struct directory *d, struct person *person);
void presence_forget(struct directory *d, struct person *person);
void presence_expire(void *directory);

/* addresses.c, notes.c, rooms.c: what the store holds at the start. */
void addresses_load(struct directory *d);
void tags_load(struct directory *d);
void notes_load(struct directory *d);
void links_load(struct directory *d);
void rooms_load(struct directory *d);
void rooms_free(struct directory *d);

/* The numbers of an address as "a;b" into a list of {type, number}, and each of them to fn. */
char *numbers_json(const char *const *types, const char *const *numbers, unsigned count);

#endif
