/* PROTOCOL.md, section 2: the form of requests and replies, and the statuses. */
#include "support/rest_house.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"

static void form__path_of_nothing__is_404(void **state)
{
	static const char *const paths[] = {"/",
					    "/rest",
					    "/rest/",
					    "/rest/nothing/read",
					    "/rest/live/read/nothing",
					    "/rest/live/write/contact",
					    "/rest/command/create/call/more",
					    "/rest/system/read/nothing",
					    "/rest//read",
					    "/restful/auth/"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		house_status(*state, ANNA, paths[i], "{}", 404, 90);
}

static void form__slash_at_the_end__may_be_left_out(void **state)
{
	house_ok(*state, ANNA, "/rest/system/read/time", "");
	house_ok(*state, ANNA, "/rest/system/read/time/", "");
}

static void form__type__may_come_in_the_body(void **state)
{
	house_ok(*state, ANNA, "/rest/system/read", "{\"type\":\"time\"}");
	house_ok(*state, ADMIN, "/rest/call/read/", "{\"type\":\"cdr\"}");
	house_status(*state, ADMIN, "/rest/system/read", "{}", 400, 90);
	house_status(*state, ADMIN, "/rest/system/read", "{\"type\":\"moon\"}", 404, 90);
}

static void form__body_that_is_no_object__is_400(void **state)
{
	static const char *const bodies[] = {"{",
					     "[]",
					     "7",
					     "{\"a\":1}x",
					     "{\"scope\":[]}",
					     "{\"values\":7}",
					     "{\"auth\":\"x\"}",
					     "{\"a\":\"\xff\"}",
					     "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++)
		house_status(*state, ANNA, "/rest/system/read/time", bodies[i], 400, 90);
}

static void form__host_with_another_port__is_refused(void **state)
{
	char *got = house_raw(*state, "GET /rest/auth/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
				      "Connection: close\r\n\r\n");

	assert_non_null(strstr(got, " 403 "));
	free(got);
}

static char *request(const struct house *house, const char *first, const char *headers)
{
	return mem_printf("%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n", first,
			  pabx_port(house->pabx), headers);
}

static void expect_raw(struct house *house, const char *first, const char *headers,
		       const char *status, const char *part)
{
	char *bytes = request(house, first, headers), *got = house_raw(house, bytes);

	if (!strstr(got, status) || !strstr(got, part))
		fail_msg("%s %s: %s", first, headers, got);
	free(got);
	free(bytes);
}

static void form__get__is_405_and_says_so(void **state)
{
	expect_raw(*state, "GET /rest/auth/", "", "HTTP/1.1 405", "\"errno\":90");
	expect_raw(*state, "PUT /rest/auth/", "Content-Length: 0\r\n", "HTTP/1.1 405",
		   "\"errno\":90");
	expect_raw(*state, "GET /rest/nothing", "", "HTTP/1.1 404", "\"errno\":90");
}

static void form__web_page__is_refused(void **state)
{
	expect_raw(*state, "POST /rest/auth/", "Origin: http://127.0.0.1\r\nContent-Length: 0\r\n",
		   "HTTP/1.1 403", "\"errno\":99");
}

static void form__other_host__is_refused(void **state)
{
	char *got = house_raw(*state, "POST /rest/auth/ HTTP/1.1\r\nHost: evil.example\r\n"
				      "Content-Length: 0\r\nConnection: close\r\n\r\n");

	assert_non_null(strstr(got, "HTTP/1.1 403"));
	assert_non_null(strstr(got, "\"reason\":\"denied\""));
	free(got);
}

static void form__too_large__is_413(void **state)
{
	expect_raw(*state, "POST /rest/auth/", "Content-Length: 1048577\r\n", "HTTP/1.1 413",
		   "\"errno\":90");
}

static void form__no_session__is_401(void **state)
{
	house_status(*state, NOBODY, "/rest/live/read/contact", "{}", 401, 2);
	house_ask_cookie(*state, "0000", "/rest/live/read/contact", "{}");
	assert_int_equal(((struct house *)*state)->status, 401);
}

static void form__closing_server__is_503(void **state)
{
	struct house *house = *state;

	house->pabx->closing = true;
	house_status(house, ANNA, "/rest/system/read/time", "{}", 503, 3);
	assert_true(house->retry_after > 0);
	house->pabx->closing = false;
}

static void form__area_that_is_not_here__is_unsupported(void **state)
{
	static const char *const paths[] = {
		/* Av, File, enabling WebRTC */
		"/rest/command/create/av", "/rest/command/update/av", "/rest/command/create/file",
		"/rest/command/update/webrtc",
		/* provisioning */
		"/rest/dialplan/create/phone", "/rest/dialplan/readtypes/phone",
		"/rest/dialplan/inactive/phone", "/rest/dialplan/active/phone",
		"/rest/dialplan/promote/phone", "/rest/dialplan/demote/phone",
		"/rest/dialplan/assign/phone",
		/* administration of users, phones, companies and barring */
		"/rest/ops/create/user", "/rest/ops/update/user", "/rest/ops/delete/user",
		"/rest/ops/create/company", "/rest/ops/read/company", "/rest/ops/update/company",
		"/rest/ops/delete/company", "/rest/dialplan/read/phone",
		"/rest/dialplan/update/phone", "/rest/dialplan/delete/phone",
		"/rest/dialplan/create/extension", "/rest/dialplan/create/barred",
		"/rest/dialplan/read/barred", "/rest/dialplan/update/barred",
		"/rest/dialplan/delete/barred",
		/* calendars, incalls and outcalls */
		"/rest/dialplan/readcal/nm", "/rest/call/incalls", "/rest/call/incalls/cdr",
		"/rest/call/outcalls", "/rest/call/outcalls/cdr"};
	struct house *house = *state;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		house_refused(house, ADMIN, paths[i], "{}", "unsupported");
		assert_string_equal(wire_json_text(house->reply, "message"),
				    "This telephone system cannot do that");
	}
	/* As the documentation writes it, the type in the body. */
	house_refused(house, ADMIN, "/rest/dialplan/promote/", "{\"type\":\"phone\"}",
		      "unsupported");
}

/* ---- Permissions ---- */

static void form__route_of_others__is_403(void **state)
{
	static const struct {
		int who;
		const char *path;
	} cases[] = {
		{ANNA, "/rest/ops/read/user"},        {BOB, "/rest/dialplan/read/extension"},
		{BOB, "/rest/dialplan/read/nm"},      {BOB, "/rest/dialplan/update/nm"},
		{BOB, "/rest/dialplan/readnames/nm"}, {ANNA, "/rest/call/read/cdr"},
		{BOB, "/rest/command/create/note"},   {BOB, "/rest/command/update/note"},
		{BOB, "/rest/command/delete/note"},   {BOB, "/rest/command/update/operator"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		house_status(*state, cases[i].who, cases[i].path, "{}", 403, 99);
}

static void form__kiosk__may_read_dial_and_hang_up_alone(void **state)
{
	static const char *const denied[] = {
		"/rest/auth/create/key",         "/rest/call/read/history",
		"/rest/live/read/message",       "/rest/contact/read/photo",
		"/rest/command/update/device",   "/rest/command/update/queue",
		"/rest/command/update/tag",      "/rest/command/create/address",
		"/rest/command/create/room",     "/rest/command/create/message",
		"/rest/command/create/link",     "/rest/command/update/presence",
		"/rest/command/create/note",     "/rest/command/update/setting",
		"/rest/command/update/operator", "/rest/system/read/ice"};

	for (size_t i = 0; i < sizeof(denied) / sizeof(*denied); i++)
		house_status(*state, KIOSK, denied[i], "{}", 403, 99);
	house_ok(*state, KIOSK, "/rest/live/read/contact", "{}");
	house_ok(*state, KIOSK, "/rest/command/create/call",
		 "{\"values\":{\"target\":{\"cID\":2}}}");
}

/* ---- One answer for an id ---- */

static const char note[] = "{\"id\":\"n1\",\"values\":{\"msg\":\"x\"}}";

static void once__same_id_again__gets_the_first_answer(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house->new_cid = "c-1";
	assert_string_equal(
		wire_json_text(house_ok(house, ANNA, "/rest/command/create/call", body), "cid"),
		"c-1");
	house->new_cid = "c-2";
	assert_string_equal(
		wire_json_text(house_ok(house, ANNA, "/rest/command/create/call", body), "cid"),
		"c-1");
	assert_int_equal(house->told.count, 1);
}

static void once__same_id_with_another_body__is_a_conflict(void **state)
{
	house_ok(*state, ANNA, "/rest/command/create/call",
		 "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}");
	house_refused(*state, ANNA, "/rest/command/create/call",
		      "{\"id\":\"d1\",\"values\":{\"target\":\"103\"}}", "conflict");
}

static void once__id__belongs_to_one_user_and_path(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house_ok(house, ANNA, "/rest/command/create/call", body);
	house_ok(house, ADMIN, "/rest/command/create/call", body);
	assert_int_equal(house->told.count, 2);
	house_refused(house, ANNA, "/rest/command/create/message", note, "gone");
}

static void once__after_a_minute__the_id_is_free(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house_ok(house, ANNA, "/rest/command/create/call", body);
	clock_fake(clock_wall_ms());
	clock_step(61000);
	house_ok(house, ANNA, "/rest/command/create/call", body);
	assert_int_equal(house->told.count, 2);
}

static void once__refusal__is_kept_too(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house->refuse = WIRE_R_LIMIT;
	house_refused(house, ANNA, "/rest/command/create/call", body, "limit");
	house->refuse = WIRE_R_NONE;
	house_refused(house, ANNA, "/rest/command/create/call", body, "limit");
}

static void once__id_of_a_wrong_form__is_400(void **state)
{
	house_status(*state, ANNA, "/rest/system/read/time", "{\"id\":\"\"}", 400, 90);
	house_status(*state, ANNA, "/rest/system/read/time", "{\"id\":7}", 400, 90);
	house_status(
		*state, ANNA, "/rest/system/read/time",
		"{\"id\":\"12345678901234567890123456789012345678901234567890123456789012345\"}",
		400, 90);
}

static void once__streamed_answer__is_made_again(void **state)
{
	const char *body = "{\"id\":\"r1\"}";

	house_ok(*state, ANNA, "/rest/live/read/contact", body);
	house_ok(*state, ANNA, "/rest/live/read/contact", body);
	house_refused(*state, ANNA, "/rest/live/read/contact", "{\"id\":\"r1\",\"columns\":[]}",
		      "conflict");
}

struct second {
	bool replied;
	char text[256];
};

static void second_came(void *ctx, const struct net_reply *reply)
{
	struct second *second = ctx;

	second->replied = true;
	snprintf(second->text, sizeof(second->text), "%s", reply->body);
}

/* The same request on a connection of its own. */
static void post_second(struct house *house, struct net_http *http, struct second *second,
			const char *body)
{
	char *url =
		mem_printf("http://127.0.0.1:%d/rest/command/create/call", pabx_port(house->pabx));
	const struct net_post post = {
		.url = url, .body = body, .len = strlen(body), .bearer = house->keys[ANNA]};

	net_http_post(http, &post, second_came, second);
	free(url);
}

static void once__while_the_first_is_in_work__the_second_waits_for_it(void **state)
{
	struct house *house = *state;
	struct net_http *http = net_http_new(house->loop, NULL);
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";
	struct second second = {0};

	house->silent = true;
	house->new_cid = "c-9";
	house_post(house, ANNA, NULL, "/rest/command/create/call", body);
	while (!house->told.count)
		house_turn(house);
	post_second(house, http, &second, body);
	for (int i = 0; i < 10; i++)
		house_turn(house);
	assert_false(house->replied || second.replied);
	house_answer(house, WIRE_R_NONE);
	house_wait(house);
	while (!second.replied)
		house_turn(house);
	assert_string_equal(second.text, house->text);
	assert_non_null(strstr(second.text, "c-9"));
	assert_int_equal(house->told.count, 1);
	net_http_free(&http);
}

static void once__first_client_gone__its_answer_is_kept_for_the_next(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house->silent = true;
	house->new_cid = "c-9";
	house_post(house, ANNA, NULL, "/rest/command/create/call", body);
	while (!house->told.count)
		house_turn(house);
	net_http_free(&house->http);
	house->http = net_http_new(house->loop, NULL);
	for (int i = 0; i < 10; i++)
		house_turn(house);
	house_answer(house, WIRE_R_NONE);
	assert_string_equal(
		wire_json_text(house_ok(house, ANNA, "/rest/command/create/call", body), "cid"),
		"c-9");
	assert_int_equal(house->told.count, 1);
}

static void step(struct house *house, int64_t ms)
{
	clock_step(ms);
	for (int i = 0; i < 20; i++)
		house_turn(house);
}

static void switch__silent_for_two_seconds__is_retry(void **state)
{
	struct house *house = *state;
	const char *body = "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}";

	house->silent = true;
	clock_fake(clock_wall_ms());
	house_post(house, ANNA, NULL, "/rest/command/create/call", body);
	while (!house->told.count)
		house_turn(house);
	step(house, 1900);
	assert_false(house->replied);
	step(house, 200);
	house_wait(house);
	assert_int_equal(house->status, 200);
	assert_string_equal(wire_json_text(house->reply, "result"), "retry");
	assert_non_null(wire_json_text(house->reply, "message"));
	house->new_cid = "c-5";
	house_answer(house, WIRE_R_NONE);
	assert_string_equal(
		wire_json_text(house_ok(house, ANNA, "/rest/command/create/call", body), "cid"),
		"c-5");
	assert_int_equal(house->told.count, 1);
}

static void switch__answer_after_all_is_forgotten__is_ignored(void **state)
{
	struct house *house = *state;

	house->silent = true;
	clock_fake(clock_wall_ms());
	house_post(house, ANNA, NULL, "/rest/command/create/call",
		   "{\"values\":{\"target\":\"102\"}}");
	while (!house->told.count)
		house_turn(house);
	step(house, 2100);
	house_wait(house);
	assert_string_equal(wire_json_text(house->reply, "result"), "retry");
	house_answer(house, WIRE_R_NONE);
	house->told.answer(house->told.ctx, 4711, &(struct switch_answer){0});
}

static void switch__that_cannot_be_reached__is_busy(void **state)
{
	struct house *house = *state;

	pabx_switch_events()->available(house->pabx, false, "gone");
	house_refused(house, ANNA, "/rest/command/create/call", "{\"values\":{\"target\":\"102\"}}",
		      "busy");
}

static void server__ending__answers_who_waits(void **state)
{
	struct house *house = *state;

	house->silent = true;
	house_post(house, ANNA, NULL, "/rest/command/create/call",
		   "{\"id\":\"d1\",\"values\":{\"target\":\"102\"}}");
	while (!house->told.count)
		house_turn(house);
	pabx_free(&house->pabx);
	assert_null(house->pabx);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(form__path_of_nothing__is_404),
		TEST(form__slash_at_the_end__may_be_left_out),
		TEST(form__type__may_come_in_the_body),
		TEST(form__body_that_is_no_object__is_400),
		TEST(form__host_with_another_port__is_refused),
		TEST(form__get__is_405_and_says_so),
		TEST(form__web_page__is_refused),
		TEST(form__other_host__is_refused),
		TEST(form__too_large__is_413),
		TEST(form__no_session__is_401),
		TEST(form__closing_server__is_503),
		TEST(form__area_that_is_not_here__is_unsupported),
		TEST(form__route_of_others__is_403),
		TEST(form__kiosk__may_read_dial_and_hang_up_alone),
		TEST(once__same_id_again__gets_the_first_answer),
		TEST(once__same_id_with_another_body__is_a_conflict),
		TEST(once__id__belongs_to_one_user_and_path),
		TEST(once__after_a_minute__the_id_is_free),
		TEST(once__refusal__is_kept_too),
		TEST(once__id_of_a_wrong_form__is_400),
		TEST(once__streamed_answer__is_made_again),
		TEST(once__while_the_first_is_in_work__the_second_waits_for_it),
		TEST(once__first_client_gone__its_answer_is_kept_for_the_next),
		TEST(switch__silent_for_two_seconds__is_retry),
		TEST(switch__answer_after_all_is_forgotten__is_ignored),
		TEST(switch__that_cannot_be_reached__is_busy),
		TEST(server__ending__answers_who_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
