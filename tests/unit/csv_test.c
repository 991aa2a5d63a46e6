#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csv.h"

static struct csv *csv;
static struct why why;
static char path[64];

static int open_bytes(const char *bytes, size_t len)
{
	int fd;

	strcpy(path, "/tmp/csv-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	close(fd);
	return csv_open(path, &csv, &why);
}

static int open_text(const char *text)
{
	return open_bytes(text, strlen(text));
}

static int close_csv(void **state)
{
	(void)state;
	csv_free(&csv);
	if (*path)
		unlink(path);
	*path = '\0';
	return 0;
}

static void csv__values_are_found_by_the_header(void **state)
{
	(void)state;
	assert_int_equal(open_text("name,number\nAda,100\nBob,\n"), 0);
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "number"), "100");
	assert_string_equal(csv_get(csv, "name"), "Ada");
	assert_string_equal(csv_get(csv, "colour"), "");
	assert_int_equal(csv_line(csv), 2);
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "number"), "");
	assert_int_equal(csv_next(csv, &why), 0);
	assert_int_equal(csv_next(csv, &why), 0);
}

static void csv__quotes__hold_commas_quotes_and_lines(void **state)
{
	(void)state;
	assert_int_equal(open_text("a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\n3,4"), 0);
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "a"), "x, \"y\"");
	assert_string_equal(csv_get(csv, "b"), "1\n2");
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "b"), "4");
	assert_int_equal(csv_line(csv), 4);
}

static void csv__byte_order_mark_and_blank_lines__are_skipped(void **state)
{
	(void)state;
	assert_int_equal(open_text("\xef\xbb\xbf\n\na\n\n1\n\n"), 0);
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "a"), "1");
	assert_int_equal(csv_next(csv, &why), 0);
}

static void csv__short_row__has_empty_values(void **state)
{
	(void)state;
	assert_int_equal(open_text("a,b,c\n1\n"), 0);
	assert_int_equal(csv_next(csv, &why), 1);
	assert_string_equal(csv_get(csv, "c"), "");
}

static void csv__wrong_row__is_told_with_its_line(void **state)
{
	static const char *const rows[] = {"1,2,3", "\"1",    "\"1\"2", "1\"2",
					   "\xff",  "\xc3,2", "\"a\n"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[64];

		snprintf(text, sizeof(text), "a,b\n1,2\n%s", rows[i]);
		assert_int_equal(open_text(text), 0);
		assert_int_equal(csv_next(csv, &why), 1);
		assert_int_equal(csv_next(csv, &why), ERR_INVALID);
		assert_non_null(strstr(why.text, "line 3"));
		close_csv(state);
	}
}

static void csv__nul_byte__is_refused(void **state)
{
	(void)state;
	assert_int_equal(open_bytes("a\n1\0002\n", 6), 0);
	assert_int_equal(csv_next(csv, &why), ERR_INVALID);
}

static void csv__endless_row__is_refused(void **state)
{
	enum { LONG = 100000 };
	char *text = malloc(LONG + 1);

	(void)state;
	memset(text, 'x', LONG);
	text[LONG] = '\0';
	memcpy(text, "a\n", 2);
	assert_int_equal(open_text(text), 0);
	assert_int_equal(csv_next(csv, &why), ERR_LIMIT);
	close_csv(state);
	memset(text, ',', LONG);
	assert_int_equal(open_text(text), ERR_LIMIT);
	free(text);
}

static void csv_open__nothing_to_read__says_why(void **state)
{
	(void)state;
	assert_int_equal(csv_open("/nowhere/at/all.csv", &csv, &why), ERR_NOT_FOUND);
	assert_int_equal(csv_open("/tmp", &csv, &why), ERR_IO);
	assert_int_equal(open_text(""), ERR_INVALID);
	assert_null(csv);
}

#define T(f) cmocka_unit_test_teardown(f, close_csv)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(csv__values_are_found_by_the_header),
		T(csv__quotes__hold_commas_quotes_and_lines),
		T(csv__byte_order_mark_and_blank_lines__are_skipped),
		T(csv__short_row__has_empty_values),
		T(csv__wrong_row__is_told_with_its_line),
		T(csv__nul_byte__is_refused),
		T(csv__endless_row__is_refused),
		T(csv_open__nothing_to_read__says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
