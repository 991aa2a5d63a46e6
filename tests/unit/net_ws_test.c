/* WebSocket: server and client against each other and against raw bytes. */
#include "net_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#define HANDSHAKE                                                                                  \
	"GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"           \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
#define PROTOCOL "Sec-WebSocket-Protocol: pabx-live.1\r\n"

/* What the server writes when it may. */
static struct {
	int left, written;
	size_t size;
	char *data;
} out;

static void write_out(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	while (out.left > 0 && !net_peer_choked(peer)) {
		assert_int_equal(net_peer_write(peer, "<", 1, out.data, out.size), 0);
		out.left--;
		out.written++;
	}
	if (out.left > 0)
		net_peer_want_write(peer);
}

static void prepare_out(int count, size_t size)
{
	free(out.data);
	out.data = mem_new(size + 1, 1);
	memset(out.data, 'x', size);
	out.left = count;
	out.written = 0;
	out.size = size;
	fx.events.writable = write_out;
}

static int out_teardown(void **state)
{
	free(out.data);
	out.data = NULL;
	return fixture_teardown(state);
}

/* Messages. */

TEST(message__goes_both_ways)
{
	prepare_out(1, 3);
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	assert_string_equal(fx.told, "upgrade opened");
	assert_int_equal(net_ws_send(fx.ws, "hallo Łódź", 13), 0);
	TURN_UNTIL(fx.got);
	assert_string_equal(fx.got, "hallo Łódź");
	net_peer_want_write(fx.peer);
	TURN_UNTIL(fx.ws_texts);
	assert_string_equal(fx.ws_got, "<xxx");
}

TEST(message__of_full_length_arrives_whole)
{
	struct net_ws_options options;
	char *big = mem_new(FRAME_MAX + 1, 1);

	memset(big, 'y', FRAME_MAX);
	prepare_out(1, 256 * 1024 - 1);
	fixture_listen(NULL, NULL);
	options = ws_options();
	ws_open(&options);
	TURN_UNTIL(fx.peer && fx.ws_opened);
	net_ws_send(fx.ws, big, FRAME_MAX);
	TURN_UNTIL(fx.got);
	assert_string_equal(fx.got, big);
	net_peer_want_write(fx.peer);
	TURN_UNTIL(fx.ws_texts);
	assert_int_equal(strlen(fx.ws_got), 256 * 1024);
	free(big);
}

TEST(message__many_keep_their_order)
{
	char text[16];

	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(net_ws_send(fx.ws, text, strlen(text)), 0);
	}
	TURN_UNTIL(fx.got && !strcmp(fx.got, "999"));
}

TEST(message__waits_when_the_connection_is_not_open_yet)
{
	struct net_ws_options options;

	fixture_listen(NULL, NULL);
	options = ws_options();
	ws_open(&options);
	assert_int_equal(net_ws_send(fx.ws, "early", 5), 0);
	TURN_UNTIL(fx.got);
	assert_string_equal(fx.got, "early");
}

TEST(message__queue_has_a_limit)
{
	struct net_ws_options options;
	char *half = mem_new(512 * 1024, 1);

	fixture_listen(NULL, NULL);
	options = ws_options();
	ws_open(&options);
	assert_int_equal(net_ws_send(fx.ws, half, 512 * 1024), 0);
	assert_int_equal(net_ws_send(fx.ws, half, 512 * 1024), 0);
	assert_int_equal(net_ws_send(fx.ws, half, 1), ERR_LIMIT);
	free(half);
}

TEST(message__above_the_servers_limit_closes_with_1009)
{
	char *big = mem_new(FRAME_MAX + 1, 1);

	memset(big, 'y', FRAME_MAX + 1);
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_ws_send(fx.ws, big, FRAME_MAX + 1);
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.code, 1009);
	assert_int_equal(fx.end.err, ERR_CLOSED);
	assert_true(fx.end.opened);
	assert_string_equal(fx.told, "upgrade opened closed");
	free(big);
}

TEST(message__not_utf8_closes_with_1007)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_ws_send(fx.ws, "\xc3\x28", 2);
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.code, 1007);
	assert_string_equal(fx.told, "upgrade opened closed");
}

TEST(message__binary_closes_with_1003)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, HANDSHAKE PROTOCOL "\r\n");
	raw_read(fd, "\r\n\r\n");
	raw_forget();
	raw_send(fd, "\x82\x81\x01\x02\x03\x04z");
	raw_read(fd, "\x03\xeb");
	close(fd);
	TURN_UNTIL(!fx.peers);
	assert_string_equal(fx.told, "upgrade opened closed");
}

