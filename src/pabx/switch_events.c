/* What the switch tells, on its way to the rows that consoles see. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "directory.h"
#include "feed.h"
#include "leaving.h"
#include "mapping.h"
#include "night.h"
#include "pabx.h"
#include "rollup.h"
#include "wire/json.h"

/* The fields of a row that names another party. */
static const struct party {
	enum wire_set set;
	unsigned name, number, match;
	uint64_t asked; /* where one of these comes, the directory is asked */
} parties[] = {
	{WIRE_CALL, WIRE_F(call, name), WIRE_F(call, number), WIRE_F(call, match),
	 WIRE_BIT(call, name) | WIRE_BIT(call, number)},
	{WIRE_PARKED, WIRE_F(parked, name), WIRE_F(parked, number), WIRE_F(parked, match),
	 WIRE_BIT(parked, name) | WIRE_BIT(parked, number)},
};

static const struct party *party_of(enum wire_set set)
{
	for (size_t i = 0; i < sizeof(parties) / sizeof(parties[0]); i++)
		if (parties[i].set == set)
			return &parties[i];
	return NULL;
}

/* A field of the row as it will be once row is merged. */
static const char *coming(const struct wire_row *row, const struct wire_row *old, unsigned field)
{
	if (!old || row->present & UINT64_C(1) << field)
		return wire_row_text(row, field);
	return wire_row_text(old, field);
}

static void set_match(struct wire_row *row, unsigned field, const struct directory_match *match)
{
	struct buf json;

	buf_init(&json, 256);
	if (match->cID != WIRE_NULL) {
		buf_printf(&json, "{\"cID\":%" PRId64 "}", match->cID);
	} else {
		buf_add_str(&json, "{\"key\":");
		wire_json_add_text(&json, match->key);
		buf_add_char(&json, '}');
	}
	wire_row_set_text(row, field, json.data);
	buf_free(&json);
}

static void name_party(struct pabx *pabx, struct wire_row *row, const struct wire_row *old)
{
	const struct party *party = party_of(row->set);
	struct directory_match match;
	const char *number, *name;

	if (!party || (old && !(row->present & party->asked)))
		return;
	number = coming(row, old, party->number);
	name = coming(row, old, party->name);
	/* A match is the same for all who see the row, so it is somebody whom all of them see. */
	if (!number || !*number ||
	    !directory_match_for(pabx->directory, live_company(pabx->live, row), number, &match)) {
		wire_row_set_text(row, party->match, NULL);
		return;
	}
	set_match(row, party->match, &match);
	if ((!name || !*name) && match.name)
		wire_row_set_text(row, party->name, match.name);
}

static void greet(struct pabx *pabx, struct wire_row *row)
{
	struct wire_call *call = (struct wire_call *)row;

	if (row->set != WIRE_CALL || !(row->present & WIRE_BIT(call, ddi)))
		return;
	wire_row_set_text(row, WIRE_F(call, greeting),
			  call->ddi ? directory_greeting(pabx->directory, call->ddi) : NULL);
	wire_row_set_text(row, WIRE_F(call, called),
			  call->ddi ? directory_called(pabx->directory, call->ddi) : NULL);
}

/* Whose telephone it is says the mapping, and where that is silent the telephone itself. */
static void own_device(struct pabx *pabx, const char *key)
{
	const struct wire_row *row = live_get(pabx->live, WIRE_DEVICE, 0, key);
	const struct wire_device *device = (const struct wire_device *)row;

	if (device && device->extension && *device->extension && device->label)
		mapping_phone(pabx, device->extension, device->label);
}

static void take_row(void *ctx, const struct wire_row *row)
{
	struct pabx *pabx = ctx;
	struct wire_row *copy;

	if (row->set == WIRE_CALL)
		leaving_hurry(pabx->leaving, row->key);
	if (!party_of(row->set)) {
		if (live_put(pabx->live, 0, row) && row->set == WIRE_DEVICE)
			rollup_device(pabx->rollup, row->key);
		if (row->set == WIRE_DEVICE && pabx->options.phones_are_people)
			own_device(pabx, row->key);
		return;
	}
	copy = wire_row_copy(row);
	name_party(pabx, copy, live_get(pabx->live, row->set, 0, row->key));
	greet(pabx, copy);
	live_put(pabx->live, 0, copy);
	wire_row_free(&copy);
}

static void take_gone(void *ctx, enum wire_set set, const char *key)
{
	struct pabx *pabx = ctx;

	if (set == WIRE_CALL) {
		leaving_add(pabx->leaving, key);
		return;
	}
	if (live_remove(pabx->live, set, 0, key) && set == WIRE_DEVICE)
		rollup_device(pabx->rollup, key);
}

static void take_forward(void *ctx, const char *device, const char *number)
{
	rollup_forward(((struct pabx *)ctx)->rollup, device, number);
}

static void take_presence(void *ctx, int64_t cID, const char *resource, const char *show,
			  const char *status, int64_t until)
{
	struct directory *d = ((struct pabx *)ctx)->directory;

	if (resource)
		directory_presence(d, cID, resource, show, status, until);
	else
		directory_chosen(d, cID, show, status);
}

static void tell_person(void *ctx, const char *extension, struct switch_person *who)
{
	const struct directory *d = ((struct pabx *)ctx)->directory;
	const struct person *person;

	*who = (struct switch_person){.cID = WIRE_NULL, .name = "", .company = ""};
	if (!*extension)
		return;
	who->cID = directory_owner(d, extension);
	person = who->cID != WIRE_NULL ? directory_person(d, who->cID) : NULL;
	if (!person)
		return;
	who->name = person->name;
	who->company = person->company;
}

static void take_message(void *ctx, int64_t from, int64_t to, const char *text)
{
	directory_message(((struct pabx *)ctx)->directory, from, to, text);
}

static void take_ended(void *ctx, const struct switch_record *record)
{
	directory_record(((struct pabx *)ctx)->directory, record);
}

static void take_available(void *ctx, bool up, const char *text)
{
	struct pabx *pabx = ctx;

	if (up != pabx->switch_up)
		log_line(up ? LOG_INFO : LOG_WARN, "switch", "%s %s: %s", pabx->sw.ops->name,
			 up ? "is there" : "cannot be reached", text ? text : "");
	pabx->switch_up = up;
	feed_switch(pabx->feed, up, text);
	if (up)
		night_tell_all(pabx);
}

const struct switch_events *pabx_switch_events(void)
{
	static const struct switch_events events = {
		.row = take_row,
		.gone = take_gone,
		.forward = take_forward,
		.presence = take_presence,
		.message = take_message,
		.ended = take_ended,
		.available = take_available,
		.person = tell_person,
	};

	return &events;
}
