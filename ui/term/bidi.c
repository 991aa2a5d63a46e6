#include "bidi.h"

#include <stdbool.h>
#include <string.h>

#include <fribidi.h>

#include "base/utf8.h"

enum { CHARACTERS_MAX = 512 };

/* Hebrew to N'Ko begin with bytes D6 to DF, further scripts and the forms for presentation with
 * E0, EF and F0: nearly no other text is looked at any closer. */
static bool may_be_right_to_left(const char *text, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		unsigned char lead = (unsigned char)text[i], next = (unsigned char)text[i + 1];

		if ((lead >= 0xd6 && lead <= 0xdf) || (lead == 0xe0 && next < 0xa4) ||
		    (lead == 0xef && next >= 0xac) || (lead == 0xf0 && next >= 0x90))
			return true;
	}
	return false;
}

static FriBidiStrIndex decode(const char *text, size_t len, FriBidiChar *characters)
{
	FriBidiStrIndex count = 0;

	for (size_t at = 0; at < len && count < CHARACTERS_MAX;) {
		uint32_t character;

		at += utf8_read(text + at, len - at, &character);
		characters[count++] = character == UTF8_BAD ? UTF8_REPLACEMENT : character;
	}
	return count;
}

const char *bidi_visual(const char *text, size_t len, char *out, size_t cap, size_t *out_len)
{
	FriBidiChar characters[CHARACTERS_MAX];
	FriBidiCharType types[CHARACTERS_MAX];
	FriBidiBracketType brackets[CHARACTERS_MAX];
	FriBidiLevel levels[CHARACTERS_MAX];
	FriBidiParType base = FRIBIDI_PAR_ON;
	FriBidiStrIndex count;
	size_t to = 0;

	*out_len = len;
	if (!may_be_right_to_left(text, len) || len > CHARACTERS_MAX || len >= cap)
		return text;
	count = decode(text, len, characters);
	fribidi_get_bidi_types(characters, count, types);
	fribidi_get_bracket_types(characters, count, types, brackets);
	if (!fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, levels))
		return text;
	fribidi_shape_mirroring(levels, count, characters);
	if (!fribidi_reorder_line(FRIBIDI_FLAG_REORDER_NSM, types, count, 0, base, levels,
				  characters, NULL))
		return text;
	for (FriBidiStrIndex i = 0; i < count && to + UTF8_MAX < cap; i++)
		to += utf8_write(out + to, characters[i]);
	out[to] = '\0';
	*out_len = to;
	return out;
}
