#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/office_fixture.h"

static const char desk[] = "SIP/reception", user[] = "SIP/user", agnes[] = "SIP/agnes";
static const char lukasz[] = "SIP/lwalega";
static struct world *w;
static char mine[64];

/* The reception talks to user, as call mine. */
static int open_talking(void **state)
{
	const struct office_options options = {.seed = 1, .quiet = true};

	(void)state;
	w = world_open(&options);
	world_dial(w, user, "100");
	world_step(w, 300);
	strcpy(mine, world_only(w, desk, "ring")->cid);
	assert_int_equal(world_action(w, WIRE_A_TALK, desk, mine, NULL), WIRE_R_NONE);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	if (w)
		world_check(w);
	world_close(&w);
	return 0;
}

static void answer_at(const char *device)
{
	assert_int_equal(
		world_action(w, WIRE_A_TALK, device, world_only(w, device, "ring")->cid, NULL),
		WIRE_R_NONE);
}

static void hangup_at(const char *device)
{
	assert_int_equal(
		world_action(w, WIRE_A_HANGUP, device, world_only(w, device, NULL)->cid, NULL),
		WIRE_R_NONE);
	world_step(w, 100);
}

static const struct wire_call *users(void)
{
	return world_only(w, user, NULL);
}

/* Asks Łukasz whether he takes the call; his telephone rings. */
static void consult(char cid[64])
{
	assert_int_equal(world_action(w, WIRE_A_ATXFER, desk, mine, "111"), WIRE_R_NONE);
	strcpy(cid, w->cid);
	assert_string_equal(world_call(w, desk, cid)->state, "dial");
	assert_string_equal(world_call(w, desk, mine)->state, "hold");
	world_step(w, 300);
	assert_int_equal(world_count(w, lukasz, "ring"), 1);
}

static void xfer__rings_the_other__and_joins_them(void **state)
{
	char linked[64];

	(void)state;
	strcpy(linked, users()->linked);
	assert_int_equal(world_action(w, WIRE_A_XFER, desk, mine, "111"), WIRE_R_NONE);
	assert_string_equal(world_call(w, desk, mine)->cause, "normal");
	assert_string_equal(users()->state, "ring");
	assert_string_equal(users()->nrState, "up");
	assert_string_equal(users()->number, "111");
	assert_string_equal(world_only(w, lukasz, "ring")->name, "Tom Okafor");
	assert_string_equal(world_only(w, lukasz, "ring")->linked, linked);
	assert_int_equal(world_only(w, lukasz, "ring")->returns, clock_wall_ms() + 25000);
	answer_at(lukasz);
	world_step(w, 100);
	assert_int_equal(world_count(w, desk, NULL), 0);
	assert_string_equal(users()->state, "up");
	assert_string_equal(users()->name, "Łukasz Wałęga");
	hangup_at(lukasz);
	assert_int_equal(world_count(w, user, NULL), 0);
}

static void returned(const char *who, const char *why)
{
	char expected[200];

	world_step(w, 500);
	snprintf(expected, sizeof(expected), "{\"who\":\"%s\",\"why\":\"%s\"}", who, why);
	assert_string_equal(world_only(w, desk, "ring")->returnedFrom, expected);
	assert_string_equal(world_only(w, desk, "ring")->name, "Tom Okafor");
}

static void xfer__unanswered__comes_back(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	world_step(w, 25000);
	assert_string_equal(world_only(w, lukasz, "dead")->cause, "noanswer");
	returned("Łukasz Wałęga", "noanswer");
	answer_at(desk);
	assert_string_equal(users()->state, "up");
}

static void xfer__busy_or_rejected__comes_back(void **state)
{
	(void)state;
	world_dial(w, agnes, "111");
	world_step(w, 300);
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	world_step(w, 100);
	returned("Łukasz Wałęga", "busy");
	hangup_at(agnes);
	strcpy(mine, world_only(w, desk, "ring")->cid);
	answer_at(desk);
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	world_step(w, 100);
	world_action(w, WIRE_A_HANGUP, lukasz, world_only(w, lukasz, "ring")->cid, NULL);
	returned("Łukasz Wałęga", "rejected");
}

static void xfer__nobody_takes_it_back__goes_to_the_front_desk(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	world_step(w, 25000);
	world_step(w, 500);
	world_step(w, 30000);
	assert_int_equal(world_queue(w, "reception")->depth, 1);
	assert_string_equal(world_only(w, "queue:reception", "ring")->returnedFrom,
			    "{\"who\":\"Łukasz Wałęga\",\"why\":\"noanswer\"}");
}

