#include "support/rest_house.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"

enum { WAIT_MS = 60000 };

static const char people[] =
	"cid,login,name,company,department,title,email,extension,mobile,role,deputy,tags,show,"
	"status\n"
	"1,anna,Anna Ash,default,Desk,,anna@x.example,101,,receptionist nightmode "
	"pickup,2,,online,\n"
	"2,bob,Bob Birch,default,Sales,,bob@x.example,102,07700 900102,,,lobby vip,away,Lunch\n"
	"3,carl,Carl Cedar,other,Shop,,carl@y.example,301,,,,,online,\n"
	"4,admin,Ada Admin,default,IT,,,104,,sysadmin:yes,,,,\n"
	"5,kiosk,Lobby,default,,,,105,,kiosk:lobby,,,,\n"
	"6,dora,Dora Dill,other,Shop,,,,,companyadmin billing,,,,\n"
	"7,lite,Lee Lite,default,,,,,07700 900107,lite,,,,\n";
static const char companies[] = "id,name\ndefault,Main House\nother,Other House\n";
static const char addresses[] =
	"key,group,owner,name,number,company,email,department,tags\n"
	"a1,system,,Acme Glass,020 7946 0300,Acme,office@acme.example,,courier\n"
	"a2,company,default,Bolt Ltd,020 7946 0301;020 7946 0399,Bolt,,,\n"
	"a3,personal,2,Bob's Dentist,020 7946 0302,,,,\n"
	"a4,system,,No Number,,,,,\n"
	"a5,company,other,Crate Co,020 7946 0305,Crate,,,\n";
static const char ddis[] =
	"ddi,company,name,greeting,to\n+442079460900,default,Main,\"Good day\",200\n";
static const char notes[] = "key,text,by\n+442079460300,Rings at noon,anna\n";

static const char *const devices[] = {
	"{\"name\":\"SIP/"
	"anna\",\"extension\":\"101\",\"ownerID\":1,\"userID\":1,\"mac\":\"m1\",\"line\":1,"
	"\"state\":\"up\"}",
	"{\"name\":\"SIP/anna_2\",\"extension\":\"101\",\"ownerID\":1,\"userID\":1,\"mac\":\"m1\","
	"\"line\":2,\"state\":\"up\"}",
	"{\"name\":\"SIP/"
	"bob\",\"extension\":\"102\",\"ownerID\":2,\"userID\":2,\"mac\":\"m2\",\"line\":1,"
	"\"state\":\"up\",\"autoanswer\":true}",
	"{\"name\":\"SIP/carl\",\"extension\":\"301\",\"ownerID\":3,\"userID\":3,\"state\":\"up\"}",
	"{\"name\":\"SIP/"
	"admin\",\"extension\":\"104\",\"ownerID\":4,\"userID\":4,\"state\":\"up\"}",
	"{\"name\":\"SIP/"
	"kiosk\",\"extension\":\"105\",\"ownerID\":5,\"userID\":5,\"state\":\"up\"}",
};
static const char *const extensions[] = {
	"{\"extension\":\"101\",\"number\":\"101\",\"name\":\"Anna\",\"owner\":1,\"company\":"
	"\"default\","
	"\"type\":\"A\"}",
	"{\"extension\":\"102\",\"number\":\"102\",\"name\":\"Bob\",\"owner\":2,\"company\":"
	"\"default\","
	"\"type\":\"A\"}",
	"{\"extension\":\"301_other\",\"number\":\"301\",\"name\":\"Carl\",\"owner\":3,"
	"\"company\":\"other\",\"type\":\"A\"}",
};

static const char *const all_can[] = {"hold", "answer",   "xfer",   "atxfer",    "merge",
				      "park", "retrieve", "pickup", "camp",      "serial",
				      "dtmf", "claim",    "send",   "voicemail", "pause"};

static void copy(char *out, size_t cap, const char *text)
{
	snprintf(out, cap, "%s", text ? text : "");
}
#define COPY(field, text) copy(told->field, sizeof(told->field), (text))

static void keep(struct told *told, const struct switch_command *c)
{
	struct buf row;

	told->count++;
	told->verb = c->verb;
	COPY(action, c->verb == SWITCH_CALL ? wire_action_name(c->action) : "");
	COPY(device, c->device);
	COPY(cid, c->cid);
	COPY(other_device, c->other_device);
	COPY(other_cid, c->other_cid);
	COPY(number, c->to.number);
	COPY(name, c->to.name);
	COPY(lot, c->lot);
	COPY(slot, c->slot);
	COPY(whom, c->for_json);
	COPY(digits, c->digits);
	COPY(queue, c->queue);
	COPY(text, c->text);
	told->user = c->user;
	told->to_cID = c->to.cID;
	told->timeout = c->timeout_ms;
	told->voicemail = c->to.voicemail;
	told->autoanswer = c->autoanswer;
	told->autohold = c->autohold;
	told->paused = c->paused;
	buf_init(&row, sizeof(told->row) - 1);
	if (c->row)
		wire_row_encode(&c->row->row, UINT64_MAX, &row);
	COPY(row, row.data);
	buf_free(&row);
}

