/* Clocks on the screen: seconds, minutes, or standing still. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "console.h"
#include "support/calling.h"

static void off(struct console_options *options)
{
	options->timers = DESK_TIMERS_OFF;
}

static void slow(struct console_options *options)
{
	options->timers = DESK_TIMERS_SLOW;
}

static struct front *talking(void **state, void (*tune)(struct console_options *))
{
	struct front *f = *state;

	front_open_with(f, 24, 80, "xterm-256color", tune);
	calling_jane_answered(f);
	front_wait_gone(f, "Looking for earlier calls");
	return f;
}

static void off__minutes_pass_in_a_call__not_a_byte_is_written(void **state)
{
	struct front *f = talking(state, off);

	screen_expect_text(f->screen, "09:00");
	screen_written(f->screen);
	screen_pass(f->screen, 300000);
	assert_int_equal(screen_written(f->screen), 0);
	screen_expect_text(f->screen, "since 09:00");
}

static void off__a_call_ages_unanswered__it_is_seen_with_the_next_change_only(void **state)
{
	struct front *f = *state;

	front_open_with(f, 24, 80, "xterm-256color", off);
	calling_jane(f);
	front_wait_gone(f, "Looking for earlier calls");
	screen_written(f->screen);
	screen_pass(f->screen, 60000);
	assert_int_equal(screen_written(f->screen), 0);
	screen_keys(f->screen, "F9");
	screen_expect_text(f->screen, "!!");
}

static void off__link_lost__says_since_when(void **state)
{
	struct front *f = talking(state, off);

	front_kill_pabx(f);
	front_wait(f, "link lost since 09:00");
	screen_expect_no_text(f->screen, "next try");
}

static void slow__seconds_pass__nothing_is_written_until_the_minute(void **state)
{
	struct front *f = talking(state, slow);

	screen_expect_text(f->screen, "0 min");
	screen_written(f->screen);
	screen_pass(f->screen, 30000);
	assert_int_equal(screen_written(f->screen), 0);
	screen_pass(f->screen, 150000);
	screen_expect_text(f->screen, "2 min");
}

static void on__a_second_passes__it_is_shown(void **state)
{
	struct front *f = talking(state, NULL);

	screen_written(f->screen);
	screen_pass(f->screen, 2000);
	assert_true(screen_written(f->screen) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(off__minutes_pass_in_a_call__not_a_byte_is_written),
		CALLING_TEST(off__a_call_ages_unanswered__it_is_seen_with_the_next_change_only),
		CALLING_TEST(off__link_lost__says_since_when),
		CALLING_TEST(slow__seconds_pass__nothing_is_written_until_the_minute),
		CALLING_TEST(on__a_second_passes__it_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
