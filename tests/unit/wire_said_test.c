#include "support/rows.h"
#include "wire/json.h"
#include "wire/said.h"

/* ---- Words into a sentence ---- */

static const char *filled(const char *text, const char *one, const char *two)
{
	const struct wire_said said = {WIRE_S_NOT_IN_RANGE, {one, two}};
	static char out[64];

	wire_said_fill(out, sizeof(out), text, &said);
	return out;
}

static void fill__words__stand_where_the_sentence_has_them(void **state)
{
	(void)state;
	assert_string_equal(filled("By %s and %s.", "Ida", "Bob"), "By Ida and Bob.");
	assert_string_equal(filled("%2$s und %1$s", "Ida", "Bob"), "Bob und Ida");
	assert_string_equal(filled("%s", "Ida", NULL), "Ida");
	assert_string_equal(filled("none", "Ida", "Bob"), "none");
}

static void fill__whatever_else_has_a_percent_sign__is_text(void **state)
{
	(void)state;
	assert_string_equal(filled("%n%d%*s%%s%9$s%0$s%", "%n", "%s"), "%n%d%*s%%n%0$s%");
	assert_string_equal(filled("%s", "%n%n%s", NULL), "%n%n%s");
}

static void fill__words_that_are_missing__are_nothing(void **state)
{
	(void)state;
	assert_string_equal(filled("%s%s%s%s!", "a", "b"), "ab!");
	assert_string_equal(filled("[%3$s][%4$s]", "a", "b"), "[][]");
}

static void fill__too_long__ends_with_a_whole_character(void **state)
{
	const struct wire_said said = {WIRE_S_ANSWERED_BY, {"äöü"}};
	char out[6];

	(void)state;
	wire_said_fill(out, sizeof(out), "%s", &said);
	assert_string_equal(out, "");
	wire_said_fill(out, sizeof(out), "aäöü", &said);
	assert_string_equal(out, "aäö");
	wire_said_fill(out, sizeof(out), "aaäöü", &said);
	assert_string_equal(out, "aaä");
}

/* ---- From end to end ---- */

static bool take(const char *json, struct wire_said *said, cJSON **object)
{
	assert_int_equal(wire_json_parse(json, strlen(json), object, NULL), 0);
	return wire_said_take(*object, said);
}

static void said__each_sentence__arrives_as_it_was_sent(void **state)
{
	(void)state;
	for (int i = WIRE_S_NONE + 1; i < WIRE_S_COUNT; i++) {
		const struct wire_said sent = {(enum wire_sentence)i, {"\"a\" %n", "é", "\n"}};
		struct wire_said got;
		struct buf out;
		cJSON *object;

		buf_init(&out, 4096);
		buf_add_str(&out, "{\"x\":1");
		wire_said_add(&out, &sent);
		buf_add_char(&out, '}');
		assert_true(take(out.data, &got, &object));
		assert_int_equal(got.sentence, i);
		assert_in_range(wire_sentence_words(got.sentence), 1, WIRE_SAID_WORDS);
		for (unsigned n = 0; n < WIRE_SAID_WORDS; n++)
			if (n < wire_sentence_words(got.sentence))
				assert_string_equal(got.words[n], sent.words[n]);
			else
				assert_null(got.words[n]);
		cJSON_Delete(object);
		buf_free(&out);
	}
}

static void said__sentence_that_is_not_in_the_table__is_none(void **state)
{
	static const char *const cases[] = {
		"{}",
		"{\"template\":7,\"args\":[]}",
		"{\"template\":\"\",\"args\":[]}",
		"{\"template\":\"%n%n%n\",\"args\":[]}",
		"{\"template\":\"Already answered by %n\",\"args\":[\"Ida\"]}",
		"{\"template\":\"Already answered by %s%s\",\"args\":[\"Ida\",\"Bob\"]}",
		"{\"template\":\"Already answered by %s\"}",
		"{\"template\":\"Already answered by %s\",\"args\":\"Ida\"}",
		"{\"template\":\"Already answered by %s\",\"args\":{\"0\":\"Ida\"}}",
		"{\"template\":\"Already answered by %s\",\"args\":[]}",
		"{\"template\":\"Already answered by %s\",\"args\":[\"Ida\",\"Bob\"]}",
		"{\"template\":\"Already answered by %s\",\"args\":[7]}",
		"{\"template\":\"Already answered by %s\",\"args\":[null]}",
		"{\"template\":\"Already answered by %s\",\"args\":[[\"Ida\"]]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wire_said said;
		cJSON *object;

		if (take(cases[i], &said, &object))
			fail_msg("taken: %s", cases[i]);
		cJSON_Delete(object);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fill__words__stand_where_the_sentence_has_them),
		cmocka_unit_test(fill__whatever_else_has_a_percent_sign__is_text),
		cmocka_unit_test(fill__words_that_are_missing__are_nothing),
		cmocka_unit_test(fill__too_long__ends_with_a_whole_character),
		cmocka_unit_test(said__each_sentence__arrives_as_it_was_sent),
		cmocka_unit_test(said__sentence_that_is_not_in_the_table__is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
