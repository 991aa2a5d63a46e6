/* What is told in the loop's next turn, in order: nothing runs inside the call that caused it. */
#ifndef PBX_LATER_H
#define PBX_LATER_H

#include "pbx.h"

struct px_later;

/* Who is to be told the end of something. */
struct px_then {
	pbx_done_fn done; /* may be NULL */
	void *ctx;
};
void px_then_tell(const struct px_then *then, const struct pbx_result *result);

struct px_later *px_later_new(struct loop *loop, struct pbx *pbx);
/* Forgets what has not been told yet. */
void px_later_free(struct px_later **later);

/* The result is copied. then may be NULL. */
void px_later_done(struct px_later *later, const struct px_then *then,
		   const struct pbx_result *result);
void px_later_run(struct px_later *later, void (*fn)(struct pbx *pbx, int value), int value);

/* Results that this end makes itself. */
extern const struct pbx_result px_result_done;
struct pbx_result px_result_refused(int errno_, const char *reason, const char *text);

#endif
