#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "support/screen.h"
#include "term/term.h"
#include "widget/frame.h"
#include "widget/input.h"
#include "widget/list.h"
#include "widget/menu.h"
#include "widget/message.h"
#include "widget/popup.h"
#include "widget/strip.h"
#include "widget/wrap.h"

enum { ROWS_MAX = 1000 };

struct fixture {
	struct screen *screen;
	struct term *term;
	void (*draw)(struct fixture *f);
	enum term_event_kind last;

	char keys[ROWS_MAX][16]; /* the list's rows; "" is a heading */
	int count, asked;
	struct list list;
	struct input *input;
	enum input_result result;
	struct popup *popup;
	enum popup_result popup_result;
	struct menu *menu;
	enum menu_result menu_result;
	struct messages *messages;
	struct rect area;
};

static void on_event(void *ctx, const struct term_event *event)
{
	struct fixture *f = ctx;

	if (event->kind == TERM_KEY) {
		if (f->popup)
			f->popup_result = popup_handle(f->popup, event->key);
		else if (f->menu)
			f->menu_result = menu_handle(f->menu, event->key);
		else if (f->input)
			f->result = input_handle(f->input, event->key);
		else if (f->list.source)
			list_handle(&f->list, event->key);
	}
	if (event->kind == TERM_RESIZE)
		f->area = term_rect(f->term);
	if (event->kind == TERM_PASTE && f->input)
		f->result = input_paste(f->input, event->text);
	term_dirty(f->term);
}

static void on_paint(void *ctx)
{
	struct fixture *f = ctx;

	if (f->draw)
		f->draw(f);
}

static void start(struct fixture *f, int rows, int cols, void (*draw)(struct fixture *f))
{
	struct term_options options = {.event = on_event, .paint = on_paint, .ctx = f};

	memset(f, 0, sizeof(*f));
	f->screen = screen_open(rows, cols, "xterm-256color");
	screen_options(f->screen, &options);
	assert_int_equal(term_open(screen_loop(f->screen), &options, &f->term, NULL), 0);
	f->area = term_rect(f->term);
	f->draw = draw;
	/* What is drawn is set up before the first paint. */
}

static void show(struct fixture *f)
{
	term_dirty(f->term);
	screen_attach(f->screen, f->term);
}

static void finish(struct fixture *f)
{
	input_free(&f->input);
	popup_free(&f->popup);
	menu_free(&f->menu);
	messages_free(&f->messages);
	term_free(&f->term);
	screen_free(&f->screen);
}

/* List */

static int count_rows(void *ctx)
{
	return ((struct fixture *)ctx)->count;
}

static const char *row_key(void *ctx, int row)
{
	struct fixture *f = ctx;

	f->asked++;
	assert_true(row >= 0 && row < f->count);
	return f->keys[row];
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	struct fixture *f = ctx;
	const char *key = f->keys[row->row];

	term_spans(term, row->area.y, row->area.x, row->area.cols, row->role,
		   (struct term_span[]){{.text = *key ? key : "-- heading", .width = -1}}, 1);
}

static const struct list_source source = {.count = count_rows, .key = row_key, .draw = draw_row};

static void draw_list(struct fixture *f)
{
	list_draw(&f->list, f->term, f->area, true);
}

static void start_list(struct fixture *f, int rows, int count)
{
	start(f, rows, 20, draw_list);
	f->count = count;
	for (int i = 0; i < count; i++)
		snprintf(f->keys[i], sizeof(f->keys[i]), "row%d", i);
	list_init(&f->list, &source, f);
	show(f);
}

static void remove_row(struct fixture *f, int row)
{
	memmove(f->keys[row], f->keys[row + 1], (size_t)(f->count - row - 1) * sizeof(f->keys[0]));
	f->count--;
}

static void insert_row(struct fixture *f, int row, const char *key)
{
	memmove(f->keys[row + 1], f->keys[row], (size_t)(f->count - row) * sizeof(f->keys[0]));
	snprintf(f->keys[row], sizeof(f->keys[row]), "%s", key);
	f->count++;
}

