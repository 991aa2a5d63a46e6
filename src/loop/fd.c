#include <stdlib.h>
#include <unistd.h>
#include <utlist.h>

#include "base/mem.h"
#include "state.h"

struct loop_fd {
	struct loop *loop;
	int fd;
	unsigned wanted;
	loop_fd_fn fn;
	void *ctx;
	struct loop_fd *prev, *next;
};

static uint32_t to_epoll(unsigned wanted)
{
	return (wanted & LOOP_READ ? (uint32_t)EPOLLIN : 0) |
	       (wanted & LOOP_WRITE ? (uint32_t)EPOLLOUT : 0) |
	       (wanted & LOOP_CLOSED ? (uint32_t)EPOLLRDHUP : 0);
}

static unsigned from_epoll(uint32_t events)
{
	return (events & EPOLLIN ? LOOP_READ : 0u) | (events & EPOLLOUT ? LOOP_WRITE : 0u) |
	       (events & (EPOLLHUP | EPOLLERR) ? LOOP_HANGUP : 0u) |
	       (events & EPOLLRDHUP ? LOOP_CLOSED : 0u);
}

void loop_fds_open(struct loop *loop)
{
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		loop_fatal("cannot watch descriptors");
}

struct loop_fd *loop_fd_add(struct loop *loop, int fd, unsigned wanted, loop_fd_fn fn, void *ctx)
{
	struct loop_fd *watch = mem_new(1, sizeof(*watch));
	struct epoll_event event = {.events = to_epoll(wanted), .data.ptr = watch};

	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
		free(watch);
		return NULL;
	}
	*watch = (struct loop_fd){.loop = loop, .fd = fd, .wanted = wanted, .fn = fn, .ctx = ctx};
	DL_APPEND(loop->fds, watch);
	return watch;
}

void loop_fd_want(struct loop_fd *watch, unsigned wanted)
{
	struct epoll_event event = {.events = to_epoll(wanted), .data.ptr = watch};

	if (watch->wanted == wanted)
		return;
	watch->wanted = wanted;
	epoll_ctl(watch->loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void loop_fd_remove(struct loop_fd **slot)
{
	struct loop_fd *watch = *slot;
	struct loop *loop;

	if (!watch)
		return;
	*slot = NULL;
	loop = watch->loop;
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	for (int i = 0; i < loop->event_count; i++)
		if (loop->events[i].data.ptr == watch)
			loop->events[i].data.ptr = NULL;
	DL_DELETE(loop->fds, watch);
	free(watch);
}

void loop_fds_ready(struct loop *loop)
{
	loop->event_count = epoll_wait(loop->epoll, loop->events, LOOP_BATCH, 0);
	for (int i = 0; i < loop->event_count; i++) {
		struct loop_fd *watch = loop->events[i].data.ptr;
		unsigned ready = from_epoll(loop->events[i].events);

		/* What an earlier callback of this round no longer wants is not told. */
		ready &= watch ? watch->wanted | LOOP_HANGUP : 0;
		if (!ready)
			continue;
		loop_mark(loop);
		watch->fn(watch->ctx, watch->fd, ready);
	}
	loop->event_count = 0;
}

void loop_fds_free(struct loop *loop)
{
	struct loop_fd *watch, *next;

	DL_FOREACH_SAFE (loop->fds, watch, next)
		free(watch);
}
