#include "support/front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "inside.h"

enum { WAIT_MS = 60000, STEP_MS = 500 };

static void spawn(struct front *f, const char *login)
{
	int in[2], out[2], key[2];

	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(key, O_CLOEXEC), 0);
	f->pabx = fork();
	assert_true(f->pabx >= 0);
	if (f->pabx == 0) {
		int fds[] = {fcntl(in[0], F_DUPFD, 10), fcntl(out[1], F_DUPFD, 10),
			     fcntl(key[0], F_DUPFD, 10)};
		dup2(fds[0], 0);
		dup2(fds[1], 1);
		dup2(fds[2], 3);
		execl(PABX_BIN, PABX_BIN, "--listen", *f->url ? f->url + 7 : "127.0.0.1:0",
		      "--clock", "stdin", "--key-fd", "3", "--office",
		      f->office ? f->office : OFFICE_DATA, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	close(key[0]);
	snprintf(f->key, sizeof f->key, "test.%064d", 7);
	dprintf(key[1], "%s %s\n", login, f->key);
	close(key[1]);
	f->to_office = in[1];
	f->from_office = out[0];
}

/* Until the office has printed something. The console lives on meanwhile: the office may wait until
 * it has read, or asked to the end. */
static void wait_for_office(struct front *f)
{
	int64_t end = clock_mono_us() + WAIT_MS * INT64_C(1000);
	struct pollfd ready = {.fd = f->from_office, .events = POLLIN};

	while (poll(&ready, 1, f->screen ? 1 : WAIT_MS) != 1) {
		assert_true(clock_mono_us() < end);
		if (f->screen)
			loop_turn(screen_loop(f->screen), 0);
	}
}

/* The next line that the office prints, into line. */
static void read_line(struct front *f, char *line, size_t cap)
{
	char *end;

	while (!(end = memchr(f->said, '\n', f->said_len))) {
		wait_for_office(f);
		ssize_t n =
			read(f->from_office, f->said + f->said_len, sizeof f->said - f->said_len);
		assert_true(n > 0);
		f->said_len += (size_t)n;
	}
	size_t len = (size_t)(end - f->said);
	snprintf(line, cap, "%.*s", (int)len, f->said);
	f->said_len -= len + 1;
	memmove(f->said, end + 1, f->said_len);
}

static void listen_line(struct front *f)
{
	static const char said[] = "listening on ";
	char line[256];

	read_line(f, line, sizeof line);
	assert_memory_equal(line, said, sizeof said - 1);
	snprintf(f->url, sizeof f->url, "http://%.50s", line + sizeof said - 1);
}

void front_start_pabx(struct front *f, const char *login)
{
	spawn(f, login);
	listen_line(f);
}

static void on_quit(void *ctx)
{
	((struct front *)ctx)->quit = true;
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	if (result->outcome != PBX_DONE)
		fail_msg("not signed in: %s", result->text);
	console_start(((struct front *)ctx)->console);
}

static bool turn_until(struct front *f, bool (*fn)(struct front *, const char *), const char *text)
{
	int64_t end = clock_mono_us() + WAIT_MS * INT64_C(1000);

	while (!fn(f, text)) {
		if (clock_mono_us() > end)
			return false;
		loop_turn(screen_loop(f->screen), 10);
		screen_run(f->screen);
	}
	return true;
}

static bool shows(struct front *f, const char *text)
{
	return screen_has(f->screen, text);
}

static bool shows_not(struct front *f, const char *text)
{
	return !screen_has(f->screen, text);
}

void front_wait(struct front *f, const char *text)
{
	if (!turn_until(f, shows, text))
		screen_expect_text(f->screen, text);
}

void front_wait_gone(struct front *f, const char *text)
{
	if (!turn_until(f, shows_not, text))
		screen_expect_no_text(f->screen, text);
}

static bool loaded(struct front *f, const char *text)
{
	unsigned contacts, addresses, tags;

	(void)text;
	pbx_list(f->pbx, PBX_CONTACT, &contacts);
	pbx_list(f->pbx, PBX_ADDRESS, &addresses);
	pbx_list(f->pbx, PBX_TAG, &tags);
	return pbx_feed_state(f->pbx) == PBX_LIVE && contacts && addresses && tags;
}

static void open_console(struct front *f, int rows, int cols, const char *type)
{
	struct console_options options = {.host = "demo",
					  .bell = true,
					  .heartbeat = -1,
					  .medium_ms = 5000,
					  .urgent_ms = 10000};
	struct why why = {.text = ""};

	f->screen = screen_open(rows, cols, type);
	f->pbx = pbx_new(screen_loop(f->screen));
	screen_options(f->screen, &options.term);
	options.keymap = keymap_new();
	options.quit = on_quit;
	options.ctx = f;
	if (f->tune)
		f->tune(&options);
	if (options.plain)
		screen_cook(f->screen);
	if (console_new(screen_loop(f->screen), f->pbx, &options, &f->console, &why) < 0)
		fail_msg("%s", why.text);
	screen_attach(f->screen, console_term(f->console));
	struct pbx_host host = {.url = f->url};
	assert_int_equal(pbx_set_host(f->pbx, &host), 0);
	pbx_login(f->pbx, &(struct pbx_login){.key = f->key}, on_login, f);
	if (!turn_until(f, loaded, NULL))
		screen_expect_text(f->screen, "everything loaded");
	/* The first message tells of the link; the tests begin with a quiet line. */
	screen_keys(f->screen, "Esc");
	screen_pass(f->screen, 100);
}

void front_open(struct front *f, int rows, int cols, const char *type)
{
	front_open_with(f, rows, cols, type, NULL);
}

void front_open_with(struct front *f, int rows, int cols, const char *type,
		     void (*tune)(struct console_options *options))
{
	*f = (struct front){.tune = tune, .office = f->office};
	setenv("TZ", "UTC", 1);
	front_start_pabx(f, "reception");
	open_console(f, rows, cols, type);
}

static void close_console(struct front *f)
{
	console_free(&f->console);
	pbx_free(&f->pbx);
	screen_free(&f->screen);
}

void front_reopen(struct front *f, int rows, int cols, const char *type)
{
	close_console(f);
	open_console(f, rows, cols, type);
}

void front_kill_pabx(struct front *f)
{
	kill(f->pabx, SIGKILL);
	waitpid(f->pabx, NULL, 0);
	f->pabx = 0;
	close(f->to_office);
	close(f->from_office);
	f->to_office = f->from_office = -1;
}

void front_close(struct front *f)
{
	close_console(f);
	if (f->pabx)
		front_kill_pabx(f);
}

/* What was asked about a caller has been answered: the screen does not depend on when. */
static bool answered(struct front *f, const char *text)
{
	(void)text;
	for (int i = 0; f->console && i < CALLERS_MAX; i++)
		if (f->console->callers[i].card.state == CARD_ASKED)
			return false;
	return true;
}

/* Gives the office a line, and returns when it has told all that came of it. */
static void tell_office(struct front *f, const char *line)
{
	char answer[512];
	size_t len = strlen(line);

	assert_int_equal(write(f->to_office, line, len), len);
	read_line(f, answer, sizeof answer);
	if (strncmp(answer, "ok ", 3) != 0)
		fail_msg("the office says: %s", answer);
	screen_run(f->screen);
}

void front_step(struct front *f, int64_t ms)
{
	char line[64];

	screen_pass(f->screen, ms);
	snprintf(line, sizeof line, "step %lld\n", (long long)ms);
	tell_office(f, line);
	loop_turn(screen_loop(f->screen), 0);
	screen_run(f->screen);
}

void front_office(struct front *f, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(line, sizeof line - 1, format, args);
	va_end(args);
	line[n++] = '\n';
	line[n] = '\0';
	tell_office(f, line);
	loop_turn(screen_loop(f->screen), 20);
	screen_run(f->screen);
	turn_until(f, answered, NULL);
}

void front_pass(struct front *f, int64_t ms)
{
	for (; ms > 0; ms -= STEP_MS) {
		int64_t step = ms < STEP_MS ? ms : STEP_MS;
		screen_pass(f->screen, step);
		front_office(f, "step %lld", (long long)step);
	}
}

void front_restart(struct front *f, int rows, int cols, const char *type)
{
	front_close(f);
	front_open_with(f, rows, cols, type, f->tune);
}

int front_setup(void **state)
{
	*state = mem_new(1, sizeof(struct front));
	return 0;
}

int front_teardown(void **state)
{
	front_close(*state);
	free(*state);
	return 0;
}

struct front *front_opened(void **state, int rows, int cols)
{
	front_open(*state, rows, cols, "xterm-256color");
	return *state;
}
