/* What the files of the server share. */
#ifndef NET_SERVER_STATE_H
#define NET_SERVER_STATE_H

#include <libwebsockets.h>

#include "loop/lws.h"
#include "server.h"

enum { ADDRESS_MAX = 64, HEAD_NAMES = 5 };

struct net_server {
	struct loop *loop;
	struct net_server_events events;
	void *ctx;
	char *ws_protocol, *cert, *key;
	size_t max_body, max_frame;
	struct lws_vhost *vhost;
	struct net_listener *listener;
	struct conn *conns;
	struct buf scratch; /* a frame or piece with room for libwebsockets in front */
};

/* One accepted connection. It is freed when libwebsockets destroys its side of it. */
struct conn {
	struct net_server *server; /* NULL once the server is closed: nothing is told any more */
	struct lws *wsi;
	char address[ADDRESS_MAX];
	struct net_exchange *exchange;
	struct net_peer *peer;
	struct conn *prev, *next;
};

/* The head of a request, copied: libwebsockets gives its headers away early. */
struct head {
	const char *method;
	char *path;
	char *header[HEAD_NAMES];
	bool old; /* HTTP/1.0 */
};

/* listen.c: the listening socket. accepted gets a new connection with the client's address. */
typedef void (*net_accepted_fn)(void *ctx, int fd, const char *address);
struct net_listener *net_listen(struct loop *loop, const char *host, int port,
				net_accepted_fn accepted, void *ctx, struct why *why);
int net_listener_port(const struct net_listener *listener);
void net_listener_free(struct net_listener **listener);

/* conn.c: libwebsockets' callback, and what both kinds of connection need. */
int conn_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		  size_t len);
void conn_accepted(void *server, int fd, const char *address);
/* Room for len bytes that lws_write() can take. */
unsigned char *conn_scratch(struct conn *conn, size_t len);
/* Sends bytes as they are; 0 or ERR_CLOSED. */
int conn_send(struct conn *conn, const char *bytes, size_t len);

/* head.c */
void head_read(struct head *head, struct lws *wsi);
void head_free(struct head *head);
const char *head_get(const struct head *head, const char *name);
/* Copy of a header that libwebsockets knows, or NULL. Caller frees with free(). */
char *head_copy(struct lws *wsi, enum lws_token_indexes token);

/* exchange.c, answer.c: return 0, or -1 to close the connection. */
struct net_exchange {
	struct conn *conn;
	struct head head;
	struct buf body;
	enum { EXCHANGE_BODY, EXCHANGE_WAITING, EXCHANGE_ANSWERED, EXCHANGE_WRITTEN } state;
	bool body_over, completed, last, drain;
	size_t dropped;
	void *user;
	struct loop_fd *watch; /* notices a client that goes */

	int status;
	bool close, bodyless, chunked;
	struct buf out;
	size_t sent;
	int (*more)(void *source, struct buf *out);
	void (*end)(void *source);
	void *source;
};
int exchange_start(struct conn *conn);
int exchange_body(struct net_exchange *x, const char *data, size_t len);
int exchange_body_over(struct net_exchange *x);
int exchange_writable(struct net_exchange *x);
int exchange_finish(struct net_exchange *x);
/* Ends the connection when one of these (LOOP_CLOSED, LOOP_READ) comes from the client. */
void exchange_watch(struct net_exchange *x, unsigned wanted);
void exchange_free(struct net_exchange *x);
const char *status_text(int status);

/* peer.c: as above; peer_upgrade returns 0 to accept, 1 when it has sent a refusal. */
int peer_upgrade(struct conn *conn);
void peer_opened(struct net_peer *peer);
int peer_received(struct net_peer *peer, const char *data, size_t len);
int peer_writable(struct net_peer *peer);
void peer_pong(struct net_peer *peer);
void peer_closed(struct net_peer *peer);
/* The server closes: a close frame, where one can still be sent. */
void peer_shut(struct net_peer *peer, int code);
void peer_free(struct net_peer *peer);

#endif
