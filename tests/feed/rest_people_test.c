/* PROTOCOL.md, section 2: tags, addresses, presence, notes, settings and the desk. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "pabx/person.h"

#define TAG           "/rest/command/update/tag"
#define PRESENCE      "/rest/command/update/presence"
#define ROW(set, row) ((const struct wire_##set *)(row))

static void expect_tags(struct house *house, int who, const char *body, const char *stored)
{
	char *text = wire_json_print(house_ok(house, who, TAG, body));

	assert_string_equal(text, stored);
	free(text);
}

/* ---- Tags ---- */

static void tags__list__replaces_what_was_there(void **state)
{
	struct house *house = *state;

	expect_tags(house, ANNA, "{\"scope\":{\"cID\":2},\"values\":{\"tags\":[\"a\",\"b\"]}}",
		    "[\"a\",\"b\"]");
	assert_string_equal(ROW(tag, house_live(house, WIRE_TAG, 0, "2"))->tags, "[\"a\",\"b\"]");
	house_restart(house);
	assert_string_equal(ROW(tag, house_live(house, WIRE_TAG, 0, "2"))->tags, "[\"a\",\"b\"]");
}

static void tags__added_and_removed__are_merged(void **state)
{
	expect_tags(*state, ANNA,
		    "{\"scope\":{\"cID\":2},\"values\":{\"add\":[\"new\"],\"remove\":[\"VIP\"]}}",
		    "[\"lobby\",\"new\"]");
	expect_tags(*state, ANNA, "{\"scope\":{\"cID\":2},\"values\":{\"add\":[\"New\",\"x\"]}}",
		    "[\"lobby\",\"new\",\"x\"]");
}

static void tags__none_left__is_an_empty_list(void **state)
{
	struct house *house = *state;

	expect_tags(house, ANNA, "{\"scope\":{\"cID\":2},\"values\":{\"tags\":[]}}", "[]");
	assert_null(live_get(house->pabx->live, WIRE_TAG, 0, "2"));
}

static void tags__of_a_wrong_form__are_invalid(void **state)
{
	static const char *const lists[] = {
		"\"x\"",    "[\"\"]", "[\"a b\"]",      "[\"a,b\"]",
		"[\"#a\"]", "[7]",    "[\"a\\u0007\"]", "[\"123456789012345678901234567890123\"]"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		char *body =
			mem_printf("{\"scope\":{\"cID\":2},\"values\":{\"tags\":%s}}", lists[i]);

		house_refused(*state, ANNA, TAG, body, "invalid");
		free(body);
	}
	house_refused(*state, ANNA, TAG, "{\"scope\":{\"cID\":2}}", "invalid");
	house_refused(*state, ANNA, TAG, "{\"values\":{\"tags\":[]}}", "invalid");
	house_refused(*state, ANNA, TAG, "{\"scope\":{\"cID\":99},\"values\":{\"tags\":[]}}",
		      "gone");
}

static void tags__of_thirty_two_characters__are_counted_as_characters(void **state)
{
	house_ok(*state, ANNA, TAG,
		 "{\"scope\":{\"cID\":2},\"values\":{\"tags\":"
		 "[\"ŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁŁ\"]}}");
}

static void tags__more_than_thirty_two__are_too_many(void **state)
{
	struct buf body;

	buf_init(&body, 4096);
	buf_add_str(&body, "{\"scope\":{\"cID\":2},\"values\":{\"tags\":[\"t0\"");
	for (int i = 1; i < 33; i++)
		buf_printf(&body, ",\"t%d\"", i);
	buf_add_str(&body, "]}}");
	house_refused(*state, ANNA, TAG, body.data, "limit");
	buf_free(&body);
}

