#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inside.h"

struct wire_row *wire_row_new(enum wire_set set)
{
	const struct wire_set_info *info = wire_set_info(set);
	struct wire_row *row = mem_new(1, info->size);

	row->set = set;
	row->key = mem_dup("");
	for (unsigned i = 0; i < info->count; i++)
		if (info->fields[i].type == WIRE_INT)
			*wire_cell_int(row, &info->fields[i]) = WIRE_NULL;
	return row;
}

void wire_row_free(struct wire_row **row)
{
	if (!*row)
		return;

	const struct wire_set_info *info = wire_set_info((*row)->set);

	for (unsigned i = 0; i < info->count; i++)
		if (wire_is_text(info->fields[i].type))
			free(*wire_cell_text(*row, &info->fields[i]));
	free((*row)->key);
	free(*row);
	*row = NULL;
}

struct wire_row *wire_row_copy(const struct wire_row *row)
{
	const struct wire_set_info *info = wire_set_info(row->set);
	struct wire_row *copy = mem_new(1, info->size);

	memcpy(copy, row, info->size);
	copy->key = mem_dup(row->key);
	for (unsigned i = 0; i < info->count; i++) {
		char **text = wire_cell_text(copy, &info->fields[i]);

		if (wire_is_text(info->fields[i].type))
			*text = mem_dup(*text);
	}
	return copy;
}

static const struct wire_field *field_at(const struct wire_row *row, unsigned field)
{
	const struct wire_set_info *info = wire_set_info(row->set);

	return field < info->count ? &info->fields[field] : NULL;
}

int64_t wire_row_int(const struct wire_row *row, unsigned field)
{
	const struct wire_field *f = field_at(row, field);

	return f && f->type == WIRE_INT ? *wire_cell_int(row, f) : WIRE_NULL;
}

bool wire_row_bool(const struct wire_row *row, unsigned field)
{
	const struct wire_field *f = field_at(row, field);

	return f && f->type == WIRE_BOOL && *wire_cell_bool(row, f);
}

const char *wire_row_text(const struct wire_row *row, unsigned field)
{
	const struct wire_field *f = field_at(row, field);

	return f && wire_is_text(f->type) ? *wire_cell_text(row, f) : NULL;
}

/* A field that becomes present has changed, whatever its value: it was unknown. */
static bool mark(struct wire_row *row, unsigned field, bool differs)
{
	uint64_t bit = UINT64_C(1) << field;
	bool changed = differs || !(row->present & bit);

	row->present |= bit;
	if (differs && (field_at(row, field)->flags & WIRE_KEY))
		wire_row_update_key(row);
	return changed;
}

bool wire_row_set_int(struct wire_row *row, unsigned field, int64_t value)
{
	const struct wire_field *f = field_at(row, field);

	if (!f || f->type != WIRE_INT)
		return false;

	int64_t *cell = wire_cell_int(row, f);
	bool differs = *cell != value;

	*cell = value;
	return mark(row, field, differs);
}

bool wire_row_set_bool(struct wire_row *row, unsigned field, bool value)
{
	const struct wire_field *f = field_at(row, field);

	if (!f || f->type != WIRE_BOOL)
		return false;

	bool *cell = wire_cell_bool(row, f);
	bool differs = *cell != value;

	*cell = value;
	return mark(row, field, differs);
}

static size_t length_within(const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);

	if (len <= max)
		return len;
	len = max;
	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

bool wire_row_set_text(struct wire_row *row, unsigned field, const char *text)
{
	const struct wire_field *f = field_at(row, field);

	if (!f || !wire_is_text(f->type))
		return false;
	if (text && f->type == WIRE_JSON && strnlen(text, f->max + 1) > f->max)
		text = NULL;

	char **cell = wire_cell_text(row, f);
	size_t len = text ? length_within(text, f->max) : 0;
	bool same = text && *cell ? !strncmp(*cell, text, len) && !(*cell)[len] : text == *cell;

	if (!same) {
		char *copy = text ? mem_dup_n(text, len) : NULL;

		free(*cell);
		*cell = copy;
	}
	return mark(row, field, !same);
}

static bool take_field(struct wire_row *row, const struct wire_row *from, unsigned field)
{
	switch (field_at(row, field)->type) {
	case WIRE_INT:
		return wire_row_set_int(row, field, wire_row_int(from, field));
	case WIRE_BOOL:
		return wire_row_set_bool(row, field, wire_row_bool(from, field));
	default:
		return wire_row_set_text(row, field, wire_row_text(from, field));
	}
}

uint64_t wire_row_merge(struct wire_row *row, const struct wire_row *from, uint64_t mask)
{
	uint64_t changed = 0;

	if (row->set != from->set)
		return 0;
	for (uint64_t left = from->present & mask; left; left &= left - 1) {
		unsigned field = (unsigned)__builtin_ctzll(left);

		if (take_field(row, from, field))
			changed |= UINT64_C(1) << field;
	}
	return changed;
}
