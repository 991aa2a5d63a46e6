/* The kiosk on a Linux console: it owns its virtual terminal's switches, so that no key (Alt-F2)
 * brings another to the front. The terminal is a free one and never brought to the front itself;
 * tests/units.sh presses the keys. */
#include "e2e/place.h"

#include <fcntl.h>
#include <linux/vt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct console {
	const struct place *place;
	char path[32];
	int tty; /* keeps it allocated */
	pid_t pid;
};

/* A free virtual terminal, or NULL's reason why there is none. */
static const char *missing(struct console *console)
{
	int number = -1, tty0 = open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty0 < 0)
		return "there is no Linux console that may be opened";
	if (ioctl(tty0, VT_OPENQRY, &number) < 0 || number < 1) {
		close(tty0);
		return "there is no free virtual terminal";
	}
	close(tty0);
	snprintf(console->path, sizeof console->path, "/dev/tty%d", number);
	console->tty = open(console->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	return console->tty < 0 ? "the virtual terminal may not be opened" : NULL;
}

static void start(struct console *console)
{
	console->pid = fork();
	assert_true(console->pid >= 0);
	if (console->pid > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setenv("HOME", console->place->home, 1);
	setenv("TERM", "linux", 1);
	setsid();
	ioctl(console->tty, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(console->tty, fd);
	execl(FRONTDESK_BIN, FRONTDESK_BIN, "--demo", "--kiosk", "--demo-args",
	      "--quiet --office " OFFICE_DATA, (char *)NULL);
	_exit(127);
}

/* Opened anew: the end of its session hangs a terminal up. */
static int mode(const struct console *console)
{
	struct vt_mode mode = {.mode = -1};
	int tty = open(console->path, O_RDWR | O_NOCTTY | O_CLOEXEC);

	assert_int_equal(ioctl(tty, VT_GETMODE, &mode), 0);
	close(tty);
	return mode.mode;
}

static bool is_held(void *ctx)
{
	return mode(ctx) == VT_PROCESS;
}

static void linux_console__kiosk__holds_the_switches_until_it_ends(void **state)
{
	struct console console = {.place = *state, .tty = -1};
	const char *why = missing(&console);
	int status;

	if (why) {
		print_message("LEFT OUT: the kiosk on a Linux console: %s\n", why);
		skip();
	}
	assert_int_equal(mode(&console), VT_AUTO);
	start(&console);
	place_until(is_held, &console, "the kiosk holds its terminal");
	kill(console.pid, SIGTERM);
	assert_int_equal(waitpid(console.pid, &status, 0), console.pid);
	assert_int_equal(mode(&console), VT_AUTO);
	close(console.tty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			linux_console__kiosk__holds_the_switches_until_it_ends, place_setup,
			place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
