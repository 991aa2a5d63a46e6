/* The kiosk's call as a visitor sees it: whole screens in three sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/text.h"
#include "support/lobby.h"

static void call__rings__says_calling_then_that_it_takes_long(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	lobby_expect(lobby, "kiosk-calling");
	front_pass(&lobby->front, 16000);
	screen_expect_text(lobby->front.screen, "No answer yet. Please wait");
}

static void call__answered__is_connected_and_esc_hangs_up(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	lobby_office(lobby, "answer SIP/agnes");
	lobby_wait(lobby, "You are connected with");
	lobby_expect(lobby, "kiosk-connected");
	screen_pass(lobby->front.screen, 12000);
	screen_expect_text(lobby->front.screen, "You are connected with");
	screen_keys(lobby->front.screen, "Esc");
	lobby_wait(lobby, "Whom would you like to see?");
	screen_resize(lobby->front.screen, 24, 80);
	lobby_office(lobby, "step 2000");
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

static void call__the_other_hangs_up__thanks_and_welcomes_again(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	lobby_office(lobby, "answer SIP/agnes");
	lobby_wait(lobby, "You are connected with");
	lobby_office(lobby, "hangup SIP/agnes");
	lobby_wait(lobby, "The call has ended");
	lobby_expect(lobby, "kiosk-ended");
	screen_pass(lobby->front.screen, 9000);
	screen_expect_text(lobby->front.screen, "Whom would you like to see?");
}

static void call__busy__says_so_and_welcomes_again(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_office(lobby, "dnd SIP/agnes on");
	screen_type(lobby->front.screen, "agnes");
	screen_keys(lobby->front.screen, "Enter");
	lobby_wait(lobby, "Agnes Müller is busy");
	lobby_expect(lobby, "kiosk-busy");
	screen_pass(lobby->front.screen, 9000);
	screen_expect_text(lobby->front.screen, "Whom would you like to see?");
}

static void call__nobody_answers__says_take_a_seat(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	for (int i = 0; i < 60 && screen_has(lobby->front.screen, "Calling"); i++)
		front_pass(&lobby->front, 1000);
	lobby_wait(lobby, "Agnes Müller does not answer");
	lobby_expect(lobby, "kiosk-no-answer");
}

static void call__hung_up_while_it_rings__welcomes_again(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_call_agnes(lobby);
	screen_keys(lobby->front.screen, "Esc");
	lobby_wait(lobby, "Whom would you like to see?");
	screen_expect_no_text(lobby->front.screen, "answer");
}

static void ring__somebody_calls_the_kiosk__enter_answers(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "half");
	lobby_office(lobby, "dial SIP/agnes 103");
	lobby_wait(lobby, "The telephone rings for you");
	lobby_expect(lobby, "kiosk-rings");
	screen_resize(lobby->front.screen, 24, 80);
	screen_keys(lobby->front.screen, "Enter");
	lobby_wait(lobby, "You are connected with");
	screen_expect_text(lobby->front.screen, "Agnes Müller");
}

static void ring__declined__welcomes_again(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_office(lobby, "dial SIP/agnes 103");
	lobby_wait(lobby, "The telephone rings for you");
	screen_keys(lobby->front.screen, "Esc");
	lobby_wait(lobby, "Whom would you like to see?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOBBY_TEST(call__rings__says_calling_then_that_it_takes_long),
		LOBBY_TEST(call__answered__is_connected_and_esc_hangs_up),
		LOBBY_TEST(call__the_other_hangs_up__thanks_and_welcomes_again),
		LOBBY_TEST(call__busy__says_so_and_welcomes_again),
		LOBBY_TEST(call__nobody_answers__says_take_a_seat),
		LOBBY_TEST(call__hung_up_while_it_rings__welcomes_again),
		LOBBY_TEST(ring__somebody_calls_the_kiosk__enter_answers),
		LOBBY_TEST(ring__declined__welcomes_again),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
