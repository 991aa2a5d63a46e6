#include <string.h>

#include "base/text.h"
#include "inside.h"

static bool only_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
		at++;
	return at == end;
}

int wire_json_parse_any(const char *text, size_t len, cJSON **value, struct why *why)
{
	const char *end = NULL;

	*value = NULL;
	if (!text || !text_valid(text, len))
		return why_set(why, ERR_INVALID, "The text is not valid UTF-8");

	int err = wire_json_scan(text, len, why);

	if (err)
		return err;
	*value = cJSON_ParseWithLengthOpts(text, len, &end, 0);
	if (*value && only_blanks(end, text + len))
		return 0;
	cJSON_Delete(*value);
	*value = NULL;
	return why_set(why, ERR_INVALID, "The text is not valid JSON");
}

int wire_json_parse(const char *text, size_t len, cJSON **object, struct why *why)
{
	int err = wire_json_parse_any(text, len, object, why);

	if (err || cJSON_IsObject(*object))
		return err;
	cJSON_Delete(*object);
	*object = NULL;
	return why_set(why, ERR_INVALID, "The text is not a JSON object");
}

const cJSON *wire_json_get(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *wire_json_text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(wire_json_get(object, name));
}

int64_t wire_json_int(const cJSON *object, const char *name, int64_t fallback)
{
	int64_t value;

	return wire_json_integer(wire_json_get(object, name), &value) ? value : fallback;
}

bool wire_json_bool(const cJSON *object, const char *name, bool fallback)
{
	const cJSON *value = wire_json_get(object, name);

	return cJSON_IsBool(value) ? cJSON_IsTrue(value) : fallback;
}

bool wire_json_integer(const cJSON *value, int64_t *out)
{
	const double limit = 9007199254740992.0; /* 2^53, where doubles begin to skip integers */

	if (!cJSON_IsNumber(value))
		return false;

	double number = value->valuedouble;

	if (!(number > -limit && number < limit) || number != (double)(int64_t)number)
		return false;
	*out = (int64_t)number;
	return true;
}
