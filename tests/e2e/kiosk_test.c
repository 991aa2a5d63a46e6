/* The kiosk as the real program on a real terminal: signals, the code, the PABX's restart, and what
 * runs it. */
#include "e2e/place.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/glass.h"

#define DEMO "--demo --demo-args --quiet~--office~%o --kiosk --greeting Brackwater"

static struct pty *opened(struct place *place, const char *words)
{
	struct pty *pty = place_console(place, 24, 80, words, NULL);

	pty_wait_text(pty, "Whom would you like to see?");
	pty_wait_text(pty, "Agnes Müller");
	return pty;
}

static void expect_alive(struct pty *pty)
{
	pty_send(pty, "\033");
	pty_wait_no_text(pty, "agn");
	pty_send(pty, "agn");
	pty_wait_text(pty, "▶ Agnes Müller");
}

static void demo__one_command__is_a_kiosk_that_calls(void **state)
{
	struct pty *pty = opened(*state, DEMO);

	pty_wait_text(pty, "demo: F10 and 0000 leave");
	pty_send(pty, "agn");
	pty_wait_text(pty, "▶ Agnes Müller");
	pty_keys(pty, "Enter");
	pty_wait_text(pty, "Calling");
	pty_send(pty, "\033");
	pty_wait_text(pty, "Whom would you like to see?");
	pty_keys(pty, "F10");
	pty_wait_text(pty, "Leaving the kiosk");
	pty_send(pty, "0000\r");
	assert_int_equal(pty_wait_end(pty), 0);
	assert_false(pty_alternate(pty));
}

static void signals__of_the_keyboard__have_no_effect(void **state)
{
	static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
	struct pty *pty = opened(*state, DEMO);
	struct termios modes;

	pty_modes(pty, &modes);
	assert_false(modes.c_lflag & (ISIG | ICANON | ECHO));
	assert_false(modes.c_iflag & IXON);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		pty_signal(pty, signals[i]);
		expect_alive(pty);
	}
	pty_send(pty, "\003\032\034\023\021\004\017\026");
	expect_alive(pty);
}

static void hang_up__of_the_line__ends_it(void **state)
{
	struct place *place = *state;
	struct pty *pty = opened(place, DEMO);

	pty_signal(pty, SIGHUP);
	assert_int_equal(pty_wait_end(pty), 0);
}

static void terminate__by_the_machine__ends_it_and_gives_the_terminal_back(void **state)
{
	struct pty *pty = opened(*state, DEMO);

	pty_signal(pty, SIGTERM);
	assert_int_equal(pty_wait_end(pty), 0);
	assert_false(pty_alternate(pty));
}

static void touch__mouse_reports__are_on_and_off_again(void **state)
{
	struct pty *pty = opened(*state, DEMO " --touch yes");

	assert_true(pty_wrote(pty, "\033[?1006h"));
	pty_send(pty, "\033[<0;80;1M");
	pty_wait_text(pty, "Leaving the kiosk");
	pty_send(pty, "0000\r");
	assert_int_equal(pty_wait_end(pty), 0);
	assert_true(pty_wrote(pty, "\033[?1006l"));
}

/* The office is the kiosk's only child. */
static pid_t office_of(struct pty *pty)
{
	char path[80];
	int office = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pty_pid(pty),
		 (int)pty_pid(pty));
	FILE *children = fopen(path, "r");
	assert_non_null(children);
	assert_int_equal(fscanf(children, "%d", &office), 1);
	fclose(children);
	return office;
}

static void demo__its_office_dies__is_started_again(void **state)
{
	struct pty *pty = opened(*state, DEMO);

	kill(office_of(pty), SIGKILL);
	pty_wait_text(pty, "One moment, please");
	pty_wait_text(pty, "Whom would you like to see?");
	expect_alive(pty);
}

/* ---- At a PABX of its own ---- */

