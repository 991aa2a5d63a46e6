/* The objects: tables by key, lists, what a frame did to them. */
#ifndef PBX_STORE_H
#define PBX_STORE_H

#include "lists.h"
#include "object.h"
#include "watch.h"

/* Tables grow in parts, so that no growth holds the loop. No office has more objects of a class. */
enum { PX_SHARDS = 16, PX_OBJECTS_MAX = 1 << 20 };

struct px_table {
	struct pbx_object *shards[PX_SHARDS];
	struct px_list list;
	uint64_t revision;
	unsigned generation; /* of the snapshot that is coming or came last */
	bool loading;        /* between a set's first part and its last */
	bool loaded;         /* it came once, whole */
};

/* Before the name of the queue that a waiting call is in. */
#define PX_QUEUE_PREFIX "queue:"

enum { PX_NOTHING = 0 }; /* came and went within one frame */

struct px_event {
	struct pbx_object *object;
	uint64_t changed;
	unsigned kind; /* enum pbx_event or PX_NOTHING */
};

struct px_store {
	struct px_table tables[PBX_CLASS_COUNT];
	struct px_event *events; /* of the frame that is being applied or told */
	unsigned event_count, event_cap, told;
	uint64_t born;
	uint64_t moment;  /* counts events told: a listener hears those after the one it came in */
	unsigned telling; /* listeners that went are kept until this is 0 */
	struct px_listener *listeners[PBX_CLASS_COUNT];
};

void px_store_init(struct px_store *store);
void px_store_free(struct px_store *store);

struct pbx_object *px_store_find(struct px_store *store, enum pbx_class class, const char *key);
/* A whole row: a new object, or all of what there is replaced. Takes row over. */
struct pbx_object *px_store_put(struct pbx *pbx, struct wire_row *row);
/* Some fields of a known row changed. */
void px_store_changed(struct pbx_object *object, uint64_t changed);
/* None of its own fields changed, but what belongs to it. */
void px_store_touched(struct pbx_object *object);
void px_store_gone(struct pbx_object *object);

/* At the end of a frame: puts the lists in order. */
void px_store_settle(struct px_store *store);
/* Tells the next event; false when there is none left. */
bool px_store_tell(struct pbx *pbx);
/* When all are told: forgets one, and frees what went; false when there is none left. */
bool px_store_told(struct px_store *store);

/* listen.c */
void px_listeners_tell(struct px_store *store, const struct px_event *event);
void px_listeners_free(struct px_listener **listeners);

#endif
