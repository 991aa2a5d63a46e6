#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"
#include "utf8.h"

/* The longest that one character unfolds to is 18 characters (U+FDFA). */
enum { UNFOLDED_MAX = 32, FOLDED_MAX = UNFOLDED_MAX * UTF8_MAX };

enum { DIAERESIS = 0x308 };

/* Letters that Unicode does not take apart; all in lower case, as case folds first. */
static const struct {
	uint32_t letter;
	char folded[3];
} letters[] = {
	{0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"},
	{0x0127, "h"},  {0x0131, "i"}, {0x0142, "l"}, {0x0153, "oe"}, {0x0167, "t"},
};

/* One text being folded; the pieces come out one character of src at a time. */
struct folding {
	const char *src;
	bool digraphs;   /* "ae" for a letter with diaeresis instead of the bare letter */
	uint32_t before; /* the last character that was no mark */
	bool found;      /* a digraph was written */
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool takes_digraph(uint32_t character)
{
	return character == 'a' || character == 'o' || character == 'u';
}

static bool is_mark(uint32_t character)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)character);

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

static size_t put_letter(char *out, uint32_t character)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		if (letters[i].letter == character) {
			size_t len = strlen(letters[i].folded);

			memcpy(out, letters[i].folded, len);
			return len;
		}
	}
	return utf8_write(out, character);
}

static size_t fold_unfolded(struct folding *f, char *out, const utf8proc_int32_t *part,
			    size_t count)
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t character = (uint32_t)part[i];

		if (!is_mark(character)) {
			f->before = character;
			len += put_letter(out + len, character);
		} else if (f->digraphs && character == DIAERESIS && takes_digraph(f->before)) {
			f->before = 0;
			f->found = true;
			out[len++] = 'e';
		}
	}
	return len;
}

/* Folds the next character of src, which is not at its end. Returns the bytes in out: may be 0. */
static size_t fold_next(struct folding *f, char out[FOLDED_MAX])
{
	const int how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_LUMP;
	utf8proc_int32_t parts[UNFOLDED_MAX];
	utf8proc_ssize_t count;
	uint32_t character;
	int last = 0;

	if (!(*f->src & 0x80)) {
		out[0] = lower(*f->src++);
		f->before = (unsigned char)out[0];
		return 1;
	}
	f->src += utf8_read(f->src, strnlen(f->src, UTF8_MAX), &character);
	if (character == UTF8_BAD)
		character = UTF8_REPLACEMENT;
	count = utf8proc_decompose_char((utf8proc_int32_t)character, parts, UNFOLDED_MAX,
					(utf8proc_option_t)how, &last);
	if (count < 0 || count > UNFOLDED_MAX)
		return utf8_write(out, character);
	return fold_unfolded(f, out, parts, (size_t)count);
}

/* Folds the ASCII at the front, which nearly all text is, and returns its length. */
static size_t fold_ascii(struct folding *f, char *dst, size_t room)
{
	size_t len = 0;

	for (; len < room && f->src[len] && !(f->src[len] & 0x80); len++)
		dst[len] = lower(f->src[len]);
	if (len > 0)
		f->before = (unsigned char)dst[len - 1];
	f->src += len;
	return len;
}

static size_t fold_all(struct folding *f, char *dst, size_t cap)
{
	char piece[FOLDED_MAX];
	size_t len = 0;

	if (cap == 0)
		return 0;
	for (;;) {
		size_t more;

		len += fold_ascii(f, dst + len, cap - 1 - len);
		if (!*f->src)
			break;
		more = fold_next(f, piece);
		if (more > cap - 1 - len)
			break;
		memcpy(dst + len, piece, more);
		len += more;
	}
	dst[len] = '\0';
	return len;
}

size_t text_fold(char *dst, size_t cap, const char *src)
{
	struct folding f = {.src = src};

	return fold_all(&f, dst, cap);
}

size_t text_fold_digraph(char *dst, size_t cap, const char *src)
{
	struct folding f = {.src = src, .digraphs = true};
	size_t len = fold_all(&f, dst, cap);

	if (f.found || cap == 0)
		return len;
	dst[0] = '\0';
	return 0;
}

/* The next folded byte, or -1 at the end. */
struct folded {
	struct folding folding;
	char piece[FOLDED_MAX];
	size_t at, len;
};

static int folded_byte(struct folded *f)
{
	while (f->at == f->len) {
		if (!*f->folding.src)
			return -1;
		f->len = fold_next(&f->folding, f->piece);
		f->at = 0;
	}
	return (unsigned char)f->piece[f->at++];
}

int text_compare(const char *a, const char *b)
{
	struct folded fa, fb;
	size_t same = 0;

	while (a[same] && lower(a[same]) == lower(b[same]) && !(a[same] & 0x80))
		same++;
	fa.folding = (struct folding){.src = a + same};
	fb.folding = (struct folding){.src = b + same};
	fa.at = fa.len = fb.at = fb.len = 0;
	for (;;) {
		int ca = folded_byte(&fa), cb = folded_byte(&fb);

		if (ca != cb)
			return ca < cb ? -1 : 1;
		if (ca < 0)
			return strcmp(a, b);
	}
}
