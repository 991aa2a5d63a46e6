/* PROTOCOL.md, section 2: reads. */
#include "support/rest_house.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"

static const cJSON *row(const cJSON *values, int at)
{
	const cJSON *item = cJSON_GetArrayItem(values, at);

	assert_non_null(item);
	return item;
}

static const cJSON *find(const cJSON *values, const char *name, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, values)
		if (wire_json_text(item, name) && !strcmp(wire_json_text(item, name), text))
			return item;
	return NULL;
}

/* ---- live/read ---- */

static void live__every_set__can_be_read(void **state)
{
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		char *path;

		if (set == WIRE_MESSAGE)
			continue;
		path = mem_printf("/rest/live/read/%s", wire_set_info((enum wire_set)set)->name);
		assert_true(cJSON_IsArray(house_ok(*state, ANNA, path, "{}")));
		free(path);
	}
}

static void live__contacts__are_those_of_the_viewers_companies(void **state)
{
	const cJSON *values = house_ok(*state, ANNA, "/rest/live/read/contact", "{}");

	assert_int_equal(cJSON_GetArraySize(values), 7);
	assert_int_equal(wire_json_int(((struct house *)*state)->reply, "numrows", 0), 7);
	assert_null(wire_json_get(((struct house *)*state)->reply, "next"));
	assert_string_equal(wire_json_text(find(values, "uname", "bob"), "companyName"),
			    "Main House");
	values = house_ok(*state, CARL, "/rest/live/read/contact", "{}");
	assert_int_equal(cJSON_GetArraySize(values), 2);
	assert_null(find(values, "uname", "anna"));
}

static void live__kiosk__reads_five_fields_of_its_tags_people(void **state)
{
	const cJSON *values = house_ok(*state, KIOSK, "/rest/live/read/contact", "{}");

	assert_int_equal(cJSON_GetArraySize(values), 1);
	assert_int_equal(cJSON_GetArraySize(row(values, 0)), 5);
	assert_string_equal(wire_json_text(row(values, 0), "name"), "Bob Birch");
	assert_int_equal(
		cJSON_GetArraySize(house_ok(*state, KIOSK, "/rest/live/read/address", "{}")), 0);
}

static void live__pages__join_to_the_whole(void **state)
{
	struct house *house = *state;
	char *body = mem_dup("{\"maxRows\":3}");
	unsigned pages = 0, rows = 0;
	const cJSON *next;

	for (;;) {
		rows += (unsigned)cJSON_GetArraySize(
			house_ok(house, ANNA, "/rest/live/read/contact", body));
		pages++;
		next = wire_json_get(house->reply, "next");
		free(body);
		if (!next)
			break;
		body = mem_printf("{\"scope\":{\"maxRows\":3,\"after\":\"%s\"}}",
				  next->valuestring);
	}
	assert_int_equal(pages, 3);
	assert_int_equal(rows, 7);
}

static void live__page_after_a_row_that_has_gone__is_refused(void **state)
{
	house_refused(*state, ANNA, "/rest/live/read/contact", "{\"after\":99}", "gone");
	house_refused(*state, ANNA, "/rest/live/read/contact", "{\"after\":[]}", "gone");
	house_ok(*state, ANNA, "/rest/live/read/contact", "{\"after\":2}");
}

static void live__page_size__is_bounded(void **state)
{
	house_status(*state, ANNA, "/rest/live/read/contact", "{\"maxRows\":0}", 400, 90);
	house_status(*state, ANNA, "/rest/live/read/contact", "{\"maxRows\":\"x\"}", 400, 90);
	house_ok(*state, ANNA, "/rest/live/read/contact", "{\"maxRows\":1000000}");
}

static void live__scope_and_columns__choose(void **state)
{
	const cJSON *values = house_ok(*state, ANNA, "/rest/live/read/contact",
				       "{\"scope\":{\"company\":\"other\",\"cID\":[3,2]},"
				       "\"columns\":[\"name\"]}");

	assert_int_equal(cJSON_GetArraySize(values), 1);
	assert_int_equal(cJSON_GetArraySize(row(values, 0)), 2);
	assert_string_equal(wire_json_text(row(values, 0), "name"), "Carl Cedar");
	assert_int_equal(wire_json_int(row(values, 0), "cID", 0), CARL);
}

static void live__personal_addresses__are_their_owners(void **state)
{
	const cJSON *values = house_ok(*state, BOB, "/rest/live/read/address", "{}");

	assert_non_null(find(values, "key", "a3"));
	assert_non_null(find(values, "key", "a1"));
	assert_non_null(find(values, "key", "c1"));
	assert_null(find(house_ok(*state, ANNA, "/rest/live/read/address", "{}"), "key", "a3"));
}

