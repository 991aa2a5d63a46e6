/* Rows, their order, whose they are, and the journal (live.h). */
#include <stdio.h>

#include "pabx/live.h"
#include "support/rows.h"

static int setup(void **state)
{
	*state = live_new();
	return 0;
}

static int teardown(void **state)
{
	live_free((struct live **)state);
	return 0;
}

static uint64_t put(struct live *live, int64_t user, enum wire_set set, const char *text)
{
	struct wire_row *row = row_of(set, text);
	uint64_t bits = live_put(live, user, row);

	wire_row_free(&row);
	return bits;
}

static void put_notes(struct live *live, int from, int to)
{
	char text[40];

	for (int i = from; i < to; i++) {
		snprintf(text, sizeof(text), "{\"key\":\"k%d\"}", i);
		put(live, 0, WIRE_NOTE, text);
	}
}

static void take_notes(struct live *live, int from, int to)
{
	char key[20];

	for (int i = from; i < to; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_true(live_remove(live, WIRE_NOTE, 0, key));
	}
}

static void put__tells_what_changed(void **state)
{
	const struct live_change *change;

	assert_int_equal(put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"name\":\"a\",\"blf\":0}"),
			 wire_set_info(WIRE_CONTACT)->all);
	assert_int_equal(live_change(*state, 1)->kind, LIVE_NEW);
	assert_int_equal(put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"name\":\"a\",\"blf\":2}"),
			 WIRE_BIT(contact, blf));
	change = live_change(*state, 2);
	assert_int_equal(change->kind, LIVE_CHANGED);
	assert_int_equal(change->fields, WIRE_BIT(contact, blf));
	assert_string_equal(change->key, "5");
	assert_int_equal(put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"blf\":2}"), 0);
	assert_int_equal(live_seq(*state), 2);
}

static void remove__is_journalled_once(void **state)
{
	put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"company\":\"c\"}");
	assert_true(live_remove(*state, WIRE_CONTACT, 0, "5"));
	assert_false(live_remove(*state, WIRE_CONTACT, 0, "5"));
	assert_int_equal(live_seq(*state), 2);
	assert_int_equal(live_change(*state, 2)->kind, LIVE_GONE);
	assert_string_equal(live_change(*state, 2)->scope->company, "c");
	assert_int_equal(live_change(*state, 2)->scope->owner, 5);
	assert_null(live_get(*state, WIRE_CONTACT, 0, "5"));
}

static void next__rows_that_come_and_go__each_that_stays_is_seen_once(void **state)
{
	uint64_t position = 0;
	const struct wire_row *row;
	char expected[20];

	put_notes(*state, 0, 100);
	for (int i = 0; i < 50; i++)
		live_next(*state, WIRE_NOTE, &position, NULL);
	take_notes(*state, 0, 90);
	put_notes(*state, 100, 110);
	for (int i = 90; i < 110; i++) {
		row = live_next(*state, WIRE_NOTE, &position, NULL);
		assert_non_null(row);
		snprintf(expected, sizeof(expected), "k%d", i);
		assert_string_equal(row->key, expected);
	}
	assert_null(live_next(*state, WIRE_NOTE, &position, NULL));
	assert_int_equal(live_count(*state, WIRE_NOTE), 20);
}

static void next_own__only_the_rows_of_that_user(void **state)
{
	struct live_item item;
	uint64_t position = 0;

	put(*state, 1, WIRE_SETTING, "{\"name\":\"a\",\"value\":1}");
	put(*state, 2, WIRE_SETTING, "{\"name\":\"a\",\"value\":2}");
	put(*state, 1, WIRE_SETTING, "{\"name\":\"b\",\"value\":3}");
	assert_true(live_next_own(*state, WIRE_SETTING, 1, &position, &item));
	assert_row(item.row, UINT64_MAX, "{\"name\":\"a\",\"value\":1}");
	assert_true(live_next_own(*state, WIRE_SETTING, 1, &position, &item));
	assert_row(item.row, UINT64_MAX, "{\"name\":\"b\",\"value\":3}");
	assert_false(live_next_own(*state, WIRE_SETTING, 1, &position, &item));
	position = 0;
	assert_false(live_next_own(*state, WIRE_SETTING, 3, &position, &item));
}

static void expect_scope(struct live *live, enum wire_set set, const char *key, const char *company,
			 int64_t holder)
{
	struct live_item item;

	assert_true(live_find(live, set, 0, key, &item));
	assert_string_equal(item.scope->company, company);
	assert_int_equal(item.scope->holder, holder);
}

static void scope__follows_person_device_call__in_any_order(void **state)
{
	char call[WIRE_KEY_MAX];

	wire_key(call, sizeof(call), WIRE_CALL, "SIP/a", "1");
	put(*state, 0, WIRE_CALL, "{\"parent\":\"SIP/a\",\"cid\":\"1\"}");
	expect_scope(*state, WIRE_CALL, call, "default", WIRE_NULL);
	put(*state, 0, WIRE_DEVICE, "{\"name\":\"SIP/a\",\"userID\":5}");
	expect_scope(*state, WIRE_CALL, call, "default", 5);
	put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"company\":\"x\"}");
	expect_scope(*state, WIRE_DEVICE, "SIP/a", "x", 5);
	expect_scope(*state, WIRE_CALL, call, "x", 5);
	live_remove(*state, WIRE_CONTACT, 0, "5");
	expect_scope(*state, WIRE_CALL, call, "default", 5);
	live_remove(*state, WIRE_DEVICE, 0, "SIP/a");
	expect_scope(*state, WIRE_CALL, call, "default", WIRE_NULL);
}

static void scope__change_alone__is_journalled_without_fields(void **state)
{
	const struct live_change *change;

	put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"company\":\"x\"}");
	put(*state, 0, WIRE_OPERATOR, "{\"cID\":5,\"state\":\"on\"}");
	put(*state, 0, WIRE_CONTACT, "{\"cID\":5,\"company\":\"y\"}");
	change = live_change(*state, live_seq(*state));
	assert_int_equal(change->set, WIRE_OPERATOR);
	assert_int_equal(change->fields, 0);
	assert_string_equal(change->scope->company, "x");
	expect_scope(*state, WIRE_OPERATOR, "5", "y", WIRE_NULL);
}

static void journal__keeps_the_last_65536(void **state)
{
	put_notes(*state, 0, 1);
	for (int i = 0; i < 70000; i++) {
		char text[60];

		snprintf(text, sizeof(text), "{\"key\":\"k0\",\"time\":%d}", i);
		put(*state, 0, WIRE_NOTE, text);
	}
	assert_int_equal(live_seq(*state), 70001);
	assert_int_equal(live_oldest(*state), 70001 - 65536);
	assert_null(live_change(*state, live_oldest(*state)));
	assert_non_null(live_change(*state, live_oldest(*state) + 1));
	assert_null(live_change(*state, 70002));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(put__tells_what_changed),
		TEST(remove__is_journalled_once),
		TEST(next__rows_that_come_and_go__each_that_stays_is_seen_once),
		TEST(next_own__only_the_rows_of_that_user),
		TEST(scope__follows_person_device_call__in_any_order),
		TEST(scope__change_alone__is_journalled_without_fields),
		TEST(journal__keeps_the_last_65536),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
