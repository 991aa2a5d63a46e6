#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "screen/widget_fixture.h"

static void draw_input(struct fixture *f)
{
	input_draw(f->input, f->term, f->area, "To", "name or number", true);
}

static void start_input(struct fixture *f, int cols, size_t max)
{
	fixture_start(f, 1, cols, draw_input);
	f->input = input_new(max);
	fixture_show(f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
}

/* What is typed grows to the left; the arrows move to where they point. */
static void input__right_to_left__ends_at_the_left(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 30, 100);
	screen_type(f.screen, "שרה 12");
	expect_input(&f, "שרה 12", "To  12 הרש", 3);
	screen_keys(f.screen, "Right");
	expect_input(&f, "שרה 12", "To  12 הרש", 3 + 2);
	screen_keys(f.screen, "Backspace Backspace");
	expect_input(&f, "שרה2", "To  2הרש", 3 + 1);
	screen_keys(f.screen, "Home");
	expect_input(&f, "שרה2", "To  2הרש", 3 + 4);
	screen_keys(f.screen, "Left Del");
	expect_input(&f, "שה2", "To  2הש", 3 + 2);
	screen_keys(f.screen, "End");
	screen_type(f.screen, " B");
	expect_input(&f, "שה2 B", "To  B 2הש", 3);
	fixture_finish(&f);
}

static void input__right_to_left_behind_others__ends_at_the_right(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 30, 100);
	screen_type(f.screen, ":call שרה");
	expect_input(&f, ":call שרה", "To :call הרש", 3 + 9);
	screen_keys(f.screen, "Left Left Left");
	expect_input(&f, ":call שרה", "To :call הרש", 3 + 8);
	fixture_finish(&f);
}

static void input__right_to_left_and_long__keeps_the_cursor_in_sight(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 12, 100);
	screen_type(f.screen, "אבגדהוזחטיכלמנ");
	expect_input(&f, "אבגדהוזחטיכלמנ", "To  נמלכיטחז", 3);
	screen_keys(f.screen, "Home");
	expect_input(&f, "אבגדהוזחטיכלמנ", "To והדגבא", 3 + 5);
	fixture_finish(&f);
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
	fixture_finish(&f);
}

static void input__paste__newlines_are_blanks_and_nothing_else_happens(void **state)
{
	struct fixture f;

	(void)state;
	start_input(&f, 40, 100);
	screen_paste(f.screen, "one\r\ntwo\r");
	assert_int_equal(f.result, INPUT_CHANGED);
	expect_input(&f, "one two", "To one two", 3 + 7);
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(input__empty__shows_its_hint),
		cmocka_unit_test(input__edited__by_whole_characters),
		cmocka_unit_test(input__editing_keys__work_on_words_and_lines),
		cmocka_unit_test(
			input__longer_than_its_room__scrolls_and_keeps_the_cursor_in_sight),
		cmocka_unit_test(input__right_to_left__ends_at_the_left),
		cmocka_unit_test(input__right_to_left_behind_others__ends_at_the_right),
		cmocka_unit_test(input__right_to_left_and_long__keeps_the_cursor_in_sight),
		cmocka_unit_test(input__full__takes_no_half_character),
		cmocka_unit_test(input__paste__newlines_are_blanks_and_nothing_else_happens),
		cmocka_unit_test(input__secret__shows_marks_and_keeps_no_history),
		cmocka_unit_test(input__history__goes_back_and_returns_to_what_was_typed),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
