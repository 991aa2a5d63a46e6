/* Shared by the files of this room only. */
#ifndef WIRE_INSIDE_H
#define WIRE_INSIDE_H

#include "json.h"
#include "row.h"

enum {
	WIRE_VALUE_MAX = 16384, /* no field of the table may hold more */
	WIRE_KEY_SEPARATOR = 0x1f,
	WIRE_INT_TEXT = 24, /* bytes of any int64_t as text */
};

static inline void *wire_cell(const struct wire_row *row, const struct wire_field *field)
{
	return (char *)row + field->offset;
}

static inline int64_t *wire_cell_int(const struct wire_row *row, const struct wire_field *field)
{
	return wire_cell(row, field);
}

static inline bool *wire_cell_bool(const struct wire_row *row, const struct wire_field *field)
{
	return wire_cell(row, field);
}

static inline char **wire_cell_text(const struct wire_row *row, const struct wire_field *field)
{
	return wire_cell(row, field);
}

static inline bool wire_is_text(enum wire_type type)
{
	return type == WIRE_STR || type == WIRE_ID || type == WIRE_JSON;
}

/* What cJSON lets pass and JSON does not, and the depth. len bytes of valid UTF-8. */
int wire_json_scan(const char *text, size_t len, struct why *why);
/* As wire_json_add_value(), with every string and member name cleaned. */
int wire_json_add_clean(struct buf *out, const cJSON *value);
/* value in digits, terminated; returns the length. */
size_t wire_int_text(char out[WIRE_INT_TEXT], int64_t value);
int wire_json_add_int(struct buf *out, int64_t value);

/* Takes what was added to out since it was start bytes long away again. Returns err. */
static inline int wire_undo(struct buf *out, size_t start, int err)
{
	if (out->data)
		out->data[start] = '\0';
	out->len = start;
	return err;
}

/* The text of one STR or ID value, cleaned; returns its length, or ERR_INVALID. */
int wire_value_text(const struct wire_field *field, const cJSON *value, char *out, size_t cap);
/* The text of one key field's value, terminated; returns its length, or ERR_INVALID, ERR_LIMIT. */
int wire_key_part(const struct wire_field *field, const cJSON *value, char *out, size_t cap);
/* A number where that text comes back from it unchanged, else a string. */
int wire_id_encode(const char *text, struct buf *out);
/* Writes row->key anew from the key fields. */
void wire_row_update_key(struct wire_row *row);

#endif
