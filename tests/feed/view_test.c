/* What a viewer sees (PROTOCOL.md: permissions, sets by option, idle, kiosk). */
#include <stdio.h>

#include "support/feed_client.h"

static void assert_snapshot(struct desk *desk, const char *options, const char *set,
			    const char *expected)
{
	char *rows;
	char start[400];

	snprintf(start, sizeof(start), "{\"op\":\"start\",\"id\":\"1\"%s}", options);
	desk_send(desk, start);
	rows = desk_snapshot(desk, set);
	assert_string_equal(rows, expected);
	free(rows);
}

static void add_calls(struct house *house)
{
	house_row(house, "queue", "{\"name\":\"q\",\"company\":\"default\"}");
	house_row(house, "call", "{\"parent\":\"SIP/a\",\"cid\":\"1\",\"number\":\"\"}");
	house_row(house, "call", "{\"parent\":\"SIP/c\",\"cid\":\"2\",\"number\":\"\"}");
	house_row(house, "call", "{\"parent\":\"queue:q\",\"cid\":\"3\",\"number\":\"\"}");
}

#define CALL_OF(parent, cid)                                                                       \
	"{\"parent\":\"" parent "\",\"cid\":\"" cid "\",\"number\":\"\",\"match\":null}"

static void company__others__see_their_own_only(void **state)
{
	struct desk desk;

	add_calls(*state);
	desk_open(&desk, *state, "carl");
	assert_snapshot(&desk, ",\"sets\":[]", "contact",
			"[{\"cID\":3,\"name\":\"carl\",\"company\":\"other\"}]");
	assert_snapshot(&desk, "", "call", "[" CALL_OF("SIP/c", "2") "]");
	assert_snapshot(&desk, "", "queue", "[]");
	desk_close(&desk);
}

static void company__default__sees_all(void **state)
{
	struct desk desk;

	add_calls(*state);
	desk_open(&desk, *state, "bob");
	assert_snapshot(&desk, "", "call",
			"[" CALL_OF("SIP/a", "1") "," CALL_OF("SIP/c", "2") "," CALL_OF("queue:q",
											"3") "]");
	desk_close(&desk);
}

static void company__changes__are_seen_by_those_who_may(void **state)
{
	struct desk anna, carl;

	desk_open(&anna, *state, "anna");
	desk_open(&carl, *state, "carl");
	desk_start(&anna, ",\"sets\":[]");
	desk_start(&carl, ",\"sets\":[]");
	house_put(*state, 0, "contact", "{\"cID\":1,\"title\":\"a\"}");
	desk_expect_delta(&anna, NULL, NULL, "[[\"contact\",{\"cID\":1,\"title\":\"a\"}]]");
	desk_expect_nothing(&carl);
	desk_close(&anna);
	desk_close(&carl);
}

static void company__row_that_moves__goes_here_and_comes_there(void **state)
{
	struct desk carl;

	add_calls(*state);
	desk_open(&carl, *state, "carl");
	desk_start(&carl, "");
	house_put(*state, 0, "contact", "{\"cID\":1,\"company\":\"other\"}");
	desk_expect(&carl, "delta");
	assert_null(wire_json_get(carl.frame, "gone"));
	assert_null(wire_json_get(carl.frame, "rows"));
	assert_int_equal(cJSON_GetArraySize(wire_json_get(carl.frame, "new")), 3);
	house_put(*state, 0, "contact", "{\"cID\":1,\"company\":\"default\"}");
	desk_expect_delta(
		&carl, "[[\"contact\",[1]],[\"device\",[\"SIP/a\"]],[\"call\",[\"SIP/a\",\"1\"]]]",
		NULL, NULL);
	desk_close(&carl);
}

static void company__admin_of_another__sees_that_too(void **state)
{
	struct desk desk;

	house_user(*state, 3, "chief", "other", "companyadmin=third");
	house_put(*state, 0, "contact", "{\"cID\":9,\"company\":\"third\"}");
	desk_open(&desk, *state, "chief");
	assert_snapshot(&desk, ",\"sets\":[]", "contact",
			"[{\"cID\":3,\"name\":\"carl\",\"company\":\"other\"},"
			"{\"cID\":9,\"company\":\"third\"}]");
	desk_close(&desk);
}

