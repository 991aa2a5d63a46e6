/* What consoles ask of the office. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* Answers are given in the loop's next turn, after what the command did has been told. */
struct answers {
	struct pending {
		struct pending *next;
		uint64_t ticket;
		switch_answer_fn answer;
		void *ctx;
		enum wire_reason reason;
		const char *text;
		char cid[24];
	} * first;
};

struct request {
	struct office *o;
	const struct switch_command *command;
	struct leg *leg;       /* device, cid */
	struct leg *other;     /* other_device, other_cid */
	struct device *device; /* device */
	char cid[24];          /* of a new call */
	const char *text;
};

typedef enum wire_reason (*request_fn)(struct request *r);

static enum wire_reason own_leg(struct request *r)
{
	if (!r->device)
		return WIRE_R_NODEVICE;
	return r->leg ? WIRE_R_NONE : WIRE_R_NOCALL;
}

static enum wire_reason refuse(struct request *r, enum wire_reason reason, const char *text)
{
	r->text = text;
	return reason;
}

static bool target(struct request *r, struct dest *dest)
{
	return office_route_target(r->o, &r->command->to, dest);
}

static bool full(const struct device *device)
{
	unsigned legs = 0;
	const struct leg *leg;

	DL_FOREACH2(device->legs, leg, device_next)
	legs++;
	return legs >= OFFICE_CALLS;
}

/* The device of a command that makes a new call there. */
static enum wire_reason taker(struct request *r)
{
	if (!r->device)
		return WIRE_R_NODEVICE;
	if (!r->device->online)
		return refuse(r, WIRE_R_NODEVICE, "That telephone is not connected");
	return full(r->device) ? WIRE_R_LIMIT : WIRE_R_NONE;
}

static enum wire_reason do_dial(struct request *r)
{
	enum wire_reason reason = taker(r);
	struct dest dest;

	if (reason)
		return reason;
	if (!target(r, &dest))
		return WIRE_R_NOTARGET;
	memcpy(r->cid, office_dial(r->device, &dest)->cid, sizeof(r->cid));
	return WIRE_R_NONE;
}

static bool can(const struct device *device, const char *feature)
{
	return strstr(wire_row_text(device->row, WIRE_F(device, features)), feature);
}

static enum wire_reason do_talk(struct request *r)
{
	if (r->leg->place == PLACE_RINGING) {
		if (!can(r->device, "answer"))
			return refuse(r, WIRE_R_UNSUPPORTED, "Lift the handset to answer");
		office_answer(r->leg);
	} else if (r->leg->place == PLACE_PARKED || r->leg->place == PLACE_CAMPED)
		return WIRE_R_UNSUPPORTED;
	else
		office_unhold(r->leg);
	return WIRE_R_NONE;
}

static enum wire_reason do_hangup(struct request *r)
{
	office_hangup(r->leg, r->leg->place == PLACE_RINGING ? "rejected" : "normal");
	return WIRE_R_NONE;
}

static enum wire_reason do_hold(struct request *r)
{
	if (r->leg->place != PLACE_TALKING && r->leg->place != PLACE_MAILBOX)
		return refuse(r, WIRE_R_UNSUPPORTED, "There is nobody to put on hold yet");
	office_hold(r->leg);
	return WIRE_R_NONE;
}

static enum wire_reason do_xfer(struct request *r)
{
	struct dest dest;

	if (!target(r, &dest))
		return WIRE_R_NOTARGET;
	return office_xfer(r->leg, &dest, r->command->action == WIRE_A_SERIAL);
}

static enum wire_reason do_atxfer(struct request *r)
{
	enum wire_reason reason = taker(r);
	struct leg *consult = NULL;
	struct dest dest;

	if (reason)
		return reason;
	if (!target(r, &dest))
		return WIRE_R_NOTARGET;
	reason = office_consult(r->leg, &dest, &consult);
	if (consult)
		memcpy(r->cid, consult->cid, sizeof(r->cid));
	return reason;
}

static enum wire_reason do_complete(struct request *r)
{
	return r->other ? office_complete(r->leg, r->other) : WIRE_R_NOCALL;
}

