#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "support/screen.h"
#include "term/term.h"

struct fixture {
	struct screen *screen;
	struct term *term;
	char keys[4096]; /* names, with blanks */
	char *paste;
	int pastes, resizes, ends, end_signal, paints;
	char text[256];
	enum term_role role;
	void (*draw)(struct fixture *f);
};

static void on_event(void *ctx, const struct term_event *event)
{
	struct fixture *f = ctx;
	char name[KEY_NAME_MAX];
	size_t len = strlen(f->keys);

	switch (event->kind) {
	case TERM_KEY:
		snprintf(f->keys + len, sizeof(f->keys) - len, "%s%s", len ? " " : "",
			 key_name(event->key, name));
		break;
	case TERM_PASTE:
		f->pastes++;
		mem_set(&f->paste, event->text);
		break;
	case TERM_RESIZE:
		f->resizes++;
		break;
	case TERM_RESUME:
		break;
	case TERM_END:
		f->ends++;
		f->end_signal = event->signal;
		break;
	}
}

static void on_paint(void *ctx)
{
	struct fixture *f = ctx;

	f->paints++;
	if (f->draw)
		f->draw(f);
	else
		term_text(f->term, 0, 0, term_cols(f->term), f->role, f->text);
}

static int try_open(struct fixture *f, int rows, int cols, const char *type, struct why *why)
{
	struct term_options options = {.event = on_event, .paint = on_paint, .ctx = f};

	f->screen = screen_open(rows, cols, type);
	screen_options(f->screen, &options);
	return term_open(screen_loop(f->screen), &options, &f->term, why);
}

static void start(struct fixture *f, int rows, int cols, const char *type)
{
	struct why why;

	*f = (struct fixture){.text = "hello"};
	if (try_open(f, rows, cols, type, &why) < 0)
		fail_msg("%s", why.text);
	screen_attach(f->screen, f->term);
}

static void finish(struct fixture *f)
{
	term_free(&f->term);
	screen_free(&f->screen);
	free(f->paste);
}

static void show(struct fixture *f, const char *text)
{
	snprintf(f->text, sizeof(f->text), "%s", text);
	term_dirty(f->term);
	screen_run(f->screen);
}

/* Opening */

static void open__type_unset__is_a_sentence(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	unsetenv("TERM");
	assert_int_equal(try_open(&f, 24, 80, "", &why), ERR_UNSUPPORTED);
	assert_non_null(strstr(why.text, "TERM is not set"));
	assert_int_equal(screen_written(f.screen), 0);
	screen_free(&f.screen);
}

static void open__type_unknown__is_a_sentence_that_names_it(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	assert_int_equal(try_open(&f, 24, 80, "no-such-terminal", &why), ERR_UNSUPPORTED);
	assert_non_null(strstr(why.text, "'no-such-terminal'"));
	assert_int_equal(screen_written(f.screen), 0);
	screen_free(&f.screen);
}

static void open__type_that_cannot_place_the_cursor__is_refused(void **state)
{
	struct fixture f = {0};
	struct why why = {""};

	(void)state;
	assert_int_equal(try_open(&f, 24, 80, "dumb", &why), ERR_UNSUPPORTED);
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
		start(&f, 24, 80, types[i]);
		assert_string_equal(screen_row(f.screen, 0), "hello");
		finish(&f);
	}
}

/* Painting */

static void paint__nothing_changed__sends_nothing(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	screen_expect_quiet(f.screen);
	finish(&f);
}

static void paint__one_cell_changed__sends_few_bytes(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 50, 200, "xterm-256color");
	screen_written(f.screen);
	show(&f, "hellO");
	assert_string_equal(screen_row(f.screen, 0), "hellO");
	assert_true(screen_written(f.screen) <= 48);
	finish(&f);
}

static void paint__idle__no_timer_runs(void **state)
{
	struct fixture f;
	int paints;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	paints = f.paints;
	screen_pass(f.screen, 60000);
	assert_int_equal(f.paints, paints);
	finish(&f);
}

