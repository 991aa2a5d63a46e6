#include "first.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/path.h"

extern const char start_example[];

enum { FILE_MAX = 65536 };

/* Puts "name = value" where the example has "# name = …". */
static int fill_in(struct buf *out, const char *line, size_t len, const char *name,
		   const char *value)
{
	size_t n = strlen(name);

	if (len < n + 4 || strncmp(line, "# ", 2) != 0 || strncmp(line + 2, name, n) != 0 ||
	    strncmp(line + 2 + n, " =", 2) != 0)
		return ERR_NOT_FOUND;
	return buf_printf(out, "%s = %s\n", name, value);
}

static int compose(struct buf *out, const char *host, const char *user)
{
	int err = 0;

	for (const char *line = start_example; *line && !err;) {
		size_t len = strcspn(line, "\n");

		err = fill_in(out, line, len, "host", host);
		if (err == ERR_NOT_FOUND)
			err = fill_in(out, line, len, "user", user);
		if (err == ERR_NOT_FOUND) {
			err = buf_add(out, line, len);
			if (!err)
				err = buf_add_char(out, '\n');
		}
		line += len + (line[len] == '\n');
	}
	return err;
}

static int write_new(const char *path, const struct buf *text, struct why *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && errno == EEXIST)
		return why_set(why, ERR_CONFLICT, _("%s exists and was left as it is"), path);
	if (fd < 0)
		return why_set(why, ERR_IO, _("Cannot write %s: %s"), path, strerror(errno));
	ssize_t put = write(fd, text->data, text->len);
	int failed = put == (ssize_t)text->len ? 0 : put < 0 ? errno : ENOSPC;
	if (close(fd) < 0 && !failed)
		failed = errno;
	if (!failed)
		return 0;
	unlink(path);
	return why_set(why, ERR_IO, _("Cannot write %s: %s"), path, strerror(failed));
}

/* A blank before ";" would begin a comment, and blanks at the ends are lost. */
static int check_value(const char *value)
{
	size_t len = strlen(value);

	if (!len || strpbrk(value, "\r\n;") || value[0] == ' ' || value[len - 1] == ' ')
		return ERR_INVALID;
	return 0;
}

int first_write(const char *path, const char *host, const char *user, struct why *why)
{
	struct buf text;

	if (check_value(host) || check_value(user))
		return why_set(why, ERR_INVALID, _("That name cannot stand in %s"), path);
	buf_init(&text, FILE_MAX);
	int err = compose(&text, host, user);
	if (err)
		err = why_set(why, err, _("Cannot write %s: the name is too long"), path);
	if (!err)
		err = path_make_parents(path, why);
	if (!err)
		err = write_new(path, &text, why);
	buf_free(&text);
	return err;
}
