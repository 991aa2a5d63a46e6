#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"

/* What a class does beside being stored; entries may be NULL. */
struct model {
	void (*added)(struct pbx_object *object);
	void (*changed)(struct pbx_object *object, uint64_t changed);
	void (*gone)(struct pbx_object *object);
};

static struct px_table *table(const struct pbx_object *object, enum pbx_class class)
{
	return &object->pbx->store.tables[class];
}

static void place_by_name(struct pbx_object *who)
{
	px_list_put(&table(who, px_class(who))->list, who, px_sort_key(who));
}

/* ---- People ---- */

/* An address that is this contact shows the contact's name. */
static void contact_reaches_address(struct pbx_object *contact, bool renamed)
{
	struct pbx_object *address = px_persons_find(contact->pbx, pbx_contact_cID(contact));

	if (!address)
		return;
	table(contact, PBX_ADDRESS)->revision++;
	px_index_update(address);
	if (renamed)
		place_by_name(address);
}

static void contact_added(struct pbx_object *contact)
{
	place_by_name(contact);
	px_index_update(contact);
	contact_reaches_address(contact, true);
}

static void contact_changed(struct pbx_object *contact, uint64_t changed)
{
	const uint64_t names = WIRE_BIT(contact, name) | WIRE_BIT(contact, uname);
	const uint64_t found = names | WIRE_BIT(contact, company) | WIRE_BIT(contact, companyName) |
			       WIRE_BIT(contact, department) | WIRE_BIT(contact, title) |
			       WIRE_BIT(contact, email) | WIRE_BIT(contact, extension) |
			       WIRE_BIT(contact, numbers);

	if (changed & names)
		place_by_name(contact);
	if (changed & found)
		px_index_update(contact);
	else
		px_index_state(contact);
	contact_reaches_address(contact, (changed & names) != 0);
}

static void contact_gone(struct pbx_object *contact)
{
	px_index_remove(contact);
	contact_reaches_address(contact, true);
}

static void address_added(struct pbx_object *address)
{
	px_persons_add(address->pbx, address);
	place_by_name(address);
	px_index_update(address);
}

static void address_changed(struct pbx_object *address, uint64_t changed)
{
	(void)changed;
	px_persons_add(address->pbx, address);
	place_by_name(address);
	px_index_update(address);
}

static void address_gone(struct pbx_object *address)
{
	px_persons_remove(address->pbx, address);
	px_index_remove(address);
}

/* Tags are a property of their owner, and of the address that is this contact. */
static void tag_added(struct pbx_object *tag)
{
	struct pbx_object *owner = px_tag_owner(tag), *address = NULL;

	if (!owner)
		return;
	if (px_class(owner) == PBX_CONTACT)
		address = px_persons_find(owner->pbx, pbx_contact_cID(owner));
	if (address)
		px_store_touched(address);
	px_store_touched(owner);
	px_index_update(owner);
}

static void tag_changed(struct pbx_object *tag, uint64_t changed)
{
	(void)changed;
	tag_added(tag);
}

/* ---- Devices, queues and their calls ---- */

static void adopt_call(struct pbx_object *parent, struct pbx_object *call)
{
	struct px_extra *extra = px_extra(parent);

	px_extra(call)->parent = parent;
	if (extra->call_count == extra->call_cap) {
		extra->call_cap = extra->call_cap ? extra->call_cap * 2 : 4;
		extra->calls =
			mem_resize(extra->calls, extra->call_cap, sizeof(struct pbx_object *));
	}
	extra->calls[extra->call_count++] = call;
}

static void leave_parent(struct pbx_object *call)
{
	struct pbx_object *parent = call->extra ? call->extra->parent : NULL;
	struct px_extra *extra = parent ? parent->extra : NULL;
	unsigned i = 0;

	if (!extra)
		return;
	while (extra->calls[i] != call)
		i++;
	memmove(&extra->calls[i], &extra->calls[i + 1],
		(--extra->call_count - i) * sizeof(struct pbx_object *));
	call->extra->parent = NULL;
}

