/* What WAL has gathered is written back into the file by the worker: that waits for the disk. */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "store_inside.h"

enum { PAGES = 1000, BUSY_MS = 100 };

struct store_checkpoint {
	struct store *store;
	struct loop_job *job;
	char *path;
	int rc;
};

static int on_commit(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct store *store = ctx;

	(void)db;
	(void)name;
	store->wal_pages = pages;
	return SQLITE_OK;
}

void store_gather(struct store *store)
{
	sqlite3_wal_hook(store->db, on_commit, store);
}

static void work(void *ctx)
{
	struct store_checkpoint *checkpoint = ctx;
	sqlite3 *db = NULL;

	checkpoint->rc = sqlite3_open_v2(checkpoint->path, &db,
					 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_busy_timeout(db, BUSY_MS);
	/* It knows of the WAL only once it has read something. */
	if (checkpoint->rc == SQLITE_OK)
		checkpoint->rc = sqlite3_exec(db, "PRAGMA schema_version", NULL, NULL, NULL);
	if (checkpoint->rc == SQLITE_OK)
		checkpoint->rc =
			sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	sqlite3_close(db);
}

static void free_checkpoint(void *ctx)
{
	struct store_checkpoint *checkpoint = ctx;

	free(checkpoint->path);
	free(checkpoint);
}

static void done(void *ctx)
{
	struct store_checkpoint *checkpoint = ctx;
	struct store *store = checkpoint->store;

	if (checkpoint->rc != SQLITE_OK)
		log_warn("store", "%s: %s", checkpoint->path, sqlite3_errstr(checkpoint->rc));
	store->checkpoint = NULL;
	free_checkpoint(checkpoint);
}

void store_tidy(struct store *store, struct loop *loop)
{
	struct store_checkpoint *checkpoint;

	if (store->wal_pages < PAGES || store->checkpoint)
		return;
	store->wal_pages = 0;
	checkpoint = mem_new(1, sizeof(*checkpoint));
	checkpoint->store = store;
	checkpoint->path = mem_dup(sqlite3_db_filename(store->db, NULL));
	store->checkpoint = checkpoint;
	checkpoint->job = loop_work(loop, work, done, checkpoint);
}

void store_forget_checkpoint(struct store *store)
{
	if (store->checkpoint)
		loop_job_forget(&store->checkpoint->job, free_checkpoint);
	store->checkpoint = NULL;
}
