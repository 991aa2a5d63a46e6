/* A photo as characters: symbols with colours where the terminal has 256, else shades for any
 * terminal; and in pixels where somebody has said by which protocol. */
#ifndef PORTRAIT_PORTRAIT_H
#define PORTRAIT_PORTRAIT_H

#include <stdbool.h>
#include <stddef.h>

#include "loop/loop.h"
#include "term/term.h"

enum { PORTRAIT_PIXELS_MAX = 1024 };

struct portrait_picture {
	int rows, cols;
	struct term_image image; /* len 0 where none was wanted, or it cannot be drawn */
	char *text;              /* rows lines of cols characters, each with its newline */
	struct term_cell *cells; /* the same with their colours; NULL for shades */
};

/* What a picture is drawn for. */
struct portrait_want {
	int rows, cols;
	bool colours;                /* symbols with them */
	enum term_pixels pixels;     /* the same in pixels, too */
	int cell_width, cell_height; /* pixels of a cell, 0 where it is not known */
};

/* PNG bytes as a picture. False if that is no PNG, or one of more than
 * PORTRAIT_PIXELS_MAX pixels in a direction. Free with portrait_picture_free(). */
bool portrait_draw(const void *png, size_t len, const struct portrait_want *want,
		   struct portrait_picture *picture);
void portrait_picture_free(struct portrait_picture *picture);

/* The same in the worker. bytes are copied; picture (NULL where it is false above) is valid during
 * the call. */
struct portrait;
typedef void (*portrait_fn)(void *ctx, const struct portrait_picture *picture);
struct portrait *portrait_begin(struct loop *loop, const void *png, size_t len,
				const struct portrait_want *want, portrait_fn fn, void *ctx);
/* Before or after fn was called; it is not called any more. */
void portrait_free(struct portrait **portrait);

#endif
