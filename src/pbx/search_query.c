#include "search_query.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

enum { TYPED_MAX = 512, ZERO_LEFT_MIN = 3 };

static bool is_number(const char *text)
{
	return text[strcspn(text, "0123456789")] && !text[strspn(text, "+0123456789-.()/ ")];
}

/* At home numbers begin with 0, abroad with 00: in the index they may begin with neither. */
static void add_number(struct px_query *query, const char *text)
{
	struct px_word *word = &query->words[query->count++];
	char digits[PX_NEEDLE_MAX + 1];
	size_t len = px_digits(digits, sizeof(digits), text), skip = 0;

	while (skip < 2 && digits[skip] == '0' && len - skip > ZERO_LEFT_MIN)
		skip++;
	word->kind = PX_WORD_NUMBER;
	word->zero = skip > 0;
	word->len = len - skip;
	memcpy(word->text, digits + skip, word->len + 1);
}

static void add_word(struct px_query *query, const char *text)
{
	struct px_word *word = &query->words[query->count++];

	word->kind = *text == '#' || *text == '@' ? PX_WORD_MARKED : PX_WORD;
	word->len = utf8_whole(text, strnlen(text, PX_NEEDLE_MAX));
	memcpy(word->text, text, word->len);
	if (*text == '@')
		word->text[0] = PX_COMPANY;
}

void px_query_read(struct px_query *query, const char *text)
{
	char folded[TYPED_MAX], clean[TYPED_MAX];

	*query = (struct px_query){0};
	text_clean(clean, sizeof(clean), text, strnlen(text, TYPED_MAX));
	text_fold(folded, sizeof(folded), clean);
	if (is_number(folded)) {
		add_number(query, folded);
		return;
	}
	for (char *rest = folded, *part; (part = strsep(&rest, " "));) {
		if (!*part || query->count == PX_WORDS_MAX)
			continue;
		if (is_number(part))
			add_number(query, part);
		else
			add_word(query, part);
	}
}
