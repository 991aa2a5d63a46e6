#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "search_query.h"
#include "search_scan.h"

/* How well a word fits, best first. A record's is the sum over the words. */
enum fit { FIT_NAME_START, FIT_NAME_WORD, FIT_WORD, FIT_INSIDE };

enum { SLIP_MIN = 4, SHORT_WORD = 3, PIECES = 3 };

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
	unsigned points = entry->points < UINT16_MAX ? entry->points : UINT16_MAX;

	offer(best, &(struct hit){.order = (uint64_t)fit << 56 | (uint64_t)entry->available << 48 |
					   (uint64_t)(UINT16_MAX - points) << 32 | entry->first[0],
				  .record = page->text + entry->at,
				  .entry = entry});
}

/* ---- How well a word fits a record ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static unsigned fit_at(const struct record *record, const char *hit, const struct px_word *word)
{
	char before = hit[-1];
	bool in_names = hit - record->at < (ptrdiff_t)record->names;
	bool number = before == PX_NUMBER || (word->zero && before == '0' && !is_digit(hit[-2])) ||
		      (word->zero && before == '0' && hit[-2] == '0' && !is_digit(hit[-3]));

	if (before == '\n' || before == PX_SPELLING)
		return FIT_NAME_START;
	if (word->kind == PX_WORD_NUMBER && number)
		return is_digit(hit[word->len]) ? FIT_NAME_WORD : FIT_NAME_START;
	if (px_is_letter(before) && word->kind != PX_WORD_MARKED)
		return FIT_INSIDE;
	return in_names ? FIT_NAME_WORD : FIT_WORD;
}

static unsigned better(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Behind the names nothing fits better than the start of a word, but a number. */
static const char *worth_looking(const struct record *record, const struct px_word *word,
				 unsigned best)
{
	if (word->kind == PX_WORD_NUMBER || best == FIT_INSIDE)
		return record->end;
	return best == FIT_NAME_WORD ? record->at + record->names : record->at;
}

/* The best of all places from hit on; false if there is none. */
static bool fit_word(const struct record *record, const char *hit, const struct px_word *word,
		     unsigned *fit)
{
	unsigned best = FIT_INSIDE + 1;

	for (; hit && best;
	     hit = px_scan(hit + 1, worth_looking(record, word, best), word->text, word->len)) {
		best = better(best, fit_at(record, hit, word));
	}
	*fit += best;
	return best <= FIT_INSIDE;
}

/* One letter needs no look at the text. */
static bool fit_letter(const struct px_page *page, const struct px_entry *entry,
		       const struct px_word *word, unsigned *fit)
{
	const struct px_letters *letters = &page->letters[entry - page->entries];
	const uint32_t first = (unsigned char)word->text[0];
	uint64_t letter = px_letter(word->text[0]);

	if (!(letters->any & letter))
		return false;
	if (entry->first[0] >> 24 == first || entry->first[1] >> 24 == first)
		*fit += FIT_NAME_START;
	else if (letters->name & letter)
		*fit += FIT_NAME_WORD;
	else
		*fit += letters->start & letter ? FIT_WORD : FIT_INSIDE;
	return true;
}

static bool is_one_letter(const struct px_word *word)
{
	return word->len == 1 && px_letter(word->text[0]);
}

static bool fit_others(const struct px_query *query, unsigned but, const struct px_page *page,
		       const struct px_entry *entry, const struct record *record, unsigned *fit)
{
	for (unsigned i = 0; i < query->count; i++) {
		const struct px_word *word = &query->words[i];
		const char *hit;

		if (i == but)
			continue;
		if (is_one_letter(word)) {
			if (!fit_letter(page, entry, word, fit))
				return false;
			continue;
		}
		hit = px_scan(record->at, record->end, word->text, word->len);
		if (!fit_word(record, hit, word, fit))
			return false;
	}
	return true;
}

