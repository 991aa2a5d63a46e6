#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "support/rows.h"

#define ALL UINT64_MAX

static void set_int__first_null__changes_absent_to_known(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	unsigned blf = WIRE_F(contact, blf);

	(void)state;
	assert_int_equal(row->present, 0);
	assert_int_equal(wire_row_int(row, blf), WIRE_NULL);
	assert_true(wire_row_set_int(row, blf, WIRE_NULL));
	assert_int_equal(row->present, WIRE_BIT(contact, blf));
	assert_false(wire_row_set_int(row, blf, WIRE_NULL));
	assert_true(wire_row_set_int(row, blf, 2));
	assert_false(wire_row_set_int(row, blf, 2));
	assert_int_equal(((struct wire_contact *)row)->blf, 2);
	wire_row_free(&row);
	assert_null(row);
	wire_row_free(&row);
}

static void set_bool__same_value__is_no_change(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	unsigned dnd = WIRE_F(contact, dnd);

	(void)state;
	assert_true(wire_row_set_bool(row, dnd, false));
	assert_false(wire_row_set_bool(row, dnd, false));
	assert_true(wire_row_set_bool(row, dnd, true));
	assert_true(wire_row_bool(row, dnd));
	wire_row_free(&row);
}

static void set_text__null_and_empty__differ(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	unsigned name = WIRE_F(contact, name);

	(void)state;
	assert_true(wire_row_set_text(row, name, ""));
	assert_false(wire_row_set_text(row, name, ""));
	assert_true(wire_row_set_text(row, name, NULL));
	assert_false(wire_row_set_text(row, name, NULL));
	assert_true(wire_row_set_text(row, name, "Ann"));
	assert_true(wire_row_set_text(row, name, "An"));
	assert_false(wire_row_set_text(row, name, "An"));
	assert_true(wire_row_set_text(row, name, "Anna"));
	assert_string_equal(wire_row_text(row, name), "Anna");
	wire_row_free(&row);
}

static void set_text__over_max__is_cut_at_a_characters_border(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	unsigned show = WIRE_F(contact, show);

	(void)state;
	wire_row_set_text(row, show, "123456789012345\xc3\xa4");
	assert_string_equal(wire_row_text(row, show), "123456789012345");
	wire_row_set_text(row, show, "12345678901234\xc3\xa4z");
	assert_string_equal(wire_row_text(row, show), "12345678901234\xc3\xa4");
	assert_false(wire_row_set_text(row, show, "12345678901234\xc3\xa4yy"));
	wire_row_free(&row);
}

static void set_text__json_over_max__becomes_null_not_half(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CALL);
	unsigned match = WIRE_F(call, match);
	char text[256];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "[1", 2);
	strcpy(text + 127, "]");
	assert_true(wire_row_set_text(row, match, text));
	assert_string_equal(wire_row_text(row, match), text);
	strcpy(text + 127, " ]");
	assert_true(wire_row_set_text(row, match, text));
	assert_null(wire_row_text(row, match));
	wire_row_free(&row);
}

static void access__other_type_or_no_such_field__does_nothing(void **state)
{
	struct wire_row *row = row_of(WIRE_LINK, "{\"cID\":5,\"state\":\"both\"}");

	(void)state;
	assert_false(wire_row_set_int(row, WIRE_F(link, state), 1));
	assert_false(wire_row_set_text(row, WIRE_F(link, cID), "x"));
	assert_false(wire_row_set_bool(row, WIRE_F(link, cID), true));
	assert_false(wire_row_set_int(row, 2, 1));
	assert_null(wire_row_text(row, WIRE_F(link, cID)));
	assert_int_equal(wire_row_int(row, WIRE_F(link, state)), WIRE_NULL);
	assert_false(wire_row_bool(row, 99));
	assert_row(row, ALL, "{\"cID\":5,\"state\":\"both\"}");
	wire_row_free(&row);
}

