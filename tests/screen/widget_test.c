#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "screen/widget_fixture.h"
#include "widget/frame.h"
#include "widget/strip.h"
#include "widget/wrap.h"

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
	fixture_start(&f, 6, 60, draw_strip);
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "Enter answer  F4 hold  F5 transfer  F1 help");
	assert_string_equal(screen_row(f.screen, 1), "Enter answer  F5 transfer  F1 help");
	assert_string_equal(screen_row(f.screen, 2), "Enter answer  F1 help");
	assert_string_equal(screen_row(f.screen, 3), "Enter a…");
	assert_string_equal(screen_row(f.screen, 4), "");
	assert_string_equal(screen_row(f.screen, 5), " a very long… stale 12 s 09:00");
	screen_expect(f.screen, "strip");
	fixture_finish(&f);
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
	fixture_start(&f, 10, 50, draw_popup);
	f.popup = popup_text("Help", "Enter answers the most urgent call.\n\nEsc goes back.");
	fixture_show(&f);
	screen_expect(f.screen, "popup-text");
	screen_keys(f.screen, "x");
	assert_int_equal(f.popup_result, POPUP_NOT_MINE);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.popup_result, POPUP_NO);
	fixture_finish(&f);
}

static void popup__long_text__scrolls(void **state)
{
	char text[2000] = "";
	struct fixture f;

	(void)state;
	for (int i = 1; i <= 50; i++)
		snprintf(text + strlen(text), 32, "line %d%s", i, i < 50 ? "\n" : "");
	fixture_start(&f, 10, 50, draw_popup);
	f.popup = popup_text("Long", text);
	fixture_show(&f);
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
	fixture_finish(&f);
}

static void popup__confirm__only_its_key_says_yes(void **state)
{
	struct term_key key;
	struct fixture f;

	(void)state;
	key_parse("F5", &key);
	fixture_start(&f, 10, 50, draw_popup);
	f.popup = popup_confirm("Transfer", "Give the call of Zoë to 1001?", key, "transfer");
	fixture_show(&f);
	screen_expect(f.screen, "popup-confirm");
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.popup_result, POPUP_STAYS);
	screen_paste(f.screen, "\r");
	assert_int_equal(f.popup_result, POPUP_STAYS);
	screen_keys(f.screen, "F5");
	assert_int_equal(f.popup_result, POPUP_YES);
	screen_keys(f.screen, "Esc");
	assert_int_equal(f.popup_result, POPUP_NO);
	fixture_finish(&f);
}

static void popup__resized__is_wrapped_anew(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 12, 60, draw_popup);
	f.popup = popup_text("A", "The quick brown fox jumps over the lazy dog and runs away.");
	fixture_show(&f);
	for (int cols = 60; cols > 1; cols--) {
		screen_resize(f.screen, 12, cols);
		screen_expect_quiet(f.screen);
	}
	screen_resize(f.screen, 12, 24);
	screen_expect_text(f.screen, "The quick brown");
	screen_expect_text(f.screen, "away.");
	fixture_finish(&f);
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
	fixture_start(f, 12, 50, draw_menu);
	f->menu = menu_new("Numbers of Zoë");
	menu_add(f->menu, "m", "Mobile", "+44 7700 900001", false);
	menu_add(f->menu, "o", "Office", "1001", false);
	menu_add(f->menu, "h", "Home", "not allowed", true);
	menu_add(f->menu, "z", "Zürich", "+41 44 668 18 00", false);
	fixture_show(f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
}

static void menu__only_disabled_rows__nothing_is_chosen(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 12, 50, draw_menu);
	f.menu = menu_new("Nothing");
	menu_add(f.menu, "a", "Not now", NULL, true);
	fixture_show(&f);
	screen_keys(f.screen, "Enter");
	assert_int_equal(f.menu_result, MENU_STAYS);
	assert_null(menu_chosen(f.menu));
	fixture_finish(&f);
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
	fixture_start(&f, 2, 40, draw_messages);
	f.messages = messages_new();
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "");
	messages_add(f.messages, MESSAGE_DONE, "Held %s.", "Zoë");
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "✓ Held Zoë.");
	assert_string_equal(screen_look(f.screen, "Held"), "fg2");
	messages_add(f.messages, MESSAGE_REFUSED, "Not\033[31m allowed.");
	messages_add(f.messages, MESSAGE_REFUSED, "Not\033[31m allowed.");
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "✗ Not [31m allowed. (2 times)");
	messages_dismiss(f.messages);
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "");
	assert_int_equal(messages_count(f.messages), 2);
	fixture_finish(&f);
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
	history = messages_history(messages, false);
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
	fixture_start(&f, 5, 30, draw_titles);
	fixture_show(&f);
	assert_string_equal(screen_row(f.screen, 0), "─ Contacts ─────── 12 of 100 ─");
	assert_string_equal(screen_row(f.screen, 1), "─ Contacts ─────");
	assert_string_equal(screen_row(f.screen, 2), "─ Con… ─");
	assert_string_equal(screen_row(f.screen, 3), "───");
	fixture_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
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
