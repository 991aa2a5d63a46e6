#include "portrait.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/pixels.h"
#include "inside.h"

enum { TEXT_MAX = 64 << 10 };

struct portrait {
	struct loop_job *job;
	portrait_fn fn;
	void *ctx;
	unsigned char *png;
	size_t len;
	struct portrait_want want;
	bool drawn;
	struct portrait_picture picture;
};

static char *shades(const unsigned char *grey, const png_image *image, int cols, int rows)
{
	static const char *const shade[] = {" ", "░", "▒", "▓", "█"};
	unsigned char *cells =
		pixels_fit(grey, 1, image->width, image->height, (unsigned)cols, (unsigned)rows);
	struct buf out;

	buf_init(&out, TEXT_MAX);
	for (int i = 0; i < rows * cols; i++) {
		buf_add_str(&out, shade[cells[i] * 5 / 256]);
		if ((i + 1) % cols == 0)
			buf_add_char(&out, '\n');
	}
	free(cells);
	return buf_take(&out);
}

unsigned char *portrait_pixels(png_image *image, const void *png, size_t len, png_uint_32 format)
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

static void draw_text(const void *png, size_t len, const struct portrait_want *want,
		      struct portrait_picture *picture)
{
	png_image image;
	unsigned char *pixels;

	if (want->colours) {
		pixels = portrait_pixels(&image, png, len, PNG_FORMAT_RGBA);
		if (pixels)
			symbols_draw(picture, want, pixels, image.width, image.height);
		free(pixels);
	}
	if (picture->text)
		return;
	pixels = portrait_pixels(&image, png, len, PNG_FORMAT_GRAY);
	if (pixels)
		picture->text = shades(pixels, &image, want->cols, want->rows);
	free(pixels);
}

bool portrait_draw(const void *png, size_t len, const struct portrait_want *want,
		   struct portrait_picture *picture)
{
	*picture = (struct portrait_picture){.rows = want->rows, .cols = want->cols};
	draw_text(png, len, want, picture);
	if (picture->text)
		image_draw(&picture->image, want, png, len);
	return picture->text;
}

void portrait_picture_free(struct portrait_picture *picture)
{
	free(picture->text);
	free(picture->cells);
	free(picture->image.data);
	picture->text = NULL;
	picture->cells = NULL;
	picture->image = (struct term_image){.protocol = TERM_PIXELS_NONE};
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
		portrait_draw(portrait->png, portrait->len, &portrait->want, &portrait->picture);
}

static void done(void *ctx)
{
	struct portrait *portrait = ctx;

	portrait->job = NULL;
	portrait->fn(portrait->ctx, portrait->drawn ? &portrait->picture : NULL);
}

struct portrait *portrait_begin(struct loop *loop, const void *png, size_t len,
				const struct portrait_want *want, portrait_fn fn, void *ctx)
{
	struct portrait *portrait = mem_new(1, sizeof(*portrait));

	*portrait = (struct portrait){.fn = fn, .ctx = ctx, .len = len, .want = *want};
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
