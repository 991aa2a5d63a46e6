#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "pbx/split.h"
#include "support/pbx_fixture.h"

/* Objects, lists and what they mean to each other. */

static void live(void)
{
	house_live(NULL);
}

/* ---- Lists ---- */

static void list__contacts__are_sorted_as_people_sort_names(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Zoe\"},{\"cID\":2,\"name\":\"ärmel\"},"
		"{\"cID\":3,\"name\":\"Arno\"},{\"cID\":4,\"name\":\"Łukas\"},"
		"{\"cID\":5,\"name\":\"Arno\"}";
	live();
	assert_string_equal(house_keys(PBX_CONTACT), "2 3 5 4 1");
}

static void list__new_renamed_and_gone_in_one_frame__are_in_their_place(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":1,\"name\":\"A\"},{\"cID\":2,\"name\":\"B\"},"
					"{\"cID\":3,\"name\":\"C\"},{\"cID\":4,\"name\":\"D\"}";
	live();
	house_delta(
		"\"gone\":[[\"contact\",[2]]],\"new\":[[\"contact\",{\"cID\":9,\"name\":\"BB\"}]],"
		"\"rows\":[[\"contact\",{\"cID\":1,\"name\":\"Z\"}],[\"contact\",{\"cID\":4,"
		"\"name\":\"AA\"}],"
		"[\"contact\",{\"cID\":1,\"name\":\"CC\"}],[\"contact\",{\"cID\":9,\"name\":\"0\"}]"
		"]");
	assert_string_equal(house_keys(PBX_CONTACT), "9 4 3 1");
}

static void list__others__are_as_they_came(void **state)
{
	(void)state;
	house.fake.rows[WIRE_QUEUE] = "{\"name\":\"z\"},{\"name\":\"a\"},{\"name\":\"m\"}";
	live();
	house_delta("\"gone\":[[\"queue\",[\"a\"]]],\"new\":[[\"queue\",{\"name\":\"b\"}],"
		    "[\"queue\",{\"name\":\"a\"}]]");
	assert_string_equal(house_keys(PBX_QUEUE), "z m b a");
}

/* A thousand random changes, against the order that they should be in. */
static void list__many_random_frames__stay_sorted(void **state)
{
	static char members[65536];
	unsigned seed = 3, count;

	(void)state;
	live();
	for (int frame = 0; frame < 40; frame++) {
		size_t len = (size_t)sprintf(members, "\"new\":[");

		for (int i = 0; i < 25; i++) {
			seed = seed * 1103515245u + 12345u;
			len += (size_t)sprintf(members + len,
					       "%s[\"contact\",{\"cID\":%u,\"name\":\"N%u\"}]",
					       i ? "," : "", seed >> 16 & 127, seed >> 8 & 1023);
		}
		len += (size_t)sprintf(members + len, "],\"gone\":[[\"contact\",[%u]]]",
				       seed >> 20 & 127);
		house_delta(members);

		struct pbx_object *const *list = pbx_list(house.pbx, PBX_CONTACT, &count);

		for (unsigned i = 1; i < count; i++)
			assert_true(pbx_who_compare(list[i - 1], list[i]) < 0);
		for (unsigned i = 0; i < count; i++)
			assert_ptr_equal(list[i], house_find(PBX_CONTACT, pbx_object_key(list[i])));
	}
	assert_true(count > 90);
}

/* ---- People ---- */

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	(void)ctx;
	(void)added;
	(void)added_count;
	(void)removed;
	(void)removed_count;
}