static void paint__many_changes__one_frame_in_16_ms(void **state)
{
	struct fixture f;
	int paints;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
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
	finish(&f);
}

static void key_dirties(void *ctx, const struct term_event *event)
{
	on_event(ctx, event);
	term_dirty(((struct fixture *)ctx)->term);
}

static void paint__after_a_key__does_not_wait(void **state)
{
	struct fixture f = {.text = "hello"};
	struct term_options options = {.event = key_dirties, .paint = on_paint, .ctx = &f};
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
	finish(&f);
}

static void paint__ctrl_l__sends_everything_again(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	screen_written(f.screen);
	term_repaint(f.term);
	screen_run(f.screen);
	assert_true(screen_written(f.screen) >= strlen("hello"));
	assert_string_equal(screen_row(f.screen, 0), "hello");
	finish(&f);
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
	start(&f, 50, 200, "xterm-256color");
	f.draw = draw_full;
	screen_stall(f.screen, true);
	show(&f, "one");
	for (int i = 0; i < 100; i++) {
		clock_step(20);
		show(&f, i & 1 ? "two" : "three");
	}
	assert_true(term_stalled(f.term));
	paints = f.paints;
	clock_step(1000);
	show(&f, "newest");
	assert_int_equal(f.paints, paints);
	screen_stall(f.screen, false);
	assert_false(term_stalled(f.term));
	assert_int_equal(f.paints, paints + 1);
	screen_expect_text(f.screen, "newest");
	screen_expect_quiet(f.screen);
	finish(&f);
}

static void paint__stalled_terminal__keys_and_timers_go_on(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 50, 200, "xterm-256color");
	f.draw = draw_full;
	screen_stall(f.screen, true);
	show(&f, "one");
	assert_true(term_stalled(f.term));
	screen_keys(f.screen, "a Esc F5");
	assert_string_equal(f.keys, "a Esc F5");
	screen_stall(f.screen, false);
	finish(&f);
}

static void paint__bell__rings_once(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	term_bell(f.term);
	term_bell(f.term);
	screen_run(f.screen);
	assert_int_equal(screen_bells(f.screen), 1);
	screen_expect_quiet(f.screen);
	assert_int_equal(screen_bells(f.screen), 1);
	finish(&f);
}

/* Drawing */

static void draw_cut(struct fixture *f)
{
	term_text(f->term, 0, 0, 6, ROLE_TEXT, "abcdefgh");
	term_text(f->term, 1, 0, 6, ROLE_TEXT, "日本語日本語");
	term_text(f->term, 2, 0, 5, ROLE_TEXT, "日本語");
	term_text(f->term, 3, 0, 4, ROLE_TEXT, "e\u0301e\u0301e\u0301e\u0301e\u0301");
	term_text(f->term, 4, 0, 8, ROLE_TEXT, "ab");
	term_text(f->term, 4, 8, 1, ROLE_TEXT, "|");
}

static void text__longer_than_its_width__is_cut_with_a_mark(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 10, 40, "xterm-256color");
	f.draw = draw_cut;
	term_repaint(f.term);
	screen_run(f.screen);
	assert_string_equal(screen_row(f.screen, 0), "abcde…");
	assert_string_equal(screen_row(f.screen, 1), "日本…");
	assert_string_equal(screen_row(f.screen, 2), "日本…");
	assert_string_equal(screen_row(f.screen, 3), "e\u0301e\u0301e\u0301…");
	assert_string_equal(screen_row(f.screen, 4), "ab      |");
	finish(&f);
}

static void draw_over_wide(struct fixture *f)
{
	for (int y = 0; y < 6; y++)
		term_text(f->term, y, 0, 20, ROLE_TEXT, "日本語日本語日本語日");
	term_fill(f->term, (struct rect){1, 3, 3, 6}, ROLE_TEXT);
	term_box(f->term, (struct rect){1, 3, 3, 6}, ROLE_BORDER);
}

