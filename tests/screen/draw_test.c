#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "screen/term_fixture.h"

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
	fixture_start(&f, 10, 40, "xterm-256color");
	fixture_draw(&f, draw_cut);
	assert_string_equal(screen_row(f.screen, 0), "abcde…");
	assert_string_equal(screen_row(f.screen, 1), "日本…");
	assert_string_equal(screen_row(f.screen, 2), "日本…");
	assert_string_equal(screen_row(f.screen, 3), "e\u0301e\u0301e\u0301…");
	assert_string_equal(screen_row(f.screen, 4), "ab      |");
	fixture_finish(&f);
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
	fixture_start(&f, 10, 40, "xterm-256color");
	fixture_draw(&f, draw_over_wide);
	assert_string_equal(screen_row(f.screen, 1), "日 ┌────┐ 語日本語日");
	assert_string_equal(screen_row(f.screen, 2), "日 │    │ 語日本語日");
	screen_expect_quiet(f.screen);
	fixture_finish(&f);
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
	fixture_start(&f, 10, 40, "xterm-256color");
	fixture_draw(&f, draw_clipped);
	assert_string_equal(screen_row(f.screen, 0), "");
	assert_string_equal(screen_row(f.screen, 1), "   defg");
	assert_string_equal(screen_row(f.screen, 2), "    語日");
	assert_string_equal(screen_row(f.screen, 3), "");
	fixture_finish(&f);
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
	fixture_start(&f, 10, 40, "xterm-256color");
	fixture_draw(&f, draw_marks_only);
	assert_string_equal(screen_row(f.screen, 0), "xb");
	assert_string_equal(screen_row(f.screen, 1) + 1 + 4 * 2, "    after");
	fixture_finish(&f);
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
	fixture_start(&f, 5, 40, "xterm-256color");
	fixture_draw(&f, draw_spans);
	assert_string_equal(screen_row(f.screen, 0), "B a long name    17rest");
	assert_string_equal(screen_row(f.screen, 2), "B a…   17…");
	screen_expect(f.screen, "term-spans");
	fixture_finish(&f);
}

/* Colours */

static void colours__roles__look_as_the_theme_says(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 5, 40, "xterm-256color");
	f.role = ROLE_ERROR;
	fixture_show(&f, "wrong");
	assert_string_equal(screen_look(f.screen, "wrong"), "fg1 bold");
	f.role = ROLE_SELECTED;
	fixture_show(&f, "chosen");
	assert_string_equal(screen_look(f.screen, "chosen"), "fg0 bg6");
	f.role = ROLE_TEXT;
	fixture_show(&f, "plain");
	assert_string_equal(screen_look(f.screen, "plain"), "default");
	fixture_finish(&f);
}

static void colours__vt100__only_attributes_and_selection_is_seen(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 5, 40, "vt100");
	assert_false(term_has_colour(f.term));
	f.role = ROLE_SELECTED;
	fixture_show(&f, "chosen");
	assert_string_equal(screen_look(f.screen, "chosen"), "reverse");
	f.role = ROLE_ERROR;
	fixture_show(&f, "wrong");
	assert_string_equal(screen_look(f.screen, "wrong"), "bold");
	fixture_finish(&f);
}

static void colours__no_color_set__only_attributes(void **state)
{
	struct fixture f;

	(void)state;
	setenv("NO_COLOR", "1", 1);
	fixture_start(&f, 5, 40, "xterm-256color");
	unsetenv("NO_COLOR");
	f.role = ROLE_URGENT;
	fixture_show(&f, "rings");
	assert_string_equal(screen_look(f.screen, "rings"), "bold reverse");
	fixture_finish(&f);
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
	fixture_start(&f, 5, 40, "linux");
	assert_int_equal(term_theme(f.term, "light", &why), 0);
	f.role = ROLE_ERROR;
	fixture_show(&f, "wrong");
	screen_expect_text(f.screen, "wrong");
	screen_expect_quiet(f.screen);
	fixture_finish(&f);
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
	assert_int_equal(n, 6);
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
	assert_non_null(strstr(why.text, "There is no theme 'nice': default, light, dark, "));
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

static void draw_right_to_left(struct fixture *f)
{
	const struct term_span row[] = {
		{.role = ROLE_TEXT, .text = "שרה לוי (מכירות)", .width = 20},
		{.role = ROLE_TEXT, .text = "101", .width = 4, .right = true},
		{.role = ROLE_TEXT, .text = "", .width = -1},
	};

	term_spans(f->term, 0, 0, 40, ROLE_TEXT, row, 3);
	term_text(f->term, 1, 0, 20, ROLE_TEXT, "ليلى حداد 12");
	term_text(f->term, 2, 0, 8, ROLE_TEXT, "שרה לוי כהן");
	term_text(f->term, 3, 0, 30, ROLE_TEXT, "call שרה לוי 101 now");
	term_text(f->term, 4, 0, 20, ROLE_TEXT, "שָׂרָה");
	term_cursor(f->term, 5, 0);
}

/* As it is read: the first letter at the right, digits as they are, brackets turned, what was cut
 * off at the left; nothing beside it moves. */
static void right_to_left__names__are_in_reading_order_in_their_columns(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 6, 40, "xterm-256color");
	fixture_draw(&f, draw_right_to_left);
	assert_string_equal(screen_row(f.screen, 0), "(תוריכמ) יול הרש     101");
	assert_string_equal(screen_row(f.screen, 1), "12 دادح ىليل");
	assert_string_equal(screen_row(f.screen, 2), "…יול הרש");
	assert_string_equal(screen_row(f.screen, 3), "call 101 יול הרש now");
	screen_expect(f.screen, "right-to-left");
	fixture_finish(&f);
}

