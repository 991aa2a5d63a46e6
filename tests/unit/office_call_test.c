#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "unit/office_fixture.h"

static const char reception[] = "SIP/reception", line2[] = "SIP/reception_2";
static const char user[] = "SIP/user", agnes[] = "SIP/agnes", lukasz[] = "SIP/lwalega";
static struct world *w;

static int open_quiet(void **state)
{
	const struct office_options options = {.seed = 1, .quiet = true};

	(void)state;
	w = world_open(&options);
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

/* The reception talks to user; returns the reception's call. */
static const struct wire_call *talk_to_user(void)
{
	assert_int_equal(world_dial(w, reception, "102"), WIRE_R_NONE);
	world_step(w, 300);
	assert_int_equal(world_action(w, WIRE_A_TALK, user, world_only(w, user, NULL)->cid, NULL),
			 WIRE_R_NONE);
	return world_only(w, reception, "up");
}

static void start__tells__every_telephone_queue_and_mailbox(void **state)
{
	const struct wire_device *d = world_device(w, reception);
	const struct wire_row *phone;

	(void)state;
	assert_non_null(d);
	assert_int_equal(d->ownerID, 1);
	assert_int_equal(d->userID, 1);
	assert_int_equal(d->line, 1);
	assert_string_equal(d->extension, "100");
	assert_string_equal(d->extensions, "[\"100\",\"200\"]");
	assert_string_equal(d->queues, "{\"reception\":\"idle\"}");
	assert_string_equal(d->state, "up");
	assert_int_equal(d->blf, 0);
	assert_int_equal(world_device(w, line2)->line, 2);
	phone = world_row(w, WIRE_PHONE, d->mac, NULL);
	assert_string_equal(wire_row_text(phone, WIRE_F(phone, deviceNames)),
			    "[\"SIP/reception\",\"SIP/reception_2\"]");
	assert_string_equal(world_queue(w, "reception")->members, "{\"SIP/reception\":\"idle\"}");
	assert_string_equal(
		wire_row_text(world_row(w, WIRE_EXTENSION, "200", NULL), WIRE_F(extension, type)),
		"Q");
	assert_non_null(world_mailbox(w, "102"));
	assert_int_equal(world_device(w, "SIP/warehouse")->ownerID, WIRE_NULL);
	assert_true(w->presences > 40);
}

static void dial__a_colleague__dials_rings_and_is_up(void **state)
{
	const struct wire_call *mine, *his;

	(void)state;
	assert_int_equal(world_dial(w, reception, "102"), WIRE_R_NONE);
	mine = world_only(w, reception, "dial");
	assert_string_equal(mine->cid, w->cid);
	assert_string_equal(mine->party, "caller");
	assert_string_equal(mine->kind, "internal");
	assert_string_equal(mine->name, "Tom Okafor");
	assert_string_equal(mine->number, "102");
	assert_int_equal(mine->start, WIRE_NULL);
	assert_int_equal(world_device(w, reception)->blf, 1);
	world_step(w, 300);
	his = world_only(w, user, "ring");
	assert_string_equal(mine->state, "ring");
	assert_string_equal(his->party, "callee");
	assert_string_equal(his->name, "Reception");
	assert_string_equal(his->linked, mine->linked);
	assert_string_not_equal(his->cid, mine->cid);
	assert_int_equal(world_device(w, user)->blf, 2);
	world_step(w, 1000);
	assert_int_equal(world_action(w, WIRE_A_TALK, user, his->cid, NULL), WIRE_R_NONE);
	assert_string_equal(mine->state, "up");
	assert_string_equal(his->state, "up");
	assert_int_equal(mine->start, clock_wall_ms());
	assert_int_equal(mine->since, mine->start);
	assert_int_equal(world_device(w, user)->blf, 1);
}

static void hangup__ends_both__dead_first_and_gone_later(void **state)
{
	const struct wire_call *mine = talk_to_user();

	(void)state;
	world_step(w, 5000);
	assert_int_equal(world_action(w, WIRE_A_HANGUP, reception, mine->cid, NULL), WIRE_R_NONE);
	assert_string_equal(world_only(w, reception, "dead")->cause, "normal");
	assert_string_equal(world_only(w, user, "dead")->cause, "normal");
	assert_int_equal(world_device(w, reception)->blf, 0);
	assert_int_equal(w->gone, 0);
	world_step(w, 100);
	assert_int_equal(world_count(w, reception, NULL), 0);
	assert_int_equal(world_count(w, user, NULL), 0);
	assert_int_equal(w->records, 1);
	assert_string_equal(w->record.disposition, "ANSWERED");
	assert_string_equal(w->record.to_device, user);
	assert_int_equal(w->record.end - w->record.answered, 5000);
}

static void reject__tells_the_caller__and_nobody_answers__too(void **state)
{
	const struct wire_call *his;

	(void)state;
	world_dial(w, reception, "102");
	world_step(w, 300);
	his = world_only(w, user, "ring");
	assert_int_equal(world_action(w, WIRE_A_HANGUP, user, his->cid, NULL), WIRE_R_NONE);
	assert_string_equal(his->cause, "rejected");
	assert_string_equal(world_only(w, reception, "dead")->cause, "rejected");
	assert_string_equal(w->record.disposition, "BUSY");
	world_step(w, 100);
	world_dial(w, reception, "102");
	world_step(w, 300);
	world_step(w, 25000);
	assert_string_equal(world_only(w, user, "dead")->cause, "noanswer");
	assert_string_equal(world_only(w, reception, "dead")->cause, "noanswer");
	assert_string_equal(w->record.disposition, "NOANSWER");
}

static void dial__who_cannot_be_reached__says_why(void **state)
{
	(void)state;
	assert_int_equal(world_dial(w, reception, "1"), WIRE_R_NOTARGET);
	assert_int_equal(world_dial(w, reception, "abc"), WIRE_R_NOTARGET);
	assert_int_equal(world_dial(w, reception, ""), WIRE_R_NOTARGET);
	assert_int_equal(world_dial(w, "SIP/nobody", "102"), WIRE_R_NODEVICE);
	assert_int_equal(world_dial(w, reception, "103"), WIRE_R_NONE);
	world_step(w, 300);
	/* A simulated person takes one call at a time. */
	assert_int_equal(world_dial(w, user, "111"), WIRE_R_NONE);
	world_step(w, 300);
	assert_int_equal(world_count(w, lukasz, "ring"), 1);
	assert_int_equal(world_dial(w, agnes, "111"), WIRE_R_NONE);
	world_step(w, 300);
	assert_string_equal(world_only(w, agnes, "dead")->cause, "busy");
	assert_int_equal(world_count(w, lukasz, NULL), 1);
}

static void dial__outside_and_emergency__are_of_that_kind(void **state)
{
	(void)state;
	assert_int_equal(world_dial(w, reception, "+44 1632 960011"), WIRE_R_NONE);
	assert_string_equal(world_only(w, reception, "dial")->kind, "external");
	assert_string_equal(world_only(w, reception, "dial")->number, "+441632960011");
	world_step(w, 500);
	assert_int_equal(world_count(w, reception, "dial"), 1);
	world_step(w, 500);
	assert_int_equal(world_count(w, reception, "ring"), 1);
	assert_int_equal(world_dial(w, user, "999"), WIRE_R_NONE);
	assert_string_equal(world_only(w, user, NULL)->kind, "emergency");
	world_step(w, 45000);
	assert_int_equal(world_count(w, reception, NULL), 0);
}

static void answer__while_talking__holds_the_other_call(void **state)
{
	const struct wire_call *first = talk_to_user(), *second;

	(void)state;
	world_dial(w, agnes, "100");
	world_step(w, 300);
	second = world_only(w, reception, "ring");
	assert_int_equal(world_device(w, reception)->blf, 3);
	assert_int_equal(world_action(w, WIRE_A_TALK, reception, second->cid, NULL), WIRE_R_NONE);
	assert_string_equal(first->state, "hold");
	assert_string_equal(second->state, "up");
	assert_int_equal(world_device(w, reception)->blf, 1);
	assert_int_equal(world_action(w, WIRE_A_TALK, reception, first->cid, NULL), WIRE_R_NONE);
	assert_string_equal(first->state, "up");
	assert_string_equal(second->state, "hold");
	/* The second line is the same telephone. */
	assert_int_equal(world_dial(w, line2, "115"), WIRE_R_NOTARGET);
	assert_int_equal(world_dial(w, line2, "114"), WIRE_R_NONE);
	assert_string_equal(first->state, "hold");
}

static void hold__too_long__rings_the_operator_again(void **state)
{
	const struct wire_call *mine = talk_to_user(), *back;
	char cid[64];

	(void)state;
	assert_int_equal(world_action(w, WIRE_A_HOLD, reception, mine->cid, NULL), WIRE_R_NONE);
	assert_string_equal(mine->state, "hold");
	assert_int_equal(mine->returns, clock_wall_ms() + 60000);
	assert_string_equal(world_only(w, user, NULL)->state, "up");
	world_step(w, 60000);
	assert_string_equal(mine->cause, "returned");
	world_step(w, 500);
	back = world_only(w, reception, "ring");
	assert_string_equal(back->returnedFrom, "{\"who\":\"Reception\",\"why\":\"hold\"}");
	assert_int_equal(back->away, clock_wall_ms() - 60500);
	assert_string_equal(world_only(w, user, NULL)->state, "ring");
	assert_string_equal(world_only(w, user, NULL)->nrState, "up");
	strcpy(cid, back->cid);
	assert_int_equal(world_action(w, WIRE_A_TALK, reception, cid, NULL), WIRE_R_NONE);
	assert_string_equal(world_only(w, user, NULL)->state, "up");
}

static void commands__for_what_is_not_there__are_refused(void **state)
{
	const struct wire_call *mine = talk_to_user();

	(void)state;
	assert_int_equal(world_action(w, WIRE_A_HOLD, reception, "c-99", NULL), WIRE_R_NOCALL);
	assert_int_equal(world_action(w, WIRE_A_HOLD, user, mine->cid, NULL), WIRE_R_NOCALL);
	assert_int_equal(world_action(w, WIRE_A_HOLD, "SIP/none", mine->cid, NULL),
			 WIRE_R_NODEVICE);
	assert_int_equal(world_action(w, WIRE_A_HOLD, reception, NULL, NULL), WIRE_R_NOCALL);
	assert_int_equal(world_action(w, WIRE_A_HOLD, NULL, NULL, NULL), WIRE_R_NODEVICE);
	assert_int_equal(world_action(w, WIRE_A_COUNT, reception, mine->cid, NULL),
			 WIRE_R_UNSUPPORTED);
}

static void talk__on_a_telephone_that_cannot_be_told__is_unsupported(void **state)
{
	const struct wire_call *call;

	(void)state;
	world_dial(w, reception, "180");
	world_step(w, 300);
	call = world_only(w, "SIP/warehouse", "ring");
	assert_string_equal(call->features, "hold,talk");
	assert_int_equal(world_action(w, WIRE_A_TALK, "SIP/warehouse", call->cid, NULL),
			 WIRE_R_UNSUPPORTED);
}

static void group__rings_all__and_the_first_to_answer_has_it(void **state)
{
	(void)state;
	assert_int_equal(world_dial(w, reception, "210"), WIRE_R_NONE);
	world_step(w, 300);
	assert_int_equal(world_count(w, user, "ring"), 1);
	assert_int_equal(world_count(w, lukasz, "ring"), 1);
	assert_int_equal(world_action(w, WIRE_A_TALK, user, world_only(w, user, NULL)->cid, NULL),
			 WIRE_R_NONE);
	assert_string_equal(world_only(w, lukasz, "dead")->cause, "elsewhere");
	assert_string_equal(world_only(w, reception, "up")->name, "Tom Okafor");
}

static void dtmf__needs_somebody_who_hears_it(void **state)
{
	const struct wire_call *mine = talk_to_user();
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_DTMF,
				   .device = reception,
				   .cid = mine->cid,
				   .digits = "12*#"};

	(void)state;
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	c.digits = "1;rm";
	assert_int_equal(world_command(w, &c), WIRE_R_INVALID);
	c.digits = NULL;
	assert_int_equal(world_command(w, &c), WIRE_R_INVALID);
	world_action(w, WIRE_A_HOLD, reception, mine->cid, NULL);
	c.digits = "1";
	assert_int_equal(world_command(w, &c), WIRE_R_UNSUPPORTED);
}

