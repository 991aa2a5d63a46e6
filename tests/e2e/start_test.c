/* Starting and ending the console, without a telephone system. */
#include "e2e/place.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/path.h"

#define HAS(text, part)   assert_non_null(strstr((text), (part)))
#define HASNT(text, part) assert_null(strstr((text), (part)))

static void start__nothing_configured__asks_host_and_user_and_offers_the_demo(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome to frontdesk");
	pty_wait_text(pty, "Host");
	pty_wait_text(pty, "User");
	pty_wait_text(pty, "Password");
	pty_wait_text(pty, "simulated office");
	place_quit(*state);
	assert_null(place_read(*state, ".config/frontdesk/frontdesk.conf"));
}

static void start__smallest_screen__whole_form_is_seen(void **state)
{
	struct pty *pty = place_console(*state, 10, 40, "", NULL);

	pty_wait_text(pty, "Host");
	pty_wait_text(pty, "Password");
	pty_wait_text(pty, "simulated office");
	pty_wait_text(pty, "sign in");
	pty_wait_text(pty, "quit");
	place_quit(*state);
}

static void start__ten_columns_by_three__quits_without_harm(void **state)
{
	struct pty *pty = place_console(*state, 3, 10, "", NULL);

	while (!pty_written(pty))
		pty_read(pty, 20);
	pty_keys(pty, "a Tab Enter Up");
	place_quit(*state);
}

static void form__enter__goes_to_what_is_missing_and_says_so(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome");
	pty_keys(pty, "Enter");
	pty_wait_text(pty, "Please type: Host");
	pty_send(pty, "127.0.0.1:1\r");
	pty_send(pty, "anna\r");
	pty_send(pty, "secret\r");
	pty_wait_text(pty, "127.0.0.1:1 is not there");
	assert_false(pty_wrote(pty, "secret"));
	place_quit(*state);
}

static void form__host_that_is_none__is_refused_with_its_name(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome");
	pty_send(pty, "no/host\ranna\rsecret\r");
	pty_wait_text(pty, "\"no/host\" is not a host");
	place_quit(*state);
}

static void sign_in__server_down__keeps_trying_and_esc_changes_the_host(void **state)
{
	struct pty *pty;

	place_write(*state, "password", "secret\n", 0600);
	pty = place_console(*state, 24, 80,
			    "--host 127.0.0.1:1 --user anna --password-file %H/password", NULL);
	pty_wait_text(pty, "127.0.0.1:1 is not there");
	pty_wait_text(pty, "Trying");
	pty_wait_text(pty, "change");
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, "Trying");
	pty_keys(pty, "Ctrl-U");
	pty_send(pty, "127.0.0.1:2\rother\r");
	pty_wait_text(pty, "127.0.0.1:2 is not there");
	place_quit(*state);
}

static void sign_in__plain_http_to_another_machine__is_refused(void **state)
{
	struct ran ran = place_run(*state, "--host http://192.0.2.1 --user anna contacts");

	assert_int_equal(ran.status, 2);
	HAS(ran.err, "Without TLS the password would cross the network readable");
	ran_free(&ran);
}

