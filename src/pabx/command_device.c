/* Settings of own devices, and a member's pause in a queue. */
#include "command.h"

enum { OPTED_OUT_MAX = 64 };

static bool is_list_of_texts(const cJSON *list)
{
	const cJSON *item;

	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > OPTED_OUT_MAX)
		return false;
	cJSON_ArrayForEach (item, list)
		if (!cJSON_IsString(item) || strlen(item->valuestring) > 64)
			return false;
	return true;
}

/* The settable fields of values as a row; NULL if one is of a wrong type or there is none. */
static struct wire_row *wanted(const char *device, const cJSON *values)
{
	static const char *const settable[] = {"autoanswer", "autohold", "microphone", "optOut"};
	struct wire_row *row = wire_row_new(WIRE_DEVICE);
	cJSON *object = cJSON_CreateObject();
	const cJSON *opted = wire_json_get(values, "optOut"), *value;
	bool good = !opted || is_list_of_texts(opted);
	unsigned count = 0;

	cJSON_AddStringToObject(object, "name", device);
	for (size_t i = 0; i < sizeof(settable) / sizeof(*settable); i++) {
		value = wire_json_get(values, settable[i]);
		if (!value)
			continue;
		cJSON_AddItemToObject(object, settable[i], cJSON_Duplicate(value, true));
		count++;
	}
	if (!good || !count || wire_row_decode(row, object, NULL, NULL))
		wire_row_free(&row);
	cJSON_Delete(object);
	return row;
}

void command_device(struct request *req)
{
	const char *name = wire_json_text(req->scope, "device");
	const struct wire_device *device;
	enum wire_reason reason = name ? command_own_device(req, name, &device) : WIRE_R_INVALID;
	struct wire_row *row = reason ? NULL : wanted(name, req->values);
	struct switch_command command = {.verb = SWITCH_DEVICE,
					 .user = req->user.cID,
					 .device = name,
					 .row = (const struct wire_device *)row};

	if (!reason && !row)
		reason = WIRE_R_INVALID;
	if (reason)
		answer_refused(req, reason, NULL);
	else
		command_ask(req, &command);
	wire_row_free(&row);
}

static enum wire_reason find_member(const struct request *req, const char *queue,
				    const char *device)
{
	const struct wire_device *own;
	const struct wire_row *row;
	enum wire_reason reason;

	if (!queue || !device || !cJSON_IsBool(wire_json_get(req->values, "paused")))
		return WIRE_R_INVALID;
	if (!command_can(req->pabx, "pause"))
		return WIRE_R_UNSUPPORTED;
	row = live_get(req->pabx->live, WIRE_QUEUE, 0, queue);
	if (!row || !user_sees(&req->user, ((const struct wire_queue *)row)->company))
		return WIRE_R_GONE;
	reason = command_own_device(req, device, &own);
	if (reason == WIRE_R_NOTYOURS &&
	    command_at_desk(req, ((const struct wire_queue *)row)->company, NULL))
		return WIRE_R_NONE;
	return reason;
}

void command_queue(struct request *req)
{
	const char *reason_text = wire_json_text(req->values, "reason");
	struct switch_command command = {
		.verb = SWITCH_QUEUE_MEMBER,
		.user = req->user.cID,
		.queue = wire_json_text(req->scope, "queue"),
		.device = wire_json_text(req->scope, "device"),
		.paused = wire_json_bool(req->values, "paused", false),
	};
	enum wire_reason reason = find_member(req, command.queue, command.device);
	char text[129];

	text_clean(text, sizeof(text), reason_text ? reason_text : "",
		   reason_text ? strlen(reason_text) : 0);
	command.text = text;
	if (reason)
		answer_refused(req, reason, NULL);
	else
		command_ask(req, &command);
}
