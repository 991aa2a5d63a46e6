#include "leaving.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "feed.h"

enum { FRAME_MS = 20 };

struct entry {
	uint64_t seq; /* what clients must have been brought up to */
	struct entry *prev, *next;
	char key[];
};

struct leaving {
	struct pabx *pabx;
	struct loop_timer *timer;
	struct entry *entries;
};

static void remove_entry(struct leaving *l, struct entry *e)
{
	DL_DELETE(l->entries, e);
	live_remove(l->pabx->live, WIRE_CALL, 0, e->key);
	free(e);
}

static void remove_told(void *ctx)
{
	struct leaving *l = ctx;
	uint64_t told = feed_told(l->pabx->feed);
	struct entry *e, *next;

	DL_FOREACH_SAFE (l->entries, e, next)
		if (e->seq <= told)
			remove_entry(l, e);
	if (l->entries)
		loop_timer_set(l->timer, FRAME_MS);
}

struct leaving *leaving_new(struct pabx *pabx)
{
	struct leaving *l = mem_new(1, sizeof(*l));

	l->pabx = pabx;
	l->timer = loop_timer_new(pabx->loop, remove_told, l);
	return l;
}

void leaving_free(struct leaving **slot)
{
	struct leaving *l = *slot;
	struct entry *e, *next;

	if (!l)
		return;
	DL_FOREACH_SAFE (l->entries, e, next)
		free(e);
	loop_timer_free(&l->timer);
	free(l);
	*slot = NULL;
}

static struct entry *find(const struct leaving *l, const char *key)
{
	struct entry *e;

	DL_FOREACH (l->entries, e)
		if (!strcmp(e->key, key))
			return e;
	return NULL;
}

void leaving_add(struct leaving *l, const char *key)
{
	size_t len = strlen(key);
	struct entry *e;

	if (find(l, key))
		return;
	e = mem_new(1, sizeof(*e) + len + 1);
	memcpy(e->key, key, len);
	e->seq = live_seq(l->pabx->live);
	DL_APPEND(l->entries, e);
	if (!loop_timer_armed(l->timer))
		loop_timer_set(l->timer, FRAME_MS);
}

void leaving_hurry(struct leaving *l, const char *key)
{
	struct entry *e = l->entries ? find(l, key) : NULL;

	if (e)
		remove_entry(l, e);
}

bool leaving_empty(const struct leaving *l)
{
	return !l->entries;
}
