#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/office_fixture.h"

static const char desk[] = "SIP/reception", user[] = "SIP/user", agnes[] = "SIP/agnes";
static const char front[] = "queue:reception", support[] = "queue:support";
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

static void dial(const char *device, const char *to)
{
	assert_int_equal(world_dial(w, device, to), WIRE_R_NONE);
	world_step(w, 300);
}

static enum wire_reason act(enum wire_action action, const char *device, const char *to)
{
	return world_action(w, action, device, world_only(w, device, NULL)->cid, to);
}

/* user talks to the reception. */
static void talk(void)
{
	dial(user, "100");
	assert_int_equal(act(WIRE_A_TALK, desk, NULL), WIRE_R_NONE);
}

static void queue__caller__waits_there_and_rings_its_member(void **state)
{
	const struct wire_call *waits, *rings;

	(void)state;
	dial(user, "200");
	waits = world_only(w, front, "ring");
	rings = world_only(w, desk, "ring");
	assert_int_equal(waits->position, 1);
	assert_string_equal(waits->queue, "reception");
	assert_string_equal(waits->qname, "Tom Okafor");
	assert_string_equal(waits->qnumber, "102");
	assert_int_equal(waits->inq, clock_wall_ms() / 1000);
	assert_string_equal(waits->linked, rings->linked);
	assert_string_equal(rings->queue, "reception");
	assert_string_equal(rings->qname, "Tom Okafor");
	assert_int_equal(world_queue(w, "reception")->depth, 1);
	assert_int_equal(world_queue(w, "reception")->longest, waits->inq);
	assert_string_equal(world_queue(w, "reception")->members,
			    "{\"SIP/reception\":\"ringing\"}");
	assert_string_equal(world_device(w, desk)->queues, "{\"reception\":\"ringing\"}");
}

static void queue__answered__says_by_whom_and_goes(void **state)
{
	const struct wire_call *waits;
	char expected[100];

	(void)state;
	dial(user, "200");
	waits = world_only(w, front, "ring");
	world_step(w, 7000);
	assert_int_equal(act(WIRE_A_TALK, desk, NULL), WIRE_R_NONE);
	snprintf(expected, sizeof(expected), "[\"SIP/reception\",\"%s\"]",
		 world_only(w, desk, "up")->cid);
	assert_string_equal(waits->qcall, expected);
	assert_int_equal(waits->outq, waits->inq + 7);
	assert_string_equal(waits->state, "up");
	assert_int_equal(world_queue(w, "reception")->depth, 0);
	assert_int_equal(world_queue(w, "reception")->longest, WIRE_NULL);
	world_step(w, 100);
	assert_int_equal(world_count(w, front, NULL), 0);
	act(WIRE_A_HANGUP, desk, NULL);
	assert_string_equal(w->record.queue, "reception");
	assert_string_equal(w->record.disposition, "ANSWERED");
}

static void queue__abandoned__dies(void **state)
{
	(void)state;
	dial(user, "200");
	dial(agnes, "200");
	assert_int_equal(world_queue(w, "reception")->depth, 2);
	assert_int_equal(world_count(w, desk, "ring"), 2);
	act(WIRE_A_HANGUP, user, NULL);
	assert_string_equal(world_only(w, front, "dead")->cause, "normal");
	assert_int_equal(world_only(w, front, "ring")->position, 1);
	world_step(w, 100);
	assert_int_equal(world_queue(w, "reception")->depth, 1);
	assert_int_equal(world_count(w, desk, NULL), 1);
}

static void queue__rejected__rings_again_later(void **state)
{
	(void)state;
	dial(user, "200");
	assert_int_equal(act(WIRE_A_HANGUP, desk, NULL), WIRE_R_NONE);
	world_step(w, 1000);
	assert_int_equal(world_count(w, desk, NULL), 0);
	assert_int_equal(world_count(w, front, "ring"), 1);
	world_step(w, 14000);
	assert_int_equal(world_count(w, desk, "ring"), 1);
}

static unsigned ringing_members(void)
{
	static const char *const members[] = {"SIP/nhanh", "SIP/dkowal", "SIP/ytanaka",
					      "SIP/rsingh", "SIP/eobrien"};
	unsigned count = 0;

	for (unsigned i = 0; i < 5; i++)
		count += world_count(w, members[i], "ring");
	return count;
}

