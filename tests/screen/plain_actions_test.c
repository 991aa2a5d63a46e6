/* Every action of the table is reached by lines, and each says what came of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "reception.h"
#include "screen/plain_fixture.h"

enum { LINES = 5, SAID_MAX = 1 << 16, WAIT_US = 60000000 };

enum scene {
	QUIET_OFFICE, /* all of these share one console, in the table's order */
	RINGING,
	TALKING, /* to Jane, and Agnes is chosen */
	TWO,     /* Jane is on hold, Ravi talks */
	WAITING, /* Ravi waits in a queue */
	THEIRS,  /* Agnes holds Ravi */
	THERE,   /* Ravi rings at Benoît's, who is chosen */
	SENT,    /* Jane was sent to Benoît, and it rings there */
	BUSY,    /* Jane talks, and Benoît, who is chosen, is busy */
	DOWN,
	ON_A_TERMINAL, /* tests/e2e/plain_test.c */
};

static const struct reach {
	enum action action;
	enum scene scene;
	const char *lines[LINES]; /* "~text" waits until that has been said */
	const char *said;
} reached[] = {
	{ACTION_DO, RINGING, {"do"}, "Jane Caller: talking"},
	{ACTION_ANSWER, RINGING, {"answer"}, "Jane Caller: talking"},
	{ACTION_REJECT, RINGING, {"reject"}, "Done: Reject Jane Caller"},
	{ACTION_TRANSFER, TALKING, {"transfer 1"}, "Done: Transfer Jane Caller to Agnes Müller"},
	{ACTION_ANNOUNCE, TALKING, {"announce agnes"}, "Jane Caller: on hold"},
	{ACTION_HOLD, TALKING, {"hold"}, "Jane Caller: on hold"},
	{ACTION_PARK, TALKING, {"park"}, "Jane Caller is parked in"},
	{ACTION_HANGUP, TALKING, {"hangup"}, "Done: Hang up Jane Caller"},
	{ACTION_TAKE_BACK, SENT, {"take-back"}, "Done: Taken back"},
	{ACTION_MERGE, TWO, {"merge"}, "Done: Three-way call"},
	{ACTION_CAMP, BUSY, {"camp"}, "Jane Caller waits for Benoît"},
	{ACTION_SERIAL, TALKING, {"serial"}, "Done: Serial call of Jane Caller to Agnes"},
	{ACTION_VOICEMAIL, TALKING, {"voicemail"}, "to the voicemail of Agnes Müller"},
	{ACTION_OTHER_NUMBER, TALKING, {"other-number", "1"}, "Done: Transfer Jane Caller to"},
	{ACTION_PICKUP, THERE, {"pickup"}, "Ravi: talking"},
	{ACTION_CLAIM, THEIRS, {"claim"}, "Ravi: talking"},
	{ACTION_SEND, WAITING, {"send agnes"}, "Done: Send Ravi to Agnes Müller"},
	{ACTION_DTMF, TALKING, {"dtmf 12#"}, "Done: Digits 12# to Jane Caller"},
	{ACTION_CALLS, RINGING, {"calls"}, "1 Jane Caller, ringing"},
	{ACTION_NEXT_CALL, TWO, {"next-call"}, "next-call: done"},
	{ACTION_RECONNECT, DOWN, {"reconnect"}, "Trying to reach the PABX"},

	{ACTION_CALL,
	 QUIET_OFFICE,
	 {"call agnes", "~Agnes Müller: calling", "hangup"},
	 "Done: Hang up Agnes Müller"},
	{ACTION_CHAT,
	 QUIET_OFFICE,
	 {"find agnes", "chat", "hello", "~you: hello", "."},
	 "you: hello"},
	{ACTION_ROOMS, QUIET_OFFICE, {"rooms", "."}, "1 Agnes Müller, "},
	{ACTION_TAGS, QUIET_OFFICE, {"find okafor", "tags", "sales vip"}, "Done: Tags of Tom"},
	{ACTION_DETAILS, QUIET_OFFICE, {"details"}, "Title, "},
	{ACTION_COPY, QUIET_OFFICE, {"copy"}, "the number is 102"},
	{ACTION_FAVOURITE, QUIET_OFFICE, {"favourite"}, "Tom Okafor"},
	{ACTION_NEXT_LIST, QUIET_OFFICE, {"find", "next-list"}, "1 "},
	{ACTION_PREVIOUS_LIST, QUIET_OFFICE, {"previous-list"}, "1 "},
	{ACTION_PRESENCE, QUIET_OFFICE, {"presence away lunch"}, "Done: You are away"},
	{ACTION_PRESENCE_OF,
	 QUIET_OFFICE,
	 {"find agnes", "presence-of", "2", "in a meeting", ""},
	 "Done: Agnes Müller: away, in a meeting"},
	{ACTION_TAKE_MESSAGE,
	 QUIET_OFFICE,
	 {"find agnes", "take-message", "please call"},
	 "sent by chat"},
	{ACTION_TAKEN, QUIET_OFFICE, {"taken", "."}, "for Agnes Müller"},
	{ACTION_NOTE, QUIET_OFFICE, {"find agnes", "note", "in on Tuesdays"}, "Done: Note on"},
	{ACTION_HISTORY, QUIET_OFFICE, {"history", "."}, "1 no answer, Agnes Müller, 105"},
	{ACTION_REDIAL,
	 QUIET_OFFICE,
	 {"redial", "~Agnes Müller: calling", "hangup"},
	 "Done: Hang up Agnes Müller"},
	{ACTION_FIGURES, QUIET_OFFICE, {"figures"}, "Calls that came in, "},
	{ACTION_OPERATOR, QUIET_OFFICE, {"operator", "1"}, "Done: You are at the desk"},
	{ACTION_MESSAGES, QUIET_OFFICE, {"messages"}, "What happened"},
	{ACTION_BACK, QUIET_OFFICE, {"find agnes", "back"}, "Contacts, 46"},
	{ACTION_DOWN, QUIET_OFFICE, {"down"}, "Chosen: Agnes Müller"},
	{ACTION_UP, QUIET_OFFICE, {"up"}, "Chosen: Adaeze Chukwu"},
	{ACTION_PAGE_DOWN, QUIET_OFFICE, {"page-down"}, "Chosen: Florence Wright"},
	{ACTION_PAGE_UP, QUIET_OFFICE, {"page-up"}, "Chosen: Adaeze Chukwu"},
	{ACTION_LAST, QUIET_OFFICE, {"last"}, "Chosen: 田中 陽子"},
	{ACTION_FIRST, QUIET_OFFICE, {"first"}, "Chosen: Adaeze Chukwu"},
	{ACTION_NEXT_PANE, QUIET_OFFICE, {"next-pane"}, "Address book, "},
	{ACTION_PREVIOUS_PANE, QUIET_OFFICE, {"previous-pane"}, "Contacts, 46"},
	{ACTION_COMMAND, QUIET_OFFICE, {"command", "hangup"}, "hangup: you have no call"},
	{ACTION_PALETTE, QUIET_OFFICE, {"palette", "."}, "Actions\n1 do"},
	{ACTION_WIDER, QUIET_OFFICE, {"wider"}, "wider: done"},
	{ACTION_NARROWER, QUIET_OFFICE, {"narrower"}, "narrower: done"},
	{ACTION_EVEN, QUIET_OFFICE, {"even"}, "even: done"},
	{ACTION_THIRD_PANE, QUIET_OFFICE, {"third-pane"}, "third-pane: done"},
	{ACTION_HELP, QUIET_OFFICE, {"help"}, "A number chooses"},
	{ACTION_REDRAW, QUIET_OFFICE, {"redraw"}, "Reception at demo, live."},
	{ACTION_SUSPEND, ON_A_TERMINAL, {NULL}, NULL},
	{ACTION_SAVE_FILTER, QUIET_OFFICE, {"find okafor", "save-filter", "mine"}, "mine"},
	{ACTION_FILTERS, QUIET_OFFICE, {"filters", "1", ""}, "1 Tom Okafor"},
	{ACTION_QUIT, QUIET_OFFICE, {"quit", "2"}, "You are the last at the desk"},
};
enum { REACHED = sizeof reached / sizeof *reached };

