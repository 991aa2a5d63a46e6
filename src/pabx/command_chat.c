/* Rooms, messages and links. */
#include "command.h"

enum { MESSAGE_MAX = 8192 };

/* Whether the user may bring that person into a room. */
static bool may_bring(const struct request *req, int64_t cID)
{
	const struct person *person = directory_person(req->pabx->directory, cID);

	return directory_linked(req->pabx->directory, req->user.cID, cID) ||
	       user_has_for(&req->user, PERM_API_CHAT, person->company);
}

/* A list of people whom the user may bring into a room, into cIDs. */
static enum wire_reason take_people(const struct request *req, const cJSON *list, int64_t *cIDs,
				    unsigned *count)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return WIRE_R_INVALID;
	cJSON_ArrayForEach (item, list) {
		int64_t cID;

		if (cJSON_IsObject(item) && wire_json_bool(item, "invite", false))
			return WIRE_R_UNSUPPORTED;
		if (!wire_json_integer(item, &cID))
			return WIRE_R_INVALID;
		if (cID == req->user.cID)
			continue;
		if (!directory_person(req->pabx->directory, cID))
			return WIRE_R_GONE;
		if (!may_bring(req, cID))
			return WIRE_R_DENIED;
		if (*count == DIRECTORY_ROOM_MEMBERS)
			return WIRE_R_LIMIT;
		cIDs[(*count)++] = cID;
	}
	return WIRE_R_NONE;
}

static void answer_id(struct request *req, const char *name, int64_t id)
{
	cJSON *values;

	if (id < 0) {
		answer_done(req, (int)id);
		return;
	}
	values = cJSON_CreateObject();
	cJSON_AddNumberToObject(values, name, (double)id);
	answer_values(req, values);
}

void command_create_room(struct request *req)
{
	int64_t cIDs[DIRECTORY_ROOM_MEMBERS + 1] = {req->user.cID};
	bool aside = wire_json_bool(req->values, "aside", false);
	unsigned count = !aside;
	enum wire_reason reason =
		aside && !user_has(&req->user, PERM_API_CHAT)
			? WIRE_R_DENIED
			: take_people(req, wire_json_get(req->values, "members"), cIDs, &count);

	if (!reason && count < 2)
		reason = WIRE_R_INVALID;
	if (reason)
		answer_refused(req, reason, NULL);
	else
		answer_id(req, "roomID", directory_room(req->pabx->directory, cIDs, count));
}

/* The room of scope, where the user is a member; GONE otherwise. */
static enum wire_reason own_room(const struct request *req, int64_t *room)
{
	*room = wire_json_int(req->scope, "roomID", -1);
	return directory_in_room(req->pabx->directory, *room, req->user.cID) ? WIRE_R_NONE
									     : WIRE_R_GONE;
}

static enum wire_reason link_people(struct request *req, int64_t room, const cJSON *list, int *err)
{
	int64_t cIDs[DIRECTORY_ROOM_MEMBERS];
	unsigned count = 0;
	enum wire_reason reason = take_people(req, list, cIDs, &count);

	for (unsigned i = 0; !reason && !*err && i < count; i++)
		*err = directory_room_link(req->pabx->directory, room, cIDs[i]);
	return reason;
}

static int name_room(struct request *req, int64_t room, const char *name)
{
	char clean[129];

	if (!*name || strlen(name) > 128)
		return *name ? ERR_LIMIT : ERR_INVALID;
	text_clean(clean, sizeof(clean), name, strlen(name));
	return directory_room_name(req->pabx->directory, room, clean);
}

void command_update_room(struct request *req)
{
	const cJSON *seen = wire_json_get(req->values, "seen");
	const cJSON *people = wire_json_get(req->values, "link");
	const char *name = wire_json_text(req->values, "name");
	int64_t room, message = 0;
	enum wire_reason reason = own_room(req, &room);
	int err = 0;

	if (reason && people && !seen && !name &&
	    directory_oversees(req->pabx->directory, room, &req->user))
		reason = WIRE_R_NONE;
	if (!reason &&
	    ((!seen && !people && !name) || (seen && !wire_json_integer(seen, &message))))
		reason = WIRE_R_INVALID;
	if (!reason && people)
		reason = link_people(req, room, people, &err);
	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	if (!err && name)
		err = name_room(req, room, name);
	if (!err && seen)
		err = directory_room_seen(req->pabx->directory, room, req->user.cID, message);
	answer_done(req, err);
}

void command_delete_room(struct request *req)
{
	int64_t room;
	enum wire_reason reason = own_room(req, &room);

	if (reason)
		answer_refused(req, reason, NULL);
	else
		answer_done(req, directory_room_leave(req->pabx->directory, room, req->user.cID));
}

void command_message(struct request *req)
{
	const char *text = wire_json_text(req->values, "msg");
	const cJSON *uid = wire_json_get(req->values, "uid");
	int64_t room;
	enum wire_reason reason = own_room(req, &room);
	char clean[MESSAGE_MAX + 1];

	if (!reason && (!text || !*text ||
			(uid && (!cJSON_IsString(uid) || !*uid->valuestring ||
				 strlen(uid->valuestring) > WIRE_MAX_ID))))
		reason = WIRE_R_INVALID;
	if (!reason && strlen(text) > MESSAGE_MAX)
		reason = WIRE_R_LIMIT;
	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	text_clean_lines(clean, sizeof(clean), text, strlen(text));
	answer_id(req, "msgID",
		  directory_post(req->pabx->directory, room, req->user.cID, clean,
				 uid ? uid->valuestring : NULL));
}

static void set_link(struct request *req, enum directory_link what)
{
	int64_t cID = wire_json_int(req->scope, "cID", -1);

	if (cID == req->user.cID)
		answer_refused(req, WIRE_R_INVALID, NULL);
	else if (!directory_person(req->pabx->directory, cID))
		answer_refused(req, WIRE_R_GONE, NULL);
	else
		answer_done(req, directory_link(req->pabx->directory, req->user.cID, cID, what));
}

void command_create_link(struct request *req)
{
	set_link(req, LINK_ASK);
}

void command_update_link(struct request *req)
{
	set_link(req, LINK_ACCEPT);
}

void command_delete_link(struct request *req)
{
	set_link(req, LINK_END);
}
