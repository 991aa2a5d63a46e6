/* The user's own commands: real programs that write down what they were given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "console.h"
#include "hook.h"
#include "support/front.h"

enum { LIMIT_MS = 5000, FILE_MAX = 1 << 20, WAIT_US = 60000000 };

struct desk_under_test {
	struct front front;
	struct hooks *hooks;
	char folder[64];
	char said[500];
};

static int setup(void **state)
{
	struct desk_under_test *t = mem_new(1, sizeof(*t));

	snprintf(t->folder, sizeof(t->folder), "/tmp/frontdesk-hook-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	front_open(&t->front, 24, 80, "xterm-256color");
	*state = t;
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int teardown(void **state)
{
	struct desk_under_test *t = *state;

	hooks_free(&t->hooks);
	front_close(&t->front);
	nftw(t->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
	return 0;
}

static void say(void *ctx, const char *text)
{
	struct desk_under_test *t = ctx;

	snprintf(t->said, sizeof(t->said), "%s", text);
	console_say(t->front.console, MESSAGE_WARN, text);
}

/* A program in the folder, with its text; gives the command "FOLDER/NAME ARGUMENTS". */
static char *script(struct desk_under_test *t, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", t->folder, name);
	char *whole = mem_printf("#!/bin/sh\ncd '%s' || exit 1\n%s", t->folder, text);
	struct why why;

	assert_int_equal(path_write(path, whole, strlen(whole), 0700, &why), 0);
	free(whole);
	return path;
}

/* The hook with a command of that text. */
static void hook(struct desk_under_test *t, enum hook which, const char *text)
{
	struct hooks_options options = {.loop = screen_loop(t->front.screen),
					.pbx = t->front.pbx,
					.limit_ms = LIMIT_MS,
					.say = say,
					.ctx = t};
	char *path = script(t, "script", text);
	char *command = mem_printf("%s 'two words' $(touch bad)", path);

	options.command[which] = command;
	t->hooks = hooks_new(&options);
	free(command);
	free(path);
}

static char *read_file(const struct desk_under_test *t, const char *name)
{
	char *path = mem_printf("%s/%s", t->folder, name), *data = NULL;
	struct why why;
	size_t len;

	if (path_read(path, FILE_MAX, &data, &len, &why))
		data = NULL;
	free(path);
	return data;
}

/* Until the program has made the file whole: it writes beside it, and renames. */
static char *wait_file(struct desk_under_test *t, const char *name)
{
	int64_t end = clock_mono_us() + WAIT_US;
	char *data;

	while (!(data = read_file(t, name)) && clock_mono_us() < end) {
		loop_turn(screen_loop(t->front.screen), 10);
		screen_run(t->front.screen);
	}
	if (!data)
		fail_msg("%s was not written", name);
	return data;
}

static const char keep[] = "cat >new; mv new \"$FRONTDESK_HOOK\"\n";

static struct pbx_object *only_call(struct desk_under_test *t)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(t->front.pbx, PBX_CALL, &count);

	assert_int_equal(count, 1);
	return calls[0];
}

static void ring(struct desk_under_test *t, const char *name)
{
	front_office(&t->front, "ring SIP/reception from 02079460958 \"%s\"", name);
	front_wait(&t->front, "ringing     ");
}

static void ring__a_call_for_me__is_given_as_its_json_line(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_RING, keep);
	ring(t, "Jane Caller");
	char *got = wait_file(t, "on-ring");
	char *json = pbx_object_json(only_call(t));
	char *line = mem_printf("%s\n", json);
	assert_string_equal(got, line);
	assert_non_null(strstr(got, "\"Jane Caller\""));
	free(line);
	free(json);
	free(got);
}

static void ring__a_call_that_rings_on__is_told_once(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_RING, "echo x >>count; cat >/dev/null; cp count new; mv new on-ring\n");
	ring(t, "Jane Caller");
	free(wait_file(t, "on-ring"));
	front_pass(&t->front, 3000);
	char *count = read_file(t, "count");
	assert_string_equal(count, "x\n");
	free(count);
}

/* The words of the command are those of the configuration, whatever the caller calls himself. */
static void ring__a_hostile_name__is_data_on_standard_input_alone(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_RING,
	     "printf '%s|' \"$#\" \"$@\" >words; cat >new; mv new \"$FRONTDESK_HOOK\"\n");
	ring(t, "$(touch bad); `touch bad` '| touch bad #");
	char *got = wait_file(t, "on-ring"), *words = read_file(t, "words");
	cJSON *json = cJSON_Parse(got);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "name")),
			    "$(touch bad); `touch bad` '| touch bad #");
	assert_string_equal(words, "3|two words|$(touch|bad)|");
	assert_null(read_file(t, "bad"));
	cJSON_Delete(json);
	free(words);
	free(got);
}

static void answer__the_call_is_taken__is_told_then(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_ANSWER, keep);
	ring(t, "Jane Caller");
	front_pass(&t->front, 500);
	assert_null(read_file(t, "on-answer"));
	screen_keys(t->front.screen, "Enter");
	char *got = wait_file(t, "on-answer");
	assert_non_null(strstr(got, "\"state\":\"up\""));
	free(got);
}

