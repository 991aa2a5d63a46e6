/* Large letters, made of blocks: capitals, digits and a few signs, with their accents. */
#ifndef KIOSK_BIG_H
#define KIOSK_BIG_H

#include "term/term.h"

/* Rows of the screen that a line of them takes. */
int big_rows(void);
/* Columns that text takes; 0 where it has a character without a large form. */
int big_cols(const char *text);
/* Draws it with its upper left corner there. */
void big_draw(struct term *term, int y, int x, enum term_role role, const char *text);

#endif
