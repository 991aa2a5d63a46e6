#include <math.h>
#include <stdio.h>

#include "support/rows.h"

static int parse(const char *text, size_t len)
{
	struct why why = {""};
	cJSON *object = (cJSON *)&why;
	int err = wire_json_parse(text, len, &object, &why);

	if (err) {
		assert_null(object);
		assert_string_not_equal(why.text, "");
	} else {
		assert_true(cJSON_IsObject(object));
	}
	cJSON_Delete(object);
	return err;
}

static void assert_refused(const char *text, int err)
{
	int got = parse(text, strlen(text));

	if (got != err)
		fail_msg("%s: got %d instead of %d", text, got, err);
}

static void parse__object__is_taken(void **state)
{
	(void)state;
	assert_refused("{}", 0);
	assert_refused(" \t\r\n{\"a\" : [1, -2.5e3, true, null, \"\\u20ac\\n\"]} \r\n", 0);
}

static void parse__bytes_behind_len__are_not_read(void **state)
{
	char text[] = {'{', '}', 'x'};

	(void)state;
	assert_int_equal(parse(text, 2), 0);
	assert_int_equal(parse(text, 3), ERR_INVALID);
}

static void parse__anything_behind_the_object__is_refused(void **state)
{
	(void)state;
	assert_refused("{} {}", ERR_INVALID);
	assert_refused("{}x", ERR_INVALID);
	assert_refused("{}}", ERR_INVALID);
	assert_int_equal(parse("{}\0", 3), ERR_INVALID);
	assert_refused("{}\v", ERR_INVALID);
}

static void parse__no_object__is_refused(void **state)
{
	(void)state;
	assert_refused("", ERR_INVALID);
	assert_refused("  ", ERR_INVALID);
	assert_refused("[]", ERR_INVALID);
	assert_refused("null", ERR_INVALID);
	assert_refused("\"text\"", ERR_INVALID);
	assert_int_equal(parse(NULL, 0), ERR_INVALID);
}

static void parse__cut_at_any_byte__is_refused(void **state)
{
	static const char text[] = "{\"a\":[{\"b\\u00e4\":\"\\\"\xc3\xa4\"},-1.5e+3,true,null]}";

	(void)state;
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		char *copy = malloc(len ? len : 1);

		memcpy(copy, text, len);
		assert_int_equal(parse(copy, len), ERR_INVALID);
		free(copy);
	}
	assert_int_equal(parse(text, sizeof(text) - 1), 0);
}

static void parse__nesting__counts_the_outer_object_as_one(void **state)
{
	char text[128] = "{\"a\":";
	const size_t open = 5;

	(void)state;
	memset(text + open, '[', 15);
	memset(text + open + 15, ']', 15);
	strcpy(text + open + 30, "}");
	assert_refused(text, 0);
	memset(text + open, '[', 16);
	memset(text + open + 16, ']', 16);
	strcpy(text + open + 32, "}");
	assert_refused(text, ERR_LIMIT);
}

static void parse__brackets_in_strings__do_not_nest(void **state)
{
	(void)state;
	assert_refused("{\"[[[[[[[[[[[[[[[[[[[[\":\"{{{{{{{{{{{{\\\"{{{{{{{{{{\"}", 0);
	assert_refused("{\"a\":[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]}", 0);
}

static void parse__escape_that_would_end_or_garble_a_text__is_refused(void **state)
{
	(void)state;
	assert_refused("{\"a\":\"x\\u0000y\"}", ERR_INVALID);
	assert_refused("{\"a\\u0000\":1}", ERR_INVALID);
	assert_refused("{\"a\":\"\\u12g4\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\\ud800\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\\x41\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\\u00\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\\\\u0000 \\u0001 \\ud83d\\ude00\"}", 0);
}

