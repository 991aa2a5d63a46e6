#include "term.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/mem.h"
#include "outside.h"
#include "restore.h"
#include "state.h"

enum {
	FRAME_MS = 16,
	OUTSIDE_MAX = 65536,
	SLOW_FRAME_MS = 200, /* changes that nobody waits for come together */
	SLICE_MS =
		60, /* of a slow line that a frame may take, so that an echo never waits longer */
	BITS_A_BYTE = 10,
	PART = STILL_WRITE / 2, /* what a row costs is estimated */
	STALL_MS = 250,
	SLOW_MS = 60000
};

/* What was written is on its way for so long; only then is the next frame made, so that it shows
 * what is so then. A key is never more than one frame behind. */
static void count_on_line(struct term *term, size_t bytes)
{
	int64_t now = clock_mono_ms();

	if (output_busy(term->output))
		term->stalled_at = now;
	if (!term->baud || !bytes)
		return;
	term->line_free = (term->line_free > now ? term->line_free : now) +
			  (int64_t)bytes * BITS_A_BYTE * 1000 / term->baud + 1;
}

static void schedule(struct term *term, int64_t ms)
{
	int64_t left = loop_timer_left(term->paint_timer);

	if (left < 0 || left > ms)
		loop_timer_set(term->paint_timer, ms);
}

/* On a slow line a frame is as many rows as it takes soon; the others follow it. Else they all go,
 * in writes that each leave the cursor where it belongs. */
static bool take(struct term *term, struct buf *frame)
{
	int limit = term->baud / BITS_A_BYTE * SLICE_MS / 1000 + 1;

	if (term->baud)
		return canvas_take_some(term->canvas, term->cursor_y, term->cursor_x, limit, frame);
	while (canvas_take_some(term->canvas, term->cursor_y, term->cursor_x, PART, frame)) {
		output_part(term->output);
		canvas_rest(term->canvas);
	}
	return false;
}

static void paint(void *ctx)
{
	struct term *term = ctx;
	size_t bytes;

	if (term->lost || output_busy(term->output))
		return;
	term->dirty = false;
	term->painted_at = clock_mono_ms();
	if (term->lines) {
		term->options.paint(term->options.ctx);
		lines_settle(term->lines);
		return;
	}
	term->clip = term_rect(term);
	term->cursor_y = -1;
	canvas_blank(term->canvas);
	image_begin(term);
	term->options.paint(term->options.ctx);
	if (term->bell)
		buf_add_char(output_frame(term->output), '\a');
	term->bell = false;
	buf_add(output_frame(term->output), term->outside.data, term->outside.len);
	buf_clear(&term->outside);
	still_begin(&term->still, output_frame(term->output));
	image_hide(term, output_frame(term->output));
	bool more = take(term, output_frame(term->output));
	image_show(term, output_frame(term->output));
	/* While more rows follow each other over a slow line it stays hidden: that costs less. */
	still_end(&term->still, output_frame(term->output), term->cursor_y >= 0 && !more);
	bytes = output_frame(term->output)->len;
	output_send(term->output);
	count_on_line(term, bytes);
	if (!more)
		return;
	term->dirty = true;
	schedule(term, term->line_free - term->painted_at);
}

void term_dirty(struct term *term)
{
	int64_t now = clock_mono_ms(), line = term->line_free - now;
	int64_t due = term->painted_at + (term->baud ? SLOW_FRAME_MS : FRAME_MS) - now;

	term->dirty = true;
	if (output_busy(term->output) || term->lost)
		return;
	due = term->hurry || due < 0 ? 0 : due;
	schedule(term, due > line ? due : line);
}

/* The terminal has taken a frame that had to wait: now the newest state. */
static void on_through(void *ctx)
{
	struct term *term = ctx;
	int64_t now = clock_mono_ms();

	if (now - term->stalled_at >= STALL_MS)
		term->slow_until = now + SLOW_MS;
	if (term->lines)
		lines_settle(term->lines);
	if (term->dirty)
		schedule(term, 0);
}

static void on_lost(void *ctx)
{
	term_lose(ctx);
}

/* Padding ("$<5>") is for terminals of another time. */
static void add_string(struct buf *out, const char *text)
{
	while (text && *text) {
		size_t plain = strcspn(text, "$");

		buf_add(out, text, plain);
		text += plain;
		if (text[0] == '$' && text[1] == '<' && strchr(text, '>'))
			text = strchr(text, '>') + 1;
		else if (*text)
			buf_add_char(out, *text++);
	}
}

