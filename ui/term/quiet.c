#include "quiet.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "restore.h"

struct quiet {
	int saved, pipe;
	struct loop_fd *watch;
	char line[512];
	size_t len;
};

static void log_text(struct quiet *quiet)
{
	if (quiet->len)
		log_warn("stderr", "%.*s", (int)quiet->len, quiet->line);
	quiet->len = 0;
}

static void on_text(void *ctx, int fd, unsigned ready)
{
	struct quiet *quiet = ctx;
	char bytes[4096];
	ssize_t got;

	(void)ready;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < got; i++) {
			if (bytes[i] != '\n')
				quiet->line[quiet->len++] = bytes[i];
			if (bytes[i] == '\n' || quiet->len == sizeof(quiet->line))
				log_text(quiet);
		}
	}
	if (got == 0)
		loop_fd_remove(&quiet->watch);
}

struct quiet *quiet_new(struct loop *loop)
{
	struct quiet *quiet;
	int ends[2], saved;

	if (!isatty(STDERR_FILENO))
		return NULL;
	saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	/* Without blocking at both ends: a full pipe loses text, it does not hold the program. */
	if (saved < 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
		if (saved >= 0)
			close(saved);
		return NULL;
	}
	fflush(stderr);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	quiet = mem_new(1, sizeof(*quiet));
	quiet->saved = saved;
	quiet->pipe = ends[0];
	quiet->watch = loop_fd_add(loop, quiet->pipe, LOOP_READ, on_text, quiet);
	restore_stderr(saved);
	return quiet;
}

void quiet_free(struct quiet **slot)
{
	struct quiet *quiet = *slot;

	if (!quiet)
		return;
	*slot = NULL;
	fflush(stderr);
	restore_stderr(-1);
	dup2(quiet->saved, STDERR_FILENO);
	on_text(quiet, quiet->pipe, LOOP_READ);
	log_text(quiet);
	loop_fd_remove(&quiet->watch);
	close(quiet->pipe);
	close(quiet->saved);
	free(quiet);
}
