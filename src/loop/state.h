/* What the files of this room share. */
#ifndef LOOP_STATE_H
#define LOOP_STATE_H

#include <libwebsockets.h>
#include <sys/epoll.h>

#include "loop.h"
#include "lws.h"

enum { LOOP_BATCH = 64 };

struct loop_task;
struct loop_worker;

struct loop {
	struct lws_context *lws;
	lws_sorted_usec_list_t wake; /* does nothing: bounds how long libwebsockets waits */
	bool stop;

	int epoll;
	struct loop_fd *fds;
	struct epoll_event events[LOOP_BATCH];
	int event_count;

	struct loop_timer **heap; /* armed timers, the earliest first */
	struct loop_timer *timers;
	unsigned heap_count, heap_cap;
	uint64_t timer_seq;

	struct loop_task *tasks;
	uint64_t task_seq;

	struct loop_signals *signals;
	struct loop_child *children;
	struct loop_worker *worker;

	uint64_t handled, wakeups;
	int64_t held_since, lag; /* µs */
};

void loop_lws_start(struct loop *loop, unsigned max_fds);

void loop_fds_open(struct loop *loop);
void loop_fds_ready(struct loop *loop);
void loop_fds_free(struct loop *loop);

void loop_tasks_run(struct loop *loop);
void loop_tasks_free(struct loop *loop);

void loop_timers_run(struct loop *loop);
/* Milliseconds until the earliest timer; -1 without one. */
int64_t loop_timers_left(const struct loop *loop);
void loop_timers_free(struct loop *loop);

void loop_signals_free(struct loop *loop);
void loop_children_free(struct loop *loop);
void loop_worker_free(struct loop *loop);

/* Prints why the loop cannot be made, with errno, and ends the program. */
void loop_fatal(const char *what) __attribute__((noreturn));

#endif
