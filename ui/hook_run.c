#include "hook_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"

enum { COMPLAINT_MAX = 160, PROBLEM_MAX = 400 };

struct hook_run {
	struct loop *loop;
	pid_t pid;
	int complaint; /* what it writes to standard error; read when it has ended */
	struct loop_child *child;
	struct loop_timer *limit;
	int64_t limit_ms;
	bool killed;
	void (*ended)(void *ctx, struct hook_run *run, const char *problem);
	void *ctx;
};

/* In the child: nothing but what is safe after fork(). The alarm outlives the console. */
static void become(char *const words[], int in, int complaint, int64_t limit_ms)
{
	sigset_t none;
	int null = open("/dev/null", O_WRONLY);

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setsid();
	alarm((unsigned)(limit_ms / 1000) + 1);
	if (dup2(in, 0) < 0 || dup2(null, 1) < 0 || dup2(complaint, 2) < 0)
		_exit(126);
	execvp(words[0], words);
	dprintf(2, "%s", strerror(errno));
	_exit(127);
}

/* The first line that it complained with, "" without one. */
static void read_complaint(const struct hook_run *run, char out[COMPLAINT_MAX])
{
	ssize_t n = read(run->complaint, out, COMPLAINT_MAX - 1);

	out[n > 0 ? n : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

static void tell(struct hook_run *run, int status)
{
	char complaint[COMPLAINT_MAX], problem[PROBLEM_MAX];
	const char *colon;

	read_complaint(run, complaint);
	colon = *complaint ? ": " : "";
	if (run->killed)
		snprintf(problem, sizeof(problem), _("was killed, it took longer than %d s"),
			 (int)(run->limit_ms / 1000));
	else if (WIFSIGNALED(status))
		snprintf(problem, sizeof(problem), _("was ended by signal %d%s%s"),
			 WTERMSIG(status), colon, complaint);
	else if (WEXITSTATUS(status) == 127)
		snprintf(problem, sizeof(problem), _("cannot be run%s%s"), colon, complaint);
	else if (WEXITSTATUS(status))
		snprintf(problem, sizeof(problem), _("ended with status %d%s%s"),
			 WEXITSTATUS(status), colon, complaint);
	else
		problem[0] = '\0';
	run->ended(run->ctx, run, *problem ? problem : NULL);
}

static void on_end(void *ctx, pid_t pid, int status)
{
	struct hook_run *run = ctx;

	(void)pid;
	run->child = NULL;
	loop_timer_stop(run->limit);
	tell(run, status);
}

/* It is the leader of a group of its own, so what it started ends with it. */
static void on_limit(void *ctx)
{
	struct hook_run *run = ctx;

	run->killed = true;
	kill(-run->pid, SIGKILL);
}

/* The text as a file without a name, so that nobody waits for a child that does not read. */
static int file_of(const char *text)
{
	int fd = memfd_create("frontdesk-hook", MFD_CLOEXEC);
	size_t len = strlen(text);

	if (fd < 0)
		return -1;
	if (write(fd, text, len) != (ssize_t)len || write(fd, "\n", 1) != 1 ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static pid_t spawn(char *const words[], const char *name, const char *text, int64_t limit_ms,
		   int *complaint)
{
	int in = file_of(text), err[2] = {-1, -1};
	pid_t pid = -1;

	if (in >= 0 && pipe2(err, O_CLOEXEC) == 0) {
		setenv("FRONTDESK_HOOK", name, 1);
		pid = fork();
		if (pid == 0)
			become(words, in, err[1], limit_ms);
		unsetenv("FRONTDESK_HOOK");
	}
	if (in >= 0)
		close(in);
	if (err[1] >= 0)
		close(err[1]);
	if (err[0] >= 0 && (pid < 0 || fcntl(err[0], F_SETFL, O_NONBLOCK) < 0)) {
		close(err[0]);
		err[0] = -1;
	}
	*complaint = err[0];
	return pid;
}

struct hook_run *hook_run(struct loop *loop, char *const words[], const char *name,
			  const char *text, int64_t limit_ms,
			  void (*ended)(void *ctx, struct hook_run *run, const char *problem),
			  void *ctx)
{
	int complaint;
	pid_t pid = spawn(words, name, text, limit_ms, &complaint);

	if (pid < 0)
		return NULL;
	struct hook_run *run = mem_new(1, sizeof(*run));
	*run = (struct hook_run){.loop = loop,
				 .pid = pid,
				 .complaint = complaint,
				 .limit_ms = limit_ms,
				 .ended = ended,
				 .ctx = ctx};
	run->limit = loop_timer_new(loop, on_limit, run);
	run->child = loop_child_watch(loop, pid, on_end, run);
	loop_timer_set(run->limit, limit_ms);
	return run;
}

void hook_run_free(struct hook_run **slot)
{
	struct hook_run *run = *slot;

	if (!run)
		return;
	*slot = NULL;
	if (run->child)
		loop_child_forget(&run->child);
	loop_timer_free(&run->limit);
	if (run->complaint >= 0)
		close(run->complaint);
	free(run);
}