static void live__company_addresses__are_that_companys(void **state)
{
	const cJSON *values = house_ok(*state, CARL, "/rest/live/read/address", "{}");

	assert_non_null(find(values, "key", "a5"));
	assert_non_null(find(values, "key", "a1"));
	assert_null(find(values, "key", "a2"));
	assert_non_null(find(house_ok(*state, ANNA, "/rest/live/read/address", "{}"), "key", "a5"));
}

static void live__address_of_a_person__has_only_his_number(void **state)
{
	const cJSON *address =
		find(house_ok(*state, ANNA, "/rest/live/read/address", "{}"), "key", "c2");

	assert_int_equal(wire_json_int(address, "cID", 0), BOB);
	assert_string_equal(wire_json_text(address, "number"), "102");
	assert_null(wire_json_text(address, "name"));
}

static void live__many_rows__are_streamed_whole(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	for (int i = 0; i < 6000; i++) {
		char *text = mem_printf("{\"key\":\"n%d\",\"text\":\"Note number %d with some "
					"words in it\",\"by\":\"x\",\"time\":1}",
					i, i);

		house_row(house, WIRE_NOTE, text);
		free(text);
	}
	values = house_ok(house, ANNA, "/rest/live/read/note", "{}");
	assert_int_equal(cJSON_GetArraySize(values), 5000);
	assert_non_null(wire_json_text(house->reply, "next"));
	loop_lag(house->loop, true);
}

/* ---- ops, dialplan ---- */

static void users__are_read_by_administrators(void **state)
{
	const cJSON *values = house_ok(*state, ADMIN, "/rest/ops/read/user", "{}");
	const cJSON *anna = find(values, "uname", "anna");

	assert_int_equal(cJSON_GetArraySize(values), 7);
	assert_int_equal(cJSON_GetArraySize(anna), 11);
	assert_int_equal(wire_json_int(anna, "contact_id", 0), ANNA);
	assert_string_equal(wire_json_text(anna, "rolename"), "receptionist");
	assert_string_equal(wire_json_text(anna, "owned_extension"), "101");
	assert_string_equal(wire_json_text(anna, "owned_phoneid"), "m1");
	assert_string_equal(wire_json_text(find(values, "uname", "bob"), "rolename"), "user");
	values = house_ok(*state, DORA, "/rest/ops/read/user", "{}");
	assert_int_equal(cJSON_GetArraySize(values), 2);
	assert_null(find(values, "uname", "anna"));
}

static void users__scope_and_columns__choose(void **state)
{
	const cJSON *values =
		house_ok(*state, ADMIN, "/rest/ops/read/user",
			 "{\"scope\":{\"uname\":[\"bob\",\"carl\"],\"company\":\"default\"},"
			 "\"columns\":[\"name\",\"email\"]}");

	assert_int_equal(cJSON_GetArraySize(values), 1);
	assert_int_equal(cJSON_GetArraySize(row(values, 0)), 2);
	assert_string_equal(wire_json_text(row(values, 0), "email"), "bob@x.example");
	values = house_ok(*state, ADMIN, "/rest/ops/read/user", "{\"scope\":{\"contact_id\":3}}");
	assert_string_equal(wire_json_text(row(values, 0), "uname"), "carl");
}

static void extensions__have_the_documented_columns(void **state)
{
	const cJSON *values = house_ok(*state, ADMIN, "/rest/dialplan/read/extension",
				       "{\"scope\":{\"scoped_exten\":\"301_other\"},\"columns\":"
				       "[\"virt_exten\",\"company\",\"scoped_exten\",\"owner\"]}");

	assert_int_equal(cJSON_GetArraySize(values), 1);
	assert_string_equal(wire_json_text(row(values, 0), "virt_exten"), "301");
	assert_string_equal(wire_json_text(row(values, 0), "company"), "other");
	assert_string_equal(wire_json_text(row(values, 0), "scoped_exten"), "301_other");
	assert_int_equal(wire_json_int(row(values, 0), "owner", 0), CARL);
	values = house_ok(*state, ADMIN, "/rest/dialplan/read/extension",
			  "{\"scope\":{\"virt_exten\":[\"101\",\"102\"]}}");
	assert_int_equal(cJSON_GetArraySize(values), 2);
	assert_string_equal(wire_json_text(row(values, 0), "ring_type"), "A");
	assert_int_equal(
		cJSON_GetArraySize(house_ok(*state, DORA, "/rest/dialplan/read/extension", "{}")),
		1);
}

