#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/office_fixture.h"

static struct world *w;
static int to_script, from_script;
static unsigned flushes, unsettled;
static bool ended;

static void on_flush(void *ctx)
{
	(void)ctx;
	flushes++;
}

static bool on_settled(void *ctx)
{
	(void)ctx;
	return !unsettled || !--unsettled;
}

static void on_ended(void *ctx)
{
	(void)ctx;
	ended = true;
}

static void open_on(int in)
{
	int answers[2];

	assert_int_equal(pipe2(answers, O_CLOEXEC | O_NONBLOCK), 0);
	from_script = answers[0];
	flushes = unsettled = 0;
	ended = false;

	const struct office_options options = {.seed = 1,
					       .stepped = true,
					       .in = in,
					       .out = answers[1],
					       .flush = on_flush,
					       .settled = on_settled,
					       .ended = on_ended};

	w = world_open(&options);
}

static int open_script(void **state)
{
	int lines[2];

	(void)state;
	assert_int_equal(pipe2(lines, O_CLOEXEC | O_NONBLOCK), 0);
	to_script = lines[1];
	open_on(lines[0]);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	if (w)
		world_check(w);
	world_close(&w);
	close(to_script);
	close(from_script);
	return 0;
}

/* All answers that have come. */
static const char *answers(void)
{
	static char text[65536];
	ssize_t got;

	for (int i = 0; i < 100; i++)
		world_turn(w);
	got = read(from_script, text, sizeof(text) - 1);
	text[got > 0 ? got : 0] = '\0';
	return text;
}

static void put(const char *text)
{
	assert_int_equal(write(to_script, text, strlen(text)), (ssize_t)strlen(text));
}

/* Runs a line and expects that answer. */
static void line(const char *text, const char *answer)
{
	put(text);
	put("\n");
	assert_string_equal(answers(), answer);
}

static void ok(const char *text)
{
	put(text);
	put("\n");
	assert_int_equal(strncmp(answers(), "ok ", 3), 0);
}

static void script__steps__move_virtual_time_only(void **state)
{
	(void)state;
	line("step 0", "ok 0\n");
	line("step 1500", "ok 1500\n");
	clock_step(10000);
	line("step 1", "ok 1501\n");
	line("step 86400000", "ok 86401501\n");
	assert_int_equal(w->begun, 0);
}

static void script__mistakes__are_answered_with_what_is_wrong(void **state)
{
	(void)state;
	line("step", "error something is missing\n");
	line("step soon", "error step takes milliseconds\n");
	line("step -5", "error step takes milliseconds\n");
	line("dance", "error there is no such command\n");
	line("ring SIP/none from 1", "error there is no such device or number\n");
	line("ring queue:none from 1", "error there is no such device or number\n");
	line("ring SIP/user of 1", "error ring WHERE from NUMBER [NAME] [ddi NUMBER]\n");
	line("answer SIP/user", "error nothing rings there\n");
	line("hangup SIP/user", "error there is no call\n");
	line("hold SIP/user", "error nobody talks there\n");
	line("presence 4711 away", "error there is no such person\n");
	line("presence 3 sleepy", "error show is online, away, dnd or none\n");
	line("dnd SIP/user maybe", "error dnd DEVICE on|off\n");
	line("ring \"SIP/user", "error a quote is not closed, or there are too many words\n");
	line("ring \xff\xfe", "error this is not UTF-8\n");
	line("", "ok 0\n");
	line("# nothing", "ok 0\n");
}

static void script__endless_or_binary_line__is_refused_and_the_next_one_works(void **state)
{
	char *text = mem_new(1, 9001);

	(void)state;
	memset(text, 'x', 9000);
	put(text);
	put("\n");
	assert_non_null(strstr(answers(), "error"));
	free(text);
	assert_int_equal(write(to_script, "ste\0p 1\n", 8), 8);
	assert_non_null(strstr(answers(), "error"));
	line("step 5", "ok 5\n");
}

