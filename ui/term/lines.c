#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "state.h"

enum {
	TYPED_MAX = 8192,
	OUT_MAX = 4 << 20,
	FEED_MAX = 1 << 20,
	READ_AHEAD = 65536,
	PAST = 50,
	LEAVE_MS = 1000
};

struct lines {
	struct term *term;
	struct buf out;   /* not yet with the output */
	struct buf held;  /* said while something is half-typed */
	struct buf typed; /* the half-typed line */
	struct buf fed;   /* of a pipe or file, not yet told */
	char *prompt;
	char *past[PAST]; /* lines entered before, the newest last */
	int past_count, at;
	int file;               /* that is read, or -1 */
	bool keys;              /* a person types */
	bool shown;             /* the prompt is on the last line */
	bool secret, next;      /* next: a line may be told */
	bool finished, told_it; /* the input has ended; that was told */
};

/* ---- Writing ---- */

static void flush(struct lines *lines)
{
	struct output *output = lines->term->output;

	if (output_busy(output) || !lines->out.len)
		return;
	buf_add(output_frame(output), lines->out.data, lines->out.len);
	buf_clear(&lines->out);
	output_send(output);
}

static void put(struct lines *lines, const char *text)
{
	buf_add_str(&lines->out, text);
}

static void rub_out(struct lines *lines, int columns)
{
	while (columns-- > 0)
		put(lines, "\b \b");
}

/* What is typed stays to be read; a bare prompt gives way. */
static void unshow(struct lines *lines)
{
	if (lines->shown && lines->typed.len)
		put(lines, "\n");
	else if (lines->shown)
		rub_out(lines, text_width(lines->prompt));
	lines->shown = false;
}

static void show(struct lines *lines)
{
	if (lines->shown || !lines->keys)
		return;
	put(lines, lines->prompt);
	if (!lines->secret)
		put(lines, lines->typed.data);
	lines->shown = true;
}

static void release(struct lines *lines)
{
	if (!lines->held.len || lines->typed.len)
		return;
	unshow(lines);
	buf_add(&lines->out, lines->held.data, lines->held.len);
	buf_clear(&lines->held);
}

void lines_settle(struct lines *lines)
{
	release(lines);
	show(lines);
	flush(lines);
}

void lines_again(struct lines *lines)
{
	if (lines->shown)
		put(lines, "\n");
	lines->shown = false;
	term_dirty(lines->term);
}

void lines_bell(struct lines *lines)
{
	if (lines->keys)
		put(lines, "\a");
}

/* The terminal may be slow, but not for ever. */
void lines_leave(struct lines *lines)
{
	struct term *term = lines->term;
	struct pollfd ready = {.fd = term->tty.out, .events = POLLOUT};
	ssize_t done = 1;

	if (lines->shown && !term->lost)
		put(lines, "\n");
	lines->shown = false;
	flush(lines);
	while (!term->lost && lines->out.len && done > 0 && poll(&ready, 1, LEAVE_MS) == 1) {
		done = write(term->tty.out, lines->out.data, lines->out.len);
		buf_drop(&lines->out, done > 0 ? (size_t)done : 0);
	}
}

void term_say(struct term *term, const char *text, bool urgent)
{
	struct lines *lines = term->lines;
	size_t cap = strlen(text) * 3 + 1;
	char *clean = mem_new(cap, 1);
	struct buf *to = &lines->out;

	text_clean_lines(clean, cap, text, strlen(text));
	if (lines->typed.len && !urgent)
		to = &lines->held;
	else
		unshow(lines);
	buf_add_str(to, clean);
	buf_add_char(to, '\n');
	free(clean);
	term_dirty(term);
}

void term_ask(struct term *term, const char *prompt, bool secret)
{
	struct lines *lines = term->lines;

	if (lines->prompt && strcmp(lines->prompt, prompt) == 0 && lines->secret == secret)
		return;
	if (lines->prompt)
		unshow(lines);
	lines->secret = secret;
	mem_set(&lines->prompt, prompt);
}

bool term_is_typed(const struct term *term)
{
	return !term->lines || term->lines->keys;
}

/* ---- Lines of a pipe or file ---- */

