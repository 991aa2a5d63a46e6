#include "resume_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"

enum { FILES_MAX = 256, CANDIDATES = 32 };

static const char suffix[] = ".json";

struct resume_file {
	char *path;
	int fd; /* -1 until something is written */
	char *last;
	size_t last_len;
};

struct resume_file *resume_file_open(const char *folder)
{
	struct resume_file *file = mem_new(1, sizeof *file);

	file->path = mem_printf("%s/%ld-XXXXXX%s", folder, (long)getpid(), suffix);
	file->fd = -1;
	return file;
}

static void make(struct resume_file *file)
{
	struct why why;

	if (path_make_parents(file->path, &why) < 0) {
		log_warn("resume", "%s", why.text);
		return;
	}
	file->fd = mkostemps(file->path, (int)strlen(suffix), O_CLOEXEC);
	if (file->fd < 0)
		log_warn("resume", "%s: %s", file->path, strerror(errno));
	else
		flock(file->fd, LOCK_EX | LOCK_NB);
}

void resume_file_touch(struct resume_file *file)
{
	int64_t now = clock_wall_ms();
	struct timespec moment = {.tv_sec = now / 1000, .tv_nsec = now % 1000 * 1000000};
	const struct timespec times[] = {moment, moment};

	if (file && file->fd >= 0)
		futimens(file->fd, times);
}

/* In one write, so that a reader finds the whole; what is cut short is no JSON and is not taken. */
void resume_file_write(struct resume_file *file, const char *text, size_t len)
{
	bool same = file->last && file->last_len == len && memcmp(file->last, text, len) == 0;

	if (len > RESUME_MAX_BYTES)
		return;
	if (file->fd < 0)
		make(file);
	if (file->fd < 0)
		return;
	if (!same) {
		if (pwrite(file->fd, text, len, 0) != (ssize_t)len ||
		    ftruncate(file->fd, (off_t)len) < 0)
			log_warn("resume", "%s: %s", file->path, strerror(errno));
		free(file->last);
		file->last = mem_dup_n(text, len);
		file->last_len = len;
	}
	resume_file_touch(file);
}

void resume_file_close(struct resume_file **slot, bool keep)
{
	struct resume_file *file = *slot;

	if (!file)
		return;
	*slot = NULL;
	if (file->fd >= 0) {
		if (!keep)
			unlink(file->path);
		close(file->fd);
	}
	free(file->last);
	free(file->path);
	free(file);
}

/* ---- What others left ---- */

struct leaving {
	int fd; /* -1 for none */
	char *path, *text;
	int64_t when;
};

static void drop(struct leaving *l)
{
	if (l->fd >= 0)
		close(l->fd);
	free(l->path);
	free(l->text);
	*l = (struct leaving){.fd = -1};
}

static char *read_all(int fd, size_t size)
{
	char *text = mem_new(size + 1, 1);

	if (pread(fd, text, size, 0) == (ssize_t)size)
		return text;
	free(text);
	return NULL;
}

/* Reads it without a lock, so that consoles that start together do not take each other for living
 * ones; false if it is not a file of ours. */
static bool look(const char *folder, const char *name, struct leaving *l)
{
	struct stat state;

	*l = (struct leaving){.path = mem_printf("%s/%s", folder, name)};
	l->fd = open(l->path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (l->fd < 0 || fstat(l->fd, &state) < 0 || !S_ISREG(state.st_mode) ||
	    state.st_uid != geteuid())
		return false;
	l->when = (int64_t)state.st_mtim.tv_sec * 1000 + state.st_mtim.tv_nsec / 1000000;
	if (state.st_size <= RESUME_MAX_BYTES)
		l->text = read_all(l->fd, (size_t)state.st_size);
	return true;
}

/* True if its console lives no more, and nobody else has taken it in between. */
static bool take(const struct leaving *l)
{
	struct stat state;

	if (flock(l->fd, LOCK_EX | LOCK_NB) < 0 || fstat(l->fd, &state) < 0 || !state.st_nlink)
		return false;
	unlink(l->path);
	return true;
}

static bool is_ours(const char *name)
{
	size_t len = strlen(name), end = sizeof suffix - 1;

	return len > end && strcmp(name + len - end, suffix) == 0;
}

static bool is_fresh(const struct leaving *l)
{
	int64_t age = clock_wall_ms() - l->when;

	return age <= RESUME_FRESH_MS && age >= -RESUME_FRESH_MS;
}

/* Those that fit, at most cap of them; what is too old is removed. */
static int find(const char *folder, bool (*fits)(void *ctx, const char *text), void *ctx,
		struct leaving *found, int cap)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int count = 0;

	for (int i = 0; dir && i < FILES_MAX && count < cap && (entry = readdir(dir)); i++) {
		struct leaving *one = &found[count];

		if (!is_ours(entry->d_name))
			continue;
		bool readable = look(folder, entry->d_name, one), fresh = is_fresh(one);
		if (readable && !fresh)
			take(one);
		if (readable && fresh && one->text && fits(ctx, one->text))
			count++;
		else
			drop(one);
	}
	if (dir)
		closedir(dir);
	return count;
}

static int newest_first(const void *a, const void *b)
{
	int64_t one = ((const struct leaving *)a)->when, other = ((const struct leaving *)b)->when;

	return (one < other) - (one > other);
}

char *resume_file_claim(const char *folder, bool (*fits)(void *ctx, const char *text), void *ctx,
			int64_t *when)
{
	struct leaving found[CANDIDATES];
	int count = find(folder, fits, ctx, found, CANDIDATES);
	char *text = NULL;

	qsort(found, (size_t)count, sizeof *found, newest_first);
	for (int i = 0; i < count; i++) {
		if (!text && take(&found[i])) {
			text = found[i].text;
			*when = found[i].when;
			found[i].text = NULL;
		}
		drop(&found[i]);
	}
	return text;
}
