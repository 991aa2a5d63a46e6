/* PROTOCOL.md, section 2: rooms, messages and links. */
#include "support/rest_house.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "pabx/directory_inside.h"
#include "pabx/person.h"

#define ROOM          "/rest/command/create/room"
#define MESSAGE       "/rest/command/create/message"
#define ROW(set, row) ((const struct wire_##set *)(row))

static int64_t make_room(struct house *house, int who, const char *members)
{
	char *body = mem_printf("{\"values\":{\"members\":%s}}", members);
	int64_t id = wire_json_int(house_ok(house, who, ROOM, body), "roomID", -1);

	free(body);
	assert_true(id > 0);
	return id;
}

static char *in_room(int64_t room, const char *values)
{
	return mem_printf("{\"scope\":{\"roomID\":%" PRId64 "},\"values\":%s}", room, values);
}

static int64_t post(struct house *house, int who, int64_t room, const char *text, const char *uid)
{
	char *values = mem_printf("{\"msg\":\"%s\",\"uid\":\"%s\"}", text, uid);
	char *body = in_room(room, values);
	int64_t id = wire_json_int(house_ok(house, who, MESSAGE, body), "msgID", -1);

	free(body);
	free(values);
	return id;
}

static const struct wire_room *room_of(struct house *house, int who, int64_t room)
{
	char key[32];

	snprintf(key, sizeof(key), "%" PRId64, room);
	return ROW(room, house_live(house, WIRE_ROOM, who, key));
}

static const struct wire_row *message_of(struct house *house, int who, int64_t room, int64_t id)
{
	char key[WIRE_KEY_MAX], first[32], second[32];

	snprintf(first, sizeof(first), "%" PRId64, room);
	snprintf(second, sizeof(second), "%" PRId64, id);
	wire_key(key, sizeof(key), WIRE_MESSAGE, first, second);
	return live_get(house->pabx->live, WIRE_MESSAGE, who, key);
}

/* ---- Rooms ---- */

static void room__of_two__is_called_by_the_other(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]");
	const struct wire_room *room = room_of(house, ANNA, id);

	assert_string_equal(room->label, "Bob Birch");
	assert_int_equal(room->cID, BOB);
	assert_string_equal(room->state, "open");
	assert_non_null(strstr(room->members, "\"uname\":\"anna\""));
	assert_string_equal(room_of(house, BOB, id)->label, "Anna Ash");
	assert_null(live_get(house->pabx->live, WIRE_ROOM, CARL, room->row.key));
}

static void room__private_one_again__is_not_doubled(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]");

	assert_int_equal(make_room(house, ANNA, "[2]"), id);
	assert_int_equal(make_room(house, BOB, "[1]"), id);
	assert_int_equal(make_room(house, BOB, "[1,2]"), id);
	house_restart(house);
	assert_int_equal(make_room(house, BOB, "[1]"), id);
}

static void room__of_three__is_a_new_one_each_time(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2,4]");

	assert_true(room_of(house, ANNA, id)->cID == WIRE_NULL);
	assert_string_equal(room_of(house, ANNA, id)->label, "Bob Birch, Ada Admin");
	assert_true(make_room(house, ANNA, "[2,4]") != id);
}

static void room__of_a_wrong_form__is_refused(void **state)
{
	house_refused(*state, ANNA, ROOM, "{}", "invalid");
	house_refused(*state, ANNA, ROOM, "{\"values\":{\"members\":[]}}", "invalid");
	house_refused(*state, ANNA, ROOM, "{\"values\":{\"members\":[1]}}", "invalid");
	house_refused(*state, ANNA, ROOM, "{\"values\":{\"members\":[\"2\"]}}", "invalid");
	house_refused(*state, ANNA, ROOM, "{\"values\":{\"members\":[99]}}", "gone");
	house_refused(*state, ANNA, ROOM,
		      "{\"values\":{\"members\":[{\"name\":\"Guest\",\"email\":\"g@x.example\","
		      "\"invite\":true}]}}",
		      "unsupported");
}

