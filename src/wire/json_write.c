#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "inside.h"

/* The most bytes that cleaning makes of one: U+FFFD. */
enum { CLEAN_GROWS = 3 };

static int add_escape(struct buf *out, unsigned char c)
{
	static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
				       ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};

	if (letters[c])
		return buf_add(out, (char[]){'\\', letters[c]}, 2);
	return buf_printf(out, "\\u%04x", c);
}

/* *high is set where a byte is not ASCII. */
static int add_quoted(struct buf *out, const char *text, bool *high)
{
	const char *plain = text;
	unsigned char bits = 0;
	int err = buf_add_char(out, '"');

	for (; *text && !err; text++) {
		unsigned char c = (unsigned char)*text;

		bits |= c;
		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		err = buf_add(out, plain, (size_t)(text - plain));
		if (!err)
			err = add_escape(out, c);
		plain = text + 1;
	}
	*high = bits & 0x80;
	if (!err)
		err = buf_add(out, plain, (size_t)(text - plain));
	return err ? err : buf_add_char(out, '"');
}

static int add_cleaned(struct buf *out, const char *text)
{
	char *clean = text_clean_dup(text, strlen(text) * CLEAN_GROWS);
	bool high;
	int err = add_quoted(out, clean, &high);

	free(clean);
	return err;
}

int wire_json_add_text(struct buf *out, const char *text)
{
	size_t start = out->len;
	bool high;

	if (!text)
		return buf_add(out, "null", 4);

	int err = add_quoted(out, text, &high);

	if (!err && high && !text_valid(text, strlen(text))) {
		wire_undo(out, start, 0);
		err = add_cleaned(out, text);
	}
	return err ? wire_undo(out, start, err) : 0;
}

size_t wire_int_text(char out[WIRE_INT_TEXT], int64_t value)
{
	char digits[WIRE_INT_TEXT];
	char *end = digits + sizeof(digits), *at = end;
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	*--at = '\0';
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (value < 0)
		*--at = '-';
	memcpy(out, at, (size_t)(end - at));
	return (size_t)(end - at) - 1;
}

int wire_json_add_int(struct buf *out, int64_t value)
{
	char text[WIRE_INT_TEXT];

	return buf_add(out, text, wire_int_text(text, value));
}

static int add_number(struct buf *out, const cJSON *value)
{
	char text[32];
	int64_t integer;

	if (wire_json_integer(value, &integer))
		return wire_json_add_int(out, integer);
	if (!isfinite(value->valuedouble))
		return buf_add(out, "null", 4);
	if (snprintf(text, sizeof(text), "%.15g", value->valuedouble) < 0 ||
	    strtod(text, NULL) != value->valuedouble)
		return buf_printf(out, "%.17g", value->valuedouble);
	return buf_add_str(out, text);
}

/* Writes a tree; add_string decides whether its texts are cleaned. */
typedef int (*add_string)(struct buf *out, const char *text);

static int add_any(struct buf *out, const cJSON *value, add_string add, int depth);

static int add_members(struct buf *out, const cJSON *parent, add_string add, int depth)
{
	bool object = cJSON_IsObject(parent);
	const cJSON *item;
	int err = buf_add_char(out, object ? '{' : '[');

	if (depth >= WIRE_MAX_DEPTH)
		return ERR_LIMIT;
	cJSON_ArrayForEach (item, parent) {
		if (!err && item != parent->child)
			err = buf_add_char(out, ',');
		if (!err && object)
			err = add(out, item->string);
		if (!err && object)
			err = buf_add_char(out, ':');
		if (!err)
			err = add_any(out, item, add, depth + 1);
		if (err)
			return err;
	}
	return err ? err : buf_add_char(out, object ? '}' : ']');
}

static int add_any(struct buf *out, const cJSON *value, add_string add, int depth)
{
	if (cJSON_IsString(value))
		return add(out, value->valuestring);
	if (cJSON_IsNumber(value))
		return add_number(out, value);
	if (cJSON_IsBool(value))
		return buf_add_str(out, cJSON_IsTrue(value) ? "true" : "false");
	if (cJSON_IsObject(value) || cJSON_IsArray(value))
		return add_members(out, value, add, depth);
	if (cJSON_IsRaw(value) && value->valuestring)
		return buf_add_str(out, value->valuestring);
	return buf_add(out, "null", 4);
}

int wire_json_add_value(struct buf *out, const cJSON *value)
{
	size_t start = out->len;
	int err = add_any(out, value, wire_json_add_text, 0);

	return err ? wire_undo(out, start, err) : 0;
}

int wire_json_add_clean(struct buf *out, const cJSON *value)
{
	size_t start = out->len;
	int err = add_any(out, value, add_cleaned, 0);

	return err ? wire_undo(out, start, err) : 0;
}

char *wire_json_print(const cJSON *value)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	wire_json_add_value(&out, value);
	return buf_take(&out);
}
