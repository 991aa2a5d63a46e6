#include "loop.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lws.h"
#include "state.h"

enum { WAIT_MAX_MS = 1000000000 };

void loop_fatal(const char *what)
{
	fprintf(stderr, "frontdesk: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

struct loop *loop_new(unsigned max_fds)
{
	struct loop *loop = mem_new(1, sizeof(*loop));

	signal(SIGPIPE, SIG_IGN);
	loop_fds_open(loop);
	loop_lws_start(loop, max_fds ? max_fds : 64);
	return loop;
}

void loop_free(struct loop **slot)
{
	struct loop *loop = *slot;
	struct lws_context *lws;

	if (!loop)
		return;
	*slot = NULL;
	log_info("loop", "longest hold %" PRId64 " us, %" PRIu64 " wake-ups", loop->lag,
		 loop->wakeups);
	lws = loop->lws;
	loop->lws = NULL;
	lws_sul_cancel(&loop->wake);
	lws_context_destroy(lws);
	loop_worker_free(loop);
	loop_children_free(loop);
	loop_signals_free(loop);
	loop_tasks_free(loop);
	loop_timers_free(loop);
	loop_fds_free(loop);
	free(loop);
}

struct lws_context *loop_lws(struct loop *loop)
{
	return loop->lws;
}

void loop_mark(struct loop *loop)
{
	loop->handled++;
	if (!loop->held_since)
		loop->held_since = clock_mono_us();
}

static void wake(lws_sorted_usec_list_t *sul)
{
	(void)sul;
}

/* libwebsockets ignores how long it is told to wait, but it waits whole milliseconds for its first
 * timer: with a fraction on top it returns when ours is due and not one round too early. */
static void service(struct loop *loop, int64_t wait_ms)
{
	if (wait_ms == 0) {
		lws_service(loop->lws, -1);
		return;
	}
	loop->wakeups++;
	if (wait_ms > 0)
		lws_sul_schedule(loop->lws, 0, &loop->wake, wake, wait_ms * 1000 + 900);
	else
		lws_sul_cancel(&loop->wake);
	lws_service(loop->lws, 0);
}

static int64_t time_to_wait(const struct loop *loop, int64_t wait_ms)
{
	int64_t left = clock_is_fake() ? -1 : loop_timers_left(loop);

	if (loop->handled || loop->tasks)
		return 0;
	if (left >= 0 && (wait_ms < 0 || left < wait_ms))
		wait_ms = left;
	return wait_ms < WAIT_MAX_MS ? wait_ms : WAIT_MAX_MS;
}

bool loop_turn(struct loop *loop, int wait_ms)
{
	loop->handled = 0;
	loop->held_since = 0;
	loop_tasks_run(loop);
	loop_timers_run(loop);
	service(loop, time_to_wait(loop, wait_ms));
	loop_timers_run(loop);
	if (loop->held_since) {
		int64_t held = clock_mono_us() - loop->held_since;

		loop->lag = held > loop->lag ? held : loop->lag;
	}
	return loop->handled > 0;
}

void loop_run(struct loop *loop)
{
	while (!loop->stop)
		loop_turn(loop, -1);
	loop->stop = false;
}

void loop_stop(struct loop *loop)
{
	loop->stop = true;
}

int64_t loop_lag(struct loop *loop, bool reset)
{
	int64_t lag = loop->lag;

	if (reset)
		loop->lag = 0;
	return lag;
}

uint64_t loop_wakeups(const struct loop *loop)
{
	return loop->wakeups;
}

void loop_raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max < 1048576 ? limit.rlim_max : 1048576;
	setrlimit(RLIMIT_NOFILE, &limit);
}