static void xfer__to_nowhere__leaves_the_call_alone(void **state)
{
	(void)state;
	assert_int_equal(world_action(w, WIRE_A_XFER, desk, mine, "1"), WIRE_R_NOTARGET);
	assert_int_equal(world_action(w, WIRE_A_XFER, desk, mine, "600"), WIRE_R_NOTARGET);
	assert_string_equal(world_call(w, desk, mine)->state, "up");
	assert_string_equal(users()->state, "up");
}

static void xfer__ringing_call__is_deflected(void **state)
{
	(void)state;
	world_dial(w, agnes, "100");
	world_step(w, 300);
	assert_int_equal(
		world_action(w, WIRE_A_XFER, desk, world_only(w, desk, "ring")->cid, "111"),
		WIRE_R_NONE);
	assert_string_equal(world_only(w, desk, "dead")->cause, "elsewhere");
	answer_at(lukasz);
	assert_string_equal(world_only(w, agnes, NULL)->state, "up");
}

static void cancel__blind_transfer__takes_the_caller_back(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	world_step(w, 1000);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NONE);
	assert_string_equal(world_only(w, desk, "up")->name, "Tom Okafor");
	assert_int_equal(world_count(w, lukasz, "ring"), 0);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NOCALL);
}

static void cancel__after_the_answer__still_takes_him_back(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	answer_at(lukasz);
	world_step(w, 20000);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NONE);
	assert_string_equal(world_only(w, lukasz, "dead")->cause, "returned");
	assert_int_equal(world_count(w, desk, "up"), 1);
}

static void cancel__when_the_other_has_hung_up__has_nothing_to_take(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "111");
	hangup_at(user);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NOCALL);
	assert_int_equal(world_count(w, lukasz, "ring"), 0);
}

static void complete__after_the_answer__joins_them(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	assert_string_not_equal(world_only(w, lukasz, NULL)->linked, users()->linked);
	answer_at(lukasz);
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, mine, desk, cid), WIRE_R_NONE);
	world_step(w, 100);
	assert_int_equal(world_count(w, desk, NULL), 0);
	assert_string_equal(world_only(w, lukasz, "up")->linked, users()->linked);
	assert_string_equal(world_only(w, lukasz, "up")->name, "Tom Okafor");
	hangup_at(user);
	assert_int_equal(world_count(w, lukasz, NULL), 0);
}

static void complete__while_it_rings__in_either_order__rings_on(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, cid, desk, mine), WIRE_R_NONE);
	assert_string_equal(world_only(w, lukasz, "ring")->name, "Tom Okafor");
	assert_string_equal(users()->state, "ring");
	world_step(w, 25000);
	returned("Łukasz Wałęga", "noanswer");
}

static void complete__before_it_rings__rings(void **state)
{
	(void)state;
	world_action(w, WIRE_A_ATXFER, desk, mine, "111");
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, mine, desk, w->cid), WIRE_R_NONE);
	answer_at(lukasz);
	assert_string_equal(users()->state, "up");
}

static void complete__with_itself_or_the_dead__is_refused(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, mine, desk, mine), WIRE_R_INVALID);
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, mine, desk, "c-99"), WIRE_R_NOCALL);
	assert_int_equal(world_action(w, WIRE_A_ATXFER, desk, mine, "110"), WIRE_R_CONFLICT);
	world_action(w, WIRE_A_HANGUP, desk, cid, NULL);
	assert_int_equal(world_with(w, WIRE_A_COMPLETE, desk, mine, desk, cid), WIRE_R_NOCALL);
	assert_string_equal(world_call(w, desk, mine)->state, "hold");
}

static void cancel__attended__ends_the_consultation_and_goes_on(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	answer_at(lukasz);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NONE);
	assert_string_equal(world_call(w, desk, mine)->state, "up");
	assert_string_equal(world_call(w, desk, cid)->state, "dead");
	assert_string_equal(world_only(w, lukasz, NULL)->state, "dead");
}

static void hold__while_consulting__does_not_ring_again(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	answer_at(lukasz);
	world_step(w, 64700);
	assert_string_equal(world_call(w, desk, mine)->state, "hold");
	assert_int_equal(world_call(w, desk, mine)->returns, clock_wall_ms() + 5000);
}

