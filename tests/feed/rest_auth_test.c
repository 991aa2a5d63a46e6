/* PROTOCOL.md, section 2, "Authentication". */
#include "support/rest_house.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/password.h"
#include "pabx/auth.h"
#include "pabx/person.h"
#include "pabx/secret.h"
#include "pabx/throttle.h"

/* A password of a cheap kind, as an administrator could have brought from elsewhere. */
static const char brought[] = "$5$rounds=1000$salt$ZjXRMuSldl/LkorwgompercOsdVbVBDX1H8K4yhG59.";

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
static const char nobody[] =
	"{\"auth\":{\"type\":\"auth\",\"username\":\"nobody\",\"password\":\"x\"}}";

static const char *login(struct house *house, char cookie[160])
{
	house_ask(house, NOBODY, "/rest/auth/", good);
	assert_int_equal(house->status, 200);
	assert_true(*house->cookie);
	return strcpy(cookie, house->cookie);
}

static void expect_session(struct house *house, const char *cookie, int status)
{
	house_ask_cookie(house, cookie, "/rest/system/read/time", "{}");
	assert_int_equal(house->status, status);
}

static void login__with_name_and_password__gives_a_session(void **state)
{
	struct house *house = *state;
	const cJSON *user = wire_json_get(house_ask(house, NOBODY, "/rest/auth", good), "user");

	assert_int_equal(house->status, 200);
	assert_int_equal(wire_json_int(user, "id", 0), ANNA);
	assert_string_equal(wire_json_text(user, "login"), "anna");
	assert_string_equal(wire_json_text(user, "name"), "Anna Ash");
	assert_string_equal(wire_json_text(user, "company"), "default");
	assert_string_equal(wire_json_text(user, "home"), "default");
	assert_string_equal(wire_json_text(wire_json_get(user, "perms"), "receptionist"),
			    "default");
	assert_null(wire_json_get(wire_json_get(user, "perms"), "sysadmin"));
	assert_string_equal(wire_json_text(user, "session"), house->cookie);
	assert_int_equal(strlen(house->cookie), 64);
	expect_session(house, house->cookie, 200);
}

static void login__cookie__is_kept_from_scripts_and_other_sites(void **state)
{
	struct house *house = *state;
	char *bytes = mem_printf("POST /rest/auth/ HTTP/1.1\r\nHost: localhost:%d\r\n"
				 "Connection: close\r\nContent-Length: %zu\r\n\r\n%s",
				 pabx_port(house->pabx), strlen(good), good);
	char *got = house_raw(house, bytes);

	assert_non_null(strstr(got, "; Path=/; HttpOnly; SameSite=Strict\r\n"));
	free(got);
	free(bytes);
}

static void login__wrong_password_and_unknown_user__are_told_alike(void **state)
{
	struct house *house = *state;
	char text[256];

	house_status(house, NOBODY, "/rest/auth/", bad, 401, 2);
	assert_string_equal(house->cookie, "");
	snprintf(text, sizeof(text), "%s", house->text);
	house_status(house, NOBODY, "/rest/auth/", nobody, 401, 2);
	assert_string_equal(text, house->text);
	house_status(house, NOBODY, "/rest/auth/", "{}", 401, 2);
}

static void login__user_without_a_password__cannot_log_in(void **state)
{
	house_status(*state, NOBODY, "/rest/auth/",
		     "{\"auth\":{\"username\":\"bob\",\"password\":\"\"}}", 401, 2);
}

static void login__again__makes_another_session(void **state)
{
	struct house *house = *state;
	char first[160], second[160];

	login(house, first);
	house_ask_cookie(house, first, "/rest/auth/", good);
	strcpy(second, house->cookie);
	assert_string_not_equal(first, second);
	expect_session(house, first, 200);
	expect_session(house, second, 200);
}

static void login__subid__is_told_back(void **state)
{
	const cJSON *reply = house_ask(*state, NOBODY, "/rest/auth/",
				       "{\"subid\":\"tab-7\",\"auth\":{\"username\":\"anna\","
				       "\"password\":\"anna's secret\"}}");

	assert_string_equal(wire_json_text(reply, "subid"), "tab-7");
}

static void checkonly__credentials__make_no_session(void **state)
{
	struct house *house = *state;
	const cJSON *user =
		wire_json_get(house_ask(house, NOBODY, "/rest/auth/",
					"{\"checkonly\":true,\"auth\":{\"username\":\"anna\","
					"\"password\":\"anna's secret\"}}"),
			      "user");

	assert_int_equal(wire_json_int(user, "id", 0), ANNA);
	assert_true(cJSON_IsNull(wire_json_get(user, "session")));
	assert_string_equal(house->cookie, "");
}

