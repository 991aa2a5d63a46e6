#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/text.h"
#include "server_state.h"

/* CLOSE_FRAME: the kind of lws_write() for the opcode of a close; its header leaves the name out.
 */
enum { CLOSE_SECONDS = 5, REASON_MAX = 123, CLOSE_FRAME = 4 };

struct net_peer {
	struct conn *conn;
	struct head head;
	struct buf text;
	bool open, told, want, ping, writing;
	int close_code; /* 0: not closing */
	int64_t taken;  /* bytes from the socket when it was opened; -1 once something has come */
	char reason[REASON_MAX + 1];
	void *user;
};

static int refuse(struct conn *conn, int status, const char *text)
{
	struct buf out;
	int err;

	buf_init(&out, 4096);
	buf_printf(&out,
		   "HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\n"
		   "content-length: %zu\r\n\r\n%s\n",
		   status, status_text(status), strlen(text) + 1, text);
	err = conn_send(conn, out.data, out.len);
	buf_free(&out);
	return err < 0 ? -1 : 1;
}

/* True if the comma-separated list offers name. */
static bool offers(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = list ? list : ""; *at; at += strcspn(at, ",")) {
		at += strspn(at, ", \t");
		if (!strncmp(at, name, len) && strchr(", \t", at[len]))
			return true;
	}
	return false;
}

/* Checked before the server is asked, since libwebsockets takes a client without a sub-protocol. */
static int check_handshake(struct conn *conn, char *text, size_t cap)
{
	const char *name = conn->server->ws_protocol;
	char *kind = head_copy(conn->wsi, WSI_TOKEN_UPGRADE);
	char *version = head_copy(conn->wsi, WSI_TOKEN_VERSION);
	char *list = head_copy(conn->wsi, WSI_TOKEN_PROTOCOL);
	int status = 0;

	if (!kind || strcasecmp(kind, "websocket") || !version || strcmp(version, "13") ||
	    lws_hdr_total_length(conn->wsi, WSI_TOKEN_KEY) <= 0) {
		snprintf(text, cap, "only WebSocket version 13 is spoken here");
		status = 400;
	} else if (!offers(list, name)) {
		snprintf(text, cap, "the sub-protocol must be %s", name);
		status = 400;
	}
	free(kind);
	free(version);
	free(list);
	return status;
}

int peer_upgrade(struct conn *conn)
{
	const struct net_server *server = conn->server;
	char bad[128];
	const char *text = NULL;
	struct net_peer *peer;
	int status = check_handshake(conn, bad, sizeof(bad));

	if (status)
		return refuse(conn, status, bad);
	if (conn->peer)
		return -1;
	peer = mem_new(1, sizeof(*peer));
	peer->conn = conn;
	buf_init(&peer->text, server->max_frame);
	head_read(&peer->head, conn->wsi);
	conn->peer = peer;
	status = server->events.upgrade(server->ctx, peer, &text);
	if (!conn->server)
		return -1;
	if (!status)
		return 0;
	status = refuse(conn, status, text ? text : status_text(status));
	peer_free(peer);
	return status;
}

/* How many bytes libwebsockets has taken from the socket, -1 where that is not known. */
static int64_t bytes_taken(struct lws *wsi)
{
	int fd = lws_get_socket_fd(wsi), before, after;
	struct tcp_info info;
	socklen_t len;

	do {
		len = sizeof(info);
		info.tcpi_bytes_received = 0;
		if (ioctl(fd, SIOCINQ, &before) < 0 ||
		    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0 ||
		    ioctl(fd, SIOCINQ, &after) < 0)
			return -1;
	} while (before != after);
	return info.tcpi_bytes_received ? (int64_t)info.tcpi_bytes_received - after : -1;
}

/* Frames that came with the request, before it was answered: RFC 6455 (4.1) forbids them, and
 * libwebsockets takes them apart wrongly. */
static bool came_too_early(struct net_peer *peer)
{
	int64_t taken = peer->taken;

	peer->taken = -1;
	return taken >= 0 && bytes_taken(peer->conn->wsi) == taken;
}

void peer_opened(struct net_peer *peer)
{
	const struct net_server *server = peer->conn->server;

	peer->open = true;
	peer->taken = bytes_taken(peer->conn->wsi);
	server->events.opened(server->ctx, peer);
	head_free(&peer->head);
}

static int closing(struct net_peer *peer)
{
	lws_close_reason(peer->conn->wsi, (enum lws_close_status)peer->close_code,
			 (unsigned char *)peer->reason, strlen(peer->reason));
	return -1;
}

static int close_now(struct net_peer *peer, int code, const char *reason)
{
	net_peer_close(peer, code, reason);
	return closing(peer);
}

