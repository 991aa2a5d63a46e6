#include "search_scan.h"

#include <string.h>

static bool is_here(const char *hit, const char *end, const struct px_needle *needle)
{
	return hit + needle->len <= end && !memcmp(hit, needle->text, needle->len);
}

#if defined(__SSE2__)
#include <emmintrin.h>

struct ends {
	__m128i first, last;
	size_t len;
};

static struct ends ends_of(const char *needle, size_t len)
{
	return (struct ends){_mm_set1_epi8(needle[0]), _mm_set1_epi8(needle[len - 1]), len};
}

/* Places among the next 16 where the first and the last byte of the needle are. */
static unsigned places(const char *at, const struct ends *ends)
{
	__m128i first = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i last = _mm_loadu_si128((const __m128i *)(const void *)(at + ends->len - 1));

	return (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(first, ends->first),
							 _mm_cmpeq_epi8(last, ends->last)));
}

static const char *scan_long(const char *at, const char *end, const struct px_needle *needle)
{
	const struct ends ends = ends_of(needle->text, needle->len);

	for (; at + needle->len <= end; at += 16)
		for (unsigned hits = places(at, &ends); hits; hits &= hits - 1) {
			const char *hit = at + __builtin_ctz(hits);

			if (is_here(hit, end, needle))
				return hit;
		}
	return NULL;
}

const char *px_scan_three(const char *at, const char *end, const struct px_needle needles[3],
			  unsigned *which)
{
	const struct ends a = ends_of(needles[0].text, needles[0].len);
	const struct ends b = ends_of(needles[1].text, needles[1].len);
	const struct ends c = ends_of(needles[2].text, needles[2].len);

	for (; at < end; at += 16) {
		unsigned hits = places(at, &a) | places(at, &b) | places(at, &c);

		for (; hits; hits &= hits - 1) {
			const char *hit = at + __builtin_ctz(hits);

			for (*which = 0; *which < 3; (*which)++)
				if (is_here(hit, end, &needles[*which]))
					return hit;
		}
	}
	return NULL;
}
#else
static const char *scan_long(const char *at, const char *end, const struct px_needle *needle)
{
	return memmem(at, (size_t)(end - at), needle->text, needle->len);
}

const char *px_scan_three(const char *at, const char *end, const struct px_needle needles[3],
			  unsigned *which)
{
	const char *first = NULL;

	for (unsigned i = 0; i < 3; i++) {
		const char *hit = scan_long(at, first ? first : end, &needles[i]);

		if (hit) {
			first = hit;
			*which = i;
		}
	}
	return first;
}
#endif

const char *px_scan(const char *at, const char *end, const char *needle, size_t len)
{
	if (at >= end)
		return NULL;
	return len == 1 ? memchr(at, needle[0], (size_t)(end - at))
			: scan_long(at, end, &(struct px_needle){needle, len});
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
	if (i == len || RESUMES(1, 1) || RESUMES(0, 1) || RESUMES(1, 0))
		return true;
	return i + 2 <= len && i + 2 <= left && text[at] == word[at + step] &&
	       text[at + step] == word[at] && RESUMES(2, 2);
#undef RESUMES
}
