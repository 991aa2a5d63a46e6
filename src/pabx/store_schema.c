#include "store_schema.h"

#include <stdio.h>

#include "base/log.h"
#include "store_inside.h"

static int64_t number_of(sqlite3 *db, const char *sql, int64_t fallback)
{
	sqlite3_stmt *statement = NULL;
	int64_t number = fallback;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

static int run_steps(sqlite3 *db, unsigned from, const char *path, struct why *why)
{
	char done[48];
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	/* Another process may have been faster. */
	if (rc == SQLITE_OK)
		from = (unsigned)number_of(db, "PRAGMA user_version", from);
	for (unsigned i = from; rc == SQLITE_OK && i < STORE_VERSION; i++)
		rc = sqlite3_exec(db, store_steps[i], NULL, NULL, NULL);
	snprintf(done, sizeof(done), "PRAGMA user_version = %d; COMMIT", STORE_VERSION);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, done, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return 0;
	why_set(why, ERR_IO, "%s cannot be brought to version %d: %s", path, STORE_VERSION,
		sqlite3_errmsg(db));
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return ERR_IO;
}

int store_migrate(sqlite3 *db, const char *path, struct why *why)
{
	int64_t version = number_of(db, "PRAGMA user_version", -1);

	if (!path)
		path = "the store";
	if (version < 0)
		return why_set(why, ERR_INVALID, "%s is not a store of frontdesk-pabx: %s", path,
			       sqlite3_errmsg(db));
	if (version > STORE_VERSION)
		return why_set(why, ERR_SCHEMA,
			       "%s has data of version %lld, this program knows version %d: use a "
			       "newer frontdesk-pabx",
			       path, (long long)version, STORE_VERSION);
	if (version == 0 && number_of(db, "SELECT count(*) FROM sqlite_schema", -1) != 0)
		return why_set(why, ERR_INVALID, "%s is a database of another program", path);
	if (version == STORE_VERSION)
		return 0;
	if (run_steps(db, (unsigned)version, path, why) < 0)
		return ERR_IO;
	if (version)
		log_info("store", "%s was brought from version %lld to %d", path,
			 (long long)version, STORE_VERSION);
	return 0;
}
