#include "support/fake_pabx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "net/server.h"
#include "wire/command.h"

enum { HEARD_MAX = 4 << 20 };

struct fake_line {
	struct fake_line *next;
	char *text;
};

static void forget_lines(struct fake_pabx *fake)
{
	struct fake_line *line, *next;

	LL_FOREACH_SAFE(fake->lines, line, next)
	{
		free(line->text);
		free(line);
	}
	fake->lines = NULL;
}

void fake_pabx_say(struct fake_pabx *fake, const char *format, ...)
{
	struct fake_line *line = mem_new(1, sizeof(*line));
	va_list args;

	va_start(args, format);
	assert_true(vasprintf(&line->text, format, args) >= 0);
	va_end(args);
	assert_non_null(fake->peer);
	LL_APPEND(fake->lines, line);
	net_peer_want_write(fake->peer);
}

static void on_writable(void *ctx, struct net_peer *peer)
{
	struct fake_pabx *fake = ctx;

	while (fake->lines && !net_peer_choked(peer)) {
		struct fake_line *line = fake->lines;

		net_peer_write(peer, "", 0, line->text, strlen(line->text));
		LL_DELETE(fake->lines, line);
		free(line->text);
		free(line);
	}
	if (fake->lines)
		net_peer_want_write(peer);
}

void fake_pabx_delta(struct fake_pabx *fake, const char *members)
{
	fake_pabx_say(fake, "{\"op\":\"delta\",\"prev\":%lld,\"seq\":%lld%s%s}",
		      (long long)fake->seq, (long long)fake->seq + 1, members ? "," : "",
		      members ? members : "");
	fake->seq++;
}

/* ---- The feed ---- */

static unsigned options_of(const cJSON *start)
{
	static const struct {
		const char *name;
		unsigned option;
	} flags[] = {{"tags", WIRE_OPT_TAGS},
		     {"address", WIRE_OPT_ADDRESS},
		     {"chat", WIRE_OPT_CHAT}},
	  sets[] = {{"device", WIRE_OPT_DEVICE},
		    {"mailbox", WIRE_OPT_MAILBOX},
		    {"queue", WIRE_OPT_QUEUE},
		    {"presence", WIRE_OPT_PRESENCE}};
	const cJSON *set;
	unsigned options = 0;

	for (unsigned i = 0; i < 3; i++)
		if (wire_json_bool(start, flags[i].name, false))
			options |= flags[i].option;
	cJSON_ArrayForEach (set, wire_json_get(start, "sets"))
		for (unsigned i = 0; i < 4; i++)
			if (!strcmp(set->valuestring, sets[i].name))
				options |= sets[i].option;
	return options;
}

static void say_ready(struct fake_pabx *fake, const char *id)
{
	fake_pabx_say(fake, "{\"op\":\"ready\",%s%s%s\"rev\":{\"address\":\"%s\"},\"seq\":%lld}",
		      id ? "\"id\":\"" : "", id ? id : "", id ? "\"," : "",
		      fake->revision ? fake->revision : "1", (long long)fake->seq);
}

static void say_sets(struct fake_pabx *fake, unsigned options, const char *id)
{
	for (int set = 0; set < WIRE_SET_COUNT; set++)
		if (wire_set_visible((enum wire_set)set, options))
			fake_pabx_say(
				fake,
				"{\"op\":\"snapshot\",\"set\":\"%s\",\"part\":1,\"last\":true,"
				"\"rows\":[%s]}",
				wire_set_info((enum wire_set)set)->name,
				fake->rows[set] ? fake->rows[set] : "");
	say_ready(fake, id);
}

void fake_pabx_snapshot(struct fake_pabx *fake, const char *id)
{
	cJSON *start = cJSON_Parse(fake->start);

	say_sets(fake, options_of(start), id);
	cJSON_Delete(start);
}

static void take_start(struct fake_pabx *fake, const cJSON *op, const char *text)
{
	const cJSON *resume = wire_json_get(op, "resume");
	const char *epoch = wire_json_text(resume, "epoch");
	const char *id = wire_json_text(op, "id");

	fake->starts++;
	snprintf(fake->start, sizeof(fake->start), "%s", text);
	if (fake->lazy)
		return;
	if (fake->resume && epoch && !strcmp(epoch, fake->epoch) &&
	    wire_json_int(resume, "seq", -1) == fake->seq)
		say_ready(fake, id);
	else
		fake_pabx_snapshot(fake, id);
}

