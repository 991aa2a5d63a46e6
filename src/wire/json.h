/* cJSON as this project uses it: limits before parsing, case-sensitive getters, checked ranges. */
#ifndef WIRE_JSON_H
#define WIRE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	WIRE_MAX_BODY = 1 << 20, /* request body */
	WIRE_MAX_CLIENT_FRAME = 64 << 10,
	WIRE_MAX_SERVER_FRAME = 256 << 10,
	WIRE_MAX_PART = 64 << 10, /* one part of a snapshot */
	WIRE_MAX_DEPTH = 16,
	WIRE_MAX_ID = 64,
};

/* Parses one JSON object: UTF-8, nesting, and nothing but blanks after it are checked first.
 * Returns 0 and *object (caller frees with cJSON_Delete()), or ERR_INVALID, ERR_LIMIT. */
int wire_json_parse(const char *text, size_t len, cJSON **object, struct why *why);
/* As above for any value: an object, a list, a text … */
int wire_json_parse_any(const char *text, size_t len, cJSON **value, struct why *why);

/* Members of an object; NULL or the fallback where absent or of another type. */
const cJSON *wire_json_get(const cJSON *object, const char *name);
const char *wire_json_text(const cJSON *object, const char *name);
int64_t wire_json_int(const cJSON *object, const char *name, int64_t fallback);
bool wire_json_bool(const cJSON *object, const char *name, bool fallback);
/* The integer of a number without fraction within ±2^53, else false. */
bool wire_json_integer(const cJSON *value, int64_t *out);

/* Appends text as a JSON string with its quotes (NULL as null), or a compact JSON value. */
int wire_json_add_text(struct buf *out, const char *text);
int wire_json_add_value(struct buf *out, const cJSON *value);
/* The compact text of value in new memory; the caller frees it with free(). */
char *wire_json_print(const cJSON *value);

#endif
