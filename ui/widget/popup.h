/* Text in a box over the screen: read it, or confirm it. */
#ifndef WIDGET_POPUP_H
#define WIDGET_POPUP_H

#include <stdbool.h>

#include "term/term.h"

struct popup;

enum popup_result {
	POPUP_NOT_MINE, /* the key is not one of the popup's */
	POPUP_STAYS,
	POPUP_YES, /* confirmed */
	POPUP_NO,  /* Esc, or closed by any of its keys */
};

/* text is copied; newlines stay, long lines are wrapped at blanks. Free with popup_free(). */
struct popup *popup_text(const char *title, const char *text);
/* Asks; only yes_key confirms, Esc says no, other keys do nothing. yes
 * is what the strip says of it: "Enter transfer  Esc back". */
struct popup *popup_confirm(const char *title, const char *text, struct term_key yes_key,
			    const char *yes);
/* From now on what is typed leaves only the lines that have it; Esc brings the others back. */
void popup_searchable(struct popup *popup);
/* Another text in the same box: what was scrolled to stays. */
void popup_set_text(struct popup *popup, const char *text);
/* The first rows lines of the text are a picture of cols columns, shown in these colours. Copied;
 * NULL for none. */
void popup_set_picture(struct popup *popup, const struct term_cell *cells, int rows, int cols);
/* The same picture in pixels, over those cells while they are all seen. Copied; NULL for none. */
void popup_set_image(struct popup *popup, const struct term_image *image);
const char *popup_title(const struct popup *popup);
const char *popup_body(const struct popup *popup);
void popup_free(struct popup **popup);
enum popup_result popup_handle(struct popup *popup, struct term_key key);
/* In the middle of area, as large as the text needs, and then where it was while the area is the
 * same and no other picture comes. The terminal's cursor is put into it. */
void popup_draw(struct popup *popup, struct term *term, struct rect area);

#endif