static void draw_right_to_left_in_sentences(struct fixture *f)
{
	const struct term_span name = {.text = "שרה Ltd", .width = 20},
			       said = {.text = "שרה Ltd: busy", .width = 20, .sentence = true};

	term_spans(f->term, 0, 0, 40, ROLE_TEXT, &name, 1);
	term_spans(f->term, 1, 0, 40, ROLE_TEXT, &said, 1);
	term_text(f->term, 2, 0, 10, ROLE_TEXT, "call שרה לוי");
	term_text(f->term, 3, 0, 40, ROLE_TEXT, "Title       שרה (B2B)   142");
	term_text(f->term, 4, 0, 40, ROLE_TEXT, "            שרה ");
	term_text(f->term, 5, 0, 40, ROLE_TEXT, "#שרה #vip");
	term_cursor(f->term, 5, 0);
}

static void right_to_left__begins_a_sentence__is_read_from_the_left(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 6, 40, "xterm-256color");
	fixture_draw(&f, draw_right_to_left_in_sentences);
	assert_string_equal(screen_row(f.screen, 0), "Ltd הרש");
	assert_string_equal(screen_row(f.screen, 1), "הרש Ltd: busy");
	assert_string_equal(screen_row(f.screen, 2), "call … הרש");
	assert_string_equal(screen_row(f.screen, 3), "Title       (B2B) הרש   142");
	assert_string_equal(screen_row(f.screen, 4), "            הרש");
	assert_string_equal(screen_row(f.screen, 5), "#הרש #vip");
	fixture_finish(&f);
}

static void draw_box(struct fixture *f)
{
	term_box(f->term, (struct rect){0, 0, 3, 12}, ROLE_BORDER);
	term_text(f->term, 1, 1, 1, ROLE_BUSY, term_mark(TERM_MARK_BUSY));
	term_text(f->term, 1, 3, 6, ROLE_TEXT, "too long");
	term_cursor(f->term, 1, 3);
}

static void draw_full(struct fixture *f)
{
	for (int y = 0; y < 6; y++)
		term_text(f->term, y, 0, 80, ROLE_TEXT,
			  "0123456789 界 the last column has a letter of its own: "
			  "0123456789 0123456789 012Z");
	term_cursor(f->term, 0, 0);
}

static void draw_box_but_one(struct fixture *f)
{
	term_box(f->term, (struct rect){0, 0, 6, 79}, ROLE_BORDER);
	term_cursor(f->term, 0, 0);
}

static void expect_last_column(struct fixture *f)
{
	char *picture = term_picture(f->term), *line = picture;

	for (int y = 0; y < 6; y++) {
		size_t len = strcspn(line, "\n");
		char *next = line + len + (line[len] == '\n');

		for (line[len] = '\0'; len && line[len - 1] == ' ';)
			line[--len] = '\0';
		assert_string_equal(screen_row(f->screen, y), line);
		line = next;
	}
	free(picture);
}

static void box__ending_in_the_last_column_but_one__leaves_nothing_of_before(void **state)
{
	static const char *const types[] = {"vt100", "vt220", "linux", "screen", "xterm-256color"};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		struct fixture f;

		fixture_start(&f, 24, 80, types[i]);
		for (int turn = 0; turn < 2; turn++) {
			fixture_draw(&f, draw_full);
			expect_last_column(&f);
			fixture_draw(&f, draw_box_but_one);
			expect_last_column(&f);
		}
		fixture_finish(&f);
	}
}

static void marks__without_utf8__are_ascii(void **state)
{
	struct fixture f;

	(void)state;
	setenv("LC_ALL", "C", 1);
	text_init();
	fixture_start(&f, 3, 12, "vt100");
	fixture_draw(&f, draw_box);
	for (int mark = 0; mark < TERM_MARK_COUNT; mark++) {
		const char *text = term_mark((enum term_mark)mark);

		assert_true(text[0] > ' ' && text[0] < 127 && !text[1]);
	}
	screen_expect(f.screen, "ascii");
	fixture_finish(&f);
	setenv("LC_ALL", "C.UTF-8", 1);
	text_init();
	assert_string_equal(term_mark(TERM_MARK_BUSY), "●");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
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
		cmocka_unit_test(right_to_left__names__are_in_reading_order_in_their_columns),
		cmocka_unit_test(right_to_left__begins_a_sentence__is_read_from_the_left),
		cmocka_unit_test(box__ending_in_the_last_column_but_one__leaves_nothing_of_before),
		cmocka_unit_test(marks__without_utf8__are_ascii),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	unsetenv("ESCDELAY");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
