/* Who was faster: a call that rang at several telephones is answered at one. */
#include "command.h"

/* The call as it was last, while it is still known. */
static const struct wire_call *call_of(const struct request *req)
{
	const char *device = wire_json_text(req->scope, "device");
	const char *cid = wire_json_text(req->scope, "cid");
	char key[WIRE_KEY_MAX];

	if (!device || !cid || wire_key(key, sizeof(key), WIRE_CALL, device, cid) < 0)
		return NULL;
	return (const struct wire_call *)live_get(req->pabx->live, WIRE_CALL, 0, key);
}

static const struct person *person_at(const struct request *req, const char *name)
{
	const struct wire_row *row = live_get(req->pabx->live, WIRE_DEVICE, 0, name);
	const struct wire_device *device = (const struct wire_device *)row;

	if (!device)
		return NULL;
	return directory_person(req->pabx->directory,
				device->userID != WIRE_NULL ? device->userID : device->ownerID);
}

/* Another telephone's end of the same conversation that is up. */
static bool answers(const struct wire_call *other, const struct wire_call *call)
{
	return other != call && other->linked && !strcmp(other->linked, call->linked) &&
	       other->party && !strcmp(other->party, "callee") && other->state &&
	       (!strcmp(other->state, "up") || !strcmp(other->state, "hold")) && other->parent &&
	       strncmp(other->parent, "queue:", 6) != 0;
}

const char *command_answered_by(const struct request *req)
{
	const struct wire_call *call = call_of(req);
	const struct wire_row *row;
	uint64_t position = 0;

	if (!call || !call->linked || !call->cause || strcmp(call->cause, "elsewhere") != 0)
		return NULL;
	while ((row = live_next(req->pabx->live, WIRE_CALL, &position, NULL))) {
		const struct wire_call *other = (const struct wire_call *)row;
		const struct person *person =
			answers(other, call) ? person_at(req, other->parent) : NULL;

		if (person)
			return person->name;
	}
	return NULL;
}
