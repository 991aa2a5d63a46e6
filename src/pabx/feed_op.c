#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "feed_inside.h"
#include "wire/json.h"

/* Options that "sets" may name. */
static const struct {
	const char *name;
	unsigned option;
} set_names[] = {
	{"device", WIRE_OPT_DEVICE},
	{"queue", WIRE_OPT_QUEUE},
	{"mailbox", WIRE_OPT_MAILBOX},
	{"presence", WIRE_OPT_PRESENCE},
};

/* Flags that start and set may carry. */
static const struct {
	const char *name;
	unsigned option;
} flag_names[] = {
	{"tags", WIRE_OPT_TAGS},
	{"address", WIRE_OPT_ADDRESS},
	{"chat", WIRE_OPT_CHAT},
	{"taken", WIRE_OPT_TAKEN},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* What a start or set asks for. */
struct wish {
	unsigned options;
	bool idle, device_min;
	int64_t pingtime, heartbeat;
};

/* A request at work: id is as JSON, "" without one. */
struct request {
	struct feed_client *c;
	const cJSON *object;
	char id[400];
};

static int reject(struct request *r, int number, enum wire_reason reason, const char *text)
{
	frame_error(r->c, number, wire_reason_token(reason), text, r->id);
	return ERR_INVALID;
}

static int invalid(struct request *r, const char *text)
{
	return reject(r, WIRE_E_BACKEND, WIRE_R_INVALID, text);
}

static int invalid_said(struct request *r, const struct wire_said *said)
{
	frame_said(r->c, WIRE_E_BACKEND, wire_reason_token(WIRE_R_INVALID), said, r->id);
	return ERR_INVALID;
}

/* A member that is there and not null. */
static const cJSON *member(const struct request *r, const char *name)
{
	const cJSON *value = wire_json_get(r->object, name);

	return value && !cJSON_IsNull(value) ? value : NULL;
}

static int take_bool(struct request *r, const char *name, bool *out)
{
	const cJSON *value = member(r, name);

	if (!value)
		return 0;
	if (!cJSON_IsBool(value))
		return invalid_said(r, &(struct wire_said){WIRE_S_NOT_A_BOOL, {name}});
	*out = cJSON_IsTrue(value);
	return 0;
}

static int take_range(struct request *r, const char *name, int64_t min, int64_t max, int64_t *out)
{
	const cJSON *value = member(r, name);
	int64_t number;
	char least[24], most[24];

	if (!value)
		return 0;
	if (!wire_json_integer(value, &number) || number < min || number > max) {
		snprintf(least, sizeof(least), "%d", (int)min);
		snprintf(most, sizeof(most), "%d", (int)max);
		return invalid_said(r,
				    &(struct wire_said){WIRE_S_NOT_IN_RANGE, {name, least, most}});
	}
	*out = number;
	return 0;
}

static int take_flags(struct request *r, unsigned *options)
{
	for (size_t i = 0; i < COUNT(flag_names); i++) {
		bool on = *options & flag_names[i].option;

		if (take_bool(r, flag_names[i].name, &on))
			return ERR_INVALID;
		if (on && user_has(&r->c->user, PERM_KIOSK))
			return reject(r, WIRE_E_REFUSED, WIRE_R_DENIED,
				      "A kiosk has neither tags, address book, chat nor messages");
		*options = on ? *options | flag_names[i].option : *options & ~flag_names[i].option;
	}
	return 0;
}

static int take_set(struct request *r, const cJSON *item, unsigned *options)
{
	const char *name = cJSON_GetStringValue(item);
	char text[41];

	for (size_t i = 0; name && i < COUNT(set_names); i++) {
		if (strcmp(name, set_names[i].name) != 0)
			continue;
		*options |= set_names[i].option;
		return 0;
	}
	snprintf(text, sizeof(text), "%s", name ? name : "");
	text[utf8_whole(text, strlen(text))] = '\0';
	return invalid_said(r, &(struct wire_said){WIRE_S_NO_SET, {text}});
}

static int take_sets(struct request *r, struct wish *wish)
{
	const cJSON *sets = member(r, "sets"), *item;

	if (!sets) {
		wish->options |= WIRE_OPT_ALL_SETS;
		return 0;
	}
	if (!cJSON_IsArray(sets))
		return invalid(r, "sets must be a list");
	cJSON_ArrayForEach (item, sets)
		if (take_set(r, item, &wish->options))
			return ERR_INVALID;
	if (wish->device_min)
		wish->options |= WIRE_OPT_DEVICE;
	return 0;
}

static int take_wish(struct request *r, struct wish *wish)
{
	*wish = (struct wish){.pingtime = 540, .heartbeat = 1};
	if (take_bool(r, "idle", &wish->idle) || take_bool(r, "deviceMin", &wish->device_min) ||
	    take_flags(r, &wish->options) || take_sets(r, wish) ||
	    take_range(r, "pingtime", 10, 999, &wish->pingtime))
		return ERR_INVALID;
	return take_range(r, "heartbeat", 0, 60, &wish->heartbeat);
}

static int take_resume(struct request *r, struct feed_resume *resume)
{
	const cJSON *value = member(r, "resume");

	*resume = (struct feed_resume){0};
	if (!value)
		return 0;
	resume->epoch = wire_json_text(value, "epoch");
	resume->seq = wire_json_int(value, "seq", -1);
	return resume->epoch && resume->seq >= 0
		       ? 0
		       : invalid(r, "resume must have an epoch and a seq");
}

/* Sets that the client has already in their present revision. */
static unsigned has_already(const struct request *r)
{
	const cJSON *have = member(r, "have");
	unsigned sets = 0;
	char revision[65];

	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		const char *had = wire_json_text(have, wire_set_info((enum wire_set)set)->name);

		if (had && frame_revision(r->c, (enum wire_set)set, revision) &&
		    !strcmp(had, revision))
			sets |= 1u << set;
	}
	return sets;
}