static void expect_selected(struct fixture *f, const char *key, int line)
{
	int y, x;

	assert_string_equal(list_selected(&f->list), key);
	assert_true(screen_cursor(f->screen, &y, &x));
	assert_int_equal(y, line);
	assert_string_equal(screen_row(f->screen, line), key);
	assert_string_equal(screen_look(f->screen, key), "fg0 bg6");
}

static void list__first_paint__selects_the_first_row_and_puts_the_cursor_there(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 100);
	expect_selected(&f, "row0", 0);
	screen_expect(f.screen, "list-first");
	finish(&f);
}

static void list__keys__move_over_rows_and_pages(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 100);
	screen_keys(f.screen, "Down Down");
	expect_selected(&f, "row2", 2);
	screen_keys(f.screen, "Down Down Down Down");
	expect_selected(&f, "row6", 4);
	screen_keys(f.screen, "Up");
	expect_selected(&f, "row5", 3);
	screen_keys(f.screen, "PgDn");
	expect_selected(&f, "row9", 4);
	screen_keys(f.screen, "End");
	expect_selected(&f, "row99", 4);
	screen_keys(f.screen, "Down");
	expect_selected(&f, "row99", 4);
	screen_keys(f.screen, "PgUp");
	expect_selected(&f, "row95", 0);
	screen_keys(f.screen, "Home Up");
	expect_selected(&f, "row0", 0);
	finish(&f);
}

static void list__rows_come_above__selection_stays_on_its_line(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 100);
	screen_keys(f.screen, "PgDn PgDn Up");
	expect_selected(&f, "row7", 3);
	insert_row(&f, 0, "new1");
	insert_row(&f, 2, "new2");
	term_dirty(f.term);
	screen_run(f.screen);
	expect_selected(&f, "row7", 3);
	assert_string_equal(screen_row(f.screen, 2), "row6");
	assert_true(f.list.moved);
	finish(&f);
}

static void list__sorted_anew__selection_follows_its_key(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 10);
	screen_keys(f.screen, "Down Down");
	remove_row(&f, 2);
	insert_row(&f, 8, "row2");
	term_dirty(f.term);
	screen_run(f.screen);
	assert_string_equal(list_selected(&f.list), "row2");
	screen_expect_text(f.screen, "row2");
	finish(&f);
}

static void list__selected_row_goes__neighbour_is_selected_and_its_age_is_told(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 10);
	screen_keys(f.screen, "Down");
	assert_true(list_settled(&f.list) == INT64_MAX);
	remove_row(&f, 1);
	term_dirty(f.term);
	screen_run(f.screen);
	expect_selected(&f, "row2", 1);
	assert_false(f.list.moved);
	assert_true(list_settled(&f.list) < 20);
	screen_pass(f.screen, 300);
	assert_true(list_settled(&f.list) >= 300);
	finish(&f);
}

static void list__last_rows_go__ends_without_free_lines(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 10);
	screen_keys(f.screen, "End");
	f.count = 7;
	term_dirty(f.term);
	screen_run(f.screen);
	expect_selected(&f, "row6", 4);
	f.count = 0;
	f.list.empty = "Nobody.";
	term_dirty(f.term);
	screen_run(f.screen);
	assert_null(list_selected(&f.list));
	assert_string_equal(screen_row(f.screen, 0), "Nobody.");
	screen_keys(f.screen, "Down Up PgDn Home End");
	assert_null(list_selected(&f.list));
	f.count = 3;
	term_dirty(f.term);
	screen_run(f.screen);
	assert_string_equal(list_selected(&f.list), "row0");
	finish(&f);
}

