/* A real brltty reads the console on a Linux virtual terminal, by its driver "lx". What its Braille
 * display would show comes from its driver "vr", a display of lines over TCP, and is compared with
 * the row of the kernel's screen that the cursor stands on. The terminal is a free one and is never
 * brought to the front, so nobody who works at the machine sees any of it. */
#include "e2e/place.h"

#include <fcntl.h>
#include <linux/vt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "support/port.h"

#define BRLTTY "/usr/sbin/brltty"
#define VISUAL "Visual \""
#define DOWN   "\033[B"
#define UP     "\033[A"

enum { LIMIT_S = 240, LINE_MAX = 4096, CELLS_MAX = 256, STEP_MS = 20, END_MS = 30000 };

struct reader {
	struct place *place;
	int vt, tty, port, socket;
	pid_t console, brltty;
	char in[LINE_MAX], row[LINE_MAX], shown[LINE_MAX];
	size_t len;
	const char *wanted;
};
static struct reader reader;

/* ---- What there must be ---- */

/* NULL, and the free terminal, or what is missing. */
static const char *missing(struct reader *r)
{
	char path[32];
	int tty0;

	if (geteuid() != 0)
		return "only root may read a Linux console";
	if (access(BRLTTY, X_OK) != 0)
		return "brltty is not installed (its package starts a service)";
	tty0 = open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (tty0 < 0 || ioctl(tty0, VT_OPENQRY, &r->vt) < 0 || r->vt < 1) {
		if (tty0 >= 0)
			close(tty0);
		return "there is no Linux console with a free virtual terminal";
	}
	close(tty0);
	snprintf(path, sizeof(path), "/dev/tty%d", r->vt);
	r->tty = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/dev/vcsa%d", r->vt);
	if (r->tty < 0 || access(path, R_OK) != 0)
		return "the virtual terminal cannot be read";
	snprintf(path, sizeof(path), "/dev/vcsu%d", r->vt);
	if (access(path, R_OK) != 0)
		return "the kernel does not tell the characters of its console";
	if (ioctl(r->tty, TIOCSTI, "\n") < 0)
		return "the kernel lets nobody type into its console";
	tcflush(r->tty, TCIFLUSH);
	return NULL;
}

/* ---- The programs ---- */

/* Whatever becomes of the test, its children end. */
static pid_t child(const struct reader *r, const char *const argv[], int tty)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setenv("HOME", r->place->home, 1);
	setenv("TERM", "linux", 1);
	if (tty >= 0) {
		setsid();
		ioctl(tty, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(tty, fd);
	} else {
		char *log = place_path(r->place, "brltty.log");
		int fd = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		dup2(fd, 1);
		dup2(fd, 2);
	}
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

static void start_console(struct reader *r)
{
	static const char office[] = "--quiet --office " OFFICE_DATA;
	static const char *const argv[] = {FRONTDESK_BIN, "--demo",   "--demo-args",
					   office,        "--layout", "braille",
					   "--timers",    "off",      NULL};

	r->console = child(r, argv, r->tty);
}

static bool connected(void *ctx)
{
	struct reader *r = ctx;
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)r->port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	if (waitpid(r->brltty, NULL, WNOHANG) != 0) {
		char *log = place_read(r->place, "brltty.log");

		r->brltty = 0;
		fail_msg("brltty has ended: %s", log ? log : "");
	}
	r->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(r->socket, (struct sockaddr *)&address, sizeof(address)) == 0)
		return true;
	close(r->socket);
	r->socket = -1;
	return false;
}

/* Nothing of the machine's brltty is read, written or played. */
static void start_brltty(struct reader *r, int cells)
{
	char device[40], screen[20], hello[20];

	r->port = port_free();
	snprintf(device, sizeof(device), "server:127.0.0.1:%d", r->port);
	snprintf(screen, sizeof(screen), "vt=%d", r->vt);
	const char *const argv[] = {BRLTTY,
				    "-n",
				    "-e",
				    "-N",
				    "-q",
				    "-f",
				    "/dev/null",
				    "-F",
				    "/dev/null",
				    "-o",
				    "alert-tunes=no",
				    "-s",
				    "no",
				    "-t",
				    "en-nabcc",
				    "-W",
				    r->place->home,
				    "-U",
				    r->place->home,
				    "-b",
				    "vr",
				    "-d",
				    device,
				    "-x",
				    "lx",
				    "-X",
				    screen,
				    NULL};
	r->brltty = child(r, argv, -1);
	place_until(connected, r, "brltty listens");
	int len = snprintf(hello, sizeof(hello), "cells %d\r\n", cells);
	assert_int_equal(write(r->socket, hello, (size_t)len), len);
}

/* The console first gets the time to end its office. */
static void end(pid_t *pid)
{
	int64_t start = clock_mono_us();

	if (*pid <= 0)
		return;
	kill(*pid, SIGTERM);
	while (waitpid(*pid, NULL, WNOHANG) == 0) {
		if (clock_mono_us() - start > END_MS * 1000)
			kill(*pid, SIGKILL);
		poll(NULL, 0, STEP_MS);
	}
	*pid = 0;
}

