#include "strip.h"

#include <stdbool.h>

#include "base/text.h"

enum { GAP = 2, ITEMS_MAX = 64 };

static int item_cols(const struct strip_item *item)
{
	return text_width(item->key) + 1 + text_width(item->text);
}

/* Leaves out the least important (of equals the last) until the others fit. */
static void choose(const struct strip_item *items, int count, int cols, bool *shown)
{
	int total = 0;

	for (int i = 0; i < count; i++) {
		shown[i] = true;
		total += item_cols(&items[i]) + (i ? GAP : 0);
	}
	for (int left = count; total > cols && left > 1; left--) {
		int least = -1;

		for (int i = 0; i < count; i++)
			if (shown[i] && (least < 0 || items[i].priority <= items[least].priority))
				least = i;
		shown[least] = false;
		total -= item_cols(&items[least]) + GAP;
	}
}

void strip_draw(struct term *term, struct rect area, const struct strip_item *items, int count)
{
	struct rect before = term_clip(term, area);
	int x = area.x, end = area.x + area.cols;
	bool shown[ITEMS_MAX];

	count = count < ITEMS_MAX ? count : ITEMS_MAX;
	choose(items, count, area.cols, shown);
	for (int i = 0; i < count && x < end; i++) {
		struct term_span spans[] = {{.role = ROLE_KEY, .text = items[i].key},
					    {.role = ROLE_KEY_TEXT, .text = " "},
					    {.role = ROLE_KEY_TEXT,
					     .text = items[i].text,
					     .width = -1,
					     .sentence = true}};
		int cols = item_cols(&items[i]);

		if (!shown[i])
			continue;
		term_spans(term, area.y, x, cols < end - x ? cols : end - x, ROLE_TEXT, spans, 3);
		x += cols + GAP;
	}
	term_clip(term, before);
}

int strip_at(struct rect area, const struct strip_item *items, int count, int x)
{
	int from = area.x;
	bool shown[ITEMS_MAX];

	count = count < ITEMS_MAX ? count : ITEMS_MAX;
	choose(items, count, area.cols, shown);
	for (int i = 0; i < count; i++) {
		if (!shown[i])
			continue;
		if (x >= from && x < from + item_cols(&items[i]))
			return i;
		from += item_cols(&items[i]) + GAP;
	}
	return -1;
}

static int spans_cols(const struct term_span *spans, int count)
{
	int cols = 0;

	for (int i = 0; i < count; i++)
		cols += spans[i].width > 0 ? spans[i].width
					   : text_width(spans[i].text ? spans[i].text : "");
	return cols;
}

void strip_status(struct term *term, struct rect area, const struct term_span *left, int left_count,
		  const struct term_span *right, int right_count)
{
	struct rect before = term_clip(term, area);
	int cols = spans_cols(right, right_count);

	if (term_braille(term)) {
		/* What matters most comes first, and no run of blanks is between. */
		term_fill(term, area, ROLE_STATUS);
		term_spans(term, area.y, area.x, area.cols, ROLE_STATUS, right, right_count);
		area.x += cols + 1;
		area.cols -= cols + 1;
		if (area.cols > 0)
			term_spans(term, area.y, area.x, area.cols, ROLE_STATUS, left, left_count);
		term_clip(term, before);
		return;
	}
	if (cols > area.cols)
		cols = area.cols;
	term_spans(term, area.y, area.x, area.cols - cols, ROLE_STATUS, left, left_count);
	term_spans(term, area.y, area.x + area.cols - cols, cols, ROLE_STATUS, right, right_count);
	term_clip(term, before);
}
