#include "rollup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "wire/json.h"

/* A contact or an extension, and the devices that count for it. */
struct group {
	enum wire_set set;
	struct member *members;
	UT_hash_handle hh;
	char id[]; /* a character for the set, then the key */
};

struct member {
	struct device *device;
	struct group *group;
	struct member *prev, *next; /* of the group */
	struct member *after;       /* of the device */
};

struct device {
	int64_t blf;
	bool online, dnd;
	char *forward;
	struct member *members;
	UT_hash_handle hh;
	char name[];
};

struct rollup {
	struct live *live;
	struct device *devices;
	struct group *groups;
};

struct rollup *rollup_new(struct live *live)
{
	struct rollup *r = mem_new(1, sizeof(*r));

	r->live = live;
	return r;
}

static struct group *group_find(struct rollup *r, enum wire_set set, const char *key, bool make)
{
	char id[WIRE_KEY_MAX + 1];
	struct group *group;
	int len = snprintf(id, sizeof(id), "%c%s", set == WIRE_CONTACT ? 'c' : 'e', key);

	if (len >= (int)sizeof(id))
		return NULL;
	HASH_FIND(hh, r->groups, id, (unsigned)len, group);
	if (group || !make)
		return group;
	group = mem_new(1, sizeof(*group) + (size_t)len + 1);
	group->set = set;
	memcpy(group->id, id, (size_t)len);
	HASH_ADD(hh, r->groups, id, (unsigned)len, group);
	return group;
}

static struct device *device_find(struct rollup *r, const char *name, bool make)
{
	size_t len = strlen(name);
	struct device *device;

	HASH_FIND(hh, r->devices, name, len, device);
	if (device || !make)
		return device;
	device = mem_new(1, sizeof(*device) + len + 1);
	memcpy(device->name, name, len);
	HASH_ADD(hh, r->devices, name, len, device);
	return device;
}

static void put_contact(struct rollup *r, const struct group *group)
{
	struct wire_row *row = wire_row_new(WIRE_CONTACT);
	const struct member *m;
	const char *forward = "";
	int64_t blf = 0;
	bool online = false, dnd = false;

	DL_FOREACH (group->members, m) {
		blf |= m->device->blf;
		online |= m->device->online;
		dnd |= m->device->dnd;
		if (!*forward && m->device->forward)
			forward = m->device->forward;
	}
	wire_row_set_int(row, WIRE_F(contact, cID), strtoll(group->id + 1, NULL, 10));
	wire_row_set_int(row, WIRE_F(contact, blf), blf);
	wire_row_set_bool(row, WIRE_F(contact, online), online);
	wire_row_set_bool(row, WIRE_F(contact, dnd), dnd);
	wire_row_set_text(row, WIRE_F(contact, forward), *forward ? forward : NULL);
	live_put(r->live, 0, row);
	wire_row_free(&row);
}

static void put_extension(struct rollup *r, const struct group *group)
{
	struct wire_row *row = wire_row_new(WIRE_EXTENSION);
	const struct member *m;
	int64_t blf = 0;

	DL_FOREACH (group->members, m)
		blf |= m->device->blf;
	wire_row_set_text(row, WIRE_F(extension, extension), group->id + 1);
	wire_row_set_int(row, WIRE_F(extension, blf), blf);
	live_put(r->live, 0, row);
	wire_row_free(&row);
}

/* Nobody is made by his telephone: only rows that are there are filled. */
static void put_group(struct rollup *r, const struct group *group)
{
	if (!live_get(r->live, group->set, 0, group->id + 1))
		return;
	if (group->set == WIRE_CONTACT)
		put_contact(r, group);
	else
		put_extension(r, group);
}

static void join(struct rollup *r, struct device *device, enum wire_set set, const char *key)
{
	struct group *group = group_find(r, set, key, true);
	struct member *m;

	LL_FOREACH2(device->members, m, after)
	if (m->group == group)
		return;
	if (!group)
		return;
	m = mem_new(1, sizeof(*m));
	m->device = device;
	m->group = group;
	DL_APPEND(group->members, m);
	LL_APPEND2(device->members, m, after);
}

static void join_all(struct rollup *r, struct device *device, const struct wire_device *row)
{
	int64_t person = row->userID != WIRE_NULL ? row->userID : row->ownerID;
	cJSON *list = NULL, *item;
	char key[32];

	if (person != WIRE_NULL) {
		snprintf(key, sizeof(key), "%" PRId64, person);
		join(r, device, WIRE_CONTACT, key);
	}
	if (row->extension && *row->extension)
		join(r, device, WIRE_EXTENSION, row->extension);
	if (!row->extensions ||
	    wire_json_parse_any(row->extensions, strlen(row->extensions), &list, NULL))
		return;
	cJSON_ArrayForEach (item, list)
		if (cJSON_IsString(item))
			join(r, device, WIRE_EXTENSION, item->valuestring);
	cJSON_Delete(list);
}

/* Takes the device's members away, to be compared with or dropped for the new ones. */
static struct member *leave_all(struct device *device)
{
	struct member *old = device->members, *m;

	LL_FOREACH2(old, m, after)
	DL_DELETE(m->group->members, m);
	device->members = NULL;
	return old;
}

static void put_and_free(struct rollup *r, struct member *old)
{
	struct member *m, *next;

	LL_FOREACH_SAFE2(old, m, next, after)
	{
		put_group(r, m->group);
		free(m);
	}
}

static void put_members(struct rollup *r, const struct device *device)
{
	const struct member *m;

	LL_FOREACH2(device->members, m, after)
	put_group(r, m->group);
}

static void forget(struct rollup *r, struct device *device)
{
	put_and_free(r, leave_all(device));
	HASH_DELETE(hh, r->devices, device);
	free(device->forward);
	free(device);
}

void rollup_device(struct rollup *r, const char *name)
{
	const struct wire_device *row =
		(const struct wire_device *)live_get(r->live, WIRE_DEVICE, 0, name);
	struct device *device = device_find(r, name, row != NULL);
	struct member *old;

	if (!device)
		return;
	if (!row) {
		forget(r, device);
		return;
	}
	device->blf = row->blf == WIRE_NULL ? 0 : row->blf & 3;
	device->online = row->state && !strcmp(row->state, "up");
	device->dnd = row->dnd;
	old = leave_all(device);
	join_all(r, device, row);
	put_members(r, device);
	put_and_free(r, old);
}

void rollup_forward(struct rollup *r, const char *name, const char *number)
{
	struct device *device = device_find(r, name, true);

	if (mem_set(&device->forward, number && *number ? number : NULL))
		put_members(r, device);
}

void rollup_target(struct rollup *r, enum wire_set set, const char *key)
{
	struct group *group = group_find(r, set, key, false);

	if (group)
		put_group(r, group);
}

void rollup_free(struct rollup **slot)
{
	struct rollup *r = *slot;
	struct device *device, *next_device;
	struct group *group, *next_group;
	struct member *m, *next;

	if (!r)
		return;
	HASH_ITER (hh, r->devices, device, next_device) {
		LL_FOREACH_SAFE2(device->members, m, next, after)
		free(m);
		HASH_DELETE(hh, r->devices, device);
		free(device->forward);
		free(device);
	}
	HASH_ITER (hh, r->groups, group, next_group) {
		HASH_DELETE(hh, r->groups, group);
		free(group);
	}
	free(r);
	*slot = NULL;
}
