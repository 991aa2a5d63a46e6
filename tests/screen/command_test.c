/* The command line: names, arguments, completion, history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/front.h"

static void answer(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
}

static void command(struct front *f, const char *text)
{
	screen_type(f->screen, ":");
	screen_type(f->screen, text);
	screen_keys(f->screen, "Enter");
}

static void completion_of_people__80x24__shows_candidates_with_their_numbers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":call a");
	screen_keys(f->screen, "Tab Tab");
	screen_expect(f->screen, "command-80x24");
}

static void completion_of_people__120x36__shows_candidates_with_their_numbers(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_type(f->screen, ":call a");
	screen_keys(f->screen, "Tab Tab");
	screen_expect(f->screen, "command-120x36");
}

static void completion__40x10__is_seen_too(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_type(f->screen, ":call ag");
	screen_keys(f->screen, "Tab");
	screen_expect(f->screen, "command-40x10");
}

static void tab__on_names_of_actions__cycles_and_comes_back_to_what_was_typed(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":h");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, ": hold");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, ": hangup");
	screen_keys(f->screen, "BackTab BackTab");
	screen_expect_no_text(f->screen, ": hold");
	screen_expect_text(f->screen, ": h");
}

static void call__with_a_number__dials_exactly_this(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "call 104");
	front_wait(f, "dialling    ");
	screen_expect_text(f->screen, "104");
}

static void call__with_a_completed_name__calls_the_person(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":call agn");
	screen_keys(f->screen, "Tab Enter");
	front_wait(f, "Calling Agnes Müller");
}

static void call__with_letters_of_several__does_nothing_and_says_why(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "call a");
	screen_expect_text(f->screen, "Tab shows all, nothing was done");
	screen_expect_text(f->screen, "No calls");
}

static void transfer__with_a_name__goes_there_whatever_is_selected(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	command(f, "transfer agnes müller");
	front_wait(f, "Transfer Jane Caller to Agnes Müller");
}

static void transfer__without_a_call__is_refused_with_the_reason(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "transfer agnes müller");
	screen_expect_text(f->screen, "transfer: you have no call");
}

static void presence__with_words__answers_its_own_question(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "presence away lunch");
	front_wait(f, "You are away");
}

static void unknown_word__is_refused_and_named(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "frobnicate 3");
	screen_expect_text(f->screen, "\"frobnicate 3\" is no action");
}

static void up__after_commands__brings_them_back_and_down_the_typed(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	command(f, "frobnicate 3");
	command(f, "log");
	screen_type(f->screen, ":pre");
	screen_keys(f->screen, "Up Up");
	screen_expect_text(f->screen, ": frobnicate 3");
	screen_keys(f->screen, "Down Down");
	screen_expect_text(f->screen, ": pre");
}

static void tags__tab__offers_tags_in_use(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-t");
	screen_type(f->screen, " key");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, "Tags: support french keyholder");
}

static void a_prompt__esc__closes_it_and_does_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, ":call 104");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "call 104");
	screen_expect_text(f->screen, "No calls");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(completion_of_people__80x24__shows_candidates_with_their_numbers),
		TEST(completion_of_people__120x36__shows_candidates_with_their_numbers),
		TEST(completion__40x10__is_seen_too),
		TEST(tab__on_names_of_actions__cycles_and_comes_back_to_what_was_typed),
		TEST(call__with_a_number__dials_exactly_this),
		TEST(call__with_a_completed_name__calls_the_person),
		TEST(call__with_letters_of_several__does_nothing_and_says_why),
		TEST(transfer__with_a_name__goes_there_whatever_is_selected),
		TEST(transfer__without_a_call__is_refused_with_the_reason),
		TEST(presence__with_words__answers_its_own_question),
		TEST(unknown_word__is_refused_and_named),
		TEST(up__after_commands__brings_them_back_and_down_the_typed),
		TEST(tags__tab__offers_tags_in_use),
		TEST(a_prompt__esc__closes_it_and_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