static void list__headings__are_passed_over(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 6, 6);
	f.keys[0][0] = f.keys[3][0] = f.keys[5][0] = '\0';
	list_reset(&f.list);
	term_dirty(f.term);
	screen_run(f.screen);
	expect_selected(&f, "row1", 1);
	screen_keys(f.screen, "Down Down");
	expect_selected(&f, "row4", 4);
	screen_keys(f.screen, "Down");
	expect_selected(&f, "row4", 4);
	screen_keys(f.screen, "Up");
	expect_selected(&f, "row2", 2);
	screen_keys(f.screen, "Home");
	expect_selected(&f, "row1", 1);
	finish(&f);
}

static void list__heading_above_the_first_row__is_shown_with_it(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 3, 20);
	f.keys[0][0] = '\0';
	screen_keys(f.screen, "End");
	for (int i = 0; i < 18; i++)
		screen_keys(f.screen, "Up");
	expect_selected(&f, "row1", 1);
	assert_string_equal(screen_row(f.screen, 0), "-- heading");
	finish(&f);
}

static void list__half_pages__scroll_by_half(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 6, 100);
	f.list.scroll_half = true;
	screen_keys(f.screen, "Down Down Down Down Down Down");
	expect_selected(&f, "row6", 2);
	screen_keys(f.screen, "Down");
	expect_selected(&f, "row7", 3);
	finish(&f);
}

static void list__key_given__is_selected_or_not_there(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 1000);
	assert_true(list_select(&f.list, "row700"));
	term_dirty(f.term);
	screen_run(f.screen);
	expect_selected(&f, "row700", 4);
	assert_false(list_select(&f.list, "row1000"));
	assert_string_equal(list_selected(&f.list), "row700");
	finish(&f);
}

static void list__many_rows__only_shown_ones_are_asked_for(void **state)
{
	struct fixture f;

	(void)state;
	start_list(&f, 5, 1000);
	list_select(&f.list, "row500");
	f.asked = 0;
	screen_keys(f.screen, "Down");
	assert_true(f.asked < 30);
	finish(&f);
}

/* Input */

static void draw_input(struct fixture *f)
{
	input_draw(f->input, f->term, f->area, "To", "name or number", true);
}

static void start_input(struct fixture *f, int cols, size_t max)
{
	start(f, 1, cols, draw_input);
	f->input = input_new(max);
	show(f);
}

static void expect_input(struct fixture *f, const char *text, const char *row, int cursor)
{
	int y, x;

	assert_string_equal(input_text(f->input), text);
	assert_string_equal(screen_row(f->screen, 0), row);
	assert_true(screen_cursor(f->screen, &y, &x));
	assert_int_equal(x, cursor);
}

static void input__empty__shows_its_hint(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 30, 100);
	expect_input(&f, "", "To name or number", 3);
	screen_keys(f.screen, "F5");
	assert_int_equal(f.result, INPUT_NOT_MINE);
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.result, INPUT_NOT_MINE);
	screen_keys(f.screen, "a");
	assert_int_equal(f.result, INPUT_CHANGED);
	expect_input(&f, "a", "To a", 4);
	finish(&f);
}

static void input__edited__by_whole_characters(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 30, 100);
	screen_type(f.screen, "Zoe\u0308 日本");
	expect_input(&f, "Zoe\u0308 日本", "To Zoe\u0308 日本", 3 + 8);
	screen_keys(f.screen, "Left Left Left");
	expect_input(&f, "Zoe\u0308 日本", "To Zoe\u0308 日本", 3 + 3);
	screen_keys(f.screen, "Backspace");
	expect_input(&f, "Zo 日本", "To Zo 日本", 3 + 2);
	screen_keys(f.screen, "Del Del");
	expect_input(&f, "Zo本", "To Zo本", 3 + 2);
	screen_keys(f.screen, "Home Del End Backspace Backspace Backspace");
	expect_input(&f, "", "To name or number", 3);
	finish(&f);
}

