#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utlist.h>

#include "base/mem.h"
#include "state.h"

struct loop_child {
	struct loop *loop;
	pid_t pid;
	int fd;
	struct loop_fd *watch;
	void (*fn)(void *ctx, pid_t pid, int status); /* NULL: forgotten, only reaped */
	void *ctx;
	struct loop_child *prev, *next;
};

static void child_free(struct loop_child *child)
{
	loop_fd_remove(&child->watch);
	close(child->fd);
	DL_DELETE(child->loop->children, child);
	free(child);
}

static void on_end(void *ctx, int fd, unsigned ready)
{
	struct loop_child *child = ctx;
	int status = 0;

	(void)fd;
	(void)ready;
	if (waitpid(child->pid, &status, WNOHANG) == 0)
		return;
	loop_fd_want(child->watch, 0);
	if (child->fn)
		child->fn(child->ctx, child->pid, status);
	child_free(child);
}

struct loop_child *loop_child_watch(struct loop *loop, pid_t pid,
				    void (*fn)(void *ctx, pid_t pid, int status), void *ctx)
{
	struct loop_child *child;
	int fd = pidfd_open(pid, 0);

	if (fd < 0)
		return NULL;
	child = mem_new(1, sizeof(*child));
	*child = (struct loop_child){.loop = loop, .pid = pid, .fd = fd, .fn = fn, .ctx = ctx};
	child->watch = loop_fd_add(loop, fd, LOOP_READ, on_end, child);
	DL_APPEND(loop->children, child);
	return child;
}

void loop_child_forget(struct loop_child **slot)
{
	if (*slot)
		(*slot)->fn = NULL;
	*slot = NULL;
}

void loop_children_free(struct loop *loop)
{
	struct loop_child *child, *next;

	DL_FOREACH_SAFE (loop->children, child, next)
		child_free(child);
}
