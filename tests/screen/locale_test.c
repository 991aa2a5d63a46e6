/* Dates, numbers and plural forms as each language has them, on the screen and line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "inside.h"
#include "screen/plain_fixture.h"
#include "support/german.h"

/* It is Monday, 5 January 2026, 09:00 UTC. */
#define TODAY "1767623400000" /* 14:30 */
#define WEEK  "1767796200000" /* Wednesday, 14:30 */
#define LATER "1768919400000" /* 20 January */

static const struct said {
	const char *language;
	const char *today, *week, *later;
	const char *nobody, *one, *two;
	const char *people;
	const char *keys;
} english = {"en",      "until 14:30", "until Wed 14:30", "until 20 Jan", "nobody waits",
	     "1 waits", "2 wait",      "3 people",        "console: 4.0"},
  german = {"de",       "bis 14:30", "bis Mi 14:30", "bis 20. Jan", "niemand wartet",
	    "1 wartet", "2 warten",  "3 Personen",   "Konsole: 4,0"};

static struct front *in_language(void **state, const struct said *said)
{
	assert_int_equal(language_use(said->language, LOCALE, NULL), 0);
	return *state;
}

static void away_until(struct front *f, const char *until)
{
	char body[160];

	snprintf(body, sizeof body,
		 "{\"scope\":{\"cID\":9},\"values\":{\"show\":\"away\",\"until\":%s}}", until);
	pbx_rest(f->pbx, "/rest/command/update/presence", body, NULL, NULL);
}

static void ring_support(struct front *f, const char *number)
{
	front_office(f, "ring queue:support from %s \"Somebody\" ddi 02079460920", number);
}

/* ---- The screen ---- */

static void screen_dates(void **state, const struct said *said)
{
	struct front *f = in_language(state, said);

	front_open(f, 24, 80, "xterm-256color");
	screen_type(f->screen, "lukasz");
	away_until(f, TODAY);
	front_wait(f, said->today);
	away_until(f, WEEK);
	front_wait(f, said->week);
	away_until(f, LATER);
	front_wait(f, said->later);
}

static void screen_plural(void **state, const struct said *said)
{
	struct front *f = in_language(state, said);

	front_open(f, 24, 80, "xterm-256color");
	screen_type(f->screen, "support");
	front_wait(f, said->nobody);
	ring_support(f, "02079460301");
	front_wait(f, said->one);
	ring_support(f, "02079460302");
	front_wait(f, said->two);
}

static void screen__dates__are_english(void **state)
{
	screen_dates(state, &english);
}

static void screen__dates__are_german(void **state)
{
	screen_dates(state, &german);
}

static void screen__number_of_waiting__english_plural(void **state)
{
	screen_plural(state, &english);
}

static void screen__number_of_waiting__german_plural(void **state)
{
	screen_plural(state, &german);
}

/* ---- Line by line ---- */

static void expect_found(struct front *f, const char *find, const char *text)
{
	int64_t end = clock_mono_us() + INT64_C(30000000);

	do {
		assert_true(clock_mono_us() < end);
		plain_enter(f, find);
	} while (!strstr(plain_said(f), text));
}

static void plain_dates(void **state, const struct said *said)
{
	struct front *f = in_language(state, said);

	plain_open(state);
	away_until(f, TODAY);
	expect_found(f, "find lukasz", said->today);
	away_until(f, WEEK);
	expect_found(f, "find lukasz", said->week);
	away_until(f, LATER);
	expect_found(f, "find lukasz", said->later);
}

static void plain__dates__are_english(void **state)
{
	plain_dates(state, &english);
}

static void plain__dates__are_german(void **state)
{
	plain_dates(state, &german);
}

/* ---- What was, and how much ---- */

static void transfer_to_agnes(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "● ");
	front_pass(f, 500);
	screen_type(f->screen, "agn");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓");
}

static void expect_figures(void **state, const struct said *said)
{
	struct front *f = in_language(state, said);

	front_open(f, 24, 80, "xterm-256color");
	transfer_to_agnes(f);
	screen_keys(f->screen, ", F");
	front_wait(f, said->keys);
}

static void figures__decimals__have_the_english_point(void **state)
{
	expect_figures(state, &english);
}

static void figures__decimals__have_the_german_comma(void **state)
{
	expect_figures(state, &german);
}

/* ---- Conversations ---- */

static void expect_members(void **state, const struct said *said)
{
	struct front *f = in_language(state, said);

	front_open(f, 24, 80, "xterm-256color");
	screen_keys(f->screen, ", C F2");
	screen_type(f->screen, "agnes müller, benoît f");
	front_wait(f, "Benoît Faure");
	screen_keys(f->screen, "Tab Enter");
	front_wait(f, said->people);
}

static void conversation__number_of_people__english_plural(void **state)
{
	expect_members(state, &english);
}

static void conversation__number_of_people__german_plural(void **state)
{
	expect_members(state, &german);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, german_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(screen__dates__are_english),
		TEST(screen__dates__are_german),
		TEST(screen__number_of_waiting__english_plural),
		TEST(screen__number_of_waiting__german_plural),
		TEST(plain__dates__are_english),
		TEST(plain__dates__are_german),
		TEST(figures__decimals__have_the_english_point),
		TEST(figures__decimals__have_the_german_comma),
		TEST(conversation__number_of_people__english_plural),
		TEST(conversation__number_of_people__german_plural),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
