/* What requests say about the rows that they want. */
#include "rest_inside.h"

const cJSON *read_member(const struct request *req, const char *name)
{
	const cJSON *member = wire_json_get(req->scope, name);

	return member ? member : wire_json_get(req->body, name);
}

bool read_limit(struct request *req, unsigned fallback, unsigned *limit)
{
	const cJSON *member = read_member(req, "maxRows");
	int64_t rows;

	*limit = fallback;
	if (!member || cJSON_IsNull(member))
		return true;
	if (!wire_json_integer(member, &rows) || rows < 1) {
		answer_error(req, 400, WIRE_E_BACKEND, "invalid",
			     "maxRows must be a whole number above 0", 0);
		return false;
	}
	*limit = rows < REST_ROWS ? (unsigned)rows : REST_ROWS;
	return true;
}

bool read_number(struct request *req, const char *name, int64_t fallback, int64_t *number)
{
	const cJSON *member = read_member(req, name);

	*number = fallback;
	if (!member || cJSON_IsNull(member) || wire_json_integer(member, number))
		return true;
	answer_error(req, 400, WIRE_E_BACKEND, "invalid", "Times and ids must be whole numbers", 0);
	return false;
}

static bool equals(const cJSON *value, const char *text)
{
	char number[32];
	int64_t integer;

	if (cJSON_IsString(value))
		return !strcmp(value->valuestring, text);
	if (cJSON_IsBool(value))
		return !strcmp(cJSON_IsTrue(value) ? "true" : "false", text);
	if (!wire_json_integer(value, &integer))
		return false;
	snprintf(number, sizeof(number), "%" PRId64, integer);
	return !strcmp(number, text);
}

bool value_matches(const cJSON *wanted, const char *text)
{
	const cJSON *item;

	if (!wanted || cJSON_IsNull(wanted))
		return true;
	if (!cJSON_IsArray(wanted))
		return equals(wanted, text ? text : "");
	cJSON_ArrayForEach (item, wanted)
		if (equals(item, text ? text : ""))
			return true;
	return false;
}

const cJSON *columns_of(const struct request *req)
{
	return wire_json_get(req->body, "columns");
}

bool column_wanted(const cJSON *columns, const char *name)
{
	return !cJSON_IsArray(columns) || value_matches(columns, name);
}
