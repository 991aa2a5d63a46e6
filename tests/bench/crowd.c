#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "figures.h"

enum {
	FRAME_MAX = 1 << 20,
	EVENTS = 256,
	OP_TEXT = 1,
	OP_CLOSE = 8,
	OP_PING = 9,
	OP_PONG = 10,
	FIN = 0x80,
	MASKED = 0x80
};

enum step { AWAY, CONNECTING, UPGRADING, LOADING, LIVE };

struct one {
	int fd;
	enum step step;
	int64_t back_us; /* AWAY: when it comes back, 0 never */
	struct buf in;
};

struct crowd {
	struct crowd_options options;
	struct sockaddr_in to;
	struct one *ones;
	int epoll;
	unsigned live;
	uint64_t bytes;
	struct random_seq random;
};

static void watch(struct crowd *c, struct one *one, int how, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = one};

	if (epoll_ctl(c->epoll, how, one->fd, &event) < 0)
		cannot("epoll: %m");
}

static void go_away(struct crowd *c, struct one *one)
{
	close(one->fd);
	one->fd = -1;
	c->live -= one->step == LIVE;
	one->step = AWAY;
	buf_clear(&one->in);
	one->back_us = c->options.back_ms
			       ? clock_mono_us() +
					 1000 * (int64_t)random_below(&c->random,
								      (uint32_t)c->options.back_ms)
			       : 0;
}

static void come(struct crowd *c, struct one *one)
{
	int yes = 1;

	one->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (one->fd < 0)
		cannot("no socket: %m");
	setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	one->step = CONNECTING;
	if (connect(one->fd, (struct sockaddr *)&c->to, sizeof(c->to)) < 0 &&
	    errno != EINPROGRESS) {
		go_away(c, one);
		return;
	}
	watch(c, one, EPOLL_CTL_ADD, EPOLLOUT);
}

/* What consoles say is short: it always fits into an empty socket. */
static void say(struct crowd *c, struct one *one, const char *bytes, size_t len)
{
	if (send(one->fd, bytes, len, MSG_NOSIGNAL) != (ssize_t)len)
		go_away(c, one);
}

/* Masked with zeros: the text stays as it is. */
static void say_frame(struct crowd *c, struct one *one, int op, const char *text, size_t len)
{
	char frame[512] = {(char)(FIN | op)};
	size_t at = 2;

	if (len < 126) {
		frame[1] = (char)(MASKED | (int)len);
	} else {
		frame[1] = (char)(MASKED | 126);
		frame[2] = (char)(len >> 8);
		frame[3] = (char)(len & 255);
		at = 4;
	}
	at += 4;
	if (at + len > sizeof(frame))
		cannot("a frame of %zu bytes is too long for a console of the crowd", len);
	memcpy(frame + at, text, len);
	say(c, one, frame, at + len);
}

static void upgrade(struct crowd *c, struct one *one)
{
	char head[512];
	int len = snprintf(head, sizeof(head),
			   "GET /live HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"
			   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
			   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			   "Sec-WebSocket-Protocol: pabx-live.1\r\n"
			   "Authorization: Bearer %s\r\n\r\n",
			   c->options.address, c->options.secret);

	one->step = UPGRADING;
	watch(c, one, EPOLL_CTL_MOD, EPOLLIN);
	say(c, one, head, (size_t)len);
}

static void start(struct crowd *c, struct one *one)
{
	char text[128];
	int len = snprintf(text, sizeof(text), "{\"op\":\"start\",\"id\":\"s\",\"address\":%s}",
			   c->options.address_book ? "true" : "false");

	one->step = LOADING;
	say_frame(c, one, OP_TEXT, text, (size_t)len);
}

static bool take_head(struct crowd *c, struct one *one)
{
	char *end = strstr(one->in.data, "\r\n\r\n");

	if (!end)
		return false;
	if (strncmp(one->in.data, "HTTP/1.1 101", 12) != 0)
		cannot("the server answers a console: %.60s", one->in.data);
	buf_drop(&one->in, (size_t)(end + 4 - one->in.data));
	start(c, one);
	return true;
}

static bool is_op(const char *text, size_t len, const char *op)
{
	size_t n = strlen(op);

	return len > 7 + n && !memcmp(text, "{\"op\":\"", 7) && !memcmp(text + 7, op, n);
}

static void take_text(struct crowd *c, struct one *one, const char *text, size_t len, int64_t us)
{
	if (one->step == LOADING && is_op(text, len, "ready")) {
		one->step = LIVE;
		c->live++;
	} else if (is_op(text, len, "error")) {
		cannot("the server answers a console: %.*s", (int)len, text);
	} else if (one->step == LIVE && c->options.frame) {
		c->options.frame(c->options.ctx, text, len, us);
	}
}

