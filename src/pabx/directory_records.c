/* Call records, and which person's history they are in. */
#include "directory_inside.h"

struct share {
	int64_t cID;
	const char *party;
};
enum { SHARES_MAX = 128 };

static const struct wire_device *device_of(const struct directory *d, const char *name)
{
	return name && *name ? (const struct wire_device *)live_get(d->live, WIRE_DEVICE, 0, name)
			     : NULL;
}

static int64_t person_of(const struct directory *d, const char *name)
{
	const struct wire_device *device = device_of(d, name);

	if (!device)
		return WIRE_NULL;
	return device->userID != WIRE_NULL ? device->userID : device->ownerID;
}

static void add(struct share *shares, unsigned *count, int64_t cID, const char *party)
{
	if (cID == WIRE_NULL || *count == SHARES_MAX)
		return;
	for (unsigned i = 0; i < *count; i++)
		if (shares[i].cID == cID)
			return;
	shares[(*count)++] = (struct share){cID, party};
}

/* Who sees the record in his history, and as what: the devices that it ran over, and all that the
 * queue rings. Who answered comes before those who missed it. */
static unsigned find_shares(const struct directory *d, const struct switch_record *r,
			    struct share *shares)
{
	const struct wire_row *queue =
		r->queue && *r->queue ? live_get(d->live, WIRE_QUEUE, 0, r->queue) : NULL;
	const char *members = queue ? CAST(queue, queue)->members : NULL;
	cJSON *list = NULL;
	const cJSON *item;
	unsigned count = 0;

	add(shares, &count, person_of(d, r->from_device), r->answered ? "caller" : "noanswer");
	add(shares, &count, person_of(d, r->answered_by), "callee");
	add(shares, &count, person_of(d, r->to_device),
	    r->answered && !(r->answered_by && *r->answered_by) ? "callee" : "missed");
	if (members && !wire_json_parse(members, strlen(members), &list, NULL))
		cJSON_ArrayForEach (item, list)
			add(shares, &count, person_of(d, item->string), "missed");
	cJSON_Delete(list);
	return count;
}

static const char *company_of(const struct directory *d, const struct switch_record *r)
{
	const char *devices[] = {r->answered_by, r->to_device, r->from_device};
	const struct wire_row *queue =
		r->queue && *r->queue ? live_get(d->live, WIRE_QUEUE, 0, r->queue) : NULL;

	for (unsigned i = 0; i < sizeof(devices) / sizeof(*devices); i++) {
		const struct person *person = person_find(d, person_of(d, devices[i]));

		if (person)
			return person->company;
	}
	return queue && CAST(queue, queue)->company ? CAST(queue, queue)->company : "default";
}

static const char *text(const char *value)
{
	return value ? value : "";
}

/* The number of the party outside, else of who called, as numbers are compared; "" without one. */
static void remote_of(const struct directory *d, const struct switch_record *r, char *out,
		      size_t cap)
{
	bool outgoing = *text(r->from_device) && !*text(r->to_device) && !*text(r->queue);
	const char *number = text(outgoing ? r->to_number : r->from_number);

	if (number_e164(&d->pabx->plan, number, out, cap) <= 0)
		*out = '\0';
}

void directory_record(struct directory *d, const struct switch_record *r)
{
	struct share shares[SHARES_MAX];
	unsigned count = find_shares(d, r, shares);
	char remote[NUMBER_MAX];
	int64_t id;
	int err;

	remote_of(d, r, remote, sizeof(remote));
	store_begin(d->store);
	err = store_run(d->store, SQL_CDR_ADD, "iiisssssssssssssss", r->start, r->answered, r->end,
			text(r->from_number), text(r->from_name), text(r->to_number),
			text(r->to_name), text(r->from_device), text(r->to_device), text(r->queue),
			text(r->ddi), text(r->uniqueid), text(r->linked), text(r->disposition),
			text(r->answered_by), company_of(d, r), remote, text(r->returned));
	id = store_last_id(d->store);
	for (unsigned i = 0; !err && i < count; i++)
		err = store_run(d->store, SQL_HISTORY_ADD, "iiis", shares[i].cID, r->start, id,
				shares[i].party);
	if (err)
		store_rollback(d->store);
	else
		store_commit(d->store);
}