TEST(message__in_fragments_is_joined)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, HANDSHAKE PROTOCOL "\r\n");
	raw_read(fd, "\r\n\r\n");
	assert_int_equal(send(fd, "\x01\x82\0\0\0\0ab\x00\x81\0\0\0\0c\x80\x81\0\0\0\0d", 22, 0),
			 22);
	TURN_UNTIL(fx.got);
	assert_string_equal(fx.got, "abcd");
	close(fd);
}

TEST(message__too_large_for_the_client_ends_with_1009)
{
	prepare_out(1, 256 * 1024);
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_peer_want_write(fx.peer);
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.err, ERR_LIMIT);
	assert_int_equal(fx.ws_texts, 0);
}

TEST(message__not_utf8_for_the_client_is_refused)
{
	prepare_out(1, 3);
	out.data[1] = (char)0xff;
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_peer_want_write(fx.peer);
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.err, ERR_INVALID);
	assert_int_equal(fx.ws_texts, 0);
}

/* Writing. */

TEST(write__outside_writable_is_refused)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	assert_int_equal(net_peer_write(fx.peer, "", 0, "x", 1), ERR_BUSY);
}

TEST(write__want_is_answered_once)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_peer_want_write(fx.peer);
	net_peer_want_write(fx.peer);
	TURN_UNTIL(strstr(fx.told, "writable"));
	for (int i = 0; i < 5; i++)
		loop_turn(fx.loop, 2);
	assert_string_equal(fx.told, "upgrade opened writable");
}

TEST(write__to_a_stalled_reader_chokes_with_bounded_buffers)
{
	int fd, before;

	prepare_out(1000000, 1000);
	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, HANDSHAKE PROTOCOL "\r\n");
	TURN_UNTIL(fx.peer);
	net_peer_want_write(fx.peer);
	do {
		before = out.written;
		for (int i = 0; i < 20; i++)
			loop_turn(fx.loop, 2);
	} while (out.written > before);
	assert_true(net_peer_choked(fx.peer));
	assert_in_range(out.written, 10, 12000); /* 12 MB: what both kernels' buffers take */
	net_peer_close(fx.peer, 1013, "too slow");
	TURN_UNTIL(!fx.peers);
	assert_string_equal(fx.told, "upgrade opened closed");
	close(fd);
}

static void greet(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	fx.peers++;
	net_peer_want_write(peer);
}

static void write_one(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	assert_int_equal(net_peer_write(peer, "hello ", 6, "you", 3), 0);
}

TEST(write__to_all_of_500_clients)
{
	struct net_ws *clients[500];
	struct net_ws_options options;

	loop_raise_file_limit();
	fx.events.opened = greet;
	fx.events.writable = write_one;
	fixture_listen(NULL, NULL);
	options = ws_options();
	options.connect_ms = DEADLINE_MS;
	for (int i = 0; i < 500; i++) {
		ws_open(&options);
		clients[i] = fx.ws;
	}
	TURN_UNTIL(fx.peers == 500 && fx.ws_texts == 500);
	for (int i = 0; i < 500; i++)
		net_ws_abandon(&clients[i]);
	fx.ws = NULL;
	TURN_UNTIL(fx.peers == 0);
	assert_int_equal(fx.ws_ended, 0);
}

/* The handshake. */

static void expect_refusal(const char *request, const char *first, const char *second)
{
	int fd = raw_connect(net_server_port(fx.server));
	const char *text;

	raw_send(fd, request);
	text = raw_read(fd, second);
	assert_non_null(strstr(text, first));
	close(fd);
}

TEST(upgrade__without_our_sub_protocol_is_400_that_names_it)
{
	fixture_listen(NULL, NULL);
	expect_refusal(HANDSHAKE "\r\n", "HTTP/1.1 400 ", "pabx-live.1");
	expect_refusal(HANDSHAKE "Sec-WebSocket-Protocol: chat\r\n\r\n", "HTTP/1.1 400 ",
		       "pabx-live.1");
	expect_refusal(HANDSHAKE "Sec-WebSocket-Protocol: pabx-live.11, xpabx-live.1\r\n\r\n",
		       "HTTP/1.1 400 ", "pabx-live.1");
	assert_string_equal(fx.told, "");
}

