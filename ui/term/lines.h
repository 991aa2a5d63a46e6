/* Line mode: what term.h says of it, kept by lines.c. */
#ifndef TERM_LINES_H
#define TERM_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "key.h"

struct term;
struct lines;

/* Free with lines_free(). */
struct lines *lines_new(struct term *term);
void lines_free(struct lines **lines);

/* Whoever types. */
void lines_key(struct lines *lines, struct term_key key);
/* Without a terminal: what a pipe gives, its end; or a file, which no loop can watch. */
void lines_feed(struct lines *lines, const char *bytes, size_t len);
void lines_finish(struct lines *lines);
void lines_from_file(struct lines *lines, int fd);

/* Everything that was to be said is: the prompt is shown, and all is sent as far as it goes. */
void lines_settle(struct lines *lines);
/* The prompt and what is typed, on a new line: after a stop, or when asked. */
void lines_again(struct lines *lines);
void lines_bell(struct lines *lines);
/* Writes what still waits, and leaves the line. */
void lines_leave(struct lines *lines);

#endif