static void key__follows_its_fields(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CALL);

	(void)state;
	assert_string_equal(row->key, "");
	wire_row_set_text(row, WIRE_F(call, parent), "SIP/abc");
	wire_row_set_text(row, WIRE_F(call, cid), "c-76");
	assert_string_equal(row->key, "SIP/abc\x1f"
				      "c-76");
	wire_row_set_text(row, WIRE_F(call, cid), "c-77");
	assert_string_equal(row->key, "SIP/abc\x1f"
				      "c-77");
	wire_row_free(&row);
}

static void copy__shares_nothing(void **state)
{
	static const char text[] = "{\"cID\":5,\"name\":\"Ann\",\"numbers\":[1],\"online\":true}";
	struct wire_row *row = row_of(WIRE_CONTACT, text);
	struct wire_row *copy = wire_row_copy(row);

	(void)state;
	wire_row_set_text(row, WIRE_F(contact, name), "Bob");
	wire_row_free(&row);
	assert_string_equal(copy->key, "5");
	assert_row(copy, ALL, text);
	wire_row_free(&copy);
}

static void merge__takes_present_fields_of_the_mask(void **state)
{
	struct wire_row *row = row_of(WIRE_CONTACT, "{\"cID\":5,\"name\":\"Ann\",\"blf\":1}");
	struct wire_row *from = row_of(
		WIRE_CONTACT,
		"{\"cID\":5,\"name\":\"Ann\",\"title\":null,\"blf\":2,\"dnd\":true,\"states\":{}}");

	(void)state;
	assert_int_equal(wire_row_merge(row, from, ALL & ~WIRE_BIT(contact, dnd)),
			 WIRE_BIT(contact, title) | WIRE_BIT(contact, blf) |
				 WIRE_BIT(contact, states));
	assert_row(row, ALL, "{\"cID\":5,\"name\":\"Ann\",\"title\":null,\"states\":{},\"blf\":2}");
	assert_int_equal(wire_row_merge(row, from, ALL), WIRE_BIT(contact, dnd));
	assert_int_equal(wire_row_merge(row, from, ALL), 0);
	wire_row_free(&from);
	wire_row_free(&row);
}

static void merge__row_of_another_set__changes_nothing(void **state)
{
	struct wire_row *row = row_of(WIRE_LINK, "{\"cID\":5}");
	struct wire_row *from = row_of(WIRE_CONTACT, "{\"cID\":6,\"name\":\"x\"}");

	(void)state;
	assert_int_equal(wire_row_merge(row, from, ALL), 0);
	assert_row(row, ALL, "{\"cID\":5}");
	wire_row_free(&from);
	wire_row_free(&row);
}

static void decode__known_fields__are_taken_in_any_order(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	uint64_t changed = 1;

	(void)state;
	assert_int_equal(decode(row,
				"{\"blf\":2,\"new\":[1],\"name\":\"Ann\",\"cID\":5,\"dnd\":false}",
				&changed),
			 0);
	assert_int_equal(changed, WIRE_BIT(contact, blf) | WIRE_BIT(contact, name) |
					  WIRE_BIT(contact, cID) | WIRE_BIT(contact, dnd));
	assert_int_equal(row->present, changed);
	assert_string_equal(row->key, "5");
	assert_int_equal(decode(row, "{\"cID\":5,\"blf\":3,\"name\":\"Ann\"}", &changed), 0);
	assert_int_equal(changed, WIRE_BIT(contact, blf));
	assert_row(row, ALL, "{\"cID\":5,\"name\":\"Ann\",\"blf\":3,\"dnd\":false}");
	wire_row_free(&row);
}

static void decode__field_names__are_case_sensitive(void **state)
{
	struct wire_row *row = row_of(WIRE_CONTACT, "{\"CID\":5,\"Name\":\"x\",\"\":1}");

	(void)state;
	assert_int_equal(row->present, 0);
	wire_row_free(&row);
}

static void decode__member_given_twice__first_one_counts(void **state)
{
	struct wire_row *row =
		row_of(WIRE_CONTACT, "{\"cID\":5,\"blf\":1,\"cID\":6,\"blf\":\"x\"}");

	(void)state;
	assert_row(row, ALL, "{\"cID\":5,\"blf\":1}");
	wire_row_free(&row);
}

