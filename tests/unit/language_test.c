/* Which language the texts are in, plural forms, and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"

static void environment(const char *all, const char *language)
{
	setenv("LC_ALL", all, 1);
	unsetenv("LC_MESSAGES");
	unsetenv("LANG");
	unsetenv("LANGUAGE");
	if (language)
		setenv("LANGUAGE", language, 1);
}

static int setup(void **state)
{
	(void)state;
	environment("C.UTF-8", NULL);
	return 0;
}

/* Taken by the environment alone. */
static const char *live_in(const char *all, const char *language)
{
	environment(all, language);
	assert_int_equal(language_use(NULL, LOCALE, NULL), 0);
	return _("loading");
}

static void language__nothing_asked__is_english(void **state)
{
	(void)state;
	assert_string_equal(live_in("C.UTF-8", NULL), "loading");
	assert_string_equal(language_name(), "en");
	assert_string_equal(live_in("C", "de"), "loading");
	assert_string_equal(live_in("C.UTF-8", "en:de"), "loading");
	assert_string_equal(live_in("xx_XX.UTF-8", NULL), "loading");
	assert_string_equal(live_in("../../de", NULL), "loading");
}

/* None of these locales is generated here, as on a kiosk. */
static void language__of_the_environment__needs_no_locale_of_the_system(void **state)
{
	(void)state;
	assert_string_equal(live_in("de_DE.UTF-8", NULL), "lädt");
	assert_string_equal(language_name(), "de");
	assert_string_equal(live_in("de_AT@euro", NULL), "lädt");
	assert_string_equal(live_in("C.UTF-8", "de"), "lädt");
	assert_string_equal(live_in("C.UTF-8", "xx:de_CH:en"), "lädt");
	assert_string_equal(live_in("en_GB.UTF-8", NULL), "loading");
}

static void language__asked_for__comes_before_the_environment(void **state)
{
	struct why why;

	(void)state;
	environment("C", "en");
	assert_int_equal(language_use("de", LOCALE, &why), 0);
	assert_string_equal(_("loading"), "lädt");
	environment("de_DE.UTF-8", "de");
	assert_int_equal(language_use("en", LOCALE, &why), 0);
	assert_string_equal(_("loading"), "loading");
	environment("C.UTF-8", NULL);
}

static void language__unknown__says_which_there_are(void **state)
{
	struct why why;

	(void)state;
	assert_int_equal(language_use("xx", LOCALE, &why), ERR_NOT_FOUND);
	assert_string_equal(why.text, "There is no language \"xx\" here: en, de");
	assert_int_equal(language_use("de", "/nowhere", &why), ERR_NOT_FOUND);
}

static void language__no_text__stays_empty(void **state)
{
	(void)state;
	assert_int_equal(language_use("de", LOCALE, NULL), 0);
	assert_string_equal(_(""), "");
	assert_string_equal(_("no text of the catalogue"), "no text of the catalogue");
}

static const char *day(const char *format)
{
	/* A Wednesday in November and one in March. */
	static const struct tm tm = {.tm_year = 126,
				     .tm_mon = 10,
				     .tm_mday = 25,
				     .tm_wday = 3,
				     .tm_hour = 14,
				     .tm_min = 5};
	static char out[64];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	language_date(out, sizeof(out), format, &tm);
#pragma GCC diagnostic pop
	return out;
}

static void language_date__names_and_order__are_of_the_language(void **state)
{
	(void)state;
	assert_int_equal(language_use("de", LOCALE, NULL), 0);
	assert_string_equal(day("%A, %-d. %B %Y"), "Mittwoch, 25. November 2026");
	assert_string_equal(day("%a %H:%M, 100%%"), "Mi 14:05, 100%");
	assert_int_equal(language_use("en", LOCALE, NULL), 0);
	assert_string_equal(day("%A, %-d %B %Y"), "Wednesday, 25 November 2026");
	assert_string_equal(day("%d %b"), "25 Nov");
	assert_string_equal(day("%"), "%");
}

static void language_decimal__point__is_of_the_language(void **state)
{
	char out[16];

	(void)state;
	assert_int_equal(language_use("de", LOCALE, NULL), 0);
	language_decimal(out, sizeof(out), 2.25, 1);
	assert_string_equal(out, "2,2");
	language_decimal(out, sizeof(out), 3, 0);
	assert_string_equal(out, "3");
	snprintf(out, sizeof(out), "%.1f", 2.5);
	assert_string_equal(out, "2.5");
	assert_int_equal(language_use("en", LOCALE, NULL), 0);
	language_decimal(out, sizeof(out), 2.25, 1);
	assert_string_equal(out, "2.2");
}

static void language_date__no_room__is_empty(void **state)
{
	struct tm tm = {.tm_wday = 3};
	char out[4] = "abc";

	(void)state;
	assert_int_equal(language_date(out, sizeof(out), "%A", &tm), 0);
	assert_string_equal(out, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language__nothing_asked__is_english),
		cmocka_unit_test(language__of_the_environment__needs_no_locale_of_the_system),
		cmocka_unit_test(language__asked_for__comes_before_the_environment),
		cmocka_unit_test(language__unknown__says_which_there_are),
		cmocka_unit_test(language__no_text__stays_empty),
		cmocka_unit_test(language_date__names_and_order__are_of_the_language),
		cmocka_unit_test(language_decimal__point__is_of_the_language),
		cmocka_unit_test(language_date__no_room__is_empty),
	};

	return cmocka_run_group_tests_name("language", tests, setup, NULL);
}
