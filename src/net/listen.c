#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "base/mem.h"
#include "server_state.h"

enum { BACKLOG = 511, ACCEPT_BATCH = 32, PAUSE_MS = 100, SEND_BUFFER = 65536 };

struct net_listener {
	struct loop *loop;
	int fd;
	struct loop_fd *watch;
	struct loop_timer *pause;
	net_accepted_fn accepted;
	void *ctx;
};

static void on_pause_over(void *ctx)
{
	struct net_listener *listener = ctx;

	loop_fd_want(listener->watch, LOOP_READ);
}

/* A moderate send buffer, so that a reader that stalls is noticed. */
static void set_options(int fd)
{
	int yes = 1, size = SEND_BUFFER;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof(yes));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
}

static void on_ready(void *ctx, int listen_fd, unsigned ready)
{
	struct net_listener *listener = ctx;

	(void)ready;
	for (int i = 0; i < ACCEPT_BATCH; i++) {
		struct sockaddr_storage from = {0};
		socklen_t len = sizeof(from);
		char address[ADDRESS_MAX];
		int fd = accept4(listen_fd, (struct sockaddr *)&from, &len,
				 SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0) {
			/* No descriptors left: the queue stays readable, so look again later. */
			if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
			    errno == ENOMEM) {
				loop_fd_want(listener->watch, 0);
				loop_timer_set(listener->pause, PAUSE_MS);
			}
			return;
		}
		set_options(fd);
		address_text(&from, address, sizeof(address));
		listener->accepted(listener->ctx, fd, address);
	}
}

static int open_socket(const char *host, int port, struct why *why)
{
	struct sockaddr_storage at;
	socklen_t len;
	int yes = 1, fd;

	if (port < 0 || port > 65535 || address_parse(host, port, &at, &len) < 0)
		return why_set(why, ERR_INVALID, "%s port %d is not an address to listen on", host,
			       port);
	fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return why_set(why, ERR_IO, "cannot make a socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&at, len) < 0 || listen(fd, BACKLOG) < 0) {
		why_set(why, ERR_IO, "cannot listen on %s port %d: %s", host, port,
			strerror(errno));
		close(fd);
		return ERR_IO;
	}
	return fd;
}

struct net_listener *net_listen(struct loop *loop, const char *host, int port,
				net_accepted_fn accepted, void *ctx, struct why *why)
{
	struct net_listener *listener;
	int fd = open_socket(host, port, why);

	if (fd < 0)
		return NULL;
	listener = mem_new(1, sizeof(*listener));
	*listener = (struct net_listener){.loop = loop, .fd = fd, .accepted = accepted, .ctx = ctx};
	listener->pause = loop_timer_new(loop, on_pause_over, listener);
	listener->watch = loop_fd_add(loop, fd, LOOP_READ, on_ready, listener);
	return listener;
}

int net_listener_port(const struct net_listener *listener)
{
	struct sockaddr_storage at = {0};
	socklen_t len = sizeof(at);

	getsockname(listener->fd, (struct sockaddr *)&at, &len);
	return address_port(&at);
}

void net_listener_free(struct net_listener **slot)
{
	struct net_listener *listener = *slot;

	if (!listener)
		return;
	*slot = NULL;
	loop_fd_remove(&listener->watch);
	loop_timer_free(&listener->pause);
	close(listener->fd);
	free(listener);
}