/* An account made for it, whose key stands in a file, and a code in the configuration. */
static void furnish(struct place *place, const char *more)
{
	struct ran ran;
	char *text;

	place_open_pabx(place, NULL);
	ran = place_run_pabx(place, "user add hall Hall --extension 103 --kiosk lobby", "\n");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	ran = place_run_pabx(place, "key add kiosk lobby", NULL);
	assert_int_equal(ran.status, 0);
	place_write(place, "key", ran.out, 0600);
	ran_free(&ran);
	ran = place_run_pabx(place, "key add reception desk", NULL);
	place_write(place, "desk", ran.out, 0600);
	ran_free(&ran);
	text = mem_printf("[pabx]\nhost = %s\nuser = kiosk\nkey-file = %s/key\n%s", place->host,
			  place->home, more);
	place_write(place, "kiosk.conf", text, 0600);
	free(text);
}

static char *code_line(struct place *place, const char *code)
{
	char *command = mem_printf("printf '%s\\n' | " FRONTDESK_BIN " kiosk-code >%s/code", code,
				   place->home);

	assert_int_equal(system(command), 0);
	free(command);
	return place_read(place, "code");
}

static void code__made_by_the_command__leaves_and_no_other(void **state)
{
	struct place *place = *state;
	char *line = code_line(place, "blue door 7");
	struct pty *pty;

	assert_non_null(strstr(line, "[kiosk]\ncode = $y$"));
	assert_null(strstr(line, "blue"));
	furnish(place, line);
	free(line);
	pty = opened(place, "--kiosk --config %H/kiosk.conf");
	pty_keys(pty, "F10");
	pty_wait_text(pty, "Leaving the kiosk");
	pty_send(pty, "blue door\r");
	pty_wait_text(pty, "That is not the code.");
	pty_send(pty, "blue door 7\r");
	assert_int_equal(pty_wait_end(pty), 0);
}

static bool echoes(struct pty *pty)
{
	struct termios modes;

	pty_modes(pty, &modes);
	return modes.c_lflag & ECHO;
}

static void code__asked_for_at_a_terminal__is_not_shown(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "kiosk-code", NULL);

	pty_wait_text(pty, "Code:");
	assert_false(echoes(pty));
	pty_send(pty, "blue door 7\n");
	pty_wait_text(pty, "Again:");
	pty_send(pty, "blue door 7\n");
	pty_wait_text(pty, "code = $y$");
	assert_int_equal(pty_wait_end(pty), 0);
	assert_false(glass_find(pty_glass(pty), "blue", NULL, NULL));
	assert_true(echoes(pty));
}

static void code__given_up__leaves_the_terminal_as_it_was(void **state)
{
	struct pty *pty = place_console(*state, 24, 80, "kiosk-code", NULL);

	pty_wait_text(pty, "Code:");
	pty_send(pty, "\003");
	pty_wait_end(pty);
	assert_true(echoes(pty));
}

static void code__short_or_open__is_refused(void **state)
{
	struct place *place = *state;
	struct ran ran = place_run(place, "kiosk-code");

	assert_int_equal(ran.status, 1);
	assert_non_null(strstr(ran.err, "A code has 4 to 64 characters"));
	ran_free(&ran);
	place_write(place, "open.conf", "[kiosk]\ncode = 1234\n", 0600);
	ran = place_run(place, "--config %H/open.conf --demo --kiosk");
	assert_int_equal(ran.status, 2);
	assert_non_null(strstr(ran.err, "must be a hash"));
	ran_free(&ran);
}

static void start__without_a_terminal_or_a_host__is_refused(void **state)
{
	struct place *place = *state;
	struct ran ran = place_run(place, "--demo --kiosk");

	assert_int_equal(ran.status, 2);
	assert_non_null(strstr(ran.err, "the kiosk needs a terminal"));
	ran_free(&ran);
	struct pty *pty = place_console(place, 24, 80, "--kiosk", NULL);
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 2);
}

