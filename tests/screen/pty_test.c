/* ui/term on a real terminal, in a program of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "support/pty.h"

static const char *const demo[] = {TERM_DEMO, NULL};
static const char *const fixed[] = {TERM_DEMO, "fixed", NULL};
static const char *const xterm[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8",
				    "ASAN_OPTIONS=allocator_may_return_null=1", NULL};

static struct pty *start(const char *const argv[])
{
	struct pty *pty = pty_start(24, 80, argv, xterm);

	pty_wait_text(pty, "nothing");
	return pty;
}

static void expect_cooked(struct pty *pty)
{
	struct termios modes;

	pty_modes(pty, &modes);
	assert_true(modes.c_lflag & ICANON);
	assert_true(modes.c_lflag & ECHO);
	assert_true(modes.c_lflag & ISIG);
	assert_true(modes.c_oflag & OPOST);
}

static void expect_raw(struct pty *pty)
{
	struct termios modes;

	pty_modes(pty, &modes);
	assert_false(modes.c_lflag & (ICANON | ECHO | ISIG));
}

static void expect_restored(struct pty *pty)
{
	expect_cooked(pty);
	assert_false(pty_alternate(pty));
	assert_true(pty_wrote(pty, "\033[?2004l"));
}

static void start__real_terminal__draws_on_the_other_screen(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_wait_text(pty, "demo 24x80");
	assert_true(pty_alternate(pty));
	assert_true(pty_wrote(pty, "\033[?2004h"));
	expect_raw(pty);
	pty_free(&pty);
}

static void end__by_a_key__gives_the_terminal_back(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	expect_restored(pty);
	pty_free(&pty);
}

static void end__by_a_signal__gives_the_terminal_back(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

	(void)state;
	for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct pty *pty = start(demo);
		int status;

		pty_signal(pty, signals[i]);
		status = pty_wait_end(pty);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 10 + signals[i]);
		expect_restored(pty);
		pty_free(&pty);
	}
}

static void end__by_a_crash__gives_the_terminal_back_and_keeps_the_signal(void **state)
{
	static const struct {
		const char *key;
		int signal;
	} cases[] = {{"S", SIGSEGV}, {"A", SIGABRT}, {"B", SIGBUS}, {"F", SIGFPE}};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pty *pty = start(demo);
		int status;

		pty_send(pty, cases[i].key);
		status = pty_wait_end(pty);
		/* Under ASan some faults end with its own report and code. */
		assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == cases[i].signal
						: WEXITSTATUS(status) != 0);
		expect_restored(pty);
		assert_true(pty_wrote(pty, "ended by a fault in itself"));
		pty_free(&pty);
	}
}

static void end__memory_exhausted__gives_the_terminal_back(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_send(pty, "M");
	assert_true(pty_wait_end(pty) != 0);
	expect_restored(pty);
	pty_free(&pty);
}

static void end__terminal_gone__ends_the_program(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_hang_up(pty);
	pty_wait_end(pty);
	pty_free(&pty);
}

static void suspend__by_key_and_by_signal__gives_and_takes_the_terminal(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	for (int round = 0; round < 4; round++) {
		char text[32];

		if (round & 1)
			pty_signal(pty, SIGTSTP);
		else
			pty_send(pty, "\032");
		pty_wait_stopped(pty);
		expect_cooked(pty);
		assert_false(pty_alternate(pty));
		pty_signal(pty, SIGCONT);
		snprintf(text, sizeof(text), "resumed %d", round + 1);
		pty_wait_text(pty, text);
		assert_true(pty_alternate(pty));
		expect_raw(pty);
	}
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	expect_restored(pty);
	pty_free(&pty);
}

static void suspend__size_changed_meanwhile__is_seen(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_send(pty, "\032");
	pty_wait_stopped(pty);
	pty_resize(pty, 30, 100);
	pty_signal(pty, SIGCONT);
	pty_wait_text(pty, "demo 30x100 resumed 1");
	pty_free(&pty);
}

static void suspend__kiosk__is_ignored(void **state)
{
	struct pty *pty = start(fixed);

	(void)state;
	pty_signal(pty, SIGTSTP);
	pty_send(pty, "\032");
	pty_wait_text(pty, "key Ctrl-Z");
	pty_signal(pty, SIGINT);
	pty_signal(pty, SIGQUIT);
	pty_send(pty, "\003");
	pty_wait_text(pty, "key Ctrl-C");
	expect_raw(pty);
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	pty_free(&pty);
}

static void resize__hundreds__ends_with_the_last(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	for (int i = 0; i < 500; i++) {
		pty_resize(pty, 5 + i % 40, 20 + i % 150);
		pty_read(pty, 0);
	}
	pty_resize(pty, 33, 111);
	pty_wait_text(pty, "demo 33x111");
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	pty_free(&pty);
}

