/* A terminal without a tty, in the test's own process: the program's bytes are read by libvterm,
 * its keys come as bytes. Nothing sleeps; time is base/clock's, faked by screen_open(). */
#ifndef SUPPORT_SCREEN_H
#define SUPPORT_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"
#include "term/term.h"

struct screen;

/* Fakes the clock at 2026-01-05 09:00 UTC. */
struct screen *screen_open(int rows, int cols, const char *type);
/* Free the terminal first. */
void screen_free(struct screen **screen);
struct loop *screen_loop(struct screen *screen);
/* Fills in what joins a terminal to the screen; event, paint and ctx are the test's. */
void screen_options(const struct screen *screen, struct term_options *options);
/* From now on the screen knows when the terminal is quiet. Runs until it is. */
void screen_attach(struct screen *screen, struct term *term);

/* Runs the loop until nothing more happens and all paints are done; fails the test after a minute.
 */
void screen_run(struct screen *screen);
/* Lets time pass, in steps, with all that it starts. */
void screen_pass(struct screen *screen, int64_t ms);
/* Keys by name with blanks between ("F2 a Ctrl-R Enter"), as xterm sends them, then runs. */
void screen_keys(struct screen *screen, const char *names);
/* Characters as they are, then runs. */
void screen_type(struct screen *screen, const char *text);
void screen_bytes(struct screen *screen, const char *bytes, size_t len);
void screen_paste(struct screen *screen, const char *text);
void screen_resize(struct screen *screen, int rows, int cols);
/* While stalled nothing is read of what the program writes. */
void screen_stall(struct screen *screen, bool stalled);
/* The terminal goes away. */
void screen_hang_up(struct screen *screen);

/* Bytes that the program has written since the last call. */
size_t screen_written(struct screen *screen);
/* From now on each_write gets what each single write of the program's gives to the terminal, before
 * that shows it. */
void screen_each_write(struct screen *screen,
		       void (*each_write)(void *ctx, const char *bytes, size_t len), void *ctx);
/* True if these were among them; does not begin anew. */
bool screen_wrote(const struct screen *screen, const char *bytes);
/* All of them. Valid until the next call. */
const char *screen_heard(const struct screen *screen, size_t *len);
/* For a terminal in line mode: its driver puts a return before each newline. */
void screen_cook(struct screen *screen);
/* What was said in lines since the last call, with what was rubbed out gone. Fails the test where
 * anything but text, newlines, backspaces and bells was written. Valid until the next call. */
const char *screen_said(struct screen *screen);
/* A row without blanks at its end. Valid until the next call. */
const char *screen_row(struct screen *screen, int y);
bool screen_has(struct screen *screen, const char *text);
/* The look of the cell where text begins, as in golden files; fails the test without that text. */
const char *screen_look(struct screen *screen, const char *text);
bool screen_cursor(struct screen *screen, int *y, int *x);
int screen_bells(struct screen *screen);
/* Text must be there, or must not; a failure prints the screen. */
void screen_expect_text(struct screen *screen, const char *text);
void screen_expect_no_text(struct screen *screen, const char *text);
/* The whole screen must be as in tests/screen/golden/NAME.golden; UPDATE_GOLDEN=1 writes it. Also,
 * a second paint must send nothing. */
void screen_expect(struct screen *screen, const char *name);
/* A paint of what is shown already sends nothing. */
void screen_expect_quiet(struct screen *screen);

#endif