static void checkonly__session_or_key__says_whose_it_is(void **state)
{
	struct house *house = *state;
	char cookie[160];

	login(house, cookie);
	house_ask_cookie(house, cookie, "/rest/auth/", "{\"checkonly\":true}");
	assert_int_equal(house->status, 200);
	assert_int_equal(wire_json_int(wire_json_get(house->reply, "user"), "id", 0), ANNA);
	house_ask(house, BOB, "/rest/auth/", "{\"checkonly\":true}");
	assert_int_equal(wire_json_int(wire_json_get(house->reply, "user"), "id", 0), BOB);
}

static void logout__ends_the_session(void **state)
{
	struct house *house = *state;
	char cookie[160];

	login(house, cookie);
	house_ask_cookie(house, cookie, "/rest/auth/logout", "{\"auth\":{\"type\":\"auth\"}}");
	assert_int_equal(house->status, 200);
	expect_session(house, cookie, 401);
	house_restart(house);
	expect_session(house, cookie, 401);
	house_refused(house, ANNA, "/rest/auth/logout", "{}", "invalid");
}

static void session__survives_a_restart(void **state)
{
	struct house *house = *state;
	char cookie[160];

	login(house, cookie);
	house_restart(house);
	expect_session(house, cookie, 200);
}

static void session__in_the_store__is_not_its_secret(void **state)
{
	struct house *house = *state;
	struct sqlite3_stmt *rows;
	unsigned char hash[SECRET_HASH];
	char cookie[160];

	login(house, cookie);
	rows = store_ask(house->pabx->store, SQL_SESSION, "b", cookie, strlen(cookie));
	assert_false(store_next(rows));
	secret_hash(cookie, hash);
	rows = store_ask(house->pabx->store, SQL_SESSION, "b", hash, sizeof(hash));
	assert_true(store_next(rows));
	store_end(rows);
}

static void session__unused_for_more_than_seven_days__has_ended(void **state)
{
	struct house *house = *state;
	char cookie[160];

	login(house, cookie);
	clock_fake(clock_wall_ms());
	clock_step(INT64_C(6) * 86400000);
	expect_session(house, cookie, 200);
	clock_step(INT64_C(6) * 86400000);
	expect_session(house, cookie, 200);
	clock_step(INT64_C(7) * 86400000 + 60000);
	expect_session(house, cookie, 401);
}

static void session__unused_while_the_server_was_down__has_ended(void **state)
{
	struct house *house = *state;
	char cookie[160];

	login(house, cookie);
	clock_fake(clock_wall_ms() + INT64_C(8) * 86400000);
	house_restart(house);
	expect_session(house, cookie, 401);
}

static bool session_ended(struct house *house, const char *cookie)
{
	house_ask_cookie(house, cookie, "/rest/system/read/time", "{}");
	return house->status == 401;
}

static void wait_until_ended(struct house *house, const char *cookie)
{
	int64_t deadline = clock_mono_us() + 10000000;

	while (!session_ended(house, cookie))
		if (clock_mono_us() > deadline)
			fail_msg("the session goes on");
}

static void session__password_changed_by_another_process__ends(void **state)
{
	struct house *house = *state;
	struct store *ours = house->pabx->store, *other;
	char cookie[160];

	login(house, cookie);
	assert_int_equal(store_open(house->store, &other, NULL), 0);
	house->pabx->store = other;
	set_password(house, ANNA, "new");
	house->pabx->store = ours;
	store_close(&other);
	wait_until_ended(house, cookie);
	house_status(house, NOBODY, "/rest/auth/", good, 401, 2);
	house_ask(house, NOBODY, "/rest/auth/",
		  "{\"auth\":{\"username\":\"anna\",\"password\":\"new\"}}");
	assert_int_equal(house->status, 200);
}

static void session__person_removed_by_another_process__ends_with_all_he_has(void **state)
{
	struct house *house = *state;
	struct store *other;
	char cookie[160];

	login(house, cookie);
	assert_int_equal(store_open(house->store, &other, NULL), 0);
	assert_int_equal(store_run(other, SQL_META_COUNT, "s", "people"), 0);
	assert_int_equal(store_run(other, SQL_PERSON_REMOVE, "i", (int64_t)ANNA), 0);
	store_close(&other);
	wait_until_ended(house, cookie);
	house_status(house, ANNA, "/rest/system/read/time", "{}", 401, 2);
	assert_null(live_get(house->pabx->live, WIRE_CONTACT, 0, "1"));
	assert_null(live_get(house->pabx->live, WIRE_ADDRESS, 0, "c1"));
}

