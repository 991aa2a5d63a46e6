#include "pixels.h"

#include <stddef.h>
#include <stdint.h>

#include "mem.h"

struct area {
	unsigned left, right, top, bottom; /* right and bottom are behind it */
};

static void mean(const unsigned char *from, unsigned channels, unsigned width,
		 const struct area *area, unsigned char *to)
{
	uint64_t sum[PIXELS_CHANNELS_MAX] = {0}, count = 0;

	for (unsigned y = area->top; y < area->bottom; y++) {
		const unsigned char *at = from + ((size_t)y * width + area->left) * channels;

		for (unsigned x = area->left; x < area->right; x++, count++)
			for (unsigned i = 0; i < channels; i++)
				sum[i] += *at++;
	}
	for (unsigned i = 0; i < channels && count; i++)
		to[i] = (unsigned char)(sum[i] / count);
}

/* The pixels that stand behind pixel at of to: at least one. */
static void span(unsigned size, unsigned to, unsigned at, unsigned *first, unsigned *behind)
{
	*first = size * at / to;
	*behind = size * (at + 1) / to;
	if (*behind <= *first)
		*behind = *first + 1;
}

unsigned char *pixels_fit(const unsigned char *from, unsigned channels, unsigned width,
			  unsigned height, unsigned to_width, unsigned to_height)
{
	unsigned char *pixels = mem_new((size_t)to_width * to_height, channels), *to = pixels;
	struct area area;

	for (unsigned y = 0; y < to_height; y++) {
		span(height, to_height, y, &area.top, &area.bottom);
		for (unsigned x = 0; x < to_width; x++, to += channels) {
			span(width, to_width, x, &area.left, &area.right);
			mean(from, channels, width, &area, to);
		}
	}
	return pixels;
}
