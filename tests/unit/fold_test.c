/* Folding text for search and order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_fold(const char *src, const char *expected)
{
	char dst[256];

	assert_int_equal(text_fold(dst, sizeof(dst), src), strlen(expected));
	assert_string_equal(dst, expected);
}

static void text_fold__case_and_accents__go(void **state)
{
	(void)state;
	assert_fold("", "");
	assert_fold("ACME Ltd. 24/7", "acme ltd. 24/7");
	assert_fold("Müller Łódź Ørjan Straße İstanbul Đorđe ﬁ",
		    "muller lodz orjan strasse istanbul dorde fi");
	assert_fold("Þór Ægir ŒUVRE ıI Ðað ẞ", "thor aegir oeuvre ii dad ss");
}

static void text_fold__composed_and_decomposed__are_equal(void **state)
{
	(void)state;
	assert_fold("Mu\xcc\x88ller", "muller");
	assert_fold("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width");
}

static void text_fold__typographic_signs__are_those_of_the_keyboard(void **state)
{
	(void)state;
	assert_fold("O’Brien–Smith", "o'brien-smith");
	assert_fold("a\xc2\xa0"
		    "b",
		    "a b");
}

static void text_fold__other_scripts__stay(void **state)
{
	(void)state;
	assert_fold("ИВАНОВ", "иванов");
	assert_fold("ΣΊΣΥΦΟΣ", "σισυφοσ");
	assert_fold("東京", "東京");
}

static void text_fold__small_memory__is_cut_at_a_character(void **state)
{
	char dst[8];

	(void)state;
	assert_int_equal(text_fold(dst, 4, "ABCDE"), 3);
	assert_string_equal(dst, "abc");
	assert_int_equal(text_fold(dst, 3, "Aßx"), 1);
	assert_string_equal(dst, "a");
	assert_int_equal(text_fold(dst, 1, "A"), 0);
	assert_string_equal(dst, "");
	assert_int_equal(text_fold(NULL, 0, "A"), 0);
}

static void text_fold__longest_expansion_and_broken_bytes__stay_inside(void **state)
{
	char dst[256];

	(void)state;
	assert_true(text_fold(dst, sizeof(dst), "\xef\xb7\xba") > 18); /* U+FDFA */
	assert_true(text_valid(dst, strlen(dst)));
	text_fold(dst, sizeof(dst), "a\xff\xc3\xf0\x9f\xed\xa0\x80");
	assert_true(text_valid(dst, strlen(dst)));
}

static void text_fold__every_character__gives_valid_text_and_folds_once(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c < 0x3000; c++) {
		char src[4] = {0}, once[256], twice[256];

		if (c < 0x800) {
			src[0] = (char)(0xc0 | c >> 6);
			src[1] = (char)(0x80 | (c & 0x3f));
		} else {
			src[0] = (char)(0xe0 | c >> 12);
			src[1] = (char)(0x80 | (c >> 6 & 0x3f));
			src[2] = (char)(0x80 | (c & 0x3f));
		}
		text_fold(once, sizeof(once), src);
		text_fold(twice, sizeof(twice), once);
		assert_true(text_valid(once, strlen(once)));
		assert_string_equal(once, twice);
	}
}

static void assert_digraph(const char *src, const char *expected)
{
	char dst[64];

	assert_int_equal(text_fold_digraph(dst, sizeof(dst), src), strlen(expected));
	assert_string_equal(dst, expected);
}

static void text_fold_digraph__umlauts__are_spelled_out(void **state)
{
	(void)state;
	assert_digraph("Müller", "mueller");
	assert_digraph("ÄÖÜ Straße", "aeoeue strasse");
	assert_digraph("Mu\xcc\x88ller", "mueller");
	assert_digraph("u\xcc\x88\xcc\x88", "ue");
}

static void text_fold_digraph__without_umlauts__is_empty(void **state)
{
	(void)state;
	assert_digraph("Miller", "");
	assert_digraph("Noël Renée", "");
	assert_digraph("", "");
}

static void text_compare__sorts_as_people_do(void **state)
{
	static const char *const sorted[] = {"",       "Abel",  "Äbel", "abelard", "Müller",
					     "muster", "Ørjan", "oslo", "Zoë",     "東京"};

	(void)state;
	for (size_t i = 0; i < 10; i++)
		for (size_t j = 0; j < 10; j++) {
			int order = text_compare(sorted[i], sorted[j]);

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void text_compare__ligature_and_letters__differ_only_by_bytes(void **state)
{
	(void)state;
	assert_true(text_compare("Straße A", "strasse b") < 0);
	assert_true(text_compare("Straße b", "strasse A") > 0);
	assert_int_not_equal(text_compare("Straße", "Strasse"), 0);
	assert_int_equal(text_compare("Straße", "Straße"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_fold__case_and_accents__go),
		cmocka_unit_test(text_fold__composed_and_decomposed__are_equal),
		cmocka_unit_test(text_fold__typographic_signs__are_those_of_the_keyboard),
		cmocka_unit_test(text_fold__other_scripts__stay),
		cmocka_unit_test(text_fold__small_memory__is_cut_at_a_character),
		cmocka_unit_test(text_fold__longest_expansion_and_broken_bytes__stay_inside),
		cmocka_unit_test(text_fold__every_character__gives_valid_text_and_folds_once),
		cmocka_unit_test(text_fold_digraph__umlauts__are_spelled_out),
		cmocka_unit_test(text_fold_digraph__without_umlauts__is_empty),
		cmocka_unit_test(text_compare__sorts_as_people_do),
		cmocka_unit_test(text_compare__ligature_and_letters__differ_only_by_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
