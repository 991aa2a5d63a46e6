/* What a client asks for: start, set, resync, and what is wrong with it (PROTOCOL.md, section 3).
 */
#include <stdio.h>

#include "support/feed_client.h"
#include "wire/command.h"
#include "wire/said.h"

static void expect_ready(struct desk *desk, const char *id)
{
	desk_expect(desk, "ready");
	assert_string_equal(wire_json_text(desk->frame, "id"), id);
}

static void expect_part(struct desk *desk, const char *set, const char *expected)
{
	char *rows;

	desk_expect(desk, "snapshot");
	assert_string_equal(wire_json_text(desk->frame, "set"), set);
	rows = wire_json_print(wire_json_get(desk->frame, "rows"));
	assert_string_equal(rows, expected);
	free(rows);
}

static void set__tags_on__brings_the_set(void **state)
{
	struct desk desk;

	house_put(*state, 0, "tag", "{\"owner\":1,\"tags\":[\"vip\"]}");
	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"tags\":true}");
	expect_part(&desk, "tag", "[{\"owner\":1,\"tags\":[\"vip\"]}]");
	expect_ready(&desk, "2");
	house_put(*state, 0, "tag", "{\"owner\":1,\"tags\":[]}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"tag\",{\"owner\":1,\"tags\":[]}]]");
	desk_close(&desk);
}

static void kiosk__tags_book_and_chat__are_denied(void **state)
{
	static const char *const flags[] = {"tags", "address", "chat"};
	struct desk desk;
	char text[80];

	house_user(*state, 1, "hall", "default", "kiosk=lobby");
	for (unsigned i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		desk_open(&desk, *state, "hall");
		snprintf(text, sizeof(text), "{\"op\":\"start\",\"id\":\"1\",\"%s\":true}",
			 flags[i]);
		desk_send(&desk, text);
		desk_expect(&desk, "error");
		assert_string_equal(wire_json_text(desk.frame, "reason"), "denied");
		assert_int_equal(wire_json_int(desk.frame, "errno", 0), 99);
		desk_start(&desk, "");
		snprintf(text, sizeof(text), "{\"op\":\"set\",\"id\":\"2\",\"%s\":true}", flags[i]);
		desk_send(&desk, text);
		desk_expect(&desk, "error");
		assert_string_equal(wire_json_text(desk.frame, "reason"), "denied");
		desk_close(&desk);
	}
}

static void set__tags_off__brings_nothing_more(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, ",\"tags\":true");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"tags\":false}");
	expect_ready(&desk, "2");
	house_put(*state, 0, "tag", "{\"owner\":1,\"tags\":[]}");
	desk_expect_nothing(&desk);
	desk_close(&desk);
}

static void set__chat_and_address__bring_three_sets(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"chat\":true,\"address\":true}");
	expect_part(&desk, "address", "[]");
	expect_part(&desk, "room", "[]");
	expect_part(&desk, "message", "[]");
	expect_ready(&desk, "2");
	desk_close(&desk);
}

static void set__several_at_once__each_is_answered(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"tags\":true}");
	desk_send(&desk, "{\"op\":\"resync\",\"id\":\"3\"}");
	free(desk_snapshot(&desk, ""));
	if (!strcmp(wire_json_text(desk.frame, "id"), "2"))
		free(desk_snapshot(&desk, ""));
	assert_string_equal(wire_json_text(desk.frame, "id"), "3");
	desk_close(&desk);
}

static void resync__sends_everything_again(void **state)
{
	struct desk desk;
	char *rows;

	desk_open(&desk, *state, "carl");
	desk_start(&desk, ",\"sets\":[]");
	desk_send(&desk, "{\"op\":\"resync\",\"id\":\"9\"}");
	rows = desk_snapshot(&desk, "contact");
	assert_string_equal(rows, "[{\"cID\":3,\"name\":\"carl\",\"company\":\"other\"}]");
	assert_string_equal(wire_json_text(desk.frame, "id"), "9");
	free(rows);
	desk_close(&desk);
}

static void start__a_second__replaces_the_first(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	desk_start(&desk, ",\"sets\":[]");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2}");
	desk_expect_nothing(&desk);
	desk_close(&desk);
}

static void start__ready__says_whether_it_resumed(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	assert_true(cJSON_IsFalse(wire_json_get(desk.frame, "resumed")));
	desk_close(&desk);
}

