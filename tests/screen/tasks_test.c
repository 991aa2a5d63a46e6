/* Ten tasks of a reception, played key by key against the console and the office. What came of each
 * is asserted, its keys are counted, and the table in the README must say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "support/calling.h"

enum { README_MAX = 1 << 20, KEY_MS = 100, KEYS_MAX = 200 };

/* How a person presses keys: something happens between them. Returns how many there were. What is
 * said in a message is text, not keys: it stands as "text" in keys. */
static unsigned play(struct front *f, const char *keys)
{
	char copy[KEYS_MAX], *save = NULL;
	unsigned count = 0;

	snprintf(copy, sizeof copy, "%s", keys);
	for (char *key = strtok_r(copy, " ", &save); key; key = strtok_r(NULL, " ", &save)) {
		if (strcmp(key, "text") == 0) {
			screen_type(f->screen, "Please ring back");
			continue;
		}
		screen_keys(f->screen, key);
		front_pass(f, KEY_MS);
		count++;
	}
	return count;
}

/* The row of the table: "| task | `keys` | **count** | …". */
static void expect_in_readme(const char *task, const char *keys, unsigned count)
{
	char row[KEYS_MAX + 100], *readme;
	size_t len;
	struct why why = {.text = ""};

	if (path_read("README.md", README_MAX, &readme, &len, &why) < 0)
		fail_msg("%s", why.text);
	snprintf(row, sizeof row, "\n| %s | `%s` | **%u** |", task, keys, count);
	if (!strstr(readme, row))
		fail_msg("the README has no row:%s", row);
	free(readme);
}

/* Plays what comes before and after something that happens in the office, which may be NULL. */
static void task(struct front *f, const char *name, const char *keys, const char *office,
		 const char *more)
{
	char all[KEYS_MAX];
	unsigned count = play(f, keys);

	snprintf(all, sizeof all, "%s%s%s", keys, more ? " " : "", more ? more : "");
	if (office) {
		front_pass(f, 2000); /* his telephone begins to ring */
		front_office(f, "%s", office);
		front_pass(f, 1000);
	}
	if (more)
		count += play(f, more);
	expect_in_readme(name, all, count);
}

static void answer(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	task(f, "answer", "Enter", NULL, NULL);
	front_wait(f, "talking     Jane Caller");
}

static void blind_transfer(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	task(f, "answer, find, transfer", "Enter a g n Enter", NULL, NULL);
	front_wait(f, "Transfer Jane Caller to Agnes Müller");
	front_office(f, "answer SIP/agnes");
	front_wait(f, "No calls");
	front_wait(f, "● ▲   Agnes Müller");
}

static void announced_transfer(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	task(f, "answer, find, announce, connect", "Enter a g n F3", "answer SIP/agnes", "F3");
	front_wait(f, "No calls");
	front_wait(f, "● ▲   Agnes Müller");
}

/* Jane was once passed on to Agnes. */
static void repeat_caller(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	play(f, "Enter 1 0 5 Enter");
	front_office(f, "answer SIP/agnes");
	front_pass(f, 5000);
	front_office(f, "hangup SIP/agnes");
	front_pass(f, 1000);
	screen_keys(f->screen, "Esc Esc");
	calling_jane(f);
	front_wait(f, "Agnes Müller");
	front_wait_gone(f, "Looking for earlier calls");
	front_pass(f, 500);
	task(f, "repeat caller: answer, transfer", "Enter Down Enter", NULL, NULL);
	front_wait(f, "Transfer Jane Caller to Agnes Müller");
	front_office(f, "answer SIP/agnes");
	front_wait(f, "No calls");
}

static void park_for_someone(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	task(f, "park for somebody", "a g n F5", NULL, NULL);
	front_wait(f, "Jane Caller is parked in 701 for Agnes Müller");
}

static void retrieve(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_pass(f, 500);
	task(f, "retrieve", "F9 Enter", NULL, NULL);
	front_wait(f, "talking     Jane Caller");
}

static void pick_up(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/agnes from 02079460111 \"Second Caller\"");
	front_wait(f, "◆ ▲   Agnes Müller");
	front_pass(f, 500);
	task(f, "pick up somebody's call", "a g n Alt-i", NULL, NULL);
	front_wait(f, "talking     Second Caller");
}

static void hold_and_take_back(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	assert_int_equal(play(f, "F4"), 1);
	front_wait(f, "on hold     Jane Caller");
	assert_int_equal(play(f, "F4"), 1);
	front_wait(f, "talking     Jane Caller");
	expect_in_readme("hold, take back", "F4 F4", 2);
}

static void take_a_message(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	task(f, "take a message", "a g n Alt-w text Enter", NULL, NULL);
	front_wait(f, "sent by chat");
}

static void find_and_dial(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	task(f, "find and call", "a g n Enter", NULL, NULL);
	front_wait(f, "Calling Agnes Müller");
	front_pass(f, 2000);
	front_wait(f, "◆ ▲   Agnes Müller");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(answer),
		CALLING_TEST(blind_transfer),
		CALLING_TEST(announced_transfer),
		CALLING_TEST(repeat_caller),
		CALLING_TEST(park_for_someone),
		CALLING_TEST(retrieve),
		CALLING_TEST(pick_up),
		CALLING_TEST(hold_and_take_back),
		CALLING_TEST(take_a_message),
		CALLING_TEST(find_and_dial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
