#include "search_scan.h"

#if defined(__SSE2__)
void px_scan_begin(struct px_scan *scan, const char *at, const char *end, const char *needle,
		   size_t len)
{
	size_t middle = len > 2 ? len - 2 : 0;

	*scan = (struct px_scan){
		.at = at - 16,
		.end = end,
		.needle = {needle, len},
		.first = _mm_set1_epi8(needle[0]),
		.last = _mm_set1_epi8(needle[len - 1]),
	};
	if (middle > sizeof(scan->middle))
		middle = sizeof(scan->middle);
	memcpy(&scan->middle, needle + 1, middle);
	memset(&scan->mask, 0xff, middle);
}

struct ends {
	__m128i first, last;
	size_t tail;
};

static struct ends ends_of(const struct px_needle *needle)
{
	return (struct ends){_mm_set1_epi8(needle->text[0]),
			     _mm_set1_epi8(needle->text[needle->len - 1]), needle->len - 1};
}

static __m128i match(__m128i first, const char *at, const struct ends *ends)
{
	return _mm_and_si128(_mm_cmpeq_epi8(first, ends->first),
			     _mm_cmpeq_epi8(px_scan_load(at + ends->tail), ends->last));
}

static bool is_any(const char *place, const char *end, const struct px_needle needles[3])
{
	return px_scan_is_here(place, end, &needles[0]) ||
	       px_scan_is_here(place, end, &needles[1]) || px_scan_is_here(place, end, &needles[2]);
}

const char *px_scan_three(const char *at, const char *end, const struct px_needle needles[3])
{
	const struct ends a = ends_of(&needles[0]), b = ends_of(&needles[1]),
			  c = ends_of(&needles[2]);

	for (; at < end; at += 16) {
		__m128i first = px_scan_load(at);
		__m128i any = _mm_or_si128(match(first, at, &a), match(first, at, &b));
		unsigned hits =
			(unsigned)_mm_movemask_epi8(_mm_or_si128(any, match(first, at, &c)));

		for (; hits; hits &= hits - 1)
			if (is_any(at + __builtin_ctz(hits), end, needles))
				return at + __builtin_ctz(hits);
	}
	return NULL;
}
#else
void px_scan_begin(struct px_scan *scan, const char *at, const char *end, const char *needle,
		   size_t len)
{
	*scan = (struct px_scan){.at = at, .end = end, .needle = {needle, len}};
}

const char *px_scan_three(const char *at, const char *end, const struct px_needle needles[3])
{
	const char *first = NULL;

	for (unsigned i = 0; i < 3; i++) {
		const char *place =
			px_scan(at, first ? first : end, needles[i].text, needles[i].len);

		first = place ? place : first;
	}
	return first;
}
#endif

const char *px_scan(const char *at, const char *end, const char *needle, size_t len)
{
	struct px_scan scan;

	if (at >= end)
		return NULL;
	px_scan_begin(&scan, at, end, needle, len);
	return px_scan_next(&scan);
}

/* Bytes of word that text begins with; both are read by step. */
static size_t same(const char *text, size_t left, const char *word, size_t len, int step)
{
	size_t i = 0;

	while (i < len && i < left && text[(ptrdiff_t)i * step] == word[(ptrdiff_t)i * step])
		i++;
	return i;
}

bool px_scan_slip(const char *text, size_t left, const char *word, size_t len, int step)
{
	size_t i = same(text, left, word, len, step);
	ptrdiff_t at = (ptrdiff_t)i * step;

	/* What is left of the word after skip bytes of it, found skip_text bytes further on. */
#define RESUMES(skip_text, skip)                                                                   \
	(i + (skip) <= len && i + (skip_text) <= left &&                                           \
	 same(text + at + (skip_text)*step, left - i - (skip_text), word + at + (skip)*step,       \
	      len - i - (skip), step) == len - i - (skip))
	// NOLINTBEGIN(misc-redundant-expression): a macro whose arguments are equal here
	if (i == len || RESUMES(1, 1) || RESUMES(0, 1) || RESUMES(1, 0))
		return true;
	return i + 2 <= len && i + 2 <= left && text[at] == word[at + step] &&
	       text[at + step] == word[at] && RESUMES(2, 2);
	// NOLINTEND(misc-redundant-expression)
#undef RESUMES
}
