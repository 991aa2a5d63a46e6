/* The console in a real tmux: a server of the test's own, on a socket in its home. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/glass.h"

#define TMUX    "/usr/bin/tmux"
#define CONSOLE "--host %h --user reception --password-file %H/reception"
#define DETACH  "\002d" /* Ctrl-B d */

/* From the last row: the strip is between them. */
enum { MESSAGE = 3, STATUS = 1 };

static const struct size {
	int rows, cols;
} sizes[] = {{24, 80}, {36, 120}, {10, 40}, {50, 200}, {24, 80}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* A page of favourites, a search half-typed over it, the third of what it found. */
static const char *const keys[] = {"]", "a", "n", "Down", "Down"};

struct desk {
	struct place *place, *other; /* other: where there is no tmux, with a PABX of its own */
	char home[80], socket[80], start[512];
	pid_t server;
	struct pty *client; /* that looks at it now */
};

/* ---- tmux ---- */

static const char *const *environment(const struct desk *desk)
{
	static const char *list[] = {NULL,
				     "TERM=xterm-256color",
				     "LC_ALL=C.UTF-8",
				     "NO_COLOR",
				     "SHELL=/bin/sh",
				     "XDG_CONFIG_HOME",
				     "TMUX",
				     "XDG_STATE_HOME",
				     "XDG_DATA_HOME",
				     "LINES",
				     "XDG_RUNTIME_DIR",
				     "COLUMNS",
				     "LANG",
				     NULL};

	list[0] = desk->home;
	return list;
}

static struct pty *client(struct desk *desk, struct size size, const char *command,
			  const char *program)
{
	const char *argv[] = {TMUX, "-S", desk->socket, command, program, NULL};

	desk->client = pty_start(size.rows, size.cols, argv, environment(desk));
	return desk->client;
}

static void serve(struct desk *desk)
{
	char *config = place_path(desk->place, "tmux.conf");
	const char *argv[] = {TMUX, "-D", "-S", desk->socket, "-f", config, NULL};

	place_write(desk->place, "tmux.conf",
		    "set -g status off\nset -g default-terminal tmux-256color\n"
		    "set -s escape-time 0\nset -s set-clipboard on\n",
		    0600);
	desk->server = fork();
	assert_true(desk->server >= 0);
	if (desk->server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (const char *const *e = environment(desk); *e; e++)
			if (strchr(*e, '='))
				putenv(mem_dup(*e));
			else
				unsetenv(*e);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	free(config);
}

static bool listens(void *ctx)
{
	const struct desk *desk = ctx;

	return access(desk->socket, F_OK) == 0;
}

static int setup(void **state)
{
	struct desk *desk = mem_new(1, sizeof *desk);
	void *place;

	place_setup(&place);
	desk->place = place;
	place_write(place, "reception", "reception\n", 0600);
	place_write(place, "aandersson", "secret word\n", 0600);
	place_open_pabx(place, "--quiet");
	snprintf(desk->home, sizeof desk->home, "HOME=%s", desk->place->home);
	snprintf(desk->socket, sizeof desk->socket, "%s/tmux", desk->place->home);
	snprintf(desk->start, sizeof desk->start,
		 "echo $$ >%s/pid; exec " FRONTDESK_BIN
		 " --host %s --user reception --password-file %s/reception",
		 desk->place->home, desk->place->host, desk->place->home);
	serve(desk);
	place_until(listens, desk, "tmux listens");
	*state = desk;
	return 0;
}

static void end_server(struct desk *desk, int number)
{
	if (desk->server > 0) {
		kill(desk->server, number);
		waitpid(desk->server, NULL, 0);
	}
	desk->server = 0;
}

static bool console_is_gone(void *ctx)
{
	const struct desk *desk = ctx;
	char path[64], *pid = place_read(desk->place, "pid");
	bool gone = true;
	FILE *words;

	/* One that ended and is not buried yet has no words. */
	snprintf(path, sizeof path, "/proc/%d/cmdline", pid ? atoi(pid) : 0);
	words = fopen(path, "r");
	if (words) {
		gone = getc(words) == EOF;
		fclose(words);
	}
	free(pid);
	return gone;
}

static int teardown(void **state)
{
	struct desk *desk = *state;
	void *place = desk->place, *other = desk->other;

	pty_free(&desk->client);
	end_server(desk, SIGTERM);
	place_until(console_is_gone, desk, "the console ends");
	free(desk);
	if (other)
		place_teardown(&other);
	return place_teardown(&place);
}

static void detach(struct desk *desk)
{
	pty_send(desk->client, DETACH);
	assert_int_equal(pty_wait_end(desk->client), 0);
	assert_false(pty_alternate(desk->client));
	pty_free(&desk->client);
}

/* ---- What is seen ---- */

/* All rows but those of the message and the clock, and the cursor. */
static char *screen(const struct pty *pty, int rows)
{
	const struct glass *glass = pty_glass(pty);
	int y, x;
	bool seen = glass_cursor(glass, &y, &x);
	char *all = mem_printf("%s at %d,%d\n", seen ? "cursor" : "no cursor", y, x);

	for (y = 0; y < rows; y++) {
		char *row = glass_row(glass, y), *more;

		if (y != rows - MESSAGE && y != rows - STATUS) {
			more = mem_printf("%s%s\n", all, row);
			free(all);
			all = more;
		}
		free(row);
	}
	return all;
}

/* Both go on meanwhile: half a frame is not what they show. */
static void expect_same(struct pty *pty, struct pty *other, int rows)
{
	char *shown = screen(pty, rows), *wanted = screen(other, rows);

	for (int left = PTY_WAIT_MS; strcmp(shown, wanted) != 0 && left > 0; left -= 10) {
		free(shown);
		free(wanted);
		pty_read(pty, 5);
		pty_read(other, 5);
		shown = screen(pty, rows);
		wanted = screen(other, rows);
	}
	assert_string_equal(shown, wanted);
	free(shown);
	free(wanted);
}

static void wait_loaded(struct pty *pty)
{
	pty_wait_text(pty, "live");
	pty_wait_text(pty, " 334 ─");
}

static void work(struct pty *pty)
{
	pty_keys(pty, keys[0]);
	pty_wait_text(pty, "favourites");
	for (size_t i = 1; i < sizeof keys / sizeof *keys; i++)
		pty_keys(pty, keys[i]);
	pty_wait_text(pty, "> an");
	pty_wait_text(pty, "call Anneliese B");
}

/* A console without tmux that is given the same keys. What is kept by the account is not shared. */
static struct pty *reference(struct desk *desk)
{
	void *place;

	place_setup(&place);
	desk->other = place;
	place_write(place, "reception", "reception\n", 0600);
	place_open_pabx(place, "--quiet");
	place_console(place, sizes[0].rows, sizes[0].cols, CONSOLE, NULL);
	wait_loaded(desk->other->pty);
	work(desk->other->pty);
	return desk->other->pty;
}

/* ---- The tests ---- */

static void start_work(struct desk *desk)
{
	client(desk, sizes[0], "new-session", desk->start);
	wait_loaded(desk->client);
	work(desk->client);
}

static void detached__attached_in_windows_of_other_sizes__shows_all_as_it_was(void **state)
{
	struct desk *desk = *state;
	struct pty *wanted = reference(desk);

	start_work(desk);
	for (int i = 0; i < SIZES; i++) {
		if (i)
			client(desk, sizes[i], "attach-session", NULL);
		pty_resize(wanted, sizes[i].rows, sizes[i].cols);
		expect_same(desk->client, wanted, sizes[i].rows);
		detach(desk);
	}
}

static void detached__what_others_do_meanwhile__is_seen_when_attached(void **state)
{
	struct desk *desk = *state;
	struct ran ran = place_run_pabx(desk->place, "user passwd aandersson", "secret word\n");

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	start_work(desk);
	detach(desk);
	ran = place_run(desk->place, "--host %h --user aandersson --password-file %H/aandersson "
				     "presence dnd");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	client(desk, sizes[1], "attach-session", NULL);
	pty_wait_text(desk->client, "> an");
	pty_wait_text(desk->client, "○ ⊘   Åsa Andersson");
}

static void server__killed__next_console_takes_it_up(void **state)
{
	struct desk *desk = *state;
	struct pty *wanted = reference(desk), *pty;

	start_work(desk);
	end_server(desk, SIGKILL);
	place_until(console_is_gone, desk, "the console ends");
	pty_free(&desk->client);
	pty = place_console(desk->place, sizes[0].rows, sizes[0].cols, CONSOLE, NULL);
	pty_wait_text(pty, "Taken up where it was cut off");
	expect_same(pty, wanted, sizes[0].rows);
}

static void number__copied__reaches_the_terminal_outside(void **state)
{
	struct desk *desk = *state;
	struct pty *pty = client(desk, sizes[0], "new-session", desk->start);

	pty_wait_text(pty, " 334 ─");
	pty_send(pty, "agnes m");
	pty_keys(pty, "Down");
	pty_wait_text(pty, "call Agnes");
	pty_keys(pty, "Alt-y");
	for (int left = PTY_WAIT_MS; !pty_wrote(pty, "MTA1") && left > 0; left -= 10)
		pty_read(pty, 10);
	assert_true(pty_wrote(pty, "\033]52;"));
	assert_true(pty_wrote(pty, "MTA1")); /* 105 */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(detached__attached_in_windows_of_other_sizes__shows_all_as_it_was),
		TEST(detached__what_others_do_meanwhile__is_seen_when_attached),
		TEST(server__killed__next_console_takes_it_up),
		TEST(number__copied__reaches_the_terminal_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
