/* Dialling, and what can be done with a call. */
#include "command.h"

enum needs { NEEDS_TO = 1, NEEDS_WITH = 2, NEEDS_DEVICE = 4, NEEDS_DIGITS = 8, NEEDS_PLACE = 16 };

struct act {
	struct request *req;
	struct switch_command command;
	enum wire_action action;
	const struct wire_call *call;
	char *for_json;
};

/* The user's own call, and the device alone where the call may be over by now. */
static enum wire_reason scope_own(struct act *act)
{
	enum wire_reason reason = command_own_call(act->req, act->req->scope, &act->call);

	act->command.device = wire_json_text(act->req->scope, "device");
	act->command.cid = wire_json_text(act->req->scope, "cid");
	return reason;
}

static enum wire_reason scope_before(struct act *act)
{
	enum wire_reason reason = scope_own(act);

	return reason == WIRE_R_NOCALL ? WIRE_R_NONE : reason;
}

/* Somebody's call, or one that waits in a queue. */
static enum wire_reason find_call(struct act *act, const char *parent, const char *prefix)
{
	const char *cid = wire_json_text(act->req->scope, "cid");
	char name[128], key[WIRE_KEY_MAX];
	struct live_item item;

	if (!parent || !cid)
		return WIRE_R_INVALID;
	snprintf(name, sizeof(name), "%s%s", prefix, parent);
	if (wire_key(key, sizeof(key), WIRE_CALL, name, cid) < 0 ||
	    !live_find(act->req->pabx->live, WIRE_CALL, 0, key, &item))
		return WIRE_R_NOCALL;
	act->call = (const struct wire_call *)item.row;
	act->command.other_device = parent;
	act->command.other_cid = cid;
	if (act->call->state && !strcmp(act->call->state, "dead"))
		return WIRE_R_NOCALL;
	return user_sees(&act->req->user, item.scope->company) ? WIRE_R_NONE : WIRE_R_NOCALL;
}

static const char *company_of_call(const struct act *act)
{
	return command_company(act->req->pabx, WIRE_CALL, act->call->row.key);
}

static enum wire_reason scope_queue(struct act *act)
{
	const char *queue = wire_json_text(act->req->scope, "queue");
	enum wire_reason reason = find_call(act, queue, "queue:");

	if (reason)
		return reason;
	act->command.queue = queue;
	return command_at_desk(act->req, company_of_call(act), queue) ? WIRE_R_NONE : WIRE_R_DENIED;
}

static enum wire_reason scope_device(struct act *act)
{
	const char *device = wire_json_text(act->req->scope, "device");

	if (device && !live_get(act->req->pabx->live, WIRE_DEVICE, 0, device))
		return WIRE_R_NODEVICE;
	return find_call(act, device, "");
}

static enum wire_reason scope_ringing(struct act *act)
{
	enum wire_reason reason;

	if (wire_json_text(act->req->scope, "queue"))
		return scope_queue(act);
	reason = scope_device(act);
	if (reason)
		return reason;
	if (!user_has_for(&act->req->user, PERM_PICKUP, company_of_call(act)) &&
	    !command_at_desk(act->req, company_of_call(act), act->call->queue))
		return WIRE_R_DENIED;
	return act->call->state && !strcmp(act->call->state, "ring") ? WIRE_R_NONE
								     : WIRE_R_CONFLICT;
}

static enum wire_reason scope_held(struct act *act)
{
	enum wire_reason reason = scope_device(act);

	if (reason)
		return reason;
	if (!command_at_desk(act->req, company_of_call(act), act->call->queue))
		return WIRE_R_DENIED;
	return act->call->state && !strcmp(act->call->state, "hold") ? WIRE_R_NONE
								     : WIRE_R_CONFLICT;
}

static enum wire_reason scope_slot(struct act *act)
{
	const char *lot = wire_json_text(act->req->scope, "lot");
	const char *slot = wire_json_text(act->req->scope, "slot");
	char key[WIRE_KEY_MAX];
	struct live_item item;

