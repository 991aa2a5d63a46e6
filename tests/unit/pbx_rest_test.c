#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "support/pbx_fixture.h"

/* Commands and their answers. */

static void answer(unsigned i, const char *path, int status, const char *body)
{
	house.fake.answers[i] = (struct fake_answer){path, status, body, NULL};
}

static bool body_says(const char *text)
{
	return strstr(house.fake.body, text) != NULL;
}

static void done(void)
{
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.count, 1);
}

/* ---- Answers ---- */

static void rest__success__gives_the_values(void **state)
{
	(void)state;
	house_login();
	answer(1, "/rest/a/b", 200,
	       "{\"result\":\"success\",\"values\":[{\"a\":1}],\"numrows\":1}");
	pbx_rest(house.pbx, "/a/b", "{\"scope\":{}}", house_done, &house.told);
	done();
	assert_string_equal(house.told.json, "[{\"a\":1}]");
	assert_string_equal(house.fake.body, "{\"scope\":{}}");
}

static void rest__refusals__say_why(void **state)
{
	static const struct {
		int status;
		const char *body;
		int errno_;
		const char *reason, *text;
	} cases[] = {
		{200, "{\"result\":\"fail\",\"errno\":99,\"reason\":\"nocall\"}", 99, "nocall",
		 "That call has ended"},
		{200,
		 "{\"result\":\"fail\",\"errno\":99,\"reason\":\"limit\",\"message\":\"Every "
		 "parking slot is taken\"}",
		 99, "limit", "Every parking slot is taken"},
		{200,
		 "{\"result\":\"fail\",\"errno\":99,\"reason\":\"odd\",\"message\":\"Odd\\u001b!"
		 "\"}",
		 99, "odd", "Odd !"},
		{403, "{\"result\":\"fail\",\"reason\":\"denied\"}", 99, "denied",
		 "You are not permitted to do that"},
		{200,
		 "{\"result\":\"fail\",\"errno\":1,\"message\":\"The store could not be written\"}",
		 1, "", "The store could not be written"},
		{404, "{\"result\":\"fail\"}", 90, "", NULL},
		{503, "", 3, "", NULL},
		{500, "<html>", 90, "", NULL},
	};

	(void)state;
	house_login();
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		house_forget();
		answer(1, "/rest/a", cases[i].status, cases[i].body);
		pbx_rest(house.pbx, "/a", NULL, house_done, &house.told);
		done();
		assert_string_equal(house.fake.body, "{}");
		assert_int_equal(house.told.outcome, PBX_REFUSED);
		assert_int_equal(house.told.errno_, cases[i].errno_);
		assert_string_equal(house.told.reason, cases[i].reason);
		if (cases[i].text)
			assert_string_equal(house.told.text, cases[i].text);
		assert_true(house.told.text[0]);
	}
}

/* What is put into a sentence is text, whatever it looks like. */
static void rest__refusal_with_words_in_it__is_put_together_here(void **state)
{
	static const struct {
		const char *parts, *text;
	} cases[] = {
		{"\"template\":\"Already answered by %s\",\"args\":[\"Ida\"]",
		 "Already answered by Ida"},
		{"\"template\":\"Already answered by %s\",\"args\":[\"%n%s\\u001b[2J\\u202e\"]",
		 "Already answered by %n%s [2J"},
		{"\"template\":\"Already answered by %s\",\"args\":[]", "whole"},
		{"\"template\":\"Already answered by %s\",\"args\":[\"Ida\",\"Bob\"]", "whole"},
		{"\"template\":\"Already answered by %s\",\"args\":[7]", "whole"},
		{"\"template\":\"%n%n%n\",\"args\":[]", "whole"},
		{"\"template\":\"%s\",\"args\":[\"Ida\"]", "whole"},
	};

	(void)state;
	house_login();
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char body[256];

		snprintf(body, sizeof(body),
			 "{\"result\":\"fail\",\"errno\":99,\"reason\":\"nocall\",\"message\":"
			 "\"whole\",%s}",
			 cases[i].parts);
		house_forget();
		answer(1, "/rest/a", 200, body);
		pbx_rest(house.pbx, "/a", NULL, house_done, &house.told);
		done();
		assert_string_equal(house.told.text, cases[i].text);
	}
}

static void rest__answer_that_is_no_json__is_not_known(void **state)
{
	(void)state;
	house_login();
	answer(1, "/rest/a", 200, "{\"result\":");
	pbx_rest(house.pbx, "/a", NULL, house_done, &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_NOT_KNOWN);
}

