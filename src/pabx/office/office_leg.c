/* One party's side of a call, and its row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"
#include "wire/json.h"

static void on_gone(void *ctx);

void office_device_id(const struct device *device, struct office_id *id)
{
	const struct extension *e = device->extension;

	*id = (struct office_id){0};
	snprintf(id->name, sizeof(id->name), "%s", device->owner ? device->owner->name : e->name);
	snprintf(id->number, sizeof(id->number), "%s", e->number);
}

struct leg *office_leg_new(struct office *o, struct device *device, const struct office_id *me)
{
	struct leg *leg = mem_new(1, sizeof(*leg));

	leg->office = o;
	leg->device = device;
	leg->stamp = leg->since = office_wall(o);
	leg->returns = leg->inq = leg->outq = WIRE_NULL;
	o->last_cid++;
	snprintf(leg->cid, sizeof(leg->cid), "c-%llu", (unsigned long long)o->last_cid);
	snprintf(leg->linked, sizeof(leg->linked), "%lld.%llu", (long long)(leg->stamp / 1000),
		 (unsigned long long)o->last_cid);
	HASH_ADD_STR(o->legs, cid, leg);
	if (me)
		leg->me = *me;
	else
		office_device_id(device, &leg->me);
	if (!device)
		return leg;
	DL_APPEND2(device->legs, leg, device_prev, device_next);
	leg->row = office_row_new(WIRE_CALL);
	wire_row_set_text(leg->row, WIRE_F(call, parent), device->name);
	wire_row_set_text(leg->row, WIRE_F(call, cid), leg->cid);
	wire_row_set_int(leg->row, WIRE_F(call, id), (int64_t)o->last_cid);
	return leg;
}

static bool returned_from(const struct leg *leg, struct wire_row *row)
{
	struct buf from;
	bool changed;

	changed = wire_row_set_int(row, WIRE_F(call, away), leg->returned ? leg->away : WIRE_NULL);
	if (!leg->returned)
		return wire_row_set_text(row, WIRE_F(call, returnedFrom), NULL) || changed;
	buf_init(&from, 512);
	buf_add_str(&from, "{\"who\":");
	wire_json_add_text(&from, leg->returned_who);
	buf_printf(&from, ",\"why\":\"%s\"}", leg->returned);
	changed |= wire_row_set_text(row, WIRE_F(call, returnedFrom), from.data);
	buf_free(&from);
	return changed;
}

struct leg *office_leg_called(struct leg *caller, struct device *device, const struct office_id *me)
{
	struct leg *leg = office_leg_new(caller->office, device, me);

	memcpy(leg->linked, caller->linked, sizeof(leg->linked));
	memcpy(leg->ddi, caller->ddi, sizeof(leg->ddi));
	memcpy(leg->returned_who, caller->returned_who, sizeof(leg->returned_who));
	leg->returned = caller->returned;
	leg->away = caller->away;
	leg->inq = caller->inq;
	leg->made = caller->made;
	if (leg->row && caller->queue) {
		wire_row_set_text(leg->row, WIRE_F(call, queue), caller->queue->name);
		wire_row_set_text(leg->row, WIRE_F(call, qname), caller->me.name);
		wire_row_set_text(leg->row, WIRE_F(call, qnumber), caller->me.number);
	}
	return leg;
}

struct leg *office_leg_find(const struct office *o, const char *device, const char *cid)
{
	struct leg *leg;

	if (!cid)
		return NULL;
	HASH_FIND_STR(o->legs, cid, leg);
	if (!leg || leg->place == PLACE_DEAD)
		return NULL;
	if (device && leg->device && !strcmp(leg->device->name, device))
		return leg;
	if (device && leg->queue && leg->place == PLACE_QUEUED &&
	    office_queue(o, device) == leg->queue)
		return leg;
	return NULL;
}

const struct office_id *office_leg_other(const struct leg *leg)
{
	if (leg->peer)
		return &leg->peer->me;
	return leg->from ? &leg->from->me : &leg->called;
}

static const char *state_of(const struct leg *leg)
{
	switch (leg->place) {
	case PLACE_CALLING:
		return leg->targets || leg->answered ? "ring" : "dial";
	case PLACE_QUEUED:
	case PLACE_RINGING:
		return "ring";
	case PLACE_TALKING:
	case PLACE_MAILBOX:
		return leg->held ? "hold" : "up";
	case PLACE_PARKED:
	case PLACE_CAMPED:
		return "park";
	case PLACE_DEAD:
		break;
	}
	return "dead";
}

static const char *near_state(const struct leg *leg, const char *state)
{
	bool waits = leg->place == PLACE_CALLING || leg->place == PLACE_QUEUED;

	return waits && leg->answered ? "up" : state;
}

static const char *kind_of(const struct leg *leg, const struct office_id *other)
{
	if (leg->me.emergency || other->emergency)
		return "emergency";
	return leg->me.outside || other->outside ? "external" : "internal";
}

bool office_leg_fill(const struct leg *leg, struct wire_row *row)
{
	bool changed = wire_row_set_text(row, WIRE_F(call, linked), leg->linked);

	changed |= wire_row_set_int(row, WIRE_F(call, stamp), leg->stamp);
	changed |= wire_row_set_int(row, WIRE_F(call, inq), leg->inq);
	if (*leg->ddi)
		changed |= wire_row_set_text(row, WIRE_F(call, ddi), leg->ddi);
	return returned_from(leg, row) || changed;
}

/* Who the other one is; a dead call keeps whom it was with. */
static bool fill_other(const struct leg *leg, struct wire_row *row)
{
	const struct office_id *other = office_leg_other(leg);
	bool changed = wire_row_set_text(row, WIRE_F(call, kind), kind_of(leg, other));

	changed |= wire_row_set_text(row, WIRE_F(call, name), other->name);
	return wire_row_set_text(row, WIRE_F(call, number), other->number) || changed;
}

