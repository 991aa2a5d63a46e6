/* frontdesk-pabx import: an address book from a file into a store, and into a PABX that runs. */
#include "e2e/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/mem.h"
#include "base/path.h"

#define DESK "--host %h --user reception --password-file %H/reception "

static const char two_rows[] = "name,phone,mobile,company,email,tags\n"
			       "\"Ames, Jo\",020 7946 0001,07700 900001,Acme,jo@acme.example,vip\n"
			       "Otto Zwo,020 7946 0002,,,,\n";

static const char card[] =
	"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:7\r\nFN:J\xc3\xbcrgen Gro\xc3\x9f\r\n"
	"ORG:Gro\xc3\x9f & S\xc3\xb6hne;Einkauf\r\nitem1.TEL;type=WORK;type=pref:+49 30 1234567\r\n"
	"TEL;TYPE=CELL:+49 171 1234567\r\nTEL;TYPE=FAX:+49 30 1234568\r\n"
	"EMAIL:jg@gross.example\r\nCATEGORIES:VIP,Good customer\r\nEND:VCARD\r\n";

static int setup(void **state)
{
	place_setup(state);
	place_write(*state, "reception", "reception\n", 0600);
	return 0;
}

/* Writes text as book and runs words, of which %s is the file; expects parts of what it says. */
static void imports(struct place *place, const char *text, const char *words, int status,
		    const char *out, const char *err)
{
	struct ran ran;

	if (text)
		place_write(place, "book", text, 0600);
	ran = place_run_pabx(place, words, NULL);
	if (ran.status != status || !strstr(ran.out, out) || !strstr(ran.err, err))
		print_error("%s: %d\n%s%s", words, ran.status, ran.out, ran.err);
	assert_int_equal(ran.status, status);
	assert_non_null(strstr(ran.out, out));
	assert_non_null(strstr(ran.err, err));
	ran_free(&ran);
}

static void book__imported_again__is_not_doubled(void **state)
{
	imports(*state, two_rows, "import %H/book", 0, "2 added, 0 changed, 0 as they were\n", "");
	imports(*state, two_rows, "import %H/book", 0, "0 added, 0 changed, 2 as they were\n", "");
	imports(*state, card, "import %H/book", 0, "1 added", "");
	imports(*state, card, "import %H/book", 0, "0 added, 0 changed, 1 as they were", "");
}

static void entry__known_by_name_and_number__is_the_same_in_another_file(void **state)
{
	imports(*state, two_rows, "import %H/book", 0, "2 added", "");
	imports(*state, "BEGIN:VCARD\nVERSION:4.0\nFN:OTTO ZWO\nTEL:+44 20 7946 0002\nEND:VCARD\n",
		"import %H/book", 0, "0 added, 1 changed", "");
	imports(*state, two_rows, "import %H/book --group system", 0, "2 added", "");
}

static void entry__with_its_own_name_in_the_file__is_changed_not_added(void **state)
{
	imports(*state, "key,name,number\n1,Ann,100 100\n", "import %H/book", 0, "1 added", "");
	imports(*state, "key,name,number\n1,Anna,100 200\n", "import %H/book", 0,
		"0 added, 1 changed, 0 as they were", "");
}

static void book__broken__is_named_by_lines_and_nothing_is_imported(void **state)
{
	imports(*state, "name,number\nAnn,1\n,2\nBob,hello\nEve,3\n", "import %H/book", 1, "",
		"book, line 3: the entry has no name");
	imports(*state, NULL, "import %H/book", 1, "",
		"book, line 4: not a number that can be called: \"hello\"");
	imports(*state, NULL, "import %H/book", 1, "",
		"nothing was imported: 2 of 4 entries are broken");
	imports(*state, "name,number\nAnn,\xff\n", "import %H/book", 1, "",
		"line 2: this is not UTF-8");
	imports(*state, "colour\nred\n", "import %H/book", 1, "", "no column \"name\"");
	imports(*state, "BEGIN:VCARD\nVERSION:3.0\nFN:a\nTEL:x\nEND:VCARD\nBEGIN:VCARD\n",
		"import %H/book", 1, "", "line 6: the file ends within a card");
	imports(*state, "name,number\nAnn,1\nEve,3\n", "import %H/book", 0, "2 added", "");
}

static void book__that_cannot_be_meant__is_refused(void **state)
{
	imports(*state, two_rows, "import %H/nothing", 1, "", "nothing");
	imports(*state, NULL, "import %H/book --group club", 1, "", "club");
	imports(*state, NULL, "import %H/book --company nowhere", 1, "", "nowhere");
	imports(*state, NULL, "import %H/book --group personal", 1, "", "--owner");
	imports(*state, NULL, "import %H/book --owner nobody", 1, "", "nobody");
	imports(*state, NULL, "import %H/book --group system --company default", 1, "",
		"--company is for --group company");
	imports(*state, NULL, "import", 1, "", "import FILE");
}

static void dry_run__says_and_does_nothing(void **state)
{
	imports(*state, two_rows, "import %H/book --dry-run", 0, "nothing done; would be: 2 added",
		"");
	imports(*state, two_rows, "import %H/book", 0, "2 added", "");
}

static void replace__removes_what_an_earlier_import_had(void **state)
{
	imports(*state, two_rows, "import %H/book", 0, "2 added", "");
	imports(*state, card, "import %H/book --replace", 0,
		"1 added, 0 changed, 0 as they were, 2 removed", "");
	imports(*state, "name\n", "import %H/book --replace", 0, "1 removed", "");
}

/* ---- Into a PABX that runs ---- */

