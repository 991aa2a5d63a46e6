/* Control sequences that mean keys. */
#ifndef TERM_SEQUENCE_H
#define TERM_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "key.h"

enum { SEQUENCE_MAX = 64 };

enum sequence_kind {
	SEQUENCE_NONE, /* not a sequence: the Esc stands alone */
	SEQUENCE_PART, /* more must come */
	SEQUENCE_KEY,
	SEQUENCE_PASTE,   /* a paste starts */
	SEQUENCE_MOUSE,   /* a button was pressed */
	SEQUENCE_UNKNOWN, /* whole, but no key of ours: to be dropped */
};

struct sequence {
	enum sequence_kind kind;
	size_t len;
	struct term_key key;
	struct term_mouse mouse;
};

/* Reads "ESC [ …" or "ESC O …" at p, which has len bytes, at least one. */
struct sequence sequence_read(const char *p, size_t len);

/* The keys that a terminal's description names: capability and key. NULL after the last. */
const char *sequence_capability(unsigned n, struct term_key *key);

#endif
