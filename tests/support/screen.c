#include "support/screen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "support/glass.h"
#include "support/keys.h"

enum {
	START_S = 1767603600,
	DEADLINE_US = 60000000,
	SMALL_PIPE = 4096,
	LARGE_PIPE = 1 << 20,
	HEARD_MAX = 8 << 20,
	GOLDEN_MAX = 1 << 22,
	ESC_MS = 25
};

struct screen {
	struct loop *loop;
	struct term *term;
	struct glass *glass;
	char *type, *row;
	int rows, cols;
	int to_keys, keys, out, from_out;
	size_t written;
	int64_t due;      /* what screen_pass() has let pass; a paint's own wait runs ahead of it */
	struct buf heard; /* since then */
	bool stalled, cooks;
	void (*each_write)(void *ctx, const char *bytes, size_t len);
	void *each_ctx;
	struct buf said; /* of a terminal in line mode */
	char *transcript;
};

struct screen *screen_open(int rows, int cols, const char *type)
{
	struct screen *screen = mem_new(1, sizeof(*screen));
	int in[2], out[2];

	clock_fake((int64_t)START_S * 1000);
	assert_int_equal(pipe2(in, O_CLOEXEC | O_NONBLOCK), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC | O_NONBLOCK), 0);
	/* Small, so that every larger frame goes in parts. */
	fcntl(out[1], F_SETPIPE_SZ, SMALL_PIPE);
	screen->keys = in[0];
	screen->to_keys = in[1];
	screen->from_out = out[0];
	screen->out = out[1];
	screen->rows = rows;
	screen->cols = cols;
	screen->type = mem_dup(type);
	screen->due = clock_mono_ms();
	screen->loop = loop_new(0);
	screen->glass = glass_new(rows, cols);
	buf_init(&screen->heard, HEARD_MAX);
	buf_init(&screen->said, GOLDEN_MAX);
	return screen;
}

void screen_free(struct screen **slot)
{
	struct screen *screen = *slot;
	int fds[] = {screen->to_keys, screen->keys, screen->out, screen->from_out};

	*slot = NULL;
	loop_free(&screen->loop);
	glass_free(&screen->glass);
	for (unsigned i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(screen->type);
	free(screen->row);
	buf_free(&screen->heard);
	free(screen->transcript);
	buf_free(&screen->said);
	free(screen);
	clock_real();
}

struct loop *screen_loop(struct screen *screen)
{
	return screen->loop;
}

void screen_options(const struct screen *screen, struct term_options *options)
{
	options->in = screen->keys;
	options->out = screen->out;
	options->type = screen->type;
	options->no_tty = true;
	options->rows = screen->rows;
	options->cols = screen->cols;
}

void screen_attach(struct screen *screen, struct term *term)
{
	screen->term = term;
	screen_run(screen);
}

static void feed_lines(struct screen *screen, const char *bytes, size_t len)
{
	buf_add(&screen->said, bytes, len);
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			glass_feed(screen->glass, "\r", 1);
		glass_feed(screen->glass, bytes + i, 1);
	}
}

/* A pipe of packets: each write is read by itself, up to a page of it. */
void screen_each_write(struct screen *screen,
		       void (*each_write)(void *ctx, const char *bytes, size_t len), void *ctx)
{
	screen_run(screen);
	assert_int_equal(fcntl(screen->out, F_SETFL, O_NONBLOCK | O_DIRECT), 0);
	assert_true(fcntl(screen->out, F_SETPIPE_SZ, LARGE_PIPE) > 0);
	screen->each_write = each_write;
	screen->each_ctx = ctx;
}

void screen_cook(struct screen *screen)
{
	screen->cooks = true;
}

