/* PROTOCOL.md, section 2: /rest/call/read/caller. The number of all calls is that of Acme Glass. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/mem.h"

static const char acme[] = "02079460300";
static const int64_t monday = 1700000000000, minute = 60000;

struct leg {
	const char *linked, *to, *by, *queue; /* to, by: devices */
};

/* A caller from outside is on his way to somebody. */
static void came_in(struct house *house, int64_t start, const struct leg *leg)
{
	const struct switch_record record = {
		.start = start,
		.answered = *leg->by ? start + 5000 : 0,
		.end = start + 65000,
		.from_number = acme,
		.from_name = "Acme Glass",
		.to_number = "102",
		.to_name = "",
		.from_device = "",
		.to_device = leg->to,
		.queue = leg->queue,
		.ddi = "",
		.uniqueid = "u",
		.linked = leg->linked,
		.disposition = *leg->by ? "ANSWERED" : "NOANSWER",
		.answered_by = leg->by,
	};

	pabx_switch_events()->ended(house->pabx, &record);
}

/* Somebody of ours called him. */
static void went_out(struct house *house, int64_t start, const char *from, bool answered)
{
	const struct switch_record record = {
		.start = start,
		.answered = answered ? start + 5000 : 0,
		.end = start + 65000,
		.from_number = "102",
		.from_name = "Bob",
		.to_number = acme,
		.to_name = "Acme Glass",
		.from_device = from,
		.to_device = "",
		.queue = "",
		.ddi = "",
		.uniqueid = "u",
		.linked = "out",
		.disposition = answered ? "ANSWERED" : "NOANSWER",
		.answered_by = "",
	};

	pabx_switch_events()->ended(house->pabx, &record);
}

/* Answered at the desk's queue, then passed on to that device. */
static void passed_on(struct house *house, int64_t start, const char *linked, const char *device)
{
	came_in(house, start, &(struct leg){linked, "SIP/anna", "SIP/anna", "sales"});
	came_in(house, start + 2 * minute, &(struct leg){linked, device, device, ""});
}

static const cJSON *known(struct house *house, int who)
{
	return house_ok(house, who, "/rest/call/read/caller",
			"{\"scope\":{\"number\":\"+44 20 7946 0300\"}}");
}

static const cJSON *item(const cJSON *values, const char *list, int at)
{
	const cJSON *found = cJSON_GetArrayItem(wire_json_get(values, list), at);

	assert_non_null(found);
	return found;
}

static int count(const cJSON *values, const char *list)
{
	assert_true(cJSON_IsArray(wire_json_get(values, list)));
	return cJSON_GetArraySize(wire_json_get(values, list));
}

static void unknown_number__has_neither_calls_nor_people(void **state)
{
	const cJSON *values = known(*state, ANNA);

	assert_string_equal(wire_json_text(values, "number"), "+442079460300");
	assert_int_equal(count(values, "usual"), 0);
	assert_int_equal(count(values, "calls"), 0);
}

static void passed_on__the_last_who_took_it_is_usual_and_not_the_desk(void **state)
{
	struct house *house = *state;
	const cJSON *values, *first;

	passed_on(house, monday, "l1", "SIP/bob");
	values = known(house, ANNA);
	assert_int_equal(count(values, "usual"), 1);
	assert_int_equal(wire_json_int(item(values, "usual", 0), "cID", 0), BOB);
	assert_string_equal(wire_json_text(item(values, "usual", 0), "name"), "Bob Birch");
	assert_int_equal(count(values, "calls"), 1);
	first = item(values, "calls", 0);
	assert_string_equal(wire_json_text(first, "linked"), "l1");
	assert_string_equal(wire_json_text(first, "party"), "callee");
	assert_string_equal(wire_json_text(first, "outcome"), "answered");
	assert_string_equal(wire_json_text(first, "answeredBy"), "Bob Birch");
	assert_int_equal(wire_json_int(first, "cID", 0), BOB);
	assert_true(wire_json_int(first, "stamp", 0) == monday);
	assert_int_equal(wire_json_int(first, "duration", 0), 60);
	/* Nor for another who sits at a desk. */
	assert_int_equal(count(known(house, ADMIN), "usual"), 1);
}

static void taken_by_whoever_was_free__is_nobodys_usual_caller(void **state)
{
	struct house *house = *state;

	came_in(house, monday, &(struct leg){"l1", "SIP/bob", "SIP/bob", "sales"});
	assert_int_equal(count(known(house, ANNA), "usual"), 0);
	assert_string_equal(wire_json_text(item(known(house, ANNA), "calls", 0), "answeredBy"),
			    "Bob Birch");
}

static void often_and_lately__comes_first(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	passed_on(house, monday, "l1", "SIP/bob");
	passed_on(house, monday + 10 * minute, "l2", "SIP/bob");
	passed_on(house, monday + 20 * minute, "l3", "SIP/carl");
	values = known(house, ANNA);
	assert_int_equal(wire_json_int(item(values, "usual", 0), "cID", 0), BOB);
	assert_int_equal(wire_json_int(item(values, "usual", 0), "calls", 0), 2);
	assert_true(wire_json_int(item(values, "usual", 0), "last", 0) == monday + 10 * minute);
	assert_int_equal(wire_json_int(item(values, "usual", 1), "cID", 0), CARL);
	for (int i = 4; i < 9; i++) {
		char linked[8];

		snprintf(linked, sizeof(linked), "l%d", i);
		passed_on(house, monday + i * 10 * minute, linked, "SIP/carl");
	}
	assert_int_equal(wire_json_int(item(known(house, ANNA), "usual", 0), "cID", 0), CARL);
}

