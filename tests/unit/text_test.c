/* Cleaning, measuring and cutting text. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static void assert_clean(const char *src, const char *expected)
{
	char dst[256];
	size_t len = text_clean(dst, sizeof(dst), src, strlen(src));

	assert_string_equal(dst, expected);
	assert_int_equal(len, strlen(expected));
}

static void text_clean__plain_text__stays(void **state)
{
	(void)state;
	assert_clean("", "");
	assert_clean("Black Mesa, sector C: (555) ~", "Black Mesa, sector C: (555) ~");
	assert_clean("Jürgen Łódź 東京 😀 é", "Jürgen Łódź 東京 😀 é");
}

static void text_clean__controls__become_blanks(void **state)
{
	(void)state;
	assert_clean("a\x1b[2Jb", "a [2Jb");
	assert_clean("a\tb\r\nc\x7f", "a b  c ");
	assert_clean("a\xc2\x85"
		     "b\xc2\x9b"
		     "c",
		     "a b c");
	assert_clean("a\xe2\x80\xa8"
		     "b\xe2\x80\xa9"
		     "c",
		     "a b c");
}

static void text_clean__control_at_every_place__is_found(void **state)
{
	char src[40], dst[40];

	(void)state;
	for (size_t at = 0; at < 32; at++) {
		static const char bad[] = {'\x1f', '\x7f', '\0', '\n'};

		for (size_t i = 0; i < sizeof(bad); i++) {
			memset(src, 'x', 32);
			src[at] = bad[i];
			assert_int_equal(text_clean(dst, sizeof(dst), src, 32), 32);
			assert_int_equal(dst[at], ' ');
		}
	}
}

static void text_clean__what_has_no_shape__is_dropped(void **state)
{
	(void)state;
	assert_clean("a\xe2\x80\xae"
		     "b\xe2\x80\x8f"
		     "c\xe2\x81\xa6"
		     "d",
		     "abcd"); /* RLO, RLM, LRI */
	assert_clean("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9", "👩👩");
	assert_clean("\xe2\x9d\xa4\xef\xb8\x8f", "❤");
	assert_clean("\xef\xbb\xbf"
		     "a\xe2\x80\x8b"
		     "b\xc2\xad"
		     "c\xf3\xa0\x81\xa1",
		     "abc"); /* BOM, ZWSP, soft hyphen, tag */
}

static void text_clean__invalid_utf8__becomes_the_replacement(void **state)
{
	(void)state;
	assert_clean("a\xff"
		     "b",
		     "a" BAD "b");
	assert_clean("\x80\xbf", BAD BAD);
	assert_clean("\xc0\xaf", BAD BAD);                 /* overlong / */
	assert_clean("\xe0\x80\xaf", BAD BAD BAD);         /* overlong in three */
	assert_clean("\xed\xa0\x80", BAD BAD BAD);         /* surrogate */
	assert_clean("\xf4\x90\x80\x80", BAD BAD BAD BAD); /* past U+10FFFF */
	assert_clean("\xf8\x88\x80\x80\x80", BAD BAD BAD BAD BAD);
}

static void text_clean__truncated_character__is_one_replacement(void **state)
{
	(void)state;
	assert_clean("a\xc3", "a" BAD);
	assert_clean("a\xe2\x82", "a" BAD);
	assert_clean("a\xf0\x9f\x98", "a" BAD);
	assert_clean("\xe2\x82z\xf0\x9f\x98z", BAD "z" BAD "z");
}

static void text_clean__unknown_width__becomes_the_replacement(void **state)
{
	(void)state;
	assert_clean("a\xef\xbf\xbf", "a" BAD);     /* U+FFFF */
	assert_clean("a\xf4\x8f\xbf\xbf", "a" BAD); /* U+10FFFF */
}

static void text_clean__marks__need_a_base_and_are_few(void **state)
{
	(void)state;
	assert_clean("\xcc\x81\xcc\x81"
		     "e\xcc\x81",
		     "e\xcc\x81");
	assert_clean("o\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81!",
		     "o\xcc\x81\xcc\x81\xcc\x81\xcc\x81!");
}

