/* Shared by portrait*.c only: a picture as symbols with colours, by libchafa. */
#ifndef PORTRAIT_SYMBOLS_H
#define PORTRAIT_SYMBOLS_H

#include <stdint.h>

#include "portrait.h"

/* Fills picture from rgba (width x height pixels of four bytes). False where libchafa is not
 * installed: it is loaded only here, since it brings glib along, which no start should wait for. */
bool symbols_draw(struct portrait_picture *picture, const unsigned char *rgba, uint32_t width,
		  uint32_t height);

#endif
