/* Call history, redial, and the operator's own figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/front.h"

static void missed(struct front *f, const char *number, const char *name)
{
	front_office(f, "ring SIP/reception from %s \"%s\"", number, name);
	front_wait(f, name);
	front_pass(f, 3000);
	front_office(f, "hangup %s", number);
	front_wait_gone(f, "ringing");
	front_pass(f, 1000);
}

static void answered(struct front *f, const char *number, const char *name)
{
	front_office(f, "ring SIP/reception from %s \"%s\"", number, name);
	front_wait(f, name);
	front_pass(f, 4000);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking");
	front_pass(f, 20000);
	front_office(f, "hangup %s", number);
	front_wait(f, "No calls");
	front_pass(f, 1000);
}

static void made(struct front *f)
{
	screen_type(f->screen, "105");
	screen_keys(f->screen, "Enter");
	front_wait(f, "dialling");
	front_pass(f, 2000);
	screen_keys(f->screen, "F8");
	front_wait(f, "No calls");
	front_pass(f, 1000);
}

static void a_morning(struct front *f)
{
	missed(f, "02079460111", "First Caller");
	answered(f, "02079460222", "Second Caller");
	made(f);
}

/* ---- History ---- */

static void expect_history(struct front *f, const char *golden)
{
	a_morning(f);
	front_wait(f, "1 missed");
	screen_keys(f->screen, "Esc , H");
	front_wait(f, "Second Caller");
	screen_expect(f->screen, golden);
}

static void history__missed_comes_first__80x24(void **state)
{
	expect_history(front_opened(state, 24, 80), "desk-history-80x24");
}

static void history__missed_comes_first__120x36(void **state)
{
	expect_history(front_opened(state, 36, 120), "desk-history-120x36");
}

static void history__looked_at__counts_as_missed_no_more(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	missed(f, "02079460111", "First Caller");
	front_wait(f, "1 missed");
	screen_keys(f->screen, "Alt-h");
	front_wait(f, "First Caller");
	screen_keys(f->screen, "Esc");
	front_wait_gone(f, "1 missed");
	missed(f, "02079460112", "Other Caller");
	front_wait(f, "1 missed");
}

static void history__enter__calls_back(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	missed(f, "02079460111", "First Caller");
	screen_keys(f->screen, "Alt-h");
	front_wait(f, "First Caller");
	screen_keys(f->screen, "Enter");
	front_wait(f, "dialling");
	screen_expect_text(f->screen, "02079460111");
}

static void history__filter_and_kind__narrow_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	a_morning(f);
	screen_keys(f->screen, "Esc Alt-h");
	front_wait(f, "Second Caller");
	screen_type(f->screen, "first");
	screen_expect_text(f->screen, "First Caller");
	screen_expect_no_text(f->screen, "Second Caller");
	screen_keys(f->screen, "Esc Tab");
	screen_expect_text(f->screen, "Calls: missed, today");
	screen_expect_no_text(f->screen, "Second Caller");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, "Calls: answered, today");
	screen_expect_text(f->screen, "Second Caller");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, "Calls: made, today");
	screen_expect_text(f->screen, "Agnes");
}

static void history__range__is_the_operators_choice(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	missed(f, "02079460111", "First Caller");
	clock_step(86400000);
	front_office(f, "step 86400000");
	screen_keys(f->screen, "Alt-h");
	front_wait(f, "No calls here");
	screen_keys(f->screen, "Right");
	front_wait(f, "Calls: missed first, this week");
	front_wait(f, "First Caller");
}

static void redial__calls_the_last_number_again(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", R");
	front_wait(f, "you have not called anybody lately");
	made(f);
	screen_keys(f->screen, ", R");
	front_wait(f, "dialling");
	screen_expect_text(f->screen, "Agnes");
}

/* ---- Figures ---- */

static void expect_figures(struct front *f, const char *golden)
{
	a_morning(f);
	screen_keys(f->screen, "Esc , F");
	front_wait(f, "Time to answer, longest");
	screen_expect(f->screen, golden);
}

static void figures__today_and_this_week__80x24(void **state)
{
	expect_figures(front_opened(state, 24, 80), "desk-figures-80x24");
}

static void figures__today_and_this_week__120x36(void **state)
{
	expect_figures(front_opened(state, 36, 120), "desk-figures-120x36");
}

static void figures__transfer_that_came_back__is_counted_with_its_keys(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_office(f, "ring SIP/reception from 02079460222 \"Second Caller\"");
	front_wait(f, "ringing");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking");
	front_pass(f, 500);
	screen_type(f->screen, "fau");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Transfer Second Caller to Beno");
	front_pass(f, 60000);
	front_wait(f, "ringing");
	front_office(f, "hangup 02079460222");
	front_wait(f, "No calls");
	front_pass(f, 1000);
	screen_keys(f->screen, "Esc , F");
	front_wait(f, "Transfers that came back             1");
	screen_expect_text(f->screen, "Keys a transfer, at this console: 4.0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(history__missed_comes_first__80x24),
		TEST(history__missed_comes_first__120x36),
		TEST(history__looked_at__counts_as_missed_no_more),
		TEST(history__enter__calls_back),
		TEST(history__filter_and_kind__narrow_it),
		TEST(history__range__is_the_operators_choice),
		TEST(redial__calls_the_last_number_again),
		TEST(figures__today_and_this_week__80x24),
		TEST(figures__today_and_this_week__120x36),
		TEST(figures__transfer_that_came_back__is_counted_with_its_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
