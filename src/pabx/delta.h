/* What changed between two sequence numbers, joined to at most one row a key, as one viewer sees
 * it: the body of a delta frame. Viewers of the same class share it. */
#ifndef PABX_DELTA_H
#define PABX_DELTA_H

#include "base/buf.h"
#include "view.h"

enum {
	DELTA_MAX = 200 << 10, /* a longer delta is worse than a snapshot */
};

enum delta_result {
	DELTA_EMPTY, /* nothing of it is for this viewer */
	DELTA_FRAME,
	DELTA_TOO_BIG, /* or older than the journal: a snapshot is due */
};

struct delta;
struct delta *delta_new(const struct live *live);
void delta_free(struct delta **delta);

/* The changes after from up to to. was is how the viewer saw what came before (the same as is,
 * unless rows are just being withdrawn from it). *body, valid until the next call, is what follows
 * {"op":"delta","prev":N in the frame. */
enum delta_result delta_join(struct delta *delta, const struct view *was, const struct view *is,
			     uint64_t from, uint64_t to, const struct buf **body);

#endif
