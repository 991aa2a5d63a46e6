/* The store: one SQLite file. Statements are prepared once and named in store_sql.h; those that the
 * loop runs are bounded and find their rows by an index. Only store*.c knows SQLite. */
#ifndef PABX_STORE_H
#define PABX_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/number.h"
#include "loop/loop.h"
#include "store_sql.h"

struct store;

/* Opens path and brings its schema up to date; NULL is a private temporary file that is gone after
 * store_close(). ERR_SCHEMA if a newer version of this program has written it: nothing is changed
 * then. */
int store_open(const char *path, struct store **store, struct why *why);
void store_close(struct store **store);

/* Lets the worker write back what has been gathered, where it is much; asked for now and then. */
void store_tidy(struct store *store, struct loop *loop);

/* True once after another process has committed a change. */
bool store_changed(struct store *store);

struct sqlite3_stmt;

/* Runs a statement without rows. types has a letter a value: i int64_t, s text (NULL for null),
 * b a pointer and a size_t. Returns 0, ERR_CONFLICT if a constraint refused it, or ERR_IO; both are
 * logged. */
int store_run(struct store *store, enum store_sql sql, const char *types, ...);
/* fn is called when a change cannot be written, and not again before one could. */
void store_watch(struct store *store, void (*failed)(void *ctx), void *ctx);
/* Rows the last store_run() changed, and the key of the last row that it made. */
int store_count(const struct store *store);
int64_t store_last_id(const struct store *store);

/* Rows: for (rows = store_ask(…); store_next(rows);) …; a loop that is left early ends them. */
struct sqlite3_stmt *store_ask(struct store *store, enum store_sql sql, const char *types, ...);
bool store_next(struct sqlite3_stmt *rows);
void store_end(struct sqlite3_stmt *rows);
int64_t store_int(struct sqlite3_stmt *rows, int column); /* INT64_MIN for null */
bool store_flag(struct sqlite3_stmt *rows, int column);
const char *store_text(struct sqlite3_stmt *rows, int column); /* NULL for null; until the next */
const void *store_blob(struct sqlite3_stmt *rows, int column, size_t *len);

/* A value of table meta as text; "" if there is none. */
void store_meta(struct store *store, const char *name, char *out, size_t cap);
/* The prefixes of the place where the PABX stands. */
void store_plan(struct store *store, struct number_plan *plan);

/* One transaction over what is run in between; nesting counts. */
void store_begin(struct store *store);
int store_commit(struct store *store);
void store_rollback(struct store *store);

#endif
