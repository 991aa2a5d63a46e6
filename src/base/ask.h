/* Asking for what nobody shall see on the terminal: passwords and codes of commands without a
 * screen. */
#ifndef BASE_ASK_H
#define BASE_ASK_H

#include <stddef.h>

/* Reads one line of standard input, without its end; at a terminal it asks with prompt and shows
 * nothing of the answer, and echo is on again however that ends. 0, ERR_LIMIT for a line that does
 * not fit, ERR_CLOSED at the end of the input or when the person gave up (Ctrl-C, Ctrl-D); line is
 * "" then. The caller wipes it. */
int ask_unseen(const char *prompt, char *line, size_t cap);

#endif
