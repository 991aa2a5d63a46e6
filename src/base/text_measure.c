#include <stdint.h>
#include <string.h>

#include "glyph.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

/* Reads a character of terminated text: its bytes, 0 at the end. */
static size_t read_one(const char *text, uint32_t *character)
{
	if (!*text)
		return 0;
	return utf8_read(text, strnlen(text, UTF8_MAX), character);
}

static bool is_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

static bool is_mark(uint32_t character)
{
	return character >= 0x80 && glyph_width(character) == 0;
}

/* Bytes of a character with its marks, 0 at the end; its columns into *columns. */
static size_t cluster(const char *text, int *columns)
{
	uint32_t character;
	size_t len, more;
	int width;

	*columns = 1;
	if (is_ascii(text[0]) && !(text[1] & 0x80))
		return 1;
	len = read_one(text, &character);
	width = len == 0 ? 0 : character == UTF8_BAD ? 1 : glyph_width(character);
	*columns = width > 0 ? width : 0;
	while (len > 0 && (text[len] & 0x80)) {
		more = read_one(text + len, &character);
		if (!is_mark(character))
			break;
		len += more;
	}
	return len;
}

int text_width(const char *text)
{
	int width = 0, columns;
	size_t len;

	while ((len = cluster(text, &columns)) > 0) {
		width += columns;
		text += len;
	}
	return width;
}

/* As text_fit(), and in at most room bytes. */
static size_t fit(const char *text, int columns, size_t room, int *used)
{
	size_t at = 0;
	int width = 0;

	for (;;) {
		int more;
		size_t len = cluster(text + at, &more);

		if (len == 0 || len > room - at || more > columns - width)
			break;
		at += len;
		width += more;
	}
	if (used)
		*used = width;
	return at;
}

int text_gap(const char *text, int columns)
{
	int width = text_width(text);

	return width < columns ? columns - width : 0;
}

size_t text_fit(const char *text, int columns, int *used)
{
	return fit(text, columns, SIZE_MAX, used);
}

int text_cut(char *dst, size_t cap, const char *text, int columns)
{
	const char *mark = text_ascii() ? "~" : "…";
	size_t mark_len = strlen(mark), len;
	int used;

	if (cap == 0)
		return 0;
	len = fit(text, columns, cap - 1, &used);
	if (!text[len]) {
		memcpy(dst, text, len + 1);
		return used;
	}
	if (columns < 1 || cap <= mark_len) {
		dst[0] = '\0';
		return 0;
	}
	len = fit(text, columns - 1, cap - 1 - mark_len, &used);
	memcpy(dst, text, len);
	memcpy(dst + len, mark, mark_len + 1);
	return used + 1;
}

size_t text_next(const char *text)
{
	int columns;

	return cluster(text, &columns);
}

/* Bytes of the one character that ends before at. */
static size_t one_before(const char *text, size_t at, uint32_t *character)
{
	size_t len = 1;

	while (len < UTF8_MAX && len < at && (text[at - len] & 0xc0) == 0x80)
		len++;
	if (utf8_read(text + at - len, len, character) != len || *character == UTF8_BAD) {
		*character = UTF8_BAD;
		return 1;
	}
	return len;
}

size_t text_before(const char *text, size_t at)
{
	size_t len = 0;

	while (len < at) {
		uint32_t character;

		len += one_before(text, at - len, &character);
		if (!is_mark(character))
			break;
	}
	return len;
}

char *text_without_columns(const char *text)
{
	char *out = mem_new(strlen(text) + 1, 1), *to = out;
	bool begins = true;

	while (*text) {
		size_t blanks = strspn(text, " ");

		text += blanks;
		if (blanks > 1 && !begins && *text && *text != '\n')
			*to++ = ',';
		if (blanks && !begins && *text && *text != '\n')
			*to++ = ' ';
		begins = *text == '\n';
		if (*text)
			*to++ = *text++;
	}
	return out;
}
