/* Resume after a lost or paused feed, and clients that fall behind (PROTOCOL.md, section 3). */
#include <stdio.h>

#include "support/feed_client.h"

static bool nobody(void *ctx)
{
	const struct house *house = ctx;

	return !house->sessions[0].feeds && !house->sessions[1].feeds && !house->sessions[2].feeds;
}

/* Anna's feed with these options is up, and then lost at seq; that seq and epoch stay in desk. */
static void lose(struct house *house, struct desk *desk, const char *options)
{
	uint64_t seq;
	char epoch[80];

	desk_open(desk, house, "anna");
	desk_start(desk, options);
	seq = desk->seq;
	snprintf(epoch, sizeof(epoch), "%s", desk->epoch);
	desk_close(desk);
	house_until(house, nobody, house);
	desk->seq = seq;
	snprintf(desk->epoch, sizeof(desk->epoch), "%s", epoch);
}

/* Comes back and asks to go on from what was told. */
static void come_back(struct house *house, struct desk *desk, const char *login,
		      const char *options)
{
	uint64_t seq = desk->seq;
	char epoch[80], start[400];

	snprintf(epoch, sizeof(epoch), "%s", desk->epoch);
	desk_open(desk, house, login);
	snprintf(start, sizeof(start),
		 "{\"op\":\"start\",\"id\":\"r\"%s,\"resume\":{\"epoch\":\"%s\",\"seq\":%llu}}",
		 options, epoch, (unsigned long long)seq);
	desk_send(desk, start);
	desk->seq = seq;
}

static void expect_ready(struct desk *desk, bool resumed)
{
	desk_expect(desk, "ready");
	assert_string_equal(wire_json_text(desk->frame, "id"), "r");
	assert_int_equal(cJSON_IsTrue(wire_json_get(desk->frame, "resumed")), resumed);
}

static void expect_snapshot(struct desk *desk)
{
	do
		desk_expect(desk, "snapshot");
	while (strcmp(wire_json_text(desk->frame, "set"), "nightmode") != 0);
	expect_ready(desk, false);
}

static void resume__what_was_missed__is_replayed_joined(void **state)
{
	struct desk desk;

	house_put(*state, 0, "note", "{\"key\":\"old\",\"text\":\"a\"}");
	lose(*state, &desk, ",\"sets\":[]");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"b\"}");
	house_put(*state, 0, "note", "{\"key\":\"k\",\"text\":\"t\"}");
	house_take(*state, 0, "note", "[\"old\"]");
	house_settle(*state);
	come_back(*state, &desk, "anna", ",\"sets\":[]");
	desk_expect_delta(&desk, "[[\"note\",[\"old\"]]]",
			  "[[\"note\",{\"key\":\"k\",\"text\":\"t\"}]]",
			  "[[\"contact\",{\"cID\":2,\"title\":\"b\"}]]");
	expect_ready(&desk, true);
	assert_int_equal(desk.seq, house_seq(*state));
	desk_close(&desk);
}

static void resume__nothing_missed__is_ready_at_once(void **state)
{
	struct desk desk;

	lose(*state, &desk, "");
	come_back(*state, &desk, "anna", "");
	expect_ready(&desk, true);
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"b\"}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":2,\"title\":\"b\"}]]");
	desk_close(&desk);
}

static void resume__is_filtered_as_if_live(void **state)
{
	struct desk desk;

	desk_open(&desk, *state, "carl");
	desk_start(&desk, ",\"sets\":[]");
	uint64_t seq = desk.seq;
	char epoch[80];

	snprintf(epoch, sizeof(epoch), "%s", desk.epoch);
	desk_close(&desk);
	house_until(*state, nobody, *state);
	desk.seq = seq;
	snprintf(desk.epoch, sizeof(desk.epoch), "%s", epoch);
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	house_put(*state, 0, "contact", "{\"cID\":3,\"title\":\"a\"}");
	come_back(*state, &desk, "carl", ",\"sets\":[]");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":3,\"title\":\"a\"}]]");
	expect_ready(&desk, true);
	desk_close(&desk);
}

