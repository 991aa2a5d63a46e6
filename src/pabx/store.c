#include "store_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"

/* How long a change waits for the one that another process is writing. */
enum { BUSY_MS = 250, OPEN_MS = 10000 };

static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
			      "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";
/* A private file is gone with its process: nothing need be kept safe against a crash. */
static const char private_pragmas[] = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
				      "PRAGMA foreign_keys = ON;";

/* Makes the file before SQLite does, so that nobody else may ever read it. */
static int make_file(const char *path, struct why *why)
{
	int err = path_make_parents(path, why);
	int fd;

	if (err < 0)
		return err;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0 || fchmod(fd, 0600) < 0)
		err = why_set(why, ERR_IO, "%s cannot be opened: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return err;
}

static int open_file(struct store *store, const char *path, struct why *why)
{
	int err = path ? make_file(path, why) : 0;

	if (err < 0)
		return err;
	/* SQLite takes the empty name for a temporary file that it unlinks at once. */
	if (sqlite3_open_v2(path ? path : "", &store->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK)
		return why_set(why, ERR_IO, "%s cannot be opened: %s", path ? path : "the store",
			       sqlite3_errmsg(store->db));
	sqlite3_extended_result_codes(store->db, 1);
	/* Another process may be making it, or bringing it to this version. */
	sqlite3_busy_timeout(store->db, OPEN_MS);
	return store_migrate(store->db, path, why);
}

int store_open(const char *path, struct store **out, struct why *why)
{
	struct store *store = mem_new(1, sizeof(*store));
	int err = open_file(store, path, why);

	if (!err && sqlite3_exec(store->db, path ? pragmas : private_pragmas, NULL, NULL, NULL) !=
			    SQLITE_OK)
		err = why_set(why, ERR_IO, "%s cannot be used: %s", path ? path : "the store",
			      sqlite3_errmsg(store->db));
	if (!err &&
	    sqlite3_prepare_v3(store->db, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT,
			       &store->version, NULL) != SQLITE_OK)
		err = why_set(why, ERR_IO, "the store cannot be read: %s",
			      sqlite3_errmsg(store->db));
	if (err) {
		store_close(&store);
		return err;
	}
	sqlite3_busy_timeout(store->db, BUSY_MS);
	store_changed(store);
	store_gather(store);
	*out = store;
	return 0;
}

void store_close(struct store **slot)
{
	struct store *store = *slot;

	*slot = NULL;
	if (!store)
		return;
	store_forget_checkpoint(store);
	for (unsigned i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_finalize(store->version);
	sqlite3_close(store->db);
	free(store);
}

bool store_changed(struct store *store)
{
	int64_t before = store->data_version;

	if (sqlite3_step(store->version) == SQLITE_ROW)
		store->data_version = sqlite3_column_int64(store->version, 0);
	sqlite3_reset(store->version);
	return store->data_version != before;
}
