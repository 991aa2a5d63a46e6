/* What concerns the terminal around the console: mouse, pastes, clipboard, notifications, sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/front.h"
#include "ui/console.h"

static void mouse(struct console_options *options)
{
	options->term.mouse = true;
}

static void osc777(struct console_options *options)
{
	options->notice = TERM_NOTICE_OSC777;
}

static struct front *opened(void **state, void (*tune)(struct console_options *options))
{
	front_open_with(*state, 24, 80, "xterm-256color", tune);
	return *state;
}

/* Pressed and let go; rows and columns from 0. */
static void click(struct front *f, int button, int y, int x)
{
	char bytes[64];
	int len = snprintf(bytes, sizeof bytes, "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, x + 1,
			   y + 1, button, x + 1, y + 1);

	screen_bytes(f->screen, bytes, (size_t)len);
}

static int row_of(struct front *f, const char *text)
{
	for (int y = 4; y < 22; y++)
		if (strstr(screen_row(f->screen, y), text))
			return y;
	fail_msg("%s is on no row", text);
	return 0;
}

/* ---- Mouse ---- */

static void mouse__not_asked_for__is_left_to_the_terminal(void **state)
{
	struct front *f = opened(state, NULL);

	screen_keys(f->screen, "Ctrl-L");
	assert_false(screen_wrote(f->screen, "\033[?1000h"));
	click(f, 0, row_of(f, "Dilys Wood"), 5);
	screen_expect_no_text(f->screen, "call Dilys Wood");
}

static void mouse__click__chooses_the_row(void **state)
{
	struct front *f = opened(state, mouse);

	click(f, 0, row_of(f, "Dilys Wood"), 5);
	screen_expect_text(f->screen, "call Dilys Wood");
	screen_expect_no_text(f->screen, "Department");
	/* Another pane takes the focus with it. */
	click(f, 0, row_of(f, "Al Wu"), 60);
	screen_expect_text(f->screen, "call Al Wu");
}

static void mouse__second_click_soon__opens_the_details_and_calls_nobody(void **state)
{
	struct front *f = opened(state, mouse);
	int y = row_of(f, "Dilys Wood");

	click(f, 0, y, 5);
	screen_pass(f->screen, 1000);
	click(f, 0, y, 5);
	screen_expect_no_text(f->screen, "Department");
	click(f, 0, y, 5);
	screen_expect_text(f->screen, "Department");
	screen_expect_text(f->screen, "No calls");
}

static void mouse__wheel__moves_in_the_list_under_it(void **state)
{
	struct front *f = opened(state, mouse);

	click(f, 65, row_of(f, "Dilys Wood"), 5);
	screen_expect_text(f->screen, "call Åsa Andersson");
	click(f, 64, row_of(f, "Dilys Wood"), 5);
	screen_expect_text(f->screen, "call Adaeze Chukwu");
}

static void mouse__label_of_the_strip__does_what_it_says(void **state)
{
	struct front *f = opened(state, mouse);
	const char *row = screen_row(f->screen, 22), *label = strstr(row, "Tab next pane");

	assert_non_null(label);
	click(f, 0, 22, (int)(label - row) + 5);
	screen_keys(f->screen, "Down");
	screen_expect_text(f->screen, "call Agnes Müller");
}

/* ---- Pastes ---- */

static void paste__with_newlines__confirms_nothing_anywhere(void **state)
{
	static const struct {
		const char *open, *shows;
	} places[] = {
		{"", "> "},
		{":", ": "},
		{", m", "Take a message"},
		{", k", "Note on"},
		{", t", "Tags:"},
		{", P", "Presence of"},
		{", Space", "Close"},
		{", s", "Conversation"},
	};
	struct front *f = opened(state, NULL);

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		screen_keys(f->screen, "Down");
		if (*places[i].open)
			screen_keys(f->screen, places[i].open);
		front_pass(f, 500);
		screen_paste(f->screen, "quit\r\n101\n\033\r");
		front_pass(f, 500);
		assert_false(f->quit);
		for (int k = 0; k < 3; k++)
			screen_keys(f->screen, "Esc");
		front_pass(f, 500);
		screen_expect_text(f->screen, "Type a name");
		screen_expect_text(f->screen, "No calls");
	}
}

/* ---- Clipboard ---- */

static void copy__selected_number__goes_out_by_osc_52(void **state)
{
	struct front *f = opened(state, NULL);

	unsetenv("TMUX");
	screen_keys(f->screen, "Down");
	screen_written(f->screen);
	screen_keys(f->screen, "Alt-y");
	/* "105" */
	assert_true(screen_wrote(f->screen, "\033]52;c;MTA1\a"));
	screen_expect_text(f->screen, "105 is in the clipboard, if the terminal allows it");
}

