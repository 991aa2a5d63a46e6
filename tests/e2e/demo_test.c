/* The console on its simulated office: calls, people, and a picture where there is no terminal. */
#include "e2e/place.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUIET "--demo --demo-args --quiet~--office~%o"
#define BUSY  "--demo --demo-args --speed~20~--office~%o"

static struct pty *live(struct place *place, const char *words, const char *const *environment)
{
	struct pty *pty = place_console(place, 24, 80, words, environment);

	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Agnes Müller");
	return pty;
}

/* The office is the console's only child. */
static pid_t office_of(struct pty *pty)
{
	char path[80];
	int office = 0;
	FILE *children;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pty_pid(pty),
		 (int)pty_pid(pty));
	children = fopen(path, "r");
	assert_non_null(children);
	assert_int_equal(fscanf(children, "%d", &office), 1);
	fclose(children);
	assert_true(office > 1);
	return office;
}

static bool is_gone(void *ctx)
{
	return kill(*(pid_t *)ctx, 0) < 0 && errno == ESRCH;
}

static void demo__start__shows_live_people_and_quits_clean(void **state)
{
	live(*state, QUIET, NULL);
	place_quit(*state);
}

static void demo__quit__ends_the_office(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);
	pid_t office = office_of(pty);

	place_quit(*state);
	assert_true(is_gone(&office));
}

static void demo__three_letters_and_enter__calls_that_person(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);

	pty_send(pty, "agn");
	pty_wait_text(pty, "Enter call Agnes Müller");
	pty_keys(pty, "Enter");
	pty_wait_no_text(pty, "No calls");
	pty_wait_text(pty, "hang up");
	place_quit(*state);
}

static void demo__call_rings__enter_answers_it(void **state)
{
	struct pty *pty = live(*state, BUSY, NULL);

	pty_wait_text(pty, "Enter answer");
	/* What has just appeared is not acted upon; the key is pressed until it counts. */
	for (int i = 0; i < 50; i++) {
		char *screen = pty_dump(pty);
		bool answered = !strstr(screen, "Enter answer") && strstr(screen, "hold");

		free(screen);
		if (answered)
			break;
		pty_keys(pty, "Enter");
		for (int turn = 0; turn < 10; turn++)
			pty_read(pty, 20);
	}
	pty_wait_text(pty, "hang up");
	place_quit(*state);
}

static void demo__not_utf8__marks_are_ascii(void **state)
{
	static const char *const plain[] = {"LC_ALL=C", NULL};
	struct pty *pty = live(*state, QUIET, plain);

	assert_false(pty_wrote(pty, "○"));
	assert_false(pty_wrote(pty, "─"));
	place_quit(*state);
}

static void demo__stalled_terminal__shows_the_newest_state_when_it_reads_again(void **state)
{
	struct place *place = *state;
	struct pty *pty = live(place, BUSY, NULL);

	/* Nobody reads: far more changes than a terminal's buffer holds. */
	for (int i = 0; i < 400; i++)
		pty_send(pty, i % 2 ? "x" : "\177");
	pty_keys(pty, "Ctrl-U");
	pty_send(pty, "agnes");
	pty_wait_text(pty, "agnes");
	pty_wait_text(pty, "Agnes Müller");
	place_quit(place);
}

static void demo__screen_of_three_rows__still_quits(void **state)
{
	struct pty *pty = place_console(*state, 3, 10, QUIET, NULL);

	while (!pty_written(pty))
		pty_read(pty, 20);
	place_quit(*state);
}

static void demo__resized__people_are_still_there(void **state)
{
	struct pty *pty = live(*state, BUSY, NULL);

	for (int i = 0; i < 200; i++) {
		pty_resize(pty, 3 + i % 60, 8 + i * 7 % 190);
		if (i % 10 == 0)
			pty_read(pty, 0);
	}
	pty_resize(pty, 30, 130);
	pty_keys(pty, "Ctrl-L");
	pty_wait_text(pty, "Agnes Müller");
	place_quit(*state);
}

