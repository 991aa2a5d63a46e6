/* What a character is to the screen. */
#ifndef BASE_GLYPH_H
#define BASE_GLYPH_H

#include <stdint.h>

/* Ordered: up to GLYPH_MARK it may be drawn as it is. */
enum glyph_kind {
	GLYPH_PLAIN, /* takes one column or two */
	GLYPH_MARK,  /* takes none, belongs to the character before it */
	GLYPH_BLANK, /* a control or a line separator: a blank stands for it */
	GLYPH_DROP,  /* steers the text and has no shape: nothing stands for it */
	GLYPH_BAD,   /* no character, or of unknown width: U+FFFD stands for it */
};

/* Understands UTF8_BAD. */
enum glyph_kind glyph_kind(uint32_t character);
/* Columns of a character: 0, 1 or 2; -1 for controls and what is not known. */
int glyph_width(uint32_t character);

#endif