static void room__with_strangers__needs_a_link(void **state)
{
	struct house *house = *state;

	house_refused(house, ANNA, ROOM, "{\"values\":{\"members\":[3]}}", "denied");
	house_ok(house, ANNA, "/rest/command/create/link", "{\"scope\":{\"cID\":3}}");
	house_refused(house, ANNA, ROOM, "{\"values\":{\"members\":[3]}}", "denied");
	house_ok(house, CARL, "/rest/command/update/link", "{\"scope\":{\"cID\":1}}");
	make_room(house, ANNA, "[3]");
}

/* Who is not in a room can neither change, leave nor read it. */
static void expect_no_member(struct house *house, int who, int64_t id)
{
	char *body = in_room(id, "{\"name\":\"Mine\"}");

	house_refused(house, who, "/rest/command/update/room", body, "gone");
	house_refused(house, who, "/rest/command/delete/room", body, "gone");
	house_refused(house, who, "/rest/live/read/message", body, "gone");
	free(body);
}

static void room__left__is_gone_for_who_left(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2,4]"), message = post(house, BOB, id, "hi", "u1");
	char *body = in_room(id, "{}"), key[32];

	house_ok(house, BOB, "/rest/command/delete/room", body);
	snprintf(key, sizeof(key), "%" PRId64, id);
	assert_null(live_get(house->pabx->live, WIRE_ROOM, BOB, key));
	assert_null(message_of(house, BOB, id, message));
	assert_non_null(message_of(house, ANNA, id, message));
	assert_null(strstr(room_of(house, ANNA, id)->members, "bob"));
	expect_no_member(house, BOB, id);
	free(body);
}

static void room__renamed_seen_and_linked__is_told_to_its_members(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2,4]"), message = post(house, BOB, id, "hi", "u1");
	char *values = mem_printf("{\"name\":\"Fire drill\",\"seen\":%" PRId64 ",\"link\":[5,7]}",
				  message);
	char *body = in_room(id, values);

	house_ok(house, ANNA, "/rest/command/update/room", body);
	assert_string_equal(room_of(house, BOB, id)->label, "Fire drill");
	assert_int_equal(room_of(house, ANNA, id)->seen, message);
	assert_int_equal(room_of(house, BOB, id)->seen, 0);
	assert_non_null(message_of(house, LITE, id, message));
	house_restart(house);
	assert_int_equal(room_of(house, ANNA, id)->seen, message);
	assert_string_equal(room_of(house, LITE, id)->label, "Fire drill");
	free(body);
	body = in_room(id, "{\"seen\":\"x\"}");
	house_refused(house, ANNA, "/rest/command/update/room", body, "invalid");
	free(body);
	body = in_room(id, "{}");
	house_refused(house, ANNA, "/rest/command/update/room", body, "invalid");
	free(body);
	free(values);
}

static void room__seen__never_goes_back(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]");
	char *body = in_room(id, "{\"seen\":7}");

	house_ok(house, ANNA, "/rest/command/update/room", body);
	free(body);
	body = in_room(id, "{\"seen\":3}");
	house_ok(house, ANNA, "/rest/command/update/room", body);
	assert_int_equal(room_of(house, ANNA, id)->seen, 7);
	free(body);
}

/* ---- Rooms of others: api_chat ---- */

/* As another process does it, and as it is taken over. */
static void give_role(struct house *house, int64_t cID, const char *login, const char *company,
		      const char *role)
{
	const struct person_record record = {cID, WIRE_NULL, login, login, company, "",
					     "",  "",        "",    "",    role};

	assert_int_equal(person_put(house->pabx->store, &record), 1);
	person_reload(house->pabx->directory, cID);
}

static bool sees_room(struct house *house, int who, int64_t room)
{
	char key[32];

	snprintf(key, sizeof(key), "%" PRId64, room);
	return live_get(house->pabx->live, WIRE_ROOM, who, key) != NULL;
}

static void api_chat__rooms_of_the_company__are_seen_but_not_taken_part_in(void **state)
{
	struct house *house = *state;
	int64_t id, message;
	char *body;

	give_role(house, LITE, "lite", "default", "api_chat");
	id = make_room(house, ANNA, "[2]");
	message = post(house, ANNA, id, "Hello", "u1");
	assert_string_equal(room_of(house, LITE, id)->label, "Anna Ash, Bob Birch");
	assert_true(room_of(house, LITE, id)->cID == WIRE_NULL);
	assert_null(strstr(room_of(house, LITE, id)->members, "\"uname\":\"lite\""));
	assert_null(message_of(house, LITE, id, message));
	assert_false(sees_room(house, ADMIN, id));
	body = in_room(id, "{\"msg\":\"Me too\"}");
	house_refused(house, LITE, MESSAGE, body, "gone");
	free(body);
	expect_no_member(house, LITE, id);
}

