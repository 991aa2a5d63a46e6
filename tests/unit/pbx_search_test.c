#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/pbx_fixture.h"

/* Who is found by what is typed, and in which order. */

static void ignore_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
			const char *const *removed, unsigned removed_count)
{
	(void)ctx;
	(void)added;
	(void)added_count;
	(void)removed;
	(void)removed_count;
}

static void office(const char *contacts, const char *addresses, const char *tags)
{
	house.fake.rows[WIRE_CONTACT] = contacts;
	house.fake.rows[WIRE_ADDRESS] = addresses;
	house.fake.rows[WIRE_TAG] = tags;
	pbx_get_addressbook(house.pbx, ignore_book, &house);
	pbx_enable_tags(house.pbx, NULL, NULL);
	house_live(NULL);
}

/* Keys of what is found, joined by blanks. */
static const char *find(const char *text)
{
	static char keys[1024];
	struct pbx_object *hits[50];
	unsigned count = pbx_search(house.pbx, text, hits, 50);

	keys[0] = '\0';
	for (unsigned i = 0; i < count; i++) {
		size_t len = strlen(keys);

		snprintf(keys + len, sizeof(keys) - len, "%s%s", i ? " " : "",
			 pbx_object_key(hits[i]));
	}
	return keys;
}

#define FINDS(text, keys) assert_string_equal(find(text), keys)

static void people(void)
{
	office("{\"cID\":1,\"name\":\"Jörg Müller\",\"companyName\":\"Acme "
	       "GmbH\",\"department\":\"Sales\","
	       "\"title\":\"Head of "
	       "Parking\",\"email\":\"j.mueller@acme.de\",\"extension\":\"201\","
	       "\"numbers\":[{\"type\":\"mobile\",\"number\":\"+49 (0)171 491-7000\"}],\"blf\":0},"
	       "{\"cID\":2,\"name\":\"Ann Smith\",\"companyName\":\"Acme "
	       "GmbH\",\"extension\":\"202\",\"blf\":1},"
	       "{\"cID\":3,\"name\":\"Joanna Mull\",\"companyName\":\"Borg "
	       "Ltd\",\"extension\":\"2010\",\"blf\":0}",
	       "{\"key\":\"a1\",\"name\":\"Łódź Straße\",\"number\":\"020 7946 "
	       "0000\",\"company\":\"Cargo\"},"
	       "{\"key\":\"a2\",\"cID\":2,\"number\":\"202\"}",
	       "{\"owner\":1,\"tags\":[\"VIP\",\"night\"]},{\"owner\":\"a1\",\"tags\":[\"vienna\"]"
	       "}");
}

static void search__nothing_typed__finds_nothing(void **state)
{
	(void)state;
	people();
	FINDS("", "");
	FINDS("   ", "");
}

static void search__case_and_accents__do_not_matter(void **state)
{
	(void)state;
	people();
	FINDS("MULLER", "1");
	FINDS("müller", "1");
	FINDS("mueller", "1");
	FINDS("lodz", "a1");
	FINDS("strasse", "a1");
}

static void search__every_text_of_a_person__is_found(void **state)
{
	(void)state;
	people();
	FINDS("sales", "1");
	FINDS("parking", "1");
	FINDS("j.mueller@acme.de", "1");
	FINDS("borg", "3");
	FINDS("cargo", "a1");
}

static void search__words__are_joined_by_and(void **state)
{
	(void)state;
	people();
	FINDS("mull joanna", "3");
	FINDS("smith acme", "2");
	FINDS("smith borg", "");
}

static void search__tag_and_company__narrow(void **state)
{
	(void)state;
	people();
	FINDS("#vip", "1");
	FINDS("#vi", "1 a1");
	FINDS("@acme", "1 2");
	FINDS("@gmbh ann", "2");
	FINDS("@smith", "");
	FINDS("#smith", "");
	FINDS("vip", "1");
}

static void search__digits__match_numbers_however_written(void **state)
{
	(void)state;
	people();
	FINDS("201", "1 3");
	FINDS("+49 171 4917", "1");
	FINDS("0049171", "1");
	FINDS("01714917000", "1");
	FINDS("(0)171-491", "1");
	FINDS("0207946", "a1");
	FINDS("79 46", "a1");
	FINDS("muller 201", "1");
}

