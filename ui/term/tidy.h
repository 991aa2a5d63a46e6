/* Curses says much twice. On a slow line each byte counts. */
#ifndef TERM_TIDY_H
#define TERM_TIDY_H

#include <stddef.h>

/* Makes a frame of len bytes shorter, in place, without changing what it shows: attributes that
 * follow each other become one sequence, what a reset undoes is left out, and G0 is set to ASCII
 * once, since nothing ever sets it to anything else. Returns the new length. */
size_t tidy_frame(char *frame, size_t len);

#endif
