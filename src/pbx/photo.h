/* Photos of people: asked for one by one, and kept for a while. */
#ifndef PBX_PHOTO_H
#define PBX_PHOTO_H

#include <stdbool.h>
#include <stddef.h>

struct px_photo_ask;
struct px_photo;

struct px_photos {
	struct px_photo_ask *asked; /* the first one is in work if busy */
	struct px_photo *kept;      /* the one used longest ago first */
	size_t bytes;
	unsigned count;
	bool busy, due;
};

/* Forgets what is kept. */
void px_photos_clear(struct px_photos *photos);
/* And who has asked. */
void px_photos_free(struct px_photos *photos);

#endif
