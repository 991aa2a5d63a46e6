#include "live.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "live_inside.h"

/* id of a row within its set: the owner's eight bytes, then the key. */
struct live_id {
	char bytes[sizeof(int64_t) + WIRE_KEY_MAX];
	unsigned len;
};

struct live_row {
	struct wire_row *row;
	struct scope *scope;
	int64_t user;
	char *company; /* of live_put_for() */
	uint64_t ordinal;
	struct anchor *anchor;
	struct live_row *prev, *next; /* among those of the anchor */
	UT_hash_handle hh;
	char id[];
};

/* Rows whose scope follows from one other row, which need not be there. */
struct anchor {
	struct live_row *rows;
	UT_hash_handle hh;
	char id[];
};

struct owned {
	int64_t user;
	struct live_order order;
	UT_hash_handle hh;
};

struct live {
	struct live_row *rows[WIRE_SET_COUNT];
	struct anchor *anchors[WIRE_SET_COUNT];
	struct live_order order[WIRE_SET_COUNT];
	struct owned *owned[WIRE_SET_COUNT]; /* per-user sets: the order of each user */
	struct journal *journal;
	uint64_t ordinal;
	char epoch[33];
	void (*on_change)(void *ctx);
	void *ctx;
};

struct live *live_new(void)
{
	struct live *live = mem_new(1, sizeof(*live));

	live->journal = journal_new();
	random_hex(live->epoch, 16);
	return live;
}

static bool id_of(struct live_id *id, int64_t user, const char *key)
{
	size_t len = strnlen(key, WIRE_KEY_MAX);

	if (len == WIRE_KEY_MAX)
		return false;
	memcpy(id->bytes, &user, sizeof(user));
	memcpy(id->bytes + sizeof(user), key, len);
	id->len = (unsigned)(sizeof(user) + len);
	return true;
}

static struct live_row *find(const struct live *live, enum wire_set set, int64_t user,
			     const char *key)
{
	struct live_row *found = NULL;
	struct live_id id;

	if (id_of(&id, user, key))
		HASH_FIND(hh, live->rows[set], id.bytes, id.len, found);
	return found;
}

static struct live_order *order_of(struct live *live, enum wire_set set, int64_t user, bool make)
{
	struct owned *owned;

	HASH_FIND(hh, live->owned[set], &user, sizeof(user), owned);
	if (!owned && make) {
		owned = mem_new(1, sizeof(*owned));
		owned->user = user;
		HASH_ADD(hh, live->owned[set], user, sizeof(user), owned);
	}
	return owned ? &owned->order : NULL;
}

static struct anchor *anchor_at(struct live *live, const struct scope_anchor *at)
{
	struct anchor *anchor;
	size_t len = strlen(at->key);

	HASH_FIND(hh, live->anchors[at->set], at->key, len, anchor);
	if (anchor)
		return anchor;
	anchor = mem_new(1, sizeof(*anchor) + len + 1);
	memcpy(anchor->id, at->key, len);
	HASH_ADD(hh, live->anchors[at->set], id, len, anchor);
	return anchor;
}

static void leave_anchor(struct live_row *r)
{
	if (r->anchor)
		DL_DELETE(r->anchor->rows, r);
	r->anchor = NULL;
}

static void anchor_to(struct live *live, struct live_row *r, const struct scope_anchor *at)
{
	struct anchor *anchor = at->used ? anchor_at(live, at) : NULL;

	if (anchor == r->anchor)
		return;
	leave_anchor(r);
	r->anchor = anchor;
	if (anchor)
		DL_APPEND(anchor->rows, r);
}

static void journal(struct live *live, const struct live_row *r, enum live_kind kind,
		    uint64_t fields, struct scope *scope)
{
	struct live_change change = {.fields = fields,
				     .user = r->user,
				     .set = r->row->set,
				     .kind = kind,
				     .key = r->row->key};

	journal_add(live->journal, &change, scope);
}

/* Finds the scope of r anew. The old one is handed to the caller where it differs, else NULL. */
static struct scope *take_scope(struct live *live, struct live_row *r)
{
	struct live_scope facts;
	struct scope_anchor at;
	struct scope *old = r->scope;

	scope_of_row(live, r->user, r->company, r->row, &facts, &at);
	anchor_to(live, r, &at);
	if (old && scope_equal(&old->facts, &facts))
		return NULL;
	r->scope = scope_new(&facts);
	return old;
}

static void spread(struct live *live, const struct wire_row *row);

static void scope_again(struct live *live, struct live_row *r)
{
	struct scope *old = take_scope(live, r);

	if (!old)
		return;
	journal(live, r, LIVE_CHANGED, 0, old);
	scope_drop(&old);
	spread(live, r->row);
}

/* Whose row is has changed, or the row has come or gone: so have those that follow from it. */
static void spread(struct live *live, const struct wire_row *row)
{
	struct anchor *anchor;
	struct live_row *r, *next;

	HASH_FIND(hh, live->anchors[row->set], row->key, strlen(row->key), anchor);
	if (!anchor)
		return;
	DL_FOREACH_SAFE (anchor->rows, r, next)
		scope_again(live, r);
}

static void spread_aside(struct live *live, const struct wire_row *row)
{
	char key[WIRE_KEY_MAX];
	enum wire_set set;
	struct live_row *r;

	if (scope_concerns(row, &set, key, sizeof(key)) && (r = find(live, set, 0, key)))
		scope_again(live, r);
}

static void changed(struct live *live)
{
	if (live->on_change)
		live->on_change(live->ctx);
}

