/* PROTOCOL.md, section 2: messages taken, figures, the state of the desk, who answered. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "wire/json.h"

#define TAKE          "/rest/command/create/taken"
#define UPDATE        "/rest/command/update/taken"
#define OPERATOR      "/rest/command/update/operator"
#define FIGURES       "/rest/call/read/figures"
#define ROW(set, row) ((const struct wire_##set *)(row))

static const struct wire_taken *taken(struct house *house, const char *id)
{
	return ROW(taken, house_live(house, WIRE_TAKEN, 0, id));
}

/* ---- Messages taken ---- */

static void taken__by_chat__is_posted_to_the_person_and_kept(void **state)
{
	struct house *house = *state;
	const cJSON *values;
	struct live_item item;
	uint64_t position = 0;

	values = house_ok(house, ANNA, TAKE,
			  "{\"values\":{\"cID\":2,\"via\":\"chat\",\"caller\":\"Jane Caller\","
			  "\"number\":\"02079460958\",\"text\":\"Please ring back\"}}");
	assert_string_equal(wire_json_text(values, "state"), "sent");
	assert_string_equal(taken(house, "1")->name, "Bob Birch");
	assert_string_equal(taken(house, "1")->byName, "Anna Ash");
	assert_true(live_next_own(house->pabx->live, WIRE_MESSAGE, 2, &position, &item));
	assert_string_equal(ROW(message, item.row)->msg,
			    "Jane Caller (02079460958) called: Please ring back");
}

static void taken__repeated_with_its_uid__is_one_message(void **state)
{
	static const char body[] = "{\"values\":{\"cID\":2,\"via\":\"chat\",\"caller\":\"\","
				   "\"text\":\"Once\",\"uid\":\"u1\"}}";
	struct house *house = *state;

	house_ok(house, ANNA, TAKE, body);
	house_ok(house, ANNA, TAKE, body);
	assert_int_equal(live_count(house->pabx->live, WIRE_TAKEN), 1);
	assert_int_equal(live_count(house->pabx->live, WIRE_MESSAGE), 2); /* one for each of both */
}

static const char mail[] =
	"{\"values\":{\"name\":\"Stores\",\"via\":\"mail\",\"to\":\"stores@x.example\","
	"\"caller\":\"Jane\",\"text\":\"Two pallets\"}}";

static void taken__by_mail__waits_until_the_console_says_what_became_of_it(void **state)
{
	struct house *house = *state;

	assert_string_equal(wire_json_text(house_ok(house, ANNA, TAKE, mail), "state"), "waiting");
	house_ok(house, ANNA, UPDATE,
		 "{\"scope\":{\"id\":1},\"values\":{\"state\":\"failed\",\"why\":\"no route\"}}");
	assert_string_equal(taken(house, "1")->state, "failed");
	assert_string_equal(taken(house, "1")->why, "no route");
	house_restart(house);
	assert_string_equal(taken(house, "1")->state, "failed");
	house_ok(house, ANNA, UPDATE, "{\"scope\":{\"id\":1},\"values\":{\"state\":\"sent\"}}");
	assert_string_equal(taken(house, "1")->why, "");
	house_refused(house, ANNA, UPDATE,
		      "{\"scope\":{\"id\":1},\"values\":{\"state\":\"failed\"}}", "conflict");
	house_ok(house, ANNA, "/rest/command/delete/taken", "{\"scope\":{\"id\":1}}");
	assert_int_equal(live_count(house->pabx->live, WIRE_TAKEN), 0);
	house_refused(house, ANNA, UPDATE, "{\"scope\":{\"id\":1},\"values\":{\"state\":\"sent\"}}",
		      "gone");
}

static void taken__mail_that_failed__goes_by_chat_instead(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, TAKE,
		 "{\"values\":{\"cID\":2,\"via\":\"mail\",\"to\":\"bob@x.example\","
		 "\"caller\":\"Jane\",\"text\":\"Hello\"}}");
	house_ok(house, ANNA, UPDATE, "{\"scope\":{\"id\":1},\"values\":{\"via\":\"chat\"}}");
	assert_string_equal(taken(house, "1")->via, "chat");
	assert_string_equal(taken(house, "1")->state, "sent");
	assert_int_equal(live_count(house->pabx->live, WIRE_MESSAGE), 2);
}

static void taken__of_a_wrong_form__is_refused(void **state)
{
	static const struct {
		const char *values, *reason;
	} cases[] = {
		{"\"cID\":2,\"via\":\"chat\"", "invalid"},
		{"\"cID\":2,\"via\":\"pigeon\",\"text\":\"a\"", "invalid"},
		{"\"cID\":99,\"via\":\"chat\",\"text\":\"a\"", "notarget"},
		{"\"cID\":1,\"via\":\"chat\",\"text\":\"a\"", "notarget"},
		{"\"cID\":3,\"via\":\"chat\",\"text\":\"a\"", "denied"},
		{"\"name\":\"x\",\"via\":\"chat\",\"text\":\"a\"", "notarget"},
		{"\"cID\":2,\"via\":\"mail\",\"text\":\"a\"", "notarget"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *body = mem_printf("{\"values\":{%s}}", cases[i].values);
		house_refused(*state, ANNA, TAKE, body, cases[i].reason);
		free(body);
	}
}

static void taken__is_for_receptionists(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, TAKE, mail);
	house_status(house, BOB, TAKE, mail, 403, 99);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, ANNA, "/rest/live/read/taken", "{}")),
			 1);
	assert_int_equal(cJSON_GetArraySize(house_ok(house, BOB, "/rest/live/read/taken", "{}")),
			 0);
}