static void api_chat__people__are_brought_into_rooms_without_oneself(void **state)
{
	struct house *house = *state;
	int64_t id;
	char *body;

	give_role(house, LITE, "lite", "default", "api_chat");
	id = make_room(house, ANNA, "[2]");
	body = in_room(id, "{\"link\":[4]}");
	house_refused(house, DORA, "/rest/command/update/room", body, "gone");
	house_ok(house, LITE, "/rest/command/update/room", body);
	free(body);
	assert_true(sees_room(house, ADMIN, id));
	id = wire_json_int(
		house_ok(house, LITE, ROOM, "{\"values\":{\"members\":[1,4],\"aside\":true}}"),
		"roomID", -1);
	assert_null(strstr(room_of(house, ANNA, id)->members, "\"uname\":\"lite\""));
	assert_int_equal(room_of(house, ANNA, id)->cID, ADMIN);
	assert_true(sees_room(house, LITE, id));
	house_refused(house, BOB, ROOM, "{\"values\":{\"members\":[1,4],\"aside\":true}}",
		      "denied");
	house_refused(house, LITE, ROOM, "{\"values\":{\"members\":[1],\"aside\":true}}",
		      "invalid");
}

static void api_chat__of_another_company__sees_nothing_of_ours(void **state)
{
	struct house *house = *state;
	int64_t id;

	give_role(house, DORA, "dora", "other", "api_chat");
	id = make_room(house, ANNA, "[2]");
	assert_false(sees_room(house, DORA, id));
	house_refused(house, DORA, ROOM, "{\"values\":{\"members\":[1,2],\"aside\":true}}",
		      "denied");
	give_role(house, DORA, "dora", "other", "api_chat:yes");
	assert_true(sees_room(house, DORA, id));
	give_role(house, DORA, "dora", "other", "companyadmin");
	assert_false(sees_room(house, DORA, id));
}

static void api_chat__member_goes_to_another_company__is_seen_from_there(void **state)
{
	struct house *house = *state;
	int64_t id;

	give_role(house, DORA, "dora", "other", "api_chat");
	id = make_room(house, ANNA, "[2]");
	assert_false(sees_room(house, DORA, id));
	give_role(house, BOB, "bob", "other", "");
	assert_true(sees_room(house, DORA, id));
	give_role(house, BOB, "bob", "default", "");
	assert_false(sees_room(house, DORA, id));
}

static void room__member_gets_another_name__is_told_to_the_others(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]");

	give_role(house, BOB, "robert", "default", "");
	assert_string_equal(room_of(house, ANNA, id)->label, "robert");
}

static void api_chat__overseer_taken_in_and_leaving__sees_the_room_on(void **state)
{
	struct house *house = *state;
	int64_t id;
	char *body;

	give_role(house, LITE, "lite", "default", "api_chat");
	id = make_room(house, ANNA, "[2]");
	body = in_room(id, "{\"link\":[7]}");
	house_ok(house, ANNA, "/rest/command/update/room", body);
	free(body);
	assert_true(post(house, LITE, id, "Now I may", "u2") > 0);
	body = in_room(id, "{}");
	house_ok(house, LITE, "/rest/command/delete/room", body);
	assert_true(sees_room(house, LITE, id));
	house_ok(house, ANNA, "/rest/command/delete/room", body);
	house_ok(house, BOB, "/rest/command/delete/room", body);
	assert_false(sees_room(house, LITE, id));
	free(body);
}

/* ---- Messages ---- */

static void message__posted__reaches_every_member(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]"), message = post(house, ANNA, id, "Hello", "u1");
	const struct wire_message *row = ROW(message, message_of(house, BOB, id, message));

	assert_string_equal(row->msg, "Hello");
	assert_string_equal(row->cN, "Anna Ash");
	assert_int_equal(row->cID, ANNA);
	assert_true(row->time > 0);
	assert_non_null(message_of(house, ANNA, id, message));
	assert_true(post(house, BOB, id, "Yes", "u1") > message);
}