static void keys__on_a_real_terminal__arrive(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_keys(pty, "F5");
	pty_wait_text(pty, "key F5");
	pty_send(pty, "\033");
	pty_wait_text(pty, "key Esc");
	pty_send(pty, "\003");
	pty_wait_text(pty, "key Ctrl-C");
	pty_send(pty, "\033[200~a\rb\033[201~");
	pty_wait_text(pty, "paste 3");
	pty_free(&pty);
}

static void stderr__noise__goes_to_the_log_and_not_to_the_screen(void **state)
{
	char log[] = "/tmp/term-log-XXXXXX", variable[64], *text;
	const char *environment[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", variable, NULL};
	struct pty *pty;
	struct why why;
	size_t len;

	(void)state;
	close(mkstemp(log));
	snprintf(variable, sizeof(variable), "DEMO_LOG=%s", log);
	pty = pty_start(24, 80, demo, environment);
	pty_wait_text(pty, "nothing");
	pty_send(pty, "e");
	pty_wait_text(pty, "key e");
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	assert_false(pty_wrote(pty, "noise"));
	assert_int_equal(path_read(log, 65536, &text, &len, &why), 0);
	assert_non_null(strstr(text, "noise on stderr"));
	free(text);
	unlink(log);
	pty_free(&pty);
}

/* The program repaints the whole screen as fast as it may while nobody reads. */
static void stall__terminal_does_not_read__the_loop_goes_on(void **state)
{
	struct pty *pty = start(demo);

	(void)state;
	pty_send(pty, "f");
	/* Its 1500 beats of a millisecond run while the terminal is full. */
	poll(NULL, 0, 2500);
	pty_wait_text(pty, "lag small");
	pty_send(pty, "q");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 0);
	expect_restored(pty);
	pty_free(&pty);
}

static void stall__end_while_the_terminal_does_not_read__does_not_hang(void **state)
{
	struct pty *pty = start(demo);
	siginfo_t ended = {0};
	int status;

	(void)state;
	pty_send(pty, "f");
	poll(NULL, 0, 300);
	kill(pty_pid(pty), SIGTERM);
	/* pty_wait_end() reads; the program must end although nobody does. */
	for (int i = 0; i < 2000 && !ended.si_pid; i++) {
		waitid(P_PID, (id_t)pty_pid(pty), &ended, WEXITED | WNOHANG | WNOWAIT);
		poll(NULL, 0, 10);
	}
	assert_int_equal(ended.si_pid, pty_pid(pty));
	status = pty_wait_end(pty);
	assert_int_equal(WEXITSTATUS(status), 10 + SIGTERM);
	expect_cooked(pty);
	pty_free(&pty);
}

static void open__without_a_terminal_or_type__says_so(void **state)
{
	static const char *const none[] = {"TERM", NULL}, *const odd[] = {"TERM=nonsense", NULL};
	struct pty *pty = pty_start(24, 80, demo, none);

	(void)state;
	pty_wait_text(pty, "TERM is not set");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 2);
	pty_free(&pty);
	pty = pty_start(24, 80, demo, odd);
	pty_wait_text(pty, "'nonsense' (TERM) is not known");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 2);
	expect_cooked(pty);
	pty_free(&pty);
}

static void open__locale_without_utf8__draws_ascii(void **state)
{
	static const char *const plain[] = {"TERM=xterm", "LC_ALL=C", NULL};
	struct pty *pty = pty_start(24, 80, demo, plain);

	(void)state;
	pty_wait_text(pty, "+------");
	pty_wait_text(pty, "| nothing");
	pty_free(&pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start__real_terminal__draws_on_the_other_screen),
		cmocka_unit_test(end__by_a_key__gives_the_terminal_back),
		cmocka_unit_test(end__by_a_signal__gives_the_terminal_back),
		cmocka_unit_test(end__by_a_crash__gives_the_terminal_back_and_keeps_the_signal),
		cmocka_unit_test(end__memory_exhausted__gives_the_terminal_back),
		cmocka_unit_test(end__terminal_gone__ends_the_program),
		cmocka_unit_test(suspend__by_key_and_by_signal__gives_and_takes_the_terminal),
		cmocka_unit_test(suspend__size_changed_meanwhile__is_seen),
		cmocka_unit_test(suspend__kiosk__is_ignored),
		cmocka_unit_test(resize__hundreds__ends_with_the_last),
		cmocka_unit_test(keys__on_a_real_terminal__arrive),
		cmocka_unit_test(stderr__noise__goes_to_the_log_and_not_to_the_screen),
		cmocka_unit_test(stall__terminal_does_not_read__the_loop_goes_on),
		cmocka_unit_test(stall__end_while_the_terminal_does_not_read__does_not_hang),
		cmocka_unit_test(open__without_a_terminal_or_type__says_so),
		cmocka_unit_test(open__locale_without_utf8__draws_ascii),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
