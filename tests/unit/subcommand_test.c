/* frontdesk-pabx user, key, cert and number: src/pabx/subcommand.h. */
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

#include "base/mem.h"
#include "base/password.h"
#include "base/path.h"
#include "pabx/store.h"
#include "pabx/subcommand.h"

struct place {
	char folder[64], store[96], said[96], typed[96];
	int out, err, in;
};

static int setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	snprintf(p->folder, sizeof(p->folder), "/tmp/frontdesk-words-XXXXXX");
	if (!mkdtemp(p->folder))
		return -1;
	snprintf(p->store, sizeof(p->store), "%s/pabx.db", p->folder);
	snprintf(p->said, sizeof(p->said), "%s/said", p->folder);
	snprintf(p->typed, sizeof(p->typed), "%s/typed", p->folder);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = {"pabx.db", "pabx.db-wal", "pabx.db-shm", "said",
					    "typed",   "c.pem",       "k.pem"};
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path = mem_printf("%s/%s", p->folder, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(p->folder);
	free(p);
	return 0;
}

/* Runs words (with blanks between; _ stands for one within) with typed as standard input; what it
 * says on both outputs is for the caller to free. */
static char *run(struct place *p, const char *typed, const char *words, int *status)
{
	char *line = mem_printf("frontdesk-pabx %s", words), *rest = line, *word, *argv[32], *said;
	int argc = 0, out = dup(1), err = dup(2), in = dup(0);
	size_t len;

	while ((word = strsep(&rest, " ")))
		argv[argc++] = word;
	argv[argc] = NULL;
	for (char *c = line; argc > 2 && c < line + strlen(words) + 15; c++)
		if (*c == '_')
			*c = ' ';
	assert_int_equal(path_write(p->typed, typed, strlen(typed), 0600, NULL), 0);
	assert_non_null(freopen(p->typed, "r", stdin));
	fflush(NULL);
	assert_non_null(freopen(p->said, "w", stdout));
	dup2(1, 2);
	*status = pabx_command(argc, argv);
	fflush(NULL);
	dup2(out, 1);
	dup2(err, 2);
	dup2(in, 0);
	close(out);
	close(err);
	close(in);
	assert_int_equal(path_read(p->said, 1 << 20, &said, &len, NULL), 0);
	free(line);
	return said;
}

static void expect(struct place *p, const char *typed, const char *words, int status,
		   const char *part)
{
	int got;
	char *store = mem_printf("%s --store %s", words, p->store);
	char *said = run(p, typed, store, &got);

	if (got != status || !strstr(said, part))
		fail_msg("%s: %d %s", words, got, said);
	free(said);
	free(store);
}

static char *password_of(struct place *p, const char *login)
{
	struct store *store;
	struct sqlite3_stmt *rows;
	char *hash = NULL;

	assert_int_equal(store_open(p->store, &store, NULL), 0);
	rows = store_ask(store, SQL_PERSON_BY_LOGIN, "s", login);
	if (store_next(rows)) {
		hash = mem_dup(store_text(rows, 12));
		store_end(rows);
	}
	store_close(&store);
	return hash;
}

static void words__of_no_subcommand__are_the_servers(void **state)
{
	char *none[] = {"frontdesk-pabx", NULL}, *option[] = {"frontdesk-pabx", "--listen", NULL};

	(void)state;
	assert_int_equal(pabx_command(1, none), -1);
	assert_int_equal(pabx_command(2, option), -1);
}

static void user__added__is_listed_with_his_password_hashed(void **state)
{
	struct place *p = *state;
	char *hash;

	expect(p, "secret\n", "user add bob Bob_Birch --role receptionist --extension 102",
	       EXIT_SUCCESS, "");
	expect(p, "", "user list", EXIT_SUCCESS, "Bob Birch");
	expect(p, "", "user list", EXIT_SUCCESS, "receptionist");
	hash = password_of(p, "bob");
	assert_true(password_verify("secret", hash));
	free(hash);
}

static void user__without_a_password__has_none(void **state)
{
	struct place *p = *state;

	expect(p, "\n", "user add bob Bob", EXIT_SUCCESS, "");
	assert_null(password_of(p, "bob"));
}

static void user__that_cannot_be_added__is_told_why(void **state)
{
	struct place *p = *state;

	expect(p, "\n", "user add bob Bob", EXIT_SUCCESS, "");
	expect(p, "\n", "user add bob Bob", EXIT_FAILURE, "already");
	expect(p, "\n", "user add eve Eve --role queen", EXIT_FAILURE, "queen");
	expect(p, "\n", "user add eve Eve --company nowhere", EXIT_FAILURE, "nowhere");
	expect(p, "\n", "user add eve", EXIT_FAILURE, "Usage");
	expect(p, "\n", "user add eve Eve --nonsense 1", EXIT_FAILURE, "nonsense");
	expect(p, "", "user list", EXIT_SUCCESS, "Bob");
	assert_null(password_of(p, "eve"));
}

