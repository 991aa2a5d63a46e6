#include "stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "resolve.h"
#include "stream_tls.h"
#include "vhost.h"

enum { CONNECT_MS = 5000, UNSENT_MAX = 1024 * 1024, PIECE = 16384 };

struct net_stream {
	struct loop *loop;
	struct net_stream_events events;
	void *ctx;
	char *host, *pin;
	int port;
	bool tls;

	struct net_resolve *resolve;
	struct net_addresses addresses;
	int next_address;
	struct lws *wsi;
	bool opened, abandoned, over, ending;
	struct loop_timer *limit;  /* connecting */
	struct stream_tls *secure; /* NULL for a plain one, and until it is connected */
	struct buf unsent, early;  /* early: said before the handshake was through */
	struct net_stream_end end;
};

static int on_stream(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t len);

static const struct lws_protocols protocols[] = {
	{.name = "stream", .callback = on_stream, .rx_buffer_size = PIECE}, {0}};

/* The first reason for the end is the one that is told. */
__attribute__((format(printf, 3, 4))) static void blame(struct net_stream *s, int err,
							const char *format, ...)
{
	va_list args;

	if (s->end.err)
		return;
	s->end.err = err;
	va_start(args, format);
	vsnprintf(s->end.text, sizeof(s->end.text), format, args);
	va_end(args);
}

static void stream_free(struct net_stream *s)
{
	loop_undefer(s->loop, s);
	net_resolve_cancel(&s->resolve);
	loop_timer_free(&s->limit);
	stream_tls_free(&s->secure);
	/* What was said may have been a secret. */
	mem_wipe(s->unsent.data, s->unsent.cap);
	mem_wipe(s->early.data, s->early.cap);
	buf_free(&s->unsent);
	buf_free(&s->early);
	free(s->host);
	free(s->pin);
	free(s);
}

static bool connect_next(struct net_stream *s)
{
	struct lws_client_connect_info info = {
		.context = loop_lws(s->loop),
		.address = s->addresses.text[s->next_address++],
		.port = s->port,
		.path = "",
		.host = s->host,
		.method = "RAW",
		.local_protocol_name = protocols[0].name,
		.opaque_user_data = s,
		.retry_and_idle_policy = &vhost_no_pings,
		.pwsi = &s->wsi,
	};
	struct lws *wsi = NULL;

	info.vhost = vhost_client(s->loop, "stream", protocols, &(struct vhost_trust){0});
	if (info.vhost)
		wsi = lws_client_connect_via_info(&info);
	if (!wsi) {
		s->wsi = NULL;
		blame(s, ERR_IO, "cannot connect to %s port %d", s->host, s->port);
	}
	return wsi != NULL;
}

/* Another address of the name is tried only where this one could not be reached at all. */
static bool worth_another(const struct net_stream *s)
{
	return !s->opened && s->end.err == ERR_IO && s->next_address < s->addresses.count;
}

static void conclude(void *ctx)
{
	struct net_stream *s = ctx;

	while (worth_another(s)) {
		s->end = (struct net_stream_end){0};
		if (connect_next(s)) {
			s->over = false;
			return;
		}
	}
	s->ending = true;
	s->end.opened = s->opened;
	s->events.ended(s->ctx, &s->end);
	stream_free(s);
}

static void gone(struct net_stream *s)
{
	s->wsi = NULL;
	if (s->over)
		return;
	s->over = true;
	loop_defer(s->loop, conclude, s);
}

