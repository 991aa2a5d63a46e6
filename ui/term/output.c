#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "loop/loop.h"

enum { PARTS_MAX = 64 };

struct output {
	int fd;
	struct loop_fd *watch;
	struct buf frame;
	size_t sent;
	size_t parts[PARTS_MAX]; /* where they end */
	unsigned part_count, part;
	uint64_t bytes;
	bool waiting, lost;
	void (*on_through)(void *ctx);
	void (*on_lost)(void *ctx);
	void *ctx;
};

static void lose(struct output *output)
{
	if (output->lost)
		return;
	output->lost = true;
	output_drop(output);
	loop_fd_remove(&output->watch);
	output->on_lost(output->ctx);
}

/* How far the write goes that begins where the last one ended. */
static size_t part_end(struct output *output)
{
	while (output->part < output->part_count && output->parts[output->part] <= output->sent)
		output->part++;
	return output->part < output->part_count ? output->parts[output->part] : output->frame.len;
}

static void push(struct output *output)
{
	while (output->sent < output->frame.len) {
		ssize_t done = write(output->fd, output->frame.data + output->sent,
				     part_end(output) - output->sent);

		if (done > 0) {
			output->sent += (size_t)done;
			output->bytes += (uint64_t)done;
		} else if (done < 0 && errno == EINTR) {
			continue;
		} else if (done < 0 && errno != EAGAIN) {
			lose(output);
			return;
		} else {
			output->waiting = true;
			if (output->watch)
				loop_fd_want(output->watch, LOOP_WRITE);
			return;
		}
	}
	output_drop(output);
}

static void on_ready(void *ctx, int fd, unsigned ready)
{
	struct output *output = ctx;

	(void)fd;
	if (ready & LOOP_HANGUP) {
		lose(output);
		return;
	}
	push(output);
	if (!output->waiting && !output->lost)
		output->on_through(output->ctx);
}

struct output *output_new(struct loop *loop, int fd, void (*through)(void *ctx),
			  void (*lost)(void *ctx), void *ctx)
{
	struct output *output = mem_new(1, sizeof(*output));

	output->fd = fd;
	output->on_through = through;
	output->on_lost = lost;
	output->ctx = ctx;
	buf_init(&output->frame, OUTPUT_MAX);
	output->watch = loop_fd_add(loop, fd, 0, on_ready, output);
	return output;
}

void output_free(struct output **output)
{
	if (!*output)
		return;
	loop_fd_remove(&(*output)->watch);
	buf_free(&(*output)->frame);
	free(*output);
	*output = NULL;
}

struct buf *output_frame(struct output *output)
{
	return &output->frame;
}

void output_part(struct output *output)
{
	if (output->part_count < PARTS_MAX)
		output->parts[output->part_count++] = output->frame.len;
}

void output_send(struct output *output)
{
	if (output->lost)
		output_drop(output);
	else
		push(output);
}

bool output_busy(const struct output *output)
{
	return output->waiting;
}

void output_drop(struct output *output)
{
	buf_clear(&output->frame);
	output->sent = 0;
	output->part_count = output->part = 0;
	output->waiting = false;
	if (output->watch)
		loop_fd_want(output->watch, 0);
}

uint64_t output_bytes(const struct output *output)
{
	return output->bytes;
}
