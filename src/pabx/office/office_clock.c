/* Virtual time: a heap of timers, run by one timer of the loop or by a script's steps. */
#include <stdlib.h>

#include "base/clock.h"
#include "inside.h"

enum { SLICE_US = 2000 };

/* Where stepped time begins: Monday 5 January 2026, 09:00 UTC, so that equal scripts give equal
 * rows. */
#define STEPPED_EPOCH INT64_C(1767603600000)

static bool before(const struct office_timer *a, const struct office_timer *b)
{
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void put(struct office *o, struct office_timer *timer, unsigned at)
{
	o->heap[at - 1] = timer;
	timer->at = at;
}

static void rise(struct office *o, struct office_timer *timer, unsigned at)
{
	for (; at > 1 && before(timer, o->heap[at / 2 - 1]); at /= 2)
		put(o, o->heap[at / 2 - 1], at);
	put(o, timer, at);
}

static void sink(struct office *o, struct office_timer *timer, unsigned at)
{
	for (unsigned child; (child = at * 2) <= o->heap_count; at = child) {
		if (child < o->heap_count && before(o->heap[child], o->heap[child - 1]))
			child++;
		if (!before(o->heap[child - 1], timer))
			break;
		put(o, o->heap[child - 1], at);
	}
	put(o, timer, at);
}

static int64_t virtual_now(const struct office *o)
{
	if (o->options.stepped)
		return o->now;
	return (int64_t)((double)(clock_mono_ms() - o->mono) * o->options.speed);
}

static void arm(struct office *o)
{
	int64_t wait;

	if (o->options.stepped || !o->timer)
		return;
	if (!o->heap_count) {
		loop_timer_stop(o->timer);
		return;
	}
	wait = o->heap[0]->due - virtual_now(o);
	if (wait > 0)
		wait = (int64_t)((double)wait / o->options.speed + 0.9999);
	loop_timer_set(o->timer, wait > 0 ? wait : 0);
}

void office_timer_stop(struct office *o, struct office_timer *timer)
{
	struct office_timer *last;
	unsigned at = timer->at;

	if (!at)
		return;
	timer->at = 0;
	last = o->heap[--o->heap_count];
	if (last == timer)
		return;
	sink(o, last, at);
	rise(o, last, last->at);
}

void office_timer_set(struct office *o, struct office_timer *timer, int64_t ms,
		      void (*fn)(void *ctx), void *ctx)
{
	office_timer_stop(o, timer);
	*timer = (struct office_timer){
		.due = o->now + ms, .order = ++o->order, .fn = fn, .ctx = ctx};
	if (o->heap_count == o->heap_cap) {
		o->heap_cap = o->heap_cap ? o->heap_cap * 2 : 64;
		o->heap = mem_resize(o->heap, o->heap_cap, sizeof(*o->heap));
	}
	o->heap_count++;
	rise(o, timer, o->heap_count);
	if (timer->at == 1)
		arm(o);
}

bool office_clock_run(struct office *o, int64_t until)
{
	int64_t end = clock_mono_us() + SLICE_US;

	while (o->heap_count && o->heap[0]->due <= until) {
		struct office_timer *timer = o->heap[0];

		office_timer_stop(o, timer);
		if (timer->due > o->now)
			o->now = timer->due;
		timer->fn(timer->ctx);
		if (clock_mono_us() > end)
			return false;
	}
	if (until > o->now)
		o->now = until;
	return true;
}

void office_clock_touch(struct office *o)
{
	int64_t now = virtual_now(o);

	if (o->heap_count && o->heap[0]->due < now)
		now = o->heap[0]->due;
	if (now > o->now)
		o->now = now;
}

void office_clock_show(struct office *o)
{
	bool late = o->options.stepped || (double)(virtual_now(o) - o->now) > 10 * o->options.speed;

	if (late && o->options.flush)
		o->options.flush(o->options.ctx);
}

static void on_timer(void *ctx)
{
	struct office *o = ctx;

	office_clock_run(o, virtual_now(o));
	arm(o);
}

static int64_t wall(void *ctx)
{
	const struct office *o = ctx;

	return o->epoch + virtual_now(o);
}

/* Where the office's time is not the world's, the whole program tells the office's: what is said of
 * a call and the server's own clock must agree. */
void office_clock_start(struct office *o)
{
	o->mono = clock_mono_ms();
	o->epoch = o->options.stepped ? STEPPED_EPOCH : clock_wall_ms();
	if (o->options.stepped || o->options.speed != 1)
		clock_wall_source(wall, o);
	o->timer = loop_timer_new(o->loop, on_timer, o);
	arm(o);
}

void office_clock_stop(struct office *o)
{
	clock_wall_source(NULL, NULL);
	if (o->timer)
		loop_timer_free(&o->timer);
	free(o->heap);
}

int64_t office_wall(const struct office *o)
{
	return o->epoch + o->now;
}