static void tell(struct lines *lines, const char *text)
{
	const struct term_event event = {.kind = TERM_LINE, .text = text, .len = strlen(text)};

	term_tell(lines->term, &event);
}

static void tell_end(struct lines *lines, int number)
{
	const struct term_event event = {.kind = TERM_END, .signal = number};

	term_tell(lines->term, &event);
}

static void tell_fed(struct lines *lines, size_t len)
{
	char line[TYPED_MAX];

	text_clean(line, sizeof line, lines->fed.data,
		   len && lines->fed.data[len - 1] == '\r' ? len - 1 : len);
	buf_drop(&lines->fed, len + (len < lines->fed.len));
	lines->next = false;
	put(lines, lines->prompt);
	put(lines, lines->secret ? "" : line);
	put(lines, "\n");
	tell(lines, line);
}

static void refill(struct lines *lines)
{
	char bytes[READ_AHEAD];
	ssize_t got;

	if (lines->file < 0 || memchr(lines->fed.data, '\n', lines->fed.len))
		return;
	got = read(lines->file, bytes, sizeof bytes);
	if (got > 0)
		buf_add(&lines->fed, bytes, (size_t)got);
	else
		lines->finished = true;
}

static void next(void *ctx)
{
	struct lines *lines = ctx;
	const char *end;

	if (!lines->next)
		return;
	refill(lines);
	if (lines->term->keys && lines->fed.len < READ_AHEAD)
		loop_fd_want(lines->term->keys, LOOP_READ);
	end = memchr(lines->fed.data, '\n', lines->fed.len);
	if (end)
		tell_fed(lines, (size_t)(end - lines->fed.data));
	else if (lines->fed.len && (lines->finished || lines->fed.len >= READ_AHEAD))
		tell_fed(lines, lines->fed.len);
	else if (lines->finished && !lines->told_it) {
		lines->told_it = true;
		tell_end(lines, 0);
	}
}

static void soon(struct lines *lines)
{
	loop_undefer(lines->term->loop, lines);
	loop_defer(lines->term->loop, next, lines);
}

void lines_feed(struct lines *lines, const char *bytes, size_t len)
{
	buf_add(&lines->fed, bytes, len);
	if (lines->fed.len >= READ_AHEAD)
		loop_fd_want(lines->term->keys, 0);
	soon(lines);
}

void lines_finish(struct lines *lines)
{
	lines->finished = true;
	soon(lines);
}

void lines_from_file(struct lines *lines, int fd)
{
	lines->file = fd;
	soon(lines);
}

void term_next_line(struct term *term)
{
	if (term->lines->keys || term->lines->next)
		return;
	term->lines->next = true;
	soon(term->lines);
}

/* ---- Lines that are typed ---- */

static void rub_out_from(struct lines *lines, size_t to)
{
	int before = text_width(lines->typed.data);
	int room = lines->term->cols - text_width(lines->prompt);

	lines->typed.len = to;
	lines->typed.data[to] = '\0';
	if (!lines->secret && before < room) {
		rub_out(lines, before - text_width(lines->typed.data));
	} else if (!lines->secret) {
		/* Backspace does not go back to the line above. */
		put(lines, "\n");
		lines->shown = false;
	}
}

static void type(struct lines *lines, const char *text)
{
	if (lines->typed.len + strlen(text) >= TYPED_MAX) {
		put(lines, "\a");
		return;
	}
	show(lines);
	buf_add_str(&lines->typed, text);
	if (!lines->secret)
		put(lines, text);
}

void term_typed(struct term *term, const char *text)
{
	rub_out_from(term->lines, 0);
	type(term->lines, text);
}

static void keep(struct lines *lines, const char *line)
{
	if (!*line || lines->secret ||
	    (lines->past_count && strcmp(lines->past[lines->past_count - 1], line) == 0))
		return;
	if (lines->past_count == PAST) {
		free(lines->past[0]);
		memmove(lines->past, lines->past + 1, (PAST - 1) * sizeof *lines->past);
		lines->past_count--;
	}
	lines->past[lines->past_count++] = mem_dup(line);
}

