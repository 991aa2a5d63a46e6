/* A frontdesk-pabx of the console's own: the demo's office, or the one before an Asterisk. */
#include "cli.h"

#include <ctype.h>
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

#include "base/language.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/random.h"

enum {
	OWN_MAX_ARGS = 32,
	OWN_START_MS = 10000,
	OWN_END_MS = 1000,
	OWN_KEY_FD = 3,
	OWN_SECRET_FD = 4
};

struct cli_own {
	struct loop *loop;
	struct cli_own_events events;
	void *ctx;
	pid_t pid;
	int out, err; /* the child's standard output and error */
	struct loop_fd *out_watch, *err_watch;
	struct loop_child *child;
	struct loop_timer *limit;
	bool demo;
	bool ready, joined; /* joined: another process serves, and the child may end */
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

static const char *whose(const struct cli_own *own)
{
	return own->demo ? _("The demo's telephone system") : _("The telephone system's server");
}

static void watch_stop(struct cli_own *own)
{
	loop_fd_remove(&own->out_watch);
	loop_fd_remove(&own->err_watch);
	if (own->out >= 0)
		close(own->out);
	if (own->err >= 0)
		close(own->err);
	own->out = own->err = -1;
}

static void failed(struct cli_own *own, const char *text)
{
	loop_timer_stop(own->limit);
	if (own->ready) {
		if (own->events.gone)
			own->events.gone(own->ctx, text);
		return;
	}
	own->ready = true;
	own->events.ready(own->ctx, NULL, NULL, text);
}

static void on_child(void *ctx, pid_t pid, int status)
{
	struct cli_own *own = ctx;
	char text[400];

	(void)pid;
	(void)status;
	own->pid = 0;
	own->child = NULL;
	if (own->joined)
		return;
	snprintf(text, sizeof text, _("%s has ended%s%s"), whose(own), own->said[0] ? ": " : "",
		 own->said);
	failed(own, text);
}

static void on_limit(void *ctx)
{
	char text[80];

	snprintf(text, sizeof text, _("%s did not start in time"), whose(ctx));
	failed(ctx, text);
}

static void on_no_child(void *ctx)
{
	char text[100];

	snprintf(text, sizeof text, _("%s cannot be started: the system has no room for it"),
		 whose(ctx));
	failed(ctx, text);
}

static void ready(struct cli_own *own, const char *address, const char *key)
{
	char url[300];

	loop_timer_stop(own->limit);
	own->ready = true;
	snprintf(url, sizeof url, "http://%s", address);
	own->events.ready(own->ctx, url, key, NULL);
}

/* "joined HOST:PORT by FILE": it is served already, and the key is in the file. */
static void join(struct cli_own *own, char *address)
{
	char *by = strstr(address, " by "), *key = NULL;
	struct why why;

	why_set(&why, ERR_INVALID, "%s", _("it does not say where its key is"));

	own->joined = true;
	if (by)
		*by = '\0';
	if (!by || path_read_secret(by + 4, &key, &why) < 0) {
		failed(own, why.text);
		return;
	}
	ready(own, address, key);
	mem_wipe(key, strlen(key));
	free(key);
}

static void first_line(struct cli_own *own)
{
	static const char listens[] = "listening on ", joined[] = "joined ";

	if (strncmp(own->line, listens, sizeof listens - 1) == 0)
		ready(own, own->line + sizeof listens - 1, own->key);
	else if (strncmp(own->line, joined, sizeof joined - 1) == 0)
		join(own, own->line + sizeof joined - 1);
}

static void on_output(void *ctx, int fd, unsigned ready)
{
	struct cli_own *own = ctx;
	char bytes[256];
	ssize_t n = read(fd, bytes, sizeof bytes);

	(void)ready;
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			loop_fd_remove(&own->out_watch);
		return;
	}
	for (ssize_t i = 0; i < n && !own->ready; i++) {
		if (bytes[i] == '\n') {
			own->line[own->line_len] = '\0';
			first_line(own);
		} else if (own->line_len + 1 < sizeof own->line) {
			own->line[own->line_len++] = bytes[i];
		}
	}
}

