/* The demo in a console: starts the simulated office, signs in, starts the feed. */
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
	void (*failed)(void *ctx, const char *text); /* it did not start, or it has ended */
	void *ctx;
};

/* Free with play_free(), which ends the office. */
struct play *play_new(const struct play_options *options);
void play_free(struct play **play);

#endif