static void offer_if_all_fit(struct best *best, const struct px_query *query, unsigned main,
			     const struct px_page *page, const struct px_entry *entry,
			     const struct record *record, unsigned fit)
{
	if (query->count == 1 || fit_others(query, main, page, entry, record, &fit))
		offer_entry(best, page, entry, fit);
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

/* Places come in the order of the text, so all of a record's come together. True if there are any.
 */
static bool search_page(const struct px_page *page, const struct px_query *query, unsigned main,
			struct best *best)
{
	const struct px_word *word = &query->words[main];
	const struct px_entry *entry = NULL;
	struct record record = {0};
	struct px_scan scan;
	const char *hit;
	unsigned i = 0, fit = 0;

	px_scan_begin(&scan, page->text, page->text + page->used, word->text, word->len);
	while ((hit = px_scan_next(&scan))) {
		if (!entry || hit >= record.end) {
			if (entry)
				offer_if_all_fit(best, query, main, page, entry, &record, fit);
			entry = entry_at(page, hit, &i);
			record = record_of(page, entry);
			fit = FIT_INSIDE;
		}
		if (fit && hit < worth_looking(&record, word, fit))
			fit = better(fit, fit_at(&record, hit, word));
	}
	if (entry)
		offer_if_all_fit(best, query, main, page, entry, &record, fit);
	return entry != NULL;
}

/* True if the main word is anywhere. */
static bool search_exact(const struct px_index *index, const struct px_query *query, unsigned main,
			 struct best *best)
{
	bool found = false;

	for (unsigned i = 0; i < index->count; i++)
		found |= search_page(&index->pages[i], query, main, best);
	return found;
}

static void search_letters(const struct px_index *index, const struct px_query *query,
			   struct best *best)
{
	for (unsigned p = 0; p < index->count; p++) {
		const struct px_page *page = &index->pages[p];

		for (unsigned i = 0; i < page->count; i++) {
			const struct px_entry *entry = &page->entries[i];
			unsigned fit = 0, fits = 0;

			while (entry->object && fits < query->count &&
			       fit_letter(page, entry, &query->words[fits], &fit))
				fits++;
			if (fits == query->count)
				offer_entry(best, page, entry, fit);
		}
	}
}

/* Names that begin with a short word. Where they fill the list nothing else can come into it. */
static bool search_starts(const struct px_index *index, const struct px_query *query,
			  struct best *best)
{
	const struct px_word *word = &query->words[0];
	uint32_t wanted = 0, mask;

	if (query->count > 1 || !word->len || word->len > SHORT_WORD || word->kind != PX_WORD)
		return false;
	for (size_t i = 0; i < word->len; i++)
		wanted |= (uint32_t)(unsigned char)word->text[i] << (24 - 8 * i);
	mask = UINT32_MAX << (32 - 8 * word->len);
	for (unsigned p = 0; p < index->count; p++) {
		const struct px_page *page = &index->pages[p];

		for (unsigned i = 0; i < page->count; i++) {
			const struct px_entry *entry = &page->entries[i];

			if (entry->object && ((entry->first[0] & mask) == wanted ||
					      (entry->first[1] & mask) == wanted))
				offer_entry(best, page, entry, FIT_NAME_START);
		}
	}
	return best->count == best->max;
}

static bool all_letters(const struct px_query *query)
{
	for (unsigned i = 0; i < query->count; i++)
		if (!is_one_letter(&query->words[i]))
			return false;
	return true;
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

/* What one slip leaves whole of a word: one of its halves, or all where the slip was a swap across
 * the middle. */
struct pieces {
	struct px_needle needles[PIECES];
	size_t from; /* where the second stands in the word */
	char swapped[PX_NEEDLE_MAX];
};

static void take_pieces(struct pieces *pieces, const struct px_word *word)
{
	size_t half = word->len / 2;

	memcpy(pieces->swapped, word->text, word->len);
	pieces->swapped[half - 1] = word->text[half];
	pieces->swapped[half] = word->text[half - 1];
	pieces->from = half;
	pieces->needles[0] = (struct px_needle){word->text, half};
	pieces->needles[1] = (struct px_needle){word->text + half, word->len - half};
	pieces->needles[2] = (struct px_needle){pieces->swapped, word->len};
}

/* Whatever the slip is: of the first two letters at least one is among the first two that are here.
 */
static bool one_of_two(char first, char second, char a, char b)
{
	return first == a || first == b || second == a || second == b;
}

/* What rules most places out before anything is asked of their record. */
static bool may_be_slipped(const struct px_page *page, const char *hit, unsigned here,
			   const struct pieces *pieces, const struct px_word *word)
{
	const char *half = word->text + pieces->from, *behind = hit + pieces->from;

	if (here & 4)
		return true;
	if (here & 1 && one_of_two(behind[0], behind[1], half[0], half[1]))
		return true;
	return here & 2 &&
	       (hit - page->text < 2 || one_of_two(hit[-1], hit[-2], half[-1], half[-2]));
}

/* Whether the word is here but for one slip, where one of its pieces is; *start is its beginning.
 */
static bool is_slipped(const struct record *record, const char *hit, unsigned here,
		       const struct pieces *pieces, const struct px_word *word, const char **start)
{
	size_t behind = (size_t)(record->end - hit), before = (size_t)(hit - record->at);

	*start = hit;
	for (unsigned i = 0; i < PIECES; i++) {
		const struct px_needle *piece = &pieces->needles[i];

		if (!(here & 1u << i) || piece->len > behind)
			continue;
		if (i == 2 ||
		    (i == 0 && px_scan_slip(hit + piece->len, behind - piece->len,
					    piece->text + piece->len, word->len - piece->len, 1)))
			return true;
		if (i == 1 && before &&
		    px_scan_slip(hit - 1, before, piece->text - 1, pieces->from, -1)) {
			*start = hit - (before > pieces->from ? pieces->from : before - 1);
			return true;
		}
	}
	return false;
}

static void search_slipped(const struct px_page *page, const struct px_query *query, unsigned main,
			   const struct pieces *pieces, struct best *best)
{
	const struct px_word *word = &query->words[main];
	const char *behind = page->text, *hit, *start;
	struct px_three three;
	unsigned i = 0;

	px_three_begin(&three, page->text, page->text + page->used, pieces->needles);
	while ((hit = px_three_next(&three))) {
		const struct px_entry *entry;
		struct record record;
		unsigned fit;

		if (hit < behind || !may_be_slipped(page, hit, three.here, pieces, word))
			continue;
		entry = entry_at(page, hit, &i);
		record = record_of(page, entry);
		if (!is_slipped(&record, hit, three.here, pieces, word, &start))
			continue;
		fit = (unsigned)fit_at(&record, start, word);
		if (fit_others(query, main, page, entry, &record, &fit)) {
			offer_entry(best, page, entry, fit);
			behind = record.end;
		}
	}
}

static bool can_slip(const struct px_word *word)
{
	return word->kind == PX_WORD && word->len >= SLIP_MIN;
}

/* Both at once, page by page, while the page is near: for the first word, which is forgiven a slip
 * where it is nowhere. True if it is anywhere; slips are then of no use. */
static bool search_both(const struct px_index *index, const struct px_query *query,
			struct best *best, struct best *slips)
{
	struct pieces pieces;
	bool found = false;

	take_pieces(&pieces, &query->words[0]);
	for (unsigned i = 0; i < index->count; i++) {
		found |= search_page(&index->pages[i], query, 0, best);
		if (!found)
			search_slipped(&index->pages[i], query, 0, &pieces, slips);
	}
	return found;
}

/* Only the first word that is nowhere is forgiven one. */
static void forgive(const struct px_index *index, const struct px_query *query, unsigned sought,
		    bool found, struct best *best)
{
	struct pieces pieces;
	unsigned main = 0;

	while (main < query->count &&
	       (main == sought ? found : is_found(index, &query->words[main])))
		main++;
	if (main == query->count || !can_slip(&query->words[main]))
		return;
	take_pieces(&pieces, &query->words[main]);
	for (unsigned i = 0; i < index->count; i++)
		search_slipped(&index->pages[i], query, main, &pieces, best);
}

static void swap_best(struct best *a, struct best *b)
{
	struct best kept = *a;

	*a = *b;
	*b = kept;
}

static unsigned give(struct best *best, struct pbx_object **hits)
{
	qsort(best->at, best->count, sizeof(*best->at), compare_hits);
	for (unsigned i = 0; i < best->count; i++)
		hits[i] = best->at[i].entry->object;
	free(best->at);
	return best->count;
}

static void search_words(const struct px_index *index, const struct px_query *query,
			 struct best *best)
{
	struct best slips = {.max = best->max};
	unsigned main = rarest(query);
	bool found;

	if (main == 0 && can_slip(&query->words[0])) {
		slips.at = mem_new(slips.max, sizeof(*slips.at));
		found = search_both(index, query, best, &slips);
		if (!found)
			swap_best(best, &slips);
		free(slips.at);
		if (!found)
			return;
	} else {
		found = search_exact(index, query, main, best);
	}
	if (!best->count)
		forgive(index, query, main, found, best);
}

unsigned pbx_search(struct pbx *pbx, const char *text, struct pbx_object **hits, unsigned max)
{
	const struct px_index *index = &pbx->index;
	struct px_query query;
	struct best best = {.max = max};

	px_query_read(&query, text);
	if (!query.count || !max)
		return 0;
	best.at = mem_new(max, sizeof(*best.at));
	if (search_starts(index, &query, &best))
		return give(&best, hits);
	best.count = 0;
	if (all_letters(&query))
		search_letters(index, &query, &best);
	else
		search_words(index, &query, &best);
	return give(&best, hits);
}
