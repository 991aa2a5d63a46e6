/* Shared by the files of the chat only. */
#ifndef PABX_DIRECTORY_ROOMS_H
#define PABX_DIRECTORY_ROOMS_H

#include "directory_inside.h"

struct member {
	int64_t cID, seen;
	struct member *next;
};

struct room {
	int64_t id;
	char *name, *pair; /* pair: "3:7" for a private room, else NULL */
	struct member *members;
	unsigned count, posted;
	UT_hash_handle hh;
};

struct overseer {
	struct user user; /* his cID and permissions alone */
	struct overseer *next;
};
bool overseer_sees(const struct directory *d, const struct user *user, const struct room *room);
/* The rooms that he sees without being in them, and no others. */
void rooms_show_to(struct directory *d, const struct overseer *overseer);

struct room *room_find(const struct directory *d, int64_t id);
struct member *room_member(const struct room *room, int64_t cID);

/* The last messages of a room as rows: of all its members, or of one. */
void messages_load(struct directory *d, struct room *room);
void messages_show(struct directory *d, struct room *room, int64_t cID);
void messages_hide(struct directory *d, struct room *room, int64_t cID);

#endif