/* The kernel lets go of a terminal a moment after the last program has. */
static void give_back(int vt)
{
	int64_t start = clock_mono_us();
	int tty0 = open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC);

	while (ioctl(tty0, VT_DISALLOCATE, vt) < 0 && clock_mono_us() - start < END_MS * 1000)
		poll(NULL, 0, STEP_MS);
	close(tty0);
}

/* ---- The row, on the screen and on the display ---- */

static void trim(char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == ' ')
		text[--len] = '\0';
}

static void kernel_read(const struct reader *r, const char *kind, void *bytes, size_t size,
			off_t from)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/%s%d", kind, r->vt);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, bytes, size, from), (ssize_t)size);
	close(fd);
}

static int columns(const struct reader *r)
{
	unsigned char head[4]; /* rows, columns, and the cursor's column and row */

	kernel_read(r, "vcsa", head, sizeof(head), 0);
	return head[1];
}

/* The row of the cursor, as the kernel has it. */
static void read_row(struct reader *r)
{
	unsigned char head[4];
	uint32_t cells[CELLS_MAX];
	size_t len = 0, cols = (size_t)columns(r);

	kernel_read(r, "vcsa", head, sizeof(head), 0);
	kernel_read(r, "vcsu", cells, cols * sizeof(*cells),
		    (off_t)(head[3] * cols * sizeof(*cells)));
	for (size_t i = 0; i < cols; i++) {
		char one[8];
		mbstate_t state = {0};
		size_t n = wcrtomb(one, (wchar_t)cells[i], &state);

		if (n > sizeof(one))
			continue;
		memcpy(r->row + len, one, n);
		len += n;
	}
	r->row[len] = '\0';
	trim(r->row);
}

static void take_line(struct reader *r, char *line)
{
	char *last;

	if (strncmp(line, VISUAL, strlen(VISUAL)) != 0)
		return;
	last = strrchr(line, '"');
	*last = '\0';
	snprintf(r->shown, sizeof(r->shown), "%s", line + strlen(VISUAL));
	trim(r->shown);
}

/* What the display was told since. */
static void read_display(struct reader *r)
{
	struct pollfd watch = {.fd = r->socket, .events = POLLIN};
	char *newline;

	if (poll(&watch, 1, STEP_MS) <= 0)
		return;
	ssize_t got = read(r->socket, r->in + r->len, sizeof(r->in) - 1 - r->len);
	assert_true(got > 0);
	r->len += (size_t)got;
	r->in[r->len] = '\0';
	while ((newline = strchr(r->in, '\n'))) {
		*newline = '\0';
		take_line(r, r->in);
		r->len -= (size_t)(newline + 1 - r->in);
		memmove(r->in, newline + 1, r->len + 1);
	}
}

static void expect_read(struct reader *r, const char *wanted)
{
	int64_t start = clock_mono_us();

	for (;;) {
		read_display(r);
		read_row(r);
		if (strstr(r->row, wanted) && strcmp(r->row, r->shown) == 0)
			return;
		if (clock_mono_us() - start > PLACE_WAIT_MS * 1000)
			fail_msg("'%s' was to be read; the cursor is on '%s', brltty shows '%s'",
				 wanted, r->row, r->shown);
	}
}

static void type(struct reader *r, const char *bytes)
{
	for (; *bytes; bytes++)
		assert_int_equal(ioctl(r->tty, TIOCSTI, bytes), 0);
}

/* ---- The test ---- */

static int setup(void **state)
{
	reader = (struct reader){.tty = -1, .socket = -1};
	return place_setup(state);
}

static int teardown(void **state)
{
	end(&reader.brltty);
	end(&reader.console);
	if (reader.socket >= 0)
		close(reader.socket);
	if (reader.tty >= 0) {
		close(reader.tty);
		give_back(reader.vt);
	}
	return place_teardown(state);
}

static void linux_console__each_key__brltty_reads_the_focused_row(void **state)
{
	static const struct {
		const char *keys, *row;
	} steps[] = {
		{DOWN, "free online Agnes Müller"},
		{DOWN, "Ana"},
		{UP, "free online Agnes Müller"},
		{"\033[4~", "122 Support #support #japanese"},
		{"\033[1~", "Adaeze Chukwu"},
		{"okafor", "> okafor"},
		{DOWN, "Okafor"},
		{"\033", "Adaeze Chukwu"},
		{":call", "call"},
		{"\033", "Adaeze Chukwu"},
		{DOWN, "Agnes Müller"},
		{",m", "Message"},
		{"\033", "Agnes Müller"},
		{",O", "I am at the desk"},
		{DOWN, "I am absent"},
		{"\033", "Agnes Müller"},
	};
	struct reader *r = &reader;
	const char *why = missing(r);

	r->place = *state;
	if (why) {
		print_message("LEFT OUT: brltty reading the Linux console: %s\n", why);
		skip();
	}
	start_console(r);
	start_brltty(r, columns(r));
	expect_read(r, "Adaeze Chukwu");
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		type(r, steps[i].keys);
		expect_read(r, steps[i].row);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			linux_console__each_key__brltty_reads_the_focused_row, setup, teardown),
	};

	text_init();
	alarm(LIMIT_S);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
