/* Frames on their way to the terminal, without blocking, one at a time. */
#ifndef TERM_OUTPUT_H
#define TERM_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct loop;
struct output;

enum { OUTPUT_MAX = 4 * 1024 * 1024 };

/* through() is called when a frame that had to wait is gone, lost() once when the terminal is. Free
 * with output_free(). */
struct output *output_new(struct loop *loop, int fd, void (*through)(void *ctx),
			  void (*lost)(void *ctx), void *ctx);
void output_free(struct output **output);
/* The next frame's bytes are added here, then sent. Not while output_busy(). */
struct buf *output_frame(struct output *output);
/* What was added until now and after the last part goes with one write, as far as the terminal
 * takes it; a frame of more parts than are remembered goes with fewer writes. */
void output_part(struct output *output);
void output_send(struct output *output);
bool output_busy(const struct output *output);
/* Forgets the frame that waits: what is written next does not continue it. */
void output_drop(struct output *output);
uint64_t output_bytes(const struct output *output);

#endif
