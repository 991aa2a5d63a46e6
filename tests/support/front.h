/* A console under test: its screen in memory, the real PABX beside it with the office's time in the
 * test's hand. */
#ifndef SUPPORT_FRONT_H
#define SUPPORT_FRONT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "pbx/pbx.h"
#include "support/screen.h"

struct console;
struct console_options;

struct front {
	struct screen *screen;
	struct pbx *pbx;
	struct console *console;
	bool quit;
	void (*tune)(struct console_options *options); /* sets what a test wants, or NULL */
	const char *office; /* folder of its data, set before front_open(); NULL: assets/office */
	pid_t pabx;
	int to_office, from_office;
	char url[64], key[96];
	char said[4096]; /* what the office answered and was not yet read */
	size_t said_len;
};

/* Set-up and tear-down of a test whose state is a front that it opens itself. */
int front_setup(void **state);
int front_teardown(void **state);
/* Such a front, opened on an xterm of that size. */
struct front *front_opened(void **state, int rows, int cols);

/* Opens a console of that size, signed in as the reception, with everything loaded and nobody in
 * the office acting by himself. Close with front_close(). */
void front_open(struct front *front, int rows, int cols, const char *type);
/* The same, with options of the console's that the test sets. */
void front_open_with(struct front *front, int rows, int cols, const char *type,
		     void (*tune)(struct console_options *options));
void front_close(struct front *front);
/* Ends the console and what is left of the PABX, and opens both anew. */
void front_restart(struct front *front, int rows, int cols, const char *type);
/* Ends the console, and starts another one on the same PABX. */
void front_reopen(struct front *front, int rows, int cols, const char *type);

/* A line of the office's script (office_script.c); returns when all that it changed is painted. */
void front_office(struct front *front, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Lets time pass here and in the office. */
void front_pass(struct front *front, int64_t ms);
/* The same in one step, without waiting for what may come besides the feed. */
void front_step(struct front *front, int64_t ms);
/* Turns until text is on the screen, or is not any more. */
void front_wait(struct front *front, const char *text);
void front_wait_gone(struct front *front, const char *text);
/* Ends the PABX as a crash does. */
void front_kill_pabx(struct front *front);
/* Starts it, on the port that it had, with a key for that login: for tests that have a screen of
 * their own, or that ended it. */
void front_start_pabx(struct front *front, const char *login);

#endif
