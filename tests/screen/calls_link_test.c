/* Calls when the link is lost, and on a telephone system that cannot do everything. The PABX is a
 * script here: it can lose the link without losing its calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "support/link.h"

#define CAN "[\"hold\",\"answer\",\"xfer\",\"atxfer\",\"merge\",\"park\",\"retrieve\",\"dtmf\"]"
#define JANE(linked, features)                                                                     \
	"{\"parent\":\"SIP/rita\",\"cid\":\"c-1\",\"linked\":\"" linked                            \
	"\",\"kind\":\"external\",\"name\":\"Jane Caller\",\"number\":\"02079460958\","            \
	"\"party\":\"callee\",\"state\":\"up\",\"since\":1795300763000,\"features\":\"" features   \
	"\"}"

static struct link *opened(void **state, int rows, int cols, const char *can, const char *call)
{
	struct link *l = *state = link_new(rows, cols);

	l->fake.can = can;
	l->fake.rows[WIRE_CALL] = call;
	link_open(l);
	link_wait(l, "talking     Jane Caller");
	link_wait(l, " live ");
	screen_keys(l->screen, "Esc");
	screen_pass(l->screen, 400);
	return l;
}

static int teardown(void **state)
{
	link_free((struct link **)state);
	return 0;
}

static void lose(struct link *l)
{
	fake_pabx_cut(&l->fake);
	link_wait(l, "link lost");
}

static void come_back(struct link *l)
{
	fake_pabx_return(&l->fake);
	pbx_retry_now(l->pbx);
	link_wait(l, " live ");
}

/* How many of the last requests hold this. */
static int asked(const struct link *l, const char *text)
{
	int count = 0;

	for (int i = 0; i < 8; i++)
		count += strstr(l->fake.bodies[i], text) != NULL;
	return count;
}

static bool asked_to(struct link *l, const char *text)
{
	return asked(l, text) > 0;
}

static void link_lost__hang_up__is_carried_out_when_it_is_back(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	link_wait(l, "Hang up Jane Caller: the link is down, it is done as soon as it is back");
	screen_expect_text(l->screen, "≈ talking     Jane Caller");
	assert_int_equal(asked(l, "hangup"), 0);
	come_back(l);
	assert_true(link_until(l, asked_to, "hangup"));
	link_wait(l, "✓ Hang up Jane Caller");
	assert_int_equal(asked(l, "hangup"), 1);
}

