/* Keys and their actions, from key files (assets/keys/default.keys says the form). */
#ifndef KEYMAP_KEYMAP_H
#define KEYMAP_KEYMAP_H

#include <stdbool.h>

#include "action.h"
#include "base/err.h"
#include "term/key.h"

/* Where a key is pressed. A key is looked up in its own context, then in "any". */
enum key_context {
	KEYS_ANY,
	KEYS_PANES, /* a list has the focus, something is typed */
	KEYS_EMPTY, /* a list has the focus, nothing is typed; KEYS_PANES comes next */
	KEYS_POPUP,
	KEYS_CONTEXTS
};

struct keymap;

/* The keys that the program comes with. Free with keymap_free(). */
struct keymap *keymap_new(void);
void keymap_free(struct keymap **map);
/* Reads a key file over what is there. The first error names file and line in why, as does a key
 * that the same file maps twice in one context; what stood before the error is in force. */
int keymap_read(struct keymap *map, const char *path, struct why *why);
int keymap_parse(struct keymap *map, const char *name, const char *text, struct why *why);

enum keymap_found { KEYMAP_NONE, KEYMAP_ACTION, KEYMAP_LEADER };
/* What key does in context. After KEYMAP_LEADER the next key is given with that leader, which else
 * is NULL. */
enum keymap_found keymap_find(const struct keymap *map, enum key_context context,
			      const struct term_key *leader, struct term_key key,
			      enum action *action);
/* The key for an action as it is shown ("F2", ", b"), the one read last first; "" without one. */
const char *keymap_key(const struct keymap *map, enum action action, enum key_context context,
		       char *out, unsigned cap);
/* The map in use as text, a line a key, in the form of key files. Caller frees with free(). */
char *keymap_text(const struct keymap *map);

#endif
