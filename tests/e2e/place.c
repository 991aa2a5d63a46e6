#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "support/port.h"

enum { FILE_MAX = 16 << 20, STEP_MS = 10, ENVIRONMENT = 24 };

static const char *const usual[] = {
	"TERM=xterm-256color", "LC_ALL=C.UTF-8",  "NO_COLOR", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
	"XDG_DATA_HOME",       "XDG_RUNTIME_DIR", "LINES",    "COLUMNS",         "LANG",
};

int place_setup(void **state)
{
	struct place *place = mem_new(1, sizeof(*place));

	place->pabx_out = -1;
	snprintf(place->home, sizeof(place->home), "/tmp/frontdesk-e2e-XXXXXX");
	assert_non_null(mkdtemp(place->home));
	*state = place;
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

int place_teardown(void **state)
{
	struct place *place = *state;

	pty_free(&place->pty);
	if (place->pabx)
		place_end_pabx(place, SIGKILL);
	nftw(place->home, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

/* ---- Words and environment ---- */

struct words {
	char *text;
	const char *argv[PLACE_WORDS + 1];
};

static char *fill_in(const struct place *place, const char *words)
{
	char *text = mem_dup(""), *longer;

	for (const char *w = words ? words : ""; *w;) {
		size_t len = strcspn(w, "%");

		longer = mem_printf("%s%.*s%s", text, (int)len, w,
				    !w[len]             ? ""
				    : w[len + 1] == 'h' ? place->host
				    : w[len + 1] == 'H' ? place->home
							: OFFICE_DATA);
		free(text);
		text = longer;
		w += len + (w[len] ? 2 : 0);
	}
	return text;
}

/* "~" within a word stands for a blank. */
static void split(struct words *to, const struct place *place, const char *program,
		  const char *words)
{
	int count = 0;
	char *save = NULL;

	to->text = fill_in(place, words);
	to->argv[count++] = program;
	for (char *w = strtok_r(to->text, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		assert_true(count < PLACE_WORDS);
		to->argv[count++] = w;
		for (char *c = w; (c = strchr(c, '~')); c++)
			*c = ' ';
	}
	to->argv[count] = NULL;
}

static void make_environment(const struct place *place, const char *const *more, char *home,
			     size_t cap, const char **list)
{
	int count = 0;

	snprintf(home, cap, "HOME=%s", place->home);
	list[count++] = home;
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		list[count++] = usual[i];
	for (; more && *more && count < ENVIRONMENT - 1; more++)
		list[count++] = *more;
	list[count] = NULL;
}

/* ---- The PABX ---- */

static void become(int in, int out, int err, const char *const *argv,
		   const char *const *environment)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (; environment && *environment; environment++) {
		if (strchr(*environment, '='))
			putenv(mem_dup(*environment));
		else
			unsetenv(*environment);
	}
	dup2(in, 0);
	dup2(out, 1);
	if (err >= 0)
		dup2(err, 2);
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

static void read_port(struct place *place)
{
	struct pollfd watch = {.fd = place->pabx_out, .events = POLLIN};
	int64_t start = clock_mono_us();
	char line[128] = "";
	size_t len = 0;

	while (!strchr(line, '\n')) {
		if (clock_mono_us() - start > PLACE_WAIT_MS * 1000)
			fail_msg("frontdesk-pabx did not listen: '%s'", line);
		if (poll(&watch, 1, STEP_MS) <= 0)
			continue;
		ssize_t got = read(place->pabx_out, line + len, sizeof(line) - 1 - len);
		if (got <= 0)
			fail_msg("frontdesk-pabx has ended: '%s'", line);
		len += (size_t)got;
		line[len] = '\0';
	}
	assert_int_equal(sscanf(line, "listening on 127.0.0.1:%d", &place->port), 1);
	snprintf(place->host, sizeof(place->host), "127.0.0.1:%d", place->port);
}

void place_open_pabx(struct place *place, const char *more)
{
	const char *environment[ENVIRONMENT];
	char home[80], text[512];
	struct words words;
	int out[2], nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (!place->port)
		place->port = port_free();
	snprintf(text, sizeof(text), "--listen 127.0.0.1:%d --store %s/pabx.db --office %%o %s",
		 place->port, place->home, more ? more : "");
	split(&words, place, PABX_BIN, text);
	make_environment(place, NULL, home, sizeof(home), environment);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	place->pabx = fork();
	assert_true(place->pabx >= 0);
	if (place->pabx == 0)
		become(nothing, out[1], -1, words.argv, environment);
	close(nothing);
	close(out[1]);
	free(words.text);
	place->pabx_out = out[0];
	read_port(place);
}

void place_end_pabx(struct place *place, int number)
{
	kill(place->pabx, number);
	waitpid(place->pabx, NULL, 0);
	close(place->pabx_out);
	place->pabx = 0;
	place->pabx_out = -1;
}

/* ---- The console ---- */

struct pty *place_console(struct place *place, int rows, int cols, const char *text,
			  const char *const *more)
{
	const char *environment[ENVIRONMENT];
	char home[80];
	struct words words;

	split(&words, place, FRONTDESK_BIN, text);
	make_environment(place, more, home, sizeof(home), environment);
	pty_free(&place->pty);
	place->pty = pty_start(rows, cols, words.argv, environment);
	free(words.text);
	return place->pty;
}

void place_quit(struct place *place)
{
	struct termios modes;

	pty_keys(place->pty, "F10");
	int status = pty_wait_end(place->pty);
	if (status != 0) {
		char *dump = pty_dump(place->pty);
		print_error("%s\n", dump);
		free(dump);
	}
	assert_int_equal(status, 0);
	assert_false(pty_alternate(place->pty));
	pty_modes(place->pty, &modes);
	assert_true(modes.c_lflag & ICANON);
	assert_true(modes.c_lflag & ECHO);
	assert_true(modes.c_iflag & ICRNL);
}

/* ---- Commands ---- */

struct stream {
	int fd;
	char *text;
	size_t len;
};

static bool read_stream(struct stream *s)
{
	char bytes[4096];
	ssize_t got = read(s->fd, bytes, sizeof(bytes));

	if (got <= 0)
		return got < 0 && errno == EAGAIN;
	s->text = mem_resize(s->text, s->len + (size_t)got + 1, 1);
	memcpy(s->text + s->len, bytes, (size_t)got);
	s->len += (size_t)got;
	s->text[s->len] = '\0';
	return true;
}

struct ending {
	const char *text;
	int signal;
};

static void read_both(struct stream *out, struct stream *err, pid_t pid, struct ending ending)
{
	int64_t start = clock_mono_us();
	bool more[2] = {true, true};

	while (more[0] || more[1]) {
		struct pollfd watch[2] = {{.fd = more[0] ? out->fd : -1, .events = POLLIN},
					  {.fd = more[1] ? err->fd : -1, .events = POLLIN}};

		if (clock_mono_us() - start > PLACE_WAIT_MS * 1000) {
			kill(pid, SIGKILL);
			fail_msg("the command did not end: '%s' '%s'", out->text, err->text);
		}
		if (poll(watch, 2, STEP_MS) <= 0)
			continue;
		if (watch[0].revents)
			more[0] = read_stream(out);
		if (watch[1].revents)
			more[1] = read_stream(err);
		if (ending.text && strstr(out->text, ending.text)) {
			kill(pid, ending.signal);
			ending.text = NULL;
		}
	}
}

/* A file to read input from. */
static int input_file(const char *input)
{
	int fd = input ? memfd_create("input", MFD_CLOEXEC)
		       : open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	if (input) {
		assert_int_equal(write(fd, input, strlen(input)), (ssize_t)strlen(input));
		lseek(fd, 0, SEEK_SET);
	}
	return fd;
}

struct job {
	const char *program, *words, *input;
	const char *const *environment;
	struct ending ending;
};

static struct ran run(struct place *place, const struct job *job)
{
	const char *environment[ENVIRONMENT];
	char home[80];
	struct words words;
	int out[2], err[2], status, in = input_file(job->input);

	split(&words, place, job->program, job->words);
	make_environment(place, job->environment, home, sizeof(home), environment);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		become(in, out[1], err[1], words.argv, environment);
	close(in);
	close(out[1]);
	close(err[1]);
	free(words.text);
	struct stream from_out = {out[0], mem_dup(""), 0}, from_err = {err[0], mem_dup(""), 0};
	read_both(&from_out, &from_err, pid, job->ending);
	close(out[0]);
	close(err[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return (struct ran){WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
			    from_out.text, from_err.text};
}

struct ran place_run(struct place *place, const char *words)
{
	return run(place, &(struct job){.program = FRONTDESK_BIN, .words = words});
}

struct ran place_run_input(struct place *place, const char *words, const char *input)
{
	return run(place, &(struct job){.program = FRONTDESK_BIN, .words = words, .input = input});
}

struct ran place_run_with(struct place *place, const char *words, const char *const *more)
{
	return run(place,
		   &(struct job){.program = FRONTDESK_BIN, .words = words, .environment = more});
}

struct ran place_run_until(struct place *place, const char *words, const char *text, int number)
{
	return run(
		place,
		&(struct job){.program = FRONTDESK_BIN, .words = words, .ending = {text, number}});
}

struct ran place_run_pabx(struct place *place, const char *words, const char *input)
{
	char *whole = mem_printf("%s --store %s/pabx.db", words, place->home);
	struct ran ran =
		run(place, &(struct job){.program = PABX_BIN, .words = whole, .input = input});

	free(whole);
	return ran;
}

void ran_free(struct ran *ran)
{
	free(ran->out);
	free(ran->err);
	*ran = (struct ran){0};
}

/* ---- Files ---- */

char *place_path(const struct place *place, const char *name)
{
	return mem_printf("%s/%s", place->home, name);
}

void place_write(const struct place *place, const char *name, const char *text, unsigned mode)
{
	char *path = place_path(place, name);
	struct why why = {.text = ""};

	assert_int_equal(path_make_parents(path, &why), 0);
	assert_int_equal(path_write(path, text, strlen(text), mode, &why), 0);
	free(path);
}

char *place_read(const struct place *place, const char *name)
{
	char *path = place_path(place, name), *data = NULL;
	size_t len;
	int err = path_read(path, FILE_MAX, &data, &len, NULL);

	free(path);
	return err ? NULL : data;
}

void place_wait_gone(const struct place *place, const char *name)
{
	int64_t end = clock_mono_us() + PLACE_GONE_MS * INT64_C(1000);
	char *path = place_path(place, name), events[4096];
	struct pollfd removed = {.fd = inotify_init1(IN_CLOEXEC), .events = POLLIN};

	/* Removing a file changes its count of names before it is gone. */
	while (removed.fd >= 0 &&
	       inotify_add_watch(removed.fd, path, IN_ATTRIB | IN_DELETE_SELF) >= 0) {
		int64_t left = (end - clock_mono_us()) / 1000;

		if (left <= 0 || poll(&removed, 1, (int)left) <= 0 ||
		    read(removed.fd, events, sizeof(events)) <= 0)
			break;
	}
	if (removed.fd >= 0)
		close(removed.fd);
	free(path);
}

unsigned place_mode(const struct place *place, const char *name)
{
	char *path = place_path(place, name);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	free(path);
	return st.st_mode & 07777;
}

void place_until(bool (*fn)(void *ctx), void *ctx, const char *what)
{
	int64_t start = clock_mono_us();

	while (!fn(ctx)) {
		if (clock_mono_us() - start > PLACE_WAIT_MS * 1000)
			fail_msg("did not happen: %s", what);
		poll(NULL, 0, STEP_MS);
	}
}
