/* Makes people's telephones, extensions, queues and mailboxes, and their rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "wire/json.h"

int build_plan(struct office *o, const struct phone_plan *plan)
{
	o->plans = mem_resize(o->plans, o->plan_count + 1, sizeof(*o->plans));
	o->plans[o->plan_count++] = *plan;
	return 0;
}

static struct extension *make_extension(struct office *o, const char *number, const char *name,
					const char *company)
{
	struct extension *e;

	HASH_FIND_STR(o->extensions, number, e);
	if (e)
		return NULL;
	e = mem_new(1, sizeof(*e));
	snprintf(e->number, sizeof(e->number), "%s", number);
	snprintf(e->name, sizeof(e->name), "%s", name);
	snprintf(e->company, sizeof(e->company), "%s", company);
	HASH_ADD_STR(o->extensions, number, e);
	return e;
}

static void add_device(struct extension *e, struct device *device)
{
	e->devices = mem_resize(e->devices, e->count + 1, sizeof(struct device *));
	e->devices[e->count++] = device;
}

static struct device *make_device(struct office *o, const struct phone_plan *plan, unsigned line)
{
	struct device *d = mem_new(1, sizeof(*d)), *other;

	d->office = o;
	d->online = true;
	d->console = plan->console;
	buf_init(&d->numbers, 4096);
	if (line)
		snprintf(d->name, sizeof(d->name), "SIP/%.52s_%u", plan->name, line + 1);
	else
		snprintf(d->name, sizeof(d->name), "SIP/%.56s", plan->name);
	HASH_FIND_STR(o->devices, d->name, other);
	if (other) {
		free(d);
		return NULL;
	}
	HASH_ADD_STR(o->devices, name, d);
	d->row = wire_row_new(WIRE_DEVICE);
	wire_row_set_text(d->row, WIRE_F(device, name), d->name);
	wire_row_set_int(d->row, WIRE_F(device, line), line + 1);
	return d;
}

static void number_line(struct device *d, const struct phone_plan *plan, unsigned line,
			const char *mac)
{
	const struct person *owner = d->owner;
	char label[OFFICE_NAME + 16];

	snprintf(label, sizeof(label), line ? "%s %u" : "%s", plan->label, line + 1);
	wire_row_set_text(d->row, WIRE_F(device, label), label);
	wire_row_set_text(d->row, WIRE_F(device, extension), plan->extension);
	wire_row_set_text(d->row, WIRE_F(device, optOut), "[]");
	wire_row_set_text(d->row, WIRE_F(device, mailbox),
			  owner && owner->mailbox ? owner->extension : NULL);
	wire_row_set_bool(d->row, WIRE_F(device, webrtc), false);
	wire_row_set_text(d->row, WIRE_F(device, webrtcState), "none");
	wire_row_set_text(d->row, WIRE_F(device, phone), mac);
	wire_row_set_text(d->row, WIRE_F(device, mac), mac);
	wire_row_set_int(d->row, WIRE_F(device, ownerID), owner ? owner->cID : WIRE_NULL);
	wire_row_set_int(d->row, WIRE_F(device, userID), owner ? owner->cID : WIRE_NULL);
	wire_row_set_text(d->row, WIRE_F(device, features), plan->features);
	wire_row_set_bool(d->row, WIRE_F(device, autoanswer), false);
	wire_row_set_bool(d->row, WIRE_F(device, autohold), true);
	wire_row_set_text(d->row, WIRE_F(device, microphone), "");
}

static void phone_row(struct office *o, const struct phone_plan *plan, struct device *first,
		      const char *mac)
{
	struct wire_row *row = wire_row_new(WIRE_PHONE);
	struct buf names;

	buf_init(&names, 2048);
	for (unsigned i = 0; i < plan->lines; i++) {
		buf_add_char(&names, i ? ',' : '[');
		wire_json_add_text(&names, first->line[i]->name);
	}
	buf_add_char(&names, ']');
	wire_row_set_text(row, WIRE_F(phone, mac), mac);
	wire_row_set_text(row, WIRE_F(phone, name), plan->name);
	wire_row_set_int(row, WIRE_F(phone, ownerID), first->owner ? first->owner->cID : WIRE_NULL);
	wire_row_set_int(row, WIRE_F(phone, lines), plan->lines);
	wire_row_set_text(row, WIRE_F(phone, deviceNames), names.data);
	wire_row_set_text(row, WIRE_F(phone, features), plan->features);
	buf_free(&names);
	o->phones = mem_resize(o->phones, o->phone_count + 1, sizeof(*o->phones));
	o->phones[o->phone_count++] = row;
}

/* The telephone of that plan: the first of its devices, or NULL where a name is taken. */
static struct device *make_phone(struct office *o, const struct phone_plan *plan,
				 struct person *owner, struct extension *e)
{
	struct device *line[OFFICE_LINES] = {NULL};
	char mac[16];