static void command(void *impl, const struct switch_command *c, uint64_t ticket,
		    switch_answer_fn answer, void *ctx)
{
	struct house *house = impl;
	const struct switch_answer said = {.reason = house->refuse, .cid = house->new_cid};

	keep(&house->told, c);
	house->told.ticket = ticket;
	house->told.answer = answer;
	house->told.ctx = ctx;
	if (!house->silent)
		answer(ctx, ticket, &said);
}

static void start(void *impl, const struct switch_events *events, void *ctx)
{
	(void)impl;
	events->available(ctx, true, NULL);
}

static void free_switch(void **impl)
{
	*impl = NULL;
}

static struct switch_ops ops = {
	.name = "test", .start = start, .command = command, .free = free_switch};

void house_row(struct house *house, enum wire_set set, const char *text)
{
	struct wire_row *row = wire_row_new(set);

	assert_int_equal(decode(row, text, NULL), 0);
	pabx_switch_events()->row(house->pabx, row);
	wire_row_free(&row);
}

void house_gone(struct house *house, enum wire_set set, const char *key)
{
	pabx_switch_events()->gone(house->pabx, set, key);
}

void house_answer(struct house *house, enum wire_reason reason)
{
	const struct switch_answer said = {.reason = reason, .cid = house->new_cid};

	house->told.answer(house->told.ctx, house->told.ticket, &said);
}

static void write_file(const struct house *house, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", house->folder, name);

	assert_int_equal(path_write(path, text, strlen(text), 0600, NULL), 0);
	free(path);
}

static void open_pabx(struct house *house)
{
	struct switch_handle sw = {.ops = &ops, .impl = house};
	struct why why = {""};

	ops.can = house->can;
	if (pabx_open(house->loop, &house->options, sw, &house->pabx, &why))
		fail_msg("pabx_open: %s", why.text);
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		house_row(house, WIRE_DEVICE, devices[i]);
	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		house_row(house, WIRE_EXTENSION, extensions[i]);
	house_row(house, WIRE_QUEUE,
		  "{\"name\":\"sales\",\"label\":\"Sales\",\"company\":\"default\","
		  "\"members\":{\"SIP/bob\":\"idle\"}}");
	house_row(house, WIRE_PHONE,
		  "{\"mac\":\"m1\",\"ownerID\":1,\"deviceNames\":[\"SIP/anna\"]}");
}

static void make_keys(struct house *house)
{
	struct session_key key;

	for (int who = ANNA; who < PEOPLE; who++) {
		assert_int_equal(sessions_make_key(house->pabx->store, who, "test", &key), 0);
		copy(house->keys[who], sizeof(house->keys[who]), key.key);
	}
}

int house_setup(void **state)
{
	struct house *house = mem_new(1, sizeof(*house));

	for (size_t i = 0; i < sizeof(all_can) / sizeof(*all_can); i++)
		house->can[i] = all_can[i];
	snprintf(house->folder, sizeof(house->folder), "/tmp/frontdesk-rest-XXXXXX");
	if (!mkdtemp(house->folder))
		return -1;
	snprintf(house->store, sizeof(house->store), "%s/pabx.db", house->folder);
	write_file(house, "companies.csv", companies);
	write_file(house, "people.csv", people);
	write_file(house, "addresses.csv", addresses);
	write_file(house, "ddis.csv", ddis);
	write_file(house, "notes.csv", notes);
	house->options = (struct pabx_options){.host = "127.0.0.1",
					       .store = house->store,
					       .import = house->folder,
					       .one_life_key_fd = -1};
	house->loop = loop_new(0);
	house->http = net_http_new(house->loop, NULL);
	open_pabx(house);
	make_keys(house);
	*state = house;
	return 0;
}

static void forget_reply(struct house *house)
{
	cJSON_Delete(house->reply);
	free(house->text);
	house->reply = NULL;
	house->text = NULL;
}

