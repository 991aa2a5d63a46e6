#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "base/mem.h"
#include "server_state.h"

unsigned char *conn_scratch(struct conn *conn, size_t len)
{
	struct buf *scratch = &conn->server->scratch;

	buf_clear(scratch);
	if (buf_reserve(scratch, LWS_PRE + len) < 0)
		return NULL;
	return (unsigned char *)scratch->data + LWS_PRE;
}

int conn_send(struct conn *conn, const char *bytes, size_t len)
{
	unsigned char *out = conn_scratch(conn, len);

	if (!out)
		return ERR_LIMIT;
	memcpy(out, bytes, len);
	return lws_write(conn->wsi, out, len, LWS_WRITE_HTTP) < 0 ? ERR_CLOSED : 0;
}

void conn_accepted(void *ctx, int fd, const char *address)
{
	struct net_server *server = ctx;
	struct lws *wsi = lws_adopt_socket_vhost(server->vhost, fd); /* closes fd if it fails */
	struct conn *conn;

	if (!wsi)
		return;
	conn = mem_new(1, sizeof(*conn));
	conn->server = server;
	conn->wsi = wsi;
	memcpy(conn->address, address, strnlen(address, sizeof(conn->address) - 1));
	DL_APPEND(server->conns, conn);
	lws_set_opaque_user_data(wsi, conn);
}

static void conn_free(struct conn *conn)
{
	if (conn->server)
		DL_DELETE(conn->server->conns, conn);
	if (conn->peer) {
		peer_closed(conn->peer);
		peer_free(conn->peer);
	}
	if (conn->exchange)
		exchange_free(conn->exchange);
	free(conn);
}

static int on_http(struct conn *conn, enum lws_callback_reasons reason, const char *in, size_t len)
{
	struct net_exchange *x = conn->exchange;

	if (reason == LWS_CALLBACK_HTTP)
		return exchange_start(conn);
	if (reason == LWS_CALLBACK_HTTP_CONFIRM_UPGRADE)
		return peer_upgrade(conn);
	if (!x)
		return reason == LWS_CALLBACK_HTTP_BODY_COMPLETION ? -1 : 0;
	if (reason == LWS_CALLBACK_HTTP_BODY)
		return exchange_body(x, in, len);
	if (reason == LWS_CALLBACK_HTTP_BODY_COMPLETION)
		return exchange_body_over(x);
	return exchange_writable(x);
}

static int on_peer(struct conn *conn, enum lws_callback_reasons reason, const char *in, size_t len)
{
	struct net_peer *peer = conn->peer;

	if (!peer)
		return -1;
	switch (reason) {
	case LWS_CALLBACK_ESTABLISHED:
		peer_opened(peer);
		return conn->server ? 0 : -1;
	case LWS_CALLBACK_RECEIVE:
		return peer_received(peer, in, len);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return peer_writable(peer);
	case LWS_CALLBACK_RECEIVE_PONG:
		peer_pong(peer);
		return conn->server ? 0 : -1;
	default:
		peer_closed(peer);
		return 0;
	}
}

int conn_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		  size_t len)
{
	struct conn *conn = wsi ? lws_get_opaque_user_data(wsi) : NULL;
	bool alive = conn && conn->server && loop_lws(conn->server->loop);

	(void)user;
	if (alive)
		loop_mark(conn->server->loop);
	switch (reason) {
	case LWS_CALLBACK_WSI_DESTROY:
		if (conn) {
			lws_set_opaque_user_data(wsi, NULL);
			conn_free(conn);
		}
		return 0;
	case LWS_CALLBACK_HTTP:
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
	case LWS_CALLBACK_HTTP_BODY:
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return alive ? on_http(conn, reason, in, len) : -1;
	case LWS_CALLBACK_ESTABLISHED:
	case LWS_CALLBACK_RECEIVE:
	case LWS_CALLBACK_RECEIVE_PONG:
	case LWS_CALLBACK_SERVER_WRITEABLE:
	case LWS_CALLBACK_CLOSED:
		return alive ? on_peer(conn, reason, in, len) : -1;
	default:
		return 0;
	}
}
