/* A line of text that is typed: edited by whole characters (with their marks), scrolled sideways,
 * with history. */
#ifndef WIDGET_INPUT_H
#define WIDGET_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "term/term.h"

struct input;

enum input_result { INPUT_NOT_MINE, INPUT_MOVED, INPUT_CHANGED };

/* max is the most bytes that it takes. Free with input_free(). */
struct input *input_new(size_t max);
void input_free(struct input **input);
/* A secret is shown as marks, has no history, and is wiped. */
void input_secret(struct input *input, bool secret);

const char *input_text(const struct input *input);
bool input_empty(const struct input *input);
void input_set(struct input *input, const char *text); /* the cursor goes behind it */
void input_clear(struct input *input);
/* The cursor's place in bytes. */
size_t input_at(const struct input *input);
/* Printable characters, Left, Right, Home, End, Ctrl-A/E/B/F/K/U/W/D, Alt-B/F, Ctrl-arrows,
 * Backspace, Del; Ctrl-P and Ctrl-N (not Up and Down) go through the history. */
enum input_result input_handle(struct input *input, struct term_key key);
/* Adds text at the cursor, newlines as blanks, as much as fits. */
enum input_result input_paste(struct input *input, const char *text);
/* Puts text in the place of bytes from … to, which must be borders of characters; the cursor goes
 * behind it. */
void input_replace(struct input *input, size_t from, size_t to, const char *text);
/* Remembers text at the end of the history (100 entries, no duplicate in a row). */
void input_remember(struct input *input, const char *text);
/* -1 older, +1 newer; what was typed comes back after the newest. Returns false at an end. */
bool input_recall(struct input *input, int by);
/* An entry of the history, n = 0 is the oldest; NULL behind the newest. */
const char *input_history(const struct input *input, int n);
/* "prompt text"; hint is shown while nothing is typed. All may be NULL. Under focus the terminal's
 * cursor is put where text goes in. */
void input_draw(struct input *input, struct term *term, struct rect area, const char *prompt,
		const char *hint, bool focused);

#endif