static void input__editing_keys__work_on_words_and_lines(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 100);
	screen_type(f.screen, "one two three");
	screen_keys(f.screen, "Ctrl-W");
	expect_input(&f, "one two ", "To one two", 3 + 8);
	screen_keys(f.screen, "Ctrl-Left Ctrl-K");
	expect_input(&f, "one ", "To one", 3 + 4);
	screen_keys(f.screen, "Ctrl-A x Ctrl-E y");
	expect_input(&f, "xone y", "To xone y", 3 + 6);
	screen_keys(f.screen, "Left Ctrl-U");
	expect_input(&f, "y", "To y", 3);
	finish(&f);
}

static void input__longer_than_its_room__scrolls_and_keeps_the_cursor_in_sight(void **state)
{
	struct fixture f;
	int y, x;

	(void)state;
	start_input(&f, 13, 100);
	screen_type(f.screen, "abcdefghijklmnopqrstuvwxyz");
	screen_expect_text(f.screen, "z");
	assert_true(screen_cursor(f.screen, &y, &x));
	assert_true(x < 13);
	screen_keys(f.screen, "Home");
	assert_string_equal(screen_row(f.screen, 0), "To abcdefghij");
	assert_true(screen_cursor(f.screen, &y, &x));
	assert_int_equal(x, 3);
	screen_expect_quiet(f.screen);
	finish(&f);
}

static void input__full__takes_no_half_character(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 8);
	screen_type(f.screen, "日本語x");
	expect_input(&f, "日本x", "To 日本x", 3 + 5);
	screen_paste(f.screen, "éé");
	assert_string_equal(input_text(f.input), "日本x");
	finish(&f);
}

static void input__paste__newlines_are_blanks_and_nothing_else_happens(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 100);
	screen_paste(f.screen, "one\r\ntwo\r");
	assert_int_equal(f.result, INPUT_CHANGED);
	expect_input(&f, "one two", "To one two", 3 + 7);
	finish(&f);
}

static void input__secret__shows_marks_and_keeps_no_history(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 100);
	input_secret(f.input, true);
	screen_type(f.screen, "päss");
	expect_input(&f, "päss", "To ••••", 3 + 4);
	input_remember(f.input, "päss");
	assert_false(input_recall(f.input, -1));
	finish(&f);
}

static void input__history__goes_back_and_returns_to_what_was_typed(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 100);
	input_remember(f.input, "first");
	input_remember(f.input, "second");
	input_remember(f.input, "second");
	screen_type(f.screen, "new");
	screen_keys(f.screen, "Ctrl-P");
	expect_input(&f, "second", "To second", 3 + 6);
	screen_keys(f.screen, "Ctrl-P Ctrl-P");
	expect_input(&f, "first", "To first", 3 + 5);
	screen_keys(f.screen, "Ctrl-N Ctrl-N Ctrl-N");
	expect_input(&f, "new", "To new", 3 + 3);
	for (int i = 0; i < 150; i++) {
		char text[16];

		snprintf(text, sizeof(text), "entry %d", i);
		input_remember(f.input, text);
	}
	while (input_recall(f.input, -1))
		;
	assert_string_equal(input_text(f.input), "entry 50");
	finish(&f);
}

/* Strip and status */

static const struct strip_item items[] = {
	{"Enter", "answer", 9}, {"F4", "hold", 5}, {"F5", "transfer", 7}, {"F1", "help", 8}};

static void draw_strip(struct fixture *f)
{
	strip_draw(f->term, (struct rect){0, 0, 1, 60}, items, 4);
	strip_draw(f->term, (struct rect){1, 0, 1, 40}, items, 4);
	strip_draw(f->term, (struct rect){2, 0, 1, 25}, items, 4);
	strip_draw(f->term, (struct rect){3, 0, 1, 8}, items, 4);
	strip_draw(f->term, (struct rect){4, 0, 1, 8}, items, 0);
	strip_status(f->term, (struct rect){5, 0, 1, 30},
		     (struct term_span[]){{.text = " a very long name of a desk"}}, 1,
		     (struct term_span[]){{.role = ROLE_STALE, .text = " stale 12 s "},
					  {.text = "09:00"}},
		     2);
}

