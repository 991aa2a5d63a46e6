/* A photo as people hand it over, PNG or JPEG, as the PNG that the store keeps. It is decoded where
 * it is called: in a command's own process, never on a loop. */
#ifndef PABX_PICTURE_H
#define PABX_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
	PICTURE_JPEG_BYTES = 8 << 20,   /* a photo as a camera makes it */
	PICTURE_JPEG_SIDE = 8192,       /* its pixels in a direction */
	PICTURE_JPEG_PIXELS = 25000000, /* and in all */
	PICTURE_SIDE = 256,             /* what becomes of it, at most, in each direction */
	PICTURE_PNG_SIDE = 1024,        /* of a photo that is a PNG already */
};

bool picture_is_jpeg(const void *bytes, size_t len);

/* A JPEG as a PNG of at most PICTURE_SIDE pixels in each direction, the way up that its camera
 * noted; free *png. what names the picture in the text of ERR_INVALID and ERR_LIMIT. */
int picture_of_jpeg(const char *what, const void *bytes, size_t len, char **png, size_t *png_len,
		    struct why *why);

/* A PNG as one of at most side pixels in each direction; free *out. False, and nothing made, where
 * it is not larger or cannot be read. This may run in the worker. */
bool picture_fit(const void *png, size_t len, unsigned side, char **out, size_t *out_len);

#endif
