/* Who rings whom, and how calls are handed on. */
#include "inside.h"

void dial_unlink(struct channel *target)
{
	if (!target->dialer)
		return;
	DL_DELETE2(target->dialer->targets, target, target_prev, target_next);
	target->dialer = NULL;
}

void dial_link(struct channel *dialer, struct channel *target)
{
	if (target->dialer == dialer || dialer == target)
		return;
	dial_unlink(target);
	target->dialer = dialer;
	DL_APPEND2(dialer->targets, target, target_prev, target_next);
}

void dial_undo(struct channel *c, const struct channel *own)
{
	AST_SET(c->undo_device, own->device ? own->device->name : "");
	AST_SET(c->undo_cid, own->cid);
}

/* Through a Local channel the ringing phone's caller is further up. */
static struct channel *real_dialer(struct channel *dialer)
{
	struct channel *c, *next;

	if (!dialer->hidden || !dialer->talk)
		return dialer;
	HASH_ITER (hh, dialer->asterisk->channels, c, next)
		if (c->talk == dialer->talk && !c->hidden && c->targets)
			return c;
	return dialer;
}

static void take_over(struct channel *target, struct channel *dialer)
{
	struct channel *real = real_dialer(dialer);

	AST_SET(target->ddi, real->ddi);
	AST_SET(target->consult_of, "");
	if (real->returned) {
		target->returned = real->returned;
		AST_SET(target->returned_who, real->returned_who);
		if (!target->hidden)
			real->returned = NULL;
	}
	if (!target->hidden)
		record_dial(real, target);
}

void model_dial_begin(struct asterisk *a, const struct ami_message *m)
{
	struct channel *dialer = channel_event(a, m, "");
	struct channel *target = channel_event(a, m, "Dest");

	if (!target)
		return;
	target->shown = true;
	if (dialer) {
		target->caller = false;
		dial_link(dialer, target);
		take_over(target, dialer);
		AST_SET(dialer->dial_status, "");
		dialer->answerer = NULL;
		going_over(dialer);
		call_tell(dialer);
	} else if (!target->caller) { /* a call is made for that phone: it is the caller */
		target->caller = true;
		going_begin(target);
		record_begin(target);
	}
	call_tell(target);
}

void model_dial_state(struct asterisk *a, const struct ami_message *m)
{
	struct channel *dialer = channel_event(a, m, "");
	struct channel *target = channel_event(a, m, "Dest");

	if (target && ami_is(m, "DialStatus", "RINGING"))
		target->alerting = true;
	if (target)
		call_tell(target);
	if (dialer)
		call_tell(dialer);
}

/* A phone that sends its calls on says so when it is called; when it rings it does no more. */
static void take_forward(struct asterisk *a, const struct channel *target, const char *forward)
{
	char number[AST_NUMBER];
	const char *at = strncmp(forward, "Local/", 6) != 0 ? forward : forward + 6;

	if (!target->device)
		return;
	snprintf(number, sizeof(number), "%.*s", (int)strcspn(at, "@/"), at);
	if (AST_SET(target->device->forward, number) && a->events)
		a->events->forward(a->ctx, target->device->name, number);
}

void model_dial_end(struct asterisk *a, const struct ami_message *m)
{
	struct channel *dialer = channel_event(a, m, "");
	struct channel *target = channel_event(a, m, "Dest");
	const char *status = ami_get(m, "DialStatus");

	if (target)
		take_forward(a, target, ami_get(m, "Forward"));
	if (dialer) {
		AST_SET(dialer->dial_status, status);
		if (!strcmp(status, "ANSWER"))
			dialer->answerer = target;
	}
	if (target) {
		dial_unlink(target);
		call_tell(target);
	}
	if (dialer)
		call_tell(dialer);
}

void model_blind_transfer(struct asterisk *a, const struct ami_message *m)
{
	struct channel *own = channel_event(a, m, "Transferer");
	struct channel *caller = channel_find(a, ami_part(m, "Transferee", "Uniqueid"));

	if (!own || !caller || !ami_is(m, "Result", "Success"))
		return;
	dial_undo(caller, own);
	record_part(caller);
}

/* Who picks up has been called in place of who rang. */
void model_pickup(struct asterisk *a, const struct ami_message *m)
{
	struct channel *picker = channel_event(a, m, "");
	const struct channel *target = channel_find(a, ami_part(m, "Target", "Uniqueid"));

	if (!picker)
		return;
	picker->caller = false;
	picker->record.open = false;
	if (target) {
		AST_SET(picker->ddi, target->ddi);
		AST_SET(picker->via, target->via);
		AST_SET(picker->via_name, target->via_name);
		AST_SET(picker->via_number, target->via_number);
		picker->inq = target->inq;
	}
	call_tell(picker);
}
