/* What the permission "kiosk" lets through, asked of the real PABX: requests by curl, and the feed
 * over a socket. */
#include "e2e/place.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static char key[200];

static int setup(void **state)
{
	struct place *place;
	struct ran ran;

	place_setup(state);
	place = *state;
	place_open_pabx(place, "--quiet");
	ran = place_run_pabx(place, "key add kiosk lobby", NULL);
	assert_int_equal(ran.status, 0);
	snprintf(key, sizeof(key), "%.*s", (int)strcspn(ran.out, "\n"), ran.out);
	ran_free(&ran);
	setenv("PLACE", place->home, 1);
	setenv("HOST", place->host, 1);
	char *header = mem_printf("Authorization: Bearer %s\n", key);
	place_write(place, "header", header, 0600);
	free(header);
	return 0;
}

struct answer {
	int status;
	char *body;
};

/* Free body with free(). */
static struct answer ask(struct place *place, const char *path, const char *body)
{
	struct answer answer;
	char *status;

	place_write(place, "body", body, 0600);
	setenv("REST", path, 1);
	if (system("curl -s -m 10 -H @$PLACE/header -H 'Content-Type: application/json' "
		   "-d @$PLACE/body -o $PLACE/out -w '%{http_code}' http://$HOST/rest$REST "
		   ">$PLACE/status") != 0)
		fail_msg("curl failed on %s", path);
	status = place_read(place, "status");
	answer.status = atoi(status);
	free(status);
	answer.body = place_read(place, "out");
	return answer;
}

static void expect_answer(struct place *place, const char *path, const char *body, int status,
			  const char *said)
{
	struct answer answer = ask(place, path, body);

	if (answer.status != status || !strstr(answer.body, said))
		fail_msg("%s %s: %d %s", path, body, answer.status, answer.body);
	free(answer.body);
}

static void operations__all_but_its_own__are_refused(void **state)
{
	static const char *const paths[] = {
		"/auth/create/key",         "/auth/delete/key",         "/ops/read/user",
		"/ops/create/user",         "/ops/update/user",         "/ops/delete/user",
		"/dialplan/read/extension", "/dialplan/read/nm",        "/dialplan/update/nm",
		"/dialplan/readnames/nm",   "/call/read/cdr",           "/call/read/history",
		"/call/read/caller",        "/call/read/figures",       "/call/incalls",
		"/live/read/message",       "/system/read/ice",         "/contact/read/photo",
		"/command/update/device",   "/command/update/queue",    "/command/update/tag",
		"/command/create/address",  "/command/update/address",  "/command/delete/address",
		"/command/create/room",     "/command/update/room",     "/command/delete/room",
		"/command/create/message",  "/command/create/link",     "/command/update/link",
		"/command/delete/link",     "/command/update/presence", "/command/create/note",
		"/command/update/note",     "/command/delete/note",     "/command/create/taken",
		"/command/update/taken",    "/command/delete/taken",    "/command/update/setting",
		"/command/update/operator",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		expect_answer(*state, paths[i], "{}", 403, "\"errno\":99");
}

static void rows__of_other_sets__are_not_seen(void **state)
{
	static const char *const sets[] = {
		"link",    "extension", "phone", "queue", "call",    "parked",   "mailbox",   "tag",
		"address", "room",      "note",  "taken", "setting", "operator", "nightmode",
	};
	char path[64];

	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		snprintf(path, sizeof(path), "/live/read/%s", sets[i]);
		expect_answer(*state, path, "{}", 200, "\"values\":[]");
	}
}

static void expect_no_more_than_it_needs(const char *text)
{
	static const char *const secrets[] = {
		"Ida N", "SIP/agnes", "numbers", "email",  "@brackwater", "07700",    "0171",
		"uname", "title",     "show",    "deputy", "vip",         "firstaid",
	};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (strstr(text, secrets[i]))
			fail_msg("%s is told: %s", secrets[i], text);
}

static void people__of_its_tag__by_name_department_and_whether_free(void **state)
{
	struct answer answer = ask(*state, "/live/read/contact", "{}");
	int people = 0;

	assert_int_equal(answer.status, 200);
	for (const char *at = answer.body; (at = strstr(at, "\"cID\":")); at++)
		people++;
	assert_int_equal(people, 6);
	assert_non_null(strstr(answer.body, "Agnes Müller"));
	expect_no_more_than_it_needs(answer.body);
	assert_null(strstr(answer.body, "extension"));
	free(answer.body);
	expect_answer(*state, "/live/read/device", "{}", 200, "\"name\":\"SIP/kiosk\"");
	answer = ask(*state, "/live/read/device", "{}");
	assert_null(strstr(answer.body, "SIP/reception"));
	free(answer.body);
}

