/* What else a desk does with calls: voicemail, other numbers, digits, calls of colleagues, callers
 * in queues, calls that come back afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/calling.h"

static struct front *jane_talks(void **state, int rows, int cols)
{
	struct front *f = calling_open(state, rows, cols);

	calling_jane_answered(f);
	return f;
}

static void voicemail__alt_v__transfers_to_their_mailbox(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-v");
	front_wait(f, "✓ Transfer Jane Caller to the voicemail of Benoît Faure");
	front_wait(f, "No calls");
	calling_expect(f, "calls-voicemail");
	screen_expect_text(f->screen, "○ △   Benoît Faure");
}

static void other_number__80x24__menu_names_both_legs(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-o");
	front_wait(f, "Transfer Jane Caller to Benoît Faure");
	calling_screen(f, "calls-numbers-80x24");
	screen_type(f->screen, "mob");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Transfer Jane Caller to Benoît Faure 06 39 98 01 24");
	front_wait(f, "No calls");
}

static void other_number__120x36__menu_names_both_legs(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-o");
	front_wait(f, "Transfer Jane Caller to Benoît Faure");
	calling_screen(f, "calls-numbers-120x36");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "talking     Jane Caller");
	screen_expect_text(f->screen, "> faure");
}

static void digits__leader_hash__go_to_the_call_in_hand(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_keys(f->screen, ", #");
	front_wait(f, "Digits:");
	screen_type(f->screen, "12#");
	calling_expect(f, "calls-digits");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Digits 12# to Jane Caller");
	screen_expect_text(f->screen, "Digits:");
	screen_type(f->screen, "x");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✗ Digits are 0 to 9, * and #");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "Digits:");
}

static void pick_up__strip__shows_who_calls_before(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/bfaure from 02079460301 \"Ravi\"");
	front_wait(f, "◆ △   Benoît Faure");
	screen_type(f->screen, "faure");
	front_wait(f, "pick up Ravi ringing at Benoît Faure");
	calling_expect(f, "calls-pickup");
	screen_keys(f->screen, "Alt-i");
	front_wait(f, "talking     Ravi");
}

static void claim__other_operators_held_call__is_taken_over(void **state)
{
	struct front *f = calling_open(state, 36, 120);

	front_office(f, "ring SIP/agnes from 02079460301 \"Ravi\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "hold SIP/agnes");
	front_wait(f, "held        Ravi");
	calling_expect_row(f, "held        Ravi", "by Agnes Müller");
	screen_keys(f->screen, "F9");
	front_wait(f, "Enter claim Ravi held by Agnes Müller");
	calling_expect(f, "calls-claim");
	screen_keys(f->screen, "Esc");
	screen_keys(f->screen, ", g");
	front_wait(f, "talking     Ravi");
	screen_expect_text(f->screen, "○ ▲   Agnes Müller");
}

static void claim__80x24__held_call_of_somebody_else_is_no_operators(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/bfaure from 02079460301 \"Ravi\"");
	front_office(f, "answer SIP/bfaure");
	front_office(f, "hold SIP/bfaure");
	front_wait(f, "● △   Benoît Faure");
	screen_expect_text(f->screen, "No calls");
	screen_keys(f->screen, ", g");
	front_wait(f, "✗ claim: no other operator holds a call");
}

/* Support's people are away, so its caller waits. */
static void ravi_waits(struct front *f)
{
	static const char *const members[] = {"nhanh", "dkowal", "ytanaka", "rsingh", "eobrien"};

	for (int i = 0; i < 5; i++)
		front_office(f, "dnd SIP/%s on", members[i]);
	front_office(f, "ring queue:support from 02079460301 \"Ravi\" ddi 02079460920");
	front_wait(f, "waiting     Ravi");
	calling_expect_row(f, "waiting     Ravi", "Support, 1st");
	front_pass(f, 500);
}

static void queue_caller__send__goes_on_without_being_answered(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	ravi_waits(f);
	screen_keys(f->screen, ", e");
	front_wait(f, "type or choose to whom");
	screen_type(f->screen, "faure");
	front_wait(f, "Enter send Ravi to Benoît Faure 124");
	calling_expect(f, "calls-send");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Send Ravi to Benoît Faure");
	front_wait(f, "No calls");
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "● △   Benoît Faure");
}

static void queue_caller__enter_on_the_row__is_picked_up(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	ravi_waits(f);
	screen_keys(f->screen, "F9");
	front_wait(f, "Enter pick up Ravi");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Ravi");
}

static void serial__they_hang_up__caller_comes_back(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-s");
	front_wait(f, "✓ Serial call of Jane Caller to Benoît Faure");
	front_pass(f, 500);
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "● △   Benoît Faure");
	front_office(f, "hangup SIP/bfaure");
	front_pass(f, 1000);
	front_wait(f, "Jane Caller is back: has spoken with Benoît Faure");
	calling_expect(f, "calls-serial");
}

static void reject__f8_without_a_call_in_hand__ends_it_for_the_caller(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	screen_expect_text(f->screen, "F8 reject");
	screen_keys(f->screen, "F8");
	front_wait(f, "✓ Reject Jane Caller");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(voicemail__alt_v__transfers_to_their_mailbox),
		CALLING_TEST(other_number__80x24__menu_names_both_legs),
		CALLING_TEST(other_number__120x36__menu_names_both_legs),
		CALLING_TEST(digits__leader_hash__go_to_the_call_in_hand),
		CALLING_TEST(pick_up__strip__shows_who_calls_before),
		CALLING_TEST(claim__other_operators_held_call__is_taken_over),
		CALLING_TEST(claim__80x24__held_call_of_somebody_else_is_no_operators),
		CALLING_TEST(queue_caller__send__goes_on_without_being_answered),
		CALLING_TEST(queue_caller__enter_on_the_row__is_picked_up),
		CALLING_TEST(serial__they_hang_up__caller_comes_back),
		CALLING_TEST(reject__f8_without_a_call_in_hand__ends_it_for_the_caller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
