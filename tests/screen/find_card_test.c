/* The caller's card, and the people whom a caller usually wants: whole screens and keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/front.h"

/* The number has a note, and belongs to an entry of the address book. */
static void ring(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460301 ddi +442079460900");
	front_wait(f, "ringing ");
	front_pass(f, 500);
}

static void answer(struct front *f)
{
	ring(f);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking ");
	front_pass(f, 500);
}

/* The caller was once passed on to a person, who took the call. */
static void was_passed_to(struct front *f, const char *number, const char *device)
{
	answer(f);
	screen_type(f->screen, number);
	screen_keys(f->screen, "Enter");
	front_wait_gone(f, "talking ");
	front_pass(f, 1000);
	front_office(f, "answer %s", device);
	front_pass(f, 5000);
	front_office(f, "hangup %s", device);
	front_pass(f, 1000);
	screen_keys(f->screen, "Esc Esc");
}

static void known(struct front *f)
{
	was_passed_to(f, "160", "SIP/gbowen");
	was_passed_to(f, "111", "SIP/lwalega");
}

/* ---- Whole screens ---- */

static void known_caller_rings__80x24__card_beside_the_contacts(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	ring(f);
	front_wait(f, "Last calls");
	screen_expect(f->screen, "find-card-ringing-80x24");
}

static void known_caller_rings__120x36__card_beside_the_contacts(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	known(f);
	ring(f);
	front_wait(f, "Last calls");
	screen_expect(f->screen, "find-card-ringing-120x36");
}

static void known_caller_rings__40x10__one_line_tells_whom_he_wants(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	known(f);
	ring(f);
	front_wait(f, "wants ");
	screen_expect(f->screen, "find-card-ringing-40x10");
}

static void known_caller_answered__80x24__whom_he_wants_stands_above_the_contacts(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	answer(f);
	front_wait(f, "usually wants");
	front_wait(f, "Answer Hartsmoor Couriers");
	/* Painted anew, away from where the second changes. */
	front_pass(f, 300);
	screen_keys(f->screen, "Esc");
	screen_expect(f->screen, "find-card-answered-80x24");
}

static void known_caller_answered__120x36__whom_he_wants_stands_above_the_contacts(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	known(f);
	answer(f);
	front_wait(f, "usually wants");
	front_wait(f, "Answer Hartsmoor Couriers");
	/* Painted anew, away from where the second changes. */
	front_pass(f, 300);
	screen_keys(f->screen, "Esc");
	screen_expect(f->screen, "find-card-answered-120x36");
}

/* ---- Keys ---- */

static void repeat_caller__enter_down_enter__is_transferred(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	ring(f);
	front_wait(f, "Usually wants");
	screen_keys(f->screen, "Enter");
	front_wait(f, "usually wants");
	front_pass(f, 500);
	screen_keys(f->screen, "Down");
	screen_expect_text(f->screen, "Enter transfer");
	screen_expect_text(f->screen, "to Łukasz Wałęga");
	screen_keys(f->screen, "Enter");
	front_wait_gone(f, "talking ");
	front_wait(f, "to Łukasz Wałęga");
}

static void repeat_caller__enter_twice__never_transfers(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	ring(f);
	screen_keys(f->screen, "Enter Enter");
	front_wait(f, "talking ");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Type a name or number");
	screen_expect_text(f->screen, "talking ");
}

static void usual_contact_turns_busy__enter__still_goes_to_him(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	answer(f);
	front_wait(f, "usually wants");
	front_pass(f, 500);
	screen_keys(f->screen, "Down");
	front_office(f, "dial SIP/lwalega 150");
	front_wait(f, "● ");
	screen_keys(f->screen, "Enter");
	front_wait(f, "to Łukasz Wałęga");
}

static void second_call_rings__row_was_chosen__enter_transfers_the_first(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	answer(f);
	front_wait(f, "usually wants");
	front_pass(f, 500);
	screen_keys(f->screen, "Down");
	front_office(f, "ring SIP/reception from 02079460111 \"Second Caller\"");
	front_wait(f, "ringing     Second Caller");
	front_pass(f, 1000);
	screen_expect_text(f->screen, "to Łukasz Wałęga");
	screen_keys(f->screen, "Enter");
	front_wait_gone(f, "talking ");
	screen_expect_text(f->screen, "ringing     Second Caller");
}

static void usual_contacts__down_beyond_the_last__goes_on_to_all_and_back(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	known(f);
	answer(f);
	front_wait(f, "usually wants");
	front_pass(f, 500);
	screen_keys(f->screen, "Down Down Down");
	screen_expect_text(f->screen, "to Adaeze Chukwu");
	screen_keys(f->screen, "Up");
	screen_expect_text(f->screen, "to Gwilym Bowen");
	screen_type(f->screen, "gr");
	screen_expect_no_text(f->screen, "usually wants");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "usually wants");
}

static void answered__letters__go_to_the_search_where_the_cursor_is(void **state)
{
	struct front *f = front_opened(state, 24, 80);
	int y, x, y2, x2;

	answer(f);
	assert_true(screen_cursor(f->screen, &y, &x));
	screen_type(f->screen, "a");
	assert_true(screen_cursor(f->screen, &y2, &x2));
	assert_int_equal(y2, y);
	assert_int_equal(x2, x + 1);
	screen_expect_text(f->screen, "> a");
}

/* ---- What is not known ---- */

static void first_call_of_a_number__card_says_that_none_is_known(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	front_wait(f, "No earlier call is known");
	screen_expect_no_text(f->screen, "Usually wants");
	screen_expect_text(f->screen, "Always asks for");
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking ");
	front_pass(f, 500);
	screen_expect_no_text(f->screen, "usually wants");
}

static void caller_without_a_number__is_asked_nothing(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	front_office(f, "ring SIP/reception from anonymous");
	front_wait(f, "ringing ");
	front_pass(f, 500);
	screen_expect_no_text(f->screen, "Looking for");
	screen_expect_no_text(f->screen, "No earlier call");
}

static void card__is_asked_once_a_call_and_gone_with_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	ring(f);
	front_wait(f, "No earlier call is known");
	front_office(f, "hangup 02079460301");
	front_wait_gone(f, "No earlier call is known");
	screen_expect_text(f->screen, "Address book");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(known_caller_rings__80x24__card_beside_the_contacts),
		TEST(known_caller_rings__120x36__card_beside_the_contacts),
		TEST(known_caller_rings__40x10__one_line_tells_whom_he_wants),
		TEST(known_caller_answered__80x24__whom_he_wants_stands_above_the_contacts),
		TEST(known_caller_answered__120x36__whom_he_wants_stands_above_the_contacts),
		TEST(repeat_caller__enter_down_enter__is_transferred),
		TEST(repeat_caller__enter_twice__never_transfers),
		TEST(usual_contact_turns_busy__enter__still_goes_to_him),
		TEST(second_call_rings__row_was_chosen__enter_transfers_the_first),
		TEST(usual_contacts__down_beyond_the_last__goes_on_to_all_and_back),
		TEST(answered__letters__go_to_the_search_where_the_cursor_is),
		TEST(first_call_of_a_number__card_says_that_none_is_known),
		TEST(caller_without_a_number__is_asked_nothing),
		TEST(card__is_asked_once_a_call_and_gone_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
