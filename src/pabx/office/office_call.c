/* Calls: dialled, ringing, answered, held, ended. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

static void on_limit(void *ctx)
{
	struct leg *leg = ctx;

	office_failed(leg, "noanswer");
}

static void on_dialled(void *ctx)
{
	struct leg *leg = ctx;

	office_go(leg, &leg->dest);
}

struct leg *office_dial(struct device *device, const struct dest *dest)
{
	struct office *o = device->office;
	struct leg *leg;

	office_hold_others(device, NULL);
	leg = office_leg_new(o, device, NULL);
	leg->caller = true;
	leg->dest = *dest;
	office_record_begin(leg, &dest->id);
	office_leg_place(leg, PLACE_CALLING);
	office_timer_set(o, &leg->limit,
			 dest->id.outside ? OFFICE_DIALLING_OUT : OFFICE_DIALLING_IN, on_dialled,
			 leg);
	return leg;
}

struct leg *office_ring_in(struct office *o, const struct office_id *who, const char *ddi,
			   const struct dest *dest)
{
	struct leg *leg = office_leg_new(o, NULL, who);

	leg->caller = true;
	if (ddi)
		snprintf(leg->ddi, sizeof(leg->ddi), "%s", ddi);
	office_go(leg, dest);
	return leg;
}

bool office_device_free(const struct device *device)
{
	unsigned legs = 0;
	const struct leg *leg;

	for (unsigned i = 0; i < OFFICE_LINES && device->line[i]; i++)
		DL_FOREACH2(device->line[i]->legs, leg, device_next)
	legs++;
	return device->console ? legs < OFFICE_CALLS : !legs;
}

/* Why a device cannot be rung; NULL if it can. */
static const char *obstacle(const struct leg *caller, const struct device *device)
{
	if (!device->online)
		return "unreachable";
	if (device->dnd || device == caller->device || !office_device_free(device))
		return "busy";
	return NULL;
}

struct leg *office_ring(struct leg *caller, struct device *device, const struct office_id *me)
{
	struct leg *target = office_leg_called(caller, device, me);

	target->from = caller;
	DL_APPEND2(caller->targets, target, target_prev, target_next);
	if (caller->back.device && caller->place == PLACE_CALLING)
		target->returns =
			office_wall(caller->office) + (device ? OFFICE_RING : OFFICE_RING_OUT);
	office_leg_place(target, PLACE_RINGING);
	return target;
}

/* Rings every device of an extension that can ring; why none can. */
static const char *ring_extension(struct leg *leg, const struct extension *e)
{
	const char *cause = "unreachable";

	for (unsigned i = 0; i < e->count; i++) {
		const char *why = obstacle(leg, e->devices[i]);

		if (!why)
			office_ring(leg, e->devices[i], NULL);
		else if (!strcmp(why, "busy"))
			cause = why;
	}
	return leg->targets ? NULL : cause;
}

static bool forwarded(struct leg *leg, const struct extension *e)
{
	const char *to = e->owner ? e->devices[0]->forward : "";
	struct dest dest;

	if (!*to || leg->forwards >= OFFICE_FORWARDS || !office_route(leg->office, to, &dest))
		return false;
	leg->forwards++;
	office_go(leg, &dest);
	return true;
}

static void go_mailbox(struct leg *leg, struct person *person)
{
	leg->person = person;
	if (!leg->answered)
		leg->answered = office_wall(leg->office);
	office_record_answered(leg, NULL);
	office_leg_place(leg, PLACE_MAILBOX);
}

static void go_messages(struct leg *leg)
{
	struct person *owner = leg->device ? leg->device->owner : NULL;

	if (!owner) {
		office_failed(leg, "congestion");
		return;
	}
	office_voicemail_heard(leg->office, owner);
	go_mailbox(leg, NULL);
}

static void answered_by(struct leg *caller, struct leg *leg)
{
	office_withdraw(caller, leg, "normal");
	caller->returned = NULL;
	if (!caller->serial)
		caller->back = (struct comeback){0};
	office_join(caller, leg);
}

/* Fetches what is parked there. */
static void go_slot(struct leg *leg, struct slot *slot)
{
	struct leg *parked = slot->leg;

	if (!parked || parked == leg) {
		office_failed(leg, "busy");
		return;
	}
	answered_by(parked, leg);
}

