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

void px_three_begin(struct px_three *three, const char *at, const char *end,
		    const struct px_needle needles[3])
{
	*three = (struct px_three){.at = at - 16, .end = end, .needles = needles};
	for (int i = 0; i < 3; i++) {
		three->first[i] = _mm_set1_epi8(needles[i].text[0]);
		three->last[i] = _mm_set1_epi8(needles[i].text[needles[i].len - 1]);
	}
}

static __m128i match(const struct px_three *three, int i, __m128i first, const char *at)
{
	__m128i last = px_scan_load(at + three->needles[i].len - 1);

	return _mm_and_si128(_mm_cmpeq_epi8(first, three->first[i]),
			     _mm_cmpeq_epi8(last, three->last[i]));
}

/* The next 16 bytes in which there may be one; false at the end. */
static bool find_three(struct px_three *three)
{
	const struct px_three here = *three;

	for (const char *at = three->at + 16; at < here.end; at += 16) {
		__m128i first = px_scan_load(at), a = match(&here, 0, first, at),
			b = match(&here, 1, first, at), c = match(&here, 2, first, at);

		if (!_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), c)))
			continue;
		three->at = at;
		three->hits[0] = (unsigned)_mm_movemask_epi8(a);
		three->hits[1] = (unsigned)_mm_movemask_epi8(b);
		three->hits[2] = (unsigned)_mm_movemask_epi8(c);
		return true;
	}
	return false;
}

const char *px_three_next(struct px_three *three)
{
	for (;;) {
		unsigned any = three->hits[0] | three->hits[1] | three->hits[2];
		unsigned bit = any & -any;
		const char *place;

		if (!any) {
			if (!find_three(three))
				return NULL;
			continue;
		}
		place = three->at + __builtin_ctz(any);
		three->here = 0;
		for (int i = 0; i < 3; i++) {
			if (three->hits[i] & bit &&
			    px_scan_is_here(place, three->end, &three->needles[i]))
				three->here |= 1u << i;
			three->hits[i] &= ~bit;
		}
		if (three->here)
			return place;
	}
}
#else
void px_scan_begin(struct px_scan *scan, const char *at, const char *end, const char *needle,
		   size_t len)
{
	*scan = (struct px_scan){.at = at, .end = end, .needle = {needle, len}};
}

void px_three_begin(struct px_three *three, const char *at, const char *end,
		    const struct px_needle needles[3])
{
	*three = (struct px_three){.at = at, .end = end, .needles = needles};
}

const char *px_three_next(struct px_three *three)
{
	const char *first = NULL;

	for (unsigned i = 0; i < 3; i++) {
		const struct px_needle *needle = &three->needles[i];
		const char *place = px_scan(three->at, three->end, needle->text, needle->len);

		if (!place || (first && place > first))
			continue;
		three->here = (place == first ? three->here : 0) | 1u << i;
		first = place;
	}
	three->at = first ? first + 1 : three->end;
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
