#include "lws.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "state.h"

/* libwebsockets knows one log function for the whole process. */
static char last_error[256];

static void on_log(int level, const char *line)
{
	size_t len = strcspn(line, "\n");

	log_line(level & LLL_ERR ? LOG_WARN : LOG_INFO, "lws", "%.*s", (int)len, line);
	if (level & LLL_ERR)
		snprintf(last_error, sizeof(last_error), "%.*s", (int)len, line);
}

const char *loop_lws_error(void)
{
	return last_error;
}

void loop_lws_error_clear(void)
{
	last_error[0] = '\0';
}

static int on_side(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		   size_t len)
{
	(void)user;
	(void)in;
	(void)len;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		loop_fds_ready(lws_get_opaque_user_data(wsi));
	return 0;
}

static const struct lws_protocols protocols[] = {{.name = "side", .callback = on_side}, {0}};

static void adopt_epoll(struct loop *loop, struct lws_vhost *vhost)
{
	struct lws *wsi = lws_adopt_descriptor_vhost_via_info(&(lws_adopt_desc_t){
		.vh = vhost,
		.type = LWS_ADOPT_RAW_FILE_DESC,
		.fd = {.filefd = loop->epoll},
		.vh_prot_name = protocols[0].name,
		.opaque = loop,
	});

	if (!wsi)
		loop_fatal("cannot watch descriptors");
	lws_set_opaque_user_data(wsi, loop);
}

void loop_lws_start(struct loop *loop, unsigned max_fds)
{
	/* Without a global option a virtual host loads no certificates: they cost 25 ms. */
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
		.fd_limit_per_thread = max_fds + 16,
		.pt_serv_buf_size = 32768,
		.max_http_header_data = 8192,
		.timeout_secs = 10,
		.connect_timeout_secs = 10,
	};
	struct lws_context_creation_info side = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.vhost_name = "side",
	};
	struct lws_vhost *vhost;

	lws_set_log_level(LLL_ERR | LLL_WARN, on_log);
	loop->lws = lws_create_context(&info);
	vhost = loop->lws ? lws_create_vhost(loop->lws, &side) : NULL;
	if (!vhost)
		loop_fatal("cannot make the event loop");
	adopt_epoll(loop, vhost);
}
