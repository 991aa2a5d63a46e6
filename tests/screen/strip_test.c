/* The key strip: in each state the keys that matter most, named for what they would do, at any
 * width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/calling.h"

/* The strip at 80 columns has all of these in this order, and the first of them at 40. */
static void expect_keys(struct front *f, const char *const *keys)
{
	const char *row, *at;

	screen_resize(f->screen, 24, 80);
	at = row = screen_row(f->screen, 22);
	for (int i = 0; keys[i]; i++) {
		at = strstr(at, keys[i]);
		if (!at)
			fail_msg("\"%s\" is not there, or not in its place: %s", keys[i], row);
	}
	screen_resize(f->screen, 24, 40);
	row = screen_row(f->screen, 22);
	if (strncmp(row, keys[0], strlen(keys[0])) != 0)
		fail_msg("\"%s\" is not first: %s", keys[0], row);
}

#define EXPECT_KEYS(f, ...) expect_keys(f, (const char *const[]){__VA_ARGS__, NULL})

static void quiet__strip__moves_and_helps(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	EXPECT_KEYS(f, "F9 calls", "Tab next pane", "F11 details", "F1 help");
}

static void ringing__strip__answers_by_name_and_rejects(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	EXPECT_KEYS(f, "Enter answer Jane Caller", "F8 reject");
}

static void talking__strip__hangs_up_holds_and_parks(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	EXPECT_KEYS(f, "F8 hang up", "F4 hold", "F5 park");
}

static void talking__somebody_found__strip_transfers_and_announces_to_them(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "agn");
	EXPECT_KEYS(f, "Enter transfer Jane Caller to Agnes", "F3 announce");
}

static void on_hold__strip__takes_back(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_keys(f->screen, "F4");
	front_wait(f, "on hold     Jane Caller");
	EXPECT_KEYS(f, "F8 hang up Jane Caller", "F4 take Jane Caller back");
}

static void somebody_found__strip__calls_them(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	screen_type(f->screen, "agn");
	EXPECT_KEYS(f, "Enter call Agnes Müller 105", "F11 details");
}

static void announced__strip__connects_and_takes_back(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F3");
	front_pass(f, 2000);
	EXPECT_KEYS(f, "F8 hang up", "F3 ", "F12 ");
}

static void parked_call_chosen__strip__retrieves(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "F9");
	EXPECT_KEYS(f, "Enter retrieve Jane Caller");
}

static void link_lost__strip__reconnects(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_kill_pabx(f);
	front_wait(f, "link lost");
	EXPECT_KEYS(f, "Alt-r reconnect");
}

static void command_line__strip__completes(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	screen_type(f->screen, ":");
	EXPECT_KEYS(f, "Enter done", "Tab complete", "Up earlier ones", "Esc back");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(quiet__strip__moves_and_helps),
		CALLING_TEST(ringing__strip__answers_by_name_and_rejects),
		CALLING_TEST(talking__strip__hangs_up_holds_and_parks),
		CALLING_TEST(talking__somebody_found__strip_transfers_and_announces_to_them),
		CALLING_TEST(on_hold__strip__takes_back),
		CALLING_TEST(somebody_found__strip__calls_them),
		CALLING_TEST(announced__strip__connects_and_takes_back),
		CALLING_TEST(parked_call_chosen__strip__retrieves),
		CALLING_TEST(link_lost__strip__reconnects),
		CALLING_TEST(command_line__strip__completes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
