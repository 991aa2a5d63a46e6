/* The feed's frames in their order: hello, snapshot, ready, delta (PROTOCOL.md, section 3). */
#include <stdio.h>

#include "support/feed_client.h"

#define CALL(cid, state)                                                                           \
	"{\"parent\":\"SIP/a\",\"cid\":\"" cid "\",\"state\":\"" state "\",\"number\":\"\"}"

static void hello__comes_first_and_says_who_and_what(void **state)
{
	struct desk desk;
	char *user, *can;

	desk_open(&desk, *state, "anna");
	user = wire_json_print(wire_json_get(desk.frame, "user"));
	can = wire_json_print(wire_json_get(desk.frame, "can"));
	assert_string_equal(user, "{\"id\":1,\"login\":\"anna\",\"name\":\"anna\","
				  "\"company\":\"default\",\"home\":\"default\","
				  "\"perms\":{\"receptionist\":\"default\"}}");
	assert_string_equal(can, "[\"hold\",\"xfer\",\"presence\",\"nightmode\",\"message\"]");
	assert_int_equal(wire_json_int(desk.frame, "protocol", 0), 1);
	assert_string_equal(wire_json_text(desk.frame, "version"), "6.5.0");
	assert_true(cJSON_IsNumber(wire_json_get(desk.frame, "serverTime")));
	assert_true(cJSON_IsFalse(wire_json_get(desk.frame, "resumed")));
	free(user);
	free(can);
	desk_close(&desk);
}

static void snapshot__each_set__in_the_order_of_the_contract(void **state)
{
	static const char *const order[] = {"contact", "link",     "extension", "phone",   "device",
					    "queue",   "call",     "parked",    "mailbox", "note",
					    "setting", "operator", "nightmode"};
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"1\"}");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		desk_expect(&desk, "snapshot");
		assert_string_equal(wire_json_text(desk.frame, "set"), order[i]);
		assert_int_equal(wire_json_int(desk.frame, "part", 0), 1);
		assert_true(cJSON_IsTrue(wire_json_get(desk.frame, "last")));
	}
	desk_expect(&desk, "ready");
	assert_string_equal(wire_json_text(desk.frame, "id"), "1");
	assert_int_equal(desk.seq, house_seq(*state));
	desk_close(&desk);
}

/* A set that came into the contract later must not meet a client that does not know it. */
static void set__taken__comes_to_those_who_ask_for_it(void **state)
{
	struct desk old, new;
	char *rows;

	house_put(*state, 0, "taken", "{\"id\":1,\"company\":\"default\"}");
	desk_open(&old, *state, "anna");
	desk_open(&new, *state, "anna");
	desk_start(&old, "");
	desk_send(&new, "{\"op\":\"start\",\"id\":\"1\",\"taken\":true}");
	rows = desk_snapshot(&new, "taken");
	assert_string_equal(rows, "[{\"id\":1,\"company\":\"default\"}]");
	free(rows);
	house_put(*state, 0, "taken", "{\"id\":1,\"why\":\"x\"}");
	desk_expect_delta(&new, NULL, NULL, "[[\"taken\",{\"id\":1,\"why\":\"x\"}]]");
	desk_expect_nothing(&old);
	desk_send(&old, "{\"op\":\"set\",\"id\":\"2\",\"taken\":true}");
	rows = desk_snapshot(&old, "taken");
	assert_string_equal(rows, "[{\"id\":1,\"why\":\"x\",\"company\":\"default\"}]");
	free(rows);
	desk_close(&old);
	desk_close(&new);
}

static void snapshot__large_set__comes_in_parts_of_64_kib(void **state)
{
	struct desk desk;
	char row[400];
	int part = 0, rows = 0;

	for (int i = 100; i < 1100; i++) {
		snprintf(row, sizeof(row), "{\"cID\":%d,\"name\":\"%0100d\",\"email\":\"%0100d\"}",
			 i, i, i);
		house_put(*state, 0, "contact", row);
	}
	desk_open(&desk, *state, "anna");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"1\"}");
	do {
		desk_expect(&desk, "snapshot");
		assert_int_equal(wire_json_int(desk.frame, "part", 0), ++part);
		assert_in_range(strlen(desk.frames[desk.read - 1]), 1, WIRE_MAX_PART);
		rows += cJSON_GetArraySize(wire_json_get(desk.frame, "rows"));
	} while (!cJSON_IsTrue(wire_json_get(desk.frame, "last")));
	assert_true(part >= 3);
	assert_int_equal(rows, 1003);
	desk_close(&desk);
}

