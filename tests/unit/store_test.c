/* What the store promises: src/pabx/store.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "base/path.h"
#include "pabx/store.h"

struct place {
	char folder[64];
	char path[128];
};

static int setup(void **state)
{
	struct place *place = mem_new(1, sizeof(*place));

	snprintf(place->folder, sizeof(place->folder), "/tmp/frontdesk-store-XXXXXX");
	if (!mkdtemp(place->folder))
		return -1;
	snprintf(place->path, sizeof(place->path), "%s/pabx.db", place->folder);
	*state = place;
	return 0;
}

static int teardown(void **state)
{
	struct place *place = *state;
	const char *const ends[] = {"", "-wal", "-shm"};
	char path[160];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(path, sizeof(path), "%s%s", place->path, ends[i]);
		unlink(path);
	}
	rmdir(place->folder);
	free(place);
	return 0;
}

static struct store *open_store(const char *path)
{
	struct store *store = NULL;
	struct why why = {""};

	if (store_open(path, &store, &why))
		fail_msg("store_open: %s", why.text);
	return store;
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void store__file__is_for_its_owner_alone(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path);
	struct stat st;

	assert_int_equal(stat(place->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	store_close(&store);
	assert_null(store);
}

static void store__what_was_written__is_there_after_opening_again(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path);
	struct sqlite3_stmt *rows;
	char value[16];

	assert_int_equal(store_run(store, SQL_NOTE_PUT, "sssi", "a1", "text", "by", INT64_C(7)), 0);
	assert_int_equal(store_run(store, SQL_META_SET, "ss", "country", "49"), 0);
	store_close(&store);
	store = open_store(place->path);
	rows = store_ask(store, SQL_NOTES, "");
	assert_true(store_next(rows));
	assert_string_equal(store_text(rows, 1), "text");
	assert_int_equal(store_int(rows, 3), 7);
	assert_false(store_next(rows));
	store_meta(store, "country", value, sizeof(value));
	assert_string_equal(value, "49");
	store_close(&store);
}

static void store__data_of_a_newer_version__is_refused_by_name_and_left_alone(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path);
	char *before, *after;
	size_t before_len, after_len;
	struct why why = {""};

	store_close(&store);
	run_sql(place->path, "PRAGMA user_version = 4711");
	assert_int_equal(path_read(place->path, 1 << 24, &before, &before_len, &why), 0);
	assert_int_equal(store_open(place->path, &store, &why), ERR_SCHEMA);
	assert_non_null(strstr(why.text, "4711"));
	assert_non_null(strstr(why.text, "version 4"));
	assert_null(store);
	assert_int_equal(path_read(place->path, 1 << 24, &after, &after_len, &why), 0);
	assert_int_equal(before_len, after_len);
	assert_memory_equal(before, after, before_len);
	free(before);
	free(after);
}

static void store__database_of_another_program__is_refused(void **state)
{
	struct place *place = *state;
	struct store *store = NULL;
	struct why why = {""};

	run_sql(place->path, "CREATE TABLE theirs (a)");
	assert_int_equal(store_open(place->path, &store, &why), ERR_INVALID);
	assert_non_null(strstr(why.text, "another program"));
}

static void store__file_that_is_no_database__is_refused(void **state)
{
	struct place *place = *state;
	struct store *store = NULL;
	struct why why = {""};
	char text[4096];

	memset(text, 'x', sizeof(text));
	assert_int_equal(path_write(place->path, text, sizeof(text), 0600, &why), 0);
	assert_int_equal(store_open(place->path, &store, &why), ERR_INVALID);
	assert_non_null(strstr(why.text, "is not a store"));
}

static void store__folder_that_cannot_be_made__is_told(void **state)
{
	struct store *store = NULL;
	struct why why = {""};

	(void)state;
	assert_int_equal(store_open("/dev/null/pabx.db", &store, &why), ERR_IO);
	assert_true(*why.text);
}

static void store__change_of_another_process__is_noticed_once(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path), *other = open_store(place->path);

	assert_false(store_changed(store));
	assert_int_equal(store_run(store, SQL_META_COUNT, "s", "people"), 0);
	assert_false(store_changed(store));
	assert_int_equal(store_run(other, SQL_META_COUNT, "s", "people"), 0);
	assert_true(store_changed(store));
	assert_false(store_changed(store));
	store_close(&store);
	store_close(&other);
}

static void store__transaction_taken_back__leaves_nothing(void **state)
{
	struct store *store = open_store(NULL);
	struct sqlite3_stmt *rows;

	(void)state;
	store_begin(store);
	store_begin(store);
	assert_int_equal(store_run(store, SQL_NOTE_PUT, "sssi", "a", "b", "c", INT64_C(1)), 0);
	assert_int_equal(store_commit(store), 0);
	store_rollback(store);
	rows = store_ask(store, SQL_NOTES, "");
	assert_false(store_next(rows));
	store_close(&store);
}

static void store__constraint__is_a_conflict(void **state)
{
	struct store *store = open_store(NULL);

	(void)state;
	assert_int_equal(
		store_run(store, SQL_MEMBER_PUT, "iii", INT64_C(99), INT64_C(1), INT64_C(0)),
		ERR_CONFLICT);
	store_close(&store);
}

static void store__null_and_values__come_back_as_they_went(void **state)
{
	struct store *store = open_store(NULL);
	struct sqlite3_stmt *rows;
	const void *blob;
	size_t len;

	(void)state;
	assert_int_equal(store_run(store, SQL_NIGHTMODE_ADD, "siss", "c", INT64_C(3), NULL, "on"),
			 0);
	rows = store_ask(store, SQL_NIGHTMODES, "");
	assert_true(store_next(rows));
	assert_null(store_text(rows, 2));
	store_end(rows);
	assert_int_equal(store_run(store, SQL_KEY_ADD, "sbisi", "id", "\0\1\2", (size_t)3,
				   INT64_C(1), "name", INT64_C(5)),
			 0);
	rows = store_ask(store, SQL_KEY, "s", "id");
	assert_true(store_next(rows));
	blob = store_blob(rows, 0, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(blob, "\0\1\2", 3);
	store_end(rows);
	store_close(&store);
}

static off_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? 0 : st.st_size;
}

static void store__much_that_was_written__is_put_away_by_the_worker(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path);
	struct loop *loop = loop_new(0);
	off_t before = size_of(place->path);
	char text[4000], key[16];
	int turns = 0;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 1500; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		store_run(store, SQL_NOTE_PUT, "sssi", key, text, "by", INT64_C(1));
	}
	assert_true(size_of(place->path) == before);
	store_tidy(store, loop);
	while (size_of(place->path) == before && turns++ < 500)
		loop_turn(loop, 20);
	assert_true(size_of(place->path) > before);
	store_tidy(store, loop);
	store_close(&store);
	loop_free(&loop);
}

/* ---- The loop's statements ---- */

