/* What the files of the key map share. */
#ifndef KEYMAP_BINDING_H
#define KEYMAP_BINDING_H

#include "keymap.h"

struct binding {
	enum key_context context;
	bool has_leader;
	struct term_key leader, key;
	enum action action;
	unsigned line, file; /* where it stands, for conflicts */
};

/* Where the last key of an action was taken from it. */
struct binding_place {
	unsigned line, file; /* line 0: nowhere */
};

struct keymap {
	struct binding *bindings;
	unsigned count, files;
	char **file_names; /* file 1 is the first */
	struct binding_place lost[ACTION_COUNT];
};

const char *binding_context_name(enum key_context context);
/* "F2" or ", b" as it is shown. */
void binding_show(const struct binding *binding, char *out, unsigned cap);
/* Whether a key bound in that context is looked at from another. */
bool binding_counts(enum key_context from, enum key_context bound);
/* The binding that decides about key in context, NULL without one. For a leader it is any of its
 * bindings. */
const struct binding *binding_find(const struct keymap *map, enum key_context context,
				   const struct term_key *leader, struct term_key key);
/* Whether it is this one that decides about its keys in context. */
bool binding_wins(const struct keymap *map, enum key_context context,
		  const struct binding *binding);
/* Whether the file of like has already said so in the same line. */
bool binding_same(struct keymap *map, const struct binding *like);
/* Adds, in the place of what earlier files say of the same keys; a conflict within the file of new
 * is an error that names both lines. */
int binding_add(struct keymap *map, const struct binding *new, const char *name, struct why *why);
/* Removes what has the same context and keys, if there is such. */
void binding_remove(struct keymap *map, const struct binding *like);

#endif
