/* Address cards as programs and telephones write them: src/base/vcard.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/vcard.h"

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "END:VCARD\r\n"

struct reader {
	struct vcards *cards;
	struct vcard card;
	struct why why;
};

static void open_text(struct reader *r, const char *text)
{
	r->cards = vcards_of("book.vcf", mem_dup(text), strlen(text));
	memset(&r->card, 0, sizeof(r->card));
	r->why.text[0] = '\0';
}

static int next(struct reader *r)
{
	vcard_free(&r->card);
	return vcards_next(r->cards, &r->card, &r->why);
}

static void close_text(struct reader *r)
{
	vcard_free(&r->card);
	vcards_free(&r->cards);
}

/* Reads the one card of a text. */
static void read_one(struct reader *r, const char *text)
{
	open_text(r, text);
	if (next(r) != 1)
		fail_msg("%s", r->why.text);
}

static void expect_number(const struct reader *r, unsigned i, const char *type, const char *number)
{
	assert_true(i < r->card.number_count);
	assert_string_equal(r->card.numbers[i].type, type);
	assert_string_equal(r->card.numbers[i].number, number);
}

static void card__of_a_person__has_its_texts(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, CARD("UID:42\r\nFN:Ada Lovelace\r\nORG:Engines\\, Ltd;Analysis\r\n"
			  "TITLE:Countess\r\nEMAIL:ada@example.org\r\n"
			  "CATEGORIES:vip,press\r\nCATEGORIES:maths\r\nX-UNKNOWN;A=B:what\r\n"));
	assert_string_equal(r.card.uid, "42");
	assert_string_equal(r.card.name, "Ada Lovelace");
	assert_string_equal(r.card.organisation, "Engines, Ltd");
	assert_string_equal(r.card.unit, "Analysis");
	assert_string_equal(r.card.title, "Countess");
	assert_string_equal(r.card.emails[0], "ada@example.org");
	assert_string_equal(r.card.categories, "vip,press,maths");
	assert_int_equal(r.card.line, 1);
	assert_int_equal(next(&r), 0);
	close_text(&r);
}

static void line__folded__is_one(void **state)
{
	struct reader r;

	(void)state;
	/* Even within a character: folding counts bytes. */
	read_one(&r, CARD("FN:J\xc3\r\n \xbcrgen\r\n\t  Wei\xc3\x9f\r\n"));
	assert_string_equal(r.card.name, "J\xc3\xbcrgen  Wei\xc3\x9f");
	close_text(&r);
}

static void line__ends__may_be_those_of_unix(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, "\xef\xbb\xbf\n\nbegin:vcard\nversion:4.0\nfn:Bob\n\nend:vcard\n\n");
	assert_string_equal(r.card.name, "Bob");
	assert_int_equal(r.card.line, 3);
	close_text(&r);
}

static void text__in_quoted_printable__is_decoded_over_its_lines(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, "BEGIN:VCARD\r\nVERSION:2.1\r\n"
		     "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Fran=C3=A7ois=20=\r\nDu=72and\r\n"
		     "ORG;QUOTED-PRINTABLE:A=3Db\r\nEND:VCARD\r\n");
	assert_string_equal(r.card.name, "Fran\xc3\xa7ois Durand");
	assert_string_equal(r.card.organisation, "A=b");
	close_text(&r);
}

static void text__escaped__is_as_it_was_meant(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, CARD("FN:a\\;b\\,c\\\\d\\ne\r\nORG:x\\;y;z\r\n"));
	assert_string_equal(r.card.name, "a;b,c\\d\ne");
	assert_string_equal(r.card.organisation, "x;y");
	assert_string_equal(r.card.unit, "z");
	close_text(&r);
}

static void name__without_fn__comes_from_n_or_the_firm(void **state)
{
	struct reader r;

	(void)state;
	open_text(&r, CARD("N:Weiss;Anna;;;\r\n") CARD("ORG:Acme\r\n") CARD("TEL:1\r\n"));
	assert_int_equal(next(&r), 1);
	assert_string_equal(r.card.name, "Anna Weiss");
	assert_int_equal(next(&r), 1);
	assert_string_equal(r.card.name, "Acme");
	assert_int_equal(next(&r), 1);
	assert_null(r.card.name);
	close_text(&r);
}

static void numbers__several__have_types_the_preferred_first_and_faxes_last(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, CARD("item1.TEL;TYPE=\"work,fax\";TYPE=pref:+1 5\r\n"
			  "TEL;type=HOME;type=VOICE:+1 1\r\nTEL;CELL:+1 2\r\n"
			  "item2.TEL;type=WORK;type=pref:+1 3\r\nTEL;TYPE=MAIN:+1 4\r\n"
			  "TEL:+1 6\r\n"));
	assert_int_equal(r.card.number_count, 6);
	expect_number(&r, 0, "work", "+1 3");
	expect_number(&r, 1, "home", "+1 1");
	expect_number(&r, 2, "mobile", "+1 2");
	expect_number(&r, 3, "main", "+1 4");
	expect_number(&r, 4, "other", "+1 6");
	expect_number(&r, 5, "fax", "+1 5");
	close_text(&r);
}

static void number__as_uri__is_a_number(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, CARD("TEL;VALUE=uri;TYPE=\"voice,work\";PREF=1:tel:+44-20-7946-0999;ext=5\r\n"
			  "FN:x\r\n"));
	expect_number(&r, 0, "work", "+44-20-7946-0999");
	close_text(&r);
}

