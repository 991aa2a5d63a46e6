/* A place for a test of the real programs: a home of its own, and a PABX where one is wanted. */
#ifndef E2E_PLACE_H
#define E2E_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "support/pty.h"

enum { PLACE_WAIT_MS = 60000, PLACE_GONE_MS = 60000, PLACE_WORDS = 32 };

struct place {
	char home[64];
	char host[32]; /* "127.0.0.1:port" once there was a PABX */
	int port;
	pid_t pabx;
	int pabx_out;
	struct pty *pty; /* the console, ended with the place */
};

/* Set-up and tear-down of a test, whose state the place is. */
int place_setup(void **state);
int place_teardown(void **state);

/* Starts frontdesk-pabx with the simulated office and further words, on the port that it had
 * before, and waits until it listens. Its store lies in the home. */
void place_open_pabx(struct place *place, const char *words);
void place_end_pabx(struct place *place, int signal);

/* Starts the console (words are split at blanks, ~ is a blank within one; %h is the PABX's host, %o
 * the office's data, %H the home). More environment may be NULL. */
struct pty *place_console(struct place *place, int rows, int cols, const char *words,
			  const char *const *environment);
/* Ends it by the key for quit: status 0, the terminal as it was. */
void place_quit(struct place *place);

struct ran {
	int status; /* exit status, or 128 + signal */
	char *out, *err;
};
/* Runs frontdesk without a terminal to its end. Free with ran_free(). */
struct ran place_run(struct place *place, const char *words);
/* As place_run(), with input on its standard input. */
struct ran place_run_input(struct place *place, const char *words, const char *input);
/* As place_run(), with environment as in pty_start(). */
struct ran place_run_with(struct place *place, const char *words, const char *const *environment);
/* As place_run(), with the signal once text was printed. */
struct ran place_run_until(struct place *place, const char *words, const char *text, int signal);
/* Runs frontdesk-pabx on the place's store, with input on its standard input (may be NULL). */
struct ran place_run_pabx(struct place *place, const char *words, const char *input);
void ran_free(struct ran *ran);

/* Files in the home. */
char *place_path(const struct place *place, const char *name); /* caller frees */
void place_write(const struct place *place, const char *name, const char *text, unsigned mode);
char *place_read(const struct place *place, const char *name); /* NULL if it is not there */
/* Until a file has been removed, for at most PLACE_GONE_MS: what a server that ends leaves last. */
void place_wait_gone(const struct place *place, const char *name);
unsigned place_mode(const struct place *place, const char *name);

/* Until fn is true; the test fails after PLACE_WAIT_MS. */
void place_until(bool (*fn)(void *ctx), void *ctx, const char *what);

#endif