static void who__address_of_a_contact__answers_for_the_contact(void **state)
{
	const struct pbx_object *who, *outside;

	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\",\"extension\":\"205\","
					"\"companyName\":\"Acme\",\"canCall\":true,"
					"\"blf\":2,\"show\":\"away\",\"chatID\":\"ann\","
					"\"taggable\":true,\"department\":\"IT\","
					"\"numbers\":[{\"type\":\"mobile\",\"number\":\"0170 "
					"1\"},{\"type\":\"home\",\"number\":\"99\"}]},"
					"{\"cID\":1,\"name\":\"Rita\"}";
	house.fake.rows[WIRE_ADDRESS] =
		"{\"key\":\"x\",\"cID\":5,\"number\":\"205\"},"
		"{\"key\":\"y\",\"name\":\"Zoe\",\"number\":\"0123\",\"editable\":true}";
	pbx_get_addressbook(house.pbx, on_book, NULL);
	live();
	who = house_find(PBX_ADDRESS, "x");
	assert_ptr_equal(pbx_who_contact(who), house_find(PBX_CONTACT, "5"));
	assert_string_equal(pbx_who_name(who), "Ann");
	assert_string_equal(pbx_who_number(who), "205");
	assert_string_equal(pbx_who_company(who), "Acme");
	assert_string_equal(pbx_who_department(who), "IT");
	assert_string_equal(pbx_who_show(who), "away");
	assert_int_equal(pbx_who_blf(who), 2);
	assert_true(pbx_who_can_call(who));
	assert_true(pbx_who_can_chat(who));
	assert_true(pbx_who_can_tag(who));
	assert_false(pbx_who_can_edit(who));
	assert_false(pbx_who_is_me(who));
	assert_true(pbx_who_is_me(house_find(PBX_CONTACT, "1")));
	assert_int_equal(pbx_who_numbers(who), 2);

	const char *type;

	assert_string_equal(pbx_who_number_at(who, 1, &type), "99");
	assert_string_equal(type, "home");
	assert_string_equal(pbx_who_number_at(who, 2, &type), "");
	outside = house_find(PBX_ADDRESS, "y");
	assert_null(pbx_who_contact(outside));
	assert_int_equal(pbx_who_blf(outside), PBX_UNKNOWN);
	assert_true(pbx_who_can_call(outside));
	assert_false(pbx_who_can_chat(outside));
	assert_true(pbx_who_can_edit(outside));
	assert_int_equal(pbx_who_numbers(outside), 1);
	assert_string_equal(pbx_who_number_at(outside, 0, &type), "0123");
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"name\":\"Zzz\"}]]");
	assert_string_equal(pbx_who_name(who), "Zzz");
	assert_string_equal(house_keys(PBX_ADDRESS), "y x");
}

static void who__tags__belong_to_the_person(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] =
		"{\"cID\":5,\"name\":\"Ann\",\"taggable\":true},{\"cID\":6,\"taggable\":false}";
	house.fake.rows[WIRE_TAG] = "{\"owner\":5,\"tags\":[\"VIP\",\"Nächte\"]}";
	pbx_enable_tags(house.pbx, NULL, NULL);
	live();

	const struct pbx_object *ann = house_find(PBX_CONTACT, "5");

	assert_true(pbx_who_taggable(ann));
	assert_false(pbx_who_taggable(house_find(PBX_CONTACT, "6")));
	assert_int_equal(pbx_who_tags(ann), 2);
	assert_string_equal(pbx_who_tag(ann, 1), "Nächte");
	assert_string_equal(pbx_who_tag(ann, 2), "");
	assert_true(pbx_who_has_tag(ann, "nachte"));
	house_delta("\"rows\":[[\"tag\",{\"owner\":5,\"tags\":[]}]]");
	assert_int_equal(pbx_who_tags(ann), 0);
}

static void can_tag__follows_the_permissions(void **state)
{
	static const struct {
		const char *perms, *company;
		bool may;
	} cases[] = {
		{"{}", "7", false},
		{"{\"receptionist\":\"yes\"}", "7", true},
		{"{\"companyadmin\":\"7\"}", "7", true},
		{"{\"companyadmin\":\"8\"}", "7", false},
		{"{\"sysadmin\":\"default\"}", "7", true},
		{"{\"billing\":\"yes\"}", "7", false},
	};
	static char user[256], row[256];

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(user, sizeof(user), "{\"id\":1,\"name\":\"Rita\",\"perms\":%s}",
			 cases[i].perms);
		snprintf(row, sizeof(row),
			 "{\"cID\":5,\"taggable\":true,\"company\":\"%s\"},{\"cID\":1,\"taggable\":"
			 "true}",
			 cases[i].company);
		house.fake.user = user;
		house.fake.rows[WIRE_CONTACT] = row;
		live();
		assert_int_equal(pbx_who_can_tag(house_find(PBX_CONTACT, "5")), cases[i].may);
		assert_true(pbx_who_can_tag(house_find(PBX_CONTACT, "1")));
		house_forget();
		pbx_stop_feed(house.pbx, house_done, &house.told);
		TURN_UNTIL(house.told.count);
	}
}