static void text__box_over_halves_of_wide_characters__leaves_blanks(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 10, 40, "xterm-256color");
	f.draw = draw_over_wide;
	term_repaint(f.term);
	screen_run(f.screen);
	assert_string_equal(screen_row(f.screen, 1), "日 ┌────┐ 語日本語日");
	assert_string_equal(screen_row(f.screen, 2), "日 │    │ 語日本語日");
	screen_expect_quiet(f.screen);
	finish(&f);
}

static void draw_clipped(struct fixture *f)
{
	term_clip(f->term, (struct rect){1, 3, 2, 5});
	for (int y = 0; y < 5; y++)
		term_text(f->term, y, 0, 20, ROLE_TEXT, y & 1 ? "abcdefghijk" : "日本語日本語");
	term_box(f->term, (struct rect){-5, -5, 100, 100}, ROLE_BORDER);
	term_text(f->term, 1, 7, 10, ROLE_TEXT, "日");
}

static void text__outside_the_clip__is_not_drawn(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 10, 40, "xterm-256color");
	f.draw = draw_clipped;
	term_repaint(f.term);
	screen_run(f.screen);
	assert_string_equal(screen_row(f.screen, 0), "");
	assert_string_equal(screen_row(f.screen, 1), "   defg");
	assert_string_equal(screen_row(f.screen, 2), "    語日");
	assert_string_equal(screen_row(f.screen, 3), "");
	finish(&f);
}

static void draw_marks_only(struct fixture *f)
{
	char many[512] = "a";

	for (int i = 0; i < 100; i++)
		strcat(many, "\u0301");
	term_text(f->term, 0, 0, 5, ROLE_TEXT, "x");
	term_text(f->term, 0, 1, 5, ROLE_TEXT, "\u0301b");
	term_text(f->term, 1, 0, 5, ROLE_TEXT, many);
	term_text(f->term, 1, 5, 5, ROLE_TEXT, "after");
}

static void text__stray_or_too_many_combining_marks__harm_nothing(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 10, 40, "xterm-256color");
	f.draw = draw_marks_only;
	term_repaint(f.term);
	screen_run(f.screen);
	assert_string_equal(screen_row(f.screen, 0), "xb");
	assert_string_equal(screen_row(f.screen, 1) + 1 + 4 * 2, "    after");
	finish(&f);
}

static void draw_spans(struct fixture *f)
{
	const struct term_span spans[] = {
		{.role = ROLE_BUSY, .text = "B"},
		{.text = " "},
		{.text = "a long name", .width = -2},
		{.role = ROLE_DIM, .text = "17", .width = 5, .right = true},
		{.text = "rest", .width = -1},
	};

	term_spans(f->term, 0, 0, 25, ROLE_TEXT, spans, 5);
	term_spans(f->term, 1, 0, 25, ROLE_SELECTED, spans, 5);
	term_spans(f->term, 2, 0, 10, ROLE_TEXT, spans, 5);
	term_cursor(f->term, 1, 0);
}

static void spans__in_a_row__share_its_width(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 5, 40, "xterm-256color");
	f.draw = draw_spans;
	term_repaint(f.term);
	screen_run(f.screen);
	assert_string_equal(screen_row(f.screen, 0), "B a long name    17rest");
	assert_string_equal(screen_row(f.screen, 2), "B a…   17…");
	screen_expect(f.screen, "term-spans");
	finish(&f);
}

/* Colours */

static void colours__roles__look_as_the_theme_says(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 5, 40, "xterm-256color");
	f.role = ROLE_ERROR;
	show(&f, "wrong");
	assert_string_equal(screen_look(f.screen, "wrong"), "fg1 bold");
	f.role = ROLE_SELECTED;
	show(&f, "chosen");
	assert_string_equal(screen_look(f.screen, "chosen"), "fg0 bg6");
	f.role = ROLE_TEXT;
	show(&f, "plain");
	assert_string_equal(screen_look(f.screen, "plain"), "default");
	finish(&f);
}

