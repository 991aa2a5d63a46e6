/* Transfers: blind, attended, three-way; taken back, taken over, and come back by themselves. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

static void on_return(void *ctx)
{
	struct leg *leg = ctx;

	office_go(leg, &leg->dest);
}

void office_return(struct leg *leg, const char *why)
{
	struct comeback back = leg->back;
	struct queue *front = office_front_queue(leg->office);
	bool operator_there = back.device && back.device->online;
	struct dest dest;

	leg->back = (struct comeback){0};
	leg->serial = false;
	leg->returned = why;
	memcpy(leg->returned_who, back.who, sizeof(leg->returned_who));
	leg->away = back.since;
	if (operator_there)
		office_dest_device(back.device, &dest);
	else if (back.queue || front)
		office_dest_queue(back.queue ? back.queue : front, &dest);
	else {
		office_leg_die(leg, "unreachable");
		return;
	}
	leg->dest = dest;
	office_record_begin(leg, &dest.id);
	leg->record_returned = why;
	office_leg_place(leg, PLACE_CALLING);
	office_timer_set(leg->office, &leg->limit, OFFICE_RETURN, on_return, leg);
}

void office_remember(struct leg *caller, const struct leg *operator_leg, const char *who)
{
	caller->back = (struct comeback){.device = operator_leg->device,
					 .since = office_wall(caller->office)};
	snprintf(caller->back.who, sizeof(caller->back.who), "%s", who);
	snprintf(caller->undo_device, sizeof(caller->undo_device), "%s",
		 operator_leg->device->name);
	memcpy(caller->undo_cid, operator_leg->cid, sizeof(caller->undo_cid));
	caller->returned = NULL;
}

static const char *label(const struct office_id *id)
{
	return *id->name ? id->name : id->number;
}

static void split(struct leg *leg)
{
	if (leg->twin)
		leg->twin->twin = NULL;
	leg->twin = NULL;
}

enum wire_reason office_xfer(struct leg *leg, const struct dest *dest, bool serial)
{
	struct leg *caller = leg->peer ? leg->peer : leg->from;
	bool ringing = leg->place == PLACE_RINGING;

	if (!caller)
		return WIRE_R_UNSUPPORTED;
	if (dest->kind == DEST_SLOT || dest->kind == DEST_MESSAGES)
		return WIRE_R_NOTARGET;
	split(leg);
	office_remember(caller, leg, label(&dest->id));
	caller->serial = serial;
	if (ringing)
		office_withdraw(caller, NULL, "elsewhere");
	else
		office_part(leg);
	office_leg_die(leg, ringing ? "elsewhere" : "normal");
	office_go(caller, dest);
	return WIRE_R_NONE;
}

enum wire_reason office_consult(struct leg *leg, const struct dest *dest, struct leg **consult)
{
	if (leg->place != PLACE_TALKING)
		return WIRE_R_UNSUPPORTED;
	if (leg->consult)
		return WIRE_R_CONFLICT;
	split(leg);
	office_hold(leg);
	*consult = office_dial(leg->device, dest);
	leg->consult = *consult;
	(*consult)->consult_of = leg;
	return WIRE_R_NONE;
}

/* What rings for the consultation rings for the caller from now on. */
static void hand_over(struct leg *caller, struct leg *with)
{
	struct office *o = caller->office;
	int64_t limit = with->dest.kind == DEST_OUTSIDE ? OFFICE_RING_OUT : OFFICE_RING;
	struct leg *target;

	caller->dest = with->dest;
	office_record_begin(caller, &with->dest.id);
	while ((target = with->targets)) {
		DL_DELETE2(with->targets, target, target_prev, target_next);
		DL_APPEND2(caller->targets, target, target_prev, target_next);
		target->from = caller;
		target->returns = office_wall(o) + limit;
		memcpy(target->ddi, caller->ddi, sizeof(target->ddi));
		office_leg_link(target, caller->linked);
		office_leg_tell(target);
	}
	office_leg_place(caller, PLACE_CALLING);
}

/* The limit's timer is set by office_go() for all but what is handed over. */
static void on_unanswered(void *ctx)
{
	struct leg *leg = ctx;

	office_failed(leg, "noanswer");
}

static void complete_waiting(struct leg *caller, struct leg *leg, struct leg *with)
{
	struct dest dest = with->dest;
	bool rings = with->place == PLACE_CALLING && with->targets;

	if (rings) {
		hand_over(caller, with);
		office_timer_set(caller->office, &caller->limit, OFFICE_RING, on_unanswered,
				 caller);
	}
	office_leg_die(with, "normal");
	office_leg_die(leg, "normal");
	if (!rings)
		office_go(caller, &dest);
}

