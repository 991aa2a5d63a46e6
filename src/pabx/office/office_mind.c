/* What simulated people do with their calls. */
#include <string.h>

#include "inside.h"

enum intent { INTENT_LEAVE, INTENT_ANSWER, INTENT_REJECT, INTENT_HOLD, INTENT_RESUME, INTENT_PASS };

/* How people answer, in per cent of their calls; the rest they let ring. */
struct habit {
	const char *show;
	unsigned answer, reject;
};

static const struct habit desk_habits[] = {
	{"online", 95, 2}, {"away", 10, 0}, {"dnd", 10, 40}, {"", 95, 2}};
static const struct habit house_habits[] = {
	{"online", 85, 4}, {"away", 5, 0}, {"dnd", 5, 20}, {"", 85, 4}};
static const struct habit outside_habits[] = {{"", 80, 10}};

static const struct habit *habit_of(const struct leg *leg, bool desk)
{
	const struct habit *habits = desk ? desk_habits : house_habits;
	const char *show = leg->device && leg->device->owner ? leg->device->owner->show : "";

	if (!leg->device)
		return outside_habits;
	while (*habits->show && strcmp(habits->show, show) != 0)
		habits++;
	return habits;
}

static void pass_on(struct leg *leg)
{
	struct person *p = office_idle_person(leg->office);
	struct dest dest;

	if (p && leg->device && p->device != leg->device && p->device != leg->peer->device &&
	    office_route(leg->office, p->extension, &dest))
		office_xfer(leg, &dest, false);
	else
		office_hangup(leg, "normal");
}

static void on_mind(void *ctx)
{
	struct leg *leg = ctx;

	switch ((enum intent)leg->intent) {
	case INTENT_ANSWER:
		office_answer(leg);
		break;
	case INTENT_REJECT:
		office_hangup(leg, leg->device ? "rejected" : "busy");
		break;
	case INTENT_HOLD:
		office_hold(leg);
		break;
	case INTENT_RESUME:
		office_unhold(leg);
		break;
	case INTENT_PASS:
		pass_on(leg);
		break;
	case INTENT_LEAVE:
		office_hangup(leg, "normal");
		break;
	}
}

static void intend(struct leg *leg, enum intent intent, int64_t from, int64_t to)
{
	leg->intent = (unsigned char)intent;
	office_timer_set(leg->office, &leg->mind, office_between(leg->office, from, to), on_mind,
			 leg);
}

static void mind_ringing(struct leg *leg)
{
	struct office *o = leg->office;
	const struct leg *caller = leg->from;
	bool desk = caller->back.device || (caller->device && caller->device->console);
	const struct habit *habit = habit_of(leg, desk);
	unsigned dice = random_below(&o->random, 100);

	if (caller->dest.id.emergency)
		intend(leg, INTENT_ANSWER, 1500, 2500);
	else if (dice < habit->answer)
		intend(leg, INTENT_ANSWER, 2000, desk || !leg->device ? 4000 : 9000);
	else if (dice < habit->answer + habit->reject)
		intend(leg, INTENT_REJECT, 1500, 4000);
}

static bool peer_is_console(const struct leg *leg)
{
	return leg->peer->device && leg->peer->device->console;
}

static void mind_talking(struct leg *leg)
{
	struct office *o = leg->office;
	bool ends = peer_is_console(leg) || leg->caller || !leg->peer->caller;

	if (leg->held)
		intend(leg, INTENT_RESUME, 5000, 20000);
	else if (leg->peer->held)
		intend(leg, INTENT_LEAVE, 90000, 240000);
	else if (peer_is_console(leg))
		intend(leg, INTENT_LEAVE, 60000, 240000);
	else if (ends) {
		int64_t talk = 10000 + random_wait(&o->random, 30000);

		if (talk > 200000)
			talk = 200000;
		intend(leg, INTENT_LEAVE, talk, talk + 2000);
	} else if (leg->device && office_chance(o, 12))
		intend(leg, INTENT_HOLD, 5000, 15000);
	else if (leg->device && leg->peer->me.outside && office_chance(o, 10))
		intend(leg, INTENT_PASS, 5000, 15000);
}

void office_mind(struct leg *leg)
{
	struct office *o = leg->office;

	office_timer_stop(o, &leg->mind);
	if (!o->minds || leg->made || (leg->device && leg->device->console))
		return;
	switch (leg->place) {
	case PLACE_RINGING:
		mind_ringing(leg);
		break;
	case PLACE_TALKING:
		if (leg->peer)
			mind_talking(leg);
		break;
	case PLACE_CALLING:
		intend(leg, INTENT_LEAVE, 30000, 60000);
		break;
	case PLACE_QUEUED:
		intend(leg, INTENT_LEAVE, 40000, 110000);
		break;
	case PLACE_PARKED:
	case PLACE_CAMPED:
		intend(leg, INTENT_LEAVE, 60000, 200000);
		break;
	case PLACE_MAILBOX:
		intend(leg, INTENT_LEAVE, 6000, 20000);
		break;
	case PLACE_DEAD:
		break;
	}
}

void office_minds(struct office *o, bool on)
{
	struct leg *leg, *next;

	o->minds = on;
	HASH_ITER (hh, o->legs, leg, next)
		if (leg->place != PLACE_DEAD)
			office_mind(leg);
}