static void person__added_by_another_process__can_log_in(void **state)
{
	struct house *house = *state;
	const struct person_record record = {50, WIRE_NULL, "new", "New One", "default", "",
					     "", "",        "150", "",        ""};
	struct store *ours = house->pabx->store, *other;
	int64_t deadline = clock_mono_us() + 10000000;

	assert_int_equal(store_open(house->store, &other, NULL), 0);
	assert_int_equal(person_put(other, &record), 1);
	assert_int_equal(person_put(other, &record), 0);
	house->pabx->store = other;
	set_password(house, 50, "pw");
	house->pabx->store = ours;
	store_close(&other);
	while (!live_get(house->pabx->live, WIRE_CONTACT, 0, "50")) {
		house_turn(house);
		assert_true(clock_mono_us() < deadline);
	}
	house_ask(house, NOBODY, "/rest/auth/",
		  "{\"auth\":{\"username\":\"new\",\"password\":\"pw\"}}");
	assert_int_equal(house->status, 200);
}

/* ---- Slowing down ---- */

static void failures__of_one_user_and_address__are_slowed_down(void **state)
{
	struct house *house = *state;

	for (int i = 0; i < 5; i++)
		house_status(house, NOBODY, "/rest/auth/", bad, 401, 2);
	house_status(house, NOBODY, "/rest/auth/", good, 429, 99);
	assert_true(house->retry_after >= 1);
	house_status(house, NOBODY, "/rest/auth/", nobody, 401, 2);
	house_ok(house, ANNA, "/rest/system/read/time", "{}");
	clock_fake(clock_wall_ms());
	clock_step(2000);
	house_ask(house, NOBODY, "/rest/auth/", good);
	assert_int_equal(house->status, 200);
	house_status(house, NOBODY, "/rest/auth/", bad, 401, 2);
}

static void throttle__waits__double_up_to_a_minute(void **state)
{
	struct throttle *throttle = throttle_new();
	int before = 0;

	(void)state;
	clock_fake(1000000);
	for (int i = 0; i < 30; i++) {
		int wait = throttle_wait(throttle, "anna", "10.0.0.1");

		assert_true(wait >= before && wait <= 60);
		clock_step(wait * 1000);
		before = wait;
		throttle_failed(throttle, "anna", "10.0.0.1");
	}
	assert_int_equal(throttle_wait(throttle, "anna", "10.0.0.1"), 60);
	clock_step(INT64_C(3600000));
	throttle_failed(throttle, "anna", "10.0.0.1");
	assert_int_equal(throttle_wait(throttle, "anna", "10.0.0.1"), 0);
	throttle_free(&throttle);
	clock_real();
}

static void throttle__address_alone__counts_only_off_loopback(void **state)
{
	struct throttle *throttle = throttle_new();
	char user[16];

	(void)state;
	for (int i = 0; i < 30; i++) {
		snprintf(user, sizeof(user), "u%d", i);
		throttle_failed(throttle, user, "10.0.0.1");
		throttle_failed(throttle, user, "127.0.0.1");
	}
	assert_true(throttle_wait(throttle, "other", "10.0.0.1") > 0);
	assert_int_equal(throttle_wait(throttle, "other", "127.0.0.1"), 0);
	assert_int_equal(throttle_wait(throttle, "other", "10.0.0.2"), 0);
	throttle_free(&throttle);
}

static void throttle__right_password__forgets_the_failures(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	for (int i = 0; i < 8; i++)
		throttle_failed(throttle, "anna", "127.0.0.1");
	assert_true(throttle_wait(throttle, "anna", "127.0.0.1") > 0);
	throttle_passed(throttle, "anna", "127.0.0.1");
	assert_int_equal(throttle_wait(throttle, "anna", "127.0.0.1"), 0);
	throttle_free(&throttle);
}

static void throttle__endless_users__drive_out_the_oldest(void **state)
{
	struct throttle *throttle = throttle_new();
	char user[16];

	(void)state;
	for (int i = 0; i < 10; i++)
		throttle_failed(throttle, "oldest", "127.0.0.1");
	for (int i = 0; i < 30000; i++) {
		snprintf(user, sizeof(user), "u%d", i);
		throttle_failed(throttle, user, "127.0.0.1");
	}
	for (int i = 0; i < 10; i++)
		throttle_failed(throttle, "u29999", "127.0.0.1");
	assert_true(throttle_wait(throttle, "u29999", "127.0.0.1") > 0);
	assert_int_equal(throttle_wait(throttle, "oldest", "127.0.0.1"), 0);
	throttle_free(&throttle);
}

/* ---- Passwords and demo accounts ---- */

static void password__kinds_of_crypt__are_understood(void **state)
{
	char hash[PASSWORD_HASH];

	(void)state;
	assert_int_equal(password_hash("secret", hash), 0);
	assert_true(password_verify("secret", hash));
	assert_false(password_verify("Secret", hash));
	assert_false(password_verify("secret", NULL));
	assert_false(password_verify("secret", "x"));
	assert_false(password_verify("secret", ""));
	assert_false(password_verify("*0", "*0"));
	assert_false(password_verify("x", brought));
	assert_true(password_verify("anna", brought));
	assert_int_equal(password_hash("", hash), ERR_INVALID);
}

