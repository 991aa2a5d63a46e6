/* What the files of this room share. */
#ifndef TERM_STATE_H
#define TERM_STATE_H

#include "canvas.h"
#include "decode.h"
#include "image.h"
#include "lines.h"
#include "loop/loop.h"
#include "output.h"
#include "quiet.h"
#include "still.h"
#include "term.h"
#include "tty.h"

struct term {
	struct loop *loop;
	struct term_options options;
	struct tty tty;
	struct canvas *canvas; /* NULL in line mode, which has … */
	struct lines *lines;   /* … this */
	struct decoder *decoder;
	struct output *output;
	struct quiet *quiet;
	struct still still;
	struct loop_fd *keys;
	struct loop_timer *paint_timer, *key_timer;
	int64_t painted_at; /* clock_mono_ms(), as are … */
	int64_t line_free;  /* when all that was written has gone over the line */
	int64_t stalled_at, slow_until;
	int baud; /* of a line that is known to be slow, else 0 */
	int esc_delay;
	int rows, cols;
	struct buf outside; /* goes with the next frame */
	bool dirty, bell, lost;
	bool hurry; /* inside a key's event: what it changes is painted at once */

	struct theme theme;
	bool style_known[CANVAS_STYLES];
	struct rect clip;
	struct image image;
	int cursor_y, cursor_x; /* y below 0: hidden */
};

/* Keys, signals and the end, as events. */
void term_listen(struct term *term);
void term_deaf(struct term *term);
void term_tell(struct term *term, const struct term_event *event);
/* The terminal has gone: told in the next turn. */
void term_lose(struct term *term);

/* The terminal's modes and its two states: ours, and as others left it. */
void term_enter(struct term *term);
void term_leave(struct term *term);
/* What term_leave() and a crash will write. */
void term_prepare_restore(struct term *term);
void term_measure(struct term *term);

#endif
