/* Line mode of the real program: on a terminal, through a pipe, from a file. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define DEMO "--plain --demo --demo-args --quiet~--office~%o"

static struct pty *typed(struct place *place, const char *words, const char *type)
{
	const char *const environment[] = {type, NULL};
	struct pty *pty = place_console(place, 60, 120, words, environment);

	pty_wait_text(pty, "live.");
	return pty;
}

static void expect_clean(struct pty *pty)
{
	assert_false(pty_wrote(pty, "\033"));
}

static void line(struct pty *pty, const char *text)
{
	pty_send(pty, text);
	pty_send(pty, "\r");
}

static void terminal__plain__calls_by_lines_and_writes_no_escape_sequence(void **state)
{
	struct pty *pty = typed(*state, DEMO, "TERM=xterm-256color");

	line(pty, "find agnes");
	pty_wait_text(pty, "1 Agnes");
	line(pty, "call 1");
	pty_wait_text(pty, "Agnes Müller: calling");
	line(pty, "hangup");
	pty_wait_text(pty, "Done: Hang up Agnes");
	line(pty, "quit");
	assert_int_equal(pty_wait_end(pty), 0);
	expect_clean(pty);
}

static void dumb_terminal__without_plain__gets_lines(void **state)
{
	struct pty *pty = typed(*state, DEMO + strlen("--plain "), "TERM=dumb");

	line(pty, "status");
	pty_wait_text(pty, "No calls.");
	pty_send(pty, "\004");
	assert_int_equal(pty_wait_end(pty), 0);
	expect_clean(pty);
}

static void terminal__suspend_and_back__the_modes_are_others_and_then_ours(void **state)
{
	struct pty *pty = typed(*state, DEMO, "TERM=vt100");
	struct termios modes;

	pty_send(pty, "fin");
	pty_wait_text(pty, "> fin");
	pty_send(pty, "\025");
	line(pty, "suspend");
	pty_wait_stopped(pty);
	pty_modes(pty, &modes);
	assert_true(modes.c_lflag & ICANON);
	pty_signal(pty, SIGCONT);
	line(pty, "find okafor");
	pty_wait_text(pty, "1 Tom Okafor");
	pty_send(pty, "\003");
	assert_int_equal(pty_wait_end(pty), 0);
	pty_modes(pty, &modes);
	assert_true(modes.c_lflag & ICANON);
	expect_clean(pty);
}

static void pipe__script_in__transcript_out_each_line_after_the_one_before(void **state)
{
	struct ran ran = place_run_input(*state, DEMO,
					 "find agnes\n"
					 "call 1\n"
					 "hangup\n"
					 "status\n");

	assert_int_equal(ran.status, 0);
	const char *called = strstr(ran.out, "> call 1\nDone: Calling Agnes");
	const char *ended = strstr(ran.out, "> hangup\n");
	assert_non_null(called);
	assert_non_null(ended);
	assert_true(called < ended);
	assert_non_null(strstr(ended, "Done: Hang up Agnes"));
	assert_non_null(strstr(ran.out, "The console ends.\n"));
	assert_null(strchr(ran.out, '\033'));
	assert_null(strchr(ran.out, '\b'));
	ran_free(&ran);
}

static void pipe__last_line_refused__is_exit_status_1(void **state)
{
	struct ran ran = place_run_input(*state, DEMO, "hold\n");

	assert_int_equal(ran.status, 1);
	assert_non_null(strstr(ran.out, "Refused: hold: you have no call"));
	ran_free(&ran);
}

static void pipe__without_input__ends_by_itself(void **state)
{
	struct ran ran = place_run(*state, DEMO);

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
}

static void pipe__bytes_that_are_no_text__are_bad_words_and_nothing_else(void **state)
{
	struct ran ran = place_run_input(*state, DEMO, "\xff\xfe\001\033[2J\nfind okafor\r\n");

	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.out, "1 Tom Okafor"));
	assert_null(strchr(ran.out, '\033'));
	ran_free(&ran);
}

static void pipe__nobody_at_the_host__is_exit_status_3(void **state)
{
	place_write(*state, "password", "secret\n", 0600);
	struct ran ran = place_run(
		*state, "--plain --host 127.0.0.1:9 --user anna --password-file %H/password");

	assert_int_equal(ran.status, 3);
	assert_non_null(strstr(ran.out, "127.0.0.1:9 is not there"));
	ran_free(&ran);
}

static void sign_in__typed_in_lines__the_password_is_not_shown(void **state)
{
	struct place *place = *state;
	const char *const environment[] = {"TERM=vt220", NULL};

	place_open_pabx(place, "--quiet");
	struct pty *pty = place_console(place, 60, 120, "--plain --host http://%h --user reception",
					environment);
	pty_wait_text(pty, "Password:");
	line(pty, "wrong one");
	pty_wait_text(pty, "That name and password do not go together.");
	line(pty, "reception");
	pty_wait_text(pty, "live.");
	assert_false(pty_wrote(pty, "wrong one"));
	line(pty, "quit");
	line(pty, "quit");
	assert_int_equal(pty_wait_end(pty), 0);
	expect_clean(pty);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(terminal__plain__calls_by_lines_and_writes_no_escape_sequence),
		TEST(dumb_terminal__without_plain__gets_lines),
		TEST(terminal__suspend_and_back__the_modes_are_others_and_then_ours),
		TEST(pipe__script_in__transcript_out_each_line_after_the_one_before),
		TEST(pipe__last_line_refused__is_exit_status_1),
		TEST(pipe__without_input__ends_by_itself),
		TEST(pipe__bytes_that_are_no_text__are_bad_words_and_nothing_else),
		TEST(pipe__nobody_at_the_host__is_exit_status_3),
		TEST(sign_in__typed_in_lines__the_password_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
