#include "server.h"

#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <utlist.h>

#include "base/mem.h"
#include "cert.h"
#include "server_state.h"

enum { KEEPALIVE_SECONDS = 60, TIMEOUT_SECONDS = 15, SCRATCH_MAX = 64 * 1024 * 1024 };

/* Who is silent for too long is judged by the user of this room, who pings. */
static const lws_retry_bo_t no_pings = {0};

/* What a virtual host refers to as long as it lives. */
struct server_vhost {
	struct lws_protocols protocols[2];
	char *protocol, *name;
};

static void vhost_free(struct lws_vhost *vhost, void *arg)
{
	struct server_vhost *own = arg;

	(void)vhost;
	free(own->protocol);
	free(own->name);
	free(own);
}

static struct lws_vhost *vhost_new(struct net_server *server, char *name)
{
	struct server_vhost *own = mem_new(1, sizeof(*own));
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.vhost_name = name,
		.protocols = own->protocols,
		.finalize = vhost_free,
		.finalize_arg = own,
		.keepalive_timeout = KEEPALIVE_SECONDS,
		.timeout_secs = TIMEOUT_SECONDS,
		.retry_and_idle_policy = &no_pings,
		.alpn = "http/1.1",
	};
	struct lws_vhost *vhost;

	own->name = name;
	own->protocol = mem_dup(server->ws_protocol);
	own->protocols[0].name = own->protocol;
	own->protocols[0].callback = conn_callback;
	if (server->cert) {
		info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			       LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
		info.ssl_cert_filepath = server->cert;
		info.ssl_private_key_filepath = server->key;
		info.ssl_options_set = (long)(SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
	}
	vhost = lws_create_vhost(loop_lws(server->loop), &info);
	if (!vhost)
		vhost_free(NULL, own);
	return vhost;
}

/* Virtual hosts live as long as the loop and are shared: libwebsockets chooses among all of them by
 * itself once it has read the head of a request, so a server must not depend on its own. */
static struct lws_vhost *vhost_get(struct net_server *server)
{
	struct stat file = {0};
	struct lws_vhost *vhost;
	char *name;

	if (server->cert)
		stat(server->cert, &file);
	name = mem_printf("server:%s:%s:%lld.%ld", server->ws_protocol,
			  server->cert ? server->cert : "", (long long)file.st_mtim.tv_sec,
			  file.st_mtim.tv_nsec);
	vhost = lws_get_vhost_by_name(loop_lws(server->loop), name);
	if (!vhost)
		return vhost_new(server, name);
	free(name);
	return vhost;
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
	buf_init(&server->scratch, SCRATCH_MAX);
	return server;
}

static void server_free(struct net_server *server)
{
	net_listener_free(&server->listener);
	buf_free(&server->scratch);
	free(server->ws_protocol);
	free(server->cert);
	free(server->key);
	free(server);
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
		server_free(server);
		return ERR_IO;
	}
	loop_lws_error_clear();
	server->vhost = vhost_get(server);
	if (!server->vhost) {
		server_free(server);
		return why_set(why, ERR_IO, "cannot start the server: %s", loop_lws_error());
	}
	*out = server;
	return 0;
}

int net_server_port(const struct net_server *server)
{
	return net_listener_port(server->listener);
}

/* libwebsockets drops its side in the next turn, since this may be called from its callbacks. */
static void detach(struct conn *conn, int code)
{
	if (conn->peer)
		peer_shut(conn->peer, code);
	if (conn->exchange)
		exchange_free(conn->exchange);
	DL_DELETE(conn->server->conns, conn);
	conn->server = NULL;
	lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
}

void net_server_close(struct net_server **slot, int code)
{
	struct net_server *server = *slot;

	if (!server)
		return;
	*slot = NULL;
	while (server->conns)
		detach(server->conns, code);
	server_free(server);
}
