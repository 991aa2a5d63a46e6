#include "support/feed_client.h"

#include <stdio.h>

#include "base/mem.h"
#include "wire/command.h"

static void opened(void *ctx)
{
	(void)ctx;
}

static void text(void *ctx, char *data, size_t len)
{
	struct desk *desk = ctx;

	desk->frames = mem_resize(desk->frames, desk->count + 1, sizeof(*desk->frames));
	desk->frames[desk->count++] = mem_dup_n(data, len);
}

static void ended(void *ctx, const struct net_ws_end *end)
{
	struct desk *desk = ctx;

	desk->ws = NULL;
	desk->ended = true;
	desk->end = *end;
}

void desk_connect(struct desk *desk, struct house *house, const char *login)
{
	static const struct net_ws_events events = {opened, text, ended};
	struct net_ws_options options = {
		.host = "127.0.0.1",
		.port = pabx_port(house->pabx),
		.path = WIRE_LIVE_PATH,
		.protocol = WIRE_SUBPROTOCOL,
		.bearer = login,
		.ping_s = 999,
		.max_frame = WIRE_MAX_SERVER_FRAME,
	};

	memset(desk, 0, sizeof(*desk));
	desk->house = house;
	desk->ws = net_ws_open(house->loop, &options, &events, desk);
}

void desk_open(struct desk *desk, struct house *house, const char *login)
{
	desk_connect(desk, house, login);
	desk_expect(desk, "hello");
	snprintf(desk->epoch, sizeof(desk->epoch), "%s", wire_json_text(desk->frame, "epoch"));
}

void desk_close(struct desk *desk)
{
	if (desk->ws)
		net_ws_abandon(&desk->ws);
	for (unsigned i = 0; i < desk->count; i++)
		free(desk->frames[i]);
	free(desk->frames);
	cJSON_Delete(desk->frame);
	*desk = (struct desk){0};
}

void desk_send(struct desk *desk, const char *message)
{
	assert_int_equal(net_ws_send(desk->ws, message, strlen(message)), 0);
}

static bool has_next(void *ctx)
{
	struct desk *desk = ctx;

	return desk->read < desk->count || desk->ended;
}

const cJSON *desk_next(struct desk *desk)
{
	house_until(desk->house, has_next, desk);
	if (desk->read == desk->count)
		fail_msg("the feed has ended: %d %s", desk->end.code, desk->end.text);
	cJSON_Delete(desk->frame);
	desk->frame = json(desk->frames[desk->read++]);
	if (wire_json_get(desk->frame, "seq"))
		desk->seq = (uint64_t)wire_json_int(desk->frame, "seq", -1);
	return desk->frame;
}

const cJSON *desk_expect(struct desk *desk, const char *op)
{
	const cJSON *frame = desk_next(desk);

	if (strcmp(wire_json_text(frame, "op"), op) != 0)
		fail_msg("%s was expected, not %s", op, desk->frames[desk->read - 1]);
	return frame;
}

void desk_start(struct desk *desk, const char *options)
{
	char *start = mem_printf("{\"op\":\"start\",\"id\":\"s\"%s}", options);

	desk_send(desk, start);
	free(start);
	free(desk_snapshot(desk, ""));
}

char *desk_snapshot(struct desk *desk, const char *set)
{
	cJSON *rows = cJSON_CreateArray();
	char *printed;

	while (strcmp(wire_json_text(desk_next(desk), "op"), "ready") != 0) {
		const char *name = wire_json_text(desk->frame, "set");
		cJSON *row;

		if (!name || strcmp(name, set) != 0)
			continue;
		cJSON_ArrayForEach (row, wire_json_get(desk->frame, "rows"))
			cJSON_AddItemToArray(rows, cJSON_Duplicate(row, true));
	}
	printed = wire_json_print(rows);
	cJSON_Delete(rows);
	return printed;
}

static void expect_part(struct desk *desk, const char *name, const char *expected)
{
	const cJSON *part = wire_json_get(desk->frame, name);
	char *printed = part ? wire_json_print(part) : NULL;

	if (!expected)
		assert_null(printed);
	else if (!printed)
		fail_msg("%s is missing in %s", name, desk->frames[desk->read - 1]);
	else
		assert_string_equal(printed, expected);
	free(printed);
}

void desk_expect_delta(struct desk *desk, const char *gone, const char *fresh, const char *rows)
{
	uint64_t told = desk->seq;

	desk_expect(desk, "delta");
	assert_int_equal(wire_json_int(desk->frame, "prev", -1), told);
	assert_true(desk->seq >= told);
	expect_part(desk, "gone", gone);
	expect_part(desk, "new", fresh);
	expect_part(desk, "rows", rows);
}

const char *desk_expect_error(struct desk *desk, int number, const char *id)
{
	const char *given;

	desk_expect(desk, "error");
	given = wire_json_text(desk->frame, "id");
	assert_int_equal(wire_json_int(desk->frame, "errno", -1), number);
	if (id)
		assert_string_equal(given, id);
	else
		assert_null(given);
	return wire_json_text(desk->frame, "text");
}

void desk_expect_nothing(struct desk *desk)
{
	uint64_t told = desk->seq;

	house_settle(desk->house);
	desk_send(desk, "{\"op\":\"nothing\",\"id\":\"fence\"}");
	desk_expect_error(desk, WIRE_E_BACKEND, "fence");
	desk->seq = told;
}

static bool has_ended(void *ctx)
{
	return ((struct desk *)ctx)->ended;
}

void desk_expect_end(struct desk *desk, int code)
{
	house_until(desk->house, has_ended, desk);
	assert_int_equal(desk->end.code, code);
}