static void search__start_of_a_name__then_of_a_word__then_inside(void **state)
{
	(void)state;
	office("{\"cID\":1,\"name\":\"Susann\",\"blf\":0},{\"cID\":2,\"name\":\"Xaver "
	       "Ann\",\"blf\":0},"
	       "{\"cID\":3,\"name\":\"Ann\",\"blf\":1},"
	       "{\"cID\":4,\"name\":\"Bob\",\"department\":\"Annex\",\"blf\":0}",
	       NULL, NULL);
	FINDS("ann", "3 2 4 1");
}

static void search__equal_matches__free_before_busy_then_by_name(void **state)
{
	(void)state;
	office("{\"cID\":1,\"name\":\"Ann B\",\"blf\":1},{\"cID\":2,\"name\":\"Ann D\",\"blf\":0},"
	       "{\"cID\":3,\"name\":\"Ann C\",\"blf\":0},{\"cID\":4,\"name\":\"Ann A\"},"
	       "{\"cID\":5,\"name\":\"Ann E\",\"blf\":0,\"dnd\":true}",
	       NULL, NULL);
	FINDS("ann", "3 2 4 1 5");
	house_delta("\"rows\":[[\"contact\",{\"cID\":1,\"blf\":0}]]");
	FINDS("ann", "1 3 2 4 5");
}

static void search__often_and_lately_used__comes_first_among_equals(void **state)
{
	(void)state;
	office("{\"cID\":1,\"name\":\"Ann A\",\"blf\":0},{\"cID\":2,\"name\":\"Ann B\",\"blf\":0},"
	       "{\"cID\":3,\"name\":\"Ann C\",\"blf\":0}",
	       NULL, NULL);
	pbx_search_used(house.pbx, house_find(PBX_CONTACT, "3"));
	FINDS("ann", "3 1 2");
	pbx_search_used(house.pbx, house_find(PBX_CONTACT, "2"));
	pbx_search_used(house.pbx, house_find(PBX_CONTACT, "2"));
	FINDS("ann", "2 3 1");
	for (int i = 0; i < 3; i++)
		pbx_search_used(house.pbx, house_find(PBX_CONTACT, "3"));
	FINDS("ann", "3 2 1");
	house_delta("\"rows\":[[\"contact\",{\"cID\":3,\"name\":\"Ann Cecilia\"}]]");
	FINDS("ann", "3 2 1");
}

static void search__address_of_a_contact__is_listed_once_as_the_contact(void **state)
{
	(void)state;
	people();
	FINDS("smith", "2");
	FINDS("202", "2");
	house_delta("\"gone\":[[\"contact\",[2]]]");
	FINDS("202", "a2");
	house_delta(
		"\"new\":[[\"contact\",{\"cID\":2,\"name\":\"Ann Smith\",\"extension\":\"202\"}]]");
	FINDS("202", "2");
}

static void search__changes__are_found_at_once_and_what_was_is_not(void **state)
{
	(void)state;
	people();
	house_delta("\"rows\":[[\"contact\",{\"cID\":3,\"name\":\"Maximiliane von Hohenzollern und "
		    "zu Sigmaringen\"}]]");
	FINDS("joanna", "");
	FINDS("sigmaringen", "3");
	house_delta("\"rows\":[[\"contact\",{\"cID\":3,\"name\":\"Al\"}]]");
	FINDS("sigmaringen", "");
	FINDS("al", "3 1");
	house_delta("\"rows\":[[\"tag\",{\"owner\":3,\"tags\":[\"boss\"]}]],"
		    "\"new\":[[\"tag\",{\"owner\":3,\"tags\":[\"chef\"]}]]");
	FINDS("#boss", "3");
	house_delta("\"gone\":[[\"tag\",[3]],[\"contact\",[1]]]");
	FINDS("#boss", "");
	FINDS("muller", "");
}

