/* Load for measurements: so many row changes a second, by calls that are dialled, answered and
 * ended in turn. The rest of the office's life counts too. */
#include <stdlib.h>

#include "inside.h"

enum { TICK = 10, STEPS_MAX = 200, CALLS_MAX = 1024 };

struct rate {
	struct office_timer timer;
	int64_t since;
	uint64_t told;           /* before */
	char cid[CALLS_MAX][24]; /* of those who dialled, the oldest at first */
	unsigned first, count;
};

static void push(struct rate *rate, const struct leg *leg)
{
	unsigned at = (rate->first + rate->count++) % CALLS_MAX;

	for (unsigned i = 0; i < sizeof(leg->cid); i++)
		rate->cid[at][i] = leg->cid[i];
}

static struct leg *pop(struct office *o)
{
	struct rate *rate = o->rate;
	struct leg *leg;

	HASH_FIND_STR(o->legs, rate->cid[rate->first], leg);
	rate->first = (rate->first + 1) % CALLS_MAX;
	rate->count--;
	return leg && leg->place != PLACE_DEAD ? leg : NULL;
}

static void begin_call(struct office *o)
{
	struct person *from = office_idle_person(o), *to = office_idle_person(o);
	struct dest dest;
	struct leg *leg;

	if (!from || !to || from == to || !office_route(o, to->extension, &dest))
		return;
	leg = office_dial(from->device, &dest);
	leg->made = true;
	office_timer_stop(o, &leg->mind);
	push(o->rate, leg);
}

static void step(struct office *o)
{
	struct rate *rate = o->rate;
	unsigned calls = o->staff_count / 4 < CALLS_MAX ? o->staff_count / 4 : CALLS_MAX;
	struct leg *leg;

	if (rate->count < calls) {
		begin_call(o);
		return;
	}
	leg = rate->count ? pop(o) : NULL;
	if (!leg)
		return;
	if (leg->place == PLACE_TALKING || leg->place == PLACE_MAILBOX) {
		office_hangup(leg, "normal");
		return;
	}
	if (leg->targets)
		office_answer(leg->targets);
	push(rate, leg);
}

static void on_tick(void *ctx)
{
	struct office *o = ctx;
	struct rate *rate = o->rate;
	uint64_t due = rate->told + (uint64_t)((o->now - rate->since) * o->options.rate / 1000);

	for (unsigned i = 0; i < STEPS_MAX && o->told < due; i++)
		step(o);
	office_timer_set(o, &rate->timer, TICK, on_tick, o);
}

void office_rate_start(struct office *o)
{
	o->rate = mem_new(1, sizeof(*o->rate));
	o->rate->since = o->now;
	o->rate->told = o->told;
	office_timer_set(o, &o->rate->timer, TICK, on_tick, o);
}

void office_rate_stop(struct office *o)
{
	if (o->rate)
		office_timer_stop(o, &o->rate->timer);
	free(o->rate);
	o->rate = NULL;
}
