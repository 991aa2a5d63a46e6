/* Key files and what they bind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "keymap/keymap.h"

static struct term_key key(const char *name)
{
	struct term_key k;

	assert_int_equal(key_parse(name, &k), 0);
	return k;
}

static enum action find(const struct keymap *map, enum key_context context, const char *name)
{
	enum action action = ACTION_NONE;

	return keymap_find(map, context, NULL, key(name), &action) == KEYMAP_ACTION ? action
										    : ACTION_NONE;
}

static void refused(const char *text, const char *why_text)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};

	assert_true(keymap_parse(map, "my.keys", text, &why) < 0);
	assert_string_equal(why.text, why_text);
	keymap_free(&map);
}

static void defaults__every_action__has_a_key(void **state)
{
	struct keymap *map = keymap_new();
	char out[64];

	(void)state;
	for (int i = 0; i < ACTION_COUNT; i++) {
		if (!*keymap_key(map, (enum action)i, KEYS_EMPTY, out, sizeof out))
			fail_msg("%s has no key", action_info((enum action)i)->name);
	}
	keymap_free(&map);
}

static void defaults__every_call_action__has_a_way_without_function_keys(void **state)
{
	static const enum action needed[] = {
		ACTION_TRANSFER,  ACTION_ANNOUNCE, ACTION_HOLD,   ACTION_PARK, ACTION_HANGUP,
		ACTION_TAKE_BACK, ACTION_CALL,     ACTION_PICKUP, ACTION_CHAT, ACTION_TAGS,
		ACTION_DETAILS,   ACTION_HELP,     ACTION_QUIT};
	struct keymap *map = keymap_new();
	char *text = keymap_text(map), wanted[80];

	(void)state;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		bool found = false;
		for (const char *line = text; line && !found; line = strchr(line, '\n')) {
			line += *line == '\n';
			snprintf(wanted, sizeof wanted, " %s\n", action_info(needed[i])->name);
			const char *end = strchr(line, '\n');
			if (!end)
				break;
			size_t n = strlen(wanted);
			found = (size_t)(end + 1 - line) >= n &&
				memcmp(end + 1 - n, wanted, n) == 0 &&
				(strncmp(line, "map empty ,", 11) == 0 ||
				 strncmp(line, "map empty ?", 11) == 0);
		}
		if (!found)
			fail_msg("%s needs a function key", action_info(needed[i])->name);
	}
	free(text);
	keymap_free(&map);
}

static void letters_and_digits__in_panes__are_left_to_the_search(void **state)
{
	struct keymap *map = keymap_new();
	char name[2] = "a";

	(void)state;
	for (name[0] = 'a'; name[0] <= 'z'; name[0]++) {
		assert_int_equal(find(map, KEYS_EMPTY, name), ACTION_NONE);
		assert_int_equal(find(map, KEYS_PANES, name), ACTION_NONE);
	}
	for (name[0] = '0'; name[0] <= '9'; name[0]++)
		assert_int_equal(find(map, KEYS_EMPTY, name), ACTION_NONE);
	keymap_free(&map);
}

static void command_characters__while_something_is_typed__are_text(void **state)
{
	struct keymap *map = keymap_new();

	(void)state;
	assert_int_equal(find(map, KEYS_EMPTY, "?"), ACTION_HELP);
	assert_int_equal(find(map, KEYS_PANES, "?"), ACTION_NONE);
	assert_int_equal(find(map, KEYS_EMPTY, ":"), ACTION_COMMAND);
	assert_int_equal(find(map, KEYS_PANES, ":"), ACTION_NONE);
	keymap_free(&map);
}

static void leader__then_a_key__is_one_action(void **state)
{
	struct keymap *map = keymap_new();
	struct term_key leader = key(",");
	enum action action = ACTION_NONE;

	(void)state;
	assert_int_equal(keymap_find(map, KEYS_EMPTY, NULL, leader, &action), KEYMAP_LEADER);
	assert_int_equal(keymap_find(map, KEYS_EMPTY, &leader, key("b"), &action), KEYMAP_ACTION);
	assert_int_equal(action, ACTION_TRANSFER);
	assert_int_equal(keymap_find(map, KEYS_EMPTY, &leader, key("9"), &action), KEYMAP_NONE);
	keymap_free(&map);
}

static void own_file__read_after_the_defaults__replaces_and_removes(void **state)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};
	char out[64];

	(void)state;
	assert_int_equal(
		keymap_parse(map, "my.keys",
			     "# mine\n\nmap panes F2 park\nunmap any F10\nmap any Ctrl-Q quit\n",
			     &why),
		0);
	assert_int_equal(find(map, KEYS_PANES, "F2"), ACTION_PARK);
	assert_int_equal(find(map, KEYS_PANES, "F10"), ACTION_NONE);
	assert_string_equal(keymap_key(map, ACTION_QUIT, KEYS_EMPTY, out, sizeof out), "Ctrl-Q");
	keymap_free(&map);
}

static void mistakes__in_a_key_file__are_named_with_their_line(void **state)
{
	(void)state;
	refused("map any F1 helf", "my.keys:1: \"helf\" is no action");
	refused("\nmap any F99 help", "my.keys:2: \"F99\" is no key");
	refused("map here F1 help", "my.keys:1: \"here\" is no context (any, panes, empty, popup)");
	refused("F1 = help",
		"my.keys:1: expected \"map CONTEXT KEY ACTION\" or \"unmap CONTEXT KEY\"");
	refused("map any F1 help now and then please",
		"my.keys:1: expected \"map CONTEXT KEY ACTION\" or \"unmap CONTEXT KEY\"");
}

static void conflicts__within_one_file__are_named_with_both_lines(void **state)
{
	(void)state;
	refused("map any F1 help\nmap any F1 quit",
		"my.keys:2: this key is mapped in line 1 already");
	refused("map empty g help\nmap empty g x quit",
		"my.keys:2: this key begins the two keys of line 1, or ends them");
}

static void hostile_file__of_any_bytes__is_refused_without_harm(void **state)
{
	struct keymap *map = keymap_new();
	struct why why;
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_true(keymap_parse(map, "k", text, &why) < 0);
	for (unsigned seed = 1; seed < 500; seed++) {
		unsigned n = seed * 2654435761U;
		for (size_t i = 0; i < 60; i++, n = n * 1664525U + 1013904223U)
			text[i] = "map unmap any F1\n\t# ,help\x80\xff"[(n >> 24) % 27];
		text[60] = '\0';
		keymap_parse(map, "k", text, &why);
	}
	keymap_free(&map);
}

static void action_find__beginning__is_enough_if_it_is_unambiguous(void **state)
{
	(void)state;
	assert_int_equal(action_find("transfer"), ACTION_TRANSFER);
	assert_int_equal(action_find("tr"), ACTION_TRANSFER);
	assert_int_equal(action_find("t"), ACTION_NONE);
	assert_int_equal(action_find("call"), ACTION_CALL);
	assert_int_equal(action_find(""), ACTION_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults__every_action__has_a_key),
		cmocka_unit_test(defaults__every_call_action__has_a_way_without_function_keys),
		cmocka_unit_test(letters_and_digits__in_panes__are_left_to_the_search),
		cmocka_unit_test(command_characters__while_something_is_typed__are_text),
		cmocka_unit_test(leader__then_a_key__is_one_action),
		cmocka_unit_test(own_file__read_after_the_defaults__replaces_and_removes),
		cmocka_unit_test(mistakes__in_a_key_file__are_named_with_their_line),
		cmocka_unit_test(conflicts__within_one_file__are_named_with_both_lines),
		cmocka_unit_test(hostile_file__of_any_bytes__is_refused_without_harm),
		cmocka_unit_test(action_find__beginning__is_enough_if_it_is_unambiguous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
