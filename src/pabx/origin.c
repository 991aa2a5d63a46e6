#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "pabx.h"

enum { HOST_MAX = 256 };

/* Splits "name", "name:port" or "[address]:port". The port is 0 where there is none, -1 where it is
 * no number. */
static bool split(const char *host, char *name, size_t cap, long *port)
{
	bool bracket = *host == '[';
	const char *start = host + bracket;
	size_t len = strcspn(start, bracket ? "]" : ":");
	const char *rest = start + len;
	char *end;

	if (!len || len >= cap || (bracket && *rest++ != ']'))
		return false;
	memcpy(name, start, len);
	name[len] = '\0';
	*port = 0;
	if (!*rest)
		return true;
	if (*rest != ':' || strspn(rest + 1, "0123456789") != strlen(rest + 1))
		return false;
	*port = strtol(rest + 1, &end, 10);
	return *port > 0 && *port < 65536;
}

static bool is_any(const char *host)
{
	return !strcmp(host, "0.0.0.0") || !strcmp(host, "::");
}

/* An address is nobody's name: no web page can be made to come under it. */
static bool is_address(const char *name)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

static bool is_our_name(const struct pabx *pabx, const char *name)
{
	static const char *const loopback[] = {"localhost", "127.0.0.1", "::1"};
	const struct pabx_options *o = &pabx->options;

	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++)
		if (!strcasecmp(name, loopback[i]))
			return true;
	if ((o->host && !strcasecmp(name, o->host)) || (o->name && !strcasecmp(name, o->name)))
		return true;
	return o->host && is_any(o->host) && is_address(name);
}

int pabx_check_host(const struct pabx *pabx, const char *host, const char *origin, const char **why)
{
	char name[HOST_MAX];
	long port;

	if (origin) {
		if (why)
			*why = N_("requests from web pages are not accepted");
		return 403;
	}
	if (why)
		*why = N_("the Host header names another host than this server");
	if (!host || !split(host, name, sizeof(name), &port) || !is_our_name(pabx, name))
		return 403;
	if (!port)
		port = pabx->options.cert ? 443 : 80;
	if (port != pabx_port(pabx))
		return 403;
	if (why)
		*why = NULL;
	return 0;
}
