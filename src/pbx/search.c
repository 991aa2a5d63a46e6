#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "search_query.h"
#include "search_scan.h"

/* How well a word fits, best first. A record's is the sum over the words. */
enum fit { FIT_NAME_START, FIT_NAME_WORD, FIT_WORD, FIT_INSIDE };

enum { SLIP_MIN = 4, SHORT_WORD = 2 };

/* order: fit, availability, use, first letters of the name; small is good. */
struct hit {
	uint64_t order;
	const char *record;
	const struct px_entry *entry;
};

/* The best so far; at[0] is the worst of them. */
struct best {
	struct hit *at;
	unsigned count, max;
};

struct record {
	const char *at, *end;
	unsigned names;
};

/* ---- The best ---- */

static int compare(const struct hit *a, const struct hit *b)
{
	size_t len;
	int order;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	len = a->entry->size < b->entry->size ? a->entry->size : b->entry->size;
	order = memcmp(a->record, b->record, len);
	if (!order)
		order = (a->entry->size > b->entry->size) - (a->entry->size < b->entry->size);
	return order ? order : strcmp(a->entry->object->row->key, b->entry->object->row->key);
}

static int compare_hits(const void *a, const void *b)
{
	return compare(a, b);
}

static void swap(struct hit *a, struct hit *b)
{
	struct hit kept = *a;

	*a = *b;
	*b = kept;
}

static void sink(struct best *best)
{
	unsigned i = 0;

	for (;;) {
		unsigned worst = i, left = 2 * i + 1;

		for (unsigned child = left; child < left + 2 && child < best->count; child++)
			if (compare(&best->at[child], &best->at[worst]) > 0)
				worst = child;
		if (worst == i)
			return;
		swap(&best->at[i], &best->at[worst]);
		i = worst;
	}
}

