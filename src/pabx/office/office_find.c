/* What the office holds, found and freed. */
#include <stdlib.h>
#include <string.h>

#include "inside.h"

struct device *office_device(const struct office *o, const char *name)
{
	struct device *d;

	HASH_FIND_STR(o->devices, name, d);
	return d;
}

struct queue *office_queue(const struct office *o, const char *name)
{
	struct queue *q;

	if (!strncmp(name, "queue:", 6))
		name += 6;
	LL_FOREACH (o->queues, q)
		if (!strcmp(q->name, name))
			return q;
	return NULL;
}

struct person *office_person(const struct office *o, int64_t cID)
{
	struct person *p;

	HASH_FIND(hh, o->people, &cID, sizeof(cID), p);
	return p;
}

struct queue *office_front_queue(const struct office *o)
{
	return o->queues;
}

int64_t office_between(struct office *o, int64_t from, int64_t to)
{
	return from + random_below(&o->random, (uint32_t)(to - from + 1));
}

bool office_chance(struct office *o, unsigned percent)
{
	return random_below(&o->random, 100) < percent;
}

static void free_devices(struct office *o)
{
	struct device *d, *next;
	struct member *m, *after;

	HASH_ITER (hh, o->devices, d, next) {
		HASH_DEL(o->devices, d);
		for (m = d->members; m; m = after) {
			after = m->device_next;
			free(m);
		}
		buf_free(&d->numbers);
		wire_row_free(&d->row);
		free(d);
	}
}

static void free_people(struct office *o)
{
	struct person *p, *next;

	HASH_ITER (hh, o->people, p, next) {
		HASH_DEL(o->people, p);
		if (p->mailbox)
			wire_row_free(&p->mailbox->row);
		free(p->mailbox);
		free(p);
	}
}

static void free_extensions(struct office *o)
{
	struct extension *e, *next;

	HASH_ITER (hh, o->extensions, e, next) {
		HASH_DEL(o->extensions, e);
		wire_row_free(&e->row);
		free(e->devices);
		free(e);
	}
}

void office_unload(struct office *o)
{
	struct queue *q, *next_q;
	struct ddi *ddi, *next_ddi;

	free_devices(o);
	free_people(o);
	free_extensions(o);
	LL_FOREACH_SAFE(o->queues, q, next_q)
	{
		wire_row_free(&q->row);
		free(q);
	}
	LL_FOREACH_SAFE(o->ddis, ddi, next_ddi)
	free(ddi);
	for (unsigned i = 0; i < o->phone_count; i++)
		wire_row_free(&o->phones[i]);
	office_slots_free(o);
	free(o->phones);
	free(o->plans);
	free(o->staff);
	free(o->outsiders);
}
