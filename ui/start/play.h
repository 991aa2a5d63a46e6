/* A PABX of the console's own, the demo's or one before an Asterisk: starts or joins it, signs in,
 * starts the feed. */
#ifndef START_PLAY_H
#define START_PLAY_H

#include "cli/cli.h"
#include "loop/loop.h"
#include "ui/console.h"

struct play;

struct play_options {
	struct loop *loop;
	struct pbx *pbx;
	struct console *console;
	const struct cli_settings *settings;
	const char *secret; /* of Asterisk's manager user, NULL for the demo */
	void (*failed)(void *ctx, const char *text); /* it did not start, or it has ended */
	/* It is live, but without what the operator needs; may be NULL. */
	void (*warn)(void *ctx, const char *text);
	void *ctx;
};

/* Free with play_free(), which ends the demo's office. */
struct play *play_new(const struct play_options *options);
void play_free(struct play **play);

#endif