static void missed__the_caller_gives_up__is_told(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_MISSED, keep);
	ring(t, "Jane Caller");
	front_office(&t->front, "hangup 02079460958");
	char *got = wait_file(t, "on-missed");
	assert_non_null(strstr(got, "Jane Caller"));
	free(got);
}

static void missed__answered_or_refused__is_not_told(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_MISSED, keep);
	ring(t, "Jane Caller");
	front_pass(&t->front, 500);
	screen_keys(t->front.screen, "Enter");
	front_wait(&t->front, "talking     Jane Caller");
	screen_keys(t->front.screen, "F8");
	front_wait_gone(&t->front, "talking     Jane Caller");
	ring(t, "Second Caller");
	front_pass(&t->front, 500);
	screen_keys(t->front.screen, "F8");
	front_wait_gone(&t->front, "ringing     Second Caller");
	front_pass(&t->front, 1000);
	assert_null(read_file(t, "on-missed"));
}

/* A message to me from somebody in the house. */
static void write_to_me(struct desk_under_test *t, const char *text)
{
	struct pbx *pbx = t->front.pbx;
	unsigned count;
	struct pbx_object *const *contacts = pbx_list(pbx, PBX_CONTACT, &count);
	int64_t me = pbx_user_id(pbx), from = pbx_contact_cID(contacts[0]);

	if (from == me)
		from = pbx_contact_cID(contacts[1]);
	front_office(&t->front, "message %lld %lld \"%s\"", (long long)from, (long long)me, text);
}

static void message__somebody_writes__is_given_as_json(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_MESSAGE, keep);
	write_to_me(t, "Coffee?");
	char *got = wait_file(t, "on-message");
	assert_non_null(strstr(got, "\"msg\":\"Coffee?\""));
	free(got);
}

static void run__hangs__is_killed_with_all_that_it_started(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_RING, "tail -f /dev/null & echo $! >new; mv new child; wait\n");
	ring(t, "Jane Caller");
	char *child = wait_file(t, "child");
	pid_t pid = (pid_t)strtol(child, NULL, 10);
	assert_int_equal(kill(pid, 0), 0);
	front_pass(&t->front, LIMIT_MS - 500);
	screen_expect_no_text(t->front.screen, "was killed");
	front_pass(&t->front, 1000);
	front_wait(&t->front, "was killed, it took longer than 5 s");
	/* An orphan may still wait for init to take note of it: then it is a zombie. */
	char *stat_path = mem_printf("/proc/%d/stat", (int)pid), *stat_text = NULL;
	struct why why;
	size_t len;
	if (!path_read(stat_path, 4096, &stat_text, &len, &why))
		assert_non_null(strstr(stat_text, ") Z "));
	free(stat_text);
	free(stat_path);
	free(child);
}

static void run__fails__is_said_once_until_it_has_worked(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_RING,
	     "test -e good && exit 0; echo x >>count; echo 'no such table' >&2; exit 3\n");
	ring(t, "Jane Caller");
	front_wait(&t->front, "ended with status 3: no such table");
	screen_keys(t->front.screen, "Esc");
	screen_expect_no_text(t->front.screen, "no such table");
	front_office(&t->front, "hangup 02079460958");
	ring(t, "Jane Caller");
	int64_t end = clock_mono_us() + WAIT_US;
	char *count = NULL;
	while ((!count || strcmp(count, "x\nx\n")) && clock_mono_us() < end) {
		free(count);
		loop_turn(screen_loop(t->front.screen), 10);
		screen_run(t->front.screen);
		count = read_file(t, "count");
	}
	free(count);
	front_pass(&t->front, 500);
	screen_expect_no_text(t->front.screen, "no such table");
}

static void run__no_such_program__is_said(void **state)
{
	struct desk_under_test *t = *state;
	struct hooks_options options = {.loop = screen_loop(t->front.screen),
					.pbx = t->front.pbx,
					.command = {[HOOK_RING] = "/no/such/program"},
					.limit_ms = LIMIT_MS,
					.say = say,
					.ctx = t};

	t->hooks = hooks_new(&options);
	ring(t, "Jane Caller");
	front_wait(&t->front, "on-ring: /no/such/program cannot be run: No such file");
}

/* The console goes on while a hook does not even read. */
static void run__too_many_at_once__are_left_out_and_said(void **state)
{
	struct desk_under_test *t = *state;

	hook(t, HOOK_MESSAGE, "exec tail -f /dev/null\n");
	for (int i = 0; i <= HOOKS_AT_ONCE; i++)
		write_to_me(t, "Coffee?");
	front_wait(&t->front, "was left out: too many");
	assert_non_null(strstr(t->said, "was left out: too many hooks run already"));
	front_pass(&t->front, LIMIT_MS + 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ring__a_call_for_me__is_given_as_its_json_line),
		TEST(ring__a_call_that_rings_on__is_told_once),
		TEST(ring__a_hostile_name__is_data_on_standard_input_alone),
		TEST(answer__the_call_is_taken__is_told_then),
		TEST(missed__the_caller_gives_up__is_told),
		TEST(missed__answered_or_refused__is_not_told),
		TEST(message__somebody_writes__is_given_as_json),
		TEST(run__hangs__is_killed_with_all_that_it_started),
		TEST(run__fails__is_said_once_until_it_has_worked),
		TEST(run__no_such_program__is_said),
		TEST(run__too_many_at_once__are_left_out_and_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