static void taken__many__the_last_and_the_unsent_are_shown(void **state)
{
	struct house *house = *state;

	store_begin(house->pabx->store);
	for (int i = 0; i < 205; i++)
		house_ok(house, ANNA, TAKE,
			 i == 2 ? mail
				: "{\"values\":{\"cID\":2,\"via\":\"chat\",\"text\":\"a\"}}");
	store_commit(house->pabx->store);
	assert_int_equal(live_count(house->pabx->live, WIRE_TAKEN), 201);
	house_restart(house);
	assert_int_equal(live_count(house->pabx->live, WIRE_TAKEN), 201);
	assert_string_equal(taken(house, "3")->state, "waiting");
}

/* ---- Notes ---- */

static void note__on_a_number_as_it_is_dialled__is_kept_as_it_is_compared(void **state)
{
	struct house *house = *state;

	house_ok(house, ANNA, "/rest/command/create/note",
		 "{\"values\":{\"key\":\"020 7946 0958\",\"text\":\"Hard of hearing\"}}");
	assert_string_equal(ROW(note, house_live(house, WIRE_NOTE, 0, "+442079460958"))->text,
			    "Hard of hearing");
}

/* ---- Figures ---- */

static void ended(struct house *house, int64_t start, int wait, const char *to, const char *queue,
		  const char *by, const char *returned)
{
	const struct switch_record r = {
		.start = start,
		.answered = wait < 0 ? 0 : start + wait,
		.end = start + 60000,
		.from_number = "02079460958",
		.from_name = "Jane",
		.to_number = "101",
		.to_name = "Anna",
		.from_device = "",
		.to_device = to,
		.queue = queue,
		.ddi = "",
		.uniqueid = "u",
		.linked = "l",
		.disposition = wait < 0 ? "NOANSWER" : "ANSWERED",
		.answered_by = by,
		.returned = returned,
	};

	pabx_switch_events()->ended(house->pabx, &r);
}

static int64_t figure(const cJSON *figures, const char *name)
{
	return wire_json_int(figures, name, -1);
}

enum { DAY = 86400000 };
static const int64_t monday = 1700000000000;

static void figures__count_what_the_records_say(void **state)
{
	struct house *house = *state;
	const cJSON *f;

	ended(house, monday + 1, 4000, "SIP/anna", "", "SIP/anna", NULL);
	ended(house, monday + 2, 8000, "SIP/anna", "", "SIP/anna", "");
	ended(house, monday + 3, -1, "SIP/anna", "", "", "");
	ended(house, monday + 4, 50000, "SIP/anna", "", "SIP/anna", "noanswer");
	ended(house, monday + 5, 30000, "SIP/anna", "", "SIP/anna", "park");
	ended(house, monday + 6, 9000, "SIP/anna", "", "", "");
	ended(house, monday + DAY, 1000, "SIP/anna", "", "SIP/anna", "");
	f = house_ok(house, ANNA, FIGURES,
		     "{\"scope\":{\"since\":1700000000000,\"before\":1700086400000}}");
	assert_int_equal(figure(f, "calls"), 4);
	assert_int_equal(figure(f, "answered"), 2);
	assert_int_equal(figure(f, "averageWait"), 6000);
	assert_int_equal(figure(f, "longestWait"), 8000);
	assert_int_equal(figure(f, "abandoned"), 1);
	assert_int_equal(figure(f, "voicemail"), 1);
	assert_int_equal(figure(f, "returned"), 1);
	f = house_ok(house, BOB, FIGURES, "{}");
	assert_int_equal(figure(f, "calls"), 0);
	house_status(house, ANNA, FIGURES, "{\"scope\":{\"since\":\"x\"}}", 400, 90);
}

