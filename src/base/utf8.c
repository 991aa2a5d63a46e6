#include "utf8.h"

/* By lead byte: how many bytes follow, and which second byte is allowed (this is what refuses
 * overlong forms, surrogates and numbers past U+10FFFF). */
struct lead {
	unsigned char first, last, follow, low, high;
};

static const struct lead leads[] = {
	{0xc2, 0xdf, 1, 0x80, 0xbf}, {0xe0, 0xe0, 2, 0xa0, 0xbf}, {0xe1, 0xec, 2, 0x80, 0xbf},
	{0xed, 0xed, 2, 0x80, 0x9f}, {0xee, 0xef, 2, 0x80, 0xbf}, {0xf0, 0xf0, 3, 0x90, 0xbf},
	{0xf1, 0xf3, 3, 0x80, 0xbf}, {0xf4, 0xf4, 3, 0x80, 0x8f},
};

static const struct lead *lead_find(unsigned char byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++)
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	return NULL;
}

size_t utf8_read(const char *text, size_t len, uint32_t *character)
{
	const unsigned char *p = (const unsigned char *)text;
	const struct lead *lead;
	uint32_t value;

	if (p[0] < 0x80) {
		*character = p[0];
		return 1;
	}
	*character = UTF8_BAD;
	lead = lead_find(p[0]);
	if (!lead || len < 2 || p[1] < lead->low || p[1] > lead->high)
		return 1;
	value = p[0] & (0x3fu >> lead->follow);
	for (size_t i = 1; i <= lead->follow; i++) {
		if (i >= len || (p[i] & 0xc0) != 0x80)
			return i;
		value = value << 6 | (p[i] & 0x3f);
	}
	*character = value;
	return lead->follow + 1u;
}

size_t utf8_write(char out[UTF8_MAX], uint32_t character)
{
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (character & 0x3f));
		character >>= 6;
	}
	out[0] = (char)(marks[len] | character);
	return len;
}

size_t utf8_whole(const char *text, size_t len)
{
	size_t start = len;
	uint32_t character;

	while (start > 0 && len - start < UTF8_MAX - 1 && (text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0 || (text[start - 1] & 0x80) == 0)
		return len;
	start--;
	utf8_read(text + start, len - start, &character);
	return character == UTF8_BAD ? start : len;
}
