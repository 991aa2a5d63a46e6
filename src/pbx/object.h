/* One object: a row of the feed, and what this end knows about it. */
#ifndef PBX_OBJECT_H
#define PBX_OBJECT_H

#include "base/hash.h"
#include "pbx.h"
#include "wire/row.h"

struct px_listener;

/* The strings of a JSON list, as a getter hands them out one by one. */
struct px_texts {
	unsigned count;
	char **at, **type; /* type: of numbers */
};

/* What only some objects have. */
struct px_extra {
	struct px_texts texts; /* tags of a tag row, numbers of a person */
	bool texts_known;
	struct pbx_object **calls; /* of a device or queue, as they came */
	unsigned call_count, call_cap;
	struct pbx_object *parent; /* of a call */
	struct px_listener *listeners;
};

struct pbx_object {
	struct pbx *pbx;
	struct wire_row *row;
	UT_hash_handle hh;      /* by row->key */
	uint64_t born;          /* grows; the documented uid of a call */
	char *sort, *next_sort; /* folded name; and the one it gets when the list settles */
	struct px_extra *extra; /* NULL until needed */
	unsigned event;         /* its place in the frame's events + 1, 0: none */
	unsigned generation;    /* of the snapshot that last named it */
	unsigned entry;         /* in the search index, 0: none */
	bool listed, adding;    /* lists.h */
	bool gone;              /* PBX_DELETED has been decided */
};

/* The classes are the sets of the feed, in the same order. */
static inline enum pbx_class px_class(const struct pbx_object *object)
{
	return (enum pbx_class)object->row->set;
}

static inline struct px_extra *px_extra(struct pbx_object *object)
{
	if (!object->extra)
		object->extra = mem_new(1, sizeof(*object->extra));
	return object->extra;
}

/* The row as its struct, or NULL for an object of another class:
 * const struct wire_call *call = PX_ROW(object, CALL, call); */
static inline const void *px_row(const struct pbx_object *object, enum pbx_class class)
{
	return object && px_class(object) == class ? object->row : NULL;
}
#define PX_ROW(object, ENUM, set) ((const struct wire_##set *)px_row((object), PBX_##ENUM))

/* Takes row over. */
struct pbx_object *px_object_new(struct pbx *pbx, struct wire_row *row);
void px_object_free(struct pbx_object *object);

void px_texts_clear(struct pbx_object *object);
/* Strings of a JSON list, or the member "number" (and "type") of its objects. */
const struct px_texts *px_texts(const struct pbx_object *object, const char *json);

/* JSON {"cID":5} or {"key":"k"} as the object behind it, or NULL. */
struct pbx_object *px_match(struct pbx *pbx, const char *json);
struct pbx_object *px_find_id(struct pbx *pbx, enum pbx_class class, int64_t id);

#endif
