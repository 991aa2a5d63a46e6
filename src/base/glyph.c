#include "glyph.h"

#include <stddef.h>
#include <stdlib.h>
#include <wchar.h>

#include "text.h"
#include "utf8.h"

struct range {
	uint32_t first, last;
	enum glyph_kind kind;
};

/* Only what wcwidth() does not tell; sorted. */
static const struct range ranges[] = {
	{0x00ad, 0x00ad, GLYPH_DROP},   /* soft hyphen */
	{0x034f, 0x034f, GLYPH_DROP},   /* combining grapheme joiner */
	{0x061c, 0x061c, GLYPH_DROP},   /* Arabic letter mark */
	{0x180b, 0x180f, GLYPH_DROP},   /* Mongolian variation selectors */
	{0x200b, 0x200f, GLYPH_DROP},   /* zero-width space and joiners, direction marks */
	{0x2028, 0x2029, GLYPH_BLANK},  /* line and paragraph separator */
	{0x202a, 0x202e, GLYPH_DROP},   /* direction embeddings and overrides */
	{0x2060, 0x206f, GLYPH_DROP},   /* word joiner, direction isolates */
	{0xd800, 0xdfff, GLYPH_BAD},    /* surrogates */
	{0xfe00, 0xfe0f, GLYPH_DROP},   /* variation selectors */
	{0xfeff, 0xfeff, GLYPH_DROP},   /* byte order mark */
	{0xfff9, 0xfffb, GLYPH_DROP},   /* interlinear annotation */
	{0xe0000, 0xe0fff, GLYPH_DROP}, /* tags, more variation selectors */
};

static const struct range *range_find(uint32_t character)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (character <= ranges[i].last)
			return character >= ranges[i].first ? &ranges[i] : NULL;
	return NULL;
}

int glyph_width(uint32_t character)
{
	if (character - 0x20 < 0x5f)
		return 1;
	if (character < 0xa0 || character > 0x10ffff)
		return -1;
	/* In a locale that is not UTF-8 every width would be unknown. */
	if (MB_CUR_MAX == 1)
		text_init();
	return wcwidth((wchar_t)character);
}

enum glyph_kind glyph_kind(uint32_t character)
{
	const struct range *range;
	int width;

	if (character - 0x20 < 0x5f)
		return GLYPH_PLAIN;
	if (character < 0xa0)
		return GLYPH_BLANK;
	range = range_find(character);
	if (range)
		return range->kind;
	width = glyph_width(character);
	return width < 0 ? GLYPH_BAD : width == 0 ? GLYPH_MARK : GLYPH_PLAIN;
}
