#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

enum { SAID_MAX = 512 };

struct loop_program {
	struct loop *loop;
	pid_t pid;
	struct loop_child *child;
	struct loop_timer *limit;
	struct loop_fd *to_watch, *from_watch;
	int to, from; /* its standard input and error; -1 when closed */
	char *input;
	size_t len, sent;
	char said[SAID_MAX];
	size_t said_len;
	int status, error;
	bool late;
	void (*done)(void *ctx, const struct loop_program_end *end); /* NULL: forgotten */
	void *ctx;
};

static void close_end(struct loop_fd **watch, int *fd)
{
	loop_fd_remove(watch);
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void program_free(struct loop_program *p)
{
	close_end(&p->to_watch, &p->to);
	close_end(&p->from_watch, &p->from);
	loop_child_forget(&p->child);
	loop_timer_free(&p->limit);
	loop_undefer(p->loop, p);
	mem_wipe(p->input, p->len);
	free(p->input);
	free(p);
}

static void finish(void *ctx)
{
	struct loop_program *p = ctx;
	char line[SAID_MAX];
	size_t len = 0;

	while (len < p->said_len && p->said[len] != '\n' && p->said[len] != '\r')
		len++;
	text_clean(line, sizeof(line), p->said, len);
	if (p->done)
		p->done(p->ctx, &(struct loop_program_end){.status = p->status,
							   .error = p->error,
							   .late = p->late,
							   .said = line});
	program_free(p);
}

static void on_said(void *ctx, int fd, unsigned ready)
{
	struct loop_program *p = ctx;
	char more[256];
	ssize_t n = read(fd, more, sizeof(more));

	(void)ready;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		close_end(&p->from_watch, &p->from);
		return;
	}
	if ((size_t)n > sizeof(p->said) - p->said_len)
		n = (ssize_t)(sizeof(p->said) - p->said_len);
	memcpy(p->said + p->said_len, more, (size_t)n);
	p->said_len += (size_t)n;
}

static void on_writable(void *ctx, int fd, unsigned ready)
{
	struct loop_program *p = ctx;
	ssize_t n = send(fd, p->input + p->sent, p->len - p->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

	(void)ready;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		p->sent += (size_t)n;
	if (n < 0 || p->sent == p->len)
		close_end(&p->to_watch, &p->to);
}

static void on_ended(void *ctx, pid_t pid, int status)
{
	struct loop_program *p = ctx;

	(void)pid;
	p->child = NULL; /* the loop frees it */
	p->status = status;
	loop_timer_stop(p->limit);
	close_end(&p->to_watch, &p->to);
	/* What it has written is read; what it has left running is not waited for. */
	while (p->from >= 0 && p->said_len < sizeof(p->said)) {
		ssize_t n = read(p->from, p->said + p->said_len, sizeof(p->said) - p->said_len);

		if (n <= 0)
			break;
		p->said_len += (size_t)n;
	}
	close_end(&p->from_watch, &p->from);
	finish(p);
}

static void on_limit(void *ctx)
{
	struct loop_program *p = ctx;

	p->late = true;
	kill(-p->pid, SIGKILL);
}

static int spawn(struct loop_program *p, char *const *argv, int in, int err)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
						POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setpgroup(&attr, 0);
	int error = posix_spawnp(&p->pid, argv[0], &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

static int start(struct loop_program *p, char *const *argv)
{
	int to[2], from[2], error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) < 0)
		return errno;
	if (pipe2(from, O_CLOEXEC | O_NONBLOCK) < 0) {
		error = errno;
		close(to[0]);
		close(to[1]);
		return error;
	}
	fcntl(from[1], F_SETFL, 0);
	error = spawn(p, argv, to[1], from[1]);
	close(to[1]);
	close(from[1]);
	p->to = to[0];
	p->from = from[0];
	return error;
}

struct loop_program *loop_program_run(struct loop *loop, char *const *argv, const void *input,
				      size_t len, int64_t limit_ms,
				      void (*done)(void *ctx, const struct loop_program_end *end),
				      void *ctx)
{
	struct loop_program *p = mem_new(1, sizeof(*p));

	*p = (struct loop_program){
		.loop = loop, .to = -1, .from = -1, .status = -1, .done = done, .ctx = ctx};
	p->input = mem_new(len + 1, 1);
	memcpy(p->input, input, len);
	p->len = len;
	p->limit = loop_timer_new(loop, on_limit, p);
	p->error = argv[0] ? start(p, argv) : ENOENT;
	if (p->error) {
		loop_defer(loop, finish, p);
		return p;
	}
	p->child = loop_child_watch(loop, p->pid, on_ended, p);
	p->to_watch = loop_fd_add(loop, p->to, LOOP_WRITE, on_writable, p);
	p->from_watch = loop_fd_add(loop, p->from, LOOP_READ, on_said, p);
	loop_timer_set(p->limit, limit_ms);
	return p;
}

void loop_program_forget(struct loop_program **slot)
{
	struct loop_program *p = *slot;

	*slot = NULL;
	if (p)
		p->done = NULL;
}
