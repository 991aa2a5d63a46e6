#include <stdlib.h>
#include <utlist.h>

#include "base/clock.h"
#include "base/mem.h"
#include "state.h"

struct loop_timer {
	struct loop *loop;
	void (*fn)(void *ctx);
	void *ctx;
	int64_t due;
	uint64_t seq; /* equal times run in the order in which they were set */
	unsigned at;  /* place in the heap, from 1; 0: not armed */
	struct loop_timer *prev, *next;
};

static bool before(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->due != b->due ? a->due < b->due : a->seq < b->seq;
}

static void place(struct loop *loop, struct loop_timer *timer, unsigned at)
{
	loop->heap[at - 1] = timer;
	timer->at = at;
}

static void rise(struct loop *loop, struct loop_timer *timer, unsigned at)
{
	while (at > 1 && before(timer, loop->heap[at / 2 - 1])) {
		place(loop, loop->heap[at / 2 - 1], at);
		at /= 2;
	}
	place(loop, timer, at);
}

static void sink(struct loop *loop, struct loop_timer *timer, unsigned at)
{
	for (unsigned child; (child = at * 2) <= loop->heap_count; at = child) {
		if (child < loop->heap_count && before(loop->heap[child], loop->heap[child - 1]))
			child++;
		if (!before(loop->heap[child - 1], timer))
			break;
		place(loop, loop->heap[child - 1], at);
	}
	place(loop, timer, at);
}

struct loop_timer *loop_timer_new(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	struct loop_timer *timer = mem_new(1, sizeof(*timer));

	*timer = (struct loop_timer){.loop = loop, .fn = fn, .ctx = ctx};
	DL_APPEND(loop->timers, timer);
	return timer;
}

void loop_timer_stop(struct loop_timer *timer)
{
	struct loop *loop = timer->loop;
	struct loop_timer *last;
	unsigned at = timer->at;

	if (!at)
		return;
	timer->at = 0;
	last = loop->heap[--loop->heap_count];
	if (last == timer)
		return;
	sink(loop, last, at);
	rise(loop, last, last->at);
}

void loop_timer_set(struct loop_timer *timer, int64_t ms)
{
	struct loop *loop = timer->loop;
	int64_t now = clock_mono_ms();

	loop_timer_stop(timer);
	if (ms < 0)
		ms = 0;
	timer->due = ms < INT64_MAX - now ? now + ms : INT64_MAX;
	timer->seq = loop->timer_seq++;
	if (loop->heap_count == loop->heap_cap) {
		loop->heap_cap = loop->heap_cap ? loop->heap_cap * 2 : 64;
		loop->heap = mem_resize(loop->heap, loop->heap_cap, sizeof(*loop->heap));
	}
	rise(loop, timer, ++loop->heap_count);
}

bool loop_timer_armed(const struct loop_timer *timer)
{
	return timer->at != 0;
}

static int64_t left(const struct loop_timer *timer)
{
	int64_t now = clock_mono_ms();

	return timer->due > now ? timer->due - now : 0;
}

int64_t loop_timer_left(const struct loop_timer *timer)
{
	return timer->at ? left(timer) : -1;
}

void loop_timer_free(struct loop_timer **slot)
{
	struct loop_timer *timer = *slot;

	if (!timer)
		return;
	*slot = NULL;
	loop_timer_stop(timer);
	DL_DELETE(timer->loop->timers, timer);
	free(timer);
}

int64_t loop_timers_left(const struct loop *loop)
{
	return loop->heap_count ? left(loop->heap[0]) : -1;
}

/* A timer that is set again by its own callback waits for the next run, even with 0 ms. */
void loop_timers_run(struct loop *loop)
{
	int64_t now = clock_mono_ms();
	uint64_t end = loop->timer_seq;

	while (loop->heap_count && loop->heap[0]->due <= now && loop->heap[0]->seq < end) {
		struct loop_timer *timer = loop->heap[0];

		loop_timer_stop(timer);
		loop_mark(loop);
		timer->fn(timer->ctx);
	}
}

void loop_timers_free(struct loop *loop)
{
	struct loop_timer *timer, *next;

	DL_FOREACH_SAFE (loop->timers, timer, next)
		free(timer);
	free(loop->heap);
}
