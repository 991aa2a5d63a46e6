#include "act.h"

enum { PROOF_MS = 1800, ASK_MS = 1700 };

static void act_free(struct act *act)
{
	struct asterisk *a = act->asterisk;

	DL_DELETE(a->acts, act);
	if (a->actions)
		ami_forget(a->actions, act);
	loop_timer_free(&act->limit);
	free(act->for_json);
	free(act);
}

static void finish(struct act *act, enum wire_reason reason, const char *text,
		   const struct wire_said *said)
{
	const struct switch_answer answer = {
		.reason = reason,
		.text = text,
		.said = said,
		.cid = !reason && *act->made ? act->made : NULL,
	};

	act->answer(act->ctx, act->ticket, &answer);
	act_free(act);
}

void act_done(struct act *act)
{
	finish(act, WIRE_R_NONE, NULL, NULL);
}

void act_refuse(struct act *act, enum wire_reason reason, const char *text)
{
	finish(act, reason, text, NULL);
}

static void on_limit(void *ctx)
{
	act_refuse(ctx, WIRE_R_BUSY, "Asterisk took the command, but nothing has come of it");
}

/* What Asterisk says of a refusal, by what it begins with. */
static void refused(struct act *act, const struct ami_message *m)
{
	const char *message = ami_get(m, "Message");
	const struct wire_said said = {WIRE_S_ASTERISK, {message}};

	if (strcasestr(message, "permission")) {
		act_refuse(act, WIRE_R_DENIED, "The manager user of Asterisk may not do that");
	} else if (strcasestr(message, "channel") && strcasestr(message, "no such")) {
		act_refuse(act, WIRE_R_NOCALL, NULL);
	} else if (strcasestr(message, "extension") || strcasestr(message, "context")) {
		act_refuse(act, WIRE_R_NOTARGET, NULL);
	} else {
		finish(act, WIRE_R_BUSY, NULL, &said);
	}
}

static void look(struct act *act)
{
	if (!act->proved || !act->proved(act))
		return;
	if (act->after)
		act->after(act);
	act_done(act);
}

static void on_answer(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct act *act = ctx;

	if (outcome == AMI_REFUSED)
		refused(act, m);
	else if (outcome == AMI_SILENT)
		act_refuse(act, WIRE_R_BUSY, "Asterisk does not answer");
	else if (outcome == AMI_DONE && !act->proved)
		act_done(act);
	else if (outcome == AMI_DONE)
		look(act);
}

void act_ask(struct act *act, struct ami_action *ask, bool (*proved)(const struct act *act))
{
	act->proved = proved;
	act->asked = ami_id(ask);
	ami_send(ask, ASK_MS, on_answer, act);
}

static void on_exists(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct act *act = ctx;

	if (outcome != AMI_DONE)
		on_answer(ctx, outcome, m);
	else if (ami_is(m, "Value", "0"))
		act_refuse(act, WIRE_R_NOTARGET, NULL);
	else
		act->then(act);
}

/* A function that is not there gives no value: then the target is tried unchecked. */
void act_target(struct act *act, void (*then)(struct act *act))
{
	struct ami_action *ask;

	if (!*act->exten || strpbrk(act->exten, ",&()|/ ")) {
		act_refuse(act, WIRE_R_NOTARGET, NULL);
		return;
	}
	act->then = then;
	ask = ami_begin(act->asterisk->actions, "Getvar");
	ami_add(ask, "Variable", "DIALPLAN_EXISTS(%s,%s,1)", act->context, act->exten);
	ami_send(ask, ASK_MS, on_exists, act);
}

struct device *act_device(const struct act *act)
{
	return device_find(act->asterisk, act->device);
}

struct channel *act_own(const struct act *act)
{
	return channel_find(act->asterisk, act->own);
}

struct channel *act_far(const struct act *act)
{
	return channel_find(act->asterisk, act->far);
}

struct channel *act_other(const struct act *act)
{
	return channel_find(act->asterisk, act->other);
}

bool act_is_gone(const struct act *act)
{
	return !act_own(act);
}