static void calls__to_people_of_its_tag_on_its_own_telephone__alone(void **state)
{
	static const struct {
		const char *body, *said;
	} cases[] = {
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":{\"cID\":2}}}", "denied"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":\"101\"}}", "denied"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":\"999\"}}", "denied"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":\"02079460958\"}}", "denied"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":{\"extension\":\"101\"}}}",
		 "denied"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":{\"voicemail\":2}}}", "denied"},
		{"{\"values\":{\"device\":\"SIP/reception\",\"target\":{\"cID\":6}}}", "notyours"},
		{"{\"values\":{\"device\":\"SIP/nobody\",\"target\":{\"cID\":6}}}", "nodevice"},
		{"{\"values\":{\"device\":\"SIP/kiosk\",\"target\":{\"cID\":6}}}",
		 "\"result\":\"success\""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_answer(*state, "/command/create/call", cases[i].body, 200, cases[i].said);
}

/* With its own call up: all that could be done to it, and to others'. */
static void calls__its_own__are_answered_and_hung_up_and_nothing_else(void **state)
{
	static const char *const actions[] = {"hold",   "xfer",   "atxfer",   "complete", "merge",
					      "cancel", "park",   "retrieve", "pickup",   "claim",
					      "camp",   "serial", "dtmf",     "send"};
	struct answer answer;
	char cid[64] = "", body[300], *at;

	answer = ask(*state, "/command/create/call",
		     "{\"values\":{\"device\":\"SIP/kiosk\",\"target\":{\"cID\":6}}}");
	at = strstr(answer.body, "\"cid\":\"");
	assert_non_null(at);
	assert_int_equal(sscanf(at, "\"cid\":\"%60[^\"]", cid), 1);
	free(answer.body);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		snprintf(body, sizeof(body),
			 "{\"scope\":{\"device\":\"SIP/kiosk\",\"cid\":\"%s\"},\"values\":{"
			 "\"action\":\"%s\",\"to\":{\"cID\":8},\"digits\":\"1\"}}",
			 cid, actions[i]);
		expect_answer(*state, "/command/update/call", body, 200, "\"reason\":\"denied\"");
	}
	answer = ask(*state, "/live/read/call", "{}");
	assert_non_null(strstr(answer.body, cid));
	assert_null(strstr(answer.body, "number"));
	free(answer.body);
	snprintf(body, sizeof(body),
		 "{\"scope\":{\"device\":\"SIP/reception\",\"cid\":\"%s\"},\"values\":{"
		 "\"action\":\"hangup\"}}",
		 cid);
	expect_answer(*state, "/command/update/call", body, 200, "\"result\":\"fail\"");
	snprintf(body, sizeof(body),
		 "{\"scope\":{\"device\":\"SIP/kiosk\",\"cid\":\"%s\"},\"values\":{"
		 "\"action\":\"hangup\"}}",
		 cid);
	expect_answer(*state, "/command/update/call", body, 200, "\"result\":\"success\"");
}

/* ---- The feed ---- */

/* A frame of a client, under a mask of zeros. */
static void send_frame(int fd, const char *text)
{
	size_t len = strlen(text);
	char frame[200] = {(char)0x81, (char)(0x80 | len)};

	assert_true(len < 126);
	memcpy(frame + 6, text, len);
	assert_int_equal(write(fd, frame, len + 6), (ssize_t)(len + 6));
}

/* Reads on until text has come. */
static void read_until(int fd, struct buf *came, const char *text)
{
	struct pollfd watch = {.fd = fd, .events = POLLIN};
	char bytes[4096];

	while (!came->data || !strstr(came->data, text)) {
		ssize_t got =
			poll(&watch, 1, PLACE_WAIT_MS) == 1 ? read(fd, bytes, sizeof(bytes)) : 0;

		if (got <= 0)
			fail_msg("%s did not come: %s", text, came->data ? came->data : "");
		for (ssize_t i = 0; i < got; i++)
			if (bytes[i]) /* the heads of frames have NULs */
				buf_add_char(came, bytes[i]);
	}
}

static int connect_feed(struct place *place)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)place->port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	dprintf(fd,
		"GET /live HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Sec-WebSocket-Protocol: pabx-live.1\r\nAuthorization: Bearer %s\r\n\r\n",
		place->host, key);
	return fd;
}

/* Opens the feed, sends ops, and gives all that came up to "ready" and the answer to the last.
 * Free with free(). */
static char *feed(struct place *place, const char *const *ops)
{
	int fd = connect_feed(place);
	struct buf came;

	buf_init(&came, 1 << 20);
	read_until(fd, &came, "\"hello\"");
	for (; *ops; ops++)
		send_frame(fd, *ops);
	send_frame(fd, "{\"op\":\"nothing\",\"id\":\"the end\"}");
	read_until(fd, &came, "\"the end\"");
	read_until(fd, &came, "\"op\":\"ready\"");
	close(fd);
	return buf_take(&came);
}

static void feed__tells_its_people_and_its_telephone__alone(void **state)
{
	static const char *const ops[] = {"{\"op\":\"start\",\"id\":\"1\"}", NULL};
	char *came = feed(*state, ops);

	if (!strstr(came, "Agnes Müller"))
		fail_msg("no people: %s", came);
	assert_non_null(strstr(came, "SIP/kiosk"));
	assert_null(strstr(came, "SIP/reception"));
	expect_no_more_than_it_needs(strstr(came, "\"snapshot\""));
	free(came);
}

static void feed__tags_book_and_chat__are_refused(void **state)
{
	static const char *const flags[] = {"tags", "address", "chat"};
	char start[100], set[100];

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		const char *const ops[] = {start, "{\"op\":\"start\",\"id\":\"2\"}", set, NULL};
		char *came;
		int denied = 0;

		snprintf(start, sizeof(start), "{\"op\":\"start\",\"id\":\"1\",\"%s\":true}",
			 flags[i]);
		snprintf(set, sizeof(set), "{\"op\":\"set\",\"id\":\"3\",\"%s\":true}", flags[i]);
		came = feed(*state, ops);
		for (const char *at = came; (at = strstr(at, "\"denied\"")); at++)
			denied++;
		if (denied != 2)
			fail_msg("%s: %s", flags[i], came);
		free(came);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(operations__all_but_its_own__are_refused),
		TEST(rows__of_other_sets__are_not_seen),
		TEST(people__of_its_tag__by_name_department_and_whether_free),
		TEST(calls__to_people_of_its_tag_on_its_own_telephone__alone),
		TEST(calls__its_own__are_answered_and_hung_up_and_nothing_else),
		TEST(feed__tells_its_people_and_its_telephone__alone),
		TEST(feed__tags_book_and_chat__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
