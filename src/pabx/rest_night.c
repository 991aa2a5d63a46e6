/* Night modes: ten of each company. */
#include "rest_inside.h"

static bool may(const struct user *user, const char *company)
{
	return user_has(user, PERM_SYSADMIN) || user_has_for(user, PERM_COMPANYADMIN, company) ||
	       user_has_for(user, PERM_NIGHTMODE, company);
}

/* An entry for each company that is asked for and may be read, as fill makes it. */
static void answer_companies(struct request *req, cJSON *(*make)(void),
			     void (*fill)(cJSON *entry, const struct wire_nightmode *mode))
{
	const cJSON *wanted = wire_json_get(req->scope, "company");
	cJSON *values = cJSON_CreateObject(), *entry;
	const struct wire_row *row;
	uint64_t position = 0;

	while ((row = live_next(req->pabx->live, WIRE_NIGHTMODE, &position, NULL))) {
		const struct wire_nightmode *mode = (const struct wire_nightmode *)row;

		if (!may(&req->user, mode->company) || !value_matches(wanted, mode->company))
			continue;
		entry = cJSON_GetObjectItemCaseSensitive(values, mode->company);
		if (!entry) {
			entry = make();
			cJSON_AddItemToObject(values, mode->company, entry);
		}
		fill(entry, mode);
	}
	answer_values(req, values);
}

static void fill_value(cJSON *entry, const struct wire_nightmode *mode)
{
	char number[32];

	snprintf(number, sizeof(number), "%" PRId64, mode->mode);
	cJSON_AddStringToObject(entry, number, mode->value);
}

static void fill_name(cJSON *entry, const struct wire_nightmode *mode)
{
	cJSON_AddItemToArray(entry,
			     mode->name ? cJSON_CreateString(mode->name) : cJSON_CreateNull());
}

void rest_read_nm(struct request *req)
{
	answer_companies(req, cJSON_CreateObject, fill_value);
}

void rest_names_nm(struct request *req)
{
	answer_companies(req, cJSON_CreateArray, fill_name);
}

/* The number of a mode, 0 if it is none. */
static int64_t mode_of(const char *name)
{
	char *end;
	int64_t mode = strtoll(name, &end, 10);

	return *name && !*end && mode >= 1 && mode <= DIRECTORY_NIGHTMODES ? mode : 0;
}

static bool is_value(const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);

	return text && (!strcmp(text, "on") || !strcmp(text, "off") || !strcmp(text, "sched"));
}

static int set_company(struct request *req, const char *company)
{
	const cJSON *value;
	int err = 0;

	cJSON_ArrayForEach (value, req->values)
		if (!err)
			err = directory_nightmode(req->pabx->directory, company,
						  mode_of(value->string), value->valuestring);
	return err;
}

static enum wire_reason check_company(const struct request *req, const cJSON *company)
{
	if (!cJSON_IsString(company))
		return WIRE_R_INVALID;
	if (!directory_company(req->pabx->directory, company->valuestring))
		return WIRE_R_GONE;
	return may(&req->user, company->valuestring) ? WIRE_R_NONE : WIRE_R_DENIED;
}

void rest_update_nm(struct request *req)
{
	const cJSON *companies = wire_json_get(req->scope, "company"), *one, *value;
	enum wire_reason reason = companies && req->values ? WIRE_R_NONE : WIRE_R_INVALID;
	int err = 0;

	cJSON_ArrayForEach (value, req->values)
		if (!is_value(value) || !mode_of(value->string))
			reason = WIRE_R_INVALID;
	if (!reason && !cJSON_IsArray(companies))
		reason = check_company(req, companies);
	else if (!reason)
		cJSON_ArrayForEach (one, companies)
			reason = reason ? reason : check_company(req, one);
	if (reason) {
		answer_refused(req, reason, NULL);
		return;
	}
	if (cJSON_IsArray(companies))
		cJSON_ArrayForEach (one, companies)
			err = err ? err : set_company(req, one->valuestring);
	else
		err = set_company(req, companies->valuestring);
	answer_done(req, err);
}