/* ---- Night modes ---- */

static void nightmodes__ten_of_each_company__are_read_and_set(void **state)
{
	struct house *house = *state;
	const cJSON *values = house_ok(house, ANNA, "/rest/dialplan/read/nm", "{}");

	assert_int_equal(cJSON_GetArraySize(wire_json_get(values, "default")), 10);
	assert_null(
		wire_json_get(house_ok(house, DORA, "/rest/dialplan/read/nm", "{}"), "default"));
	house_ok(
		house, ANNA, "/rest/dialplan/update/nm",
		"{\"scope\":{\"company\":[\"default\"]},\"values\":{\"1\":\"on\",\"10\":\"off\"}}");
	house_restart(house);
	values = wire_json_get(house_ok(house, ANNA, "/rest/dialplan/read/nm",
					"{\"scope\":{\"company\":[\"default\"]}}"),
			       "default");
	assert_string_equal(wire_json_text(values, "1"), "on");
	assert_string_equal(wire_json_text(values, "10"), "off");
	assert_string_equal(wire_json_text(values, "2"), "sched");
}

static void nightmodes__names__are_lists(void **state)
{
	const cJSON *values = house_ok(*state, ADMIN, "/rest/dialplan/readnames/nm", "{}");

	assert_int_equal(cJSON_GetArraySize(wire_json_get(values, "default")), 10);
	assert_int_equal(cJSON_GetArraySize(wire_json_get(values, "other")), 10);
	assert_string_equal(cJSON_GetArrayItem(wire_json_get(values, "default"), 0)->valuestring,
			    "Office");
	assert_true(cJSON_IsNull(cJSON_GetArrayItem(wire_json_get(values, "default"), 1)));
}

static void nightmodes__of_others_or_of_a_wrong_form__are_not_set_at_all(void **state)
{
	static const struct {
		int who;
		const char *body, *reason;
	} cases[] = {
		{DORA, "{\"scope\":{\"company\":\"default\"},\"values\":{\"1\":\"on\"}}", "denied"},
		{ADMIN, "{\"scope\":{\"company\":[\"default\",\"no\"]},\"values\":{\"1\":\"on\"}}",
		 "gone"},
		{ADMIN,
		 "{\"scope\":{\"company\":\"default\"},\"values\":{\"1\":\"on\",\"11\":\"on\"}}",
		 "invalid"},
		{ADMIN,
		 "{\"scope\":{\"company\":\"default\"},\"values\":{\"1\":\"on\",\"2\":\"x\"}}",
		 "invalid"},
		{ADMIN, "{\"values\":{\"1\":\"on\"}}", "invalid"},
		{ADMIN, "{\"scope\":{\"company\":[7]},\"values\":{\"1\":\"on\"}}", "invalid"},
	};
	const cJSON *values;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		house_refused(*state, cases[i].who, "/rest/dialplan/update/nm", cases[i].body,
			      cases[i].reason);
	values = wire_json_get(house_ok(*state, ADMIN, "/rest/dialplan/read/nm", "{}"), "default");
	assert_string_equal(wire_json_text(values, "1"), "sched");
}

/* ---- Call records ---- */

static void record(struct house *house, int64_t start, const char *from, const char *to,
		   const char *queue, const char *answered_by)
{
	const struct switch_record r = {
		.start = start,
		.answered = *answered_by ? start + 5000 : 0,
		.end = start + 65000,
		.from_number = *from ? "101" : "02079460300",
		.from_name = *from ? "Anna" : "Acme Glass",
		.to_number = "102",
		.to_name = "Bob",
		.from_device = from,
		.to_device = to,
		.queue = queue,
		.ddi = "",
		.uniqueid = "1.1",
		.linked = "l1",
		.disposition = *answered_by ? "ANSWERED" : "NOANSWER",
		.answered_by = answered_by,
	};

	pabx_switch_events()->ended(house->pabx, &r);
}

