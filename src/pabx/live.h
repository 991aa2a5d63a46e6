/* Everything that consoles can see, as rows, with the journal of what changed.
 *
 * Each change gets the next sequence number. The journal keeps the last 65,536 changes (set, key,
 * which fields, kind), not their values: a frame for a client that was told seq n joins what changed
 * since n and takes values as they are now. Rows of per-user sets belong to one user. */
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

/* user is the owner for per-user sets, 0 for the others. The row stays the store's and is valid until
 * the next change. */
const struct wire_row *live_get(const struct live *live, enum wire_set set, int64_t user,
				const char *key);
/* Merges the present fields of row into the stored one, or adds it. Nothing is journalled where
 * nothing changed. Returns the bits that changed. */
uint64_t live_put(struct live *live, int64_t user, const struct wire_row *row);
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

enum live_kind { LIVE_CHANGED, LIVE_NEW, LIVE_GONE };
struct live_change {
	uint64_t seq, fields; /* fields: bits that changed; all for LIVE_NEW */
	int64_t user;
	enum wire_set set;
	enum live_kind kind;
	const char *key;
	/* For LIVE_GONE: what a filter may still ask of the row: its company and owner. */
	const char *company;
	int64_t owner;
};
/* The change of that sequence number, or NULL where the journal no longer (or not yet) has it. */
const struct live_change *live_change(const struct live *live, uint64_t seq);
/* The oldest seq from which a client can be brought up to date. */
uint64_t live_oldest(const struct live *live);

#endif
