/* The simulated office: made, started and freed. */
#include "office.h"

#include <stdlib.h>

#include "inside.h"

const char *const office_can[] = {"hold",     "answer",    "xfer",    "atxfer",    "merge",
				  "park",     "retrieve",  "pickup",  "camp",      "serial",
				  "dtmf",     "claim",     "send",    "voicemail", "pause",
				  "presence", "nightmode", "message", NULL};

static void start(void *impl, const struct switch_events *events, void *ctx)
{
	struct office *o = impl;

	o->events = events;
	o->ctx = ctx;
	office_clock_start(o);
	events->available(ctx, true, "");
	office_tell_all(o);
	o->minds = !o->options.quiet;
	if (!o->options.quiet)
		office_day_start(o);
	if (o->options.rate)
		office_rate_start(o);
	if (o->options.stepped)
		office_script_start(o);
}

static void free_office(void **slot)
{
	struct office *o = *slot;

	*slot = NULL;
	if (!o)
		return;
	o->events = NULL;
	office_script_free(o);
	office_day_stop(o);
	office_rate_stop(o);
	office_answers_free(o);
	office_legs_free(o);
	office_unload(o);
	office_clock_stop(o);
	free(o->folder);
	free(o);
}

static const struct switch_ops ops = {
	.name = "office",
	.can = office_can,
	.start = start,
	.command = office_command,
	.free = free_office,
};

struct switch_handle office_new(struct loop *loop, const struct office_options *options,
				struct why *why)
{
	struct office *o = mem_new(1, sizeof(*o));
	void *impl = o;

	o->loop = loop;
	o->options = *options;
	o->folder = mem_dup(options->folder);
	o->options.folder = o->folder;
	if (o->options.speed <= 0)
		o->options.speed = 1;
	o->options.quiet |= o->options.stepped;
	o->plan = (struct number_plan){"44", "0", "00", "9"};
	random_seed(&o->random, options->seed);
	if (office_load(o, o->folder, why) < 0) {
		free_office(&impl);
		return (struct switch_handle){NULL, NULL};
	}
	return (struct switch_handle){&ops, o};
}
