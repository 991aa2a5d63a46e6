/* The commands without a screen: what they print, and how they end. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#define SIGN_IN "--host %h --user reception --password-file %H/password "

#define HAS(text, part) assert_non_null(strstr((text), (part)))

/* One office for all tests here: nothing in it acts by itself. */
static int open_office(void **state)
{
	place_setup(state);
	place_open_pabx(*state, "--quiet");
	place_write(*state, "password", "reception\n", 0600);
	return 0;
}

static void ends(struct place *place, const char *words, int status, const char *complaint)
{
	struct ran ran = place_run(place, words);

	if (ran.status != status)
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
	assert_string_equal(ran.err, "");
	assert_non_null(json);
	ran_free(&ran);
	return json;
}

static void list__json__is_one_list_of_objects_with_their_names(void **state)
{
	static const struct {
		const char *words, *member;
		int least;
	} lists[] = {
		{SIGN_IN "--json contacts", "cID", 20}, {SIGN_IN "--json addressbook", "key", 20},
		{SIGN_IN "--json devices", "name", 1},  {SIGN_IN "--json queues", "name", 2},
		{SIGN_IN "--json calls", "cid", 0},     {SIGN_IN "--json find agnes", "name", 1},
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		cJSON *json = json_of(*state, lists[i].words), *entry;

		assert_true(cJSON_IsArray(json));
		assert_true(cJSON_GetArraySize(json) >= lists[i].least);
		cJSON_ArrayForEach (entry, json)
			assert_non_null(cJSON_GetObjectItemCaseSensitive(entry, lists[i].member));
		cJSON_Delete(json);
	}
}

static void list__table__has_a_head_and_rows(void **state)
{
	struct ran ran = place_run(*state, SIGN_IN "contacts");

	assert_int_equal(ran.status, 0);
	assert_int_equal(strncmp(ran.out, "NAME ", 5), 0);
	HAS(ran.out, "Agnes Müller");
	ran_free(&ran);
}

static void find__nobody__ends_with_1(void **state)
{
	ends(*state, SIGN_IN "find xyzzyx", 1, "None");
}

static void find__folded_words__finds_the_person_first(void **state)
{
	cJSON *json = json_of(*state, SIGN_IN "--json find muller agnes");
	const cJSON *first = cJSON_GetArrayItem(json, 0);

	assert_string_equal(cJSON_GetObjectItemCaseSensitive(first, "name")->valuestring,
			    "Agnes Müller");
	cJSON_Delete(json);
}

static void rest__reply__is_printed_as_json(void **state)
{
	cJSON *json = json_of(*state, SIGN_IN "rest /rest/system/read/version");

	assert_non_null(cJSON_GetObjectItemCaseSensitive(json, "api"));
	cJSON_Delete(json);
}

static void rest__refused__is_said_with_status_1(void **state)
{
	ends(*state, SIGN_IN "rest /rest/no/such", 1, "frontdesk: ");
	ends(*state, SIGN_IN "rest /rest/command/create/av", 1,
	     "This telephone system cannot do that");
}

static void language__german__is_that_of_refusals(void **state)
{
	ends(*state, SIGN_IN "--language de dial 8", 1, "Die Nummer 8 gibt es nicht");
	ends(*state, SIGN_IN "--language de dial xyzzyx", 1, "Niemand gefunden: \"xyzzyx\"");
	ends(*state, SIGN_IN "--language de call c-none hangup", 1,
	     "Dieses Gespräch haben Sie nicht");
	ends(*state, "--language de contacts", 2, "Kein Server eingerichtet");
}

static void usage__not_understood__ends_with_2(void **state)
{
	ends(*state, "--no-such-option", 2, "There is no option --no-such-option");
	ends(*state, "fly", 2, "there is no command \"fly\"");
	ends(*state, SIGN_IN "dial", 2, "Usage: frontdesk dial TARGET");
	ends(*state, SIGN_IN "call 5", 2, "Usage: frontdesk call");
	ends(*state, SIGN_IN "call 5 sing", 2, "hold, talk or hangup");
	ends(*state, "--medium-seconds 60 calls", 2, "must be more than");
	ends(*state, "contacts", 2, "No host is configured");
	ends(*state, "--log-level loud calls", 2, "error, warn, info or debug");
	ends(*state, "--help=no", 2, "takes no value");
}

