#include "server.h"

#include <openssl/ssl.h>
#include <stdlib.h>
#include <utlist.h>

#include "base/mem.h"
#include "cert.h"
#include "server_state.h"

enum { KEEPALIVE_SECONDS = 60, TIMEOUT_SECONDS = 15, SCRATCH_MAX = 64 * 1024 * 1024 };

/* Who is silent for too long is judged by the user of this room, who pings. */
static const lws_retry_bo_t no_pings = {0};

static void on_vhost_gone(struct lws_vhost *vhost, void *arg)
{
	struct net_server *server = arg;

	(void)vhost;
	net_listener_free(&server->listener);
	buf_free(&server->scratch);
	free(server->ws_protocol);
	free(server->cert);
	free(server->key);
	free(server);
}

static struct lws_vhost *make_vhost(struct net_server *server)
{
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.vhost_name = "server",
		.protocols = server->protocols,
		.user = server,
		.finalize = on_vhost_gone,
		.finalize_arg = server,
		.keepalive_timeout = KEEPALIVE_SECONDS,
		.timeout_secs = TIMEOUT_SECONDS,
		.retry_and_idle_policy = &no_pings,
		.alpn = "http/1.1",
	};

	if (server->cert) {
		info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			       LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
		info.ssl_cert_filepath = server->cert;
		info.ssl_private_key_filepath = server->key;
		info.ssl_options_set = (long)(SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
	}
	return lws_create_vhost(loop_lws(server->loop), &info);
}

static struct net_server *server_new(struct loop *loop, const struct net_server_options *options,
				     const struct net_server_events *events, void *ctx)
{
	struct net_server *server = mem_new(1, sizeof(*server));

	*server = (struct net_server){
		.loop = loop,
		.events = *events,
		.ctx = ctx,
		.ws_protocol = mem_dup(options->ws_protocol),
		.cert = mem_dup(options->cert),
		.key = mem_dup(options->key),
		.max_body = options->max_body,
		.max_frame = options->max_frame,
	};
	server->protocols[0].name = server->ws_protocol;
	server->protocols[0].callback = conn_callback;
	buf_init(&server->scratch, SCRATCH_MAX);
	return server;
}

int net_server_open(struct loop *loop, const struct net_server_options *options,
		    const struct net_server_events *events, void *ctx, struct net_server **out,
		    struct why *why)
{
	struct net_server *server;
	int err;

	*out = NULL;
	if (options->cert) {
		err = cert_check(options->cert, options->key, why);
		if (err)
			return err;
	}
	server = server_new(loop, options, events, ctx);
	server->listener =
		net_listen(loop, options->host, options->port, conn_accepted, server, why);
	if (!server->listener) {
		on_vhost_gone(NULL, server);
		return ERR_IO;
	}
	loop_lws_error_clear();
	server->vhost = make_vhost(server);
	if (!server->vhost) {
		on_vhost_gone(NULL, server);
		return why_set(why, ERR_IO, "cannot start the server: %s", loop_lws_error());
	}
	*out = server;
	return 0;
}

int net_server_port(const struct net_server *server)
{
	return net_listener_port(server->listener);
}

static void destroy_vhost(void *vhost)
{
	lws_vhost_destroy(vhost);
}

static void detach(struct conn *conn, int code)
{
	if (conn->peer)
		peer_shut(conn->peer, code);
	if (conn->exchange)
		exchange_free(conn->exchange);
	DL_DELETE(conn->server->conns, conn);
	conn->server = NULL;
}

/* libwebsockets' side is destroyed in the next turn, since this may be called from one of its
 * callbacks; the server's memory goes with it. */
void net_server_close(struct net_server **slot, int code)
{
	struct net_server *server = *slot;

	if (!server)
		return;
	*slot = NULL;
	net_listener_free(&server->listener);
	while (server->conns)
		detach(server->conns, code);
	loop_defer(server->loop, destroy_vhost, server->vhost);
}
