/* Any bytes as text of another machine: cleaned, cut, folded. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"

typedef size_t (*clean)(char *dst, size_t cap, const char *src, size_t len);

/* dst has exactly cap bytes, so that a sanitizer sees the first one too many. */
static char *cleaned(clean fn, size_t cap, const char *src, size_t len)
{
	char *dst = malloc(cap);

	must(dst != NULL);

	size_t got = fn(dst, cap, src, len);

	must(got < cap && strlen(dst) == got);
	must(text_valid(dst, got));
	for (size_t i = 0; i < got; i++)
		must((unsigned char)dst[i] >= ' ' || (dst[i] == '\n' && fn == text_clean_lines));
	return dst;
}

static void check_cleaning(clean fn, size_t cap, const char *src, size_t len)
{
	char *once = cleaned(fn, cap, src, len);
	char *twice = cleaned(fn, cap, once, strlen(once));

	must(strcmp(once, twice) == 0);
	free(twice);
	free(once);
}

static void check_cutting(const char *text, int columns)
{
	int used = -1;
	size_t fit = text_fit(text, columns, &used);
	char cut[256];

	must(fit <= strlen(text) && used >= 0 && used <= columns);
	must(text_valid(text, fit));
	must(text_cut(cut, sizeof(cut), text, columns) <= columns);
	must(text_width(cut) <= columns && text_valid(cut, strlen(cut)));
}

/* Walking forwards and backwards stops at the same places. */
static void check_walking(const char *text)
{
	size_t at = 0;

	for (size_t step; (step = text_next(text + at)) > 0; at += step)
		must(text_before(text, at + step) == step);
	must(text[at] == '\0');
}

static void check_folding(const char *text)
{
	char folded[256], again[256];

	must(text_fold(folded, sizeof(folded), text) == strlen(folded));
	must(text_valid(folded, strlen(folded)));
	must(text_fold_digraph(again, sizeof(again), text) == strlen(again));
	must(text_compare(text, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *src = (const char *)data;

	fuzz_init();
	if (len < 1 || len > 4096)
		return 0;
	check_cleaning(text_clean, 3 * len + 1, src, len);
	check_cleaning(text_clean_lines, 3 * len + 1, src, len);
	check_cleaning(text_clean, 1 + data[0] % 64, src, len);
	check_cleaning(text_clean_lines, 1 + data[0] % 64, src, len);

	char *text = cleaned(text_clean, 3 * len + 1, src, len);

	check_cutting(text, data[0] % 80);
	check_walking(text);
	check_folding(text);
	free(text);
	return 0;
}