static void help__lists_options_and_commands(void **state)
{
	struct ran ran = place_run(*state, "--help");

	assert_int_equal(ran.status, 0);
	HAS(ran.out, "--password-command COMMAND");
	HAS(ran.out, "addressbook");
	HAS(ran.out, "keys ");
	ran_free(&ran);
	ran = place_run(*state, "--version");
	assert_int_equal(strncmp(ran.out, "frontdesk ", 10), 0);
	ran_free(&ran);
}

static void sign_in__wrong_password__ends_with_1(void **state)
{
	place_write(*state, "wrong", "nonsense\n", 0600);
	ends(*state, "--host %h --user reception --password-file %H/wrong contacts", 1,
	     "frontdesk: ");
}

static void sign_in__password_command__is_asked(void **state)
{
	cJSON *json = json_of(*state, "--host %h --user reception --password-command "
				      "echo~reception --json devices");

	cJSON_Delete(json);
	ends(*state, "--host %h --user reception --password-command false devices", 2,
	     "failed with status 1");
}

static void sign_in__server_down__ends_with_3(void **state)
{
	ends(*state, "--host 127.0.0.1:1 --user a --password-file %H/password contacts", 3,
	     "127.0.0.1:1 is not there");
}

static void sign_in__no_password_and_no_terminal__ends_with_3(void **state)
{
	ends(*state, "--host 127.0.0.1:1 --user a contacts", 3, "Nobody is signed in");
}

static void login__keeps_a_key_that_nobody_else_may_read(void **state)
{
	struct ran ran = place_run(*state, SIGN_IN "--key-file %H/keys/mine login");

	assert_int_equal(ran.status, 0);
	HAS(ran.out, "Signed in as Reception");
	ran_free(&ran);
	assert_int_equal(place_mode(*state, "keys/mine"), 0600);
	cJSON_Delete(json_of(*state, "--host %h --key-file %H/keys/mine --json devices"));
}

static void login__usual_place__is_found_without_being_told(void **state)
{
	struct ran ran = place_run(*state, SIGN_IN "login");

	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	cJSON_Delete(json_of(*state, "--host %h --user reception --json devices"));
}

static char *dialled(struct place *place, const char *words)
{
	cJSON *json = json_of(place, words);
	const cJSON *cid = cJSON_GetObjectItemCaseSensitive(json, "cid");
	char *copy;

	assert_true(cJSON_IsString(cid));
	copy = strdup(cid->valuestring);
	cJSON_Delete(json);
	return copy;
}

#define TOM "--host %h --user user --password-file %H/tom "

struct watched {
	struct place *place;
	const char *words, *parent, *state;
	char cid[80];
};

/* There is a call on that device in that state; its cid is kept. */
static bool is_so(void *ctx)
{
	struct watched *w = ctx;
	cJSON *json = json_of(w->place, w->words);
	const cJSON *call;
	bool found = false;

	cJSON_ArrayForEach (call, json) {
		if (strcmp(cJSON_GetObjectItemCaseSensitive(call, "parent")->valuestring,
			   w->parent) != 0 ||
		    strcmp(cJSON_GetObjectItemCaseSensitive(call, "state")->valuestring,
			   w->state) != 0)
			continue;
		snprintf(w->cid, sizeof(w->cid), "%s",
			 cJSON_GetObjectItemCaseSensitive(call, "cid")->valuestring);
		found = true;
	}
	cJSON_Delete(json);
	return found;
}

static void does(struct place *place, const char *as, const char *cid, const char *action)
{
	char words[300];

	snprintf(words, sizeof(words), "%scall %s %s", as, cid, action);
	ends(place, words, 0, "");
}

