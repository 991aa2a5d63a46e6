/* People and what hangs on them: contacts, addresses, tags, links, rooms, messages, notes, settings,
 * operators, night modes, photos and call records. The store (SQLite) holds them; the rows that
 * consoles see are kept in pabx->live. Every change goes to both, the store first. */
#ifndef PABX_DIRECTORY_H
#define PABX_DIRECTORY_H

#include "pabx.h"

int directory_open(struct pabx *pabx, struct directory **directory, struct why *why);
void directory_free(struct directory **directory);

/* Finds who a number belongs to: match ({cID} or {key} as compact JSON, or NULL) and name. Both stay
 * valid until the next change. company limits personal entries to nobody (match is for everyone). */
struct directory_match {
	int64_t cID;      /* WIRE_NULL if not a contact */
	const char *key;  /* address key, or NULL */
	const char *name;
	bool vip;
};
bool directory_match(const struct directory *d, const char *number, struct directory_match *match);
/* The greeting text of a DDI, or NULL. */
const char *directory_greeting(const struct directory *d, const char *ddi);
/* The number under which a person is called on this switch, NULL without one. */
const char *directory_number(const struct directory *d, int64_t cID);

/* Presence: show "" withdraws the resource; status NULL leaves the status text; until 0 for none. */
void directory_presence(struct directory *d, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until);
/* A chat message between two people (a private room is made or reused). */
void directory_message(struct directory *d, int64_t from, int64_t to, const char *text);
/* A call record from the switch. */
void directory_record(struct directory *d, const struct switch_record *record);
/* Revision of the stored address book, for "have". */
const char *directory_revision(const struct directory *d, enum wire_set set);

#endif