static void tags__are_for_receptionists_administrators_and_ones_own(void **state)
{
	const char *bob = "{\"scope\":{\"cID\":2},\"values\":{\"add\":[\"x\"]}}";
	const char *carl = "{\"scope\":{\"cID\":3},\"values\":{\"add\":[\"x\"]}}";

	house_ok(*state, BOB, TAG, bob);
	house_ok(*state, ANNA, TAG, bob);
	house_ok(*state, ADMIN, TAG, bob);
	house_refused(*state, BOB, TAG, carl, "denied");
	house_ok(*state, DORA, TAG, carl);
	house_refused(*state, DORA, TAG, bob, "gone");
	house_refused(*state, LITE, TAG, bob, "denied");
}

static void tags__of_an_address__go_by_its_book(void **state)
{
	const char *system = "{\"scope\":{\"key\":\"a1\"},\"values\":{\"add\":[\"x\"]}}";
	const char *personal = "{\"scope\":{\"key\":\"a3\"},\"values\":{\"add\":[\"x\"]}}";

	expect_tags(*state, ANNA, system, "[\"courier\",\"x\"]");
	house_refused(*state, BOB, TAG, system, "denied");
	house_ok(*state, BOB, TAG, personal);
	house_refused(*state, ANNA, TAG, personal, "gone");
	expect_tags(*state, ANNA, "{\"scope\":{\"key\":\"c2\"},\"values\":{\"add\":[\"y\"]}}",
		    "[\"lobby\",\"vip\",\"y\"]");
}

/* ---- Addresses ---- */

static char *made(struct house *house, int who, const char *values)
{
	char *body = mem_printf("{\"values\":%s}", values);
	char *key = mem_dup(
		wire_json_text(house_ok(house, who, "/rest/command/create/address", body), "key"));

	free(body);
	return key;
}

static char *with_key(const char *key, const char *values)
{
	return mem_printf("{\"scope\":{\"key\":\"%s\"},\"values\":%s}", key, values);
}

static void address__made__is_ones_own_and_editable(void **state)
{
	struct house *house = *state;
	char *key = made(house, BOB, "{\"name\":\"Baker\",\"number\":\"020 7946 0777\"}");
	const struct wire_address *row = ROW(address, house_live(house, WIRE_ADDRESS, BOB, key));

	assert_string_equal(row->name, "Baker");
	assert_string_equal(row->number, "020 7946 0777");
	assert_string_equal(row->group, "personal");
	assert_true(row->editable);
	assert_null(live_get(house->pabx->live, WIRE_ADDRESS, 0, key));
	house_restart(house);
	house_live(house, WIRE_ADDRESS, BOB, key);
	free(key);
}

static void address__changed__keeps_what_was_not_said(void **state)
{
	struct house *house = *state;
	char *key = made(house, ANNA,
			 "{\"name\":\"Firm\",\"number\":\"020 7946 0777\",\"group\":\"company\"}");
	char *body = with_key(key, "{\"email\":\"a@b.example\"}");
	const struct wire_address *row;
	struct directory_match match;

	house_ok(house, ANNA, "/rest/command/update/address", body);
	row = ROW(address, house_live(house, WIRE_ADDRESS, 0, key));
	assert_string_equal(row->name, "Firm");
	assert_string_equal(row->email, "a@b.example");
	assert_true(directory_match(house->pabx->directory, "+442079460777", &match));
	assert_string_equal(match.key, key);
	free(body);
	body = with_key(key, "{\"number\":\"020 7946 0778\"}");
	house_ok(house, ANNA, "/rest/command/update/address", body);
	assert_false(directory_match(house->pabx->directory, "+442079460777", &match));
	assert_true(directory_match(house->pabx->directory, "+442079460778", &match));
	free(body);
	free(key);
}

static void address__moved_to_another_book__leaves_the_first(void **state)
{
	struct house *house = *state;
	char *key = made(house, ANNA, "{\"name\":\"Firm\",\"number\":\"020 7946 0777\"}");
	char *body = with_key(key, "{\"group\":\"company\"}");
	struct directory_match match;

	assert_false(directory_match(house->pabx->directory, "+442079460777", &match));
	house_ok(house, ANNA, "/rest/command/update/address", body);
	assert_null(live_get(house->pabx->live, WIRE_ADDRESS, ANNA, key));
	house_live(house, WIRE_ADDRESS, 0, key);
	assert_true(directory_match(house->pabx->directory, "+442079460777", &match));
	free(body);
	free(key);
}