static void every_action__of_the_table__has_a_line_here(void **state)
{
	(void)state;
	for (int i = 0; i < ACTION_COUNT; i++) {
		int rows = 0;

		for (int r = 0; r < REACHED; r++)
			rows += reached[r].action == (enum action)i;
		if (!rows)
			fail_msg("no line of this test reaches %s",
				 action_info((enum action)i)->name);
	}
}

static void ravi_rings(struct front *f, const char *at)
{
	front_office(f, "ring %s from 02079460301 \"Ravi\"", at);
}

static void ravi_waits(struct front *f)
{
	static const char *const members[] = {"nhanh", "dkowal", "ytanaka", "rsingh", "eobrien"};

	for (int i = 0; i < 5; i++)
		front_office(f, "dnd SIP/%s on", members[i]);
	ravi_rings(f, "queue:support");
	plain_wait(f, "Ravi, waiting");
}

static void set_scene(struct front *f, enum scene scene)
{
	switch (scene) {
	case RINGING:
		plain_jane(f);
		break;
	case TALKING:
		plain_jane_answered(f);
		plain_enter(f, "find agnes");
		break;
	case TWO:
		plain_jane_answered(f);
		ravi_rings(f, "SIP/reception");
		plain_wait(f, "Ravi, ringing");
		front_pass(f, 500);
		plain_enter(f, "answer");
		plain_wait(f, "Ravi: talking");
		plain_wait(f, "Jane Caller: on hold");
		break;
	case WAITING:
		ravi_waits(f);
		break;
	case THEIRS:
		ravi_rings(f, "SIP/agnes");
		front_office(f, "answer SIP/agnes");
		front_office(f, "hold SIP/agnes");
		break;
	case THERE:
		ravi_rings(f, "SIP/bfaure");
		plain_enter(f, "find faure");
		plain_wait(f, "Benoît Faure, ringing");
		break;
	case SENT:
		plain_jane_answered(f);
		plain_enter(f, "transfer faure");
		plain_wait(f, "Done: Transfer");
		break;
	case BUSY:
		plain_jane_answered(f);
		ravi_rings(f, "SIP/bfaure");
		front_office(f, "answer SIP/bfaure");
		plain_enter(f, "find faure");
		break;
	case DOWN:
		front_kill_pabx(f);
		plain_wait(f, "link lost");
		break;
	case QUIET_OFFICE:
	case ON_A_TERMINAL:
		break;
	}
}

