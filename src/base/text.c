#include "text.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "glyph.h"
#include "mem.h"
#include "utf8.h"

/* ncurses keeps this many marks in a cell, and more would draw over the rows beside it. */
enum { MARKS_MAX = 4 };

static bool ascii_only;

void text_init(void)
{
	setlocale(LC_CTYPE, "");
	ascii_only = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (ascii_only)
		setlocale(LC_CTYPE, "C.UTF-8");
}

bool text_ascii(void)
{
	return ascii_only;
}

/* Length of the printable ASCII at the front: nearly all text is nothing else, so eight bytes are
 * looked at together. A carry between bytes can only end the run early. */
static size_t plain_run(const char *text, size_t len)
{
	const uint64_t each = 0x0101010101010101u;
	size_t at = 0;

	for (; at + 8 <= len; at += 8) {
		uint64_t word;

		memcpy(&word, text + at, 8);
		if ((word | (word - each * 0x20) | (word + each)) & each * 0x80)
			break;
	}
	while (at < len && text[at] >= 0x20 && text[at] < 0x7f)
		at++;
	return at;
}

struct cleaner {
	char *dst;
	size_t len, room;
	unsigned marks; /* behind the last base; as if full where there is no base */
	bool lines;
};

static bool put(struct cleaner *c, const char *bytes, size_t len)
{
	if (len > c->room - c->len)
		return false;
	memcpy(c->dst + c->len, bytes, len);
	c->len += len;
	return true;
}

/* Returns false when dst is full. */
static bool put_character(struct cleaner *c, uint32_t character)
{
	enum glyph_kind kind = glyph_kind(character);
	char bytes[UTF8_MAX];

	if (character == '\n' && c->lines) {
		c->marks = MARKS_MAX;
		return put(c, "\n", 1);
	}
	switch (kind) {
	case GLYPH_DROP:
		return true;
	case GLYPH_MARK:
		if (c->marks >= MARKS_MAX)
			return true;
		c->marks++;
		break;
	case GLYPH_BLANK:
		character = ' ';
		c->marks = 0;
		break;
	case GLYPH_BAD:
		character = UTF8_REPLACEMENT;
		c->marks = 0;
		break;
	case GLYPH_PLAIN:
		c->marks = 0;
		break;
	}
	return put(c, bytes, utf8_write(bytes, character));
}

static size_t clean(char *dst, size_t cap, const char *src, size_t len, bool lines)
{
	struct cleaner c = {.dst = dst, .room = cap - 1, .marks = MARKS_MAX, .lines = lines};
	size_t at = 0;

	if (cap == 0)
		return 0;
	while (at < len) {
		size_t run = plain_run(src + at, len - at);
		uint32_t character;

		if (run > 0) {
			if (run > c.room - c.len)
				run = c.room - c.len;
			if (run == 0)
				break;
			put(&c, src + at, run);
			c.marks = 0;
			at += run;
			continue;
		}
		at += utf8_read(src + at, len - at, &character);
		if (!put_character(&c, character))
			break;
	}
	dst[c.len] = '\0';
	return c.len;
}

size_t text_clean(char *dst, size_t cap, const char *src, size_t len)
{
	return clean(dst, cap, src, len, false);
}

char *text_trim_dup(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len && text[len - 1] == ' ')
		len--;
	return mem_dup_n(text, len);
}

size_t text_clean_lines(char *dst, size_t cap, const char *src, size_t len)
{
	return clean(dst, cap, src, len, true);
}

char *text_clean_dup(const char *src, size_t max)
{
	size_t len, cap;
	char *copy;

	if (!src)
		return NULL;
	len = strlen(src);
	if (plain_run(src, len) == len)
		return mem_dup_n(src, len < max ? len : max);
	/* One bad byte grows to the three of U+FFFD. */
	cap = len < max / 3 ? 3 * len + 1 : max + 1;
	copy = mem_new(cap, 1);
	len = text_clean(copy, cap, src, len);
	return mem_resize(copy, len + 1, 1);
}

bool text_valid(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint32_t character;
		size_t run = plain_run(text + at, len - at);

		at += run;
		if (at == len)
			break;
		at += utf8_read(text + at, len - at, &character);
		if (character == UTF8_BAD)
			return false;
	}
	return true;
}
