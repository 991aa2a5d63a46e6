/* While only others' state changes the cursor stays where the operator is, not only when all is
 * painted: in the log of the terminal's bytes no write ends with it elsewhere, and on the way there
 * and back, which drawing needs, it is hidden. Who reads the terminal between two writes (a Braille
 * display) or looks at it never finds it in another place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "screen/term_fixture.h"
#include "support/calling.h"
#include "support/glass.h"
#include "term/still.h"

/* The log, as a terminal reads it: byte by byte, and where each write ends. */
struct log {
	struct front *front;
	struct screen *screen;
	struct glass *glass;
	const char *type;
	bool can_hide;
	int y, x;     /* where the operator left the cursor */
	bool follows; /* it may be seen in one other place, from then on */
	size_t writes, bytes, longest;
	const char *what; /* happens */
};

static struct log reading;
static bool braille;

static void tune(struct console_options *options)
{
	options->braille = braille;
}

static void complain(const struct log *log, const char *how, const char *bytes, size_t len)
{
	char *dump = glass_dump(log->glass);

	print_error("%s\n", dump);
	free(dump);
	for (size_t i = 0; i < len; i++)
		print_error((unsigned char)bytes[i] < ' ' ? "\\%03o" : "%c",
			    (unsigned char)bytes[i]);
	fail_msg("\n%s, %s: %s, the cursor was at %d,%d", log->type, log->what, how, log->y,
		 log->x);
}

static void on_write(void *ctx, const char *bytes, size_t len)
{
	struct log *log = ctx;
	int y = 0, x = 0;

	for (size_t i = 0; i < len; i++) {
		glass_feed(log->glass, bytes + i, 1);
		bool seen = glass_cursor(log->glass, &y, &x);

		if (!log->what || !log->can_hide || !seen || (y == log->y && x == log->x))
			continue;
		if (log->follows) {
			log->y = y;
			log->x = x;
			log->follows = false;
		} else {
			complain(log, "seen elsewhere", bytes, i + 1);
		}
	}
	if (log->what && (y != log->y || x != log->x))
		complain(log, "a write ends elsewhere", bytes, len);
	log->writes++;
	log->bytes += len;
	log->longest = len > log->longest ? len : log->longest;
}

static void log_new(struct log *log, struct screen *screen, const char *type, int rows, int cols)
{
	const char *bytes;
	size_t len;

	*log = (struct log){.screen = screen, .type = type, .glass = glass_new(rows, cols)};
	log->can_hide = strcmp(type, "vt100") != 0;
	bytes = screen_heard(screen, &len);
	glass_feed(log->glass, bytes, len);
	screen_each_write(screen, on_write, log);
}

static struct log *opened(void **state, int rows, int cols, const char *type)
{
	struct log *log = &reading;
	struct front *front = *state;

	if (front->screen)
		front_close(front);
	front_open_with(front, rows, cols, type, tune);
	log_new(log, front->screen, type, rows, cols);
	log->front = front;
	return log;
}

static void closed(struct log *log)
{
	glass_free(&log->glass);
}

/* From now on, until the operator is back. */
static void operator_leaves(struct log *log)
{
	screen_run(log->screen);
	assert_true(glass_cursor(log->glass, &log->y, &log->x));
	log->writes = log->bytes = log->longest = 0;
	log->what = "nothing";
}

static void operator_acts(struct log *log, const char *keys)
{
	log->what = NULL;
	screen_keys(log->screen, keys);
}

static void expect_cursor_at_home(const struct log *log)
{
	int y, x;

	assert_true(glass_cursor(log->glass, &y, &x));
	assert_int_equal(y, log->y);
	assert_int_equal(x, log->x);
}

static void happens(struct log *log, const char *what)
{
	log->what = what;
	front_office(log->front, "%s", what);
	if (strncmp(what, "dial", 4) == 0)
		front_step(log->front, 2000); /* until it rings there */
	expect_cursor_at_home(log);
}

/* BLF, presence, forwarding, calls of others; and the clock. */
static void others_change(struct log *log)
{
	static const char *const events[] = {
		"dnd SIP/agnes on",      "presence 6 away lunch", "dial SIP/bfaure 112",
		"answer SIP/cperez",     "hangup SIP/bfaure",     "offline SIP/achukwu",
		"forward SIP/agnes 100",
	};
	static const char *const back[] = {"dnd SIP/agnes off", "presence 6 online",
					   "online SIP/achukwu", "forward SIP/agnes off"};

	operator_leaves(log);
	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		happens(log, events[i]);
	log->what = "a minute passes";
	front_step(log->front, 60000);
	expect_cursor_at_home(log);
	for (size_t i = 0; i < sizeof back / sizeof *back; i++)
		happens(log, back[i]);
}

static void stay(void **state, const char *type, const char *const *places)
{
	struct log *log = opened(state, 24, 80, type);
	size_t writes = 0;

	for (; *places; places++) {
		operator_acts(log, *places);
		others_change(log);
		writes += log->writes;
	}
	assert_true(writes > 0);
	closed(log);
}

/* Where the operator may be when he looks up. */
static void stay_in_each_place(void **state)
{
	static const char *const places[] = {"Down",         "End",     "Esc a", "Esc Down F11",
					     "Esc F7 h e y", "Esc : c", NULL};

	stay(state, "xterm-256color", places);
}

static void stay_on(void **state, const char *type)
{
	static const char *const places[] = {"Down a", NULL};

	stay(state, type, places);
}

static void others_change__in_each_place__cursor_is_never_elsewhere(void **state)
{
	braille = false;
	stay_in_each_place(state);
}

static void others_change__braille_in_each_place__cursor_is_never_elsewhere(void **state)
{
	braille = true;
	stay_in_each_place(state);
}

