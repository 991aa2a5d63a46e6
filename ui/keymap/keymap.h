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
/* The names of the key files that the program brings along, "default" first; NULL after the last.
 */
const char *keymap_shipped(unsigned i);
/* Reads one of these over what is there. ERR_NOT_FOUND if there is none of that name. */
int keymap_use(struct keymap *map, const char *name, struct why *why);
/* Reads a key file over what is there. The first error names file and line in why, as does a key
 * that the same file maps twice in one context; what stood before the error is in force. */
int keymap_read(struct keymap *map, const char *path, struct why *why);
int keymap_parse(struct keymap *map, const char *name, const char *text, struct why *why);

/* One problem as "file:line: sentence". */
typedef void keymap_report(void *ctx, const char *text);
/* As keymap_read(), but goes on behind errors and tells each. Returns how many there were. */
unsigned keymap_check(struct keymap *map, const char *path, keymap_report *report, void *ctx);
/* Tells each action that a file left without any key. Returns how many there are. */
unsigned keymap_unreachable(const struct keymap *map, keymap_report *report, void *ctx);

enum keymap_found { KEYMAP_NONE, KEYMAP_ACTION, KEYMAP_LEADER };
/* What key does in context. After KEYMAP_LEADER the next key is given with that leader, which else
 * is NULL. */
enum keymap_found keymap_find(const struct keymap *map, enum key_context context,
			      const struct term_key *leader, struct term_key key,
			      enum action *action);
/* The key for an action as it is shown ("F2", ", b"), the one read last first; "" without one. */
const char *keymap_key(const struct keymap *map, enum action action, enum key_context context,
		       char *out, unsigned cap);
/* All keys for an action with two blanks between, the best first, as many as fit into columns. */
const char *keymap_keys(const struct keymap *map, enum action action, enum key_context context,
			char *out, unsigned cap, int columns);
/* A way to an action with keys that every keyboard and terminal has (no function key, Ctrl or Alt):
 * "" without one. */
const char *keymap_plain_path(const struct keymap *map, enum action action, char *out,
			      unsigned cap);

/* The map in use as one printed page of at most 60 lines and 80 columns, and as JSON. Caller frees
 * with free(). */
char *keymap_sheet(const struct keymap *map);
char *keymap_json(const struct keymap *map);

#endif
