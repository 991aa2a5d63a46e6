#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"

enum { DEMO_MAX_ARGS = 32, DEMO_START_MS = 10000, DEMO_END_MS = 1000, DEMO_KEY_FD = 3 };

struct cli_demo {
	struct loop *loop;
	struct cli_demo_events events;
	void *ctx;
	pid_t pid;
	int out, err; /* the child's standard output and error */
	struct loop_fd *out_watch, *err_watch;
	struct loop_child *child;
	struct loop_timer *limit;
	bool ready;
	char key[17 + 1 + 65];
	char line[256], said[256]; /* what it printed so far: first line, last complaint */
	size_t line_len;
};

/* The PABX lies beside the console in the build tree and when installed; else PATH decides. */
static void program_path(char *path, size_t cap)
{
	ssize_t n = readlink("/proc/self/exe", path, cap - sizeof "-pabx");

	if (n > 0) {
		path[n] = '\0';
		char *slash = strrchr(path, '/');
		if (slash) {
			snprintf(slash + 1, cap - (size_t)(slash + 1 - path), "frontdesk-pabx");
			if (access(path, X_OK) == 0)
				return;
		}
	}
	snprintf(path, cap, "frontdesk-pabx");
}

static void watch_stop(struct cli_demo *demo)
{
	loop_fd_remove(&demo->out_watch);
	loop_fd_remove(&demo->err_watch);
	if (demo->out >= 0)
		close(demo->out);
	if (demo->err >= 0)
		close(demo->err);
	demo->out = demo->err = -1;
}

static void failed(struct cli_demo *demo, const char *text)
{
	loop_timer_stop(demo->limit);
	if (demo->ready) {
		if (demo->events.gone)
			demo->events.gone(demo->ctx, text);
		return;
	}
	demo->ready = true;
	demo->events.ready(demo->ctx, NULL, NULL, text);
}

static void on_child(void *ctx, pid_t pid, int status)
{
	struct cli_demo *demo = ctx;
	char text[400];

	(void)pid;
	(void)status;
	demo->pid = 0;
	demo->child = NULL;
	snprintf(text, sizeof text, "The demo's telephone system has ended%s%s",
		 demo->said[0] ? ": " : "", demo->said);
	failed(demo, text);
}

static void on_limit(void *ctx)
{
	failed(ctx, "The demo's telephone system did not start in time");
}

static void on_no_child(void *ctx)
{
	failed(ctx, "The demo's telephone system cannot be started: the system has no room for it");
}

static void first_line(struct cli_demo *demo)
{
	static const char said[] = "listening on ";
	char url[300];

	if (strncmp(demo->line, said, sizeof said - 1) != 0)
		return;
	loop_timer_stop(demo->limit);
	demo->ready = true;
	snprintf(url, sizeof url, "http://%s", demo->line + sizeof said - 1);
	demo->events.ready(demo->ctx, url, demo->key, NULL);
}

static void on_output(void *ctx, int fd, unsigned ready)
{
	struct cli_demo *demo = ctx;
	char bytes[256];
	ssize_t n = read(fd, bytes, sizeof bytes);

	(void)ready;
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			loop_fd_remove(&demo->out_watch);
		return;
	}
	for (ssize_t i = 0; i < n && !demo->ready; i++) {
		if (bytes[i] == '\n') {
			demo->line[demo->line_len] = '\0';
			first_line(demo);
		} else if (demo->line_len + 1 < sizeof demo->line) {
			demo->line[demo->line_len++] = bytes[i];
		}
	}
}

static void on_complaint(void *ctx, int fd, unsigned ready)
{
	struct cli_demo *demo = ctx;
	ssize_t n = read(fd, demo->said, sizeof demo->said - 1);

	(void)ready;
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			loop_fd_remove(&demo->err_watch);
		return;
	}
	demo->said[n] = '\0';
	demo->said[strcspn(demo->said, "\n")] = '\0';
	log_info("demo", "%s", demo->said);
}

