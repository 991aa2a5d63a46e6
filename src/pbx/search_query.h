/* What was typed, taken apart. */
#ifndef PBX_SEARCH_QUERY_H
#define PBX_SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "search_index.h"

enum { PX_WORDS_MAX = 8 };

enum px_word_kind { PX_WORD, PX_WORD_NUMBER, PX_WORD_MARKED };

struct px_word {
	char text[PX_NEEDLE_MAX + 1];
	size_t len;
	enum px_word_kind kind;
	bool zero; /* a leading 0 was taken off: it may stand before the number */
};

struct px_query {
	struct px_word words[PX_WORDS_MAX];
	unsigned count;
};

/* Words folded; "#tag" and "@company" marked; a whole number typed with blanks is one word. */
void px_query_read(struct px_query *query, const char *text);

#endif
