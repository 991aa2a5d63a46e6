#include "support/rows.h"

static int of_object(enum wire_set set, const char *text, char *out, size_t cap)
{
	cJSON *object = json(text);
	int err = wire_key_of_object(set, object, out, cap);

	cJSON_Delete(object);
	return err;
}

static int of_list(enum wire_set set, const char *text, char *out, size_t cap)
{
	cJSON *list = json(text);
	int err = wire_key_of_list(set, list, out, cap);

	cJSON_Delete(list);
	return err;
}

static void key__object_list_and_values__agree(void **state)
{
	static const struct {
		enum wire_set set;
		const char *object, *list, *first, *second, *key;
	} cases[] = {
		{WIRE_CONTACT, "{\"name\":\"x\",\"cID\":5}", "[5]", "5", NULL, "5"},
		{WIRE_CALL, "{\"cid\":\"c-76\",\"parent\":\"SIP/abc\"}", "[\"SIP/abc\",\"c-76\"]",
		 "SIP/abc", "c-76",
		 "SIP/abc\x1f"
		 "c-76"},
		{WIRE_MESSAGE, "{\"roomID\":3,\"msgID\":70}", "[3,70]", "3", "70",
		 "3\x1f"
		 "70"},
		{WIRE_TAG, "{\"owner\":\"c5\"}", "[\"c5\"]", "c5", NULL, "c5"},
		{WIRE_TAG, "{\"owner\":5}", "[5]", "5", NULL, "5"},
		{WIRE_NIGHTMODE, "{\"company\":\"\",\"mode\":-1}", "[\"\",-1]", "", "-1",
		 "\x1f"
		 "-1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum wire_set set = cases[i].set;
		struct wire_row *row = row_of(set, cases[i].object);
		char key[WIRE_KEY_MAX];
		struct buf out;

		assert_string_equal(row->key, cases[i].key);
		assert_int_equal(of_object(set, cases[i].object, key, sizeof(key)), 0);
		assert_string_equal(key, cases[i].key);
		assert_int_equal(of_list(set, cases[i].list, key, sizeof(key)), 0);
		assert_string_equal(key, cases[i].key);
		assert_int_equal(wire_key(key, sizeof(key), set, cases[i].first, cases[i].second),
				 0);
		assert_string_equal(key, cases[i].key);
		buf_init(&out, 256);
		assert_int_equal(wire_key_encode(set, key, &out), 0);
		assert_string_equal(out.data, cases[i].list);
		buf_free(&out);
		wire_row_free(&row);
	}
}

static void key__missing_or_wrong_field__is_invalid(void **state)
{
	char key[WIRE_KEY_MAX];

	(void)state;
	assert_int_equal(of_object(WIRE_CALL, "{\"parent\":\"a\"}", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_object(WIRE_CALL, "{\"parent\":\"a\",\"cid\":null}", key, sizeof(key)),
			 ERR_INVALID);
	assert_int_equal(of_object(WIRE_CALL, "{\"parent\":\"a\",\"cid\":7}", key, sizeof(key)),
			 ERR_INVALID);
	assert_int_equal(of_object(WIRE_CONTACT, "{\"cID\":\"5\"}", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_object(WIRE_CONTACT, "{\"cid\":5}", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_object(WIRE_CONTACT, "[5]", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_object(WIRE_TAG, "{\"owner\":true}", key, sizeof(key)), ERR_INVALID);
}

static void key_of_list__other_length__is_invalid(void **state)
{
	char key[WIRE_KEY_MAX];

	(void)state;
	assert_int_equal(of_list(WIRE_CONTACT, "[]", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_list(WIRE_CONTACT, "[5,6]", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_list(WIRE_CALL, "[\"a\"]", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_list(WIRE_CALL, "[\"a\",\"b\",\"c\"]", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_list(WIRE_CONTACT, "5", key, sizeof(key)), ERR_INVALID);
	assert_int_equal(of_list(WIRE_CONTACT, "{\"cID\":5}", key, sizeof(key)), ERR_INVALID);
}

static void key__separator_in_an_id__cannot_forge_another_key(void **state)
{
	char key[WIRE_KEY_MAX];

	(void)state;
	assert_int_equal(of_list(WIRE_CALL, "[\"a\\u001fb\",\"c\"]", key, sizeof(key)), 0);
	assert_string_equal(key, "a b\x1f"
				 "c");
}

static void key__buffer_too_small__is_a_limit(void **state)
{
	char key[5];

	(void)state;
	assert_int_equal(of_list(WIRE_CALL, "[\"ab\",\"c\"]", key, sizeof(key)), 0);
	assert_int_equal(of_list(WIRE_CALL, "[\"ab\",\"cd\"]", key, sizeof(key)), ERR_LIMIT);
	assert_int_equal(of_list(WIRE_CALL, "[\"abcd\",\"\"]", key, sizeof(key)), ERR_LIMIT);
	assert_int_equal(of_list(WIRE_CONTACT, "[12345]", key, sizeof(key)), ERR_LIMIT);
	assert_int_equal(wire_key(key, sizeof(key), WIRE_CALL, "ab", "cd"), ERR_LIMIT);
	assert_int_equal(wire_key(key, sizeof(key), WIRE_CALL, "ab", NULL), ERR_INVALID);
	assert_int_equal(wire_key(key, sizeof(key), WIRE_CALL, NULL, "ab"), ERR_INVALID);
}

static void key_encode__text_that_is_no_key_of_the_set__is_invalid(void **state)
{
	static const struct {
		enum wire_set set;
		const char *key;
	} bad[] = {
		{WIRE_CONTACT, ""},
		{WIRE_CONTACT, "x"},
		{WIRE_CONTACT, "05"},
		{WIRE_CONTACT, "5\x1f"
			       "6"},
		{WIRE_CALL, "a"},
		{WIRE_CALL, "a\x1f"
			    "b\x1f"
			    "c"},
		{WIRE_CONTACT, "-"},
		{WIRE_CONTACT, "-05"},
		{WIRE_CONTACT, "9007199254740992"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	buf_add_str(&out, "x");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(wire_key_encode(bad[i].set, bad[i].key, &out), ERR_INVALID);
		assert_string_equal(out.data, "x");
	}
	buf_free(&out);
}

static void every_set__begins_with_its_key_fields(void **state)
{
	(void)state;
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		const struct wire_set_info *info = wire_set_info((enum wire_set)set);

		assert_int_equal(wire_set_find(info->name), set);
		assert_in_range(info->keys, 1, 2);
		for (unsigned i = 0; i < info->count; i++) {
			assert_int_equal(!!(info->fields[i].flags & WIRE_KEY), i < info->keys);
			assert_int_equal(wire_field_find((enum wire_set)set, info->fields[i].name),
					 i);
		}
	}
	assert_null(wire_set_info(WIRE_SET_COUNT));
	assert_int_equal(wire_set_find("contacts"), ERR_NOT_FOUND);
	assert_int_equal(wire_set_find("Contact"), ERR_NOT_FOUND);
	assert_int_equal(wire_field_find(WIRE_CONTACT, "cid"), ERR_NOT_FOUND);
}

static void visible__fields_follow_the_options(void **state)
{
	uint64_t device = WIRE_BIT(contact, blf) | WIRE_BIT(contact, online) |
			  WIRE_BIT(contact, dnd) | WIRE_BIT(contact, forward);
	uint64_t presence = WIRE_BIT(contact, states) | WIRE_BIT(contact, show) |
			    WIRE_BIT(contact, status) | WIRE_BIT(contact, until);
	uint64_t all = wire_set_info(WIRE_CONTACT)->all;

	(void)state;
	assert_int_equal(wire_set_visible(WIRE_CONTACT, 0), all & ~device & ~presence);
	assert_int_equal(wire_set_visible(WIRE_CONTACT, WIRE_OPT_DEVICE), all & ~presence);
	assert_int_equal(wire_set_visible(WIRE_CONTACT, WIRE_OPT_PRESENCE), all & ~device);
	assert_int_equal(wire_set_visible(WIRE_CONTACT, WIRE_OPT_ALL_SETS), all);
}

static void visible__set_without_its_option__shows_nothing(void **state)
{
	(void)state;
	assert_int_equal(wire_set_visible(WIRE_DEVICE, WIRE_OPT_QUEUE), 0);
	assert_int_equal(wire_set_visible(WIRE_DEVICE, WIRE_OPT_DEVICE),
			 wire_set_info(WIRE_DEVICE)->all);
	assert_int_equal(wire_set_visible(WIRE_CALL, WIRE_OPT_QUEUE),
			 wire_set_info(WIRE_CALL)->all);
	assert_int_equal(wire_set_visible(WIRE_CALL, WIRE_OPT_DEVICE),
			 wire_set_info(WIRE_CALL)->all);
	assert_int_equal(wire_set_visible(WIRE_CALL, WIRE_OPT_MAILBOX), 0);
	assert_int_equal(wire_set_visible(WIRE_TAG, WIRE_OPT_ALL_SETS), 0);
	assert_int_equal(wire_set_visible(WIRE_NOTE, 0), wire_set_info(WIRE_NOTE)->all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key__object_list_and_values__agree),
		cmocka_unit_test(key__missing_or_wrong_field__is_invalid),
		cmocka_unit_test(key_of_list__other_length__is_invalid),
		cmocka_unit_test(key__separator_in_an_id__cannot_forge_another_key),
		cmocka_unit_test(key__buffer_too_small__is_a_limit),
		cmocka_unit_test(key_encode__text_that_is_no_key_of_the_set__is_invalid),
		cmocka_unit_test(every_set__begins_with_its_key_fields),
		cmocka_unit_test(visible__fields_follow_the_options),
		cmocka_unit_test(visible__set_without_its_option__shows_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