static void strip__narrow__drops_what_matters_least(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 6, 60, draw_strip);
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "Enter answer  F4 hold  F5 transfer  F1 help");
	assert_string_equal(screen_row(f.screen, 1), "Enter answer  F5 transfer  F1 help");
	assert_string_equal(screen_row(f.screen, 2), "Enter answer  F1 help");
	assert_string_equal(screen_row(f.screen, 3), "Enter a…");
	assert_string_equal(screen_row(f.screen, 4), "");
	assert_string_equal(screen_row(f.screen, 5), " a very long… stale 12 s 09:00");
	screen_expect(f.screen, "strip");
	finish(&f);
}

/* Popup */

static void draw_popup(struct fixture *f)
{
	for (int y = 0; y < f->area.rows; y++)
		term_text(f->term, y, 0, f->area.cols, ROLE_TEXT,
			  "日本語 behind 日本語 behind 日本語 behind 日本語");
	popup_draw(f->popup, f->term, f->area);
}

static void popup__text__stands_in_a_box_over_the_screen(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 10, 50, draw_popup);
	f.popup = popup_text("Help", "Enter answers the most urgent call.\n\nEsc goes back.");
	show(&f);
	screen_expect(f.screen, "popup-text");
	screen_keys(f.screen, "x");
	assert_int_equal(f.popup_result, POPUP_NOT_MINE);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.popup_result, POPUP_NO);
	finish(&f);
}

static void popup__long_text__scrolls(void **state)
{
	char text[2000] = "";
	struct fixture f;

	(void)state;
	for (int i = 1; i <= 50; i++)
		snprintf(text + strlen(text), 32, "line %d%s", i, i < 50 ? "\n" : "");
	start(&f, 10, 50, draw_popup);
	f.popup = popup_text("Long", text);
	show(&f);
	screen_expect_text(f.screen, "line 8 ");
	screen_expect_text(f.screen, "1-8 of 50");
	screen_keys(f.screen, "PgDn");
	screen_expect_text(f.screen, "8-15 of 50");
	screen_keys(f.screen, "End");
	screen_expect_text(f.screen, "line 50");
	screen_expect_text(f.screen, "43-50 of 50");
	screen_keys(f.screen, "Down Home");
	screen_expect_text(f.screen, "1-8 of 50");
	assert_int_equal(f.popup_result, POPUP_STAYS);
	finish(&f);
}

static void popup__confirm__only_its_key_says_yes(void **state)
{
	struct term_key key;
	struct fixture f;

	(void)state;
	key_parse("F5", &key);
	start(&f, 10, 50, draw_popup);
	f.popup = popup_confirm("Transfer", "Give the call of Zoë to 1001?", key, "transfer");
	show(&f);
	screen_expect(f.screen, "popup-confirm");
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.popup_result, POPUP_STAYS);
	screen_paste(f.screen, "\r");
	assert_int_equal(f.popup_result, POPUP_STAYS);
	screen_keys(f.screen, "F5");
	assert_int_equal(f.popup_result, POPUP_YES);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.popup_result, POPUP_NO);
	finish(&f);
}

static void popup__resized__is_wrapped_anew(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 12, 60, draw_popup);
	f.popup = popup_text("A", "The quick brown fox jumps over the lazy dog and runs away.");
	show(&f);
	for (int cols = 60; cols > 1; cols--) {
		screen_resize(f.screen, 12, cols);
		screen_expect_quiet(f.screen);
	}
	screen_resize(f.screen, 12, 24);
	screen_expect_text(f.screen, "The quick brown");
	screen_expect_text(f.screen, "away.");
	finish(&f);
}

/* Wrapping */

static void expect_lines(const char *text, int cols, const char *const *lines, int count)
{
	struct wrap wrap;

	wrap_make(&wrap, text, cols);
	assert_int_equal(wrap.count, count);
	for (int i = 0; i < count; i++)
		assert_string_equal(wrap.line[i], lines[i]);
	wrap_free(&wrap);
}