static void answer_later(struct request *r, bool start)
{
	size_t len = strlen(r->id);
	struct feed_await *await = mem_new(1, sizeof(*await) + len + 1), *other;
	unsigned count;

	await->start = start;
	memcpy(await->id, r->id, len);
	LL_APPEND(r->c->awaits, await);
	LL_COUNT(r->c->awaits, other, count);
	if (count > FEED_QUEUE)
		net_peer_close(r->c->peer, 1013, "too slow");
	feed_want(r->c);
}

static void see(struct feed_client *c)
{
	struct feed_view of = client_feed_view(c);

	view_of(&c->view, &of);
	c->first = UINT64_MAX;
}

static void be_present(struct feed_client *c)
{
	if (c->options & WIRE_OPT_CHAT)
		console_on(c);
	else
		console_off(c, false);
}

static void op_start(struct request *r)
{
	struct feed_client *c = r->c;
	struct wish wish;
	struct feed_resume resume;
	uint64_t now;

	if (take_wish(r, &wish) || take_resume(r, &resume))
		return;
	c->options = wish.options;
	c->idle = wish.idle;
	c->device_min = wish.device_min;
	c->pingtime_ms = wish.pingtime * 1000;
	c->heartbeat_ms = wish.heartbeat * 1000;
	be_present(c);
	now = live_seq(c->feed->pabx->live);
	see(c);
	c->resumed = resume_allowed(c->feed, &c->view, &resume);
	if (c->resumed)
		c->first = (uint64_t)resume.seq;
	c->told = c->at = c->resumed ? (uint64_t)resume.seq : now;
	c->upto = now;
	c->was = c->view;
	walk_reset(&c->withdrawal, 0);
	walk_reset(&c->parts, c->resumed ? 0 : walk_sets(&c->view) & ~has_already(r));
	c->started = true;
	c->down_told = false;
	answer_later(r, true);
	feed_due(c->feed, 0);
}

static void change_walk(struct feed_walk *walk, unsigned on, unsigned off)
{
	walk->todo = (walk->todo | on) & ~off;
	if (walk->set >= 0 && (off & 1u << walk->set))
		walk->set = -1;
}

static void change_idle(struct feed_client *c)
{
	if (c->view.idle) {
		walk_reset(&c->withdrawal, walk_sets(&c->view));
		return;
	}
	walk_reset(&c->withdrawal, 0);
	walk_reset(&c->parts, walk_sets(&c->view));
}

static void op_set(struct request *r)
{
	struct feed_client *c = r->c;
	unsigned options = c->options;
	bool idle = c->idle;
	struct view before = c->view;

	if (!c->started) {
		invalid(r, "start comes first");
		return;
	}
	if (take_flags(r, &options) || take_bool(r, "idle", &idle))
		return;
	if (member(r, "idle") && !idle && user_has(&c->user, PERM_LITE)) {
		reject(r, WIRE_E_REFUSED, WIRE_R_DENIED, "Your account is always idle");
		return;
	}
	c->options = options;
	c->idle = idle;
	see(c);
	change_walk(&c->parts, walk_sets(&c->view) & ~walk_sets(&before),
		    walk_sets(&before) & ~walk_sets(&c->view));
	change_walk(&c->withdrawal, 0, walk_sets(&before) & ~walk_sets(&c->view));
	if (c->view.idle != before.idle) {
		c->was = before;
		change_idle(c);
	}
	be_present(c);
	answer_later(r, false);
}

static void op_resync(struct request *r)
{
	if (!r->c->started) {
		invalid(r, "start comes first");
		return;
	}
	answer_later(r, false);
	client_snapshot(r->c);
}

static const struct {
	const char *name;
	void (*take)(struct request *r);
} ops[] = {{"start", op_start}, {"set", op_set}, {"resync", op_resync}};

/* The id as the answer repeats it. False if it is over the limit. */
static bool take_id(struct request *r)
{
	const cJSON *id = member(r, "id");
	char *text;

	if (!cJSON_IsString(id) && !cJSON_IsNumber(id))
		return true;
	if (cJSON_IsString(id) && strlen(id->valuestring) > WIRE_MAX_ID)
		return false;
	text = wire_json_print(id);
	snprintf(r->id, sizeof(r->id), "%s", text);
	free(text);
	return true;
}

static void take_object(struct feed_client *c, const cJSON *object)
{
	struct request r = {.c = c, .object = object};
	const char *op = wire_json_text(object, "op");

	if (!take_id(&r)) {
		client_close(c, 1009, "id too long");
		return;
	}
	for (size_t i = 0; op && i < COUNT(ops); i++) {
		if (strcmp(op, ops[i].name) != 0)
			continue;
		ops[i].take(&r);
		return;
	}
	invalid(&r, op ? "There is no such op" : N_("op is missing"));
}

void op_take(struct feed_client *c, const char *text, size_t len)
{
	cJSON *value;
	int err = wire_json_parse_any(text, len, &value, NULL);

	if (err) {
		client_close(c, err == ERR_LIMIT ? 1009 : 1007,
			     err == ERR_LIMIT ? "nested too deep" : "not JSON");
		return;
	}
	take_object(c, value);
	cJSON_Delete(value);
}
