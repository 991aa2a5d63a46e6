/* A port for a server that a test ends and starts again in the same place. It lies below the range
 * from which the kernel takes ports for others, so that none of them holds it meanwhile. */
#ifndef SUPPORT_PORT_H
#define SUPPORT_PORT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static inline bool port_is_free(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	bool free =
		bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 1) == 0;
	close(fd);
	return free;
}

static inline int port_free(void)
{
	enum { FIRST = 20000, COUNT = 12000 };
	static int next;

	if (!next)
		next = (int)(getpid() * 37L % COUNT);
	while (!port_is_free(FIRST + next))
		next = (next + 1) % COUNT;
	int port = FIRST + next;
	next = (next + 1) % COUNT;
	return port;
}

#endif
