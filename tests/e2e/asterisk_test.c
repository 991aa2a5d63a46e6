/* frontdesk --asterisk where there is no Asterisk: what is said, and who joins whom. */
#include "e2e/place.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

/* Nobody listens at port 1. */
#define NOWHERE "--asterisk frontdesk@127.0.0.1:1 --as 1001 --asterisk-secret-file %H/secret"
#define STORE   ".local/share/frontdesk/asterisk/frontdesk@127.0.0.1_1.db"

static int setup(void **state)
{
	int err = place_setup(state);

	if (!err)
		place_write(*state, "secret", "sesame\n", 0600);
	return err;
}

/* The PABX of the store ends by itself when the last console has gone, but not before our folder
 * has. */
static int teardown(void **state)
{
	struct place *place = *state;

	pty_free(&place->pty);
	place_wait_gone(place, STORE ".at");
	return place_teardown(state);
}

static void refused(struct place *place, const char *words, int status, const char *text)
{
	struct ran ran = place_run(place, words);

	if (!strstr(ran.err, text))
		print_error("%s\n", ran.err);
	assert_non_null(strstr(ran.err, text));
	assert_int_equal(ran.status, status);
	ran_free(&ran);
}

static void asterisk__no_operator__says_what_is_missing(void **state)
{
	refused(*state, "--asterisk frontdesk@127.0.0.1:1 contacts", 2, "--asterisk needs --as");
}

static void asterisk__no_secret__says_how_to_give_it(void **state)
{
	refused(*state, "--asterisk frontdesk@127.0.0.1:1 --as 1001 contacts", 2,
		"The secret of Asterisk's manager user is needed: --asterisk-secret-file");
}

static void asterisk__secret_that_others_may_read__is_refused(void **state)
{
	place_write(*state, "secret", "sesame\n", 0644);
	refused(*state, NOWHERE " contacts", 2, "Others may read");
}

static void asterisk__with_a_host__is_refused(void **state)
{
	refused(*state, NOWHERE " --host pbx.example.com contacts", 2,
		"--asterisk does not go together with a host");
}

static void asterisk__host_of_the_file__gives_way_to_the_command_line(void **state)
{
	place_write(*state, ".config/frontdesk/frontdesk.conf", "[pabx]\nhost = 127.0.0.1:2\n",
		    0600);
	refused(*state, "--asterisk nobody --as 1001 --asterisk-secret-file %H/secret whoami", 3,
		"telephone system's server has ended");
}

static void asterisk__operator_whom_nobody_knows__is_named(void **state)
{
	refused(*state,
		"--asterisk frontdesk@127.0.0.1:1 --as agnse --asterisk-secret-file %H/secret "
		"whoami",
		3, "nobody has the login or the extension \"agnse\"");
}

static void asterisk__broken_mapping__is_named_with_file_and_line(void **state)
{
	place_write(*state, "people.csv", "extension,name,role\n1001,Agnes,wizard\n", 0600);
	refused(*state, NOWHERE " --mapping %H/people.csv whoami", 3,
		"people.csv, line 2: no such permission: \"wizard\"");
}

static void asterisk__first_start__makes_the_operator_and_keeps_the_store(void **state)
{
	struct ran ran = place_run(*state, NOWHERE " whoami");

	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.out, "1001"));
	assert_non_null(strstr(ran.out, "receptionist"));
	ran_free(&ran);
	assert_int_equal(place_mode(*state, STORE), 0600);
	assert_int_equal(place_mode(*state, ".local/share/frontdesk/asterisk"), 0700);
}

static void asterisk__secret_by_command__is_taken(void **state)
{
	struct ran ran = place_run(*state, "--asterisk frontdesk@127.0.0.1:1 --as 1001 "
					   "--asterisk-secret-command echo~sesame whoami");

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
}

