/* What the documented PBX object and its Auth do, reached by commands, against the real PABX. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cjson/cJSON.h>
#include <sqlite3.h>

#define RECEPTION "--host %h --user reception --password-file %H/reception "
#define USER      "--host %h --user user --password-file %H/user "
#define LENA      "--host %h --user lena --password-file %H/lena "

#define HAS(text, part) assert_non_null(strstr((text), (part)))

/* The PABX looks now and then for who was added beside it. */
static bool lena_is_known(void *ctx)
{
	struct ran ran = place_run(ctx, LENA "whoami");
	bool known = ran.status == 0;

	ran_free(&ran);
	return known;
}

/* One office for all tests here: nothing in it acts by itself, and Lena's access is "lite". */
static int open_office(void **state)
{
	struct ran ran;

	place_setup(state);
	place_write(*state, "reception", "reception\n", 0600);
	place_write(*state, "user", "user\n", 0600);
	place_write(*state, "lena", "lena\n", 0600);
	place_write(*state, "turn",
		    "[{\"urls\":\"turn:turn.example\",\"username\":\"u\",\"credential\":\"c\"}]\n",
		    0600);
	place_open_pabx(*state, "--quiet --stun stun.example:3478 --turn %H/turn");
	ran = place_run_pabx(*state, "user add lena Lena~Lite --lite", "lena\n");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	place_until(lena_is_known, *state, "Lena can sign in");
	return 0;
}

static void ends(struct place *place, const char *words, int status, const char *complaint)
{
	struct ran ran = place_run(place, words);

	if (ran.status != status || !strstr(ran.err, complaint))
		print_error("%s: %d\n%s%s", words, ran.status, ran.out, ran.err);
	assert_int_equal(ran.status, status);
	HAS(ran.err, complaint);
	ran_free(&ran);
}

static cJSON *json_of(struct place *place, const char *words)
{
	struct ran ran = place_run(place, words);
	cJSON *json = cJSON_ParseWithOpts(ran.out, NULL, true);

	if (ran.status || !json)
		print_error("%s: %d\n%.500s\n%s", words, ran.status, ran.out, ran.err);
	assert_int_equal(ran.status, 0);
	assert_non_null(json);
	ran_free(&ran);
	return json;
}

static int size_of(struct place *place, const char *words)
{
	cJSON *json = json_of(place, words);
	int size = cJSON_GetArraySize(json);

	assert_true(cJSON_IsArray(json));
	cJSON_Delete(json);
	return size;
}

static void prints(struct place *place, const char *words, const char *out)
{
	struct ran ran = place_run(place, words);

	assert_string_equal(ran.out, out);
	assert_string_equal(ran.err, "");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
}

/* ---- Auth ---- */

static void whoami__says_who_and_what_he_may(void **state)
{
	cJSON *json = json_of(*state, RECEPTION "--json whoami");
	const cJSON *perms = cJSON_GetObjectItemCaseSensitive(json, "perms");

	assert_int_equal(cJSON_GetObjectItemCaseSensitive(json, "id")->valueint, 1);
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(json, "login")->valuestring,
			    "reception");
	assert_non_null(cJSON_GetObjectItemCaseSensitive(perms, "receptionist"));
	assert_null(cJSON_GetObjectItemCaseSensitive(perms, "sysadmin"));
	cJSON_Delete(json);
}

static void logout__ends_the_key_that_login_made(void **state)
{
	cJSON *json = json_of(*state, RECEPTION "--key-file %H/keys/k --json login");
	char *key;

	assert_string_equal(cJSON_GetObjectItemCaseSensitive(json, "name")->valuestring,
			    "Reception");
	cJSON_Delete(json);
	key = place_read(*state, "keys/k");
	place_write(*state, "copy", key, 0600);
	free(key);
	ends(*state, "--host %h --key-file %H/copy whoami", 0, "");
	ends(*state, "--host %h --key-file %H/keys/k logout", 0, "");
	assert_null(place_read(*state, "keys/k"));
	ends(*state, "--host %h --key-file %H/copy whoami", 1, "key is not known");
	ends(*state, RECEPTION "logout", 0, "");
}

static void key__made_for_a_person__has_his_rights_until_it_is_revoked(void **state)
{
	struct ran ran = place_run_pabx(*state, "key add user program", NULL);
	char words[80];

	assert_int_equal(ran.status, 0);
	place_write(*state, "key", ran.out, 0600);
	snprintf(words, sizeof(words), "key revoke %.*s", (int)strcspn(ran.out, "."), ran.out);
	ran_free(&ran);
	prints(*state, "--host %h --key-file %H/key --json whoami",
	       "{\"id\":3,\"login\":\"user\",\"name\":\"Tom Okafor\",\"perms\":{}}\n");
	ran = place_run_pabx(*state, words, NULL);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	ends(*state, "--host %h --key-file %H/key whoami", 1, "key is not known");
}