static void colours__vt100__only_attributes_and_selection_is_seen(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 5, 40, "vt100");
	assert_false(term_has_colour(f.term));
	f.role = ROLE_SELECTED;
	show(&f, "chosen");
	assert_string_equal(screen_look(f.screen, "chosen"), "reverse");
	f.role = ROLE_ERROR;
	show(&f, "wrong");
	assert_string_equal(screen_look(f.screen, "wrong"), "bold");
	finish(&f);
}

static void colours__no_color_set__only_attributes(void **state)
{
	struct fixture f;

	(void)state;
	setenv("NO_COLOR", "1", 1);
	start(&f, 5, 40, "xterm-256color");
	unsetenv("NO_COLOR");
	f.role = ROLE_URGENT;
	show(&f, "rings");
	assert_string_equal(screen_look(f.screen, "rings"), "bold reverse");
	finish(&f);
}

static void colours__8_colours__bright_ones_are_bold(void **state)
{
	struct fixture f;
	struct why why;
	bool bold;

	(void)state;
	assert_int_equal(theme_colour(9, 8, &bold), 1);
	assert_true(bold);
	assert_int_equal(theme_colour(9, 16, &bold), 9);
	assert_false(bold);
	assert_int_equal(theme_colour(196, 8, &bold), 1);
	assert_int_equal(theme_colour(196, 256, &bold), 196);
	start(&f, 5, 40, "linux");
	assert_int_equal(term_theme(f.term, "light", &why), 0);
	f.role = ROLE_ERROR;
	show(&f, "wrong");
	screen_expect_text(f.screen, "wrong");
	screen_expect_quiet(f.screen);
	finish(&f);
}

static void theme__every_builtin__has_every_role_and_loads(void **state)
{
	struct theme theme;
	struct why why;
	unsigned n;

	(void)state;
	for (n = 0; theme_builtin(n); n++)
		if (theme_load(theme_builtin(n), &theme, &why) < 0)
			fail_msg("%s", why.text);
	assert_int_equal(n, 3);
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_non_null(theme_role_name((enum term_role)role));
}

static void theme__wrong_file__is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{"text = red\nbussy = red\n", "x:2: not a role of a theme: 'bussy'."},
		{"\n\nbusy = reddish\n", "x:3: not a colour or an attribute: 'reddish'."},
		{"busy = red default bold blue\n", "x:1: not a colour or an attribute: 'blue'."},
		{"busy = 256\n", "x:1: not a colour or an attribute: '256'."},
		{"[a]\nbusy = 1\n", "x:2: a theme has no sections: 'a'."},
		{"busy\n", "x:1: this is no 'role = colour colour attributes': ''."},
	};
	struct theme theme;

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct why why = {""};

		assert_int_equal(theme_parse("x", cases[i].text, &theme, &why), ERR_INVALID);
		assert_string_equal(why.text, cases[i].expected);
	}
}

static void theme__line_too_long__is_told(void **state)
{
	char text[400];
	struct theme theme;
	struct why why;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(theme_parse("x", text, &theme, &why), ERR_INVALID);
	assert_non_null(strstr(why.text, "x:1: the line is too long"));
}

static void theme__unknown_name__is_a_sentence(void **state)
{
	struct theme theme;
	struct why why;

	(void)state;
	assert_int_equal(theme_load("nice", &theme, &why), ERR_NOT_FOUND);
	assert_string_equal(why.text, "There is no theme 'nice'.");
}