static void take_set(struct fake_pabx *fake, const cJSON *op, const char *text)
{
	const char *id = wire_json_text(op, "id");
	unsigned options = options_of(op);

	fake->sets++;
	snprintf(fake->set, sizeof(fake->set), "%s", text);
	if (fake->lazy || fake->lazy_set)
		return;
	for (int set = 0; set < WIRE_SET_COUNT; set++)
		if (wire_set_info((enum wire_set)set)->option & options)
			fake_pabx_say(
				fake,
				"{\"op\":\"snapshot\",\"set\":\"%s\",\"part\":1,\"last\":true,"
				"\"rows\":[%s]}",
				wire_set_info((enum wire_set)set)->name,
				fake->rows[set] ? fake->rows[set] : "");
	say_ready(fake, id);
}

static void on_text(void *ctx, struct net_peer *peer, char *data, size_t len)
{
	struct fake_pabx *fake = ctx;
	cJSON *op = NULL;
	const char *name;

	(void)peer;
	assert_int_equal(wire_json_parse(data, len, &op, NULL), 0);
	name = wire_json_text(op, "op");
	assert_non_null(name);
	if (!strcmp(name, "start")) {
		take_start(fake, op, data);
	} else if (!strcmp(name, "set")) {
		take_set(fake, op, data);
	} else {
		assert_string_equal(name, "resync");
		fake->resyncs++;
		if (!fake->lazy)
			fake_pabx_snapshot(fake, wire_json_text(op, "id"));
	}
	cJSON_Delete(op);
}

static int on_upgrade(void *ctx, struct net_peer *peer, const char **text)
{
	struct fake_pabx *fake = ctx;
	const char *cookie = net_peer_header(peer, "cookie");
	const char *bearer = net_peer_header(peer, "authorization");

	(void)text;
	snprintf(fake->cookie, sizeof(fake->cookie), "%s", cookie ? cookie : "");
	snprintf(fake->bearer, sizeof(fake->bearer), "%s", bearer ? bearer : "");
	return fake->upgrade_status;
}

static void on_opened(void *ctx, struct net_peer *peer)
{
	struct fake_pabx *fake = ctx;

	fake->connects++;
	fake->peer = peer;
	forget_lines(fake);
	if (!fake->mute)
		fake_pabx_say(fake,
			      "{\"op\":\"hello\",\"protocol\":%d,\"version\":\"%s\","
			      "\"epoch\":\"%s\",\"serverTime\":1795300763.5,\"user\":%s,"
			      "\"can\":%s,\"resumed\":false}",
			      fake->protocol, fake->version, fake->epoch, fake->user, fake->can);
}

static void on_closed(void *ctx, struct net_peer *peer)
{
	struct fake_pabx *fake = ctx;

	fake->closes++;
	if (fake->peer == peer) {
		fake->peer = NULL;
		forget_lines(fake);
	}
}

static void on_pong(void *ctx, struct net_peer *peer)
{
	(void)ctx;
	(void)peer;
}

void fake_pabx_hang_up(struct fake_pabx *fake, int code)
{
	net_peer_close(fake->peer, code, "");
}

/* ---- REST ---- */

static struct fake_answer answer_of(const struct fake_pabx *fake, const char *path)
{
	for (unsigned i = 0; i < FAKE_ANSWERS; i++)
		if (fake->answers[i].path && !strcmp(fake->answers[i].path, path))
			return fake->answers[i];
	return (struct fake_answer){.status = 200, .body = fake->empty};
}

static void take_header(char *out, size_t cap, struct net_exchange *x, const char *name)
{
	const char *value = net_exchange_header(x, name);

	snprintf(out, cap, "%s", value ? value : "");
}