static void script__ring__comes_from_outside_with_name_and_ddi(void **state)
{
	const struct wire_call *call;

	(void)state;
	ok("ring queue:reception from +441632960011 \"Ffion Uglow\" ddi +442079460910");
	call = world_only(w, "SIP/reception", "ring");
	assert_string_equal(call->number, "+441632960011");
	assert_string_equal(call->name, "Ffion Uglow");
	assert_string_equal(call->ddi, "+442079460910");
	assert_string_equal(call->kind, "external");
	assert_string_equal(world_only(w, "queue:reception", "ring")->ddi, "+442079460910");
	ok("answer SIP/reception");
	assert_string_equal(call->state, "up");
	ok("hold SIP/reception");
	assert_string_equal(call->state, "hold");
	ok("unhold SIP/reception");
	ok("park SIP/reception");
	assert_string_equal(world_parked(w, "default", "701")->name, "Ffion Uglow");
	ok("hangup +441632960011");
	assert_null(world_parked(w, "default", "701"));
	ok("step 50");
	ok("step 10");
	assert_int_equal(world_count(w, "SIP/reception", NULL), 0);
}

static void script__busy_and_missed__go_to_voicemail(void **state)
{
	(void)state;
	ok("ring SIP/lwalega from 07700900123");
	assert_int_equal(world_device(w, "SIP/lwalega")->blf, 2);
	ok("busy SIP/lwalega");
	ok("hangup 07700900123");
	assert_int_equal(world_mailbox(w, "111")->unread, 1);
	ok("ring SIP/lwalega from 07700900123");
	ok("step 25000");
	ok("hangup 07700900123");
	assert_int_equal(world_mailbox(w, "111")->unread, 2);
}

static void script__ringing_while_talking__is_blf_3(void **state)
{
	(void)state;
	ok("dial SIP/oz 110");
	ok("step 300");
	ok("answer SIP/sbello");
	ok("ring SIP/oz from 07700900123");
	assert_int_equal(world_device(w, "SIP/oz")->blf, 3);
	ok("xfer SIP/oz 111");
	assert_int_equal(world_count(w, "SIP/lwalega", "ring"), 1);
}

static void script__offline__ends_calls_and_keeps_new_ones_away(void **state)
{
	(void)state;
	ok("ring SIP/reception from 07700900123");
	ok("answer SIP/reception");
	ok("offline SIP/reception");
	assert_string_equal(world_only(w, "SIP/reception", NULL)->cause, "unreachable");
	assert_string_equal(world_device(w, "SIP/reception")->state, "down");
	assert_string_equal(world_queue(w, "reception")->members,
			    "{\"SIP/reception\":\"unavailable\"}");
	assert_int_equal(world_dial(w, "SIP/reception", "111"), WIRE_R_NODEVICE);
	assert_int_equal(world_dial(w, "SIP/user", "100"), WIRE_R_NONE);
	ok("step 300");
	assert_string_equal(world_only(w, "SIP/user", NULL)->cause, "unreachable");
	ok("ring queue:reception from 07700900124");
	assert_int_equal(world_count(w, "SIP/reception", "ring"), 0);
	ok("online SIP/reception");
	assert_int_equal(world_count(w, "SIP/reception", "ring"), 1);
}

static void script__dnd_and_forward__are_obeyed(void **state)
{
	(void)state;
	ok("dnd SIP/lwalega on");
	assert_true(world_device(w, "SIP/lwalega")->dnd);
	world_dial(w, "SIP/user", "111");
	ok("step 300");
	assert_string_equal(world_only(w, "SIP/user", NULL)->cause, "busy");
	ok("dnd SIP/lwalega off");
	ok("forward SIP/lwalega 114");
	assert_string_equal(w->forward, "SIP/lwalega>114");
	world_dial(w, "SIP/agnes", "111");
	ok("step 300");
	assert_int_equal(world_count(w, "SIP/oz", "ring"), 1);
	assert_int_equal(world_count(w, "SIP/lwalega", NULL), 0);
	ok("forward SIP/oz 111");
	ok("step 60000");
	world_dial(w, "SIP/agnes", "111");
	ok("step 300");
	assert_string_equal(world_only(w, "SIP/agnes", NULL)->state, "ring");
	line("forward SIP/lwalega x", "error there is no such device or number\n");
	ok("forward SIP/lwalega off");
	assert_string_equal(w->forward, "SIP/lwalega>");
}

