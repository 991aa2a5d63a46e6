/* Line mode, as transcripts: what is typed, and what is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "inside.h"
#include "screen/plain_fixture.h"

static void search__answered_with_numbers__a_number_chooses_and_a_word_acts(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "find agnes");
	plain_enter(f, "1");
	plain_enter(f, "find sales");
	plain_enter(f, "more");
	plain_enter(f, "call 2");
	plain_wait(f, ": calling");
	plain_enter(f, "hangup");
	plain_wait(f, "Done: Hang up");
	plain_expect(f, "plain-search");
}

static void caller__rings_and_is_answered_and_put_through__each_step_is_one_sentence(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_jane(f);
	plain_enter(f, "");
	plain_wait(f, "Jane Caller: talking");
	plain_enter(f, "status");
	plain_enter(f, "hold");
	plain_wait(f, "Jane Caller: on hold");
	plain_enter(f, "hold");
	plain_wait(f, "Done: Take back");
	plain_enter(f, "find okafor");
	plain_enter(f, "transfer 1");
	plain_wait(f, "Done: Transfer Jane Caller to Tom Okafor");
	plain_expect(f, "plain-call");
}

static void several_events_at_once__most_urgent__is_said_first(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	messages_news(f->console->messages, MESSAGE_INFO, "Somebody wrote");
	messages_news(f->console->messages, MESSAGE_DONE, "Something is done");
	messages_news(f->console->messages, MESSAGE_WARN, "Somebody is back");
	messages_news(f->console->messages, MESSAGE_CALL, "Somebody rings");
	messages_add(f->console->messages, MESSAGE_REFUSED, "That cannot be");
	console_dirty(f->console);
	assert_string_equal(plain_said(f), "Somebody rings\n"
					   "Refused: That cannot be\n"
					   "Warning: Somebody is back\n"
					   "Done: Something is done\n"
					   "Somebody wrote\n"
					   "> ");
}

static void half_typed_line__something_happens__is_said_when_the_line_is_over(void **state)
{
	struct front *f = plain_open(state);

	screen_type(f->screen, "find agn");
	plain_said(f);
	messages_news(f->console->messages, MESSAGE_INFO, "Somebody wrote");
	console_dirty(f->console);
	assert_string_equal(plain_said(f), "");
	screen_keys(f->screen, "Ctrl-U");
	assert_non_null(strstr(plain_said(f), "Somebody wrote\n> "));
}

static void
half_typed_line__a_call_rings__it_is_said_at_once_and_the_line_is_there_again(void **state)
{
	struct front *f = plain_open(state);

	screen_type(f->screen, "find agn");
	plain_said(f);
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	plain_wait(f, "answer Jane Caller");
	const char *said = plain_said(f);
	assert_true(strncmp(said, "\nJane Caller, ringing", 20) == 0);
	assert_string_equal(said + strlen(said) - strlen("> find agn"), "> find agn");
	plain_enter(f, "es");
	assert_non_null(strstr(plain_said(f), "Agnes Müller"));
}

static void quiet__somebody_writes_and_a_call_rings__only_the_call_is_said(void **state)
{
	struct front *f = plain_open(state);

	plain_enter(f, "quiet");
	plain_said(f);
	messages_news(f->console->messages, MESSAGE_INFO, "Somebody wrote");
	console_dirty(f->console);
	assert_string_equal(plain_said(f), "");
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	plain_wait(f, "Jane Caller, ringing");
	plain_said(f);
	plain_enter(f, "loud");
	assert_non_null(strstr(plain_said(f), "1 not said meanwhile: messages tells."));
	plain_enter(f, "messages");
	assert_non_null(strstr(plain_said(f), "Somebody wrote"));
}

static void message__taken_field_by_field__goes_to_whom_it_is_for(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "take-message");
	plain_enter(f, "agnes");
	plain_enter(f, "Mr Smith");
	plain_enter(f, "020 7946 0958");
	plain_enter(f, "1");
	plain_enter(f, "<");
	plain_enter(f, "");
	plain_enter(f, "please call back");
	plain_wait(f, "sent by chat");
	plain_until(f, PBX_TAKEN, 1);
	plain_enter(f, "taken");
	plain_expect(f, "plain-message");
}

static void question__left_with_a_dot__nothing_is_done(void **state)
{
	struct front *f = plain_open(state);

	plain_enter(f, "find agnes");
	plain_said(f);
	plain_enter(f, "tags");
	plain_enter(f, ".");
	plain_enter(f, "tags");
	plain_enter(f, "");
	plain_expect(f, "plain-question");
}

static void chat__lines_are_messages__and_a_colon_begins_a_command(void **state)
{
	struct front *f = plain_open(state);

	plain_enter(f, "find faure");
	plain_enter(f, "chat");
	plain_wait(f, "Message");
	plain_enter(f, "good morning");
	plain_wait(f, "you: good morning");
	front_office(f, "message 17 1 \"to you too\"");
	plain_wait(f, "Benoît Faure: to you too");
	plain_enter(f, ":status");
	plain_wait(f, "Reception");
	plain_enter(f, ".");
	plain_said(f);
	plain_enter(f, "find okafor");
	assert_non_null(strstr(plain_said(f), "Tom Okafor"));
}

static void danger__last_at_the_desk__is_asked_as_on_the_screen(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "operator");
	plain_enter(f, "1");
	plain_wait(f, "Done: You are at the desk");
	plain_until(f, PBX_OPERATOR, 1);
	plain_enter(f, "operator");
	plain_enter(f, "2");
	plain_wait(f, "You are the last at the desk");
	plain_enter(f, "");
	plain_enter(f, "3");
	plain_expect(f, "plain-danger");
}

static void call__appears_in_the_moment_of_enter__is_not_answered(void **state)
{
	struct front *f = plain_open(state);

	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	plain_wait(f, "Enter: answer Jane Caller");
	plain_said(f);
	screen_keys(f->screen, "Enter");
	assert_non_null(strstr(plain_said(f), "This appeared just now"));
}

static void unknown_word__is_searched__and_a_number_that_is_not_listed_is_not_dialled(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "okafor");
	plain_enter(f, "7");
	plain_enter(f, "zzzz");
	plain_expect(f, "plain-unknown");
}

static void function_key__pressed_in_line_mode__does_what_it_does_on_the_screen(void **state)
{
	struct front *f = plain_open(state);

	plain_jane_answered(f);
	plain_said(f);
	screen_keys(f->screen, "F4");
	plain_wait(f, "Jane Caller: on hold");
	plain_enter(f, "key F4");
	plain_wait(f, "Done: Take back");
}

static void tab__completes_actions_and_names(void **state)
{
	struct front *f = plain_open(state);

	screen_type(f->screen, "take-b");
	screen_keys(f->screen, "Tab");
	assert_non_null(strstr(plain_said(f), "> take-back"));
	screen_keys(f->screen, "Ctrl-U");
	screen_type(f->screen, "call okaf");
	screen_keys(f->screen, "Tab");
	assert_non_null(strstr(plain_said(f), "call Tom Okafor"));
	screen_keys(f->screen, "Ctrl-U Up");
}

static void ctrl_c__with_something_typed__takes_it_back_and_then_ends(void **state)
{
	struct front *f = plain_open(state);

	screen_type(f->screen, "hangup");
	screen_keys(f->screen, "Ctrl-C");
	assert_false(f->quit);
	screen_keys(f->screen, "Ctrl-C");
	assert_true(f->quit);
}

static void link__lost_and_back__is_said(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	front_kill_pabx(f);
	plain_wait(f, "link lost");
	plain_enter(f, "find okafor");
	assert_non_null(strstr(plain_said(f), "Tom Okafor, stale"));
	plain_enter(f, "call 1");
	plain_wait(f, "the link is down, nothing was done");
}

static void time__passes_alone__nothing_is_written(void **state)
{
	struct front *f = plain_open(state);

	plain_jane_answered(f);
	plain_said(f);
	size_t before = screen_written(f->screen);
	(void)before;
	screen_pass(f->screen, 120000);
	assert_int_equal(screen_written(f->screen), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAIN_TEST(search__answered_with_numbers__a_number_chooses_and_a_word_acts),
		PLAIN_TEST(
			caller__rings_and_is_answered_and_put_through__each_step_is_one_sentence),
		PLAIN_TEST(several_events_at_once__most_urgent__is_said_first),
		PLAIN_TEST(half_typed_line__something_happens__is_said_when_the_line_is_over),
		PLAIN_TEST(
			half_typed_line__a_call_rings__it_is_said_at_once_and_the_line_is_there_again),
		PLAIN_TEST(quiet__somebody_writes_and_a_call_rings__only_the_call_is_said),
		PLAIN_TEST(message__taken_field_by_field__goes_to_whom_it_is_for),
		PLAIN_TEST(question__left_with_a_dot__nothing_is_done),
		PLAIN_TEST(chat__lines_are_messages__and_a_colon_begins_a_command),
		PLAIN_TEST(danger__last_at_the_desk__is_asked_as_on_the_screen),
		PLAIN_TEST(call__appears_in_the_moment_of_enter__is_not_answered),
		PLAIN_TEST(
			unknown_word__is_searched__and_a_number_that_is_not_listed_is_not_dialled),
		PLAIN_TEST(function_key__pressed_in_line_mode__does_what_it_does_on_the_screen),
		PLAIN_TEST(tab__completes_actions_and_names),
		PLAIN_TEST(ctrl_c__with_something_typed__takes_it_back_and_then_ends),
		PLAIN_TEST(link__lost_and_back__is_said),
		PLAIN_TEST(time__passes_alone__nothing_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
