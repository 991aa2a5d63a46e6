#include "keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"

enum { BINDINGS_MAX = 1000, KEY_FILE_MAX = 256 << 10, LINE_MAX_BYTES = 256 };

struct binding {
	enum key_context context;
	bool has_leader;
	struct term_key leader, key;
	enum action action;
	unsigned line, file; /* where it stands, for conflicts */
};

struct keymap {
	struct binding *bindings;
	unsigned count, files;
};

/* Made from assets/keys/default.keys by the build. */
extern const char keymap_default[];

static const char *const context_names[] = {"any", "panes", "empty", "popup"};

static int find_context(const char *word)
{
	for (int i = 0; i < KEYS_CONTEXTS; i++)
		if (strcmp(context_names[i], word) == 0)
			return i;
	return ERR_NOT_FOUND;
}

static bool same_keys(const struct binding *a, const struct binding *b)
{
	return a->context == b->context && a->has_leader == b->has_leader &&
	       key_same(a->key, b->key) && (!a->has_leader || key_same(a->leader, b->leader));
}

static struct binding *find_binding(struct keymap *map, const struct binding *wanted)
{
	for (unsigned i = 0; i < map->count; i++)
		if (same_keys(&map->bindings[i], wanted))
			return &map->bindings[i];
	return NULL;
}

/* A key that is a leader cannot be an action too in the same context, or the other way round. */
static const struct binding *find_clash(const struct keymap *map, const struct binding *new)
{
	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->context != new->context || b->has_leader == new->has_leader)
			continue;
		if (key_same(b->has_leader ? b->leader : b->key,
			     new->has_leader ? new->leader : new->key))
			return b;
	}
	return NULL;
}

static void drop(struct keymap *map, struct binding *binding)
{
	unsigned at = (unsigned)(binding - map->bindings);

	memmove(binding, binding + 1, (map->count - at - 1) * sizeof *binding);
	map->count--;
}

static int add(struct keymap *map, const struct binding *new, const char *name, struct why *why)
{
	struct binding *old = find_binding(map, new);
	const struct binding *clash = find_clash(map, new);

	if (old && old->file == new->file)
		return why_set(why, ERR_CONFLICT, "%s:%u: this key is mapped in line %u already",
			       name, new->line, old->line);
	if (clash && clash->file == new->file)
		return why_set(why, ERR_CONFLICT,
			       "%s:%u: this key begins the two keys of line %u, or ends them", name,
			       new->line, clash->line);
	if (old)
		drop(map, old);
	if (map->count == BINDINGS_MAX)
		return why_set(why, ERR_LIMIT, "%s:%u: more than %d keys", name, new->line,
			       BINDINGS_MAX);
	map->bindings = mem_resize(map->bindings, map->count + 1, sizeof *map->bindings);
	map->bindings[map->count++] = *new;
	return 0;
}

enum { WORDS_MAX = 6 };

static int split(char *line, char **words)
{
	int n = 0;
	char *save = NULL;

	for (char *w = strtok_r(line, " \t\r", &save); w; w = strtok_r(NULL, " \t\r", &save)) {
		if (n == WORDS_MAX)
			return ERR_LIMIT;
		words[n++] = w;
	}
	return n;
}

/* "CONTEXT KEY [KEY]": fills binding. Returns 0 or an error with its sentence. */
static int parse_keys(char **words, int count, struct binding *binding, const char *name,
		      struct why *why)
{
	int context = find_context(words[0]);

	if (context < 0)
		return why_set(why, ERR_INVALID,
			       "%s:%u: \"%s\" is no context (any, panes, empty, popup)", name,
			       binding->line, words[0]);
	binding->context = (enum key_context)context;
	binding->has_leader = count == 3;
	for (int i = 1; i < count; i++) {
		struct term_key *key =
			binding->has_leader && i == 1 ? &binding->leader : &binding->key;
		if (key_parse(words[i], key) < 0)
			return why_set(why, ERR_INVALID, "%s:%u: \"%s\" is no key", name,
				       binding->line, words[i]);
	}
	return 0;
}

static int parse_line(struct keymap *map, char *line, unsigned number, const char *name,
		      struct why *why)
{
	struct binding binding = {.line = number, .file = map->files, .action = ACTION_NONE};
	char *words[WORDS_MAX];
	int n, err;

