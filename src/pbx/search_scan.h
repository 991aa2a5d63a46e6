/* Finding bytes in a page: the inner loops of the search. */
#ifndef PBX_SEARCH_SCAN_H
#define PBX_SEARCH_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct px_needle {
	const char *text;
	size_t len;
};

/* Places of a needle (1 to PX_NEEDLE_MAX bytes) one after the other. Up to PX_PAGE_SLACK bytes
 * behind end are read. */
struct px_scan {
	const char *at, *end; /* at: of the 16 bytes that hits are in */
	struct px_needle needle;
	unsigned hits; /* not given yet, bits */
#if defined(__SSE2__)
	__m128i first, last;
	uint64_t middle, mask; /* up to eight bytes between them */
#endif
};
void px_scan_begin(struct px_scan *scan, const char *at, const char *end, const char *needle,
		   size_t len);
/* NULL at the end. */
static inline const char *px_scan_next(struct px_scan *scan);
/* The first place. */
const char *px_scan(const char *at, const char *end, const char *needle, size_t len);
/* The same of three needles, which must live on. */
struct px_three {
	const char *at, *end;
	const struct px_needle *needles;
	unsigned here; /* of the place that was given last: a bit for each needle that is there */
#if defined(__SSE2__)
	__m128i first[3], last[3];
	unsigned hits[3];
#endif
};
void px_three_begin(struct px_three *three, const char *at, const char *end,
		    const struct px_needle needles[3]);
const char *px_three_next(struct px_three *three);
/* True if text, read by step (1 forwards, -1 backwards), begins with word but for one slip: a
 * letter wrong, missing, too many, or two swapped. left: bytes of text that may be read. */
bool px_scan_slip(const char *text, size_t left, const char *word, size_t len, int step);

/* first and last byte are known to be there */
static inline bool px_scan_is_here(const char *place, const char *end,
				   const struct px_needle *needle)
{
	return place + needle->len <= end &&
	       (needle->len <= 2 || !memcmp(place + 1, needle->text + 1, needle->len - 2));
}

#if defined(__SSE2__)
static inline __m128i px_scan_load(const char *at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* Nearly all needles are decided by one comparison of eight bytes. */
static inline bool px_scan_middle_fits(const struct px_scan *scan, const char *place)
{
	uint64_t here;

	memcpy(&here, place + 1, sizeof(here));
	if ((here ^ scan->middle) & scan->mask)
		return false;
	return scan->needle.len <= sizeof(here) + 2 ||
	       !memcmp(place, scan->needle.text, scan->needle.len);
}

/* Looks at 16 places at once: the first and the last byte of the needle, then all of it. */
static inline const char *px_scan_next(struct px_scan *scan)
{
	const __m128i first = scan->first, last = scan->last;
	const size_t tail = scan->needle.len - 1;
	const char *at = scan->at, *end = scan->end, *place = NULL;
	unsigned hits = scan->hits;

	while (!place) {
		if (!hits) {
			at += 16;
			if (at >= end)
				break;
			hits = (unsigned)_mm_movemask_epi8(
				_mm_and_si128(_mm_cmpeq_epi8(px_scan_load(at), first),
					      _mm_cmpeq_epi8(px_scan_load(at + tail), last)));
			continue;
		}
		place = at + __builtin_ctz(hits);
		hits &= hits - 1;
		if (place + tail >= end || !px_scan_middle_fits(scan, place))
			place = NULL;
	}
	scan->at = at;
	scan->hits = hits;
	return place;
}
#else
static inline const char *px_scan_next(struct px_scan *scan)
{
	const char *place = scan->at < scan->end ? memmem(scan->at, (size_t)(scan->end - scan->at),
							  scan->needle.text, scan->needle.len)
						 : NULL;

	scan->at = place ? place + 1 : scan->end;
	return place;
}
#endif

#endif
