/* The client core in the benchmark's own process. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include <stdbool.h>

#include "pbx/pbx.h"

enum { CLIENT_WAIT_MS = 30000 };

struct client {
	struct loop *loop;
	struct pbx *pbx;
};

/* Signs in at address with an API key and starts the feed; with tags and the address book if book
 * is set. */
void client_open(struct client *client, const char *address, const char *secret, bool book);
void client_close(struct client *client);
/* Turns the loop until done(ctx) is true; what names it where it does not come. */
void client_until(struct client *client, bool (*done)(void *ctx), void *ctx, const char *what);

/* For functions that take a pbx_done_fn: the answer, once it has come. */
struct answer {
	bool came;
	enum pbx_outcome outcome;
	char cid[64], text[200];
};
void answer_take(void *ctx, const struct pbx_result *result);
void client_answer(struct client *client, struct answer *answer, const char *what);

#endif
