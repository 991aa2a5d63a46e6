#include "menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "frame.h"
#include "input.h"
#include "list.h"

enum { FILTER_MAX = 120, FOLDED_MAX = 512 };

struct item {
	char *key, *text, *note;
	char folded[FOLDED_MAX];
	bool disabled;
};

struct menu {
	char *title;
	struct item *items;
	int count, *shown, shown_count;
	struct input *filter;
	struct list list;
};

static int count_rows(void *ctx)
{
	return ((struct menu *)ctx)->shown_count;
}

static const struct item *item_at(const struct menu *menu, int row)
{
	return &menu->items[menu->shown[row]];
}

static const char *row_key(void *ctx, int row)
{
	const struct item *item = item_at(ctx, row);

	return item->disabled ? "" : item->key;
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	const struct item *item = item_at(ctx, row->row);
	const struct term_span spans[] = {
		{.role = row->role == ROLE_TEXT ? ROLE_TEXT : ROLE_STRONG,
		 .text = row->role == ROLE_TEXT ? " " : term_mark(TERM_MARK_POINTER)},
		{.text = " "},
		{.role = item->disabled ? ROLE_DIM : ROLE_TEXT,
		 .text = item->text,
		 .width = -1,
		 .sentence = true},
		{.role = ROLE_HINT, .text = item->note ? "  " : ""},
		{.role = ROLE_HINT, .text = item->note},
	};

	term_spans(term, row->area.y, row->area.x, row->area.cols,
		   row->role == ROLE_TEXT ? ROLE_POPUP : row->role, spans, 5);
}

static void say_row(void *ctx, int row, char *out, size_t cap)
{
	const struct item *item = item_at(ctx, row);

	bool noted = item->note && *item->note;

	snprintf(out, cap, "%s%s%s", item->text, noted ? ", " : "", noted ? item->note : "");
}

static const struct list_source source = {
	.count = count_rows, .key = row_key, .draw = draw_row, .say = say_row};

struct menu *menu_new(const char *title)
{
	struct menu *menu = mem_new(1, sizeof(*menu));

	menu->title = mem_dup(title ? title : "");
	menu->filter = input_new(FILTER_MAX);
	list_init(&menu->list, &source, menu);
	menu->list.empty = _("Nothing matches.");
	return menu;
}

void menu_free(struct menu **slot)
{
	struct menu *menu = *slot;

	if (!menu)
		return;
	*slot = NULL;
	for (int i = 0; i < menu->count; i++) {
		free(menu->items[i].key);
		free(menu->items[i].text);
		free(menu->items[i].note);
	}
	free(menu->items);
	free(menu->shown);
	free(menu->title);
	input_free(&menu->filter);
	free(menu);
}

/* The letters of word in their order within the word of the row that begins like it: "tkb" is
 * "take-back". */
static bool scattered(const char *row, const char *word)
{
	while (row) {
		const char *at = row, *left = word;

		while (*left && *at && *at != ' ' && (at > row || *at == *left))
			left += *at++ == *left;
		if (!*left)
			return true;
		row = strchr(row, ' ');
		row = row ? row + 1 : NULL;
	}
	return false;
}

/* How well the filter is met: 0 begins the row, 1 every word is in it, 2 some by letters only, -1
 * not. */
static int rank(const struct item *item, const char *filter)
{
	char words[FOLDED_MAX], *save = NULL;
	int worst = 0;

	text_fold(words, sizeof(words), filter);
	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		int here = strncmp(item->folded, word, strlen(word)) == 0 ? 0
			   : strstr(item->folded, word)                   ? 1
			   : scattered(item->folded, word)                ? 2
									  : -1;
		if (here < 0)
			return -1;
		worst = here > worst ? here : worst;
	}
	return worst;
}

static void apply_filter(struct menu *menu)
{
	menu->shown_count = 0;
	for (int wanted = 0; wanted <= 2; wanted++)
		for (int i = 0; i < menu->count; i++)
			if (rank(&menu->items[i], input_text(menu->filter)) == wanted)
				menu->shown[menu->shown_count++] = i;
	list_reset(&menu->list);
}

void menu_add(struct menu *menu, const char *key, const char *text, const char *note, bool disabled)
{
	size_t count = (size_t)menu->count + 1, len;
	struct item *item;

	/* Grows by doubling: a power of two is full. */
	if ((menu->count & (menu->count - 1)) == 0) {
		size_t cap = menu->count ? (size_t)menu->count * 2 : 1;

		menu->items = mem_resize(menu->items, cap, sizeof(*menu->items));
		menu->shown = mem_resize(menu->shown, cap, sizeof(*menu->shown));
	}
	item = &menu->items[count - 1];
	*item = (struct item){mem_dup(key), mem_dup(text), mem_dup(note), "", disabled};
	len = text_fold(item->folded, sizeof(item->folded), text);
	if (note && len + 2 < sizeof(item->folded)) {
		item->folded[len++] = ' ';
		text_fold(item->folded + len, sizeof(item->folded) - len, note);
	}
	menu->count++;
	if (rank(item, input_text(menu->filter)) >= 0)
		menu->shown[menu->shown_count++] = menu->count - 1;
	if (!list_selected(&menu->list))
		list_reset(&menu->list);
}

void menu_select(struct menu *menu, const char *key)
{
	list_select(&menu->list, key);
}

enum menu_result menu_handle(struct menu *menu, struct term_key key)
{
	if (!key.mods && (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER))
		return list_selected(&menu->list) ? MENU_CHOSEN : MENU_STAYS;
	if (!key.mods && key.code == KEY_ESC) {
		if (input_empty(menu->filter))
			return MENU_CANCELLED;
		input_clear(menu->filter);
		apply_filter(menu);
		return MENU_STAYS;
	}
	if (list_handle(&menu->list, key))
		return MENU_STAYS;
	switch (input_handle(menu->filter, key)) {
	case INPUT_NOT_MINE:
		return MENU_NOT_MINE;
	case INPUT_CHANGED:
		apply_filter(menu);
		break;
	case INPUT_MOVED:
		break;
	}
	return MENU_STAYS;
}

void menu_paste(struct menu *menu, const char *text)
{
	if (input_paste(menu->filter, text) == INPUT_CHANGED)
		apply_filter(menu);
}

const char *menu_title(const struct menu *menu)
{
	return menu->title;
}

struct list *menu_list(struct menu *menu)
{
	return &menu->list;
}

const char *menu_chosen(const struct menu *menu)
{
	return list_selected(&menu->list);
}

static int widest(const struct menu *menu)
{
	int cols = text_width(menu->title) + 4;

	for (int i = 0; i < menu->count; i++) {
		const struct item *item = &menu->items[i];
		int wide =
			2 + text_width(item->text) + (item->note ? text_width(item->note) + 2 : 0);

		cols = wide > cols ? wide : cols;
	}
	return cols > 30 ? cols : 30;
}

void menu_draw(struct menu *menu, struct term *term, struct rect area)
{
	struct rect box = rect_centre(area, menu->count + 3, widest(menu) + 4), inside, line;

	if (box.rows < 4 || box.cols < 8)
		return;
	inside = frame_box(term, box, menu->title, _("Enter choose  Esc back"));
	line = rect_take_top(&inside, 1);
	list_draw(&menu->list, term, inside, true);
	/* The cursor stays on the selected row: that is what a screen reader reads. */
	input_draw(menu->filter, term, line, ">", _("type to filter"), false);
}