static void asterisk__mapping__says_who_people_are(void **state)
{
	struct ran ran;

	place_write(*state, "people.csv",
		    "extension,name,department\n1001,Agnes Holm,Reception\n1002,Bruno,Sales\n",
		    0600);
	ran = place_run(*state, NOWHERE " --mapping %H/people.csv --json snapshot");
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.out, "\"Agnes Holm\""));
	assert_non_null(strstr(ran.out, "\"Reception\""));
	assert_non_null(strstr(ran.out, "\"Bruno\""));
	ran_free(&ran);
}

static void asterisk__second_console__joins_the_first_by_its_key_file(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 100, NOWHERE, NULL);
	struct ran ran;
	char *key;

	pty_wait_text(pty, "1001 at 127.0.0.1:1");
	ran = place_run(place, "--asterisk frontdesk@127.0.0.1:1 --as 1002 "
			       "--asterisk-secret-file %H/secret whoami");
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.out, "1002"));
	ran_free(&ran);
	assert_int_equal(place_mode(place, STORE ".1002.key"), 0600);
	assert_int_equal(place_mode(place, STORE ".at"), 0600);
	key = place_read(place, STORE ".1002.key");
	ran = place_run(place, "--asterisk frontdesk@127.0.0.1:1 --as 1002 "
			       "--asterisk-secret-file %H/secret whoami");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	char *same = place_read(place, STORE ".1002.key");
	assert_string_equal(key, same);
	free(key);
	free(same);
	place_quit(place);
}

static void asterisk__first_console_quits__the_second_stays_live(void **state)
{
	struct place *place = *state;
	struct pty *first = place_console(place, 24, 100, NOWHERE, NULL);

	pty_wait_text(first, "1001 at 127.0.0.1:1");
	place->pty = NULL;
	struct pty *second = place_console(place, 24, 100, NOWHERE, NULL);
	pty_wait_text(second, "1001 at 127.0.0.1:1");
	pty_signal(first, SIGKILL);
	pty_free(&first);
	pty_keys(second, "F7");
	pty_send(second, "1001");
	pty_wait_text(second, "1001");
	pty_wait_text(second, "telephones lost");
	place_quit(place);
}

static void asterisk__not_reachable__console_says_so_and_shows_nothing_as_fresh(void **state)
{
	struct pty *pty = place_console(*state, 24, 100, NOWHERE, NULL);

	pty_wait_text(pty, "cannot connect to 127.0.0.1 port 1");
	pty_wait_text(pty, "telephones lost: what you see is");
	pty_send(pty, "1001");
	pty_wait_text(pty, "1001");
	place_quit(*state);
}

static void asterisk__not_reachable__watch_is_told_error_3(void **state)
{
	struct pty *pty = place_console(*state, 24, 132, NOWHERE " watch", NULL);

	pty_wait_text(pty, "error   3 ");
	pty_wait_text(pty, "link    stale");
	pty_signal(pty, SIGINT);
	assert_int_equal(pty_wait_end(pty), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(asterisk__no_operator__says_what_is_missing),
		TEST(asterisk__no_secret__says_how_to_give_it),
		TEST(asterisk__secret_that_others_may_read__is_refused),
		TEST(asterisk__with_a_host__is_refused),
		TEST(asterisk__host_of_the_file__gives_way_to_the_command_line),
		TEST(asterisk__operator_whom_nobody_knows__is_named),
		TEST(asterisk__broken_mapping__is_named_with_file_and_line),
		TEST(asterisk__first_start__makes_the_operator_and_keeps_the_store),
		TEST(asterisk__secret_by_command__is_taken),
		TEST(asterisk__mapping__says_who_people_are),
		TEST(asterisk__second_console__joins_the_first_by_its_key_file),
		TEST(asterisk__first_console_quits__the_second_stays_live),
		TEST(asterisk__not_reachable__console_says_so_and_shows_nothing_as_fresh),
		TEST(asterisk__not_reachable__watch_is_told_error_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
