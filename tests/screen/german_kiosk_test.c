/* The kiosk in German, as a visitor sees it: whole screens in three sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/password.h"
#include "base/text.h"
#include "support/lobby.h"

static char hash[PASSWORD_HASH];

static int setup(void **state)
{
	assert_int_equal(language_use("de", LOCALE, NULL), 0);
	return lobby_setup(state);
}

static int teardown(void **state)
{
	lobby_teardown(state);
	return language_use("en", LOCALE, NULL);
}

/* ---- Finding somebody ---- */

static void german_kiosk__nobody_there__greets(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_expect(lobby, "german-kiosk-welcome");
}

static void german_kiosk__letters__offer_whom_enter_calls(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "agn");
	lobby_expect(lobby, "german-kiosk-search");
}

static void german_kiosk__nobody_found__says_what_to_do(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "zzzz");
	lobby_expect(lobby, "german-kiosk-nobody");
}

/* ---- The call ---- */

static void german_kiosk__call__rings_and_says_that_it_takes_long(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	lobby_expect(lobby, "german-kiosk-calling");
	front_pass(&lobby->front, 16000);
	lobby_expect(lobby, "german-kiosk-long");
}

static void german_kiosk__call_is_answered_and_ends__thanks(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	lobby_office(lobby, "answer SIP/agnes");
	lobby_wait(lobby, "Sie sind verbunden mit");
	lobby_expect(lobby, "german-kiosk-connected");
	lobby_office(lobby, "hangup SIP/agnes");
	lobby_wait(lobby, "Das Gespräch ist beendet");
	lobby_expect(lobby, "german-kiosk-ended");
}

static void german_kiosk__busy__says_so(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_office(lobby, "dnd SIP/agnes on");
	screen_type(lobby->front.screen, "agnes");
	screen_keys(lobby->front.screen, "Enter");
	lobby_wait(lobby, "Agnes Müller spricht gerade");
	lobby_expect(lobby, "german-kiosk-busy");
}

static void german_kiosk__nobody_answers__offers_a_seat(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	for (int i = 0; i < 60 && screen_has(lobby->front.screen, _("Calling")); i++)
		front_pass(&lobby->front, 1000);
	lobby_wait(lobby, "Agnes Müller meldet sich nicht");
	lobby_expect(lobby, "german-kiosk-no-answer");
}

static void german_kiosk__somebody_calls__asks_to_pick_up(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_office(lobby, "dial SIP/agnes 103");
	lobby_wait(lobby, "Das Telefon klingelt für Sie");
	lobby_expect(lobby, "german-kiosk-rings");
}

static void german_kiosk__server_is_away__asks_for_a_moment(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	front_kill_pabx(&lobby->front);
	front_wait(&lobby->front, "Einen Moment, bitte");
	lobby_expect(lobby, "german-kiosk-away");
}

/* ---- The code, and keys on the screen ---- */

static void give_code(struct lobby *lobby, const char *code)
{
	screen_keys(lobby->front.screen, "F10");
	screen_type(lobby->front.screen, code);
	screen_keys(lobby->front.screen, "Enter");
	front_wait_gone(&lobby->front, "Einen Moment");
}

static void german_kiosk__code__is_asked_for_refused_and_locked(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby->options.idle_ms = 60000;
	lobby_open(state, 24, 80, "kiosk");
	screen_keys(lobby->front.screen, "F10");
	lobby_expect(lobby, "german-kiosk-code");
	screen_keys(lobby->front.screen, "Esc");
	give_code(lobby, "1111");
	lobby_expect(lobby, "german-kiosk-code-wrong");
	for (int i = 0; i < 2; i++) {
		screen_keys(lobby->front.screen, "Esc");
		give_code(lobby, "1111");
	}
	lobby_expect(lobby, "german-kiosk-code-locked");
}

static void german_kiosk__keys_on_the_screen__have_room_for_their_words(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.touch = true;
	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	lobby_expect(lobby, "german-kiosk-touch");
	lobby_call_agnes(lobby);
	lobby_expect(lobby, "german-kiosk-touch-calling");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(german_kiosk__nobody_there__greets),
		TEST(german_kiosk__letters__offer_whom_enter_calls),
		TEST(german_kiosk__nobody_found__says_what_to_do),
		TEST(german_kiosk__call__rings_and_says_that_it_takes_long),
		TEST(german_kiosk__call_is_answered_and_ends__thanks),
		TEST(german_kiosk__busy__says_so),
		TEST(german_kiosk__nobody_answers__offers_a_seat),
		TEST(german_kiosk__somebody_calls__asks_to_pick_up),
		TEST(german_kiosk__server_is_away__asks_for_a_moment),
		TEST(german_kiosk__code__is_asked_for_refused_and_locked),
		TEST(german_kiosk__keys_on_the_screen__have_room_for_their_words),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	text_init();
	assert_int_equal(password_hash("2468", hash), 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
