#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store_inside.h"

#define TEXT(ID, when, sql) [SQL_##ID] = sql,
static const char *const texts[] = {STORE_STATEMENTS(TEXT)};

static void fail(const struct store *store, const char *what)
{
	log_error("store", "%s: %s", what, sqlite3_errmsg(store->db));
}

void store_watch(struct store *store, void (*failed)(void *ctx), void *ctx)
{
	store->failed = failed;
	store->ctx = ctx;
}

/* A change was written, or was not. */
static int written(struct store *store, int err)
{
	bool first = err && !store->failing;

	store->failing = err != 0;
	if (first && store->failed)
		store->failed(store->ctx);
	return err;
}

static sqlite3_stmt *prepared(struct store *store, enum store_sql sql)
{
	sqlite3_stmt **statement = &store->statements[sql];

	if (!*statement && sqlite3_prepare_v3(store->db, texts[sql], -1, SQLITE_PREPARE_PERSISTENT,
					      statement, NULL) != SQLITE_OK)
		fail(store, texts[sql]);
	return *statement;
}

static void bind(sqlite3_stmt *statement, const char *types, va_list values)
{
	for (int i = 1; *types; i++, types++) {
		if (*types == 'i') {
			int64_t value = va_arg(values, int64_t);

			if (value == INT64_MIN)
				sqlite3_bind_null(statement, i);
			else
				sqlite3_bind_int64(statement, i, value);
		} else if (*types == 's') {
			sqlite3_bind_text(statement, i, va_arg(values, const char *), -1,
					  SQLITE_TRANSIENT);
		} else {
			const void *bytes = va_arg(values, const void *);
			size_t len = va_arg(values, size_t);

			sqlite3_bind_blob64(statement, i, bytes, len, SQLITE_TRANSIENT);
		}
	}
}

struct sqlite3_stmt *store_ask(struct store *store, enum store_sql sql, const char *types, ...)
{
	sqlite3_stmt *statement = prepared(store, sql);
	va_list values;

	if (!statement)
		return NULL;
	sqlite3_reset(statement);
	va_start(values, types);
	bind(statement, types, values);
	va_end(values);
	return statement;
}

bool store_next(struct sqlite3_stmt *rows)
{
	int rc = rows ? sqlite3_step(rows) : SQLITE_DONE;

	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		log_error("store", "%s: %s", sqlite3_sql(rows),
			  sqlite3_errmsg(sqlite3_db_handle(rows)));
	store_end(rows);
	return false;
}

void store_end(struct sqlite3_stmt *rows)
{
	if (!rows)
		return;
	sqlite3_reset(rows);
	sqlite3_clear_bindings(rows);
}

int store_run(struct store *store, enum store_sql sql, const char *types, ...)
{
	sqlite3_stmt *statement = prepared(store, sql);
	va_list values;
	int rc;

	if (!statement)
		return ERR_IO;
	va_start(values, types);
	bind(statement, types, values);
	va_end(values);
	rc = sqlite3_step(statement);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		fail(store, texts[sql]);
	store_end(statement);
	if ((rc & 0xff) == SQLITE_CONSTRAINT)
		return ERR_CONFLICT;
	return written(store, rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : ERR_IO);
}

int store_count(const struct store *store)
{
	return sqlite3_changes(store->db);
}

int64_t store_last_id(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

int64_t store_int(struct sqlite3_stmt *rows, int column)
{
	return sqlite3_column_type(rows, column) == SQLITE_NULL
		       ? INT64_MIN
		       : sqlite3_column_int64(rows, column);
}

bool store_flag(struct sqlite3_stmt *rows, int column)
{
	return sqlite3_column_int(rows, column) != 0;
}

const char *store_text(struct sqlite3_stmt *rows, int column)
{
	return (const char *)sqlite3_column_text(rows, column);
}

const void *store_blob(struct sqlite3_stmt *rows, int column, size_t *len)
{
	const void *bytes = sqlite3_column_blob(rows, column);

	*len = (size_t)sqlite3_column_bytes(rows, column);
	return bytes;
}

static int plain(struct store *store, const char *sql)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	fail(store, sql);
	return ERR_IO;
}

void store_begin(struct store *store)
{
	if (!store->depth++)
		plain(store, "BEGIN IMMEDIATE");
}

int store_commit(struct store *store)
{
	if (--store->depth)
		return 0;
	if (!plain(store, "COMMIT"))
		return written(store, 0);
	plain(store, "ROLLBACK");
	return written(store, ERR_IO);
}

void store_rollback(struct store *store)
{
	if (!--store->depth)
		plain(store, "ROLLBACK");
}

void store_meta(struct store *store, const char *name, char *out, size_t cap)
{
	struct sqlite3_stmt *rows = store_ask(store, SQL_META, "s", name);

	*out = '\0';
	if (!store_next(rows))
		return;
	snprintf(out, cap, "%s", store_text(rows, 0));
	store_end(rows);
}

void store_plan(struct store *store, struct number_plan *plan)
{
	store_meta(store, "country", plan->country, sizeof(plan->country));
	store_meta(store, "national", plan->national, sizeof(plan->national));
	store_meta(store, "international", plan->international, sizeof(plan->international));
	store_meta(store, "outside", plan->outside, sizeof(plan->outside));
}