void office_leg_tell(struct leg *leg)
{
	struct wire_row *row = leg->row;
	const char *state = state_of(leg);
	bool changed;

	if (!row)
		return;
	changed = wire_row_set_text(row, WIRE_F(call, state), state);
	if (changed)
		leg->since = office_wall(leg->office);
	changed |= wire_row_set_text(row, WIRE_F(call, nrState), near_state(leg, state));
	changed |= wire_row_set_int(row, WIRE_F(call, since), leg->since);
	changed |= office_leg_fill(leg, row);
	if (leg->place != PLACE_DEAD)
		changed |= fill_other(leg, row);
	changed |= wire_row_set_text(row, WIRE_F(call, party), leg->caller ? "caller" : "callee");
	changed |= wire_row_set_text(row, WIRE_F(call, features),
				     wire_row_text(leg->device->row, WIRE_F(device, features)));
	changed |= wire_row_set_int(row, WIRE_F(call, start),
				    leg->answered ? leg->answered : WIRE_NULL);
	changed |= wire_row_set_int(row, WIRE_F(call, returns), leg->returns);
	changed |= wire_row_set_text(row, WIRE_F(call, cause), leg->cause);
	if (changed)
		office_tell(leg->office, row);
}

void office_leg_place(struct leg *leg, enum place place)
{
	leg->place = place;
	office_leg_tell(leg);
	if (leg->device)
		office_device_tell(leg->device);
	office_mind(leg);
}

void office_leg_link(struct leg *leg, const char *linked)
{
	if (linked != leg->linked)
		snprintf(leg->linked, sizeof(leg->linked), "%s", linked);
}

static void detach(struct leg *leg)
{
	if (leg->from)
		DL_DELETE2(leg->from->targets, leg, target_prev, target_next);
	if (leg->peer)
		leg->peer->peer = NULL;
	if (leg->twin)
		leg->twin->twin = NULL;
	if (leg->consult)
		leg->consult->consult_of = NULL;
	if (leg->consult_of)
		leg->consult_of->consult = NULL;
	leg->from = leg->peer = leg->twin = leg->consult = leg->consult_of = NULL;
}

void office_leg_die(struct leg *leg, const char *cause)
{
	struct office *o = leg->office;

	if (leg->place == PLACE_DEAD)
		return;
	office_record_end(leg, cause);
	office_withdraw(leg, NULL, "normal");
	detach(leg);
	office_timer_stop(o, &leg->mind);
	office_timer_stop(o, &leg->limit);
	leg->place = PLACE_DEAD;
	leg->cause = cause;
	leg->returns = WIRE_NULL;
	office_leg_tell(leg);
	if (leg->device) {
		DL_DELETE2(leg->device->legs, leg, device_prev, device_next);
		office_device_tell(leg->device);
	}
	office_timer_set(o, &leg->gone, (int64_t)(OFFICE_GONE * o->options.speed) + 1, on_gone,
			 leg);
}

static void free_leg(struct leg *leg)
{
	struct office *o = leg->office;

	HASH_DEL(o->legs, leg);
	office_timer_stop(o, &leg->mind);
	office_timer_stop(o, &leg->limit);
	office_timer_stop(o, &leg->gone);
	office_timer_stop(o, &leg->queue_gone);
	wire_row_free(&leg->row);
	wire_row_free(&leg->queue_row);
	free(leg);
}

static void on_gone(void *ctx)
{
	struct leg *leg = ctx;
	struct office *o = leg->office;

	office_clock_show(o);
	if (leg->queue_row)
		office_tell_gone(o, WIRE_CALL, leg->queue_row->key);
	if (leg->row)
		office_tell_gone(o, WIRE_CALL, leg->row->key);
	free_leg(leg);
}

void office_legs_free(struct office *o)
{
	struct leg *leg, *next;

	HASH_ITER (hh, o->legs, leg, next)
		free_leg(leg);
}
