#include "lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "object.h"

void px_list_free(struct px_list *list)
{
	free(list->at);
	free(list->add);
	free(list->cut);
	*list = (struct px_list){.by_name = list->by_name};
}

static int compare_names(const struct pbx_object *a, const struct pbx_object *b)
{
	int order = strcmp(a->sort ? a->sort : "", b->sort ? b->sort : "");

	return order ? order : strcmp(a->row->key, b->row->key);
}

static int compare_births(const struct pbx_object *a, const struct pbx_object *b)
{
	return (a->born > b->born) - (a->born < b->born);
}

int px_list_compare(const struct px_list *list, const struct pbx_object *a,
		    const struct pbx_object *b)
{
	return list->by_name ? compare_names(a, b) : compare_births(a, b);
}

/* How many of the first count objects come before this one. */
static unsigned place(const struct px_list *list, unsigned count, const struct pbx_object *object)
{
	unsigned low = 0;

	while (low < count) {
		unsigned middle = low + (count - low) / 2;

		if (px_list_compare(list, list->at[middle], object) < 0)
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

static void take_back(struct px_list *list, const struct pbx_object *object)
{
	unsigned i = 0;

	while (list->add[i] != object)
		i++;
	memmove(&list->add[i], &list->add[i + 1],
		(--list->add_count - i) * sizeof(struct pbx_object *));
}

static void note_cut(struct px_list *list, struct pbx_object *object)
{
	if (list->cut_count == list->cut_cap) {
		list->cut_cap = list->cut_cap ? list->cut_cap * 2 : 16;
		list->cut = mem_resize(list->cut, list->cut_cap, sizeof(*list->cut));
	}
	list->cut[list->cut_count++] = place(list, list->count, object);
	object->listed = false;
}

void px_list_put(struct px_list *list, struct pbx_object *object, char *sort)
{
	free(object->next_sort);
	object->next_sort = sort;
	if (object->listed)
		note_cut(list, object);
	if (object->adding)
		return;
	if (list->add_count == list->add_cap) {
		list->add_cap = list->add_cap ? list->add_cap * 2 : 16;
		list->add = mem_resize(list->add, list->add_cap, sizeof(struct pbx_object *));
	}
	list->add[list->add_count++] = object;
	object->adding = true;
}

void px_list_cut(struct px_list *list, struct pbx_object *object)
{
	if (object->adding)
		take_back(list, object);
	object->adding = false;
	if (object->listed)
		note_cut(list, object);
}

static int compare_cuts(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static void move(struct px_list *list, unsigned to, unsigned from, unsigned count)
{
	memmove(&list->at[to], &list->at[from], count * sizeof(struct pbx_object *));
}

static void take_cuts(struct px_list *list)
{
	unsigned count = list->cut_count;

	if (!count)
		return;
	qsort(list->cut, count, sizeof(*list->cut), compare_cuts);
	for (unsigned i = 0; i < count; i++) {
		unsigned from = list->cut[i] + 1;
		unsigned end = i + 1 < count ? list->cut[i + 1] : list->count;

		move(list, list->cut[i] - i, from, end - from);
	}
	list->count -= count;
	list->cut_count = 0;
}

static int compare_adds(const void *a, const void *b)
{
	return compare_names(*(struct pbx_object *const *)a, *(struct pbx_object *const *)b);
}

static void take_sort_keys(struct px_list *list)
{
	for (unsigned i = 0; i < list->add_count; i++) {
		struct pbx_object *object = list->add[i];

		free(object->sort);
		object->sort = object->next_sort;
		object->next_sort = NULL;
		object->adding = false;
		object->listed = true;
	}
	if (list->by_name && list->add_count)
		qsort(list->add, list->add_count, sizeof(struct pbx_object *), compare_adds);
}

/* From the last on, each new one is put behind those that come before it. */
static void put_adds(struct px_list *list)
{
	unsigned left = list->count;

	list->count += list->add_count;
	if (list->count > list->cap) {
		list->cap = list->count + list->count / 2;
		list->at = mem_resize(list->at, list->cap, sizeof(struct pbx_object *));
	}
	for (unsigned i = list->add_count; i-- > 0;) {
		unsigned at = place(list, left, list->add[i]);

		move(list, at + i + 1, at, left - at);
		list->at[at + i] = list->add[i];
		left = at;
	}
	list->add_count = 0;
}

void px_list_settle(struct px_list *list)
{
	take_cuts(list);
	take_sort_keys(list);
	put_adds(list);
}