static void cdr__has_the_documented_columns(void **state)
{
	struct house *house = *state;
	const cJSON *values, *first;

	record(house, 1700000000000, "SIP/anna", "SIP/bob", "", "SIP/bob");
	values = house_ok(house, ADMIN, "/rest/call/read/cdr", "{}");
	first = row(values, 0);
	assert_int_equal(wire_json_int(first, "acctid", 0), 1);
	assert_string_equal(wire_json_text(first, "calldate"), "2023-11-14 22:13:20+00:00");
	assert_string_equal(wire_json_text(first, "clid"), "\"Anna\" <101>");
	assert_string_equal(wire_json_text(first, "src"), "101");
	assert_string_equal(wire_json_text(first, "dst"), "102");
	assert_int_equal(wire_json_int(first, "duration", 0), 65);
	assert_int_equal(wire_json_int(first, "billsec", 0), 60);
	assert_string_equal(wire_json_text(first, "disposition"), "ANSWERED");
	assert_string_equal(wire_json_text(first, "linkedid"), "l1");
	assert_string_equal(wire_json_text(wire_json_get(first, "properties"), "company"),
			    "default");
	assert_int_equal(wire_json_int(house->reply, "minID", -1), 0);
	assert_int_equal(wire_json_int(house->reply, "maxRows", 0), 500);
}

static void cdr__dates_and_ids__choose_in_the_order_of_acctid(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	for (int i = 0; i < 10; i++)
		record(house, 1700000000000 + i * 60000, "SIP/anna", "SIP/bob", "", "");
	values = house_ok(house, ADMIN, "/rest/call/read/cdr",
			  "{\"scope\":{\"minDate\":1700000120000,\"maxDate\":1700000300000}}");
	assert_int_equal(cJSON_GetArraySize(values), 4);
	assert_int_equal(wire_json_int(row(values, 0), "acctid", 0), 3);
	assert_int_equal(wire_json_int(row(values, 3), "acctid", 0), 6);
	values = house_ok(house, ADMIN, "/rest/call/read/cdr",
			  "{\"scope\":{\"minID\":8,\"maxRows\":2}}");
	assert_int_equal(wire_json_int(row(values, 0), "acctid", 0), 8);
	assert_int_equal(wire_json_int(house->reply, "next", 0), 9);
	values = house_ok(house, ADMIN, "/rest/call/read/cdr",
			  "{\"scope\":{\"minID\":8,\"maxRows\":2,\"after\":9}}");
	assert_int_equal(cJSON_GetArraySize(values), 1);
	assert_int_equal(wire_json_int(row(values, 0), "acctid", 0), 10);
	house_status(house, ADMIN, "/rest/call/read/cdr", "{\"scope\":{\"minDate\":\"x\"}}", 400,
		     90);
}

static void cdr__of_other_companies__is_not_for_their_billing(void **state)
{
	struct house *house = *state;

	record(house, 1700000000000, "SIP/anna", "SIP/bob", "", "");
	record(house, 1700000000000, "", "SIP/carl", "", "SIP/carl");
	assert_int_equal(cJSON_GetArraySize(house_ok(house, ADMIN, "/rest/call/read/cdr", "{}")),
			 2);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, DORA, "/rest/call/read/cdr", "{}")), 1);
}

static void cdr__many__are_streamed(void **state)
{
	struct house *house = *state;

	store_begin(house->pabx->store);
	for (int i = 0; i < 1234; i++)
		record(house, 1700000000000 + i, "SIP/anna", "SIP/bob", "", "");
	store_commit(house->pabx->store);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, ADMIN, "/rest/call/read/cdr",
						     "{\"scope\":{\"maxRows\":5000}}")),
			 1234);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, BOB, "/rest/call/read/history", "{}")),
			 1234);
}

/* ---- History ---- */

static const char *party(struct house *house, int who, int at)
{
	return wire_json_text(row(house_ok(house, who, "/rest/call/read/history", "{}"), at),
			      "party");
}

static void history__tells_each_his_part(void **state)
{
	struct house *house = *state;

	record(house, 1700000000000, "SIP/anna", "SIP/bob", "", "SIP/bob");
	assert_string_equal(party(house, ANNA, 0), "caller");
	assert_string_equal(party(house, BOB, 0), "callee");
	record(house, 1700000100000, "SIP/anna", "SIP/bob", "", "");
	assert_string_equal(party(house, ANNA, 0), "noanswer");
	assert_string_equal(party(house, BOB, 0), "missed");
	record(house, 1700000200000, "", "", "sales", "SIP/anna");
	assert_string_equal(party(house, ANNA, 0), "callee");
	assert_string_equal(party(house, BOB, 0), "missed");
	assert_int_equal(cJSON_GetArraySize(house_ok(house, CARL, "/rest/call/read/history", "{}")),
			 0);
}

