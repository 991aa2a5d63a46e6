/* Messages that the desk takes for somebody. One that goes by chat is sent here and now; one that
 * goes by mail is sent by the console, which then says what became of it. */
#include "command.h"

enum { TEXT_MAX_BYTES = 4096 };

/* A text member, cleaned: "" where it is missing, false where it is none or too long. */
static bool take_text(const struct request *req, const char *name, char *out, size_t cap)
{
	const cJSON *value = wire_json_get(req->values, name);

	*out = '\0';
	if (!value || cJSON_IsNull(value))
		return true;
	if (!cJSON_IsString(value) || strlen(value->valuestring) >= cap)
		return false;
	text_clean_lines(out, cap, value->valuestring, strlen(value->valuestring));
	return true;
}

struct taking {
	struct directory_taken taken;
	char name[129], to[255], caller[129], number[65], text[TEXT_MAX_BYTES + 1], via[17],
		uid[WIRE_MAX_ID + 1];
};

static bool is_via(const char *via)
{
	return !strcmp(via, "chat") || !strcmp(via, "mail");
}

/* The person whom it is for; a name alone will do for mail. */
static enum wire_reason for_whom(const struct request *req, struct taking *t)
{
	const struct person *person;

	t->taken.cID = wire_json_int(req->values, "cID", WIRE_NULL);
	if (t->taken.cID == WIRE_NULL)
		return !strcmp(t->via, "chat") ? WIRE_R_NOTARGET : WIRE_R_NONE;
	person = directory_person(req->pabx->directory, t->taken.cID);
	if (!person || !user_sees(&req->user, person->company))
		return WIRE_R_NOTARGET;
	snprintf(t->name, sizeof(t->name), "%s", person->name);
	return WIRE_R_NONE;
}

/* Why it cannot go by chat to that person; NONE if it can. */
static enum wire_reason chat_obstacle(const struct request *req, int64_t cID)
{
	if (cID == WIRE_NULL || cID == req->user.cID)
		return WIRE_R_NOTARGET;
	return directory_linked(req->pabx->directory, req->user.cID, cID) ? WIRE_R_NONE
									  : WIRE_R_DENIED;
}

static enum wire_reason take_values(const struct request *req, struct taking *t)
{
	enum wire_reason reason;

	if (!take_text(req, "text", t->text, sizeof(t->text)))
		return cJSON_IsString(wire_json_get(req->values, "text")) ? WIRE_R_LIMIT
									  : WIRE_R_INVALID;
	if (!take_text(req, "name", t->name, sizeof(t->name)) ||
	    !take_text(req, "to", t->to, sizeof(t->to)) ||
	    !take_text(req, "caller", t->caller, sizeof(t->caller)) ||
	    !take_text(req, "number", t->number, sizeof(t->number)) ||
	    !take_text(req, "via", t->via, sizeof(t->via)) ||
	    !take_text(req, "uid", t->uid, sizeof(t->uid)) || !*t->text || !is_via(t->via))
		return WIRE_R_INVALID;
	reason = for_whom(req, t);
	if (!reason && !*t->name)
		reason = WIRE_R_NOTARGET;
	if (!reason && !strcmp(t->via, "mail") && !*t->to)
		reason = WIRE_R_NOTARGET;
	if (!reason && !strcmp(t->via, "chat"))
		reason = chat_obstacle(req, t->taken.cID);
	return reason;
}

static void post(const struct request *req, int64_t cID, const char *caller, const char *number,
		 const char *text)
{
	struct buf message;

	buf_init(&message, 2 * TEXT_MAX_BYTES);
	buf_printf(&message, "%s%s%s%s called: %s", *caller ? caller : "Somebody",
		   *number ? " (" : "", number, *number ? ")" : "", text);
	directory_message(req->pabx->directory, req->user.cID, cID, message.data);
	buf_free(&message);
}

static void answer_taken(struct request *req, int64_t id)
{
	const struct wire_taken *taken = directory_taken(req->pabx->directory, id);
	cJSON *values = cJSON_CreateObject();

	cJSON_AddNumberToObject(values, "id", (double)id);
	cJSON_AddStringToObject(values, "state", taken ? taken->state : "sent");
	answer_values(req, values);
}

void command_take(struct request *req)
{
	struct taking t = {.taken = {.by = req->user.cID}};
	enum wire_reason reason = take_values(req, &t);
	struct directory *d = req->pabx->directory;
	bool chat = !strcmp(t.via, "chat");
	int64_t id;

	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	t.taken.time = wire_json_int(req->values, "time", clock_wall_ms());
	t.taken.name = t.name;
	t.taken.to = t.to;
	t.taken.caller = t.caller;
	t.taken.number = t.number;
	t.taken.text = t.text;
	t.taken.via = t.via;
	t.taken.state = "waiting";
	t.taken.by_name = req->user.name;
	t.taken.company = req->user.company;
	t.taken.uid = *t.uid ? t.uid : NULL;
	id = directory_take(d, &t.taken);
	if (id <= 0) {
		answer_done(req, (int)id);
		return;
	}
	/* A repeated one has been sent before. */
	const struct wire_taken *kept = directory_taken(d, id);
	if (chat && kept && !strcmp(kept->state, "waiting")) {
		post(req, t.taken.cID, t.caller, t.number, t.text);
		directory_taken_state(d, id, NULL, "sent", "");
	}
	answer_taken(req, id);
}

/* The message that the scope names, if the desk is the user's. */
static const struct wire_taken *scope_taken(struct request *req)
{
	int64_t id = wire_json_int(req->scope, "id", 0);
	const struct wire_taken *taken = directory_taken(req->pabx->directory, id);

	if (taken && command_at_desk(req, taken->company, NULL))
		return taken;
	answer_refused(req, WIRE_R_GONE, NULL);
	return NULL;
}

/* Sends by chat what could not be sent by mail. */
static void by_chat(struct request *req, const struct wire_taken *taken)
{
	enum wire_reason reason = chat_obstacle(req, taken->cID);

	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	post(req, taken->cID, taken->caller, taken->number, taken->text);
	answer_done(req,
		    directory_taken_state(req->pabx->directory, taken->id, "chat", "sent", ""));
}

static bool is_taken_state(const char *state)
{
	return !strcmp(state, "waiting") || !strcmp(state, "sent") || !strcmp(state, "failed");
}

void command_update_taken(struct request *req)
{
	const char *via = wire_json_text(req->values, "via");
	const char *state = wire_json_text(req->values, "state");
	const struct wire_taken *taken;
	char why[257];

	if ((via ? strcmp(via, "chat") != 0 : !state || !is_taken_state(state)) ||
	    !take_text(req, "why", why, sizeof(why))) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	taken = scope_taken(req);
	if (!taken)
		return;
	if (!strcmp(taken->state, "sent"))
		answer_refused(req, WIRE_R_CONFLICT, "This message was sent already");
	else if (via)
		by_chat(req, taken);
	else
		answer_done(req, directory_taken_state(req->pabx->directory, taken->id, NULL, state,
						       why));
}

void command_delete_taken(struct request *req)
{
	const struct wire_taken *taken = scope_taken(req);

	if (taken)
		answer_done(req, directory_taken_end(req->pabx->directory, taken->id));
}