static int exit_of(struct place *place)
{
	int status = pty_wait_end(place->pty);

	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void start__term_unset__says_so_and_does_not_touch_the_screen(void **state)
{
	static const char *const unset[] = {"TERM", NULL};
	struct pty *pty = place_console(*state, 24, 80, "", unset);

	assert_int_equal(exit_of(*state), 2);
	pty_wait_text(pty, "TERM");
	assert_false(pty_wrote(pty, "\033"));
}

static void start__term_unknown__is_named(void **state)
{
	/* Of a terminal that it does not know curses itself forgets some memory. */
	static const char *const unknown[] = {"TERM=glass-tty-9", "ASAN_OPTIONS=detect_leaks=0",
					      NULL};
	struct pty *pty = place_console(*state, 24, 80, "", unknown);

	assert_int_equal(exit_of(*state), 2);
	pty_wait_text(pty, "glass-tty-9");
	assert_false(pty_wrote(pty, "\033"));
}

static void start__no_terminal__is_said_with_status_2(void **state)
{
	struct ran ran = place_run(*state, "");

	assert_int_equal(ran.status, 2);
	assert_string_equal(ran.out, "");
	HAS(ran.err, "needs a terminal");
	ran_free(&ran);
}

static void config__broken__file_and_line_are_named_before_the_screen_is_touched(void **state)
{
	struct pty *pty;

	place_write(*state, ".config/frontdesk/frontdesk.conf",
		    "[pabx]\nhost = 127.0.0.1\nmood = good\n", 0600);
	pty = place_console(*state, 24, 120, "", NULL);
	assert_int_equal(exit_of(*state), 2);
	pty_wait_text(pty, "frontdesk.conf:3: there is no option \"mood\" in [pabx]");
	assert_false(pty_wrote(pty, "\033"));
}

static void config__asked_for_and_missing__is_an_error(void **state)
{
	struct ran ran = place_run(*state, "--config /nowhere/at.conf contacts");

	assert_int_equal(ran.status, 2);
	HAS(ran.err, "/nowhere/at.conf");
	ran_free(&ran);
}

static void config__command_line__comes_before_the_file(void **state)
{
	struct ran ran;

	place_write(*state, ".config/frontdesk/frontdesk.conf", "[pabx]\nhost = not/a/host\n",
		    0600);
	ran = place_run(*state, "contacts");
	HAS(ran.err, "not/a/host");
	ran_free(&ran);
	ran = place_run(*state, "--host other/host contacts");
	HAS(ran.err, "other/host");
	ran_free(&ran);
}

static void config__shipped_example__is_understood_when_uncommented(void **state)
{
	struct ran ran;
	char *text, *at;
	size_t len;

	assert_int_equal(path_read(CONFIG_EXAMPLE, 1 << 20, &text, &len, NULL), 0);
	for (at = text; (at = strstr(at, "\n# ")); at++)
		memcpy(at, "\n  ", 3);
	place_write(*state, "all.conf", text, 0600);
	free(text);
	ran = place_run(*state, "--config %H/all.conf --version");
	assert_string_equal(ran.err, "");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
}

static void keys__broken_key_file__is_named_with_status_2(void **state)
{
	struct ran ran;

	place_write(*state, ".config/frontdesk/keys", "map any F9 fly\n", 0600);
	ran = place_run(*state, "keys");
	assert_int_equal(ran.status, 2);
	HAS(ran.err, "keys:1");
	ran_free(&ran);
}

static void keys__own_key_file__is_in_force(void **state)
{
	struct pty *pty;
	struct ran ran;

	place_write(*state, ".config/frontdesk/keys", "map any Ctrl-X quit\n", 0600);
	ran = place_run(*state, "keys");
	assert_int_equal(ran.status, 0);
	HAS(ran.out, "Ctrl-X");
	ran_free(&ran);
	pty = place_console(*state, 24, 80, "", NULL);
	pty_wait_text(pty, "Ctrl-X");
	pty_keys(pty, "Ctrl-X");
	assert_int_equal(exit_of(*state), 0);
}

static void secret__file_that_others_may_read__is_refused_before_the_screen(void **state)
{
	struct pty *pty;

	place_write(*state, "password", "secret\n", 0644);
	pty = place_console(*state, 24, 120,
			    "--host 127.0.0.1:1 --user anna --password-file %H/password", NULL);
	assert_int_equal(exit_of(*state), 2);
	pty_wait_text(pty, "Others may read");
	assert_false(pty_wrote(pty, "\033"));
}

static void ends_on_signal(struct place *place, int number)
{
	struct pty *pty = place_console(place, 24, 80, "", NULL);
	struct termios before, after;

	pty_modes(pty, &before);
	pty_wait_text(pty, "Welcome");
	pty_signal(pty, number);
	assert_int_equal(exit_of(place), 0);
	assert_false(pty_alternate(pty));
	pty_modes(pty, &after);
	assert_int_equal(after.c_lflag & (ICANON | ECHO | ISIG), ICANON | ECHO | ISIG);
}

static void signal__term__restores_the_terminal_and_ends_with_0(void **state)
{
	ends_on_signal(*state, SIGTERM);
}

static void signal__hangup__restores_the_terminal_and_ends_with_0(void **state)
{
	ends_on_signal(*state, SIGHUP);
}

static void terminal__closed__ends_the_program(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome");
	pty_hang_up(pty);
	int status = pty_wait_end(pty);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void terminal__resize_storm__last_size_is_drawn(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome");
	for (int i = 0; i < 300; i++) {
		pty_resize(pty, 3 + i % 60, 8 + i * 7 % 190);
		if (i % 10 == 0)
			pty_read(pty, 0);
	}
	pty_resize(pty, 24, 80);
	pty_keys(pty, "Ctrl-L");
	pty_wait_text(pty, "Welcome to frontdesk");
	pty_wait_text(pty, "simulated office");
	place_quit(*state);
}

static void locale__not_utf8__only_ascii_is_drawn(void **state)
{
	static const char *const plain[] = {"LC_ALL=C", NULL};
	struct pty *pty = place_console(*state, 24, 80, "", plain);

	pty_wait_text(pty, "Welcome");
	pty_keys(pty, "Enter");
	pty_wait_text(pty, "Please type");
	char *dump = pty_dump(pty);
	for (const char *c = dump; *c; c++)
		assert_true((unsigned char)*c < 0x80);
	free(dump);
	place_quit(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(start__nothing_configured__asks_host_and_user_and_offers_the_demo),
		TEST(start__smallest_screen__whole_form_is_seen),
		TEST(start__ten_columns_by_three__quits_without_harm),
		TEST(form__enter__goes_to_what_is_missing_and_says_so),
		TEST(form__host_that_is_none__is_refused_with_its_name),
		TEST(sign_in__server_down__keeps_trying_and_esc_changes_the_host),
		TEST(sign_in__plain_http_to_another_machine__is_refused),
		TEST(start__term_unset__says_so_and_does_not_touch_the_screen),
		TEST(start__term_unknown__is_named),
		TEST(start__no_terminal__is_said_with_status_2),
		TEST(config__broken__file_and_line_are_named_before_the_screen_is_touched),
		TEST(config__asked_for_and_missing__is_an_error),
		TEST(config__command_line__comes_before_the_file),
		TEST(config__shipped_example__is_understood_when_uncommented),
		TEST(keys__broken_key_file__is_named_with_status_2),
		TEST(keys__own_key_file__is_in_force),
		TEST(secret__file_that_others_may_read__is_refused_before_the_screen),
		TEST(signal__term__restores_the_terminal_and_ends_with_0),
		TEST(signal__hangup__restores_the_terminal_and_ends_with_0),
		TEST(terminal__closed__ends_the_program),
		TEST(terminal__resize_storm__last_size_is_drawn),
		TEST(locale__not_utf8__only_ascii_is_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
