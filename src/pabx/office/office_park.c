/* Parking, and camping: a parked caller waits in a lot's slot until somebody fetches him, a camped
 * one in lot "camp" until the telephone that he wants is free. Both come back to the operator. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

static const char camp_lot[] = "camp";

struct slot *office_slot(const struct office *o, const char *lot, const char *number)
{
	struct slot *slot;

	DL_FOREACH (o->slots, slot)
		if ((lot ? !strcmp(slot->lot, lot) : strcmp(slot->lot, camp_lot) != 0) &&
		    !strcmp(slot->number, number))
			return slot;
	return NULL;
}

static struct slot *free_slot(const struct office *o, const struct park *park)
{
	struct slot *slot;

	DL_FOREACH (o->slots, slot)
		if (!slot->leg && strcmp(slot->lot, camp_lot) != 0 &&
		    (!park->lot || !*park->lot || !strcmp(slot->lot, park->lot)) &&
		    (!park->slot || !*park->slot || !strcmp(slot->number, park->slot)))
			return slot;
	return NULL;
}

static void fill_row(struct slot *slot, const struct park *park, int64_t timeout)
{
	const struct leg *leg = slot->leg;
	int64_t now = office_wall(leg->office);

	slot->row = office_row_new(WIRE_PARKED);
	wire_row_set_text(slot->row, WIRE_F(parked, lot), slot->lot);
	wire_row_set_text(slot->row, WIRE_F(parked, slot), slot->number);
	wire_row_set_text(slot->row, WIRE_F(parked, cid), leg->cid);
	wire_row_set_text(slot->row, WIRE_F(parked, linked), leg->linked);
	wire_row_set_text(slot->row, WIRE_F(parked, name), leg->me.name);
	wire_row_set_text(slot->row, WIRE_F(parked, number), leg->me.number);
	wire_row_set_text(slot->row, WIRE_F(parked, forWhom), park->for_json);
	wire_row_set_int(slot->row, WIRE_F(parked, by), park->by);
	wire_row_set_int(slot->row, WIRE_F(parked, since), now);
	wire_row_set_int(slot->row, WIRE_F(parked, returns), now + timeout);
	office_tell(leg->office, slot->row);
}

void office_slot_clear(struct leg *leg)
{
	struct office *o = leg->office;
	struct slot *slot = leg->slot;

	leg->slot = NULL;
	slot->leg = NULL;
	office_timer_stop(o, &leg->limit);
	office_tell_gone(o, WIRE_PARKED, slot->row->key);
	wire_row_free(&slot->row);
	if (!slot->target)
		return;
	DL_DELETE(o->slots, slot);
	free(slot);
}

static void on_parked_long(void *ctx)
{
	struct leg *leg = ctx;

	office_slot_clear(leg);
	office_return(leg, "park");
}

static void on_camped_long(void *ctx)
{
	struct leg *leg = ctx;

	office_slot_clear(leg);
	office_return(leg, "camp");
}

static void put(struct leg *leg, struct slot *slot, const struct park *park, int64_t timeout)
{
	bool camps = slot->target;

	leg->slot = slot;
	slot->leg = leg;
	fill_row(slot, park, timeout);
	office_leg_place(leg, camps ? PLACE_CAMPED : PLACE_PARKED);
	office_timer_set(leg->office, &leg->limit, timeout, camps ? on_camped_long : on_parked_long,
			 leg);
}

/* The caller leaves the operator's leg, which ends. */
static struct leg *release(struct leg *leg, const char *who)
{
	struct leg *caller = leg->peer;

	if (leg->twin)
		leg->twin->twin = NULL;
	leg->twin = NULL;
	office_remember(caller, leg, who);
	office_part(leg);
	office_leg_die(leg, "normal");
	return caller;
}

enum wire_reason office_park(struct leg *leg, const struct park *park)
{
	struct slot *slot;

	if (leg->place != PLACE_TALKING)
		return WIRE_R_UNSUPPORTED;
	slot = free_slot(leg->office, park);
	if (!slot && park->slot && *park->slot)
		return office_slot(leg->office, park->lot && *park->lot ? park->lot : NULL,
				   park->slot)
			       ? WIRE_R_CONFLICT
			       : WIRE_R_NOTARGET;
	if (!slot)
		return WIRE_R_LIMIT;
	put(release(leg, slot->number), slot, park,
	    park->timeout_ms > 0 ? park->timeout_ms : OFFICE_PARK);
	return WIRE_R_NONE;
}

enum wire_reason office_retrieve(struct office *o, const char *lot, const char *number,
				 struct device *device)
{
	struct slot *slot = number ? office_slot(o, lot && *lot ? lot : NULL, number) : NULL;

	if (!slot || !slot->leg)
		return WIRE_R_GONE;
	office_take(slot->leg, device);
	return WIRE_R_NONE;
}

/* A slot of lot "camp" is named after the telephone's number; a second caller's has "-2" behind it.
 */
static struct slot *camp_slot(struct office *o, struct device *target)
{
	struct slot *slot = mem_new(1, sizeof(*slot));
	const char *number = target->extension->number;

	slot->target = target;
	snprintf(slot->lot, sizeof(slot->lot), "%s", camp_lot);
	snprintf(slot->number, sizeof(slot->number), "%s", number);
	for (unsigned n = 2; office_slot(o, camp_lot, slot->number); n++)
		snprintf(slot->number, sizeof(slot->number), "%.50s-%u", number, n);
	DL_APPEND(o->slots, slot);
	return slot;
}

static bool can_ring(const struct device *device)
{
	return device->online && !device->dnd && !device->legs;
}

enum wire_reason office_camp(struct leg *leg, const struct dest *dest, int64_t by)
{
	struct device *target;
	struct park park = {.by = by};
	char for_json[64];

	if (dest->kind != DEST_EXTENSION || !dest->person || leg->place != PLACE_TALKING)
		return WIRE_R_UNSUPPORTED;
	target = dest->person->device;
	if (can_ring(target))
		return office_xfer(leg, dest, false);
	if (leg->peer->device == target)
		return WIRE_R_INVALID;
	snprintf(for_json, sizeof(for_json), "{\"cID\":%lld}", (long long)dest->person->cID);
	park.for_json = for_json;
	put(release(leg, dest->id.name), camp_slot(leg->office, target), &park, OFFICE_CAMP);
	return WIRE_R_NONE;
}

void office_camp_offer(struct office *o)
{
	struct slot *slot, *next;

	DL_FOREACH_SAFE (o->slots, slot, next) {
		struct leg *leg = slot->leg;
		struct dest dest;

		if (!slot->target || !can_ring(slot->target) ||
		    !office_route(o, slot->target->extension->number, &dest))
			continue;
		office_slot_clear(leg);
		office_go(leg, &dest);
	}
}

void office_slots_free(struct office *o)
{
	struct slot *slot, *next;

	DL_FOREACH_SAFE (o->slots, slot, next) {
		wire_row_free(&slot->row);
		free(slot);
	}
}