static void kill_now(struct net_stream *s)
{
	loop_timer_stop(s->limit);
	if (s->wsi)
		lws_set_timeout(s->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
	else if (!s->resolve)
		gone(s);
}

static void on_limit(void *ctx)
{
	struct net_stream *s = ctx;

	blame(s, ERR_TIMEOUT, "%s port %d does not answer", s->host, s->port);
	net_resolve_cancel(&s->resolve);
	kill_now(s);
}

static void on_resolved(void *ctx, const struct net_addresses *found, const char *reason)
{
	struct net_stream *s = ctx;

	s->resolve = NULL;
	s->addresses = *found;
	if (!found->count)
		blame(s, ERR_NOT_FOUND, "%s: %s", s->host, reason);
	else if (connect_next(s))
		return;
	gone(s);
}

struct net_stream *net_stream_open(struct loop *loop, const struct net_stream_options *options,
				   const struct net_stream_events *events, void *ctx)
{
	struct net_stream *s = mem_new(1, sizeof(*s));

	*s = (struct net_stream){
		.loop = loop,
		.events = *events,
		.ctx = ctx,
		.host = mem_dup(options->host),
		.pin = mem_dup(options->pin),
		.port = options->port,
		.tls = options->tls,
	};
	buf_init(&s->unsent, options->max_unsent ? options->max_unsent : UNSENT_MAX);
	buf_init(&s->early, s->unsent.max);
	s->limit = loop_timer_new(loop, on_limit, s);
	loop_timer_set(s->limit, options->connect_ms ? options->connect_ms : CONNECT_MS);
	s->resolve = net_resolve(loop, s->host, on_resolved, s);
	return s;
}

int net_stream_send(struct net_stream *s, const char *data, size_t len)
{
	if (s->over || s->abandoned || s->end.err)
		return ERR_CLOSED;
	if (s->tls && !s->opened)
		return buf_add(&s->early, data, len);
	if ((s->secure ? stream_tls_write(s->secure, data, len, &s->unsent)
		       : buf_add(&s->unsent, data, len)) < 0)
		return ERR_LIMIT;
	if (s->opened && s->wsi)
		lws_callback_on_writable(s->wsi);
	return 0;
}

void net_stream_cut(struct net_stream *s, int err, const char *text)
{
	if (s->over || s->abandoned)
		return;
	blame(s, err, "%s", text);
	net_resolve_cancel(&s->resolve);
	kill_now(s);
}

/* With libwebsockets still holding the connection the memory goes when it lets go. */
void net_stream_abandon(struct net_stream **slot)
{
	struct net_stream *s = *slot;

	*slot = NULL;
	if (!s || s->ending || s->abandoned)
		return;
	s->abandoned = true;
	if (!s->wsi) {
		stream_free(s);
		return;
	}
	kill_now(s);
}

static void opened(struct net_stream *s)
{
	s->opened = true;
	loop_timer_stop(s->limit);
	if (s->early.len)
		stream_tls_write(s->secure, s->early.data, s->early.len, &s->unsent);
	if (s->unsent.len)
		lws_callback_on_writable(s->wsi);
	s->events.opened(s->ctx);
}

static void on_plain(void *ctx, const char *data, size_t len)
{
	struct net_stream *s = ctx;

	if (!s->end.err && !s->abandoned)
		s->events.bytes(s->ctx, data, len);
}

/* Bytes of TLS, or none to begin with. */
static int feed_tls(struct net_stream *s, const char *data, size_t len)
{
	struct why why = {""};
	int err = stream_tls_feed(s->secure, data, len, &s->unsent, &why);

	if (!err && !s->opened && stream_tls_ready(s->secure))
		opened(s);
	if (!err && s->opened)
		err = stream_tls_read(s->secure, &s->unsent, on_plain, s, &why);
	if (s->unsent.len)
		lws_callback_on_writable(s->wsi);
	if (err)
		blame(s, err, "%s port %d: %.120s", s->host, s->port, why.text);
	return err ? -1 : 0;
}

static int on_connected(struct net_stream *s)
{
	struct why why = {""};

	if (!s->tls) {
		opened(s);
		return 0;
	}
	s->secure = stream_tls_new(s->host, s->pin, &why);
	if (s->secure)
		return feed_tls(s, NULL, 0);
	blame(s, ERR_TLS, "%.180s", why.text);
	return -1;
}

static int on_bytes(struct net_stream *s, const char *data, size_t len)
{
	if (s->end.err)
		return 0;
	if (s->secure)
		return feed_tls(s, data, len);
	s->events.bytes(s->ctx, data, len);
	return 0;
}

static int on_writable(struct net_stream *s, struct lws *wsi)
{
	while (s->unsent.len && !lws_send_pipe_choked(wsi)) {
		unsigned char piece[LWS_PRE + PIECE];
		size_t len = s->unsent.len < PIECE ? s->unsent.len : PIECE;

		memcpy(piece + LWS_PRE, s->unsent.data, len);
		if (lws_write(wsi, piece + LWS_PRE, len, LWS_WRITE_RAW) < 0)
			return -1;
		buf_drop(&s->unsent, len);
	}
	if (s->unsent.len)
		lws_callback_on_writable(wsi);
	return 0;
}

static void on_refused(struct net_stream *s, const char *reason)
{
	char text[128];

	text_clean(text, sizeof(text), reason, strlen(reason));
	blame(s, ERR_IO, "cannot connect to %s port %d: %s", s->host, s->port, text);
}

static void on_destroy(struct net_stream *s, struct lws *wsi)
{
	lws_set_opaque_user_data(wsi, NULL);
	s->wsi = NULL;
	if (s->abandoned || !loop_lws(s->loop)) {
		stream_free(s);
		return;
	}
	if (s->opened)
		blame(s, ERR_CLOSED, "the connection to %s was cut", s->host);
	else
		blame(s, ERR_IO, "cannot connect to %s port %d", s->host, s->port);
	gone(s);
}

static int on_wire(struct net_stream *s, struct lws *wsi, enum lws_callback_reasons reason,
		   void *in, size_t len)
{
	switch (reason) {
	case LWS_CALLBACK_RAW_CONNECTED:
		if (on_connected(s) < 0)
			return -1;
		break;
	case LWS_CALLBACK_RAW_RX:
		if (on_bytes(s, in, len) < 0)
			return -1;
		break;
	case LWS_CALLBACK_RAW_WRITEABLE:
		return on_writable(s, wsi);
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_refused(s, in ? in : "");
		break;
	default:
		break;
	}
	return s->abandoned ? -1 : 0;
}

static int on_stream(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t len)
{
	struct net_stream *s;
	int answer;

	if (vhost_event(wsi, reason, user, &answer))
		return answer;
	s = wsi ? lws_get_opaque_user_data(wsi) : NULL;
	if (!s)
		return 0;
	loop_mark(s->loop);
	if (reason == LWS_CALLBACK_WSI_DESTROY) {
		on_destroy(s, wsi);
		return 0;
	}
	if (s->abandoned || !loop_lws(s->loop))
		return reason == LWS_CALLBACK_RAW_CLOSE ? 0 : -1;
	return on_wire(s, wsi, reason, in, len);
}