void term_prepare_restore(struct term *term)
{
	static const char *const strings[] = {"op", "sgr0", "rmkx"};
	struct buf bytes;

	if (term->lines) {
		restore_prepare(&term->tty, "", 0);
		return;
	}
	buf_init(&bytes, RESTORE_MAX);
	image_restore(term, &bytes);
	buf_add_str(&bytes, "\033[?2004l");
	if (term->options.mouse)
		buf_add_str(&bytes, "\033[?1006l\033[?1000l");
	for (unsigned i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		add_string(&bytes, canvas_string(strings[i]));
	if (canvas_string("rmcup")) {
		add_string(&bytes, canvas_string("rmcup"));
	} else {
		add_string(&bytes, canvas_goto(term->rows - 1, 0));
		add_string(&bytes, canvas_string("el"));
	}
	/* Last: some terminals go back to the cursor as it was seen when curses began. */
	add_string(&bytes, canvas_string("cnorm"));
	restore_prepare(&term->tty, bytes.data, bytes.len);
	buf_free(&bytes);
}

void term_enter(struct term *term)
{
	static const char *const strings[] = {"smcup", "smkx"};
	struct buf *frame = output_frame(term->output);

	if (term->lines) {
		tty_keys(&term->tty);
		restore_arm();
		lines_again(term->lines);
		return;
	}
	tty_raw(&term->tty);
	if (term->options.fixed)
		tty_hold_front(&term->tty, true);
	output_drop(term->output);
	for (unsigned i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		add_string(frame, canvas_string(strings[i]));
	buf_add_str(frame, "\033[?2004h");
	if (term->options.mouse)
		buf_add_str(frame, "\033[?1000h\033[?1006h");
	restore_arm();
	still_open(&term->still, canvas_string("civis"), canvas_string("cnorm"));
	output_send(term->output);
	term_repaint(term);
}

void term_leave(struct term *term)
{
	if (term->lines)
		lines_leave(term->lines);
	output_drop(term->output);
	if (term->options.fixed)
		tty_hold_front(&term->tty, false);
	restore_now();
}

void term_resize(struct term *term, int rows, int cols)
{
	struct term_event event = {.kind = TERM_RESIZE};

	rows = rows < 1 ? 1 : rows > CANVAS_MAX_ROWS ? CANVAS_MAX_ROWS : rows;
	cols = cols < 1 ? 1 : cols > CANVAS_MAX_COLS ? CANVAS_MAX_COLS : cols;
	if (rows == term->rows && cols == term->cols)
		return;
	event.rows = term->rows = rows;
	event.cols = term->cols = cols;
	if (term->canvas)
		canvas_resize(term->canvas, rows, cols);
	image_forget(term);
	term_prepare_restore(term);
	term_dirty(term);
	term_tell(term, &event);
}

void term_measure(struct term *term)
{
	int rows = term->rows, cols = term->cols;

	tty_size(&term->tty, &rows, &cols);
	term_resize(term, rows, cols);
}

static int number_from(const char *variable, int low, int high, int otherwise)
{
	const char *text = getenv(variable);
	char *end;
	long value = text ? strtol(text, &end, 10) : 0;

	return !text || end == text || *end || value < low || value > high ? otherwise : (int)value;
}

/* The device knows best, then the environment, then the terminal's description. */
static void first_size(struct term *term)
{
	int rows = term->canvas ? canvas_number("lines") : 0;
	int cols = term->canvas ? canvas_number("cols") : 0;

	rows = number_from("LINES", 1, CANVAS_MAX_ROWS, rows > 0 ? rows : 24);
	cols = number_from("COLUMNS", 1, CANVAS_MAX_COLS, cols > 0 ? cols : 80);
	if (term->options.no_tty && term->options.rows > 0 && term->options.cols > 0) {
		rows = term->options.rows;
		cols = term->options.cols;
	}
	tty_size(&term->tty, &rows, &cols);
	term->rows = rows < CANVAS_MAX_ROWS ? rows : CANVAS_MAX_ROWS;
	term->cols = cols < CANVAS_MAX_COLS ? cols : CANVAS_MAX_COLS;
	if (term->canvas)
		canvas_resize(term->canvas, term->rows, term->cols);
}

static int open_parts(struct term *term, struct why *why)
{
	const struct term_options *options = &term->options;
	const char *type = options->type ? options->type : getenv("TERM");
	int err;

	if (options->lines)
		return options->no_tty ? tty_open(&term->tty, options->in, options->out, true, why)
				       : tty_open_lines(&term->tty, options->in, options->out, why);
	if (!type || !*type)
		return why_set(
			why, ERR_UNSUPPORTED,
			_("TERM is not set, so it is not known how to draw on this terminal. Set "
			  "it, for instance to xterm-256color, linux or vt100."));
	err = canvas_open(type, &term->canvas, why);
	if (!err)
		err = term_theme(term, options->theme ? options->theme : "default", why);
	if (!err)
		err = tty_open(&term->tty, options->in, options->out, options->no_tty, why);
	return err;
}

int term_open(struct loop *loop, const struct term_options *options, struct term **out,
	      struct why *why)
{
	struct term *term = mem_new(1, sizeof(*term));
	int err;

	*out = NULL;
	term->loop = loop;
	buf_init(&term->outside, OUTSIDE_MAX);
	term->options = *options;
	term->tty.in = term->tty.out = -1;
	err = open_parts(term, why);
	if (err) {
		canvas_free(&term->canvas);
		free(term);
		return err;
	}
	term->esc_delay = number_from("ESCDELAY", 0, 2000, 25);
	term->painted_at = clock_mono_ms() - FRAME_MS;
	term->paint_timer = loop_timer_new(loop, paint, term);
	term->output = output_new(loop, term->tty.out, on_through, on_lost, term);
	if (options->lines)
		term->lines = lines_new(term);
	term->baud = options->baud ? options->baud : tty_slow_baud(&term->tty);
	first_size(term);
	term_prepare_restore(term);
	term->quiet = quiet_new(loop);
	term_listen(term);
	term_enter(term);
	*out = term;
	return 0;
}

void term_free(struct term **slot)
{
	struct term *term = *slot;

	if (!term)
		return;
	*slot = NULL;
	term_leave(term);
	term_deaf(term);
	quiet_free(&term->quiet);
	restore_disarm();
	loop_timer_free(&term->paint_timer);
	lines_free(&term->lines);
	output_free(&term->output);
	buf_free(&term->outside);
	canvas_free(&term->canvas);
	tty_close(&term->tty);
	free(term);
}

void term_repaint(struct term *term)
{
	if (term->lines)
		lines_again(term->lines);
	else
		canvas_forget(term->canvas);
	image_forget(term);
	term_dirty(term);
}

void term_bell(struct term *term)
{
	if (term->lines) {
		lines_bell(term->lines);
		return;
	}
	term->bell = true;
	term_dirty(term);
}

void term_copy(struct term *term, const char *text)
{
	outside_copy(&term->outside, text);
	term_dirty(term);
}

void term_notify(struct term *term, enum term_notice how, const char *title, const char *body)
{
	outside_notify(&term->outside, how, title, body);
	if (how != TERM_NOTICE_NONE)
		term_dirty(term);
}

int term_theme(struct term *term, const char *name_or_path, struct why *why)
{
	struct theme theme;
	int err = theme_load(name_or_path, &theme, why);

	if (!err && !term_has_colour(term))
		err = theme_load("mono", &theme, why);
	if (err)
		return err;
	term->theme = theme;
	memset(term->style_known, 0, sizeof(term->style_known));
	canvas_style(term->canvas, ROLE_TEXT, theme.role[ROLE_TEXT]);
	if (term->output)
		term_dirty(term);
	return 0;
}

bool term_has_colour(const struct term *term)
{
	const char *no = getenv("NO_COLOR");

	return term->canvas && canvas_colours(term->canvas) && !(no && *no);
}

bool term_has_palette(const struct term *term)
{
	return term_has_colour(term) && canvas_colours(term->canvas) == 256;
}

bool term_braille(const struct term *term)
{
	return term->options.braille;
}

int term_rows(const struct term *term)
{
	return term->rows;
}

int term_cols(const struct term *term)
{
	return term->cols;
}

bool term_cell_pixels(const struct term *term, int *width, int *height)
{
	*width = term->options.cell_width;
	*height = term->options.cell_height;
	return (*width && *height) || tty_cell(&term->tty, width, height);
}

struct rect term_rect(const struct term *term)
{
	return (struct rect){0, 0, term->rows, term->cols};
}

uint64_t term_bytes(const struct term *term)
{
	return output_bytes(term->output);
}

bool term_stalled(const struct term *term)
{
	return output_busy(term->output) || term->line_free > clock_mono_ms();
}

char *term_picture(const struct term *term)
{
	return term->canvas ? canvas_picture(term->rows, term->cols) : mem_dup("");
}

bool term_is_dirty(const struct term *term)
{
	return term->dirty;
}

bool term_is_slow(const struct term *term)
{
	return term->baud || clock_mono_ms() < term->slow_until;
}
