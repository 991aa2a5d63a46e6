#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/text.h"
#include "pbx/pbx.h"
#include "support/port.h"

/* The client core against the real embedded PABX, in a process of its own. */

enum { DEADLINE_MS = 60000 };

static struct {
	struct loop *loop;
	struct pbx *pbx;
	pid_t server;
	int port, done, errors, first_error, deleted;
	struct pbx_result result;
	char store[64];
} t;

#define TURN_UNTIL(condition)                                                                      \
	do {                                                                                       \
		int64_t turn_end_ = clock_mono_us() + DEADLINE_MS * 1000;                          \
		while (!(condition) && clock_mono_us() < turn_end_)                                \
			loop_turn(t.loop, 5);                                                      \
		assert_true(condition);                                                            \
	} while (0)

/* Waits for its "listening on …:PORT". */
static void serve(void)
{
	char address[32], line[128] = "";
	int out[2];
	FILE *text;

	if (!t.port)
		t.port = port_free();
	snprintf(address, sizeof(address), "127.0.0.1:%d", t.port);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	t.server = fork();
	if (!t.server) {
		dup2(out[1], STDOUT_FILENO);
		dup2(out[1], STDERR_FILENO);
		execl(PABX, PABX, "--listen", address, "--store", t.store, "--office",
		      "assets/office", "--quiet", (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	text = fdopen(out[0], "r");
	while (!strstr(line, "listening on"))
		if (!fgets(line, sizeof(line), text))
			fail_msg("the server does not start");
	t.port = atoi(strrchr(line, ':') + 1);
	fclose(text);
}

static void kill_server(void)
{
	kill(t.server, SIGKILL);
	waitpid(t.server, NULL, 0);
	t.server = 0;
}

static void on_done(void *ctx, const struct pbx_result *result)
{
	(void)ctx;
	t.result = *result;
	t.done++;
}

static void wait_done(void)
{
	TURN_UNTIL(t.done);
	assert_int_equal(t.result.outcome, PBX_DONE);
	t.done = 0;
}

static void on_error(void *ctx, int errno_, const char *text)
{
	(void)ctx;
	(void)text;
	if (!t.errors++)
		t.first_error = errno_;
}

static void on_deleted(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)ctx;
	(void)event;
	(void)object;
	(void)changed;
	t.deleted++;
}

static unsigned count(enum pbx_class class)
{
	unsigned count;

	pbx_list(t.pbx, class, &count);
	return count;
}

static int setup(void **state)
{
	char url[64];
	int store;

	(void)state;
	memset(&t, 0, sizeof(t));
	text_init();
	strcpy(t.store, "/tmp/frontdesk-pbx-XXXXXX");
	store = mkstemp(t.store);
	assert_true(store >= 0);
	close(store);
	unlink(t.store);
	serve();
	t.loop = loop_new(0);
	t.pbx = pbx_new(t.loop);
	snprintf(url, sizeof(url), "127.0.0.1:%d", t.port);
	assert_int_equal(pbx_set_host(t.pbx, &(struct pbx_host){.url = url}), 0);
	pbx_login(t.pbx, &(struct pbx_login){.username = "reception", .password = "reception"},
		  on_done, NULL);
	wait_done();
	pbx_start_feed(t.pbx, &(struct pbx_feed_options){.error = on_error}, on_done, NULL);
	wait_done();
	return 0;
}

static int teardown(void **state)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	char path[80];

	(void)state;
	pbx_free(&t.pbx);
	loop_free(&t.loop);
	if (t.server)
		kill_server();
	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", t.store, suffixes[i]);
		unlink(path);
	}
	return 0;
}

static void start__brings_the_office(void **state)
{
	unsigned lines;

	(void)state;
	assert_true(count(PBX_CONTACT) > 10);
	assert_true(count(PBX_DEVICE) > 10);
	assert_non_null(pbx_permission(t.pbx, "receptionist"));
	pbx_lines(t.pbx, false, &lines);
	assert_true(lines > 0);
	assert_int_equal(t.errors, 0);
}

static void dial__shows_the_call__hangup_ends_it(void **state)
{
	struct pbx_object *const *lines, *hits[1];
	struct pbx_object *const *calls;
	unsigned n;

	(void)state;
	lines = pbx_lines(t.pbx, false, &n);
	assert_int_equal(pbx_search(t.pbx, "a", hits, 1), 1);
	pbx_dial(t.pbx, lines[0], &(struct pbx_target){.object = hits[0]}, on_done, NULL);
	wait_done();
	TURN_UNTIL((calls = pbx_calls_of(pbx_lines(t.pbx, false, &n)[0], &n)) && n == 1);
	assert_true(pbx_call_is_mine(calls[0]));
	pbx_call_do(t.pbx, calls[0], PBX_CALL_HANGUP_ACTION, NULL, on_done, NULL);
	wait_done();
	TURN_UNTIL(!pbx_calls_of(pbx_lines(t.pbx, false, &n)[0], &n));
}