static void call_added(struct pbx_object *call)
{
	const char *name = pbx_call_parent(call);
	size_t queue = strlen(PX_QUEUE_PREFIX);
	bool waits = !strncmp(name, PX_QUEUE_PREFIX, queue);
	struct pbx_object *parent = px_store_find(&call->pbx->store, waits ? PBX_QUEUE : PBX_DEVICE,
						  waits ? name + queue : name);

	if (parent) {
		adopt_call(parent, call);
		table(parent, px_class(parent))->revision++;
	}
}

static void call_changed(struct pbx_object *call, uint64_t changed)
{
	struct pbx_object *parent = call->extra ? call->extra->parent : NULL;

	(void)changed;
	if (parent)
		table(parent, px_class(parent))->revision++;
}

static void call_gone(struct pbx_object *call)
{
	call_changed(call, 0);
	leave_parent(call);
}

/* Its calls may have come before it. */
static void parent_added(struct pbx_object *parent)
{
	const struct px_list *calls = &table(parent, PBX_CALL)->list;
	bool queue = px_class(parent) == PBX_QUEUE;
	size_t skip = queue ? strlen(PX_QUEUE_PREFIX) : 0;

	for (unsigned i = 0; i < calls->count + calls->add_count; i++) {
		struct pbx_object *call =
			i < calls->count ? calls->at[i] : calls->add[i - calls->count];
		const char *name = pbx_call_parent(call);

		if (call->gone || (call->extra && call->extra->parent))
			continue;
		if (queue && strncmp(name, PX_QUEUE_PREFIX, skip) != 0)
			continue;
		if (!strcmp(name + skip, parent->row->key))
			adopt_call(parent, call);
	}
}

static void parent_gone(struct pbx_object *parent)
{
	struct px_extra *extra = parent->extra;

	for (unsigned i = 0; extra && i < extra->call_count; i++)
		extra->calls[i]->extra->parent = NULL;
	if (extra)
		extra->call_count = 0;
}

static void device_added(struct pbx_object *device)
{
	parent_added(device);
	device->pbx->lines.stale = true;
}

static void device_changed(struct pbx_object *device, uint64_t changed)
{
	if (changed & (WIRE_BIT(device, userID) | WIRE_BIT(device, ownerID) |
		       WIRE_BIT(device, mac) | WIRE_BIT(device, line)))
		device->pbx->lines.stale = true;
}

static void device_gone(struct pbx_object *device)
{
	parent_gone(device);
	device->pbx->lines.stale = true;
}

/* ---- What is only searched for ---- */

static void queue_added(struct pbx_object *queue)
{
	parent_added(queue);
	px_index_update(queue);
}

static void queue_gone(struct pbx_object *queue)
{
	parent_gone(queue);
	px_index_remove(queue);
}

static void found_changed(struct pbx_object *object, uint64_t changed)
{
	(void)changed;
	px_index_update(object);
}

static const struct model models[PBX_CLASS_COUNT] = {
	[PBX_CONTACT] = {contact_added, contact_changed, contact_gone},
	[PBX_ADDRESS] = {address_added, address_changed, address_gone},
	[PBX_TAG] = {tag_added, tag_changed, tag_added},
	[PBX_CALL] = {call_added, call_changed, call_gone},
	[PBX_DEVICE] = {device_added, device_changed, device_gone},
	[PBX_QUEUE] = {queue_added, found_changed, queue_gone},
	[PBX_PARKED] = {px_index_update, found_changed, px_index_remove},
};

void px_model_added(struct pbx_object *object)
{
	const struct model *model = &models[px_class(object)];
	struct px_list *list = &table(object, px_class(object))->list;

	if (!list->by_name)
		px_list_put(list, object, NULL);
	if (model->added)
		model->added(object);
}

void px_model_changed(struct pbx_object *object, uint64_t changed)
{
	const struct model *model = &models[px_class(object)];

	px_texts_clear(object);
	if (model->changed)
		model->changed(object, changed);
}

void px_model_gone(struct pbx_object *object)
{
	const struct model *model = &models[px_class(object)];

	if (model->gone)
		model->gone(object);
}

void px_model_told(struct pbx *pbx)
{
	px_lines_told(pbx);
	px_books_told(pbx);
}
