#include "net_fixture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

struct fixture fx;
static char raw_text[262144];

int64_t fixture_now_ms(void)
{
	return clock_mono_us() / 1000;
}

void tell(const char *word)
{
	size_t len = strlen(fx.told);

	snprintf(fx.told + len, sizeof(fx.told) - len, "%s%s", len ? " " : "", word);
}

static int on_head(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	(void)x;
	tell("head");
	return 0;
}

static void on_request(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	tell("request");
	fx.exchange = x;
}

static void on_aborted(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	(void)x;
	tell("aborted");
	fx.exchange = NULL;
}

static int on_upgrade(void *ctx, struct net_peer *peer, const char **text)
{
	(void)ctx;
	(void)text;
	tell("upgrade");
	if (strcmp(net_peer_path(peer), "/live"))
		return 404;
	return 0;
}

static void on_opened(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	tell("opened");
	fx.peer = peer;
	fx.peers++;
}

static void on_text(void *ctx, struct net_peer *peer, char *data, size_t len)
{
	(void)ctx;
	(void)peer;
	tell("text");
	assert_int_equal(data[len], 0);
	free(fx.got);
	fx.got = mem_dup_n(data, len);
}

static void on_writable(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	(void)peer;
	tell("writable");
}

static void on_pong(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	(void)peer;
	tell("pong");
}

static void on_closed(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	tell("closed");
	if (fx.peer == peer)
		fx.peer = NULL;
	fx.peers--;
}

static const struct net_server_events events = {
	.head = on_head,
	.request = on_request,
	.aborted = on_aborted,
	.upgrade = on_upgrade,
	.opened = on_opened,
	.text = on_text,
	.writable = on_writable,
	.pong = on_pong,
	.closed = on_closed,
};

int fixture_setup(void **state)
{
	(void)state;
	memset(&fx, 0, sizeof(fx));
	fx.loop = loop_new(1100);
	fx.events = events;
	fx.http = net_http_new(fx.loop, NULL);
	return 0;
}

int fixture_teardown(void **state)
{
	(void)state;
	clock_real();
	net_http_free(&fx.http);
	net_ws_abandon(&fx.ws);
	net_server_close(&fx.server, 1001);
	loop_free(&fx.loop);
	free(fx.got);
	free(fx.body);
	free(fx.ws_got);
	return 0;
}

void fixture_listen(const char *cert, const char *key)
{
	const struct net_server_options options = {
		.host = "127.0.0.1",
		.ws_protocol = "pabx-live.1",
		.cert = cert,
		.key = key,
		.max_body = BODY_MAX,
		.max_frame = FRAME_MAX,
	};
	struct why why = {""};

	if (net_server_open(fx.loop, &options, &fx.events, &fx, &fx.server, &why))
		fail_msg("%s", why.text);
}

const char *fixture_url(const char *scheme, const char *path)
{
	static char url[256];

	snprintf(url, sizeof(url), "%s://127.0.0.1:%d%s", scheme, net_server_port(fx.server), path);
	return url;
}

static void on_reply(void *ctx, const struct net_reply *reply)
{
	(void)ctx;
	fx.replies++;
	fx.err = reply->err;
	fx.status = reply->status;
	fx.retry_after = reply->retry_after;
	free(fx.body);
	fx.body = mem_dup_n(reply->body, reply->len);
	snprintf(fx.cookie, sizeof(fx.cookie), "%s", reply->cookie ? reply->cookie : "");
	snprintf(fx.reason, sizeof(fx.reason), "%s", reply->text ? reply->text : "");
}

void post_with(const struct net_post *request)
{
	net_http_post(fx.http, request, on_reply, NULL);
}

void post(const char *path, const char *body)
{
	post_with(&(struct net_post){
		.url = fixture_url("http", path), .body = body, .len = strlen(body)});
}

void answer(int status, const char *body)
{
	struct net_exchange *x = fx.exchange;

	fx.exchange = NULL;
	net_exchange_answer(
		x, &(struct net_answer){.status = status, .body = body, .len = strlen(body)});
}

static void on_ws_opened(void *ctx)
{
	(void)ctx;
	fx.ws_opened++;
}

static void on_ws_text(void *ctx, char *data, size_t len)
{
	(void)ctx;
	fx.ws_texts++;
	free(fx.ws_got);
	fx.ws_got = mem_dup_n(data, len);
}

static void on_ws_ended(void *ctx, const struct net_ws_end *end)
{
	(void)ctx;
	fx.ws_ended++;
	fx.end = *end;
	fx.ws = NULL;
}

struct net_ws_options ws_options(void)
{
	return (struct net_ws_options){
		.host = "127.0.0.1",
		.port = fx.server ? net_server_port(fx.server) : 0,
		.path = "/live",
		.protocol = "pabx-live.1",
		.max_frame = 256 * 1024,
	};
}

void ws_open(const struct net_ws_options *options)
{
	static const struct net_ws_events ws_events = {on_ws_opened, on_ws_text, on_ws_ended};

	fx.ws = net_ws_open(fx.loop, options, &ws_events, NULL);
}

void ws_connect_and_wait(void)
{
	struct net_ws_options options = ws_options();

	ws_open(&options);
	TURN_UNTIL(fx.ws_opened && fx.peer);
}

int raw_connect(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	raw_text[0] = '\0';
	return fd;
}

void raw_send(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

const char *raw_read(int fd, const char *until)
{
	int64_t end = fixture_now_ms() + DEADLINE_MS;
	size_t len = strlen(raw_text);

	while (fixture_now_ms() < end) {
		ssize_t got = recv(fd, raw_text + len, sizeof(raw_text) - 1 - len, MSG_DONTWAIT);

		if (got == 0 || (got < 0 && errno != EAGAIN))
			break;
		if (got > 0)
			len += (size_t)got;
		raw_text[len] = '\0';
		if (until && strstr(raw_text, until))
			return raw_text;
		if (got < 0)
			loop_turn(fx.loop, 10);
	}
	if (until)
		fail_msg("\"%s\" did not come, but: %s", until, raw_text);
	return raw_text;
}

void raw_forget(void)
{
	raw_text[0] = '\0';
}

int raw_listen(int *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	raw_text[0] = '\0';
	return fd;
}

int raw_accept(int listen_fd)
{
	int64_t end = fixture_now_ms() + DEADLINE_MS;
	int fd = -1;

	while (fd < 0 && fixture_now_ms() < end) {
		fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			loop_turn(fx.loop, 10);
	}
	assert_true(fd >= 0);
	return fd;
}
