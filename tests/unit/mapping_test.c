/* Who owns which extension: src/pabx/mapping.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "pabx/mapping.h"
#include "pabx/store.h"

/* Columns of STORE_PERSON. */
enum { CID, LOGIN, NAME, COMPANY, DEPARTMENT, TITLE, EMAIL, EXTENSION, MOBILE, ROLE };

struct place {
	char file[64];
	struct store *store;
	struct why why;
};

static int setup(void **state)
{
	struct place *place = mem_new(1, sizeof(*place));

	text_init();
	snprintf(place->file, sizeof(place->file), "/tmp/frontdesk-mapping-%d.csv", (int)getpid());
	*state = place;
	return store_open(NULL, &place->store, &place->why);
}

static int teardown(void **state)
{
	struct place *place = *state;

	store_close(&place->store);
	unlink(place->file);
	free(place);
	return 0;
}

static int take(struct place *place, const char *text)
{
	struct mapping *mapping;
	int err;

	assert_int_equal(path_write(place->file, text, strlen(text), 0600, NULL), 0);
	place->why.text[0] = '\0';
	err = mapping_new(place->store, place->file, &mapping, &place->why);
	mapping_free(&mapping);
	return err;
}

/* A column of a person, who must be there. Caller frees. */
static char *column(struct place *place, enum store_sql sql, const char *who, int number)
{
	struct sqlite3_stmt *rows = store_ask(place->store, sql, "s", who);
	char *text;

	assert_true(store_next(rows));
	text = mem_dup(store_text(rows, number));
	store_end(rows);
	return text;
}

static void is(struct place *place, const char *login, int number, const char *text)
{
	char *got = column(place, SQL_PERSON_BY_LOGIN, login, number);

	assert_string_equal(got, text);
	free(got);
}

static bool is_anybody(struct place *place, enum store_sql sql, const char *who)
{
	struct sqlite3_stmt *rows = store_ask(place->store, sql, "s", who);
	bool there = store_next(rows);

	if (there)
		store_end(rows);
	return there;
}

static char *tags_of(struct place *place, const char *login)
{
	char *cID = column(place, SQL_PERSON_BY_LOGIN, login, CID), *tags = NULL;

	for (struct sqlite3_stmt *rows = store_ask(place->store, SQL_TAGS, ""); store_next(rows);)
		if (!strcmp(store_text(rows, 0), cID))
			mem_set(&tags, store_text(rows, 1));
	free(cID);
	return tags;
}

static void mapping__row__makes_a_person_with_all_it_says(void **state)
{
	struct place *place = *state;
	char *tags;

	assert_int_equal(take(place, "extension,name,department,title,company,email,mobile,login,"
				     "role,tags\n"
				     "101,Agnes Müller,Sales,Buyer,Müller & Söhne,a@example.com,"
				     "07700 900001,agnes,receptionist,vip press\n"),
			 0);
	is(place, "agnes", NAME, "Agnes Müller");
	is(place, "agnes", EXTENSION, "101");
	is(place, "agnes", DEPARTMENT, "Sales");
	is(place, "agnes", TITLE, "Buyer");
	is(place, "agnes", EMAIL, "a@example.com");
	is(place, "agnes", MOBILE, "07700 900001");
	is(place, "agnes", ROLE, "receptionist");
	is(place, "agnes", COMPANY, "müller-söhne");
	tags = tags_of(place, "agnes");
	assert_string_equal(tags, "[\"vip\",\"press\"]");
	free(tags);
}

static void mapping__row_with_extension_and_name_alone__has_it_as_login(void **state)
{
	struct place *place = *state;

	assert_int_equal(take(place, "name,extension\nBruno,102\n"), 0);
	is(place, "102", NAME, "Bruno");
	is(place, "102", COMPANY, "default");
	is(place, "102", ROLE, "");
}

static void mapping__read_again__keeps_the_person_and_what_people_made(void **state)
{
	static const char file[] = "extension,name,tags\n103,Chidi,old\n";
	static const char renamed[] = "extension,name,tags\n103,Chidi Okafor,old\n";
	struct place *place = *state;
	char *before, *after, *tags;

	assert_int_equal(take(place, file), 0);
	before = column(place, SQL_PERSON_BY_LOGIN, "103", CID);
	assert_int_equal(store_run(place->store, SQL_TAG_PUT, "ss", before, "[\"new\"]"), 0);
	assert_int_equal(take(place, renamed), 0);
	after = column(place, SQL_PERSON_BY_LOGIN, "103", CID);
	tags = tags_of(place, "103");
	assert_string_equal(before, after);
	assert_string_equal(tags, "[\"new\"]");
	is(place, "103", NAME, "Chidi Okafor");
	free(before);
	free(after);
	free(tags);
}

