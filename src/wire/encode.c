#include "inside.h"

static int add_text(const struct wire_field *field, const char *text, struct buf *out)
{
	if (!text)
		return buf_add(out, "null", 4);
	if (field->type == WIRE_JSON)
		return buf_add_str(out, text);
	if (field->type == WIRE_ID)
		return wire_id_encode(text, out);
	return wire_json_add_text(out, text);
}

static int add_value(const struct wire_row *row, const struct wire_field *field, struct buf *out)
{
	int64_t number;

	switch (field->type) {
	case WIRE_INT:
		number = *wire_cell_int(row, field);
		return number == WIRE_NULL ? buf_add(out, "null", 4)
					   : wire_json_add_int(out, number);
	case WIRE_BOOL:
		return buf_add_str(out, *wire_cell_bool(row, field) ? "true" : "false");
	default:
		return add_text(field, *wire_cell_text(row, field), out);
	}
}

static int add_field(const struct wire_row *row, const struct wire_field *field, char before,
		     struct buf *out)
{
	int err = buf_add_char(out, before);

	if (!err)
		err = buf_add_char(out, '"');
	if (!err)
		err = buf_add_str(out, field->name);
	if (!err)
		err = buf_add(out, "\":", 2);
	return err ? err : add_value(row, field, out);
}

int wire_row_encode(const struct wire_row *row, uint64_t mask, struct buf *out)
{
	const struct wire_set_info *info = wire_set_info(row->set);
	uint64_t keys = (UINT64_C(1) << info->keys) - 1;
	size_t start = out->len;
	char before = '{';
	int err = 0;

	for (uint64_t left = (row->present & mask) | keys; left && !err; left &= left - 1) {
		err = add_field(row, &info->fields[__builtin_ctzll(left)], before, out);
		before = ',';
	}
	if (!err)
		err = buf_add_char(out, '}');
	return err ? wire_undo(out, start, err) : 0;
}