static void rise(struct best *best, unsigned i)
{
	while (i && compare(&best->at[i], &best->at[(i - 1) / 2]) > 0) {
		swap(&best->at[i], &best->at[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

static void offer(struct best *best, const struct hit *hit)
{
	if (best->count < best->max) {
		best->at[best->count] = *hit;
		rise(best, best->count++);
	} else if (compare(hit, &best->at[0]) < 0) {
		best->at[0] = *hit;
		sink(best);
	}
}

static void offer_entry(struct best *best, const struct px_page *page, const struct px_entry *entry,
			unsigned fit)
{
	const char *record = page->text + entry->at;
	unsigned points = entry->points < UINT16_MAX ? entry->points : UINT16_MAX;
	uint32_t letters;

	memcpy(&letters, record + 1, sizeof(letters)); /* the page has slack */
	offer(best, &(struct hit){.order = (uint64_t)fit << 56 | (uint64_t)entry->available << 48 |
					   (uint64_t)(UINT16_MAX - points) << 32 | be32toh(letters),
				  .record = record,
				  .entry = entry});
}

/* ---- How well a word fits a record ---- */

static bool is_letter(char c)
{
	return (c & 0x80) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static enum fit fit_at(const struct record *record, const char *hit, const struct px_word *word)
{
	char before = hit[-1];
	bool in_names = hit - record->at < (ptrdiff_t)record->names;
	bool number = before == PX_NUMBER || (word->zero && before == '0' && !is_digit(hit[-2])) ||
		      (word->zero && before == '0' && hit[-2] == '0' && !is_digit(hit[-3]));

	if (before == '\n' || before == PX_SPELLING)
		return FIT_NAME_START;
	if (word->kind == PX_WORD_NUMBER && number)
		return is_digit(hit[word->len]) ? FIT_NAME_WORD : FIT_NAME_START;
	if (is_letter(before) && word->kind != PX_WORD_MARKED)
		return FIT_INSIDE;
	return in_names ? FIT_NAME_WORD : FIT_WORD;
}

/* The best of all places from hit on; false if there is none. */
static bool fit_word(const struct record *record, const char *hit, const struct px_word *word,
		     unsigned *fit)
{
	unsigned best = FIT_INSIDE + 1;

	for (; hit && best; hit = px_scan(hit + 1, record->end, word->text, word->len)) {
		enum fit here = fit_at(record, hit, word);

		best = here < best ? here : best;
	}
	*fit += best;
	return best <= FIT_INSIDE;
}

static bool fit_others(const struct px_query *query, unsigned but, const struct record *record,
		       unsigned *fit)
{
	for (unsigned i = 0; i < query->count; i++) {
		const struct px_word *word = &query->words[i];

		if (i != but &&
		    !fit_word(record, px_scan(record->at, record->end, word->text, word->len), word,
			      fit))
			return false;
	}
	return true;
}

static struct record record_of(const struct px_page *page, const struct px_entry *entry)
{
	const char *at = page->text + entry->at;

	return (struct record){at, at + entry->size, entry->names};
}

/* The entry that a place in the page belongs to; entries before *i are behind us. */
static const struct px_entry *entry_at(const struct px_page *page, const char *place, unsigned *i)
{
	unsigned at = (unsigned)(place - page->text);

	while (page->entries[*i].at + page->entries[*i].size <= at)
		(*i)++;
	return &page->entries[*i];
}

/* ---- Searching ---- */

/* The longest word is looked for; the others only where it is. */
static unsigned rarest(const struct px_query *query)
{
	unsigned best = 0;

	for (unsigned i = 1; i < query->count; i++)
		if (query->words[i].len > query->words[best].len)
			best = i;
	return best;
}

static void search_page(const struct px_page *page, const struct px_query *query, unsigned main,
			struct best *best)
{
	const struct px_word *word = &query->words[main];
	const char *end = page->text + page->used, *at = page->text, *hit;
	unsigned i = 0;

	while ((hit = px_scan(at, end, word->text, word->len))) {
		const struct px_entry *entry = entry_at(page, hit, &i);
		struct record record = record_of(page, entry);
		unsigned fit = 0;

		if (fit_word(&record, hit, word, &fit) && fit_others(query, main, &record, &fit))
			offer_entry(best, page, entry, fit);
		at = record.end;
	}
}

static void search_exact(const struct px_index *index, const struct px_query *query,
			 struct best *best)
{
	unsigned main = rarest(query);

	for (unsigned i = 0; i < index->count; i++)
		search_page(&index->pages[i], query, main, best);
}

/* Names that begin with a short word. Where they fill the list nothing else can come into it. */
static void search_starts(const struct px_index *index, const struct px_word *word,
			  struct best *best)
{
	char needle[SHORT_WORD + 1];

	for (unsigned spelling = 0; spelling < 2; spelling++) {
		needle[0] = spelling ? PX_SPELLING : '\n';
		memcpy(needle + 1, word->text, word->len);
		for (unsigned p = 0; p < index->count; p++) {
			const struct px_page *page = &index->pages[p];
			const char *at = page->text, *hit;
			unsigned i = 0;

			while ((hit = px_scan(at, page->text + page->used, needle,
					      word->len + 1))) {
				const struct px_entry *entry = entry_at(page, hit, &i);
				const char *name = page->text + entry->at + 1;

				if (!spelling || memcmp(name, word->text, word->len) != 0)
					offer_entry(best, page, entry, FIT_NAME_START);
				at = hit + 1;
			}
		}
	}
}

/* ---- One slip ---- */

static bool is_found(const struct px_index *index, const struct px_word *word)
{
	for (unsigned i = 0; i < index->count; i++)
		if (px_scan(index->pages[i].text, index->pages[i].text + index->pages[i].used,
			    word->text, word->len))
			return true;
	return false;
}

/* A piece of the word that the slip left whole: it stands at from in the word. */
struct piece {
	const char *text;
	size_t len, from;
};

static bool rest_fits(const struct record *record, const char *hit, const struct piece *piece,
		      const struct px_word *word)
{
	const char *behind = hit + piece->len;

	if (piece->from)
		return px_scan_slip(hit - 1, (size_t)(hit - record->at),
				    word->text + piece->from - 1, piece->from, -1);
	return px_scan_slip(behind, (size_t)(record->end - behind), word->text + piece->len,
			    word->len - piece->len, 1);
}

static void search_piece(const struct px_page *page, const struct px_query *query, unsigned main,
			 const struct piece *piece, struct best *best)
{
	const struct px_word *word = &query->words[main];
	const char *end = page->text + page->used, *at = page->text, *hit;
	unsigned i = 0;

	while ((hit = px_scan(at, end, piece->text, piece->len))) {
		const struct px_entry *entry = entry_at(page, hit, &i);
		struct record record = record_of(page, entry);
		const char *start =
			hit - (hit - record.at > (ptrdiff_t)piece->from ? (ptrdiff_t)piece->from
									: hit - record.at - 1);
		unsigned fit = 0;

		at = hit + 1;
		if (hit == record.at || !rest_fits(&record, hit, piece, word))
			continue;
		fit = (unsigned)fit_at(&record, start, word);
		if (fit_others(query, main, &record, &fit)) {
			offer_entry(best, page, entry, fit);
			at = record.end;
		}
	}
}

/* One slip leaves one half of the word whole, but for a swap across its middle. */
static void search_slip(const struct px_index *index, const struct px_query *query, unsigned main,
			struct best *best)
{
	const struct px_word *word = &query->words[main];
	size_t half = word->len / 2;
	char swapped[PX_NEEDLE_MAX];
	const struct piece pieces[] = {{word->text, half, 0},
				       {word->text + half, word->len - half, half},
				       {swapped, word->len, 0}};

	memcpy(swapped, word->text, word->len);
	swapped[half - 1] = word->text[half];
	swapped[half] = word->text[half - 1];
	for (unsigned p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++)
		for (unsigned i = 0; i < index->count; i++)
			search_piece(&index->pages[i], query, main, &pieces[p], best);
}

/* Only the first word that is nowhere is forgiven one. */
static void forgive(const struct px_index *index, const struct px_query *query, struct best *best)
{
	for (unsigned i = 0; i < query->count; i++) {
		const struct px_word *word = &query->words[i];

		if (is_found(index, word))
			continue;
		if (word->kind == PX_WORD && word->len >= SLIP_MIN)
			search_slip(index, query, i, best);
		return;
	}
}

/* Best first. A slip may have been forgiven in two ways: each object counts once. */
static unsigned give(struct best *best, struct pbx_object **hits, bool slip)
{
	unsigned count = 0;

	qsort(best->at, best->count, sizeof(*best->at), compare_hits);
	for (unsigned i = 0; i < best->count; i++) {
		struct pbx_object *object = best->at[i].entry->object;
		unsigned k = slip ? 0 : count;

		while (k < count && hits[k] != object)
			k++;
		if (k == count)
			hits[count++] = object;
	}
	return count;
}

unsigned pbx_search(struct pbx *pbx, const char *text, struct pbx_object **hits, unsigned max)
{
	const struct px_index *index = &pbx->index;
	struct px_query query;
	struct best best = {.max = max};
	bool slip;

	px_query_read(&query, text);
	if (!query.count || !max)
		return 0;
	best.at = mem_new(max, sizeof(*best.at));
	if (query.count == 1 && query.words[0].len <= SHORT_WORD && query.words[0].kind == PX_WORD)
		search_starts(index, &query.words[0], &best);
	if (best.count < max) {
		best.count = 0;
		search_exact(index, &query, &best);
	}
	slip = !best.count;
	if (slip)
		forgive(index, &query, &best);
	max = give(&best, hits, slip);
	free(best.at);
	return max;
}