/* The address book as the receptionist has it. */
static cJSON *book_of(struct place *place)
{
	struct ran ran = place_run(place, DESK "--json addressbook");
	cJSON *json = cJSON_Parse(ran.out);

	assert_int_equal(ran.status, 0);
	assert_non_null(json);
	ran_free(&ran);
	return json;
}

static cJSON *entry_of(struct place *place, const char *name)
{
	cJSON *book = book_of(place), *entry, *found = NULL;

	/* Those of people here have their names from their contacts. */
	cJSON_ArrayForEach (entry, book) {
		const char *has = cJSON_GetStringValue(cJSON_GetObjectItem(entry, "name"));

		if (has && !strcmp(has, name))
			break;
	}
	if (entry)
		found = cJSON_DetachItemViaPointer(book, entry);
	cJSON_Delete(book);
	return found;
}

static bool has_card(void *ctx)
{
	cJSON *entry = entry_of(ctx, "J\xc3\xbcrgen Gro\xc3\x9f");

	cJSON_Delete(entry);
	return entry;
}

static bool has_no_card(void *ctx)
{
	return !has_card(ctx);
}

static void pabx__running__shows_an_import_and_its_end(void **state)
{
	struct place *place = *state;
	cJSON *entry;
	char *numbers;

	place_open_pabx(place, "--quiet");
	imports(place, card, "import %H/book", 0, "1 added", "");
	place_until(has_card, place, "the entry is in the address book");
	entry = entry_of(place, "J\xc3\xbcrgen Gro\xc3\x9f");
	assert_string_equal(cJSON_GetObjectItem(entry, "number")->valuestring, "+49 30 1234567");
	assert_string_equal(cJSON_GetObjectItem(entry, "group")->valuestring, "company");
	assert_string_equal(cJSON_GetObjectItem(entry, "department")->valuestring, "Einkauf");
	numbers = cJSON_PrintUnformatted(cJSON_GetObjectItem(entry, "numbers"));
	assert_string_equal(numbers, "[{\"type\":\"work\",\"number\":\"+49 30 1234567\"},"
				     "{\"type\":\"mobile\",\"number\":\"+49 171 1234567\"},"
				     "{\"type\":\"fax\",\"number\":\"+49 30 1234568\"}]");
	free(numbers);
	cJSON_Delete(entry);
	imports(place, "name\n", "import %H/book --replace", 0, "1 removed", "");
	place_until(has_no_card, place, "the entry has gone");
}

/* Base64 of a PNG of one red pixel. */
#define PIXEL                                                                                      \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E" \
	"rkJggg=="

/* And of a grey JPEG of four by four. */
#define JPEG                                                                                       \
	"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////"     \
	"////////////////////////////////////wAALCAAEAAQBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/E"     \
	"ABcQAQADAAAAAAAAAAAAAAAAAAEAAhH/2gAIAQEAAD8AOVMn/9k="

static bool agnes_has_a_photo(void *ctx)
{
	struct ran ran = place_run(ctx, DESK "photo agnes %H/agnes.png");
	bool has = ran.status == 0;

	ran_free(&ran);
	return has;
}

static void card__of_a_person_here__is_no_entry_but_his_photo(void **state)
{
	static const char people[] = "BEGIN:VCARD\nVERSION:3.0\nFN:A. "
				     "M\xc3\xbcller\nEMAIL:AGNES.MUELLER@brackwater.example\n"
				     "PHOTO;ENCODING=b;TYPE=PNG:" PIXEL "\nEND:VCARD\n"
				     "BEGIN:VCARD\nVERSION:4.0\nFN:Somebody Else\nTEL:1\n"
				     "PHOTO:data:image/jpeg;base64,/9j/4AAQ\nEND:VCARD\n";
	struct place *place = *state;

	place_open_pabx(place, "--quiet");
	imports(place, people, "import %H/book", 0,
		"1 added, 0 changed, 0 as they were, 1 is a person here (1 new photos)",
		"line 11: the photo is left out");
	imports(place, people, "import %H/book", 0, "1 is a person here (0 new photos)", "");
	place_until(agnes_has_a_photo, place, "the photo is served");
}

static void photo__as_jpeg__is_kept_as_png(void **state)
{
	static const char people[] =
		"BEGIN:VCARD\nVERSION:4.0\nFN:Agnes\nEMAIL:agnes.mueller@brackwater.example\n"
		"PHOTO:data:image/jpeg;base64," JPEG "\nEND:VCARD\n";
	struct place *place = *state;
	char *path = place_path(place, "agnes.png"), *bytes = NULL;
	size_t len;

	place_open_pabx(place, "--quiet");
	imports(place, people, "import %H/book", 0, "1 is a person here (1 new photos)", "");
	imports(place, people, "import %H/book", 0, "1 is a person here (0 new photos)", "");
	place_until(agnes_has_a_photo, place, "the photo is served");
	assert_int_equal(path_read(path, 1 << 20, &bytes, &len, NULL), 0);
	assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\4\0\0\0\4", 24);
	free(bytes);
	free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(book__imported_again__is_not_doubled),
		TEST(entry__known_by_name_and_number__is_the_same_in_another_file),
		TEST(entry__with_its_own_name_in_the_file__is_changed_not_added),
		TEST(book__broken__is_named_by_lines_and_nothing_is_imported),
		TEST(book__that_cannot_be_meant__is_refused),
		TEST(dry_run__says_and_does_nothing),
		TEST(replace__removes_what_an_earlier_import_had),
		TEST(pabx__running__shows_an_import_and_its_end),
		TEST(card__of_a_person_here__is_no_entry_but_his_photo),
		TEST(photo__as_jpeg__is_kept_as_png),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
