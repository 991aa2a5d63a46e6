/* A day recorded and told again: by the real programs. */
#include "e2e/place.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/mem.h"

#define SIGN_IN "--host %h --user reception --password-file %H/password "

/* An office whose time a test steps, on a port of its own. */
struct stepped {
	pid_t pid;
	int to, from;
	char host[64];
};

static void answer_of(const struct stepped *s, char *line, size_t cap)
{
	for (size_t n = 0; n + 1 < cap; n++) {
		struct pollfd ready = {.fd = s->from, .events = POLLIN};

		assert_int_equal(poll(&ready, 1, PLACE_WAIT_MS), 1);
		assert_int_equal(read(s->from, line + n, 1), 1);
		line[n + 1] = '\0';
		if (line[n] == '\n') {
			line[n] = '\0';
			return;
		}
	}
	fail_msg("a line that does not end: %s", line);
}

static void office(const struct stepped *s, const char *line)
{
	char answer[200];

	assert_true(dprintf(s->to, "%s\n", line) > 0);
	answer_of(s, answer, sizeof(answer));
	if (strncmp(answer, "ok ", 3))
		fail_msg("%s: %s", line, answer);
}

static void open_stepped(struct stepped *s, const char *tape)
{
	static const char said[] = "listening on ";
	int in[2], out[2];
	char line[200];

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	s->pid = fork();
	if (s->pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execl(PABX_BIN, PABX_BIN, "--listen", "127.0.0.1:0", "--clock", "stdin", "--office",
		      OFFICE_DATA, "--record", tape, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	s->to = in[1];
	s->from = out[0];
	answer_of(s, line, sizeof(line));
	assert_memory_equal(line, said, sizeof(said) - 1);
	snprintf(s->host, sizeof(s->host), "%s", line + sizeof(said) - 1);
}

static void close_stepped(struct stepped *s)
{
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	close(s->to);
	close(s->from);
}

/* What "frontdesk calls --json" prints of that host. Caller frees. */
static char *calls(struct place *place, const char *host)
{
	char words[300];

	snprintf(words, sizeof(words),
		 "--host %s --user reception --password-file %%H/password --json calls", host);
	struct ran ran = place_run(place, words);
	if (ran.status)
		print_error("%s%s\n", ran.out, ran.err);
	assert_int_equal(ran.status, 0);
	char *out = mem_dup(ran.out);
	ran_free(&ran);
	return out;
}

struct watched {
	struct place *place;
	const char *expected;
	char *last;
};

static bool shows_expected(void *ctx)
{
	struct watched *w = ctx;

	free(w->last);
	w->last = calls(w->place, w->place->host);
	return !strcmp(w->last, w->expected);
}

/* Until the PABX of the place shows exactly these calls: who, state, since when. */
static void expect_calls(struct place *place, const char *expected)
{
	struct watched w = {place, expected, NULL};

	place_until(shows_expected, &w, "the calls of the recording");
	free(w.last);
}

static void replay(struct place *place, const char *words)
{
	char *all = mem_printf("--replay %s/tape %s", place->home, words);

	place_open_pabx(place, all);
	free(all);
}

/* Some minutes of reception work. Gives the calls in the middle and at the end. */
static void record(struct place *place, char **middle, char **end)
{
	char *tape = place_path(place, "tape");
	struct stepped s;

	place_write(place, "password", "reception\n", 0600);
	open_stepped(&s, tape);
	office(&s, "step 60000");
	office(&s, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	office(&s, "step 5000");
	office(&s, "answer SIP/reception");
	office(&s, "step 30000");
	*middle = calls(place, s.host);
	/* Nothing is told for an hour: a reader that waits for it is still in the middle. */
	office(&s, "step 3600000");
	office(&s, "hold SIP/reception");
	office(&s, "ring SIP/reception from 01614960031 \"Second $(caller)\"");
	office(&s, "step 4000");
	*end = calls(place, s.host);
	close_stepped(&s);
	free(tape);
}

static void replay__a_recorded_office__shows_the_same_calls_at_the_same_times(void **state)
{
	struct place *place = *state;
	char *middle, *end;

	record(place, &middle, &end);
	assert_non_null(strstr(middle, "Jane Caller"));
	assert_non_null(strstr(end, "Second $(caller)"));
	assert_string_not_equal(middle, end);
	replay(place, "--speed 1000");
	expect_calls(place, end);
	free(middle);
	free(end);
}

/* 100 times as fast, the hour in the middle takes 36 s: that long the middle is to be seen. */
static void replay__in_the_middle__shows_what_was_then(void **state)
{
	struct place *place = *state;
	char *middle, *end;

	record(place, &middle, &end);
	replay(place, "--speed 100");
	expect_calls(place, middle);
	free(middle);
	free(end);
}

static void replay__an_action__is_refused(void **state)
{
	struct place *place = *state;
	char *middle, *end;

	record(place, &middle, &end);
	replay(place, "--speed 1000");
	struct ran ran = place_run(place, SIGN_IN "dial 104");
	assert_int_equal(ran.status, 1);
	assert_non_null(strstr(ran.err, "This is a recording: nothing in it can be changed"));
	ran_free(&ran);
	free(middle);
	free(end);
}

static void refused(struct place *place, const char *tape, const char *complaint)
{
	char *words = mem_printf("--listen 127.0.0.1:0 --replay %s/bad", place->home);

	place_write(place, "bad", tape, 0600);
	struct ran ran = place_run_pabx(place, words, NULL);
	assert_int_not_equal(ran.status, 0);
	if (!strstr(ran.err, complaint))
		fail_msg("%s, not %s", ran.err, complaint);
	ran_free(&ran);
	free(words);
}

#define HEAD "{\"tape\":1,\"time\":1767603600000}\n"

static void replay__a_file_that_is_no_tape__names_the_line(void **state)
{
	struct place *place = *state;

	refused(place, "", "bad:1: this is no tape");
	refused(place, "hello\n", "bad:1: this is no tape");
	refused(place, "{\"tape\":7,\"time\":1}\n", "bad:1: the tape is of a newer");
	refused(place, HEAD "{\"at\":0,\"available\":{\"up\":true}}\n{\"at\":1,\n", "bad:3: ");
	refused(place, HEAD "{\"at\":1,\"dance\":true}\n", "bad:2: the line tells nothing");
	refused(place, HEAD "{\"at\":1,\"row\":{},\"set\":\"elephant\"}\n",
		"bad:2: there is no set");
	refused(place, HEAD "{\"at\":1,\"row\":{\"name\":7},\"set\":\"device\"}\n", "bad:2: ");
	refused(place, HEAD "{\"at\":1,\"row\":{},\"set\":\"device\"}\n", "bad:2: ");
	refused(place, HEAD "{\"at\":1,\"gone\":[],\"set\":\"call\"}\n", "bad:2: \"gone\"");
	refused(place,
		HEAD "{\"at\":9,\"available\":{\"up\":true}}\n"
		     "{\"at\":8,\"available\":{\"up\":true}}\n",
		"bad:3: \"at\" is missing, or before");
}

static void record__a_file_that_is_there__is_left_alone(void **state)
{
	struct place *place = *state;
	char *words = mem_printf("--listen 127.0.0.1:0 --record %s/old", place->home);

	place_write(place, "old", "precious\n", 0600);
	struct ran ran = place_run_pabx(place, words, NULL);
	assert_int_not_equal(ran.status, 0);
	assert_non_null(strstr(ran.err, "cannot be made: File exists"));
	char *old = place_read(place, "old");
	assert_string_equal(old, "precious\n");
	free(old);
	ran_free(&ran);
	free(words);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(replay__a_recorded_office__shows_the_same_calls_at_the_same_times),
		TEST(replay__in_the_middle__shows_what_was_then),
		TEST(replay__an_action__is_refused),
		TEST(replay__a_file_that_is_no_tape__names_the_line),
		TEST(record__a_file_that_is_there__is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