static void decode__null__is_a_value(void **state)
{
	struct wire_row *row = row_of(
		WIRE_CONTACT, "{\"cID\":5,\"deputy\":7,\"forward\":\"99\",\"numbers\":[\"1\"]}");
	uint64_t changed;

	(void)state;
	assert_int_equal(
		decode(row, "{\"deputy\":null,\"forward\":null,\"numbers\":null}", &changed), 0);
	assert_int_equal(changed, WIRE_BIT(contact, deputy) | WIRE_BIT(contact, forward) |
					  WIRE_BIT(contact, numbers));
	assert_row(row, ALL, "{\"cID\":5,\"numbers\":null,\"forward\":null,\"deputy\":null}");
	wire_row_free(&row);
}

static void decode__anything_wrong__leaves_the_row_as_it_was(void **state)
{
	static const char *const bad[] = {
		"{\"name\":\"new\",\"blf\":\"2\"}",
		"{\"name\":\"new\",\"blf\":1.5}",
		"{\"name\":\"new\",\"blf\":9007199254740992}",
		"{\"name\":\"new\",\"blf\":true}",
		"{\"name\":\"new\",\"dnd\":null}",
		"{\"name\":\"new\",\"dnd\":1}",
		"{\"name\":\"new\",\"title\":5}",
		"{\"name\":\"new\",\"title\":[]}",
		"{\"name\":\"new\",\"numbers\":[5],\"cID\":null}",
		"{\"name\":\"new\",\"numbers\":[5],\"cID\":\"5\"}",
		"[\"name\",\"new\"]",
		"\"name\"",
	};
	static const char text[] = "{\"cID\":5,\"name\":\"Ann\",\"numbers\":[],\"blf\":1}";
	struct wire_row *row = row_of(WIRE_CONTACT, text);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint64_t changed = 42;

		assert_int_equal(decode(row, bad[i], &changed), ERR_INVALID);
		assert_int_equal(changed, 42);
		assert_row(row, ALL, text);
		assert_string_equal(row->key, "5");
	}
	wire_row_free(&row);
}

static void decode__failure__names_set_and_field(void **state)
{
	struct wire_row *row = wire_row_new(WIRE_CALL);
	cJSON *object = json("{\"stamp\":\"now\"}");
	struct why why = {""};

	(void)state;
	assert_int_equal(wire_row_decode(row, object, NULL, &why), ERR_INVALID);
	assert_non_null(strstr(why.text, "stamp"));
	assert_non_null(strstr(why.text, "call"));
	cJSON_Delete(object);
	wire_row_free(&row);
}

static void decode__text__is_cleaned(void **state)
{
	struct wire_row *row = row_of(WIRE_CONTACT, "{\"name\":\"a\\u001b[2Jb\\u202ec\\nd\"}");

	(void)state;
	assert_string_equal(wire_row_text(row, WIRE_F(contact, name)), "a [2Jbc d");
	wire_row_free(&row);
}

static void decode__message_and_note__keep_their_lines(void **state)
{
	struct wire_row *row = row_of(
		WIRE_MESSAGE, "{\"roomID\":1,\"msgID\":2,\"cN\":\"a\\nb\",\"msg\":\"a\\n\\tb\"}");

	(void)state;
	assert_string_equal(wire_row_text(row, WIRE_F(message, msg)), "a\n b");
	assert_string_equal(wire_row_text(row, WIRE_F(message, cN)), "a b");
	wire_row_free(&row);
}

static void decode__long_text__is_cut_at_a_characters_border(void **state)
{
	struct wire_row *row = row_of(WIRE_CONTACT, "{\"show\":\"12345678901234\xe2\x82\xac"
						    "678\"}");

	(void)state;
	assert_string_equal(wire_row_text(row, WIRE_F(contact, show)), "12345678901234");
	wire_row_free(&row);
}

