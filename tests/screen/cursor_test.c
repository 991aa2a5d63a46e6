/* The terminal's cursor is where the operator is, after every step, and nothing that happens by
 * itself moves it: a screen reader and a Braille display follow it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "console.h"
#include "support/calling.h"

static bool braille;

static void tune(struct console_options *options)
{
	options->braille = braille;
	options->timers = DESK_TIMERS_OFF;
}

/* Keys, and what the row says that the cursor is on then. */
static const struct step {
	const char *keys, *row;
} steps[] = {
	{"Down", "Agnes Müller"},
	{"Down", "Ana"},
	{"Up", "Agnes Müller"},
	{"End", "田中 陽子"},
	{"PgUp", ""},
	{"Home", "Adaeze Chukwu"},
	{"Tab", "Adaeze"}, /* the address book begins with nobody else */
	{"Tab", "Reception"},
	{"Tab", "Adaeze Chukwu"},
	{"o k a f o r", "> okafor"},
	{"Left Left", "> okafor"},
	{"Down", "Okafor"},
	{"F11", ""},
	{"Esc", "Okafor"},
	{"Esc", "Adaeze Chukwu"},
	{", Space", "do"},
	{"Down", ""},
	{"Esc", "Adaeze Chukwu"},
	{":", ":"},
	{"c a l l", "call"},
	{"Esc", "Adaeze Chukwu"},
	{"Down , m", "Message"},
	{"Esc", "Agnes Müller"},
	{"F7", ">"},
	{"h e y", "> hey"},
	{"Esc", "Agnes Müller"},
	{", C", "Agnes Müller"},
	{"Esc", "Agnes Müller"},
	{"Alt-t", "Tags:"},
	{"Esc", "Agnes Müller"},
	{"Alt-h", ""},
	{"Esc", "Agnes Müller"},
	{", O", "I am at the desk"},
	{"Down", "I am absent"},
	{"Esc", "Agnes Müller"},
	{", P", "Presence"},
	{"Tab", "Status"},
	{"Esc", "Agnes Müller"},
	{"F1", ""},
	{"Esc", "Agnes Müller"},
	{"Alt-m", ""},
	{"Esc", "Agnes Müller"},
};
enum { STEPS = sizeof steps / sizeof *steps };

/* What others do is painted, and the cursor stands where it stood. */
static void others_change(struct front *f, int i)
{
	int y, x, after_y, after_x;

	assert_true(screen_cursor(f->screen, &y, &x));
	front_office(f, "dnd SIP/bfaure %s", i % 2 ? "off" : "on");
	front_office(f, "presence 20 %s", i % 2 ? "away" : "online");
	assert_true(screen_cursor(f->screen, &after_y, &after_x));
	assert_int_equal(after_y, y);
	assert_int_equal(after_x, x);
}

static void walk(void **state, int rows, int cols)
{
	struct front *f = *state;

	front_open_with(f, rows, cols, "xterm-256color", tune);
	for (int i = 0; i < STEPS; i++) {
		int y, x;

		screen_keys(f->screen, steps[i].keys);
		if (!screen_cursor(f->screen, &y, &x))
			fail_msg("no cursor after %s", steps[i].keys);
		if (!strstr(screen_row(f->screen, y), steps[i].row))
			fail_msg("after %s (step %d) the cursor is on \"%s\", not on \"%s\"",
				 steps[i].keys, i, screen_row(f->screen, y), steps[i].row);
		others_change(f, i);
	}
}

static void each_step__80x24__cursor_is_on_the_focused_row(void **state)
{
	braille = false;
	walk(state, 24, 80);
}

static void each_step__braille_80x24__cursor_is_on_the_focused_row(void **state)
{
	braille = true;
	walk(state, 24, 80);
}

static void each_step__braille_40x10__cursor_is_on_the_focused_row(void **state)
{
	braille = true;
	walk(state, 10, 40);
}

static void call_rings__while_somebody_types__cursor_stays_in_the_line(void **state)
{
	struct front *f = *state;
	int y, x, after_y, after_x;

	braille = false;
	front_open_with(f, 24, 80, "xterm-256color", tune);
	calling_jane(f);
	screen_type(f->screen, "oka");
	assert_true(screen_cursor(f->screen, &y, &x));
	front_office(f, "ring SIP/agnes from 02079460301 \"Ravi\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "hold SIP/agnes");
	assert_true(screen_cursor(f->screen, &after_y, &after_x));
	assert_int_equal(after_x, x);
	assert_non_null(strstr(screen_row(f->screen, after_y), "> oka"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(each_step__80x24__cursor_is_on_the_focused_row),
		CALLING_TEST(each_step__braille_80x24__cursor_is_on_the_focused_row),
		CALLING_TEST(each_step__braille_40x10__cursor_is_on_the_focused_row),
		CALLING_TEST(call_rings__while_somebody_types__cursor_stays_in_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
