/* What is put into the directory: the CSV files of an office, numbers, roles. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "pabx/role.h"

#define ROW(set, row) ((const struct wire_##set *)(row))

/* ---- Import ---- */

static void write_file(const struct house *house, const char *name, const char *text, size_t len)
{
	char *path = mem_printf("%s/%s", house->folder, name);

	assert_int_equal(path_write(path, text, len, 0600, NULL), 0);
	free(path);
}

/* Imports again with one file replaced, into a directory of its own. */
static int import_with(struct house *house, const char *name, const char *text, size_t len,
		       struct why *why)
{
	struct pabx pabx = {.loop = house->loop, .live = live_new()};
	int err;

	write_file(house, name, text, len);
	assert_int_equal(store_open(NULL, &pabx.store, NULL), 0);
	assert_int_equal(directory_open(&pabx, &pabx.directory, NULL), 0);
	err = directory_import(&pabx, house->folder, why);
	directory_free(&pabx.directory);
	live_free(&pabx.live);
	store_close(&pabx.store);
	return err;
}

static void expect_broken(struct house *house, const char *name, const char *text, int err,
			  const char *where)
{
	struct why why = {""};

	assert_int_equal(import_with(house, name, text, strlen(text), &why), err);
	if (!strstr(why.text, name) || !strstr(why.text, where))
		fail_msg("%s", why.text);
}

#define PEOPLE_HEAD "cid,login,name,company,role,deputy,show\n1,a,A,default,,,\n"

static void import__broken_people__are_named_with_file_and_line(void **state)
{
	static const struct {
		const char *text, *where;
		int err;
	} cases[] = {
		{PEOPLE_HEAD "x,b,B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD ",b,B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "-2,b,B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "99999999999999999999,b,B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,,B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,nowhere,,,\n", "nowhere", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,default,king,,\n", "king", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,default,kiosk:,,\n", "kiosk", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,default,,x,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,default,,,busy\n", "busy", ERR_INVALID},
		{PEOPLE_HEAD "2,a,B,default,,,\n", "line 3", ERR_CONFLICT},
		{PEOPLE_HEAD "2,b,B\x1b[2J,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,\"B,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,\xff,default,,,\n", "line 3", ERR_INVALID},
		{PEOPLE_HEAD "2,b,B,default,,,,,,,\n", "line 3", ERR_INVALID},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_broken(*state, "people.csv", cases[i].text, cases[i].err, cases[i].where);
}

static void import__too_long_a_value__is_a_limit(void **state)
{
	char name[200], *text;

	memset(name, 'n', 199);
	name[199] = '\0';
	text = mem_printf(PEOPLE_HEAD "2,b,%s,default,,,\n", name);
	expect_broken(*state, "people.csv", text, ERR_LIMIT, "line 3");
	free(text);
}

static void import__broken_addresses_and_ddis__are_named(void **state)
{
	static const char head[] = "key,group,owner,name,number\n";
	static const char *const rows[] = {"x1,club,,N,1\n",       "x1,company,nowhere,N,1\n",
					   "x1,personal,99,N,1\n", "x1,personal,x,N,1\n",
					   ",system,,N,1\n",       "x1,system,,,1\n"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *text = mem_printf("%s%s", head, rows[i]);

		expect_broken(*state, "addresses.csv", text, ERR_INVALID, "line 2");
		free(text);
	}
	write_file(*state, "addresses.csv", head, strlen(head));
	expect_broken(*state, "ddis.csv", "ddi,company,name,greeting,to\nmain,default,M,Hi,200\n",
		      ERR_INVALID, "line 2");
}

static void import__without_people__is_told(void **state)
{
	struct house *house = *state;
	char *path = mem_printf("%s/people.csv", house->folder);
	struct why why = {""};

	assert_int_equal(remove(path), 0);
	assert_int_equal(import_with(house, "notes.csv", "key,text,by\n", 12, &why), ERR_NOT_FOUND);
	assert_non_null(strstr(why.text, "people.csv"));
	free(path);
}

static void import__again__leaves_what_consoles_changed(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, "/rest/command/update/tag",
		 "{\"scope\":{\"cID\":2},\"values\":{\"tags\":[\"mine\"]}}");
	house_ok(house, ANNA, "/rest/command/update/note",
		 "{\"values\":{\"key\":\"+442079460300\",\"text\":\"Rings at one\"}}");
	house_restart(house);
	assert_string_equal(ROW(tag, house_live(house, WIRE_TAG, 0, "2"))->tags, "[\"mine\"]");
	assert_string_equal(ROW(note, house_live(house, WIRE_NOTE, 0, "+442079460300"))->text,
			    "Rings at one");
}