static void script__presence_message_voicemail__are_told(void **state)
{
	unsigned before = w->presences;

	(void)state;
	ok("presence 9 away Gone fishing");
	assert_int_equal(w->presences, before + 1);
	assert_non_null(strstr(w->log.data, "presence 9 desk away Gone fishing 0\n"));
	ok("message 9 1 \"Back at  five\" 会議");
	assert_string_equal(w->message, "9>1 Back at  five 会議");
	ok("voicemail 9 3");
	assert_int_equal(world_mailbox(w, "111")->unread, 3);
}

static void script__people_and_live__wake_the_office(void **state)
{
	unsigned begun;

	(void)state;
	ok("step 60000");
	assert_int_equal(w->begun, 0);
	ok("people on");
	assert_int_equal(world_dial(w, "SIP/reception", "114"), WIRE_R_NONE);
	ok("step 5000");
	assert_int_equal(world_count(w, "SIP/oz", "up"), 1);
	ok("live on");
	ok("step 60000");
	assert_true(w->begun > 10);
	ok("quiet");
	ok("step 60000");
	begun = w->begun;
	ok("step 60000");
	assert_int_equal(w->begun, begun);
}

static void script__dead_and_gone__are_shown_apart(void **state)
{
	unsigned before;

	(void)state;
	ok("ring SIP/reception from 07700900123");
	before = flushes;
	put("hangup 07700900123\nstep 5000\n");
	assert_string_equal(answers(), "ok 0\nok 5000\n");
	/* One after each line, and one before the call goes. */
	assert_true(flushes >= before + 3);
}

static void script__waits_until_all_is_handed_over(void **state)
{
	(void)state;
	unsettled = 5;
	put("step 1\n");
	world_turn(w);
	assert_string_equal(answers(), "");
	for (int i = 0; i < 10; i++)
		world_step(w, 1);
	assert_string_equal(answers(), "ok 1\n");
}

static void script__end__is_told__last_line_may_lack_its_end(void **state)
{
	(void)state;
	put("step 1\nstep 2");
	close(to_script);
	assert_string_equal(answers(), "ok 1\nok 3\n");
	assert_true(ended);
	to_script = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static void script__from_a_file__works_too(void **state)
{
	char path[] = "/tmp/office-script-XXXXXX";

	(void)state;
	to_script = mkstemp(path);
	put("step 5\nstep 6\n");
	lseek(to_script, 0, SEEK_SET);
	open_on(to_script);
	assert_string_equal(answers(), "ok 5\nok 11\n");
	assert_true(ended);
	unlink(path);
}

static void script__same_lines__give_the_same_log(void **state)
{
	char *log[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		open_script(NULL);
		put("live on\nstep 600000\nring queue:reception from 07700900123\nstep 60000\n");
		clock_step(i * 777);
		for (int n = 0; n < 200; n++)
			answers();
		log[i] = buf_take(&w->log);
		close_world(NULL);
	}
	assert_string_equal(log[0], log[1]);
	free(log[0]);
	free(log[1]);
	to_script = from_script = -1;
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_script, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(script__steps__move_virtual_time_only),
		T(script__mistakes__are_answered_with_what_is_wrong),
		T(script__endless_or_binary_line__is_refused_and_the_next_one_works),
		T(script__ring__comes_from_outside_with_name_and_ddi),
		T(script__busy_and_missed__go_to_voicemail),
		T(script__ringing_while_talking__is_blf_3),
		T(script__offline__ends_calls_and_keeps_new_ones_away),
		T(script__dnd_and_forward__are_obeyed),
		T(script__presence_message_voicemail__are_told),
		T(script__people_and_live__wake_the_office),
		T(script__dead_and_gone__are_shown_apart),
		T(script__waits_until_all_is_handed_over),
		T(script__end__is_told__last_line_may_lack_its_end),
		cmocka_unit_test_teardown(script__from_a_file__works_too, close_world),
		cmocka_unit_test(script__same_lines__give_the_same_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
