#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "layout/layout.h"

enum { MAP_ROWS = 80, MAP_COLS = 260, PARTS = LAYOUT_PANES + 6 };

static struct layout lay(const struct layout_wish *wish)
{
	struct layout layout;

	layout_console(wish, &layout);
	return layout;
}

static int parts_of(const struct layout *layout, struct rect parts[PARTS])
{
	int count = 0;

	for (int i = 0; i < LAYOUT_PANES; i++)
		parts[count++] = layout->pane[i];
	parts[count++] = layout->calls;
	parts[count++] = layout->input;
	parts[count++] = layout->details;
	parts[count++] = layout->message;
	parts[count++] = layout->strip;
	parts[count++] = layout->status;
	return count;
}

/* No part leaves the screen, no two meet. */
static void expect_sound(const struct layout_wish *wish, const struct layout *layout)
{
	static char map[MAP_ROWS][MAP_COLS];
	struct rect parts[PARTS];
	int count = parts_of(layout, parts);

	memset(map, 0, sizeof(map));
	for (int i = 0; i < count; i++) {
		struct rect r = parts[i];

		if (rect_empty(r))
			continue;
		assert_true(r.y >= 0 && r.x >= 0);
		assert_true(r.y + r.rows <= wish->rows && r.x + r.cols <= wish->cols);
		for (int y = r.y; y < r.y + r.rows; y++) {
			for (int x = r.x; x < r.x + r.cols; x++) {
				assert_int_equal(map[y][x], 0);
				map[y][x] = 1;
			}
		}
	}
}

static int shown_panes(const struct layout *layout)
{
	int shown = 0;

	for (int i = 0; i < LAYOUT_PANES; i++)
		shown += !rect_empty(layout->pane[i]);
	return shown;
}

static void divide__enough__minimums_and_the_rest_by_weight(void **state)
{
	const struct rect_part parts[] = {{10, 1}, {5, 0}, {10, 2}};
	int sizes[3];

	(void)state;
	rect_divide(55, parts, 3, sizes);
	assert_int_equal(sizes[0], 20);
	assert_int_equal(sizes[1], 5);
	assert_int_equal(sizes[2], 30);
}

static void divide__too_little__takes_from_the_last(void **state)
{
	const struct rect_part parts[] = {{10, 1}, {5, 1}, {10, 1}};
	int sizes[3];

	(void)state;
	rect_divide(12, parts, 3, sizes);
	assert_int_equal(sizes[0], 10);
	assert_int_equal(sizes[1], 2);
	assert_int_equal(sizes[2], 0);
	rect_divide(-5, parts, 3, sizes);
	assert_int_equal(sizes[0] + sizes[1] + sizes[2], 0);
}

static void divide__any_total__adds_up(void **state)
{
	const struct rect_part parts[] = {{3, 7}, {0, 1}, {9, 3}, {1, 0}};

	(void)state;
	for (int total = 0; total < 300; total++) {
		int sizes[4], sum = 0;

		rect_divide(total, parts, 4, sizes);
		for (int i = 0; i < 4; i++)
			sum += sizes[i];
		assert_int_equal(sum, total);
	}
}

static void meet__of_rectangles__is_what_both_have(void **state)
{
	struct rect r = rect_meet((struct rect){0, 0, 10, 10}, (struct rect){5, 8, 10, 10});

	(void)state;
	assert_int_equal(r.y, 5);
	assert_int_equal(r.x, 8);
	assert_int_equal(r.rows, 5);
	assert_int_equal(r.cols, 2);
	assert_true(rect_empty(rect_meet((struct rect){0, 0, 5, 5}, (struct rect){5, 0, 5, 5})));
}

static void take__more_than_there_is__takes_all(void **state)
{
	struct rect r = {2, 0, 3, 10}, part = rect_take_bottom(&r, 9);

	(void)state;
	assert_int_equal(part.y, 2);
	assert_int_equal(part.rows, 3);
	assert_true(rect_empty(r));
	part = rect_take_top(&r, 1);
	assert_true(rect_empty(part));
}

static void console__80x24__calls_and_two_panes(void **state)
{
	struct layout_wish wish = {.rows = 24, .cols = 80, .calls = 4, .ringing = 2, .panes = 4};
	struct layout layout = lay(&wish);

	(void)state;
	expect_sound(&wish, &layout);
	assert_false(layout.too_small);
	assert_int_equal(layout.calls.rows, 4);
	assert_int_equal(layout.input.y, 4);
	assert_int_equal(layout.shown, 2);
	assert_int_equal(shown_panes(&layout), 2);
	assert_false(rect_empty(layout.pane[0]));
	assert_false(rect_empty(layout.pane[1]));
	assert_true(layout.rule);
	assert_int_equal(layout.pane[0].rows, 24 - 4 - 1 - 3);
	assert_int_equal(layout.message.y, 21);
	assert_int_equal(layout.strip.y, 22);
	assert_int_equal(layout.status.y, 23);
}

static void console__120_columns__three_panes(void **state)
{
	struct layout_wish wish = {.rows = 40, .cols = 120, .panes = 4};
	struct layout layout = lay(&wish);

	(void)state;
	expect_sound(&wish, &layout);
	assert_int_equal(layout.shown, 3);
	wish.details = true;
	layout = lay(&wish);
	expect_sound(&wish, &layout);
	assert_int_equal(layout.shown, 2);
	assert_int_equal(layout.details.rows, layout.pane[0].rows);
	assert_int_equal(layout.details.x + layout.details.cols, 120);
}