	if (!lot || !slot)
		return WIRE_R_INVALID;
	if (wire_key(key, sizeof(key), WIRE_PARKED, lot, slot) < 0 ||
	    !live_find(act->req->pabx->live, WIRE_PARKED, 0, key, &item) ||
	    !user_sees(&act->req->user, item.scope->company))
		return WIRE_R_GONE;
	act->command.lot = lot;
	act->command.slot = slot;
	return ((const struct wire_parked *)item.row)->by == act->req->user.cID ||
			       command_at_desk(act->req, item.scope->company, NULL)
		       ? WIRE_R_NONE
		       : WIRE_R_DENIED;
}

/* What each action is done to, and what else it takes. */
static const struct {
	enum wire_reason (*scope)(struct act *act);
	unsigned needs;
	bool kiosk;
} rules[WIRE_A_COUNT] = {
	[WIRE_A_TALK] = {scope_own, 0, true},
	[WIRE_A_HANGUP] = {scope_own, 0, true},
	[WIRE_A_HOLD] = {scope_own, 0, false},
	[WIRE_A_XFER] = {scope_own, NEEDS_TO, false},
	[WIRE_A_ATXFER] = {scope_own, NEEDS_TO, false},
	[WIRE_A_COMPLETE] = {scope_own, NEEDS_WITH, false},
	[WIRE_A_MERGE] = {scope_own, NEEDS_WITH, false},
	[WIRE_A_CANCEL] = {scope_before, 0, false},
	[WIRE_A_PARK] = {scope_own, NEEDS_PLACE, false},
	[WIRE_A_RETRIEVE] = {scope_slot, NEEDS_DEVICE, false},
	[WIRE_A_PICKUP] = {scope_ringing, NEEDS_DEVICE, false},
	[WIRE_A_CLAIM] = {scope_held, NEEDS_DEVICE, false},
	[WIRE_A_CAMP] = {scope_own, NEEDS_TO, false},
	[WIRE_A_SERIAL] = {scope_own, NEEDS_TO, false},
	[WIRE_A_DTMF] = {scope_own, NEEDS_DIGITS, false},
	[WIRE_A_SEND] = {scope_queue, NEEDS_TO, false},
};

static enum wire_reason take_with(struct act *act)
{
	const cJSON *with = wire_json_get(act->req->values, "with");
	const struct wire_call *other;
	enum wire_reason reason = command_own_call(act->req, with, &other);

	act->command.other_device = wire_json_text(with, "device");
	act->command.other_cid = wire_json_text(with, "cid");
	return reason;
}

static enum wire_reason take_device(struct act *act)
{
	const struct wire_device *device;
	enum wire_reason reason =
		command_own_device(act->req, wire_json_text(act->req->values, "device"), &device);

	if (!reason)
		act->command.device = device->name;
	return reason;
}

static enum wire_reason take_digits(struct act *act)
{
	const char *digits = wire_json_text(act->req->values, "digits");

	if (!digits || !*digits || strlen(digits) > 64 ||
	    digits[strspn(digits, "0123456789*#ABCDabcd,")])
		return WIRE_R_INVALID;
	act->command.digits = digits;
	return WIRE_R_NONE;
}

static bool is_short(const char *text)
{
	return !text || (*text && strlen(text) < 64);
}

/* Where to park and for whom: all of it may be left to the switch. */
static enum wire_reason take_place(struct act *act)
{
	const cJSON *whom = wire_json_get(act->req->values, "for");
	int64_t timeout = wire_json_int(act->req->values, "timeout", 0);
	struct wire_target target;
	struct buf json;

