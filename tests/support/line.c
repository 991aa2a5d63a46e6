#include "support/line.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "support/screen.h"

enum { BITS_A_BYTE = 10, WAITING_MAX = 4 << 20, PARTS_MAX = 4096 };

/* Bytes that were written in one go. */
struct part {
	int64_t from_us; /* when the first of them leaves */
	size_t len;
};

struct line {
	struct front *front;
	struct glass *glass;
	int baud, delay_ms;
	struct buf waiting;
	struct part parts[PARTS_MAX];
	unsigned first, count;
	int64_t free_us; /* the line is free again */
	char keys[256];
	int64_t keys_at; /* ms, 0 for none */
	size_t behind, written;
};

static int64_t now_us(void)
{
	return clock_mono_ms() * 1000;
}

static int64_t us_of(const struct line *line, size_t bytes)
{
	return (int64_t)bytes * BITS_A_BYTE * 1000000 / line->baud;
}

struct line *line_new(struct front *front, int rows, int cols, int baud, int delay_ms)
{
	struct line *line = mem_new(1, sizeof *line);
	const char *bytes;
	size_t len;

	line->front = front;
	line->baud = baud;
	line->delay_ms = delay_ms;
	line->glass = glass_new(rows, cols);
	buf_init(&line->waiting, WAITING_MAX);
	screen_run(front->screen);
	bytes = screen_heard(front->screen, &len);
	glass_feed(line->glass, bytes, len);
	screen_written(front->screen);
	line->free_us = now_us();
	return line;
}

void line_free(struct line **slot)
{
	struct line *line = *slot;

	*slot = NULL;
	glass_free(&line->glass);
	buf_free(&line->waiting);
	free(line);
}

/* What the console has written goes on its way. */
static void take(struct line *line)
{
	size_t len;
	const char *bytes = screen_heard(line->front->screen, &len);

	if (!len)
		return;
	assert_true(line->count < PARTS_MAX);
	if (line->free_us > now_us()) {
		size_t left =
			(size_t)((line->free_us - now_us()) * line->baud / BITS_A_BYTE / 1000000);

		line->behind = left > line->behind ? left : line->behind;
	} else {
		line->free_us = now_us();
	}
	line->parts[(line->first + line->count++) % PARTS_MAX] = (struct part){line->free_us, len};
	line->free_us += us_of(line, len);
	line->written += len;
	buf_add(&line->waiting, bytes, len);
	screen_written(line->front->screen);
}

static void deliver(struct line *line)
{
	int64_t now = now_us() - (int64_t)line->delay_ms * 1000;

	while (line->count) {
		struct part *part = &line->parts[line->first % PARTS_MAX];
		int64_t gone = now <= part->from_us
				       ? 0
				       : (now - part->from_us) * line->baud / BITS_A_BYTE / 1000000;
		size_t bytes = (size_t)gone < part->len ? (size_t)gone : part->len;

		glass_feed(line->glass, line->waiting.data, bytes);
		buf_drop(&line->waiting, bytes);
		part->len -= bytes;
		part->from_us += us_of(line, bytes);
		if (part->len)
			return;
		line->first++;
		line->count--;
	}
}

static void step(struct line *line)
{
	if (line->keys_at && clock_mono_ms() >= line->keys_at) {
		line->keys_at = 0;
		screen_keys(line->front->screen, line->keys);
	}
	screen_run(line->front->screen);
	take(line);
	clock_step(1);
	deliver(line);
}

void line_keys(struct line *line, const char *names)
{
	assert_int_equal(line->keys_at, 0);
	assert_true(strlen(names) < sizeof line->keys);
	strcpy(line->keys, names);
	line->keys_at = clock_mono_ms() + line->delay_ms;
}

void line_pass(struct line *line, int64_t ms)
{
	for (int64_t end = clock_mono_ms() + ms; clock_mono_ms() < end;)
		step(line);
}

int64_t line_until(struct line *line, const char *text, int64_t limit_ms)
{
	int64_t start = clock_mono_ms();

	while (!glass_find(line->glass, text, NULL, NULL)) {
		if (clock_mono_ms() - start > limit_ms)
			return -1;
		step(line);
	}
	return clock_mono_ms() - start;
}

const struct glass *line_glass(const struct line *line)
{
	return line->glass;
}

size_t line_behind(const struct line *line)
{
	return line->behind;
}

size_t line_written(struct line *line)
{
	size_t written = line->written;

	line->written = 0;
	return written;
}