	snprintf(mac, sizeof(mac), "0200%08x", o->phone_count + 1);
	for (unsigned i = 0; i < plan->lines; i++) {
		line[i] = make_device(o, plan, i);
		if (!line[i])
			return NULL;
	}
	for (unsigned i = 0; i < plan->lines; i++) {
		memcpy(line[i]->line, line, sizeof(line));
		line[i]->owner = owner;
		line[i]->extension = e;
		number_line(line[i], plan, i, mac);
	}
	phone_row(o, plan, line[0], mac);
	e->owner = owner;
	add_device(e, line[0]);
	return line[0];
}

static void make_mailbox(struct person *p)
{
	struct mailbox *box = mem_new(1, sizeof(*box));

	box->row = wire_row_new(WIRE_MAILBOX);
	wire_row_set_text(box->row, WIRE_F(mailbox, name), p->extension);
	wire_row_set_text(box->row, WIRE_F(mailbox, label), p->name);
	p->mailbox = box;
}

static void plan_of_person(const struct office *o, const struct person *p, struct phone_plan *plan)
{
	*plan = (struct phone_plan){.lines = 1};
	snprintf(plan->name, sizeof(plan->name), "%s", p->login);
	for (unsigned i = 0; i < o->plan_count; i++)
		if (!strcmp(o->plans[i].owner, p->login))
			*plan = o->plans[i];
	if (!*plan->label)
		snprintf(plan->label, sizeof(plan->label), "%s", p->name);
	if (!*plan->features)
		snprintf(plan->features, sizeof(plan->features), "hold,talk,answer");
	snprintf(plan->extension, sizeof(plan->extension), "%s", p->extension);
}

int build_person(struct office *o, struct person *p)
{
	struct extension *e = make_extension(o, p->extension, p->name, p->company);
	struct phone_plan plan;

	if (!e)
		return ERR_CONFLICT;
	make_mailbox(p);
	plan_of_person(o, p, &plan);
	p->device = make_phone(o, &plan, p, e);
	if (!p->device)
		return ERR_CONFLICT;
	if (!plan.console) {
		o->staff = mem_resize(o->staff, o->staff_count + 1, sizeof(*o->staff));
		o->staff[o->staff_count++] = p;
	}
	return 0;
}

int build_shared(struct office *o)
{
	for (unsigned i = 0; i < o->plan_count; i++) {
		struct phone_plan *plan = &o->plans[i];
		struct extension *e;

		if (*plan->owner)
			continue;
		if (!*plan->features)
			snprintf(plan->features, sizeof(plan->features), "hold,talk,answer");
		e = make_extension(o, plan->extension, plan->label, plan->company);
		if (!e || !make_phone(o, plan, NULL, e))
			return ERR_CONFLICT;
	}
	return 0;
}

static void add_member(struct queue *queue, struct device *device)
{
	struct member *m = mem_new(1, sizeof(*m));

	m->device = device;
	m->queue = queue;
	LL_APPEND(queue->members, m);
	m->device_next = device->members;
	device->members = m;
}

static struct queue *make_queue(struct office *o, const struct group_plan *plan)
{
	struct queue *q = mem_new(1, sizeof(*q));

