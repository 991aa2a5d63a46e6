#include <stdio.h>

#include "support/rows.h"
#include "wire/command.h"

static void reason__token_and_number__lead_to_each_other(void **state)
{
	static const char tokens[] = "nodevice notyours notcallable denied nocall notarget "
				     "unsupported gone conflict invalid busy limit ";
	char got[256] = "";

	(void)state;
	for (int i = WIRE_R_NONE + 1; i < WIRE_R_COUNT; i++) {
		const char *token = wire_reason_token((enum wire_reason)i);

		assert_int_equal(wire_reason_find(token), i);
		assert_string_not_equal(wire_reason_text((enum wire_reason)i), "");
		strcat(strcat(got, token), " ");
	}
	assert_string_equal(got, tokens);
}

static void reason__unknown__is_none(void **state)
{
	(void)state;
	assert_int_equal(wire_reason_find("other"), WIRE_R_NONE);
	assert_int_equal(wire_reason_find(""), WIRE_R_NONE);
	assert_int_equal(wire_reason_find(NULL), WIRE_R_NONE);
	assert_string_equal(wire_reason_token(WIRE_R_NONE), "");
	assert_string_equal(wire_reason_text(WIRE_R_NONE), "");
}

static void action__four__need_no_capability(void **state)
{
	(void)state;
	for (int i = 0; i < WIRE_A_COUNT; i++) {
		enum wire_action action = (enum wire_action)i;
		const char *name = wire_action_name(action);
		bool free_of_need = !strcmp(name, "talk") || !strcmp(name, "hangup") ||
				    !strcmp(name, "complete") || !strcmp(name, "cancel");

		assert_int_equal(wire_action_find(name), i);
		if (free_of_need)
			assert_null(wire_action_capability(action));
		else
			assert_string_equal(wire_action_capability(action), name);
	}
	assert_int_equal(wire_action_find("answer"), ERR_NOT_FOUND);
	assert_int_equal(wire_action_find(NULL), ERR_NOT_FOUND);
}

static int target_of(const char *text, struct wire_target *target)
{
	cJSON *value = json(text);
	int err = wire_target_decode(target, value);

	cJSON_Delete(value);
	return err;
}

static void target__each_form__comes_back_as_it_was(void **state)
{
	static const struct {
		const char *text;
		enum wire_target_kind kind;
	} cases[] = {
		{"\"+44 1234 567890\"", WIRE_TARGET_NUMBER},
		{"{\"cID\":5}", WIRE_TARGET_CONTACT},
		{"{\"key\":\"s17\"}", WIRE_TARGET_ADDRESS},
		{"{\"extension\":\"1001\"}", WIRE_TARGET_EXTENSION},
		{"{\"voicemail\":5}", WIRE_TARGET_VOICEMAIL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wire_target target;
		struct buf out;

		assert_int_equal(target_of(cases[i].text, &target), 0);
		assert_int_equal(target.kind, cases[i].kind);
		buf_init(&out, 256);
		assert_int_equal(wire_target_encode(&target, &out), 0);
		assert_string_equal(out.data, cases[i].text);
		buf_free(&out);
	}
}

static void target__anything_else__is_refused_and_not_touched(void **state)
{
	static const char *const bad[] = {
		"5",
		"null",
		"\"\"",
		"[]",
		"{}",
		"[\"1001\"]",
		"{\"cid\":5}",
		"{\"cID\":\"5\"}",
		"{\"cID\":1.5}",
		"{\"cID\":null}",
		"{\"cID\":5,\"extension\":\"1001\"}",
		"{\"key\":5}",
		"{\"key\":\"\"}",
		"{\"number\":\"1001\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct wire_target target = {.kind = WIRE_TARGET_CONTACT, .cID = 42};

		assert_int_equal(target_of(bad[i], &target), ERR_INVALID);
		assert_int_equal(target.kind, WIRE_TARGET_CONTACT);
		assert_int_equal(target.cID, 42);
	}
	assert_int_equal(wire_target_decode(&(struct wire_target){0}, NULL), ERR_INVALID);
}

static void target__null_member__is_absent(void **state)
{
	struct wire_target target;

	(void)state;
	assert_int_equal(target_of("{\"key\":null,\"cID\":5,\"more\":1}", &target), 0);
	assert_int_equal(target.kind, WIRE_TARGET_CONTACT);
}

static void target__id_of_64_bytes__fits_and_65_do_not(void **state)
{
	struct wire_target target;
	char text[128];

	(void)state;
	snprintf(text, sizeof(text), "{\"key\":\"%064d\"}", 7);
	assert_int_equal(target_of(text, &target), 0);
	assert_int_equal(strlen(target.text), 64);
	snprintf(text, sizeof(text), "{\"key\":\"%065d\"}", 7);
	assert_int_equal(target_of(text, &target), ERR_INVALID);
}

static void target__text__is_cleaned(void **state)
{
	struct wire_target target;

	(void)state;
	assert_int_equal(target_of("\"10\\n01\\u202e\"", &target), 0);
	assert_string_equal(target.text, "10 01");
}

static void target__none__cannot_be_encoded(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	assert_int_equal(wire_target_encode(&(struct wire_target){0}, &out), ERR_INVALID);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reason__token_and_number__lead_to_each_other),
		cmocka_unit_test(reason__unknown__is_none),
		cmocka_unit_test(action__four__need_no_capability),
		cmocka_unit_test(target__each_form__comes_back_as_it_was),
		cmocka_unit_test(target__anything_else__is_refused_and_not_touched),
		cmocka_unit_test(target__null_member__is_absent),
		cmocka_unit_test(target__id_of_64_bytes__fits_and_65_do_not),
		cmocka_unit_test(target__text__is_cleaned),
		cmocka_unit_test(target__none__cannot_be_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
