#include "host.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/language.h"
#include "base/mem.h"
#include "core.h"

enum { NAME_MAX_LEN = 253, HTTP_PORT = 80, HTTPS_PORT = 443 };

static bool is_loopback(const char *name)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, name, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, name, &v6) == 1)
		return IN6_IS_ADDR_LOOPBACK(&v6);
	return !strcasecmp(name, "localhost");
}

static bool is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._";
	size_t len = strlen(name);

	return len && len <= NAME_MAX_LEN && name[0] != '-' && strspn(name, letters) == len;
}

static int parse_port(const char *text, int *port)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || value < 1 || value > 65535)
		return ERR_INVALID;
	*port = (int)value;
	return 0;
}

/* "[v6]" or a name, then an optional ":port". text is written to. */
static int parse_authority(struct px_host *host, char *text)
{
	struct in6_addr v6;
	char *name = text, *port;

	if (*text == '[') {
		char *end = strchr(text, ']');

		if (!end || (end[1] && end[1] != ':'))
			return ERR_INVALID;
		name = text + 1;
		port = end[1] ? end + 1 : NULL;
		*end = '\0';
		if (inet_pton(AF_INET6, name, &v6) != 1)
			return ERR_INVALID;
	} else {
		port = strchr(text, ':');
		if (port)
			*port = '\0';
		if (!is_name(name))
			return ERR_INVALID;
	}
	host->name = mem_dup(name);
	return port ? parse_port(port + 1, &host->port) : 0;
}

static bool take_scheme(const char **text, const char *scheme)
{
	size_t len = strlen(scheme);

	if (strncasecmp(*text, scheme, len) != 0)
		return false;
	*text += len;
	return true;
}

int px_host_parse(struct px_host *host, const struct pbx_host *from)
{
	const char *text = from->url ? from->url : "";
	bool http = take_scheme(&text, "http://");
	bool https = !http && take_scheme(&text, "https://");
	char *copy = mem_dup(text);
	size_t len = strlen(copy);

	*host = (struct px_host){0};
	if ((http || https) && len && copy[len - 1] == '/')
		copy[len - 1] = '\0';

	int err = parse_authority(host, copy);

	free(copy);
	if (!err) {
		host->tls = https || (!http && !is_loopback(host->name));
		if (!host->tls && !is_loopback(host->name) && !from->plain_is_unsafe)
			err = ERR_DENIED;
	}
	if (err) {
		px_host_free(host);
		return err;
	}
	if (!host->port)
		host->port = host->tls ? HTTPS_PORT : HTTP_PORT;
	host->pin = mem_dup(from->pin);
	host->base = mem_printf(strchr(host->name, ':') ? "%s://[%s]:%d" : "%s://%s:%d",
				host->tls ? "https" : "http", host->name, host->port);
	return 0;
}

void px_host_free(struct px_host *host)
{
	free(host->name);
	free(host->base);
	free(host->pin);
	*host = (struct px_host){0};
}

int pbx_set_host(struct pbx *pbx, const struct pbx_host *host)
{
	struct px_host parsed;
	int err = px_host_parse(&parsed, host);

	if (err)
		return err;
	if (pbx->host.base && strcmp(pbx->host.base, parsed.base) != 0) {
		if (pbx->feed.state != PBX_STOPPED)
			px_feed_stop(pbx, NULL);
		px_photos_clear(&pbx->photos);
		px_session_clear(&pbx->session);
		mem_set(&pbx->stun, NULL);
		mem_set(&pbx->turn, NULL);
	}
	px_rest_forsake(pbx);
	px_host_free(&pbx->host);
	pbx->host = parsed;
	net_http_free(&pbx->http);
	pbx->http = net_http_new(pbx->loop, parsed.pin);
	return 0;
}

static void take_cert(void *ctx, int err, const char *text, const char *pem, const char *sha256)
{
	struct pbx *pbx = ctx;

	pbx->cert_fn(pbx->cert_ctx, err ? NULL : pem, err ? NULL : sha256, err ? text : "");
}

static void no_host(struct pbx *pbx, int value)
{
	(void)value;
	take_cert(pbx, ERR_INVALID, _("No telephone system is set"), NULL, NULL);
}

void pbx_peer_cert(struct pbx *pbx, pbx_cert_fn fn, void *ctx)
{
	pbx->cert_fn = fn;
	pbx->cert_ctx = ctx;
	if (pbx->http)
		net_http_peer_cert(pbx->http, pbx->host.base, take_cert, pbx);
	else
		px_later_run(pbx->later, no_host, 0);
}
