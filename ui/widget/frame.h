/* A pane's title row, and the frame of popups. */
#ifndef WIDGET_FRAME_H
#define WIDGET_FRAME_H

#include "term/term.h"

/* Draws "── title ──── note ──" over the first row of area and returns what is left below it. */
struct rect frame_title(struct term *term, struct rect area, const char *title, const char *note,
			bool focused);
/* Draws a box with title on its border and note at the lower right, blanks its inside, and returns
 * the inside with one column free at both sides. title and note may be NULL. */
struct rect frame_box(struct term *term, struct rect area, const char *title, const char *note);

#endif