/* ---- Calls ---- */

static void call__belongs_to_its_device_or_queue(void **state)
{
	uint64_t first;
	unsigned count;

	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\"}";
	house.fake.rows[WIRE_DEVICE] =
		"{\"name\":\"SIP/a\",\"userID\":1},{\"name\":\"SIP/b\",\"userID\":2}";
	house.fake.rows[WIRE_QUEUE] = "{\"name\":\"q\"}";
	house.fake.rows[WIRE_CALL] =
		"{\"parent\":\"SIP/"
		"a\",\"cid\":\"1\",\"name\":\"\",\"number\":\"0123\",\"match\":{\"cID\":5},"
		"\"features\":\"hold, xfer\"},"
		"{\"parent\":\"queue:q\",\"cid\":\"2\",\"name\":\"Zoe\"},{\"parent\":\"SIP/"
		"a\",\"cid\":\"3\"},"
		"{\"parent\":\"SIP/b\",\"cid\":\"4\"},{\"parent\":\"SIP/late\",\"cid\":\"5\"}";
	live();

	const struct pbx_object *a = house_find(PBX_DEVICE, "SIP/a");
	const struct pbx_object *one = house_find(PBX_CALL, "SIP/a\x1f"
							    "1");
	const struct pbx_object *two = house_find(PBX_CALL, "queue:q\x1f"
							    "2");

	assert_ptr_equal(pbx_call_device(one), a);
	assert_null(pbx_call_device(two));
	assert_string_equal(pbx_call_label(one), "0123");
	assert_string_equal(pbx_call_label(two), "Zoe");
	assert_ptr_equal(pbx_call_who(one), house_find(PBX_CONTACT, "5"));
	assert_null(pbx_call_who(two));
	assert_true(pbx_call_has(one, "hold"));
	assert_true(pbx_call_has(one, "xfer"));
	assert_true(pbx_call_has(one, "talk"));
	assert_false(pbx_call_has(one, "xf"));
	assert_false(pbx_call_has(one, "park"));
	assert_true(pbx_call_is_mine(one));
	assert_false(pbx_call_is_mine(two));
	assert_false(pbx_call_is_mine(house_find(PBX_CALL, "SIP/b\x1f"
							   "4")));
	assert_true(pbx_call_uid(one) != pbx_call_uid(two));
	first = pbx_call_uid(one);
	assert_ptr_equal(pbx_calls_of(a, &count)[0], one);
	assert_int_equal(count, 2);
	assert_ptr_equal(pbx_calls_of(house_find(PBX_QUEUE, "q"), &count)[0], two);
	house_delta("\"gone\":[[\"call\",[\"SIP/a\",\"1\"]]],\"new\":[[\"device\",{\"name\":\"SIP/"
		    "late\"}]]");
	pbx_calls_of(a, &count);
	assert_int_equal(count, 1);
	pbx_calls_of(house_find(PBX_DEVICE, "SIP/late"), &count);
	assert_int_equal(count, 1);
	house_delta("\"gone\":[[\"device\",[\"SIP/late\"]]]");
	assert_null(pbx_call_device(house_find(PBX_CALL, "SIP/late\x1f"
							 "5")));
	house_delta("\"new\":[[\"call\",{\"parent\":\"SIP/a\",\"cid\":\"1\"}]]");
	assert_true(pbx_call_uid(house_find(PBX_CALL, "SIP/a\x1f"
						      "1")) > first);
}

/* ---- Lines ---- */

static void on_lines(void *ctx, struct pbx_object *const *lines, unsigned count)
{
	house_note("%s", (const char *)ctx);
	for (unsigned i = 0; i < count; i++)
		house_note("%s", pbx_object_key(lines[i]));
}