static void have__unchanged_book__is_not_sent_again(void **state)
{
	struct house *house = *state;
	struct desk desk;
	char options[200], *text;

	snprintf(house->revision, sizeof(house->revision), "r1");
	house_put(house, 0, "address", "{\"key\":\"a\",\"name\":\"A\"}");
	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"sets\":[],\"address\":true");
	snprintf(options, sizeof(options),
		 "{\"op\":\"start\",\"id\":\"2\",\"sets\":[],\"address\":true,\"have\":"
		 "{\"address\":\"%s\"}}",
		 wire_json_text(wire_json_get(desk.frame, "rev"), "address"));
	desk_send(&desk, options);
	do
		assert_string_not_equal(wire_json_text(desk_next(&desk), "op"), "delta");
	while (!wire_json_text(desk.frame, "id"));
	for (unsigned i = desk.read - 8; i < desk.read; i++)
		assert_null(strstr(desk.frames[i], "\"set\":\"address\""));
	snprintf(house->revision, sizeof(house->revision), "r2");
	desk_send(&desk, options);
	text = desk_snapshot(&desk, "address");
	assert_string_equal(text, "[{\"key\":\"a\",\"name\":\"A\"}]");
	free(text);
	desk_close(&desk);
}

static void error__what_is_wrong__is_said_and_the_feed_goes_on(void **state)
{
	static const struct {
		const char *frame, *said;
	} cases[] = {
		{"{\"op\":\"dance\",\"id\":\"x\"}", "no such op"},
		{"{\"id\":\"x\"}", "op is missing"},
		{"{\"op\":\"set\",\"id\":\"x\"}", "start comes first"},
		{"{\"op\":\"resync\",\"id\":\"x\"}", "start comes first"},
		{"{\"op\":\"start\",\"id\":\"x\",\"sets\":[\"fish\"]}", "\"fish\""},
		{"{\"op\":\"start\",\"id\":\"x\",\"sets\":7}", "sets"},
		{"{\"op\":\"start\",\"id\":\"x\",\"pingtime\":9}", "10 to 999"},
		{"{\"op\":\"start\",\"id\":\"x\",\"pingtime\":1000}", "10 to 999"},
		{"{\"op\":\"start\",\"id\":\"x\",\"heartbeat\":61}", "0 to 60"},
		{"{\"op\":\"start\",\"id\":\"x\",\"heartbeat\":\"1\"}", "0 to 60"},
		{"{\"op\":\"start\",\"id\":\"x\",\"idle\":1}", "idle"},
		{"{\"op\":\"start\",\"id\":\"x\",\"resume\":{\"seq\":1}}", "resume"},
	};
	struct desk desk;

	desk_open(&desk, *state, "anna");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		desk_send(&desk, cases[i].frame);
		assert_non_null(strstr(desk_expect_error(&desk, 90, "x"), cases[i].said));
		assert_string_equal(wire_json_text(desk.frame, "reason"), "invalid");
	}
	desk_start(&desk, "");
	desk_close(&desk);
}

static void error__with_words_in_it__comes_in_parts_too(void **state)
{
	struct wire_said said;
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"x\",\"sets\":[\"%n\"]}");
	assert_string_equal(desk_expect_error(&desk, 90, "x"), "There is no set \"%n\"");
	assert_true(wire_said_take(desk.frame, &said));
	assert_int_equal(said.sentence, WIRE_S_NO_SET);
	assert_string_equal(said.words[0], "%n");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"x\",\"pingtime\":9}");
	desk_expect_error(&desk, 90, "x");
	assert_true(wire_said_take(desk.frame, &said));
	assert_string_equal(said.words[0], "pingtime");
	assert_string_equal(said.words[2], "999");
	desk_send(&desk, "{\"op\":\"dance\",\"id\":\"x\"}");
	desk_expect_error(&desk, 90, "x");
	assert_null(wire_json_get(desk.frame, "template"));
	desk_close(&desk);
}

static void error__bad_start__leaves_the_running_feed_as_it_was(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, ",\"sets\":[]");
	desk_send(&desk, "{\"op\":\"start\",\"id\":\"2\",\"pingtime\":5}");
	desk_expect_error(&desk, 90, "2");
	house_row(*state, "device", "{\"name\":\"SIP/b\",\"blf\":2}");
	desk_expect_nothing(&desk);
	desk_close(&desk);
}

static void close__not_json_is_1007(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_send(&desk, "{\"op\":");
	desk_expect_end(&desk, 1007);
	desk_close(&desk);
}

static void close__too_deep_or_too_long_an_id_is_1009(void **state)
{
	struct desk desk;
	char id[120];

	desk_open(&desk, *state, "anna");
	desk_send(&desk, "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]");
	desk_expect_end(&desk, 1009);
	desk_close(&desk);
	desk_open(&desk, *state, "anna");
	snprintf(id, sizeof(id), "{\"op\":\"resync\",\"id\":\"%065d\"}", 0);
	desk_send(&desk, id);
	desk_expect_end(&desk, 1009);
	desk_close(&desk);
}

static void logout__is_error_2_and_close_1008(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "anna");
	desk_start(&desk, "");
	house_logout(*state, "anna");
	desk_expect_error(&desk, 2, NULL);
	desk_expect_end(&desk, 1008);
	desk_close(&desk);
}

