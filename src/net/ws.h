/* A WebSocket client connection by libwebsockets. The name is resolved in the worker first, since
 * libwebsockets would block on it. */
#ifndef NET_WS_H
#define NET_WS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"

struct net_ws;

struct net_ws_options {
	const char *host; /* name or address */
	int port;
	const char *path, *protocol;
	bool tls;
	const char *pin;             /* PEM file that alone is trusted, or NULL */
	const char *bearer, *cookie; /* either or none */
	int connect_ms;              /* until established; 0: 5,000 */
	int ping_s;       /* a ping so often; closed without a pong after 3 × min(ping_s, 10) */
	size_t max_frame; /* a longer message closes with 1009 */
};

/* What ended the connection; code is the close code received, 0 without one. */
struct net_ws_end {
	bool opened; /* it had been established */
	int status;  /* HTTP status that refused the upgrade, or 0 */
	int code;    /* WebSocket close code, or 0 */
	int err;     /* ERR_IO refused, ERR_TIMEOUT silent, ERR_CLOSED cut, ERR_TLS, ERR_LIMIT,
			ERR_NOT_FOUND no such host, 0 closed by us */
	char text[160];
};

struct net_ws_events {
	void (*opened)(void *ctx);
	/* One whole text message; data is terminated, may be changed, and is valid during the call.
	 */
	void (*text)(void *ctx, char *data, size_t len);
	/* Exactly once, never from inside net_ws_open(); the connection is freed after it. */
	void (*ended)(void *ctx, const struct net_ws_end *end);
};

struct net_ws *net_ws_open(struct loop *loop, const struct net_ws_options *options,
			   const struct net_ws_events *events, void *ctx);
/* Queues one text message (copied). ERR_LIMIT when more than 1 MiB waits, ERR_CLOSED after the end.
 */
int net_ws_send(struct net_ws *ws, const char *data, size_t len);
/* Closes with code; ended follows. */
void net_ws_close(struct net_ws *ws, int code);
/* Drops it at once: no further callback. *ws is set to NULL. */
void net_ws_abandon(struct net_ws **ws);

#endif
