#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "inside.h"

static int copy_text(char *out, size_t cap, const char *text)
{
	size_t len = strlen(text);

	if (len >= cap)
		return ERR_LIMIT;
	memcpy(out, text, len + 1);
	return (int)len;
}

static int copy_int(char *out, size_t cap, int64_t value)
{
	char digits[WIRE_INT_TEXT];

	wire_int_text(digits, value);
	return copy_text(out, cap, digits);
}

int wire_value_text(const struct wire_field *field, const cJSON *value, char *out, size_t cap)
{
	int64_t number;

	if (field->type == WIRE_ID && wire_json_integer(value, &number))
		return copy_int(out, cap, number);

	const char *text = cJSON_GetStringValue(value);

	if (!text)
		return ERR_INVALID;
	if (field->flags & WIRE_LINES)
		return (int)text_clean_lines(out, cap, text, strlen(text));
	return (int)text_clean(out, cap, text, strlen(text));
}

/* An id is never cut: two things must not become one. */
int wire_key_part(const struct wire_field *field, const cJSON *value, char *out, size_t cap)
{
	int64_t number;

	if (field->type == WIRE_INT)
		return wire_json_integer(value, &number) ? copy_int(out, cap, number) : ERR_INVALID;

	char text[WIRE_KEY_MAX];
	int len = wire_value_text(field, value, text, sizeof(text));

	if (len < 0)
		return len;
	return (unsigned)len > field->max ? ERR_INVALID : copy_text(out, cap, text);
}

static int key_of(enum wire_set set, const cJSON *object, const cJSON *list, char *out, size_t cap)
{
	const struct wire_set_info *info = wire_set_info(set);
	const cJSON *value = list ? list->child : NULL;
	size_t len = 0;

	for (unsigned i = 0; i < info->keys; i++) {
		if (i) {
			if (len + 1 >= cap)
				return ERR_LIMIT;
			out[len++] = WIRE_KEY_SEPARATOR;
		}
		if (object)
			value = wire_json_get(object, info->fields[i].name);

		int part = wire_key_part(&info->fields[i], value, out + len, cap - len);

		if (part < 0)
			return part;
		len += (size_t)part;
		value = list ? value->next : NULL;
	}
	return value ? ERR_INVALID : 0;
}

int wire_key_of_object(enum wire_set set, const cJSON *object, char *out, size_t cap)
{
	return cJSON_IsObject(object) ? key_of(set, object, NULL, out, cap) : ERR_INVALID;
}

int wire_key_of_list(enum wire_set set, const cJSON *list, char *out, size_t cap)
{
	return cJSON_IsArray(list) ? key_of(set, NULL, list, out, cap) : ERR_INVALID;
}

int wire_key(char *out, size_t cap, enum wire_set set, const char *first, const char *second)
{
	bool pair = wire_set_info(set)->keys > 1;
	int len;

	if (!first || (pair && !second))
		return ERR_INVALID;
	if (pair)
		len = snprintf(out, cap, "%s%c%s", first, WIRE_KEY_SEPARATOR, second);
	else
		len = snprintf(out, cap, "%s", first);
	return len >= 0 && (size_t)len < cap ? 0 : ERR_LIMIT;
}

void wire_row_update_key(struct wire_row *row)
{
	const struct wire_set_info *info = wire_set_info(row->set);
	char key[WIRE_KEY_MAX] = "";
	size_t len = 0;

	for (unsigned i = 0; i < info->keys; i++) {
		const struct wire_field *f = &info->fields[i];
		int part = 0;

		if (i)
			key[len++] = WIRE_KEY_SEPARATOR;
		if (f->type != WIRE_INT)
			part = copy_text(key + len, sizeof(key) - len, wire_row_text(row, i) ?: "");
		else if (wire_row_int(row, i) != WIRE_NULL)
			part = copy_int(key + len, sizeof(key) - len, wire_row_int(row, i));
		len += part > 0 ? (size_t)part : 0;
	}
	key[len] = '\0';
	mem_set(&row->key, key);
}

/* Digits that a number on the wire can hold and that come back as the same text. */
static bool is_number(const char *text, size_t len, bool negative)
{
	static const char most[] = "9007199254740991";
	size_t skip = negative && len && *text == '-';
	size_t digits = len - skip;

	if (!digits || digits > sizeof(most) - 1 || (text[skip] == '0' && len > 1))
		return false;
	if (strspn(text + skip, "0123456789") < digits)
		return false;
	return digits < sizeof(most) - 1 || memcmp(text + skip, most, digits) <= 0;
}

int wire_id_encode(const char *text, struct buf *out)
{
	size_t len = strlen(text);

	return is_number(text, len, false) ? buf_add(out, text, len)
					   : wire_json_add_text(out, text);
}

static int encode_part(const struct wire_field *field, const char *text, struct buf *out)
{
	if (field->type == WIRE_ID)
		return wire_id_encode(text, out);
	if (field->type == WIRE_STR)
		return wire_json_add_text(out, text);
	if (!is_number(text, strlen(text), true))
		return ERR_INVALID;
	return buf_add_str(out, text);
}

int wire_key_encode(enum wire_set set, const char *key, struct buf *out)
{
	const struct wire_set_info *info = wire_set_info(set);
	size_t start = out->len;
	char copy[WIRE_KEY_MAX];
	char *rest = copy;

	if (copy_text(copy, sizeof(copy), key) < 0)
		return ERR_INVALID;
	for (unsigned i = 0; i < info->keys; i++) {
		char *part = strsep(&rest, "\x1f");
		int err = part ? buf_add_char(out, i ? ',' : '[') : ERR_INVALID;

		if (!err)
			err = encode_part(&info->fields[i], part, out);
		if (err)
			return wire_undo(out, start, err);
	}
	if (rest)
		return wire_undo(out, start, ERR_INVALID);

	int err = buf_add_char(out, ']');

	return err ? wire_undo(out, start, err) : 0;
}