/* In the child: nothing but what is safe after fork(). */
static void become_pabx(pid_t parent, char **argv, int key_in, int out_end, int err_end)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	int null = open("/dev/null", O_RDONLY);
	/* Above the fixed numbers first, so that none is overwritten before it is used. */
	int k = fcntl(key_in, F_DUPFD, 10), o = fcntl(out_end, F_DUPFD, 10);
	int e = fcntl(err_end, F_DUPFD, 10);
	if (null < 0 || k < 0 || o < 0 || e < 0 || dup2(null, 0) < 0 || dup2(o, 1) < 0 ||
	    dup2(e, 2) < 0 || dup2(k, DEMO_KEY_FD) < 0)
		_exit(126);
	setsid(); /* the terminal's Ctrl-C and hang-up are the console's alone */
	execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void make_args(char **argv, char *path, char *words)
{
	static char *fixed[] = {"--listen", "127.0.0.1:0", "--key-fd", "3", NULL};
	unsigned n = 0;
	char *save = NULL;

	argv[n++] = path;
	for (unsigned i = 0; fixed[i]; i++)
		argv[n++] = fixed[i];
	for (char *w = words ? strtok_r(words, " ", &save) : NULL; w && n < DEMO_MAX_ARGS - 1;
	     w = strtok_r(NULL, " ", &save))
		argv[n++] = w;
	argv[n] = NULL;
}

static void make_key(struct cli_demo *demo)
{
	random_hex(demo->key, 8);
	demo->key[16] = '.';
	random_hex(demo->key + 17, 32);
}

static void close_pair(const int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

/* The key is in the pipe before there is a child that could end without having read it. */
static int spawn(struct cli_demo *demo, char **argv)
{
	int key[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
	pid_t parent = getpid();

	if (pipe2(key, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 &&
	    pipe2(err, O_CLOEXEC) == 0 && dprintf(key[1], "reception %s\n", demo->key) > 0)
		demo->pid = fork();
	else
		demo->pid = -1;
	if (demo->pid == 0)
		become_pabx(parent, argv, key[0], out[1], err[1]);
	close_pair(key);
	if (demo->pid < 0) {
		close_pair(out);
		close_pair(err);
		return ERR_IO;
	}
	close(out[1]);
	close(err[1]);
	demo->out = out[0];
	demo->err = err[0];
	return 0;
}

struct cli_demo *cli_demo_start(struct loop *loop, const struct cli_settings *settings,
				const struct cli_demo_events *events, void *ctx)
{
	struct cli_demo *demo = mem_new(1, sizeof *demo);
	char path[PATH_MAX], *argv[DEMO_MAX_ARGS], *words = mem_dup(settings->demo_args);

	*demo = (struct cli_demo){
		.loop = loop, .events = *events, .ctx = ctx, .out = -1, .err = -1};
	demo->limit = loop_timer_new(loop, on_limit, demo);
	program_path(path, sizeof path);
	make_args(argv, path, words);
	make_key(demo);
	if (spawn(demo, argv) == 0) {
		demo->child = loop_child_watch(loop, demo->pid, on_child, demo);
		demo->out_watch = loop_fd_add(loop, demo->out, LOOP_READ, on_output, demo);
		demo->err_watch = loop_fd_add(loop, demo->err, LOOP_READ, on_complaint, demo);
		loop_timer_set(demo->limit, DEMO_START_MS);
	} else {
		loop_defer(loop, on_no_child, demo);
	}
	free(words);
	return demo;
}

/* It has a moment to end by itself; what it holds is only the demo's. */
static void end_child(pid_t pid)
{
	const struct timespec nap = {.tv_nsec = 2000000};

	kill(pid, SIGTERM);
	for (int ms = 0; ms < DEMO_END_MS; ms += 2) {
		if (waitpid(pid, NULL, WNOHANG) != 0)
			return;
		nanosleep(&nap, NULL);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void cli_demo_free(struct cli_demo **slot)
{
	struct cli_demo *demo = *slot;

	if (!demo)
		return;
	*slot = NULL;
	watch_stop(demo);
	if (demo->child)
		loop_child_forget(&demo->child);
	loop_timer_free(&demo->limit);
	loop_undefer(demo->loop, demo);
	if (demo->pid > 0)
		end_child(demo->pid);
	mem_wipe(demo->key, sizeof demo->key);
	free(demo);
}
