#include "command.h"

bool command_can(const struct pabx *pabx, const char *capability)
{
	const char *const *can = pabx->sw.ops->can;

	if (!capability)
		return true;
	while (*can && strcmp(*can, capability) != 0)
		can++;
	return *can;
}

static bool is_own(const struct user *user, const struct wire_device *device)
{
	return device->userID == user->cID ||
	       (device->userID == WIRE_NULL && device->ownerID == user->cID);
}

/* Lines are in the order of their phones and of their place there. */
static bool before(const struct wire_device *a, const struct wire_device *b)
{
	int order = strcmp(a->mac ? a->mac : "", b->mac ? b->mac : "");

	return order ? order < 0 : a->line < b->line;
}

static const struct wire_device *first_line(const struct request *req)
{
	const struct wire_device *first = NULL;
	const struct wire_row *row;
	uint64_t position = 0;

	while ((row = live_next(req->pabx->live, WIRE_DEVICE, &position, NULL))) {
		const struct wire_device *device = (const struct wire_device *)row;

		if (is_own(&req->user, device) && (!first || before(device, first)))
			first = device;
	}
	return first;
}

enum wire_reason command_own_device(const struct request *req, const char *name,
				    const struct wire_device **device)
{
	const struct wire_row *row = name ? live_get(req->pabx->live, WIRE_DEVICE, 0, name) : NULL;

	*device = name ? (const struct wire_device *)row : first_line(req);
	if (!*device)
		return WIRE_R_NODEVICE;
	return is_own(&req->user, *device) ? WIRE_R_NONE : WIRE_R_NOTYOURS;
}

enum wire_reason command_own_call(const struct request *req, const cJSON *scope,
				  const struct wire_call **call)
{
	const char *name = wire_json_text(scope, "device"), *cid = wire_json_text(scope, "cid");
	const struct wire_device *device;
	enum wire_reason reason;
	char key[WIRE_KEY_MAX];

	*call = NULL;
	if (!name || !cid)
		return WIRE_R_INVALID;
	reason = command_own_device(req, name, &device);
	if (reason)
		return reason;
	if (wire_key(key, sizeof(key), WIRE_CALL, name, cid) < 0)
		return WIRE_R_NOCALL;
	*call = (const struct wire_call *)live_get(req->pabx->live, WIRE_CALL, 0, key);
	if (!*call || ((*call)->state && !strcmp((*call)->state, "dead")))
		return WIRE_R_NOCALL;
	return WIRE_R_NONE;
}

const char *command_company(const struct pabx *pabx, enum wire_set set, const char *key)
{
	struct live_item item;

	if (!live_find(pabx->live, set, 0, key, &item) || !item.scope->company)
		return "";
	return item.scope->company;
}

/* The members of a queue are its devices. */
static bool is_member(const struct request *req, const char *queue)
{
	const struct wire_row *row = live_get(req->pabx->live, WIRE_QUEUE, 0, queue), *device;
	const char *members = row ? ((const struct wire_queue *)row)->members : NULL;
	cJSON *list = NULL;
	const cJSON *member;
	bool found = false;

	if (!members || wire_json_parse(members, strlen(members), &list, NULL))
		return false;
	cJSON_ArrayForEach (member, list) {
		device = live_get(req->pabx->live, WIRE_DEVICE, 0, member->string);
		found |= device && is_own(&req->user, (const struct wire_device *)device);
	}
	cJSON_Delete(list);
	return found;
}

bool command_at_desk(const struct request *req, const char *company, const char *queue)
{
	return user_has_for(&req->user, PERM_RECEPTIONIST, company) ||
	       (queue && *queue && is_member(req, queue));
}

static void refused(struct request *req, const struct switch_answer *answer)
{
	const struct wire_said no_number = {WIRE_S_NO_NUMBER, {req->called}};

	if (answer->said)
		answer_said(req, answer->reason, answer->said);
	else if (answer->reason == WIRE_R_NOTARGET && !answer->text && *req->called)
		answer_said(req, answer->reason, &no_number);
	else
		answer_refused(req, answer->reason, answer->text);
}

static void answered(void *ctx, uint64_t ticket, const struct switch_answer *answer)
{
	struct request *req = request_of_ticket(ctx, ticket);
	cJSON *values = NULL;

	if (!req)
		return;
	if (answer->reason) {
		refused(req, answer);
		return;
	}
	if (answer->cid) {
		values = cJSON_CreateObject();
		cJSON_AddStringToObject(values, "cid", answer->cid);
	}
	answer_values(req, values);
}

void command_ask(struct request *req, const struct switch_command *command)
{
	struct pabx *pabx = req->pabx;
	struct rest *rest = req->rest;
	cJSON *body = req->body;
	uint64_t ticket;

	if (!pabx->switch_up) {
		answer_refused(req, WIRE_R_BUSY, "The telephones cannot be reached");
		return;
	}
	snprintf(req->called, sizeof(req->called), "%s", command->to.number);
	/* The texts of the command lie in the body, and the answer may come at once. */
	req->body = NULL;
	req->session = NULL;
	ticket = request_ticket(req);
	pabx->sw.ops->command(pabx->sw.impl, command, ticket, answered, rest);
	cJSON_Delete(body);
}