static void missed_voicemail_and_called_back__are_told_apart(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	came_in(house, monday, &(struct leg){"l1", "SIP/bob", "", ""});
	/* The voicemail answers for a telephone: nobody took the call. */
	const struct switch_record voicemail = {
		.start = monday + minute,
		.answered = monday + minute + 1,
		.end = monday + 2 * minute,
		.from_number = acme,
		.from_name = "",
		.to_number = "102",
		.to_name = "",
		.from_device = "",
		.to_device = "SIP/bob",
		.queue = "",
		.ddi = "",
		.uniqueid = "u",
		.linked = "l2",
		.disposition = "ANSWERED",
		.answered_by = "",
	};
	pabx_switch_events()->ended(house->pabx, &voicemail);
	went_out(house, monday + 10 * minute, "SIP/bob", true);
	values = known(house, ANNA);
	assert_int_equal(count(values, "calls"), 3);
	assert_string_equal(wire_json_text(item(values, "calls", 0), "party"), "caller");
	assert_string_equal(wire_json_text(item(values, "calls", 0), "outcome"), "answered");
	assert_string_equal(wire_json_text(item(values, "calls", 1), "outcome"), "voicemail");
	assert_string_equal(wire_json_text(item(values, "calls", 2), "outcome"), "missed");
	assert_true(cJSON_IsNull(wire_json_get(item(values, "calls", 2), "answeredBy")));
	/* Whoever calls a customer is likely to be asked for. */
	assert_int_equal(count(values, "usual"), 1);
	assert_int_equal(wire_json_int(item(values, "usual", 0), "cID", 0), BOB);
}

static void passed_to_a_mobile__is_its_owner(void **state)
{
	struct house *house = *state;
	const struct switch_record mobile = {
		.start = monday + minute,
		.answered = monday + minute + 5000,
		.end = monday + 2 * minute,
		.from_number = acme,
		.from_name = "",
		.to_number = "07700900102",
		.to_name = "",
		.from_device = "",
		.to_device = "",
		.queue = "",
		.ddi = "",
		.uniqueid = "u",
		.linked = "l1",
		.disposition = "ANSWERED",
		.answered_by = "",
	};

	came_in(house, monday, &(struct leg){"l1", "SIP/anna", "SIP/anna", "sales"});
	pabx_switch_events()->ended(house->pabx, &mobile);
	assert_int_equal(wire_json_int(item(known(house, ANNA), "usual", 0), "cID", 0), BOB);
}

static void limits__five_calls_unless_asked_and_twenty_at_most(void **state)
{
	struct house *house = *state;

	for (int i = 0; i < 60; i++) {
		char linked[8];

		snprintf(linked, sizeof(linked), "l%d", i);
		passed_on(house, monday + i * minute, linked, "SIP/bob");
	}
	assert_int_equal(count(known(house, ANNA), "calls"), 5);
	assert_string_equal(wire_json_text(item(known(house, ANNA), "calls", 0), "linked"), "l59");
	assert_int_equal(
		count(house_ok(house, ANNA, "/rest/call/read/caller",
			       "{\"scope\":{\"number\":\"02079460300\",\"maxRows\":5000}}"),
		      "calls"),
		20);
}

static void who_may__is_the_desk_and_administrators_for_their_companies(void **state)
{
	struct house *house = *state;
	const char *body = "{\"scope\":{\"number\":\"02079460300\"}}";

	passed_on(house, monday, "l1", "SIP/carl");
	house_status(house, BOB, "/rest/call/read/caller", body, 403, 99);
	house_status(house, KIOSK, "/rest/call/read/caller", body, 403, 99);
	house_status(house, NOBODY, "/rest/call/read/caller", body, 401, 2);
	assert_int_equal(count(known(house, ADMIN), "calls"), 1);
	assert_int_equal(count(known(house, DORA), "usual"), 1);
	passed_on(house, monday + minute, "l2", "SIP/bob");
	assert_int_equal(count(known(house, DORA), "calls"), 1);
}

static void number__that_is_none__is_refused(void **state)
{
	house_refused(*state, ANNA, "/rest/call/read/caller", "{}", "invalid");
	house_refused(*state, ANNA, "/rest/call/read/caller", "{\"number\":7}", "invalid");
	house_refused(*state, ANNA, "/rest/call/read/caller", "{\"number\":\"anonymous\"}",
		      "invalid");
	house_refused(*state, ANNA, "/rest/call/read/caller", "{\"number\":\"\"}", "invalid");
}

static void restart__is_remembered(void **state)
{
	struct house *house = *state;

	passed_on(house, monday, "l1", "SIP/bob");
	house_restart(house);
	assert_int_equal(count(known(house, ANNA), "usual"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(unknown_number__has_neither_calls_nor_people),
		TEST(passed_on__the_last_who_took_it_is_usual_and_not_the_desk),
		TEST(taken_by_whoever_was_free__is_nobodys_usual_caller),
		TEST(often_and_lately__comes_first),
		TEST(missed_voicemail_and_called_back__are_told_apart),
		TEST(passed_to_a_mobile__is_its_owner),
		TEST(limits__five_calls_unless_asked_and_twenty_at_most),
		TEST(who_may__is_the_desk_and_administrators_for_their_companies),
		TEST(number__that_is_none__is_refused),
		TEST(restart__is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