static void session__counts_its_feeds(void **state)
{
	struct house *house = *state;
	struct desk one, two;

	desk_open(&one, house, "anna");
	desk_open(&two, house, "anna");
	assert_int_equal(house->sessions[0].feeds, 2);
	desk_close(&one);
	while (house->sessions[0].feeds > 1)
		house_turn(house);
	desk_close(&two);
}

static bool came(void *ctx)
{
	return ((struct house *)ctx)->presence[0] != '\0';
}

static void expect_presence(struct house *house, const char *expected)
{
	house_until(house, came, house);
	assert_string_equal(house->presence, expected);
	house->presence[0] = '\0';
}

static void chat__makes_the_console_present(void **state)
{
	struct house *house = *state;
	struct desk desk;

	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"chat\":true");
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna online");
	desk_send(&desk, "{\"op\":\"set\",\"id\":\"2\",\"chat\":false}");
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna ");
	desk_close(&desk);
}

static void chat__logout__withdraws_at_once(void **state)
{
	struct house *house = *state;
	struct desk desk;

	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"chat\":true");
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna online");
	house_logout(house, "anna");
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna ");
	desk_close(&desk);
}

static bool no_feed(void *ctx)
{
	return ((struct house *)ctx)->sessions[0].feeds == 0;
}

static void chat__lost_feed__withdraws_after_30_s(void **state)
{
	struct house *house = *state;
	struct desk desk;

	house_fake_clock();
	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"chat\":true");
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna online");
	desk_close(&desk);
	house_until(house, no_feed, house);
	house_step(house, 29000);
	assert_string_equal(house->presence, "");
	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"chat\":true");
	house_step(house, 29000);
	assert_string_equal(house->presence, "");
	desk_close(&desk);
	house_until(house, no_feed, house);
	house_step(house, 30100);
	expect_presence(house, "1 frontdesk/127.0.0.1/id-anna ");
}

static void switch__down__is_error_3_until_it_is_back(void **state)
{
	struct house *house = *state;
	const struct switch_events *events = pabx_switch_events();
	struct desk one, two;

	house_fake_clock();
	desk_open(&one, house, "anna");
	desk_start(&one, "");
	events->available(house->pabx, false, "The PABX does not answer");
	assert_string_equal(desk_expect_error(&one, 3, NULL), "The PABX does not answer");
	desk_open(&two, house, "bob");
	desk_start(&two, "");
	desk_expect_error(&two, 3, NULL);
	house_step(house, 5000);
	assert_int_equal(one.read, one.count);
	events->available(house->pabx, true, NULL);
	desk_expect(&one, "beat");
	desk_close(&one);
	desk_close(&two);
}

static void switch__back_with_other_abilities__is_greeted_anew(void **state)
{
	static const char *const more[] = {"hold", "xfer", "park", NULL};
	struct house *house = *state;
	const struct switch_events *events = pabx_switch_events();
	const struct switch_ops *before = house->pabx->sw.ops;
	struct switch_ops ops = *before;
	struct desk desk;

	house_fake_clock();
	desk_open(&desk, house, "anna");
	desk_start(&desk, "");
	events->available(house->pabx, false, "gone");
	desk_expect_error(&desk, 3, NULL);
	ops.can = more;
	house->pabx->sw.ops = &ops;
	events->available(house->pabx, true, NULL);
	assert_int_equal(cJSON_GetArraySize(wire_json_get(desk_expect(&desk, "hello"), "can")),
			 3 + 3); /* with what every PABX can */
	desk_expect(&desk, "beat");
	events->available(house->pabx, false, "gone");
	desk_expect_error(&desk, 3, NULL);
	events->available(house->pabx, true, NULL);
	desk_expect(&desk, "beat"); /* nothing has changed: no greeting */
	house->pabx->sw.ops = before;
	desk_close(&desk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
	const struct CMUnitTest tests[] = {
		TEST(set__tags_on__brings_the_set),
		TEST(kiosk__tags_book_and_chat__are_denied),
		TEST(set__tags_off__brings_nothing_more),
		TEST(set__chat_and_address__bring_three_sets),
		TEST(set__several_at_once__each_is_answered),
		TEST(resync__sends_everything_again),
		TEST(start__a_second__replaces_the_first),
		TEST(start__ready__says_whether_it_resumed),
		TEST(have__unchanged_book__is_not_sent_again),
		TEST(error__what_is_wrong__is_said_and_the_feed_goes_on),
		TEST(error__with_words_in_it__comes_in_parts_too),
		TEST(error__bad_start__leaves_the_running_feed_as_it_was),
		TEST(close__not_json_is_1007),
		TEST(close__too_deep_or_too_long_an_id_is_1009),
		TEST(logout__is_error_2_and_close_1008),
		TEST(session__counts_its_feeds),
		TEST(chat__makes_the_console_present),
		TEST(chat__logout__withdraws_at_once),
		TEST(chat__lost_feed__withdraws_after_30_s),
		TEST(switch__down__is_error_3_until_it_is_back),
		TEST(switch__back_with_other_abilities__is_greeted_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
