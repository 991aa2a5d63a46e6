#include "support/pty.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "support/glass.h"
#include "support/keys.h"

enum { RECORD_MAX = 64 << 20, STEP_MS = 20 };

/* A byte on a slow line, seen from then on. */
struct flight {
	int64_t due_us;
	char byte;
};

struct pty {
	int master, slave, status;
	pid_t pid;
	bool ended;
	int waited;
	struct glass *glass;
	struct buf record;
	int64_t byte_us, delay_us, line_us; /* of a slow line; line_us: it is free from then on */
	struct flight *flights;
	size_t flight_count, flight_cap;
};

static void child(int slave, const char *const argv[], const char *const environment[])
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	login_tty(slave);
	for (; environment && *environment; environment++) {
		if (strchr(*environment, '='))
			putenv(mem_dup(*environment));
		else
			unsetenv(*environment);
	}
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

struct pty *pty_start(int rows, int cols, const char *const argv[], const char *const environment[])
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	struct pty *pty = mem_new(1, sizeof(*pty));

	assert_int_equal(openpty(&pty->master, &pty->slave, NULL, NULL, &size), 0);
	fcntl(pty->master, F_SETFD, FD_CLOEXEC);
	fcntl(pty->master, F_SETFL, O_NONBLOCK);
	pty->glass = glass_new(rows, cols);
	buf_init(&pty->record, RECORD_MAX);
	buf_add_str(&pty->record, "");
	pty->pid = fork();
	assert_true(pty->pid >= 0);
	if (pty->pid == 0)
		child(pty->slave, argv, environment);
	fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
	return pty;
}

void pty_free(struct pty **slot)
{
	struct pty *pty = *slot;

	if (!pty)
		return;
	*slot = NULL;
	if (!pty->ended) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, NULL, 0);
	}
	pty_hang_up(pty);
	glass_free(&pty->glass);
	free(pty->flights);
	buf_free(&pty->record);
	free(pty);
}

pid_t pty_pid(const struct pty *pty)
{
	return pty->pid;
}

const struct glass *pty_glass(const struct pty *pty)
{
	return pty->glass;
}

void pty_slow(struct pty *pty, int baud, int delay_ms)
{
	pty->byte_us = (int64_t)10 * 1000000 / baud;
	pty->delay_us = (int64_t)delay_ms * 1000;
	pty->line_us = clock_mono_us();
}

/* Onto the line what it has carried by now; false once the program has closed the terminal. */
static bool send_off(struct pty *pty, int64_t now)
{
	struct flight flight;

	while (pty->line_us + pty->byte_us <= now) {
		ssize_t got = read(pty->master, &flight.byte, 1);

		if (got != 1) {
			pty->line_us = now;
			return got < 0 && errno == EAGAIN;
		}
		pty->line_us += pty->byte_us;
		flight.due_us = pty->line_us + pty->delay_us;
		if (pty->flight_count == pty->flight_cap) {
			pty->flight_cap = pty->flight_cap * 2 + 256;
			pty->flights = realloc(pty->flights, pty->flight_cap * sizeof(flight));
			assert_non_null(pty->flights);
		}
		pty->flights[pty->flight_count++] = flight;
	}
	return true;
}

static void arrive(struct pty *pty, int64_t now)
{
	size_t count = 0;

	for (; count < pty->flight_count && pty->flights[count].due_us <= now; count++) {
		glass_feed(pty->glass, &pty->flights[count].byte, 1);
		buf_add_char(&pty->record, pty->flights[count].byte);
	}
	if (!count)
		return;
	pty->flight_count -= count;
	memmove(pty->flights, pty->flights + count, pty->flight_count * sizeof(*pty->flights));
}

static bool read_slowly(struct pty *pty, int wait_ms)
{
	int64_t end = clock_mono_us() + (int64_t)wait_ms * 1000, now;
	size_t seen = pty->record.len;
	bool open;

	do {
		now = clock_mono_us();
		open = send_off(pty, now);
		arrive(pty, now);
		if (pty->record.len == seen)
			poll(NULL, 0, 1);
	} while ((open || pty->flight_count) && pty->record.len == seen && now < end);
	return open || pty->flight_count;
}

