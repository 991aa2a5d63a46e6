/* Rows of the sets of fields.h as C structs, the same at both ends: struct wire_contact,
 * struct wire_call, … each begins with struct wire_row. */
#ifndef WIRE_ROW_H
#define WIRE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/err.h"
#include "fields.h"

#define WIRE_NULL INT64_MIN /* null in an INT field */

enum wire_option {
	WIRE_OPT_DEVICE = 1,
	WIRE_OPT_QUEUE = 2,
	WIRE_OPT_MAILBOX = 4,
	WIRE_OPT_PRESENCE = 8,
	WIRE_OPT_TAGS = 16,
	WIRE_OPT_ADDRESS = 32,
	WIRE_OPT_CHAT = 64,
	WIRE_OPT_TAKEN = 128,
	WIRE_OPT_ALL_SETS = WIRE_OPT_DEVICE | WIRE_OPT_QUEUE | WIRE_OPT_MAILBOX | WIRE_OPT_PRESENCE,
};

enum wire_flag { WIRE_KEY = 1, WIRE_LINES = 2 /* a newline stays in the text */ };

#define WIRE_ENUM_SET(ENUM, name, option, user) WIRE_##ENUM,
enum wire_set { WIRE_SETS(WIRE_ENUM_SET) WIRE_SET_COUNT };

/* The head of every row. key identifies it within its set: its key fields as text, joined by
 * U+001F. A bit of present is set for each field that has a value, null included; bit n is field n.
 */
struct wire_row {
	enum wire_set set;
	uint64_t present;
	char *key;
};

#define WIRE_C_INT                                           int64_t
#define WIRE_C_BOOL                                          bool
#define WIRE_C_STR                                           char *
#define WIRE_C_ID                                            char *
#define WIRE_C_JSON                                          char *
#define WIRE_MEMBER(type, member, name, options, flags, max) WIRE_C_##type member;
#define WIRE_STRUCT(ENUM, set, option, user)                                                       \
	struct wire_##set {                                                                        \
		struct wire_row row;                                                               \
		WIRE_FIELDS_##ENUM(WIRE_MEMBER)                                                    \
	};
WIRE_SETS(WIRE_STRUCT)

/* Field numbers: WIRE_F(contact, blf) is its position, WIRE_BIT(contact, blf) its bit. */
#define WIRE_NUMBER(type, member, name, options, flags, max) unsigned char member;
#define WIRE_NUMBERS(ENUM, set, option, user)                                                      \
	struct wire_numbers_##set {                                                                \
		WIRE_FIELDS_##ENUM(WIRE_NUMBER)                                                    \
	};
WIRE_SETS(WIRE_NUMBERS)
#define WIRE_F(set, member)   ((unsigned)offsetof(struct wire_numbers_##set, member))
#define WIRE_BIT(set, member) (UINT64_C(1) << WIRE_F(set, member))

enum wire_type { WIRE_INT, WIRE_BOOL, WIRE_STR, WIRE_ID, WIRE_JSON };

struct wire_field {
	const char *name;
	enum wire_type type;
	unsigned char option, flags;
	unsigned short offset;
	unsigned max;
};

struct wire_set_info {
	const char *name;
	const struct wire_field *fields;
	unsigned count;  /* of fields */
	unsigned keys;   /* of key fields; they come first */
	size_t size;     /* of the struct */
	unsigned option; /* any of these options carries the set; 0 always */
	bool per_user;   /* rows belong to one user */
	uint64_t all;    /* the bits of all fields */
};

const struct wire_set_info *wire_set_info(enum wire_set set);
/* The set of that name, or ERR_NOT_FOUND. */
int wire_set_find(const char *name);
/* Bits of the fields that a viewer with these options gets. */
uint64_t wire_set_visible(enum wire_set set, unsigned options);
/* Index of the field of that name, or ERR_NOT_FOUND. */
int wire_field_find(enum wire_set set, const char *name);

/* An empty row: nothing present, INTs WIRE_NULL, key "". Free with wire_row_free(). */
struct wire_row *wire_row_new(enum wire_set set);
void wire_row_free(struct wire_row **row);
struct wire_row *wire_row_copy(const struct wire_row *row);
/* The values of one field. The setters mark it present and keep key up to date; text is copied and
 * cut to the field's max (a JSON text over its max becomes null). They return true if the value
 * changed; a field that becomes present has changed. */
int64_t wire_row_int(const struct wire_row *row, unsigned field);
bool wire_row_bool(const struct wire_row *row, unsigned field);
const char *wire_row_text(const struct wire_row *row, unsigned field);
bool wire_row_set_int(struct wire_row *row, unsigned field, int64_t value);
bool wire_row_set_bool(struct wire_row *row, unsigned field, bool value);
bool wire_row_set_text(struct wire_row *row, unsigned field, const char *text);

/* Copies the fields of mask that are present in from; returns the bits whose values changed. */
uint64_t wire_row_merge(struct wire_row *row, const struct wire_row *from, uint64_t mask);

/* Takes the known fields of a JSON object into row (unknown ones are ignored); strings are cleaned
 * and bounded. *changed (may be NULL) gets the bits whose values changed. A wrong type, a number
 * out of range or a nested value over its max is ERR_INVALID: the row is then as it was. */
int wire_row_decode(struct wire_row *row, const cJSON *object, uint64_t *changed, struct why *why);
/* The key of a JSON object, or of a list of key fields ("gone"), into out. ERR_INVALID if a key
 * field is missing or of a wrong type. */
int wire_key_of_object(enum wire_set set, const cJSON *object, char *out, size_t cap);
int wire_key_of_list(enum wire_set set, const cJSON *list, char *out, size_t cap);
/* The key from values: wire_key(out, cap, WIRE_CALL, "SIP/abc", "c-76"). Texts for every field. */
int wire_key(char *out, size_t cap, enum wire_set set, const char *first, const char *second);

enum { WIRE_KEY_MAX = 160 };

/* Appends the row's key fields and the present fields of mask as a JSON object. */
int wire_row_encode(const struct wire_row *row, uint64_t mask, struct buf *out);
/* Appends the key as a JSON list: [5] or ["SIP/abc","c-76"]. */
int wire_key_encode(enum wire_set set, const char *key, struct buf *out);

#endif
