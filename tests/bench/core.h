/* The core core in the benchmark's own process. */
#ifndef BENCH_CORE_H
#define BENCH_CORE_H

#include <stdbool.h>

#include "pbx/pbx.h"

enum { CORE_WAIT_MS = 30000 };

struct core {
	struct loop *loop;
	struct pbx *pbx;
};

/* Signs in at address with an API key and starts the feed. Unless addresses is 0, with tags and the
 * address book, and waits until that many are there. */
void core_open(struct core *core, const char *address, const char *secret, unsigned addresses);
void core_close(struct core *core);
/* Turns the loop until done(ctx) is true; what names it where it does not come. */
void core_until(struct core *core, bool (*done)(void *ctx), void *ctx, const char *what);

/* For functions that take a pbx_done_fn: the answer, once it has come. */
struct answer {
	bool came;
	enum pbx_outcome outcome;
	char cid[64], text[200];
};
void answer_take(void *ctx, const struct pbx_result *result);
void core_answer(struct core *core, struct answer *answer, const char *what);

#endif
