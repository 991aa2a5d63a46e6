#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

enum { SAID_MAX = 512 };

struct loop_program {
	struct loop *loop;
	pid_t pid;
	struct loop_child *child;
	struct loop_timer *limit;
	struct loop_fd *watch;
	int from; /* its standard error; -1 when closed */
	char said[SAID_MAX];
	size_t said_len;
	int status, error;
	bool late, over; /* over: done is being called */
	void (*done)(void *ctx, const struct loop_program_end *end);
	void *ctx;
};

static void close_from(struct loop_program *p)
{
	loop_fd_remove(&p->watch);
	if (p->from >= 0)
		close(p->from);
	p->from = -1;
}

static void program_free(struct loop_program *p)
{
	close_from(p);
	loop_child_forget(&p->child);
	loop_timer_free(&p->limit);
	loop_undefer(p->loop, p);
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
	p->over = true;
	p->done(p->ctx,
		&(struct loop_program_end){
			.status = p->status, .error = p->error, .late = p->late, .said = line});
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
		close_from(p);
		return;
	}
	if ((size_t)n > sizeof(p->said) - p->said_len)
		n = (ssize_t)(sizeof(p->said) - p->said_len);
	memcpy(p->said + p->said_len, more, (size_t)n);
	p->said_len += (size_t)n;
}

static void on_ended(void *ctx, pid_t pid, int status)
{
	struct loop_program *p = ctx;

	(void)pid;
	p->child = NULL; /* the loop frees it */
	p->status = status;
	loop_timer_stop(p->limit);
	/* What it has written is read; what it has left running is not waited for. */
	while (p->from >= 0 && p->said_len < sizeof(p->said)) {
		ssize_t n = read(p->from, p->said + p->said_len, sizeof(p->said) - p->said_len);

		if (n <= 0)
			break;
		p->said_len += (size_t)n;
	}
	close_from(p);
	finish(p);
}

/* It leads a group of its own, so what it started ends with it. */
static void on_limit(void *ctx)
{
	struct loop_program *p = ctx;

	p->late = true;
	kill(-p->pid, SIGKILL);
}

/* In the child: nothing but what is safe after fork(). failed is closed by what is run. */
static void become(char *const argv[], int in, int err, int failed, unsigned limit_s)
{
	sigset_t none;
	int null = open("/dev/null", O_WRONLY);

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	alarm(limit_s + 1);
	if (dup2(in, 0) >= 0 && dup2(null, 1) >= 0 && dup2(err, 2) >= 0)
		execvp(argv[0], argv);
	int error = errno;
	if (write(failed, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

/* A file without a name, so that nobody waits for a child that does not read. */
static int file_of(const char *bytes, size_t len)
{
	int fd = memfd_create("frontdesk", MFD_CLOEXEC);

	while (fd >= 0 && len) {
		ssize_t n = write(fd, bytes, len);

		if (n <= 0) {
			close(fd);
			return -1;
		}
		bytes += n, len -= (size_t)n;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* The errno of the child that could not become the program, 0 once it has. */
static int failure(int fd)
{
	int error = 0;

	while (read(fd, &error, sizeof(error)) < 0 && errno == EINTR)
		;
	return error;
}

static int fork_child(struct loop_program *p, const struct loop_program_order *order, int in,
		      int err)
{
	int failed[2], error;

	if (pipe2(failed, O_CLOEXEC) < 0)
		return errno;
	/* Before fork(): the worker's thread may hold the environment's memory then. */
	if (order->name)
		setenv(order->name, order->value, 1);
	p->pid = fork();
	error = p->pid < 0 ? errno : 0;
	if (p->pid == 0)
		become(order->argv, in, err, failed[1], (unsigned)(order->limit_ms / 1000));
	if (order->name)
		unsetenv(order->name);
	close(failed[1]);
	if (!error)
		error = failure(failed[0]);
	close(failed[0]);
	return error;
}

static int start(struct loop_program *p, const struct loop_program_order *order)
{
	int from[2], error;
	int in = order->argv[0] ? file_of(order->input, order->len) : -1;

	if (in < 0)
		return order->argv[0] ? errno : ENOENT;
	if (pipe2(from, O_CLOEXEC) < 0) {
		error = errno;
		close(in);
		return error;
	}
	fcntl(from[0], F_SETFL, O_NONBLOCK);
	p->from = from[0];
	error = fork_child(p, order, in, from[1]);
	close(from[1]);
	close(in);
	return error;
}

struct loop_program *loop_program_run(struct loop *loop, const struct loop_program_order *order,
				      void (*done)(void *ctx, const struct loop_program_end *end),
				      void *ctx)
{
	struct loop_program *p = mem_new(1, sizeof(*p));

	*p = (struct loop_program){
		.loop = loop, .from = -1, .status = -1, .done = done, .ctx = ctx};
	p->limit = loop_timer_new(loop, on_limit, p);
	p->error = start(p, order);
	if (!p->error && !(p->child = loop_child_watch(loop, p->pid, on_ended, p)))
		p->error = errno;
	if (p->error) {
		loop_defer(loop, finish, p);
		return p;
	}
	p->watch = loop_fd_add(loop, p->from, LOOP_READ, on_said, p);
	loop_timer_set(p->limit, order->limit_ms);
	return p;
}

void loop_program_forget(struct loop_program **slot)
{
	struct loop_program *p = *slot;

	*slot = NULL;
	if (p && !p->over)
		program_free(p);
}
