/* Call records: one for each time that a caller was on his way to somebody. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

void office_record_begin(struct leg *caller, const struct office_id *called)
{
	caller->called = *called;
	if (caller->record_start)
		return;
	caller->record_start = office_wall(caller->office);
	caller->record_answered = 0;
	caller->record_returned = NULL;
	*caller->record_queue = *caller->record_to = '\0';
}

void office_record_answered(struct leg *caller, const struct leg *by)
{
	if (!caller->record_start || caller->record_answered)
		return;
	caller->record_answered = office_wall(caller->office);
	if (by && by->device)
		snprintf(caller->record_to, sizeof(caller->record_to), "%s", by->device->name);
}

static const char *disposition(const struct leg *caller, const char *cause)
{
	if (caller->record_answered)
		return "ANSWERED";
	if (!strcmp(cause, "busy") || !strcmp(cause, "rejected"))
		return "BUSY";
	if (!strcmp(cause, "unreachable") || !strcmp(cause, "congestion"))
		return "FAILED";
	return "NOANSWER";
}

static const char *called_device(const struct leg *caller)
{
	const struct person *p = caller->dest.person;

	if (*caller->record_to || !p || !p->device)
		return caller->record_to;
	return p->device->name;
}

void office_record_end(struct leg *caller, const char *cause)
{
	struct office *o = caller->office;
	char unique[32];
	struct switch_record record = {
		.start = caller->record_start,
		.answered = caller->record_answered,
		.end = office_wall(o),
		.from_number = caller->me.number,
		.from_name = caller->me.name,
		.to_number = caller->called.number,
		.to_name = caller->called.name,
		.from_device = caller->device ? caller->device->name : "",
		.to_device = called_device(caller),
		.queue = caller->record_queue,
		.ddi = caller->ddi,
		.uniqueid = unique,
		.linked = caller->linked,
		.disposition = disposition(caller, cause),
		.answered_by = caller->record_to,
		.returned = caller->record_returned ? caller->record_returned : "",
	};

	if (!caller->record_start)
		return;
	caller->record_start = 0;
	o->last_record++;
	snprintf(unique, sizeof(unique), "%lld.%llu", (long long)(record.start / 1000),
		 (unsigned long long)o->last_record);
	if (o->events)
		o->events->ended(o->ctx, &record);
}