static void link_lost__120x36__says_what_is_pending(void **state)
{
	struct link *l = opened(state, 36, 120, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	link_wait(l, "as soon as it is back");
	screen_expect_text(l->screen, "≈ talking     Jane Caller");
	screen_expect_text(l->screen, "▴ Hang up Jane Caller: the link is down");
}

static void link_lost__call_is_another_by_then__is_not_hung_up(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	l->fake.epoch = "e2";
	l->fake.rows[WIRE_CALL] = JANE("L2", "hold,answer");
	come_back(l);
	link_wait(l, "Hang up Jane Caller: it had ended by then");
	assert_int_equal(asked(l, "hangup"), 0);
}

static void link_lost__anything_else__is_refused_and_never_done_late(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F4");
	link_wait(l, "✗ Hold Jane Caller: the link is down, nothing was done");
	screen_type(l->screen, "okafor");
	screen_keys(l->screen, "Enter");
	link_wait(l, "✗ Transfer Jane Caller to Tom Okafor: the link is down, nothing was done");
	come_back(l);
	screen_pass(l->screen, 1000);
	assert_int_equal(asked(l, "\"action\""), 0);
}

static void link_breaks__while_a_command_runs__says_that_it_is_not_known(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	l->fake.answers[1] = (struct fake_answer){"/rest/command/update/call", 0, "", NULL};
	screen_keys(l->screen, "F4");
	assert_true(link_until(l, asked_to, "\"hold\""));
	lose(l);
	link_wait(l, "Hold Jane Caller: not known whether it happened");
}

static void link_breaks__while_it_hangs_up__is_done_again_when_it_is_back(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	l->fake.answers[1] = (struct fake_answer){"/rest/command/update/call", 0, "", NULL};
	screen_keys(l->screen, "F8");
	assert_true(link_until(l, asked_to, "hangup"));
	lose(l);
	link_wait(l, "it is done as soon as it is back");
	l->fake.answers[1].path = NULL;
	memset(l->fake.bodies, 0, sizeof l->fake.bodies);
	come_back(l);
	assert_true(link_until(l, asked_to, "hangup"));
	link_wait(l, "✓ Hang up Jane Caller");
}

static void switch_that_cannot__80x24__is_not_offered_and_says_so_when_asked(void **state)
{
	struct link *l = opened(state, 24, 80, "[\"xfer\"]", JANE("L1", "hold,answer"));

	screen_type(l->screen, "okafor");
	link_wait(l, "No earlier call is known");
	screen_expect(l->screen, "calls-cannot-80x24");
	screen_expect_no_text(l->screen, "F4");
	screen_expect_no_text(l->screen, "F5");
	screen_keys(l->screen, "F4");
	link_wait(l, "✗ hold: this telephone system cannot do that");
	screen_keys(l->screen, "F5");
	link_wait(l, "✗ park: this telephone system cannot do that");
	screen_keys(l->screen, "F1");
	link_wait(l, "Help");
	screen_expect_no_text(l->screen, "Park: for who is selected");
	assert_int_equal(asked(l, "\"action\""), 0);
}

static void switch_that_cannot__120x36__is_not_offered(void **state)
{
	struct link *l = opened(state, 36, 120, "[\"xfer\"]", JANE("L1", "hold,answer"));

	link_wait(l, "No earlier call is known");
	screen_expect(l->screen, "calls-cannot-120x36");
}

static void telephone_that_cannot_hold__says_to_do_it_there(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "talk"));

	screen_expect_no_text(l->screen, "F4 hold");
	screen_keys(l->screen, "F4");
	link_wait(l, "✗ hold: your telephone cannot be told to, do it there");
	assert_int_equal(asked(l, "\"action\""), 0);
}

static void nothing_has_come_yet__nothing_is_claimed(void **state)
{
	struct link *l = *state = link_new(24, 80);

	l->fake.mute = true;
	link_open(l);
	link_wait(l, "connecting");
	screen_expect(l->screen, "unknown-80x24");
}

static void address_book_has_not_come_yet__is_not_said_to_be_empty(void **state)
{
	struct link *l = *state = link_new(24, 80);

	l->fake.lazy_set = true;
	link_open(l);
	link_wait(l, " live ");
	screen_expect(l->screen, "unknown-book-80x24");
}

static void tags__asked_for_before_they_have_come__are_not_taken_for_none(void **state)
{
	struct link *l = *state = link_new(24, 80);

	l->fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Rita\",\"canCall\":true,\"taggable\":true}";
	l->fake.lazy_set = true;
	link_open(l);
	link_wait(l, " live ");
	screen_type(l->screen, "rita");
	screen_keys(l->screen, "Alt-t");
	link_wait(l, "Tags of Rita: they have not come yet");
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_has_come_yet__nothing_is_claimed),
		TEST(address_book_has_not_come_yet__is_not_said_to_be_empty),
		TEST(tags__asked_for_before_they_have_come__are_not_taken_for_none),
		TEST(link_lost__hang_up__is_carried_out_when_it_is_back),
		TEST(link_lost__120x36__says_what_is_pending),
		TEST(link_lost__call_is_another_by_then__is_not_hung_up),
		TEST(link_lost__anything_else__is_refused_and_never_done_late),
		TEST(link_breaks__while_a_command_runs__says_that_it_is_not_known),
		TEST(link_breaks__while_it_hangs_up__is_done_again_when_it_is_back),
		TEST(switch_that_cannot__80x24__is_not_offered_and_says_so_when_asked),
		TEST(switch_that_cannot__120x36__is_not_offered),
		TEST(telephone_that_cannot_hold__says_to_do_it_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
