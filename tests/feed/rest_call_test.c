/* PROTOCOL.md, section 2, "Commands": what can be done with a call, a device and a queue. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/mem.h"

#define UPDATE "/rest/command/update/call"

static int setup(void **state)
{
	struct house *house;

	if (house_setup(state))
		return -1;
	house = *state;
	house_row(house, WIRE_CALL,
		  "{\"parent\":\"SIP/anna\",\"cid\":\"c1\",\"state\":\"up\",\"party\":\"callee\","
		  "\"features\":\"hold,talk,answer\"}");
	house_row(
		house, WIRE_CALL,
		"{\"parent\":\"SIP/anna\",\"cid\":\"c2\",\"state\":\"dial\",\"party\":\"caller\"}");
	house_row(house, WIRE_CALL,
		  "{\"parent\":\"SIP/bob\",\"cid\":\"r1\",\"state\":\"ring\",\"party\":\"callee\","
		  "\"queue\":\"sales\"}");
	house_row(
		house, WIRE_CALL,
		"{\"parent\":\"SIP/bob\",\"cid\":\"h1\",\"state\":\"hold\",\"party\":\"callee\"}");
	house_row(
		house, WIRE_CALL,
		"{\"parent\":\"SIP/carl\",\"cid\":\"r2\",\"state\":\"ring\",\"party\":\"callee\"}");
	house_row(house, WIRE_CALL,
		  "{\"parent\":\"queue:sales\",\"cid\":\"q1\",\"state\":\"ring\",\"position\":1}");
	house_row(house, WIRE_PARKED, "{\"lot\":\"main\",\"slot\":\"71\",\"cid\":\"p1\",\"by\":2}");
	return 0;
}

/* ---- Actions on own calls ---- */

#define ON_C1(values) "{\"scope\":{\"device\":\"SIP/anna\",\"cid\":\"c1\"},\"values\":{" values "}}"

static void action__on_ones_own_call__reaches_the_switch(void **state)
{
	static const struct {
		const char *name, *body;
	} cases[] = {
		{"talk", ON_C1("\"action\":\"talk\"")},
		{"hangup", ON_C1("\"action\":\"hangup\"")},
		{"hold", ON_C1("\"action\":\"hold\"")},
		{"xfer", ON_C1("\"action\":\"xfer\",\"to\":\"102\"")},
		{"atxfer", ON_C1("\"action\":\"atxfer\",\"to\":\"102\"")},
		{"camp", ON_C1("\"action\":\"camp\",\"to\":\"102\"")},
		{"serial", ON_C1("\"action\":\"serial\",\"to\":\"102\"")},
		{"park", ON_C1("\"action\":\"park\"")},
		{"cancel", ON_C1("\"action\":\"cancel\"")},
		{"dtmf", ON_C1("\"action\":\"dtmf\",\"digits\":\"12#\"")},
	};
	struct house *house = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		house_ok(house, ANNA, UPDATE, cases[i].body);
		assert_int_equal(house->told.verb, SWITCH_CALL);
		assert_string_equal(house->told.action, cases[i].name);
		assert_string_equal(house->told.device, "SIP/anna");
		assert_string_equal(house->told.cid, "c1");
		if (strstr(cases[i].body, "\"to\""))
			assert_string_equal(house->told.number, "102");
	}
	assert_string_equal(house->told.digits, "12#");
}

static void action__on_a_call_of_another__is_notyours(void **state)
{
	static const char *const actions[] = {"talk", "hangup", "hold", "park", "cancel"};

	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		char *body = mem_printf("{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"h1\"},"
					"\"values\":{\"action\":\"%s\"}}",
					actions[i]);

		house_refused(*state, ANNA, UPDATE, body, "notyours");
		house_refused(*state, ADMIN, UPDATE, body, "notyours");
		free(body);
	}
}

static void action__on_a_call_that_has_ended__is_nocall(void **state)
{
	struct house *house = *state;

	house_refused(house, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/anna\",\"cid\":\"zz\"},"
		      "\"values\":{\"action\":\"hold\"}}",
		      "nocall");
	house_row(house, WIRE_CALL, "{\"parent\":\"SIP/anna\",\"cid\":\"c1\",\"state\":\"dead\"}");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"hold\""), "nocall");
	house_refused(house, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/no\",\"cid\":\"c1\"},"
		      "\"values\":{\"action\":\"hold\"}}",
		      "nodevice");
}

