/* Tags and addresses. */
#include "command.h"

/* Tags: receptionists and administrators in their companies, everybody his own. */
static bool may_tag(const struct request *req, const char *key, int64_t cID)
{
	const struct user *user = &req->user;
	const struct person *person;
	char tenant[64];
	int64_t owner;

	if (user_has(user, PERM_SYSADMIN) || cID == user->cID)
		return true;
	person = directory_person(req->pabx->directory, cID);
	if (person)
		return person->taggable &&
		       (user_has_for(user, PERM_RECEPTIONIST, person->company) ||
			user_has_for(user, PERM_COMPANYADMIN, person->company));
	directory_address(req->pabx->directory, key, user->cID, &owner);
	if (owner)
		return true;
	if (directory_address_tenant(req->pabx->directory, key, tenant, sizeof(tenant)))
		return false;
	if (!*tenant)
		return user_has(user, PERM_RECEPTIONIST) || user_has(user, PERM_COMPANYADMIN);
	return user_has_for(user, PERM_RECEPTIONIST, tenant) ||
	       user_has_for(user, PERM_COMPANYADMIN, tenant);
}

void command_tag(struct request *req)
{
	const struct directory_tags tags = {
		.list = wire_json_get(req->values, "tags"),
		.add = wire_json_get(req->values, "add"),
		.remove = wire_json_get(req->values, "remove"),
	};
	cJSON *stored = NULL;
	char key[65];
	int64_t cID;
	enum wire_reason reason = command_who(req, req->scope, key, &cID);
	int err;

	if (!reason && !may_tag(req, key, cID))
		reason = WIRE_R_DENIED;
	if (!reason && !tags.list && !tags.add && !tags.remove)
		reason = WIRE_R_INVALID;
	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	err = directory_tag(req->pabx->directory, key, &tags, &stored);
	if (err)
		answer_done(req, err);
	else
		answer_values(req, stored);
}

/* ---- Addresses ---- */

struct limit {
	const char *name;
	size_t max;
	bool needed;
};

/* A member as text: NULL if it is missing. */
static enum wire_reason take_text(const struct request *req, const struct limit *limit,
				  const char **text)
{
	const cJSON *value = wire_json_get(req->values, limit->name);
	char clean[1024];

	*text = NULL;
	if (!value || cJSON_IsNull(value))
		return limit->needed ? WIRE_R_INVALID : WIRE_R_NONE;
	if (!cJSON_IsString(value) || (limit->needed && !*value->valuestring))
		return WIRE_R_INVALID;
	if (strlen(value->valuestring) > limit->max)
		return WIRE_R_LIMIT;
	text_clean(clean, sizeof(clean), value->valuestring, strlen(value->valuestring));
	if (strcmp(clean, value->valuestring) != 0)
		return WIRE_R_INVALID;
	*text = value->valuestring;
	return WIRE_R_NONE;
}

static enum wire_reason take_address(const struct request *req, bool made,
				     struct directory_address *a)
{
	const struct {
		struct limit limit;
		const char **text;
	} members[] = {
		{{"name", 128, made}, &a->name},    {{"number", 512, false}, &a->numbers},
		{{"email", 254, false}, &a->email}, {{"company", 128, false}, &a->company},
		{{"group", 16, false}, &a->group},  {{"department", 128, false}, &a->department},
	};
	enum wire_reason reason = WIRE_R_NONE;

	for (size_t i = 0; !reason && i < sizeof(members) / sizeof(*members); i++)
		reason = take_text(req, &members[i].limit, members[i].text);
	if (!reason && a->numbers && *a->numbers && !number_dialable(a->numbers))
		reason = WIRE_R_INVALID;
	return reason;
}

/* Whose book it goes into: one's own, the company's for receptionists and administrators, and the
 * system's for administrators of the system. */
static enum wire_reason place(const struct request *req, struct directory_address *a)
{
	const struct user *user = &req->user;
	bool admin = user_has(user, PERM_SYSADMIN);

	if (!strcmp(a->group, "personal")) {
		a->owner = user->cID;
		a->tenant = "";
		return WIRE_R_NONE;
	}
	a->owner = 0;
	if (!strcmp(a->group, "company")) {
		a->tenant = user->company;
		return admin || user_has_for(user, PERM_RECEPTIONIST, user->company) ||
				       user_has_for(user, PERM_COMPANYADMIN, user->company)
			       ? WIRE_R_NONE
			       : WIRE_R_DENIED;
	}
	a->tenant = "";
	if (strcmp(a->group, "system") != 0)
		return WIRE_R_INVALID;
	return admin ? WIRE_R_NONE : WIRE_R_DENIED;
}

static void answer_address(struct request *req, int err, const char *key)
{
	cJSON *values;

	if (err) {
		answer_done(req, err);
		return;
	}
	values = cJSON_CreateObject();
	cJSON_AddStringToObject(values, "key", key);
	answer_values(req, values);
}

void command_create_address(struct request *req)
{
	struct directory_address a = {.editable = true};
	enum wire_reason reason = take_address(req, true, &a);

	if (!a.group)
		a.group = "personal";
	if (!reason)
		reason = place(req, &a);
	if (reason)
		answer_refused(req, reason, NULL);
	else
		answer_address(req, directory_address_put(req->pabx->directory, &a), a.key);
}

/* An entry that this user may change; the book that it is in. */
static enum wire_reason find_editable(const struct request *req, struct directory_address *a)
{
	const char *key = wire_json_text(req->scope, "key");
	const struct wire_address *row;
	enum wire_reason reason;
	struct directory_address now = *a;
	char tenant[64];

	if (!key)
		return WIRE_R_INVALID;
	row = directory_address(req->pabx->directory, key, req->user.cID, &a->owner);
	if (!row)
		return WIRE_R_GONE;
	snprintf(a->key, sizeof(a->key), "%s", row->key);
	if (!row->editable)
		return WIRE_R_DENIED;
	now.group = row->group;
	reason = place(req, &now);
	if (reason || user_has(&req->user, PERM_SYSADMIN) || strcmp(row->group, "company") != 0)
		return reason;
	directory_address_tenant(req->pabx->directory, a->key, tenant, sizeof(tenant));
	return strcmp(tenant, req->user.company) ? WIRE_R_DENIED : WIRE_R_NONE;
}

void command_update_address(struct request *req)
{
	struct directory_address a = {.editable = true};
	enum wire_reason reason = find_editable(req, &a);

	if (!reason)
		reason = take_address(req, false, &a);
	if (!reason && a.name && !*a.name)
		reason = WIRE_R_INVALID;
	if (!reason && a.group)
		reason = place(req, &a);
	if (reason)
		answer_refused(req, reason, NULL);
	else
		answer_address(req, directory_address_put(req->pabx->directory, &a), a.key);
}

void command_delete_address(struct request *req)
{
	struct directory_address a = {0};
	enum wire_reason reason = find_editable(req, &a);

	if (reason)
		answer_refused(req, reason, NULL);
	else
		answer_done(req, directory_address_end(req->pabx->directory, a.key));
}