static void resume__other_sets_or_flags__is_a_snapshot(void **state)
{
	struct desk desk;

	lose(*state, &desk, ",\"sets\":[]");
	come_back(*state, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
	house_until(*state, nobody, *state);
	lose(*state, &desk, "");
	come_back(*state, &desk, "anna", ",\"tags\":true");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__other_user__is_a_snapshot(void **state)
{
	struct desk desk;

	lose(*state, &desk, "");
	come_back(*state, &desk, "bob", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__other_permissions__are_a_snapshot(void **state)
{
	struct house *house = *state;
	struct desk desk;

	lose(house, &desk, "");
	snprintf(house->sessions[0].user.perms[PERM_BILLING], 64, "yes");
	come_back(house, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__other_epoch__is_a_snapshot(void **state)
{
	struct desk desk;

	lose(*state, &desk, "");
	desk.epoch[0] = 'x';
	come_back(*state, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__seq_that_was_never_told__is_a_snapshot(void **state)
{
	struct desk desk;

	lose(*state, &desk, "");
	house_put(*state, 0, "contact", "{\"cID\":2,\"title\":\"a\"}");
	desk.seq++;
	come_back(*state, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__journal_has_forgotten__is_a_snapshot(void **state)
{
	struct desk desk;
	char row[80];

	lose(*state, &desk, "");
	for (int i = 0; i <= 65536; i++) {
		snprintf(row, sizeof(row), "{\"key\":\"k\",\"text\":\"%d\"}", i);
		house_put(*state, 0, "note", row);
	}
	come_back(*state, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

static void resume__after_65536_changes__still_replays(void **state)
{
	struct desk desk;
	char row[80];

	lose(*state, &desk, "");
	for (int i = 1; i <= 65536; i++) {
		snprintf(row, sizeof(row), "{\"key\":\"k%d\",\"text\":\"%d\"}", i % 100, i);
		house_put(*state, 0, "note", row);
	}
	house_settle(*state);
	come_back(*state, &desk, "anna", "");
	desk_expect(&desk, "delta");
	assert_int_equal(cJSON_GetArraySize(wire_json_get(desk.frame, "new")), 100);
	expect_ready(&desk, true);
	desk_close(&desk);
}

static void resume__more_than_a_frame_holds__is_a_snapshot(void **state)
{
	struct desk desk;
	char row[400];

	lose(*state, &desk, "");
	for (int i = 0; i < 1500; i++) {
		snprintf(row, sizeof(row), "{\"key\":\"k%d\",\"text\":\"%0200d\"}", i, i);
		house_put(*state, 0, "note", row);
	}
	house_settle(*state);
	come_back(*state, &desk, "anna", "");
	expect_snapshot(&desk);
	desk_close(&desk);
}

/* The journal's bound of bytes holds too. */
static void journal__long_keys__are_forgotten_sooner(void **state)
{
	struct house *house = *state;
	char row[400];

	for (int i = 0; i < 65536; i++) {
		snprintf(row, sizeof(row), "{\"parent\":\"%072d\",\"cid\":\"%064d\"}", i % 2, 0);
		house_put(house, 0, "call", row);
		house_take(house, 0, "call", "[\"a\",\"b\"]");
		snprintf(row, sizeof(row), "[\"%072d\",\"%064d\"]", i % 2, 0);
		house_take(house, 0, "call", row);
	}
	assert_true(house_seq(house) - live_oldest(house->pabx->live) < 60000);
	assert_true(house_seq(house) - live_oldest(house->pabx->live) > 20000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
	const struct CMUnitTest tests[] = {
		TEST(resume__what_was_missed__is_replayed_joined),
		TEST(resume__nothing_missed__is_ready_at_once),
		TEST(resume__is_filtered_as_if_live),
		TEST(resume__other_sets_or_flags__is_a_snapshot),
		TEST(resume__other_user__is_a_snapshot),
		TEST(resume__other_permissions__are_a_snapshot),
		TEST(resume__other_epoch__is_a_snapshot),
		TEST(resume__seq_that_was_never_told__is_a_snapshot),
		TEST(resume__journal_has_forgotten__is_a_snapshot),
		TEST(resume__after_65536_changes__still_replays),
		TEST(resume__more_than_a_frame_holds__is_a_snapshot),
		TEST(journal__long_keys__are_forgotten_sooner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
