/* Call records: one for each who was called, of the channel that began the call. */
#include "inside.h"

void record_begin(struct channel *c)
{
	struct record *r = &c->record;
	char queue[AST_NUMBER];

	if (r->open || c->hidden)
		return;
	memcpy(queue, r->queue, sizeof(queue));
	*r = (struct record){.open = true, .start = clock_wall_ms(), .part = r->part};
	memcpy(r->queue, queue, sizeof(queue));
	AST_SET(r->to_number, *c->dialled && strcmp(c->dialled, "s") != 0 ? c->dialled : "");
}

void record_dial(struct channel *c, const struct channel *target)
{
	struct record *r = &c->record;

	if (!r->open)
		record_begin(c);
	if (!r->open || r->answered)
		return;
	if (*target->number) {
		AST_SET(r->to_number, target->number);
		AST_SET(r->to_name, target->label);
	}
	AST_SET(r->to_device, target->device ? target->device->name : "");
}

void record_answered(struct channel *c, const struct channel *by)
{
	struct record *r = &c->record;

	if (!r->open || r->answered)
		return;
	r->answered = clock_wall_ms();
	AST_SET(r->answered_by, by->device ? by->device->name : "");
	if (by->device)
		AST_SET(r->to_device, by->device->name);
	if (*by->number) {
		AST_SET(r->to_number, by->number);
		AST_SET(r->to_name, by->label);
	}
}

static const char *disposition(const struct channel *c, const char *cause)
{
	const char *status = c->dial_status;

	if (c->record.answered ||
	    (c->state == CHAN_UP && c->caller && !*status && !c->queue && !*c->record.queue))
		return "ANSWERED";
	if (!strcmp(status, "BUSY") || !strcmp(cause, "busy") || !strcmp(cause, "rejected"))
		return "BUSY";
	if (!strcmp(status, "CONGESTION") || !strcmp(status, "CHANUNAVAIL") ||
	    !strcmp(cause, "unreachable") || !strcmp(cause, "congestion"))
		return "FAILED";
	return "NOANSWER";
}

static void close_record(struct channel *c, const char *cause)
{
	struct record *r = &c->record;
	char unique[AST_CHANNEL + 16];
	const struct switch_record record = {
		.start = r->start,
		.answered = r->answered,
		.end = clock_wall_ms(),
		.from_number = c->number,
		.from_name = c->label,
		.to_number = r->to_number,
		.to_name = r->to_name,
		.from_device = c->device ? c->device->name : "",
		.to_device = r->to_device,
		.queue = r->queue,
		.ddi = c->ddi,
		.uniqueid = unique,
		.linked = c->talk ? c->talk->id : c->id,
		.disposition = disposition(c, cause),
		.answered_by = r->answered_by,
	};

	if (!r->open)
		return;
	r->open = false;
	r->part++;
	if (r->part > 1)
		snprintf(unique, sizeof(unique), "%s/%u", c->id, r->part);
	else
		snprintf(unique, sizeof(unique), "%s", c->id);
	if (c->asterisk->events)
		c->asterisk->events->ended(c->asterisk->ctx, &record);
}

void record_part(struct channel *c)
{
	if (!c->record.open)
		return;
	close_record(c, "normal");
	*c->record.queue = '\0';
	*c->dial_status = '\0';
	record_begin(c);
	*c->record.to_number = '\0';
}

void record_end(struct channel *c, const char *cause)
{
	close_record(c, cause);
}