static void text_clean__too_long__is_cut_at_a_character(void **state)
{
	char dst[8];

	(void)state;
	assert_int_equal(text_clean(dst, 4, "abcdef", 6), 3);
	assert_string_equal(dst, "abc");
	assert_int_equal(text_clean(dst, 5, "ab€d", 6), 2);
	assert_string_equal(dst, "ab");
	assert_int_equal(text_clean(dst, 6, "ab€d", 6), 5);
	assert_string_equal(dst, "ab€");
	assert_int_equal(text_clean(dst, 1, "abc", 3), 0);
	assert_string_equal(dst, "");
	assert_int_equal(text_clean(NULL, 0, "abc", 3), 0);
}

static void text_clean__cut_character__lets_no_later_one_through(void **state)
{
	char dst[8];

	(void)state;
	text_clean(dst, 4, "ab€c", 6);
	assert_string_equal(dst, "ab");
}

static void text_clean__every_byte_pair__gives_valid_text(void **state)
{
	char dst[32];

	(void)state;
	for (unsigned pair = 0; pair < 0x10000; pair++) {
		char src[4] = {(char)(pair >> 8), (char)pair, 'x', (char)0x80};
		size_t len = text_clean(dst, sizeof(dst), src, sizeof(src));

		assert_true(text_valid(dst, len));
		assert_null(memchr(dst, '\0', len));
	}
}

static void text_clean_lines__keeps_newlines_only(void **state)
{
	static const char src[] = "one\ntwo\r\n\x1bthree\n\xcc\x81";
	char dst[64];

	(void)state;
	text_clean_lines(dst, sizeof(dst), src, strlen(src));
	assert_string_equal(dst, "one\ntwo \n three\n");
}

static void text_clean_dup__bounds_its_result(void **state)
{
	char *a = text_clean_dup("receptionist", 5), *b = text_clean_dup("\xff\xff\xff", 7);
	char *c = text_clean_dup("\xff\xff", 100), *d = text_clean_dup("", 10);
	char *e = text_clean_dup("a\x1b", SIZE_MAX);

	(void)state;
	assert_string_equal(a, "recep");
	assert_string_equal(b, BAD BAD);
	assert_string_equal(c, BAD BAD);
	assert_string_equal(d, "");
	assert_string_equal(e, "a ");
	assert_null(text_clean_dup(NULL, 10));
	free(a);
	free(b);
	free(c);
	free(d);
	free(e);
}

static void text_valid__knows_utf8(void **state)
{
	(void)state;
	assert_true(text_valid("", 0));
	assert_true(text_valid("plain and long enough \x1b", 23));
	assert_true(text_valid("é€😀" BAD, 12));
	assert_false(text_valid("plain and long\xff", 15));
	assert_false(text_valid("€", 2));
	assert_false(text_valid("\xc0\x80", 2));
	assert_false(text_valid("\xed\xbf\xbf", 3));
}

static void text_width__counts_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("é"), 1);
	assert_int_equal(text_width("e\xcc\x81"), 1);
	assert_int_equal(text_width("東京"), 4);
	assert_int_equal(text_width("a😀b"), 4);
	assert_int_equal(text_width("a\xff"), 2);
}

static void text_fit__wide_character__is_never_halved(void **state)
{
	int used;

	(void)state;
	assert_int_equal(text_fit("a東b", 2, &used), 1);
	assert_int_equal(used, 1);
	assert_int_equal(text_fit("a東b", 3, &used), 4);
	assert_int_equal(used, 3);
	assert_int_equal(text_fit("a東b", 99, &used), 5);
	assert_int_equal(used, 4);
	assert_int_equal(text_fit("abc", 0, NULL), 0);
	assert_int_equal(text_fit("abc", -5, &used), 0);
	assert_int_equal(used, 0);
}

static void text_fit__marks__stay_with_their_base(void **state)
{
	int used;

	(void)state;
	assert_int_equal(text_fit("e\xcc\x81x", 1, &used), 3);
	assert_int_equal(used, 1);
}

static void assert_cut(const char *text, int columns, const char *expected)
{
	char dst[64];
	int used = text_cut(dst, sizeof(dst), text, columns);

	assert_string_equal(dst, expected);
	assert_int_equal(used, text_width(expected));
	assert_true(used <= (columns > 0 ? columns : 0));
}

static void text_cut__marks_what_it_cuts(void **state)
{
	(void)state;
	assert_cut("Gordon", 6, "Gordon");
	assert_cut("Gordon", 5, "Gord…");
	assert_cut("Gordon", 1, "…");
	assert_cut("Gordon", 0, "");
	assert_cut("Gordon", -1, "");
	assert_cut("", 0, "");
}

