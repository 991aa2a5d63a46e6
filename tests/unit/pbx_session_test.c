#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "pbx/host.h"
#include "support/pbx_fixture.h"

/* Hosts, signing in and out. */

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

/* ---- Hosts ---- */

static void host_is(const char *url, const char *base)
{
	struct px_host host;

	assert_int_equal(px_host_parse(&host, &(struct pbx_host){.url = url}), 0);
	assert_string_equal(host.base, base);
	px_host_free(&host);
}

static void host__without_scheme__is_plain_on_loopback_and_tls_elsewhere(void **state)
{
	(void)state;
	host_is("localhost", "http://localhost:80");
	host_is("127.0.0.1:8080", "http://127.0.0.1:8080");
	host_is("127.9.9.9", "http://127.9.9.9:80");
	host_is("[::1]:8080", "http://[::1]:8080");
	host_is("pabx.example", "https://pabx.example:443");
	host_is("pabx.example:8443", "https://pabx.example:8443");
	host_is("[2001:db8::1]", "https://[2001:db8::1]:443");
	host_is("https://localhost/", "https://localhost:443");
	host_is("HTTP://localhost:1", "http://localhost:1");
}

static void host__plain_to_another_machine__is_denied_but_by_name(void **state)
{
	struct px_host host;

	(void)state;
	assert_int_equal(px_host_parse(&host, &(struct pbx_host){.url = "http://pabx.example"}),
			 ERR_DENIED);
	assert_int_equal(
		px_host_parse(&host, &(struct pbx_host){.url = "http://127.0.0.1.example"}),
		ERR_DENIED);
	assert_int_equal(px_host_parse(&host, &(struct pbx_host){.url = "http://pabx.example",
								 .plain_is_unsafe = true}),
			 0);
	px_host_free(&host);
}

