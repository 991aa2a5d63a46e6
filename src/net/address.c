#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"

int address_parse(const char *host, int port, struct sockaddr_storage *at, socklen_t *len)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)at;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)at;

	memset(at, 0, sizeof(*at));
	if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
		*len = sizeof(*v4);
		return 0;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		*len = sizeof(*v6);
		return 0;
	}
	return ERR_INVALID;
}

bool address_numeric(const char *host)
{
	struct sockaddr_storage at;
	socklen_t len;

	return address_parse(host, 0, &at, &len) == 0;
}

int address_port(const struct sockaddr_storage *at)
{
	return ntohs(at->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)at)->sin6_port
					       : ((const struct sockaddr_in *)at)->sin_port);
}

void address_text(const struct sockaddr_storage *at, char *out, size_t cap)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)at;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)at;

	out[0] = '\0';
	if (at->ss_family == AF_INET)
		inet_ntop(AF_INET, &v4->sin_addr, out, (socklen_t)cap);
	else if (at->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
		inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], out, (socklen_t)cap);
	else if (at->ss_family == AF_INET6)
		inet_ntop(AF_INET6, &v6->sin6_addr, out, (socklen_t)cap);
}
