/* The data sets once, without a feed. */
#ifndef PBX_FETCH_H
#define PBX_FETCH_H

#include "later.h"

struct px_fetch {
	bool running, first, last;
	unsigned set; /* being read */
	struct px_then then;
};

void px_fetch_stop(struct pbx *pbx);

#endif