static void company__book_of_another__is_not_seen(void **state)
{
	struct house *house = *state;
	struct wire_row *row = row_of(WIRE_ADDRESS, "{\"key\":\"a1\",\"name\":\"Acme\"}");
	struct desk bob, carl;

	live_put_for(house->pabx->live, "default", row);
	wire_row_free(&row);
	house_put(house, 0, "address", "{\"key\":\"a2\",\"name\":\"Taxi\"}");
	house_put(house, 3, "address", "{\"key\":\"a3\",\"name\":\"Mum\"}");
	desk_open(&bob, house, "bob");
	desk_open(&carl, house, "carl");
	assert_snapshot(&bob, ",\"address\":true", "address",
			"[{\"key\":\"a1\",\"name\":\"Acme\"},{\"key\":\"a2\",\"name\":\"Taxi\"}]");
	assert_snapshot(&carl, ",\"address\":true", "address",
			"[{\"key\":\"a2\",\"name\":\"Taxi\"},{\"key\":\"a3\",\"name\":\"Mum\"}]");
	house_put(house, 3, "address", "{\"key\":\"a3\",\"name\":\"Dad\"}");
	desk_expect_delta(&carl, NULL, NULL, "[[\"address\",{\"key\":\"a3\",\"name\":\"Dad\"}]]");
	desk_expect_nothing(&bob);
	desk_close(&bob);
	desk_close(&carl);
}

static void option__off__leaves_set_and_fields_out(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, ",\"sets\":[\"presence\"]");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2}");
	desk_expect_nothing(&desk);
	house_put(*state, 0, "contact", "{\"cID\":2,\"show\":\"away\"}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":2,\"show\":\"away\"}]]");
	desk_close(&desk);
}

enum { D = 1, Q = 2, M = 4, P = 8 };

/* Which option brings a set (PROTOCOL.md, "Sets by option"), in the order of a snapshot. */
static const struct {
	const char *set;
	unsigned by; /* 0: always there */
} sets_by_option[] = {
	{"contact", 0}, {"link", 0},     {"extension", D}, {"phone", D},   {"device", D},
	{"queue", Q},   {"call", D | Q}, {"parked", D},    {"mailbox", M}, {"note", 0},
	{"setting", 0}, {"operator", 0}, {"nightmode", 0},
};

static void add(char *out, size_t cap, const char *text)
{
	size_t len = strlen(out);

	snprintf(out + len, cap - len, "%s ", text);
}

static void expected_sets(unsigned options, char *out, size_t cap)
{
	*out = '\0';
	for (size_t i = 0; i < sizeof(sets_by_option) / sizeof(*sets_by_option); i++)
		if (!sets_by_option[i].by || sets_by_option[i].by & options)
			add(out, cap, sets_by_option[i].set);
}

static void expect_contact(const cJSON *row, unsigned options, bool min)
{
	bool own = wire_json_int(row, "cID", 0) == 1;

	assert_int_equal(wire_json_get(row, "show") != NULL, (options & P) != 0);
	assert_int_equal(wire_json_get(row, "status") != NULL, (options & P) != 0);
	assert_int_equal(wire_json_get(row, "blf") != NULL, options & D && (own || !min));
	assert_int_equal(wire_json_get(row, "online") != NULL, options & D && (own || !min));
}

/* Starts with what sets says; the names of the sets that came, a blank behind each. */
static void expect_sets(struct desk *desk, const char *start, unsigned options, bool min)
{
	char got[200] = "", expected[200];
	const cJSON *row;

	desk_send(desk, start);
	while (strcmp(wire_json_text(desk_next(desk), "op"), "ready") != 0) {
		const char *set = wire_json_text(desk->frame, "set");

		assert_string_equal(wire_json_text(desk->frame, "op"), "snapshot");
		add(got, sizeof(got), set);
		cJSON_ArrayForEach (row, wire_json_get(desk->frame, "rows"))
			if (!strcmp(set, "contact"))
				expect_contact(row, options, min);
			else if (!strcmp(set, "device"))
				assert_true(!min || wire_json_int(row, "userID", 0) == 1);
	}
	expected_sets(options, expected, sizeof(expected));
	if (strcmp(got, expected) != 0)
		fail_msg("%s brings %s, not %s", start, got, expected);
}

