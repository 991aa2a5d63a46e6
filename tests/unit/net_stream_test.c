/* A stream of bytes: against a raw socket, and by TLS against a server with a certificate. */
#include "net_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/err.h"
#include "net/stream.h"

static struct {
	struct net_stream *stream;
	unsigned opened, ended;
	char got[4096];
	size_t len;
	struct net_stream_end end;
} st;

static void on_opened(void *ctx)
{
	(void)ctx;
	st.opened++;
}

static void on_bytes(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	for (size_t i = 0; i < len && st.len < sizeof(st.got) - 1; i++)
		st.got[st.len++] = data[i];
	st.got[st.len] = '\0';
}

static void on_ended(void *ctx, const struct net_stream_end *end)
{
	(void)ctx;
	st.ended++;
	st.end = *end;
	st.stream = NULL;
}

static void stream_to(int port, bool tls, const char *pin)
{
	static const struct net_stream_events events = {on_opened, on_bytes, on_ended};
	const struct net_stream_options options = {
		.host = "127.0.0.1", .port = port, .tls = tls, .pin = pin, .connect_ms = 3000};

	memset(&st, 0, sizeof(st));
	st.stream = net_stream_open(fx.loop, &options, &events, NULL);
}

static int teardown(void **state)
{
	net_stream_abandon(&st.stream);
	return fixture_teardown(state);
}

TEST(bytes__go_both_ways_as_they_are)
{
	char got[16] = "";
	int port, listening = raw_listen(&port), fd;

	stream_to(port, false, NULL);
	net_stream_send(st.stream, "early", 5);
	fd = raw_accept(listening);
	TURN_UNTIL(st.opened == 1);
	TURN_UNTIL(recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT | MSG_PEEK) == 5);
	recv(fd, got, sizeof(got) - 1, 0);
	assert_string_equal(got, "early");
	send(fd, "a\0b", 3, 0);
	TURN_UNTIL(st.len == 3);
	assert_memory_equal(st.got, "a\0b", 3);
	close(fd);
	TURN_UNTIL(st.ended == 1);
	assert_int_equal(st.end.err, ERR_CLOSED);
	close(listening);
}

TEST(nobody_there__is_refused)
{
	int port, listening = raw_listen(&port);

	close(listening);
	stream_to(port, false, NULL);
	TURN_UNTIL(st.ended == 1);
	assert_int_equal(st.end.err, ERR_IO);
	assert_false(st.end.opened);
}

TEST(cut__tells_the_reason_once)
{
	int port, listening = raw_listen(&port), fd;

	stream_to(port, false, NULL);
	fd = raw_accept(listening);
	TURN_UNTIL(st.opened == 1);
	net_stream_cut(st.stream, ERR_TIMEOUT, "too slow");
	assert_int_equal(net_stream_send(st.stream, "x", 1), ERR_CLOSED);
	TURN_UNTIL(st.ended == 1);
	assert_string_equal(st.end.text, "too slow");
	close(fd);
	close(listening);
}

TEST(tls__to_a_server_that_speaks_none_is_refused)
{
	int port, listening = raw_listen(&port), fd;

	stream_to(port, true, NULL);
	fd = raw_accept(listening);
	send(fd, "Asterisk Call Manager/11.0.0\r\n", 30, 0);
	TURN_UNTIL(st.ended == 1);
	assert_int_equal(st.end.err, ERR_TLS);
	assert_int_equal(st.opened, 0);
	close(fd);
	close(listening);
}

#define STREAM(name) cmocka_unit_test_setup_teardown(name, fixture_setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STREAM(bytes__go_both_ways_as_they_are),
		STREAM(nobody_there__is_refused),
		STREAM(cut__tells_the_reason_once),
		STREAM(tls__to_a_server_that_speaks_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