static void on_complaint(void *ctx, int fd, unsigned ready)
{
	struct cli_own *own = ctx;
	ssize_t n = read(fd, own->said, sizeof own->said - 1);

	(void)ready;
	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			loop_fd_remove(&own->err_watch);
		return;
	}
	own->said[n] = '\0';
	own->said[strcspn(own->said, "\n")] = '\0';
	log_info("pabx", "%s", own->said);
}

/* What the child inherits, by the number that it has there. */
struct ends {
	int key, secret, out, err;
};

/* In the child: nothing but what is safe after fork(). */
static void become_pabx(pid_t parent, char **argv, const struct ends *ends, bool with_us)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (with_us)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (with_us && getppid() != parent)
		_exit(0);
	int null = open("/dev/null", O_RDONLY);
	/* Above the fixed numbers first, so that none is overwritten before it is used. */
	int k = fcntl(ends->key, F_DUPFD_CLOEXEC, 10), s = fcntl(ends->secret, F_DUPFD_CLOEXEC, 10);
	int o = fcntl(ends->out, F_DUPFD_CLOEXEC, 10), e = fcntl(ends->err, F_DUPFD_CLOEXEC, 10);
	if (null < 0 || k < 0 || s < 0 || o < 0 || e < 0 || dup2(null, 0) < 0 || dup2(o, 1) < 0 ||
	    dup2(e, 2) < 0 || dup2(k, OWN_KEY_FD) < 0 || dup2(s, OWN_SECRET_FD) < 0)
		_exit(126);
	setsid(); /* the terminal's Ctrl-C and hang-up are the console's alone */
	execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static unsigned add_fixed(char **argv, unsigned n, const char *const *words)
{
	for (; *words && n < OWN_MAX_ARGS - 1; words++)
		argv[n++] = (char *)*words;
	return n;
}

static unsigned add_demo(char **argv, unsigned n, char *words)
{
	char *save = NULL;

	for (char *w = words ? strtok_r(words, " ", &save) : NULL; w && n < OWN_MAX_ARGS - 1;
	     w = strtok_r(NULL, " ", &save))
		argv[n++] = w;
	return n;
}

static unsigned add_asterisk(char **argv, unsigned n, const struct cli_settings *s,
			     const char *store)
{
	const struct {
		const char *option, *value;
	} given[] = {{"--asterisk", s->asterisk},
		     {"--as", s->as},
		     {"--store", store},
		     {"--mapping", s->mapping},
		     {"--asterisk-conf", s->asterisk_conf}};
	static const char *const fixed[] = {"--asterisk-secret-fd", "4", "--end-when-idle", "2",
					    NULL};

	n = add_fixed(argv, n, fixed);
	for (unsigned i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i].value)
			n = add_fixed(argv, n,
				      (const char *const[]){given[i].option, given[i].value, NULL});
	return s->asterisk_tls ? add_fixed(argv, n, (const char *const[]){"--asterisk-tls", NULL})
			       : n;
}

static void make_key(struct cli_own *own)
{
	random_hex(own->key, 8);
	own->key[16] = '.';
	random_hex(own->key + 17, 32);
}