static void wrap__text__breaks_at_blanks_and_newlines(void **state)
{
	(void)state;
	expect_lines("", 10, (const char *const[]){""}, 1);
	expect_lines("one two", 7, (const char *const[]){"one two"}, 1);
	expect_lines("one two", 6, (const char *const[]){"one", "two"}, 2);
	expect_lines("one  two\n\nthree", 5, (const char *const[]){"one", "two", "", "three"}, 4);
	expect_lines("abcdefgh", 3, (const char *const[]){"abc", "def", "gh"}, 3);
	expect_lines("日本語", 5, (const char *const[]){"日本", "語"}, 2);
	expect_lines("日本", 1, (const char *const[]){"日", "本"}, 2);
	expect_lines("a\n", 5, (const char *const[]){"a", ""}, 2);
}

/* Menu */

static void draw_menu(struct fixture *f)
{
	menu_draw(f->menu, f->term, f->area);
}

static void start_menu(struct fixture *f)
{
	start(f, 12, 50, draw_menu);
	f->menu = menu_new("Numbers of Zoë");
	menu_add(f->menu, "m", "Mobile", "+44 7700 900001", false);
	menu_add(f->menu, "o", "Office", "1001", false);
	menu_add(f->menu, "h", "Home", "not allowed", true);
	menu_add(f->menu, "z", "Zürich", "+41 44 668 18 00", false);
	show(f);
}

static void menu__keys__choose_or_cancel(void **state)
{
	struct fixture f;

	(void)state;
	start_menu(&f);
	screen_expect(f.screen, "menu");
	screen_keys(f.screen, "Down Down");
	assert_string_equal(menu_chosen(f.menu), "z");
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.menu_result, MENU_CHOSEN);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.menu_result, MENU_CANCELLED);
	finish(&f);
}

static void menu__typed__filters_by_folded_words(void **state)
{
	struct fixture f;

	(void)state;
	start_menu(&f);
	screen_type(f.screen, "zur 668");
	assert_string_equal(menu_chosen(f.menu), "z");
	screen_expect_no_text(f.screen, "Office");
	screen_type(f.screen, "q");
	assert_null(menu_chosen(f.menu));
	screen_expect_text(f.screen, "Nothing matches.");
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.menu_result, MENU_STAYS);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.menu_result, MENU_STAYS);
	screen_expect_text(f.screen, "Office");
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.menu_result, MENU_CANCELLED);
	finish(&f);
}

static void menu__only_disabled_rows__nothing_is_chosen(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 12, 50, draw_menu);
	f.menu = menu_new("Nothing");
	menu_add(f.menu, "a", "Not now", NULL, true);
	show(&f);
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.menu_result, MENU_STAYS);
	assert_null(menu_chosen(f.menu));
	finish(&f);
}

/* Messages */

static void draw_messages(struct fixture *f)
{
	messages_draw(f->messages, f->term, (struct rect){0, 0, 1, f->area.cols});
}

static void messages__last__is_shown_with_its_mark_until_dismissed(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 2, 40, draw_messages);
	f.messages = messages_new();
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "");
	messages_add(f.messages, MESSAGE_DONE, "Held %s.", "Zoë");
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "✓ Held Zoë.");
	assert_string_equal(screen_look(f.screen, "Held"), "fg2");
	messages_add(f.messages, MESSAGE_REFUSED, "Not\033[31m allowed.");
	messages_add(f.messages, MESSAGE_REFUSED, "Not\033[31m allowed.");
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "✗ Not [31m allowed. (2 times)");
	messages_dismiss(f.messages);
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "");
	assert_int_equal(messages_count(f.messages), 2);
	finish(&f);
}

