#include "object.h"

/* One getter a property, from the tables of pbx.h and wire/fields.h. */
#define VALUE_text(row, property) (row->property ? row->property : "")
#define VALUE_json(row, property) (row->property ? row->property : "")
#define VALUE_int(row, property)  (row->property)
#define VALUE_flag(row, property) (row->property)
#define NONE_text                 ""
#define NONE_json                 ""
#define NONE_int                  PBX_UNKNOWN
#define NONE_flag                 false

// NOLINTNEXTLINE(misc-redundant-expression): two names of two headers that must agree
_Static_assert(PBX_UNKNOWN == WIRE_NULL, "an unknown number is a null of the wire");

#define GETTER(ENUM, class, kind, property)                                                        \
	PBX_C_##kind pbx_##class##_##property(const struct pbx_object *object)                     \
	{                                                                                          \
		const struct wire_##class *row = PX_ROW(object, ENUM, class);                      \
                                                                                                   \
		return row ? VALUE_##kind(row, property) : NONE_##kind;                            \
	}

#define CONTACT(kind, property)   GETTER(CONTACT, contact, kind, property)
#define LINK(kind, property)      GETTER(LINK, link, kind, property)
#define EXTENSION(kind, property) GETTER(EXTENSION, extension, kind, property)
#define PHONE(kind, property)     GETTER(PHONE, phone, kind, property)
#define DEVICE(kind, property)    GETTER(DEVICE, device, kind, property)
#define QUEUE(kind, property)     GETTER(QUEUE, queue, kind, property)
#define CALL(kind, property)      GETTER(CALL, call, kind, property)
#define PARKED(kind, property)    GETTER(PARKED, parked, kind, property)
#define MAILBOX(kind, property)   GETTER(MAILBOX, mailbox, kind, property)
#define TAG(kind, property)       GETTER(TAG, tag, kind, property)
#define ADDRESS(kind, property)   GETTER(ADDRESS, address, kind, property)
#define ROOM(kind, property)      GETTER(ROOM, room, kind, property)
#define MESSAGE(kind, property)   GETTER(MESSAGE, message, kind, property)
#define NOTE(kind, property)      GETTER(NOTE, note, kind, property)
#define TAKEN(kind, property)     GETTER(TAKEN, taken, kind, property)
#define SETTING(kind, property)   GETTER(SETTING, setting, kind, property)
#define OPERATOR(kind, property)  GETTER(OPERATOR, operator, kind, property)
#define NIGHTMODE(kind, property) GETTER(NIGHTMODE, nightmode, kind, property)

#define ALL_GETTERS(ENUM, class) PBX_##ENUM##_PROPERTIES(ENUM)
PBX_CLASSES(ALL_GETTERS)

#define SAME_ORDER(ENUM, class)                                                                    \
	_Static_assert((int)PBX_##ENUM == (int)WIRE_##ENUM, "a class is its set: " #class);
PBX_CLASSES(SAME_ORDER)