static void cancel__of_a_call_that_has_gone__is_still_asked(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, UPDATE,
		 "{\"scope\":{\"device\":\"SIP/anna\",\"cid\":\"zz\"},"
		 "\"values\":{\"action\":\"cancel\"}}");
	assert_string_equal(house->told.cid, "zz");
}

static void action__that_is_none__is_invalid(void **state)
{
	house_refused(*state, ANNA, UPDATE, ON_C1("\"action\":\"dance\""), "invalid");
	house_refused(*state, ANNA, UPDATE, ON_C1("\"nothing\":1"), "invalid");
	house_refused(*state, ANNA, UPDATE, "{\"values\":{\"action\":\"hold\"}}", "invalid");
	house_refused(*state, ANNA, UPDATE, ON_C1("\"action\":\"xfer\""), "invalid");
	house_refused(*state, ANNA, UPDATE, ON_C1("\"action\":\"dtmf\",\"digits\":\"x\""),
		      "invalid");
	house_refused(*state, ANNA, UPDATE, ON_C1("\"action\":\"dtmf\""), "invalid");
}

static void action__that_the_switch_has_not_announced__is_unsupported(void **state)
{
	struct house *house = *state;

	house->can[0] = NULL;
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"hold\""), "unsupported");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"xfer\",\"to\":\"102\""),
		      "unsupported");
	house_ok(house, ANNA, UPDATE, ON_C1("\"action\":\"hangup\""));
	house_ok(house, ANNA, UPDATE, ON_C1("\"action\":\"talk\""));
}

static void action__that_the_phone_cannot_do__is_unsupported(void **state)
{
	struct house *house = *state;

	house_row(house, WIRE_CALL,
		  "{\"parent\":\"SIP/"
		  "anna\",\"cid\":\"c1\",\"state\":\"ring\",\"features\":\"talk\"}");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"talk\""), "unsupported");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"hold\""), "unsupported");
	house_ok(house, ANNA, UPDATE, ON_C1("\"action\":\"hangup\""));
}

static void complete_and_merge__need_another_own_call(void **state)
{
	struct house *house = *state;

	house_ok(
		house, ANNA, UPDATE,
		ON_C1("\"action\":\"complete\",\"with\":{\"device\":\"SIP/anna\",\"cid\":\"c2\"}"));
	assert_string_equal(house->told.other_device, "SIP/anna");
	assert_string_equal(house->told.other_cid, "c2");
	house_ok(house, ANNA, UPDATE,
		 ON_C1("\"action\":\"merge\",\"with\":{\"device\":\"SIP/anna\",\"cid\":\"c2\"}"));
	house_refused(
		house, ANNA, UPDATE,
		ON_C1("\"action\":\"merge\",\"with\":{\"device\":\"SIP/bob\",\"cid\":\"h1\"}"),
		"notyours");
	house_refused(
		house, ANNA, UPDATE,
		ON_C1("\"action\":\"complete\",\"with\":{\"device\":\"SIP/anna\",\"cid\":\"x\"}"),
		"nocall");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"complete\""), "invalid");
}

static void park__place_and_person__are_told_to_the_switch(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, UPDATE,
		 ON_C1("\"action\":\"park\",\"lot\":\"main\",\"slot\":\"72\",\"for\":{\"cID\":2},"
		       "\"timeout\":30000"));
	assert_string_equal(house->told.lot, "main");
	assert_string_equal(house->told.slot, "72");
	assert_string_equal(house->told.whom, "{\"cID\":2}");
	assert_int_equal(house->told.timeout, 30000);
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"park\",\"for\":7"), "invalid");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"park\",\"timeout\":-1"), "invalid");
	house_refused(house, ANNA, UPDATE, ON_C1("\"action\":\"park\",\"slot\":\"\""), "invalid");
}

/* ---- Calls of others ---- */