static int sessions(struct place *place)
{
	char *path = place_path(place, "pabx.db");
	sqlite3 *db;
	sqlite3_stmt *rows;
	int count;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 1000);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM session", -1, &rows, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
	count = sqlite3_column_int(rows, 0);
	sqlite3_finalize(rows);
	sqlite3_close(db);
	free(path);
	return count;
}

static void exit__of_a_command__ends_the_session_that_it_made(void **state)
{
	int before = sessions(*state);
	struct ran ran;

	ends(*state, RECEPTION "whoami", 0, "");
	ends(*state, RECEPTION "contacts", 0, "");
	ends(*state, RECEPTION "tag xyzzyx", 1, "");
	ran = place_run_until(*state, RECEPTION "--json watch", "\"live\"", SIGINT);
	assert_int_equal(ran.status, 0);
	assert_null(strstr(ran.out, "deleted"));
	assert_null(strstr(ran.out, "stopped"));
	ran_free(&ran);
	assert_int_equal(sessions(*state), before);
}

/* ---- Lines, clock, ICE, fetchData ---- */

static void lines__used_or_owned__are_devices(void **state)
{
	cJSON *json = json_of(*state, RECEPTION "--json lines");
	const cJSON *line = cJSON_GetArrayItem(json, 0);

	assert_int_equal(cJSON_GetArraySize(json), 2);
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(line, "name")->valuestring,
			    "SIP/reception");
	cJSON_Delete(json);
	assert_int_equal(size_of(*state, RECEPTION "--json --owned lines"), 2);
}

static void time__drift__is_client_minus_server(void **state)
{
	cJSON *json = json_of(*state, RECEPTION "--json time");
	double client = cJSON_GetObjectItemCaseSensitive(json, "clientTime")->valuedouble;
	double server = cJSON_GetObjectItemCaseSensitive(json, "serverTime")->valuedouble;
	double drift = cJSON_GetObjectItemCaseSensitive(json, "driftTime")->valuedouble;

	assert_true(client > 1.7e9 && server > 1.7e9);
	assert_true(drift > -5 && drift < 5);
	assert_true(client - server - drift < 0.002 && client - server - drift > -0.002);
	cJSON_Delete(json);
}

static void ice__the_pabxs_own__unless_other_servers_are_given(void **state)
{
	prints(*state, RECEPTION "--json ice",
	       "{\"stun\":\"stun.example:3478\",\"turn\":[{\"urls\":\"turn:turn.example\","
	       "\"username\":\"u\",\"credential\":\"c\"}]}\n");
	prints(*state, RECEPTION "--json ice own.example [{\"urls\":\"turn:x\"}]",
	       "{\"stun\":\"own.example\",\"turn\":[{\"urls\":\"turn:x\"}]}\n");
	ends(*state, RECEPTION "ice stun:x", 2, "HOST or HOST:PORT");
	ends(*state, RECEPTION "ice x [{}]", 2, "JSON list of");
}

static void ice__turn_file_that_is_no_list__is_refused(void **state)
{
	struct ran ran = place_run_pabx(*state, "--turn %H/reception", NULL);

	assert_int_equal(ran.status, 1);
	HAS(ran.err, "needs a JSON list");
	ran_free(&ran);
}

static void snapshot__holds_every_set_without_a_feed(void **state)
{
	cJSON *json = json_of(*state, RECEPTION "--json snapshot");

	assert_int_equal(cJSON_GetArraySize(json), 18);
	assert_true(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "contact")) > 20);
	assert_true(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "device")) > 20);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "queue")), 2);
	cJSON_Delete(json);
}

static bool was_missed(void *ctx)
{
	struct ran ran = place_run(ctx, RECEPTION "--json history");
	bool there = strstr(ran.out, "\"party\":\"noanswer\"") != NULL;

	ran_free(&ran);
	return there;
}

static void history__of_the_own_calls__newest_first(void **state)
{
	struct ran ran = place_run(*state, RECEPTION "dial 105");
	char words[256];

	assert_int_equal(ran.status, 0);
	snprintf(words, sizeof(words), "%scall %.*s hangup", RECEPTION, (int)strcspn(ran.out, "\n"),
		 ran.out);
	ran_free(&ran);
	ends(*state, words, 0, "");
	place_until(was_missed, *state, "the call is in the history");
	ran = place_run(*state, RECEPTION "history");
	HAS(ran.out, "noanswer");
	HAS(ran.out, "Agnes M");
	HAS(ran.out, "105");
	ran_free(&ran);
}

/* ---- Options of the feed ---- */

