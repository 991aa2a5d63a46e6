#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "screen/widget_fixture.h"

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
	fixture_start(f, rows, 20, draw_list);
	f->count = count;
	for (int i = 0; i < count; i++)
		snprintf(f->keys[i], sizeof(f->keys[i]), "row%d", i);
	list_init(&f->list, &source, f);
	fixture_show(f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	screen_pass(f.screen, 350);
	assert_true(list_settled(&f.list) >= 300);
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	fixture_finish(&f);
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
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
