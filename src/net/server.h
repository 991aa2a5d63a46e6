/* One listening port that speaks HTTP/1.1 and WebSocket, by libwebsockets. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "loop/loop.h"

struct net_server;
struct net_exchange; /* one HTTP request and its reply */
struct net_peer;     /* one WebSocket connection */

struct net_server_events {
	/* A whole request, or its head only where answer is already decided: return a status other
	 * than 0 from head to refuse it before its body is read. */
	int (*head)(void *ctx, struct net_exchange *x);
	void (*request)(void *ctx, struct net_exchange *x);
	/* May be NULL. Answers a refusal: by head, or by this layer (400 for a bad length, 411 for
	 * a body without one, 413). Without it, or without an answer from it, the body is empty. */
	void (*refuse)(void *ctx, struct net_exchange *x, int status);
	/* The exchange ended before it was answered (the client went away). Drop every reference.
	 */
	void (*aborted)(void *ctx, struct net_exchange *x);
	/* A WebSocket upgrade is asked for: return 0 to accept, or the HTTP status that refuses it.
	 * *text may be set to a sentence for the body of the refusal. What it accepts may still
	 * fail before opened, and then nothing is told: set up in opened. */
	int (*upgrade)(void *ctx, struct net_peer *peer, const char **text);
	void (*opened)(void *ctx, struct net_peer *peer);
	void (*text)(void *ctx, struct net_peer *peer, char *data, size_t len);
	void (*writable)(void *ctx, struct net_peer *peer); /* after net_peer_want_write() */
	void (*pong)(void *ctx, struct net_peer *peer);
	void (*closed)(void *ctx, struct net_peer *peer); /* exactly once after opened */
};

struct net_server_options {
	const char *host; /* address to listen on: "127.0.0.1", "::1", "0.0.0.0" */
	int port;         /* 0: any */
	const char *ws_protocol;
	const char *cert, *key; /* PEM files, both or none */
	size_t max_body;        /* 413 above */
	size_t max_frame;       /* close 1009 above */
};

/* Returns 0 and *server, or an error with its sentence (port in use, no permission, bad
 * certificate). */
int net_server_open(struct loop *loop, const struct net_server_options *options,
		    const struct net_server_events *events, void *ctx, struct net_server **server,
		    struct why *why);
int net_server_port(const struct net_server *server);
/* Closes the listener, and every connection (WebSockets with code). closed is called for each that
 * was opened, aborted for each exchange without an answer; nothing is called after it returns. */
void net_server_close(struct net_server **server, int code);

/* The request. Strings are valid until it is answered or aborted. */
const char *net_exchange_method(const struct net_exchange *x);
const char *net_exchange_path(const struct net_exchange *x);
/* "host", "origin", "authorization", "cookie", "content-type"; NULL if absent. */
const char *net_exchange_header(const struct net_exchange *x, const char *name);
const char *net_exchange_address(const struct net_exchange *x); /* of the client, numeric */
const char *net_exchange_body(const struct net_exchange *x, size_t *len);
bool net_exchange_secure(const struct net_exchange *x);
void net_exchange_set_user(struct net_exchange *x, void *user);
void *net_exchange_user(const struct net_exchange *x);

struct net_answer {
	int status;
	const char *set_cookie; /* whole header value, or NULL */
	int retry_after;        /* seconds, 0: none */
	/* Either a body … */
	const char *body;
	size_t len;
	/* … or a source that adds the next piece to out (up to about 32 KiB); returns 1 while there
	 * is more, 0 at the end, negative on failure. end is called exactly once. Sent chunked. */
	int (*more)(void *source, struct buf *out);
	void (*end)(void *source);
	void *source;
};
/* Answers with Content-Type application/json. Exactly once an exchange; x is invalid afterwards. */
void net_exchange_answer(struct net_exchange *x, const struct net_answer *answer);

/* The WebSocket. Header and address as of the upgrade request (only during upgrade and opened). */
const char *net_peer_header(const struct net_peer *peer, const char *name);
const char *net_peer_path(const struct net_peer *peer);
const char *net_peer_address(const struct net_peer *peer);
void net_peer_set_user(struct net_peer *peer, void *user);
void *net_peer_user(const struct net_peer *peer);
/* Asks for one writable call; there net_peer_write() may be called until net_peer_choked(). */
void net_peer_want_write(struct net_peer *peer);
/* One text frame from parts that are joined (head may be empty). Copied. ERR_BUSY outside writable,
 * ERR_CLOSED when the connection is ending. */
int net_peer_write(struct net_peer *peer, const char *head, size_t head_len, const char *data,
		   size_t len);
bool net_peer_choked(struct net_peer *peer);
void net_peer_ping(struct net_peer *peer);
/* Sends a close frame with code and a short reason, then closes; at once where it cannot be sent.
 */
void net_peer_close(struct net_peer *peer, int code, const char *reason);

#endif