static void feed_options__choose_what_is_loaded(void **state)
{
	assert_int_equal(size_of(*state, RECEPTION "--json --set queue lines"), 0);
	assert_int_equal(size_of(*state, RECEPTION "--json --set queue,device lines"), 2);
	assert_int_equal(size_of(*state, RECEPTION "--json --set device queues"), 0);
	assert_int_equal(size_of(*state, RECEPTION "--json --set queue queues"), 2);
	assert_int_equal(size_of(*state, RECEPTION "--json --device-min lines"), 2);
	assert_true(size_of(*state, RECEPTION "--json contacts") > 20);
	assert_int_equal(size_of(*state, RECEPTION "--json --idle contacts"), 1);
	assert_true(size_of(*state, RECEPTION "--json --pingtime 10 contacts") > 20);
}

static void feed_options__out_of_range__name_the_range(void **state)
{
	ends(*state, RECEPTION "--pingtime 9 watch", 2, "from 10 to 999");
	ends(*state, RECEPTION "--pingtime 1000 watch", 2, "from 10 to 999");
	ends(*state, RECEPTION "--max-retry -2 watch", 2, "from -1 to");
	ends(*state, RECEPTION "--set calls watch", 2, "device, mailbox, queue and presence");
}

static void idle__lite_user__cannot_leave_it(void **state)
{
	assert_int_equal(size_of(*state, LENA "--json contacts"), 1);
	ends(*state, LENA "feed idle off", 1, "Your account is always idle");
	ends(*state, RECEPTION "feed idle on", 0, "");
	ends(*state, RECEPTION "feed idle off", 0, "");
	ends(*state, RECEPTION "feed busy on", 2, "idle, tags or chat");
	ends(*state, RECEPTION "feed idle maybe", 2, "on or off");
}

static void feed__tags_and_chat__are_turned_on_and_off(void **state)
{
	ends(*state, RECEPTION "feed tags on", 0, "");
	ends(*state, RECEPTION "feed tags off", 0, "");
	ends(*state, RECEPTION "feed chat on", 0, "");
	ends(*state, RECEPTION "feed chat off", 0, "");
}

/* ---- Tags ---- */

static void tag__is_read_edited_and_replaced(void **state)
{
	prints(*state, RECEPTION "--json tag user", "[\"sales\"]\n");
	prints(*state, RECEPTION "tag user +vip -sales", "#vip\n");
	prints(*state, RECEPTION "--json tag user", "[\"vip\"]\n");
	prints(*state, RECEPTION "tag user sales #b", "#sales\n#b\n");
	prints(*state, RECEPTION "tag user sales", "#sales\n");
	ends(*state, RECEPTION "tag user +a b", 2, "Either");
	ends(*state, RECEPTION "tag xyzzyx +a", 1, "Nobody is found");
}

static void tag__of_others__needs_the_permission(void **state)
{
	ends(*state, USER "tag agnes +vip", 1, "frontdesk: ");
	prints(*state, USER "tag user +own", "#sales\n#own\n");
	prints(*state, USER "tag user -own", "#sales\n");
}

static void tag__by_another__is_heard_at_once(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 40, 200, RECEPTION "watch", NULL);

	pty_wait_text(pty, "live");
	ends(place, RECEPTION "tag agnes +zebra", 0, "");
	pty_wait_text(pty, "zebra");
	pty_signal(pty, SIGINT);
	assert_int_equal(pty_wait_end(pty), 0);
	pty_free(&place->pty);
}

static void password__given_just_now_by_another_process__is_known_at_once(void **state)
{
	struct ran ran = place_run_pabx(*state, "user passwd aandersson", "just now\n");

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	place_write(*state, "aandersson", "just now\n", 0600);
	ends(*state, "--host %h --user aandersson --password-file %H/aandersson whoami", 0, "");
}

/* ---- The error callback ---- */

static void watch__signed_out_elsewhere__is_error_2_and_the_end(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 100, LENA "watch", NULL);
	struct ran ran;

	pty_wait_text(pty, "live");
	ran = place_run_pabx(place, "user passwd lena", "another\n");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	pty_wait_text(pty, "error   2 You have been signed out");
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 3);
	pty_free(&place->pty);
}

static void watch__stopped_by_ctrl_z__is_paused_and_goes_on(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 100, RECEPTION "watch", NULL);

	pty_wait_text(pty, "live");
	pty_signal(pty, SIGTSTP);
	pty_wait_stopped(pty);
	pty_wait_text(pty, "link    paused");
	pty_wait_no_text(pty, "stale");
	pty_signal(pty, SIGCONT);
	pty_wait_text(pty, "link    stale");
	ends(place, RECEPTION "tag agnes +goeson", 0, "");
	pty_wait_text(pty, "goeson");
	pty_signal(pty, SIGINT);
	assert_int_equal(pty_wait_end(pty), 0);
	pty_free(&place->pty);
}

