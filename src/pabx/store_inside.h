/* Shared by store*.c only. */
#ifndef PABX_STORE_INSIDE_H
#define PABX_STORE_INSIDE_H

#include <sqlite3.h>

#include "store.h"

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_COUNT], *version;
	int64_t data_version;
	unsigned depth; /* of transactions */
	bool failing;   /* the last change could not be written */
	void (*failed)(void *ctx);
	void *ctx;
	int wal_pages; /* that wait to be written back */
	struct store_checkpoint *checkpoint;
};

/* store_checkpoint.c: WAL is left to grow; at the end nothing may be under way. */
void store_gather(struct store *store);
void store_forget_checkpoint(struct store *store);

/* Brings the schema up to date. */
int store_migrate(sqlite3 *db, const char *path, struct why *why);

#endif