static void lines__used_and_owned__by_phone_and_line(void **state)
{
	unsigned count;

	(void)state;
	house.fake.rows[WIRE_DEVICE] =
		"{\"name\":\"c\",\"mac\":\"2\",\"line\":1,\"userID\":1,\"ownerID\":1},"
		"{\"name\":\"b\",\"mac\":\"1\",\"line\":2,\"userID\":1,\"ownerID\":2},"
		"{\"name\":\"a\",\"mac\":\"1\",\"line\":1,\"userID\":1,\"ownerID\":1},"
		"{\"name\":\"d\",\"mac\":\"1\",\"line\":3,\"userID\":2,\"ownerID\":1}";
	live();
	pbx_get_lines(house.pbx, false, on_lines, "used:");
	assert_string_equal(house.log, "");
	TURN_UNTIL(house.log[0]);
	assert_string_equal(house.log, "used: a b c");
	assert_ptr_equal(pbx_lines(house.pbx, true, &count)[2], house_find(PBX_DEVICE, "c"));
	assert_int_equal(count, 3);
	house_forget();
	house_delta("\"rows\":[[\"device\",{\"name\":\"d\",\"state\":\"up\"}]]");
	assert_string_equal(house.log, "");
	house_delta("\"rows\":[[\"device\",{\"name\":\"d\",\"userID\":1}]]");
	assert_string_equal(house.log, "used: a b d c");
	house_forget();
	pbx_get_lines(house.pbx, false, NULL, "used:");
	house_delta("\"gone\":[[\"device\",[\"a\"]]]");
	assert_string_equal(house.log, "");
	pbx_lines(house.pbx, false, &count);
	assert_int_equal(count, 3);
}

/* ---- Rooms, JSON ---- */

static void room__unread__are_others_messages_above_seen(void **state)
{
	(void)state;
	house.fake.rows[WIRE_ROOM] = "{\"roomID\":9,\"seen\":2,\"public\":true},{\"roomID\":8}";
	house.fake.rows[WIRE_MESSAGE] =
		"{\"roomID\":9,\"msgID\":2,\"cID\":5},{\"roomID\":9,\"msgID\":3,\"cID\":5},"
		"{\"roomID\":9,\"msgID\":4,\"cID\":1},{\"roomID\":8,\"msgID\":5,\"cID\":5}";
	pbx_enable_chat(house.pbx, true, NULL, NULL);
	live();
	assert_int_equal(pbx_room_unread(house_find(PBX_ROOM, "9")), 1);
	assert_true(pbx_room_isPublic(house_find(PBX_ROOM, "9")));
	house_delta("\"rows\":[[\"room\",{\"roomID\":9,\"seen\":3}]]");
	assert_int_equal(pbx_room_unread(house_find(PBX_ROOM, "9")), 0);
}

static void json__of_an_object__is_its_row(void **state)
{
	char *json;

	(void)state;
	house.fake.rows[WIRE_CONTACT] =
		"{\"cID\":5,\"name\":\"Ann\",\"numbers\":[{\"type\":\"w\"}],\"blf\":null}";
	live();
	json = pbx_object_json(house_find(PBX_CONTACT, "5"));
	assert_string_equal(
		json, "{\"cID\":5,\"name\":\"Ann\",\"numbers\":[{\"type\":\"w\"}],\"blf\":null}");
	free(json);
}

static void getters__of_another_class__know_nothing(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\"}";
	live();
	assert_string_equal(pbx_call_cid(house_find(PBX_CONTACT, "5")), "");
	assert_int_equal(pbx_call_id(house_find(PBX_CONTACT, "5")), PBX_UNKNOWN);
	assert_string_equal(pbx_contact_name(NULL), "");
	assert_null(pbx_find(house.pbx, PBX_CLASS_COUNT, "5"));
	assert_null(pbx_find(house.pbx, PBX_CONTACT, NULL));
}

/* ---- Large frames ---- */