#define PICK_R1                                                                                    \
	"{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"                                      \
	"\"values\":{\"action\":\"pickup\",\"device\":\"SIP/anna\"}}"

static void pickup__ringing_call__comes_to_ones_own_device(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, UPDATE, PICK_R1);
	assert_string_equal(house->told.action, "pickup");
	assert_string_equal(house->told.device, "SIP/anna");
	assert_string_equal(house->told.other_device, "SIP/bob");
	assert_string_equal(house->told.other_cid, "r1");
}

static void pickup__is_for_receptionists_and_who_holds_the_permission(void **state)
{
	house_refused(*state, ADMIN, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"
		      "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/admin\"}}",
		      "denied");
	house_refused(*state, CARL, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"
		      "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/carl\"}}",
		      "nocall");
}

static void pickup__by_a_member_of_the_queue__is_allowed(void **state)
{
	struct house *house = *state;

	house_row(house, WIRE_QUEUE,
		  "{\"name\":\"sales\",\"members\":{\"SIP/bob\":\"idle\",\"SIP/admin\":\"idle\"}}");
	house_ok(house, ADMIN, UPDATE,
		 "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"
		 "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/admin\"}}");
}

static void pickup__of_a_call_that_does_not_ring__is_a_conflict(void **state)
{
	house_refused(*state, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"h1\"},"
		      "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/anna\"}}",
		      "conflict");
	house_refused(*state, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"zz\"},"
		      "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/anna\"}}",
		      "nocall");
	house_refused(*state, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"
		      "\"values\":{\"action\":\"pickup\",\"device\":\"SIP/bob\"}}",
		      "notyours");
}

static void claim__what_another_holds__is_for_receptionists(void **state)
{
	struct house *house = *state;
	const char *body = "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"h1\"},"
			   "\"values\":{\"action\":\"claim\",\"device\":\"SIP/anna\"}}";

	house_ok(house, ANNA, UPDATE, body);
	assert_string_equal(house->told.other_cid, "h1");
	house_refused(house, ANNA, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"r1\"},"
		      "\"values\":{\"action\":\"claim\",\"device\":\"SIP/anna\"}}",
		      "conflict");
	house_refused(house, ADMIN, UPDATE,
		      "{\"scope\":{\"device\":\"SIP/bob\",\"cid\":\"h1\"},"
		      "\"values\":{\"action\":\"claim\",\"device\":\"SIP/admin\"}}",
		      "denied");
}

static void retrieve__parked_call__is_for_receptionists_and_who_parked_it(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, UPDATE,
		 "{\"scope\":{\"lot\":\"main\",\"slot\":\"71\"},"
		 "\"values\":{\"action\":\"retrieve\",\"device\":\"SIP/anna\"}}");
	assert_string_equal(house->told.lot, "main");
	assert_string_equal(house->told.slot, "71");
	assert_string_equal(house->told.device, "SIP/anna");
	house_ok(house, BOB, UPDATE,
		 "{\"scope\":{\"lot\":\"main\",\"slot\":\"71\"},"
		 "\"values\":{\"action\":\"retrieve\",\"device\":\"SIP/bob\"}}");
	house_refused(house, ADMIN, UPDATE,
		      "{\"scope\":{\"lot\":\"main\",\"slot\":\"71\"},"
		      "\"values\":{\"action\":\"retrieve\",\"device\":\"SIP/admin\"}}",
		      "denied");
	house_refused(house, ANNA, UPDATE,
		      "{\"scope\":{\"lot\":\"main\",\"slot\":\"79\"},"
		      "\"values\":{\"action\":\"retrieve\",\"device\":\"SIP/anna\"}}",
		      "gone");
}

static void send__waiting_call__is_for_receptionists_and_members(void **state)
{
	struct house *house = *state;
	const char *body = "{\"scope\":{\"queue\":\"sales\",\"cid\":\"q1\"},"
			   "\"values\":{\"action\":\"send\",\"to\":\"101\"}}";

	house_ok(house, ANNA, UPDATE, body);
	assert_string_equal(house->told.queue, "sales");
	assert_string_equal(house->told.other_device, "sales");
	assert_string_equal(house->told.other_cid, "q1");
	assert_string_equal(house->told.number, "101");
	house_ok(house, BOB, UPDATE, body);
	house_refused(house, ADMIN, UPDATE, body, "denied");
	house_refused(house, CARL, UPDATE, body, "nocall");
}

