/* The console: panes, input, keys and actions on one terminal, driven by one client core. */
#ifndef UI_CONSOLE_H
#define UI_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "keymap/keymap.h"
#include "loop/loop.h"
#include "pane/pane.h"
#include "pbx/pbx.h"
#include "term/term.h"
#include "widget/message.h"

struct console;
struct telling;

struct console_options {
	struct term_options term; /* event, paint and ctx are the console's own */
	struct keymap *keymap;    /* becomes the console's */
	const char *host;         /* as shown in the status line; may be NULL until it is known */
	enum desk_timers timers;  /* what the clocks on the screen do */
	int64_t medium_ms,
		urgent_ms;    /* a waiting call is shown as ageing from here; 0: 15 s, 30 s */
	int heartbeat;        /* seconds, 0: 1, -1: none */
	const char *sendmail; /* command that takes a mail on its standard input, or NULL */
	const char *state;    /* folder for messages that are not sent yet, or NULL: none is kept */
	bool plain;           /* lines instead of a screen: plain.h */
	bool braille;         /* one column, no borders and marks, states first, in words */
	bool bell;            /* ring the terminal's bell for my calls */
	const char *memory;   /* file of what the desk remembers; NULL: nothing is */
	enum term_notice notice; /* a notification on the desktop for my calls */
	enum term_pixels pixels; /* photos are drawn so; none: as symbols */
	bool no_photos;          /* only initials; nothing is fetched */
	bool demo;               /* says so in the status line */
	const char *resume; /* folder of what was half done, for a console that is cut off; NULL */
	void (*quit)(void *ctx); /* the person wants to end, or the terminal has gone */
	void *ctx;
};

/* What "symbols", "sixel", "kitty", "iterm2" or "none" says of photos; false for another word. */
bool console_photos(const char *word, enum term_pixels *pixels, bool *none);

/* Opens the screen and paints; nothing of pbx needs to run yet. Free gives the terminal back; pbx
 * is freed right after it, before the loop runs on, since answers may still be on their way. */
int console_new(struct loop *loop, struct pbx *pbx, const struct console_options *options,
		struct console **console, struct why *why);
void console_free(struct console **console);

/* The session is there: starts the feed, tags and address book. */
void console_start(struct console *console);
/* The exit status that lines from a pipe lead to: 1 where the last one was refused, 3 where the
 * PABX was never reached; 0 for persons. */
int console_status(const struct console *console);
void console_set_host(struct console *console, const char *host);
/* One line in the message area, kept in the history. */
void console_say(struct console *console, enum message_outcome outcome, const char *text);
/* Called when the PABX ends the session (error 2): sign in again. */
void console_on_logged_out(struct console *console, void (*fn)(void *ctx, const char *text),
			   void *ctx);

/* A dialogue over the panes that takes all keys but those of quit, redraw and suspend. One at a
 * time; NULL ends it. */
struct console_dialogue {
	void (*draw)(void *ctx, struct term *term, struct rect area);
	void (*key)(void *ctx, struct term_key key);
	void (*paste)(void *ctx, const char *text);       /* may be NULL */
	void (*tell)(void *ctx, struct telling *telling); /* telling.h: where there is no screen */
};
void console_set_dialogue(struct console *console, const struct console_dialogue *dialogue,
			  void *ctx);
void console_dirty(struct console *console);
struct term *console_term(struct console *console);

#endif
