#include "running.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "secret.h"
#include "sessions.h"

enum { WAIT_MS = 5000, STEP_MS = 20, ADDRESS_MAX = 300 };

struct running {
	int lock;
	char *at; /* file with the address */
	bool told;
};

static void nap(void)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	nanosleep(&step, NULL);
}

static bool read_address(const char *at, char *address, size_t cap)
{
	char *text = NULL;

	if (path_read_secret(at, &text, NULL) < 0)
		return false;
	snprintf(address, cap, "%s", text);
	free(text);
	return *address;
}

/* Either the lock comes free, or its holder says where it is. */
static int claim(int lock, const char *at, char *address, size_t cap, struct why *why)
{
	int64_t end = clock_mono_us() + (int64_t)WAIT_MS * 1000;

	while (flock(lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return why_set(why, ERR_IO, "%s cannot be locked: %s", at, strerror(errno));
		if (read_address(at, address, cap))
			return ERR_CONFLICT;
		if (clock_mono_us() > end)
			return why_set(why, ERR_TIMEOUT,
				       "another frontdesk-pabx holds the store and does not say "
				       "where it is: %s",
				       at);
		nap();
	}
	unlink(at);
	return 0;
}

int running_claim(const char *store, struct running **out, char *address, size_t cap,
		  struct why *why)
{
	struct running *running = mem_new(1, sizeof(*running));
	char *path = mem_printf("%s.lock", store);
	int err;

	running->at = mem_printf("%s.at", store);
	running->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (running->lock < 0)
		err = why_set(why, ERR_IO, "%s cannot be opened: %s", path, strerror(errno));
	else
		err = claim(running->lock, running->at, address, cap, why);
	free(path);
	if (err)
		running_free(&running);
	*out = running;
	return err;
}

int running_tell(struct running *running, const char *host, int port, struct why *why)
{
	bool v6 = strchr(host, ':') != NULL;
	char text[ADDRESS_MAX];

	snprintf(text, sizeof(text), "%s%s%s:%d\n", v6 ? "[" : "", host, v6 ? "]" : "", port);
	int err = path_write(running->at, text, strlen(text), 0600, why);

	running->told = !err;
	return err;
}

void running_hide(struct running *running)
{
	if (running && running->told)
		unlink(running->at);
}

void running_free(struct running **slot)
{
	struct running *running = *slot;

	if (!running)
		return;
	*slot = NULL;
	if (running->lock >= 0)
		close(running->lock);
	free(running->at);
	free(running);
}

/* ---- Keys of those who join ---- */

static bool holds(struct store *store, const char *key, int64_t cID)
{
	const char *dot = strchr(key, '.');
	unsigned char hash[SECRET_HASH];
	struct sqlite3_stmt *rows;
	bool same = false;
	size_t len;

	if (!dot)
		return false;
	char *id = mem_dup_n(key, (size_t)(dot - key));
	rows = store_ask(store, SQL_KEY, "s", id);
	if (store_next(rows)) {
		const void *stored = store_blob(rows, 0, &len);

		secret_hash(dot + 1, hash);
		same = len == SECRET_HASH && secret_equal(stored, hash) &&
		       store_int(rows, 1) == cID;
		store_end(rows);
	}
	free(id);
	return same;
}

static bool file_holds(struct store *store, const char *file, int64_t cID)
{
	char *key = NULL;
	bool same = path_read_secret(file, &key, NULL) == 0 && holds(store, key, cID);

	if (key)
		mem_wipe(key, strlen(key));
	free(key);
	return same;
}

static int make_key(struct store *store, const char *file, int64_t cID, struct why *why)
{
	struct session_key key;
	int err = sessions_make_key(store, cID, "console on this machine", &key);

	if (err)
		err = why_set(why, ERR_IO, "the store cannot be written");
	else
		err = path_write(file, key.key, strlen(key.key), 0600, why);
	mem_wipe(&key, sizeof(key));
	return err;
}

char *running_key(struct store *store, const char *path, int64_t cID, const char *login,
		  struct why *why)
{
	char name[65], *file;
	size_t len = 0;

	for (; *login && len < sizeof(name) - 1; login++)
		name[len++] = isalnum((unsigned char)*login) ? *login : '_';
	name[len] = '\0';
	file = mem_printf("%s.%s.key", path, name);
	if (!file_holds(store, file, cID) && make_key(store, file, cID, why)) {
		free(file);
		file = NULL;
	}
	return file;
}
