#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "screen/term_fixture.h"

/* Opening */

static void open__type_unset__is_a_sentence(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	unsetenv("TERM");
	assert_int_equal(fixture_open(&f, 24, 80, "", &why), ERR_UNSUPPORTED);
	assert_non_null(strstr(why.text, "TERM is not set"));
	assert_int_equal(screen_written(f.screen), 0);
	screen_free(&f.screen);
}

static void open__type_unknown__is_a_sentence_that_names_it(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	assert_int_equal(fixture_open(&f, 24, 80, "no-such-terminal", &why), ERR_UNSUPPORTED);
	assert_non_null(strstr(why.text, "'no-such-terminal'"));
	assert_int_equal(screen_written(f.screen), 0);
	screen_free(&f.screen);
}

static void open__type_that_cannot_place_the_cursor__is_refused(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	assert_int_equal(fixture_open(&f, 24, 80, "dumb", &why), ERR_UNSUPPORTED);
	assert_non_null(strstr(why.text, "cannot place the cursor"));
	screen_free(&f.screen);
}

static void open__every_type__draws_the_same_text(void **state)
{
	static const char *const types[] = {"vt100", "vt220",           "linux", "screen",
					    "tmux",  "screen-256color", "xterm", "xterm-256color"};
	struct fixture f;

	(void)state;
	for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		fixture_start(&f, 24, 80, types[i]);
		assert_string_equal(screen_row(f.screen, 0), "hello");
		fixture_finish(&f);
	}
}

/* Painting */

static void paint__nothing_changed__sends_nothing(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_expect_quiet(f.screen);
	fixture_finish(&f);
}

static void paint__one_cell_changed__sends_few_bytes(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 50, 200, "xterm-256color");
	screen_written(f.screen);
	fixture_show(&f, "hellO");
	assert_string_equal(screen_row(f.screen, 0), "hellO");
	assert_true(screen_written(f.screen) <= 48);
	fixture_finish(&f);
}

static void paint__idle__no_timer_runs(void **state)
{
	struct fixture f;
	int paints;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	paints = f.paints;
	screen_pass(f.screen, 60000);
	assert_int_equal(f.paints, paints);
	fixture_finish(&f);
}

static void paint__many_changes__one_frame_in_16_ms(void **state)
{
	struct fixture f;
	int paints;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	term_dirty(f.term);
	screen_run(f.screen);
	paints = f.paints;
	for (int i = 0; i < 15; i++) {
		term_dirty(f.term);
		clock_step(1);
		loop_turn(screen_loop(f.screen), 0);
	}
	assert_int_equal(f.paints, paints);
	clock_step(1);
	screen_run(f.screen);
	assert_int_equal(f.paints, paints + 1);
	fixture_finish(&f);
}

static void key_dirties(void *ctx, const struct term_event *event)
{
	fixture_event(ctx, event);
	term_dirty(((struct fixture *)ctx)->term);
}

static void paint__after_a_key__does_not_wait(void **state)
{
	struct fixture f = {.text = "hello"};
	struct term_options options = {.event = key_dirties, .paint = fixture_paint, .ctx = &f};
	int64_t before;
	int paints;

	(void)state;
	f.screen = screen_open(24, 80, "xterm-256color");
	screen_options(f.screen, &options);
	assert_int_equal(term_open(screen_loop(f.screen), &options, &f.term, NULL), 0);
	screen_attach(f.screen, f.term);
	screen_expect_quiet(f.screen); /* a frame was just painted */
	before = clock_mono_ms();
	paints = f.paints;
	screen_keys(f.screen, "a");
	assert_int_equal(f.paints, paints + 1);
	assert_int_equal(clock_mono_ms(), before);
	fixture_finish(&f);
}

static void paint__ctrl_l__sends_everything_again(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_written(f.screen);
	term_repaint(f.term);
	screen_run(f.screen);
	assert_true(screen_written(f.screen) >= strlen("hello"));
	assert_string_equal(screen_row(f.screen, 0), "hello");
	fixture_finish(&f);
}

/* A full screen that curses cannot shorten, 10 KB on 50 × 200. */
static void draw_full(struct fixture *f)
{
	char row[1001 + sizeof(f->text)];

	for (int y = 0; y < term_rows(f->term); y++) {
		for (int x = 0; x < term_cols(f->term); x++)
			row[x] = (char)('0' + (x * 7 + y) % 10);
		row[term_cols(f->term)] = '\0';
		memcpy(row, f->text, strlen(f->text));
		term_text(f->term, y, 0, term_cols(f->term), ROLE_TEXT, row);
	}
}