static void message__uid_again__gives_the_first_id_for_ever(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]"), message = post(house, ANNA, id, "Hello", "u1");

	assert_int_equal(post(house, ANNA, id, "Hello", "u1"), message);
	house_restart(house);
	clock_fake(clock_wall_ms() + INT64_C(86400000) * 3);
	assert_int_equal(post(house, ANNA, id, "Hello", "u1"), message);
	assert_true(post(house, BOB, id, "Hello", "u1") != message);
}

static void message__of_a_wrong_form__is_refused(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]");
	char *text = mem_new(9000, 1), *values, *body;

	memset(text, 'x', 8193);
	values = mem_printf("{\"msg\":\"%s\"}", text);
	body = in_room(id, values);
	house_refused(house, ANNA, MESSAGE, body, "limit");
	free(body);
	body = in_room(id, "{\"msg\":\"\"}");
	house_refused(house, ANNA, MESSAGE, body, "invalid");
	free(body);
	body = in_room(id, "{\"msg\":\"x\",\"uid\":7}");
	house_refused(house, ANNA, MESSAGE, body, "invalid");
	free(body);
	body = in_room(id, "{\"msg\":\"x\"}");
	house_refused(house, CARL, MESSAGE, body, "gone");
	free(body);
	house_refused(house, ANNA, MESSAGE, "{\"values\":{\"msg\":\"x\"}}", "gone");
	free(values);
	free(text);
}

static void message__of_eight_kilobytes_and_lines__is_kept_whole(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]"), message;
	char text[8193];

	memset(text, 'x', 8192);
	text[8192] = '\0';
	message = post(house, ANNA, id, text, "u1");
	assert_string_equal(ROW(message, message_of(house, BOB, id, message))->msg, text);
	message = post(house, ANNA, id, "one\\ntwo", "u2");
	assert_string_equal(ROW(message, message_of(house, BOB, id, message))->msg, "one\ntwo");
}

static void messages__older_ones__are_read_by_pages(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]"), first = 0, last = 0;
	const cJSON *values;
	char *body;

	for (int i = 0; i < 30; i++)
		last = directory_post(house->pabx->directory, id, BOB, "text", NULL);
	first = last - 29;
	body = mem_printf("{\"scope\":{\"roomID\":%" PRId64 ",\"maxRows\":10,\"before\":%" PRId64
			  "}}",
			  id, last);
	values = house_ok(house, ANNA, "/rest/live/read/message", body);
	assert_int_equal(cJSON_GetArraySize(values), 10);
	assert_int_equal(wire_json_int(cJSON_GetArrayItem(values, 0), "msgID", 0), last - 1);
	assert_int_equal(wire_json_int(cJSON_GetArrayItem(values, 9), "msgID", 0), last - 10);
	assert_string_equal(wire_json_text(cJSON_GetArrayItem(values, 0), "cN"), "Bob Birch");
	free(body);
	body = mem_printf("{\"scope\":{\"roomID\":%" PRId64 ",\"before\":%" PRId64 "}}", id,
			  first + 2);
	values = house_ok(house, ANNA, "/rest/live/read/message", body);
	assert_int_equal(cJSON_GetArraySize(values), 2);
	house_refused(house, CARL, "/rest/live/read/message", body, "gone");
	free(body);
}

static unsigned rows_of(struct house *house, int who)
{
	struct live_item item;
	uint64_t position = 0;
	unsigned count = 0;

	while (live_next_own(house->pabx->live, WIRE_MESSAGE, who, &position, &item))
		count++;
	return count;
}

static void messages__endless__keep_only_the_last_in_memory(void **state)
{
	struct house *house = *state;
	int64_t id = make_room(house, ANNA, "[2]"), last = 0;

	for (int i = 0; i < 1000; i++)
		last = directory_post(house->pabx->directory, id, BOB, "text", NULL);
	assert_true(rows_of(house, ANNA) <= 600);
	assert_non_null(message_of(house, ANNA, id, last));
	assert_non_null(message_of(house, ANNA, id, last - 199));
	house_restart(house);
	assert_int_equal(rows_of(house, ANNA), 200);
	assert_non_null(message_of(house, ANNA, id, last - 199));
}