	if (line[strspn(line, " \t")] == '#')
		return 0;
	n = split(line, words);
	if (n == 0)
		return 0;
	bool map_it = n >= 4 && n <= 5 && strcmp(words[0], "map") == 0;
	bool unmap = n >= 3 && n <= 4 && strcmp(words[0], "unmap") == 0;
	if (!map_it && !unmap)
		return why_set(
			why, ERR_INVALID,
			"%s:%u: expected \"map CONTEXT KEY ACTION\" or \"unmap CONTEXT KEY\"", name,
			number);
	err = parse_keys(words + 1, n - (map_it ? 2 : 1), &binding, name, why);
	if (err)
		return err;
	if (unmap) {
		struct binding *old = find_binding(map, &binding);
		if (old)
			drop(map, old);
		return 0;
	}
	binding.action = action_find(words[n - 1]);
	if (binding.action == ACTION_NONE)
		return why_set(why, ERR_INVALID, "%s:%u: \"%s\" is no action", name, number,
			       words[n - 1]);
	return add(map, &binding, name, why);
}

int keymap_parse(struct keymap *map, const char *name, const char *text, struct why *why)
{
	char line[LINE_MAX_BYTES];
	int err = 0;

	map->files++;
	for (unsigned number = 1; *text && !err; number++) {
		size_t len = strcspn(text, "\n");
		if (len >= sizeof line && text[strspn(text, " \t")] != '#')
			return why_set(why, ERR_LIMIT, "%s:%u: the line is too long", name, number);
		snprintf(line, sizeof line, "%.*s", (int)len, text);
		err = parse_line(map, line, number, name, why);
		text += len + (text[len] == '\n');
	}
	return err;
}

int keymap_read(struct keymap *map, const char *path, struct why *why)
{
	char *text;
	size_t len;
	int err = path_read(path, KEY_FILE_MAX, &text, &len, why);

	if (err)
		return err;
	if (strlen(text) != len)
		err = why_set(why, ERR_INVALID, "%s: the file holds NUL bytes", path);
	else
		err = keymap_parse(map, path, text, why);
	free(text);
	return err;
}

struct keymap *keymap_new(void)
{
	struct keymap *map = mem_new(1, sizeof *map);
	struct why why = {.text = ""};

	if (keymap_parse(map, "default.keys", keymap_default, &why) < 0) {
		fprintf(stderr, "%s\n", why.text);
		abort();
	}
	return map;
}

void keymap_free(struct keymap **map)
{
	if (!*map)
		return;
	free((*map)->bindings);
	free(*map);
	*map = NULL;
}

static enum keymap_found find_in(const struct keymap *map, enum key_context context,
				 const struct term_key *leader, struct term_key key,
				 enum action *action)
{
	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->context != context)
			continue;
		if (!leader && b->has_leader && key_same(b->leader, key))
			return KEYMAP_LEADER;
		if (b->has_leader != (leader != NULL) || !key_same(b->key, key))
			continue;
		if (leader && !key_same(b->leader, *leader))
			continue;
		*action = b->action;
		return KEYMAP_ACTION;
	}
	return KEYMAP_NONE;
}

enum keymap_found keymap_find(const struct keymap *map, enum key_context context,
			      const struct term_key *leader, struct term_key key,
			      enum action *action)
{
	enum keymap_found found = find_in(map, context, leader, key, action);

	if (found == KEYMAP_NONE && context == KEYS_EMPTY)
		found = find_in(map, KEYS_PANES, leader, key, action);
	if (found == KEYMAP_NONE && context != KEYS_ANY)
		found = find_in(map, KEYS_ANY, leader, key, action);
	return found;
}

static void show(const struct binding *b, char *out, unsigned cap)
{
	char leader[KEY_NAME_MAX], key[KEY_NAME_MAX];

	snprintf(out, cap, "%s%s%s", b->has_leader ? key_name(b->leader, leader) : "",
		 b->has_leader ? " " : "", key_name(b->key, key));
}

static bool reachable(enum key_context from, enum key_context bound)
{
	return bound == from || bound == KEYS_ANY || (from == KEYS_EMPTY && bound == KEYS_PANES);
}

const char *keymap_key(const struct keymap *map, enum action action, enum key_context context,
		       char *out, unsigned cap)
{
	const struct binding *best = NULL;

	/* A file read later goes first; within one file the key that stands first, and a single key
	 * before a leader. */
	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->action != action || !reachable(context, b->context))
			continue;
		if (!best || b->file > best->file ||
		    (b->file == best->file && best->has_leader && !b->has_leader))
			best = b;
	}
	out[0] = '\0';
	if (best)
		show(best, out, cap);
	return out;
}

char *keymap_text(const struct keymap *map)
{
	struct buf text;
	char key[2 * KEY_NAME_MAX];

	buf_init(&text, KEY_FILE_MAX);
	for (unsigned i = 0; i < map->count; i++) {
		show(&map->bindings[i], key, sizeof key);
		buf_printf(&text, "map %-5s %-10s %s\n", context_names[map->bindings[i].context],
			   key, action_info(map->bindings[i].action)->name);
	}
	return buf_take(&text);
}
