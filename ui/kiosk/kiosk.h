/* The visitors' kiosk: a screen of its own on which somebody who comes in finds a person and calls
 * him on the kiosk's telephone, and nothing else.
 *
 * It knows no actions, key maps, command line, hooks or panes of the console: what is not here
 * cannot be reached. What its account may do is the PABX's word (permission "kiosk"). */
#ifndef KIOSK_KIOSK_H
#define KIOSK_KIOSK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/loop.h"
#include "pbx/pbx.h"
#include "term/term.h"

struct kiosk;

/* Texts must outlive the kiosk. */
struct kiosk_options {
	struct term_options term; /* fixed, mouse, event, paint and ctx are the kiosk's own */
	const char *greeting;     /* the company's; NULL: "Welcome" */
	/* Whom an account without the permission "kiosk" offers: people with this tag. With that
	 * permission the PABX decides. */
	const char *tag;
	const char *code; /* hash (base/password.h) of what leaves it; NULL: only a signal does */
	const char *hint; /* said at the edge, NULL for nothing: the demo's code */
	int64_t idle_ms;  /* what a visitor left is gone after so long without a key; 0: 60 s */
	int heartbeat;    /* seconds, 0: 1, -1: none */
	bool touch;       /* keys on the screen, for mouse or finger */
	/* The code was given, a signal came, or the terminal has gone. */
	void (*leave)(void *ctx);
	/* The PABX ended the session: sign in again, and call kiosk_start(). */
	void (*logged_out)(void *ctx, const char *text);
	void *ctx;
};

/* Opens the screen and paints. Free gives the terminal back; pbx is freed right after it, before
 * the loop runs on. */
int kiosk_new(struct loop *loop, struct pbx *pbx, const struct kiosk_options *options,
	      struct kiosk **kiosk, struct why *why);
void kiosk_free(struct kiosk **kiosk);

/* The session is there: starts the feed. */
void kiosk_start(struct kiosk *kiosk);
/* What is wrong, for whoever looks after it; NULL when all is well. Shown small. */
void kiosk_trouble(struct kiosk *kiosk, const char *text);
struct term *kiosk_term(struct kiosk *kiosk);

#endif
