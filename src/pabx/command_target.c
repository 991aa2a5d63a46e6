#include "command.h"

/* A kiosk may call the people of its tag, nobody else. */
static bool kiosk_may(const struct request *req, int64_t cID)
{
	const char *tag = req->user.perms[PERM_KIOSK];
	char key[32];

	snprintf(key, sizeof(key), "%" PRId64, cID);
	return !*tag || (cID != WIRE_NULL && directory_tagged(req->pabx->directory, key, tag));
}

static void set_number(struct switch_target *target, const char *text)
{
	size_t len = strnlen(text, sizeof(target->number) - 1);

	if (number_digits(text, target->number, sizeof(target->number)) >= 0)
		return;
	memcpy(target->number, text, len);
	target->number[len] = '\0';
}

static enum wire_reason to_person(const struct request *req, int64_t cID,
				  struct switch_target *target)
{
	const struct person *person = directory_person(req->pabx->directory, cID);
	const char *number;

	if (!person || !user_sees(&req->user, person->company))
		return WIRE_R_NOTARGET;
	if (!kiosk_may(req, cID))
		return WIRE_R_DENIED;
	number = directory_number(req->pabx->directory, cID);
	snprintf(target->name, sizeof(target->name), "%s", person->name);
	if (!number)
		return WIRE_R_NOTCALLABLE;
	target->cID = cID;
	set_number(target, number);
	return WIRE_R_NONE;
}

static enum wire_reason to_voicemail(const struct request *req, int64_t cID,
				     struct switch_target *target)
{
	if (!command_can(req->pabx, "voicemail"))
		return WIRE_R_UNSUPPORTED;
	target->voicemail = true;
	return to_person(req, cID, target);
}

static enum wire_reason to_address(const struct request *req, const char *key,
				   struct switch_target *target)
{
	int64_t owner;
	const struct wire_address *address =
		directory_address(req->pabx->directory, key, req->user.cID, &owner);

	if (!address)
		return WIRE_R_NOTARGET;
	if (address->cID != WIRE_NULL)
		return to_person(req, address->cID, target);
	if (!kiosk_may(req, WIRE_NULL))
		return WIRE_R_DENIED;
	snprintf(target->name, sizeof(target->name), "%s", address->name ? address->name : "");
	if (!address->number || !number_dialable(address->number))
		return WIRE_R_NOTCALLABLE;
	set_number(target, address->number);
	return WIRE_R_NONE;
}

static enum wire_reason to_extension(const struct request *req, const char *name,
				     struct switch_target *target)
{
	const struct wire_row *row = live_get(req->pabx->live, WIRE_EXTENSION, 0, name);
	const struct wire_extension *extension = (const struct wire_extension *)row;

	if (!row || !user_sees(&req->user, command_company(req->pabx, WIRE_EXTENSION, name)))
		return WIRE_R_NOTARGET;
	if (!kiosk_may(req, extension->owner))
		return WIRE_R_DENIED;
	target->cID = extension->owner;
	set_number(target, extension->number ? extension->number : name);
	snprintf(target->name, sizeof(target->name), "%s", extension->name ? extension->name : "");
	return WIRE_R_NONE;
}

static enum wire_reason to_number(const struct request *req, const char *text,
				  struct switch_target *target)
{
	struct directory_match match;
	bool known;

	if (!number_dialable(text))
		return to_extension(req, text, target);
	known = directory_match(req->pabx->directory, text, &match);
	if (!kiosk_may(req, match.cID))
		return WIRE_R_DENIED;
	target->cID = match.cID;
	set_number(target, text);
	if (known && match.name)
		snprintf(target->name, sizeof(target->name), "%s", match.name);
	return *target->number ? WIRE_R_NONE : WIRE_R_NOTARGET;
}

enum wire_reason command_target(const struct request *req, const cJSON *value,
				struct switch_target *target)
{
	struct wire_target wire;

	memset(target, 0, sizeof(*target));
	target->cID = WIRE_NULL;
	if (!value || wire_target_decode(&wire, value))
		return WIRE_R_INVALID;
	switch (wire.kind) {
	case WIRE_TARGET_NUMBER:
		return to_number(req, wire.text, target);
	case WIRE_TARGET_CONTACT:
		return to_person(req, wire.cID, target);
	case WIRE_TARGET_ADDRESS:
		return to_address(req, wire.text, target);
	case WIRE_TARGET_EXTENSION:
		return to_extension(req, wire.text, target);
	case WIRE_TARGET_VOICEMAIL:
		return to_voicemail(req, wire.cID, target);
	default:
		return WIRE_R_INVALID;
	}
}

void command_refused(struct request *req, enum wire_reason reason,
		     const struct switch_target *target)
{
	const struct wire_said who = {WIRE_S_NOT_CALLABLE, {target->name}};

	if (reason == WIRE_R_NOTCALLABLE && *target->name)
		answer_said(req, reason, &who);
	else
		answer_refused(req, reason, NULL);
}

enum wire_reason command_who(const struct request *req, const cJSON *scope, char key[65],
			     int64_t *cID)
{
	const char *address = wire_json_text(scope, "key");
	const struct wire_address *row;
	const struct person *person;
	int64_t owner;

	*cID = wire_json_int(scope, "cID", WIRE_NULL);
	if (*cID == WIRE_NULL && !address)
		return WIRE_R_INVALID;
	if (*cID == WIRE_NULL) {
		row = directory_address(req->pabx->directory, address, req->user.cID, &owner);
		if (!row)
			return WIRE_R_GONE;
		*cID = row->cID;
		snprintf(key, 65, "%s", row->key);
	}
	if (*cID == WIRE_NULL)
		return WIRE_R_NONE;
	person = directory_person(req->pabx->directory, *cID);
	if (!person || !user_sees(&req->user, person->company))
		return WIRE_R_GONE;
	snprintf(key, 65, "%" PRId64, *cID);
	return WIRE_R_NONE;
}
