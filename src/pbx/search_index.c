#include "search_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"

/* object->entry: page and place in it, so that 0 is none. */
enum { ENTRY_BITS = 13, ENTRY_MASK = (1 << ENTRY_BITS) - 1 };

/* How often and how lately: each choice takes a little from all and adds much to one. */
enum { USE_POINTS = 4096, USE_KEPT = 15, USE_OF = 16, USE_LEAST = 16 };

void px_index_init(struct px_index *index)
{
	*index = (struct px_index){0};
}

void px_index_free(struct px_index *index)
{
	struct px_use *use, *next;

	for (unsigned i = 0; i < index->count; i++) {
		free(index->pages[i].text);
		free(index->pages[i].entries);
		free(index->pages[i].letters);
	}
	free(index->pages);
	HASH_ITER (hh, index->uses, use, next) {
		HASH_DEL(index->uses, use);
		free(use);
	}
}

/* ---- Use ---- */

static void use_id(const struct pbx_object *object, char *out, size_t cap)
{
	snprintf(out, cap, "%d %s", (int)px_class(object), object->row->key);
}

static struct px_use *find_use(struct px_index *index, const struct pbx_object *object)
{
	char id[WIRE_KEY_MAX + 8];
	struct px_use *use = NULL;

	if (!index->uses)
		return NULL;
	use_id(object, id, sizeof(id));
	HASH_FIND_STR(index->uses, id, use);
	return use;
}

/* ---- Pages ---- */

static struct px_page *page_of(const struct pbx_object *object)
{
	return &object->pbx->index.pages[(object->entry >> ENTRY_BITS) - 1];
}

static struct px_entry *entry_of(const struct pbx_object *object)
{
	return object->entry ? &page_of(object)->entries[object->entry & ENTRY_MASK] : NULL;
}

static void name_entry(struct px_index *index, struct px_page *page, unsigned i)
{
	unsigned number = (unsigned)(page - index->pages) + 1;

	page->entries[i].object->entry = number << ENTRY_BITS | i;
}

/* Closes the holes. */
static void compact(struct px_index *index, struct px_page *page)
{
	unsigned kept = 0, used = 0;

	for (unsigned i = 0; i < page->count; i++) {
		struct px_entry entry = page->entries[i];

		if (!entry.object)
			continue;
		memmove(page->text + used, page->text + entry.at, entry.size);
		entry.at = (unsigned short)used;
		used += entry.size;
		page->entries[kept] = entry;
		page->letters[kept] = page->letters[i];
		name_entry(index, page, kept++);
	}
	memset(page->text + used, 0, page->used - used);
	page->count = kept;
	page->used = used;
	page->garbage = 0;
}

static bool has_room(const struct px_page *page, unsigned size)
{
	return page->text && page->used + size <= PX_PAGE_BYTES && page->count < ENTRY_MASK;
}

static struct px_page *add_page(struct px_index *index)
{
	struct px_page *page;

	index->pages = mem_resize(index->pages, index->count + 1, sizeof(*index->pages));
	index->open = index->count;
	page = &index->pages[index->count++];
	*page = (struct px_page){.text = mem_new(1, PX_PAGE_BYTES + PX_PAGE_SLACK)};
	return page;
}

/* The open page, else the one with most holes, else a new one. */
static struct px_page *page_for(struct px_index *index, unsigned size)
{
	struct px_page *most = NULL;

	if (index->count && has_room(&index->pages[index->open], size))
		return &index->pages[index->open];
	for (unsigned i = 0; i < index->count; i++)
		if (!most || index->pages[i].garbage > most->garbage)
			most = &index->pages[i];
	if (!most || most->garbage < PX_PAGE_BYTES / 4)
		return add_page(index);
	compact(index, most);
	index->open = (unsigned)(most - index->pages);
	return most;
}