static enum wire_reason do_merge(struct request *r)
{
	return r->other ? office_merge(r->leg, r->other) : WIRE_R_NOCALL;
}

static enum wire_reason do_cancel(struct request *r)
{
	return office_cancel(r->o, r->command->device, r->command->cid);
}

static enum wire_reason do_park(struct request *r)
{
	const struct switch_command *c = r->command;
	const struct park park = {c->lot, c->slot, c->for_json, c->timeout_ms, c->user};
	enum wire_reason reason = office_park(r->leg, &park);

	if (reason == WIRE_R_LIMIT)
		return refuse(r, reason, "Every parking slot is taken");
	if (reason == WIRE_R_CONFLICT)
		return refuse(r, reason, "That parking slot is taken");
	return reason;
}

static enum wire_reason do_retrieve(struct request *r)
{
	enum wire_reason reason = taker(r);

	if (reason)
		return reason;
	return office_retrieve(r->o, r->command->lot, r->command->slot, r->device);
}

static enum wire_reason do_pickup(struct request *r)
{
	enum wire_reason reason = taker(r);

	if (reason)
		return reason;
	if (!r->other)
		return WIRE_R_GONE;
	return r->command->action == WIRE_A_CLAIM ? office_claim(r->other, r->device)
						  : office_pickup(r->other, r->device);
}

static enum wire_reason do_camp(struct request *r)
{
	struct dest dest;

	if (!target(r, &dest))
		return WIRE_R_NOTARGET;
	return office_camp(r->leg, &dest, r->command->user);
}

static enum wire_reason do_dtmf(struct request *r)
{
	const char *digits = r->command->digits;

	if (!digits || !*digits || digits[strspn(digits, "0123456789*#ABCDabcd,")])
		return WIRE_R_INVALID;
	if ((r->leg->place != PLACE_TALKING && r->leg->place != PLACE_MAILBOX) || r->leg->held)
		return refuse(r, WIRE_R_UNSUPPORTED, "Nobody is there to hear digits");
	return WIRE_R_NONE;
}

static enum wire_reason do_send(struct request *r)
{
	struct leg *leg = r->other ? r->other : r->leg;
	struct queue *queue;
	struct dest dest;

	if (!leg || leg->place != PLACE_QUEUED)
		return WIRE_R_GONE;
	if (!target(r, &dest) || dest.kind == DEST_SLOT || dest.kind == DEST_MESSAGES)
		return WIRE_R_NOTARGET;
	queue = leg->queue;
	office_withdraw(leg, NULL, "elsewhere");
	office_record_end(leg, "normal");
	leg->back = (struct comeback){.queue = queue, .since = office_wall(r->o)};
	snprintf(leg->back.who, sizeof(leg->back.who), "%s",
		 *dest.id.name ? dest.id.name : dest.id.number);
	office_go(leg, &dest);
	return WIRE_R_NONE;
}

static const struct {
	request_fn fn;
	bool own; /* needs device and cid to be a call */
} actions[WIRE_A_COUNT] = {
	[WIRE_A_TALK] = {do_talk, true},      [WIRE_A_HANGUP] = {do_hangup, true},
	[WIRE_A_HOLD] = {do_hold, true},      [WIRE_A_XFER] = {do_xfer, true},
	[WIRE_A_ATXFER] = {do_atxfer, true},  [WIRE_A_COMPLETE] = {do_complete, true},
	[WIRE_A_MERGE] = {do_merge, true},    [WIRE_A_CANCEL] = {do_cancel, false},
	[WIRE_A_PARK] = {do_park, true},      [WIRE_A_RETRIEVE] = {do_retrieve, false},
	[WIRE_A_PICKUP] = {do_pickup, false}, [WIRE_A_CLAIM] = {do_pickup, false},
	[WIRE_A_CAMP] = {do_camp, true},      [WIRE_A_SERIAL] = {do_xfer, true},
	[WIRE_A_DTMF] = {do_dtmf, true},      [WIRE_A_SEND] = {do_send, false},
};

static enum wire_reason do_call(struct request *r)
{
	enum wire_action action = r->command->action;

