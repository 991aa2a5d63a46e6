#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "bidi.h"
#include "state.h"

enum { TEXT_MAX = 4096, SPANS_MAX = 32 };

/* A row's look under a span's: selected rows that have colours give them to all their spans, for
 * the sake of contrast; else a span's colours stand on the row's background. */
static struct theme_style mix(const struct theme *theme, enum term_role role, enum term_role row)
{
	const struct theme_style *text = &theme->role[ROLE_TEXT], *under = &theme->role[row];
	struct theme_style style = theme->role[role];
	bool selected = row == ROLE_SELECTED || row == ROLE_SELECTED_OTHER;
	bool coloured = under->fg != text->fg || under->bg != text->bg;

	if (row == ROLE_TEXT)
		return style;
	style.attributes |= under->attributes;
	if ((selected && coloured) || style.fg == text->fg)
		style.fg = under->fg;
	if ((selected && coloured) || style.bg == text->bg)
		style.bg = under->bg;
	return style;
}

static unsigned style_of(struct term *term, enum term_role role, enum term_role row)
{
	unsigned index = (unsigned)role + (unsigned)row * ROLE_COUNT;

	if (!term->style_known[index]) {
		canvas_style(term->canvas, index, mix(&term->theme, role, row));
		term->style_known[index] = true;
	}
	return index;
}

struct rect term_clip(struct term *term, struct rect clip)
{
	struct rect before = term->clip;

	term->clip = rect_meet(clip, term_rect(term));
	return before;
}

/* Text that does not lie wholly inside the clip, character by character. */
static void put_edges(struct term *term, int y, int x, unsigned style, const char *text, size_t len)
{
	int left = term->clip.x, right = left + term->clip.cols;

	for (size_t at = 0, bytes; at < len && x < right; at += bytes) {
		char one[64];
		int cols;

		bytes = text_next(text + at);
		snprintf(one, sizeof(one), "%.*s", (int)bytes, text + at);
		cols = text_width(one);
		if (x >= left && x + cols <= right)
			canvas_put(term->canvas, y, x, style, text + at, bytes);
		else if (x + cols > left)
			canvas_put(term->canvas, y, x < left ? left : x, style, " ", 1);
		x += cols;
	}
}

static void put(struct term *term, int y, int x, unsigned style, const char *text, size_t len,
		int cols)
{
	const struct rect *clip = &term->clip;

	if (y < clip->y || y >= clip->y + clip->rows || cols <= 0 || !len)
		return;
	image_cover(term, y, x, cols);
	if (x >= clip->x && x + cols <= clip->x + clip->cols)
		canvas_put(term->canvas, y, x, style, text, len);
	else
		put_edges(term, y, x, style, text, len);
}

static void put_blanks(struct term *term, int y, int x, unsigned style, int cols)
{
	static const char blanks[] = "                                ";
	int left = term->clip.x, right = left + term->clip.cols;
	int from = x < left ? left : x, to = x + cols < right ? x + cols : right;

	while (from < to) {
		int part =
			to - from < (int)sizeof(blanks) - 1 ? to - from : (int)sizeof(blanks) - 1;

		put(term, y, from, style, blanks, (size_t)part, part);
		from += part;
	}
}

/* Returns the columns that text took of width. */
static int put_text(struct term *term, int y, int x, int width, unsigned style, const char *text,
		    bool right, enum bidi_line line)
{
	char cut[TEXT_MAX], visual[TEXT_MAX];
	int used = 0, before;
	size_t len;

	if (width <= 0)
		return 0;
	len = text_fit(text, width, &used);
	if (text[len]) {
		used = text_cut(cut, sizeof(cut), text, width);
		text = cut;
		len = strlen(cut);
	}
	if (!term->options.own_bidi)
		text = bidi_visual(line, text, len, visual, sizeof(visual), &len);
	before = right ? width - used : 0;
	put_blanks(term, y, x, style, before);
	put(term, y, x + before, style, text, len, used);
	put_blanks(term, y, x + before + used, style, width - before - used);
	return used;
}

int term_text(struct term *term, int y, int x, int width, enum term_role role, const char *text)
{
	return put_text(term, y, x, width, style_of(term, role, ROLE_TEXT), text ? text : "", false,
			BIDI_SENTENCE);
}