static void demo__hangup_of_the_line__ends_the_console(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);

	pty_signal(pty, SIGHUP);
	assert_int_equal(pty_wait_end(pty), 0);
	assert_false(pty_alternate(pty));
}

static void demo__terminal_closed__ends_the_console(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);

	pty_hang_up(pty);
	assert_int_equal(pty_wait_end(pty), 0);
}

static void demo__office_killed__console_stays_and_says_what_it_knows(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);

	pty_send(pty, "agn");
	pty_wait_text(pty, "agn");
	kill(office_of(pty), SIGKILL);
	pty_wait_text(pty, "The demo is over");
	pty_wait_text(pty, "telephone system has ended");
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, "The demo is over");
	pty_wait_text(pty, "link lost");
	pty_wait_text(pty, "agn");
	place_quit(*state);
}

static void demo__console_killed__takes_its_office_along(void **state)
{
	struct pty *pty = live(*state, QUIET, NULL);
	pid_t office = office_of(pty);

	pty_signal(pty, SIGKILL);
	pty_wait_end(pty);
	place_until(is_gone, &office, "the office ends with its console");
}

static void demo__office_does_not_start__console_stays_and_says_why(void **state)
{
	struct pty *pty =
		place_console(*state, 24, 100, "--demo --demo-args --office~/nowhere", NULL);

	pty_wait_text(pty, "The demo is over");
	pty_wait_text(pty, "telephone system has ended");
	pty_wait_text(pty, "not connected");
	place_quit(*state);
}

static int rows_of(const char *text)
{
	int rows = 0;

	for (; *text; text++)
		rows += *text == '\n';
	return rows;
}

static void picture__no_terminal__is_the_live_console_as_plain_text(void **state)
{
	struct ran ran = place_run(*state, QUIET);

	if (ran.status)
		print_error("%s", ran.err);
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.out, "Agnes Müller"));
	assert_non_null(strstr(ran.out, "live"));
	assert_null(strchr(ran.out, '\033'));
	assert_int_equal(rows_of(ran.out), 24);
	ran_free(&ran);
}

static void picture__size_of_the_environment__is_used(void **state)
{
	static const char *const size[] = {"LINES=30", "COLUMNS=130", NULL};
	struct ran ran = place_run_with(*state, QUIET, size);

	assert_int_equal(ran.status, 0);
	assert_int_equal(rows_of(ran.out), 30);
	assert_non_null(strstr(ran.out, "My lines"));
	ran_free(&ran);
}

static void picture__office_does_not_start__says_so_with_status_3(void **state)
{
	struct ran ran = place_run(*state, "--demo --demo-args --office~/nowhere");

	assert_int_equal(ran.status, 3);
	assert_string_equal(ran.out, "");
	assert_non_null(strstr(ran.err, "telephone system has ended"));
	ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(demo__start__shows_live_people_and_quits_clean),
		TEST(demo__quit__ends_the_office),
		TEST(demo__three_letters_and_enter__calls_that_person),
		TEST(demo__call_rings__enter_answers_it),
		TEST(demo__not_utf8__marks_are_ascii),
		TEST(demo__stalled_terminal__shows_the_newest_state_when_it_reads_again),
		TEST(demo__screen_of_three_rows__still_quits),
		TEST(demo__resized__people_are_still_there),
		TEST(demo__hangup_of_the_line__ends_the_console),
		TEST(demo__terminal_closed__ends_the_console),
		TEST(demo__office_killed__console_stays_and_says_what_it_knows),
		TEST(demo__console_killed__takes_its_office_along),
		TEST(demo__office_does_not_start__console_stays_and_says_why),
		TEST(picture__no_terminal__is_the_live_console_as_plain_text),
		TEST(picture__size_of_the_environment__is_used),
		TEST(picture__office_does_not_start__says_so_with_status_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