/* ---- Devices and queues ---- */

static void device__settings__are_ones_own(void **state)
{
	struct house *house = *state;

	house_ok(house, BOB, "/rest/command/update/device",
		 "{\"scope\":{\"device\":\"SIP/bob\"},\"values\":{\"autohold\":true,"
		 "\"optOut\":[\"200\"],\"microphone\":\"usb\"}}");
	assert_int_equal(house->told.verb, SWITCH_DEVICE);
	assert_non_null(strstr(house->told.row, "\"autohold\":true"));
	assert_non_null(strstr(house->told.row, "\"optOut\":[\"200\"]"));
	assert_null(strstr(house->told.row, "autoanswer"));
	house_refused(house, BOB, "/rest/command/update/device",
		      "{\"scope\":{\"device\":\"SIP/anna\"},\"values\":{\"autohold\":true}}",
		      "notyours");
	house_refused(house, BOB, "/rest/command/update/device",
		      "{\"scope\":{\"device\":\"SIP/bob\"},\"values\":{\"autohold\":7}}",
		      "invalid");
	house_refused(house, BOB, "/rest/command/update/device",
		      "{\"scope\":{\"device\":\"SIP/bob\"},\"values\":{\"optOut\":[7]}}",
		      "invalid");
	house_refused(house, BOB, "/rest/command/update/device",
		      "{\"scope\":{\"device\":\"SIP/bob\"},\"values\":{\"state\":\"down\"}}",
		      "invalid");
	house_refused(house, BOB, "/rest/command/update/device", "{}", "invalid");
}

static void queue__pause__is_ones_own_or_the_receptionists(void **state)
{
	struct house *house = *state;
	const char *body = "{\"scope\":{\"queue\":\"sales\",\"device\":\"SIP/bob\"},"
			   "\"values\":{\"paused\":true,\"reason\":\"lunch\"}}";

	house_ok(house, BOB, "/rest/command/update/queue", body);
	assert_int_equal(house->told.verb, SWITCH_QUEUE_MEMBER);
	assert_string_equal(house->told.queue, "sales");
	assert_string_equal(house->told.device, "SIP/bob");
	assert_string_equal(house->told.text, "lunch");
	assert_true(house->told.paused);
	house_ok(house, ANNA, "/rest/command/update/queue", body);
	house_refused(house, ADMIN, "/rest/command/update/queue", body, "notyours");
	house_refused(house, CARL, "/rest/command/update/queue", body, "gone");
	house_refused(house, BOB, "/rest/command/update/queue",
		      "{\"scope\":{\"queue\":\"sales\",\"device\":\"SIP/bob\"}}", "invalid");
	house->can[14] = NULL;
	house_refused(house, BOB, "/rest/command/update/queue", body, "unsupported");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(action__on_ones_own_call__reaches_the_switch),
		TEST(action__on_a_call_of_another__is_notyours),
		TEST(action__on_a_call_that_has_ended__is_nocall),
		TEST(cancel__of_a_call_that_has_gone__is_still_asked),
		TEST(action__that_is_none__is_invalid),
		TEST(action__that_the_switch_has_not_announced__is_unsupported),
		TEST(action__that_the_phone_cannot_do__is_unsupported),
		TEST(complete_and_merge__need_another_own_call),
		TEST(park__place_and_person__are_told_to_the_switch),
		TEST(pickup__ringing_call__comes_to_ones_own_device),
		TEST(pickup__is_for_receptionists_and_who_holds_the_permission),
		TEST(pickup__by_a_member_of_the_queue__is_allowed),
		TEST(pickup__of_a_call_that_does_not_ring__is_a_conflict),
		TEST(claim__what_another_holds__is_for_receptionists),
		TEST(retrieve__parked_call__is_for_receptionists_and_who_parked_it),
		TEST(send__waiting_call__is_for_receptionists_and_members),
		TEST(device__settings__are_ones_own),
		TEST(queue__pause__is_ones_own_or_the_receptionists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
