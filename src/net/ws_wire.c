#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "address.h"
#include "base/err.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "vhost.h"
#include "ws_state.h"

static int on_client(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t len);

static const struct lws_protocols protocols[] = {{.name = "client", .callback = on_client}, {0}};

bool ws_connect(struct net_ws *ws)
{
	const char *address = ws->addresses.text[ws->next_address++];
	bool v6 = address_numeric(ws->host) && strchr(ws->host, ':');
	char *host = mem_printf(v6 ? "[%s]:%d" : "%s:%d", ws->host, ws->port);
	struct lws_client_connect_info info = {
		.context = loop_lws(ws->loop),
		.address = address,
		.port = ws->port,
		.path = ws->path,
		.host = host,
		.protocol = ws->protocol,
		.local_protocol_name = protocols[0].name,
		.ssl_connection = ws->tls ? LCCSCF_USE_SSL : 0,
		.alpn = "http/1.1",
		.opaque_user_data = ws,
		.retry_and_idle_policy = &vhost_no_pings,
		.pwsi = &ws->wsi,
	};
	struct lws *wsi = NULL;

	loop_lws_error_clear();
	info.vhost =
		vhost_client(ws->loop, "ws", protocols, &(struct vhost_trust){ws->tls, ws->pin});
	if (info.vhost)
		wsi = lws_client_connect_via_info(&info);
	else
		ws_blame(ws, ERR_TLS, _("%s holds no certificate"), ws->pin ? ws->pin : "");
	free(host);
	if (!wsi) {
		ws->wsi = NULL;
		ws_blame(ws, ERR_IO, _("cannot connect to %s port %d"), ws->host, ws->port);
	}
	return wsi != NULL;
}

static int add_header(struct lws *wsi, unsigned char **at, unsigned char *end, const char *name,
		      const char *prefix, const char *value)
{
	char *line;
	int err;

	if (!value)
		return 0;
	line = mem_printf("%s%s", prefix, value);
	err = lws_add_http_header_by_name(wsi, (const unsigned char *)name,
					  (const unsigned char *)line, (int)strlen(line), at, end);
	mem_wipe(line, strlen(line));
	free(line);
	return err ? -1 : 0;
}

static int on_handshake(struct net_ws *ws, struct lws *wsi, unsigned char **at, size_t len)
{
	unsigned char *end = *at + len;

	if (add_header(wsi, at, end, "authorization:", "Bearer ", ws->bearer) < 0)
		return -1;
	return add_header(wsi, at, end, "cookie:", "", ws->cookie);
}

/* libwebsockets tells that TLS failed but only logs why, and that only of certificates. */
static void blame_tls(struct net_ws *ws, const char *reason)
{
	static const char prefix[] = "SSL error: ";
	const char *logged = loop_lws_error();

	if (!strncmp(logged, prefix, sizeof(prefix) - 1)) {
		logged += sizeof(prefix) - 1;
		ws_blame(ws, ERR_TLS, _("the certificate of %s is refused: %.*s"), ws->host,
			 (int)strcspn(logged, "("), logged);
	} else {
		ws_blame(ws, ERR_TLS, _("no secure connection to %s: %s"), ws->host, reason);
	}
	loop_lws_error_clear();
}

static void on_refused(struct net_ws *ws, struct lws *wsi, const char *reason)
{
	unsigned status = lws_http_client_http_response(wsi);
	char text[128];

	text_clean(text, sizeof(text), reason, strlen(reason));
	if (status && status != 101) {
		ws->end.status = (int)status;
		ws_blame(ws, ERR_DENIED, _("%s answers with HTTP status %u"), ws->host, status);
	} else if (ws->tls && (strcasestr(reason, "ssl") || strcasestr(reason, "tls") ||
			       strcasestr(reason, "cert"))) {
		blame_tls(ws, text);
	} else {
		ws_blame(ws, ERR_IO, _("cannot connect to %s port %d: %s"), ws->host, ws->port,
			 text);
	}
}

static int say_close(struct net_ws *ws, struct lws *wsi, int code)
{
	lws_close_reason(wsi, (enum lws_close_status)code, NULL, 0);
	ws->close_code = code;
	return -1;
}