static void import__again__does_not_bring_back_who_was_removed(void **state)
{
	struct house *house = *state;

	assert_int_equal(store_run(house->pabx->store, SQL_PERSON_REMOVE, "i", (int64_t)BOB), 0);
	house_restart(house);
	assert_null(directory_person(house->pabx->directory, BOB));
	assert_null(live_get(house->pabx->live, WIRE_CONTACT, 0, "2"));
}

static void import__changed_person__is_taken_over(void **state)
{
	static const char text[] = "cid,login,name,company,extension\n2,bob,Robert,other,222\n";
	struct house *house = *state;

	write_file(house, "people.csv", text, strlen(text));
	house_restart(house);
	assert_string_equal(ROW(contact, house_live(house, WIRE_CONTACT, 0, "2"))->name, "Robert");
	assert_string_equal(ROW(address, house_live(house, WIRE_ADDRESS, 0, "c2"))->number, "222");
	assert_int_equal(directory_owner(house->pabx->directory, "222"), BOB);
	assert_true(directory_owner(house->pabx->directory, "102") == WIRE_NULL);
	assert_string_equal(directory_person(house->pabx->directory, ANNA)->name, "Anna Ash");
}

/* ---- Numbers ---- */

static void match__any_way_of_writing_a_number__finds_who_has_it(void **state)
{
	static const char *const numbers[] = {"07700 900102", "+44 7700 900102", "00447700900102",
					      "(07700) 900-102", "tel:+447700900102"};
	struct house *house = *state;
	struct directory_match match;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		assert_true(directory_match(house->pabx->directory, numbers[i], &match));
		assert_int_equal(match.cID, BOB);
		assert_null(match.key);
		assert_string_equal(match.name, "Bob Birch");
		assert_true(match.vip);
	}
	assert_true(directory_match(house->pabx->directory, "020 7946 0399", &match));
	assert_string_equal(match.key, "a2");
	assert_false(match.vip);
}

static void match__personal_entry_and_unknown_number__is_nobodys(void **state)
{
	struct house *house = *state;
	struct directory_match match;

	assert_false(directory_match(house->pabx->directory, "020 7946 0302", &match));
	assert_false(directory_match(house->pabx->directory, "999", &match));
	assert_false(directory_match(house->pabx->directory, "", &match));
	assert_false(directory_match(house->pabx->directory, "anonymous", &match));
	assert_false(directory_match(house->pabx->directory, NULL, &match));
	assert_true(match.cID == WIRE_NULL);
}

static void match__person__comes_before_an_address(void **state)
{
	struct house *house = *state;
	struct directory_match match;

	house_ok(house, ADMIN, "/rest/command/create/address",
		 "{\"values\":{\"name\":\"Bob at work\",\"number\":\"07700 900102\","
		 "\"group\":\"system\"}}");
	assert_true(directory_match(house->pabx->directory, "07700900102", &match));
	assert_int_equal(match.cID, BOB);
}

/* The match of a new call of that number there. */
static const char *match_of(struct house *house, const char *device, const char *number)
{
	static unsigned calls;
	char row[200], cid[16], key[WIRE_KEY_MAX];

	snprintf(cid, sizeof(cid), "c%u", ++calls);
	snprintf(row, sizeof(row), "{\"parent\":\"%s\",\"cid\":\"%s\",\"number\":\"%s\"}", device,
		 cid, number);
	wire_key(key, sizeof(key), WIRE_CALL, device, cid);
	house_row(house, WIRE_CALL, row);
	return ((const struct wire_call *)house_live(house, WIRE_CALL, 0, key))->match;
}

static void match__of_a_call__is_somebody_whom_all_who_see_it_see(void **state)
{
	struct house *house = *state;

	assert_string_equal(match_of(house, "SIP/carl", "020 7946 0305"), "{\"key\":\"a5\"}");
	assert_string_equal(match_of(house, "SIP/carl", "020 7946 0300"), "{\"key\":\"a1\"}");
	assert_null(match_of(house, "SIP/carl", "020 7946 0301"));
	assert_null(match_of(house, "SIP/carl", "07700 900102"));
	assert_string_equal(match_of(house, "SIP/anna", "020 7946 0301"), "{\"key\":\"a2\"}");
	assert_string_equal(match_of(house, "SIP/anna", "020 7946 0305"), "{\"key\":\"a5\"}");
}

