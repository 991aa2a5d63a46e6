#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "model.h"

void px_store_init(struct px_store *store)
{
	store->tables[PBX_CONTACT].list.by_name = true;
	store->tables[PBX_ADDRESS].list.by_name = true;
}

static void table_free(struct px_table *table)
{
	for (unsigned i = 0; i < PX_SHARDS; i++)
		HASH_CLEAR(hh, table->shards[i]);
	for (unsigned i = 0; i < table->list.count; i++)
		px_object_free(table->list.at[i]);
	px_list_free(&table->list);
}

struct slot {
	struct pbx_object **shard;
	unsigned hash;
};

static struct slot slot_of(struct px_table *table, const char *key)
{
	struct slot slot;

	HASH_VALUE(key, strlen(key), slot.hash);
	slot.shard = &table->shards[(slot.hash >> 24) % PX_SHARDS];
	return slot;
}

struct pbx_object *px_store_find(struct px_store *store, enum pbx_class class, const char *key)
{
	struct slot slot = slot_of(&store->tables[class], key);
	struct pbx_object *found;

	HASH_FIND_BYHASHVALUE(hh, *slot.shard, key, strlen(key), slot.hash, found);
	return found;
}

static struct px_table *table_of(const struct pbx_object *object)
{
	return &object->pbx->store.tables[px_class(object)];
}

static void note(struct pbx_object *object, enum pbx_event kind, uint64_t changed)
{
	struct px_store *store = &object->pbx->store;

	table_of(object)->revision++;
	if (object->event) {
		struct px_event *event = &store->events[object->event - 1];

		event->changed |= changed;
		if (kind == PBX_DELETED)
			event->kind = event->kind == PBX_NEW ? PX_NOTHING : kind;
		return;
	}
	if (store->event_count == store->event_cap) {
		store->event_cap = store->event_cap ? store->event_cap * 2 : 64;
		store->events = mem_resize(store->events, store->event_cap, sizeof(*store->events));
	}
	store->events[store->event_count] = (struct px_event){object, changed, kind};
	object->event = ++store->event_count;
}

static struct pbx_object *add(struct pbx *pbx, struct wire_row *row)
{
	struct pbx_object *object = px_object_new(pbx, row);
	struct slot slot = slot_of(table_of(object), row->key);

	HASH_ADD_KEYPTR_BYHASHVALUE(hh, *slot.shard, row->key, strlen(row->key), slot.hash, object);
	object->born = ++pbx->store.born;
	object->generation = table_of(object)->generation;
	note(object, PBX_NEW, row->present);
	px_model_added(object);
	return object;
}

/* What the new row does not name is no longer known. The key's memory stays: the table holds it. */
static uint64_t replace(struct pbx_object *object, struct wire_row *row)
{
	uint64_t lost = object->row->present & ~row->present;
	uint64_t changed = lost | wire_row_merge(object->row, row, UINT64_MAX);

	if (lost) {
		struct wire_row *old = object->row;
		char *key = old->key;

		old->key = row->key;
		row->key = key;
		object->row = row;
		row = old;
	}
	wire_row_free(&row);
	return changed;
}

struct pbx_object *px_store_put(struct pbx *pbx, struct wire_row *row)
{
	struct pbx_object *object = px_store_find(&pbx->store, (enum pbx_class)row->set, row->key);

	if (!object)
		return add(pbx, row);
	px_store_changed(object, replace(object, row));
	return object;
}

void px_store_changed(struct pbx_object *object, uint64_t changed)
{
	object->generation = table_of(object)->generation;
	if (!changed)
		return;
	note(object, PBX_UPDATE, changed);
	px_model_changed(object, changed);
}

void px_store_touched(struct pbx_object *object)
{
	note(object, PBX_UPDATE, 0);
}

void px_store_gone(struct pbx_object *object)
{
	struct px_table *table = table_of(object);
	struct slot slot = slot_of(table, object->row->key);

	HASH_DELETE(hh, *slot.shard, object);
	object->gone = true;
	note(object, PBX_DELETED, 0);
	px_model_gone(object);
	px_list_cut(&table->list, object);
}

void px_store_settle(struct px_store *store)
{
	for (unsigned class = 0; class < PBX_CLASS_COUNT; class ++)
		px_list_settle(&store->tables[class].list);
}

bool px_store_tell(struct pbx *pbx)
{
	struct px_store *store = &pbx->store;

	if (store->told == store->event_count)
		return false;

	struct px_event *event = &store->events[store->told++];

	px_listeners_tell(store, event);
	return true;
}

bool px_store_told(struct px_store *store)
{
	if (!store->event_count)
		return false;

	struct pbx_object *object = store->events[--store->event_count].object;

	object->event = 0;
	if (object->gone)
		px_object_free(object);
	store->told = 0;
	return true;
}

void px_store_free(struct px_store *store)
{
	px_store_settle(store);
	while (px_store_told(store))
		;
	for (unsigned class = 0; class < PBX_CLASS_COUNT; class ++) {
		table_free(&store->tables[class]);
		px_listeners_free(&store->listeners[class]);
	}
	free(store->events);
}

struct pbx_object *pbx_find(struct pbx *pbx, enum pbx_class class, const char *key)
{
	return (unsigned)class < PBX_CLASS_COUNT && key ? px_store_find(&pbx->store, class, key)
							: NULL;
}

struct pbx_object *const *pbx_list(struct pbx *pbx, enum pbx_class class, unsigned *count)
{
	*count = 0;
	if ((unsigned)class >= PBX_CLASS_COUNT)
		return NULL;
	*count = pbx->store.tables[class].list.count;
	return pbx->store.tables[class].list.at;
}

uint64_t pbx_revision(const struct pbx *pbx, enum pbx_class class)
{
	return (unsigned)class < PBX_CLASS_COUNT ? pbx->store.tables[class].revision : 0;
}