static void queue__one_at_a_time__goes_round(void **state)
{
	(void)state;
	dial(user, "201");
	assert_int_equal(ringing_members(), 1);
	assert_int_equal(world_count(w, "SIP/nhanh", "ring"), 1);
	dial(agnes, "201");
	assert_int_equal(ringing_members(), 2);
	world_step(w, 14700);
	assert_string_equal(world_only(w, "SIP/nhanh", NULL)->cause, "noanswer");
	world_step(w, 5400);
	assert_int_equal(world_count(w, "SIP/ytanaka", "ring"), 1);
	assert_int_equal(ringing_members(), 2);
	assert_int_equal(world_queue(w, "support")->depth, 2);
}

static void member__paused_or_unknown(void **state)
{
	struct switch_command c = {.verb = SWITCH_QUEUE_MEMBER,
				   .device = desk,
				   .queue = "reception",
				   .paused = true,
				   .text = "Lunch"};

	(void)state;
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	assert_string_equal(world_queue(w, "reception")->members, "{\"SIP/reception\":\"paused\"}");
	dial(user, "200");
	assert_int_equal(world_count(w, desk, NULL), 0);
	c.paused = false;
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	world_step(w, 1);
	assert_int_equal(world_count(w, desk, "ring"), 1);
	c.queue = "support";
	assert_int_equal(world_command(w, &c), WIRE_R_NOTARGET);
	c.queue = NULL;
	assert_int_equal(world_command(w, &c), WIRE_R_NOTARGET);
	c.device = "SIP/none";
	assert_int_equal(world_command(w, &c), WIRE_R_NODEVICE);
}

static void send__takes_a_caller_out_of_the_queue__and_back(void **state)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_SEND,
				   .user = 1,
				   .other_device = front,
				   .to = {.cID = WIRE_NULL}};
	char cid[64];

	(void)state;
	dial(user, "200");
	strcpy(cid, world_only(w, front, NULL)->cid);
	c.other_cid = cid;
	assert_int_equal(world_command(w, &c), WIRE_R_NOTARGET);
	strcpy(c.to.number, "111");
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	assert_string_equal(world_only(w, front, NULL)->cause, "elsewhere");
	assert_string_equal(world_only(w, desk, NULL)->cause, "elsewhere");
	assert_int_equal(world_count(w, "SIP/lwalega", "ring"), 1);
	assert_int_equal(world_command(w, &c), WIRE_R_GONE);
	world_step(w, 25000);
	world_step(w, 500);
	assert_string_equal(world_only(w, front, "ring")->returnedFrom,
			    "{\"who\":\"Łukasz Wałęga\",\"why\":\"noanswer\"}");
	c.other_device = "reception";
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
}

static void pickup__takes_what_rings_elsewhere(void **state)
{
	char cid[64];

	(void)state;
	dial(user, "111");
	strcpy(cid, world_only(w, "SIP/lwalega", NULL)->cid);
	assert_int_equal(world_with(w, WIRE_A_PICKUP, desk, NULL, "SIP/lwalega", cid), WIRE_R_NONE);
	assert_string_equal(world_only(w, "SIP/lwalega", "dead")->cause, "elsewhere");
	assert_string_equal(world_only(w, desk, "up")->name, "Tom Okafor");
	assert_int_equal(world_with(w, WIRE_A_PICKUP, agnes, NULL, "SIP/lwalega", cid),
			 WIRE_R_GONE);
	assert_int_equal(
		world_with(w, WIRE_A_PICKUP, agnes, NULL, desk, world_only(w, desk, "up")->cid),
		WIRE_R_CONFLICT);
	assert_int_equal(world_with(w, WIRE_A_PICKUP, "SIP/none", NULL, desk, cid),
			 WIRE_R_NODEVICE);
}

static void pickup__out_of_the_queue(void **state)
{
	(void)state;
	dial(user, "201");
	assert_int_equal(world_with(w, WIRE_A_PICKUP, desk, NULL, support,
				    world_only(w, support, NULL)->cid),
			 WIRE_R_NONE);
	assert_int_equal(world_count(w, desk, "up"), 1);
	assert_int_equal(ringing_members(), 0);
	assert_int_equal(world_queue(w, "support")->depth, 0);
}