static void user__password_set_anew__replaces_the_old_one(void **state)
{
	struct place *p = *state;
	char *hash;

	expect(p, "one\n", "user add bob Bob", EXIT_SUCCESS, "");
	expect(p, "two\n", "user passwd bob", EXIT_SUCCESS, "");
	hash = password_of(p, "bob");
	assert_true(password_verify("two", hash));
	free(hash);
	expect(p, "x\n", "user passwd nobody", EXIT_FAILURE, "nobody");
	expect(p, "", "user passwd bob", EXIT_FAILURE, "cannot be used");
}

static void user__removed__is_gone_and_his_login_free(void **state)
{
	struct place *p = *state;

	expect(p, "one\n", "user add bob Bob", EXIT_SUCCESS, "");
	expect(p, "", "user remove bob", EXIT_SUCCESS, "");
	expect(p, "", "user remove bob", EXIT_FAILURE, "nobody has the login");
	expect(p, "one\n", "user add bob Bobby", EXIT_SUCCESS, "");
}

static void key__made__is_shown_once_and_can_be_revoked(void **state)
{
	struct place *p = *state;
	char *store = mem_printf("key add bob wall_board --store %s", p->store), *key, *words;
	int status;

	expect(p, "\n", "user add bob Bob", EXIT_SUCCESS, "");
	key = run(p, "", store, &status);
	assert_int_equal(status, EXIT_SUCCESS);
	assert_int_equal(strlen(key), 16 + 1 + 64 + 1);
	key[16] = '\0';
	expect(p, "", "key list", EXIT_SUCCESS, key);
	expect(p, "", "key list", EXIT_SUCCESS, "wall board");
	words = mem_printf("key revoke %s", key);
	expect(p, "", words, EXIT_SUCCESS, "");
	expect(p, "", words, EXIT_FAILURE, "no API key");
	expect(p, "", "key add eve x", EXIT_FAILURE, "eve");
	free(words);
	free(key);
	free(store);
}

static void store__not_named__is_asked_for(void **state)
{
	int status;
	char *said = run(*state, "", "user list", &status);

	assert_int_equal(status, EXIT_FAILURE);
	assert_non_null(strstr(said, "--store"));
	free(said);
}

static void number__is_shown_as_it_is_compared(void **state)
{
	struct place *p = *state;
	struct store *store;
	int status;
	char *said = run(p, "", "number 020_7946_0300", &status);

	assert_int_equal(status, EXIT_SUCCESS);
	assert_string_equal(said, "+442079460300\n");
	free(said);
	assert_int_equal(store_open(p->store, &store, NULL), 0);
	store_run(store, SQL_META_SET, "ss", "country", "49");
	store_close(&store);
	expect(p, "", "number 030_123", EXIT_SUCCESS, "+4930123");
	expect(p, "", "number hello", EXIT_FAILURE, "hello");
}

static void cert__made__is_for_its_names_and_its_key_secret(void **state)
{
	struct place *p = *state;
	char *words = mem_printf("cert --name desk.example,192.0.2.1 --tls-cert %s/c.pem "
				 "--tls-key %s/k.pem",
				 p->folder, p->folder);
	char *path = mem_printf("%s/k.pem", p->folder), *said;
	struct stat st;
	int status;

	said = run(p, "", words, &status);
	assert_int_equal(status, EXIT_SUCCESS);
	assert_int_equal(strncmp(said, "SHA-256 ", 8), 0);
	assert_int_equal(strlen(said), 8 + 64 + 1);
	free(said);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	said = run(p, "", words, &status);
	assert_int_equal(status, EXIT_FAILURE);
	assert_non_null(strstr(said, "exists already"));
	free(said);
	free(path);
	free(words);
}

static void cert__for_what_is_no_name__is_refused(void **state)
{
	struct place *p = *state;
	char *words = mem_printf("cert --name a;b --tls-cert %s/c.pem --tls-key %s/k.pem",
				 p->folder, p->folder),
	     *said;
	int status;

	said = run(p, "", words, &status);
	assert_int_equal(status, EXIT_FAILURE);
	assert_non_null(strstr(said, "a;b"));
	free(said);
	free(words);
}

static void help__of_an_area__shows_its_words(void **state)
{
	int status;
	char *said = run(*state, "", "user --help", &status);

	assert_int_equal(status, EXIT_SUCCESS);
	assert_non_null(strstr(said, "user passwd LOGIN"));
	assert_null(strstr(said, "key revoke"));
	free(said);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words__of_no_subcommand__are_the_servers),
		TEST(user__added__is_listed_with_his_password_hashed),
		TEST(user__without_a_password__has_none),
		TEST(user__that_cannot_be_added__is_told_why),
		TEST(user__password_set_anew__replaces_the_old_one),
		TEST(user__removed__is_gone_and_his_login_free),
		TEST(key__made__is_shown_once_and_can_be_revoked),
		TEST(store__not_named__is_asked_for),
		TEST(number__is_shown_as_it_is_compared),
		TEST(cert__made__is_for_its_names_and_its_key_secret),
		TEST(cert__for_what_is_no_name__is_refused),
		TEST(help__of_an_area__shows_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