static void close_pair(const int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

/* A pipe that holds a line already, before there is a child that could end without having read it.
 */
static int filled_pipe(const char *line)
{
	int pair[2];

	if (pipe2(pair, O_CLOEXEC) < 0)
		return -1;
	if (dprintf(pair[1], "%s\n", line) < 0) {
		close(pair[0]);
		pair[0] = -1;
	}
	close(pair[1]);
	return pair[0];
}

static int spawn(struct cli_own *own, char **argv, const char *login, const char *secret)
{
	int out[2] = {-1, -1}, err[2] = {-1, -1};
	char *line = mem_printf("%s %s", login, own->key);
	struct ends ends = {.key = filled_pipe(line), .secret = filled_pipe(secret)};
	pid_t parent = getpid();

	mem_wipe(line, strlen(line));
	free(line);
	own->pid = -1;
	if (ends.key >= 0 && ends.secret >= 0 && pipe2(out, O_CLOEXEC) == 0 &&
	    pipe2(err, O_CLOEXEC) == 0)
		own->pid = fork();
	ends.out = out[1];
	ends.err = err[1];
	if (own->pid == 0)
		become_pabx(parent, argv, &ends, own->demo);
	close_pair((const int[]){ends.key, ends.secret});
	if (own->pid < 0) {
		close_pair(out);
		close_pair(err);
		return ERR_IO;
	}
	close(out[1]);
	close(err[1]);
	own->out = out[0];
	own->err = err[0];
	return 0;
}

char *cli_own_store(const struct cli_settings *settings)
{
	char *name = mem_printf("asterisk/%s.db", settings->asterisk), *path;

	for (char *c = name + strlen("asterisk/"); *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '.' && *c != '-' && *c != '@')
			*c = '_';
	path = path_user(PATH_DATA, name);
	free(name);
	return path;
}

int cli_own_secret(const struct cli_settings *settings, char **secret, struct why *why)
{
	*secret = NULL;
	if (settings->asterisk_secret_command)
		return path_run_secret(settings->asterisk_secret_command, secret, why);
	if (settings->asterisk_secret_file)
		return path_read_secret(settings->asterisk_secret_file, secret, why);
	return why_set(why, ERR_NOT_FOUND,
		       _("The secret of Asterisk's manager user is needed: --asterisk-secret-file "
			 "FILE, or --asterisk-secret-command COMMAND"));
}

static int start(struct cli_own *own, const struct cli_settings *settings, const char *secret)
{
	static const char *const fixed[] = {"--listen", "127.0.0.1:0", "--key-fd", "3", NULL};
	char path[PATH_MAX], *argv[OWN_MAX_ARGS], *words = mem_dup(settings->demo_args);
	char *store = own->demo ? NULL : cli_own_store(settings);
	struct why why = {""};
	unsigned n = 1;
	int err = store ? path_make_parents(store, &why) : 0;

	snprintf(own->said, sizeof own->said, "%s", why.text);
	program_path(path, sizeof path);
	argv[0] = path;
	n = add_fixed(argv, n, fixed);
	n = own->demo ? add_demo(argv, n, words) : add_asterisk(argv, n, settings, store);
	argv[n] = NULL;
	make_key(own);
	if (!err)
		err = spawn(own, argv,
			    own->demo ? (settings->demo_login ? settings->demo_login : "reception")
				      : settings->as,
			    secret ? secret : "");
	free(words);
	free(store);
	return err;
}

struct cli_own *cli_own_start(struct loop *loop, const struct cli_settings *settings,
			      const char *secret, const struct cli_own_events *events, void *ctx)
{
	struct cli_own *own = mem_new(1, sizeof *own);

	*own = (struct cli_own){.loop = loop,
				.events = *events,
				.ctx = ctx,
				.demo = !settings->asterisk,
				.out = -1,
				.err = -1};
	own->limit = loop_timer_new(loop, on_limit, own);
	if (start(own, settings, secret) == 0) {
		own->child = loop_child_watch(loop, own->pid, on_child, own);
		own->out_watch = loop_fd_add(loop, own->out, LOOP_READ, on_output, own);
		own->err_watch = loop_fd_add(loop, own->err, LOOP_READ, on_complaint, own);
		loop_timer_set(own->limit, OWN_START_MS);
	} else {
		loop_defer(loop, on_no_child, own);
	}
	return own;
}

/* It has a moment to end by itself; what it holds is only the demo's. The one before an Asterisk
 * ends by itself when the last console has gone. */
static void end_child(pid_t pid)
{
	const struct timespec nap = {.tv_nsec = 2000000};

	kill(pid, SIGTERM);
	for (int ms = 0; ms < OWN_END_MS; ms += 2) {
		if (waitpid(pid, NULL, WNOHANG) != 0)
			return;
		nanosleep(&nap, NULL);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void cli_own_free(struct cli_own **slot)
{
	struct cli_own *own = *slot;

	if (!own)
		return;
	*slot = NULL;
	watch_stop(own);
	if (own->child)
		loop_child_forget(&own->child);
	loop_timer_free(&own->limit);
	loop_undefer(own->loop, own);
	if (own->pid > 0 && own->demo)
		end_child(own->pid);
	mem_wipe(own->key, sizeof own->key);
	free(own);
}