const char *screen_said(struct screen *screen)
{
	const struct buf *said = &screen->said;
	struct buf out;

	buf_init(&out, GOLDEN_MAX);
	buf_add_str(&out, "");
	for (size_t i = 0; i < said->len; i++) {
		char c = said->data[i];

		if (c == '\b' && i + 2 < said->len && memcmp(said->data + i, "\b \b", 3) == 0) {
			out.len -= text_before(out.data, out.len);
			out.data[out.len] = '\0';
			i += 2;
		} else if (c != '\a') {
			if ((unsigned char)c < ' ' && c != '\n')
				fail_msg("control character %d was written", c);
			buf_add_char(&out, c);
		}
	}
	buf_clear(&screen->said);
	free(screen->transcript);
	screen->transcript = buf_take(&out);
	return screen->transcript;
}

/* Returns true if there was anything to read. */
static bool drain(struct screen *screen)
{
	char bytes[65536];
	size_t total = 0;
	ssize_t got;

	if (screen->stalled || screen->from_out < 0)
		return false;
	while ((got = read(screen->from_out, bytes, sizeof(bytes))) > 0) {
		if (screen->each_write)
			screen->each_write(screen->each_ctx, bytes, (size_t)got);
		if (screen->cooks)
			feed_lines(screen, bytes, (size_t)got);
		else
			glass_feed(screen->glass, bytes, (size_t)got);
		/* What nobody asks for is not kept for ever. */
		if (screen->heard.len + (size_t)got > HEARD_MAX)
			buf_clear(&screen->heard);
		buf_add(&screen->heard, bytes, (size_t)got);
		total += (size_t)got;
	}
	screen->written += total;
	return total > 0;
}

static void fail_with(struct screen *screen, const char *what, const char *text)
{
	char *dump = glass_dump(screen->glass);

	print_error("%s '%s'\n%s", what, text, dump);
	free(dump);
	fail();
}

/* A paint that waits only for its time. How many there are depends on how the feed's frames came
 * together, so the milliseconds spent here are taken from the next screen_pass(). */
static bool paint_due(const struct screen *screen)
{
	return screen->term && term_is_dirty(screen->term) && !term_stalled(screen->term) &&
	       screen->from_out >= 0;
}

void screen_run(struct screen *screen)
{
	int64_t end = clock_mono_us() + DEADLINE_US;

	for (int idle = 0; idle < 3;) {
		bool busy = loop_turn(screen->loop, 0);

		busy |= drain(screen);
		idle = busy ? 0 : idle + 1;
		if (idle == 3 && paint_due(screen)) {
			clock_step(1);
			idle = 0;
		}
		if (clock_mono_us() > end)
			fail_with(screen, "never quiet:", "");
	}
}

static void pass_until(struct screen *screen, int64_t end)
{
	screen_run(screen);
	while (clock_mono_ms() < end) {
		int64_t left = end - clock_mono_ms();

		clock_step(left < 10 ? left : 10);
		screen_run(screen);
	}
}

void screen_pass(struct screen *screen, int64_t ms)
{
	screen->due += ms;
	pass_until(screen, screen->due);
}

/* The program waits ESC_MS for more of a sequence, however far the paints ran ahead. */
static void pass_esc(struct screen *screen)
{
	int64_t least = clock_mono_ms() + ESC_MS;

	screen->due += ESC_MS;
	pass_until(screen, screen->due > least ? screen->due : least);
}

static void send_bytes(struct screen *screen, const char *bytes, size_t len)
{
	while (len) {
		ssize_t done = write(screen->to_keys, bytes, len);

		if (done > 0) {
			bytes += done;
			len -= (size_t)done;
		} else {
			assert_true(done < 0 && errno == EAGAIN);
			screen_run(screen);
		}
	}
}

void screen_bytes(struct screen *screen, const char *bytes, size_t len)
{
	send_bytes(screen, bytes, len);
	screen_run(screen);
}

void screen_type(struct screen *screen, const char *text)
{
	screen_bytes(screen, text, strlen(text));
}