/* Waits until text has been said, and fails with what was said instead. */
static void expect(struct front *f, const struct reach *r, const char *text, char said[SAID_MAX])
{
	int64_t end = clock_mono_us() + WAIT_US;

	for (;;) {
		size_t len = strlen(said);

		snprintf(said + len, SAID_MAX - len, "%s", plain_said(f));
		if (strstr(said, text))
			return;
		if (clock_mono_us() > end)
			fail_msg("%s: \"%s\" was not said, but\n%s", action_info(r->action)->name,
				 text, said);
		loop_turn(screen_loop(f->screen), 10);
	}
}

static void try(struct front *f, const struct reach *r)
{
	static char said[SAID_MAX];

	said[0] = '\0';
	plain_said(f);
	for (int i = 0; i < LINES && r->lines[i]; i++) {
		size_t len = strlen(said);

		if (r->lines[i][0] == '~') {
			expect(f, r, r->lines[i] + 1, said);
			continue;
		}
		plain_enter(f, r->lines[i]);
		snprintf(said + len, SAID_MAX - len, "%s", plain_said(f));
	}
	expect(f, r, r->said, said);
}

static void quiet_office__each_action__says_what_came_of_it(void **state)
{
	struct front *f = plain_open(state);

	for (int i = 0; i < REACHED; i++)
		if (reached[i].scene == QUIET_OFFICE)
			try(f, &reached[i]);
	assert_true(f->quit || f->console->reception->quits);
}

static void calls__each_action__says_what_came_of_it(void **state)
{
	struct front *f = *state;

	for (int i = 0; i < REACHED; i++) {
		if (reached[i].scene == QUIET_OFFICE || reached[i].scene == ON_A_TERMINAL)
			continue;
		plain_open(state);
		set_scene(f, reached[i].scene);
		try(f, &reached[i]);
		front_close(f);
	}
	plain_open(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action__of_the_table__has_a_line_here),
		PLAIN_TEST(quiet_office__each_action__says_what_came_of_it),
		PLAIN_TEST(calls__each_action__says_what_came_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