TEST(upgrade__offer_of_several_gets_ours)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, HANDSHAKE "Sec-WebSocket-Protocol: chat,pabx-live.1\r\n\r\n");
	assert_non_null(strstr(raw_read(fd, "\r\n\r\n"), "101 "));
	assert_non_null(
		strcasestr(raw_read(fd, "\r\n\r\n"), "sec-websocket-protocol: pabx-live.1"));
	TURN_UNTIL(fx.peer);
	close(fd);
}

TEST(upgrade__compression_is_not_negotiated)
{
	int fd;

	fixture_listen(NULL, NULL);
	fd = raw_connect(net_server_port(fx.server));
	raw_send(fd, HANDSHAKE PROTOCOL
		 "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n");
	assert_null(strcasestr(raw_read(fd, "\r\n\r\n"), "extensions"));
	close(fd);
}

TEST(upgrade__other_path_is_refused_by_the_server)
{
	struct net_ws_options options;

	fixture_listen(NULL, NULL);
	options = ws_options();
	options.path = "/other";
	ws_open(&options);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.status, 404);
	assert_int_equal(fx.end.err, ERR_DENIED);
	assert_false(fx.end.opened);
	assert_string_equal(fx.told, "upgrade");
}

static int want_login(void *ctx, struct net_peer *peer, const char **text)
{
	const char *cookie = net_peer_header(peer, "cookie");
	const char *bearer = net_peer_header(peer, "authorization");

	(void)ctx;
	*text = "log in first";
	assert_string_equal(net_peer_address(peer), "127.0.0.1");
	assert_null(net_peer_header(peer, "origin"));
	assert_non_null(strstr(net_peer_header(peer, "host"), "127.0.0.1:"));
	return (cookie && !strcmp(cookie, "Red60urne=abc")) ||
			       (bearer && !strcmp(bearer, "Bearer id.secret"))
		       ? 0
		       : 401;
}

TEST(upgrade__carries_cookie_or_bearer)
{
	struct net_ws_options options;

	fx.events.upgrade = want_login;
	fixture_listen(NULL, NULL);
	options = ws_options();
	ws_open(&options);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.status, 401);
	options.cookie = "Red60urne=abc";
	ws_open(&options);
	TURN_UNTIL(fx.ws_opened == 1);
	net_ws_abandon(&fx.ws);
	options.cookie = NULL;
	options.bearer = "id.secret";
	ws_open(&options);
	TURN_UNTIL(fx.ws_opened == 2);
}

TEST(upgrade__refusal_says_its_sentence)
{
	fx.events.upgrade = want_login;
	fixture_listen(NULL, NULL);
	expect_refusal("GET /live HTTP/1.1\r\nHost: 127.0.0.1:1\r\nUpgrade: websocket\r\n"
		       "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		       "Sec-WebSocket-Version: 13\r\n" PROTOCOL "\r\n",
		       "HTTP/1.1 401 ", "log in first");
	expect_refusal(
		"GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
		"HTTP/1.1 400 ", "WebSocket version 13");
	expect_refusal(
		"GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: "
		"8\r\n" PROTOCOL "\r\n",
		"HTTP/1.1 400 ", "WebSocket version 13");
}

#undef CASE
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, out_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(message__goes_both_ways),
		CASE(message__of_full_length_arrives_whole),
		CASE(message__many_keep_their_order),
		CASE(message__waits_when_the_connection_is_not_open_yet),
		CASE(message__queue_has_a_limit),
		CASE(message__above_the_servers_limit_closes_with_1009),
		CASE(message__not_utf8_closes_with_1007),
		CASE(message__binary_closes_with_1003),
		CASE(message__in_fragments_is_joined),
		CASE(message__too_large_for_the_client_ends_with_1009),
		CASE(message__not_utf8_for_the_client_is_refused),
		CASE(write__outside_writable_is_refused),
		CASE(write__want_is_answered_once),
		CASE(write__to_a_stalled_reader_chokes_with_bounded_buffers),
		CASE(write__to_all_of_500_clients),
		CASE(upgrade__without_our_sub_protocol_is_400_that_names_it),
		CASE(upgrade__offer_of_several_gets_ours),
		CASE(upgrade__compression_is_not_negotiated),
		CASE(upgrade__other_path_is_refused_by_the_server),
		CASE(upgrade__carries_cookie_or_bearer),
		CASE(upgrade__refusal_says_its_sentence),
	};

	return cmocka_run_group_tests_name("net: WebSocket", tests, NULL, NULL);
}