static void copy__in_tmux__is_wrapped_as_well(void **state)
{
	struct front *f = opened(state, NULL);

	setenv("TMUX", "/tmp/tmux,1,0", 1);
	screen_keys(f->screen, "Down");
	screen_written(f->screen);
	screen_keys(f->screen, ", Y");
	unsetenv("TMUX");
	assert_true(screen_wrote(f->screen, "\033]52;c;MTA1\a"
					    "\033Ptmux;\033\033]52;c;MTA1\a\033\\"));
}

/* ---- Notifications ---- */

static void notification__call_rings__is_sent_once_where_asked_for(void **state)
{
	struct front *f = opened(state, osc777);

	screen_written(f->screen);
	front_office(f, "ring SIP/reception from 02079460958 \"Jane; Caller\"");
	front_wait(f, "Jane; Caller");
	assert_true(screen_wrote(f->screen,
				 "\033]777;notify;Incoming call;Jane, Caller 02079460958\a"));
	screen_written(f->screen);
	front_pass(f, 2000);
	assert_false(screen_wrote(f->screen, "\033]777"));
}

static void notification__not_asked_for__is_not_sent(void **state)
{
	struct front *f = opened(state, NULL);

	screen_written(f->screen);
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "Jane Caller");
	assert_false(screen_wrote(f->screen, "\033]"));
}

static void notification__hostile_text__cannot_leave_its_sequence(void **state)
{
	static const struct {
		enum term_notice how;
		const char *sent;
	} ways[] = {
		{TERM_NOTICE_OSC9, "\033]9;Call: a]0,xb\a"},
		{TERM_NOTICE_OSC777, "\033]777;notify;Call;a]0,xb\a"},
		{TERM_NOTICE_KITTY, "p=body;YV0wLHhi\033\\"},
	};
	struct front *f = opened(state, NULL);

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		screen_written(f->screen);
		term_notify(console_term(f->console), ways[i].how, "Call",
			    "a\033]0;x\a\xc2\x9c\177\nb");
		screen_run(f->screen);
		assert_true(screen_wrote(f->screen, ways[i].sent));
	}
}

/* ---- Sizes ---- */

/* After each size the terminal shows what was drawn, and nothing of before. */
static void expect_as_drawn(struct front *f, int rows)
{
	char *picture = term_picture(console_term(f->console)), *line = picture, *next;

	for (int y = 0; y < rows; y++, line = next) {
		size_t len = strcspn(line, "\n");

		next = line + len + (line[len] == '\n');
		line[len] = '\0';
		for (len = strlen(line); len && line[len - 1] == ' ';)
			line[--len] = '\0';
		assert_string_equal(screen_row(f->screen, y), line);
	}
	free(picture);
}

static void sizes__from_40x10_to_400x120__are_filled_and_lose_nothing(void **state)
{
	static const int sizes[][2] = {{10, 40},   {11, 41},  {12, 57},  {16, 69},
				       {17, 70},   {24, 80},  {25, 81},  {30, 100},
				       {36, 119},  {36, 120}, {50, 200}, {72, 255},
				       {120, 400}, {10, 400}, {120, 40}, {24, 80}};
	struct front *f = opened(state, NULL);

	screen_type(f->screen, "agn");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		screen_resize(f->screen, sizes[i][0], sizes[i][1]);
		screen_expect_text(f->screen, "> agn");
		screen_expect_text(f->screen, "Agnes");
		screen_expect_text(f->screen, "frontdesk");
		assert_non_null(strstr(screen_row(f->screen, sizes[i][0] - 1), "frontdesk"));
		expect_as_drawn(f, sizes[i][0]);
		screen_expect_quiet(f->screen);
	}
}

static void sizes__too_small__says_so_and_a_call_is_seen_and_answered(void **state)
{
	struct front *f = opened(state, NULL);

	screen_resize(f->screen, 4, 30);
	screen_expect_text(f->screen, "The window is too small");
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "Jane");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	screen_resize(f->screen, 24, 80);
	front_wait(f, "talking");
	screen_expect_text(f->screen, "Jane Caller");
	expect_as_drawn(f, 24);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mouse__not_asked_for__is_left_to_the_terminal),
		TEST(mouse__click__chooses_the_row),
		TEST(mouse__second_click_soon__opens_the_details_and_calls_nobody),
		TEST(mouse__wheel__moves_in_the_list_under_it),
		TEST(mouse__label_of_the_strip__does_what_it_says),
		TEST(paste__with_newlines__confirms_nothing_anywhere),
		TEST(copy__selected_number__goes_out_by_osc_52),
		TEST(copy__in_tmux__is_wrapped_as_well),
		TEST(notification__call_rings__is_sent_once_where_asked_for),
		TEST(notification__not_asked_for__is_not_sent),
		TEST(notification__hostile_text__cannot_leave_its_sequence),
		TEST(sizes__from_40x10_to_400x120__are_filled_and_lose_nothing),
		TEST(sizes__too_small__says_so_and_a_call_is_seen_and_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
