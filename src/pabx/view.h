/* What a viewer may see of a row, as a value that can be compared: viewers with equal views share
 * what is encoded for them. */
#ifndef PABX_VIEW_H
#define PABX_VIEW_H

#include "feed.h"

struct view {
	int64_t cID;        /* 0: nobody, for what viewers of one class share */
	uint64_t perms;     /* hash of all permissions */
	unsigned options;   /* of enum wire_option */
	char company[64];   /* whose rows it sees, "" for every company's */
	char admin[64];     /* the company that it administers besides, or "" */
	char mailboxes[64]; /* whose mailboxes it sees besides its own: "*" for all, or "" */
	char desk[64];      /* whose taken messages it sees: "*" for all, or "" */
	char kiosk[64];     /* only contacts with this tag, or "" */
	bool idle, device_min;
};

void view_of(struct view *view, const struct feed_view *of);
bool view_equal(const struct view *a, const struct view *b);
/* A number that differs where views differ, for revisions. */
uint64_t view_hash(const struct view *view);
/* True if nothing but rows of private sets depends on who looks. */
bool view_shared(const struct view *view);
/* The fields of a row of that scope that are seen; 0 for none. user as in struct live_item. */
uint64_t view_fields(const struct view *view, enum wire_set set, int64_t user,
		     const struct live_scope *scope);
/* Whether rows of that set may be seen because of who looks, even in a shared view. */
bool view_private(enum wire_set set, int64_t user);

#endif