const struct act *act_making(const struct asterisk *a, const char *id)
{
	const struct act *act;

	DL_FOREACH (a->acts, act)
		if (*act->made && !strcmp(act->made, id))
			return act;
	return NULL;
}

static void failed(struct act *act, const struct ami_message *m)
{
	if (ami_int(m, "Reason", 0) == 5)
		act_refuse(act, WIRE_R_BUSY, "Your telephone is busy");
	else
		act_refuse(act, WIRE_R_NODEVICE, "Your telephone cannot be reached");
}

void acts_look(struct asterisk *a, const struct ami_message *m)
{
	struct act *act, *next;
	bool origin = a->acts && ami_is(m, "Event", "OriginateResponse") &&
		      ami_is(m, "Response", "Failure");

	DL_FOREACH_SAFE (a->acts, act, next) {
		if (origin && (long long)act->asked == ami_int(m, "ActionID", -1))
			failed(act, m);
		else
			look(act);
	}
}

void acts_fail(struct asterisk *a)
{
	while (a->acts)
		act_refuse(a->acts, WIRE_R_BUSY, "The connection to Asterisk was lost");
}

void acts_free(struct asterisk *a)
{
	while (a->acts)
		act_free(a->acts);
}

static void set_device(struct act *act)
{
	struct device *d = act_device(act);

	if (d && act->asterisk->conf.context)
		AST_SET(act->context, act->asterisk->conf.context);
	else if (d)
		AST_SET(act->context, *d->context ? d->context : "default");
}

