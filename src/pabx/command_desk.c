/* Presence, notes and settings. */
#include "command.h"

static const cJSON *member_of(const struct request *req, const char *name)
{
	const cJSON *value = wire_json_get(req->values, name);

	return cJSON_IsNull(value) ? NULL : value;
}

/* Whose presence it is: one's own, or somebody's of a company where one is receptionist. */
static enum wire_reason whose(const struct request *req, int64_t *cID)
{
	const struct person *person;

	*cID = wire_json_int(req->scope, "cID", req->user.cID);
	if (*cID == req->user.cID)
		return WIRE_R_NONE;
	person = directory_person(req->pabx->directory, *cID);
	if (!person || !user_sees(&req->user, person->company))
		return WIRE_R_GONE;
	return command_at_desk(req, person->company, NULL) ? WIRE_R_NONE : WIRE_R_DENIED;
}

void command_presence(struct request *req)
{
	const cJSON *show = member_of(req, "show"), *status = member_of(req, "status");
	const cJSON *until = member_of(req, "until");
	int64_t cID, end = 0;
	enum wire_reason reason = whose(req, &cID);
	char text[257];

	if ((show && (!cJSON_IsString(show) || !directory_is_show(show->valuestring))) ||
	    (status && !cJSON_IsString(status)) ||
	    (until && (!wire_json_integer(until, &end) || end <= clock_wall_ms())))
		reason = WIRE_R_INVALID;
	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	if (status)
		text_clean(text, sizeof(text), status->valuestring, strlen(status->valuestring));
	answer_done(req,
		    directory_choose(req->pabx->directory, cID, show ? show->valuestring : NULL,
				     status ? text : NULL, end));
}

enum { NUMBER_DIGITS = 6 }; /* a shorter one is an extension, or no number */

/* A telephone number as it is compared; any other key as it is. */
static void as_compared(const struct request *req, char key[65])
{
	char number[NUMBER_MAX];

	if (number_e164(&req->pabx->plan, key, number, sizeof(number)) >= NUMBER_DIGITS)
		snprintf(key, 65, "%s", number);
}

/* The key of a note: a number as it is compared, a cID, or the key of an address. */
static enum wire_reason note_key(const struct request *req, char key[65])
{
	const cJSON *value = read_member(req, "key");
	const char *text;
	int64_t number;

	if (!value)
		value = wire_json_get(req->values, "key");
	text = cJSON_GetStringValue(value);
	if (wire_json_integer(value, &number) && number > 0)
		snprintf(key, 65, "%" PRId64, number);
	else if (text && *text && strlen(text) < 65) {
		text_clean(key, 65, text, strlen(text));
		as_compared(req, key);
	} else
		return WIRE_R_INVALID;
	return WIRE_R_NONE;
}

static void put_note(struct request *req, const char *text)
{
	char key[65];

	if (note_key(req, key)) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	answer_done(req, directory_note(req->pabx->directory, key, text, req->user.name));
}

void command_note(struct request *req)
{
	const char *text = cJSON_GetStringValue(member_of(req, "text"));
	char clean[4097];

	if (!text || !*text || strlen(text) > 4096) {
		answer_refused(req, text && *text ? WIRE_R_LIMIT : WIRE_R_INVALID, NULL);
		return;
	}
	text_clean_lines(clean, sizeof(clean), text, strlen(text));
	put_note(req, clean);
}

void command_delete_note(struct request *req)
{
	put_note(req, NULL);
}

void command_setting(struct request *req)
{
	const char *name = wire_json_text(req->values, "name");
	const cJSON *value = member_of(req, "value");
	char *json = value ? wire_json_print(value) : NULL;
	char clean[65];

	text_clean(clean, sizeof(clean), name ? name : "", name ? strlen(name) : 0);
	if (!name || !*name || strcmp(clean, name) != 0)
		answer_refused(req, WIRE_R_INVALID, NULL);
	else if (json && strlen(json) > 16384)
		answer_refused(req, WIRE_R_LIMIT, NULL);
	else
		answer_done(req,
			    directory_setting(req->pabx->directory, req->user.cID, name, json));
	free(json);
}