static void append(struct px_index *index, struct pbx_object *object, const char *record,
		   unsigned size)
{
	struct px_page *page = page_for(index, size);

	if (page->count == page->cap) {
		page->cap = page->cap ? page->cap * 2 : 64;
		page->entries = mem_resize(page->entries, page->cap, sizeof(*page->entries));
		page->letters = mem_resize(page->letters, page->cap, sizeof(*page->letters));
	}
	page->entries[page->count] = (struct px_entry){
		.object = object, .at = (unsigned short)page->used, .size = (unsigned short)size};
	memcpy(page->text + page->used, record, size);
	page->used += size;
	name_entry(index, page, page->count++);
}

static void overwrite(struct px_page *page, const struct px_entry *entry, const char *record,
		      unsigned size)
{
	memcpy(page->text + entry->at, record, size);
	memset(page->text + entry->at + size, 0, entry->size - size);
}

void px_index_remove(struct pbx_object *object)
{
	struct px_entry *entry = entry_of(object);
	struct px_page *page;

	if (!entry)
		return;
	page = page_of(object);
	memset(page->text + entry->at, 0, entry->size);
	page->garbage += entry->size;
	entry->object = NULL;
	object->entry = 0;
}

/* A contact's address is the contact: listed once. */
static bool is_listed(const struct pbx_object *object)
{
	return !object->gone && (px_class(object) != PBX_ADDRESS || !pbx_who_contact(object));
}

static void take_state(struct pbx_object *object, struct px_entry *entry)
{
	const struct px_use *use = find_use(&object->pbx->index, object);

	entry->available = (unsigned char)px_record_available(object);
	entry->points = use ? use->points : 0;
}

void px_index_update(struct pbx_object *object)
{
	char record[PX_RECORD_MAX];
	unsigned names = 0;
	unsigned size = is_listed(object) ? px_record(object, record, &names) : 0;
	struct px_entry *entry = entry_of(object);

	if (entry && (!size || size > entry->size))
		px_index_remove(object);
	if (!size)
		return;
	if (!object->entry)
		append(&object->pbx->index, object, record, size);
	else
		overwrite(page_of(object), entry, record, size);
	entry = entry_of(object);
	entry->names = (unsigned short)names;
	px_record_first(record, names, entry->first);
	page_of(object)->letters[object->entry & ENTRY_MASK] =
		px_record_letters(record, size, names);
	take_state(object, entry);
}

void px_index_state(struct pbx_object *object)
{
	struct px_entry *entry = entry_of(object);

	if (entry)
		entry->available = (unsigned char)px_record_available(object);
}

static void age(struct pbx *pbx)
{
	struct px_use *use, *next;

	HASH_ITER (hh, pbx->index.uses, use, next) {
		use->points = use->points * USE_KEPT / USE_OF;
		if (use->points < USE_LEAST) {
			HASH_DEL(pbx->index.uses, use);
			free(use);
		}
	}
}

/* The entries of those that were chosen get their points anew; they are few. */
static void refresh(struct pbx *pbx)
{
	struct px_use *use;

	for (use = pbx->index.uses; use; use = use->hh.next) {
		enum pbx_class class = (enum pbx_class)strtoul(use->id, NULL, 10);
		struct pbx_object *object =
			px_store_find(&pbx->store, class, strchr(use->id, ' ') + 1);
		struct px_entry *entry = object ? entry_of(object) : NULL;

		if (entry)
			entry->points = use->points;
	}
}

void pbx_search_used(struct pbx *pbx, const struct pbx_object *object)
{
	const struct pbx_object *contact =
		px_class(object) == PBX_ADDRESS ? pbx_who_contact(object) : NULL;
	const struct pbx_object *used = contact ? contact : object;
	char id[WIRE_KEY_MAX + 8];
	struct px_use *use;

	age(pbx);
	use = find_use(&pbx->index, used);
	if (!use) {
		use_id(used, id, sizeof(id));
		use = mem_new(1, sizeof(*use) + strlen(id) + 1);
		memcpy(use->id, id, strlen(id) + 1);
		HASH_ADD_STR(pbx->index.uses, id, use);
	}
	use->points += USE_POINTS;
	refresh(pbx);
}
