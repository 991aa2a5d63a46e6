/* HTTP: the server against libcurl and against raw bytes. */
#include "net_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/backoff.h"

TEST(request__whole_reaches_the_server_and_is_answered)
{
	size_t len;

	fixture_listen(NULL, NULL);
	post("/rest/auth/", "{\"a\":1}");
	TURN_UNTIL(fx.exchange);
	assert_string_equal(fx.told, "head request");
	assert_string_equal(net_exchange_method(fx.exchange), "POST");
	assert_string_equal(net_exchange_path(fx.exchange), "/rest/auth/");
	assert_string_equal(net_exchange_body(fx.exchange, &len), "{\"a\":1}");
	assert_int_equal(len, 7);
	assert_string_equal(net_exchange_address(fx.exchange), "127.0.0.1");
	assert_string_equal(net_exchange_header(fx.exchange, "content-type"), "application/json");
	assert_null(net_exchange_header(fx.exchange, "origin"));
	assert_non_null(strstr(net_exchange_header(fx.exchange, "host"), "127.0.0.1:"));
	assert_false(net_exchange_secure(fx.exchange));
	answer(200, "{\"result\":\"success\"}");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, 0);
	assert_int_equal(fx.status, 200);
	assert_string_equal(fx.body, "{\"result\":\"success\"}");
	assert_int_equal(fx.retry_after, -1);
}

TEST(request__many_follow_each_other)
{
	fixture_listen(NULL, NULL);
	for (int i = 1; i <= 20; i++) {
		post("/x", "{}");
		TURN_UNTIL(fx.exchange);
		answer(200, "{}");
		TURN_UNTIL(fx.replies == i);
		assert_int_equal(fx.status, 200);
	}
}

TEST(request__credentials_are_seen_by_the_server)
{
	fixture_listen(NULL, NULL);
	post_with(&(struct net_post){.url = fixture_url("http", "/x"),
				     .bearer = "id.secret",
				     .cookie = "Red60urne=abc"});
	TURN_UNTIL(fx.exchange);
	assert_string_equal(net_exchange_header(fx.exchange, "authorization"), "Bearer id.secret");
	assert_string_equal(net_exchange_header(fx.exchange, "cookie"), "Red60urne=abc");
	answer(200, "{}");
	TURN_UNTIL(fx.replies);
}

TEST(reply__cookie_and_retry_after_are_reported)
{
	fixture_listen(NULL, NULL);
	post_with(&(struct net_post){.url = fixture_url("http", "/x"), .cookie_name = "Red60urne"});
	TURN_UNTIL(fx.exchange);
	net_exchange_answer(fx.exchange,
			    &(struct net_answer){.status = 429,
						 .set_cookie = "Red60urne=s3; HttpOnly",
						 .retry_after = 17,
						 .body = "{}",
						 .len = 2});
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 429);
	assert_string_equal(fx.cookie, "s3");
	assert_int_equal(fx.retry_after, 17);
}

TEST(body__of_a_mebibyte_goes_both_ways)
{
	char *big = mem_new(BODY_MAX + 1, 1);
	size_t len;

	memset(big, 'x', BODY_MAX);
	fixture_listen(NULL, NULL);
	post("/x", big);
	TURN_UNTIL(fx.exchange);
	net_exchange_body(fx.exchange, &len);
	assert_int_equal(len, BODY_MAX);
	answer(200, big);
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 200);
	assert_string_equal(fx.body, big);
	free(big);
}

TEST(body__above_the_limit_is_413_without_being_read)
{
	char *big = mem_new(BODY_MAX * 3 + 2, 1);

	memset(big, 'x', BODY_MAX * 3 + 1);
	fixture_listen(NULL, NULL);
	post("/x", big);
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, 0);
	assert_int_equal(fx.status, 413);
	assert_string_equal(fx.told, "head");
	free(big);
	post("/x", "{}");
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	TURN_UNTIL(fx.replies == 2);
	assert_int_equal(fx.status, 200);
}

TEST(body__with_an_impossible_length_is_400)
{
	static const char *const lengths[] = {"-1", "1x", "99999999999999999999", "+5"};

	fixture_listen(NULL, NULL);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		int fd = raw_connect(net_server_port(fx.server));
		char *head = mem_printf("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n",
					lengths[i]);

		raw_send(fd, head);
		assert_non_null(strstr(raw_read(fd, "\r\n\r\n"), "HTTP/1.1 400 "));
		free(head);
		close(fd);
	}
}