static uint64_t add(struct live *live, int64_t user, const char *company,
		    const struct wire_row *row)
{
	const struct wire_set_info *info = wire_set_info(row->set);
	struct live_id id;

	if (!id_of(&id, user, row->key))
		return 0;

	struct live_row *r = mem_new(1, sizeof(*r) + id.len);

	r->row = wire_row_copy(row);
	r->user = user;
	r->company = mem_dup(company);
	r->ordinal = ++live->ordinal;
	memcpy(r->id, id.bytes, id.len);
	HASH_ADD(hh, live->rows[row->set], id, id.len, r);
	order_add(&live->order[row->set], r->ordinal, r);
	if (info->per_user)
		order_add(order_of(live, row->set, user, true), r->ordinal, r);
	take_scope(live, r);
	journal(live, r, LIVE_NEW, info->all, r->scope);
	spread(live, r->row);
	spread_aside(live, r->row);
	return info->all;
}

static uint64_t merge(struct live *live, struct live_row *r, const struct wire_row *row)
{
	enum wire_set set;
	char key[WIRE_KEY_MAX];
	bool concerns = scope_concerns(r->row, &set, key, sizeof(key));
	uint64_t bits = wire_row_merge(r->row, row, wire_set_info(row->set)->all);

	if (!bits)
		return 0;

	struct scope *old = take_scope(live, r);

	journal(live, r, LIVE_CHANGED, bits, old ? old : r->scope);
	if (old)
		spread(live, r->row);
	scope_drop(&old);
	if (bits & scope_concerning(row->set)) {
		struct live_row *left = concerns ? find(live, set, 0, key) : NULL;

		if (left)
			scope_again(live, left);
		spread_aside(live, r->row);
	}
	return bits;
}

uint64_t live_put(struct live *live, int64_t user, const struct wire_row *row)
{
	struct live_row *r = find(live, row->set, user, row->key);
	uint64_t bits = r ? merge(live, r, row) : add(live, user, NULL, row);

	if (bits)
		changed(live);
	return bits;
}

uint64_t live_put_for(struct live *live, const char *company, const struct wire_row *row)
{
	struct live_row *r = find(live, row->set, 0, row->key);
	uint64_t seq = live_seq(live), bits;

	if (r && mem_set(&r->company, company))
		scope_again(live, r);
	bits = r ? merge(live, r, row) : add(live, 0, company, row);
	if (live_seq(live) != seq)
		changed(live);
	return bits;
}

static void row_free(struct live_row *r)
{
	wire_row_free(&r->row);
	scope_drop(&r->scope);
	free(r->company);
	free(r);
}

bool live_remove(struct live *live, enum wire_set set, int64_t user, const char *key)
{
	struct live_row *r = find(live, set, user, key);

	if (!r)
		return false;
	HASH_DELETE(hh, live->rows[set], r);
	order_remove(&live->order[set], r->ordinal);
	if (wire_set_info(set)->per_user)
		order_remove(order_of(live, set, user, false), r->ordinal);
	leave_anchor(r);
	journal(live, r, LIVE_GONE, 0, r->scope);
	spread(live, r->row);
	spread_aside(live, r->row);
	row_free(r);
	changed(live);
	return true;
}

void live_free(struct live **slot)
{
	struct live *live = *slot;

	if (!live)
		return;
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		struct live_row *r, *next_row;
		struct anchor *anchor, *next_anchor;
		struct owned *owned, *next_owned;

		HASH_ITER (hh, live->anchors[set], anchor, next_anchor) {
			HASH_DELETE(hh, live->anchors[set], anchor);
			free(anchor);
		}
		HASH_ITER (hh, live->owned[set], owned, next_owned) {
			HASH_DELETE(hh, live->owned[set], owned);
			order_free(&owned->order);
			free(owned);
		}
		HASH_ITER (hh, live->rows[set], r, next_row) {
			HASH_DELETE(hh, live->rows[set], r);
			row_free(r);
		}
		order_free(&live->order[set]);
	}
	journal_free(&live->journal);
	free(live);
	*slot = NULL;
}

void live_on_change(struct live *live, void (*fn)(void *ctx), void *ctx)
{
	live->on_change = fn;
	live->ctx = ctx;
}

static bool show(const struct live_row *r, struct live_item *item)
{
	if (r)
		*item = (struct live_item){r->row, &r->scope->facts, r->user};
	return r != NULL;
}

bool live_find(const struct live *live, enum wire_set set, int64_t user, const char *key,
	       struct live_item *item)
{
	return show(find(live, set, user, key), item);
}

bool live_next_item(const struct live *live, enum wire_set set, uint64_t *position,
		    struct live_item *item)
{
	return show(order_next(&live->order[set], position), item);
}

bool live_next_own(const struct live *live, enum wire_set set, int64_t user, uint64_t *position,
		   struct live_item *item)
{
	const struct owned *owned;

	HASH_FIND(hh, live->owned[set], &user, sizeof(user), owned);
	return owned && show(order_next(&owned->order, position), item);
}

const struct wire_row *live_get(const struct live *live, enum wire_set set, int64_t user,
				const char *key)
{
	struct live_row *r = find(live, set, user, key);

	return r ? r->row : NULL;
}

const struct wire_row *live_next(const struct live *live, enum wire_set set, uint64_t *position,
				 int64_t *user)
{
	struct live_item item;

	if (!live_next_item(live, set, position, &item))
		return NULL;
	if (user)
		*user = item.user;
	return item.row;
}

unsigned live_count(const struct live *live, enum wire_set set)
{
	return HASH_COUNT(live->rows[set]);
}

uint64_t live_seq(const struct live *live)
{
	return journal_last(live->journal);
}

const char *live_epoch(const struct live *live)
{
	return live->epoch;
}

const struct live_change *live_change(const struct live *live, uint64_t seq)
{
	return journal_get(live->journal, seq);
}

uint64_t live_oldest(const struct live *live)
{
	return journal_oldest(live->journal);
}
