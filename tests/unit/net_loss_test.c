/* How a WebSocket ends: closed by either end, lost in each of its shapes, or silent. */
#include "net_fixture.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define PROTOCOL "Sec-WebSocket-Protocol: pabx-live.1\r\n"

TEST(close__by_the_server_brings_code_and_reason)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_peer_close(fx.peer, 1008, "logged out");
	assert_non_null(fx.peer); /* told later */
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.code, 1008);
	assert_int_equal(fx.end.err, ERR_CLOSED);
	assert_non_null(strstr(fx.end.text, "logged out"));
	assert_string_equal(fx.told, "upgrade opened closed");
}

TEST(close__of_the_whole_server_tells_every_peer_its_code)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_server_close(&fx.server, 1001);
	assert_string_equal(fx.told, "upgrade opened closed");
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.code, 1001);
	assert_int_equal(fx.ws_ended, 1);
}

TEST(close__by_the_client_is_no_error)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_ws_send(fx.ws, "last words", 10);
	net_ws_close(fx.ws, 1000);
	assert_int_equal(net_ws_send(fx.ws, "x", 1), ERR_CLOSED);
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.err, 0);
	assert_true(fx.end.opened);
	assert_string_equal(fx.got, "last words");
	assert_string_equal(fx.told, "upgrade opened text closed");
}

TEST(close__before_the_connection_is_open_ends_it)
{
	struct net_ws_options options;

	fixture_listen(NULL, NULL);
	options = ws_options();
	for (int turns = 0; turns < 4; turns++) {
		int before = fx.ws_ended;

		ws_open(&options);
		for (int i = 0; i < turns; i++)
			loop_turn(fx.loop, 0);
		net_ws_close(fx.ws, 1000);
		assert_int_equal(fx.ws_ended, before);
		TURN_UNTIL(fx.ws_ended == before + 1);
		assert_int_equal(fx.end.err, 0);
	}
	TURN_UNTIL(!fx.peers);
}

TEST(abandon__ends_without_a_word_at_any_time)
{
	struct net_ws_options options;

	fixture_listen(NULL, NULL);
	options = ws_options();
	for (int turns = 0; turns < 12; turns++) {
		options.host = turns % 2 ? "localhost" : "127.0.0.1";
		ws_open(&options);
		for (int i = 0; i < turns / 2; i++)
			loop_turn(fx.loop, 1);
		net_ws_abandon(&fx.ws);
		assert_null(fx.ws);
	}
	TURN_UNTIL(!fx.peers);
	assert_int_equal(fx.ws_ended, 0);
}

static void close_server(void *ctx, struct net_peer *peer, char *data, size_t len)
{
	(void)ctx;
	(void)peer;
	(void)data;
	(void)len;
	net_server_close(&fx.server, 1001);
}

TEST(close__of_the_server_inside_its_callback_is_safe)
{
	fx.events.text = close_server;
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_ws_send(fx.ws, "x", 1);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.code, 1001);
}

/* The four shapes of loss, and silence. */

TEST(loss__refused_connection)
{
	struct net_ws_options options = ws_options();
	int port, fd = raw_listen(&port);

	close(fd);
	options.port = port;
	ws_open(&options);
	assert_int_equal(fx.ws_ended, 0);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_IO);
	assert_false(fx.end.opened);
	assert_true(*fx.end.text);
}

TEST(loss__name_that_does_not_exist)
{
	char name[71] = "";
	struct net_ws_options options = ws_options();

	memset(name, 'x', sizeof(name) - 1); /* no resolver asks for so long a label */
	options.host = name;
	options.port = 1;
	options.connect_ms = 9000;
	ws_open(&options);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_NOT_FOUND);
}

TEST(loss__server_that_never_answers_the_upgrade)
{
	struct net_ws_options options = ws_options();
	int fd = raw_listen(&options.port), peer;

	options.connect_ms = 100;
	ws_open(&options);
	peer = raw_accept(fd);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TIMEOUT);
	assert_false(fx.end.opened);
	close(peer);
	close(fd);
}

TEST(loss__server_that_hangs_up_or_speaks_otherwise)
{
	static const char *const answers[] = {
		"", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "garbage\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Accept: wrong\r\n\r\n"};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct net_ws_options options = ws_options();
		int fd = raw_listen(&options.port), peer;

		fx.ws_ended = 0;
		ws_open(&options);
		peer = raw_accept(fd);
		raw_read(peer, "\r\n\r\n");
		raw_send(peer, answers[i]);
		close(peer);
		TURN_UNTIL(fx.ws_ended);
		assert_true(fx.end.err < 0);
		assert_false(fx.end.opened);
		close(fd);
	}
}