/* Each key is sent when the one before has been answered; Esc takes its time. */
void screen_keys(struct screen *screen, const char *names)
{
	char name[64];
	int used;

	while (sscanf(names, " %63s%n", name, &used) == 1) {
		struct buf bytes;

		buf_init(&bytes, 256);
		if (keys_bytes(&bytes, name) < 0)
			fail_msg("no key '%s'", name);
		screen_bytes(screen, bytes.data, bytes.len);
		if (bytes.len == 1 && bytes.data[0] == '\033')
			pass_esc(screen);
		buf_free(&bytes);
		names += used;
	}
}

void screen_paste(struct screen *screen, const char *text)
{
	send_bytes(screen, "\033[200~", 6);
	send_bytes(screen, text, strlen(text));
	screen_bytes(screen, "\033[201~", 6);
}

void screen_resize(struct screen *screen, int rows, int cols)
{
	glass_resize(screen->glass, rows, cols);
	screen->rows = rows;
	screen->cols = cols;
	term_resize(screen->term, rows, cols);
	screen_run(screen);
}

void screen_stall(struct screen *screen, bool stalled)
{
	screen->stalled = stalled;
	screen_run(screen);
}

void screen_hang_up(struct screen *screen)
{
	close(screen->to_keys);
	close(screen->from_out);
	screen->to_keys = screen->from_out = -1;
	screen_run(screen);
}

size_t screen_written(struct screen *screen)
{
	size_t written = screen->written;

	screen->written = 0;
	buf_clear(&screen->heard);
	return written;
}

bool screen_wrote(const struct screen *screen, const char *bytes)
{
	return memmem(screen->heard.data, screen->heard.len, bytes, strlen(bytes));
}

const char *screen_heard(const struct screen *screen, size_t *len)
{
	*len = screen->heard.len;
	return screen->heard.data;
}

const char *screen_row(struct screen *screen, int y)
{
	free(screen->row);
	screen->row = glass_row(screen->glass, y);
	return screen->row;
}

bool screen_has(struct screen *screen, const char *text)
{
	return glass_find(screen->glass, text, NULL, NULL);
}

const char *screen_look(struct screen *screen, const char *text)
{
	int y = 0, x = 0;

	if (!glass_find(screen->glass, text, &y, &x))
		fail_with(screen, "not on the screen:", text);
	return glass_look(screen->glass, y, x);
}

bool screen_cursor(struct screen *screen, int *y, int *x)
{
	return glass_cursor(screen->glass, y, x);
}

int screen_bells(struct screen *screen)
{
	return glass_bells(screen->glass);
}

void screen_expect_text(struct screen *screen, const char *text)
{
	if (!screen_has(screen, text))
		fail_with(screen, "not on the screen:", text);
}

void screen_expect_no_text(struct screen *screen, const char *text)
{
	if (screen_has(screen, text))
		fail_with(screen, "on the screen:", text);
}

void screen_expect_quiet(struct screen *screen)
{
	size_t before;

	screen_run(screen);
	before = screen->written;
	term_dirty(screen->term);
	screen_run(screen);
	if (screen->written != before)
		fail_with(screen, "a second paint sent bytes", "");
}

static void update(const char *path, const char *dump)
{
	struct why why;

	if (path_write(path, dump, strlen(dump), 0644, &why) < 0)
		fail_msg("%s", why.text);
}

void screen_expect(struct screen *screen, const char *name)
{
	char path[256], *golden = NULL, *dump;
	const char *wish = getenv("UPDATE_GOLDEN");
	struct why why = {""};
	size_t len;
	bool same;

	screen_expect_quiet(screen);
	dump = glass_dump(screen->glass);
	snprintf(path, sizeof(path), "tests/screen/golden/%s.golden", name);
	if (wish && *wish == '1')
		update(path, dump);
	if (path_read(path, GOLDEN_MAX, &golden, &len, &why) < 0)
		golden = mem_dup("");
	same = strcmp(golden, dump) == 0;
	if (!same)
		print_error("%s: %s\nthe golden screen\n%s\nthe screen\n%s\n"
			    "UPDATE_GOLDEN=1 takes it over.\n",
			    path, why.text, golden, dump);
	free(golden);
	free(dump);
	assert_true(same);
}