TEST(body__in_chunks_is_411)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
		     "2\r\n{}\r\n0\r\n\r\n");
	assert_non_null(strstr(raw_read(fd, "\r\n\r\n"), "HTTP/1.1 411 "));
	assert_null(fx.exchange);
	close(fd);
}

TEST(body__absent_is_an_empty_one)
{
	size_t len = 1;
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\n\r\n");
	TURN_UNTIL(fx.exchange);
	assert_string_equal(net_exchange_body(fx.exchange, &len), "");
	assert_int_equal(len, 0);
	answer(200, "{}");
	assert_non_null(strstr(raw_read(fd, NULL), "connection: close\r\n"));
	close(fd);
}

TEST(body__is_invited_when_the_client_asks_first)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
		     "Content-Length: 2\r\n\r\n");
	raw_read(fd, "HTTP/1.1 100 Continue\r\n\r\n");
	raw_send(fd, "{}");
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	raw_read(fd, "200 OK");
	close(fd);
}

TEST(method__any_reaches_the_server_that_decides)
{
	static const char *const methods[] = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"};
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		char *head = mem_printf("%s /m%zu HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
					methods[i], i);
		char body[16];

		raw_send(fd, head);
		TURN_UNTIL(fx.exchange);
		assert_string_equal(net_exchange_method(fx.exchange), methods[i]);
		snprintf(body, sizeof(body), "{\"m\":%zu}", i);
		answer(405, body);
		raw_forget();
		raw_read(fd, strcmp(methods[i], "HEAD") ? body : "\r\n\r\n");
		free(head);
	}
	close(fd);
}

static int refuse_head(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	(void)x;
	return 403;
}

static void say_refusal(void *ctx, struct net_exchange *x, int status)
{
	(void)ctx;
	net_exchange_answer(
		x, &(struct net_answer){.status = status, .body = "{\"errno\":99}", .len = 12});
}

TEST(head__refuses_before_the_body_is_read)
{
	fx.events.head = refuse_head;
	fixture_listen(NULL, NULL);
	post("/x", "{\"a\":1}");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 403);
	assert_string_equal(fx.body, "");
	assert_string_equal(fx.told, "");
}

TEST(head__refusal_gets_its_body_from_the_server)
{
	int fd;

	fx.events.head = refuse_head;
	fx.events.refuse = say_refusal;
	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
	raw_read(fd, "connection: close\r\ncache-control: no-store\r\n\r\n{\"errno\":99}");
	assert_string_equal(fx.told, "");
	close(fd);
}

/* A source of a few pieces. */

static struct {
	int pieces, ended;
	bool broken;
} source;

static int next_piece(void *ctx, struct buf *out)
{
	(void)ctx;
	if (source.pieces-- <= 0)
		return source.broken ? ERR_IO : 0;
	for (int i = 0; i < 3000; i++)
		buf_add_str(out, "0123456789");
	return 1;
}

static void end_source(void *ctx)
{
	(void)ctx;
	source.ended++;
}

static void answer_from_source(int pieces, bool broken)
{
	struct net_exchange *x = fx.exchange;

	fx.exchange = NULL;
	source.pieces = pieces;
	source.broken = broken;
	source.ended = 0;
	net_exchange_answer(
		x, &(struct net_answer){.status = 200, .more = next_piece, .end = end_source});
}

TEST(source__is_sent_in_chunks_and_ended_once)
{
	fixture_listen(NULL, NULL);
	for (int pieces = 0; pieces < 60; pieces += 29) {
		int before = fx.replies;

		post("/x", "{}");
		TURN_UNTIL(fx.exchange);
		answer_from_source(pieces, false);
		TURN_UNTIL(fx.replies > before);
		assert_int_equal(fx.err, 0);
		assert_int_equal(strlen(fx.body), pieces * 30000);
		assert_int_equal(source.ended, 1);
	}
}

TEST(source__that_fails_cuts_the_connection)
{
	fixture_listen(NULL, NULL);
	post("/x", "{}");
	TURN_UNTIL(fx.exchange);
	answer_from_source(3, true);
	TURN_UNTIL(fx.replies && source.ended);
	assert_int_equal(fx.err, ERR_CLOSED);
	assert_int_equal(source.ended, 1);
}

