/* Whom the console trusts, and who trusts the console: certificates, sessions, passwords. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TLS     "--quiet --tls-cert %H/pabx.pem --tls-key %H/pabx.key"
#define CONSOLE "--host https://%h --user reception --password-file %H/password"

/* Makes a certificate; fingerprint gets the first eight digits of its SHA-256. */
static void make_certificate(struct place *place, char fingerprint[9])
{
	struct ran ran = place_run_pabx(
		place, "cert --name 127.0.0.1 --tls-cert %H/pabx.pem --tls-key %H/pabx.key", NULL);
	const char *hex = ran.out;

	if (ran.status)
		print_error("%s", ran.err);
	assert_int_equal(ran.status, 0);
	while (*hex && strspn(hex, "0123456789abcdef") != 64)
		hex++;
	snprintf(fingerprint, 9, "%s", hex);
	assert_int_equal(strlen(fingerprint), 8);
	ran_free(&ran);
}

static void remove_file(struct place *place, const char *name)
{
	char *path = place_path(place, name);

	assert_int_equal(remove(path), 0);
	free(path);
}

static int tls_office(void **state)
{
	place_setup(state);
	place_write(*state, "password", "reception\n", 0600);
	return 0;
}

static void certificate__unknown__is_asked_about_once_and_then_trusted(void **state)
{
	struct place *place = *state;
	char fingerprint[9];
	struct pty *pty;

	make_certificate(place, fingerprint);
	place_open_pabx(place, TLS);
	pty = place_console(place, 24, 80, CONSOLE, NULL);
	pty_wait_text(pty, "Unknown certificate");
	pty_wait_text(pty, fingerprint);
	pty_keys(pty, "Enter");
	pty_keys(pty, "y");
	pty_wait_text(pty, "live");
	place_quit(place);

	pty = place_console(place, 24, 80, CONSOLE, NULL);
	pty_wait_text(pty, "live");
	assert_false(pty_wrote(pty, "certificate"));
	place_quit(place);

	struct ran ran = place_run(place, CONSOLE " devices");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
}

static void certificate__declined__nothing_is_signed_in(void **state)
{
	struct place *place = *state;
	char fingerprint[9];
	struct pty *pty;

	make_certificate(place, fingerprint);
	place_open_pabx(place, TLS);
	pty = place_console(place, 24, 80, CONSOLE, NULL);
	pty_wait_text(pty, "Unknown certificate");
	pty_keys(pty, "Esc");
	pty_wait_text(pty, "Sign in");
	pty_wait_text(pty, "not connected");
	place_quit(place);
}

static void certificate__changed__is_refused_loudly(void **state)
{
	struct place *place = *state;
	char first[9], second[9];
	struct pty *pty;

	make_certificate(place, first);
	place_open_pabx(place, TLS);
	pty = place_console(place, 24, 80, CONSOLE, NULL);
	pty_wait_text(pty, "Unknown certificate");
	pty_keys(pty, "y");
	pty_wait_text(pty, "live");
	place_quit(place);

	place_end_pabx(place, SIGTERM);
	remove_file(place, "pabx.pem");
	remove_file(place, "pabx.key");
	make_certificate(place, second);
	assert_string_not_equal(first, second);
	place_open_pabx(place, TLS);
	pty = place_console(place, 24, 80, CONSOLE, NULL);
	pty_wait_text(pty, "DANGER");
	pty_wait_text(pty, second);
	pty_wait_text(pty, "not connected");
	place_quit(place);
}

static void certificate__command__says_what_to_do(void **state)
{
	struct place *place = *state;
	char fingerprint[9];

	make_certificate(place, fingerprint);
	place_open_pabx(place, TLS);
	struct ran ran = place_run(place, CONSOLE " devices");
	assert_int_equal(ran.status, 3);
	assert_non_null(strstr(ran.err, "give --pin FILE"));
	ran_free(&ran);
	ran = place_run(place, CONSOLE " --pin %H/pabx.pem devices");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	ran = place_run(place, CONSOLE " --pin %H/none.pem devices");
	assert_int_equal(ran.status, 2);
	assert_non_null(strstr(ran.err, "none.pem cannot be read"));
	ran_free(&ran);
}

static void session__ended_from_elsewhere__asks_again_and_keeps_what_was_typed(void **state)
{
	struct place *place = *state;
	struct pty *pty;
	struct ran ran;

	place_open_pabx(place, "--quiet");
	pty = place_console(place, 24, 80, "--host %h --user reception", NULL);
	pty_wait_text(pty, "Password");
	pty_send(pty, "reception\r");
	pty_wait_text(pty, "live");
	pty_send(pty, "agn");
	pty_wait_text(pty, "call Agnes");
	ran = place_run_pabx(place, "user passwd reception", "changed by another\n");
	if (ran.status)
		print_error("%s", ran.err);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	pty_wait_text(pty, "Sign in");
	pty_send(pty, "reception\r");
	pty_wait_text(pty, "do not go together");
	pty_send(pty, "changed by another\r");
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "agn");
	pty_wait_text(pty, "call Agnes");
	assert_false(pty_wrote(pty, "changed by"));
	place_quit(place);
}

static void password__asked_by_a_command__is_not_echoed(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	place_open_pabx(place, "--quiet");
	pty = place_console(place, 60, 120, "--host %h --user reception queues", NULL);
	pty_wait_text(pty, "Password of reception at");
	pty_send(pty, "reception\n");
	pty_wait_text(pty, "Front desk");
	assert_int_equal(pty_wait_end(pty), 0);
	assert_false(pty_wrote(pty, ": reception"));
}

static void password__given_up_by_ctrl_c__brings_the_echo_back(void **state)
{
	struct pty *pty =
		place_console(*state, 24, 80, "--host 127.0.0.1:1 --user reception queues", NULL);
	struct termios modes;

	pty_wait_text(pty, "Password of reception at");
	pty_send(pty, "\003");
	assert_int_equal(pty_wait_end(pty), 3 << 8);
	pty_modes(pty, &modes);
	assert_true(modes.c_lflag & ECHO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tls_office, place_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(certificate__unknown__is_asked_about_once_and_then_trusted),
		TEST(certificate__declined__nothing_is_signed_in),
		TEST(certificate__changed__is_refused_loudly),
		TEST(certificate__command__says_what_to_do),
		TEST(session__ended_from_elsewhere__asks_again_and_keeps_what_was_typed),
		TEST(password__asked_by_a_command__is_not_echoed),
		TEST(password__given_up_by_ctrl_c__brings_the_echo_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
