/* How feeds begin and end: who is let in, beats, pings, silence and slowness. */
#include <stdio.h>

#include "base/clock.h"
#include "support/feed_client.h"
#include "support/feed_raw.h"

static char *headers(struct house *house, const char *host, const char *more)
{
	static char text[600];

	snprintf(text, sizeof(text),
		 "Host: %s:%d\r\nSec-WebSocket-Protocol: pabx-live.1\r\n"
		 "Authorization: Bearer anna\r\n%s",
		 host, pabx_port(house->pabx), more);
	return text;
}

static int upgrade(struct house *house, const char *path, const char *text)
{
	struct raw raw;
	int status = raw_open(&raw, house, path, text);

	raw_close(&raw);
	return status;
}

static void upgrade__console__is_let_in(void **state)
{
	struct house *house = *state;

	assert_int_equal(upgrade(house, "/live", headers(house, "127.0.0.1", "")), 101);
	assert_int_equal(upgrade(house, "/live", headers(house, "localhost", "")), 101);
	assert_int_equal(upgrade(house, "/live", headers(house, "LOCALHOST", "")), 101);
	assert_int_equal(upgrade(house, "/live", headers(house, "[::1]", "")), 101);
}

static void upgrade__web_page_or_other_host__is_403(void **state)
{
	struct house *house = *state;
	char other_port[200];

	assert_int_equal(upgrade(house, "/live", headers(house, "evil.example", "")), 403);
	assert_int_equal(upgrade(house, "/live", headers(house, "192.0.2.1", "")), 403);
	assert_int_equal(upgrade(house, "/live",
				 headers(house, "127.0.0.1", "Origin: http://127.0.0.1\r\n")),
			 403);
	snprintf(other_port, sizeof(other_port),
		 "Host: localhost:1\r\nSec-WebSocket-Protocol: pabx-live.1\r\n"
		 "Authorization: Bearer anna\r\n");
	assert_int_equal(upgrade(house, "/live", other_port), 403);
}

static void upgrade__configured_name_and_any_address__are_ours(void **state)
{
	struct house *house = *state;

	house->pabx->options.name = "pabx.example";
	assert_int_equal(upgrade(house, "/live", headers(house, "pabx.example", "")), 101);
	assert_int_equal(upgrade(house, "/live", headers(house, "192.0.2.1", "")), 403);
	house->pabx->options.host = "0.0.0.0";
	assert_int_equal(upgrade(house, "/live", headers(house, "192.0.2.1", "")), 101);
	assert_int_equal(upgrade(house, "/live", headers(house, "evil.example", "")), 403);
}

static void upgrade__nobody__is_401(void **state)
{
	struct desk desk;

	desk_connect(&desk, *state, "mallory");
	desk_expect_end(&desk, 0);
	assert_int_equal(desk.end.status, 401);
	desk_close(&desk);
}

static void upgrade__other_path__is_404(void **state)
{
	struct house *house = *state;

	assert_int_equal(upgrade(house, "/dead", headers(house, "127.0.0.1", "")), 404);
}

static void raw_feed(struct raw *raw, struct house *house)
{
	assert_int_equal(raw_open(raw, house, "/live", headers(house, "127.0.0.1", "")), 101);
	raw_wait(raw, RAW_TEXT);
}

static void raw_say(struct raw *raw, const char *text)
{
	raw_send(raw, RAW_TEXT, text, strlen(text));
}

static void expect_op(struct raw *raw, const char *op, const char *id)
{
	char *text;
	cJSON *frame;

	do {
		text = raw_text(raw);
		frame = json(text);
		free(text);
		if (!strcmp(wire_json_text(frame, "op"), op))
			break;
		assert_string_equal(wire_json_text(frame, "op"), "snapshot");
		cJSON_Delete(frame);
	} while (true);
	if (id)
		assert_string_equal(wire_json_text(frame, "id"), id);
	cJSON_Delete(frame);
}

static char *spaced(char *out, size_t len)
{
	int n = sprintf(out, "{\"op\":\"start\",\"id\":\"e\"");

	memset(out + n, ' ', len);
	memcpy(out + n + len, "}", 2);
	return out;
}