static void parse__control_byte__is_refused(void **state)
{
	(void)state;
	assert_refused("{\"a\":\"x\ny\"}", ERR_INVALID);
	assert_refused("{\"a\":\"x\x1by\"}", ERR_INVALID);
	assert_refused("{\x01}", ERR_INVALID);
	assert_int_equal(parse("{\"a\0\":1}", 8), ERR_INVALID);
}

static void parse__invalid_utf8__is_refused(void **state)
{
	(void)state;
	assert_refused("{\"a\":\"\xff\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\xc3\"}", ERR_INVALID);
	assert_refused("{\"a\":\"\xed\xa0\x80\"}", ERR_INVALID);
	assert_refused("{\"\xc0\x80\":1}", ERR_INVALID);
}

static void parse__number_that_json_does_not_know__is_refused(void **state)
{
	static const char *const bad[] = {"007",    "+1",  "1.",       ".5",  "-",   "1e",  "1e999",
					  "-1e999", "0x1", "Infinity", "NaN", "1e+", "-01", "1..2"};
	static const char *const good[] = {"0", "-0", "10", "0.5", "1e300", "1E-999", "-1.25e+2"};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "{\"a\":%s}", bad[i]);
		assert_refused(text, ERR_INVALID);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(text, sizeof(text), "{\"a\":%s}", good[i]);
		assert_refused(text, 0);
	}
}

static void parse__number_longer_than_the_parser_reads__is_refused(void **state)
{
	char text[128] = "{\"a\":";

	(void)state;
	memset(text + 5, '1', 64);
	strcpy(text + 69, "}");
	assert_refused(text, ERR_INVALID);
	strcpy(text + 68, "}");
	assert_refused(text, 0);
}

static void parse_any__every_kind_of_value__is_taken(void **state)
{
	static const char *const values[] = {"[]", "1", "\"x\"", "true", "null", "{}"};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		cJSON_Delete(json(values[i]));
}

static void get__other_case_or_type__is_absent(void **state)
{
	cJSON *object = json("{\"cID\":5,\"name\":\"x\",\"on\":true,\"half\":0.5,\"none\":null}");

	(void)state;
	assert_null(wire_json_get(object, "cid"));
	assert_null(wire_json_get(NULL, "cID"));
	assert_string_equal(wire_json_text(object, "name"), "x");
	assert_null(wire_json_text(object, "cID"));
	assert_int_equal(wire_json_int(object, "cID", -1), 5);
	assert_int_equal(wire_json_int(object, "name", -1), -1);
	assert_int_equal(wire_json_int(object, "half", -1), -1);
	assert_int_equal(wire_json_int(object, "none", -1), -1);
	assert_true(wire_json_bool(object, "on", false));
	assert_true(wire_json_bool(object, "cID", true));
	assert_false(wire_json_bool(object, "missing", false));
	cJSON_Delete(object);
}

static bool is_integer(const char *text, int64_t *out)
{
	cJSON *value = json(text);
	bool is = wire_json_integer(value, out);

	cJSON_Delete(value);
	return is;
}

static void integer__only_below_2_to_53_and_without_fraction(void **state)
{
	int64_t value;

	(void)state;
	assert_true(is_integer("9007199254740991", &value));
	assert_int_equal(value, 9007199254740991);
	assert_true(is_integer("-9007199254740991", &value));
	assert_int_equal(value, -9007199254740991);
	assert_true(is_integer("1.0", &value));
	assert_false(is_integer("9007199254740992", &value));
	assert_false(is_integer("-9007199254740992", &value));
	assert_false(is_integer("1e300", &value));
	assert_false(is_integer("1.5", &value));
	assert_false(is_integer("\"1\"", &value));
	assert_false(is_integer("true", &value));
	assert_false(wire_json_integer(NULL, &value));
}

