/* Ten minutes of a busy Monday: the office lives, callers come faster than on any day, and an
 * operator works at the console with nothing but keys. Every caller gets to an end that a reception
 * can answer for, and none waits for long without being seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/text.h"
#include "inside.h"
#include "support/front.h"
#include "support/journey.h"

enum {
	STEP_MS = 1000,
	STEPS = 600,       /* ten minutes */
	DRAIN_STEPS = 400, /* nobody new: who is there gets to his end */
	UNSEEN_MS = 5000,
	HURRY = 3,
	PARKED_MS = 20000,
	TURNS_MAX = 10000,
	ROWS = 11, /* of the calls strip */
	IMPATIENT_MAX = 100,
	PATIENCE = 8, /* steps that the operator leaves an announced person, or a caller on hold */
};

/* What the operator is doing with the call in hand. */
enum deed_kind { DEED_NONE, DEED_TALK, DEED_ANNOUNCE, DEED_HOLD, DEED_CHAT };

struct clerk {
	struct front *front;
	struct console *c;
	struct journeys *journeys;
	struct random_seq dice;
	enum deed_kind doing;
	int since; /* step at which it began */
	int step;
	char sent[64]; /* linked of the call that keys were last pressed for */
	struct {
		char number[32];
		int step; /* at which he has waited enough */
	} impatient[IMPATIENT_MAX];
	int impatient_count;
};

static bool in_state(const struct pbx_object *call, const char *state)
{
	return call && strcmp(pbx_call_state(call), state) == 0;
}

/* Presses keys, and waits until what they ask for has been answered. */
static void keys(struct clerk *o, const char *names)
{
	screen_keys(o->front->screen, names);
	for (int turns = 0; o->c->deeds && turns < TURNS_MAX; turns++)
		loop_turn(screen_loop(o->front->screen), 1);
	screen_run(o->front->screen);
}

static bool seems_free(const struct pbx_object *who)
{
	return pbx_who_blf(who) == 0 && strcmp(pbx_who_show(who), "online") == 0;
}

/* Types three letters of a name; false where that finds nobody. */
static bool find_somebody(struct clerk *o)
{
	unsigned count;
	struct pbx_object *const *people = pbx_list(o->c->pbx, PBX_CONTACT, &count);
	const struct pbx_object *who;
	char start[16];
	bool picky = random_below(&o->dice, 6); /* most callers want somebody who is there */

	do
		who = people[random_below(&o->dice, count)];
	while (!pbx_who_can_call(who) || pbx_who_is_me(who) || (picky && !seems_free(who)));
	snprintf(start, sizeof start, "%.*s", (int)text_fit(pbx_who_name(who), 3, NULL),
		 pbx_who_name(who));
	screen_type(o->front->screen, start);
	return console_selected(o->c) != NULL;
}

static void begin(struct clerk *o, enum deed_kind doing)
{
	o->doing = doing;
	o->since = o->step;
}

static bool for_longer_than(const struct clerk *o, int steps)
{
	return o->step - o->since > steps;
}

/* What callers want, in per cent; the keys follow the letters of a name where somebody is found. */
static const struct way {
	unsigned share;
	bool finds;
	const char *keys;
	enum deed_kind next;
} ways[] = {
	{12, false, NULL, DEED_CHAT},    {10, false, "F4", DEED_HOLD},
	{18, true, "F3", DEED_ANNOUNCE}, {15, true, "F5", DEED_NONE},
	{10, true, "Alt-v", DEED_NONE},  {35, true, "Enter", DEED_NONE},
};
enum { AT_ONCE = 40 }; /* the ways from here on leave the desk free at once */

/* The caller has said what he wants. While many wait nobody chats, and nobody is asked before he
 * gets a call. */
static void decide(struct clerk *o, const struct pbx_object *call)
{
	bool hurry = pane_calls_urgent(o->c->pane[PLACE_CALLS]) > HURRY;
	unsigned dice = hurry ? AT_ONCE + random_below(&o->dice, 100 - AT_ONCE)
			      : random_below(&o->dice, 100);
	const struct way *way = ways;

	for (; dice >= way->share; way++)
		dice -= way->share;
	snprintf(o->sent, sizeof o->sent, "%s", pbx_call_linked(call));
	if (!way->finds || find_somebody(o)) {
		if (way->keys)
			keys(o, way->keys);
		begin(o, way->next);
	}
	if (!input_empty(o->c->input))
		keys(o, "Esc");
}

/* An announced person: connected when he answers, else the caller is taken back. */
static void announce(struct clerk *o, const struct pbx_object *current)
{
	if (in_state(current, "up") && strcmp(pbx_call_party(current), "caller") == 0) {
		keys(o, "F3");
		begin(o, DEED_NONE);
	} else if (for_longer_than(o, PATIENCE) || !current) {
		keys(o, "F12");
		begin(o, DEED_NONE);
	}
}