static void search__queues_and_parked_calls__are_found(void **state)
{
	(void)state;
	house.fake.rows[WIRE_QUEUE] =
		"{\"name\":\"q1\",\"label\":\"Support line\",\"extension\":\"800\"}";
	house.fake.rows[WIRE_PARKED] =
		"{\"lot\":\"l\",\"slot\":\"701\",\"name\":\"Zoe Supper\",\"number\":\"0123456\","
		"\"for\":{\"cID\":7}}";
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":7,\"name\":\"Hugo\"}";
	house_live(NULL);
	FINDS("hugo", "7 l\x1f"
		      "701");
	FINDS("line", "q1");
	FINDS("800", "q1");
	FINDS("701", "l\x1f"
		     "701");
	FINDS("supp", "q1 l\x1f"
		      "701");
}

static void search__one_slip__is_forgiven_where_nothing_matches(void **state)
{
	(void)state;
	office("{\"cID\":1,\"name\":\"Katherine\"},{\"cID\":2,\"name\":\"Smith\"}", NULL, NULL);
	FINDS("kathrine", "1");   /* missing */
	FINDS("kathe3rine", "1"); /* too many */
	FINDS("kathxrine", "1");  /* wrong */
	FINDS("kahterine", "1");  /* swapped */
	FINDS("katehrine", "1");  /* swapped across the middle */
	FINDS("xatherine", "1");  /* first */
	FINDS("katherinx", "1");  /* last */
	FINDS("smtih", "2");
	FINDS("smiht", "2");
	FINDS("smyht", "");
	FINDS("kxthexine", "");
	FINDS("smx", "");
	FINDS("katherine", "1");
}

static void search__one_slip__in_one_word_the_others_match(void **state)
{
	(void)state;
	office("{\"cID\":1,\"name\":\"Katherine Jones\"},{\"cID\":2,\"name\":\"Katherine Black\"}",
	       NULL, NULL);
	FINDS("katherime jones", "1");
	FINDS("katherime jomes", "");
	FINDS("katherine blakc", "2");
}

static void search__more_than_wanted__gives_the_best(void **state)
{
	struct pbx_object *hits[2];

	(void)state;
	office("{\"cID\":1,\"name\":\"Susann\"},{\"cID\":2,\"name\":\"Xaver Ann\"},"
	       "{\"cID\":3,\"name\":\"Ann\"},{\"cID\":4,\"name\":\"Anna\"},{\"cID\":5,\"name\":"
	       "\"Annabel\"}",
	       NULL, NULL);
	assert_int_equal(pbx_search(house.pbx, "ann", hits, 2), 2);
	assert_string_equal(pbx_object_key(hits[0]), "3");
	assert_string_equal(pbx_object_key(hits[1]), "4");
	assert_int_equal(pbx_search(house.pbx, "a", hits, 2), 2);
	assert_string_equal(pbx_object_key(hits[0]), "3");
	assert_int_equal(pbx_search(house.pbx, "a", hits, 0), 0);
}

static void search__hostile_input__is_survived(void **state)
{
	char text[2000];

	(void)state;
	people();
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	FINDS(text, "");
	for (int i = 0; i < 1998; i += 2)
		text[i] = ' ';
	find(text);
	FINDS("\n", "");
	FINDS("\x02mu", find("mu"));
	FINDS("\xff\xfe", "");
	FINDS("#", "1 a1");
	find("@");
	find("+");
	find("00000000000000000000000000000000000000000000000000000000000000000000000000000000000"
	     "0");
}

/* Against a plain look at every record. */
static void search__random_office__finds_what_a_plain_look_finds(void **state)
{
	static const char *const syllables[] = {"ka", "lo", "mi", "ne", "su", "ta", "ra", "ve"};
	static char rows[60000], names[600][32];
	size_t len = 0;
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 600; i++) {
		names[i][0] = '\0';
		for (int k = 0; k < 4; k++) {
			seed = seed * 1103515245u + 12345u;
			strcat(names[i], syllables[seed >> 16 & 7]);
			if (k == 1)
				strcat(names[i], " ");
		}
		len += (size_t)snprintf(rows + len, sizeof(rows) - len,
					"%s{\"cID\":%d,\"name\":\"%s\"}", i ? "," : "", i + 1,
					names[i]);
	}
	office(rows, NULL, NULL);
	for (int a = 0; a < 8; a++) {
		for (int b = 0; b < 8; b++) {
			struct pbx_object *hits[600];
			char text[16];
			unsigned expected = 0;

			snprintf(text, sizeof(text), "%s%s", syllables[a], syllables[b]);
			for (int i = 0; i < 600; i++)
				expected += strstr(names[i], text) != NULL;
			if (expected)
				assert_int_equal(pbx_search(house.pbx, text, hits, 600), expected);
		}
	}
}

