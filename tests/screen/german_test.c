/* The console in German, on a machine that has no German locale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"
#include "support/front.h"
#include "support/german.h"

static void jane_rings(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "klingelt    Jane Caller");
	front_wait_gone(f, "Frühere Anrufe werden gesucht");
	front_pass(f, 500);
}

static void jane_is_answered(struct front *f)
{
	jane_rings(f);
	screen_keys(f->screen, "Enter");
	front_wait(f, "spricht     Jane Caller");
	front_pass(f, 500);
}

/* ---- The console ---- */

static void german__quiet__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_expect(f->screen, "german-quiet-80x24");
}

static void german__quiet__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_expect(f->screen, "german-quiet-40x10");
}

static void german__call_rings__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	jane_rings(f);
	screen_expect(f->screen, "german-ringing-80x24");
}

static void german__call_rings__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	jane_rings(f);
	screen_expect(f->screen, "german-ringing-40x10");
}

static void german__transfer__is_offered_done_and_said(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	jane_is_answered(f);
	screen_type(f->screen, "agn");
	screen_expect_text(f->screen, "Enter Jane Caller an Agnes Müller 105 vermitteln");
	screen_expect(f->screen, "german-transfer-80x24");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Jane Caller an Agnes Müller vermitteln");
}

static void german__refused__says_why(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "F4");
	screen_expect_text(f->screen, "halten: Sie haben kein Gespräch");
}

/* What the telephone system refuses, too: its reasons are known here by their English text. */
static void german__refused_by_the_pabx__says_why(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	jane_is_answered(f);
	screen_type(f->screen, "999");
	screen_keys(f->screen, "F5");
	front_wait(f, "Jane Caller auf 999 parken: Diese Nummer oder Person gibt es nicht");
}

static void german__refused_with_a_number_in_it__names_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "8");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Die Nummer 8 gibt es nicht");
	screen_expect(f->screen, "german-refused-80x24");
}

static void german__link_lost__says_how_old_all_is(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_kill_pabx(f);
	front_wait(f, "Verbindung verloren: Stand ist");
}

/* ---- What stands over it ---- */

static void german__help__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "F1");
	screen_expect(f->screen, "german-help-80x24");
}

static void german__help__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_keys(f->screen, "F1");
	screen_expect(f->screen, "german-help-40x10");
}

static void german__palette__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", Space");
	screen_expect(f->screen, "german-palette-80x24");
}

static void german__palette__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_keys(f->screen, ", Space");
	screen_expect(f->screen, "german-palette-40x10");
}

static void german__details__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F11");
	front_wait(f, "Abteilung");
	screen_expect(f->screen, "german-details-80x24");
}

static void german__details__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F11");
	front_wait(f, "Telefon");
	screen_expect(f->screen, "german-details-40x10");
}

static void write_to_agnes(struct front *f)
{
	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F7");
	front_wait(f, "Noch wurde nichts gesagt.");
	screen_type(f->screen, "Ihr Besuch ist da");
	screen_keys(f->screen, "Enter");
	front_wait(f, "09:00 Sie: Ihr Besuch ist da");
	front_wait(f, "Montag, 5. Januar 2026");
}

static void german__chat__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	write_to_agnes(f);
	screen_expect(f->screen, "german-chat-80x24");
}

static void german__chat__40x10(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	write_to_agnes(f);
	screen_expect(f->screen, "german-chat-40x10");
}

static void german__message__80x24(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	jane_rings(f);
	screen_keys(f->screen, "Alt-w");
	screen_expect(f->screen, "german-message-80x24");
}

static void german__figures__have_a_decimal_comma(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	jane_is_answered(f);
	screen_type(f->screen, "agn");
	screen_keys(f->screen, "Enter , F");
	front_wait(f, "Ihre Zahlen");
	screen_expect_text(f->screen, "an dieser Konsole: 4,0");
	screen_expect(f->screen, "german-figures-80x24");
}

/* ---- Plural forms ---- */

static const char *waiting(unsigned count)
{
	static char out[32];

	snprintf(out, sizeof out, P_("%u waiting", "%u waiting", count), count);
	return out;
}

static void german__plural__follows_the_number(void **state)
{
	(void)state;
	assert_int_equal(language_use("de", LOCALE, NULL), 0);
	assert_string_equal(waiting(0), "0 warten");
	assert_string_equal(waiting(1), "1 wartet");
	assert_string_equal(waiting(2), "2 warten");
	assert_int_equal(language_use("en", LOCALE, NULL), 0);
	assert_string_equal(waiting(1), "1 waiting");
	assert_string_equal(P_("%s, %d person", "%s, %d people", 1), "%s, %d person");
	assert_string_equal(P_("%s, %d person", "%s, %d people", 0), "%s, %d people");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, german_setup, german_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(german__quiet__80x24),
		TEST(german__quiet__40x10),
		TEST(german__call_rings__80x24),
		TEST(german__call_rings__40x10),
		TEST(german__transfer__is_offered_done_and_said),
		TEST(german__refused__says_why),
		TEST(german__refused_by_the_pabx__says_why),
		TEST(german__refused_with_a_number_in_it__names_it),
		TEST(german__link_lost__says_how_old_all_is),
		TEST(german__help__80x24),
		TEST(german__help__40x10),
		TEST(german__palette__80x24),
		TEST(german__palette__40x10),
		TEST(german__details__80x24),
		TEST(german__details__40x10),
		TEST(german__chat__80x24),
		TEST(german__chat__40x10),
		TEST(german__message__80x24),
		TEST(german__figures__have_a_decimal_comma),
		cmocka_unit_test(german__plural__follows_the_number),
	};

	return cmocka_run_group_tests_name("german", tests, NULL, NULL);
}
