/* What is found besides people, absence in the rows, and the details of a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/front.h"

static void answer(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "ringing     Jane Caller");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
}

/* Łukasz (9), whose deputy is 10, is away until half past two. */
static void away(struct front *f)
{
	pbx_rest(f->pbx, "/rest/command/update/presence",
		 "{\"scope\":{\"cID\":9},\"values\":{\"show\":\"away\",\"status\":\"Meeting\","
		 "\"until\":1767623400000}}",
		 NULL, NULL);
	front_wait(f, "○ △   Łukasz");
}

static void absent__80x24__row_says_until_when(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "lukasz");
	away(f);
	front_wait(f, "until 14:30");
	screen_expect(f->screen, "find-absent-80x24");
}

static void absent__120x36__row_says_why_and_until_when(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_type(f->screen, "lukasz");
	away(f);
	front_wait(f, "until 14:30");
	screen_expect(f->screen, "find-absent-120x36");
}

static void absent__wide_screen__row_names_the_deputy(void **state)
{
	struct front *f = front_opened(state, 24, 200);

	screen_type(f->screen, "lukasz");
	away(f);
	front_wait(f, "Meeting until 14:30, deputy Conc");
}

static void details__80x24__have_all_about_a_person(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "lukasz");
	away(f);
	screen_keys(f->screen, "F11");
	front_wait(f, "Deputy");
	screen_expect(f->screen, "find-details-80x24");
}

static void details__120x36__have_all_about_a_person(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_type(f->screen, "lukasz");
	away(f);
	screen_keys(f->screen, "F11");
	front_wait(f, "Deputy");
	screen_expect(f->screen, "find-details-120x36");
}

static void details_open__person_takes_a_call__they_say_so(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "lukasz");
	screen_keys(f->screen, "F11");
	front_wait(f, "SIP/lwalega 111 (free)");
	front_office(f, "dial SIP/lwalega 150");
	front_wait(f, "SIP/lwalega 111 (busy)");
}

static void queue__found_by_name__enter_transfers_there(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_type(f->screen, "support");
	for (int i = 0; i < 20 && !screen_has(f->screen, "Jane Caller to Support"); i++)
		screen_keys(f->screen, "Down");
	screen_expect_text(f->screen, "queue Support");
	screen_expect_text(f->screen, "nobody waits");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Transfer Jane Caller to Support");
	front_wait_gone(f, "talking     Jane Caller");
	screen_keys(f->screen, "Esc Esc");
	screen_type(f->screen, "support");
	front_wait(f, "1 waits");
}

static void parked_call__found_by_its_slot_or_caller__enter_retrieves_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	answer(f);
	screen_type(f->screen, "lukasz");
	screen_keys(f->screen, "F5");
	front_wait(f, "parked ");
	front_pass(f, 1000);
	screen_keys(f->screen, "Esc Esc");
	screen_type(f->screen, "jane");
	screen_expect_text(f->screen, "Enter retrieve Jane Caller");
	screen_keys(f->screen, "Ctrl-U");
	screen_type(f->screen, "lukasz");
	screen_keys(f->screen, "Down");
	screen_expect_text(f->screen, "Enter retrieve Jane Caller");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
}

static void nothing_found__says_what_enter_does(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "qqqqqq");
	screen_expect_text(f->screen, "Nothing found");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(absent__80x24__row_says_until_when),
		TEST(absent__120x36__row_says_why_and_until_when),
		TEST(absent__wide_screen__row_names_the_deputy),
		TEST(details__80x24__have_all_about_a_person),
		TEST(details__120x36__have_all_about_a_person),
		TEST(details_open__person_takes_a_call__they_say_so),
		TEST(queue__found_by_name__enter_transfers_there),
		TEST(parked_call__found_by_its_slot_or_caller__enter_retrieves_it),
		TEST(nothing_found__says_what_enter_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
