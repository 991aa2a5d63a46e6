/* Bringing a caller to somebody, by each way, and taking him back from each. */
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

static void choose_benoit(struct front *f)
{
	screen_type(f->screen, "faure");
	front_wait(f, "→ Benoît Faure 124");
}

static void announced(struct front *f)
{
	choose_benoit(f);
	screen_keys(f->screen, "F3");
	front_wait(f, "Announce Jane Caller to Benoît Faure");
	front_wait(f, "dialling    Benoît Faure");
	front_pass(f, 500);
	front_wait(f, "calling     Benoît Faure");
}

static void blind__enter__both_legs_are_named_before_and_after(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	choose_benoit(f);
	screen_expect_text(f->screen, "Jane Caller, talking 0:00 → Benoît Faure 124, free, away");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ Transfer Jane Caller to Benoît Faure");
	front_wait(f, "sent        Jane Caller");
	screen_expect_text(f->screen, "rings at Benoît Faure");
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "No calls");
}

static void blind__sent_call__is_shown_until_it_is_answered(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	choose_benoit(f);
	screen_keys(f->screen, "F2");
	front_wait(f, "sent        Jane Caller");
	calling_expect(f, "calls-sent");
}

static void blind__unanswered__comes_back_with_who_why_and_how_long(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	choose_benoit(f);
	screen_keys(f->screen, "Enter");
	front_pass(f, 26500);
	front_wait(f, "Jane Caller is back: Benoît Faure did not answer");
	calling_expect_row(f, "back     !! Jane Caller", "Benoît Faure did");
	calling_expect(f, "calls-back");
	screen_expect_no_text(f->screen, "take back");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
}

static void blind__f12_while_it_rings__takes_the_caller_back(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	choose_benoit(f);
	screen_keys(f->screen, "Enter");
	front_wait(f, "sent        Jane Caller");
	screen_expect_text(f->screen, "F12 take back");
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
	front_wait_gone(f, "sent");
}

static void announce__80x24__strip_names_both_and_says_the_keys(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	calling_screen(f, "calls-announce-80x24");
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "talking     Benoît Faure");
	screen_keys(f->screen, "F3");
	front_wait(f, "Connect Jane Caller with Benoît Faure");
	front_wait(f, "No calls");
}

static void announce__120x36__strip_names_both_and_says_the_keys(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	announced(f);
	calling_screen(f, "calls-announce-120x36");
}

static void announce__f3_while_it_rings__completes(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	screen_keys(f->screen, "F3");
	front_wait(f, "Connect Jane Caller with Benoît Faure");
	front_wait_gone(f, "on hold");
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "● △   Benoît Faure");
}

static void announce__f12_at_any_point__takes_the_caller_back(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
	front_wait_gone(f, "calling");
	announced(f);
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "talking     Benoît Faure");
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
	front_wait_gone(f, "talking     Benoît Faure");
}

static void announce__they_hang_up__f12_goes_back_to_the_caller(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	front_office(f, "busy SIP/bfaure");
	front_wait(f, "Benoît Faure is busy");
	screen_keys(f->screen, "F12");
	front_wait(f, "talking     Jane Caller");
}

static void announce__f8_while_it_rings__hangs_up_who_is_asked(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	screen_keys(f->screen, "F8");
	front_wait(f, "Hang up Benoît Faure");
	front_wait_gone(f, "calling");
	screen_expect_text(f->screen, "on hold     Jane Caller");
}

static void three_way__joined__f8_leaves_the_others_talking(void **state)
{
	struct front *f = jane_talks(state, 24, 80);

	announced(f);
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "talking     Benoît Faure");
	screen_keys(f->screen, "Alt-j");
	front_wait(f, "Three-way call with Jane Caller and Benoît Faure");
	front_wait(f, "together with Jane");
	calling_screen(f, "calls-three-way-80x24");
	screen_keys(f->screen, "F8");
	front_wait(f, "No calls");
	screen_expect_text(f->screen, "● △   Benoît Faure");
}

static void three_way__f12__drops_who_was_asked(void **state)
{
	struct front *f = jane_talks(state, 36, 120);

	announced(f);
	front_office(f, "answer SIP/bfaure");
	front_wait(f, "talking     Benoît Faure");
	screen_keys(f->screen, "Alt-j");
	front_wait(f, "together with Jane Caller");
	calling_screen(f, "calls-three-way-120x36");
	screen_keys(f->screen, "F12");
	front_wait_gone(f, "Benoît Faure                       124");
	screen_expect_text(f->screen, "talking     Jane Caller");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(blind__enter__both_legs_are_named_before_and_after),
		CALLING_TEST(blind__sent_call__is_shown_until_it_is_answered),
		CALLING_TEST(blind__unanswered__comes_back_with_who_why_and_how_long),
		CALLING_TEST(blind__f12_while_it_rings__takes_the_caller_back),
		CALLING_TEST(announce__80x24__strip_names_both_and_says_the_keys),
		CALLING_TEST(announce__120x36__strip_names_both_and_says_the_keys),
		CALLING_TEST(announce__f3_while_it_rings__completes),
		CALLING_TEST(announce__f12_at_any_point__takes_the_caller_back),
		CALLING_TEST(announce__they_hang_up__f12_goes_back_to_the_caller),
		CALLING_TEST(announce__f8_while_it_rings__hangs_up_who_is_asked),
		CALLING_TEST(three_way__joined__f8_leaves_the_others_talking),
		CALLING_TEST(three_way__f12__drops_who_was_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
