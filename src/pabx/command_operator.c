/* The state of the desk. Who leaves it takes no more calls of his queues; the last one says what
 * shall happen to the callers first. */
#include "command.h"
#include "night.h"

static const cJSON *member_of(const struct request *req, const char *name)
{
	const cJSON *value = wire_json_get(req->values, name);

	return cJSON_IsNull(value) ? NULL : value;
}

static bool is_desk_state(const char *state)
{
	return !strcmp(state, "on") || !strcmp(state, "off") || !strcmp(state, "night");
}

static const char *state_of(const struct request *req)
{
	char key[32];
	const struct wire_row *row;

	snprintf(key, sizeof(key), "%" PRId64, req->user.cID);
	row = live_get(req->pabx->live, WIRE_OPERATOR, 0, key);
	return row ? ((const struct wire_operator *)row)->state : "off";
}

/* Whether somebody else of the company is at the desk. */
static bool another_is_on(const struct request *req)
{
	const struct wire_row *row;
	uint64_t position = 0;

	while ((row = live_next(req->pabx->live, WIRE_OPERATOR, &position, NULL))) {
		const struct wire_operator *other = (const struct wire_operator *)row;
		const struct person *person = directory_person(req->pabx->directory, other->cID);

		if (other->cID != req->user.cID && !strcmp(other->state, "on") && person &&
		    !strcmp(person->company, req->user.company))
			return true;
	}
	return false;
}

static void ignore(void *ctx, uint64_t ticket, const struct switch_answer *answer)
{
	(void)ctx, (void)ticket, (void)answer;
}

static void pause_in(const struct request *req, const char *device, const char *queue, bool paused)
{
	const struct switch_command command = {.verb = SWITCH_QUEUE_MEMBER,
					       .user = req->user.cID,
					       .device = device,
					       .queue = queue,
					       .paused = paused,
					       .text = paused ? "absent" : ""};

	req->pabx->sw.ops->command(req->pabx->sw.impl, &command, 0, ignore, NULL);
}

/* Queues of one device; the list is copied, since the switch tells the row anew meanwhile. */
static void pause_device(const struct request *req, const char *name, bool paused)
{
	const struct wire_row *row = live_get(req->pabx->live, WIRE_DEVICE, 0, name);
	const char *queues = row ? ((const struct wire_device *)row)->queues : NULL;
	cJSON *list = NULL;
	const cJSON *queue;

	if (!queues || wire_json_parse(queues, strlen(queues), &list, NULL))
		return;
	cJSON_ArrayForEach (queue, list)
		pause_in(req, name, queue->string, paused);
	cJSON_Delete(list);
}

static void pause_queues(const struct request *req, bool paused)
{
	const struct wire_row *row;
	uint64_t position = 0;

	if (!command_can(req->pabx, "pause") || !req->pabx->switch_up)
		return;
	while ((row = live_next(req->pabx->live, WIRE_DEVICE, &position, NULL))) {
		const struct wire_device *device = (const struct wire_device *)row;
		char name[65];

		if (command_own_device(req, device->name, &device))
			continue;
		snprintf(name, sizeof(name), "%s", device->name);
		pause_device(req, name, paused);
	}
}

/* Night service comes with the last one who leaves for the night, and goes with the first who comes
 * back; what else the night mode was set to meanwhile stays. */
static int night_service(const struct request *req, const char *from, const char *to)
{
	bool begins = !strcmp(to, "night"), ends = !strcmp(from, "night") && !strcmp(to, "on");

	if (!begins && !ends)
		return 0;
	return directory_nightmode(req->pabx->directory, req->user.company, NIGHT_SERVICE,
				   begins ? "on" : "sched");
}

/* Why he may not leave so; NONE if he may. */
static enum wire_reason obstacle(const struct request *req, const char *from, const char *to)
{
	if (!strcmp(to, "night") && !user_has_for(&req->user, PERM_NIGHTMODE, req->user.company) &&
	    !user_has(&req->user, PERM_SYSADMIN))
		return WIRE_R_DENIED;
	if (!strcmp(from, "on") && !strcmp(to, "off") && !another_is_on(req) &&
	    !wire_json_bool(req->values, "stay", false))
		return WIRE_R_CONFLICT;
	return WIRE_R_NONE;
}

static void change(struct request *req, const char *device, const char *state, const char *note)
{
	char from[17];
	bool stay = wire_json_bool(req->values, "stay", false);
	int err;

	snprintf(from, sizeof(from), "%s", state_of(req));
	enum wire_reason reason = state ? obstacle(req, from, state) : WIRE_R_NONE;
	if (reason) {
		answer_refused(req, reason,
			       reason == WIRE_R_CONFLICT
				       ? "You are the last at the desk: say what shall happen to "
					 "callers"
				       : NULL);
		return;
	}
	err = state ? night_service(req, from, state) : 0;
	if (!err)
		err = directory_operator(req->pabx->directory, req->user.cID, device, state, note);
	if (!err && state)
		pause_queues(req, strcmp(state, "on") != 0 && !stay);
	answer_done(req, err);
}

void command_operator(struct request *req)
{
	const cJSON *state = member_of(req, "state"), *note = member_of(req, "note");
	const char *name = wire_json_text(req->values, "device");
	const struct wire_device *device = NULL;
	char text[4097];

	if ((!state && !note) || (note && !cJSON_IsString(note)) ||
	    (state && (!cJSON_IsString(state) || !is_desk_state(state->valuestring)))) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	if (command_own_device(req, name, &device) && name) {
		answer_refused(req, device ? WIRE_R_NOTYOURS : WIRE_R_NODEVICE, NULL);
		return;
	}
	if (note)
		text_clean_lines(text, sizeof(text), note->valuestring, strlen(note->valuestring));
	change(req, device ? device->name : NULL, state ? state->valuestring : NULL,
	       note ? text : NULL);
}