int term_textf(struct term *term, int y, int x, int width, enum term_role role, const char *format,
	       ...)
{
	char text[TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return term_text(term, y, x, width, role, text);
}

void term_typing(struct term *term, int y, int x, enum term_role role, const char *text)
{
	char typed[TEXT_MAX];
	size_t len = strlen(text);

	len = utf8_whole(text, len < TEXT_MAX - 2 ? len : TEXT_MAX - 2);
	snprintf(typed, sizeof(typed), "%.*s%s", (int)len, text,
		 term_from_right(term, text) ? " " : "");
	put_text(term, y, x, text_width(typed), style_of(term, role, ROLE_TEXT), typed, false,
		 BIDI_TYPED);
}

int term_column(const struct term *term, const char *text, const char *before)
{
	return term->options.own_bidi ? text_width(before) : bidi_column(text, before);
}

bool term_from_right(const struct term *term, const char *text)
{
	return !term->options.own_bidi && bidi_from_right(text);
}

/* What is left of width goes to the spans that want it, by weight. */
static void span_widths(const struct term_span *spans, int count, int width, int *widths)
{
	struct rect_part flexible[SPANS_MAX] = {{0}};
	int shares[SPANS_MAX], rest = width;

	for (int i = 0; i < count; i++) {
		widths[i] = spans[i].width > 0    ? spans[i].width
			    : spans[i].width == 0 ? text_width(spans[i].text ? spans[i].text : "")
						  : 0;
		flexible[i] = (struct rect_part){0, spans[i].width < 0 ? -spans[i].width : 0};
		rest -= widths[i];
	}
	rect_divide(rest, flexible, count, shares);
	for (int i = 0; i < count; i++)
		widths[i] += shares[i];
}

void term_spans(struct term *term, int y, int x, int width, enum term_role row,
		const struct term_span *spans, int count)
{
	int widths[SPANS_MAX], end = x + width;

	count = count < SPANS_MAX ? count : SPANS_MAX;
	span_widths(spans, count, width, widths);
	for (int i = 0; i < count && x < end; i++) {
		int cols = widths[i] < end - x ? widths[i] : end - x;
		enum term_role under = spans[i].keep_style ? ROLE_TEXT : row;

		put_text(term, y, x, cols, style_of(term, spans[i].role, under),
			 spans[i].text ? spans[i].text : "", spans[i].right,
			 spans[i].sentence ? BIDI_SENTENCE : BIDI_NAME);
		x += cols;
	}
	put_blanks(term, y, x, style_of(term, ROLE_TEXT, row), end - x);
}

void term_fill(struct term *term, struct rect area, enum term_role role)
{
	area = rect_meet(area, term->clip);
	for (int y = area.y; y < area.y + area.rows; y++)
		put_blanks(term, y, area.x, style_of(term, role, ROLE_TEXT), area.cols);
}

void term_cells(struct term *term, int y, int x, const struct term_cell *cells, int count)
{
	const struct rect *clip = &term->clip;

	if (y < clip->y || y >= clip->y + clip->rows)
		return;
	image_cover(term, y, x, count);
	for (int i = 0; i < count; i++)
		if (x + i >= clip->x && x + i < clip->x + clip->cols)
			canvas_cell(term->canvas, y, x + i, cells[i].fg, cells[i].bg,
				    cells[i].text);
}

static void put_mark(struct term *term, int y, int x, enum term_role role, enum term_mark mark)
{
	const char *text = term_mark(mark);

	put(term, y, x, style_of(term, role, ROLE_TEXT), text, strlen(text), 1);
}

void term_hline(struct term *term, int y, int x, int cols, enum term_role role)
{
	char run[TEXT_MAX];
	const char *mark = term_mark(TERM_MARK_HLINE);
	size_t bytes = strlen(mark), len = 0;

	if (term->options.braille)
		return;
	for (int i = 0; i < cols && len + bytes < sizeof(run); i++, len += bytes)
		memcpy(run + len, mark, bytes);
	put(term, y, x, style_of(term, role, ROLE_TEXT), run, len, (int)(len / bytes));
}

void term_vline(struct term *term, int y, int x, int rows, enum term_role role)
{
	for (int i = 0; i < rows && !term->options.braille; i++)
		put_mark(term, y + i, x, role, TERM_MARK_VLINE);
}

void term_box(struct term *term, struct rect area, enum term_role role)
{
	int bottom = area.y + area.rows - 1, right = area.x + area.cols - 1;

	if (area.rows < 2 || area.cols < 2)
		return;
	term_hline(term, area.y, area.x + 1, area.cols - 2, role);
	term_hline(term, bottom, area.x + 1, area.cols - 2, role);
	term_vline(term, area.y + 1, area.x, area.rows - 2, role);
	term_vline(term, area.y + 1, right, area.rows - 2, role);
	put_mark(term, area.y, area.x, role, TERM_MARK_TOP_LEFT);
	put_mark(term, area.y, right, role, TERM_MARK_TOP_RIGHT);
	put_mark(term, bottom, area.x, role, TERM_MARK_BOTTOM_LEFT);
	put_mark(term, bottom, right, role, TERM_MARK_BOTTOM_RIGHT);
}

void term_cursor(struct term *term, int y, int x)
{
	if (y < 0 || y >= term->rows || x < 0 || x >= term->cols)
		return;
	term->cursor_y = y;
	term->cursor_x = x;
}
