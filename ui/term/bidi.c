#include "bidi.h"

#include <stdlib.h>
#include <string.h>

#include <fribidi.h>

#include "base/glyph.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

enum { CHARACTERS_MAX = 1024, COLUMN_GAP = 2 };

/* One part of a text between two columns' gaps. */
struct part {
	FriBidiChar characters[CHARACTERS_MAX];
	FriBidiCharType types[CHARACTERS_MAX];
	FriBidiBracketType brackets[CHARACTERS_MAX];
	FriBidiLevel levels[CHARACTERS_MAX];
	FriBidiStrIndex places[CHARACTERS_MAX]; /* which character is written here */
	FriBidiStrIndex count;
};

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

/* False where it is too long. */
static bool decode(struct part *part, const char *text, size_t len)
{
	FriBidiStrIndex count = 0;

	for (size_t at = 0; at < len;) {
		uint32_t character;

		if (count == CHARACTERS_MAX)
			return false;
		at += utf8_read(text + at, len - at, &character);
		part->places[count] = count;
		part->characters[count++] = character == UTF8_BAD ? UTF8_REPLACEMENT : character;
	}
	part->count = count;
	fribidi_get_bidi_types(part->characters, count, part->types);
	fribidi_get_bracket_types(part->characters, count, part->types, part->brackets);
	return true;
}

static bool has_left_letter(const struct part *part)
{
	for (FriBidiStrIndex i = 0; i < part->count; i++)
		if (part->types[i] == FRIBIDI_TYPE_LTR)
			return true;
	return false;
}

/* The mark of what was cut off stays at the end of a name, also in a sentence. */
static void bind_ellipsis(struct part *part)
{
	FriBidiStrIndex last = part->count - 1, i = last;

	if (part->characters[last] != 0x2026 && part->characters[last] != '~')
		return;
	while (i > 0 && !FRIBIDI_IS_STRONG(part->types[i]))
		i--;
	if (FRIBIDI_IS_STRONG(part->types[i]) && FRIBIDI_IS_RTL(part->types[i]))
		part->types[last] = part->types[i];
}

/* Tags are a list: each begins with its mark. */
static FriBidiParType base_of(const struct part *part, enum bidi_line line)
{
	if (line == BIDI_NAME && part->characters[0] == '#')
		line = BIDI_SENTENCE;
	return line == BIDI_SENTENCE && has_left_letter(part) ? FRIBIDI_PAR_LTR : FRIBIDI_PAR_ON;
}

/* Reorders characters and places. */
static bool reorder(struct part *part, enum bidi_line line)
{
	FriBidiParType base;

	if (!part->count)
		return false;
	base = base_of(part, line);
	if (line != BIDI_TYPED)
		bind_ellipsis(part);
	if (!fribidi_get_par_embedding_levels_ex(part->types, part->brackets, part->count, &base,
						 part->levels))
		return false;
	fribidi_shape_mirroring(part->levels, part->count, part->characters);
	return fribidi_reorder_line(FRIBIDI_FLAG_REORDER_NSM, part->types, part->count, 0, base,
				    part->levels, part->characters, part->places);
}

/* Bytes until the gap before the next column, and those of the gap. */
static size_t part_bytes(const char *text, size_t len, size_t *gap)
{
	size_t at = 0;

	for (*gap = 0; at < len; at += *gap ? *gap : 1) {
		for (*gap = 0; at + *gap < len && text[at + *gap] == ' ';)
			++*gap;
		if (*gap >= COLUMN_GAP || (*gap && (!at || at + *gap == len)))
			return at;
	}
	*gap = 0;
	return len;
}

static size_t write_part(enum bidi_line line, const char *text, size_t len, char *out)
{
	struct part part;
	size_t to = 0;

	if (!may_be_right_to_left(text, len) || !decode(&part, text, len) ||
	    !reorder(&part, line)) {
		memcpy(out, text, len);
		return len;
	}
	for (FriBidiStrIndex i = 0; i < part.count; i++)
		to += utf8_write(out + to, part.characters[i]);
	return to;
}

const char *bidi_visual(enum bidi_line line, const char *text, size_t len, char *out, size_t cap,
			size_t *out_len)
{
	size_t to = 0;

	*out_len = len;
	if (!may_be_right_to_left(text, len) || len * UTF8_MAX >= cap)
		return text;
	for (size_t at = 0, bytes, gap = 0; at < len; at += bytes + gap) {
		if (line == BIDI_SENTENCE && at)
			line = BIDI_NAME;
		bytes = line == BIDI_TYPED ? len : part_bytes(text + at, len - at, &gap);
		to += write_part(line, text + at, bytes, out + to);
		memset(out + to, ' ', gap);
		to += gap;
	}
	out[to] = '\0';
	*out_len = to;
	return out;
}

static int columns(uint32_t character)
{
	int width = glyph_width(character);

	return width > 0 ? width : 0;
}

int bidi_column(const char *text, const char *before)
{
	size_t len = strlen(text);
	struct part part, left;
	int column = 0;

	if (!may_be_right_to_left(text, len) || len > CHARACTERS_MAX - 1 ||
	    !decode(&left, before, strlen(before)))
		return text_width(before);
	char *typed = mem_printf("%s ", text);
	bool turned = decode(&part, typed, len + 1) && reorder(&part, BIDI_TYPED);
	free(typed);
	if (!turned)
		return text_width(before);
	for (FriBidiStrIndex i = 0; i < part.count && part.places[i] != left.count; i++)
		column += columns(part.characters[i]);
	return column;
}

bool bidi_from_right(const char *text)
{
	size_t len = strlen(text);
	struct part part;

	return may_be_right_to_left(text, len) && decode(&part, text, len) &&
	       FRIBIDI_IS_RTL(fribidi_get_par_direction(part.types, part.count));
}
