/* Ordered lists of objects. What a frame adds, takes away or renames is gathered and put in place
 * in one pass at its end, so a frame costs its own rows, not the list's. */
#ifndef PBX_LISTS_H
#define PBX_LISTS_H

#include <stdbool.h>

struct pbx_object;

struct px_list {
	struct pbx_object **at;
	unsigned count, cap;
	bool by_name; /* as people sort names; else as they came */
	struct pbx_object **add;
	unsigned add_count, add_cap;
	unsigned *cut; /* positions in at */
	unsigned cut_count, cut_cap;
};

void px_list_free(struct px_list *list);
/* Adds an object, or moves it to where its new sort key (taken over; NULL for lists in order of
 * arrival) belongs. Until px_list_settle() the list itself stays as it is. */
void px_list_put(struct px_list *list, struct pbx_object *object, char *sort);
void px_list_cut(struct px_list *list, struct pbx_object *object);
void px_list_settle(struct px_list *list);
int px_list_compare(const struct px_list *list, const struct pbx_object *a,
		    const struct pbx_object *b);

#endif
