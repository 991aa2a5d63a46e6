#include "list.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "wrap.h"

enum { ROW_MAX = 1024 };
enum { NEAR = 64 }; /* rows about the old place that are tried before all others */

static int count_of(const struct list *list)
{
	return list->source->count(list->ctx);
}

static const char *key_of(const struct list *list, int row)
{
	const char *key = list->source->key(list->ctx, row);

	return key ? key : "";
}

static bool selectable(const struct list *list, int row)
{
	return key_of(list, row)[0] != '\0';
}

static int find_between(const struct list *list, const char *key, int from, int to)
{
	for (int row = from < 0 ? 0 : from; row < to; row++)
		if (strcmp(key_of(list, row), key) == 0)
			return row;
	return -1;
}

static int find(const struct list *list, const char *key)
{
	int count = count_of(list), row;

	if (!*key)
		return -1;
	if (list->source->find)
		return list->source->find(list->ctx, key);
	if (list->row >= 0 && list->row < count && strcmp(key_of(list, list->row), key) == 0)
		return list->row;
	row = find_between(list, key, list->row - NEAR,
			   count < list->row + NEAR ? count : list->row + NEAR);
	return row >= 0 ? row : find_between(list, key, 0, count);
}

/* The nearest row that can be selected, first in the direction given; -1 if there is none. */
static int nearest(const struct list *list, int row, int direction)
{
	int count = count_of(list);

	row = row >= count ? count - 1 : row < 0 ? 0 : row;
	for (int turn = 0; turn < 2; turn++, direction = -direction)
		for (int at = row; at >= 0 && at < count; at += direction)
			if (selectable(list, at))
				return at;
	return -1;
}

static void take(struct list *list, int row)
{
	list->row = row;
	snprintf(list->key, sizeof(list->key), "%s", row < 0 ? "" : key_of(list, row));
}

void list_init(struct list *list, const struct list_source *source, void *ctx)
{
	*list = (struct list){.source = source, .ctx = ctx, .row = -1};
	list_reset(list);
}

void list_reset(struct list *list)
{
	list->top = 0;
	list->moved = false;
	list->since = clock_mono_ms();
	take(list, nearest(list, 0, 1));
}

void list_refresh(struct list *list)
{
	int row = find(list, list->key), line = list->row - list->top;

	if (row >= 0) {
		/* It stays on its line of the screen. */
		if (row != list->row)
			list->top = row - line;
		list->row = row;
		return;
	}
	row = nearest(list, list->row, 1);
	if (row < 0 && !list->key[0])
		return;
	take(list, row);
	list->moved = false;
	list->since = clock_mono_ms();
}

const char *list_selected(const struct list *list)
{
	return list->key[0] && (list->moved || !list->lazy) ? list->key : NULL;
}

bool list_select(struct list *list, const char *key)
{
	int row = find(list, key);

	if (row < 0)
		return false;
	take(list, row);
	return true;
}

bool list_move_to(struct list *list, const char *key)
{
	if (!list_select(list, key))
		return false;
	list->moved = true;
	return true;
}

static void move_to(struct list *list, int row, int direction)
{
	row = nearest(list, row, direction);
	if (row < 0)
		return;
	take(list, row);
	list->moved = true;
}

void list_move(struct list *list, int by)
{
	int direction = by < 0 ? -1 : 1, row;

	list_refresh(list);
	if (list->row < 0 || !by)
		return;
	if (list->lazy && !list->moved) {
		list->moved = true;
		return;
	}
	row = list->row + by;
	/* Over headings, and not back because of one at the end. */
	while (row >= 0 && row < count_of(list) && !selectable(list, row))
		row += direction;
	if (row < 0 || row >= count_of(list))
		row = list->row + by;
	move_to(list, row, direction);
}

bool list_handle(struct list *list, struct term_key key)
{
	int page = list->rows > 1 ? list->rows - 1 : 1;

	if (key.mods)
		return false;
	switch (key.code) {
	case KEY_UP:
		list_move(list, -1);
		return true;
	case KEY_DOWN:
		list_move(list, 1);
		return true;
	case KEY_PAGE_UP:
		list_move(list, -page);
		return true;
	case KEY_PAGE_DOWN:
		list_move(list, page);
		return true;
	case KEY_HOME:
		list->top = 0;
		move_to(list, 0, 1);
		return true;
	case KEY_END:
		move_to(list, count_of(list) - 1, -1);
		return true;
	default:
		return false;
	}
}

int64_t list_settled(const struct list *list)
{
	return list->moved && !list->lazy ? INT64_MAX : clock_mono_ms() - list->since;
}

/* Scrolls as little as shows the selection, or half a page; no free rows at the end. */
static void scroll(struct list *list, int count)
{
	int step = list->scroll_half ? list->rows / 2 : 0, last = count - list->rows;

	if (list->row >= 0 && list->row < list->top)
		list->top = list->row - step;
	else if (list->row >= list->top + list->rows)
		list->top = list->row - list->rows + 1 + step;
	if (list->top > last)
		list->top = last;
	if (list->top < 0)
		list->top = 0;
	/* A heading above the first row is shown with it. */
	if (list->row == list->top && list->top > 0 && list->rows > 1 &&
	    !selectable(list, list->top - 1))
		list->top--;
}

static void draw_row(struct list *list, struct term *term, struct rect area, int line, bool focused)
{
	struct list_row row = {.row = list->top + line, .role = ROLE_TEXT};
	bool selected = row.row == list->row && (list->moved || !list->lazy);

	row.area = (struct rect){area.y + line, area.x, 1, area.cols};
	row.key = key_of(list, row.row);
	if (selected)
		row.role = focused ? ROLE_SELECTED : ROLE_SELECTED_OTHER;
	if (term_braille(term) && list->source->say) {
		char text[ROW_MAX];

		list->source->say(list->ctx, row.row, text, sizeof(text));
		char *words = text_without_columns(text);
		term_text(term, row.area.y, row.area.x, row.area.cols, row.role, words);
		free(words);
	} else {
		list->source->draw(list->ctx, term, &row);
	}
	if (selected && focused)
		term_cursor(term, row.area.y, row.area.x);
}

/* Why there is nothing, on as many rows as it takes. */
static void draw_empty(const struct list *list, struct term *term, struct rect area)
{
	struct wrap wrap;

	wrap_make(&wrap, list->empty, area.cols);
	for (int i = 0; i < wrap.count && i < area.rows; i++)
		term_text(term, area.y + i, area.x, area.cols, ROLE_HINT, wrap.line[i]);
	wrap_free(&wrap);
}

void list_draw(struct list *list, struct term *term, struct rect area, bool focused)
{
	list->area = area;
	struct rect before = term_clip(term, area);
	int count;

	list_refresh(list);
	count = count_of(list);
	list->rows = area.rows;
	scroll(list, count);
	for (int line = 0; line < area.rows && list->top + line < count; line++)
		draw_row(list, term, area, line, focused);
	if (!count && !rect_empty(area)) {
		if (list->empty)
			draw_empty(list, term, area);
		if (focused)
			term_cursor(term, area.y, area.x);
	}
	term_clip(term, before);
}

bool list_click(struct list *list, int y, int x)
{
	const struct rect *area = &list->area;
	int row = list->top + y - area->y;

	if (y < area->y || y >= area->y + area->rows || x < area->x || x >= area->x + area->cols ||
	    row >= count_of(list) || !selectable(list, row))
		return false;
	take(list, row);
	list->moved = true;
	return true;
}