	if ((unsigned)action >= WIRE_A_COUNT || !actions[action].fn)
		return WIRE_R_UNSUPPORTED;
	if (actions[action].own) {
		enum wire_reason reason = own_leg(r);

		if (reason)
			return reason;
	}
	return actions[action].fn(r);
}

static enum wire_reason do_device(struct request *r)
{
	const uint64_t mask = WIRE_BIT(device, autoanswer) | WIRE_BIT(device, autohold) |
			      WIRE_BIT(device, microphone) | WIRE_BIT(device, optOut);

	if (!r->device)
		return WIRE_R_NODEVICE;
	if (!r->command->row)
		return WIRE_R_INVALID;
	if (wire_row_merge(r->device->row, &r->command->row->row, mask))
		office_tell(r->o, r->device->row);
	return WIRE_R_NONE;
}

static enum wire_reason do_member(struct request *r)
{
	struct member *m = r->device ? r->device->members : NULL;

	if (!r->device)
		return WIRE_R_NODEVICE;
	while (m && (!r->command->queue || strcmp(m->queue->name, r->command->queue) != 0))
		m = m->device_next;
	if (!m)
		return WIRE_R_NOTARGET;
	m->paused = r->command->paused;
	office_device_tell(r->device);
	office_unsettled(r->o);
	return WIRE_R_NONE;
}

static enum wire_reason do_night(struct request *r)
{
	if (!r->command->text)
		return WIRE_R_INVALID;
	office_queue_night(r->o, r->command->text, r->command->paused);
	return WIRE_R_NONE;
}

static void give(void *ctx)
{
	struct office *o = ctx;
	struct pending *p;

	while ((p = o->answers->first)) {
		const struct switch_answer answer = {
			.reason = p->reason, .text = p->text, .cid = *p->cid ? p->cid : NULL};

		o->answers->first = p->next;
		p->answer(p->ctx, p->ticket, &answer);
		free(p);
	}
}

/* Whoever works at this telephone by console is not to be simulated as well. */
static void occupy(struct device *device)
{
	struct leg *leg;

	if (device->console)
		return;
	for (unsigned i = 0; i < OFFICE_LINES && device->line[i]; i++) {
		device->line[i]->console = true;
		DL_FOREACH2(device->line[i]->legs, leg, device_next)
		office_timer_stop(device->office, &leg->mind);
	}
}

static const request_fn verbs[] = {
	[SWITCH_DIAL] = do_dial,           [SWITCH_CALL] = do_call,   [SWITCH_DEVICE] = do_device,
	[SWITCH_QUEUE_MEMBER] = do_member, [SWITCH_NIGHT] = do_night,
};

void office_command(void *impl, const struct switch_command *command, uint64_t ticket,
		    switch_answer_fn answer, void *ctx)
{
	struct office *o = impl;
	struct request r = {.o = o, .command = command};
	struct pending *p = mem_new(1, sizeof(*p));

	office_clock_touch(o);
	if (command->device)
		r.device = office_device(o, command->device);
	if (r.device && (command->verb == SWITCH_DIAL || command->verb == SWITCH_CALL))
		occupy(r.device);
	r.leg = office_leg_find(o, command->device, command->cid);
	r.other = office_leg_find(o, command->other_device, command->other_cid);
	p->reason = (unsigned)command->verb < sizeof(verbs) / sizeof(*verbs)
			    ? verbs[command->verb](&r)
			    : WIRE_R_UNSUPPORTED;
	if (o->options.stepped)
		office_clock_run(o, o->now);
	p->ticket = ticket;
	p->answer = answer;
	p->ctx = ctx;
	p->text = r.text;
	memcpy(p->cid, r.cid, sizeof(p->cid));
	if (!o->answers)
		o->answers = mem_new(1, sizeof(*o->answers));
	if (!o->answers->first)
		loop_defer(o->loop, give, o);
	LL_APPEND(o->answers->first, p);
}

void office_answers_free(struct office *o)
{
	struct pending *p, *next;

	loop_undefer(o->loop, o);
	if (!o->answers)
		return;
	LL_FOREACH_SAFE(o->answers->first, p, next)
	free(p);
	free(o->answers);
	o->answers = NULL;
}