enum when { LOOP, START };
static const struct {
	const char *name, *sql;
	enum when when;
} statements[] = {
#define STATEMENT(ID, when, sql) {#ID, sql, when},
	STORE_STATEMENTS(STATEMENT)};

static bool is_bounded(sqlite3 *db, const char *sql, char *step, size_t cap)
{
	char *explain = mem_printf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *plan;
	bool good = true;

	assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(plan, 3);

		if (strncmp(detail, "SCAN", 4) != 0 && !strstr(detail, "TEMP B-TREE"))
			continue;
		snprintf(step, cap, "%s", detail);
		good = false;
	}
	sqlite3_finalize(plan);
	free(explain);
	return good;
}

static void store__statement_of_the_loop__never_reads_a_whole_table(void **state)
{
	struct place *place = *state;
	struct store *store = open_store(place->path);
	char step[256];
	sqlite3 *db;

	assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++)
		if (statements[i].when == LOOP &&
		    !is_bounded(db, statements[i].sql, step, sizeof(step)))
			fail_msg("%s: %s", statements[i].name, step);
	assert_false(is_bounded(db, "SELECT * FROM note WHERE text = 'x'", step, sizeof(step)));
	sqlite3_close(db);
	store_close(&store);
}

static void store__statement_with_rows__has_a_limit_or_one_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		const char *sql = statements[i].sql;

		if (statements[i].when != LOOP || strncmp(sql, "SELECT", 6) != 0)
			continue;
		if (!strstr(sql, "LIMIT") && (strstr(sql, ">") || strstr(sql, "<")))
			fail_msg("%s has no LIMIT", statements[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(store__file__is_for_its_owner_alone, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			store__what_was_written__is_there_after_opening_again, setup, teardown),
		cmocka_unit_test_setup_teardown(
			store__data_of_a_newer_version__is_refused_by_name_and_left_alone, setup,
			teardown),
		cmocka_unit_test_setup_teardown(store__database_of_another_program__is_refused,
						setup, teardown),
		cmocka_unit_test_setup_teardown(store__file_that_is_no_database__is_refused, setup,
						teardown),
		cmocka_unit_test(store__folder_that_cannot_be_made__is_told),
		cmocka_unit_test_setup_teardown(store__change_of_another_process__is_noticed_once,
						setup, teardown),
		cmocka_unit_test(store__transaction_taken_back__leaves_nothing),
		cmocka_unit_test(store__constraint__is_a_conflict),
		cmocka_unit_test(store__null_and_values__come_back_as_they_went),
		cmocka_unit_test_setup_teardown(
			store__much_that_was_written__is_put_away_by_the_worker, setup, teardown),
		cmocka_unit_test_setup_teardown(
			store__statement_of_the_loop__never_reads_a_whole_table, setup, teardown),
		cmocka_unit_test(store__statement_with_rows__has_a_limit_or_one_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
