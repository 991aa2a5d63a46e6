/* TLS over a stream that libwebsockets carries: it cannot do so itself for a raw client (4.1 begins
 * the handshake before there is a socket). OpenSSL works on memory here, stream.c moves the bytes.
 */
#ifndef NET_STREAM_TLS_H
#define NET_STREAM_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct stream_tls;

/* The client's end; pin is a PEM file that alone is trusted, or NULL for the system's authorities
 * and host's name. NULL with why where pin holds no certificate. */
struct stream_tls *stream_tls_new(const char *host, const char *pin, struct why *why);
void stream_tls_free(struct stream_tls **tls);
/* The handshake is through: what is written now can be sent. */
bool stream_tls_ready(const struct stream_tls *tls);
/* Takes bytes that came (none to begin), goes on with the handshake, and appends what is to be sent
 * to wire. ERR_TLS with why. */
int stream_tls_feed(struct stream_tls *tls, const char *data, size_t len, struct buf *wire,
		    struct why *why);
/* Gives the plain text of what came, once it is ready. ERR_TLS with why, ERR_CLOSED where the other
 * end has said goodbye. */
int stream_tls_read(struct stream_tls *tls, struct buf *wire,
		    void (*plain)(void *ctx, const char *data, size_t len), void *ctx,
		    struct why *why);
/* Appends plain text to wire, in TLS. ERR_LIMIT where wire is full. */
int stream_tls_write(struct stream_tls *tls, const char *data, size_t len, struct buf *wire);

#endif
