#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* A member of the object that is a field of the set, found good. */
struct taken {
	unsigned field;
	const cJSON *value;
	char *json;
};

/* Members mostly come in the table's order, so the search goes on where the last one ended. */
static int find_field(const struct wire_set_info *info, const char *name, unsigned hint)
{
	for (unsigned n = 0, i = hint; n < info->count; n++, i++) {
		if (i >= info->count)
			i = 0;
		if (info->fields[i].name[0] == name[0] && !strcmp(info->fields[i].name, name))
			return (int)i;
	}
	return ERR_NOT_FOUND;
}

static int check_json(const struct wire_field *field, struct taken *taken)
{
	struct buf out;

	if (cJSON_IsNull(taken->value))
		return 0;
	buf_init(&out, field->max);

	int err = wire_json_add_clean(&out, taken->value) ? ERR_INVALID : 0;

	if (!err)
		taken->json = buf_take(&out);
	buf_free(&out);
	return err;
}

static int check(const struct wire_field *field, struct taken *taken)
{
	char key[WIRE_KEY_MAX];
	int64_t number;
	bool good = false;

	if (field->flags & WIRE_KEY)
		return wire_key_part(field, taken->value, key, sizeof(key)) < 0 ? ERR_INVALID : 0;
	switch (field->type) {
	case WIRE_INT:
		good = cJSON_IsNull(taken->value) || wire_json_integer(taken->value, &number);
		break;
	case WIRE_BOOL:
		good = cJSON_IsBool(taken->value);
		break;
	case WIRE_STR:
		good = cJSON_IsNull(taken->value) || cJSON_IsString(taken->value);
		break;
	case WIRE_ID:
		good = cJSON_IsNull(taken->value) || cJSON_IsString(taken->value) ||
		       wire_json_integer(taken->value, &number);
		break;
	case WIRE_JSON:
		return check_json(field, taken);
	}
	return good ? 0 : ERR_INVALID;
}

static bool apply_text(struct wire_row *row, const struct wire_field *field, unsigned number,
		       const cJSON *value)
{
	char text[WIRE_VALUE_MAX + 1];
	size_t cap = field->max + 1;

	if (cJSON_IsNull(value))
		return wire_row_set_text(row, number, NULL);
	wire_value_text(field, value, text, cap);
	return wire_row_set_text(row, number, text);
}

static bool apply(struct wire_row *row, const struct wire_field *field, const struct taken *taken)
{
	int64_t number = WIRE_NULL;

	switch (field->type) {
	case WIRE_INT:
		wire_json_integer(taken->value, &number);
		return wire_row_set_int(row, taken->field, number);
	case WIRE_BOOL:
		return wire_row_set_bool(row, taken->field, cJSON_IsTrue(taken->value));
	case WIRE_JSON:
		return wire_row_set_text(row, taken->field, taken->json);
	default:
		return apply_text(row, field, taken->field, taken->value);
	}
}

static int take_all(const struct wire_set_info *info, const cJSON *object, struct taken *taken,
		    unsigned *count, struct why *why)
{
	const cJSON *item;
	uint64_t seen = 0;
	unsigned hint = 0;

	cJSON_ArrayForEach (item, object) {
		int field = find_field(info, item->string, hint);

		if (field < 0 || (seen & (UINT64_C(1) << field)))
			continue;
		seen |= UINT64_C(1) << field;
		hint = (unsigned)field + 1;
		taken[*count] = (struct taken){.field = (unsigned)field, .value = item};
		if (check(&info->fields[field], &taken[*count]))
			return why_set(why, ERR_INVALID, "The field %s of a %s is not valid",
				       info->fields[field].name, info->name);
		(*count)++;
	}
	return 0;
}

int wire_row_decode(struct wire_row *row, const cJSON *object, uint64_t *changed, struct why *why)
{
	const struct wire_set_info *info = wire_set_info(row->set);
	struct taken taken[64];
	unsigned count = 0;
	uint64_t bits = 0;

	if (!cJSON_IsObject(object))
		return why_set(why, ERR_INVALID, "A %s must be an object", info->name);

	int err = take_all(info, object, taken, &count, why);

	for (unsigned i = 0; i < count; i++) {
		unsigned field = taken[i].field;

		if (!err && apply(row, &info->fields[field], &taken[i]))
			bits |= UINT64_C(1) << field;
		free(taken[i].json);
	}
	if (changed && !err)
		*changed = bits;
	return err;
}