/* ---- Commands ---- */

static void office(void)
{
	house.fake.rows[WIRE_CONTACT] =
		"{\"cID\":5,\"name\":\"Ann\",\"canCall\":true,\"extension\":\"205\"},"
		"{\"cID\":6,\"name\":\"Bob\",\"canCall\":false}";
	house.fake.rows[WIRE_DEVICE] = "{\"name\":\"SIP/a\",\"userID\":1}";
	house.fake.rows[WIRE_EXTENSION] = "{\"extension\":\"300_x\",\"number\":\"300\"}";
	house.fake.rows[WIRE_QUEUE] = "{\"name\":\"q\",\"extension\":\"800\"}";
	house.fake.rows[WIRE_CALL] = "{\"parent\":\"SIP/a\",\"cid\":\"c1\",\"state\":\"up\","
				     "\"features\":\"hold,xfer\"},"
				     "{\"parent\":\"SIP/a\",\"cid\":\"c2\"},"
				     "{\"parent\":\"queue:q\",\"cid\":\"c3\"}";
	house.fake.rows[WIRE_PARKED] = "{\"lot\":\"l\",\"slot\":\"701\"}";
	house.fake.rows[WIRE_ROOM] = "{\"roomID\":9,\"seen\":3}";
	house.fake.rows[WIRE_ADDRESS] = "{\"key\":\"k1\",\"name\":\"Zoe\",\"number\":\"0123\"},"
					"{\"key\":\"k5\",\"cID\":5}";
	house_live(NULL);
}

static struct pbx_object *device(void)
{
	return house_find(PBX_DEVICE, "SIP/a");
}

static void dial(const struct pbx_target *to)
{
	house_forget();
	pbx_dial(house.pbx, device(), to, house_done, &house.told);
	assert_int_equal(house.told.count, 0);
	done();
}

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	(void)ctx, (void)added, (void)added_count, (void)removed, (void)removed_count;
}

static void dial__targets__are_sent_as_the_protocol_names_them(void **state)
{
	(void)state;
	office();
	answer(1, "/rest/command/create/call", 200,
	       "{\"result\":\"success\",\"values\":{\"cid\":\"n1\"}}");
	dial(&(struct pbx_target){.number = "+44 (0)20-1"});
	assert_string_equal(house.told.cid, "n1");
	assert_true(body_says("\"device\":\"SIP/a\""));
	assert_true(body_says("\"target\":\"+44201\""));
	dial(&(struct pbx_target){.object = house_find(PBX_CONTACT, "5")});
	assert_true(body_says("\"target\":{\"cID\":5}"));
	dial(&(struct pbx_target){.object = house_find(PBX_CONTACT, "6"), .voicemail = true});
	assert_true(body_says("\"target\":{\"voicemail\":6}"));
	dial(&(struct pbx_target){.object = house_find(PBX_CONTACT, "5"), .number = "0170"});
	assert_true(body_says("\"target\":\"0170\""));
	dial(&(struct pbx_target){.object = house_find(PBX_EXTENSION, "300_x")});
	assert_true(body_says("\"target\":{\"extension\":\"300_x\"}"));
	pbx_get_addressbook(house.pbx, on_book, NULL);
	TURN_UNTIL(pbx_find(house.pbx, PBX_ADDRESS, "k1"));
	dial(&(struct pbx_target){.object = house_find(PBX_ADDRESS, "k1")});
	assert_true(body_says("\"target\":{\"key\":\"k1\"}"));
	dial(&(struct pbx_target){.object = house_find(PBX_ADDRESS, "k5")});
	assert_true(body_says("\"target\":{\"cID\":5}"));
}

static void dial__what_cannot_be__is_refused_here_later(void **state)
{
	int requests;

	(void)state;
	office();
	requests = house.fake.requests;
	dial(&(struct pbx_target){.object = house_find(PBX_CONTACT, "6")});
	assert_string_equal(house.told.reason, "notcallable");
	assert_int_equal(house.told.errno_, 99);
	dial(&(struct pbx_target){.number = "no number"});
	assert_string_equal(house.told.reason, "notcallable");
	dial(&(struct pbx_target){0});
	assert_string_equal(house.told.reason, "notarget");
	house_forget();
	pbx_dial(house.pbx, NULL, &(struct pbx_target){.number = "1"}, house_done, &house.told);
	done();
	assert_string_equal(house.told.reason, "nodevice");
	assert_int_equal(house.fake.requests, requests);
}

