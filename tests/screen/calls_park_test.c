/* Calls that wait somewhere: parked, camped, on hold, in a queue, with another operator. */
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

static void park__for_a_person__lands_and_is_retrieved(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_type(f->screen, "agnes");
	screen_keys(f->screen, "F5");
	front_wait(f, "✓ Jane Caller is parked in 701 for Agnes Müller");
	calling_expect_row(f, "parked      Jane Caller", "701 for Agnes");
	calling_expect_row(f, "parked      Jane Caller", "back in 0:4");
	calling_screen(f, "calls-park-80x24");
	screen_keys(f->screen, "F9");
	front_wait(f, "Enter retrieve Jane Caller");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
}

static void park__120x36__board_tells_slot_for_whom_and_when_it_returns(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	screen_type(f->screen, "agnes");
	front_wait(f, "F5 park for Agnes Müller");
	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_office(f, "ring SIP/agnes from 02079460301 \"Parked by Agnes\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "park SIP/agnes");
	front_pass(f, 1000);
	calling_screen(f, "calls-park-120x36");
}

static void park__digits_typed__chooses_the_slot(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	screen_type(f->screen, "707");
	front_wait(f, "F5 park in 707");
	screen_keys(f->screen, "F5");
	front_wait(f, "Jane Caller is parked in 707");
}

static void park__slot_that_is_taken__is_refused_with_the_reason(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	front_office(f, "ring SIP/agnes from 02079460301 \"Before\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "park SIP/agnes");
	front_wait(f, "parked      Before");
	screen_type(f->screen, "701");
	screen_keys(f->screen, "F5");
	front_wait(f, "✗ Park Jane Caller in 701:");
	screen_expect_text(f->screen, "talking     Jane Caller");
}

static void park__nobody_fetches__comes_back_saying_so(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_pass(f, 46000);
	front_wait(f, "Jane Caller is back: from 701, nobody fetched it");
}

static void park__f12__takes_the_caller_back(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
	front_wait_gone(f, "parked");
}

static void hold__for_long__rings_again_saying_so(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_keys(f->screen, "F4");
	front_wait(f, "on hold     Jane Caller");
	calling_expect_row(f, "on hold     Jane Caller", "back in 1:00");
	front_pass(f, 61000);
	front_wait(f, "Jane Caller is back: was long on hold");
	calling_expect_row(f, "back     !! Jane Caller", "1:01");
}

static void benoit_is_busy(struct front *f)
{
	front_office(f, "dial SIP/bfaure 132");
	front_pass(f, 1000);
	front_office(f, "answer SIP/achukwu");
	front_wait(f, "● ⊘   Adaeze Chukwu");
	screen_type(f->screen, "faure");
	front_wait(f, "Benoît Faure 124, busy");
}

static void camp__on_a_busy_person__waits_and_goes_through(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	benoit_is_busy(f);
	screen_keys(f->screen, "F6");
	front_wait(f, "camped");
	calling_screen(f, "calls-camp-80x24");
	front_office(f, "hangup SIP/bfaure");
	front_wait_gone(f, "camped");
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "● △   Benoît Faure");
}

static void camp__120x36__says_for_whom_and_when_it_returns(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	benoit_is_busy(f);
	screen_keys(f->screen, "F6");
	front_wait(f, "waits for Benoît Faure");
	calling_screen(f, "calls-camp-120x36");
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
}

static void camp__they_stay_busy__comes_back_saying_so(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	benoit_is_busy(f);
	screen_keys(f->screen, "F6");
	front_wait(f, "camped");
	front_pass(f, 121000);
	front_wait(f, "Jane Caller is back: Benoît Faure stayed busy");
}

static void camp__on_somebody_who_is_free__is_refused_with_the_reason(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "F6");
	front_wait(f, "✗ camp: Benoît Faure is free, so Enter transfers at once");
	screen_expect_text(f->screen, "talking     Jane Caller");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(park__for_a_person__lands_and_is_retrieved),
		CALLING_TEST(park__120x36__board_tells_slot_for_whom_and_when_it_returns),
		CALLING_TEST(park__digits_typed__chooses_the_slot),
		CALLING_TEST(park__slot_that_is_taken__is_refused_with_the_reason),
		CALLING_TEST(park__nobody_fetches__comes_back_saying_so),
		CALLING_TEST(park__f12__takes_the_caller_back),
		CALLING_TEST(hold__for_long__rings_again_saying_so),
		CALLING_TEST(camp__on_a_busy_person__waits_and_goes_through),
		CALLING_TEST(camp__120x36__says_for_whom_and_when_it_returns),
		CALLING_TEST(camp__they_stay_busy__comes_back_saying_so),
		CALLING_TEST(camp__on_somebody_who_is_free__is_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