	q->office = o;
	q->all = plan->all;
	snprintf(q->name, sizeof(q->name), "%s", plan->name);
	snprintf(q->label, sizeof(q->label), "%s", plan->label);
	snprintf(q->company, sizeof(q->company), "%s", plan->company);
	q->row = wire_row_new(WIRE_QUEUE);
	wire_row_set_text(q->row, WIRE_F(queue, name), plan->name);
	wire_row_set_text(q->row, WIRE_F(queue, label), plan->label);
	wire_row_set_text(q->row, WIRE_F(queue, extension), plan->extension);
	wire_row_set_text(q->row, WIRE_F(queue, company), plan->company);
	LL_APPEND(o->queues, q);
	return q;
}

int build_group(struct office *o, const struct group_plan *plan)
{
	struct extension *e = make_extension(o, plan->extension, plan->label, plan->company);
	const char *at = plan->members;

	if (!e || (plan->queue && (!*plan->name || office_queue(o, plan->name))))
		return ERR_CONFLICT;
	if (plan->queue)
		e->queue = make_queue(o, plan);
	for (at += strspn(at, " "); *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		char name[72];
		struct device *d;

		snprintf(name, sizeof(name), "SIP/%.*s", len < 56 ? (int)len : 56, at);
		d = office_device(o, name);
		if (!d)
			return ERR_NOT_FOUND;
		if (plan->queue)
			add_member(e->queue, d);
		add_device(e, d);
		at += len;
	}
	return 0;
}

static void add_item(struct buf *list, const char *text)
{
	buf_add_char(list, list->len ? ',' : '[');
	wire_json_add_text(list, text);
}

static const char *end_list(struct buf *list)
{
	if (!list->len)
		buf_add_char(list, '[');
	buf_add_char(list, ']');
	return list->data;
}

static void extension_row(const struct office *o, struct extension *e)
{
	struct buf contacts, ddis;
	const struct ddi *ddi;

	buf_init(&contacts, 8192);
	buf_init(&ddis, 4096);
	for (unsigned i = 0; i < e->count; i++) {
		const struct person *p = e->devices[i]->owner;

		add_item(&e->devices[i]->numbers, e->number);
		if (p)
			buf_printf(&contacts, "%c%lld", contacts.len ? ',' : '[',
				   (long long)p->cID);
	}
	LL_FOREACH (o->ddis, ddi)
		if (!strcmp(ddi->to, e->number))
			add_item(&ddis, ddi->ddi);
	e->row = wire_row_new(WIRE_EXTENSION);
	wire_row_set_text(e->row, WIRE_F(extension, extension), e->number);
	wire_row_set_text(e->row, WIRE_F(extension, number), e->number);
	wire_row_set_text(e->row, WIRE_F(extension, name), e->name);
	wire_row_set_int(e->row, WIRE_F(extension, owner), e->owner ? e->owner->cID : WIRE_NULL);
	wire_row_set_bool(e->row, WIRE_F(extension, canOpt), !e->owner);
	wire_row_set_text(e->row, WIRE_F(extension, company), e->company);
	wire_row_set_text(e->row, WIRE_F(extension, contacts), end_list(&contacts));
	wire_row_set_text(e->row, WIRE_F(extension, ddis), end_list(&ddis));
	wire_row_set_text(e->row, WIRE_F(extension, type), e->queue ? "Q" : "A");
	buf_free(&contacts);
	buf_free(&ddis);
}

void build_rows(struct office *o)
{
	struct extension *e, *next_e;
	struct device *d, *next_d;

	HASH_ITER (hh, o->extensions, e, next_e)
		extension_row(o, e);
	HASH_ITER (hh, o->devices, d, next_d) {
		/* Every line rings for what the first one rings for. */
		const char *numbers =
			d == d->line[0] ? end_list(&d->numbers) : d->line[0]->numbers.data;

		wire_row_set_text(d->row, WIRE_F(device, extensions), numbers);
	}
	for (unsigned i = 0; i < o->phone_count; i++) {
		const char *name = wire_row_text(o->phones[i], WIRE_F(phone, name));
		char first[72];

		snprintf(first, sizeof(first), "SIP/%.56s", name);
		wire_row_set_text(o->phones[i], WIRE_F(phone, extensions),
				  office_device(o, first)->numbers.data);
	}
	HASH_ITER (hh, o->devices, d, next_d)
		buf_free(&d->numbers);
	free(o->plans);
	o->plans = NULL;
	o->plan_count = 0;
}