bool pty_read(struct pty *pty, int wait_ms)
{
	struct pollfd watch = {.fd = pty->master, .events = POLLIN};
	char bytes[16384];
	ssize_t got;

	if (pty->master < 0) {
		poll(NULL, 0, wait_ms);
		return false;
	}
	if (pty->byte_us)
		return read_slowly(pty, wait_ms);
	if (poll(&watch, 1, wait_ms) <= 0)
		return true;
	got = read(pty->master, bytes, sizeof(bytes));
	if (got <= 0)
		return errno == EAGAIN;
	glass_feed(pty->glass, bytes, (size_t)got);
	buf_add(&pty->record, bytes, (size_t)got);
	return true;
}

static void fail_with(struct pty *pty, const char *what, const char *text)
{
	char *dump = glass_dump(pty->glass);

	print_error("%s '%s'\n", what, text);
	fputs(dump, stderr); /* print_error() would cut it */
	free(dump);
	fail();
}

/* A text is gone when a moment without a byte follows: in the middle of a frame it may only be
 * about to be written again. */
static bool holds(struct pty *pty, const char *text, bool there)
{
	size_t before = pty->record.len;

	if (glass_find(pty->glass, text, NULL, NULL) != there)
		return false;
	if (!there)
		pty_read(pty, STEP_MS);
	return pty->record.len == before;
}

static void wait_text(struct pty *pty, const char *text, bool there)
{
	int64_t start = clock_mono_us();

	while (!holds(pty, text, there)) {
		pty->waited = (int)((clock_mono_us() - start) / 1000);
		if (pty->waited > PTY_WAIT_MS)
			fail_with(pty, there ? "did not come:" : "did not go:", text);
		pty_read(pty, STEP_MS);
	}
	pty->waited = (int)((clock_mono_us() - start) / 1000);
}

void pty_wait_text(struct pty *pty, const char *text)
{
	wait_text(pty, text, true);
}

void pty_wait_no_text(struct pty *pty, const char *text)
{
	wait_text(pty, text, false);
}

void pty_send(struct pty *pty, const char *bytes)
{
	size_t len = strlen(bytes);

	while (len) {
		ssize_t done = write(pty->master, bytes, len);

		if (done < 0)
			assert_int_equal(errno, EAGAIN);
		else
			bytes += done, len -= (size_t)done;
		if (len)
			pty_read(pty, STEP_MS);
	}
}

void pty_keys(struct pty *pty, const char *names)
{
	struct buf bytes;

	buf_init(&bytes, 4096);
	assert_int_equal(keys_bytes(&bytes, names), 0);
	pty_send(pty, bytes.data);
	buf_free(&bytes);
}

void pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	glass_resize(pty->glass, rows, cols);
	ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_signal(struct pty *pty, int number)
{
	kill(pty->pid, number);
}

void pty_hang_up(struct pty *pty)
{
	if (pty->slave >= 0)
		close(pty->slave);
	if (pty->master >= 0)
		close(pty->master);
	pty->slave = pty->master = -1;
}

/* Until waitpid() tells what options ask for. */
static void wait_status(struct pty *pty, int options, const char *what)
{
	int64_t start = clock_mono_us();

	while (waitpid(pty->pid, &pty->status, options | WNOHANG) != pty->pid) {
		pty->waited = (int)((clock_mono_us() - start) / 1000);
		if (pty->waited > PTY_WAIT_MS)
			fail_with(pty, "the program did not", what);
		pty_read(pty, STEP_MS);
	}
	pty->waited = (int)((clock_mono_us() - start) / 1000);
}

void pty_wait_stopped(struct pty *pty)
{
	wait_status(pty, WUNTRACED, "stop");
	assert_true(WIFSTOPPED(pty->status));
	pty_read(pty, 0);
}

int pty_wait_end(struct pty *pty)
{
	struct pollfd more = {.fd = pty->master, .events = POLLIN};

	wait_status(pty, 0, "end");
	pty->ended = true;
	/* What it wrote last. */
	while (more.fd >= 0 && poll(&more, 1, 0) > 0 && (more.revents & POLLIN))
		pty_read(pty, 0);
	return pty->status;
}

int pty_waited(const struct pty *pty)
{
	return pty->waited;
}

void pty_modes(const struct pty *pty, struct termios *modes)
{
	assert_int_equal(tcgetattr(pty->slave, modes), 0);
}

bool pty_alternate(const struct pty *pty)
{
	return glass_alternate(pty->glass);
}

bool pty_wrote(const struct pty *pty, const char *bytes)
{
	return memmem(pty->record.data, pty->record.len, bytes, strlen(bytes)) != NULL;
}

size_t pty_written(const struct pty *pty)
{
	return pty->record.len;
}

char *pty_dump(const struct pty *pty)
{
	return glass_dump(pty->glass);
}