static void options__each_alone_and_all_together__bring_their_sets_and_fields(void **state)
{
	static const char *const names[] = {"\"device\",", "\"queue\",", "\"mailbox\",",
					    "\"presence\","};
	struct desk desk;
	char start[200], list[100];

	for (int cID = 1; cID <= 3; cID++) {
		snprintf(start, sizeof(start), "{\"cID\":%d,\"show\":\"away\",\"status\":\"Out\"}",
			 cID);
		house_put(*state, 0, "contact", start);
	}
	desk_open(&desk, *state, "anna");
	for (unsigned options = 0; options < 32; options++) {
		bool min = options & 16;
		unsigned with = (options & 15) | (min ? D : 0);

		*list = '\0';
		for (int i = 0; i < 4; i++)
			if (options & 1u << i)
				add(list, sizeof(list), names[i]);
		list[*list ? strlen(list) - 2 : 0] = '\0';
		snprintf(start, sizeof(start),
			 "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0,\"sets\":[%s],"
			 "\"deviceMin\":%s}",
			 list, min ? "true" : "false");
		expect_sets(&desk, start, with, min);
	}
	expect_sets(&desk, "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0}", D | Q | M | P, false);
	expect_sets(&desk, "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0,\"sets\":null}",
		    D | Q | M | P, false);
	desk_close(&desk);
}

static void option__queue__brings_calls_of_queues_only(void **state)
{
	struct desk desk;

	add_calls(*state);
	desk_open(&desk, *state, "anna");
	assert_snapshot(&desk, ",\"sets\":[\"queue\"]", "call", "[" CALL_OF("queue:q", "3") "]");
	desk_close(&desk);
}

static void device_min__only_own_devices_and_their_calls(void **state)
{
	struct desk desk;

	add_calls(*state);
	desk_open(&desk, *state, "anna");
	assert_snapshot(
		&desk, ",\"sets\":[\"device\"],\"deviceMin\":true", "device",
		"[{\"name\":\"SIP/a\",\"ownerID\":1,\"userID\":1,\"state\":\"up\",\"blf\":0}]");
	assert_snapshot(&desk, ",\"sets\":[\"device\"],\"deviceMin\":true", "call",
			"[" CALL_OF("SIP/a", "1") "]");
	assert_snapshot(&desk, ",\"sets\":[\"device\"],\"deviceMin\":true", "contact",
			"[{\"cID\":1,\"name\":\"anna\",\"company\":\"default\",\"blf\":0,"
			"\"online\":true,\"dnd\":false,\"forward\":null},"
			"{\"cID\":2,\"name\":\"bob\",\"company\":\"default\"},"
			"{\"cID\":3,\"name\":\"carl\",\"company\":\"other\"}]");
	desk_close(&desk);
}

static void device_min__device_changes_hands__it_goes_with_its_calls(void **state)
{
	struct desk desk;

	add_calls(*state);
	desk_open(&desk, *state, "anna");
	desk_start(&desk, ",\"sets\":[\"device\"],\"deviceMin\":true");
	house_row(*state, "device", "{\"name\":\"SIP/a\",\"userID\":2,\"ownerID\":2}");
	desk_expect(&desk, "delta");
	char *gone = wire_json_print(wire_json_get(desk.frame, "gone"));
	assert_string_equal(gone, "[[\"device\",[\"SIP/a\"]],[\"call\",[\"SIP/a\",\"1\"]]]");
	free(gone);
	desk_close(&desk);
}

static void mailbox__own_and_admins(void **state)
{
	struct desk anna, bob, root;

	house_user(*state, 9, "root", "other", "sysadmin=yes");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"mailbox\":\"20\"}");
	house_row(*state, "mailbox", "{\"name\":\"20\",\"unread\":1}");
	desk_open(&anna, *state, "anna");
	desk_open(&bob, *state, "bob");
	desk_open(&root, *state, "root");
	assert_snapshot(&anna, "", "mailbox", "[]");
	assert_snapshot(&bob, "", "mailbox", "[{\"name\":\"20\",\"unread\":1}]");
	assert_snapshot(&root, "", "mailbox", "[{\"name\":\"20\",\"unread\":1}]");
	house_row(*state, "mailbox", "{\"name\":\"20\",\"unread\":2}");
	desk_expect_delta(&bob, NULL, NULL, "[[\"mailbox\",{\"name\":\"20\",\"unread\":2}]]");
	desk_expect_delta(&root, NULL, NULL, "[[\"mailbox\",{\"name\":\"20\",\"unread\":2}]]");
	desk_expect_nothing(&anna);
	desk_close(&anna);
	desk_close(&bob);
	desk_close(&root);
}