static void address__deleted__is_gone(void **state)
{
	struct house *house = *state;
	char *key = made(house, BOB, "{\"name\":\"Baker\"}"), *body = with_key(key, "{}");

	house_refused(house, ANNA, "/rest/command/delete/address", body, "gone");
	house_ok(house, BOB, "/rest/command/delete/address", body);
	assert_null(live_get(house->pabx->live, WIRE_ADDRESS, BOB, key));
	house_refused(house, BOB, "/rest/command/delete/address", body, "gone");
	house_refused(house, BOB, "/rest/command/update/address", body, "gone");
	free(body);
	free(key);
}

static void address__not_made_through_the_api__cannot_be_changed(void **state)
{
	char *body = with_key("a1", "{\"name\":\"x\"}");

	house_refused(*state, ADMIN, "/rest/command/update/address", body, "denied");
	house_refused(*state, ADMIN, "/rest/command/delete/address", body, "denied");
	free(body);
	body = with_key("c2", "{\"name\":\"x\"}");
	house_refused(*state, ADMIN, "/rest/command/update/address", body, "denied");
	free(body);
}

static void address__book_of_others__is_not_for_everybody(void **state)
{
	struct house *house = *state;
	char *key = made(house, ANNA, "{\"name\":\"Firm\",\"group\":\"company\"}");
	char *body = with_key(key, "{\"name\":\"x\"}");

	house_refused(house, BOB, "/rest/command/create/address",
		      "{\"values\":{\"name\":\"x\",\"group\":\"company\"}}", "denied");
	house_refused(house, ANNA, "/rest/command/create/address",
		      "{\"values\":{\"name\":\"x\",\"group\":\"system\"}}", "denied");
	house_ok(house, ADMIN, "/rest/command/create/address",
		 "{\"values\":{\"name\":\"x\",\"group\":\"system\"}}");
	house_refused(house, BOB, "/rest/command/update/address", body, "denied");
	house_refused(house, DORA, "/rest/command/update/address", body, "gone");
	house_refused(house, DORA, "/rest/command/delete/address", body, "gone");
	free(body);
	free(key);
}

static void address__of_a_wrong_form__is_refused(void **state)
{
	static const char *const values[] = {
		"{}",
		"{\"name\":\"\"}",
		"{\"name\":7}",
		"{\"name\":\"x\",\"number\":\"call me\"}",
		"{\"name\":\"x\",\"group\":\"club\"}",
		"{\"name\":\"x\\u0007\"}",
	};
	char *body, *name;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		body = mem_printf("{\"values\":%s}", values[i]);
		house_refused(*state, ADMIN, "/rest/command/create/address", body, "invalid");
		free(body);
	}
	name = mem_new(200, 1);
	memset(name, 'n', 199);
	body = mem_printf("{\"values\":{\"name\":\"%s\"}}", name);
	house_refused(*state, ADMIN, "/rest/command/create/address", body, "limit");
	free(body);
	free(name);
}

static void address__change__moves_the_revision(void **state)
{
	struct house *house = *state;
	char before[96], *key;

	snprintf(before, sizeof(before), "%s",
		 directory_revision(house->pabx->directory, WIRE_ADDRESS));
	house_restart(house);
	assert_string_equal(before, directory_revision(house->pabx->directory, WIRE_ADDRESS));
	key = made(house, BOB, "{\"name\":\"Baker\"}");
	assert_string_not_equal(before, directory_revision(house->pabx->directory, WIRE_ADDRESS));
	assert_null(directory_revision(house->pabx->directory, WIRE_CONTACT));
	free(key);
}

static void address__person_with_another_number__moves_the_revision(void **state)
{
	struct house *house = *state;
	const struct person_record record = {BOB, WIRE_NULL, "bob", "Bob Birch", "default", "Sales",
					     "",  "",        "222", "",          ""};
	char before[96];

	snprintf(before, sizeof(before), "%s",
		 directory_revision(house->pabx->directory, WIRE_ADDRESS));
	assert_int_equal(person_put(house->pabx->store, &record), 1);
	assert_string_not_equal(before, directory_revision(house->pabx->directory, WIRE_ADDRESS));
}

