#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "server_state.h"

enum { DRAIN_SECONDS = 5, DRAIN_MAX = 8 * 1024 * 1024 };

/* Length of the body: 0 without one, ERR_INVALID if it is not a number. */
static long long body_length(struct lws *wsi)
{
	char *text = head_copy(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH);
	long long length = ERR_INVALID;

	if (!text)
		return 0;
	if (text[0] && strspn(text, "0123456789") == strlen(text) && strlen(text) < 18)
		length = atoll(text);
	free(text);
	return length;
}

static int framing_status(struct conn *conn, long long length)
{
	if (lws_hdr_total_length(conn->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
		return 411;
	if (length < 0)
		return 400;
	return (size_t)length > conn->server->max_body ? 413 : 0;
}

/* Without a length libwebsockets takes all that follows for a body. */
static bool endless(const struct net_exchange *x)
{
	const char *method = x->head.method;

	return lws_hdr_total_length(x->conn->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0 &&
	       (!strcmp(method, "POST") || !strcmp(method, "PUT") || !strcmp(method, "PATCH"));
}

static struct net_exchange *exchange_new(struct conn *conn)
{
	struct net_exchange *x = mem_new(1, sizeof(*x));

	x->conn = conn;
	buf_init(&x->body, conn->server->max_body);
	buf_init(&x->out, 64 * 1024 * 1024);
	head_read(&x->head, conn->wsi);
	conn->exchange = x;
	return x;
}

static void refuse(struct net_exchange *x, int status)
{
	const struct net_server *server = x->conn->server;

	x->state = EXCHANGE_WAITING;
	if (server->events.refuse)
		server->events.refuse(server->ctx, x, status);
	else
		net_exchange_answer(x, &(struct net_answer){.status = status});
}

static void on_client_gone(void *ctx, int fd, unsigned ready)
{
	struct net_exchange *x = ctx;

	(void)fd;
	(void)ready;
	loop_fd_remove(&x->watch);
	lws_set_timeout(x->conn->wsi, PENDING_TIMEOUT_HTTP_CONTENT, LWS_TO_KILL_ASYNC);
}

void exchange_watch(struct net_exchange *x, unsigned wanted)
{
	struct conn *conn = x->conn;

	if (x->watch)
		loop_fd_want(x->watch, wanted);
	else
		x->watch = loop_fd_add(conn->server->loop, lws_get_socket_fd(conn->wsi), wanted,
				       on_client_gone, x);
}

/* While a request is in work libwebsockets would neither read nor notice the end of the client, but
 * wake for both for ever: so it is told not to look, and the end is watched for here. */
static void deliver(struct net_exchange *x)
{
	struct conn *conn = x->conn;
	const struct net_server *server = conn->server;

	x->state = EXCHANGE_WAITING;
	lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
	lws_rx_flow_control(conn->wsi, 0);
	server->events.request(server->ctx, x);
	if (conn->exchange == x && x->state == EXCHANGE_WAITING)
		exchange_watch(x, LOOP_CLOSED);
}

static int invite_body(struct conn *conn)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	char *expect = head_copy(conn->wsi, WSI_TOKEN_HTTP_EXPECT);
	bool asked = expect && !strcasecmp(expect, "100-continue");

	free(expect);
	return asked && conn_send(conn, go_on, sizeof(go_on) - 1) < 0 ? -1 : 0;
}

int exchange_start(struct conn *conn)
{
	const struct net_server *server = conn->server;
	long long length = body_length(conn->wsi);
	int framing = framing_status(conn, length), status;
	struct net_exchange *x;

	if (conn->exchange)
		return -1;
	x = exchange_new(conn);
	x->body_over = !framing && length == 0;
	x->last = endless(x);
	x->drain = x->last || length != 0;
	status = server->events.head ? server->events.head(server->ctx, x) : 0;
	if (!conn->server)
		return -1;
	if (!status)
		status = framing;
	if (x->state != EXCHANGE_BODY)
		return 0;
	if (status)
		refuse(x, status);
	else if (x->body_over)
		deliver(x);
	else
		return invite_body(conn);
	return conn->server ? 0 : -1;
}

/* What a refused client still sends is dropped: closing at once could make it lose the answer. */
int exchange_body(struct net_exchange *x, const char *data, size_t len)
{
	if (x->state == EXCHANGE_BODY)
		return buf_add(&x->body, data, len) < 0 ? -1 : 0;
	x->dropped += len;
	return x->dropped > DRAIN_MAX ? -1 : 0;
}

/* Told again when more follows the body before the answer: libwebsockets then asks for ever, so a
 * client that does not wait is let go. */
int exchange_body_over(struct net_exchange *x)
{
	struct conn *conn = x->conn;

	if (x->completed)
		return -1;
	x->completed = true;
	x->body_over = true;
	if (x->state == EXCHANGE_BODY)
		deliver(x);
	else if (x->state == EXCHANGE_WRITTEN)
		return exchange_finish(x);
	return conn->server ? 0 : -1;
}

int exchange_finish(struct net_exchange *x)
{
	struct conn *conn = x->conn;
	bool close = x->close;

	x->state = EXCHANGE_WRITTEN;
	if (!x->body_over && x->drain) {
		lws_set_timeout(conn->wsi, PENDING_TIMEOUT_HTTP_CONTENT, DRAIN_SECONDS);
		return 0;
	}
	exchange_free(x);
	if (close || lws_http_transaction_completed(conn->wsi))
		return -1;
	return 0;
}

void exchange_free(struct net_exchange *x)
{
	struct conn *conn = x->conn;
	const struct net_server *server = conn->server;

	conn->exchange = NULL;
	loop_fd_remove(&x->watch);
	if (x->end)
		x->end(x->source);
	if (x->state == EXCHANGE_WAITING && server && loop_lws(server->loop) &&
	    server->events.aborted)
		server->events.aborted(server->ctx, x);
	head_free(&x->head);
	if (x->body.cap)
		mem_wipe(x->body.data, x->body.len);
	buf_free(&x->body);
	buf_free(&x->out);
	free(x);
}

const char *net_exchange_method(const struct net_exchange *x)
{
	return x->head.method;
}

const char *net_exchange_path(const struct net_exchange *x)
{
	return x->head.path;
}

const char *net_exchange_header(const struct net_exchange *x, const char *name)
{
	return head_get(&x->head, name);
}

const char *net_exchange_address(const struct net_exchange *x)
{
	return x->conn->address;
}

const char *net_exchange_body(const struct net_exchange *x, size_t *len)
{
	if (len)
		*len = x->body.len;
	return x->body.data;
}

bool net_exchange_secure(const struct net_exchange *x)
{
	return x->conn->server->cert != NULL;
}

void net_exchange_set_user(struct net_exchange *x, void *user)
{
	x->user = user;
}

void *net_exchange_user(const struct net_exchange *x)
{
	return x->user;
}
