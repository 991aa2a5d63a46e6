#include "search_scan.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

/* Looks at 16 places at once: first and last byte of the needle, then the rest. */
static const char *scan_long(const char *at, const char *end, const char *needle, size_t len)
{
	const __m128i first = _mm_set1_epi8(needle[0]);
	const __m128i last = _mm_set1_epi8(needle[len - 1]);

	for (; at + len <= end; at += 16) {
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(at + len - 1));
		unsigned hits = (unsigned)_mm_movemask_epi8(
			_mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last)));

		for (; hits; hits &= hits - 1) {
			const char *hit = at + __builtin_ctz(hits);

			if (hit + len > end)
				return NULL;
			if (!memcmp(hit + 1, needle + 1, len - 2))
				return hit;
		}
	}
	return NULL;
}
#else
static const char *scan_long(const char *at, const char *end, const char *needle, size_t len)
{
	return memmem(at, (size_t)(end - at), needle, len);
}
#endif

const char *px_scan(const char *at, const char *end, const char *needle, size_t len)
{
	if (at >= end)
		return NULL;
	return len == 1 ? memchr(at, needle[0], (size_t)(end - at))
			: scan_long(at, end, needle, len);
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
