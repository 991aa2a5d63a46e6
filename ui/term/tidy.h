/* Curses says much twice. On a slow line each byte counts. */
#ifndef TERM_TIDY_H
#define TERM_TIDY_H

#include <stdbool.h>
#include <stddef.h>

/* What is known of the terminal from frame to frame. */
struct tidy {
	bool ascii;   /* G0 is ASCII: nothing ever sets it to anything else */
	bool columns; /* it has "ESC [ x G", and stays in a row whose last column was written */
};

/* Makes a frame of len bytes shorter, in place, without changing what it shows: attributes that
 * follow each other become one sequence, what a reset undoes is left out, G0 is set to ASCII only
 * where the terminal may not have it yet, and a place in the same row is named by its column.
 * Returns the new length. */
size_t tidy_frame(char *frame, size_t len, struct tidy *tidy);

#endif
