/* What the two files of the WebSocket client share: ws.c owns the connection and its end, wire.c
 * speaks with libwebsockets. */
#ifndef NET_WS_STATE_H
#define NET_WS_STATE_H

#include <libwebsockets.h>

#include "base/buf.h"
#include "loop/lws.h"
#include "resolve.h"
#include "ws.h"

struct ws_message {
	size_t len;
	unsigned char *bytes; /* with LWS_PRE in front */
	struct ws_message *prev, *next;
};

struct net_ws {
	struct loop *loop;
	struct net_ws_events events;
	void *ctx;
	char *host, *path, *protocol, *pin, *bearer, *cookie;
	int port, ping_s;
	bool tls;

	struct net_resolve *resolve;
	struct net_addresses addresses;
	int next_address;
	struct lws *wsi;

	bool opened, abandoned, over, ending;
	bool ping, pong_due;
	int close_code;           /* we close with it; 0: not closing */
	struct loop_timer *limit; /* connecting, and closing */
	struct loop_timer *beat;  /* pings, and the wait for their pong */

	struct buf text;
	struct ws_message *queue;
	size_t queued;
	struct net_ws_end end;
};

/* Starts the next attempt; false if libwebsockets refused at once. */
bool ws_connect(struct net_ws *ws);
/* The first reason for the end is the one that is told. */
void ws_blame(struct net_ws *ws, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Called when libwebsockets has let go of the connection. */
void ws_gone(struct net_ws *ws);
void ws_opened(struct net_ws *ws);
void ws_pong(struct net_ws *ws);
void ws_free(struct net_ws *ws);
/* Ends the connection without a word. */
void ws_kill(struct net_ws *ws);

#endif
