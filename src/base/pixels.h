/* Pictures as rows of pixels, a byte a channel. */
#ifndef BASE_PIXELS_H
#define BASE_PIXELS_H

enum { PIXELS_CHANNELS_MAX = 4 };

/* The picture stretched to another size, each pixel the mean of those that it stands for. Caller
 * frees with free(). No size is 0, and none more than 2^16. */
unsigned char *pixels_fit(const unsigned char *from, unsigned channels, unsigned width,
			  unsigned height, unsigned to_width, unsigned to_height);

#endif