/* RFC 6455 makes a client wait for the answer to its upgrade; one that does not is told so. */
static void early__frame_with_the_request__is_1002(void **state)
{
	static const size_t spaces[] = {0, 1, 90, 120, 1000};
	struct house *house = *state;
	struct raw raw;
	char start[1100];

	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
		assert_int_equal(raw_open_saying(&raw, house, "/live",
						 headers(house, "127.0.0.1", ""),
						 spaced(start, spaces[i])),
				 101);
		assert_int_equal(raw_wait(&raw, RAW_CLOSE), 1002);
		raw_close(&raw);
	}
}

/* But it need not wait for hello. */
static void early__start_before_hello_is_read__is_answered_behind_it(void **state)
{
	struct house *house = *state;
	struct raw raw;

	assert_int_equal(raw_open(&raw, house, "/live", headers(house, "127.0.0.1", "")), 101);
	raw_say(&raw, "{\"op\":\"start\",\"id\":\"e\",\"sets\":[]}");
	expect_op(&raw, "hello", NULL);
	expect_op(&raw, "ready", "e");
	raw_close(&raw);
}

static void close__not_utf8_is_1007(void **state)
{
	struct raw raw;

	raw_feed(&raw, *state);
	raw_say(&raw, "{\"op\":\"\xff\"}");
	assert_int_equal(raw_wait(&raw, RAW_CLOSE), 1007);
	raw_close(&raw);
}

static void close__over_64_kib_is_1009(void **state)
{
	struct raw raw;
	char *text = calloc(1, 65 << 10);

	memset(text, ' ', (65 << 10) - 1);
	raw_feed(&raw, *state);
	raw_say(&raw, text);
	assert_int_equal(raw_wait(&raw, RAW_CLOSE), 1009);
	raw_close(&raw);
	free(text);
}

static void close__no_start_within_10_s_is_1008(void **state)
{
	struct raw raw;

	house_fake_clock();
	raw_feed(&raw, *state);
	house_step(*state, 10100);
	assert_int_equal(raw_wait(&raw, RAW_CLOSE), 1008);
	raw_close(&raw);
}

static void close__shutdown_is_1001(void **state)
{
	struct house *house = *state;
	struct desk desk;

	desk_open(&desk, house, "anna");
	desk_start(&desk, "");
	pabx_free(&house->pabx);
	desk_expect_end(&desk, 1001);
	desk_close(&desk);
}

static void beat__quiet_feed__beats_once_a_second(void **state)
{
	struct house *house = *state;
	struct desk desk;
	uint64_t told;

	house_fake_clock();
	desk_open(&desk, house, "carl");
	desk_start(&desk, ",\"sets\":[]");
	told = desk.seq;
	house_put(house, 0, "contact", "{\"cID\":1,\"title\":\"not for Carl\"}");
	house_step(house, 1000);
	desk_expect(&desk, "beat");
	assert_int_equal(wire_json_int(desk.frame, "prev", 0), told);
	assert_int_equal(desk.seq, house_seq(house));
	assert_true(cJSON_IsNumber(wire_json_get(desk.frame, "serverTime")));
	house_put(house, 0, "contact", "{\"cID\":3,\"title\":\"x\"}");
	desk_expect_delta(&desk, NULL, NULL, "[[\"contact\",{\"cID\":3,\"title\":\"x\"}]]");
	house_step(house, 900);
	assert_int_equal(desk.read, desk.count);
	house_step(house, 2100);
	desk_expect(&desk, "beat");
	desk_expect(&desk, "beat");
	desk_close(&desk);
}

static void beat__heartbeat_0__is_none(void **state)
{
	struct house *house = *state;
	struct desk desk;

	house_fake_clock();
	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"heartbeat\":0");
	house_step(house, 60000);
	assert_int_equal(desk.read, desk.count);
	desk_close(&desk);
}

static void ping__answered__keeps_the_feed(void **state)
{
	struct raw raw;

	house_fake_clock();
	raw_feed(&raw, *state);
	raw_say(&raw, "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0,\"pingtime\":10}");
	for (int i = 0; i < 6; i++) {
		house_step(*state, 10000);
		assert_int_equal(raw_wait(&raw, RAW_PING), 0);
		raw_send(&raw, RAW_PONG, "?", 1);
	}
	raw_close(&raw);
}

static void ping__unanswered_for_30_s__ends_it(void **state)
{
	struct raw raw;

	house_fake_clock();
	raw_feed(&raw, *state);
	raw_say(&raw, "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0,\"pingtime\":10}");
	house_step(*state, 39000);
	assert_int_equal(raw_wait(&raw, RAW_PING), 0);
	assert_false(raw.cut);
	house_step(*state, 1500);
	assert_true(raw_wait(&raw, RAW_CLOSE) != 0);
	raw_close(&raw);
}