TEST(source__is_ended_when_the_client_goes)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
	TURN_UNTIL(fx.exchange);
	answer_from_source(100000, false);
	raw_read(fd, "0123456789");
	close(fd);
	TURN_UNTIL(source.ended);
	assert_true(source.pieces > 0);
	assert_string_equal(fx.told, "head request");
}

TEST(source__for_http_1_0_ends_with_the_connection)
{
	const char *text;
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
	TURN_UNTIL(fx.exchange);
	answer_from_source(2, false);
	text = raw_read(fd, NULL);
	assert_null(strstr(text, "chunked"));
	assert_int_equal(strlen(strstr(text, "\r\n\r\n") + 4), 60000);
	close(fd);
}

TEST(exchange__whose_client_goes_is_aborted)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
	TURN_UNTIL(fx.exchange);
	close(fd);
	TURN_UNTIL(!fx.exchange);
	assert_string_equal(fx.told, "head request aborted");
}

TEST(exchange__in_work_does_not_keep_the_loop_awake)
{
	uint64_t before;
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
	TURN_UNTIL(fx.exchange);
	raw_send(fd, "POST /y HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
	before = loop_wakeups(fx.loop);
	for (int64_t end = fixture_now_ms() + 60; fixture_now_ms() < end;)
		loop_turn(fx.loop, 20);
	assert_in_range(loop_wakeups(fx.loop) - before, 1, 8);
	for (const char *path = "xy"; *path; path++) {
		TURN_UNTIL(fx.exchange);
		assert_int_equal(net_exchange_path(fx.exchange)[1], *path);
		answer(200, "{}");
	}
	close(fd);
}

TEST(exchange__of_a_client_that_does_not_wait_cannot_hold_the_loop)
{
	static const char *const first[] = {
		"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
		"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
		"GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST /x HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
	};

	fixture_listen(NULL, NULL);
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		int fd = raw_connect(net_server_port(fx.server));
		char *all = mem_printf("%s%s%s%s", first[i], first[0], first[0], first[1]);

		raw_send(fd, all);
		for (int turn = 0; turn < 20; turn++) {
			loop_turn(fx.loop, 1);
			if (fx.exchange)
				answer(200, "{}");
		}
		free(all);
		close(fd);
	}
	fx.told[0] = '\0';
	post("/x", "{}");
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	TURN_UNTIL(fx.replies);
}

TEST(exchange__is_aborted_when_the_server_closes)
{
	fixture_listen(NULL, NULL);
	post("/x", "{}");
	TURN_UNTIL(fx.exchange);
	net_server_close(&fx.server, 1001);
	assert_null(fx.server);
	assert_string_equal(fx.told, "head request aborted");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_CLOSED);
}

static void close_server(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	(void)x;
	net_server_close(&fx.server, 1001);
}

TEST(server__may_be_closed_by_its_own_callback)
{
	fx.events.request = close_server;
	fixture_listen(NULL, NULL);
	post("/x", "{}");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_CLOSED);
	assert_string_equal(fx.told, "head aborted");
}

TEST(server__says_why_it_cannot_listen)
{
	struct net_server_options options = {
		.host = "127.0.0.1", .ws_protocol = "p", .max_body = 1, .max_frame = 1};
	struct net_server *second;
	struct why why = {""};

	fixture_listen(NULL, NULL);
	options.port = net_server_port(fx.server);
	assert_int_equal(net_server_open(fx.loop, &options, &fx.events, &fx, &second, &why),
			 ERR_IO);
	assert_null(second);
	assert_non_null(strstr(why.text, "in use"));
	options.host = "no such address";
	assert_true(net_server_open(fx.loop, &options, &fx.events, &fx, &second, &why) < 0);
}

TEST(garbage__does_not_disturb_the_server)
{
	static const char *const garbage[] = {
		"\x16\x03\x01\x02",
		"FROB / HTTP/1.1\r\n\r\n",
		"POST\r\n\r\n",
		"POST x HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET / HTTP/9.9\r\n\r\n",
		"POST /\xff\xfe%00%zz HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
	};

	fixture_listen(NULL, NULL);
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		int fd = raw_connect(net_server_port(fx.server));

		raw_send(fd, garbage[i]);
		for (int turn = 0; turn < 5; turn++)
			loop_turn(fx.loop, 2);
		if (fx.exchange)
			answer(404, "{}");
		close(fd);
	}
	fx.exchange = NULL;
	post("/x", "{}");
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 200);
}

/* The client alone. */

