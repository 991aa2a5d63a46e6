/* Key files and what they bind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static struct keymap *shipped(const char *name)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};

	if (keymap_use(map, name, &why) < 0)
		fail_msg("%s", why.text);
	return map;
}

static void report(void *ctx, const char *text)
{
	char *all = ctx;
	size_t len = strlen(all);

	snprintf(all + len, 2000 - len, "%s\n", text);
}

static void every_shipped_file__every_action__has_a_path_of_plain_keys(void **state)
{
	(void)state;
	for (unsigned i = 0; keymap_shipped(i); i++) {
		struct keymap *map = shipped(keymap_shipped(i));
		char out[64];
		for (int a = 0; a < ACTION_COUNT; a++)
			if (!*keymap_plain_path(map, (enum action)a, out, sizeof out))
				fail_msg("%s: %s has none", keymap_shipped(i),
					 action_info((enum action)a)->name);
		keymap_free(&map);
	}
}

static void every_shipped_file__leaves_no_action_out_of_reach(void **state)
{
	char said[2000] = "";

	(void)state;
	for (unsigned i = 0; keymap_shipped(i); i++) {
		struct keymap *map = shipped(keymap_shipped(i));
		assert_int_equal(keymap_unreachable(map, report, said), 0);
		assert_string_equal(said, "");
		keymap_free(&map);
	}
}

static void every_shipped_file__letters_and_digits__are_left_to_the_search(void **state)
{
	char name[2] = "a";

	(void)state;
	for (unsigned i = 0; keymap_shipped(i); i++) {
		struct keymap *map = shipped(keymap_shipped(i));
		for (name[0] = '0'; name[0] <= 'z'; name[0]++)
			if (name[0] <= '9' || name[0] >= 'a') {
				assert_int_equal(find(map, KEYS_EMPTY, name), ACTION_NONE);
				assert_int_equal(find(map, KEYS_PANES, name), ACTION_NONE);
			}
		keymap_free(&map);
	}
}

static void leader_file__needs_no_function_key(void **state)
{
	struct keymap *map = shipped("leader");
	struct term_key semicolon = key(";");
	enum action action = ACTION_NONE;
	char name[8], out[64];

	(void)state;
	for (int n = 1; n <= 12; n++) {
		snprintf(name, sizeof name, "F%d", n);
		assert_int_equal(find(map, KEYS_EMPTY, name), ACTION_NONE);
		assert_int_equal(find(map, KEYS_PANES, name), ACTION_NONE);
		assert_int_equal(find(map, KEYS_ANY, name), ACTION_NONE);
	}
	assert_int_equal(keymap_find(map, KEYS_PANES, NULL, semicolon, &action), KEYMAP_LEADER);
	keymap_find(map, KEYS_PANES, &semicolon, key("a"), &action);
	assert_int_equal(action, ACTION_ANNOUNCE);
	assert_string_equal(keymap_key(map, ACTION_ANNOUNCE, KEYS_PANES, out, sizeof out), "; a");
	keymap_free(&map);
}

static void keypad_file__has_the_pad_for_calls(void **state)
{
	struct keymap *map = shipped("keypad");

	(void)state;
	assert_int_equal(find(map, KEYS_EMPTY, "Pad-Enter"), ACTION_DO);
	assert_int_equal(find(map, KEYS_PANES, "Pad-"), ACTION_HANGUP);
	assert_int_equal(find(map, KEYS_PANES, "Pad+"), ACTION_ANNOUNCE);
	assert_int_equal(find(map, KEYS_PANES, "Pad."), ACTION_HOLD);
	assert_int_equal(find(map, KEYS_EMPTY, "F2"), ACTION_TRANSFER);
	keymap_free(&map);
}

static void vi_file__j__moves_only_where_nothing_is_typed(void **state)
{
	struct keymap *map = shipped("vi");

	(void)state;
	assert_int_equal(find(map, KEYS_POPUP, "j"), ACTION_DOWN);
	assert_int_equal(find(map, KEYS_EMPTY, "j"), ACTION_NONE);
	assert_int_equal(find(map, KEYS_PANES, "j"), ACTION_NONE);
	assert_int_equal(find(map, KEYS_PANES, "Alt-j"), ACTION_DOWN);
	assert_int_equal(find(map, KEYS_EMPTY, "Ctrl-F"), ACTION_PAGE_DOWN);
	assert_int_equal(find(map, KEYS_PANES, "Ctrl-F"), ACTION_NONE);
	keymap_free(&map);
}

static void sheet__of_every_shipped_file__is_one_printed_page(void **state)
{
	(void)state;
	for (unsigned i = 0; keymap_shipped(i); i++) {
		struct keymap *map = shipped(keymap_shipped(i));
		char *text = keymap_sheet(map);
		int lines = 0;
		for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, lines++)
			if (end - line > 80)
				fail_msg("%.*s: wider than a page", (int)(end - line), line);
		if (lines > 60)
			fail_msg("%s: %d lines", keymap_shipped(i), lines);
		for (int a = 0; a < ACTION_COUNT; a++)
			assert_non_null(strstr(text, action_info((enum action)a)->name));
		free(text);
		keymap_free(&map);
	}
}

static void json__of_the_map__names_every_key_with_its_action(void **state)
{
	struct keymap *map = shipped("vi");
	char *text = keymap_json(map);

	(void)state;
	assert_non_null(strstr(text, "{\"action\":\"transfer\",\"context\":\"panes\","
				     "\"keys\":[\"\\\\\",\"b\"]"));
	free(text);
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

#define EXPECTED                                                                                   \
	"my.keys:1: expected \"map CONTEXT KEY ACTION\", \"unmap CONTEXT KEY\" or "                \
	"\"leader CONTEXT KEY LIKE\""

static void mistakes__in_a_key_file__are_named_with_their_line(void **state)
{
	(void)state;
	refused("map any F1 helf", "my.keys:1: \"helf\" is no action");
	refused("\nmap any F99 help", "my.keys:2: \"F99\" is no key");
	refused("map here F1 help", "my.keys:1: \"here\" is no context (any, panes, empty, popup)");
	refused("F1 = help", EXPECTED);
	refused("map any F1 help now and then please", EXPECTED);
}

static void conflicts__within_one_file__are_named_with_both_lines(void **state)
{
	(void)state;
	refused("map any F1 help\nmap any F1 quit",
		"my.keys:2: this key is mapped in line 1 already");
	refused("map empty g help\nmap empty g x quit",
		"my.keys:2: this key begins the two keys of line 1, or ends them");
}

static void check__of_a_file_with_several_mistakes__tells_each(void **state)
{
	char path[] = "/tmp/frontdesk-keys-XXXXXX", said[2000] = "", wanted[2000];
	static const char text[] = "map any F1 helf\n"
				   "map any Ctrl-T quit\n"
				   "map any Ctrl-T help\n"
				   "leader panes % !\n";
	struct keymap *map = keymap_new();
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	assert_int_equal(keymap_check(map, path, report, said), 3);
	snprintf(wanted, sizeof wanted,
		 "%s:1: \"helf\" is no action\n"
		 "%s:3: this key is mapped in line 2 already\n"
		 "%s:4: no keys begin with this leader\n",
		 path, path, path);
	assert_string_equal(said, wanted);
	assert_int_equal(find(map, KEYS_ANY, "Ctrl-T"), ACTION_QUIT);
	unlink(path);
	keymap_free(&map);
}

static void unreachable__action_without_its_last_key__names_the_line(void **state)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};
	char said[2000] = "";

	(void)state;
	assert_int_equal(keymap_parse(map, "my.keys", "unmap any F4\n\nunmap empty , h\n", &why),
			 0);
	assert_int_equal(keymap_unreachable(map, report, said), 1);
	assert_string_equal(said, "my.keys:3: with this no key is left for \"hold\"\n");
	keymap_free(&map);
}

static void unreachable__leader_that_becomes_a_key__costs_all_that_it_began(void **state)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};
	char said[2000] = "";

	(void)state;
	assert_int_equal(keymap_parse(map, "my.keys", "map empty , help\nunmap any F12\n", &why),
			 0);
	assert_int_equal(find(map, KEYS_EMPTY, ","), ACTION_HELP);
	keymap_unreachable(map, report, said);
	assert_non_null(strstr(said, "my.keys:2: with this no key is left for \"take-back\"\n"));
	keymap_free(&map);
}

static void unreachable__key_hidden_by_another_context__names_the_line(void **state)
{
	struct keymap *map = keymap_new();
	struct why why = {.text = ""};
	char said[2000] = "";

	(void)state;
	assert_int_equal(keymap_parse(map, "my.keys", "unmap empty , h\nmap panes F4 park\n", &why),
			 0);
	assert_int_equal(keymap_unreachable(map, report, said), 1);
	assert_string_equal(said, "my.keys:2: with this no key is left for \"hold\"\n");
	keymap_free(&map);
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
		cmocka_unit_test(every_shipped_file__every_action__has_a_path_of_plain_keys),
		cmocka_unit_test(every_shipped_file__leaves_no_action_out_of_reach),
		cmocka_unit_test(every_shipped_file__letters_and_digits__are_left_to_the_search),
		cmocka_unit_test(leader_file__needs_no_function_key),
		cmocka_unit_test(keypad_file__has_the_pad_for_calls),
		cmocka_unit_test(vi_file__j__moves_only_where_nothing_is_typed),
		cmocka_unit_test(sheet__of_every_shipped_file__is_one_printed_page),
		cmocka_unit_test(json__of_the_map__names_every_key_with_its_action),
		cmocka_unit_test(command_characters__while_something_is_typed__are_text),
		cmocka_unit_test(leader__then_a_key__is_one_action),
		cmocka_unit_test(own_file__read_after_the_defaults__replaces_and_removes),
		cmocka_unit_test(mistakes__in_a_key_file__are_named_with_their_line),
		cmocka_unit_test(conflicts__within_one_file__are_named_with_both_lines),
		cmocka_unit_test(check__of_a_file_with_several_mistakes__tells_each),
		cmocka_unit_test(unreachable__action_without_its_last_key__names_the_line),
		cmocka_unit_test(unreachable__leader_that_becomes_a_key__costs_all_that_it_began),
		cmocka_unit_test(unreachable__key_hidden_by_another_context__names_the_line),
		cmocka_unit_test(hostile_file__of_any_bytes__is_refused_without_harm),
		cmocka_unit_test(action_find__beginning__is_enough_if_it_is_unambiguous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