TEST(loss__name_is_tried_at_each_of_its_addresses)
{
	struct net_ws_options options;

	fixture_listen(NULL, NULL); /* on 127.0.0.1 only, and localhost may be ::1 first */
	options = ws_options();
	options.host = "localhost";
	ws_open(&options);
	TURN_UNTIL(fx.ws_opened && fx.peer);
}

TEST(ping__of_the_client_is_answered_and_keeps_it)
{
	struct net_ws_options options;

	clock_fake(1700000000000);
	fixture_listen(NULL, NULL);
	options = ws_options();
	options.ping_s = 10;
	ws_open(&options);
	TURN_UNTIL(fx.ws_opened && fx.peer);
	for (int i = 0; i < 6; i++) {
		clock_step(10000);
		for (int turn = 0; turn < 10; turn++)
			loop_turn(fx.loop, 2);
	}
	assert_int_equal(fx.ws_ended, 0);
}

/* Plays a server that accepts the upgrade and then says nothing. */
static int accept_silently(int listen_fd)
{
	static const char key_name[] = "Sec-WebSocket-Key: ";
	int fd = raw_accept(listen_fd);
	const char *key = strcasestr(raw_read(fd, "\r\n\r\n"), key_name) + sizeof(key_name) - 1;
	char *text = mem_printf("%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
	unsigned char digest[20], code[32];

	EVP_Digest(text, strlen(text), digest, NULL, EVP_sha1(), NULL);
	EVP_EncodeBlock(code, digest, sizeof(digest));
	free(text);
	text = mem_printf("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			  "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n" PROTOCOL "\r\n",
			  (char *)code);
	raw_send(fd, text);
	free(text);
	raw_forget();
	return fd;
}

TEST(ping__without_a_pong_ends_as_silent)
{
	struct net_ws_options options = ws_options();
	int listen_fd = raw_listen(&options.port), fd;

	clock_fake(1700000000000);
	options.ping_s = 999;
	ws_open(&options);
	fd = accept_silently(listen_fd);
	TURN_UNTIL(fx.ws_opened);
	clock_step(998999);
	loop_turn(fx.loop, 20);
	clock_step(1);
	raw_read(fd, "\x89\x81"); /* a ping of one byte, masked */
	clock_step(29999);
	loop_turn(fx.loop, 20);
	assert_int_equal(fx.ws_ended, 0);
	clock_step(1);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TIMEOUT);
	assert_true(fx.end.opened);
	close(fd);
	close(listen_fd);
}

TEST(loss__established_connection_that_is_cut)
{
	struct net_ws_options options = ws_options();
	int listen_fd = raw_listen(&options.port), fd;

	ws_open(&options);
	fd = accept_silently(listen_fd);
	TURN_UNTIL(fx.ws_opened);
	close(fd);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.ws_ended, 1);
	assert_true(fx.end.opened);
	assert_int_equal(fx.end.code, 0);
	assert_int_equal(fx.end.err, ERR_CLOSED);
	close(listen_fd);
}

TEST(ping__of_the_server_is_told_its_pong)
{
	fixture_listen(NULL, NULL);
	ws_connect_and_wait();
	net_peer_ping(fx.peer);
	TURN_UNTIL(strstr(fx.told, "pong"));
	assert_string_equal(fx.told, "upgrade opened pong");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(close__by_the_server_brings_code_and_reason),
		CASE(close__of_the_whole_server_tells_every_peer_its_code),
		CASE(close__by_the_client_is_no_error),
		CASE(close__before_the_connection_is_open_ends_it),
		CASE(abandon__ends_without_a_word_at_any_time),
		CASE(close__of_the_server_inside_its_callback_is_safe),
		CASE(loss__refused_connection),
		CASE(loss__name_that_does_not_exist),
		CASE(loss__server_that_never_answers_the_upgrade),
		CASE(loss__server_that_hangs_up_or_speaks_otherwise),
		CASE(loss__name_is_tried_at_each_of_its_addresses),
		CASE(ping__of_the_client_is_answered_and_keeps_it),
		CASE(ping__without_a_pong_ends_as_silent),
		CASE(loss__established_connection_that_is_cut),
		CASE(ping__of_the_server_is_told_its_pong),
	};

	return cmocka_run_group_tests_name("net: loss", tests, NULL, NULL);
}
