#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "language.h"
#include "mem.h"

enum { SECRET_MAX = 4096, OUTPUT_MAX = 65536 };

/* Without XDG_RUNTIME_DIR there is no other folder that is surely the user's own: part of the
 * state folder stands in for it. */
static const struct {
	const char *variable, *home;
} kinds[] = {
	[PATH_CONFIG] = {"XDG_CONFIG_HOME", ".config/frontdesk"},
	[PATH_STATE] = {"XDG_STATE_HOME", ".local/state/frontdesk"},
	[PATH_DATA] = {"XDG_DATA_HOME", ".local/share/frontdesk"},
	[PATH_RUNTIME] = {"XDG_RUNTIME_DIR", ".local/state/frontdesk/run"},
};

static const char *home_folder(void)
{
	const char *home = getenv("HOME");
	const struct passwd *entry;

	if (home && home[0] == '/')
		return home;
	entry = getpwuid(geteuid());
	return entry && entry->pw_dir && entry->pw_dir[0] == '/' ? entry->pw_dir : "/";
}

char *path_user(enum path_kind kind, const char *name)
{
	const char *base = getenv(kinds[kind].variable);

	if (base && base[0] == '/')
		return mem_printf("%s/frontdesk/%s", base, name);
	return mem_printf("%s/%s/%s", home_folder(), kinds[kind].home, name);
}

static int path_error(struct why *why, const char *doing, const char *path)
{
	int err = errno == ENOENT                     ? ERR_NOT_FOUND
		  : errno == EACCES || errno == EPERM ? ERR_DENIED
						      : ERR_IO;

	return why_set(why, err, _("Cannot %s %s: %s"), _(doing), path, strerror(errno));
}

int path_make_parents(const char *path, struct why *why)
{
	char *folder = mem_dup(path), *slash = folder;
	int err = 0;

	while (!err && slash[0] && (slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(folder, 0700) < 0 && errno != EEXIST)
			err = path_error(why, N_("make the folder"), folder);
		*slash = '/';
	}
	free(folder);
	return err;
}

static int open_file(const char *path, int *fd, struct why *why)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return *fd < 0 ? path_error(why, N_("read"), path) : 0;
}

/* Reads to the end of fd and closes it. */
static int read_file(int fd, const char *path, struct buf *content, struct why *why)
{
	int err = 0;
	ssize_t got;

	do {
		char block[4096];

		got = read(fd, block, sizeof(block));
		if (got < 0 && errno != EINTR)
			err = path_error(why, N_("read"), path);
		else if (got > 0 && buf_add(content, block, (size_t)got))
			err = why_set(why, ERR_LIMIT, _("%s is larger than %zu bytes"), path,
				      content->max);
		mem_wipe(block, sizeof(block));
	} while (!err && got != 0);
	close(fd);
	return err;
}

int path_read(const char *path, size_t max, char **data, size_t *len, struct why *why)
{
	struct buf content;
	int fd, err = open_file(path, &fd, why);

	if (err)
		return err;
	buf_init(&content, max);
	err = read_file(fd, path, &content, why);
	if (err) {
		buf_free(&content);
		return err;
	}
	*len = content.len;
	*data = buf_take(&content);
	return 0;
}

static void free_secret(struct buf *b)
{
	mem_wipe(b->data, b->cap);
	buf_free(b);
}

/* Hands over the first len bytes of b without their line end, or frees b. */
static int take_secret(struct buf *b, size_t len, const char *from, char **secret, struct why *why)
{
	if (len > 0 && b->data[len - 1] == '\n')
		len--;
	if (len > 0 && b->data[len - 1] == '\r')
		len--;
	if (len == 0 || memchr(b->data, '\0', len)) {
		free_secret(b);
		return why_set(why, ERR_INVALID,
			       len ? _("%s gives a secret with a NUL byte in it")
				   : _("%s gives an empty secret"),
			       from);
	}
	mem_wipe(b->data + len, b->len - len);
	*secret = buf_take(b);
	return 0;
}

/* The descriptor is asked and not the name, so that the answer is about the file that is read. */
static int check_private(int fd, const char *path, struct why *why)
{
	struct stat info;

	if (fstat(fd, &info) < 0)
		return path_error(why, N_("read"), path);
	if (info.st_mode & (S_IRWXG | S_IRWXO))
		return why_set(why, ERR_DENIED,
			       _("Others may read %s, which holds a secret: chmod 600 it first"),
			       path);
	return 0;
}

static int read_secret(int fd, const char *from, char **secret, struct why *why)
{
	struct buf content;
	int err;

	/* All of its memory at once: a buffer that moves leaves parts of the secret behind. */
	buf_init(&content, SECRET_MAX);
	buf_reserve(&content, SECRET_MAX);
	err = read_file(fd, from, &content, why);
	if (err) {
		free_secret(&content);
		return err;
	}
	return take_secret(&content, content.len, from, secret, why);
}

int path_read_secret(const char *path, char **secret, struct why *why)
{
	int fd, err = open_file(path, &fd, why);

	if (err)
		return err;
	err = check_private(fd, path, why);
	if (err) {
		close(fd);
		return err;
	}
	return read_secret(fd, path, secret, why);
}

int path_read_secret_fd(int fd, char **secret, struct why *why)
{
	return read_secret(fd, _("the inherited descriptor"), secret, why);
}

static int check_status(int status, const char *command, struct why *why)
{
	if (status < 0)
		return path_error(why, N_("run"), command);
	if (WIFSIGNALED(status))
		return why_set(why, ERR_IO, _("%s was ended by signal %d"), command,
			       WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return why_set(why, ERR_IO, _("%s failed with status %d"), command,
			       WEXITSTATUS(status));
	return 0;
}

int path_run_secret(const char *command, char **secret, struct why *why)
{
	FILE *pipe = popen(command, "re");
	struct buf output;
	const char *end;
	int err, ended;

	if (!pipe)
		return path_error(why, N_("run"), command);
	/* All of the output is read, so that the command is not cut off while it prints. */
	buf_init(&output, OUTPUT_MAX);
	buf_reserve(&output, OUTPUT_MAX);
	err = read_file(dup(fileno(pipe)), command, &output, why);
	ended = pclose(pipe);
	if (!err)
		err = check_status(ended, command, why);
	if (err) {
		free_secret(&output);
		return err;
	}
	end = memchr(output.data, '\n', output.len);
	return take_secret(&output, end ? (size_t)(end - output.data) : output.len, command, secret,
			   why);
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

/* Writes a new file beside target and renames it. Not synced to the disk: that may take long, and
 * what a reader is promised does not need it. */
static int replace(const char *target, const void *data, size_t len, unsigned mode, struct why *why)
{
	char *beside = mem_printf("%s.XXXXXX", target);
	int err = 0, fd = mkostemp(beside, O_CLOEXEC);

	if (fd < 0) {
		err = path_error(why, N_("write"), target);
		free(beside);
		return err;
	}
	if (write_all(fd, data, len) < 0 || fchmod(fd, (mode_t)mode) < 0)
		err = path_error(why, N_("write"), target);
	if (close(fd) < 0 && !err)
		err = path_error(why, N_("write"), target);
	if (!err && rename(beside, target) < 0)
		err = path_error(why, N_("write"), target);
	if (err)
		unlink(beside);
	free(beside);
	return err;
}

int path_write(const char *path, const void *data, size_t len, unsigned mode, struct why *why)
{
	/* A link stays a link, also one to a file of the user's dotfiles. */
	char *real = realpath(path, NULL);
	int err = replace(real ? real : path, data, len, mode, why);

	free(real);
	return err;
}