static void others_change__xterm_direct__cursor_is_never_elsewhere(void **state)
{
	braille = false;
	stay_on(state, "xterm-direct");
}

static void others_change__vt220__cursor_is_never_elsewhere(void **state)
{
	braille = false;
	stay_on(state, "vt220");
}

static void others_change__linux_console__cursor_is_never_elsewhere(void **state)
{
	for (int i = 0; i < 2; i++) {
		braille = i;
		stay_on(state, "linux");
	}
}

static void others_change__screen__cursor_is_never_elsewhere(void **state)
{
	braille = false;
	stay_on(state, "screen");
}

static void others_change__tmux__cursor_is_never_elsewhere(void **state)
{
	braille = false;
	stay_on(state, "tmux-256color");
}

/* It cannot hide its cursor. */
static void others_change__vt100__no_write_ends_elsewhere(void **state)
{
	braille = false;
	stay_on(state, "vt100");
}

static void own_call__seconds_pass__cursor_is_never_elsewhere(void **state)
{
	for (int i = 0; i < 2; i++) {
		braille = i;
		struct log *log = opened(state, 24, 80, "xterm-256color");
		front_office(log->front, "ring SIP/reception from 02079460958 \"Jane Caller\"");
		front_pass(log->front, 500);
		operator_acts(log, "Enter");
		front_wait(log->front, "talking");
		operator_acts(log, "o k a");
		operator_leaves(log);
		log->what = "ten seconds pass";
		front_pass(log->front, 10000);
		assert_true(log->writes > 5);
		expect_cursor_at_home(log);
		closed(log);
	}
}

/* A call takes a row above: the focused row moves, and the cursor with it, at one blow. */
static void call_rings__focused_row_moves__cursor_is_seen_before_and_after_only(void **state)
{
	for (int i = 0; i < 2; i++) {
		braille = i;
		struct log *log = opened(state, 24, 80, "xterm-256color");
		operator_acts(log, "o k a");
		front_office(log->front, "ring SIP/reception from 02079460301 Ravi");
		operator_leaves(log);
		int before = log->y;
		log->follows = true;
		happens(log, "ring SIP/reception from 02079460958 \"Jane Caller\"");
		assert_int_not_equal(log->y, before);
		assert_non_null(strstr(screen_row(log->screen, log->y), "> oka"));
		closed(log);
	}
}

/* Every row changes at once: more than the kernel's console takes in one piece. */
static void draw_all(struct fixture *f)
{
	for (int y = 0; y < term_rows(f->term); y++)
		term_textf(f->term, y, 0, term_cols(f->term), y % 2 ? ROLE_TEXT : ROLE_TITLE,
			   "%d %s %d %0150d", y, f->text, y, y);
	term_cursor(f->term, 20, 7);
}

static void each_row_changes__200x50__each_write_is_one_piece(void **state)
{
	static const char *const types[] = {"vt100", "linux", "xterm-256color"};
	struct log *log = &reading;

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct fixture f;

		fixture_start(&f, 50, 200, types[i]);
		fixture_draw(&f, draw_all);
		log_new(log, f.screen, types[i], 50, 200);
		operator_leaves(log);
		log->what = "each row changes";
		fixture_show(&f, "αβγδεζηθικλμνξοπρστυφχψω ─────────────────────");
		expect_cursor_at_home(log);
		print_message("# %s: %zu bytes in %zu writes, the longest of %zu\n", types[i],
			      log->bytes, log->writes, log->longest);
		assert_true(log->bytes > STILL_WRITE);
		assert_true(log->longest <= STILL_WRITE);
		fixture_finish(&f);
		glass_free(&log->glass);
	}
}

static void link_lost__80x24__cursor_is_never_elsewhere(void **state)
{
	for (int i = 0; i < 2; i++) {
		braille = i;
		struct log *log = opened(state, 24, 80, "xterm-256color");
		operator_acts(log, "Down Down");
		operator_leaves(log);
		log->what = "the link is lost";
		front_kill_pabx(log->front);
		front_wait(log->front, "link lost");
		expect_cursor_at_home(log);
		closed(log);
	}
}

static void others_change__out_of_sight__not_a_byte_is_written(void **state)
{
	static const char *const unseen[] = {"dnd SIP/pnovak on",   "presence 30 away",
					     "dial SIP/pnovak 131", "answer SIP/mrossi",
					     "hold SIP/pnovak",     "unhold SIP/pnovak",
					     "hangup SIP/pnovak",   "dnd SIP/pnovak off"};

	for (int i = 0; i < 2; i++) {
		braille = i;
		struct log *log = opened(state, 10, 40, "xterm-256color");
		operator_leaves(log);
		for (size_t e = 0; e < sizeof unseen / sizeof *unseen; e++) {
			happens(log, unseen[e]);
			if (log->bytes)
				fail_msg("%s: %zu bytes", unseen[e], log->bytes);
		}
		assert_int_equal(log->writes, 0);
		closed(log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(others_change__in_each_place__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__braille_in_each_place__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__xterm_direct__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__vt220__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__linux_console__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__screen__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__tmux__cursor_is_never_elsewhere),
		CALLING_TEST(others_change__vt100__no_write_ends_elsewhere),
		CALLING_TEST(own_call__seconds_pass__cursor_is_never_elsewhere),
		CALLING_TEST(call_rings__focused_row_moves__cursor_is_seen_before_and_after_only),
		CALLING_TEST(link_lost__80x24__cursor_is_never_elsewhere),
		cmocka_unit_test(each_row_changes__200x50__each_write_is_one_piece),
		CALLING_TEST(others_change__out_of_sight__not_a_byte_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
