/* HTTP requests by libcurl on the loop (multi socket interface). */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "loop/loop.h"

struct net_http;
struct net_request;

/* pin: file with the PEM certificate that alone is trusted, or NULL for the system's. Keeps
 * connections alive between requests. Free ends running requests without calling their callbacks.
 */
struct net_http *net_http_new(struct loop *loop, const char *pin);
void net_http_free(struct net_http **http);

struct net_reply {
	int err;          /* 0, or ERR_IO (refused), ERR_TIMEOUT, ERR_TLS, ERR_CLOSED, ERR_LIMIT */
	const char *text; /* a sentence about err */
	int status;       /* HTTP status, 0 if err */
	const char *body; /* terminated; valid during the callback */
	size_t len;
	const char *cookie; /* value of a Set-Cookie of the asked name, or NULL */
	int retry_after;    /* seconds, -1 without such a header */
};
typedef void (*net_reply_fn)(void *ctx, const struct net_reply *reply);

struct net_post {
	const char *url;
	const char *body; /* copied */
	size_t len;
	const char *bearer;      /* Authorization: Bearer …, or NULL */
	const char *cookie;      /* Cookie: name=value, or NULL */
	const char *cookie_name; /* the Set-Cookie to report, or NULL */
	int timeout_ms;          /* 0: 10,000 */
	size_t max_reply;        /* 0: 16 MiB */
};
/* POSTs JSON. fn is called exactly once, later, unless cancelled. Returns NULL never. */
struct net_request *net_http_post(struct net_http *http, const struct net_post *post,
				  net_reply_fn fn, void *ctx);
void net_http_cancel(struct net_request **request);

/* Asks a server for its certificate without trusting it: PEM and the lower-case hex SHA-256 of its
 * DER form, for "pin this one?". err as in net_reply. */
typedef void (*net_cert_fn)(void *ctx, int err, const char *text, const char *pem,
			    const char *sha256);
void net_http_peer_cert(struct net_http *http, const char *url, net_cert_fn fn, void *ctx);

#endif