static void act(const char *call, enum pbx_call_action action, const struct pbx_call_args *args)
{
	struct pbx_object *object = pbx_find(house.pbx, PBX_CALL, call);

	house_forget();
	if (!object)
		object = house_find(PBX_PARKED, call);
	pbx_call_do(house.pbx, object, action, args, house_done, &house.told);
	assert_int_equal(house.told.count, 0);
	done();
}

static void call__actions__are_sent_as_the_protocol_names_them(void **state)
{
	const struct pbx_object *other;

	(void)state;
	office();
	other = house_find(PBX_CALL, "SIP/a\x1f"
				     "c2");
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_HANGUP_ACTION, NULL);
	assert_string_equal(house.fake.path, "/rest/command/update/call");
	assert_true(body_says("\"scope\":{\"device\":\"SIP/a\",\"cid\":\"c1\"}"));
	assert_true(body_says("\"values\":{\"action\":\"hangup\"}"));
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_XFER_ACTION,
	    &(struct pbx_call_args){.to = {.object = house_find(PBX_CONTACT, "5")}});
	assert_true(body_says("{\"action\":\"xfer\",\"to\":{\"cID\":5}}"));
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_COMPLETE_ACTION, &(struct pbx_call_args){.with = other});
	assert_true(body_says("\"with\":{\"device\":\"SIP/a\",\"cid\":\"c2\"}"));
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_DTMF_ACTION, &(struct pbx_call_args){.digits = "12#"});
	assert_true(body_says("\"digits\":\"12#\""));
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_PARK_ACTION,
	    &(struct pbx_call_args){
		    .for_whom = house_find(PBX_CONTACT, "6"), .lot = "l", .timeout_ms = 90000});
	assert_true(body_says("\"lot\":\"l\",\"timeout\":90000,\"for\":{\"cID\":6}"));
	act("l\x1f"
	    "701",
	    PBX_CALL_RETRIEVE_ACTION, &(struct pbx_call_args){.device = device()});
	assert_true(body_says("\"scope\":{\"lot\":\"l\",\"slot\":\"701\"}"));
	assert_true(body_says("\"device\":\"SIP/a\""));
	act("queue:q\x1f"
	    "c3",
	    PBX_CALL_SEND_ACTION, &(struct pbx_call_args){.to = {.number = "201"}});
	assert_true(body_says("\"scope\":{\"queue\":\"q\",\"cid\":\"c3\"}"));
	assert_true(body_says("\"to\":\"201\""));
}

static void call__actions_without_what_they_need__are_refused_here(void **state)
{
	int requests;

	(void)state;
	office();
	requests = house.fake.requests;
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_XFER_ACTION, NULL);
	assert_string_equal(house.told.reason, "notarget");
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_MERGE_ACTION, NULL);
	assert_string_equal(house.told.reason, "nocall");
	act("l\x1f"
	    "701",
	    PBX_CALL_RETRIEVE_ACTION, NULL);
	assert_string_equal(house.told.reason, "nodevice");
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_DTMF_ACTION, &(struct pbx_call_args){.digits = "1x"});
	assert_string_equal(house.told.reason, "invalid");
	assert_int_equal(house.fake.requests, requests);
}

static void id_of(const char *body, char out[64])
{
	const char *id = strstr(body, "\"id\":\"");

	assert_non_null(id);
	memcpy(out, id + strlen("\"id\":\""), 32);
	out[32] = '\0';
}

static void command__each__has_its_own_id(void **state)
{
	char first[64], second[64];

	(void)state;
	office();
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_HOLD_ACTION, NULL);
	id_of(house.fake.bodies[0], first);
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_HOLD_ACTION, NULL);
	id_of(house.fake.bodies[0], second);
	assert_string_not_equal(first, second);
}

static void command__retry__is_sent_again_with_the_same_id(void **state)
{
	char first[64], second[64];
	int requests;

	(void)state;
	office();
	answer(1, "/rest/command/update/call", 200, "{\"result\":\"retry\"}");
	requests = house.fake.requests;
	pbx_call_do(house.pbx,
		    house_find(PBX_CALL, "SIP/a\x1f"
					 "c1"),
		    PBX_CALL_HOLD_ACTION, NULL, house_done, &house.told);
	TURN_UNTIL(house.fake.requests == requests + 2);
	assert_int_equal(house.told.count, 0);
	answer(1, "/rest/command/update/call", 200, "{\"result\":\"success\",\"values\":{}}");
	done();
	assert_int_equal(house.told.outcome, PBX_DONE);
	id_of(house.fake.bodies[0], first);
	id_of(house.fake.bodies[1], second);
	assert_string_equal(first, second);
}

