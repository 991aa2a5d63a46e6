/* What stands for somebody's photo where there is none. */
#ifndef WIRE_DRAWING_H
#define WIRE_DRAWING_H

#include <stdint.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { DRAWING_INITIALS = 2 * UTF8_MAX + 1, PHOTO_SIZE = 128, PHOTO_SIZE_MAX = 1024 };

/* The first character of the first and of the last word. */
void drawing_initials(const char *name, char out[DRAWING_INITIALS]);
/* An SVG of the initials, size pixels wide and high; each person has a colour. */
void drawing_add(struct buf *out, const char *name, int64_t cID, int64_t size);

#endif