static sqlite3 *lock_store(struct place *place)
{
	char *path = place_path(place, "pabx.db");
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	free(path);
	return db;
}

/* Another process holds the store, as a full disk would: the command is told, and who listens. */
static void store__cannot_be_written__is_error_1_and_recovers(void **state)
{
	struct place *place = *state;
	struct ran key = place_run_pabx(place, "key add reception store", NULL);
	struct pty *pty = place_console(place, 40, 132, RECEPTION "watch", NULL);
	sqlite3 *db;

	assert_int_equal(key.status, 0);
	place_write(place, "storekey", key.out, 0600);
	ran_free(&key);
	pty_wait_text(pty, "live");
	db = lock_store(place);
	ends(place, "--host %h --key-file %H/storekey tag agnes +mislaid", 1,
	     "store could not be written");
	pty_wait_text(pty, "error   1 The telephone system cannot write its store");
	assert_int_equal(sqlite3_close(db), SQLITE_OK); /* rolls back */
	ends(place, "--host %h --key-file %H/storekey tag agnes +kept", 0, "");
	pty_wait_text(pty, "kept");
	pty_wait_no_text(pty, "mislaid");
	pty_signal(pty, SIGINT);
	assert_int_equal(pty_wait_end(pty), 0);
	pty_free(&place->pty);
}

static void watch__pabx_gone__is_errors_92_and_91_until_max_retry(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 100, RECEPTION "--max-retry 5 watch", NULL);

	pty_wait_text(pty, "live");
	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "error   92");
	pty_wait_text(pty, "link    stale");
	pty_wait_text(pty, "link    stopped");
	/* These may have scrolled away. */
	assert_true(pty_wrote(pty, "error   91"));
	assert_true(pty_wrote(pty, "deleted contact"));
	assert_int_equal(WEXITSTATUS(pty_wait_end(pty)), 3);
	pty_free(&place->pty);
}

/* The PABX is stopped and comes back as a version with another API under a client that runs. */
static void upgrade__of_the_pabx__is_error_100_and_the_feed_goes_on(void **state)
{
	struct place *place = *state;
	struct pty *pty;

	place_open_pabx(place, "--quiet");
	pty = place_console(place, 24, 132, RECEPTION "watch", NULL);
	pty_wait_text(pty, "link    live");
	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "error   92");
	place_open_pabx(place, "--quiet --api-version 6.6.0");
	pty_wait_text(pty, "error   100");
	pty_wait_text(pty, "6.6.0");
	ends(place, RECEPTION "tag agnes +v66", 0, "");
	pty_wait_text(pty, "v66");
	pty_signal(pty, SIGINT);
	assert_int_equal(pty_wait_end(pty), 0);
	pty_free(&place->pty);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoami__says_who_and_what_he_may),
		cmocka_unit_test(logout__ends_the_key_that_login_made),
		cmocka_unit_test(key__made_for_a_person__has_his_rights_until_it_is_revoked),
		cmocka_unit_test(exit__of_a_command__ends_the_session_that_it_made),
		cmocka_unit_test(lines__used_or_owned__are_devices),
		cmocka_unit_test(time__drift__is_client_minus_server),
		cmocka_unit_test(ice__the_pabxs_own__unless_other_servers_are_given),
		cmocka_unit_test(ice__turn_file_that_is_no_list__is_refused),
		cmocka_unit_test(snapshot__holds_every_set_without_a_feed),
		cmocka_unit_test(history__of_the_own_calls__newest_first),
		cmocka_unit_test(feed_options__choose_what_is_loaded),
		cmocka_unit_test(feed_options__out_of_range__name_the_range),
		cmocka_unit_test(idle__lite_user__cannot_leave_it),
		cmocka_unit_test(feed__tags_and_chat__are_turned_on_and_off),
		cmocka_unit_test(tag__is_read_edited_and_replaced),
		cmocka_unit_test(tag__of_others__needs_the_permission),
		cmocka_unit_test(tag__by_another__is_heard_at_once),
		cmocka_unit_test(password__given_just_now_by_another_process__is_known_at_once),
		cmocka_unit_test(watch__signed_out_elsewhere__is_error_2_and_the_end),
		cmocka_unit_test(watch__stopped_by_ctrl_z__is_paused_and_goes_on),
		cmocka_unit_test(store__cannot_be_written__is_error_1_and_recovers),
		cmocka_unit_test(watch__pabx_gone__is_errors_92_and_91_until_max_retry),
		cmocka_unit_test(upgrade__of_the_pabx__is_error_100_and_the_feed_goes_on),
	};

	return cmocka_run_group_tests(tests, open_office, place_teardown);
}