static void command__retry_for_ever__is_not_known(void **state)
{
	(void)state;
	office();
	answer(1, "/rest/command/update/call", 200, "{\"result\":\"retry\",\"reason\":\"busy\"}");
	act("SIP/a\x1f"
	    "c1",
	    PBX_CALL_HOLD_ACTION, NULL);
	assert_int_equal(house.told.outcome, PBX_NOT_KNOWN);
	assert_string_equal(house.told.reason, "busy");
}

static void command__reply_lost__is_not_known(void **state)
{
	(void)state;
	office();
	answer(1, "/rest/command/update/call", 0, NULL);
	pbx_call_do(house.pbx,
		    house_find(PBX_CALL, "SIP/a\x1f"
					 "c1"),
		    PBX_CALL_HOLD_ACTION, NULL, house_done, &house.told);
	TURN_UNTIL(house.fake.exchange);
	fake_pabx_cut(&house.fake);
	done();
	assert_int_equal(house.told.outcome, PBX_NOT_KNOWN);
	assert_true(house.told.err < 0);
}

static void tags_and_chat__commands__are_sent_as_the_protocol_names_them(void **state)
{
	static const char *const tags[] = {"vip", "a\"b"};
	const struct pbx_object *ann;

	(void)state;
	pbx_enable_chat(house.pbx, true, NULL, NULL);
	pbx_get_addressbook(house.pbx, NULL, NULL);
	office();
	ann = house_find(PBX_CONTACT, "5");
	pbx_set_tags(house.pbx, ann, tags, 2, house_done, &house.told);
	done();
	assert_string_equal(house.fake.path, "/rest/command/update/tag");
	assert_true(body_says("\"scope\":{\"cID\":5},\"values\":{\"tags\":[\"vip\",\"a\\\"b\"]}"));
	house_forget();
	pbx_edit_tags(house.pbx, ann, tags, 1, NULL, 0, house_done, &house.told);
	done();
	assert_true(body_says("\"values\":{\"add\":[\"vip\"],\"remove\":[]}"));
	house_forget();
	pbx_chat_invite(house.pbx, &ann, 1, house_done, &house.told);
	done();
	assert_true(body_says("\"values\":{\"members\":[5]}"));
	house_forget();
	pbx_room_post(house.pbx, house_find(PBX_ROOM, "9"), "hi\n", house_done, &house.told);
	done();
	assert_string_equal(house.fake.path, "/rest/command/create/message");
	assert_true(body_says("\"scope\":{\"roomID\":9},\"values\":{\"msg\":\"hi\\n\",\"uid\":\""));
	house_forget();
	pbx_room_mark_seen(house.pbx, house_find(PBX_ROOM, "9"), 12, house_done, &house.told);
	done();
	assert_true(body_says("\"scope\":{\"roomID\":9},\"values\":{\"seen\":12}"));
	house_forget();
	pbx_set_status(house.pbx, "away", "lunch", 1795300000000, house_done, &house.told);
	done();
	assert_true(body_says(
		"\"values\":{\"show\":\"away\",\"status\":\"lunch\",\"until\":1795300000000}"));
}

static void on_drift(void *ctx, const struct pbx_drift *drift, const char *text)
{
	assert_string_equal(text, "");
	*(struct pbx_drift *)ctx = *drift;
	house.told.count++;
}

static void drift__positive_where_our_clock_is_fast(void **state)
{
	struct pbx_drift drift;

	(void)state;
	house_login();
	answer(1, "/rest/system/read/time", 200,
	       "{\"result\":\"success\",\"values\":{\"serverTime\":1000.5}}");
	pbx_get_clock_drift(house.pbx, on_drift, &drift);
	done();
	assert_true(drift.server_time == 1000.5);
	assert_true(drift.drift_time > 0);
	assert_true(drift.client_time - drift.server_time == drift.drift_time);
}