/* Whether name has word but for one letter wrong, missing, too many, or two swapped. */
static bool has_slipped(const char *name, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i <= len; i++) {
		char other[32];

		snprintf(other, sizeof(other), "%.*s%s", (int)i, word, i < len ? word + i + 1 : "");
		if (i < len && strstr(name, other))
			return true;
		strcpy(other, word);
		if (i + 1 < len) {
			other[i] = word[i + 1];
			other[i + 1] = word[i];
		}
		if (strstr(name, other))
			return true;
		for (const char *c = "abcdefghijklmnopqrstuvwxyz "; *c; c++) {
			strcpy(other, word);
			if (i < len)
				other[i] = *c;
			if (strstr(name, other))
				return true;
			snprintf(other, sizeof(other), "%.*s%c%s", (int)i, word, *c, word + i);
			if (strstr(name, other))
				return true;
		}
	}
	return false;
}

/* Against a plain look, too: words of four to eight letters, most of them with a slip. */
static void search__random_slips__find_what_a_plain_look_finds(void **state)
{
	static const char letters[] = "aabeiklmnorst";
	static char rows[60000], names[400][16];
	size_t len = 0;
	unsigned seed = 11, slips = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		for (int k = 0; k < 12; k++) {
			seed = seed * 1103515245u + 12345u;
			names[i][k] = k == 6 ? ' ' : letters[(seed >> 16) % 13];
		}
		len += (size_t)snprintf(rows + len, sizeof(rows) - len,
					"%s{\"cID\":%d,\"name\":\"%s\"}", i ? "," : "", i + 1,
					names[i]);
	}
	office(rows, NULL, NULL);
	for (int i = 0; i < 400; i++) {
		struct pbx_object *hits[400];
		char word[16];
		unsigned exact = 0, slipped = 0;

		snprintf(word, sizeof(word), "%.*s", 4 + i % 3, names[i] + (i & 1 ? 7 : 0));
		word[strcspn(word, " ")] = '\0';
		word[i % (int)strlen(word)] = i % 5 ? 'x' : word[0];
		for (int k = 0; k < 400; k++) {
			exact += strstr(names[k], word) != NULL;
			slipped += has_slipped(names[k], word);
		}
		slips += !exact && slipped;
		assert_int_equal(pbx_search(house.pbx, word, hits, 400), exact ? exact : slipped);
	}
	assert_true(slips > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(search__nothing_typed__finds_nothing),
		CASE(search__case_and_accents__do_not_matter),
		CASE(search__every_text_of_a_person__is_found),
		CASE(search__words__are_joined_by_and),
		CASE(search__tag_and_company__narrow),
		CASE(search__digits__match_numbers_however_written),
		CASE(search__start_of_a_name__then_of_a_word__then_inside),
		CASE(search__equal_matches__free_before_busy_then_by_name),
		CASE(search__often_and_lately_used__comes_first_among_equals),
		CASE(search__address_of_a_contact__is_listed_once_as_the_contact),
		CASE(search__changes__are_found_at_once_and_what_was_is_not),
		CASE(search__queues_and_parked_calls__are_found),
		CASE(search__one_slip__is_forgiven_where_nothing_matches),
		CASE(search__one_slip__in_one_word_the_others_match),
		CASE(search__more_than_wanted__gives_the_best),
		CASE(search__hostile_input__is_survived),
		CASE(search__random_office__finds_what_a_plain_look_finds),
		CASE(search__random_slips__find_what_a_plain_look_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
