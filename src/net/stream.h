/* A client connection that carries bytes (TCP, or TLS over it), by libwebsockets: for protocols
 * that are neither HTTP nor WebSocket. The name is resolved in the worker first. */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "loop/loop.h"

struct net_stream;

struct net_stream_options {
	const char *host; /* name or address */
	int port;
	bool tls;
	const char *pin;   /* PEM file that alone is trusted, or NULL */
	int connect_ms;    /* until established; 0: 5,000 */
	size_t max_unsent; /* a peer that leaves more than this unread is cut; 0: 1 MiB */
};

/* What ended the connection. */
struct net_stream_end {
	bool opened; /* it had been established */
	int err;     /* ERR_IO refused, ERR_TIMEOUT silent, ERR_CLOSED cut, ERR_TLS, ERR_LIMIT not
			read, ERR_NOT_FOUND no such host */
	char text[200];
};

struct net_stream_events {
	void (*opened)(void *ctx);
	/* Bytes as they came; valid during the call. */
	void (*bytes)(void *ctx, const char *data, size_t len);
	/* Once, never from inside a call to this header; the connection is freed after it. */
	void (*ended)(void *ctx, const struct net_stream_end *end);
};

struct net_stream *net_stream_open(struct loop *loop, const struct net_stream_options *options,
				   const struct net_stream_events *events, void *ctx);
/* Queues bytes (copied). ERR_LIMIT when too much waits, ERR_CLOSED after the end. */
int net_stream_send(struct net_stream *stream, const char *data, size_t len);
/* Ends it for that reason; ended follows. */
void net_stream_cut(struct net_stream *stream, int err, const char *text);
/* Drops it at once: no further callback. *stream is set to NULL. */
void net_stream_abandon(struct net_stream **stream);

#endif