static void tags__set__come_back_by_the_feed(void **state)
{
	static const char *const tags[] = {"vip"};
	struct pbx_object *hits[1];

	(void)state;
	pbx_enable_tags(t.pbx, on_done, NULL);
	wait_done();
	assert_int_equal(pbx_search(t.pbx, "a", hits, 1), 1);
	pbx_edit_tags(t.pbx, hits[0], tags, 1, NULL, 0, on_done, NULL);
	wait_done();
	TURN_UNTIL(pbx_who_has_tag(hits[0], "VIP"));
}

static void pause__resumes_without_losing_anything(void **state)
{
	unsigned contacts = count(PBX_CONTACT);

	(void)state;
	pbx_listen(t.pbx, PBX_CONTACT, NULL, PBX_DELETED | PBX_NEW, on_deleted, NULL);
	pbx_pause_feed(t.pbx, on_done, NULL);
	wait_done();
	pbx_start_feed(t.pbx, NULL, on_done, NULL);
	wait_done();
	assert_int_equal(t.deleted, 0);
	assert_int_equal(count(PBX_CONTACT), contacts);
}

static void server_killed_and_started_again__the_console_is_live_again(void **state)
{
	unsigned contacts = count(PBX_CONTACT);

	(void)state;
	pbx_listen(t.pbx, PBX_CONTACT, NULL, PBX_DELETED | PBX_NEW, on_deleted, NULL);
	kill_server();
	TURN_UNTIL(pbx_feed_state(t.pbx) == PBX_STALE);
	assert_int_equal(t.first_error, 92);
	assert_int_equal(count(PBX_CONTACT), contacts);
	serve();
	TURN_UNTIL(pbx_feed_state(t.pbx) == PBX_LIVE || (pbx_retry_now(t.pbx), false));
	assert_int_equal(t.deleted, 0);
	assert_int_equal(count(PBX_CONTACT), contacts);
}

/* That it takes three seconds is for a stepped clock to show: dead_link__three_missed_beats. */
static void server_stopped_in_its_tracks__is_dead_with_error_92(void **state)
{
	(void)state;
	kill(t.server, SIGSTOP);
	TURN_UNTIL(pbx_feed_state(t.pbx) == PBX_STALE);
	assert_int_equal(t.first_error, 92);
	kill(t.server, SIGCONT);
	TURN_UNTIL(pbx_feed_state(t.pbx) == PBX_LIVE || (pbx_retry_now(t.pbx), false));
}

static void logout__ends_everything(void **state)
{
	(void)state;
	pbx_listen(t.pbx, PBX_CONTACT, NULL, PBX_DELETED, on_deleted, NULL);

	int contacts = (int)count(PBX_CONTACT);

	pbx_logout(t.pbx, on_done, NULL);
	wait_done();
	assert_int_equal(t.deleted, contacts);
	assert_int_equal(t.errors, 0);
	pbx_rest(t.pbx, "/rest/system/read/version", NULL, on_done, NULL);
	TURN_UNTIL(t.done);
	assert_int_equal(t.result.errno_, 2);
}

static struct pbx *another_session(void)
{
	struct pbx *other = pbx_new(t.loop);
	char url[64];

	snprintf(url, sizeof(url), "127.0.0.1:%d", t.port);
	assert_int_equal(pbx_set_host(other, &(struct pbx_host){.url = url}), 0);
	assert_string_not_equal(pbx_sub_id(other), pbx_sub_id(t.pbx));
	pbx_login(other, &(struct pbx_login){.username = "reception", .password = "reception"},
		  on_done, NULL);
	wait_done();
	pbx_start_feed(other, &(struct pbx_feed_options){.error = on_error}, on_done, NULL);
	wait_done();
	return other;
}

static void sub_ids__sessions_of_one_user__are_apart(void **state)
{
	struct pbx *other = another_session();

	(void)state;
	assert_int_equal(pbx_user_id(other), pbx_user_id(t.pbx));
	pbx_logout(other, on_done, NULL);
	wait_done();
	assert_int_equal(pbx_feed_state(other), PBX_STOPPED);
	pbx_rest(t.pbx, "/rest/system/read/version", NULL, on_done, NULL);
	wait_done();
	assert_int_equal(pbx_feed_state(t.pbx), PBX_LIVE);
	assert_int_equal(t.errors, 0);
	pbx_free(&other);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(start__brings_the_office),
		CASE(dial__shows_the_call__hangup_ends_it),
		CASE(tags__set__come_back_by_the_feed),
		CASE(pause__resumes_without_losing_anything),
		CASE(server_killed_and_started_again__the_console_is_live_again),
		CASE(server_stopped_in_its_tracks__is_dead_with_error_92),
		CASE(logout__ends_everything),
		CASE(sub_ids__sessions_of_one_user__are_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
