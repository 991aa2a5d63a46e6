#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/tidy.h"

static void assert_tidy_on(bool columns, const char *frame, const char *expected)
{
	size_t len = strlen(frame);
	char *copy = malloc(len); /* just as large: the sanitizer sees what is written behind */

	memcpy(copy, frame, len);
	struct tidy tidy = {.columns = columns};
	size_t short_len = tidy_frame(copy, len, &tidy);
	assert_int_equal(short_len, strlen(expected));
	assert_memory_equal(copy, expected, short_len);
	free(copy);
}

static void assert_tidy(const char *frame, const char *expected)
{
	assert_tidy_on(false, frame, expected);
}

static void tidy__plain_text__stays(void **state)
{
	(void)state;
	assert_tidy("\033[2;5HJane \303\244\033[K", "\033[2;5HJane \303\244\033[K");
	assert_tidy("", "");
}

static void tidy__attributes_in_a_row__become_one_sequence(void **state)
{
	(void)state;
	assert_tidy("\033[1m\033[33mx", "\033[1;33mx");
	assert_tidy("\033[0m\033[32mx\033[m", "\033[0;32mx\033[m");
	assert_tidy("\033[38;5;196m\033[4mx", "\033[38;5;196;4mx");
}

static void tidy__what_a_reset_undoes__is_left_out(void **state)
{
	(void)state;
	assert_tidy("x\033[39m\033[m y", "x\033[m y");
	assert_tidy("\033[1m\033[0;2mx", "\033[0;2mx");
	assert_tidy("\033[m\033[;2mx", "\033[m\033[;2mx");
}

static void tidy__a_reset_of_what_is_plain__is_left_out(void **state)
{
	(void)state;
	assert_tidy("\033[mx\033[0;2my", "\033[mx\033[2my");
	assert_tidy("\033[mx\033[m\033[0my", "\033[mxy");
	assert_tidy("\033[mx\033[;1my\033[0;2mz", "\033[mx\033[;1my\033[0;2mz");
	assert_tidy("\033[mx\0338\033[0;2mz", "\033[mx\0338\033[0;2mz");
	assert_tidy("\033[mx\033[2;3H\033[0;2mz", "\033[mx\033[2;3H\033[2mz");
	assert_tidy("\033[mx\033[1my\033[0;2mz", "\033[mx\033[1my\033[0;2mz");
}

static void tidy__ascii_set_again__is_said_once_in_a_frame(void **state)
{
	(void)state;
	assert_tidy("\033(B\033[mx\033[1m\033(B\033[0;2my\033(B\033[m",
		    "\033(B\033[mx\033[2my\033[m");
}

static void tidy__ascii_set_in_the_frame_before__is_not_said(void **state)
{
	char frame[] = "x\033[39m\033(B\033[m";
	struct tidy tidy = {.ascii = true};

	(void)state;
	assert_int_equal(tidy_frame(frame, strlen(frame), &tidy), 4);
	assert_memory_equal(frame, "x\033[m", 4);
}

static void tidy__ascii_between_attributes__does_not_part_them(void **state)
{
	(void)state;
	assert_tidy("x\033[39m\033(B\033[m y", "x\033(B\033[m y");
}

static void tidy__place_in_the_same_row__is_named_by_its_column(void **state)
{
	(void)state;
	assert_tidy_on(true, "\033[12;1Hx\033[12;30Hy\033[12;144Hz",
		       "\033[12;1Hx\033[30Gy\033[144Gz");
	assert_tidy_on(true, "\033[9dx\r\033[1m\033[9;30Hy", "\033[9dx\r\033[1m\033[30Gy");
	assert_tidy_on(true, "\033[Hx\033[3C\303\244\033[K\033[1;9Hy",
		       "\033[Hx\033[3C\303\244\033[K\033[9Gy");
	assert_tidy_on(true, "\033[12;1Hx\033[13;30Hy\033[12;1Hz",
		       "\033[12;1Hx\033[13;30Hy\033[12;1Hz");
}

static void tidy__place_whose_row_is_not_known__stays(void **state)
{
	(void)state;
	assert_tidy_on(true, "\033[12;30Hy", "\033[12;30Hy");
	assert_tidy_on(true, "\033[12;1Hx\n\033[12;30Hy", "\033[12;1Hx\n\033[12;30Hy");
	assert_tidy_on(true, "\033[12;1H\0338\033[12;30Hy", "\033[12;1H\0338\033[12;30Hy");
	assert_tidy_on(true, "\033[12;1H\033[2B\033[12;30Hy", "\033[12;1H\033[2B\033[12;30Hy");
	assert_tidy_on(false, "\033[12;1Hx\033[12;30Hy", "\033[12;1Hx\033[12;30Hy");
}

static void tidy__many_attributes__never_become_too_long_a_sequence(void **state)
{
	(void)state;
	assert_tidy("\033[38;5;196m\033[48;5;196m\033[38;5;197m\033[48;5;197mx",
		    "\033[38;5;196;48;5;196;38;5;197m\033[48;5;197mx");
}

static void tidy__a_sequence_that_is_cut__stays(void **state)
{
	(void)state;
	assert_tidy("x\033[1", "x\033[1");
	assert_tidy("x\033[", "x\033[");
	assert_tidy("x\033", "x\033");
	assert_tidy("\033[>1m\033[1:2mx", "\033[>1m\033[1:2mx");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tidy__plain_text__stays),
		cmocka_unit_test(tidy__attributes_in_a_row__become_one_sequence),
		cmocka_unit_test(tidy__what_a_reset_undoes__is_left_out),
		cmocka_unit_test(tidy__a_reset_of_what_is_plain__is_left_out),
		cmocka_unit_test(tidy__ascii_set_again__is_said_once_in_a_frame),
		cmocka_unit_test(tidy__ascii_set_in_the_frame_before__is_not_said),
		cmocka_unit_test(tidy__ascii_between_attributes__does_not_part_them),
		cmocka_unit_test(tidy__place_in_the_same_row__is_named_by_its_column),
		cmocka_unit_test(tidy__place_whose_row_is_not_known__stays),
		cmocka_unit_test(tidy__many_attributes__never_become_too_long_a_sequence),
		cmocka_unit_test(tidy__a_sequence_that_is_cut__stays),
	};

	return cmocka_run_group_tests_name("tidy", tests, NULL, NULL);
}