static void messages__history__keeps_200_the_newest_first(void **state)
{
	struct messages *messages = messages_new();
	char *history;

	(void)state;
	clock_fake((int64_t)1767603600 * 1000);
	for (int i = 0; i < 500; i++)
		messages_add(messages, MESSAGE_INFO, "message %d", i);
	assert_int_equal(messages_count(messages), MESSAGE_KEEP);
	assert_string_equal(messages_get(messages, 0)->text, "message 499");
	assert_string_equal(messages_get(messages, 199)->text, "message 300");
	assert_null(messages_get(messages, 200));
	history = messages_history(messages);
	assert_memory_equal(history, "09:00:00 · message 499\n09:00:00 · message 498\n", 46);
	free(history);
	messages_free(&messages);
	clock_real();
}

/* Frames */

static void draw_titles(struct fixture *f)
{
	frame_title(f->term, (struct rect){0, 0, 2, 30}, "Contacts", "12 of 100", true);
	frame_title(f->term, (struct rect){1, 0, 2, 16}, "Contacts", "12 of 100", false);
	frame_title(f->term, (struct rect){2, 0, 2, 8}, "Contacts", NULL, false);
	frame_title(f->term, (struct rect){3, 0, 2, 3}, "Contacts", "x", false);
}

static void frame__title__is_cut_before_it_is_lost(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 5, 30, draw_titles);
	show(&f);
	assert_string_equal(screen_row(f.screen, 0), "─ Contacts ─────── 12 of 100 ─");
	assert_string_equal(screen_row(f.screen, 1), "─ Contacts ─────");
	assert_string_equal(screen_row(f.screen, 2), "─ Con… ─");
	assert_string_equal(screen_row(f.screen, 3), "───");
	finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			list__first_paint__selects_the_first_row_and_puts_the_cursor_there),
		cmocka_unit_test(list__keys__move_over_rows_and_pages),
		cmocka_unit_test(list__rows_come_above__selection_stays_on_its_line),
		cmocka_unit_test(list__sorted_anew__selection_follows_its_key),
		cmocka_unit_test(
			list__selected_row_goes__neighbour_is_selected_and_its_age_is_told),
		cmocka_unit_test(list__last_rows_go__ends_without_free_lines),
		cmocka_unit_test(list__headings__are_passed_over),
		cmocka_unit_test(list__heading_above_the_first_row__is_shown_with_it),
		cmocka_unit_test(list__half_pages__scroll_by_half),
		cmocka_unit_test(list__key_given__is_selected_or_not_there),
		cmocka_unit_test(list__many_rows__only_shown_ones_are_asked_for),
		cmocka_unit_test(input__empty__shows_its_hint),
		cmocka_unit_test(input__edited__by_whole_characters),
		cmocka_unit_test(input__editing_keys__work_on_words_and_lines),
		cmocka_unit_test(
			input__longer_than_its_room__scrolls_and_keeps_the_cursor_in_sight),
		cmocka_unit_test(input__full__takes_no_half_character),
		cmocka_unit_test(input__paste__newlines_are_blanks_and_nothing_else_happens),
		cmocka_unit_test(input__secret__shows_marks_and_keeps_no_history),
		cmocka_unit_test(input__history__goes_back_and_returns_to_what_was_typed),
		cmocka_unit_test(strip__narrow__drops_what_matters_least),
		cmocka_unit_test(popup__text__stands_in_a_box_over_the_screen),
		cmocka_unit_test(popup__long_text__scrolls),
		cmocka_unit_test(popup__confirm__only_its_key_says_yes),
		cmocka_unit_test(popup__resized__is_wrapped_anew),
		cmocka_unit_test(wrap__text__breaks_at_blanks_and_newlines),
		cmocka_unit_test(menu__keys__choose_or_cancel),
		cmocka_unit_test(menu__typed__filters_by_folded_words),
		cmocka_unit_test(menu__only_disabled_rows__nothing_is_chosen),
		cmocka_unit_test(messages__last__is_shown_with_its_mark_until_dismissed),
		cmocka_unit_test(messages__history__keeps_200_the_newest_first),
		cmocka_unit_test(frame__title__is_cut_before_it_is_lost),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