	act->command.lot = wire_json_text(act->req->values, "lot");
	act->command.slot = wire_json_text(act->req->values, "slot");
	if (!is_short(act->command.lot) || !is_short(act->command.slot) || timeout < 0 ||
	    timeout > 86400000)
		return WIRE_R_INVALID;
	act->command.timeout_ms = timeout;
	if (!whom || cJSON_IsNull(whom))
		return WIRE_R_NONE;
	if (wire_target_decode(&target, whom))
		return WIRE_R_INVALID;
	buf_init(&json, 256);
	if (wire_target_encode(&target, &json)) {
		buf_free(&json);
		return WIRE_R_INVALID;
	}
	act->command.for_json = act->for_json = buf_take(&json);
	return WIRE_R_NONE;
}

static enum wire_reason take_values(struct act *act, unsigned needs)
{
	enum wire_reason reason = WIRE_R_NONE;

	if (needs & NEEDS_TO)
		reason = command_target(act->req, wire_json_get(act->req->values, "to"),
					&act->command.to);
	if (!reason && needs & NEEDS_WITH)
		reason = take_with(act);
	if (!reason && needs & NEEDS_DEVICE)
		reason = take_device(act);
	if (!reason && needs & NEEDS_DIGITS)
		reason = take_digits(act);
	if (!reason && needs & NEEDS_PLACE)
		reason = take_place(act);
	return reason;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (; *list; list += strcspn(list, ","), list += *list == ',') {
		list += strspn(list, " ");
		if (!strncmp(list, word, len) && strchr(", ", list[len]))
			return true;
	}
	return false;
}

/* A phone that cannot be told to answer or to hold says so in its call's features. */
static bool phone_can(const struct act *act)
{
	const char *features = act->call ? act->call->features : NULL;
	bool rings = act->call && act->call->state && !strcmp(act->call->state, "ring");

	if (!features)
		return true;
	if (act->action == WIRE_A_HOLD)
		return has_word(features, "hold");
	return act->action != WIRE_A_TALK || !rings || has_word(features, "answer");
}

static enum wire_reason prepare(struct act *act)
{
	const char *name = wire_json_text(act->req->values, "action");
	int action = name ? wire_action_find(name) : ERR_NOT_FOUND;
	enum wire_reason reason;

	if (action < 0)
		return WIRE_R_INVALID;
	act->action = act->command.action = (enum wire_action)action;
	if (user_has(&act->req->user, PERM_KIOSK) && !rules[action].kiosk)
		return WIRE_R_DENIED;
	if (!command_can(act->req->pabx, wire_action_capability(act->action)))
		return WIRE_R_UNSUPPORTED;
	reason = rules[action].scope(act);
	if (!reason)
		reason = take_values(act, rules[action].needs);
	if (!reason && !phone_can(act))
		reason = WIRE_R_UNSUPPORTED;
	return reason;
}

void command_call(struct request *req)
{
	struct act act = {.req = req, .command = {.verb = SWITCH_CALL, .user = req->user.cID}};
	enum wire_reason reason = prepare(&act);
	const char *faster = NULL;

	if (reason == WIRE_R_NOCALL && act.action == WIRE_A_TALK)
		faster = command_answered_by(req);
	if (faster)
		answer_said(req, reason, &(struct wire_said){WIRE_S_ANSWERED_BY, {faster}});
	else if (reason)
		command_refused(req, reason, &act.command.to);
	else
		command_ask(req, &act.command);
	free(act.for_json);
}

void command_dial(struct request *req)
{
	struct switch_command command = {.verb = SWITCH_DIAL, .user = req->user.cID};
	const cJSON *target = wire_json_get(req->values, "target");
	const struct wire_device *device;
	enum wire_reason reason =
		command_own_device(req, wire_json_text(req->values, "device"), &device);

	if (!reason)
		reason = command_target(req, target, &command.to);
	if (reason) {
		command_refused(req, reason, &command.to);
		return;
	}
	command.device = device->name;
	command.autoanswer = wire_json_bool(req->values, "autoanswer", device->autoanswer);
	command.autohold = wire_json_bool(req->values, "autohold", device->autohold);
	command_ask(req, &command);
}