static void decode__long_key__is_refused_not_cut(void **state)
{
	char text[128];
	struct wire_row *row = wire_row_new(WIRE_DEVICE);

	(void)state;
	snprintf(text, sizeof(text), "{\"name\":\"%064d\"}", 0);
	assert_int_equal(decode(row, text, NULL), 0);
	snprintf(text, sizeof(text), "{\"name\":\"%065d\"}", 0);
	assert_int_equal(decode(row, text, NULL), ERR_INVALID);
	wire_row_free(&row);
}

static void decode__nested_value__is_kept_compact_and_clean(void **state)
{
	struct wire_row *row =
		row_of(WIRE_QUEUE,
		       "{\"members\": { \"SIP/\\u001bx\" : [ \"a\\u202e\\nb\" , 1.50, -0 ] } }");

	(void)state;
	assert_string_equal(wire_row_text(row, WIRE_F(queue, members)),
			    "{\"SIP/ x\":[\"a b\",1.5,0]}");
	wire_row_free(&row);
}

static void decode__nested_value_over_its_max__is_refused(void **state)
{
	char text[160];
	struct wire_row *row = wire_row_new(WIRE_CALL);

	(void)state;
	snprintf(text, sizeof(text), "{\"match\":  [\"%0124d\"]}", 0);
	assert_int_equal(decode(row, text, NULL), 0);
	assert_int_equal(strlen(wire_row_text(row, WIRE_F(call, match))), 128);
	snprintf(text, sizeof(text), "{\"match\":[\"%0125d\"]}", 0);
	assert_int_equal(decode(row, text, NULL), ERR_INVALID);
	wire_row_free(&row);
}

static void decode__id__is_the_same_as_number_and_as_text(void **state)
{
	struct wire_row *row = row_of(WIRE_TAG, "{\"owner\":5,\"tags\":[\"vip\"]}");

	(void)state;
	assert_string_equal(row->key, "5");
	assert_row(row, ALL, "{\"owner\":5,\"tags\":[\"vip\"]}");
	assert_int_equal(decode(row, "{\"owner\":\"5\"}", NULL), 0);
	assert_row(row, WIRE_BIT(tag, owner), "{\"owner\":5}");
	assert_int_equal(decode(row, "{\"owner\":\"c5\"}", NULL), 0);
	assert_row(row, WIRE_BIT(tag, owner), "{\"owner\":\"c5\"}");
	assert_int_equal(decode(row, "{\"owner\":5.5}", NULL), ERR_INVALID);
	wire_row_free(&row);
}

static void encode__id_that_a_number_would_change__is_text(void **state)
{
	static const char *const ids[] = {"007", "9007199254740992", "-5", "+5",
					  "",    "12345678901234567"};
	struct wire_row *row = wire_row_new(WIRE_NOTE);
	char expected[64];

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		wire_row_set_text(row, WIRE_F(note, key), ids[i]);
		snprintf(expected, sizeof(expected), "{\"key\":\"%s\"}", ids[i]);
		assert_row(row, ALL, expected);
	}
	wire_row_set_text(row, WIRE_F(note, key), "9007199254740991");
	assert_row(row, ALL, "{\"key\":9007199254740991}");
	wire_row_set_text(row, WIRE_F(note, key), "0");
	assert_row(row, ALL, "{\"key\":0}");
	wire_row_free(&row);
}

static void encode__mask__selects_but_the_key_always_goes(void **state)
{
	struct wire_row *row = row_of(
		WIRE_CALL,
		"{\"parent\":\"p\",\"cid\":\"c\",\"id\":4,\"name\":\"A \\\"B\\\"\",\"inq\":null}");

	(void)state;
	assert_row(row, 0, "{\"parent\":\"p\",\"cid\":\"c\"}");
	assert_row(row, WIRE_BIT(call, name) | WIRE_BIT(call, state),
		   "{\"parent\":\"p\",\"cid\":\"c\",\"name\":\"A \\\"B\\\"\"}");
	assert_row(row, WIRE_BIT(call, inq), "{\"parent\":\"p\",\"cid\":\"c\",\"inq\":null}");
	wire_row_free(&row);
}

