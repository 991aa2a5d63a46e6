/* Right-to-left text for terminals that write everything from left to right. */
#ifndef TERM_BIDI_H
#define TERM_BIDI_H

#include <stddef.h>

/* Puts clean text of len bytes into the order in which it is written from left to right (UAX 9),
 * brackets mirrored, marks behind their characters; each character keeps its width. Returns out,
 * which has room for as many bytes and a NUL, or text itself where there is nothing to do. */
const char *bidi_visual(const char *text, size_t len, char *out, size_t cap, size_t *out_len);

#endif