static void voicemail__target__takes_a_message(void **state)
{
	struct switch_command c = {
		.verb = SWITCH_DIAL, .device = reception, .to = {.cID = 5, .voicemail = true}};
	const int64_t before = world_mailbox(w, "104")->unread;
	const struct wire_call *call;

	(void)state;
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	world_step(w, 300);
	call = world_only(w, reception, "up");
	assert_string_equal(call->name, "Margarethe von Hohenstein-Blücher");
	assert_int_equal(world_action(w, WIRE_A_HANGUP, reception, call->cid, NULL), WIRE_R_NONE);
	assert_int_equal(world_mailbox(w, "104")->unread, before + 1);
	c.to.cID = 4711;
	assert_int_equal(world_command(w, &c), WIRE_R_NOTARGET);
	/* He hears them. */
	assert_int_equal(world_dial(w, "SIP/director", "600"), WIRE_R_NONE);
	world_step(w, 300);
	assert_int_equal(world_mailbox(w, "104")->unread, 0);
	assert_int_equal(world_mailbox(w, "104")->read, before + 1);
}

static void device__settings_change__and_nothing_else(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_DEVICE);
	struct switch_command c = {
		.verb = SWITCH_DEVICE, .device = reception, .row = (const struct wire_device *)row};

	(void)state;
	wire_row_set_bool(row, WIRE_F(device, autoanswer), true);
	wire_row_set_text(row, WIRE_F(device, optOut), "[\"210\"]");
	wire_row_set_int(row, WIRE_F(device, blf), 3);
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	assert_true(world_device(w, reception)->autoanswer);
	assert_string_equal(world_device(w, reception)->optOut, "[\"210\"]");
	assert_int_equal(world_device(w, reception)->blf, 0);
	c.row = NULL;
	assert_int_equal(world_command(w, &c), WIRE_R_INVALID);
	wire_row_free(&row);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_quiet, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(start__tells__every_telephone_queue_and_mailbox),
		T(dial__a_colleague__dials_rings_and_is_up),
		T(hangup__ends_both__dead_first_and_gone_later),
		T(reject__tells_the_caller__and_nobody_answers__too),
		T(dial__who_cannot_be_reached__says_why),
		T(dial__outside_and_emergency__are_of_that_kind),
		T(answer__while_talking__holds_the_other_call),
		T(hold__too_long__rings_the_operator_again),
		T(commands__for_what_is_not_there__are_refused),
		T(talk__on_a_telephone_that_cannot_be_told__is_unsupported),
		T(group__rings_all__and_the_first_to_answer_has_it),
		T(dtmf__needs_somebody_who_hears_it),
		T(voicemail__target__takes_a_message),
		T(device__settings_change__and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