static void merge__three_talk__and_leaving_joins_the_other_two(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	assert_int_equal(world_with(w, WIRE_A_MERGE, desk, mine, desk, cid), WIRE_R_UNSUPPORTED);
	answer_at(lukasz);
	assert_int_equal(world_with(w, WIRE_A_MERGE, desk, mine, desk, cid), WIRE_R_NONE);
	assert_int_equal(world_count(w, desk, "up"), 2);
	assert_string_equal(world_only(w, lukasz, NULL)->linked, users()->linked);
	assert_int_equal(world_with(w, WIRE_A_MERGE, desk, mine, desk, cid), WIRE_R_INVALID);
	world_action(w, WIRE_A_HANGUP, desk, cid, NULL);
	world_step(w, 100);
	assert_int_equal(world_count(w, desk, NULL), 0);
	assert_string_equal(users()->state, "up");
	assert_string_equal(users()->name, "Łukasz Wałęga");
}

static void merge__one_leaves__the_rest_talks_on(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	answer_at(lukasz);
	world_with(w, WIRE_A_MERGE, desk, mine, desk, cid);
	hangup_at(lukasz);
	assert_string_equal(world_only(w, desk, NULL)->cid, mine);
	assert_string_equal(world_only(w, desk, NULL)->state, "up");
	hangup_at(user);
	assert_int_equal(world_count(w, desk, NULL), 0);
}

static void merge__hold_and_cancel__take_both(void **state)
{
	char cid[64];

	(void)state;
	consult(cid);
	answer_at(lukasz);
	world_with(w, WIRE_A_MERGE, desk, mine, desk, cid);
	world_action(w, WIRE_A_HOLD, desk, mine, NULL);
	assert_int_equal(world_count(w, desk, "hold"), 2);
	world_action(w, WIRE_A_TALK, desk, cid, NULL);
	assert_int_equal(world_count(w, desk, "up"), 2);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, mine, NULL), WIRE_R_NONE);
	world_step(w, 100);
	assert_string_equal(world_only(w, desk, NULL)->cid, mine);
	assert_string_equal(world_only(w, desk, NULL)->state, "up");
	assert_int_equal(world_count(w, lukasz, NULL), 0);
}

static void serial__comes_back_when_they_hang_up(void **state)
{
	(void)state;
	assert_int_equal(world_action(w, WIRE_A_SERIAL, desk, mine, "111"), WIRE_R_NONE);
	answer_at(lukasz);
	world_step(w, 5000);
	hangup_at(lukasz);
	returned("Łukasz Wałęga", "serial");
	answer_at(desk);
	hangup_at(desk);
	assert_int_equal(world_count(w, user, NULL), 0);
}

static void voicemail__xfer__lets_him_speak(void **state)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_XFER,
				   .device = desk,
				   .cid = mine,
				   .to = {.cID = 9, .voicemail = true}};

	(void)state;
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	assert_string_equal(users()->state, "up");
	hangup_at(user);
	assert_int_equal(world_mailbox(w, "111")->unread, 1);
}

static void xfer__outside_unanswered__comes_back(void **state)
{
	(void)state;
	world_action(w, WIRE_A_XFER, desk, mine, "+441632960011");
	assert_string_equal(users()->kind, "external");
	world_step(w, 40000);
	assert_string_equal(users()->state, "ring");
	returned("+441632960011", "noanswer");
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_talking, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(xfer__rings_the_other__and_joins_them),
		T(xfer__unanswered__comes_back),
		T(xfer__busy_or_rejected__comes_back),
		T(xfer__nobody_takes_it_back__goes_to_the_front_desk),
		T(xfer__to_nowhere__leaves_the_call_alone),
		T(xfer__ringing_call__is_deflected),
		T(cancel__blind_transfer__takes_the_caller_back),
		T(cancel__after_the_answer__still_takes_him_back),
		T(cancel__when_the_other_has_hung_up__has_nothing_to_take),
		T(complete__after_the_answer__joins_them),
		T(complete__while_it_rings__in_either_order__rings_on),
		T(complete__before_it_rings__rings),
		T(complete__with_itself_or_the_dead__is_refused),
		T(cancel__attended__ends_the_consultation_and_goes_on),
		T(hold__while_consulting__does_not_ring_again),
		T(merge__three_talk__and_leaving_joins_the_other_two),
		T(merge__one_leaves__the_rest_talks_on),
		T(merge__hold_and_cancel__take_both),
		T(serial__comes_back_when_they_hang_up),
		T(voicemail__xfer__lets_him_speak),
		T(xfer__outside_unanswered__comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
