/* Rows and JSON in a test. */
#ifndef SUPPORT_ROWS_H
#define SUPPORT_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/json.h"
#include "wire/row.h"

/* The caller deletes it. */
static inline cJSON *json(const char *text)
{
	cJSON *value;

	assert_int_equal(wire_json_parse_any(text, strlen(text), &value, NULL), 0);
	return value;
}

static inline int decode(struct wire_row *row, const char *text, uint64_t *changed)
{
	cJSON *object = json(text);
	int err = wire_row_decode(row, object, changed, NULL);

	cJSON_Delete(object);
	return err;
}

/* A new row of that text; the caller frees it. */
static inline struct wire_row *row_of(enum wire_set set, const char *text)
{
	struct wire_row *row = wire_row_new(set);

	assert_int_equal(decode(row, text, NULL), 0);
	return row;
}

static inline void assert_row(const struct wire_row *row, uint64_t mask, const char *expected)
{
	struct buf out;

	buf_init(&out, WIRE_MAX_BODY);
	assert_int_equal(wire_row_encode(row, mask, &out), 0);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

#endif
