/* Where a number leads. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

static const char messages[] = "600";

static bool is_emergency(const char *number)
{
	return !strcmp(number, "999") || !strcmp(number, "112") || !strcmp(number, "9999") ||
	       !strcmp(number, "9112");
}

void office_dest_device(struct device *device, struct dest *dest)
{
	const struct extension *e = device->extension;

	*dest = (struct dest){.kind = DEST_DEVICE, .device = device, .person = device->owner};
	snprintf(dest->id.name, sizeof(dest->id.name), "%s", e->name);
	snprintf(dest->id.number, sizeof(dest->id.number), "%s", e->number);
}

void office_dest_queue(struct queue *queue, struct dest *dest)
{
	*dest = (struct dest){.kind = DEST_QUEUE, .queue = queue};
	snprintf(dest->id.name, sizeof(dest->id.name), "%s", queue->label);
	snprintf(dest->id.number, sizeof(dest->id.number), "%s",
		 wire_row_text(queue->row, WIRE_F(queue, extension)));
}

void office_dest_mailbox(struct person *person, struct dest *dest)
{
	*dest = (struct dest){.kind = DEST_MAILBOX, .person = person};
	snprintf(dest->id.name, sizeof(dest->id.name), "%s", person->name);
	snprintf(dest->id.number, sizeof(dest->id.number), "%s", person->extension);
}

static void to_extension(struct extension *e, struct dest *dest)
{
	if (e->queue) {
		office_dest_queue(e->queue, dest);
		return;
	}
	*dest = (struct dest){.kind = DEST_EXTENSION, .extension = e, .person = e->owner};
	snprintf(dest->id.name, sizeof(dest->id.name), "%s", e->name);
	snprintf(dest->id.number, sizeof(dest->id.number), "%s", e->number);
}

/* Our own numbers as they are known outside. */
static struct extension *find_ddi(const struct office *o, const char *digits)
{
	char wanted[OFFICE_NUMBER], own[OFFICE_NUMBER];
	struct extension *e = NULL;
	const struct ddi *ddi;

	if (number_e164(&o->plan, digits, wanted, sizeof(wanted)) <= 0)
		return NULL;
	LL_FOREACH (o->ddis, ddi)
		if (number_e164(&o->plan, ddi->ddi, own, sizeof(own)) > 0 && !strcmp(own, wanted)) {
			HASH_FIND_STR(o->extensions, ddi->to, e);
			break;
		}
	return e;
}

static bool to_slot(const struct office *o, const char *digits, struct dest *dest)
{
	struct slot *slot = office_slot(o, NULL, digits);

	if (!slot)
		return false;
	*dest = (struct dest){.kind = DEST_SLOT, .slot = slot};
	snprintf(dest->id.number, sizeof(dest->id.number), "%s", slot->number);
	return true;
}

static bool to_outside(const char *digits, struct dest *dest)
{
	size_t len = strlen(digits);

	*dest = (struct dest){.kind = DEST_OUTSIDE};
	dest->id.outside = true;
	dest->id.emergency = is_emergency(digits);
	snprintf(dest->id.number, sizeof(dest->id.number), "%s", digits);
	return dest->id.emergency || (len >= 5 && strspn(digits, "+0123456789") == len);
}

bool office_route(const struct office *o, const char *number, struct dest *dest)
{
	char digits[OFFICE_NUMBER];
	struct extension *e;

	*dest = (struct dest){0};
	if (number_digits(number, digits, sizeof(digits)) <= 0)
		return false;
	HASH_FIND_STR(o->extensions, digits, e);
	if (e) {
		to_extension(e, dest);
		return true;
	}
	if (!strcmp(digits, messages)) {
		*dest = (struct dest){.kind = DEST_MESSAGES};
		snprintf(dest->id.name, sizeof(dest->id.name), "Voicemail");
		snprintf(dest->id.number, sizeof(dest->id.number), "%s", digits);
		return true;
	}
	if (to_slot(o, digits, dest))
		return true;
	if (!is_emergency(digits) && (e = find_ddi(o, digits))) {
		to_extension(e, dest);
		return true;
	}
	return to_outside(digits, dest);
}

bool office_route_target(const struct office *o, const struct switch_target *to, struct dest *dest)
{
	struct person *p = to->cID == WIRE_NULL ? NULL : office_person(o, to->cID);

	if (to->voicemail) {
		if (!p || !p->mailbox)
			return false;
		office_dest_mailbox(p, dest);
		return true;
	}
	if (!*to->number) {
		if (!p || !*p->extension)
			return false;
		return office_route(o, p->extension, dest);
	}
	if (!office_route(o, to->number, dest))
		return false;
	if (dest->kind == DEST_OUTSIDE && *to->name)
		snprintf(dest->id.name, sizeof(dest->id.name), "%s", to->name);
	return true;
}