static const char *ring_dest(struct leg *leg)
{
	const struct dest *dest = &leg->dest;

	if (dest->kind == DEST_OUTSIDE)
		office_ring(leg, NULL, &dest->id);
	else if (dest->kind == DEST_EXTENSION)
		return ring_extension(leg, dest->extension);
	else if (dest->kind != DEST_DEVICE || !dest->device->online)
		return "unreachable";
	else
		office_ring(leg, dest->device, NULL);
	return NULL;
}

static void go_ring(struct leg *leg)
{
	int64_t limit = OFFICE_RING;
	const char *cause = ring_dest(leg);

	if (cause) {
		office_failed(leg, cause);
		return;
	}
	if (leg->dest.kind == DEST_OUTSIDE)
		limit = OFFICE_RING_OUT;
	else if (leg->returned)
		limit = OFFICE_RING_RETURN;
	office_timer_set(leg->office, &leg->limit, limit, on_limit, leg);
	office_leg_tell(leg);
}

void office_go(struct leg *leg, const struct dest *dest)
{
	struct dest to = *dest;

	if (to.kind == DEST_QUEUE && to.queue->night && leg->me.outside)
		office_queue_closed(to.queue, &to);
	if (!leg->forwards || !*leg->called.number)
		office_record_begin(leg, &to.id);
	office_timer_stop(leg->office, &leg->limit);
	leg->dest = to;
	leg->held = false;
	leg->returns = WIRE_NULL;
	office_leg_place(leg, PLACE_CALLING);
	if (to.kind == DEST_QUEUE)
		office_queue_enter(leg, to.queue);
	else if (to.kind == DEST_MAILBOX)
		go_mailbox(leg, to.person);
	else if (to.kind == DEST_MESSAGES)
		go_messages(leg);
	else if (to.kind == DEST_SLOT)
		go_slot(leg, to.slot);
	else if (to.kind != DEST_EXTENSION || !forwarded(leg, to.extension))
		go_ring(leg);
}

/* A caller from outside gets to the mailbox, or to the front desk. */
static bool caught(struct leg *leg)
{
	struct queue *front = office_front_queue(leg->office);
	struct dest dest;

	if (leg->device || leg->dest.kind == DEST_OUTSIDE)
		return false;
	if (leg->dest.person && leg->dest.person->mailbox && !leg->returned)
		office_dest_mailbox(leg->dest.person, &dest);
	else if (front && leg->dest.kind != DEST_QUEUE)
		office_dest_queue(front, &dest);
	else
		return false;
	office_go(leg, &dest);
	return true;
}

void office_failed(struct leg *leg, const char *cause)
{
	office_withdraw(leg, NULL, cause);
	office_record_end(leg, cause);
	leg->forwards = 0;
	if (leg->back.device || leg->back.queue)
		office_return(leg, cause);
	else if (leg->returned && leg->device && office_front_queue(leg->office)) {
		struct dest dest;

		office_dest_queue(office_front_queue(leg->office), &dest);
		office_go(leg, &dest);
	} else if (!caught(leg))
		office_leg_die(leg, cause);
}

void office_withdraw(struct leg *leg, const struct leg *answered, const char *cause)
{
	office_timer_stop(leg->office, &leg->limit);
	office_drop_targets(leg, answered ? "elsewhere" : cause);
	if (leg->place == PLACE_QUEUED)
		office_queue_leave(leg, answered, cause);
	if (leg->slot)
		office_slot_clear(leg);
}

void office_drop_targets(struct leg *leg, const char *cause)
{
	while (leg->targets)
		office_leg_die(leg->targets, cause);
}

void office_join(struct leg *a, struct leg *b)
{
	int64_t now = office_wall(a->office);
	struct leg *both[] = {a, b};

	a->peer = b;
	b->peer = a;
	office_leg_link(b, a->linked);
	/* After an announced transfer, or from the park, nobody was rung. */
	if (!a->record_start)
		office_record_begin(a, &b->me);
	for (unsigned i = 0; i < 2; i++) {
		struct leg *leg = both[i];

		office_timer_stop(leg->office, &leg->limit);
		leg->held = false;
		leg->returns = WIRE_NULL;
		leg->forwards = 0;
		if (!leg->answered)
			leg->answered = now;
		leg->place = PLACE_TALKING;
	}
	office_record_answered(a, b);
	office_leg_place(a, PLACE_TALKING);
	office_leg_place(b, PLACE_TALKING);
}

