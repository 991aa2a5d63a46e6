/* Right-to-left text for terminals that write everything from left to right. */
#ifndef TERM_BIDI_H
#define TERM_BIDI_H

#include <stdbool.h>
#include <stddef.h>

/* Where a line begins. A NAME begins where its first letter says. A SENTENCE is one of this
 * program's: whoever's name it begins with, it is read from the left, unless no letter in it is.
 * What is TYPED begins as a name does, and its blanks are its own; in the others two blanks and
 * more separate columns, which stay where they are. */
enum bidi_line { BIDI_NAME, BIDI_SENTENCE, BIDI_TYPED };

/* Puts clean text of len bytes into the order in which it is written from left to right (UAX 9),
 * brackets mirrored, marks behind their characters; each character keeps its width. Returns out, or
 * text itself where there is nothing to do. */
const char *bidi_visual(enum bidi_line line, const char *text, size_t len, char *out, size_t cap,
			size_t *out_len);
/* The column at which the character of a TYPED text is written that has these before it; behind its
 * last one is a blank. */
int bidi_column(const char *text, const char *before);
/* True if a TYPED text is read from the right. */
bool bidi_from_right(const char *text);

#endif