static void snapshot__change_between_parts__is_a_delta_in_order(void **state)
{
	struct desk desk;
	char row[400];
	bool seen = false;

	for (int i = 100; i < 4100; i++) {
		snprintf(row, sizeof(row), "{\"cID\":%d,\"name\":\"%0100d\",\"email\":\"%0100d\"}",
			 i, i, i);
		house_put(*state, 0, "contact", row);
	}
	desk_open(&desk, *state, "anna");
	house_settle(*state);
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"1\"}");
	desk_expect(&desk, "snapshot");
	house_put(*state, 0, "contact", "{\"cID\":1,\"title\":\"Head\"}");
	pabx_flush(((struct house *)*state)->pabx);
	for (;;) {
		desk_next(&desk);
		if (!strcmp(wire_json_text(desk.frame, "op"), "ready"))
			break;
		if (strcmp(wire_json_text(desk.frame, "op"), "delta") != 0)
			continue;
		seen = true;
		assert_int_equal(wire_json_int(desk.frame, "prev", 0), house_seq(*state) - 1);
	}
	assert_true(seen);
	assert_int_equal(desk.seq, house_seq(*state));
	desk_close(&desk);
}

static void delta__changed_field__is_the_only_one_sent(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b\",\"blf\":2}],"
			  "[\"contact\",{\"cID\":2,\"blf\":2}]]");
	assert_int_equal(desk.seq, house_seq(*state));
	desk_close(&desk);
}

static void delta__same_value_again__is_not_sent(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":0}");
	desk_expect_nothing(&desk);
	desk_close(&desk);
}

static void delta__first_after_quiet__does_not_wait(void **state)
{
	struct house *house = *state;
	struct desk desk;

	house_fake_clock();
	desk_open(&desk, house, "anna");
	desk_start(&desk, "");
	house_step(house, 100);
	house_put(house, 0, "contact", "{\"cID\":1,\"title\":\"a\"}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":1,\"title\":\"a\"}]]");
	house_put(house, 0, "contact", "{\"cID\":1,\"title\":\"b\"}");
	for (int i = 0; i < 10; i++)
		house_turn(house);
	assert_int_equal(desk.read, desk.count);
	house_put(house, 0, "contact", "{\"cID\":1,\"title\":\"c\"}");
	house_step(house, 20);
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":1,\"title\":\"c\"}]]");
	desk_close(&desk);
}

static void delta__prev__is_what_this_client_was_told(void **state)
{
	struct desk anna, carl;

	desk_open(&anna, *state, "anna");
	desk_open(&carl, *state, "carl");
	desk_start(&anna, "");
	desk_start(&carl, "");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	desk_expect_delta(&anna, NULL, NULL, "[[\"contact\",{\"cID\":2,\"title\":\"a\"}]]");
	house_settle(*state);
	house_put(*state, 0, "contact", "{\"cID\":3,\"title\":\"b\"}");
	desk_expect_delta(&anna, NULL, NULL, "[[\"contact\",{\"cID\":3,\"title\":\"b\"}]]");
	desk_expect_delta(&carl, NULL, NULL, "[[\"contact\",{\"cID\":3,\"title\":\"b\"}]]");
	desk_close(&anna);
	desk_close(&carl);
}

static void join__new_and_rows__is_new(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"a\"}");
	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"b\"}");
	desk_expect_delta(&desk, NULL, "[[\"note\",{\"key\":\"x\",\"text\":\"b\"}]]", NULL);
	desk_close(&desk);
}

static void join__anything_and_gone__is_gone(void **state)
{
	struct desk desk;

	house_put(*state, 0, "note", "{\"key\":\"y\",\"text\":\"a\"}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"a\"}");
	house_put(*state, 0, "note", "{\"key\":\"y\",\"text\":\"b\"}");
	house_take(*state, 0, "note", "[\"x\"]");
	house_take(*state, 0, "note", "[\"y\"]");
	desk_expect_delta(&desk, "[[\"note\",[\"x\"]],[\"note\",[\"y\"]]]", NULL, NULL);
	desk_close(&desk);
}

static void join__gone_and_new__is_both(void **state)
{
	struct desk desk;

	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"a\",\"by\":\"me\"}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_take(*state, 0, "note", "[\"x\"]");
	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"b\"}");
	desk_expect_delta(&desk, "[[\"note\",[\"x\"]]]",
			  "[[\"note\",{\"key\":\"x\",\"text\":\"b\"}]]", NULL);
	desk_close(&desk);
}

static void join__many_changes_of_a_row__are_one_row(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	house_put(*state, 0, "contact", "{\"cID\":2,\"department\":\"d\"}");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"b\"}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"contact\",{\"cID\":2,\"department\":\"d\",\"title\":\"b\"}]]");
	desk_close(&desk);
}

static void call__dead__is_told_before_it_is_gone(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "call", CALL("c-1", "up"));
	desk_expect(&desk, "delta");
	house_row(*state, "call",
		  "{\"parent\":\"SIP/a\",\"cid\":\"c-1\",\"state\":\"dead\",\"cause\":\"normal\"}");
	house_gone(*state, "call", "[\"SIP/a\",\"c-1\"]");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c-1\",\"state\":\"dead\","
			  "\"cause\":\"normal\"}]]");
	desk_expect_delta(&desk, "[[\"call\",[\"SIP/a\",\"c-1\"]]]", NULL, NULL);
	desk_close(&desk);
}