static void enter(struct lines *lines)
{
	char *line = mem_dup(lines->typed.data);

	keep(lines, line);
	lines->at = lines->past_count;
	put(lines, "\n");
	lines->shown = false;
	mem_wipe(lines->typed.data, lines->typed.len);
	buf_clear(&lines->typed);
	tell(lines, line);
	mem_wipe(line, strlen(line));
	free(line);
}

static void recall(struct lines *lines, int by)
{
	int at = lines->at + by;

	if (at < 0 || at > lines->past_count || lines->secret)
		return;
	lines->at = at;
	term_typed(lines->term, at < lines->past_count ? lines->past[at] : "");
}

static size_t word_start(const struct buf *typed)
{
	size_t at = typed->len;

	while (at && typed->data[at - 1] == ' ')
		at--;
	while (at && typed->data[at - 1] != ' ')
		at--;
	return at;
}

/* Ctrl-C takes back what is typed; with nothing typed it ends, as Ctrl-D does. */
static void interrupt(struct lines *lines)
{
	if (lines->typed.len)
		rub_out_from(lines, 0);
	else
		tell_end(lines, SIGINT);
}

static bool control(struct lines *lines, uint32_t letter)
{
	switch (letter) {
	case 'j':
		enter(lines);
		return true;
	case 'u':
		rub_out_from(lines, 0);
		return true;
	case 'w':
		rub_out_from(lines, word_start(&lines->typed));
		return true;
	case 'c':
		interrupt(lines);
		return true;
	case 'd':
		if (!lines->typed.len)
			tell_end(lines, 0);
		return true;
	case '\\':
		tell_end(lines, SIGQUIT);
		return true;
	case 'z':
		term_suspend(lines->term);
		return true;
	default:
		return false;
	}
}

static bool edits(struct lines *lines, struct term_key key)
{
	if (key.mods == MOD_CTRL)
		return control(lines, key.code);
	if (key.mods)
		return false;
	switch (key.code) {
	case KEY_ENTER:
	case KEY_PAD_ENTER:
		enter(lines);
		return true;
	case KEY_BACKSPACE:
		if (lines->typed.len)
			rub_out_from(lines, lines->typed.len - text_before(lines->typed.data,
									   lines->typed.len));
		return true;
	case KEY_UP:
	case KEY_DOWN:
		recall(lines, key.code == KEY_UP ? -1 : 1);
		return true;
	case KEY_ESC:
		if (!lines->typed.len)
			return false;
		rub_out_from(lines, 0);
		return true;
	default:
		return false;
	}
}

void lines_key(struct lines *lines, struct term_key key)
{
	uint32_t character = key.mods ? 0 : key_char(key);
	char bytes[UTF8_MAX + 1] = "";

	if (character && character != '\t') {
		bytes[utf8_write(bytes, character)] = '\0';
		type(lines, bytes);
	} else if (!edits(lines, key)) {
		const struct term_event event = {.kind = TERM_KEY,
						 .key = key,
						 .text = lines->typed.data,
						 .len = lines->typed.len};
		term_tell(lines->term, &event);
	}
	if (!lines->term->lost)
		lines_settle(lines);
}

/* ---- Life ---- */

struct lines *lines_new(struct term *term)
{
	struct lines *lines = mem_new(1, sizeof *lines);

	lines->term = term;
	lines->file = -1;
	lines->keys = term->tty.is_tty || term->options.no_tty;
	lines->prompt = mem_dup("");
	buf_init(&lines->out, OUT_MAX);
	buf_init(&lines->held, OUT_MAX);
	buf_init(&lines->typed, TYPED_MAX);
	buf_init(&lines->fed, FEED_MAX);
	buf_add_str(&lines->typed, "");
	buf_add_str(&lines->fed, "");
	return lines;
}

void lines_free(struct lines **slot)
{
	struct lines *lines = *slot;

	if (!lines)
		return;
	*slot = NULL;
	loop_undefer(lines->term->loop, lines);
	for (int i = 0; i < lines->past_count; i++)
		free(lines->past[i]);
	buf_free(&lines->out);
	buf_free(&lines->held);
	buf_free(&lines->typed);
	buf_free(&lines->fed);
	free(lines->prompt);
	free(lines);
}
