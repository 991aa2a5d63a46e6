#include "portrait.h"

#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/buf.h"
#include "base/mem.h"
#include "symbols.h"

enum { TEXT_MAX = 64 << 10 };

struct portrait {
	struct loop_job *job;
	portrait_fn fn;
	void *ctx;
	unsigned char *png;
	size_t len;
	bool colours, drawn;
	struct portrait_picture picture;
};

/* The mean of the pixels behind one cell. */
static unsigned mean(const unsigned char *grey, const png_image *image, const unsigned from[2],
		     const unsigned to[2])
{
	uint64_t sum = 0;

	for (unsigned y = from[1]; y < to[1]; y++)
		for (unsigned x = from[0]; x < to[0]; x++)
			sum += grey[(size_t)y * image->width + x];
	return (unsigned)(sum / ((uint64_t)(to[0] - from[0]) * (to[1] - from[1])));
}

/* First and last pixel of a cell: at least one. */
static void span(unsigned pixels, int cells, int cell, unsigned *from, unsigned *to)
{
	*from = pixels * (unsigned)cell / (unsigned)cells;
	*to = pixels * ((unsigned)cell + 1) / (unsigned)cells;
	if (*to <= *from)
		*to = *from + 1;
}

static char *shades(const unsigned char *grey, const png_image *image, int cols, int rows)
{
	static const char *const shade[] = {" ", "░", "▒", "▓", "█"};
	unsigned from[2], to[2];
	struct buf out;

	buf_init(&out, TEXT_MAX);
	for (int row = 0; row < rows; row++) {
		span(image->height, rows, row, &from[1], &to[1]);
		for (int col = 0; col < cols; col++) {
			span(image->width, cols, col, &from[0], &to[0]);
			buf_add_str(&out, shade[mean(grey, image, from, to) * 5 / 256]);
		}
		buf_add_char(&out, '\n');
	}
	return buf_take(&out);
}

/* The pixels of a PNG in that format, NULL where it is none. Transparent ones lie on black. */
static unsigned char *read_pixels(png_image *image, const void *png, size_t len, png_uint_32 format)
{
	static const png_color black;
	unsigned char *pixels = NULL;

	*image = (png_image){.version = PNG_IMAGE_VERSION};
	if (png_image_begin_read_from_memory(image, png, len) &&
	    image->width <= PORTRAIT_PIXELS_MAX && image->height <= PORTRAIT_PIXELS_MAX) {
		image->format = format;
		pixels = mem_new(PNG_IMAGE_SIZE(*image), 1);
		if (!png_image_finish_read(image, &black, pixels, 0, NULL)) {
			free(pixels);
			pixels = NULL;
		}
	}
	png_image_free(image);
	return pixels;
}

bool portrait_draw(const void *png, size_t len, bool colours, struct portrait_picture *picture)
{
	png_image image;
	unsigned char *pixels;

	picture->text = NULL;
	picture->cells = NULL;
	if (colours) {
		pixels = read_pixels(&image, png, len, PNG_FORMAT_RGBA);
		if (pixels)
			symbols_draw(picture, pixels, image.width, image.height);
		free(pixels);
	}
	if (picture->text)
		return true;
	pixels = read_pixels(&image, png, len, PNG_FORMAT_GRAY);
	if (pixels)
		picture->text = shades(pixels, &image, picture->cols, picture->rows);
	free(pixels);
	return picture->text;
}

void portrait_picture_free(struct portrait_picture *picture)
{
	free(picture->text);
	free(picture->cells);
	picture->text = NULL;
	picture->cells = NULL;
}

/* ---- In the worker ---- */

static void free_parts(void *ctx)
{
	struct portrait *portrait = ctx;

	free(portrait->png);
	portrait_picture_free(&portrait->picture);
	free(portrait);
}

static void work(void *ctx)
{
	struct portrait *portrait = ctx;

	portrait->drawn =
		portrait_draw(portrait->png, portrait->len, portrait->colours, &portrait->picture);
}

static void done(void *ctx)
{
	struct portrait *portrait = ctx;

	portrait->job = NULL;
	portrait->fn(portrait->ctx, portrait->drawn ? &portrait->picture : NULL);
}

struct portrait *portrait_begin(struct loop *loop, const void *png, size_t len, int cols, int rows,
				bool colours, portrait_fn fn, void *ctx)
{
	struct portrait *portrait = mem_new(1, sizeof(*portrait));

	*portrait = (struct portrait){.fn = fn,
				      .ctx = ctx,
				      .len = len,
				      .colours = colours,
				      .picture = {.cols = cols, .rows = rows}};
	portrait->png = mem_new(len ? len : 1, 1);
	memcpy(portrait->png, png, len);
	portrait->job = loop_work(loop, work, done, portrait);
	return portrait;
}

void portrait_free(struct portrait **slot)
{
	struct portrait *portrait = *slot;

	*slot = NULL;
	if (!portrait)
		return;
	if (portrait->job)
		loop_job_forget(&portrait->job, free_parts);
	else
		free_parts(portrait);
}