static void call__new_one_under_a_leaving_key__is_both(void **state)
{
	struct desk desk;

	house_row(*state, "call", CALL("c-1", "up"));
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_gone(*state, "call", "[\"SIP/a\",\"c-1\"]");
	house_row(*state, "call", CALL("c-1", "ring"));
	desk_expect_delta(&desk, "[[\"call\",[\"SIP/a\",\"c-1\"]]]",
			  "[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c-1\",\"number\":\"\","
			  "\"match\":null,\"state\":\"ring\"}]]",
			  NULL);
	desk_expect_nothing(&desk);
	desk_close(&desk);
}

static void call__number__is_matched_named_and_greeted(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "call",
		  "{\"parent\":\"SIP/a\",\"cid\":\"c\",\"number\":\"1005\",\"name\":\"\","
		  "\"ddi\":\"200\"}");
	desk_expect_delta(&desk, NULL,
			  "[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c\",\"name\":\"Eve\","
			  "\"number\":\"1005\",\"match\":{\"cID\":5},\"ddi\":\"200\","
			  "\"called\":\"Main number\",\"greeting\":\"Good day\"}]]",
			  NULL);
	house_row(*state, "call",
		  "{\"parent\":\"SIP/a\",\"cid\":\"c\",\"number\":\"+4412345\",\"name\":\"Ann\"}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c\",\"name\":\"Ann\","
			  "\"number\":\"+4412345\",\"match\":{\"key\":\"a1\"}}]]");
	desk_close(&desk);
}

static void rollup__several_devices__are_one_person(void **state)
{
	struct desk desk;

	house_row(*state, "device",
		  "{\"name\":\"SIP/b2\",\"userID\":null,\"ownerID\":2,\"blf\":1,\"dnd\":true}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2,\"state\":\"down\"}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b\",\"state\":\"down\",\"blf\":2}],"
			  "[\"contact\",{\"cID\":2,\"blf\":3,\"online\":false}]]");
	pabx_switch_events()->forward(((struct house *)*state)->pabx, "SIP/b", "2001");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":2,\"forward\":\"2001\"}]]");
	house_row(*state, "device", "{\"name\":\"SIP/b2\",\"ownerID\":1}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b2\",\"ownerID\":1}],"
			  "[\"contact\",{\"cID\":1,\"blf\":1,\"dnd\":true}],"
			  "[\"contact\",{\"cID\":2,\"blf\":2,\"dnd\":false}]]");
	desk_close(&desk);
}

static void rollup__hotdesked_device__counts_for_who_uses_it(void **state)
{
	struct desk desk;

	house_row(*state, "device", "{\"name\":\"SIP/b2\",\"userID\":2,\"ownerID\":2,\"blf\":1}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "device", "{\"name\":\"SIP/b2\",\"userID\":3}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b2\",\"userID\":3}],"
			  "[\"contact\",{\"cID\":3,\"blf\":1}],"
			  "[\"contact\",{\"cID\":2,\"blf\":0}]]");
	house_row(*state, "device", "{\"name\":\"SIP/b2\",\"userID\":null}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b2\",\"userID\":null}],"
			  "[\"contact\",{\"cID\":2,\"blf\":1}],"
			  "[\"contact\",{\"cID\":3,\"blf\":0}]]");
	desk_close(&desk);
}

static void rollup__extension__is_that_of_the_devices_it_rings(void **state)
{
	struct desk desk;

	house_row(*state, "extension", "{\"extension\":\"100\",\"company\":\"default\"}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_row(*state, "device",
		  "{\"name\":\"SIP/b\",\"extensions\":[\"100\",\"101\"],\"blf\":1}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/b\",\"extensions\":[\"100\",\"101\"],"
			  "\"blf\":1}],[\"contact\",{\"cID\":2,\"blf\":1}],"
			  "[\"extension\",{\"extension\":\"100\",\"blf\":1}]]");
	house_row(*state, "extension", "{\"extension\":\"101\",\"company\":\"default\"}");
	desk_expect_delta(&desk, NULL,
			  "[[\"extension\",{\"extension\":\"101\",\"company\":\"default\","
			  "\"blf\":1}]]",
			  NULL);
	desk_close(&desk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
	const struct CMUnitTest tests[] = {
		TEST(hello__comes_first_and_says_who_and_what),
		TEST(snapshot__each_set__in_the_order_of_the_contract),
		TEST(set__taken__comes_to_those_who_ask_for_it),
		TEST(snapshot__large_set__comes_in_parts_of_64_kib),
		TEST(snapshot__change_between_parts__is_a_delta_in_order),
		TEST(delta__changed_field__is_the_only_one_sent),
		TEST(delta__same_value_again__is_not_sent),
		TEST(delta__first_after_quiet__does_not_wait),
		TEST(delta__prev__is_what_this_client_was_told),
		TEST(join__new_and_rows__is_new),
		TEST(join__anything_and_gone__is_gone),
		TEST(join__gone_and_new__is_both),
		TEST(join__many_changes_of_a_row__are_one_row),
		TEST(call__dead__is_told_before_it_is_gone),
		TEST(call__new_one_under_a_leaving_key__is_both),
		TEST(call__number__is_matched_named_and_greeted),
		TEST(rollup__several_devices__are_one_person),
		TEST(rollup__hotdesked_device__counts_for_who_uses_it),
		TEST(rollup__extension__is_that_of_the_devices_it_rings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
