/* PROTOCOL.md, section 2, "Commands": targets, and dialling. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/mem.h"

#define DIAL   "/rest/command/create/call"
#define UPDATE "/rest/command/update/call"

/* ---- Targets ---- */

static void expect_target(struct house *house, int who, const char *target, const char *number,
			  int64_t cID, const char *name)
{
	char *body = mem_printf("{\"values\":{\"target\":%s}}", target);

	house_ok(house, who, DIAL, body);
	assert_int_equal(house->told.verb, SWITCH_DIAL);
	assert_string_equal(house->told.number, number);
	assert_string_equal(house->told.name, name);
	assert_int_equal(house->told.to_cID, cID);
	free(body);
}

static void refuse_target(struct house *house, int who, const char *target, const char *reason)
{
	char *body = mem_printf("{\"values\":{\"target\":%s}}", target);

	house_refused(house, who, DIAL, body, reason);
	free(body);
}

static void target__number__is_dialled_as_it_is(void **state)
{
	expect_target(*state, ANNA, "\"020 7946 0300\"", "02079460300", WIRE_NULL, "Acme Glass");
	expect_target(*state, ANNA, "\"+44 (20) 7946-0999\"", "+442079460999", WIRE_NULL, "");
	expect_target(*state, ANNA, "\"*72#\"", "*72#", WIRE_NULL, "");
}

static void target__number_of_a_contact__names_him(void **state)
{
	expect_target(*state, ANNA, "\"102\"", "102", BOB, "Bob Birch");
	expect_target(*state, ANNA, "\"07700900102\"", "07700900102", BOB, "Bob Birch");
}

static void target__contact__is_called_at_his_extension_or_else_his_mobile(void **state)
{
	expect_target(*state, ANNA, "{\"cID\":2}", "102", BOB, "Bob Birch");
	expect_target(*state, ANNA, "{\"cID\":7}", "07700900107", LITE, "Lee Lite");
	refuse_target(*state, ANNA, "{\"cID\":6}", "notcallable");
	refuse_target(*state, ANNA, "{\"cID\":99}", "notarget");
}

static void target__person_of_a_company_that_is_not_seen__is_no_target(void **state)
{
	refuse_target(*state, CARL, "{\"cID\":1}", "notarget");
	refuse_target(*state, CARL, "{\"extension\":\"101\"}", "notarget");
	refuse_target(*state, CARL, "{\"key\":\"c1\"}", "notarget");
}

/* The reply says it whole, and in the parts that a console translates. */
static void expect_said(struct house *house, const char *message, const char *template,
			const char *args)
{
	char *given = wire_json_print(wire_json_get(house->reply, "args"));

	assert_string_equal(wire_json_text(house->reply, "message"), message);
	assert_string_equal(wire_json_text(house->reply, "template"), template);
	assert_string_equal(given, args);
	free(given);
}

static void refusal__somebody_without_a_number__says_who(void **state)
{
	refuse_target(*state, ANNA, "{\"cID\":6}", "notcallable");
	expect_said(*state, "Dora Dill has no number that can be called",
		    "%s has no number that can be called", "[\"Dora Dill\"]");
}

static void refusal__fixed_sentence__has_no_template(void **state)
{
	struct house *house = *state;

	refuse_target(house, ANNA, "{\"cID\":99}", "notarget");
	assert_null(wire_json_get(house->reply, "template"));
	assert_null(wire_json_get(house->reply, "args"));
}

static void target__address__is_called_at_its_first_number(void **state)
{
	expect_target(*state, ANNA, "{\"key\":\"a2\"}", "02079460301", WIRE_NULL, "Bolt Ltd");
	expect_target(*state, ANNA, "{\"key\":\"c2\"}", "102", BOB, "Bob Birch");
	refuse_target(*state, ANNA, "{\"key\":\"a4\"}", "notcallable");
	refuse_target(*state, ANNA, "{\"key\":\"nothing\"}", "notarget");
}

static void target__personal_address__is_its_owners_alone(void **state)
{
	expect_target(*state, BOB, "{\"key\":\"a3\"}", "02079460302", WIRE_NULL, "Bob's Dentist");
	refuse_target(*state, ANNA, "{\"key\":\"a3\"}", "notarget");
}

static void target__address_of_another_company__is_no_target(void **state)
{
	refuse_target(*state, CARL, "{\"key\":\"a2\"}", "notarget");
	expect_target(*state, CARL, "{\"key\":\"a5\"}", "02079460305", WIRE_NULL, "Crate Co");
}

static void target__extension__is_called_without_its_company(void **state)
{
	expect_target(*state, ANNA, "{\"extension\":\"301_other\"}", "301", CARL, "Carl");
	expect_target(*state, ANNA, "\"301_other\"", "301", CARL, "Carl");
	refuse_target(*state, ANNA, "{\"extension\":\"999\"}", "notarget");
	refuse_target(*state, ANNA, "\"no such name\"", "notarget");
}

static void target__voicemail__is_somebodys(void **state)
{
	struct house *house = *state;

	expect_target(house, ANNA, "{\"voicemail\":2}", "102", BOB, "Bob Birch");
	assert_true(house->told.voicemail);
	house->can[13] = "nothing";
	refuse_target(house, ANNA, "{\"voicemail\":2}", "unsupported");
}

