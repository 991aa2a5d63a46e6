/* Curses says much twice. On a slow line each byte counts. */
#ifndef TERM_TIDY_H
#define TERM_TIDY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes a frame of len bytes shorter, in place, without changing what it shows: attributes that
 * follow each other become one sequence, what a reset undoes is left out, and G0 is set to ASCII
 * only where the terminal may not have it yet, since nothing ever sets it to anything else:
 * is_ascii says so, and is kept from frame to frame. Returns the new length. */
size_t tidy_frame(char *frame, size_t len, bool *is_ascii);

#endif