/* Takes one frame; returns its length, 0 if it is not whole yet. */
static size_t take_frame(struct crowd *c, struct one *one, const char *bytes, size_t have,
			 int64_t us)
{
	const unsigned char *b = (const unsigned char *)bytes;
	size_t len, head = 2;

	if (have < 2)
		return 0;
	len = b[1] & 127;
	head += len == 126 ? 2 : len == 127 ? 8 : 0;
	if (have < head)
		return 0;
	if (head > 2)
		len = 0;
	for (size_t i = 2; i < head; i++)
		len = len << 8 | b[i];
	if (have < head + len)
		return 0;
	switch (b[0] & 15) {
	case OP_TEXT:
		take_text(c, one, bytes + head, len, us);
		break;
	case OP_PING:
		say_frame(c, one, OP_PONG, bytes + head, len);
		break;
	case OP_CLOSE:
		go_away(c, one);
		break;
	default:
		break;
	}
	return head + len;
}

static void take(struct crowd *c, struct one *one, int64_t us)
{
	size_t at = 0, len;

	if (one->step == UPGRADING && !take_head(c, one))
		return;
	while (one->step >= LOADING &&
	       (len = take_frame(c, one, one->in.data + at, one->in.len - at, us)) > 0)
		at += len;
	if (one->step >= LOADING)
		buf_drop(&one->in, at);
}

static void receive(struct crowd *c, struct one *one)
{
	enum { PIECE = 64 << 10 };

	if (buf_reserve(&one->in, PIECE) < 0)
		cannot("a frame of the server is too long");
	ssize_t n = recv(one->fd, one->in.data + one->in.len, PIECE, 0);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		go_away(c, one);
		return;
	}
	one->in.len += (size_t)n;
	one->in.data[one->in.len] = '\0';
	c->bytes += (uint64_t)n;
	take(c, one, clock_mono_us());
}

static void on_event(struct crowd *c, struct one *one, uint32_t events)
{
	if (one->step == AWAY)
		return;
	if (one->step != CONNECTING)
		receive(c, one);
	else if (events & (EPOLLERR | EPOLLHUP))
		go_away(c, one);
	else
		upgrade(c, one);
}

static void come_back(struct crowd *c)
{
	int64_t now = clock_mono_us();

	if (c->live == c->options.consoles || !c->options.back_ms)
		return;
	for (unsigned i = 0; i < c->options.consoles; i++)
		if (c->ones[i].step == AWAY && c->ones[i].back_us <= now)
			come(c, &c->ones[i]);
}

static void turn(struct crowd *c, int ms)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(c->epoll, events, EVENTS, ms);

	for (int i = 0; i < n; i++)
		on_event(c, events[i].data.ptr, events[i].events);
	come_back(c);
}

struct crowd *crowd_new(const struct crowd_options *options)
{
	struct crowd *c = mem_new(1, sizeof(*c));
	char host[64];
	int port;

	c->options = *options;
	if (sscanf(options->address, "%63[^:]:%d", host, &port) != 2)
		cannot("\"%s\" is no address", options->address);
	c->to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	inet_pton(AF_INET, host, &c->to.sin_addr);
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	random_seed(&c->random, 1);
	c->ones = mem_new(options->consoles, sizeof(*c->ones));
	for (unsigned i = 0; i < options->consoles; i++) {
		buf_init(&c->ones[i].in, FRAME_MAX);
		come(c, &c->ones[i]);
	}
	return c;
}

void crowd_free(struct crowd **slot)
{
	struct crowd *c = *slot;

	*slot = NULL;
	for (unsigned i = 0; i < c->options.consoles; i++) {
		if (c->ones[i].fd >= 0)
			close(c->ones[i].fd);
		buf_free(&c->ones[i].in);
	}
	close(c->epoll);
	free(c->ones);
	free(c);
}

void crowd_run(struct crowd *c, int ms)
{
	int64_t end = clock_mono_us() + (int64_t)ms * 1000, left;

	while ((left = end - clock_mono_us()) > 0)
		turn(c, left > 10000 ? 10 : (int)(left / 1000) + 1);
}

bool crowd_until_live(struct crowd *c, unsigned consoles, int ms)
{
	int64_t end = clock_mono_us() + (int64_t)ms * 1000;

	while (c->live < consoles && clock_mono_us() < end)
		turn(c, 10);
	return c->live >= consoles;
}

unsigned crowd_live(const struct crowd *c)
{
	return c->live;
}

uint64_t crowd_bytes(const struct crowd *c)
{
	return c->bytes;
}