static void encode__over_the_buffers_max__adds_nothing(void **state)
{
	struct wire_row *row = row_of(WIRE_LINK, "{\"cID\":5,\"state\":\"both\"}");
	struct buf out;

	(void)state;
	for (size_t max = 2; max < 25; max++) {
		buf_init(&out, max);
		buf_add_str(&out, "[");
		assert_int_equal(wire_row_encode(row, ALL, &out), ERR_LIMIT);
		assert_string_equal(out.data, "[");
		buf_free(&out);
	}
	wire_row_free(&row);
}

/* Every field with a value of its type. */
static void fill(struct wire_row *row)
{
	const struct wire_set_info *info = wire_set_info(row->set);

	for (unsigned i = 0; i < info->count; i++) {
		switch (info->fields[i].type) {
		case WIRE_INT:
			wire_row_set_int(row, i, -1 - (int64_t)i);
			break;
		case WIRE_BOOL:
			wire_row_set_bool(row, i, true);
			break;
		case WIRE_JSON:
			wire_row_set_text(row, i, "{\"a\":[1,null,\"x\"]}");
			break;
		default:
			wire_row_set_text(row, i, "1\xc3\xa4");
		}
	}
}

static void every_set__encoded_and_decoded__is_equal(void **state)
{
	(void)state;
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		struct wire_row *row = wire_row_new((enum wire_set)set);
		struct buf first, second;

		fill(row);
		assert_int_equal(row->present, wire_set_info(row->set)->all);
		buf_init(&first, WIRE_MAX_PART);
		buf_init(&second, WIRE_MAX_PART);
		assert_int_equal(wire_row_encode(row, ALL, &first), 0);

		struct wire_row *again = row_of(row->set, first.data);

		assert_string_equal(again->key, row->key);
		assert_int_equal(wire_row_merge(again, row, ALL), 0);
		assert_int_equal(wire_row_encode(again, ALL, &second), 0);
		assert_string_equal(first.data, second.data);
		buf_free(&first);
		buf_free(&second);
		wire_row_free(&again);
		wire_row_free(&row);
	}
}

static int with_locale(void **state)
{
	(void)state;
	text_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_int__first_null__changes_absent_to_known),
		cmocka_unit_test(set_bool__same_value__is_no_change),
		cmocka_unit_test(set_text__null_and_empty__differ),
		cmocka_unit_test(set_text__over_max__is_cut_at_a_characters_border),
		cmocka_unit_test(set_text__json_over_max__becomes_null_not_half),
		cmocka_unit_test(access__other_type_or_no_such_field__does_nothing),
		cmocka_unit_test(key__follows_its_fields),
		cmocka_unit_test(copy__shares_nothing),
		cmocka_unit_test(merge__takes_present_fields_of_the_mask),
		cmocka_unit_test(merge__row_of_another_set__changes_nothing),
		cmocka_unit_test(decode__known_fields__are_taken_in_any_order),
		cmocka_unit_test(decode__field_names__are_case_sensitive),
		cmocka_unit_test(decode__member_given_twice__first_one_counts),
		cmocka_unit_test(decode__null__is_a_value),
		cmocka_unit_test(decode__anything_wrong__leaves_the_row_as_it_was),
		cmocka_unit_test(decode__failure__names_set_and_field),
		cmocka_unit_test(decode__text__is_cleaned),
		cmocka_unit_test(decode__message_and_note__keep_their_lines),
		cmocka_unit_test(decode__long_text__is_cut_at_a_characters_border),
		cmocka_unit_test(decode__long_key__is_refused_not_cut),
		cmocka_unit_test(decode__nested_value__is_kept_compact_and_clean),
		cmocka_unit_test(decode__nested_value_over_its_max__is_refused),
		cmocka_unit_test(decode__id__is_the_same_as_number_and_as_text),
		cmocka_unit_test(encode__id_that_a_number_would_change__is_text),
		cmocka_unit_test(encode__mask__selects_but_the_key_always_goes),
		cmocka_unit_test(encode__over_the_buffers_max__adds_nothing),
		cmocka_unit_test(every_set__encoded_and_decoded__is_equal),
	};

	return cmocka_run_group_tests(tests, with_locale, NULL);
}