static int refuse_message(struct net_ws *ws, struct lws *wsi, int code, int err, const char *text)
{
	ws_blame(ws, err, "%s", text);
	return say_close(ws, wsi, code);
}

static int on_receive(struct net_ws *ws, struct lws *wsi, const char *in, size_t len)
{
	if (ws->close_code)
		return 0;
	if (lws_frame_is_binary(wsi))
		return refuse_message(ws, wsi, 1003, ERR_INVALID, "a binary message");
	if (buf_add(&ws->text, in, len) < 0)
		return refuse_message(ws, wsi, 1009, ERR_LIMIT, "a message is too large");
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return 0;
	if (!text_valid(ws->text.data, ws->text.len))
		return refuse_message(ws, wsi, 1007, ERR_INVALID, "a message is not UTF-8");
	ws->events.text(ws->ctx, ws->text.data, ws->text.len);
	buf_clear(&ws->text);
	return ws->abandoned ? -1 : 0;
}

static int send_queue(struct net_ws *ws, struct lws *wsi)
{
	while (ws->queue && !lws_send_pipe_choked(wsi)) {
		struct ws_message *message = ws->queue;
		int sent;

		DL_DELETE(ws->queue, message);
		ws->queued -= message->len;
		sent = lws_write(wsi, message->bytes + LWS_PRE, message->len, LWS_WRITE_TEXT);
		free(message->bytes);
		free(message);
		if (sent < 0)
			return -1;
	}
	return 0;
}

static int on_writable(struct net_ws *ws, struct lws *wsi)
{
	if (ws->ping) {
		unsigned char ping[LWS_PRE + 1] = {0};

		ws->ping = false;
		if (lws_write(wsi, ping + LWS_PRE, 1, LWS_WRITE_PING) < 0)
			return -1;
	}
	if (send_queue(ws, wsi) < 0)
		return -1;
	if (ws->queue)
		lws_callback_on_writable(wsi);
	else if (ws->close_code)
		return say_close(ws, wsi, ws->close_code);
	return 0;
}

static int on_peer_close(struct net_ws *ws, const unsigned char *in, size_t len)
{
	char reason[124] = "";

	if (len >= 2) {
		ws->end.code = in[0] << 8 | in[1];
		text_clean(reason, sizeof(reason), (const char *)in + 2, len - 2);
	}
	ws_blame(ws, ERR_CLOSED, _("%s closed the connection%s%s"), ws->host, *reason ? ": " : "",
		 reason);
	return 0;
}

static void on_destroy(struct net_ws *ws, struct lws *wsi)
{
	lws_set_opaque_user_data(wsi, NULL);
	ws->wsi = NULL;
	if (ws->abandoned || !loop_lws(ws->loop)) {
		ws_free(ws);
		return;
	}
	if (ws->opened)
		ws_blame(ws, ERR_CLOSED, _("the connection to %s was cut"), ws->host);
	else
		ws_blame(ws, ERR_TIMEOUT, _("%s does not answer as a WebSocket"), ws->host);
	ws_gone(ws);
}

static int on_wire(struct net_ws *ws, struct lws *wsi, enum lws_callback_reasons reason, void *in,
		   size_t len)
{
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return on_handshake(ws, wsi, in, len);
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		ws_opened(ws);
		return ws->abandoned ? -1 : 0;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		return on_receive(ws, wsi, in, len);
	case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
		ws_pong(ws);
		return 0;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return on_writable(ws, wsi);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		return on_peer_close(ws, in, len);
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_refused(ws, wsi, in ? in : "");
		return 0;
	default:
		return 0;
	}
}

static int on_client(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t len)
{
	struct net_ws *ws;
	int answer;

	if (vhost_event(wsi, reason, user, &answer))
		return answer;
	ws = wsi ? lws_get_opaque_user_data(wsi) : NULL;
	if (!ws)
		return 0;
	loop_mark(ws->loop);
	if (reason == LWS_CALLBACK_WSI_DESTROY) {
		on_destroy(ws, wsi);
		return 0;
	}
	if (ws->abandoned || !loop_lws(ws->loop))
		return reason == LWS_CALLBACK_CLIENT_CLOSED ? 0 : -1;
	return on_wire(ws, wsi, reason, in, len);
}