/* ---- Presence ---- */

static const struct wire_contact *contact(struct house *house, const char *cID)
{
	return ROW(contact, house_live(house, WIRE_CONTACT, 0, cID));
}

static void presence__chosen__holds_for_all_resources(void **state)
{
	struct house *house = *state;

	directory_presence(house->pabx->directory, ANNA, "console", "online", NULL, 0);
	house_ok(house, ANNA, PRESENCE, "{\"values\":{\"show\":\"dnd\",\"status\":\"Board\"}}");
	assert_string_equal(contact(house, "1")->show, "dnd");
	assert_string_equal(contact(house, "1")->status, "Board");
	assert_string_equal(contact(house, "1")->states, "{\"desk\":\"dnd\",\"console\":\"dnd\"}");
	house_ok(house, ANNA, PRESENCE, "{\"values\":{\"show\":null,\"status\":null}}");
	assert_string_equal(contact(house, "1")->show, "online");
}

static void presence__until__is_again_what_it_was(void **state)
{
	struct house *house = *state;
	char *body;

	house_ok(house, ANNA, PRESENCE, "{\"values\":{\"show\":\"away\",\"status\":\"Out\"}}");
	clock_fake(clock_wall_ms());
	body = mem_printf("{\"values\":{\"show\":\"dnd\",\"status\":\"Talk\",\"until\":%lld}}",
			  (long long)clock_wall_ms() + 60000);
	house_ok(house, ANNA, PRESENCE, body);
	assert_string_equal(contact(house, "1")->show, "dnd");
	assert_int_equal(contact(house, "1")->until, clock_wall_ms() + 60000);
	clock_step(59000);
	house_turn(house);
	assert_string_equal(contact(house, "1")->show, "dnd");
	clock_step(1100);
	for (int i = 0; i < 5; i++)
		house_turn(house);
	assert_string_equal(contact(house, "1")->show, "away");
	assert_string_equal(contact(house, "1")->status, "Out");
	assert_true(contact(house, "1")->until == WIRE_NULL);
	free(body);
}

static void presence__that_ended_while_the_server_was_down__has_ended(void **state)
{
	struct house *house = *state;
	char *body = mem_printf("{\"values\":{\"show\":\"dnd\",\"until\":%lld}}",
				(long long)clock_wall_ms() + 60000);

	house_ok(house, ANNA, PRESENCE, body);
	house_restart(house);
	assert_string_equal(contact(house, "1")->show, "dnd");
	clock_fake(clock_wall_ms() + 120000);
	house_restart(house);
	for (int i = 0; i < 5; i++)
		house_turn(house);
	assert_string_equal(contact(house, "1")->show, "online");
	free(body);
}

static void presence__of_others__is_for_receptionists_of_their_company(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, PRESENCE,
		 "{\"scope\":{\"cID\":2},\"values\":{\"show\":\"dnd\",\"status\":\"Ill\"}}");
	assert_string_equal(contact(house, "2")->status, "Ill");
	house_refused(house, BOB, PRESENCE, "{\"scope\":{\"cID\":1},\"values\":{\"show\":\"dnd\"}}",
		      "denied");
	house_refused(house, ADMIN, PRESENCE,
		      "{\"scope\":{\"cID\":1},\"values\":{\"show\":\"dnd\"}}", "denied");
	house_refused(house, CARL, PRESENCE,
		      "{\"scope\":{\"cID\":1},\"values\":{\"show\":\"dnd\"}}", "gone");
	house_refused(house, ANNA, PRESENCE,
		      "{\"scope\":{\"cID\":99},\"values\":{\"show\":\"dnd\"}}", "gone");
}

