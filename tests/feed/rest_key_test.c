/* PROTOCOL.md, section 2, "Authentication": credentials in any body, and API keys. */
#include "support/rest_house.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/password.h"
#include "pabx/secret.h"

static void set_password(struct house *house, int cID, const char *password)
{
	char hash[PASSWORD_HASH];

	assert_int_equal(password_hash(password, hash), 0);
	assert_int_equal(store_run(house->pabx->store, SQL_META_COUNT, "s", "people"), 0);
	assert_int_equal(
		store_run(house->pabx->store, SQL_PERSON_PASSWORD, "si", hash, (int64_t)cID), 0);
}

/* The directory learns of it as it does of another process's change: here by a new start. */
static int setup(void **state)
{
	struct house *house;

	if (house_setup(state))
		return -1;
	house = *state;
	set_password(house, ANNA, "anna's secret");
	house_restart(house);
	return 0;
}

static const char good[] = "{\"auth\":{\"type\":\"auth\",\"username\":\"anna\","
			   "\"password\":\"anna's secret\"}}";
static const char bad[] = "{\"auth\":{\"type\":\"auth\",\"username\":\"anna\",\"password\":\"x\"}}";

/* ---- Credentials in any body ---- */

static void body__with_credentials__needs_no_session(void **state)
{
	struct house *house = *state;

	house_ok(house, NOBODY, "/rest/call/read/history", good);
	house_status(house, NOBODY, "/rest/call/read/history", bad, 401, 2);
	assert_string_equal(house->cookie, "");
}

static void body__with_credentials__counts_before_a_session(void **state)
{
	house_status(*state, ADMIN, "/rest/ops/read/user", good, 403, 99);
	house_status(*state, ADMIN, "/rest/ops/read/user", bad, 401, 2);
}

static void body__that_was_right__is_remembered_for_a_minute(void **state)
{
	struct house *house = *state;
	int64_t begin, first, second;

	begin = clock_mono_us();
	house_ok(house, NOBODY, "/rest/system/read/time", good);
	first = clock_mono_us() - begin;
	begin = clock_mono_us();
	for (int i = 0; i < 5; i++)
		house_ok(house, NOBODY, "/rest/system/read/time", good);
	second = (clock_mono_us() - begin) / 5;
	assert_true(second * 2 < first);
}

/* ---- API keys ---- */

static void key__made_by_its_user__works_until_it_is_deleted(void **state)
{
	struct house *house = *state;
	const cJSON *values = house_ok(house, BOB, "/rest/auth/create/key",
				       "{\"values\":{\"name\":\"wallboard\"}}");
	char *body = mem_printf("{\"scope\":{\"id\":\"%s\"}}", wire_json_text(values, "id"));

	assert_int_equal(strncmp(wire_json_text(values, "key"), wire_json_text(values, "id"), 16),
			 0);
	snprintf(house->keys[LITE], sizeof(house->keys[LITE]), "%s", wire_json_text(values, "key"));
	house_ok(house, LITE, "/rest/system/read/time", "{}");
	house_refused(house, ANNA, "/rest/auth/delete/key", body, "gone");
	house_ok(house, BOB, "/rest/auth/delete/key", body);
	house_status(house, LITE, "/rest/system/read/time", "{}", 401, 2);
	house_refused(house, BOB, "/rest/auth/delete/key", body, "gone");
	free(body);
}

static void key__with_another_secret__is_nobodys(void **state)
{
	struct house *house = *state;
	char *last = house->keys[BOB] + strlen(house->keys[BOB]) - 1;

	*last = *last == '0' ? '1' : '0';
	house_status(house, BOB, "/rest/system/read/time", "{}", 401, 2);
	snprintf(house->keys[BOB], sizeof(house->keys[BOB]), "no dot");
	house_status(house, BOB, "/rest/system/read/time", "{}", 401, 2);
	snprintf(house->keys[BOB], sizeof(house->keys[BOB]), ".");
	house_status(house, BOB, "/rest/system/read/time", "{}", 401, 2);
}

static void key__revoked_by_another_process__ends(void **state)
{
	struct house *house = *state;
	int64_t deadline = clock_mono_us() + 10000000;
	char id[17];
	struct store *other;

	house_ok(house, BOB, "/rest/system/read/time", "{}");
	snprintf(id, sizeof(id), "%.16s", house->keys[BOB]);
	assert_int_equal(store_open(house->store, &other, NULL), 0);
	assert_int_equal(sessions_end_key(other, WIRE_NULL, id), 0);
	store_close(&other);
	do
		house_ask(house, BOB, "/rest/system/read/time", "{}");
	while (house->status == 200 && clock_mono_us() < deadline);
	assert_int_equal(house->status, 401);
}

static void one_life_key__from_the_parents_pipe__works_and_is_not_stored(void **state)
{
	struct house *house = *state;
	static const char line[] = "bob abc.0123456789abcdef\n";
	struct sqlite3_stmt *rows;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], line, sizeof(line) - 1), (ssize_t)sizeof(line) - 1);
	close(ends[1]);
	house->options.one_life_key_fd = ends[0];
	house_restart(house);
	house->options.one_life_key_fd = -1;
	snprintf(house->keys[BOB], sizeof(house->keys[BOB]), "abc.0123456789abcdef");
	house_ask(house, BOB, "/rest/auth/", "{}");
	assert_int_equal(wire_json_int(wire_json_get(house->reply, "user"), "id", 0), BOB);
	rows = store_ask(house->pabx->store, SQL_KEY, "s", "abc");
	assert_false(store_next(rows));
	house_restart(house);
	house_status(house, BOB, "/rest/system/read/time", "{}", 401, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(body__with_credentials__needs_no_session),
		TEST(body__with_credentials__counts_before_a_session),
		TEST(body__that_was_right__is_remembered_for_a_minute),
		TEST(key__made_by_its_user__works_until_it_is_deleted),
		TEST(key__with_another_secret__is_nobodys),
		TEST(key__revoked_by_another_process__ends),
		TEST(one_life_key__from_the_parents_pipe__works_and_is_not_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
