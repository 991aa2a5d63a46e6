#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"
#include "wire/json.h"

/* The company of what nothing is known of: its people see every company anyway. */
static const char nobodys[] = "default";

struct scope *scope_new(const struct live_scope *facts)
{
	size_t company = facts->company ? strlen(facts->company) + 1 : 0;
	size_t tags = facts->tags ? strlen(facts->tags) + 1 : 0;
	struct scope *scope = mem_new(1, sizeof(*scope) + company + tags);

	scope->facts = *facts;
	scope->refs = 1;
	if (facts->company)
		scope->facts.company = memcpy(scope->text, facts->company, company);
	if (facts->tags)
		scope->facts.tags = memcpy(scope->text + company, facts->tags, tags);
	return scope;
}

struct scope *scope_keep(struct scope *scope)
{
	scope->refs++;
	return scope;
}

void scope_drop(struct scope **slot)
{
	if (*slot && !--(*slot)->refs)
		free(*slot);
	*slot = NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool scope_equal(const struct live_scope *a, const struct live_scope *b)
{
	return a->owner == b->owner && a->holder == b->holder && a->queued == b->queued &&
	       same_text(a->company, b->company) && same_text(a->tags, b->tags);
}

struct finder {
	const struct live *live;
	int64_t user;
	const char *company;
	const struct wire_row *row;
	struct live_scope *facts;
	struct scope_anchor *anchor;
};

#define CAST(set, row) ((const struct wire_##set *)(row))

static bool anchor_to(struct finder *f, enum wire_set set, const char *key, struct live_item *item)
{
	f->anchor->used = true;
	f->anchor->set = set;
	snprintf(f->anchor->key, sizeof(f->anchor->key), "%s", key);
	return live_find(f->live, set, 0, key, item);
}

static void take_company(struct finder *f, const char *company)
{
	f->facts->company = company && *company ? company : nobodys;
}

static void of_person(struct finder *f, int64_t cID)
{
	struct live_item person;
	char key[32];

	if (cID == WIRE_NULL)
		return;
	snprintf(key, sizeof(key), "%" PRId64, cID);
	if (anchor_to(f, WIRE_CONTACT, key, &person))
		take_company(f, person.scope->company);
}

static bool of_other(struct finder *f, enum wire_set set, const char *key)
{
	struct live_item other;

	if (!anchor_to(f, set, key, &other))
		return false;
	f->facts->company = other.scope->company;
	f->facts->owner = other.scope->owner;
	f->facts->holder = other.scope->holder;
	return true;
}

static void of_contact(struct finder *f)
{
	const struct wire_row *tag = live_get(f->live, WIRE_TAG, 0, f->row->key);

	take_company(f, CAST(contact, f->row)->company);
	f->facts->owner = CAST(contact, f->row)->cID;
	if (tag)
		f->facts->tags = CAST(tag, tag)->tags;
}

static void of_user(struct finder *f)
{
	f->facts->company = NULL;
	f->facts->owner = f->user;
}

static void of_extension(struct finder *f)
{
	take_company(f, CAST(extension, f->row)->company);
	f->facts->owner = CAST(extension, f->row)->owner;
}

/* A phone is its first line's, and its owner's. */
static void of_phone(struct finder *f)
{
	const char *names = CAST(phone, f->row)->deviceNames;
	cJSON *list = NULL;
	const char *first = NULL;

	if (names && !wire_json_parse_any(names, strlen(names), &list, NULL))
		first = cJSON_GetStringValue(cJSON_GetArrayItem(list, 0));
	if (!first || !of_other(f, WIRE_DEVICE, first))
		of_person(f, CAST(phone, f->row)->ownerID);
	if (CAST(phone, f->row)->ownerID != WIRE_NULL)
		f->facts->owner = CAST(phone, f->row)->ownerID;
	cJSON_Delete(list);
}

static void of_device(struct finder *f)
{
	const struct wire_device *device = CAST(device, f->row);
	int64_t person = device->userID != WIRE_NULL ? device->userID : device->ownerID;
	struct live_item extension;

	f->facts->owner = device->ownerID;
	f->facts->holder = device->userID;
	if (person != WIRE_NULL)
		of_person(f, person);
	else if (device->extension && anchor_to(f, WIRE_EXTENSION, device->extension, &extension))
		take_company(f, extension.scope->company);
}

static void of_queue(struct finder *f)
{
	take_company(f, CAST(queue, f->row)->company);
}

static void of_call(struct finder *f)
{
	const char *parent = CAST(call, f->row)->parent;

	f->facts->queued = parent && !strncmp(parent, "queue:", 6);
	if (parent)
		of_other(f, f->facts->queued ? WIRE_QUEUE : WIRE_DEVICE,
			 f->facts->queued ? parent + 6 : parent);
}

static void of_parked(struct finder *f)
{
	f->facts->owner = CAST(parked, f->row)->by;
	of_person(f, f->facts->owner);
}

static void of_mailbox(struct finder *f)
{
	const char *name = CAST(mailbox, f->row)->name;
	const struct wire_row *row;
	uint64_t position = 0;

	while (name && (row = live_next(f->live, WIRE_DEVICE, &position, NULL))) {
		if (!same_text(CAST(device, row)->mailbox, name))
			continue;
		of_other(f, WIRE_DEVICE, row->key);
		return;
	}
}

static void of_tag(struct finder *f)
{
	const char *owner = f->row->key;
	char *end;
	int64_t cID = strtoll(owner, &end, 10);

	if (!*end && end != owner) {
		f->facts->owner = cID;
		of_person(f, cID);
	} else {
		of_other(f, WIRE_ADDRESS, owner);
	}
}

static void of_address(struct finder *f)
{
	f->facts->company = f->company;
	if (f->user) {
		of_user(f);
		return;
	}
	f->facts->owner = CAST(address, f->row)->cID;
	of_person(f, f->facts->owner);
}

static void of_note(struct finder *f)
{
	f->facts->company = NULL;
}

static void of_taken(struct finder *f)
{
	take_company(f, CAST(taken, f->row)->company);
}

static void of_operator(struct finder *f)
{
	f->facts->owner = CAST(operator, f->row)->cID;
	of_person(f, f->facts->owner);
}

static void of_nightmode(struct finder *f)
{
	take_company(f, CAST(nightmode, f->row)->company);
}

static void (*const rules[WIRE_SET_COUNT])(struct finder *f) = {
	[WIRE_CONTACT] = of_contact, [WIRE_LINK] = of_user,         [WIRE_EXTENSION] = of_extension,
	[WIRE_PHONE] = of_phone,     [WIRE_DEVICE] = of_device,     [WIRE_QUEUE] = of_queue,
	[WIRE_CALL] = of_call,       [WIRE_PARKED] = of_parked,     [WIRE_MAILBOX] = of_mailbox,
	[WIRE_TAG] = of_tag,         [WIRE_ADDRESS] = of_address,   [WIRE_ROOM] = of_user,
	[WIRE_MESSAGE] = of_user,    [WIRE_NOTE] = of_note,         [WIRE_TAKEN] = of_taken,
	[WIRE_SETTING] = of_user,    [WIRE_OPERATOR] = of_operator, [WIRE_NIGHTMODE] = of_nightmode,
};

void scope_of_row(const struct live *live, int64_t user, const char *company,
		  const struct wire_row *row, struct live_scope *facts, struct scope_anchor *anchor)
{
	struct finder f = {live, user, company, row, facts, anchor};

	anchor->used = false;
	*facts = (struct live_scope){.company = nobodys, .owner = WIRE_NULL, .holder = WIRE_NULL};
	rules[row->set](&f);
}

const char *live_company(const struct live *live, const struct wire_row *row)
{
	struct scope_anchor anchor;
	struct live_scope facts;
	struct live_item item;

	if (live_find(live, row->set, 0, row->key, &item))
		return item.scope->company;
	scope_of_row(live, 0, NULL, row, &facts, &anchor);
	return facts.company;
}

bool scope_concerns(const struct wire_row *row, enum wire_set *set, char *key, size_t cap)
{
	const char *other = NULL;

	if (row->set == WIRE_TAG) {
		*set = WIRE_CONTACT;
		other = row->key;
	} else if (row->set == WIRE_DEVICE) {
		*set = WIRE_MAILBOX;
		other = CAST(device, row)->mailbox;
	}
	return other && (size_t)snprintf(key, cap, "%s", other) < cap;
}

uint64_t scope_concerning(enum wire_set set)
{
	switch (set) {
	case WIRE_TAG:
		return WIRE_BIT(tag, tags);
	case WIRE_DEVICE:
		return WIRE_BIT(device, mailbox);
	default:
		return 0;
	}
}
