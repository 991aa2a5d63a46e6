/* The user's own lines, in order. */
#ifndef PBX_LINES_H
#define PBX_LINES_H

#include "object.h"
#include "watch.h"

struct px_line_list {
	struct pbx_object **at;
	unsigned count, cap;
};

struct px_lines {
	bool stale; /* a device came, went or has another user */
	int64_t user;
	struct px_line_list lists[2]; /* used; owned */
	struct px_watches watches;    /* kind: 1 owned */
};

void px_lines_told(struct pbx *pbx);
void px_lines_free(struct px_lines *lines);

#endif
