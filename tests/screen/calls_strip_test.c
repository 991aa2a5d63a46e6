/* The strip of calls: what is in it, in which order, and what each row says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/calling.h"

/* A desk with its hands full. medium is 5 s, urgent 10 s in these tests. */
static void busy_desk(struct front *f)
{
	calling_jane_answered(f);
	screen_type(f->screen, "agnes");
	screen_keys(f->screen, "F5");
	front_wait(f, "parked      Jane Caller");
	front_office(f, "dial SIP/user 100");
	front_pass(f, 1000);
	front_wait(f, "ringing     Tom Okafor");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Tom Okafor");
	screen_keys(f->screen, "F4");
	front_wait(f, "on hold     Tom Okafor");
	front_office(f, "ring SIP/agnes from 02079460301 \"Theirs\"");
	front_office(f, "answer SIP/agnes");
	front_office(f, "hold SIP/agnes");
	front_office(f, "dnd SIP/reception on");
	front_office(f, "ring queue:reception from 02079460302 \"First Waiting\" "
			"ddi 02079460910");
	front_pass(f, 3000);
	front_office(f, "ring queue:reception from 02079460303 \"Second Waiting\" "
			"ddi 02079460920");
	front_pass(f, 3000);
	front_office(f, "dnd SIP/reception off");
	front_office(f, "ring SIP/reception from 01632960010 ddi 02079460990");
	front_pass(f, 500);
}

static void busy_desk__80x24__says_who_why_how_long_and_when_they_return(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	busy_desk(f);
	calling_screen(f, "calls-busy-80x24");
}

static void busy_desk__120x36__says_who_why_how_long_and_when_they_return(void **state)
{
	struct front *f = calling_open(state, 36, 120);

	busy_desk(f);
	calling_screen(f, "calls-busy-120x36");
}

static void busy_desk__vt100__says_it_without_colour(void **state)
{
	struct front *f = *state;

	front_open(f, 24, 80, "vt100");
	busy_desk(f);
	calling_screen(f, "calls-busy-vt100");
}

static void busy_desk__40x10__shows_the_most_urgent(void **state)
{
	struct front *f = calling_open(state, 10, 40);

	busy_desk(f);
	calling_screen(f, "calls-busy-40x10");
}

static void two_callers__ring__outside_goes_before_inside(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "dial SIP/user 100");
	front_pass(f, 1000);
	front_office(f, "ring SIP/reception from 02079460111 \"Outside\"");
	front_wait(f, "ringing     Outside");
	calling_expect_above(f, "ringing     Outside", "ringing     Tom Okafor");
	front_pass(f, 500);
	screen_expect_text(f->screen, "Enter answer Outside");
}

static void two_outside__ring__the_longer_wait_goes_first(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/reception from 02079460111 \"Earlier\"");
	front_pass(f, 1000);
	front_office(f, "ring SIP/reception from 02079460112 \"Later\"");
	front_wait(f, "Later");
	calling_expect_above(f, "ringing     Earlier", "ringing     Later");
}

static void vip__rings_after_another__is_bumped(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/reception from 02079460111 \"Nobody Special\"");
	front_pass(f, 1000);
	front_office(f, "ring SIP/reception from 01632960010");
	front_wait(f, "VIP Jo Nankivell");
	calling_expect_row(f, "VIP Jo Nankivell", "ringing  !  VIP");
	calling_expect_above(f, "VIP Jo Nankivell", "Nobody Special");
	front_pass(f, 500);
	screen_expect_text(f->screen, "Enter answer Jo Nankivell");
}

static void somebody_calls_for_help__stands_above_all(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	calling_jane(f);
	front_office(f, "dial SIP/user 999");
	front_pass(f, 1000);
	front_wait(f, "EMERGENCY");
	calling_expect_row(f, "EMERGENCY", "Tom Okafor");
	calling_expect_row(f, "EMERGENCY", "calls 999");
	calling_expect_above(f, "EMERGENCY", "ringing     Jane Caller");
	screen_expect_text(f->screen, "Enter answer Jane Caller");
	calling_expect(f, "calls-emergency");
}

static void ddi_is_called__greeting__is_there_to_read_out(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/reception from 02079460301 ddi 02079460990");
	front_wait(f, "say Tern Street Studio, hello, who would you like to speak to?");
	calling_expect_row(f, "◆ ringing", "Tern Street Studio");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking");
	screen_expect_text(f->screen, "say Tern Street Studio");
}

static void many_wait__list_is_scrolled__the_most_urgent_stays_in_sight(void **state)
{
	struct front *f = calling_open(state, 10, 40);

	for (int i = 0; i < 6; i++) {
		front_office(f, "ring SIP/reception from 0207946011%d \"Caller %d\"", i, i);
		front_pass(f, 200);
	}
	screen_keys(f->screen, "F9 End");
	front_wait(f, "ringing     Caller 5");
	screen_expect_text(f->screen, "ringing     Caller 0");
	for (int i = 0; i < 5; i++) {
		screen_keys(f->screen, "Up");
		screen_expect_text(f->screen, "ringing     Caller 0");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(busy_desk__80x24__says_who_why_how_long_and_when_they_return),
		CALLING_TEST(busy_desk__120x36__says_who_why_how_long_and_when_they_return),
		CALLING_TEST(busy_desk__vt100__says_it_without_colour),
		CALLING_TEST(busy_desk__40x10__shows_the_most_urgent),
		CALLING_TEST(two_callers__ring__outside_goes_before_inside),
		CALLING_TEST(two_outside__ring__the_longer_wait_goes_first),
		CALLING_TEST(vip__rings_after_another__is_bumped),
		CALLING_TEST(somebody_calls_for_help__stands_above_all),
		CALLING_TEST(ddi_is_called__greeting__is_there_to_read_out),
		CALLING_TEST(many_wait__list_is_scrolled__the_most_urgent_stays_in_sight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
