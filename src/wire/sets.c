#include <string.h>

#include "inside.h"

#define FIELD(type, member, name, options, flags, max)                                             \
	{name, WIRE_##type, options, flags, offsetof(row, member), max},
#define COUNT_KEY(type, member, name, options, flags, max) +(((flags)&WIRE_KEY) ? 1 : 0)
#define CHECK_MAX(type, member, name, options, flags, max)                                         \
	_Static_assert((max) <= WIRE_VALUE_MAX, name " holds too much");
#define CHECK_SET(ENUM, SET, OPTION, USER)                                                         \
	WIRE_FIELDS_##ENUM(CHECK_MAX) _Static_assert(sizeof(struct wire_numbers_##SET) < 64,       \
						     "too many fields in " #SET);
WIRE_SETS(CHECK_SET)

#define INFO(ENUM, SET, OPTION, USER)                                                              \
	case WIRE_##ENUM: {                                                                        \
		typedef struct wire_##SET row;                                                     \
		static const struct wire_field fields[] = {WIRE_FIELDS_##ENUM(FIELD)};             \
		static const struct wire_set_info info = {                                         \
			.name = #SET,                                                              \
			.fields = fields,                                                          \
			.count = sizeof(fields) / sizeof(fields[0]),                               \
			.keys = 0 WIRE_FIELDS_##ENUM(COUNT_KEY),                                   \
			.size = sizeof(row),                                                       \
			.option = OPTION,                                                          \
			.per_user = USER,                                                          \
			.all = (UINT64_C(1) << (sizeof(fields) / sizeof(fields[0]))) - 1,          \
		};                                                                                 \
		return &info;                                                                      \
	}

const struct wire_set_info *wire_set_info(enum wire_set set)
{
	switch (set) {
		WIRE_SETS(INFO)
	case WIRE_SET_COUNT:
		break;
	}
	return NULL;
}

int wire_set_find(const char *name)
{
	for (int set = 0; set < WIRE_SET_COUNT; set++)
		if (!strcmp(wire_set_info((enum wire_set)set)->name, name))
			return set;
	return ERR_NOT_FOUND;
}

uint64_t wire_set_visible(enum wire_set set, unsigned options)
{
	const struct wire_set_info *info = wire_set_info(set);
	uint64_t visible = 0;

	if (info->option && !(info->option & options))
		return 0;
	for (unsigned i = 0; i < info->count; i++)
		if (!info->fields[i].option || (info->fields[i].option & options))
			visible |= UINT64_C(1) << i;
	return visible;
}

int wire_field_find(enum wire_set set, const char *name)
{
	const struct wire_set_info *info = wire_set_info(set);

	for (unsigned i = 0; i < info->count; i++)
		if (!strcmp(info->fields[i].name, name))
			return (int)i;
	return ERR_NOT_FOUND;
}