static void count_event(void *ctx, enum pbx_event event, struct pbx_object *object,
			uint64_t changed)
{
	(void)event;
	(void)object;
	(void)changed;
	(*(int *)ctx)++;
}

/* 250 KB of small rows: applied in slices, told once each, nothing lost or reordered. */
static void large_frame__is_applied_whole_before_anybody_hears(void **state)
{
	static char rows[300000];
	size_t len = 0;
	int heard = 0;

	(void)state;
	live();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_NEW | PBX_UPDATE, count_event, &heard);
	len += (size_t)sprintf(rows, "\"new\":[");
	for (int i = 0; i < 5000; i++)
		len += (size_t)sprintf(rows + len, "%s[\"contact\",{\"cID\":%d,\"name\":\"N%d\"}]",
				       i ? "," : "", i + 1, (i * 7919) % 5000);
	sprintf(rows + len, "]");
	fake_pabx_delta(&house.fake, rows);
	fake_pabx_delta(&house.fake, "\"rows\":[[\"contact\",{\"cID\":1,\"blf\":1}]]");
	TURN_UNTIL(heard == 5001);
	assert_int_equal(pbx_contact_blf(house_find(PBX_CONTACT, "1")), 1);
	assert_int_equal(house.fake.resyncs, 0);
}

static void split__frames__lists_stay_text(void **state)
{
	static const char text[] =
		" {\"op\":\"delta\", \"rows\" : [ [1,\"]\\\"\"] , {\"a\":[]} ],\"seq\":5} ";
	struct px_split split;
	cJSON *value;

	(void)state;
	assert_int_equal(px_split(&split, text, strlen(text)), 0);
	assert_int_equal(cJSON_GetArraySize(split.head), 2);
	assert_int_equal(px_split_next(&split.rows[PX_ROWS], text, &value), 1);
	assert_true(cJSON_IsArray(value));
	cJSON_Delete(value);
	assert_int_equal(px_split_next(&split.rows[PX_ROWS], text, &value), 1);
	assert_true(cJSON_IsObject(value));
	cJSON_Delete(value);
	assert_int_equal(px_split_next(&split.rows[PX_ROWS], text, &value), 0);
	cJSON_Delete(split.head);
}

/* Every cut of a good frame and every changed byte: an answer, never a crash. */
static void split__damaged_frames__are_survived(void **state)
{
	static const char good[] = "{\"op\":\"delta\",\"prev\":1,\"seq\":2,\"gone\":[[\"call\",["
				   "\"a\\\\\",\"b\"]]],\"rows\":[[\"x\",{}]]}";
	static const char bytes[] = "\"[]{},:\\ x";

	(void)state;
	for (size_t at = 0; at < sizeof(good) - 1; at++) {
		for (size_t k = 0; k < sizeof(bytes); k++) {
			size_t len = k ? sizeof(good) - 1 : at;
			char *text = malloc(len + 1);
			struct px_split split;
			cJSON *value;

			memcpy(text, good, len);
			text[len] = '\0';
			if (k)
				text[at] = bytes[k - 1];
			if (!px_split(&split, text, len))
				for (int list = 0; list < PX_ROWS_COUNT; list++)
					while (px_split_next(&split.rows[list], text, &value) > 0)
						cJSON_Delete(value);
			cJSON_Delete(split.head);
			free(text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(list__contacts__are_sorted_as_people_sort_names),
		CASE(list__new_renamed_and_gone_in_one_frame__are_in_their_place),
		CASE(list__others__are_as_they_came),
		CASE(list__many_random_frames__stay_sorted),
		CASE(who__address_of_a_contact__answers_for_the_contact),
		CASE(who__tags__belong_to_the_person),
		CASE(can_tag__follows_the_permissions),
		CASE(call__belongs_to_its_device_or_queue),
		CASE(lines__used_and_owned__by_phone_and_line),
		CASE(room__unread__are_others_messages_above_seen),
		CASE(json__of_an_object__is_its_row),
		CASE(getters__of_another_class__know_nothing),
		CASE(large_frame__is_applied_whole_before_anybody_hears),
		CASE(split__frames__lists_stay_text),
		CASE(split__damaged_frames__are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