static void console__focus_on_a_later_pane__it_is_shown_with_the_first(void **state)
{
	struct layout_wish wish = {.rows = 24, .cols = 80, .panes = 4, .focus = 3};
	struct layout layout = lay(&wish);

	(void)state;
	assert_false(rect_empty(layout.pane[0]));
	assert_true(rect_empty(layout.pane[1]));
	assert_true(rect_empty(layout.pane[2]));
	assert_false(rect_empty(layout.pane[3]));
	assert_true(layout.pane[0].x < layout.pane[3].x);
}

static void console__zoom__only_the_focused_pane_in_full_width(void **state)
{
	struct layout_wish wish = {
		.rows = 40, .cols = 160, .panes = 4, .focus = 2, .zoom = true, .details = true};
	struct layout layout = lay(&wish);

	(void)state;
	expect_sound(&wish, &layout);
	assert_int_equal(layout.shown, 1);
	assert_int_equal(layout.pane[2].cols, 160);
}

static void console__weights__share_the_width(void **state)
{
	struct layout_wish wish = {.rows = 24, .cols = 91, .panes = 2, .weight = {2, 1}};
	struct layout layout = lay(&wish);

	(void)state;
	assert_true(layout.pane[0].cols > layout.pane[1].cols);
	assert_int_equal(layout.pane[0].cols + 1 + layout.pane[1].cols, 91);
}

static void console__40x10__one_pane_and_the_ringing_call(void **state)
{
	struct layout_wish wish = {
		.rows = 10, .cols = 40, .calls = 6, .ringing = 1, .panes = 3, .details = true};
	struct layout layout = lay(&wish);

	(void)state;
	expect_sound(&wish, &layout);
	assert_false(layout.too_small);
	assert_true(layout.calls.rows >= 1);
	assert_int_equal(layout.shown, 1);
	assert_true(layout.pane[0].rows >= 3);
	assert_int_equal(layout.input.rows, 1);
}

static void console__below_the_minimum__says_so_and_still_shows_what_rings(void **state)
{
	struct layout_wish wish = {.rows = 9, .cols = 39, .calls = 3, .ringing = 2, .panes = 3};
	struct layout layout = lay(&wish);

	(void)state;
	expect_sound(&wish, &layout);
	assert_true(layout.too_small);
	assert_int_equal(layout.calls.rows, 2);
	assert_int_equal(layout.message.rows, 1);
	assert_int_equal(shown_panes(&layout), 0);
}

static void console__one_row__shows_what_rings(void **state)
{
	struct layout_wish wish = {.rows = 1, .cols = 10, .calls = 3, .ringing = 1};
	struct layout layout = lay(&wish);

	(void)state;
	assert_int_equal(layout.calls.rows, 1);
}

static void console__any_size_and_wish__is_sound(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct layout_wish wish = {0};
		struct layout layout;
		int *numbers[] = {&wish.rows,    &wish.cols,  &wish.calls,
				  &wish.ringing, &wish.panes, &wish.focus};
		const int limits[] = {MAP_ROWS, MAP_COLS, 30, 6, LAYOUT_PANES + 1, LAYOUT_PANES};

		for (unsigned i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
			seed = seed * 1103515245u + 12345u;
			*numbers[i] = (int)((seed >> 16) % (unsigned)limits[i]);
		}
		wish.details = seed >> 20 & 1;
		wish.zoom = seed >> 21 & 1;
		layout = lay(&wish);
		expect_sound(&wish, &layout);
		assert_int_equal(layout.too_small, wish.rows < 10 || wish.cols < 40);
		if (wish.ringing && wish.rows && wish.cols)
			assert_true(layout.calls.rows >= 1);
		if (!layout.too_small && wish.focus < wish.panes)
			assert_true(layout.pane[wish.focus].rows >= 3 || wish.ringing > 0);
		if (!layout.too_small)
			assert_int_equal(layout.input.rows, 1);
	}
}

static void panes__of_any_weight__stay_wide_enough_for_a_name(void **state)
{
	struct layout_wish wish = {.rows = 24, .cols = 80, .panes = 2, .weight = {100, 1}};
	struct layout layout;

	(void)state;
	layout_console(&wish, &layout);
	assert_int_equal(layout.pane[1].cols, LAYOUT_PANE_COLS);
	assert_int_equal(layout.pane[0].cols, 80 - 1 - LAYOUT_PANE_COLS);
}

static void panes__no_more_than_wanted__are_shown(void **state)
{
	struct layout_wish wish = {.rows = 36, .cols = 160, .panes = 3, .most = 2};
	struct layout layout;

	(void)state;
	layout_console(&wish, &layout);
	assert_int_equal(layout.shown, 2);
	assert_true(rect_empty(layout.pane[2]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(divide__enough__minimums_and_the_rest_by_weight),
		cmocka_unit_test(divide__too_little__takes_from_the_last),
		cmocka_unit_test(divide__any_total__adds_up),
		cmocka_unit_test(meet__of_rectangles__is_what_both_have),
		cmocka_unit_test(take__more_than_there_is__takes_all),
		cmocka_unit_test(console__80x24__calls_and_two_panes),
		cmocka_unit_test(console__120_columns__three_panes),
		cmocka_unit_test(console__focus_on_a_later_pane__it_is_shown_with_the_first),
		cmocka_unit_test(console__zoom__only_the_focused_pane_in_full_width),
		cmocka_unit_test(console__weights__share_the_width),
		cmocka_unit_test(console__40x10__one_pane_and_the_ringing_call),
		cmocka_unit_test(console__below_the_minimum__says_so_and_still_shows_what_rings),
		cmocka_unit_test(console__one_row__shows_what_rings),
		cmocka_unit_test(console__any_size_and_wish__is_sound),
		cmocka_unit_test(panes__of_any_weight__stay_wide_enough_for_a_name),
		cmocka_unit_test(panes__no_more_than_wanted__are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