static void claim__takes_what_another_holds(void **state)
{
	char cid[64];

	(void)state;
	talk();
	strcpy(cid, world_only(w, desk, NULL)->cid);
	assert_int_equal(world_with(w, WIRE_A_CLAIM, agnes, NULL, desk, cid), WIRE_R_CONFLICT);
	act(WIRE_A_HOLD, desk, NULL);
	assert_int_equal(world_with(w, WIRE_A_CLAIM, agnes, NULL, desk, cid), WIRE_R_NONE);
	assert_string_equal(world_only(w, desk, NULL)->cause, "elsewhere");
	assert_string_equal(world_only(w, agnes, "up")->name, "Tom Okafor");
	assert_string_equal(world_only(w, user, NULL)->name, "Agnes Müller");
}

static enum wire_reason park(const char *device, const char *slot, int64_t timeout)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_PARK,
				   .user = 1,
				   .device = device,
				   .slot = slot,
				   .timeout_ms = timeout,
				   .for_json = "{\"cID\":9}"};

	c.cid = world_only(w, device, "up")->cid;
	return world_command(w, &c);
}

static enum wire_reason retrieve(const char *device, const char *slot)
{
	const struct switch_command c = {.verb = SWITCH_CALL,
					 .action = WIRE_A_RETRIEVE,
					 .device = device,
					 .lot = "default",
					 .slot = slot};

	return world_command(w, &c);
}

static void park__says_where_for_whom_and_until_when(void **state)
{
	const struct wire_parked *p;

	(void)state;
	talk();
	assert_int_equal(park(desk, NULL, 0), WIRE_R_NONE);
	p = world_parked(w, "default", "701");
	assert_non_null(p);
	assert_string_equal(p->name, "Tom Okafor");
	assert_string_equal(p->forWhom, "{\"cID\":9}");
	assert_int_equal(p->by, 1);
	assert_int_equal(p->returns, p->since + 45000);
	assert_string_equal(p->linked, world_only(w, user, NULL)->linked);
	assert_string_equal(world_only(w, user, "park")->cid, p->cid);
	assert_string_equal(world_only(w, desk, NULL)->cause, "normal");
	assert_int_equal(retrieve(agnes, "702"), WIRE_R_GONE);
	assert_int_equal(retrieve(agnes, "701"), WIRE_R_NONE);
	assert_string_equal(world_only(w, agnes, "up")->name, "Tom Okafor");
	assert_null(world_parked(w, "default", "701"));
	assert_int_equal(retrieve(agnes, "701"), WIRE_R_GONE);
}

static void park__too_long__rings_the_operator(void **state)
{
	(void)state;
	talk();
	assert_int_equal(park(desk, "705", 10000), WIRE_R_NONE);
	world_step(w, 9999);
	assert_non_null(world_parked(w, "default", "705"));
	world_step(w, 1);
	world_step(w, 500);
	assert_null(world_parked(w, "default", "705"));
	assert_string_equal(world_only(w, desk, "ring")->returnedFrom,
			    "{\"who\":\"705\",\"why\":\"park\"}");
}

static void park__taken_or_unknown_slot__is_refused(void **state)
{
	(void)state;
	talk();
	park(desk, "703", 0);
	world_step(w, 100);
	dial(agnes, "100");
	act(WIRE_A_TALK, desk, NULL);
	assert_int_equal(park(desk, "703", 0), WIRE_R_CONFLICT);
	assert_int_equal(park(desk, "999", 0), WIRE_R_NOTARGET);
	assert_int_equal(park(desk, "", 0), WIRE_R_NONE);
	assert_non_null(world_parked(w, "default", "701"));
}

static void park__caller_gives_up__frees_the_slot(void **state)
{
	(void)state;
	talk();
	park(desk, NULL, 0);
	act(WIRE_A_HANGUP, user, NULL);
	assert_null(world_parked(w, "default", "701"));
}

