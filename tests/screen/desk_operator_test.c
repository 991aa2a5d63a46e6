/* Who is at the desk, leaving it, night service, hand-over, and presence set for others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/front.h"

static void come(struct front *f)
{
	screen_keys(f->screen, ", O Enter");
	front_wait(f, "You are at the desk");
	front_pass(f, 500);
}

/* ---- The desk ---- */

static void expect_menu(struct front *f, const char *golden)
{
	come(f);
	screen_keys(f->screen, "Esc , O");
	front_wait(f, "at the desk since 09:00");
	screen_expect(f->screen, golden);
}

static void desk__menu__says_who_is_here__80x24(void **state)
{
	expect_menu(front_opened(state, 24, 80), "desk-operator-80x24");
}

static void desk__menu__says_who_is_here__120x36(void **state)
{
	expect_menu(front_opened(state, 36, 120), "desk-operator-120x36");
}

static void desk__menu__says_what_is_held(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "ringing");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking");
	screen_keys(f->screen, "F4");
	front_wait(f, "on hold");
	screen_keys(f->screen, ", O");
	front_wait(f, "holds Jane Caller");
}

static void last_one__absent__is_asked_what_becomes_of_callers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	screen_keys(f->screen, ", O Down Enter");
	screen_expect_text(f->screen, "You are the last at the desk");
	screen_keys(f->screen, "Esc");
	screen_keys(f->screen, ", O Down Enter Down Enter");
	front_wait(f, "callers wait in the queue");
}

static void last_one__quits__is_asked_first(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	screen_keys(f->screen, "F10");
	screen_expect_text(f->screen, "You are the last at the desk");
	assert_false(f->quit);
	screen_keys(f->screen, "Down Down Enter");
	assert_false(f->quit);
	screen_keys(f->screen, "F10");
	screen_expect_text(f->screen, "You are the last at the desk");
	screen_keys(f->screen, "Down Enter");
	front_wait(f, "callers wait in the queue");
	assert_true(f->quit);
}

static void last_one__quit_pressed_twice__is_not_held(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	screen_keys(f->screen, "F10 F10");
	assert_true(f->quit);
}

static void night_service__callers_leave_a_message_until_somebody_comes(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	screen_keys(f->screen, ", O Down Down Enter");
	front_wait(f, "Night service is on");
	front_office(f, "ring 200 from 02079460958 \"Jane Caller\"");
	front_pass(f, 1000);
	screen_expect_no_text(f->screen, "Jane Caller");
	screen_keys(f->screen, ", O Enter");
	front_wait(f, "You are at the desk");
	front_office(f, "ring 200 from 02079460111 \"Second Caller\"");
	front_wait(f, "Second Caller");
}

static void absent_with_others_there__the_queue_rings_here_no_more(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	come(f);
	screen_keys(f->screen, ", O Down Down Enter");
	front_wait(f, "Night service is on");
	front_pass(f, 500);
	screen_keys(f->screen, ", O");
	screen_expect_text(f->screen, "night since");
	screen_keys(f->screen, "Esc Esc");
	front_office(f, "dial SIP/bfaure 200");
	front_pass(f, 3000);
	screen_expect_no_text(f->screen, "ringing     Beno");
}

static void night_mode__by_permission__is_set_from_the_menu(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", O");
	screen_type(f->screen, "mode");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Off: the office is open");
	screen_keys(f->screen, "Up Up Enter");
	front_wait(f, "Night mode Office: on");
}

static void hand_over__note__is_shown_to_who_comes(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", O");
	screen_type(f->screen, "takes");
	screen_keys(f->screen, "Enter");
	screen_type(f->screen, "Parcel for stores at the gate");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Note for whoever takes over");
	front_pass(f, 500);
	come(f);
	front_wait(f, "Handed over");
	screen_expect_text(f->screen, "Parcel for stores at the gate");
}

/* ---- Presence of others ---- */

static void expect_presence(struct front *f, const char *golden)
{
	screen_keys(f->screen, "Down , P");
	screen_expect(f->screen, golden);
}

static void presence_of__selection__80x24(void **state)
{
	expect_presence(front_opened(state, 24, 80), "desk-presence-80x24");
}

static void presence_of__selection__120x36(void **state)
{
	expect_presence(front_opened(state, 36, 120), "desk-presence-120x36");
}

static void presence_of__with_return_time__is_shown_to_everybody(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "Down , P");
	screen_keys(f->screen, "Right Tab");
	screen_keys(f->screen, "Ctrl-U");
	screen_type(f->screen, "In a meeting");
	screen_keys(f->screen, "Tab");
	screen_type(f->screen, "25:00");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Until is a time of day");
	screen_keys(f->screen, "Ctrl-U");
	screen_type(f->screen, "14:30");
	screen_keys(f->screen, "Enter");
	front_wait(f, "In a meeting until 14:30");
	screen_keys(f->screen, "Esc F11");
	front_wait(f, "In a meeting until 14:30");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(desk__menu__says_who_is_here__80x24),
		TEST(desk__menu__says_who_is_here__120x36),
		TEST(desk__menu__says_what_is_held),
		TEST(last_one__absent__is_asked_what_becomes_of_callers),
		TEST(last_one__quits__is_asked_first),
		TEST(last_one__quit_pressed_twice__is_not_held),
		TEST(night_service__callers_leave_a_message_until_somebody_comes),
		TEST(absent_with_others_there__the_queue_rings_here_no_more),
		TEST(night_mode__by_permission__is_set_from_the_menu),
		TEST(hand_over__note__is_shown_to_who_comes),
		TEST(presence_of__selection__80x24),
		TEST(presence_of__selection__120x36),
		TEST(presence_of__with_return_time__is_shown_to_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