static void remove_files(const struct house *house)
{
	static const char *const names[] = {"companies.csv", "people.csv", "addresses.csv",
					    "ddis.csv",      "notes.csv",  "pabx.db",
					    "pabx.db-wal",   "pabx.db-shm"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path = mem_printf("%s/%s", house->folder, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(house->folder);
}

int house_teardown(void **state)
{
	struct house *house = *state;

	net_http_free(&house->http);
	pabx_free(&house->pabx);
	loop_free(&house->loop);
	forget_reply(house);
	remove_files(house);
	clock_real();
	free(house);
	return 0;
}

void house_restart(struct house *house)
{
	net_http_free(&house->http);
	pabx_free(&house->pabx);
	house->http = net_http_new(house->loop, NULL);
	open_pabx(house);
}

void house_turn(struct house *house)
{
	loop_turn(house->loop, clock_is_fake() ? 1 : 20);
}

static void came(void *ctx, const struct net_reply *reply)
{
	struct house *house = ctx;

	house->replied = true;
	house->status = reply->err ? reply->err : reply->status;
	house->retry_after = reply->retry_after;
	copy(house->cookie, sizeof(house->cookie), reply->cookie);
	house->text = mem_dup(reply->body ? reply->body : "");
	if (*house->text)
		assert_int_equal(
			wire_json_parse(house->text, strlen(house->text), &house->reply, NULL), 0);
}

void house_post(struct house *house, int who, const char *cookie, const char *path,
		const char *body)
{
	char *url = mem_printf("http://127.0.0.1:%d%s", pabx_port(house->pabx), path);
	char *sent = cookie ? mem_printf("Red60urne=%s", cookie) : NULL;
	const struct net_post post = {
		.url = url,
		.body = body,
		.len = strlen(body),
		.bearer = who ? house->keys[who] : NULL,
		.cookie = sent,
		.cookie_name = "Red60urne",
	};

	forget_reply(house);
	house->replied = false;
	net_http_post(house->http, &post, came, house);
	free(sent);
	free(url);
}

const cJSON *house_wait(struct house *house)
{
	int64_t deadline = clock_mono_us() / 1000 + WAIT_MS;

	while (!house->replied) {
		house_turn(house);
		if (clock_mono_us() / 1000 > deadline)
			fail_msg("no reply");
	}
	return house->reply;
}

const cJSON *house_ask(struct house *house, int who, const char *path, const char *body)
{
	house_post(house, who, NULL, path, body);
	return house_wait(house);
}

const cJSON *house_ask_cookie(struct house *house, const char *cookie, const char *path,
			      const char *body)
{
	house_post(house, NOBODY, cookie, path, body);
	return house_wait(house);
}

const cJSON *house_ok(struct house *house, int who, const char *path, const char *body)
{
	const cJSON *reply = house_ask(house, who, path, body);

	if (house->status != 200 || strcmp(wire_json_text(reply, "result"), "success") != 0)
		fail_msg("%s %s: %d %s", path, body, house->status, house->text);
	return wire_json_get(reply, "values");
}

void house_refused(struct house *house, int who, const char *path, const char *body,
		   const char *reason)
{
	const cJSON *reply = house_ask(house, who, path, body);

	if (house->status != 200 || strcmp(wire_json_text(reply, "result"), "fail") != 0 ||
	    wire_json_int(reply, "errno", 0) != 99 ||
	    strcmp(wire_json_text(reply, "reason"), reason) != 0 ||
	    !wire_json_text(reply, "message"))
		fail_msg("%s %s: not refused as %s but %d %s", path, body, reason, house->status,
			 house->text);
}

void house_status(struct house *house, int who, const char *path, const char *body, int status,
		  int number)
{
	const cJSON *reply = house_ask(house, who, path, body);

	if (house->status != status || wire_json_int(reply, "errno", 0) != number ||
	    strcmp(wire_json_text(reply, "result"), "fail") != 0 ||
	    !wire_json_text(reply, "reason") || !wire_json_text(reply, "message"))
		fail_msg("%s %s: not %d, errno %d but %d %s", path, body, status, number,
			 house->status, house->text);
}

char *house_raw(struct house *house, const char *bytes)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)pabx_port(house->pabx)),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int64_t deadline = clock_mono_us() / 1000 + WAIT_MS;
	struct buf got;
	ssize_t len = 1;

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL), (ssize_t)strlen(bytes));
	buf_init(&got, 1 << 20);
	while (len && clock_mono_us() / 1000 < deadline) {
		char part[4096];

		house_turn(house);
		len = recv(fd, part, sizeof(part), MSG_DONTWAIT);
		if (len > 0)
			buf_add(&got, part, (size_t)len);
		else if (len < 0 && errno != EAGAIN)
			len = 0;
	}
	close(fd);
	buf_add_char(&got, '\0');
	return buf_take(&got);
}

const struct wire_row *house_live(struct house *house, enum wire_set set, int64_t user,
				  const char *key)
{
	const struct wire_row *row = live_get(house->pabx->live, set, user, key);

	if (!row)
		fail_msg("%s %s is not there", wire_set_info(set)->name, key);
	return row;
}