static void target__of_another_form__is_invalid(void **state)
{
	static const char *const targets[] = {
		"7",    "null", "[]", "{}", "{\"cID\":\"x\"}", "{\"cID\":1,\"key\":\"a1\"}",
		"\"\"", "true"};

	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
		refuse_target(*state, ANNA, targets[i], "invalid");
	house_refused(*state, ANNA, DIAL, "{}", "invalid");
}

/* ---- Dialling ---- */

static void dial__without_a_device__takes_the_first_line(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	house->new_cid = "c-7";
	values = house_ok(house, ANNA, DIAL, "{\"values\":{\"target\":\"102\"}}");
	assert_string_equal(wire_json_text(values, "cid"), "c-7");
	assert_string_equal(house->told.device, "SIP/anna");
	assert_int_equal(house->told.user, ANNA);
}

static void dial__on_a_device__must_be_ones_own(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, DIAL, "{\"values\":{\"target\":\"102\",\"device\":\"SIP/anna_2\"}}");
	assert_string_equal(house->told.device, "SIP/anna_2");
	house_refused(house, ANNA, DIAL, "{\"values\":{\"target\":\"102\",\"device\":\"SIP/bob\"}}",
		      "notyours");
	house_refused(house, ADMIN, DIAL,
		      "{\"values\":{\"target\":\"102\",\"device\":\"SIP/bob\"}}", "notyours");
	house_refused(house, ANNA, DIAL, "{\"values\":{\"target\":\"102\",\"device\":\"SIP/no\"}}",
		      "nodevice");
	house_refused(house, DORA, DIAL, "{\"values\":{\"target\":\"102\"}}", "nodevice");
}

static void dial__device_lent_to_another__is_who_uses_it(void **state)
{
	struct house *house = *state;

	house_row(house, WIRE_DEVICE, "{\"name\":\"SIP/bob\",\"userID\":7}");
	house_refused(house, BOB, DIAL, "{\"values\":{\"target\":\"101\",\"device\":\"SIP/bob\"}}",
		      "notyours");
	house_ok(house, LITE, DIAL, "{\"values\":{\"target\":\"101\",\"device\":\"SIP/bob\"}}");
}

static void dial__autoanswer__is_the_devices_unless_said(void **state)
{
	struct house *house = *state;

	house_ok(house, BOB, DIAL, "{\"values\":{\"target\":\"101\"}}");
	assert_true(house->told.autoanswer);
	assert_false(house->told.autohold);
	house_ok(house, BOB, DIAL,
		 "{\"values\":{\"target\":\"101\",\"autoanswer\":false,\"autohold\":true}}");
	assert_false(house->told.autoanswer);
	assert_true(house->told.autohold);
}

static void dial__refused_by_the_switch__tells_why(void **state)
{
	struct house *house = *state;

	house->refuse = WIRE_R_LIMIT;
	house_refused(house, ANNA, DIAL, "{\"values\":{\"target\":\"102\"}}", "limit");
}

static void kiosk__calls_the_people_of_its_tag_alone(void **state)
{
	expect_target(*state, KIOSK, "{\"cID\":2}", "102", BOB, "Bob Birch");
	expect_target(*state, KIOSK, "\"102\"", "102", BOB, "Bob Birch");
	refuse_target(*state, KIOSK, "{\"cID\":1}", "denied");
	refuse_target(*state, KIOSK, "\"101\"", "denied");
	refuse_target(*state, KIOSK, "\"02079460300\"", "denied");
	refuse_target(*state, KIOSK, "{\"key\":\"a1\"}", "denied");
	refuse_target(*state, KIOSK, "{\"extension\":\"101\"}", "denied");
}

static void kiosk__answers_and_hangs_up_and_nothing_else(void **state)
{
	struct house *house = *state;
	char body[200];

	house_row(house, WIRE_CALL, "{\"parent\":\"SIP/kiosk\",\"cid\":\"k1\",\"state\":\"up\"}");
	for (int i = 0; i < WIRE_A_COUNT; i++) {
		enum wire_action action = (enum wire_action)i;

		snprintf(body, sizeof(body),
			 "{\"scope\":{\"device\":\"SIP/kiosk\",\"cid\":\"k1\"},"
			 "\"values\":{\"action\":\"%s\",\"to\":\"102\",\"digits\":\"1\"}}",
			 wire_action_name(action));
		if (action == WIRE_A_TALK || action == WIRE_A_HANGUP)
			house_ok(house, KIOSK, UPDATE, body);
		else
			house_refused(house, KIOSK, UPDATE, body, "denied");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(target__number__is_dialled_as_it_is),
		TEST(target__number_of_a_contact__names_him),
		TEST(target__contact__is_called_at_his_extension_or_else_his_mobile),
		TEST(target__person_of_a_company_that_is_not_seen__is_no_target),
		TEST(refusal__somebody_without_a_number__says_who),
		TEST(refusal__fixed_sentence__has_no_template),
		TEST(target__address__is_called_at_its_first_number),
		TEST(target__personal_address__is_its_owners_alone),
		TEST(target__address_of_another_company__is_no_target),
		TEST(target__extension__is_called_without_its_company),
		TEST(target__voicemail__is_somebodys),
		TEST(target__of_another_form__is_invalid),
		TEST(dial__without_a_device__takes_the_first_line),
		TEST(dial__on_a_device__must_be_ones_own),
		TEST(dial__device_lent_to_another__is_who_uses_it),
		TEST(dial__autoanswer__is_the_devices_unless_said),
		TEST(dial__refused_by_the_switch__tells_why),
		TEST(kiosk__calls_the_people_of_its_tag_alone),
		TEST(kiosk__answers_and_hangs_up_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