static void ice__own_servers__replace_the_pabx_s_until_taken_back(void **state)
{
	(void)state;
	house_login();
	answer(1, "/rest/system/read/ice", 200,
	       "{\"result\":\"success\",\"values\":{\"stun\":\"stun.pabx\",\"turn\":[]}}");
	assert_int_equal(pbx_set_ice_servers(house.pbx, "stun.own:3478", NULL), 0);
	assert_string_equal(pbx_stun(house.pbx), "stun.own:3478");
	assert_int_equal(pbx_set_ice_servers(house.pbx, NULL, "[{\"urls\":\"turn:x\"}]"), 0);
	TURN_UNTIL(!strcmp(pbx_stun(house.pbx), "stun.pabx"));
	assert_string_equal(pbx_turn(house.pbx), "[{\"urls\":\"turn:x\"}]");
	assert_int_equal(pbx_set_ice_servers(house.pbx, NULL, NULL), 0);
	assert_string_equal(pbx_turn(house.pbx), "[]");
}

static void ice__of_a_wrong_form__is_refused_and_changes_nothing(void **state)
{
	static const char *const stuns[] = {"",        "a b", "stun:x:1", "http://x", "x:0",
					    "x:70000", "x:",  "-x",       "x/y"};
	static const char *const turns[] = {
		"",
		"{}",
		"nonsense",
		"[5]",
		"[{}]",
		"[{\"urls\":5}]",
		"[{\"urls\":\"\"}]",
		"[{\"urls\":[]}]",
		"[{\"urls\":[\"turn:x\",5]}]",
		"[{\"urls\":\"turn:x\",\"username\":5}]",
		"[{\"urls\":\"turn:x\",\"credential\":{}}]",
	};

	(void)state;
	assert_int_equal(pbx_set_ice_servers(house.pbx, "own", "[{\"urls\":[\"turn:x\"]}]"), 0);
	for (size_t i = 0; i < sizeof(stuns) / sizeof(*stuns); i++)
		assert_int_equal(pbx_set_ice_servers(house.pbx, stuns[i], NULL), ERR_INVALID);
	for (size_t i = 0; i < sizeof(turns) / sizeof(*turns); i++)
		assert_int_equal(pbx_set_ice_servers(house.pbx, NULL, turns[i]), ERR_INVALID);
	assert_string_equal(pbx_stun(house.pbx), "own");
	assert_string_equal(pbx_turn(house.pbx), "[{\"urls\":[\"turn:x\"]}]");
}

static void ice__of_the_pabx__is_asked_and_checked(void **state)
{
	(void)state;
	house_login();
	answer(1, "/rest/system/read/ice", 200,
	       "{\"result\":\"success\",\"values\":{\"stun\":\"stun.pabx:3478\",\"turn\":"
	       "[{\"urls\":\"turn:t\",\"username\":\"u\",\"credential\":\"c\"}]}}");
	pbx_fetch_ice_servers(house.pbx, house_done, &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(pbx_stun(house.pbx), "stun.pabx:3478");
	assert_string_equal(pbx_turn(house.pbx),
			    "[{\"urls\":\"turn:t\",\"username\":\"u\",\"credential\":\"c\"}]");
	house_forget();
	answer(1, "/rest/system/read/ice", 200,
	       "{\"result\":\"success\",\"values\":{\"stun\":\"a b\",\"turn\":{}}}");
	pbx_fetch_ice_servers(house.pbx, house_done, &house.told);
	done();
	assert_string_equal(pbx_stun(house.pbx), "");
	assert_string_equal(pbx_turn(house.pbx), "[]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rest__success__gives_the_values),
		CASE(rest__refusals__say_why),
		CASE(rest__refusal_with_words_in_it__is_put_together_here),
		CASE(rest__answer_that_is_no_json__is_not_known),
		CASE(dial__targets__are_sent_as_the_protocol_names_them),
		CASE(dial__what_cannot_be__is_refused_here_later),
		CASE(call__actions__are_sent_as_the_protocol_names_them),
		CASE(call__actions_without_what_they_need__are_refused_here),
		CASE(command__each__has_its_own_id),
		CASE(command__retry__is_sent_again_with_the_same_id),
		CASE(command__retry_for_ever__is_not_known),
		CASE(command__reply_lost__is_not_known),
		CASE(tags_and_chat__commands__are_sent_as_the_protocol_names_them),
		CASE(drift__positive_where_our_clock_is_fast),
		CASE(ice__own_servers__replace_the_pabx_s_until_taken_back),
		CASE(ice__of_a_wrong_form__is_refused_and_changes_nothing),
		CASE(ice__of_the_pabx__is_asked_and_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
