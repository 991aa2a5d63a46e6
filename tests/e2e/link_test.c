/* The console and a telephone system that comes, goes, and asks who is there. */
#include "e2e/place.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define CONF ".config/frontdesk/frontdesk.conf"

static int office(void **state)
{
	place_setup(state);
	place_open_pabx(*state, "--quiet");
	place_write(*state, "password", "reception\n", 0600);
	return 0;
}

static struct pty *signed_in(struct place *place)
{
	struct pty *pty = place_console(
		place, 24, 80, "--host %h --user reception --password-file %H/password", NULL);

	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Agnes Müller");
	return pty;
}

static void first_start__what_works__is_kept_without_the_password(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 80, "", NULL);
	char *text;

	pty_wait_text(pty, "Welcome");
	pty_send(pty, place->host);
	pty_send(pty, "\rreception\rreception\r");
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Agnes Müller");
	place_quit(place);
	assert_int_equal(place_mode(place, CONF), 0600);
	text = place_read(place, CONF);
	assert_non_null(strstr(text, "\nhost = 127.0.0.1:"));
	assert_non_null(strstr(text, "\nuser = reception\n"));
	assert_non_null(strstr(text, "; The configuration of frontdesk"));
	free(text);

	pty = place_console(place, 24, 80, "", NULL);
	pty_wait_text(pty, "Sign in");
	pty_wait_text(pty, place->host);
	pty_send(pty, "reception\r");
	pty_wait_text(pty, "live");
	place_quit(place);
}

static void first_start__wrong_password__writes_nothing_and_asks_again(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 80, "", NULL);

	pty_wait_text(pty, "Welcome");
	pty_send(pty, place->host);
	pty_send(pty, "\rreception\rnonsense\r");
	pty_wait_text(pty, "That name and password do not go together");
	assert_null(place_read(place, CONF));
	pty_send(pty, "reception\r");
	pty_wait_text(pty, "live");
	place_quit(place);
	char *text = place_read(place, CONF);
	assert_non_null(text);
	free(text);
}

static void first_start__file_that_is_there__is_never_overwritten(void **state)
{
	static const char mine[] = "[console]\nbell = no\n";
	struct place *place = *state;
	struct pty *pty;

	place_write(place, CONF, mine, 0644);
	pty = place_console(place, 24, 100, "", NULL);
	pty_wait_text(pty, "Welcome");
	pty_send(pty, place->host);
	pty_send(pty, "\rreception\rreception\r");
	pty_wait_text(pty, "exists and was left as it is");
	pty_wait_text(pty, "live");
	place_quit(place);
	char *text = place_read(place, CONF);
	assert_string_equal(text, mine);
	free(text);
}

static void first_start__f2__starts_the_demo(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "--demo-args --quiet~--office~%o", NULL);

	pty_wait_text(pty, "Welcome");
	pty_keys(pty, "F2");
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Agnes Müller");
	place_quit(*state);
	assert_null(place_read(*state, CONF));
}

static void sign_in__password_file__needs_no_form(void **state)
{
	struct pty *pty = signed_in(*state);

	assert_false(pty_wrote(pty, "Sign in"));
	place_quit(*state);
}

static void sign_in__key_that_login_made__needs_no_form(void **state)
{
	struct place *place = *state;
	struct ran ran =
		place_run(place, "--host %h --user reception --password-file %H/password login");
	struct pty *pty;

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	pty = place_console(place, 24, 80, "--host %h --user reception", NULL);
	pty_wait_text(pty, "live");
	assert_false(pty_wrote(pty, "Sign in"));
	place_quit(place);
}

static void sign_in__key_no_longer_valid__asks_for_the_password(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	place_write(place, "key",
		    "0123456789abcdef."
		    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
		    "\n",
		    0600);
	pty = place_console(place, 24, 80, "--host %h --user reception --key-file %H/key", NULL);
	pty_wait_text(pty, "The key is not accepted any more");
	pty_send(pty, "reception\r");
	pty_wait_text(pty, "live");
	place_quit(place);
}

static void sign_in__server_comes_up__goes_on_by_itself(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	place_end_pabx(place, SIGTERM);
	pty = place_console(place, 24, 80, "--host %h --user reception --password-file %H/password",
			    NULL);
	pty_wait_text(pty, "is not there");
	place_open_pabx(place, "--quiet");
	pty_wait_text(pty, "live");
	pty_wait_no_text(pty, "is not there");
	place_quit(place);
}

static void link__server_killed__is_said_and_typed_text_is_kept_until_it_is_back(void **state)
{
	struct place *place = *state;
	struct pty *pty = signed_in(place);

	pty_send(pty, "agn");
	pty_wait_text(pty, "agn");
	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "link lost");
	pty_wait_text(pty, "agn");
	pty_wait_text(pty, "Agnes Müller");
	place_open_pabx(place, "--quiet");
	pty_wait_no_text(pty, "link lost");
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "agn");
	pty_wait_text(pty, "Enter call Agnes Müller");
	place_quit(place);
}

static void link__server_killed__quit_does_not_wait_for_it(void **state)
{
	struct place *place = *state;
	struct pty *pty = signed_in(place);

	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "link lost");
	place_quit(place);
	assert_true(pty_waited(pty) < 10000);
}

static void link__server_does_not_answer__quit_is_bounded(void **state)
{
	struct place *place = *state;
	struct pty *pty = signed_in(place);

	kill(place->pabx, SIGSTOP);
	place_quit(place);
	assert_true(pty_waited(pty) < 10000);
	kill(place->pabx, SIGCONT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office, place_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(first_start__what_works__is_kept_without_the_password),
		TEST(first_start__wrong_password__writes_nothing_and_asks_again),
		TEST(first_start__file_that_is_there__is_never_overwritten),
		TEST(first_start__f2__starts_the_demo),
		TEST(sign_in__password_file__needs_no_form),
		TEST(sign_in__key_that_login_made__needs_no_form),
		TEST(sign_in__key_no_longer_valid__asks_for_the_password),
		TEST(sign_in__server_comes_up__goes_on_by_itself),
		TEST(link__server_killed__is_said_and_typed_text_is_kept_until_it_is_back),
		TEST(link__server_killed__quit_does_not_wait_for_it),
		TEST(link__server_does_not_answer__quit_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
