#include "one_life.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

struct one_life {
	int fd;
	struct loop_fd *watch;
	char line[256];
	size_t len;
	char login[65], id[65];
	unsigned char hash[SECRET_HASH];
};

static void take_line(struct one_life *one)
{
	char secret[129];
	int end = -1;

	if (sscanf(one->line, "%64s %64[^. ].%128s%n", one->login, one->id, secret, &end) == 3 &&
	    end >= 0) {
		secret_hash(secret, one->hash);
	} else {
		log_error("pabx", "the line with the one-life credential was not understood");
		*one->id = '\0';
	}
	mem_wipe(secret, sizeof(secret));
	mem_wipe(one->line, sizeof(one->line));
}

static void finish(struct one_life *one)
{
	if (one->watch)
		loop_fd_remove(&one->watch);
	if (one->fd >= 0)
		close(one->fd);
	one->fd = -1;
}

static void read_some(void *ctx, int fd, unsigned ready)
{
	struct one_life *one = ctx;
	ssize_t got = read(fd, one->line + one->len, sizeof(one->line) - 1 - one->len);

	(void)ready;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got > 0)
		one->len += (size_t)got;
	one->line[one->len] = '\0';
	if (got > 0 && !strchr(one->line, '\n') && one->len < sizeof(one->line) - 1)
		return;
	take_line(one);
	finish(one);
}

struct one_life *one_life_new(struct loop *loop, int fd)
{
	struct one_life *one = mem_new(1, sizeof(*one));

	one->fd = fd;
	if (fd < 0)
		return one;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	/* Mostly it is there already, and a console may come before the loop's first turn. */
	read_some(one, fd, 0);
	if (one->fd >= 0)
		one->watch = loop_fd_add(loop, fd, LOOP_READ, read_some, one);
	if (one->fd >= 0 && !one->watch) {
		log_error("pabx", "the one-life credential cannot be read: %s", strerror(errno));
		finish(one);
	}
	return one;
}

void one_life_free(struct one_life **slot)
{
	struct one_life *one = *slot;

	*slot = NULL;
	if (!one)
		return;
	finish(one);
	free(one);
}

const char *one_life_login(const struct one_life *one, const char *id,
			   const unsigned char hash[SECRET_HASH])
{
	return *one->id && !strcmp(one->id, id) && secret_equal(one->hash, hash) ? one->login
										 : NULL;
}
