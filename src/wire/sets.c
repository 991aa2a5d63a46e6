#include <string.h>

#include "inside.h"

#define FIELD(type, member, name, options, flags, max)                                             \
	{name, WIRE_##type, options, flags, offsetof(ROW, member), max},
#define COUNT_KEY(type, member, name, options, flags, max) +(((flags)&WIRE_KEY) ? 1 : 0)
#define CHECK_MAX(type, member, name, options, flags, max)                                         \
	_Static_assert((max) <= WIRE_VALUE_MAX, name " holds too much");

#define CHECK(ENUM, set, option, user)                                                             \
	WIRE_FIELDS_##ENUM(CHECK_MAX)                                                              \
	_Static_assert(sizeof(struct wire_numbers_##set) < 64, "too many fields in " #set);
WIRE_SETS(CHECK)