static void presence__of_a_wrong_form__is_invalid(void **state)
{
	static const char *const values[] = {"{\"show\":\"busy\"}", "{\"show\":7}",
					     "{\"status\":7}", "{\"show\":\"dnd\",\"until\":5}",
					     "{\"show\":\"dnd\",\"until\":\"x\"}"};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		char *body = mem_printf("{\"values\":%s}", values[i]);

		house_refused(*state, ANNA, PRESENCE, body, "invalid");
		free(body);
	}
}

static void presence__of_who_has_no_resource__is_offline_but_may_say_why(void **state)
{
	struct house *house = *state;

	assert_string_equal(contact(house, "7")->show, "");
	house_ok(house, LITE, PRESENCE, "{\"values\":{\"show\":\"online\"}}");
	assert_string_equal(contact(house, "7")->show, "");
	house_ok(house, LITE, PRESENCE, "{\"values\":{\"show\":\"away\",\"status\":\"Holiday\"}}");
	assert_string_equal(contact(house, "7")->show, "away");
	assert_string_equal(contact(house, "7")->status, "Holiday");
}

static void presence__most_online_resource__counts(void **state)
{
	struct house *house = *state;
	struct directory *d = house->pabx->directory;

	directory_presence(d, CARL, "desk", "", NULL, 0);
	assert_string_equal(contact(house, "3")->show, "");
	directory_presence(d, CARL, "a", "dnd", NULL, 0);
	directory_presence(d, CARL, "b", "away", "Back soon", 0);
	assert_string_equal(contact(house, "3")->show, "away");
	assert_string_equal(contact(house, "3")->status, "Back soon");
	directory_presence(d, CARL, "b", "", NULL, 0);
	assert_string_equal(contact(house, "3")->show, "dnd");
	assert_string_equal(contact(house, "3")->states, "{\"a\":\"dnd\"}");
}

/* ---- Notes, settings, desk ---- */

static void note__written__is_shared_and_signed(void **state)
{
	struct house *house = *state;
	const struct wire_note *note;

	house_ok(house, ANNA, "/rest/command/create/note",
		 "{\"values\":{\"key\":\"+442079460399\",\"text\":\"Line one\\nline two\"}}");
	note = ROW(note, house_live(house, WIRE_NOTE, 0, "+442079460399"));
	assert_string_equal(note->text, "Line one\nline two");
	assert_string_equal(note->by, "Anna Ash");
	assert_true(note->time > 0);
	house_ok(house, ANNA, "/rest/command/update/note",
		 "{\"scope\":{\"key\":2},\"values\":{\"text\":\"Of a contact\"}}");
	house_live(house, WIRE_NOTE, 0, "2");
	house_ok(house, ANNA, "/rest/command/delete/note", "{\"scope\":{\"key\":2}}");
	assert_null(live_get(house->pabx->live, WIRE_NOTE, 0, "2"));
	house_refused(house, ANNA, "/rest/command/delete/note", "{\"scope\":{\"key\":2}}", "gone");
	house_restart(house);
	house_live(house, WIRE_NOTE, 0, "+442079460399");
}

static void note__of_a_wrong_form__is_refused(void **state)
{
	char *text = mem_new(5000, 1), *body;

	memset(text, 'x', 4999);
	body = mem_printf("{\"values\":{\"key\":\"1\",\"text\":\"%s\"}}", text);
	house_refused(*state, ANNA, "/rest/command/create/note", body, "limit");
	house_refused(*state, ANNA, "/rest/command/create/note", "{\"values\":{\"key\":\"1\"}}",
		      "invalid");
	house_refused(*state, ANNA, "/rest/command/create/note", "{\"values\":{\"text\":\"x\"}}",
		      "invalid");
	house_refused(*state, ANNA, "/rest/command/create/note",
		      "{\"values\":{\"key\":-1,\"text\":\"x\"}}", "invalid");
	free(body);
	free(text);
}