void office_answer(struct leg *target)
{
	struct leg *caller = target->from;

	DL_DELETE2(caller->targets, target, target_prev, target_next);
	target->from = NULL;
	if (target->device)
		office_hold_others(target->device, target);
	answered_by(caller, target);
}

struct leg *office_take(struct leg *leg, struct device *device)
{
	struct leg *taker;

	office_hold_others(device, NULL);
	taker = office_leg_called(leg, device, NULL);
	taker->place = PLACE_TALKING;
	leg->serial = false;
	answered_by(leg, taker);
	return taker;
}

void office_part(struct leg *leg)
{
	struct leg *peer = leg->peer;

	office_record_end(leg, "normal");
	office_record_end(peer, "normal");
	office_timer_stop(leg->office, &leg->limit);
	office_timer_stop(peer->office, &peer->limit);
	leg->peer = peer->peer = NULL;
}

static void hangup_ringing(struct leg *leg, const char *cause)
{
	struct leg *caller = leg->from;

	if (caller->place == PLACE_QUEUED)
		office_queue_refused(caller, leg->device);
	office_leg_die(leg, cause);
	if (caller->place == PLACE_CALLING && !caller->targets)
		office_failed(caller, cause);
}

static void hangup_talking(struct leg *leg, const char *cause)
{
	struct leg *peer = leg->peer;

	office_part(leg);
	office_leg_die(leg, cause);
	if (peer->serial && peer->back.device)
		office_return(peer, "serial");
	else
		office_leg_die(peer, "normal");
}

void office_hangup(struct leg *leg, const char *cause)
{
	if (leg->place == PLACE_RINGING)
		hangup_ringing(leg, cause);
	else if (leg->twin)
		office_leave_merged(leg);
	else if (leg->place == PLACE_TALKING)
		hangup_talking(leg, cause);
	else if (leg->place != PLACE_DEAD) {
		if (leg->place == PLACE_MAILBOX)
			office_voicemail(leg->office, leg->person, 1);
		office_leg_die(leg, cause);
	}
}

static void on_recall(void *ctx)
{
	struct leg *leg = ctx, *other = leg->peer;
	struct office *o = leg->office;

	if (leg->consult) {
		leg->returns = office_wall(o) + OFFICE_RECALL_AGAIN;
		office_timer_set(o, &leg->limit, OFFICE_RECALL_AGAIN, on_recall, leg);
		office_leg_tell(leg);
		return;
	}
	other->back = (struct comeback){.device = leg->device, .since = leg->since};
	snprintf(other->back.who, sizeof(other->back.who), "%s", leg->me.name);
	office_part(leg);
	office_leg_die(leg, "returned");
	office_return(other, "hold");
}

void office_hold(struct leg *leg)
{
	struct office *o = leg->office;

	if (leg->held)
		return;
	leg->held = true;
	if (leg->device->console && leg->place == PLACE_TALKING && !leg->twin) {
		leg->returns = office_wall(o) + OFFICE_RECALL;
		office_timer_set(o, &leg->limit, OFFICE_RECALL, on_recall, leg);
	}
	office_leg_place(leg, leg->place);
	if (leg->peer)
		office_mind(leg->peer);
	if (leg->twin)
		office_hold(leg->twin);
}

void office_unhold(struct leg *leg)
{
	if (!leg->held)
		return;
	office_hold_others(leg->device, leg);
	office_timer_stop(leg->office, &leg->limit);
	leg->held = false;
	leg->returns = WIRE_NULL;
	office_leg_place(leg, leg->place);
	if (leg->peer)
		office_mind(leg->peer);
	if (leg->twin)
		office_unhold(leg->twin);
}

static bool speaks(const struct leg *leg)
{
	return (leg->place == PLACE_TALKING || leg->place == PLACE_MAILBOX) && !leg->held;
}

void office_hold_others(struct device *device, const struct leg *except)
{
	struct leg *leg;

	for (unsigned i = 0; i < OFFICE_LINES && device->line[i]; i++)
		DL_FOREACH2(device->line[i]->legs, leg, device_next)
	if (leg != except && speaks(leg) && (!except || leg->twin != except))
		office_hold(leg);
}
