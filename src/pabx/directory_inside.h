/* Shared by the files of the directory only. */
#ifndef PABX_DIRECTORY_INSIDE_H
#define PABX_DIRECTORY_INSIDE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "directory.h"
#include "directory_tags.h"
#include "role.h"
#include "sessions.h"
#include "store.h"
#include "wire/json.h"

struct numbers; /* directory_numbers.c: whose a number is */
struct room;
struct overseer; /* directory_overseers.c: who sees rooms that he is not in */

struct company {
	char *id, *name;
	UT_hash_handle hh;
};

struct ddi {
	char *number, *name, *greeting;
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
	struct room *rooms;
	struct overseer *overseers;
	bool reloading;
	struct person *expiring; /* a list by next_expiring: those whose presence ends */
	struct loop_timer *expiry, *reload;
	int64_t people_rev; /* the last change of people that was taken over */
	char store_id[32], revision[96];
};

#define CAST(set, row) ((const struct wire_##set *)(row))

static inline void person_key(char out[32], int64_t cID)
{
	snprintf(out, 32, "%" PRId64, cID);
}

#define SET_TEXT(row, set, member, value) wire_row_set_text((row), WIRE_F(set, member), (value))
#define SET_INT(row, set, member, value)  wire_row_set_int((row), WIRE_F(set, member), (value))
#define SET_BOOL(row, set, member, value) wire_row_set_bool((row), WIRE_F(set, member), (value))

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
void company_add(struct directory *d, const char *id, const char *name);

/* directory_numbers.c: whose a number is. key is an address key, NULL for a person's. */
void number_add(struct directory *d, const char *number, int64_t cID, const char *key);
void number_remove(struct directory *d, const char *number, int64_t cID, const char *key);
void numbers_free(struct directory *d);

/* directory_presence.c */
void presence_fill(const struct person *person, struct wire_row *row);
void presence_watch(struct directory *d, struct person *person);
void presence_forget(struct directory *d, struct person *person);
void presence_expire(void *directory);

/* What the store holds at the start. */
/* Adds an entry where there is none of its key; the revision is the caller's to move. */
int address_add(struct directory *d, const struct directory_address *address);
void address_show(struct directory *d, const struct directory_address *address);
void tag_show(struct directory *d, const char *owner, const char *tags);
void note_show(struct directory *d, const char *key, const char *text, const char *by,
	       int64_t time);
void nightmode_show(struct directory *d, const char *company, int64_t mode, const char *name,
		    const char *value);
/* The ten night modes of a company, where it has none yet. */
void nightmodes_make(struct directory *d, const char *company);
void ddi_add(struct directory *d, const char *number, const char *name, const char *greeting);
void addresses_load(struct directory *d);
/* Takes over what another process changed; bounded, true if there may be more. */
bool addresses_refresh(struct directory *d);
void tags_load(struct directory *d);
void tags_reload(struct directory *d, const char *owner);
void ddis_load(struct directory *d);
void ddis_free(struct directory *d);
void notes_load(struct directory *d);
void taken_load(struct directory *d);
void links_load(struct directory *d);
void rooms_load(struct directory *d);
void rooms_free(struct directory *d);
/* Who is in them has another name or company. */
void rooms_show_of(struct directory *d, int64_t cID);
/* A person is new, or has other permissions, or has gone. */
void overseer_note(struct directory *d, const struct person *person);
void overseers_free(struct directory *d);

/* A list of {type, number} as JSON, without the empty ones. Caller frees with free(). */
char *numbers_json(const char *const *types, const char *const *numbers, unsigned count);

#endif
