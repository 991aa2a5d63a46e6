/* What comes from the terminal and about it: keys, pastes, signals, its end. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "state.h"

enum {
	READ_MAX = 65536,       /* bytes in one turn */
	SLOW_SEQUENCE_MS = 250, /* a sequence that has begun */
	SLOW_PASTE_MS = 5000,
};

static const int ends[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

void term_tell(struct term *term, const struct term_event *event)
{
	term->options.event(term->options.ctx, event);
}

static void on_key(void *ctx, struct term_key key)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_KEY, .key = key};

	term->hurry = true;
	if (!term->lines)
		term_tell(term, &event);
	else
		lines_key(term->lines, key);
	term->hurry = false;
}

static void on_mouse(void *ctx, struct term_mouse mouse)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_MOUSE, .mouse = mouse};

	if (!term->options.mouse)
		return;
	term->hurry = true;
	term_tell(term, &event);
	term->hurry = false;
}

/* Terminals send the line ends of a paste as Enter would be sent. */
static void plain_newlines(char *text, size_t *len)
{
	size_t to = 0;

	for (size_t i = 0; i < *len; i++) {
		if (text[i] == '\r' && i + 1 < *len && text[i + 1] == '\n')
			continue;
		text[to++] = text[i] == '\r' ? '\n' : text[i];
	}
	*len = to;
}

static void on_paste(void *ctx, const char *text, size_t len)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_PASTE};
	/* U+FFFD, three bytes, may stand for one. */
	size_t cap = len * 3 + 1;
	char *plain = mem_dup_n(text, len), *clean = mem_new(cap, 1);

	plain_newlines(plain, &len);
	event.len = text_clean_lines(clean, cap, plain, len);
	event.text = clean;
	term->hurry = true;
	term_tell(term, &event);
	term->hurry = false;
	free(plain);
	free(clean);
}

static void wait_for_more(struct term *term)
{
	int slow = term->esc_delay > SLOW_SEQUENCE_MS ? term->esc_delay : SLOW_SEQUENCE_MS;

	switch (decoder_waits(term->decoder)) {
	case DECODE_IDLE:
		loop_timer_stop(term->key_timer);
		break;
	case DECODE_ESC:
		loop_timer_set(term->key_timer, term->esc_delay);
		break;
	case DECODE_SEQUENCE:
		loop_timer_set(term->key_timer, slow);
		break;
	case DECODE_PASTE:
		loop_timer_set(term->key_timer, SLOW_PASTE_MS);
		break;
	}
}

static void on_no_more(void *ctx)
{
	struct term *term = ctx;

	decoder_flush(term->decoder);
	wait_for_more(term);
}

static void on_lost_turn(void *ctx)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_END};

	term_tell(term, &event);
}

void term_lose(struct term *term)
{
	if (term->lost)
		return;
	term->lost = true;
	loop_fd_remove(&term->keys);
	loop_timer_stop(term->paint_timer);
	loop_timer_stop(term->key_timer);
	loop_defer(term->loop, on_lost_turn, term);
}

static void on_bytes(void *ctx, int fd, unsigned ready)
{
	struct term *term = ctx;
	char bytes[4096];
	size_t total = 0;
	ssize_t got;

	(void)ready;
	do {
		got = read(fd, bytes, sizeof(bytes));
		if (got > 0) {
			if (term_is_typed(term))
				decoder_feed(term->decoder, bytes, (size_t)got);
			else
				lines_feed(term->lines, bytes, (size_t)got);
			total += (size_t)got;
		}
	} while ((got > 0 && total < READ_MAX) || (got < 0 && errno == EINTR));
	if (got == 0 && !term_is_typed(term)) {
		loop_fd_remove(&term->keys);
		lines_finish(term->lines);
	} else if (got == 0 || (got < 0 && errno != EAGAIN))
		term_lose(term);
	else
		wait_for_more(term);
}

/* Interrupt and quit are keys of whoever stands at the terminal; a fixed one knows no such keys. */
static void on_end(void *ctx, int number)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_END, .signal = number};

	if (!term->options.fixed || (number != SIGINT && number != SIGQUIT))
		term_tell(term, &event);
}

static void on_size(void *ctx, int number)
{
	(void)number;
	term_measure(ctx);
}

static void on_stop(void *ctx, int number)
{
	(void)number;
	term_suspend(ctx);
}

/* Also after a stop that nobody announced: then too others may have used the terminal. */
static void on_continue(void *ctx, int number)
{
	struct term *term = ctx;
	struct term_event event = {.kind = TERM_RESUME};

	(void)number;
	if (term->lost)
		return;
	term_measure(term);
	term_enter(term);
	term_tell(term, &event);
}

void term_suspend(struct term *term)
{
	if (term->options.fixed)
		return;
	term_leave(term);
	kill(getpid(), SIGSTOP);
}

static void own_signals(struct term *term, bool own)
{
	static const struct {
		int number;
		void (*fn)(void *ctx, int number);
	} table[] = {{SIGWINCH, on_size}, {SIGTSTP, on_stop}, {SIGCONT, on_continue}};

	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		loop_signal(term->loop, table[i].number, own ? table[i].fn : NULL, term);
	for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		loop_signal(term->loop, ends[i], own ? on_end : NULL, term);
}

/* In line mode nothing is known of the terminal: its keys are taken as most send them. */
static const char *no_string(const char *capability)
{
	(void)capability;
	return NULL;
}

void term_listen(struct term *term)
{
	struct decode_sink sink = {on_key, on_paste, on_mouse, term};

	term->decoder = decoder_new(term->lines ? no_string : canvas_string, &sink);
	term->key_timer = loop_timer_new(term->loop, on_no_more, term);
	term->keys = loop_fd_add(term->loop, term->tty.in, LOOP_READ, on_bytes, term);
	if (!term->keys && term->lines)
		lines_from_file(term->lines, term->tty.in);
	own_signals(term, true);
}

void term_deaf(struct term *term)
{
	own_signals(term, false);
	loop_undefer(term->loop, term);
	loop_fd_remove(&term->keys);
	loop_timer_free(&term->key_timer);
	decoder_free(&term->decoder);
}
