/* Help for where the focus is, the palette of all actions, and how the panes share the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/front.h"

static void answer(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
}

/* ---- Help ---- */

static void help__80x24__begins_with_the_focused_pane(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "F1");
	screen_expect(f->screen, "help-80x24");
}

static void help__120x36__begins_with_the_focused_pane(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_keys(f->screen, "Tab F1");
	screen_expect(f->screen, "help-120x36");
}

static void help__where_the_focus_is__tells_of_that(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F1");
	screen_expect_text(f->screen, "Help: Found");
	screen_keys(f->screen, "Esc F11 F1");
	screen_expect_text(f->screen, "Help: A text over the panes");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "Department");
	screen_keys(f->screen, "Esc F7");
	front_wait(f, "Write a message");
	screen_keys(f->screen, "F1");
	screen_expect_text(f->screen, "Help: A conversation");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "Write a message");
}

static void help__on_the_command_line__leaves_what_is_typed(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":call ag");
	screen_keys(f->screen, "F1");
	screen_expect_text(f->screen, "Help: The command line");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, ": call ag");
}

static void help__typing__leaves_the_lines_that_have_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "F1");
	screen_type(f->screen, "take-back");
	screen_expect_text(f->screen, "\"take-back\": 1 lines");
	screen_expect_text(f->screen, "F12");
	screen_expect_no_text(f->screen, "Alt-t");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "type to search");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "type to search");
}

static void help__every_key_of_the_map__stands_in_it(void **state)
{
	struct front *f = front_opened(state, 60, 120);

	screen_keys(f->screen, "F1 End");
	screen_expect_text(f->screen, "All keys: The screen");
	screen_expect_text(f->screen, "End the console");
}

/* ---- Palette ---- */

static void palette__80x24__says_why_the_others_cannot_be_done(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", Space");
	screen_expect(f->screen, "palette-80x24");
}

static void palette__120x36__during_a_call(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	answer(f);
	screen_keys(f->screen, ", Space");
	screen_expect(f->screen, "palette-120x36");
}

static void palette__letters_in_order__find_the_action(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", Space");
	screen_type(f->screen, "tkb");
	screen_expect_text(f->screen, "take-back");
	screen_expect_text(f->screen, "there is nothing to take back");
	screen_expect_no_text(f->screen, "reconnect");
}

static void palette__enter__does_what_is_selected(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_keys(f->screen, ", Space");
	screen_type(f->screen, "hang");
	screen_keys(f->screen, "Enter");
	front_wait(f, "No calls");
	screen_expect_no_text(f->screen, "Actions");
}

static void palette__enter_on_what_cannot_be_done__does_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", Space");
	screen_type(f->screen, "hangup");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "you have no call");
	screen_keys(f->screen, "Esc Esc");
	screen_expect_no_text(f->screen, "Actions");
}

/* ---- Splits ---- */

static void wider__80x24__the_focused_pane_grows(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", > , > , >");
	screen_expect(f->screen, "split-80x24");
}

static void narrower__120x36__of_three_panes_the_focused_one_shrinks(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_keys(f->screen, "Tab , < , <");
	screen_expect(f->screen, "split-120x36");
}

static void third_pane__120x36__goes_and_comes_back(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_expect_text(f->screen, "─ My lines");
	screen_keys(f->screen, ", |");
	screen_expect_no_text(f->screen, "─ My lines");
	screen_keys(f->screen, ", |");
	screen_expect_text(f->screen, "─ My lines");
}

static void wider__until_the_other_has_no_room__is_refused(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	for (int i = 0; i < 30; i++)
		screen_keys(f->screen, ", >");
	screen_expect_text(f->screen, "There is no room for that");
	screen_expect_text(f->screen, "─ Address book");
}

static void even__after_changes__is_as_at_first(void **state)
{
	struct front *f = front_opened(state, 24, 80);
	char before[400];

	snprintf(before, sizeof before, "%s", screen_row(f->screen, 4));
	screen_keys(f->screen, ", > , >");
	assert_string_not_equal(screen_row(f->screen, 4), before);
	screen_keys(f->screen, ", =");
	assert_string_equal(screen_row(f->screen, 4), before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(help__80x24__begins_with_the_focused_pane),
		TEST(help__120x36__begins_with_the_focused_pane),
		TEST(help__where_the_focus_is__tells_of_that),
		TEST(help__on_the_command_line__leaves_what_is_typed),
		TEST(help__typing__leaves_the_lines_that_have_it),
		TEST(help__every_key_of_the_map__stands_in_it),
		TEST(palette__80x24__says_why_the_others_cannot_be_done),
		TEST(palette__120x36__during_a_call),
		TEST(palette__letters_in_order__find_the_action),
		TEST(palette__enter__does_what_is_selected),
		TEST(palette__enter_on_what_cannot_be_done__does_nothing),
		TEST(wider__80x24__the_focused_pane_grows),
		TEST(narrower__120x36__of_three_panes_the_focused_one_shrinks),
		TEST(third_pane__120x36__goes_and_comes_back),
		TEST(wider__until_the_other_has_no_room__is_refused),
		TEST(even__after_changes__is_as_at_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
