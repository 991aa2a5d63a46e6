/* What the office tells of its devices, queues and mailboxes. */
#include <stdio.h>
#include <string.h>

#include "inside.h"
#include "wire/json.h"

void office_tell(struct office *o, const struct wire_row *row)
{
	o->told++;
	if (o->events)
		o->events->row(o->ctx, row);
}

void office_tell_gone(struct office *o, enum wire_set set, const char *key)
{
	o->told++;
	if (o->events)
		o->events->gone(o->ctx, set, key);
}

unsigned office_device_blf(const struct device *device)
{
	unsigned blf = 0;
	const struct leg *leg;

	DL_FOREACH2(device->legs, leg, device_next)
	blf |= leg->place == PLACE_RINGING ? 2 : 1;
	return blf;
}

const char *office_member_state(const struct member *member)
{
	unsigned blf = office_device_blf(member->device);

	if (!member->device->online)
		return "unavailable";
	if (member->paused)
		return "paused";
	if (blf & 2)
		return "ringing";
	return blf ? "inuse" : "idle";
}

struct wire_row *office_row_new(enum wire_set set)
{
	struct wire_row *row = wire_row_new(set);

	row->present = wire_set_info(set)->all;
	return row;
}

static void add_pair(struct buf *out, const char *name, const char *state)
{
	buf_add_char(out, out->len > 1 ? ',' : '{');
	wire_json_add_text(out, name);
	buf_printf(out, ":\"%s\"", state);
}

static bool device_queues(struct device *device)
{
	const struct member *m;
	struct buf queues;
	bool changed;

	buf_init(&queues, 4096);
	for (m = device->members; m; m = m->device_next)
		add_pair(&queues, m->queue->name, office_member_state(m));
	buf_add_str(&queues, queues.len ? "}" : "{}");
	changed = wire_row_set_text(device->row, WIRE_F(device, queues), queues.data);
	buf_free(&queues);
	return changed;
}

void office_device_tell(struct device *device)
{
	struct office *o = device->office;
	struct wire_row *row = device->row;
	bool had = row->present & WIRE_BIT(device, blf), changed, members;

	changed = wire_row_set_text(row, WIRE_F(device, state), device->online ? "up" : "down");
	if (wire_row_set_int(row, WIRE_F(device, blf), office_device_blf(device))) {
		changed = true;
		if (!device->legs)
			device->free_since = o->now;
		office_unsettled(o);
	}
	if (wire_row_set_bool(row, WIRE_F(device, dnd), device->dnd))
		changed = true;
	members = (device->members || !had) && device_queues(device);
	if (changed || members)
		office_tell(o, row);
	if (members && had)
		for (struct member *m = device->members; m; m = m->device_next)
			office_queue_tell(m->queue);
}

static void tell_mailbox(struct office *o, struct mailbox *box)
{
	bool changed = wire_row_set_int(box->row, WIRE_F(mailbox, read), box->read);

	if (wire_row_set_int(box->row, WIRE_F(mailbox, unread), box->unread) || changed)
		office_tell(o, box->row);
}

void office_voicemail(struct office *o, struct person *person, int unread)
{
	if (!person || !person->mailbox)
		return;
	person->mailbox->unread += unread;
	tell_mailbox(o, person->mailbox);
}

void office_voicemail_heard(struct office *o, struct person *person)
{
	if (!person || !person->mailbox)
		return;
	person->mailbox->read += person->mailbox->unread;
	person->mailbox->unread = 0;
	tell_mailbox(o, person->mailbox);
}

void office_tell_all(struct office *o)
{
	struct extension *e, *next_e;
	struct device *d, *next_d;
	struct person *p, *next_p;
	struct queue *q;

	HASH_ITER (hh, o->extensions, e, next_e)
		office_tell(o, e->row);
	for (unsigned i = 0; i < o->phone_count; i++)
		office_tell(o, o->phones[i]);
	HASH_ITER (hh, o->devices, d, next_d)
		office_device_tell(d);
	LL_FOREACH (o->queues, q)
		office_queue_tell(q);
	HASH_ITER (hh, o->people, p, next_p) {
		if (p->mailbox)
			tell_mailbox(o, p->mailbox);
		if (*p->show)
			office_presence(p, p->show, p->status, p->until);
	}
}

static void settle(void *ctx)
{
	struct office *o = ctx;
	struct queue *q;

	LL_FOREACH (o->queues, q)
		office_queue_ring(q);
	office_camp_offer(o);
}

void office_unsettled(struct office *o)
{
	if (!o->settle.at)
		office_timer_set(o, &o->settle, 0, settle, o);
}

void office_presence(struct person *p, const char *show, const char *status, int64_t until)
{
	struct office *o = p->office;

	if (show != p->show)
		snprintf(p->show, sizeof(p->show), "%s", show);
	if (status && status != p->status)
		snprintf(p->status, sizeof(p->status), "%s", status);
	p->until = until;
	if (o->events)
		o->events->presence(o->ctx, p->cID, "desk", p->show, status, until);
}

void office_phone_dnd(struct device *device, bool dnd)
{
	for (unsigned i = 0; i < OFFICE_LINES && device->line[i]; i++) {
		device->line[i]->dnd = dnd;
		office_device_tell(device->line[i]);
	}
	office_unsettled(device->office);
}

void office_phone_forward(struct device *device, const char *number)
{
	struct office *o = device->office;

	snprintf(device->forward, sizeof(device->forward), "%s", number);
	if (o->events)
		o->events->forward(o->ctx, device->name, device->forward);
}

void office_phone_online(struct device *device, bool online)
{
	device->online = online;
	while (!online && device->legs)
		office_hangup(device->legs, "unreachable");
	office_device_tell(device);
	office_unsettled(device->office);
}