static void per_user__rows__come_in_the_same_frame(void **state)
{
	struct desk anna, bob;

	desk_open(&anna, *state, "anna");
	desk_open(&bob, *state, "bob");
	desk_start(&anna, ",\"chat\":true");
	desk_start(&bob, ",\"chat\":true");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	house_put(*state, 1, "setting", "{\"name\":\"f\",\"value\":[1]}");
	house_put(*state, 2, "room", "{\"roomID\":7,\"label\":\"x\"}");
	desk_expect_delta(&anna, NULL, "[[\"setting\",{\"name\":\"f\",\"value\":[1]}]]",
			  "[[\"contact\",{\"cID\":2,\"title\":\"a\"}]]");
	desk_expect_delta(&bob, NULL, "[[\"room\",{\"roomID\":7,\"label\":\"x\"}]]",
			  "[[\"contact\",{\"cID\":2,\"title\":\"a\"}]]");
	desk_close(&anna);
	desk_close(&bob);
}

static void messages__last_200_of_each_room(void **state)
{
	struct desk desk;
	char row[100];
	cJSON *rows;
	char *text;

	for (int i = 1; i <= 250; i++) {
		snprintf(row, sizeof(row), "{\"roomID\":7,\"msgID\":%d,\"msg\":\"m\"}", i);
		house_put(*state, 1, "message", row);
	}
	house_put(*state, 1, "message", "{\"roomID\":8,\"msgID\":251,\"msg\":\"m\"}");
	house_put(*state, 2, "message", "{\"roomID\":8,\"msgID\":251,\"msg\":\"m\"}");
	desk_open(&desk, *state, "anna");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"1\",\"chat\":true}");
	text = desk_snapshot(&desk, "message");
	rows = json(text);
	assert_int_equal(cJSON_GetArraySize(rows), 201);
	assert_int_equal(wire_json_int(cJSON_GetArrayItem(rows, 0), "msgID", 0), 51);
	cJSON_Delete(rows);
	free(text);
	desk_close(&desk);
}

static void kiosk__contacts_with_its_tag__and_five_fields(void **state)
{
	struct desk desk;

	house_user(*state, 2, "hall", "default", "kiosk=lobby");
	house_put(*state, 0, "contact",
		  "{\"cID\":1,\"department\":\"Sales\",\"canCall\":true,\"email\":\"a@x\"}");
	house_put(*state, 0, "tag", "{\"owner\":1,\"tags\":[\"Lobby\"]}");
	house_put(*state, 0, "note", "{\"key\":\"x\",\"text\":\"t\"}");
	desk_open(&desk, *state, "hall");
	assert_snapshot(&desk, "", "note", "[]");
	assert_snapshot(&desk, "", "tag", "[]");
	assert_snapshot(&desk, "", "contact",
			"[{\"cID\":1,\"name\":\"anna\",\"department\":\"Sales\",\"canCall\":true,"
			"\"blf\":0}]");
	house_put(*state, 0, "tag", "{\"owner\":3,\"tags\":[\"x\",\"lobby\"]}");
	desk_expect_delta(&desk, NULL, "[[\"contact\",{\"cID\":3,\"name\":\"carl\",\"blf\":0}]]",
			  NULL);
	house_put(*state, 0, "tag", "{\"owner\":1,\"tags\":[]}");
	desk_expect_delta(&desk, "[[\"contact\",[1]]]", NULL, NULL);
	house_row(*state, "device", "{\"name\":\"SIP/c\",\"blf\":2,\"dnd\":true}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":3,\"blf\":2}]]");
	desk_close(&desk);
}

static void kiosk__own_device_and_calls__are_seen(void **state)
{
	struct desk desk;

	add_calls(*state);
	house_user(*state, 1, "hall", "default", "kiosk=lobby");
	desk_open(&desk, *state, "hall");
	assert_snapshot(
		&desk, "", "device",
		"[{\"name\":\"SIP/a\",\"ownerID\":1,\"userID\":1,\"state\":\"up\",\"blf\":0}]");
	assert_snapshot(&desk, "", "call", "[{\"parent\":\"SIP/a\",\"cid\":\"1\"}]");
	desk_close(&desk);
}

static void kiosk__its_calls__have_no_numbers(void **state)
{
	struct desk desk;

	add_calls(*state);
	house_user(*state, 1, "hall", "default", "kiosk=lobby");
	house_row(*state, "call",
		  "{\"parent\":\"SIP/a\",\"cid\":\"1\",\"name\":\"Bob\",\"number\":\"102\","
		  "\"qnumber\":\"103\",\"ddi\":\"555\",\"match\":{\"cID\":2},\"state\":\"up\"}");
	desk_open(&desk, *state, "hall");
	desk_start(&desk, "");
	house_row(*state, "call",
		  "{\"parent\":\"SIP/a\",\"cid\":\"1\",\"name\":\"Carl\",\"number\":\"103\"}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"1\",\"name\":\"Carl\"}]]");
	desk_close(&desk);
}

