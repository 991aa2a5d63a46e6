#include "keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "binding.h"

enum { BINDINGS_MAX = 2000 };

static const char *const context_names[] = {"any", "panes", "empty", "popup"};

const char *binding_context_name(enum key_context context)
{
	return context_names[context];
}

/* ---- Adding and removing ---- */

static bool same_keys(const struct binding *a, const struct binding *b)
{
	return a->context == b->context && a->has_leader == b->has_leader &&
	       key_same(a->key, b->key) && (!a->has_leader || key_same(a->leader, b->leader));
}

/* A key that is a leader cannot be an action too in the same context, or the other way round. */
static bool clashes(const struct binding *a, const struct binding *b)
{
	return a->context == b->context && a->has_leader != b->has_leader &&
	       key_same(a->has_leader ? a->leader : a->key, b->has_leader ? b->leader : b->key);
}

static struct binding *first(struct keymap *map, const struct binding *like,
			     bool (*test)(const struct binding *, const struct binding *))
{
	for (unsigned i = 0; i < map->count; i++)
		if (test(&map->bindings[i], like))
			return &map->bindings[i];
	return NULL;
}

static void drop(struct keymap *map, struct binding *binding, const struct binding *why)
{
	unsigned at = (unsigned)(binding - map->bindings);

	map->lost[binding->action] = (struct binding_place){why->line, why->file};
	memmove(binding, binding + 1, (map->count - at - 1) * sizeof *binding);
	map->count--;
}

void binding_remove(struct keymap *map, const struct binding *like)
{
	struct binding *old = first(map, like, same_keys);

	if (old)
		drop(map, old, like);
}

bool binding_same(struct keymap *map, const struct binding *like)
{
	const struct binding *old = first(map, like, same_keys);

	return old && old->file == like->file && old->line == like->line;
}

int binding_add(struct keymap *map, const struct binding *new, const char *name, struct why *why)
{
	struct binding *old;

	while ((old = first(map, new, same_keys))) {
		if (old->file == new->file)
			return why_set(why, ERR_CONFLICT,
				       _("%s:%u: this key is mapped in line %u already"), name,
				       new->line, old->line);
		drop(map, old, new);
	}
	while ((old = first(map, new, clashes))) {
		if (old->file == new->file)
			return why_set(
				why, ERR_CONFLICT,
				_("%s:%u: this key begins the two keys of line %u, or ends them"),
				name, new->line, old->line);
		drop(map, old, new);
	}
	if (map->count == BINDINGS_MAX)
		return why_set(why, ERR_LIMIT, _("%s:%u: more than %d keys"), name, new->line,
			       BINDINGS_MAX);
	map->bindings = mem_resize(map->bindings, map->count + 1, sizeof *map->bindings);
	map->bindings[map->count++] = *new;
	return 0;
}

void keymap_free(struct keymap **map)
{
	if (!*map)
		return;
	for (unsigned i = 0; i < (*map)->files; i++)
		free((*map)->file_names[i]);
	free((*map)->file_names);
	free((*map)->bindings);
	free(*map);
	*map = NULL;
}

/* ---- Looking up ---- */

static const struct binding *find_in(const struct keymap *map, enum key_context context,
				     const struct term_key *leader, struct term_key key)
{
	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->context != context)
			continue;
		if (!leader && key_same(b->has_leader ? b->leader : b->key, key))
			return b;
		if (leader && b->has_leader && key_same(b->leader, *leader) &&
		    key_same(b->key, key))
			return b;
	}
	return NULL;
}

const struct binding *binding_find(const struct keymap *map, enum key_context context,
				   const struct term_key *leader, struct term_key key)
{
	const struct binding *found = find_in(map, context, leader, key);

	if (!found && context == KEYS_EMPTY)
		found = find_in(map, KEYS_PANES, leader, key);
	if (!found && context != KEYS_ANY)
		found = find_in(map, KEYS_ANY, leader, key);
	return found;
}