static void message__of_the_switch__makes_or_finds_the_private_room(void **state)
{
	struct house *house = *state;
	int64_t id;

	pabx_switch_events()->message(house->pabx, BOB, ANNA, "From my phone");
	id = make_room(house, ANNA, "[2]");
	assert_int_equal(rows_of(house, ANNA), 1);
	pabx_switch_events()->message(house->pabx, ANNA, BOB, "To yours");
	assert_int_equal(rows_of(house, BOB), 2);
	assert_int_equal(make_room(house, ANNA, "[2]"), id);
}

/* ---- Links ---- */

static const char *link_of(struct house *house, int who, const char *other)
{
	return ROW(link, house_live(house, WIRE_LINK, who, other))->state;
}

static void link__asked_and_accepted__is_seen_by_both(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, "/rest/command/create/link", "{\"scope\":{\"cID\":3}}");
	assert_string_equal(link_of(house, ANNA, "3"), "asking");
	assert_string_equal(link_of(house, CARL, "1"), "asked");
	house_refused(house, ANNA, "/rest/command/update/link", "{\"scope\":{\"cID\":3}}",
		      "conflict");
	house_ok(house, CARL, "/rest/command/update/link", "{\"scope\":{\"cID\":1}}");
	house_restart(house);
	assert_string_equal(link_of(house, ANNA, "3"), "both");
	assert_string_equal(link_of(house, CARL, "1"), "both");
	house_ok(house, CARL, "/rest/command/delete/link", "{\"scope\":{\"cID\":1}}");
	assert_string_equal(link_of(house, ANNA, "3"), "none");
	assert_string_equal(link_of(house, CARL, "1"), "none");
}

static void link__asked_from_both_sides__is_made(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, "/rest/command/create/link", "{\"scope\":{\"cID\":3}}");
	house_ok(house, CARL, "/rest/command/create/link", "{\"scope\":{\"cID\":1}}");
	assert_string_equal(link_of(house, ANNA, "3"), "both");
	assert_string_equal(link_of(house, CARL, "1"), "both");
}

static void link__to_nobody_or_oneself__is_refused(void **state)
{
	house_refused(*state, ANNA, "/rest/command/create/link", "{\"scope\":{\"cID\":99}}",
		      "gone");
	house_refused(*state, ANNA, "/rest/command/create/link", "{\"scope\":{\"cID\":1}}",
		      "invalid");
	house_refused(*state, ANNA, "/rest/command/create/link", "{}", "gone");
	house_refused(*state, ANNA, "/rest/command/update/link", "{\"scope\":{\"cID\":3}}",
		      "conflict");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(room__of_two__is_called_by_the_other),
		TEST(room__private_one_again__is_not_doubled),
		TEST(room__of_three__is_a_new_one_each_time),
		TEST(room__of_a_wrong_form__is_refused),
		TEST(room__with_strangers__needs_a_link),
		TEST(room__left__is_gone_for_who_left),
		TEST(room__renamed_seen_and_linked__is_told_to_its_members),
		TEST(room__seen__never_goes_back),
		TEST(api_chat__rooms_of_the_company__are_seen_but_not_taken_part_in),
		TEST(api_chat__people__are_brought_into_rooms_without_oneself),
		TEST(api_chat__of_another_company__sees_nothing_of_ours),
		TEST(api_chat__member_goes_to_another_company__is_seen_from_there),
		TEST(room__member_gets_another_name__is_told_to_the_others),
		TEST(api_chat__overseer_taken_in_and_leaving__sees_the_room_on),
		TEST(message__posted__reaches_every_member),
		TEST(message__uid_again__gives_the_first_id_for_ever),
		TEST(message__of_a_wrong_form__is_refused),
		TEST(message__of_eight_kilobytes_and_lines__is_kept_whole),
		TEST(messages__older_ones__are_read_by_pages),
		TEST(messages__endless__keep_only_the_last_in_memory),
		TEST(message__of_the_switch__makes_or_finds_the_private_room),
		TEST(link__asked_and_accepted__is_seen_by_both),
		TEST(link__asked_from_both_sides__is_made),
		TEST(link__to_nobody_or_oneself__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
