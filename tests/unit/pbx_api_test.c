#include <string.h>

#include "support/pbx_fixture.h"

/* What the documentation says of the feed's options, tags and address book, word by word. */

static bool start_says(const char *text)
{
	return strstr(house.fake.start, text) != NULL;
}

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	(void)added, (void)added_count, (void)removed, (void)removed_count;
	++*(int *)ctx;
}

static void start__pingtime_or_error_callback_alone__asks_for_every_set(void **state)
{
	(void)state;
	house_live(&(struct pbx_feed_options){.pingtime = 999}); /* and the fixture's own error */
	assert_true(start_says("\"sets\":[\"device\",\"mailbox\",\"queue\",\"presence\"]"));
	assert_true(start_says("\"pingtime\":999,\"heartbeat\":1"));
}

static void start__each_set_alone__is_asked_for_alone(void **state)
{
	static const struct {
		struct pbx_feed_options options;
		const char *sets;
	} cases[] = {
		{{.device = true}, "\"sets\":[\"device\"],\"deviceMin\":false"},
		{{.device_min = true}, "\"sets\":[\"device\"],\"deviceMin\":true"},
		{{.mailbox = true}, "\"sets\":[\"mailbox\"],\"deviceMin\":false"},
		{{.queue = true}, "\"sets\":[\"queue\"],\"deviceMin\":false"},
		{{.presence = true}, "\"sets\":[\"presence\"],\"deviceMin\":false"},
	};

	(void)state;
	house_live(NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		house_forget();
		house_start(&cases[i].options);
		TURN_UNTIL(house.told.count);
		assert_true(start_says(cases[i].sets));
	}
}

static void tags__after_the_address_book__are_those_of_its_entries_too(void **state)
{
	int calls = 0;

	(void)state;
	house.fake.rows[WIRE_ADDRESS] =
		"{\"key\":\"c5\",\"cID\":5},{\"key\":\"a\",\"name\":\"Al\"}";
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\"}";
	house.fake.rows[WIRE_TAG] =
		"{\"owner\":5,\"tags\":[\"vip\"]},{\"owner\":\"a\",\"tags\":[\"press\"]}";
	house_live(NULL);
	pbx_get_addressbook(house.pbx, on_book, &calls);
	TURN_UNTIL(calls);
	assert_int_equal(pbx_who_tags(house_find(PBX_ADDRESS, "a")), 0);
	house_follow(1u << PBX_ADDRESS | 1u << PBX_CONTACT);
	pbx_enable_tags(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_true(pbx_who_has_tag(house_find(PBX_ADDRESS, "a"), "press"));
	assert_true(pbx_who_has_tag(house_find(PBX_ADDRESS, "c5"), "vip"));
	assert_non_null(strstr(house.log, "update:contact:5"));
	assert_non_null(strstr(house.log, "update:address:a"));
	assert_int_equal(calls, 1);
}

static void addressbook__is_heard_by_listeners_as_well(void **state)
{
	int calls = 0;

	(void)state;
	house.fake.rows[WIRE_ADDRESS] = "{\"key\":\"a\",\"name\":\"Zoe\"}";
	house_live(NULL);
	house_follow(1u << PBX_ADDRESS);
	pbx_get_addressbook(house.pbx, on_book, &calls);
	TURN_UNTIL(calls);
	house_delta("\"gone\":[[\"address\",[\"a\"]]],\"new\":[[\"address\",{\"key\":\"c\","
		    "\"name\":\"Bo\"}]]");
	assert_non_null(strstr(house.log, "new:address:a"));
	assert_non_null(strstr(house.log, "deleted:address:a"));
	assert_non_null(strstr(house.log, "new:address:c"));
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)object, (void)changed;
	house_note("%s:%d", (const char *)ctx, (int)event);
}

static void listen__destroyed_object__its_listeners_are_gone(void **state)
{
	static const char call[] = "\"new\":[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c1\"}]]";

	(void)state;
	house.fake.rows[WIRE_DEVICE] = "{\"name\":\"SIP/a\",\"userID\":1}";
	house_live(NULL);
	house_delta(call);
	assert_int_equal(pbx_listen(house.pbx, PBX_CALL,
				    pbx_list(house.pbx, PBX_CALL, &(unsigned){0})[0], PBX_UPDATE,
				    on_call, "old"),
			 0);
	house_delta("\"rows\":[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c1\",\"state\":\"up\"}]]");
	assert_string_equal(house.log, "old:2");
	house_delta("\"gone\":[[\"call\",[\"SIP/a\",\"c1\"]]]");
	house_forget();
	house_delta(call);
	house_delta("\"rows\":[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"c1\",\"state\":\"up\"}]]");
	assert_string_equal(house.log, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(start__pingtime_or_error_callback_alone__asks_for_every_set),
		CASE(start__each_set_alone__is_asked_for_alone),
		CASE(tags__after_the_address_book__are_those_of_its_entries_too),
		CASE(addressbook__is_heard_by_listeners_as_well),
		CASE(listen__destroyed_object__its_listeners_are_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