static void paint__stalled_terminal__newest_state_follows_and_nothing_between(void **state)
{
	struct fixture f;
	int paints;

	(void)state;
	fixture_start(&f, 50, 200, "xterm-256color");
	f.draw = draw_full;
	screen_stall(f.screen, true);
	fixture_show(&f, "one");
	for (int i = 0; i < 100; i++) {
		clock_step(20);
		fixture_show(&f, i & 1 ? "two" : "three");
	}
	assert_true(term_stalled(f.term));
	paints = f.paints;
	clock_step(1000);
	fixture_show(&f, "newest");
	assert_int_equal(f.paints, paints);
	screen_stall(f.screen, false);
	assert_false(term_stalled(f.term));
	assert_int_equal(f.paints, paints + 1);
	screen_expect_text(f.screen, "newest");
	screen_expect_quiet(f.screen);
	fixture_finish(&f);
}

static void paint__stalled_terminal__keys_and_timers_go_on(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 50, 200, "xterm-256color");
	f.draw = draw_full;
	screen_stall(f.screen, true);
	fixture_show(&f, "one");
	assert_true(term_stalled(f.term));
	screen_keys(f.screen, "a Esc F5");
	assert_string_equal(f.keys, "a Esc F5");
	screen_stall(f.screen, false);
	fixture_finish(&f);
}

static void paint__bell__rings_once(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	term_bell(f.term);
	term_bell(f.term);
	screen_run(f.screen);
	assert_int_equal(screen_bells(f.screen), 1);
	screen_expect_quiet(f.screen);
	assert_int_equal(screen_bells(f.screen), 1);
	fixture_finish(&f);
}

/* Size */

static void resize__storm__ends_with_the_last_size(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	f.draw = draw_full;
	for (int i = 0; i < 300; i++)
		screen_resize(f.screen, 1 + i * 7 % 60, 1 + i * 13 % 220);
	assert_int_equal(f.resizes, 300);
	screen_resize(f.screen, 30, 100);
	assert_int_equal(term_rows(f.term), 30);
	assert_int_equal(term_cols(f.term), 100);
	screen_expect_quiet(f.screen);
	assert_int_equal(strlen(screen_row(f.screen, 29)), 100);
	fixture_finish(&f);
}

static void resize__absurd__is_bounded(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	term_resize(f.term, 60000, 60000);
	assert_int_equal(term_rows(f.term), 500);
	assert_int_equal(term_cols(f.term), 1000);
	term_resize(f.term, 0, -4);
	assert_int_equal(term_rows(f.term), 1);
	assert_int_equal(term_cols(f.term), 1);
	fixture_finish(&f);
}

/* The end */

static void end__terminal_gone__is_told_once(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_hang_up(f.screen);
	assert_int_equal(f.ends, 1);
	assert_int_equal(f.end_signal, 0);
	term_dirty(f.term);
	screen_run(f.screen);
	assert_int_equal(f.ends, 1);
	fixture_finish(&f);
}

static void end__leaves_the_terminal_as_it_was(void **state)
{
	struct fixture f;
	int y, x;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	assert_false(screen_cursor(f.screen, &y, &x));
	term_free(&f.term);
	screen_attach(f.screen, NULL);
	assert_true(screen_cursor(f.screen, &y, &x));
	assert_false(screen_has(f.screen, "hello"));
	screen_free(&f.screen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open__type_unset__is_a_sentence),
		cmocka_unit_test(open__type_unknown__is_a_sentence_that_names_it),
		cmocka_unit_test(open__type_that_cannot_place_the_cursor__is_refused),
		cmocka_unit_test(open__every_type__draws_the_same_text),
		cmocka_unit_test(paint__nothing_changed__sends_nothing),
		cmocka_unit_test(paint__one_cell_changed__sends_few_bytes),
		cmocka_unit_test(paint__idle__no_timer_runs),
		cmocka_unit_test(paint__many_changes__one_frame_in_16_ms),
		cmocka_unit_test(paint__after_a_key__does_not_wait),
		cmocka_unit_test(paint__ctrl_l__sends_everything_again),
		cmocka_unit_test(paint__stalled_terminal__newest_state_follows_and_nothing_between),
		cmocka_unit_test(paint__stalled_terminal__keys_and_timers_go_on),
		cmocka_unit_test(paint__bell__rings_once),
		cmocka_unit_test(resize__storm__ends_with_the_last_size),
		cmocka_unit_test(resize__absurd__is_bounded),
		cmocka_unit_test(end__terminal_gone__is_told_once),
		cmocka_unit_test(end__leaves_the_terminal_as_it_was),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	unsetenv("ESCDELAY");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
