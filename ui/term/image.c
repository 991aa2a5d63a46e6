/* Pictures in pixels: written after the frame that they belong to, over cells that curses knows,
 * and taken away before the frame without them. */
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outside.h"
#include "state.h"

enum { CHUNK = 4096, BASE64_LINE = CHUNK / 4 * 3, SEQUENCE_MAX = 2 * TERM_IMAGE_MAX };

/* ---- What each protocol says ---- */

/* In chunks, the first with all that is to be known; q=2: no answer, which would come as keys. */
static void add_kitty(struct buf *out, const struct term_image *image)
{
	struct buf chunk;

	buf_init(&chunk, SEQUENCE_MAX);
	for (size_t at = 0; at < image->len; at += BASE64_LINE) {
		size_t left = image->len - at;

		buf_clear(&chunk);
		buf_add_str(&chunk, "\033_G");
		if (!at)
			buf_printf(&chunk, "a=T,f=100,i=%u,p=1,c=%d,r=%d,C=1,q=2,",
				   (unsigned)image->id, image->cols, image->rows);
		buf_printf(&chunk, "m=%d;", left > BASE64_LINE);
		outside_base64(&chunk, (const unsigned char *)image->data + at,
			       left < BASE64_LINE ? left : BASE64_LINE);
		buf_add_str(&chunk, "\033\\");
		outside_add(out, &chunk);
	}
	buf_free(&chunk);
}

static void add_iterm2(struct buf *out, const struct term_image *image)
{
	struct buf whole;

	buf_init(&whole, SEQUENCE_MAX);
	buf_printf(&whole,
		   "\033]1337;File=inline=1;size=%zu;width=%d;height=%d;preserveAspectRatio=0;"
		   "doNotMoveCursor=1:",
		   image->len, image->cols, image->rows);
	outside_base64(&whole, (const unsigned char *)image->data, image->len);
	buf_add_char(&whole, '\a');
	outside_add(out, &whole);
	buf_free(&whole);
}

/* tmux knows sixel itself, if it was built so. */
static void add_sixel(struct buf *out, const struct term_image *image)
{
	buf_add(out, image->data, image->len);
}

static void add_kitty_end(struct buf *out, uint32_t id)
{
	struct buf end;

	buf_init(&end, CHUNK);
	buf_printf(&end, "\033_Ga=d,d=I,i=%u,q=2\033\\", (unsigned)id);
	outside_add(out, &end);
	buf_free(&end);
}

/* ---- In the frame ---- */

void image_begin(struct term *term)
{
	term->image.wanted = NULL;
}

void term_image(struct term *term, int y, int x, const struct term_image *image)
{
	struct rect area = {y, x, image->rows, image->cols};

	if (image->protocol == TERM_PIXELS_NONE || !image->len || image->len > TERM_IMAGE_MAX ||
	    !rect_same(rect_meet(area, term->clip), area))
		return;
	term->image.wanted = image;
	term->image.area = area;
}

void image_cover(struct term *term, int y, int x, int cols)
{
	const struct rect *area = &term->image.area;

	if (term->image.wanted && y >= area->y && y < area->y + area->rows &&
	    x < area->x + area->cols && x + cols > area->x)
		term->image.wanted = NULL;
}

static bool is_shown(const struct term *term)
{
	const struct image_shown *shown = &term->image.shown;
	const struct term_image *wanted = term->image.wanted;

	return wanted && !shown->lost && shown->protocol == wanted->protocol &&
	       shown->id == wanted->id && rect_same(shown->area, term->image.area);
}

void image_hide(struct term *term, struct buf *frame)
{
	struct image_shown *shown = &term->image.shown;

	if (shown->protocol == TERM_PIXELS_NONE || is_shown(term))
		return;
	if (shown->protocol == TERM_PIXELS_KITTY)
		add_kitty_end(frame, shown->id);
	else if (!shown->lost)
		canvas_again(term->canvas, shown->area, frame);
	*shown = (struct image_shown){.protocol = TERM_PIXELS_NONE};
	term_prepare_restore(term);
}

static void add_image(struct buf *frame, const struct term_image *image)
{
	static void (*const add[])(struct buf *, const struct term_image *) = {
		[TERM_PIXELS_SIXEL] = add_sixel,
		[TERM_PIXELS_KITTY] = add_kitty,
		[TERM_PIXELS_ITERM2] = add_iterm2,
	};

	add[image->protocol](frame, image);
}

static void draw(struct term *term, struct buf *frame)
{
	int y = term->cursor_y < 0 ? 0 : term->cursor_y;
	int x = term->cursor_y < 0 ? 0 : term->cursor_x;

	buf_add_str(frame, canvas_goto(term->image.area.y, term->image.area.x));
	add_image(frame, term->image.wanted);
	buf_add_str(frame, canvas_goto(y, x));
}

/* tmux moves the terminal's cursor only to write: the first cell is written again, and the picture
 * begins a column before. */
static void draw_wrapped(struct term *term, struct buf *frame)
{
	struct rect cell = {term->image.area.y, term->image.area.x, 1, 1};
	struct buf back;

	canvas_again(term->canvas, cell, frame);
	canvas_take(term->canvas, cell.y, cell.x + 1, frame);
	buf_init(&back, CHUNK);
	buf_add_str(&back, "\033[D");
	outside_add(frame, &back);
	buf_free(&back);
	add_image(frame, term->image.wanted);
	buf_add_str(frame, canvas_goto(cell.y, cell.x + 1));
	canvas_take(term->canvas, term->cursor_y, term->cursor_x, frame);
}

void image_show(struct term *term, struct buf *frame)
{
	const struct term_image *wanted = term->image.wanted;

	if (!wanted || is_shown(term))
		return;
	if (outside_tmux() && wanted->protocol != TERM_PIXELS_SIXEL)
		draw_wrapped(term, frame);
	else
		draw(term, frame);
	term->image.shown =
		(struct image_shown){wanted->protocol, wanted->id, term->image.area, false};
	term_prepare_restore(term);
}

void image_forget(struct term *term)
{
	term->image.shown.lost = true;
}

void image_restore(const struct term *term, struct buf *out)
{
	if (term->image.shown.protocol == TERM_PIXELS_KITTY)
		add_kitty_end(out, term->image.shown.id);
}