static void assert_text(const char *text, const char *expected)
{
	struct buf out;

	buf_init(&out, 256);
	assert_int_equal(wire_json_add_text(&out, text), 0);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void add_text__special_characters__are_escaped(void **state)
{
	(void)state;
	assert_text("", "\"\"");
	assert_text(NULL, "null");
	assert_text("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	assert_text("\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"");
	assert_text("\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"");
	assert_text("M\xc3\xbcller", "\"M\xc3\xbcller\"");
}

static void add_text__invalid_utf8__never_reaches_the_wire(void **state)
{
	(void)state;
	assert_text("a\xff\"b", "\"a\xef\xbf\xbd\\\"b\"");
}

static void add__over_the_buffers_max__adds_nothing(void **state)
{
	cJSON *value = json("{\"a\":[1,2,{\"b\":\"cdefgh\"}]}");
	struct buf out;

	(void)state;
	for (size_t max = 1; max < 27; max++) {
		buf_init(&out, max);
		assert_int_equal(buf_add_char(&out, '<'), 0);
		assert_int_equal(wire_json_add_value(&out, value), ERR_LIMIT);
		assert_string_equal(out.data, "<");
		assert_int_equal(out.len, 1);
		assert_int_equal(wire_json_add_text(&out, "abcdefghijklmnopqrstuvwxyz\n"),
				 ERR_LIMIT);
		assert_string_equal(out.data, "<");
		buf_free(&out);
	}
	cJSON_Delete(value);
}

static void print__value__is_compact_and_comes_back_as_it_was(void **state)
{
	static const char *const texts[] = {
		"{\"a\":[1,-2,0.1,1e+300,1795300763.123],\"b\":{},\"c\":[],\"d\":null}",
		"\"\\u0001\\\"\xc3\xa4\"",
		"9007199254740991",
		"true",
		"false",
		"[0.30000000000000004,5e-324]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		cJSON *value = json(texts[i]);
		char *text = wire_json_print(value);
		cJSON *again = json(text);

		assert_true(cJSON_Compare(value, again, true));
		assert_null(strchr(text, ' '));
		cJSON_Delete(again);
		free(text);
		cJSON_Delete(value);
	}
}

static void print__values_made_by_hand__are_valid_json(void **state)
{
	cJSON *list = cJSON_CreateArray();

	(void)state;
	cJSON_AddItemToArray(list, cJSON_CreateNumber((double)INFINITY));
	cJSON_AddItemToArray(list, cJSON_CreateRaw("{\"raw\":1}"));
	cJSON_AddItemToArray(list, cJSON_CreateNumber(-0.0));

	char *text = wire_json_print(list);

	assert_string_equal(text, "[null,{\"raw\":1},0]");
	free(text);
	cJSON_Delete(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse__object__is_taken),
		cmocka_unit_test(parse__bytes_behind_len__are_not_read),
		cmocka_unit_test(parse__anything_behind_the_object__is_refused),
		cmocka_unit_test(parse__no_object__is_refused),
		cmocka_unit_test(parse__cut_at_any_byte__is_refused),
		cmocka_unit_test(parse__nesting__counts_the_outer_object_as_one),
		cmocka_unit_test(parse__brackets_in_strings__do_not_nest),
		cmocka_unit_test(parse__escape_that_would_end_or_garble_a_text__is_refused),
		cmocka_unit_test(parse__control_byte__is_refused),
		cmocka_unit_test(parse__invalid_utf8__is_refused),
		cmocka_unit_test(parse__number_that_json_does_not_know__is_refused),
		cmocka_unit_test(parse__number_longer_than_the_parser_reads__is_refused),
		cmocka_unit_test(parse_any__every_kind_of_value__is_taken),
		cmocka_unit_test(get__other_case_or_type__is_absent),
		cmocka_unit_test(integer__only_below_2_to_53_and_without_fraction),
		cmocka_unit_test(add_text__special_characters__are_escaped),
		cmocka_unit_test(add_text__invalid_utf8__never_reaches_the_wire),
		cmocka_unit_test(add__over_the_buffers_max__adds_nothing),
		cmocka_unit_test(print__value__is_compact_and_comes_back_as_it_was),
		cmocka_unit_test(print__values_made_by_hand__are_valid_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
