/* What the word that is being typed could become. Tab puts one candidate after the other into the
 * input, and after the last what was typed comes back. */
#ifndef WIDGET_CHOICES_H
#define WIDGET_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

#include "input.h"
#include "term/term.h"

enum { CHOICES_MAX = 200 };

struct choices;

/* Free with choices_free(). */
struct choices *choices_new(void);
void choices_free(struct choices **choices);
/* Begins a new set, of which each candidate replaces what stands from byte from to the cursor. */
void choices_begin(struct choices *choices, size_t from);
/* Copied, in the order in which Tab gives them; note stands at the right and may be NULL. Beyond
 * CHOICES_MAX they are left out. */
void choices_add(struct choices *choices, const char *text, const char *note);
unsigned choices_count(const struct choices *choices);
/* Puts the next (by 1) or previous (by -1) candidate into input. False without candidates. */
bool choices_cycle(struct choices *choices, struct input *input, int by);
/* Rows from the top of area, as many as are needed; the cursor is left alone. */
void choices_draw(const struct choices *choices, struct term *term, struct rect area);

#endif
