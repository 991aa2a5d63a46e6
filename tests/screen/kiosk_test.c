/* The kiosk as a visitor sees it: whole screens in three sizes, and what leads from one to the
 * next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/password.h"
#include "base/text.h"
#include "support/lobby.h"

/* ---- Finding somebody ---- */

static void welcome__greets_and_offers_the_people_of_its_tag(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_expect(lobby, "kiosk-welcome");
	screen_expect_no_text(lobby->front.screen, "Ida Nørgård");
}

static void search__letters__show_whom_enter_would_call(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "agn");
	lobby_expect(lobby, "kiosk-search");
}

static void search__arrows__choose_without_typing(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_keys(lobby->front.screen, "Down Down");
	screen_expect(lobby->front.screen, "kiosk-arrows-80x24");
	screen_keys(lobby->front.screen, "Enter");
	lobby_wait(lobby, "Calling");
}

static void search__nobody__says_so(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "zzzz");
	lobby_expect(lobby, "kiosk-nobody");
	screen_keys(lobby->front.screen, "Enter");
	screen_expect_no_text(lobby->front.screen, "Calling");
}

static void search__who_is_no_kiosk_person__is_not_found(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "ida");
	screen_expect_text(lobby->front.screen, "Nobody found");
	screen_keys(lobby->front.screen, "Esc");
	screen_type(lobby->front.screen, "#@101");
	screen_expect_text(lobby->front.screen, "Nobody found");
}

static void search__account_without_the_permission__offers_the_tag_alone(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.tag = "firstaid";
	lobby_open(state, 24, 80, "reception");
	lobby_wait(lobby, "Florence Wright");
	screen_expect(lobby->front.screen, "kiosk-own-tag-80x24");
}

static void search__long_names_and_marks__are_large_where_there_is_room(void **state)
{
	struct lobby *lobby = lobby_open(state, 36, 120, "kiosk");

	screen_type(lobby->front.screen, "åsa");
	screen_expect(lobby->front.screen, "kiosk-large-ring");
	screen_keys(lobby->front.screen, "Esc");
	screen_type(lobby->front.screen, "hanh");
	screen_expect(lobby->front.screen, "kiosk-large-two-marks");
	screen_keys(lobby->front.screen, "Enter");
	lobby_rings(lobby);
	screen_expect(lobby->front.screen, "kiosk-large-calling");
}

static void search__half_typed_name__is_gone_when_nobody_is_there(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, "marg");
	screen_pass(lobby->front.screen, 9000);
	screen_expect_text(lobby->front.screen, "marg");
	screen_type(lobby->front.screen, "a");
	screen_pass(lobby->front.screen, 9000);
	screen_expect_text(lobby->front.screen, "marga");
	screen_pass(lobby->front.screen, 3000);
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

static void search__paste__is_nothing(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_paste(lobby->front.screen, "agnes\n");
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

static void person__talks__is_shown_as_busy(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	lobby_office(lobby, "ring SIP/fwright from 02079460958 Somebody");
	lobby_office(lobby, "answer SIP/fwright");
	lobby_wait(lobby, "busy");
}

/* ---- The PABX ---- */

static void pabx__restarts__says_one_moment_and_takes_up_again(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	front_kill_pabx(&lobby->front);
	front_wait(&lobby->front, "One moment, please");
	lobby_expect(lobby, "kiosk-away");
	screen_type(lobby->front.screen, "agnes");
	screen_keys(lobby->front.screen, "Enter");
	screen_expect_text(lobby->front.screen, "One moment, please");
	lobby_restart_pabx(lobby);
	lobby_wait(lobby, "Whom would you like to see?");
	screen_resize(lobby->front.screen, 24, 80);
	lobby_wait(lobby, "free");
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
	lobby_call_agnes(lobby);
}

/* ---- The code ---- */

static char hash[PASSWORD_HASH];

static void give_code(struct lobby *lobby, const char *code)
{
	screen_type(lobby->front.screen, code);
	screen_keys(lobby->front.screen, "Enter");
	front_wait_gone(&lobby->front, "One moment");
}

static void code__right__leaves(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	screen_keys(lobby->front.screen, "F10");
	lobby_expect(lobby, "kiosk-code");
	screen_type(lobby->front.screen, "24");
	screen_expect_no_text(lobby->front.screen, "24");
	give_code(lobby, "68");
	assert_int_equal(lobby->left, 1);
}

static void code__wrong__says_so_and_stays(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	screen_keys(lobby->front.screen, "F10");
	give_code(lobby, "1111");
	lobby_expect(lobby, "kiosk-code-wrong");
	screen_keys(lobby->front.screen, "Esc");
	screen_expect_text(lobby->front.screen, "Whom would you like to see?");
	assert_int_equal(lobby->left, 0);
}

static void code__three_times_wrong__is_asked_for_after_a_while(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby->options.idle_ms = 60000;
	lobby_open(state, 24, 80, "kiosk");
	for (int i = 0; i < 3; i++) {
		screen_keys(lobby->front.screen, "F10");
		give_code(lobby, "1111");
		if (i < 2)
			screen_keys(lobby->front.screen, "Esc");
	}
	lobby_expect(lobby, "kiosk-code-locked");
	screen_keys(lobby->front.screen, "Esc F10");
	give_code(lobby, "2468");
	assert_int_equal(lobby->left, 0);
	screen_pass(lobby->front.screen, 32000);
	screen_expect_no_text(lobby->front.screen, "Too many");
	give_code(lobby, "2468");
	assert_int_equal(lobby->left, 1);
}

static void code__left_alone__is_closed(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	screen_keys(lobby->front.screen, "F10");
	screen_type(lobby->front.screen, "24");
	screen_pass(lobby->front.screen, 12000);
	screen_expect_text(lobby->front.screen, "Whom would you like to see?");
	screen_keys(lobby->front.screen, "F10");
	give_code(lobby, "68");
	assert_int_equal(lobby->left, 0);
}

static void code__none_configured__f10_does_nothing(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_keys(lobby->front.screen, "F10");
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOBBY_TEST(welcome__greets_and_offers_the_people_of_its_tag),
		LOBBY_TEST(search__letters__show_whom_enter_would_call),
		LOBBY_TEST(search__arrows__choose_without_typing),
		LOBBY_TEST(search__nobody__says_so),
		LOBBY_TEST(search__who_is_no_kiosk_person__is_not_found),
		LOBBY_TEST(search__account_without_the_permission__offers_the_tag_alone),
		LOBBY_TEST(search__long_names_and_marks__are_large_where_there_is_room),
		LOBBY_TEST(search__half_typed_name__is_gone_when_nobody_is_there),
		LOBBY_TEST(search__paste__is_nothing),
		LOBBY_TEST(person__talks__is_shown_as_busy),
		LOBBY_TEST(pabx__restarts__says_one_moment_and_takes_up_again),
		LOBBY_TEST(code__right__leaves),
		LOBBY_TEST(code__wrong__says_so_and_stays),
		LOBBY_TEST(code__three_times_wrong__is_asked_for_after_a_while),
		LOBBY_TEST(code__left_alone__is_closed),
		LOBBY_TEST(code__none_configured__f10_does_nothing),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	text_init();
	assert_int_equal(password_hash("2468", hash), 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
