/* Calls when the link is lost, and on a telephone system that cannot do everything. The PABX is a
 * script here: it can lose the link without losing its calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "console.h"
#include "support/fake_pabx.h"
#include "support/screen.h"

enum { WAIT_MS = 10000 };

#define CAN "[\"hold\",\"answer\",\"xfer\",\"atxfer\",\"merge\",\"park\",\"retrieve\",\"dtmf\"]"
#define JANE(linked, features)                                                                     \
	"{\"parent\":\"SIP/rita\",\"cid\":\"c-1\",\"linked\":\"" linked                            \
	"\",\"kind\":\"external\",\"name\":\"Jane Caller\",\"number\":\"02079460958\","            \
	"\"party\":\"callee\",\"state\":\"up\",\"since\":1795300763000,\"features\":\"" features   \
	"\"}"

struct link {
	struct fake_pabx fake;
	struct screen *screen;
	struct pbx *pbx;
	struct console *console;
};

static void on_quit(void *ctx)
{
	(void)ctx;
}

static bool turn_until(struct link *l, bool (*fn)(struct link *, const char *), const char *text)
{
	int64_t end = clock_mono_us() + WAIT_MS * INT64_C(1000);

	while (!fn(l, text)) {
		if (clock_mono_us() > end)
			return false;
		loop_turn(screen_loop(l->screen), 10);
		screen_run(l->screen);
	}
	return true;
}

static bool shows(struct link *l, const char *text)
{
	return screen_has(l->screen, text);
}

static void wait_text(struct link *l, const char *text)
{
	if (!turn_until(l, shows, text))
		screen_expect_text(l->screen, text);
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	assert_int_equal(result->outcome, PBX_DONE);
	console_start(((struct link *)ctx)->console);
}

static struct link *opened(void **state, int rows, int cols, const char *can, const char *call)
{
	struct console_options options = {
		.host = "demo", .heartbeat = -1, .quit = on_quit, .keymap = keymap_new()};
	struct link *l = *state = calloc(1, sizeof *l);
	struct why why = {.text = ""};
	char url[64];

	setenv("TZ", "UTC", 1);
	l->screen = screen_open(rows, cols, "xterm-256color");
	fake_pabx_open(&l->fake, screen_loop(l->screen));
	l->fake.can = can;
	l->fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Rita\",\"canCall\":true},"
		"{\"cID\":5,\"name\":\"Tom Okafor\",\"extension\":\"102\",\"canCall\":true,"
		"\"blf\":0,\"online\":true,\"show\":\"online\"}";
	l->fake.rows[WIRE_DEVICE] =
		"{\"name\":\"SIP/rita\",\"label\":\"Rita\",\"extension\":\"100\",\"userID\":1,"
		"\"ownerID\":1,\"state\":\"up\",\"blf\":1}";
	l->fake.rows[WIRE_CALL] = call;
	l->pbx = pbx_new(screen_loop(l->screen));
	screen_options(l->screen, &options.term);
	assert_int_equal(console_new(screen_loop(l->screen), l->pbx, &options, &l->console, &why),
			 0);
	screen_attach(l->screen, console_term(l->console));
	snprintf(url, sizeof url, "127.0.0.1:%d", l->fake.port);
	assert_int_equal(pbx_set_host(l->pbx, &(struct pbx_host){.url = url}), 0);
	pbx_login(l->pbx, &(struct pbx_login){.username = "rita", .password = "secret"}, on_login,
		  l);
	wait_text(l, "talking     Jane Caller");
	wait_text(l, " live ");
	screen_keys(l->screen, "Esc");
	screen_pass(l->screen, 400);
	return l;
}

static int teardown(void **state)
{
	struct link *l = *state;

	console_free(&l->console);
	pbx_free(&l->pbx);
	fake_pabx_close(&l->fake);
	screen_free(&l->screen);
	free(l);
	return 0;
}

static void lose(struct link *l)
{
	fake_pabx_cut(&l->fake);
	wait_text(l, "link lost");
}

static void come_back(struct link *l)
{
	fake_pabx_return(&l->fake);
	pbx_retry_now(l->pbx);
	wait_text(l, " live ");
}

/* How many of the last requests hold this. */
static int asked(const struct link *l, const char *text)
{
	int count = 0;

	for (int i = 0; i < 8; i++)
		count += strstr(l->fake.bodies[i], text) != NULL;
	return count;
}

static bool asked_to(struct link *l, const char *text)
{
	return asked(l, text) > 0;
}

static void link_lost__hang_up__is_carried_out_when_it_is_back(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	wait_text(l, "Hang up Jane Caller: the link is down, it is done as soon as it is back");
	screen_expect_text(l->screen, "≈ talking     Jane Caller");
	assert_int_equal(asked(l, "hangup"), 0);
	come_back(l);
	assert_true(turn_until(l, asked_to, "hangup"));
	wait_text(l, "✓ Hang up Jane Caller");
	assert_int_equal(asked(l, "hangup"), 1);
}