static void park__cancel__takes_him_back(void **state)
{
	char cid[64];

	(void)state;
	talk();
	strcpy(cid, world_only(w, desk, NULL)->cid);
	park(desk, NULL, 0);
	assert_int_equal(world_action(w, WIRE_A_CANCEL, desk, cid, NULL), WIRE_R_NONE);
	assert_null(world_parked(w, "default", "701"));
	assert_int_equal(world_count(w, desk, "up"), 1);
}

static void slot__dialled__fetches_who_is_parked(void **state)
{
	(void)state;
	talk();
	park(desk, NULL, 0);
	dial(agnes, "701");
	assert_string_equal(world_only(w, agnes, "up")->name, "Tom Okafor");
	assert_null(world_parked(w, "default", "701"));
	act(WIRE_A_HANGUP, agnes, NULL);
	world_step(w, 100);
	dial(agnes, "701");
	assert_string_equal(world_only(w, agnes, NULL)->cause, "busy");
}

/* Łukasz talks to Agnes; user is camped on him. */
static void camp(void)
{
	dial(agnes, "111");
	act(WIRE_A_TALK, "SIP/lwalega", NULL);
	talk();
	assert_int_equal(act(WIRE_A_CAMP, desk, "111"), WIRE_R_NONE);
}

static void camp__waits_visibly__and_is_offered_when_free(void **state)
{
	const struct wire_parked *p;

	(void)state;
	camp();
	p = world_parked(w, "camp", "111");
	assert_non_null(p);
	assert_string_equal(p->forWhom, "{\"cID\":9}");
	assert_int_equal(p->returns, p->since + 120000);
	assert_string_equal(world_only(w, user, NULL)->state, "park");
	world_step(w, 5000);
	act(WIRE_A_HANGUP, agnes, NULL);
	world_step(w, 1);
	assert_null(world_parked(w, "camp", "111"));
	assert_string_equal(world_only(w, "SIP/lwalega", "ring")->name, "Tom Okafor");
	world_step(w, 200000);
	world_step(w, 500);
	assert_string_equal(world_only(w, front, "ring")->name, "Tom Okafor");
}

static void camp__never_free__comes_back(void **state)
{
	(void)state;
	camp();
	world_step(w, 120000);
	world_step(w, 500);
	assert_null(world_parked(w, "camp", "111"));
	assert_string_equal(world_only(w, desk, "ring")->returnedFrom,
			    "{\"who\":\"Łukasz Wałęga\",\"why\":\"camp\"}");
}

static void camp__is_fetched_or_refused(void **state)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_RETRIEVE,
				   .device = desk,
				   .lot = "camp",
				   .slot = "111"};

	(void)state;
	camp();
	assert_int_equal(world_command(w, &c), WIRE_R_NONE);
	world_step(w, 100);
	assert_int_equal(act(WIRE_A_CAMP, desk, "210"), WIRE_R_UNSUPPORTED);
	assert_int_equal(
		world_action(w, WIRE_A_CAMP, desk, world_only(w, desk, "up")->cid, "+441632960011"),
		WIRE_R_UNSUPPORTED);
	assert_int_equal(act(WIRE_A_CAMP, desk, "+441632960011"), WIRE_R_UNSUPPORTED);
	assert_int_equal(act(WIRE_A_CAMP, desk, "110"), WIRE_R_NONE);
	assert_int_equal(world_count(w, "SIP/sbello", "ring"), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_quiet, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(queue__caller__waits_there_and_rings_its_member),
		T(queue__answered__says_by_whom_and_goes),
		T(queue__abandoned__dies),
		T(queue__rejected__rings_again_later),
		T(queue__one_at_a_time__goes_round),
		T(member__paused_or_unknown),
		T(send__takes_a_caller_out_of_the_queue__and_back),
		T(pickup__takes_what_rings_elsewhere),
		T(pickup__out_of_the_queue),
		T(claim__takes_what_another_holds),
		T(park__says_where_for_whom_and_until_when),
		T(park__too_long__rings_the_operator),
		T(park__taken_or_unknown_slot__is_refused),
		T(park__caller_gives_up__frees_the_slot),
		T(park__cancel__takes_him_back),
		T(slot__dialled__fetches_who_is_parked),
		T(camp__waits_visibly__and_is_offered_when_free),
		T(camp__never_free__comes_back),
		T(camp__is_fetched_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