static void greeting__of_a_ddi__is_found_however_it_is_written(void **state)
{
	const struct directory *d = ((struct house *)*state)->pabx->directory;

	assert_string_equal(directory_greeting(d, "+442079460900"), "Good day");
	assert_string_equal(directory_greeting(d, "020 7946 0900"), "Good day");
	assert_null(directory_greeting(d, "020 7946 0901"));
	assert_string_equal(directory_called(d, "020 7946 0900"), "Main");
	assert_null(directory_called(d, "020 7946 0901"));
}

static void plan__of_the_store__is_the_pabxs(void **state)
{
	struct house *house = *state;
	struct directory_match match;

	assert_string_equal(house->pabx->plan.country, "44");
	assert_int_equal(store_run(house->pabx->store, SQL_META_SET, "ss", "country", "49"), 0);
	house_restart(house);
	assert_string_equal(house->pabx->plan.country, "49");
	assert_true(directory_match(house->pabx->directory, "+497700900102", &match));
}

/* ---- Roles ---- */

static void role__words__are_permissions_for_a_company_or_what_is_said(void **state)
{
	struct user user = {0};

	(void)state;
	role_perms("  receptionist sysadmin:yes kiosk:lobby nonsense", "tern", &user);
	assert_string_equal(user.perms[PERM_RECEPTIONIST], "tern");
	assert_string_equal(user.perms[PERM_SYSADMIN], "yes");
	assert_string_equal(user.perms[PERM_KIOSK], "lobby");
	assert_false(user_has(&user, PERM_BILLING));
	assert_string_equal(role_unknown("receptionist nonsense x"), "nonsense x");
	assert_null(role_unknown(" receptionist  kiosk:lobby "));
	assert_non_null(role_unknown("reception"));
}

static void role__name__is_that_of_the_highest_permission(void **state)
{
	static const struct {
		const char *role, *name;
	} cases[] = {{"", "user"},
		     {"pickup nightmode", "user"},
		     {"receptionist pickup", "receptionist"},
		     {"receptionist companyadmin", "companyadmin"},
		     {"companyadmin sysadmin:yes", "sysadmin"},
		     {"kiosk:lobby", "kiosk"},
		     {"lite", "lite"}};
	struct user user = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		role_perms(cases[i].role, "default", &user);
		assert_string_equal(role_of(&user)->name, cases[i].name);
	}
}

static void permission__held_for_a_company__is_for_that_one(void **state)
{
	struct user user = {.company = "tern"};

	(void)state;
	role_perms("receptionist companyadmin:yes nightmode:default", "tern", &user);
	assert_true(user_has_for(&user, PERM_RECEPTIONIST, "tern"));
	assert_false(user_has_for(&user, PERM_RECEPTIONIST, "other"));
	assert_false(user_has_for(&user, PERM_RECEPTIONIST, NULL));
	assert_true(user_has_for(&user, PERM_COMPANYADMIN, "other"));
	assert_true(user_has_for(&user, PERM_NIGHTMODE, "other"));
	assert_false(user_has_for(&user, PERM_BILLING, "tern"));
}

static void companies__seen__are_ones_own_or_all_from_default(void **state)
{
	struct user user = {.company = "tern"};

	(void)state;
	assert_true(user_sees(&user, "tern"));
	assert_false(user_sees(&user, "default"));
	assert_false(user_sees(&user, NULL));
	snprintf(user.company, sizeof(user.company), "default");
	assert_true(user_sees(&user, "tern"));
	assert_true(user_sees(&user, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(import__broken_people__are_named_with_file_and_line),
		TEST(import__too_long_a_value__is_a_limit),
		TEST(import__broken_addresses_and_ddis__are_named),
		TEST(import__without_people__is_told),
		TEST(import__again__leaves_what_consoles_changed),
		TEST(import__again__does_not_bring_back_who_was_removed),
		TEST(import__changed_person__is_taken_over),
		TEST(match__any_way_of_writing_a_number__finds_who_has_it),
		TEST(match__personal_entry_and_unknown_number__is_nobodys),
		TEST(match__person__comes_before_an_address),
		TEST(match__of_a_call__is_somebody_whom_all_who_see_it_see),
		TEST(greeting__of_a_ddi__is_found_however_it_is_written),
		TEST(plan__of_the_store__is_the_pabxs),
		cmocka_unit_test(role__words__are_permissions_for_a_company_or_what_is_said),
		cmocka_unit_test(role__name__is_that_of_the_highest_permission),
		cmocka_unit_test(permission__held_for_a_company__is_for_that_one),
		cmocka_unit_test(companies__seen__are_ones_own_or_all_from_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