static void take_target(struct act *act, const struct switch_target *to)
{
	const char *pattern = act->asterisk->conf.voicemail, *at;
	char *number;

	AST_SET(act->label, to->name);
	AST_SET(act->exten, to->number);
	if (!to->voicemail || !pattern)
		return;
	at = strstr(pattern, "%s");
	number = mem_printf("%.*s%s%s", (int)(at - pattern), pattern, to->number, at + 2);
	AST_SET(act->exten, number);
	free(number);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static const char *id_of(struct asterisk *a, const char *device, const char *cid)
{
	const struct channel *c = channel_of_call(a, device, cid);

	return c ? c->id : "";
}

static void take_calls(struct act *act, const struct switch_command *command)
{
	struct asterisk *a = act->asterisk;
	struct channel *own;

	AST_SET(act->own, id_of(a, command->device, command->cid));
	AST_SET(act->other, id_of(a, command->other_device, command->other_cid));
	if (command->queue && !*act->other)
		AST_SET(act->other, id_of(a, command->queue, command->other_cid));
	own = act_own(act);
	if (own && channel_far(own))
		AST_SET(act->far, channel_far(own)->id);
	else if (own && own->dialer)
		AST_SET(act->far, own->dialer->id);
}

static struct act *act_new(struct asterisk *a, const struct switch_command *command)
{
	struct act *act = mem_new(1, sizeof(*act));

	act->asterisk = a;
	act->action = command->action;
	act->user = command->user;
	act->limit = loop_timer_new(a->loop, on_limit, act);
	loop_timer_set(act->limit, PROOF_MS);
	AST_SET(act->device, or_empty(command->device));
	AST_SET(act->queue, or_empty(command->queue));
	AST_SET(act->cid, or_empty(command->cid));
	AST_SET(act->lot, or_empty(command->lot));
	AST_SET(act->slot, or_empty(command->slot));
	AST_SET(act->digits, or_empty(command->digits));
	act->for_json = mem_dup(command->for_json);
	act->timeout_ms = command->timeout_ms;
	act->autoanswer = command->autoanswer;
	act->paused = command->paused;
	take_target(act, &command->to);
	if (command->text)
		AST_SET(act->label, command->text);
	set_device(act);
	take_calls(act, command);
	DL_APPEND(a->acts, act);
	return act;
}

enum needs { NEEDS_OWN = 1, NEEDS_FAR = 2, NEEDS_PHONE = 4, NEEDS_OTHER = 8 };

static const struct {
	void (*fn)(struct act *act);
	unsigned needs;
} rules[WIRE_A_COUNT] = {
	[WIRE_A_TALK] = {act_talk, NEEDS_OWN},
	[WIRE_A_HANGUP] = {act_hangup, NEEDS_OWN},
	[WIRE_A_HOLD] = {act_hold, NEEDS_OWN},
	[WIRE_A_XFER] = {act_transfer, NEEDS_OWN | NEEDS_FAR},
	[WIRE_A_ATXFER] = {act_consult, NEEDS_OWN | NEEDS_PHONE},
	[WIRE_A_COMPLETE] = {act_complete, NEEDS_OWN | NEEDS_OTHER},
	[WIRE_A_MERGE] = {act_merge, NEEDS_OWN | NEEDS_FAR | NEEDS_OTHER},
	[WIRE_A_CANCEL] = {act_cancel, 0},
	[WIRE_A_PARK] = {act_park, NEEDS_OWN | NEEDS_FAR},
	[WIRE_A_RETRIEVE] = {act_retrieve, NEEDS_PHONE},
	[WIRE_A_PICKUP] = {act_pickup, NEEDS_PHONE | NEEDS_OTHER},
	[WIRE_A_CLAIM] = {act_claim, NEEDS_PHONE | NEEDS_OTHER},
	[WIRE_A_DTMF] = {act_dtmf, NEEDS_OWN},
	[WIRE_A_SEND] = {act_send, NEEDS_OTHER},
};

static void begin(struct act *act, void (*fn)(struct act *act), unsigned needs)
{
	const struct device *d = act_device(act);

	if (!fn)
		act_refuse(act, WIRE_R_UNSUPPORTED, NULL);
	else if (!act->asterisk->live)
		act_refuse(act, WIRE_R_BUSY, "Asterisk cannot be reached");
	else if (needs & (NEEDS_OWN | NEEDS_PHONE) && (!d || !d->phone))
		act_refuse(act, WIRE_R_NODEVICE, NULL);
	else if (needs & NEEDS_PHONE && !device_online(d))
		act_refuse(act, WIRE_R_NODEVICE, "That telephone is not connected");
	else if (needs & NEEDS_OWN && !act_own(act))
		act_refuse(act, WIRE_R_NOCALL, NULL);
	else if (needs & NEEDS_OTHER && !act_other(act))
		act_refuse(act, WIRE_R_GONE, NULL);
	else if (needs & NEEDS_FAR && !act_far(act))
		act_refuse(act, WIRE_R_UNSUPPORTED, "Nobody is at the other end yet");
	else
		fn(act);
}

/* Settings of a phone are ours alone: Asterisk has no place for them. */
static enum wire_reason set_phone(struct asterisk *a, const struct switch_command *command)
{
	struct device *d = device_find(a, or_empty(command->device));
	const struct wire_device *row = command->row;

	if (!d || !row)
		return WIRE_R_NODEVICE;
	if (row->row.present & (WIRE_BIT(device, microphone) | WIRE_BIT(device, optOut)))
		return WIRE_R_UNSUPPORTED;
	if (row->row.present & WIRE_BIT(device, autoanswer))
		d->autoanswer = row->autoanswer;
	if (row->row.present & WIRE_BIT(device, autohold))
		d->autohold = row->autohold;
	device_tell(a, d);
	return WIRE_R_NONE;
}

void ast_command(void *impl, const struct switch_command *command, uint64_t ticket,
		 switch_answer_fn answer, void *ctx)
{
	struct asterisk *a = impl;
	struct act *act;

	if (command->verb == SWITCH_DEVICE) {
		answer(ctx, ticket, &(struct switch_answer){.reason = set_phone(a, command)});
		return;
	}
	act = act_new(a, command);
	act->ticket = ticket;
	act->answer = answer;
	act->ctx = ctx;
	if (command->verb == SWITCH_DIAL)
		begin(act, act_dial, NEEDS_PHONE);
	else if (command->verb == SWITCH_QUEUE_MEMBER)
		begin(act, act_member, 0);
	else if (command->verb == SWITCH_CALL && (unsigned)command->action < WIRE_A_COUNT)
		begin(act, rules[command->action].fn, rules[command->action].needs);
	else
		act_refuse(act, WIRE_R_UNSUPPORTED, NULL);
}
