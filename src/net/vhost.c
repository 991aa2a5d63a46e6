#include "vhost.h"

#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cert.h"

const lws_retry_bo_t vhost_no_pings = {0};

static char *name_of(const char *kind, const struct vhost_trust *trust)
{
	struct stat file = {0};

	if (!trust->tls)
		return mem_printf("%s:plain", kind);
	if (trust->pin)
		stat(trust->pin, &file);
	return mem_printf("%s:tls:%s:%lld.%ld:%lld", kind, trust->pin ? trust->pin : "",
			  (long long)file.st_mtim.tv_sec, file.st_mtim.tv_nsec,
			  (long long)file.st_size);
}

struct lws_vhost *vhost_client(struct loop *loop, const char *kind,
			       const struct lws_protocols *protocols,
			       const struct vhost_trust *trust)
{
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.retry_and_idle_policy = &vhost_no_pings,
		.user = trust->tls ? (void *)trust->pin : NULL,
	};
	struct lws_context *lws = loop_lws(loop);
	struct lws_vhost *vhost;
	char *name = name_of(kind, trust);

	info.vhost_name = name;
	if (trust->tls) {
		info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
		if (trust->pin)
			info.options |= LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
		info.ssl_client_options_set = (long)(SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1);
	}
	vhost = lws_get_vhost_by_name(lws, name);
	if (!vhost)
		vhost = lws_create_vhost(lws, &info);
	if (!vhost || lws_get_vhost_name(vhost) != name)
		free(name);
	return vhost;
}

/* A virtual host is made: user is OpenSSL's context, and the file to pin is the host's user. */
static int on_trust(struct lws *wsi, void *ssl)
{
	const char *pin = lws_get_vhost_user(lws_get_vhost(wsi));

	return pin && cert_pin(ssl, pin) < 0 ? -1 : 0;
}

bool vhost_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, int *answer)
{
	*answer = 0;
	if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_CLIENT_VERIFY_CERTS) {
		*answer = on_trust(wsi, user);
		return true;
	}
	if (reason == LWS_CALLBACK_PROTOCOL_DESTROY) {
		/* libwebsockets keeps the name by reference as long as the host lives. */
		free((char *)lws_get_vhost_name(lws_get_vhost(wsi)));
		return true;
	}
	return false;
}