TEST(client__refused_connection_is_an_error)
{
	fixture_listen(NULL, NULL);
	fixture_url("http", "/");
	post("/x", "");
	net_server_close(&fx.server, 1001);
	TURN_UNTIL(fx.replies);
	assert_true(fx.err == ERR_IO || fx.err == ERR_CLOSED);
	assert_true(*fx.reason);
}

TEST(client__gives_up_after_its_time)
{
	fixture_listen(NULL, NULL);
	post_with(&(struct net_post){.url = fixture_url("http", "/x"), .timeout_ms = 50});
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_TIMEOUT);
}

TEST(client__refuses_an_answer_above_its_limit)
{
	fixture_listen(NULL, NULL);
	post_with(&(struct net_post){.url = fixture_url("http", "/x"), .max_reply = 10});
	TURN_UNTIL(fx.exchange);
	answer(200, "12345678901");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_LIMIT);
}

static void never(void *ctx, const struct net_reply *reply)
{
	(void)ctx;
	(void)reply;
	fail_msg("called after cancel");
}

TEST(client__cancelled_request_is_not_answered)
{
	struct net_request *request;

	fixture_listen(NULL, NULL);
	request = net_http_post(fx.http, &(struct net_post){.url = fixture_url("http", "/x")},
				never, NULL);
	TURN_UNTIL(fx.exchange);
	net_http_cancel(&request);
	assert_null(request);
	TURN_UNTIL(!fx.exchange);
	assert_string_equal(fx.told, "head request aborted");
}

static void free_client(void *ctx, const struct net_reply *reply)
{
	(void)ctx;
	fx.replies += reply->status == 200;
	net_http_free(&fx.http);
}

TEST(client__may_be_freed_by_its_own_callback)
{
	fixture_listen(NULL, NULL);
	net_http_post(fx.http, &(struct net_post){.url = fixture_url("http", "/a")}, free_client,
		      NULL);
	TURN_UNTIL(fx.exchange);
	net_http_post(fx.http, &(struct net_post){.url = fixture_url("http", "/b")}, never, NULL);
	answer(200, "{}");
	TURN_UNTIL(fx.replies);
	assert_null(fx.http);
}

TEST(backoff__doubles_up_to_ten_seconds_with_jitter)
{
	static const int64_t least[] = {200, 400, 800, 1600, 3200, 6400, 10000, 10000, 10000};
	struct net_backoff backoff = {0};

	random_seed(&backoff.random, 1);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(least) / sizeof(least[0]); i++)
			assert_in_range(net_backoff_next_ms(&backoff), least[i], least[i] + 2000);
		net_backoff_reset(&backoff);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(request__whole_reaches_the_server_and_is_answered),
		CASE(request__many_follow_each_other),
		CASE(request__credentials_are_seen_by_the_server),
		CASE(reply__cookie_and_retry_after_are_reported),
		CASE(body__of_a_mebibyte_goes_both_ways),
		CASE(body__above_the_limit_is_413_without_being_read),
		CASE(body__with_an_impossible_length_is_400),
		CASE(body__in_chunks_is_411),
		CASE(body__absent_is_an_empty_one),
		CASE(body__is_invited_when_the_client_asks_first),
		CASE(method__any_reaches_the_server_that_decides),
		CASE(head__refuses_before_the_body_is_read),
		CASE(head__refusal_gets_its_body_from_the_server),
		CASE(source__is_sent_in_chunks_and_ended_once),
		CASE(source__that_fails_cuts_the_connection),
		CASE(source__is_ended_when_the_client_goes),
		CASE(source__for_http_1_0_ends_with_the_connection),
		CASE(exchange__whose_client_goes_is_aborted),
		CASE(exchange__in_work_does_not_keep_the_loop_awake),
		CASE(exchange__of_a_client_that_does_not_wait_cannot_hold_the_loop),
		CASE(exchange__is_aborted_when_the_server_closes),
		CASE(server__may_be_closed_by_its_own_callback),
		CASE(server__says_why_it_cannot_listen),
		CASE(garbage__does_not_disturb_the_server),
		CASE(client__refused_connection_is_an_error),
		CASE(client__gives_up_after_its_time),
		CASE(client__refuses_an_answer_above_its_limit),
		CASE(client__cancelled_request_is_not_answered),
		CASE(client__may_be_freed_by_its_own_callback),
		CASE(backoff__doubles_up_to_ten_seconds_with_jitter),
	};

	return cmocka_run_group_tests_name("net: HTTP", tests, NULL, NULL);
}