static void setting__value__is_its_users_alone(void **state)
{
	struct house *house = *state;

	house_ok(house, BOB, "/rest/command/update/setting",
		 "{\"values\":{\"name\":\"favourites\",\"value\":[1,\"c3\"]}}");
	assert_string_equal(ROW(setting, house_live(house, WIRE_SETTING, BOB, "favourites"))->value,
			    "[1,\"c3\"]");
	assert_null(live_get(house->pabx->live, WIRE_SETTING, ANNA, "favourites"));
	house_restart(house);
	house_live(house, WIRE_SETTING, BOB, "favourites");
	house_ok(house, BOB, "/rest/command/update/setting",
		 "{\"values\":{\"name\":\"favourites\",\"value\":null}}");
	assert_null(live_get(house->pabx->live, WIRE_SETTING, BOB, "favourites"));
	house_refused(house, BOB, "/rest/command/update/setting", "{\"values\":{\"value\":1}}",
		      "invalid");
}

static void setting__too_large__is_refused(void **state)
{
	char *text = mem_new(17000, 1), *body;

	memset(text, 'x', 16999);
	body = mem_printf("{\"values\":{\"name\":\"a\",\"value\":\"%s\"}}", text);
	house_refused(*state, BOB, "/rest/command/update/setting", body, "limit");
	free(body);
	free(text);
}

static void operator__state_and_note__are_kept(void **state)
{
	struct house *house = *state;
	const struct wire_operator *row;

	house_ok(house, ANNA, "/rest/command/update/operator",
		 "{\"values\":{\"state\":\"on\",\"note\":\"Parcel at the gate\"}}");
	row = ROW(operator, house_live(house, WIRE_OPERATOR, 0, "1"));
	assert_string_equal(row->state, "on");
	assert_string_equal(row->note, "Parcel at the gate");
	assert_string_equal(row->device, "SIP/anna");
	house_ok(house, ANNA, "/rest/command/update/operator",
		 "{\"values\":{\"state\":\"night\"}}");
	house_restart(house);
	row = ROW(operator, house_live(house, WIRE_OPERATOR, 0, "1"));
	assert_string_equal(row->state, "night");
	assert_string_equal(row->note, "Parcel at the gate");
	house_refused(house, ANNA, "/rest/command/update/operator",
		      "{\"values\":{\"state\":\"asleep\"}}", "invalid");
	house_refused(house, ANNA, "/rest/command/update/operator", "{}", "invalid");
	house_refused(house, ANNA, "/rest/command/update/operator",
		      "{\"values\":{\"state\":\"on\",\"device\":\"SIP/bob\"}}", "notyours");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tags__list__replaces_what_was_there),
		TEST(tags__added_and_removed__are_merged),
		TEST(tags__none_left__is_an_empty_list),
		TEST(tags__of_a_wrong_form__are_invalid),
		TEST(tags__of_thirty_two_characters__are_counted_as_characters),
		TEST(tags__more_than_thirty_two__are_too_many),
		TEST(tags__are_for_receptionists_administrators_and_ones_own),
		TEST(tags__of_an_address__go_by_its_book),
		TEST(address__made__is_ones_own_and_editable),
		TEST(address__changed__keeps_what_was_not_said),
		TEST(address__moved_to_another_book__leaves_the_first),
		TEST(address__deleted__is_gone),
		TEST(address__not_made_through_the_api__cannot_be_changed),
		TEST(address__book_of_others__is_not_for_everybody),
		TEST(address__of_a_wrong_form__is_refused),
		TEST(address__change__moves_the_revision),
		TEST(address__person_with_another_number__moves_the_revision),
		TEST(presence__chosen__holds_for_all_resources),
		TEST(presence__until__is_again_what_it_was),
		TEST(presence__that_ended_while_the_server_was_down__has_ended),
		TEST(presence__of_others__is_for_receptionists_of_their_company),
		TEST(presence__of_a_wrong_form__is_invalid),
		TEST(presence__of_who_has_no_resource__is_offline_but_may_say_why),
		TEST(presence__most_online_resource__counts),
		TEST(note__written__is_shared_and_signed),
		TEST(note__of_a_wrong_form__is_refused),
		TEST(setting__value__is_its_users_alone),
		TEST(setting__too_large__is_refused),
		TEST(operator__state_and_note__are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
