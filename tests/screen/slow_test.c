/* The console at the far end of a slow line: 9600 baud, 150 ms each way. All in stepped time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "support/front.h"
#include "support/line.h"
#include "ui/console.h"

enum { ROWS = 24, COLS = 80, BAUD = 9600, DELAY_MS = 150 };
enum { ECHO_MS = 450, PAGE_MS = 2500, BLF_BYTES = 48 };

static void slow(struct console_options *options)
{
	options->term.baud = BAUD;
}

struct desk_far {
	struct front front;
	struct line *line;
};

static int setup(void **state)
{
	struct desk_far *far = calloc(1, sizeof *far);

	front_open_with(&far->front, ROWS, COLS, "vt220", slow);
	front_pass(&far->front, 10000); /* the first screen has gone over the line */
	far->line = line_new(&far->front, ROWS, COLS, BAUD, DELAY_MS);
	*state = far;
	return 0;
}

static int teardown(void **state)
{
	struct desk_far *far = *state;

	line_free(&far->line);
	front_close(&far->front);
	free(far);
	return 0;
}

static void key__typed_on_a_quiet_line__is_echoed_within_450_ms(void **state)
{
	struct desk_far *far = *state;
	int64_t took;

	line_keys(far->line, "a");
	took = line_until(far->line, "> a", ECHO_MS);
	if (took < 0)
		fail_msg("no echo within %d ms", ECHO_MS);
	print_message("# echo %lld ms\n", (long long)took);
}

static void keys__typed_while_results_are_drawn__are_each_echoed_within_450_ms(void **state)
{
	static const char *const keys[] = {"m", "a", "r", "g", "a"};
	static const char *const echoes[] = {"> m", "> ma", "> mar", "> marg", "> marga"};
	struct desk_far *far = *state;
	int64_t worst = 0;

	for (int i = 0; i < 5; i++) {
		line_keys(far->line, keys[i]);
		int64_t took = line_until(far->line, echoes[i], ECHO_MS);
		if (took < 0)
			fail_msg("no echo of '%s' within %d ms", echoes[i], ECHO_MS);
		worst = took > worst ? took : worst;
	}
	print_message("# echo while results are drawn %lld ms\n", (long long)worst);
	line_pass(far->line, 5000);
	for (int y = 0; y < ROWS; y++) {
		char *seen = glass_row(line_glass(far->line), y);

		assert_string_equal(seen, screen_row(far->front.screen, y));
		free(seen);
	}
}

static void page__of_a_list__is_there_within_2500_ms(void **state)
{
	struct desk_far *far = *state;
	int64_t took;

	/* The first only moves to the end of what is seen. */
	line_keys(far->line, "PgDn");
	line_pass(far->line, 3000);
	line_written(far->line);
	line_keys(far->line, "PgDn");
	took = line_until(far->line, "Јована", PAGE_MS);
	line_pass(far->line, 2000);
	print_message("# page %lld ms, %zu bytes\n", (long long)took, line_written(far->line));
	assert_true(took >= 0);
}

static void lamp__of_a_person_in_sight__costs_at_most_48_bytes(void **state)
{
	struct desk_far *far = *state;
	size_t bytes;

	line_pass(far->line, 3000);
	line_written(far->line);
	front_office(&far->front, "offline SIP/achukwu");
	line_pass(far->line, 3000);
	bytes = line_written(far->line);
	print_message("# a changed BLF costs %zu bytes\n", bytes);
	assert_true(bytes > 0 && bytes <= BLF_BYTES);
}

static void frames__while_much_happens__are_never_more_than_one_behind(void **state)
{
	struct desk_far *far = *state;

	line_pass(far->line, 3000);
	for (int i = 0; i < 40; i++) {
		front_office(&far->front, "presence 2 %s", i % 2 ? "away" : "dnd");
		line_keys(far->line, i % 3 ? "Down" : "PgDn");
		line_pass(far->line, 60 + DELAY_MS);
	}
	assert_int_equal(line_behind(far->line), 0);
	/* When it is over the newest state is what is seen. */
	line_pass(far->line, 5000);
	for (int y = 0; y < ROWS; y++) {
		char *seen = glass_row(line_glass(far->line), y);

		assert_string_equal(seen, screen_row(far->front.screen, y));
		free(seen);
	}
}

static void calls__that_run__are_not_counted_each_second(void **state)
{
	struct desk_far *far = *state;
	size_t bytes;

	front_office(&far->front, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	line_pass(far->line, 500);
	line_keys(far->line, "Enter");
	line_pass(far->line, 5000);
	assert_true(glass_find(line_glass(far->line), "talking", NULL, NULL));
	line_written(far->line);
	line_pass(far->line, 60000);
	bytes = line_written(far->line);
	print_message("# a running call costs %zu bytes a minute\n", bytes);
	assert_true(bytes > 0 && bytes <= 6 * BLF_BYTES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(key__typed_on_a_quiet_line__is_echoed_within_450_ms),
		TEST(keys__typed_while_results_are_drawn__are_each_echoed_within_450_ms),
		TEST(page__of_a_list__is_there_within_2500_ms),
		TEST(lamp__of_a_person_in_sight__costs_at_most_48_bytes),
		TEST(frames__while_much_happens__are_never_more_than_one_behind),
		TEST(calls__that_run__are_not_counted_each_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