static void idle__on__withdraws_what_is_not_own(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, ",\"sets\":[\"device\"]");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"idle\":true}");
	desk_expect_delta(&desk, "[[\"contact\",[2]],[\"contact\",[3]]]", NULL, NULL);
	desk_expect_delta(&desk, "[[\"device\",[\"SIP/b\"]],[\"device\",[\"SIP/c\"]]]", NULL, NULL);
	desk_expect(&desk, "ready");
	assert_string_equal(wire_json_text(desk.frame, "id"), "2");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2}");
	desk_expect_nothing(&desk);
	house_row(*state, "device", "{\"name\":\"SIP/a\",\"blf\":1}");
	desk_expect_delta(&desk, NULL, NULL,
			  "[[\"device\",{\"name\":\"SIP/a\",\"blf\":1}],"
			  "[\"contact\",{\"cID\":1,\"blf\":1}]]");
	desk_close(&desk);
}

static void idle__off__brings_a_snapshot(void **state)
{
	struct desk desk;
	char *rows;

	desk_open(&desk, *state, "anna");
	assert_snapshot(&desk, ",\"idle\":true,\"sets\":[]", "contact",
			"[{\"cID\":1,\"name\":\"anna\",\"company\":\"default\"}]");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"idle\":false}");
	rows = desk_snapshot(&desk, "contact");
	assert_string_equal(rows, "[{\"cID\":1,\"name\":\"anna\",\"company\":\"default\"},"
				  "{\"cID\":2,\"name\":\"bob\",\"company\":\"default\"},"
				  "{\"cID\":3,\"name\":\"carl\",\"company\":\"other\"}]");
	assert_string_equal(wire_json_text(desk.frame, "id"), "2");
	free(rows);
	desk_close(&desk);
}

static void lite__is_always_idle(void **state)
{
	struct desk desk;

	house_user(*state, 2, "lena", "default", "lite=yes");
	desk_open(&desk, *state, "lena");
	assert_snapshot(&desk, ",\"sets\":[]", "contact",
			"[{\"cID\":2,\"name\":\"bob\",\"company\":\"default\"}]");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"idle\":false}");
	desk_expect_error(&desk, 99, "2");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":2,\"title\":\"a\"}]]");
	desk_close(&desk);
}

static void user__who_loses_a_permission__gets_a_new_snapshot(void **state)
{
	struct house *house = *state;
	struct desk desk;
	char *rows;

	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"sets\":[]");
	snprintf(house->sessions[0].user.company, 64, "other");
	house_put(house, 0, "contact", "{\"cID\":3,\"title\":\"a\"}");
	rows = desk_snapshot(&desk, "contact");
	assert_string_equal(
		rows, "[{\"cID\":3,\"name\":\"carl\",\"company\":\"other\",\"title\":\"a\"}]");
	assert_null(wire_json_get(desk.frame, "id"));
	free(rows);
	desk_close(&desk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
	const struct CMUnitTest tests[] = {
		TEST(company__others__see_their_own_only),
		TEST(company__default__sees_all),
		TEST(company__changes__are_seen_by_those_who_may),
		TEST(company__row_that_moves__goes_here_and_comes_there),
		TEST(company__admin_of_another__sees_that_too),
		TEST(company__book_of_another__is_not_seen),
		TEST(option__off__leaves_set_and_fields_out),
		TEST(options__each_alone_and_all_together__bring_their_sets_and_fields),
		TEST(option__queue__brings_calls_of_queues_only),
		TEST(device_min__only_own_devices_and_their_calls),
		TEST(device_min__device_changes_hands__it_goes_with_its_calls),
		TEST(mailbox__own_and_admins),
		TEST(per_user__rows__come_in_the_same_frame),
		TEST(messages__last_200_of_each_room),
		TEST(kiosk__contacts_with_its_tag__and_five_fields),
		TEST(kiosk__own_device_and_calls__are_seen),
		TEST(kiosk__its_calls__have_no_numbers),
		TEST(idle__on__withdraws_what_is_not_own),
		TEST(idle__off__brings_a_snapshot),
		TEST(lite__is_always_idle),
		TEST(user__who_loses_a_permission__gets_a_new_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
