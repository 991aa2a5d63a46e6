/* Finding bytes in a page: the inner loops of the search. */
#ifndef PBX_SEARCH_SCAN_H
#define PBX_SEARCH_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* First place of needle (1 to PX_NEEDLE_MAX bytes) between at and end, or NULL. Up to
 * PX_PAGE_SLACK bytes behind end are read. */
const char *px_scan(const char *at, const char *end, const char *needle, size_t len);
/* The same for three needles at once, each of 2 bytes or more: *which is the one that was found. */
struct px_needle {
	const char *text;
	size_t len;
};
const char *px_scan_three(const char *at, const char *end, const struct px_needle needles[3],
			  unsigned *which);
/* True if text, read by step (1 forwards, -1 backwards), begins with word but for one slip: a
 * letter wrong, missing, too many, or two swapped. left: bytes of text that may be read. */
bool px_scan_slip(const char *text, size_t left, const char *word, size_t len, int step);

#endif
