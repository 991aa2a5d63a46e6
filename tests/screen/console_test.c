/* The console at work: real PABX, real sockets, stepped time, whole screens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/front.h"

static const char caller[] = "ring SIP/reception from 02079460958 \"Jane Caller\"";

static void ring(struct front *f)
{
	front_office(f, "%s", caller);
	front_wait(f, "ringing     Jane Caller");
	front_pass(f, 500);
}

static void answer(struct front *f)
{
	ring(f);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
}

/* ---- Whole screens ---- */

static void quiet_office__80x24__calls_and_two_panes(void **state)
{
	screen_expect(front_opened(state, 24, 80)->screen, "console-quiet-80x24");
}

static void quiet_office__120x36__three_panes(void **state)
{
	screen_expect(front_opened(state, 36, 120)->screen, "console-quiet-120x36");
}

static void quiet_office__40x10__one_pane(void **state)
{
	screen_expect(front_opened(state, 10, 40)->screen, "console-quiet-40x10");
}

static void caller_rings__80x24__is_shown_with_what_enter_does(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	screen_expect(f->screen, "console-ringing-80x24");
}

static void caller_rings__120x36__is_shown_with_what_enter_does(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	ring(f);
	screen_expect(f->screen, "console-ringing-120x36");
}

static void caller_rings__40x10__is_never_hidden(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	ring(f);
	screen_expect(f->screen, "console-ringing-40x10");
}

static void search_during_a_call__80x24__names_both_legs(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_type(f->screen, "mül");
	screen_expect(f->screen, "console-search-80x24");
}

static void monochrome_terminal__vt100__tells_states_without_colour(void **state)
{
	struct front *f = *state;

	front_open(f, 24, 80, "vt100");
	ring(f);
	screen_expect(f->screen, "console-ringing-vt100");
}

static void link_lost__80x24__everything_is_old_and_nothing_idle(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "grá");
	front_kill_pabx(f);
	front_wait(f, "link lost");
	screen_expect_text(f->screen, "grá");
	screen_expect_no_text(f->screen, "○");
	screen_expect_no_text(f->screen, "●");
	screen_expect_text(f->screen, "≈ ≈   Gráinne MacLeod");
}

/* ---- Enter ---- */

static void ringing__enter__answers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	screen_expect_text(f->screen, "Enter answer Jane Caller");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	screen_expect_text(f->screen, "Answer Jane Caller");
}

static void ringing_less_than_300_ms__enter__does_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_office(f, "%s", caller);
	front_wait(f, "ringing     Jane Caller");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "appeared just now");
	screen_expect_text(f->screen, "ringing     Jane Caller");
}

static void three_letters__enter__calls_the_person(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_office(f, "people on");
	screen_type(f->screen, "wax");
	screen_keys(f->screen, "Backspace");
	screen_type(f->screen, "l");
	screen_expect_text(f->screen, "Enter call Łukasz Wałęga 111");
	screen_keys(f->screen, "Enter");
	front_wait(f, "dialling    Łukasz Wałęga");
	front_pass(f, 6000);
	front_wait(f, "talking     Łukasz Wałęga");
}

static void digits__enter__dials_exactly_these(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "105");
	screen_expect_text(f->screen, "Enter call 105");
	screen_keys(f->screen, "Enter");
	front_wait(f, "dialling    Agnes Müller");
}

static void talking__type_and_enter__transfers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_type(f->screen, "müller");
	screen_expect_text(f->screen, "Enter transfer Jane Caller to Agnes Müller 105");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Transfer Jane Caller to Agnes Müller");
	front_wait_gone(f, "talking     Jane Caller");
}

static void answered__second_enter__never_transfers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	screen_keys(f->screen, "Enter Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Type a name or number");
	screen_expect_text(f->screen, "talking     Jane Caller");
}

static void nothing_ringing__enter_without_a_choice__does_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Type a name or number");
	screen_expect_text(f->screen, "No calls");
}

static void caller_hung_up__enter__does_not_hit_another(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	front_office(f, "hangup SIP/reception");
	screen_keys(f->screen, "Enter");
	screen_expect_no_text(f->screen, "talking");
}

static void pasted_newline__confirms_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_paste(f->screen, "105\n");
	front_pass(f, 500);
	screen_expect_text(f->screen, "Enter call 105");
	screen_expect_text(f->screen, "No calls");
}

/* ---- Calls ---- */

static void talking__f4__holds_and_takes_back(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_keys(f->screen, "F4");
	front_wait(f, "on hold     Jane Caller");
	screen_keys(f->screen, "F4");
	front_wait(f, "talking     Jane Caller");
}

static void talking__f8__hangs_up(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_keys(f->screen, "F8");
	front_wait(f, "No calls");
}

static void second_caller__enter__holds_the_first(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	front_office(f, "ring SIP/reception from 02079460111 \"Second Caller\"");
	front_wait(f, "ringing     Second Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Second Caller");
	front_wait(f, "on hold     Jane Caller");
}

static void waiting_call__ages__with_a_sign_and_one_bell_each(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	assert_int_equal(screen_bells(f->screen), 1);
	front_pass(f, 5000);
	screen_expect_text(f->screen, "ringing  !  Jane Caller");
	assert_int_equal(screen_bells(f->screen), 2);
	front_pass(f, 5000);
	screen_expect_text(f->screen, "ringing  !! Jane Caller");
	assert_int_equal(screen_bells(f->screen), 3);
}

