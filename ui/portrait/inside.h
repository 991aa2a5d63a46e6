/* Shared by the files of this room only. */
#ifndef PORTRAIT_INSIDE_H
#define PORTRAIT_INSIDE_H

#include <stdint.h>

#include <png.h>

#include "portrait.h"

/* The pixels of a PNG in that format, NULL where it is none or too large. Transparent ones lie on
 * black where the format has no transparency. Caller frees with free(). */
unsigned char *portrait_pixels(png_image *image, const void *png, size_t len, png_uint_32 format);

/* What libchafa makes of rgba (width x height pixels of four bytes). False where it is not
 * installed: it is loaded only here, since it brings glib along, which no start should wait for.
 * Symbols fill text and cells, sixels the image. */
bool symbols_draw(struct portrait_picture *picture, const struct portrait_want *want,
		  const unsigned char *rgba, uint32_t width, uint32_t height);
bool sixels_draw(struct term_image *image, const struct portrait_want *want,
		 const unsigned char *rgba, uint32_t width, uint32_t height);

/* Fills image as want says; leaves it without data where that cannot be. */
void image_draw(struct term_image *image, const struct portrait_want *want, const void *png,
		size_t len);

#endif