static void host__nonsense__is_invalid(void **state)
{
	static const char *const urls[] = {
		"",           "http://", "a b",        "host:",     "host:0",
		"host:65536", "host:1x", "host/path",  "[::1",      "[::1]x",
		"[zz]",       "::1",     "-x",         "user@host", "host:80:80",
		"ftp://host", "a\nb",    "https:///x", "host?x",    "host:-1"};
	struct px_host host;

	(void)state;
	for (unsigned i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_int_equal(px_host_parse(&host, &(struct pbx_host){.url = urls[i]}),
				 ERR_INVALID);
	assert_int_equal(px_host_parse(&host, &(struct pbx_host){0}), ERR_INVALID);
	assert_int_equal(pbx_set_host(house.pbx, &(struct pbx_host){.url = "a b"}), ERR_INVALID);
}

static void host__another__ends_session_feed_and_requests(void **state)
{
	struct told stop = {0};

	(void)state;
	house_live(NULL);
	answer(1, "/rest/slow", 0, NULL);
	pbx_rest(house.pbx, "/slow", NULL, house_done, &stop);
	TURN_UNTIL(house.fake.exchange);
	assert_int_equal(pbx_set_host(house.pbx, &(struct pbx_host){.url = "127.0.0.1:1"}), 0);
	assert_int_equal(stop.count, 0);
	TURN_UNTIL(stop.count && pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_int_equal(stop.outcome, PBX_NOT_KNOWN);
	assert_int_equal(pbx_user_id(house.pbx), 0);
	pbx_rest(house.pbx, "/x", NULL, house_done, &house.told);
	done();
	assert_int_equal(house.told.errno_, 2);
}

/* ---- Signing in ---- */

static void login__name_and_password__gives_a_session(void **state)
{
	(void)state;
	pbx_login(house.pbx,
		  &(struct pbx_login){
			  .username = "rita", .password = "a\"b", .subid = pbx_sub_id(house.pbx)},
		  house_done, &house.told);
	assert_int_equal(house.told.count, 0);
	done();
	assert_string_equal(house.fake.path, "/rest/auth/");
	assert_true(body_says("\"auth\":{\"type\":\"auth\",\"username\":\"rita\","
			      "\"password\":\"a\\\"b\"}"));
	assert_true(body_says(pbx_sub_id(house.pbx)));
	assert_string_equal(house.fake.cookie, "");
	assert_int_equal(pbx_user_id(house.pbx), 1);
	assert_string_equal(pbx_user_login(house.pbx), "rita");
	house_forget();
	pbx_rest(house.pbx, "/rest/system/read/version", NULL, house_done, &house.told);
	done();
	assert_string_equal(house.fake.cookie, "Red60urne=c00kie");
}

static void login__check_only__leaves_no_session(void **state)
{
	(void)state;
	pbx_login(house.pbx,
		  &(struct pbx_login){.username = "r", .password = "p", .checkonly = true},
		  house_done, &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_true(body_says("\"checkonly\":true"));
	assert_int_equal(pbx_user_id(house.pbx), 0);
	house_forget();
	pbx_rest(house.pbx, "/x", NULL, house_done, &house.told);
	done();
	assert_int_equal(house.told.errno_, 2);
}

static void login__sub_id__once_asked_for_goes_with_every_login(void **state)
{
	char first[64];

	(void)state;
	house_login();
	assert_false(body_says("subid"));
	snprintf(first, sizeof(first), "\"subid\":\"%s\"", pbx_sub_id(house.pbx));
	assert_true(strlen(pbx_sub_id(house.pbx)) >= 16);
	house_login();
	assert_true(body_says(first));
	house_login();
	assert_true(body_says(first));
}

static void login__wrong__is_refused_with_errno_2(void **state)
{
	(void)state;
	answer(0, "/rest/auth/", 401,
	       "{\"result\":\"fail\",\"errno\":2,\"reason\":\"denied\",\"message\":\"Wrong\"}");
	pbx_login(house.pbx, &(struct pbx_login){.username = "r", .password = "p"}, house_done,
		  &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_int_equal(house.told.errno_, 2);
	assert_int_equal(pbx_user_id(house.pbx), 0);
}

static void login__key__goes_as_bearer_everywhere(void **state)
{
	(void)state;
	pbx_login(house.pbx, &(struct pbx_login){.key = "id.secret"}, house_done, &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(house.fake.bearer, "Bearer id.secret");
	assert_true(body_says("\"checkonly\":true"));
	assert_int_equal(pbx_user_id(house.pbx), 1);
	house_forget();
	house_start(NULL);
	done();
	assert_string_equal(house.fake.bearer, "Bearer id.secret");
	assert_string_equal(house.fake.cookie, "");
}

static void login__nobody_there__is_told_as_refused(void **state)
{
	(void)state;
	fake_pabx_cut(&house.fake);
	pbx_login(house.pbx, &(struct pbx_login){.username = "r", .password = "p"}, house_done,
		  &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_true(house.told.err < 0);
	assert_true(house.told.text[0]);
}

static void logout__stops_the_feed_then_ends_the_session(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5}";
	house_live(NULL);
	house_follow(1u << PBX_CONTACT);
	pbx_logout(house.pbx, house_done, &house.told);
	done();
	assert_string_equal(house.log, "deleted:contact:5 stopped done");
	assert_string_equal(house.fake.path, "/rest/auth/logout");
	assert_string_equal(house.fake.cookie, "Red60urne=c00kie");
	assert_int_equal(pbx_user_id(house.pbx), 0);
}

static void exit__chat_goes_offline_first(void **state)
{
	(void)state;
	house_live(NULL);
	pbx_enable_chat(house.pbx, true, NULL, NULL);
	TURN_UNTIL(house.fake.sets == 1);
	house_settle();
	pbx_exit(house.pbx, false, house_done, &house.told);
	done();
	assert_int_equal(house.fake.sets, 2);
	assert_non_null(strstr(house.fake.set, "\"chat\":false"));
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STOPPED);
	assert_int_equal(pbx_user_id(house.pbx), 1);
}

static void exit__with_logout__ends_the_session_too(void **state)
{
	(void)state;
	house_live(NULL);
	pbx_exit(house.pbx, true, house_done, &house.told);
	done();
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(house.fake.path, "/rest/auth/logout");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STOPPED);
	assert_int_equal(pbx_user_id(house.pbx), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(host__without_scheme__is_plain_on_loopback_and_tls_elsewhere),
		CASE(host__plain_to_another_machine__is_denied_but_by_name),
		CASE(host__nonsense__is_invalid),
		CASE(host__another__ends_session_feed_and_requests),
		CASE(login__name_and_password__gives_a_session),
		CASE(login__check_only__leaves_no_session),
		CASE(login__sub_id__once_asked_for_goes_with_every_login),
		CASE(login__wrong__is_refused_with_errno_2),
		CASE(login__key__goes_as_bearer_everywhere),
		CASE(login__nobody_there__is_told_as_refused),
		CASE(logout__stops_the_feed_then_ends_the_session),
		CASE(exit__chat_goes_offline_first),
		CASE(exit__with_logout__ends_the_session_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
