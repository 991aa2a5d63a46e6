/* The terminal device: opened anew, raw, its size. */
#ifndef TERM_TTY_H
#define TERM_TTY_H

#include <stdbool.h>
#include <termios.h>

#include "base/err.h"

struct tty {
	int in, out;
	bool is_tty;
	bool own; /* in and out were opened here */
	struct termios saved;
};

/* Opens the tty behind in and out once more, without blocking, so that the flags of what others
 * share stay as they are. With no_tty the descriptors themselves are used. */
int tty_open(struct tty *tty, int in, int out, bool no_tty, struct why *why);
/* The same for lines: a pipe or a file is as good. It is a tty only where both are. */
int tty_open_lines(struct tty *tty, int in, int out, struct why *why);
void tty_close(struct tty *tty);
void tty_raw(const struct tty *tty);
/* Keys come one by one and are not shown, as tty_raw() does; what is written and how the line is
 * paced stays the device's affair. */
void tty_keys(const struct tty *tty);
/* Whether no key (Alt-F2) brings another of a Linux console's screens to the front; nothing
 * elsewhere.
 */
void tty_hold_front(const struct tty *tty, bool hold);
void tty_restore(const struct tty *tty);
/* Bits a second of a line that is a slow one (a serial line; SSH tells those of its other end,
 * too), else 0. */
int tty_slow_baud(const struct tty *tty);
/* Rows and columns where the device knows them, else unchanged. */
void tty_size(const struct tty *tty, int *rows, int *cols);
/* Pixels of a cell; false where the device does not know them. */
bool tty_cell(const struct tty *tty, int *width, int *height);

#endif
