#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

struct entry {
	struct live_change change;
	struct scope *scope;
	char *key;
};

struct journal {
	struct entry *ring;
	uint64_t first, last; /* first > last: nothing is kept */
	size_t bytes;
};

static struct entry *at(const struct journal *j, uint64_t seq)
{
	return &j->ring[seq % JOURNAL_CHANGES];
}

static size_t weight(const struct entry *e)
{
	return strlen(e->key) + 1 + sizeof(*e);
}

struct journal *journal_new(void)
{
	struct journal *j = mem_new(1, sizeof(*j));

	j->ring = mem_new(JOURNAL_CHANGES, sizeof(*j->ring));
	j->first = 1;
	return j;
}

static void forget_first(struct journal *j)
{
	struct entry *e = at(j, j->first++);

	j->bytes -= weight(e);
	free(e->key);
	scope_drop(&e->scope);
}

void journal_free(struct journal **slot)
{
	struct journal *j = *slot;

	if (!j)
		return;
	while (j->first <= j->last)
		forget_first(j);
	free(j->ring);
	free(j);
	*slot = NULL;
}

uint32_t journal_hash(enum wire_set set, int64_t user, const char *key)
{
	uint32_t hash = 2166136261u ^ (uint32_t)set;

	hash = (hash ^ (uint32_t)user) * 16777619u;
	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 16777619u;
	return hash;
}

void journal_add(struct journal *j, const struct live_change *change, struct scope *scope)
{
	if (j->last - j->first + 1 == JOURNAL_CHANGES)
		forget_first(j);

	struct entry *e = at(j, ++j->last);

	*e = (struct entry){*change, scope_keep(scope), mem_dup(change->key)};
	e->change.seq = j->last;
	e->change.key = e->key;
	e->change.scope = &e->scope->facts;
	e->change.hash = journal_hash(change->set, change->user, change->key);
	j->bytes += weight(e);
	while (j->bytes > JOURNAL_BYTES)
		forget_first(j);
}

const struct live_change *journal_get(const struct journal *j, uint64_t seq)
{
	return seq >= j->first && seq <= j->last ? &at(j, seq)->change : NULL;
}

uint64_t journal_last(const struct journal *j)
{
	return j->last;
}

uint64_t journal_oldest(const struct journal *j)
{
	return j->first - 1;
}
