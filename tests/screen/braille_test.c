/* The layout for a Braille display: every row is read by itself, from its first cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "support/calling.h"

enum { RUN = 8 };

static void braille(struct console_options *options)
{
	options->braille = true;
	options->timers = DESK_TIMERS_OFF;
}

/* The kernel's console: there brltty reads. */
static struct front *opened(void **state, int rows, int cols)
{
	front_open_with(*state, rows, cols, "linux", braille);
	return *state;
}

static void jane(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "ringing Jane Caller");
	front_pass(f, 500);
}

/* No borders, no marks, and within a row no blanks that make a line of cells empty. */
static void expect_words(struct front *f, int rows)
{
	static const char *const marks[] = {"─", "│", "┌", "┐", "└", "┘", "○", "●", "◆", "◈",
					    "◫", "▣", "×", "≈", "▲", "△", "⊘", "▽", "↪", "⊖",
					    "✉", "↯", "▶", "✓", "▴", "✗", "·", "→", "←"};
	char blanks[RUN + 1];

	memset(blanks, ' ', RUN);
	blanks[RUN] = '\0';
	for (int y = 0; y < rows; y++) {
		const char *row = screen_row(f->screen, y);

		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (strstr(row, marks[i]))
				screen_expect_no_text(f->screen, marks[i]);
		if (strstr(row, blanks) || *row == ' ')
			screen_expect_no_text(f->screen, row);
	}
}

static void call__80x24__is_read_from_its_state_on(void **state)
{
	struct front *f = opened(state, 24, 80);

	jane(f);
	front_wait_gone(f, "Looking for earlier calls");
	screen_expect_text(f->screen, "ringing Jane Caller 02079460958");
	screen_expect_text(f->screen, "free online Agnes Müller 105");
	expect_words(f, 24);
	screen_expect(f->screen, "braille-80x24");
}

static void call__40x10__is_read_from_its_state_on(void **state)
{
	struct front *f = opened(state, 10, 40);

	jane(f);
	front_wait_gone(f, "Looking for earlier calls");
	expect_words(f, 10);
	screen_expect(f->screen, "braille-40x10");
}

static void each_popup__80x24__has_the_screen_to_itself(void **state)
{
	static const char *const opens[] = {"Down F11",  "Esc , Space", "Esc , O", "Esc , P",
					    "Esc Alt-t", "Esc Alt-h",   "Esc , C", "Esc F7",
					    "Esc , m",   "Esc Alt-m",   "Esc F1"};
	struct front *f = opened(state, 24, 80);

	for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
		screen_keys(f->screen, opens[i]);
		expect_words(f, 24);
	}
	screen_keys(f->screen, "Esc");
	screen_keys(f->screen, "F11");
	screen_expect_text(f->screen, "Phone, free");
	screen_expect(f->screen, "braille-details-80x24");
}

/* Each state of a telephone and a person has its own word, whatever the colours. */
static void states__without_colours__each_row_says_another(void **state)
{
	static const struct {
		const char *event, *says;
	} states[] = {
		{"presence 6 online", "free online Agnes"},
		{"presence 6 away lunch", "free away Agnes"},
		{"presence 6 dnd", "free do not disturb Agnes"},
		{"ring SIP/agnes from 02079460301 Ravi", "ringing do not disturb Agnes"},
		{"answer SIP/agnes", "busy do not disturb Agnes"},
		{"hangup SIP/agnes", "free do not disturb Agnes"},
	};
	struct front *f = *state;

	setenv("NO_COLOR", "1", 1);
	opened(state, 24, 80);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		front_office(f, "%s", states[i].event);
		front_wait(f, states[i].says);
	}
	unsetenv("NO_COLOR");
}

/* The same on the usual screen: the marks differ, and no colour is needed to tell them apart. */
static void states__monochrome_screen__each_has_another_mark(void **state)
{
	static const struct {
		const char *event, *says;
	} states[] = {
		{"presence 6 online", "○ ▲   Agnes"},
		{"presence 6 away lunch", "○ △   Agnes"},
		{"presence 6 dnd", "○ ⊘   Agnes"},
		{"ring SIP/agnes from 02079460301 Ravi", "◆ ⊘   Agnes"},
		{"answer SIP/agnes", "● ⊘   Agnes"},
		{"forward SIP/agnes 100", "● ⊘ ↪ Agnes"},
	};
	struct front *f = *state;

	setenv("NO_COLOR", "1", 1);
	front_open(f, 24, 80, "xterm-256color");
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		front_office(f, "%s", states[i].event);
		front_wait(f, states[i].says);
		assert_null(strstr(screen_look(f->screen, states[i].says), "fg"));
	}
	unsetenv("NO_COLOR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(call__80x24__is_read_from_its_state_on),
		CALLING_TEST(call__40x10__is_read_from_its_state_on),
		CALLING_TEST(each_popup__80x24__has_the_screen_to_itself),
		CALLING_TEST(states__without_colours__each_row_says_another),
		CALLING_TEST(states__monochrome_screen__each_has_another_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