/* What the console answered to that. */
static void hear_of_mailbox(struct clerk *o)
{
	const struct message *said = messages_last(o->c->messages);

	if (!*o->sent)
		return;
	if (said && said->outcome == MESSAGE_DONE && strstr(said->text, "to the voicemail of"))
		journeys_at_mailbox(o->journeys, o->sent);
	o->sent[0] = '\0';
}

static bool parked_long(const struct clerk *o)
{
	unsigned count;
	struct pbx_object *const *parked = pbx_list(o->c->pbx, PBX_PARKED, &count);

	for (unsigned i = 0; i < count; i++)
		if (pbx_server_time(o->c->pbx) - pbx_parked_since(parked[i]) > PARKED_MS)
			return true;
	return false;
}

/* Somebody who is parked is fetched before the telephone system brings him back. */
static void fetch_parked(struct clerk *o)
{
	keys(o, "F9");
	for (int i = 0; i < ROWS && o->c->intent.kind != INTENT_RETRIEVE; i++)
		keys(o, "Down");
	keys(o, o->c->intent.kind == INTENT_RETRIEVE ? "Enter" : "Esc");
}

static void talk(struct clerk *o, const struct pbx_object *current)
{
	if (in_state(current, "up") && for_longer_than(o, 1))
		decide(o, current);
	else if (!current)
		begin(o, DEED_NONE);
}

static void hold(struct clerk *o, const struct pbx_object *current)
{
	if (!for_longer_than(o, PATIENCE / 2))
		return;
	if (in_state(current, "hold"))
		keys(o, "F4");
	begin(o, DEED_TALK);
}

static void chat(struct clerk *o, const struct pbx_object *current)
{
	bool up = in_state(current, "up");

	if (up && !for_longer_than(o, PATIENCE))
		return;
	if (up)
		keys(o, "F8");
	begin(o, DEED_NONE);
}

static void next(struct clerk *o, const struct pbx_object *current)
{
	if (in_state(current, "up"))
		begin(o, DEED_TALK);
	else if (!current && parked_long(o))
		fetch_parked(o);
	else if (calls_ringing(o->c))
		keys(o, "Enter");
	else if (in_state(current, "hold"))
		keys(o, "F4");
}

static void work(struct clerk *o)
{
	static void (*const deeds[])(struct clerk *, const struct pbx_object *) = {
		[DEED_NONE] = next, [DEED_TALK] = talk, [DEED_ANNOUNCE] = announce,
		[DEED_HOLD] = hold, [DEED_CHAT] = chat,
	};

	hear_of_mailbox(o);
	deeds[o->doing](o, calls_current(o->c));
}

/* More than the office's own day brings: somebody every few seconds, for any of the companies. */
static void more_callers(struct clerk *o)
{
	static const char *const names[] = {"Ada Quick",  "Bert Long",  "Carla Short",
					    "Dan Early",  "Eve Late",   "Finn Loud",
					    "Gail Quiet", "Hugo Brief", "Ines Calm"};
	char number[32];

	if (random_below(&o->dice, 12))
		return;
	snprintf(number, sizeof number, "01632960%03u", random_below(&o->dice, 1000));
	front_office(o->front, "ring queue:reception from %s \"%s %d\"", number,
		     names[random_below(&o->dice, 9)], o->step);
	if (random_below(&o->dice, 5) || o->impatient_count == IMPATIENT_MAX)
		return;
	memcpy(o->impatient[o->impatient_count].number, number, sizeof number);
	o->impatient[o->impatient_count++].step = o->step + 5 + (int)random_below(&o->dice, 10);
}

/* Some do not wait until somebody has time. */
static void lose_patience(struct clerk *o)
{
	for (int i = 0; i < o->impatient_count; i++)
		if (o->impatient[i].step == o->step &&
		    journeys_waits(o->journeys, o->impatient[i].number))
			front_office(o->front, "hangup %s", o->impatient[i].number);
}

static void pass(struct clerk *o)
{
	lose_patience(o);
	front_step(o->front, STEP_MS);
	journeys_look(o->journeys, o->front->screen, UNSEEN_MS);
	work(o);
	o->step++;
}

static void busy_monday__ten_minutes__every_caller_gets_to_an_end_and_is_seen(void **state)
{
	struct front *f = *state;
	struct clerk o = {.front = f};
	unsigned ends[JOURNEY_ENDS];

	front_open(f, 24, 80, "xterm-256color");
	o.c = f->console;
	o.journeys = journeys_new(f->pbx);
	random_seed(&o.dice, 20260105);
	front_office(f, "people on");
	front_office(f, "live on");
	while (o.step < STEPS) {
		more_callers(&o);
		pass(&o);
	}
	front_office(f, "quiet");
	front_office(f, "people on");
	while (o.step < STEPS + DRAIN_STEPS && journeys_alive(o.journeys))
		pass(&o);
	journeys_tell(o.journeys, ends);
	journeys_free(&o.journeys);
	/* A day on which nothing of some kind happens proves nothing about it. */
	for (int i = JOURNEY_ANSWERED; i < JOURNEY_ENDS; i++)
		assert_true(ends[i] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			busy_monday__ten_minutes__every_caller_gets_to_an_end_and_is_seen,
			front_setup, front_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
