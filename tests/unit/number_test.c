/* Telephone numbers: what can be dialled, what is dialled, and what they are compared by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/number.h"

static const struct number_plan britain = {"44", "0", "00", "9"};
static const struct number_plan germany = {"49", "0", "00", "0"};
static const struct number_plan america = {"1", "1", "011", "9"};
static const struct number_plan denmark = {"45", "", "00", "0"};
static const struct number_plan nowhere = {"", "", "", ""};

static void assert_e164(const struct number_plan *plan, const char *text, const char *expected)
{
	char out[NUMBER_MAX + 8];

	assert_int_equal(number_e164(plan, text, out, sizeof(out)), strlen(expected));
	assert_string_equal(out, expected);
}

static void assert_no_e164(const char *text)
{
	char out[NUMBER_MAX];

	assert_int_equal(number_e164(&britain, text, out, sizeof(out)), ERR_INVALID);
	assert_string_equal(out, "");
}

static void number_dialable__digits_and_separators(void **state)
{
	(void)state;
	assert_true(number_dialable("1001"));
	assert_true(number_dialable("+44 (0)20 7946-0958"));
	assert_true(number_dialable(" (+44) 20/7946.0958"));
	assert_true(number_dialable("*21*1001#"));
}

static void number_dialable__anything_else__is_not(void **state)
{
	static const char *const texts[] = {
		"",     " ",    "+",    "-()", "Gordon",   "1001x",    "10+01",
		"++44", "12,3", "12;3", "é1",  "1\x1b[2J", "tel:1001", "sip:1001@host",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_false(number_dialable(texts[i]));
}

static void number_digits__separators_go_and_plus_stays(void **state)
{
	char out[NUMBER_MAX];

	(void)state;
	assert_int_equal(number_digits("+49-30 / 123.456", out, sizeof(out)), 11);
	assert_string_equal(out, "+4930123456");
	assert_int_equal(number_digits("+44 (0)20 7946 0958", out, sizeof(out)), 13);
	assert_string_equal(out, "+442079460958");
	assert_int_equal(number_digits("(0)20 7946", out, sizeof(out)), 7);
	assert_string_equal(out, "0207946");
	assert_int_equal(number_digits("*98 #", out, sizeof(out)), 4);
	assert_string_equal(out, "*98#");
}

static void number_digits__what_does_not_fit__is_refused(void **state)
{
	char out[5] = "old", many[NUMBER_MAX + 2];

	(void)state;
	assert_int_equal(number_digits("1001", out, sizeof(out)), 4);
	assert_int_equal(number_digits("10012", out, sizeof(out)), ERR_LIMIT);
	assert_string_equal(out, "");
	assert_int_equal(number_digits("+1001", out, sizeof(out)), ERR_LIMIT);
	assert_int_equal(number_digits("1", NULL, 0), ERR_LIMIT);
	assert_int_equal(number_digits("x", out, sizeof(out)), ERR_INVALID);
	memset(many, '1', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	assert_int_equal(number_digits(many, out, sizeof(out)), ERR_LIMIT);
}

static void number_e164__international(void **state)
{
	(void)state;
	assert_e164(&britain, "+44 20 7946 0958", "+442079460958");
	assert_e164(&britain, "+44 (0)20 7946 0958", "+442079460958");
	assert_e164(&britain, "0044 20 7946 0958", "+442079460958");
	assert_e164(&britain, "0044 (0)20 7946 0958", "+442079460958");
	assert_e164(&america, "011 49 30 123456", "+4930123456");
	assert_e164(&nowhere, "+49 30 123456", "+4930123456");
}

static void number_e164__national(void **state)
{
	(void)state;
	assert_e164(&britain, "020 7946 0958", "+442079460958");
	assert_e164(&britain, "(0)20 7946 0958", "+442079460958");
	assert_e164(&britain, "0800 1111", "+448001111");
	assert_e164(&america, "1 (212) 555-1234", "+12125551234");
	assert_e164(&denmark, "33 12 12 12", "+4533121212");
}

static void number_e164__outside_prefix__is_not_part_of_the_number(void **state)
{
	(void)state;
	assert_e164(&britain, "9 020 7946 0958", "+442079460958");
	assert_e164(&britain, "9 0044 (0)20 7946 0958", "+442079460958");
	assert_e164(&america, "912125551234", "+12125551234");
	assert_e164(&germany, "0 0049 30 123456", "+4930123456");
	assert_e164(&germany, "0049 30 123456", "+4930123456");
	assert_e164(&germany, "030 123456", "+4930123456");
	assert_e164(&denmark, "0 33 12 12 12", "+4533121212");
}

static void number_e164__without_prefix__stays_an_extension(void **state)
{
	(void)state;
	assert_e164(&britain, "1001", "1001");
	assert_e164(&britain, "10-01", "1001");
	assert_e164(&britain, "9001", "9001");
	assert_e164(&britain, "0", "0");
	assert_e164(&britain, "0123", "0123");
	assert_e164(&britain, "999", "999");
	assert_e164(&britain, "9999", "9999");
	assert_e164(&denmark, "100", "100");
	assert_e164(&america, "100", "100");
	assert_e164(&nowhere, "020 7946 0958", "02079460958");
	assert_e164(&britain, "*21*1001#", "*21*1001#");
}

static void number_e164__uris__are_understood(void **state)
{
	(void)state;
	assert_e164(&britain, "tel:+49-30-123", "+4930123");
	assert_e164(&britain, "TEL:020-7946-0958;ext=12", "+442079460958");
	assert_e164(&britain, "sip:1001@host", "1001");
	assert_e164(&britain, "sip:+442079460958@example.com;user=phone", "+442079460958");
	assert_e164(&britain, "sips:1001:secret@host:5061?x=1", "1001");
	assert_e164(&britain, "sip:1001;phone-context=x@host", "1001");
}

static void number_e164__no_number__is_invalid(void **state)
{
	static const char *const texts[] = {
		"",
		"   ",
		"Gordon",
		"sip:gordon@host",
		"sip:10.0.0.5",
		"sip:@host",
		"tel:",
		"+",
		"+0049 30 123",
		"+*21",
		"1001@host",
		"tel:tel:1",
		"10\n01",
		"١٢٣",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_no_e164(texts[i]);
}

static void number_e164__what_does_not_fit__is_refused(void **state)
{
	char out[8], many[200];

	(void)state;
	assert_int_equal(number_e164(&britain, "0123456", out, sizeof(out)), ERR_LIMIT);
	assert_int_equal(number_e164(&britain, "1234567", out, sizeof(out)), 7);
	memset(many, '1', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	assert_int_equal(number_e164(&britain, many, out, sizeof(out)), ERR_LIMIT);
	assert_string_equal(out, "");
	assert_int_equal(number_e164(&britain, "1001", NULL, 0), ERR_LIMIT);
}

static void number_e164__of_its_own_result__changes_nothing(void **state)
{
	static const char *const texts[] = {"020 7946 0958", "0044 (0)20 7946 0958", "1001"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char once[NUMBER_MAX], twice[NUMBER_MAX];

		number_e164(&britain, texts[i], once, sizeof(once));
		number_e164(&britain, once, twice, sizeof(twice));
		assert_string_equal(once, twice);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_dialable__digits_and_separators),
		cmocka_unit_test(number_dialable__anything_else__is_not),
		cmocka_unit_test(number_digits__separators_go_and_plus_stays),
		cmocka_unit_test(number_digits__what_does_not_fit__is_refused),
		cmocka_unit_test(number_e164__international),
		cmocka_unit_test(number_e164__national),
		cmocka_unit_test(number_e164__outside_prefix__is_not_part_of_the_number),
		cmocka_unit_test(number_e164__without_prefix__stays_an_extension),
		cmocka_unit_test(number_e164__uris__are_understood),
		cmocka_unit_test(number_e164__no_number__is_invalid),
		cmocka_unit_test(number_e164__what_does_not_fit__is_refused),
		cmocka_unit_test(number_e164__of_its_own_result__changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