static void text_cut__wide_character__is_never_halved(void **state)
{
	(void)state;
	assert_cut("東京都", 6, "東京都");
	assert_cut("東京都", 5, "東京…");
	assert_cut("東京都", 4, "東…");
}

static void text_cut__small_memory__is_respected(void **state)
{
	char dst[8];

	(void)state;
	assert_int_equal(text_cut(dst, 6, "Gordon", 20), 3);
	assert_string_equal(dst, "Go…");
	assert_int_equal(text_cut(dst, 3, "Gordon", 20), 0);
	assert_string_equal(dst, "");
	assert_int_equal(text_cut(dst, 3, "Go", 20), 2);
	assert_string_equal(dst, "Go");
	assert_int_equal(text_cut(NULL, 0, "Go", 20), 0);
}

static void text_next_and_before__walk_the_same_characters(void **state)
{
	static const char text[] = "ae\xcc\x81\xcc\xa8東😀z";
	static const size_t lengths[] = {1, 5, 3, 4, 1};
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(text_next(text + at), lengths[i]);
		at += lengths[i];
		assert_int_equal(text_before(text, at), lengths[i]);
	}
	assert_int_equal(text_next(text + at), 0);
	assert_int_equal(text_before(text, 0), 0);
}

static void text_next_and_before__broken_text__never_leave_it(void **state)
{
	static const char text[] = "\x80\x80\x80\x80\x80\xf0\x9f";
	size_t at = 0, len;

	(void)state;
	while ((len = text_next(text + at)) > 0)
		at += len;
	assert_int_equal(at, strlen(text));
	while ((len = text_before(text, at)) > 0) {
		assert_true(len <= at);
		at -= len;
	}
	assert_int_equal(at, 0);
}

static void text_init__locale_without_utf8__draws_ascii_and_still_knows_widths(void **state)
{
	char dst[16];

	(void)state;
	setenv("LC_ALL", "C", 1);
	text_init();
	assert_true(text_ascii());
	assert_int_equal(text_width("東"), 2);
	assert_int_equal(text_cut(dst, sizeof(dst), "Gordon", 4), 4);
	assert_string_equal(dst, "Gor~");
	setenv("LC_ALL", "C.UTF-8", 1);
	text_init();
	assert_false(text_ascii());
}

static void text_init__leaves_numbers_alone(void **state)
{
	(void)state;
	assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

static int setup(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	text_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_clean__plain_text__stays),
		cmocka_unit_test(text_clean__controls__become_blanks),
		cmocka_unit_test(text_clean__control_at_every_place__is_found),
		cmocka_unit_test(text_clean__what_has_no_shape__is_dropped),
		cmocka_unit_test(text_clean__invalid_utf8__becomes_the_replacement),
		cmocka_unit_test(text_clean__truncated_character__is_one_replacement),
		cmocka_unit_test(text_clean__unknown_width__becomes_the_replacement),
		cmocka_unit_test(text_clean__marks__need_a_base_and_are_few),
		cmocka_unit_test(text_clean__too_long__is_cut_at_a_character),
		cmocka_unit_test(text_clean__cut_character__lets_no_later_one_through),
		cmocka_unit_test(text_clean__every_byte_pair__gives_valid_text),
		cmocka_unit_test(text_clean_lines__keeps_newlines_only),
		cmocka_unit_test(text_clean_dup__bounds_its_result),
		cmocka_unit_test(text_valid__knows_utf8),
		cmocka_unit_test(text_width__counts_columns),
		cmocka_unit_test(text_fit__wide_character__is_never_halved),
		cmocka_unit_test(text_fit__marks__stay_with_their_base),
		cmocka_unit_test(text_cut__marks_what_it_cuts),
		cmocka_unit_test(text_cut__wide_character__is_never_halved),
		cmocka_unit_test(text_cut__small_memory__is_respected),
		cmocka_unit_test(text_next_and_before__walk_the_same_characters),
		cmocka_unit_test(text_next_and_before__broken_text__never_leave_it),
		cmocka_unit_test(
			text_init__locale_without_utf8__draws_ascii_and_still_knows_widths),
		cmocka_unit_test(text_init__leaves_numbers_alone),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