static void numbers__more_than_are_kept__are_left_out(void **state)
{
	struct reader r;

	(void)state;
	read_one(&r, CARD("FN:x\r\nTEL:1\r\nTEL:2\r\nTEL:3\r\nTEL:4\r\nTEL:5\r\nTEL:6\r\nTEL:7\r\n"
			  "TEL:8\r\nTEL:9\r\nEMAIL:\r\nTEL:\r\n"));
	assert_int_equal(r.card.number_count, VCARD_NUMBERS);
	assert_int_equal(r.card.email_count, 0);
	close_text(&r);
}

static void photo__embedded__is_its_bytes(void **state)
{
	struct reader r;

	(void)state;
	open_text(&r,
		  CARD("FN:a\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBO\r\n Rw0K\r\n  Gg==\r\n")
			  CARD("FN:b\r\nPHOTO:data:image/png;base64,AAEC\r\n")
				  CARD("FN:c\r\nPHOTO;VALUE=uri:https://example.org/a.png\r\n"));
	assert_int_equal(next(&r), 1);
	assert_int_equal(r.card.photo_len, 7);
	assert_memory_equal(r.card.photo, "\x89PNG\r\n\x1a", 7);
	assert_int_equal(r.card.photo_line, 4);
	assert_int_equal(next(&r), 1);
	assert_int_equal(r.card.photo_len, 3);
	assert_memory_equal(r.card.photo, "\x00\x01\x02", 3);
	assert_int_equal(next(&r), 1);
	assert_null(r.card.photo);
	close_text(&r);
}

static void broken__card__is_named_by_its_line_and_the_next_is_read(void **state)
{
	static const struct {
		const char *line, *what;
	} cases[] = {
		{"FN;ENCODING=QUOTED-PRINTABLE:a=4\r\n", "line 3: broken quoted-printable"},
		{"PHOTO;ENCODING=b:a?b\r\n", "line 3: broken base64"},
		{"PHOTO:data:image/png;base64,A\r\n", "line 3: broken base64"},
		{"FN;CHARSET=ISO-8859-1:a\r\n", "line 3: only the character set UTF-8"},
		{"FN:\xff\r\n", "line 3: this is not UTF-8"},
		{"nothing\r\n", "line 3: a property needs a colon"},
		{"VERSION:5.0\r\n", "line 3: vCard 3.0 and 4.0"},
		{"BEGIN:VCARD\r\n", "line 3: the card before has no END:VCARD"},
		{"FN;QUOTED-PRINTABLE:a=00b\r\n", "line 3: a NUL byte"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *text = mem_printf("BEGIN:VCARD\r\nVERSION:3.0\r\n%sEND:VCARD\r\n%s",
					cases[i].line, CARD("FN:next\r\n"));
		struct reader r;

		open_text(&r, text);
		assert_int_equal(next(&r), ERR_INVALID);
		if (!strstr(r.why.text, cases[i].what) || !strstr(r.why.text, "book.vcf"))
			fail_msg("%s: %s", cases[i].what, r.why.text);
		assert_int_equal(next(&r), 1);
		assert_string_equal(r.card.name, "next");
		close_text(&r);
		free(text);
	}
}

static void broken__end_of_the_file__is_told(void **state)
{
	struct reader r;

	(void)state;
	open_text(&r, "BEGIN:VCARD\r\nFN:a\r\n");
	assert_int_equal(next(&r), ERR_INVALID);
	assert_non_null(strstr(r.why.text, "the file ends within a card"));
	assert_int_equal(next(&r), 0);
	close_text(&r);
	open_text(&r, "FN:a\r\n" CARD("FN:b\r\n"));
	assert_int_equal(next(&r), ERR_INVALID);
	assert_non_null(strstr(r.why.text, "line 1: a card begins with BEGIN:VCARD"));
	assert_int_equal(next(&r), 1);
	close_text(&r);
}

static void line__without_end__is_a_limit(void **state)
{
	enum { LONG = 2 << 20 };
	char *text = mem_new(1, LONG + 100);
	struct reader r;

	(void)state;
	strcpy(text, "BEGIN:VCARD\nFN:");
	memset(text + strlen(text), 'a', LONG);
	strcat(text, "\nEND:VCARD\n");
	open_text(&r, text);
	assert_int_equal(next(&r), ERR_LIMIT);
	assert_non_null(strstr(r.why.text, "line 2"));
	assert_int_equal(next(&r), 0);
	close_text(&r);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(card__of_a_person__has_its_texts),
		cmocka_unit_test(line__folded__is_one),
		cmocka_unit_test(line__ends__may_be_those_of_unix),
		cmocka_unit_test(text__in_quoted_printable__is_decoded_over_its_lines),
		cmocka_unit_test(text__escaped__is_as_it_was_meant),
		cmocka_unit_test(name__without_fn__comes_from_n_or_the_firm),
		cmocka_unit_test(numbers__several__have_types_the_preferred_first_and_faxes_last),
		cmocka_unit_test(number__as_uri__is_a_number),
		cmocka_unit_test(numbers__more_than_are_kept__are_left_out),
		cmocka_unit_test(photo__embedded__is_its_bytes),
		cmocka_unit_test(broken__card__is_named_by_its_line_and_the_next_is_read),
		cmocka_unit_test(broken__end_of_the_file__is_told),
		cmocka_unit_test(line__without_end__is_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
