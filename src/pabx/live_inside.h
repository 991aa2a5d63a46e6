/* Shared by live.c and its parts only. */
#ifndef PABX_LIVE_INSIDE_H
#define PABX_LIVE_INSIDE_H

#include "base/hash.h"
#include "live.h"

/* A scope with its count of users: the row itself and changes in the journal. */
struct scope {
	struct live_scope facts;
	unsigned refs;
	char text[]; /* company, tags */
};
struct scope *scope_new(const struct live_scope *facts);
struct scope *scope_keep(struct scope *scope);
void scope_drop(struct scope **scope);
bool scope_equal(const struct live_scope *a, const struct live_scope *b);

/* The row from which the scope of another follows. */
struct scope_anchor {
	bool used;
	enum wire_set set;
	char key[WIRE_KEY_MAX];
};
/* Finds whose a row is. company is that of live_put_for(). The texts of facts belong to rows and
 * scopes of live. */
void scope_of_row(const struct live *live, int64_t user, const char *company,
		  const struct wire_row *row, struct live_scope *facts,
		  struct scope_anchor *anchor);
/* The row, beside those anchored to it, whose scope must be found anew after a change of row: the
 * contact of a tag, the mailbox of a device. False if there is none. */
bool scope_concerns(const struct wire_row *row, enum wire_set *set, char *key, size_t cap);
/* The fields of a set whose change concerns that other row. */
uint64_t scope_concerning(enum wire_set set);

/* Rows in the order in which they were added. */
struct live_row;
struct live_slot {
	uint64_t ordinal;
	struct live_row *row; /* NULL: has gone */
};
struct live_order {
	struct live_slot *slots;
	unsigned count, cap, holes;
};
void order_add(struct live_order *order, uint64_t ordinal, struct live_row *row);
void order_remove(struct live_order *order, uint64_t ordinal);
struct live_row *order_next(const struct live_order *order, uint64_t *position);
void order_free(struct live_order *order);

/* The last changes. */
enum { JOURNAL_CHANGES = 65536, JOURNAL_BYTES = 8 << 20 };
struct journal;
struct journal *journal_new(void);
void journal_free(struct journal **journal);
void journal_add(struct journal *journal, const struct live_change *change, struct scope *scope);
const struct live_change *journal_get(const struct journal *journal, uint64_t seq);
uint64_t journal_last(const struct journal *journal);
uint64_t journal_oldest(const struct journal *journal);
uint32_t journal_hash(enum wire_set set, int64_t user, const char *key);

#endif