static void pabx__restarts__is_waited_for_and_found_again(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	furnish(place, "");
	pty = opened(place, "--kiosk --config %H/kiosk.conf");
	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "One moment, please");
	place_open_pabx(place, NULL);
	pty_wait_text(pty, "Whom would you like to see?");
	expect_alive(pty);
}

static void pabx__away_at_the_start__is_waited_for(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	furnish(place, "");
	place_end_pabx(place, SIGTERM);
	pty = place_console(place, 24, 80, "--kiosk --config %H/kiosk.conf", NULL);
	pty_wait_text(pty, "One moment, please");
	place_open_pabx(place, NULL);
	pty_wait_text(pty, "Whom would you like to see?");
	expect_alive(pty);
}

/* The same configuration runs hooks in a console. */
static void hooks__configured__do_not_run_in_a_kiosk(void **state)
{
	struct place *place = *state;
	char *hooks =
		mem_printf("[hooks]\non-ring = touch %s/rang\non-answer = touch %s/answered\n",
			   place->home, place->home);
	struct pty *pty;
	struct ran ran;
	char *file;

	furnish(place, hooks);
	free(hooks);
	pty = opened(place, "--kiosk --config %H/kiosk.conf");
	ran = place_run(place, "--host %h --user reception --key-file %H/desk dial 103");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	pty_wait_text(pty, "The telephone rings for you");
	pty_keys(pty, "Enter");
	pty_wait_text(pty, "You are connected with");
	pty_send(pty, "\033");
	pty_wait_text(pty, "Whom would you like to see?");
	file = place_read(place, "rang");
	assert_null(file);
	file = place_read(place, "answered");
	assert_null(file);
}

/* ---- The unit ---- */

static void expect_shell(const char *command)
{
	if (system(command) != 0)
		fail_msg("not so: %s", command);
}

static void unit__systemd__verifies_it_and_finds_it_safe(void **state)
{
	struct place *place = *state;

	if (system("command -v systemd-analyze >/dev/null") != 0) {
		print_message("LEFT OUT: systemd-analyze is not installed\n");
		skip();
	}
	setenv("PLACE", place->home, 1);
	/* It names the place where a package puts the program. */
	expect_shell("sed 's|/usr/bin/frontdesk|" FRONTDESK_BIN "|' "
		     "'" KIOSK_ASSETS "/frontdesk-kiosk@.service' "
		     ">$PLACE/frontdesk-kiosk@tty1.service");
	expect_shell("systemd-analyze verify --man=no $PLACE/frontdesk-kiosk@tty1.service "
		     ">$PLACE/said 2>&1 && ! grep -i 'frontdesk-kiosk' $PLACE/said");
	/* 2.5 of 10; most services have 9. The screen costs what the PABX's unit has better. */
	expect_shell("systemd-analyze security --offline=yes --threshold=25 "
		     "$PLACE/frontdesk-kiosk@tty1.service >$PLACE/said 2>&1 || "
		     "{ tail -3 $PLACE/said; false; }");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(demo__one_command__is_a_kiosk_that_calls),
		TEST(signals__of_the_keyboard__have_no_effect),
		TEST(hang_up__of_the_line__ends_it),
		TEST(terminate__by_the_machine__ends_it_and_gives_the_terminal_back),
		TEST(touch__mouse_reports__are_on_and_off_again),
		TEST(demo__its_office_dies__is_started_again),
		TEST(code__made_by_the_command__leaves_and_no_other),
		TEST(code__asked_for_at_a_terminal__is_not_shown),
		TEST(code__given_up__leaves_the_terminal_as_it_was),
		TEST(code__short_or_open__is_refused),
		TEST(start__without_a_terminal_or_a_host__is_refused),
		TEST(pabx__restarts__is_waited_for_and_found_again),
		TEST(pabx__away_at_the_start__is_waited_for),
		TEST(hooks__configured__do_not_run_in_a_kiosk),
		TEST(unit__systemd__verifies_it_and_finds_it_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
