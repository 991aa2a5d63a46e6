/* A server, clients and a raw socket on one loop over 127.0.0.1. */
#ifndef UNIT_NET_FIXTURE_H
#define UNIT_NET_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "loop/loop.h"
#include "net/http.h"
#include "net/server.h"
#include "net/ws.h"

enum { DEADLINE_MS = 60000, BODY_MAX = 1024 * 1024, FRAME_MAX = 64 * 1024 };

struct fixture {
	struct loop *loop;
	struct net_server *server;
	struct net_server_events events; /* changed by a test before fixture_listen() */
	struct net_http *http;

	/* What happened, a word each: "head request aborted upgrade opened text pong closed". */
	char told[4096];
	struct net_exchange *exchange;
	struct net_peer *peer;
	int peers;
	char *got; /* the last text that the server got */

	/* The last reply of the HTTP client; body is a copy. */
	int replies, err, status, retry_after;
	char *body, cookie[128], reason[256];

	/* The last things that the WebSocket client was told. */
	struct net_ws *ws;
	int ws_opened, ws_ended, ws_texts;
	char *ws_got;
	struct net_ws_end end;
};

extern struct fixture fx;

int fixture_setup(void **state);
int fixture_teardown(void **state);
/* Opens the server on any port; cert and key may be NULL. */
void fixture_listen(const char *cert, const char *key);
/* "http://127.0.0.1:PORT/path" in memory of the fixture. */
const char *fixture_url(const char *scheme, const char *path);

/* Turns the loop until the condition holds; fails the test after the deadline. */
#define TURN_UNTIL(condition)                                                                      \
	do {                                                                                       \
		int64_t turn_end_ = fixture_now_ms() + DEADLINE_MS;                                \
		while (!(condition) && fixture_now_ms() < turn_end_)                               \
			loop_turn(fx.loop, 20);                                                    \
		assert_true(condition);                                                            \
	} while (0)
int64_t fixture_now_ms(void);
void tell(const char *word);

/* HTTP client. */
void post(const char *path, const char *body);
void post_with(const struct net_post *post);
/* Answers the waiting exchange. */
void answer(int status, const char *body);

/* WebSocket client. */
struct net_ws_options ws_options(void);
void ws_open(const struct net_ws_options *options);
void ws_connect_and_wait(void);

/* A raw client connection; raw_read() turns the loop until text has come, or the end for NULL, and
 * returns all that has come so far. */
int raw_connect(int port);
void raw_send(int fd, const char *text);
/* What has come so far is dropped. */
void raw_forget(void);
const char *raw_read(int fd, const char *until);
/* A raw listening socket on any port that says nothing by itself. */
int raw_listen(int *port);
int raw_accept(int listen_fd);

#define TEST(name) static void name(void **state __attribute__((unused)))
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