static void mapping__empty_column__leaves_what_the_store_has(void **state)
{
	struct place *place = *state;

	assert_int_equal(take(place, "extension,name,email\n104,Dana,d@example.com\n"), 0);
	assert_int_equal(take(place, "extension,name,email\n104,,\n"), 0);
	is(place, "104", NAME, "Dana");
	is(place, "104", EMAIL, "d@example.com");
}

static void mapping__extension_goes_to_another__has_one_owner(void **state)
{
	struct place *place = *state;

	assert_int_equal(take(place, "login,extension,name\nanna,105,Anna\nbert,106,Bert\n"), 0);
	assert_int_equal(take(place, "login,extension,name\nbert,105,Bert\n"), 0);
	is(place, "bert", EXTENSION, "105");
	is(place, "anna", EXTENSION, "");
}

static void mapping__broken_row__is_named_and_nothing_is_changed(void **state)
{
	struct place *place = *state;

	assert_int_equal(take(place, "extension,name,role\n107,Good,\n108,Bad,wizard\n"),
			 ERR_INVALID);
	assert_non_null(strstr(place->why.text, "line 3: no such permission: \"wizard\""));
	assert_non_null(strstr(place->why.text, place->file));
	assert_false(is_anybody(place, SQL_PERSON_BY_EXTENSION, "107"));
}

static void mapping__row_without_extension_and_login__is_refused(void **state)
{
	struct place *place = *state;

	assert_int_equal(take(place, "extension,name\n,Nobody\n"), ERR_INVALID);
	assert_non_null(strstr(place->why.text, "line 2: an extension is needed"));
}

static void mapping__no_such_file__says_so(void **state)
{
	struct place *place = *state;
	struct mapping *mapping;

	assert_int_equal(mapping_new(place->store, "/nonexistent.csv", &mapping, &place->why) < 0,
			 1);
	assert_non_null(strstr(place->why.text, "/nonexistent.csv"));
}

static void operator__nobody_yet__is_made_as_receptionist(void **state)
{
	struct place *place = *state;
	char login[64];
	int64_t cID, again;

	assert_int_equal(
		mapping_operator(place->store, "1001", &cID, login, sizeof(login), &place->why), 0);
	assert_string_equal(login, "1001");
	is(place, "1001", ROLE, "receptionist");
	is(place, "1001", EXTENSION, "1001");
	assert_int_equal(
		mapping_operator(place->store, "1001", &again, login, sizeof(login), &place->why),
		0);
	assert_int_equal(again, cID);
}

static void operator__owner_of_the_extension__keeps_login_and_other_permissions(void **state)
{
	struct place *place = *state;
	char login[64];
	int64_t cID;

	assert_int_equal(take(place, "login,extension,name,role\nanna,109,Anna,nightmode\n"), 0);
	assert_int_equal(
		mapping_operator(place->store, "109", &cID, login, sizeof(login), &place->why), 0);
	assert_string_equal(login, "anna");
	is(place, "anna", ROLE, "nightmode receptionist");
}

static void operator__word_that_is_no_extension__is_refused(void **state)
{
	struct place *place = *state;
	char login[64];
	int64_t cID;

	assert_int_equal(
		mapping_operator(place->store, "agnse", &cID, login, sizeof(login), &place->why),
		ERR_NOT_FOUND);
	assert_string_equal(place->why.text, "nobody has the login or the extension \"agnse\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(mapping__row__makes_a_person_with_all_it_says),
		TEST(mapping__row_with_extension_and_name_alone__has_it_as_login),
		TEST(mapping__read_again__keeps_the_person_and_what_people_made),
		TEST(mapping__empty_column__leaves_what_the_store_has),
		TEST(mapping__extension_goes_to_another__has_one_owner),
		TEST(mapping__broken_row__is_named_and_nothing_is_changed),
		TEST(mapping__row_without_extension_and_login__is_refused),
		TEST(mapping__no_such_file__says_so),
		TEST(operator__nobody_yet__is_made_as_receptionist),
		TEST(operator__owner_of_the_extension__keeps_login_and_other_permissions),
		TEST(operator__word_that_is_no_extension__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