static void on_request(void *ctx, struct net_exchange *x)
{
	struct fake_pabx *fake = ctx;
	struct fake_answer answer = answer_of(fake, net_exchange_path(x));
	char cookie[256];
	size_t len;
	const char *body = net_exchange_body(x, &len);

	fake->requests++;
	snprintf(fake->path, sizeof(fake->path), "%s", net_exchange_path(x));
	snprintf(fake->body, sizeof(fake->body), "%.*s", (int)len, body);
	memmove(fake->bodies[1], fake->bodies[0], sizeof(fake->bodies) - sizeof(fake->bodies[0]));
	snprintf(fake->bodies[0], sizeof(fake->bodies[0]), "%.*s", (int)len, body);
	buf_printf(&fake->heard, "%s %.*s\n", fake->path, (int)len, body);
	take_header(fake->cookie, sizeof(fake->cookie), x, "cookie");
	take_header(fake->bearer, sizeof(fake->bearer), x, "authorization");
	if (!answer.status) {
		fake->exchange = x;
		if (++fake->held > fake->most_held)
			fake->most_held = fake->held;
		return;
	}
	snprintf(cookie, sizeof(cookie), WIRE_COOKIE "=%s; HttpOnly; Path=/",
		 answer.cookie ? answer.cookie : "");
	net_exchange_answer(x, &(struct net_answer){.status = answer.status,
						    .set_cookie = answer.cookie ? cookie : NULL,
						    .body = answer.body,
						    .len = strlen(answer.body)});
}

void fake_pabx_answer(struct fake_pabx *fake, const char *body)
{
	net_exchange_answer(fake->exchange,
			    &(struct net_answer){.status = 200, .body = body, .len = strlen(body)});
	fake->exchange = NULL;
	fake->held--;
}

int fake_pabx_heard(const struct fake_pabx *fake, const char *text)
{
	int count = 0;

	for (const char *at = fake->heard.data; at && (at = strstr(at, text)); at += strlen(text))
		count++;
	return count;
}

static int on_head(void *ctx, struct net_exchange *x)
{
	(void)ctx;
	(void)x;
	return 0;
}

static void on_aborted(void *ctx, struct net_exchange *x)
{
	struct fake_pabx *fake = ctx;

	fake->held--;
	if (fake->exchange == x)
		fake->exchange = NULL;
}

/* ---- Life ---- */

static const struct net_server_events events = {
	.head = on_head,
	.request = on_request,
	.aborted = on_aborted,
	.upgrade = on_upgrade,
	.opened = on_opened,
	.text = on_text,
	.writable = on_writable,
	.pong = on_pong,
	.closed = on_closed,
};

void fake_pabx_return(struct fake_pabx *fake)
{
	struct why why = {""};

	if (net_server_open(fake->loop,
			    &(struct net_server_options){.host = "127.0.0.1",
							 .port = fake->port,
							 .ws_protocol = WIRE_SUBPROTOCOL,
							 .max_body = WIRE_MAX_BODY,
							 .max_frame = WIRE_MAX_CLIENT_FRAME},
			    &events, fake, &fake->server, &why))
		fail_msg("%s", why.text);
	fake->port = net_server_port(fake->server);
}

void fake_pabx_open(struct fake_pabx *fake, struct loop *loop)
{
	*fake = (struct fake_pabx){
		.loop = loop,
		.protocol = WIRE_PROTOCOL,
		.version = "6.5.0",
		.epoch = "e1",
		.seq = 100,
		.empty = "{\"result\":\"success\",\"values\":{}}",
		.can = "[\"hold\",\"xfer\"]",
		.user = "{\"id\":1,\"login\":\"rita\",\"name\":\"Rita\",\"company\":\"default\","
			"\"perms\":{\"receptionist\":\"yes\"}}",
		.answers = {{"/rest/auth/", 200,
			     "{\"result\":\"success\",\"user\":{\"id\":1,\"login\":\"rita\","
			     "\"name\":\"Rita\",\"company\":\"default\",\"home\":\"default\","
			     "\"session\":\"s\",\"perms\":{\"receptionist\":\"yes\"}}}",
			     "c00kie"}},
	};
	buf_init(&fake->heard, HEARD_MAX);
	fake_pabx_return(fake);
}

void fake_pabx_cut(struct fake_pabx *fake)
{
	if (fake->server)
		net_server_close(&fake->server, 0);
}

void fake_pabx_close(struct fake_pabx *fake)
{
	fake_pabx_cut(fake);
	forget_lines(fake);
	buf_free(&fake->heard);
}