enum wire_reason office_complete(struct leg *leg, struct leg *with)
{
	struct leg *caller, *other = with->peer;

	if (leg == with)
		return WIRE_R_INVALID;
	if (leg->place != PLACE_TALKING || with->consult == leg) {
		struct leg *swap = leg;

		leg = with;
		with = swap;
		other = with->peer;
	}
	if (leg->place != PLACE_TALKING || with->place == PLACE_RINGING ||
	    with->place == PLACE_PARKED || with->place == PLACE_CAMPED)
		return WIRE_R_UNSUPPORTED;
	caller = leg->peer;
	if (caller == with)
		return WIRE_R_INVALID;
	split(leg);
	split(with);
	office_remember(caller, leg, label(office_leg_other(with)));
	office_part(leg);
	if (!other) {
		complete_waiting(caller, leg, with);
		return WIRE_R_NONE;
	}
	office_part(with);
	office_leg_die(with, "normal");
	office_leg_die(leg, "normal");
	caller->back = (struct comeback){0};
	office_join(caller, other);
	return WIRE_R_NONE;
}

enum wire_reason office_merge(struct leg *leg, struct leg *with)
{
	struct leg *both[] = {leg, with};

	if (leg->place != PLACE_TALKING || with->place != PLACE_TALKING)
		return WIRE_R_UNSUPPORTED;
	if (leg == with || leg->twin || with->twin || leg->peer == with ||
	    leg->device->line[0] != with->device->line[0])
		return WIRE_R_INVALID;
	leg->twin = with;
	with->twin = leg;
	office_leg_link(with, leg->linked);
	office_leg_link(with->peer, leg->linked);
	office_hold_others(leg->device, leg);
	for (unsigned i = 0; i < 2; i++) {
		office_timer_stop(leg->office, &both[i]->limit);
		both[i]->held = false;
		both[i]->returns = WIRE_NULL;
		office_leg_place(both[i], PLACE_TALKING);
		office_leg_tell(both[i]->peer);
		office_mind(both[i]->peer);
	}
	return WIRE_R_NONE;
}

void office_leave_merged(struct leg *leg)
{
	struct leg *twin = leg->twin, *a = leg->peer, *b = twin->peer;

	split(leg);
	office_part(leg);
	office_part(twin);
	office_leg_die(leg, "normal");
	office_leg_die(twin, "normal");
	office_join(a, b);
}

/* Ends the consultation or the other half of a three-way call, and goes on with the first. */
static enum wire_reason cancel_consult(struct leg *leg)
{
	struct leg *other = leg->consult ? leg->consult : leg->twin;

	split(leg);
	office_hangup(other, "normal");
	office_unhold(leg);
	return WIRE_R_NONE;
}

static struct leg *find_undo(const struct office *o, const char *device, const char *cid)
{
	struct leg *leg, *next;

	HASH_ITER (hh, o->legs, leg, next)
		if (leg->place != PLACE_DEAD && *leg->undo_cid && !strcmp(leg->undo_cid, cid) &&
		    !strcmp(leg->undo_device, device))
			return leg;
	return NULL;
}

enum wire_reason office_cancel(struct office *o, const char *device, const char *cid)
{
	struct leg *leg = office_leg_find(o, device, cid), *caller;
	struct device *d = office_device(o, device);

	if (leg && (leg->consult || leg->twin))
		return cancel_consult(leg);
	caller = find_undo(o, device, cid);
	if (!caller)
		return leg ? WIRE_R_INVALID : WIRE_R_NOCALL;
	if (!d || !d->online)
		return WIRE_R_NODEVICE;
	caller->serial = false;
	if (caller->peer) {
		struct leg *peer = caller->peer;

		office_part(caller);
		split(peer);
		office_leg_die(peer, "returned");
	}
	*caller->undo_cid = '\0';
	office_take(caller, d);
	return WIRE_R_NONE;
}

enum wire_reason office_pickup(struct leg *leg, struct device *device)
{
	if (leg->place != PLACE_RINGING && leg->place != PLACE_QUEUED)
		return WIRE_R_CONFLICT;
	if (leg->device == device && leg->place == PLACE_RINGING)
		office_answer(leg);
	else
		office_take(leg->from ? leg->from : leg, device);
	return WIRE_R_NONE;
}

enum wire_reason office_claim(struct leg *leg, struct device *device)
{
	struct leg *caller = leg->peer;

	if (leg->place == PLACE_QUEUED || leg->place == PLACE_RINGING)
		return office_pickup(leg, device);
	if (leg->place != PLACE_TALKING || !leg->held || leg->twin)
		return WIRE_R_CONFLICT;
	office_part(leg);
	office_leg_die(leg, "elsewhere");
	office_take(caller, device);
	return WIRE_R_NONE;
}