static void leader__comma_x__hangs_up_without_function_keys(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_keys(f->screen, ", x");
	front_wait(f, "No calls");
}

/* ---- Panes ---- */

static void somebody_talks__the_blf_changes_and_the_cursor_stays(void **state)
{
	struct front *f = front_opened(state, 24, 80);
	int y, x, y2, x2;

	screen_keys(f->screen, "Down Down");
	assert_true(screen_cursor(f->screen, &y, &x));
	screen_written(f->screen);
	front_office(f, "dial SIP/bfaure 105");
	front_wait(f, "● △   Benoît Faure");
	front_pass(f, 2000);
	front_wait(f, "◆ ▲   Agnes Müller");
	assert_true(screen_cursor(f->screen, &y2, &x2));
	assert_int_equal(y, y2);
	assert_int_equal(x, x2);
}

static void esc__goes_back_one_step_at_a_time(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "Tab");
	screen_type(f->screen, "agnes");
	screen_keys(f->screen, "F11");
	screen_expect_text(f->screen, "Department");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "Department");
	screen_expect_text(f->screen, "> agnes");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "agnes");
}

static void command_line__name_of_an_action__runs_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":");
	screen_type(f->screen, "mess");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "What happened");
}

static void leading_space__types_command_characters(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, " ?");
	screen_expect_no_text(f->screen, "Help");
}

static void every_size__from_40x10_to_200x60__keeps_the_ringing_call(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	for (int rows = 10; rows <= 60; rows += 5)
		for (int cols = 40; cols <= 200; cols += 16) {
			screen_resize(f->screen, rows, cols);
			screen_expect_text(f->screen, "Jane Caller");
		}
	screen_resize(f->screen, 3, 10);
	screen_resize(f->screen, 24, 80);
	screen_expect_text(f->screen, "ringing     Jane Caller");
}

static void message_comes__f7__opens_the_conversation_and_answers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_office(f, "message 17 1 \"Is my visitor here?\"");
	front_wait(f, "Benoît Faure: Is my visitor here?");
	front_wait(f, "✉ 1");
	screen_keys(f->screen, "F7");
	front_wait(f, "Benoît Faure, away");
	screen_type(f->screen, "Yes, in the lobby");
	screen_keys(f->screen, "Enter");
	front_wait(f, "09:00 you: Yes, in the lobby");
	front_wait_gone(f, "✉");
	front_wait_gone(f, "(sending)");
	screen_expect(f->screen, "console-chat-80x24");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "Is my visitor");
}

static void tags__alt_t__edits_them_for_everybody(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-t");
	screen_expect_text(f->screen, "Tags: support french");
	screen_type(f->screen, " #keyholder");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Tags of Benoît Faure");
	screen_keys(f->screen, "Esc");
	screen_type(f->screen, "#keyh");
	front_wait(f, "Benoît Faure");
}

static void details__of_a_person__have_the_initials_above(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "F11");
	front_wait(f, "( BF )");
	screen_expect_text(f->screen, "E-mail");
}

static void quit_key__asks_the_program_to_end(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "F10");
	assert_true(f->quit);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(quiet_office__80x24__calls_and_two_panes),
		TEST(quiet_office__120x36__three_panes),
		TEST(quiet_office__40x10__one_pane),
		TEST(caller_rings__80x24__is_shown_with_what_enter_does),
		TEST(caller_rings__120x36__is_shown_with_what_enter_does),
		TEST(caller_rings__40x10__is_never_hidden),
		TEST(search_during_a_call__80x24__names_both_legs),
		TEST(monochrome_terminal__vt100__tells_states_without_colour),
		TEST(link_lost__80x24__everything_is_old_and_nothing_idle),
		TEST(ringing__enter__answers),
		TEST(ringing_less_than_300_ms__enter__does_nothing),
		TEST(three_letters__enter__calls_the_person),
		TEST(digits__enter__dials_exactly_these),
		TEST(talking__type_and_enter__transfers),
		TEST(answered__second_enter__never_transfers),
		TEST(nothing_ringing__enter_without_a_choice__does_nothing),
		TEST(caller_hung_up__enter__does_not_hit_another),
		TEST(pasted_newline__confirms_nothing),
		TEST(talking__f4__holds_and_takes_back),
		TEST(talking__f8__hangs_up),
		TEST(second_caller__enter__holds_the_first),
		TEST(waiting_call__ages__with_a_sign_and_one_bell_each),
		TEST(leader__comma_x__hangs_up_without_function_keys),
		TEST(somebody_talks__the_blf_changes_and_the_cursor_stays),
		TEST(esc__goes_back_one_step_at_a_time),
		TEST(command_line__name_of_an_action__runs_it),
		TEST(leading_space__types_command_characters),
		TEST(every_size__from_40x10_to_200x60__keeps_the_ringing_call),
		TEST(message_comes__f7__opens_the_conversation_and_answers),
		TEST(tags__alt_t__edits_them_for_everybody),
		TEST(details__of_a_person__have_the_initials_above),
		TEST(quit_key__asks_the_program_to_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
