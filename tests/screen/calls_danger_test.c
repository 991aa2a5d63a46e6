/* Things change in the moment in which a key is pressed: the key does what the screen said, or
 * nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/calling.h"

static void
top_hit__turns_busy_10_ms_before_enter__caller_goes_to_whom_the_screen_said(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "bello");
	screen_expect_text(f->screen, "Enter transfer Jane Caller to Sade Bello 110");
	front_office(f, "dial SIP/sbello 111");
	screen_pass(f->screen, 10);
	screen_expect_text(f->screen, "Enter transfer Jane Caller to Sade Bello 110");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Transfer Jane Caller to Sade Bello");
	front_pass(f, 1000);
	front_wait(f, "Jane Caller is back: Sade Bello is busy");
}

static void order_of_hits__somebody_turns_busy__stays_until_the_next_key(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "#sales");
	front_wait(f, "Enter transfer Jane Caller to Concepción Pérez Ibáñez");
	front_office(f, "dial SIP/cperez 110");
	front_wait(f, "● △   Concepción");
	screen_expect_text(f->screen, "Enter transfer Jane Caller to Concepción Pérez Ibáñez");
}

static void second_call__rings_while_one_is_up__enter_still_transfers_the_first(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "okafor");
	front_office(f, "ring SIP/reception from 02079460111 \"Second Caller\"");
	front_wait(f, "ringing     Second Caller");
	screen_expect_text(f->screen, "Enter transfer Jane Caller to Tom Okafor 102");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Transfer Jane Caller to Tom Okafor");
	screen_expect_text(f->screen, "ringing     Second Caller");
}

static void second_call__rings_with_nothing_typed__enter_answers_only_what_was_seen(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	front_office(f, "ring SIP/reception from 02079460111 \"Second Caller\"");
	front_wait(f, "ringing     Second Caller");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "This appeared just now");
	screen_expect_text(f->screen, "talking     Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Second Caller");
	screen_expect_text(f->screen, "on hold     Jane Caller");
}

static void more_urgent_call__appears_above__enter_does_not_answer_it_unseen(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "dial SIP/user 100");
	front_pass(f, 1000);
	front_wait(f, "Enter answer Tom Okafor");
	front_office(f, "ring SIP/reception from 02079460111 \"Outside\"");
	front_wait(f, "Enter answer Outside");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "This appeared just now");
	screen_expect_text(f->screen, "ringing     Tom Okafor");
	screen_expect_text(f->screen, "ringing     Outside");
}

static void parked_row__vanishes_under_the_cursor__enter_takes_no_other(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_office(f, "ring SIP/agnes from 02079460301 \"Other\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "park SIP/agnes");
	front_wait(f, "parked      Other");
	screen_keys(f->screen, "F9");
	front_wait(f, "Enter retrieve Jane Caller");
	front_office(f, "hangup 02079460958");
	screen_keys(f->screen, "Enter");
	front_wait_gone(f, "parked      Jane Caller");
	screen_expect_text(f->screen, "parked      Other");
	screen_expect_no_text(f->screen, "talking");
}

static void double_enter__on_a_transfer__does_nothing_more(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	front_office(f, "ring SIP/reception from 02079460111 \"Second Caller\"");
	front_wait(f, "ringing     Second Caller");
	screen_type(f->screen, "okafor");
	screen_bytes(f->screen, "\r\r", 2);
	front_wait(f, "sent        Jane Caller");
	front_pass(f, 100);
	screen_expect_text(f->screen, "ringing     Second Caller");
}

static void claimed_row__is_taken_back_by_its_holder__enter_does_nothing(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/agnes from 02079460301 \"Ravi\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "hold SIP/agnes");
	front_wait(f, "held        Ravi");
	screen_keys(f->screen, "F9");
	front_wait(f, "Enter claim Ravi held by Agnes Müller");
	front_office(f, "unhold SIP/agnes");
	screen_keys(f->screen, "Enter");
	front_wait_gone(f, "held        Ravi");
	screen_expect_no_text(f->screen, "talking     Ravi");
	screen_expect_text(f->screen, "● ▲   Agnes Müller");
}

static void two_calls__function_keys__act_on_the_one_that_was_named(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane_answered(f);
	screen_type(f->screen, "okafor");
	screen_expect_text(f->screen, "Jane Caller, talking");
	front_office(f, "hangup 02079460958");
	screen_keys(f->screen, "F2");
	front_wait_gone(f, "talking");
	screen_expect_no_text(f->screen, "Transfer Jane Caller");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(
			top_hit__turns_busy_10_ms_before_enter__caller_goes_to_whom_the_screen_said),
		CALLING_TEST(order_of_hits__somebody_turns_busy__stays_until_the_next_key),
		CALLING_TEST(second_call__rings_while_one_is_up__enter_still_transfers_the_first),
		CALLING_TEST(
			second_call__rings_with_nothing_typed__enter_answers_only_what_was_seen),
		CALLING_TEST(more_urgent_call__appears_above__enter_does_not_answer_it_unseen),
		CALLING_TEST(parked_row__vanishes_under_the_cursor__enter_takes_no_other),
		CALLING_TEST(double_enter__on_a_transfer__does_nothing_more),
		CALLING_TEST(claimed_row__is_taken_back_by_its_holder__enter_does_nothing),
		CALLING_TEST(two_calls__function_keys__act_on_the_one_that_was_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