static void history__row__has_the_documented_members(void **state)
{
	struct house *house = *state;
	const cJSON *first;

	record(house, 1700000000000, "", "SIP/bob", "sales", "SIP/anna");
	first = row(house_ok(house, BOB, "/rest/call/read/history", "{}"), 0);
	assert_int_equal(wire_json_int(first, "callID", 0), 1);
	assert_string_equal(wire_json_text(first, "linked"), "l1");
	assert_string_equal(wire_json_text(first, "party"), "missed");
	assert_string_equal(wire_json_text(first, "remoteName"), "Acme Glass");
	assert_string_equal(wire_json_text(first, "remoteNumber"), "02079460300");
	assert_string_equal(wire_json_text(wire_json_get(first, "match"), "key"), "a1");
	assert_string_equal(wire_json_text(first, "queue"), "sales");
	assert_string_equal(wire_json_text(first, "answeredBy"), "Anna Ash");
	assert_true(wire_json_int(first, "stamp", 0) == 1700000000000);
	assert_int_equal(wire_json_int(first, "ring", 0), 5);
	assert_int_equal(wire_json_int(first, "duration", 0), 60);
}

static void history__pages_and_times__choose_the_newest_first(void **state)
{
	struct house *house = *state;
	const cJSON *values;
	char *body;

	for (int i = 0; i < 5; i++)
		record(house, 1700000000000, "SIP/anna", "SIP/bob", "", "");
	values = house_ok(house, BOB, "/rest/call/read/history", "{\"scope\":{\"maxRows\":3}}");
	assert_int_equal(cJSON_GetArraySize(values), 3);
	assert_int_equal(wire_json_int(row(values, 0), "callID", 0), 5);
	body = mem_printf("{\"scope\":{\"after\":\"%s\"}}", wire_json_text(house->reply, "next"));
	values = house_ok(house, BOB, "/rest/call/read/history", body);
	assert_int_equal(cJSON_GetArraySize(values), 2);
	assert_int_equal(wire_json_int(row(values, 0), "callID", 0), 2);
	free(body);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, BOB, "/rest/call/read/history",
						     "{\"scope\":{\"before\":1700000000000}}")),
			 0);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, BOB, "/rest/call/read/history",
						     "{\"scope\":{\"since\":1700000000001}}")),
			 0);
	house_refused(house, BOB, "/rest/call/read/history", "{\"after\":\"x\"}", "gone");
}

/* ---- System ---- */

static void system__time__is_seconds_with_a_fraction(void **state)
{
	double time;

	clock_fake(1700000000123);
	time = wire_json_get(house_ok(*state, ANNA, "/rest/system/read/time", "{}"), "serverTime")
		       ->valuedouble;
	assert_true(time > 1700000000.122 && time < 1700000000.124);
}

static void system__ice_and_version__are_told(void **state)
{
	struct house *house = *state;
	const cJSON *values = house_ok(house, ANNA, "/rest/system/read/ice", "{}");

	assert_true(cJSON_IsArray(wire_json_get(values, "turn")));
	values = house_ok(house, ANNA, "/rest/system/read/version", "{}");
	assert_string_equal(wire_json_text(values, "api"), "6.5.0");
	assert_non_null(strstr(wire_json_text(values, "product"), "frontdesk-pabx"));
	assert_string_equal(wire_json_text(values, "epoch"), live_epoch(house->pabx->live));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(live__every_set__can_be_read),
		TEST(live__contacts__are_those_of_the_viewers_companies),
		TEST(live__kiosk__reads_five_fields_of_its_tags_people),
		TEST(live__pages__join_to_the_whole),
		TEST(live__page_after_a_row_that_has_gone__is_refused),
		TEST(live__page_size__is_bounded),
		TEST(live__scope_and_columns__choose),
		TEST(live__personal_addresses__are_their_owners),
		TEST(live__company_addresses__are_that_companys),
		TEST(live__address_of_a_person__has_only_his_number),
		TEST(live__many_rows__are_streamed_whole),
		TEST(users__are_read_by_administrators),
		TEST(users__scope_and_columns__choose),
		TEST(extensions__have_the_documented_columns),
		TEST(nightmodes__ten_of_each_company__are_read_and_set),
		TEST(nightmodes__names__are_lists),
		TEST(nightmodes__of_others_or_of_a_wrong_form__are_not_set_at_all),
		TEST(cdr__has_the_documented_columns),
		TEST(cdr__dates_and_ids__choose_in_the_order_of_acctid),
		TEST(cdr__of_other_companies__is_not_for_their_billing),
		TEST(cdr__many__are_streamed),
		TEST(history__tells_each_his_part),
		TEST(history__row__has_the_documented_members),
		TEST(history__pages_and_times__choose_the_newest_first),
		TEST(system__time__is_seconds_with_a_fraction),
		TEST(system__ice_and_version__are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
