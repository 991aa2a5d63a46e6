#include <stdio.h>
#include <string.h>

#include "support/pbx_fixture.h"

/* What is known of a caller, and the user's settings. */

static struct {
	int count;
	unsigned usual, calls;
	char first[64], number[64], reason[32], by[64], outcome[32];
	int64_t stamp, duration;
	bool ours;
} known;

static void on_caller(void *ctx, const struct pbx_caller *caller)
{
	(void)ctx;
	known.count++;
	known.usual = caller->usual_count;
	known.calls = caller->call_count;
	snprintf(known.number, sizeof(known.number), "%s", caller->number);
	assert_true(caller->result->outcome != PBX_DONE || *caller->result->json == '{');
	snprintf(known.reason, sizeof(known.reason), "%s", caller->result->reason);
	snprintf(known.first, sizeof(known.first), "%s",
		 caller->usual_count ? pbx_contact_name(caller->usual[0]) : "");
	if (!caller->call_count)
		return;
	snprintf(known.by, sizeof(known.by), "%s", caller->calls[0].by);
	snprintf(known.outcome, sizeof(known.outcome), "%s", caller->calls[0].outcome);
	known.stamp = caller->calls[0].stamp;
	known.duration = caller->calls[0].duration;
	known.ours = caller->calls[0].ours;
}

static void ask(const char *answer)
{
	memset(&known, 0, sizeof(known));
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\"},{\"cID\":6,\"name\":\"Bob\"}";
	house.fake.answers[1] = (struct fake_answer){"/rest/call/read/caller", 200, answer, NULL};
	house_live(NULL);
	pbx_caller(house.pbx, "020 \"7946\"", on_caller, NULL);
	assert_int_equal(known.count, 0);
	TURN_UNTIL(known.count);
}

static void caller__known__people_are_those_who_are_seen_and_calls_are_told(void **state)
{
	(void)state;
	ask("{\"result\":\"success\",\"values\":{\"number\":\"+4420\",\"usual\":["
	    "{\"cID\":77},{\"cID\":6},{\"cID\":5}],\"calls\":[{\"party\":\"caller\","
	    "\"outcome\":\"answered\",\"answeredBy\":\"Bob\",\"stamp\":1700000000000,"
	    "\"duration\":61},{\"party\":\"callee\",\"outcome\":\"missed\","
	    "\"answeredBy\":null,\"stamp\":5,\"duration\":0}]}}");
	assert_non_null(strstr(house.fake.body, "{\"number\":\"020 \\\"7946\\\"\"}"));
	assert_int_equal(known.usual, 2);
	assert_string_equal(known.first, "Bob");
	assert_string_equal(known.number, "+4420");
	assert_int_equal(known.calls, 2);
	assert_string_equal(known.by, "Bob");
	assert_string_equal(known.outcome, "answered");
	assert_true(known.ours);
	assert_true(known.stamp == 1700000000000);
	assert_int_equal(known.duration, 61);
}

static void caller__more_than_fits_or_of_a_wrong_form__is_cut_not_trusted(void **state)
{
	(void)state;
	ask("{\"result\":\"success\",\"values\":{\"usual\":[1,null,{},{\"cID\":\"x\"}],\"calls\":["
	    "{},{},{},{},{},{},7]}}");
	assert_int_equal(known.usual, 0);
	assert_int_equal(known.calls, 5);
	assert_string_equal(known.number, "");
}

static void caller__refused__says_why_and_holds_nothing(void **state)
{
	(void)state;
	ask("{\"result\":\"fail\",\"errno\":99,\"reason\":\"denied\",\"message\":\"No\"}");
	assert_string_equal(known.reason, "denied");
	assert_int_equal(known.usual, 0);
	assert_int_equal(known.calls, 0);
}

static void setting__is_set_and_ended_by_name(void **state)
{
	(void)state;
	house_live(NULL);
	pbx_set_setting(house.pbx, "page", "\"Sales\"", house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_string_equal(house.fake.path, "/rest/command/update/setting");
	assert_non_null(
		strstr(house.fake.body, "\"values\":{\"name\":\"page\",\"value\":\"Sales\"}"));
	pbx_set_setting(house.pbx, "page", NULL, house_done, &house.told);
	TURN_UNTIL(house.told.count == 2);
	assert_non_null(strstr(house.fake.body, "\"value\":null"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(caller__known__people_are_those_who_are_seen_and_calls_are_told),
		CASE(caller__more_than_fits_or_of_a_wrong_form__is_cut_not_trusted),
		CASE(caller__refused__says_why_and_holds_nothing),
		CASE(setting__is_set_and_ended_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