static void dial__call__can_be_held_and_hung_up(void **state)
{
	struct watched here = {*state, SIGN_IN "--json calls", "SIP/reception", "up", ""};
	struct watched there = {*state, TOM "--json calls", "SIP/user", "ring", ""};
	char *cid;

	place_write(*state, "tom", "user\n", 0600);
	cid = dialled(*state, SIGN_IN "--json dial 102");
	place_until(is_so, &there, "Tom's telephone rings");
	does(*state, TOM, there.cid, "talk");
	place_until(is_so, &here, "both talk");
	assert_string_equal(here.cid, cid);
	does(*state, SIGN_IN, cid, "hold");
	here.state = "hold";
	place_until(is_so, &here, "the call is held");
	does(*state, SIGN_IN, cid, "talk");
	here.state = "up";
	place_until(is_so, &here, "both talk again");
	does(*state, SIGN_IN, cid, "hangup");
	free(cid);
	ends(*state, SIGN_IN "call c-none hangup", 1, "You have no such call");
}

static void dial__whom__must_be_one(void **state)
{
	ends(*state, SIGN_IN "dial xyzzyx", 1, "Nobody is found by");
	ends(*state, SIGN_IN "dial #sales", 1, "More than one entry");
	ends(*state, SIGN_IN "--device SIP/none dial 105", 1, "not one of yours");
}

static void watch__json__is_a_line_an_event_until_interrupted(void **state)
{
	struct ran ran = place_run_until(*state, SIGN_IN "--json watch", "\"live\"", SIGINT);
	cJSON *json;
	char *save = NULL;

	assert_int_equal(ran.status, 0);
	for (char *line = strtok_r(ran.out, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		json = cJSON_ParseWithOpts(line, NULL, true);
		assert_non_null(json);
		assert_non_null(cJSON_GetObjectItemCaseSensitive(json, "event"));
		assert_non_null(cJSON_GetObjectItemCaseSensitive(json, "object"));
		cJSON_Delete(json);
	}
	ran_free(&ran);
}

static void demo__command__works_on_an_office_of_its_own(void **state)
{
	cJSON_Delete(json_of(*state, "--demo --demo-args --quiet~--office~%o --json contacts"));
}

static void demo__office_that_does_not_start__says_why_with_status_3(void **state)
{
	ends(*state, "--demo --demo-args --office~/nowhere contacts", 3,
	     "telephone system has ended");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(list__json__is_one_list_of_objects_with_their_names),
		cmocka_unit_test(list__table__has_a_head_and_rows),
		cmocka_unit_test(find__nobody__ends_with_1),
		cmocka_unit_test(find__folded_words__finds_the_person_first),
		cmocka_unit_test(rest__reply__is_printed_as_json),
		cmocka_unit_test(rest__refused__is_said_with_status_1),
		cmocka_unit_test(language__german__is_that_of_refusals),
		cmocka_unit_test(usage__not_understood__ends_with_2),
		cmocka_unit_test(help__lists_options_and_commands),
		cmocka_unit_test(sign_in__wrong_password__ends_with_1),
		cmocka_unit_test(sign_in__password_command__is_asked),
		cmocka_unit_test(sign_in__server_down__ends_with_3),
		cmocka_unit_test(sign_in__no_password_and_no_terminal__ends_with_3),
		cmocka_unit_test(login__keeps_a_key_that_nobody_else_may_read),
		cmocka_unit_test(login__usual_place__is_found_without_being_told),
		cmocka_unit_test(dial__call__can_be_held_and_hung_up),
		cmocka_unit_test(dial__whom__must_be_one),
		cmocka_unit_test(watch__json__is_a_line_an_event_until_interrupted),
		cmocka_unit_test(demo__command__works_on_an_office_of_its_own),
		cmocka_unit_test(demo__office_that_does_not_start__says_why_with_status_3),
	};

	return cmocka_run_group_tests(tests, open_office, place_teardown);
}
