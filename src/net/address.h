/* Numeric addresses. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* "127.0.0.1", "::1" and port as a socket address; ERR_INVALID if host is not numeric. */
int address_parse(const char *host, int port, struct sockaddr_storage *at, socklen_t *len);
bool address_numeric(const char *host);
int address_port(const struct sockaddr_storage *at);
/* Numeric text without port; an IPv4 address that came in as IPv6 is shown as IPv4. */
void address_text(const struct sockaddr_storage *at, char *out, size_t cap);

#endif