bool binding_wins(const struct keymap *map, enum key_context context, const struct binding *b)
{
	const struct binding *found =
		binding_find(map, context, NULL, b->has_leader ? b->leader : b->key);

	if (found && b->has_leader && found->has_leader)
		found = binding_find(map, context, &b->leader, b->key);
	return found == b;
}

enum keymap_found keymap_find(const struct keymap *map, enum key_context context,
			      const struct term_key *leader, struct term_key key,
			      enum action *action)
{
	const struct binding *found = binding_find(map, context, leader, key);

	if (!found)
		return KEYMAP_NONE;
	if (!leader && found->has_leader)
		return KEYMAP_LEADER;
	*action = found->action;
	return KEYMAP_ACTION;
}

/* ---- Showing ---- */

void binding_show(const struct binding *b, char *out, unsigned cap)
{
	char leader[KEY_NAME_MAX], key[KEY_NAME_MAX];

	snprintf(out, cap, "%s%s%s", b->has_leader ? key_name(b->leader, leader) : "",
		 b->has_leader ? " " : "", key_name(b->key, key));
}

bool binding_counts(enum key_context from, enum key_context bound)
{
	return bound == from || bound == KEYS_ANY || (from == KEYS_EMPTY && bound == KEYS_PANES);
}

/* A file read later goes first; within one file a single key before a leader, and then the one that
 * stands first. */
static bool better(const struct binding *a, const struct binding *b)
{
	if (a->file != b->file)
		return a->file > b->file;
	return b->has_leader && !a->has_leader;
}

/* The best binding of an action that is worse than last (NULL: the best of all). Among equals the
 * order of the map decides. */
static const struct binding *next_best(const struct keymap *map, enum action action,
				       enum key_context context, const struct binding *last)
{
	const struct binding *best = NULL;

	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->action != action || !binding_counts(context, b->context))
			continue;
		if (last && (better(b, last) || (!better(last, b) && b <= last)))
			continue;
		if (!best || better(b, best))
			best = b;
	}
	return best;
}

const char *keymap_key(const struct keymap *map, enum action action, enum key_context context,
		       char *out, unsigned cap)
{
	const struct binding *best = next_best(map, action, context, NULL);

	out[0] = '\0';
	if (best)
		binding_show(best, out, cap);
	return out;
}

const char *keymap_keys(const struct keymap *map, enum action action, enum key_context context,
			char *out, unsigned cap, int columns)
{
	const struct binding *b = NULL;
	char key[2 * KEY_NAME_MAX];
	size_t len = 0;

	out[0] = '\0';
	while ((b = next_best(map, action, context, b))) {
		int gap = len ? 2 : 0;
		binding_show(b, key, sizeof key);
		if (len + strlen(key) + 3 > cap ||
		    text_width(out) + gap + text_width(key) > columns)
			continue;
		len += (size_t)snprintf(out + len, cap - len, "%*s%s", gap, "", key);
	}
	return out;
}

static bool plain(struct term_key key)
{
	static const uint32_t named[] = {KEY_UP,   KEY_DOWN,    KEY_LEFT,      KEY_RIGHT,
					 KEY_HOME, KEY_END,     KEY_PAGE_UP,   KEY_PAGE_DOWN,
					 KEY_TAB,  KEY_BACKTAB, KEY_BACKSPACE, KEY_ESC,
					 KEY_ENTER};

	if (key.mods)
		return false;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i] == key.code)
			return true;
	return key.code < KEY_NAMED;
}

const char *keymap_plain_path(const struct keymap *map, enum action action, char *out, unsigned cap)
{
	const struct binding *b = NULL;

	out[0] = '\0';
	while ((b = next_best(map, action, KEYS_EMPTY, b)))
		if (plain(b->key) && (!b->has_leader || plain(b->leader)) &&
		    binding_wins(map, KEYS_EMPTY, b)) {
			binding_show(b, out, cap);
			break;
		}
	return out;
}
