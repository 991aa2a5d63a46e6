/* What a visitor presses has no effect but the kiosk's own: no action of the console is reached,
 * and fingers press what keys do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/password.h"
#include "base/text.h"
#include "keymap/keymap.h"
#include "support/lobby.h"

static char hash[PASSWORD_HASH];

enum { CONTEXTS = 2 };
static const enum key_context contexts[CONTEXTS] = {KEYS_EMPTY, KEYS_ANY};

static unsigned calls_of(struct lobby *lobby)
{
	unsigned count;

	pbx_list(lobby->front.pbx, PBX_CALL, &count);
	return count;
}

/* Each key of each action of each key file that comes along, on the page that is shown. */
static void press_all(struct lobby *lobby, void (*check)(struct lobby *lobby, const char *keys))
{
	char keys[1000];
	struct why why;

	for (unsigned i = 0; keymap_shipped(i); i++) {
		struct keymap *map = keymap_new();

		assert_int_equal(keymap_use(map, keymap_shipped(i), &why), 0);
		for (int a = 0; a < ACTION_COUNT; a++)
			for (int c = 0; c < CONTEXTS; c++) {
				keymap_keys(map, (enum action)a, contexts[c], keys, sizeof(keys),
					    (int)sizeof(keys));
				if (*keys)
					check(lobby, keys);
			}
		keymap_free(&map);
	}
}

static void expect_untouched(struct lobby *lobby, const char *keys)
{
	screen_keys(lobby->front.screen, keys);
	screen_keys(lobby->front.screen, "Esc Esc");
	if (!screen_has(lobby->front.screen, "Whom would you like to see?") || calls_of(lobby) ||
	    lobby->left)
		fail_msg("%s did something", keys);
}

static void welcome__keys_of_every_action__do_nothing(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	press_all(lobby, expect_untouched);
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

static void expect_talk(struct lobby *lobby, const char *keys)
{
	/* Esc hangs up; the code is closed by it, too. */
	if (strstr(keys, "Esc"))
		return;
	screen_keys(lobby->front.screen, keys);
	if (screen_has(lobby->front.screen, "Leaving the kiosk"))
		screen_keys(lobby->front.screen, "Esc");
	if (!screen_has(lobby->front.screen, "You are connected with") || calls_of(lobby) != 1 ||
	    lobby->left)
		fail_msg("%s did something", keys);
}

static void talk__keys_of_every_action__do_nothing(void **state)
{
	struct lobby *lobby = *state;

	lobby->options.code = hash;
	lobby_open(state, 24, 80, "kiosk");
	lobby_call_agnes(lobby);
	lobby_office(lobby, "answer SIP/agnes");
	lobby_wait(lobby, "You are connected with");
	press_all(lobby, expect_talk);
	screen_expect(lobby->front.screen, "kiosk-connected-80x24");
}

static void welcome__command_line__is_only_typed(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	screen_type(lobby->front.screen, ":quit");
	screen_expect_text(lobby->front.screen, ":quit");
	screen_keys(lobby->front.screen, "Enter Ctrl-C Ctrl-Z Ctrl-\\ Ctrl-D Alt-Space ? F1");
	assert_int_equal(lobby->left, 0);
	assert_int_equal(calls_of(lobby), 0);
}

/* ---- Fingers ---- */

static void press(struct lobby *lobby, int y, int x)
{
	char bytes[80];

	snprintf(bytes, sizeof(bytes), "\033[<0;%d;%dM\033[<0;%d;%dm", x + 1, y + 1, x + 1, y + 1);
	screen_type(lobby->front.screen, bytes);
}

/* In the middle of that label. */
static void press_label(struct lobby *lobby, const char *label)
{
	for (int y = term_rows(kiosk_term(lobby->kiosk)) - 2; y >= 0; y--) {
		const char *row = screen_row(lobby->front.screen, y), *at = strstr(row, label);
		char before[1000];

		if (!at)
			continue;
		snprintf(before, sizeof(before), "%.*s", (int)(at - row), row);
		press(lobby, y, text_width(before));
		return;
	}
	fail_msg("there is no key %s", label);
}

static struct lobby *open_touch(void **state, int rows, int cols)
{
	struct lobby *lobby = *state;

	lobby->options.touch = true;
	lobby->options.code = hash;
	return lobby_open(state, rows, cols, "kiosk");
}

static void touch__keys_on_the_screen__find_call_and_hang_up(void **state)
{
	struct lobby *lobby = open_touch(state, 24, 80);

	lobby_expect(lobby, "kiosk-touch");
	screen_resize(lobby->front.screen, 24, 80);
	press_label(lobby, "A ");
	press_label(lobby, "G ");
	press_label(lobby, "N ");
	screen_expect_text(lobby->front.screen, "AGN");
	press_label(lobby, "Call");
	lobby_rings(lobby);
	lobby_expect(lobby, "kiosk-touch-calling");
	screen_resize(lobby->front.screen, 24, 80);
	press_label(lobby, "Hang up");
	lobby_wait(lobby, "Whom would you like to see?");
}

static void touch__row__is_chosen_and_pressed_again_called(void **state)
{
	struct lobby *lobby = open_touch(state, 24, 80);

	press_label(lobby, "Sade Bello");
	screen_expect_text(lobby->front.screen, "▶ Sade Bello");
	press_label(lobby, "▶ Sade Bello");
	lobby_wait(lobby, "Calling");
}

static void touch__upper_right_corner__asks_for_the_code(void **state)
{
	struct lobby *lobby = open_touch(state, 24, 80);

	press(lobby, 0, 79);
	lobby_expect(lobby, "kiosk-touch-code");
	screen_resize(lobby->front.screen, 24, 80);
	press_label(lobby, "2 ");
	press_label(lobby, "4 ");
	press_label(lobby, "6 ");
	press_label(lobby, "8 ");
	press_label(lobby, "OK");
	front_wait_gone(&lobby->front, "One moment");
	assert_int_equal(lobby->left, 1);
}

static void touch__off__mouse_is_not_heard(void **state)
{
	struct lobby *lobby = lobby_open(state, 24, 80, "kiosk");

	for (int y = 0; y < 24; y++)
		press(lobby, y, 10);
	screen_expect(lobby->front.screen, "kiosk-welcome-80x24");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOBBY_TEST(welcome__keys_of_every_action__do_nothing),
		LOBBY_TEST(talk__keys_of_every_action__do_nothing),
		LOBBY_TEST(welcome__command_line__is_only_typed),
		LOBBY_TEST(touch__keys_on_the_screen__find_call_and_hang_up),
		LOBBY_TEST(touch__row__is_chosen_and_pressed_again_called),
		LOBBY_TEST(touch__upper_right_corner__asks_for_the_code),
		LOBBY_TEST(touch__off__mouse_is_not_heard),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	text_init();
	assert_int_equal(password_hash("2468", hash), 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
