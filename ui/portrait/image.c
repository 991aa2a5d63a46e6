/* A photo for the terminal's own protocol, as many pixels as its cells have. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pixels.h"
#include "inside.h"

/* Of a terminal that does not say; and what is sent of larger ones, which stretch it. */
enum { CELL_WIDTH = 10, CELL_HEIGHT = 20, CELL_WIDTH_MAX = 12, CELL_HEIGHT_MAX = 24 };

/* FNV-1a: another picture has another id, without anything to count them. */
static uint32_t id_of(const char *data, size_t len)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)data[i]) * 16777619U;
	return hash ? hash : 1;
}

static void encode(struct term_image *image, unsigned width, unsigned height,
		   const unsigned char *rgb)
{
	png_image png = {.version = PNG_IMAGE_VERSION,
			 .width = width,
			 .height = height,
			 .format = PNG_FORMAT_RGB};
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);

	image->data = mem_new(size, 1);
	if (png_image_write_to_memory(&png, image->data, &size, 0, rgb, 0, NULL))
		image->len = size;
}

static unsigned within(int size, int otherwise, int most)
{
	return (unsigned)(size <= 0 ? otherwise : size < most ? size : most);
}

static void draw_png(struct term_image *image, const struct portrait_want *want, const void *png,
		     size_t len)
{
	unsigned width =
		(unsigned)want->cols * within(want->cell_width, CELL_WIDTH, CELL_WIDTH_MAX);
	unsigned height =
		(unsigned)want->rows * within(want->cell_height, CELL_HEIGHT, CELL_HEIGHT_MAX);
	png_image from;
	unsigned char *rgb = portrait_pixels(&from, png, len, PNG_FORMAT_RGB), *fit;

	if (!rgb)
		return;
	fit = pixels_fit(rgb, 3, from.width, from.height, width, height);
	encode(image, width, height, fit);
	free(fit);
	free(rgb);
}

/* Sixels are as many as the cells have pixels: where that is not known they would not fit. */
static void draw_sixels(struct term_image *image, const struct portrait_want *want, const void *png,
			size_t len)
{
	png_image from;
	unsigned char *rgba;

	if (want->cell_width <= 0 || want->cell_height <= 0)
		return;
	rgba = portrait_pixels(&from, png, len, PNG_FORMAT_RGBA);
	if (rgba)
		sixels_draw(image, want, rgba, from.width, from.height);
	free(rgba);
}

void image_draw(struct term_image *image, const struct portrait_want *want, const void *png,
		size_t len)
{
	*image = (struct term_image){
		.protocol = want->pixels, .rows = want->rows, .cols = want->cols};
	if (want->pixels == TERM_PIXELS_SIXEL)
		draw_sixels(image, want, png, len);
	else if (want->pixels != TERM_PIXELS_NONE)
		draw_png(image, want, png, len);
	if (image->len > TERM_IMAGE_MAX)
		image->len = 0;
	image->id = id_of(image->data, image->len);
}