static void link_lost__120x36__says_what_is_pending(void **state)
{
	struct link *l = opened(state, 36, 120, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	wait_text(l, "as soon as it is back");
	screen_expect_text(l->screen, "≈ talking     Jane Caller");
	screen_expect_text(l->screen, "▴ Hang up Jane Caller: the link is down");
}

static void link_lost__call_is_another_by_then__is_not_hung_up(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F8");
	l->fake.epoch = "e2";
	l->fake.rows[WIRE_CALL] = JANE("L2", "hold,answer");
	come_back(l);
	wait_text(l, "Hang up Jane Caller: it had ended by then");
	assert_int_equal(asked(l, "hangup"), 0);
}

static void link_lost__anything_else__is_refused_and_never_done_late(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	lose(l);
	screen_keys(l->screen, "F4");
	wait_text(l, "✗ Hold Jane Caller: the link is down, nothing was done");
	screen_type(l->screen, "okafor");
	screen_keys(l->screen, "Enter");
	wait_text(l, "✗ Transfer Jane Caller to Tom Okafor: the link is down, nothing was done");
	come_back(l);
	screen_pass(l->screen, 1000);
	assert_int_equal(asked(l, "\"action\""), 0);
}

static void link_breaks__while_a_command_runs__says_that_it_is_not_known(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	l->fake.answers[1] = (struct fake_answer){"/rest/command/update/call", 0, "", NULL};
	screen_keys(l->screen, "F4");
	assert_true(turn_until(l, asked_to, "\"hold\""));
	lose(l);
	wait_text(l, "Hold Jane Caller: not known whether it happened");
}

static void link_breaks__while_it_hangs_up__is_done_again_when_it_is_back(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "hold,answer"));

	l->fake.answers[1] = (struct fake_answer){"/rest/command/update/call", 0, "", NULL};
	screen_keys(l->screen, "F8");
	assert_true(turn_until(l, asked_to, "hangup"));
	lose(l);
	wait_text(l, "it is done as soon as it is back");
	l->fake.answers[1].path = NULL;
	memset(l->fake.bodies, 0, sizeof l->fake.bodies);
	come_back(l);
	assert_true(turn_until(l, asked_to, "hangup"));
	wait_text(l, "✓ Hang up Jane Caller");
}

static void switch_that_cannot__80x24__is_not_offered_and_says_so_when_asked(void **state)
{
	struct link *l = opened(state, 24, 80, "[\"xfer\"]", JANE("L1", "hold,answer"));

	screen_type(l->screen, "okafor");
	wait_text(l, "No earlier call is known");
	screen_expect(l->screen, "calls-cannot-80x24");
	screen_expect_no_text(l->screen, "F4");
	screen_expect_no_text(l->screen, "F5");
	screen_keys(l->screen, "F4");
	wait_text(l, "✗ hold: this telephone system cannot do that");
	screen_keys(l->screen, "F5");
	wait_text(l, "✗ park: this telephone system cannot do that");
	screen_keys(l->screen, "F1");
	wait_text(l, "Help");
	screen_expect_no_text(l->screen, "Park: for who is selected");
	assert_int_equal(asked(l, "\"action\""), 0);
}

static void switch_that_cannot__120x36__is_not_offered(void **state)
{
	struct link *l = opened(state, 36, 120, "[\"xfer\"]", JANE("L1", "hold,answer"));

	wait_text(l, "No earlier call is known");
	screen_expect(l->screen, "calls-cannot-120x36");
}

static void telephone_that_cannot_hold__says_to_do_it_there(void **state)
{
	struct link *l = opened(state, 24, 80, CAN, JANE("L1", "talk"));

	screen_expect_no_text(l->screen, "F4 hold");
	screen_keys(l->screen, "F4");
	wait_text(l, "✗ hold: your telephone cannot be told to, do it there");
	assert_int_equal(asked(l, "\"action\""), 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(link_lost__hang_up__is_carried_out_when_it_is_back),
		TEST(link_lost__120x36__says_what_is_pending),
		TEST(link_lost__call_is_another_by_then__is_not_hung_up),
		TEST(link_lost__anything_else__is_refused_and_never_done_late),
		TEST(link_breaks__while_a_command_runs__says_that_it_is_not_known),
		TEST(link_breaks__while_it_hangs_up__is_done_again_when_it_is_back),
		TEST(switch_that_cannot__80x24__is_not_offered_and_says_so_when_asked),
		TEST(switch_that_cannot__120x36__is_not_offered),
		TEST(telephone_that_cannot_hold__says_to_do_it_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