int peer_received(struct net_peer *peer, const char *data, size_t len)
{
	const struct net_server *server = peer->conn->server;
	struct lws *wsi = peer->conn->wsi;

	if (peer->close_code)
		return 0;
	if (came_too_early(peer))
		return close_now(peer, 1002, "the answer to the upgrade comes first");
	if (lws_frame_is_binary(wsi))
		return close_now(peer, 1003, "text frames only");
	if (buf_add(&peer->text, data, len) < 0)
		return close_now(peer, 1009, "message too large");
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return 0;
	if (!text_valid(peer->text.data, peer->text.len))
		return close_now(peer, 1007, "not UTF-8");
	server->events.text(server->ctx, peer, peer->text.data, peer->text.len);
	if (peer->text.cap > 4096)
		buf_free(&peer->text);
	else
		buf_clear(&peer->text);
	return peer->conn->server ? 0 : -1;
}

int peer_writable(struct net_peer *peer)
{
	const struct net_server *server = peer->conn->server;
	struct lws *wsi = peer->conn->wsi;

	if (peer->close_code)
		return closing(peer);
	if (peer->ping) {
		unsigned char ping[LWS_PRE + 1] = {0}; /* the pong of an empty one is not told */

		peer->ping = false;
		if (lws_write(wsi, ping + LWS_PRE, 1, LWS_WRITE_PING) < 0)
			return -1;
	}
	if (peer->want && !lws_send_pipe_choked(wsi)) {
		peer->want = false;
		peer->writing = true;
		server->events.writable(server->ctx, peer);
		peer->writing = false;
	}
	if (!peer->conn->server)
		return -1;
	if (peer->want || peer->ping)
		lws_callback_on_writable(wsi);
	return 0;
}

void peer_pong(struct net_peer *peer)
{
	const struct net_server *server = peer->conn->server;

	if (server->events.pong && !peer->close_code)
		server->events.pong(server->ctx, peer);
}

void peer_closed(struct net_peer *peer)
{
	const struct net_server *server = peer->conn->server;

	if (!peer->open || peer->told)
		return;
	peer->told = true;
	if (!peer->close_code)
		peer->close_code = LWS_CLOSE_STATUS_NO_STATUS;
	if (server && loop_lws(server->loop))
		server->events.closed(server->ctx, peer);
}

void peer_shut(struct net_peer *peer, int code)
{
	if (peer->open && !peer->close_code && !lws_send_pipe_choked(peer->conn->wsi)) {
		unsigned char frame[LWS_PRE + 2];

		frame[LWS_PRE] = (unsigned char)(code >> 8);
		frame[LWS_PRE + 1] = (unsigned char)code;
		lws_write(peer->conn->wsi, frame + LWS_PRE, 2,
			  (enum lws_write_protocol)CLOSE_FRAME);
	}
	peer_closed(peer);
}

void peer_free(struct net_peer *peer)
{
	peer->conn->peer = NULL;
	head_free(&peer->head);
	buf_free(&peer->text);
	free(peer);
}

const char *net_peer_header(const struct net_peer *peer, const char *name)
{
	return head_get(&peer->head, name);
}

const char *net_peer_path(const struct net_peer *peer)
{
	return peer->head.path ? peer->head.path : "";
}

const char *net_peer_address(const struct net_peer *peer)
{
	return peer->conn->address;
}

void net_peer_set_user(struct net_peer *peer, void *user)
{
	peer->user = user;
}

void *net_peer_user(const struct net_peer *peer)
{
	return peer->user;
}

void net_peer_want_write(struct net_peer *peer)
{
	if (peer->close_code || !peer->open || peer->want)
		return;
	peer->want = true;
	lws_callback_on_writable(peer->conn->wsi);
}

int net_peer_write(struct net_peer *peer, const char *head, size_t head_len, const char *data,
		   size_t len)
{
	unsigned char *out;

	if (peer->close_code)
		return ERR_CLOSED;
	if (!peer->writing)
		return ERR_BUSY;
	out = conn_scratch(peer->conn, head_len + len);
	if (!out)
		return ERR_LIMIT;
	if (head_len)
		memcpy(out, head, head_len);
	if (len)
		memcpy(out + head_len, data, len);
	return lws_write(peer->conn->wsi, out, head_len + len, LWS_WRITE_TEXT) < 0 ? ERR_CLOSED : 0;
}

bool net_peer_choked(struct net_peer *peer)
{
	return lws_send_pipe_choked(peer->conn->wsi) != 0;
}

void net_peer_ping(struct net_peer *peer)
{
	if (peer->close_code || !peer->open || peer->ping)
		return;
	peer->ping = true;
	lws_callback_on_writable(peer->conn->wsi);
}

void net_peer_close(struct net_peer *peer, int code, const char *reason)
{
	struct lws *wsi = peer->conn->wsi;

	if (peer->close_code || !peer->open)
		return;
	peer->close_code = code;
	snprintf(peer->reason, sizeof(peer->reason), "%s", reason ? reason : "");
	if (lws_send_pipe_choked(wsi)) {
		lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
		return;
	}
	lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND, CLOSE_SECONDS);
	lws_callback_on_writable(wsi);
}