static void password__of_nobody__takes_as_long_as_a_wrong_one(void **state)
{
	char hash[PASSWORD_HASH];
	int64_t begin, known, unknown;

	(void)state;
	password_hash("secret", hash);
	begin = clock_mono_us();
	for (int i = 0; i < 4; i++)
		password_verify("wrong", hash);
	known = clock_mono_us() - begin;
	begin = clock_mono_us();
	for (int i = 0; i < 4; i++)
		password_verify("wrong", NULL);
	unknown = clock_mono_us() - begin;
	assert_true(unknown > known / 4 && unknown < known * 4);
}

static void expect_login(struct house *house, const char *name, int status)
{
	char *body = mem_printf("{\"auth\":{\"username\":\"%s\",\"password\":\"%s\"}}", name, name);

	house_ask(house, NOBODY, "/rest/auth/", body);
	assert_int_equal(house->status, status);
	free(body);
}

static void demo_accounts__are_there_only_where_asked_for(void **state)
{
	struct house *house = *state;

	expect_login(house, "admin", 401);
	house->options.demo_accounts = true;
	house_restart(house);
	expect_login(house, "admin", 200);
	expect_login(house, "bob", 401);
	expect_login(house, "reception", 401); /* nobody of that name here */
	set_password(house, ADMIN, "a password of his own");
	house_restart(house);
	expect_login(house, "admin", 401);
}

static struct auth_result last;

static void take_result(void *ctx, const struct auth_result *result)
{
	(void)ctx;
	last = *result;
}

static void demo_accounts__from_another_machine__are_closed(void **state)
{
	struct house *house = *state;
	struct auth *auth;

	house->options.demo_accounts = true;
	house_restart(house);
	auth = auth_new(house->pabx);
	last.err = 1;
	assert_null(auth_begin(auth, "admin", "admin", "127.0.0.1", take_result, NULL));
	assert_int_equal(last.err, 0);
	last.err = 1;
	assert_non_null(auth_begin(auth, "admin", "admin", "192.0.2.7", take_result, NULL));
	while (last.err == 1)
		house_turn(house);
	assert_int_equal(last.err, ERR_DENIED);
	auth_free(&auth);
}

static void check__forgotten_while_it_runs__is_never_told(void **state)
{
	struct house *house = *state;
	struct auth *auth = auth_new(house->pabx);
	struct auth_check *first, *second;

	last.err = 1;
	first = auth_begin(auth, "anna", "x", "127.0.0.1", take_result, NULL);
	second = auth_begin(auth, "anna", "y", "127.0.0.1", take_result, NULL);
	assert_non_null(first);
	assert_non_null(second);
	auth_forget(&second);
	auth_forget(&first);
	assert_null(first);
	auth_begin(auth, "anna", "anna's secret", "127.0.0.1", take_result, NULL);
	while (last.err == 1)
		house_turn(house);
	assert_int_equal(last.err, 0);
	auth_free(&auth);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(login__with_name_and_password__gives_a_session),
		TEST(login__cookie__is_kept_from_scripts_and_other_sites),
		TEST(login__wrong_password_and_unknown_user__are_told_alike),
		TEST(login__user_without_a_password__cannot_log_in),
		TEST(login__again__makes_another_session),
		TEST(login__subid__is_told_back),
		TEST(checkonly__credentials__make_no_session),
		TEST(checkonly__session_or_key__says_whose_it_is),
		TEST(logout__ends_the_session),
		TEST(session__survives_a_restart),
		TEST(session__in_the_store__is_not_its_secret),
		TEST(session__unused_for_more_than_seven_days__has_ended),
		TEST(session__unused_while_the_server_was_down__has_ended),
		TEST(session__password_changed_by_another_process__ends),
		TEST(session__person_removed_by_another_process__ends_with_all_he_has),
		TEST(person__added_by_another_process__can_log_in),
		TEST(failures__of_one_user_and_address__are_slowed_down),
		cmocka_unit_test(throttle__waits__double_up_to_a_minute),
		cmocka_unit_test(throttle__address_alone__counts_only_off_loopback),
		cmocka_unit_test(throttle__right_password__forgets_the_failures),
		cmocka_unit_test(throttle__endless_users__drive_out_the_oldest),
		cmocka_unit_test(password__kinds_of_crypt__are_understood),
		cmocka_unit_test(password__of_nobody__takes_as_long_as_a_wrong_one),
		TEST(demo_accounts__are_there_only_where_asked_for),
		TEST(demo_accounts__from_another_machine__are_closed),
		TEST(check__forgotten_while_it_runs__is_never_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