static void marks__all__take_one_column_and_differ_where_they_must(void **state)
{
	static const enum term_mark states[] = {
		TERM_MARK_FREE,    TERM_MARK_BUSY,  TERM_MARK_RINGING,
		TERM_MARK_BOTH,    TERM_MARK_HELD,  TERM_MARK_OFFLINE,
		TERM_MARK_UNKNOWN, TERM_MARK_STALE, TERM_MARK_PARKED};
	enum { STATES = sizeof(states) / sizeof(states[0]) };

	(void)state;
	for (int mark = 0; mark < TERM_MARK_COUNT; mark++)
		assert_int_equal(text_width(term_mark((enum term_mark)mark)), 1);
	for (int a = 0; a < STATES; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(term_mark(states[a]), term_mark(states[b]));
}

static void draw_box(struct fixture *f)
{
	term_box(f->term, (struct rect){0, 0, 3, 12}, ROLE_BORDER);
	term_text(f->term, 1, 1, 1, ROLE_BUSY, term_mark(TERM_MARK_BUSY));
	term_text(f->term, 1, 3, 6, ROLE_TEXT, "too long");
	term_cursor(f->term, 1, 3);
}

static void marks__without_utf8__are_ascii(void **state)
{
	struct fixture f;

	(void)state;
	setenv("LC_ALL", "C", 1);
	text_init();
	start(&f, 3, 12, "vt100");
	f.draw = draw_box;
	term_repaint(f.term);
	screen_run(f.screen);
	for (int mark = 0; mark < TERM_MARK_COUNT; mark++) {
		const char *text = term_mark((enum term_mark)mark);

		assert_true(text[0] > ' ' && text[0] < 127 && !text[1]);
	}
	screen_expect(f.screen, "ascii");
	finish(&f);
	setenv("LC_ALL", "C.UTF-8", 1);
	text_init();
	assert_string_equal(term_mark(TERM_MARK_BUSY), "●");
}

/* Size */

static void resize__storm__ends_with_the_last_size(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	f.draw = draw_full;
	for (int i = 0; i < 300; i++)
		screen_resize(f.screen, 1 + i * 7 % 60, 1 + i * 13 % 220);
	assert_int_equal(f.resizes, 300);
	screen_resize(f.screen, 30, 100);
	assert_int_equal(term_rows(f.term), 30);
	assert_int_equal(term_cols(f.term), 100);
	screen_expect_quiet(f.screen);
	assert_int_equal(strlen(screen_row(f.screen, 29)), 100);
	finish(&f);
}

static void resize__absurd__is_bounded(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	term_resize(f.term, 60000, 60000);
	assert_int_equal(term_rows(f.term), 500);
	assert_int_equal(term_cols(f.term), 1000);
	term_resize(f.term, 0, -4);
	assert_int_equal(term_rows(f.term), 1);
	assert_int_equal(term_cols(f.term), 1);
	finish(&f);
}

/* The end */

static void end__terminal_gone__is_told_once(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
	screen_hang_up(f.screen);
	assert_int_equal(f.ends, 1);
	assert_int_equal(f.end_signal, 0);
	term_dirty(f.term);
	screen_run(f.screen);
	assert_int_equal(f.ends, 1);
	finish(&f);
}

static void end__leaves_the_terminal_as_it_was(void **state)
{
	struct fixture f;
	int y, x;

	(void)state;
	start(&f, 24, 80, "xterm-256color");
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
		cmocka_unit_test(text__longer_than_its_width__is_cut_with_a_mark),
		cmocka_unit_test(text__box_over_halves_of_wide_characters__leaves_blanks),
		cmocka_unit_test(text__outside_the_clip__is_not_drawn),
		cmocka_unit_test(text__stray_or_too_many_combining_marks__harm_nothing),
		cmocka_unit_test(spans__in_a_row__share_its_width),
		cmocka_unit_test(colours__roles__look_as_the_theme_says),
		cmocka_unit_test(colours__vt100__only_attributes_and_selection_is_seen),
		cmocka_unit_test(colours__no_color_set__only_attributes),
		cmocka_unit_test(colours__8_colours__bright_ones_are_bold),
		cmocka_unit_test(theme__every_builtin__has_every_role_and_loads),
		cmocka_unit_test(theme__wrong_file__is_told_with_its_line),
		cmocka_unit_test(theme__line_too_long__is_told),
		cmocka_unit_test(theme__unknown_name__is_a_sentence),
		cmocka_unit_test(marks__all__take_one_column_and_differ_where_they_must),
		cmocka_unit_test(marks__without_utf8__are_ascii),
		cmocka_unit_test(resize__storm__ends_with_the_last_size),
		cmocka_unit_test(resize__absurd__is_bounded),
		cmocka_unit_test(end__terminal_gone__is_told_once),
		cmocka_unit_test(end__leaves_the_terminal_as_it_was),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