/* The same numbers from the log, read record by record as documented. */
static void figures__of_many_calls__are_those_of_a_replay_of_the_log(void **state)
{
	struct house *house = *state;
	const cJSON *f, *log, *r;
	int64_t answered = 0, abandoned = 0, calls, answered_by_figures, abandoned_by_figures;

	store_begin(house->pabx->store);
	for (int i = 0; i < 750; i++)
		ended(house, monday + i, i % 7 ? i * 10 : -1, "SIP/anna", "",
		      i % 7 ? "SIP/anna" : "", "");
	store_commit(house->pabx->store);
	f = house_ok(house, ANNA, FIGURES, "{}");
	calls = figure(f, "calls");
	answered_by_figures = figure(f, "answered");
	abandoned_by_figures = figure(f, "abandoned");
	log = house_ok(house, ADMIN, "/rest/call/read/cdr", "{\"scope\":{\"maxRows\":5000}}");
	cJSON_ArrayForEach (r, log) {
		answered += strcmp(wire_json_text(r, "disposition"), "ANSWERED") == 0;
		abandoned += strcmp(wire_json_text(r, "disposition"), "NOANSWER") == 0;
	}
	assert_int_equal(calls, cJSON_GetArraySize(log));
	assert_int_equal(answered_by_figures, answered);
	assert_int_equal(abandoned_by_figures, abandoned);
	assert_int_equal(answered + abandoned, 750);
}

/* ---- The state of the desk ---- */

static const char *night(struct house *house)
{
	return ROW(nightmode, house_live(house, WIRE_NIGHTMODE, 0,
					 "default\x1f"
					 "1"))
		->value;
}

static void with_queue(struct house *house)
{
	house_row(house, WIRE_DEVICE, "{\"name\":\"SIP/anna\",\"queues\":{\"sales\":\"idle\"}}");
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"on\"}}");
	assert_int_equal(house->told.verb, SWITCH_QUEUE_MEMBER);
	assert_false(house->told.paused);
}

static void operator__last_one_who_leaves__must_say_what_shall_happen(void **state)
{
	struct house *house = *state;

	with_queue(house);
	house_refused(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"off\"}}", "conflict");
	assert_string_equal(ROW(operator, house_live(house, WIRE_OPERATOR, 0, "1"))->state, "on");
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"off\",\"stay\":true}}");
	assert_string_equal(ROW(operator, house_live(house, WIRE_OPERATOR, 0, "1"))->state, "off");
	assert_false(house->told.paused);
}

static void operator__not_the_last__leaves_and_is_paused(void **state)
{
	struct house *house = *state;

	with_queue(house);
	house_row(house, WIRE_OPERATOR, "{\"cID\":4,\"state\":\"on\"}");
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"off\"}}");
	assert_int_equal(house->told.verb, SWITCH_QUEUE_MEMBER);
	assert_string_equal(house->told.queue, "sales");
	assert_string_equal(house->told.device, "SIP/anna");
	assert_true(house->told.paused);
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"on\"}}");
	assert_false(house->told.paused);
}

static void operator__night__turns_the_night_service_on_and_off(void **state)
{
	struct house *house = *state;

	with_queue(house);
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"night\"}}");
	assert_string_equal(night(house), "on");
	assert_true(house->told.paused);
	house_ok(house, ANNA, OPERATOR, "{\"values\":{\"state\":\"on\"}}");
	assert_string_equal(night(house), "sched");
	assert_false(house->told.paused);
}

/* ---- Who was faster ---- */

static void talk__answered_by_another__says_by_whom(void **state)
{
	struct house *house = *state;

	house_row(house, WIRE_CALL,
		  "{\"parent\":\"SIP/anna\",\"cid\":\"c1\",\"linked\":\"l\",\"state\":\"dead\","
		  "\"party\":\"callee\",\"cause\":\"elsewhere\"}");
	house_row(house, WIRE_CALL,
		  "{\"parent\":\"SIP/bob\",\"cid\":\"c2\",\"linked\":\"l\",\"state\":\"up\","
		  "\"party\":\"callee\"}");
	house_refused(house, ANNA, "/rest/command/update/call",
		      "{\"scope\":{\"device\":\"SIP/anna\",\"cid\":\"c1\"},"
		      "\"values\":{\"action\":\"talk\"}}",
		      "nocall");
	assert_string_equal(wire_json_text(house->reply, "message"),
			    "Already answered by Bob Birch");
	assert_string_equal(wire_json_text(house->reply, "template"), "Already answered by %s");
	char *args = wire_json_print(wire_json_get(house->reply, "args"));
	assert_string_equal(args, "[\"Bob Birch\"]");
	free(args);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(taken__by_chat__is_posted_to_the_person_and_kept),
		TEST(taken__repeated_with_its_uid__is_one_message),
		TEST(taken__by_mail__waits_until_the_console_says_what_became_of_it),
		TEST(taken__mail_that_failed__goes_by_chat_instead),
		TEST(taken__of_a_wrong_form__is_refused),
		TEST(taken__is_for_receptionists),
		TEST(taken__many__the_last_and_the_unsent_are_shown),
		TEST(note__on_a_number_as_it_is_dialled__is_kept_as_it_is_compared),
		TEST(figures__count_what_the_records_say),
		TEST(figures__of_many_calls__are_those_of_a_replay_of_the_log),
		TEST(operator__last_one_who_leaves__must_say_what_shall_happen),
		TEST(operator__not_the_last__leaves_and_is_paused),
		TEST(operator__night__turns_the_night_service_on_and_off),
		TEST(talk__answered_by_another__says_by_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
