/* Everything that consoles can see, as rows, with the journal of what changed.
 *
 * Each change gets the next sequence number. The journal keeps the last 65,536 changes (set, key,
 * which fields, kind), not their values: a frame for a client that was told seq n joins what
 * changed since n and takes values as they are now. Rows of per-user sets belong to one user. */
#ifndef PABX_LIVE_H
#define PABX_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/row.h"

struct live;

struct live *live_new(void);
void live_free(struct live **live);

/* Called after a change, before anything else happens: the feed marks itself dirty. */
void live_on_change(struct live *live, void (*fn)(void *ctx), void *ctx);

/* user is the owner for per-user sets, 0 for the others. The row stays the store's and is valid
 * until the next change. */
const struct wire_row *live_get(const struct live *live, enum wire_set set, int64_t user,
				const char *key);
/* Merges the present fields of row into the stored one, or adds it. Nothing is journalled where
 * nothing changed. Returns the bits that changed. */
uint64_t live_put(struct live *live, int64_t user, const struct wire_row *row);
/* The same for an entry of a company's address book, which only its people see (NULL: all do). */
uint64_t live_put_for(struct live *live, const char *company, const struct wire_row *row);
/* False if there was none. */
bool live_remove(struct live *live, enum wire_set set, int64_t user, const char *key);
unsigned live_count(const struct live *live, enum wire_set set);

/* Rows of a set in the order in which they were added. position starts at 0 and moves on; rows may
 * come and go between calls. NULL at the end. *user (may be NULL) is set to the owner. */
const struct wire_row *live_next(const struct live *live, enum wire_set set, uint64_t *position,
				 int64_t *user);

/* Sequence: grows with each change; epoch is random, one a life of the journal. */
uint64_t live_seq(const struct live *live);
const char *live_epoch(const struct live *live);

/* Whose a row is: what a viewer's filter asks of it. Kept up to date as what it follows from
 * changes (a call's comes from its device, a device's from its person …), and never changed once
 * made. */
struct live_scope {
	const char *company;   /* NULL: everybody's */
	const char *tags;      /* contact: its tags as a JSON list, or NULL */
	int64_t owner, holder; /* cIDs: whose it is, and who uses it now; WIRE_NULL for nobody */
	bool queued;           /* a call under its queue */
};

/* The company whose people see a row that is here or is about to be put; NULL: everybody's. Valid
 * until the next change. */
const char *live_company(const struct live *live, const struct wire_row *row);

struct live_item {
	const struct wire_row *row;
	const struct live_scope *scope;
	int64_t user;
};
/* As live_get() and live_next(), with all that is known of the row. */
bool live_find(const struct live *live, enum wire_set set, int64_t user, const char *key,
	       struct live_item *item);
bool live_next_item(const struct live *live, enum wire_set set, uint64_t *position,
		    struct live_item *item);
/* Only the rows of one user, of a per-user set. */
bool live_next_own(const struct live *live, enum wire_set set, int64_t user, uint64_t *position,
		   struct live_item *item);

enum live_kind { LIVE_CHANGED, LIVE_NEW, LIVE_GONE };
struct live_change {
	uint64_t seq, fields; /* fields: bits that changed; all for LIVE_NEW; 0: only the scope */
	int64_t user;
	enum wire_set set;
	enum live_kind kind;
	uint32_t hash; /* of set, user and key */
	const char *key;
	const struct live_scope
		*scope; /* as it was before the change; that of the new row for LIVE_NEW */
};
/* The change of that sequence number, or NULL where the journal no longer (or not yet) has it. */
const struct live_change *live_change(const struct live *live, uint64_t seq);
/* The oldest seq from which a client can be brought up to date. */
uint64_t live_oldest(const struct live *live);

#endif
