/* "frontdesk keys" and key files as a user has them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "place.h"

static void ends(struct place *place, const char *words, int status, const char *text)
{
	struct ran ran = place_run(place, words);

	if (ran.status != status || (!strstr(ran.out, text) && !strstr(ran.err, text)))
		fail_msg("%s: status %d\n%s%s", words, ran.status, ran.out, ran.err);
	ran_free(&ran);
}

static void keys__without_more__prints_the_default_map(void **state)
{
	ends(*state, "keys", 0, "F2  , b             transfer");
}

static void keys__by_name__prints_that_map(void **state)
{
	ends(*state, "--keys keypad keys", 0, "Pad*  F2  , b       transfer");
	ends(*state, "--keys leader keys", 0, "; b  , b            transfer");
}

static void keys__named_in_the_configuration__lie_under_the_users_own(void **state)
{
	place_write(*state, "my.conf", "[console]\nkeys = leader\n", 0600);
	place_write(*state, ".config/frontdesk/keys", "map panes Ctrl-T transfer\n", 0600);
	ends(*state, "--config %H/my.conf keys", 0, "Ctrl-T  ; b  , b    transfer");
}

static void keys__json__is_one_document(void **state)
{
	struct ran ran = place_run(*state, "--json keys");
	cJSON *json = cJSON_Parse(ran.out);

	assert_int_equal(ran.status, 0);
	assert_true(cJSON_GetArraySize(json) > 60);
	assert_true(cJSON_HasObjectItem(cJSON_GetArrayItem(json, 0), "action"));
	cJSON_Delete(json);
	ran_free(&ran);
}

static void keys__of_an_unknown_name__lists_the_names(void **state)
{
	ends(*state, "--keys emacs keys", 2, "default, keypad, leader, vi, or a file");
}

static void check__of_a_good_file__says_so(void **state)
{
	place_write(*state, "k", "map panes Ctrl-T transfer\n", 0600);
	ends(*state, "keys --check %H/k", 0, "no mistakes, no conflicts");
}

static void check__of_a_bad_file__names_each_line_and_fails(void **state)
{
	place_write(*state, "k",
		    "map panes Ctrl-T transfer\nmap panes Ctrl-T park\nmap any F77 help\n"
		    "unmap any F4\nunmap empty , h\n",
		    0600);
	ends(*state, "keys --check %H/k", 1, "/k:2: this key is mapped in line 1 already");
	ends(*state, "keys --check %H/k", 1, "/k:3: \"F77\" is no key");
	ends(*state, "keys --check %H/k", 1, "/k:5: with this no key is left for \"hold\"");
	ends(*state, "keys --check %H/not-there", 1, "No such file");
}

static void console__with_a_broken_key_file__says_where_and_does_not_start(void **state)
{
	place_write(*state, "k", "map panes F2\n", 0600);
	struct pty *pty = place_console(*state, 24, 80, "--demo --keys %H/k", NULL);

	assert_int_equal(pty_wait_end(pty), 2 << 8);
	assert_true(pty_wrote(pty, "/k:1: expected"));
}

static void console__with_an_action_out_of_reach__says_where(void **state)
{
	place_write(*state, "k", "unmap any F4\nunmap empty , h\n", 0600);
	struct pty *pty = place_console(*state, 24, 80, "--demo --keys %H/k", NULL);

	pty_wait_text(pty, "no key is left");
	place_quit(*state);
}

/* ---- What a desk remembers ---- */

static struct pty *living(struct place *place)
{
	struct pty *pty = place_console(place, 24, 80, "--demo", NULL);

	pty_wait_text(pty, "live");
	return pty;
}

static void desk__widths_and_commands__are_there_again_the_next_day(void **state)
{
	struct pty *pty = living(*state);

	pty_send(pty, ",>,>:details nobody\r");
	pty_wait_text(pty, "Nobody is found");
	pty_keys(pty, "Tab");
	place_quit(*state);
	char *kept = place_read(*state, ".local/state/frontdesk/desk");
	assert_non_null(kept);
	assert_non_null(strstr(kept, "width contacts 2\n"));
	assert_non_null(strstr(kept, "focus addressbook\n"));
	assert_non_null(strstr(kept, "command details nobody\n"));
	assert_int_equal(place_mode(*state, ".local/state/frontdesk/desk"), 0600);
	free(kept);

	pty = living(*state);
	pty_send(pty, ":");
	pty_keys(pty, "Up");
	pty_wait_text(pty, ": details nobody");
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, ": details nobody");
	place_quit(*state);
	kept = place_read(*state, ".local/state/frontdesk/desk");
	assert_non_null(strstr(kept, "width contacts 2\n"));
	assert_non_null(strstr(kept, "focus addressbook\n"));
	free(kept);
}

static void desk__file_of_another_version_or_hand__harms_nothing(void **state)
{
	place_write(*state, ".local/state/frontdesk/desk",
		    "width contacts 99999999999999999999\nwidth nowhere 3\nwidth\nfocus mars\n"
		    "zoom 7\ncommand \033[2J\xff\n\n   \npanes x\nwidth addressbook -9e9\n",
		    0600);
	struct pty *pty = living(*state);

	pty_wait_text(pty, "Address book");
	pty_send(pty, ":");
	pty_keys(pty, "Up");
	pty_wait_text(pty, "[2J");
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, "[2J");
	place_quit(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys__without_more__prints_the_default_map),
		TEST(keys__by_name__prints_that_map),
		TEST(keys__named_in_the_configuration__lie_under_the_users_own),
		TEST(keys__json__is_one_document),
		TEST(keys__of_an_unknown_name__lists_the_names),
		TEST(check__of_a_good_file__says_so),
		TEST(check__of_a_bad_file__names_each_line_and_fails),
		TEST(console__with_a_broken_key_file__says_where_and_does_not_start),
		TEST(console__with_an_action_out_of_reach__says_where),
		TEST(desk__widths_and_commands__are_there_again_the_next_day),
		TEST(desk__file_of_another_version_or_hand__harms_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