static void fill(struct house *house, int from, int count)
{
	char row[400];

	for (int i = from; i < from + count; i++) {
		snprintf(row, sizeof(row), "{\"key\":\"k%d\",\"text\":\"%0300d\"}", i, i);
		house_put(house, 0, "note", row);
		if (i % 100 == 0)
			house_turn(house);
	}
}

static bool nobody(void *ctx)
{
	return !((struct house *)ctx)->sessions[0].feeds;
}

static void slow__takes_nothing_for_30_s__is_dropped(void **state)
{
	struct house *house = *state;
	struct raw raw;

	house_fake_clock();
	raw_feed(&raw, house);
	raw_say(&raw, "{\"op\":\"start\",\"id\":\"1\",\"pingtime\":999}");
	for (int i = 0; i < 40; i++) {
		fill(house, i * 500, 500);
		house_step(house, 100);
	}
	assert_int_equal(house->sessions[0].feeds, 1);
	house_step(house, 32000);
	house_until(house, nobody, house);
	raw_close(&raw);
}

/* A client that stops reading is behind; when it reads again it gets a snapshot in which the seqs
 * still join, and which ends with a ready that nobody asked for. */
static void slow__falls_behind__gets_a_snapshot(void **state)
{
	struct house *house = *state;
	struct raw raw;
	uint64_t told = 0;
	bool asked = true, snapshot = false;

	house_fake_clock();
	raw_feed(&raw, house);
	raw_say(&raw, "{\"op\":\"start\",\"id\":\"1\",\"sets\":[],\"heartbeat\":0}");
	while (asked || !snapshot || told < house_seq(house)) {
		house_step(house, 20);

		char *text = raw_text(&raw);
		cJSON *frame = json(text);
		const char *op = wire_json_text(frame, "op");

		snapshot |= !asked && !strcmp(op, "snapshot");
		if (!strcmp(op, "delta"))
			assert_int_equal(wire_json_int(frame, "prev", 0), told);
		if (wire_json_get(frame, "seq"))
			told = (uint64_t)wire_json_int(frame, "seq", 0);
		if (!strcmp(op, "ready")) {
			assert_int_equal(asked, wire_json_get(frame, "id") != NULL);
			for (int i = 0; i < 40 && asked; i++)
				fill(house, i * 500, 500);
			asked = false;
		}
		cJSON_Delete(frame);
		free(text);
	}
	raw_close(&raw);
}

static void fast__client__never_sees_a_gap(void **state)
{
	struct house *house = *state;
	struct desk desk;
	int told = 0;

	desk_open(&desk, house, "anna");
	desk_start(&desk, ",\"heartbeat\":0");
	for (int i = 0; i < 2000; i++) {
		char row[80];

		snprintf(row, sizeof(row), "{\"name\":\"SIP/b\",\"blf\":%d}", i % 4);
		house_row(house, "device", row);
		house_turn(house);
	}
	house_settle(house);
	while (desk.seq < house_seq(house)) {
		uint64_t prev = desk.seq;

		desk_expect(&desk, "delta");
		assert_int_equal(wire_json_int(desk.frame, "prev", 0), prev);
		told++;
	}
	assert_true(told > 1);
	desk_close(&desk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
	const struct CMUnitTest tests[] = {
		TEST(upgrade__console__is_let_in),
		TEST(upgrade__web_page_or_other_host__is_403),
		TEST(upgrade__configured_name_and_any_address__are_ours),
		TEST(upgrade__nobody__is_401),
		TEST(upgrade__other_path__is_404),
		TEST(early__frame_with_the_request__is_1002),
		TEST(early__start_before_hello_is_read__is_answered_behind_it),
		TEST(close__not_utf8_is_1007),
		TEST(close__over_64_kib_is_1009),
		TEST(close__no_start_within_10_s_is_1008),
		TEST(close__shutdown_is_1001),
		TEST(beat__quiet_feed__beats_once_a_second),
		TEST(beat__heartbeat_0__is_none),
		TEST(ping__answered__keeps_the_feed),
		TEST(ping__unanswered_for_30_s__ends_it),
		TEST(slow__takes_nothing_for_30_s__is_dropped),
		TEST(slow__falls_behind__gets_a_snapshot),
		TEST(fast__client__never_sees_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
