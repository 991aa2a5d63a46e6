/* The screen in memory: the one place where curses is. It writes to a memory file; canvas_take()
 * gives the bytes that bring the terminal from the last picture to this one. */
#ifndef TERM_CANVAS_H
#define TERM_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "layout/rect.h"
#include "theme.h"

struct canvas;

/* Free with canvas_free(). */
int canvas_open(const char *type, struct canvas **out, struct why *why);
void canvas_free(struct canvas **canvas);

/* Colours of the terminal: 0 (none), 8, 16 or 256. */
int canvas_colours(const struct canvas *canvas);
/* A capability of the terminal's description as it is sent, NULL if it has none. Valid until
 * canvas_free(). */
const char *canvas_string(const char *capability);
/* The bytes that put the cursor there; valid until the next call. */
const char *canvas_goto(int y, int x);
int canvas_number(const char *capability); /* below 0 if it has none */

/* Says how style number index looks; colours as in theme.h, without THEME_NONE. */
void canvas_style(struct canvas *canvas, unsigned index, struct theme_style style);
void canvas_resize(struct canvas *canvas, int rows, int cols);
/* What the terminal shows is not known: the next picture is sent whole. */
void canvas_forget(struct canvas *canvas);
/* Adds what draws this picture with other characters in area: the next canvas_take() writes each
 * cell there, whether it has changed or not. */
void canvas_again(struct canvas *canvas, struct rect area, struct buf *out);

void canvas_blank(struct canvas *canvas);
/* Draws len bytes of clean text; the caller has seen to it that they fit. */
void canvas_put(struct canvas *canvas, int y, int x, unsigned style, const char *text, size_t len);
/* One character of one column in colours of the palette; -1 is the terminal's own. */
void canvas_cell(struct canvas *canvas, int y, int x, int fg, int bg, const char *text);
/* Adds the bytes to out; the cursor ends at y and x, unless y is below 0. */
void canvas_take(struct canvas *canvas, int y, int x, struct buf *out);
/* The same in parts: rows beyond about limit bytes wait, the cursor's goes first. True if some do;
 * then the rest, or the picture as it is then, must be taken too. */
bool canvas_take_some(struct canvas *canvas, int y, int x, int limit, struct buf *out);
/* The rows that waited are drawn as they were: they can be taken. */
void canvas_rest(struct canvas *canvas);
/* What is drawn, a line a row, as plain text. Caller frees with free(). */
char *canvas_picture(int rows, int cols);

enum { CANVAS_STYLES = ROLE_COUNT * ROLE_COUNT, CANVAS_MAX_ROWS = 500, CANVAS_MAX_COLS = 1000 };

#endif
