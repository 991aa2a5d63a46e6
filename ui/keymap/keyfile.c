/* Reading key files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"
#include "binding.h"

enum { KEY_FILE_MAX = 256 << 10, LINE_MAX_BYTES = 256, WORDS_MAX = 6 };

/* Made from assets/keys by the build. */
extern const char keymap_default[], keymap_keypad[], keymap_leader[], keymap_vi[];

static const struct {
	const char *name, *text;
} shipped[] = {
	{"default", keymap_default},
	{"keypad", keymap_keypad},
	{"leader", keymap_leader},
	{"vi", keymap_vi},
};
enum { SHIPPED = sizeof shipped / sizeof *shipped };

/* One file while it is read. */
struct reading {
	struct keymap *map;
	const char *name;
	unsigned line;
	struct why *why;
};

static int find_context(const char *word)
{
	for (int i = 0; i < KEYS_CONTEXTS; i++)
		if (strcmp(binding_context_name((enum key_context)i), word) == 0)
			return i;
	return ERR_NOT_FOUND;
}

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

static int parse_context(const struct reading *r, const char *word, enum key_context *context)
{
	int found = find_context(word);

	if (found < 0)
		return why_set(r->why, ERR_INVALID,
			       _("%s:%u: \"%s\" is no context (any, panes, empty, popup)"), r->name,
			       r->line, word);
	*context = (enum key_context)found;
	return 0;
}

static int parse_key(const struct reading *r, const char *word, struct term_key *key)
{
	if (key_parse(word, key) < 0)
		return why_set(r->why, ERR_INVALID, _("%s:%u: \"%s\" is no key"), r->name, r->line,
			       word);
	return 0;
}

/* "CONTEXT KEY [KEY]": fills binding. */
static int parse_keys(const struct reading *r, char **words, int count, struct binding *binding)
{
	int err = parse_context(r, words[0], &binding->context);

	binding->has_leader = count == 3;
	if (!err && binding->has_leader)
		err = parse_key(r, words[1], &binding->leader);
	return err ? err : parse_key(r, words[count - 1], &binding->key);
}

static int do_map(struct reading *r, char **words, int count, struct binding *binding)
{
	int err = parse_keys(r, words, count - 1, binding);

	if (err)
		return err;
	binding->action = action_find(words[count - 1]);
	if (binding->action == ACTION_NONE)
		return why_set(r->why, ERR_INVALID, _("%s:%u: \"%s\" is no action"), r->name,
			       r->line, words[count - 1]);
	return binding_add(r->map, binding, r->name, r->why);
}

static int do_unmap(struct reading *r, char **words, int count, struct binding *binding)
{
	int err = parse_keys(r, words, count, binding);

	if (!err)
		binding_remove(r->map, binding);
	return err;
}

/* What another leader begins is begun by this one too. */
static int copy_leader(struct reading *r, const struct binding *from, unsigned count,
		       struct binding *like, struct term_key leader)
{
	unsigned copied = 0;
	int err = 0;

	for (unsigned i = 0; i < count && !err; i++) {
		if (!from[i].has_leader || !key_same(from[i].leader, leader))
			continue;
		like->key = from[i].key;
		like->action = from[i].action;
		copied++;
		if (!binding_same(r->map, like)) /* else two contexts have the pair */
			err = binding_add(r->map, like, r->name, r->why);
	}
	if (!err && !copied)
		return why_set(r->why, ERR_INVALID, _("%s:%u: no keys begin with this leader"),
			       r->name, r->line);
	return err;
}

static int do_leader(struct reading *r, char **words, int count, struct binding *binding)
{
	struct term_key like;
	unsigned old_count = r->map->count;
	int err = parse_keys(r, words, count, binding);

	if (err)
		return err;
	like = binding->key;
	if (key_same(binding->leader, like))
		return why_set(r->why, ERR_INVALID, _("%s:%u: this is one leader, not two"),
			       r->name, r->line);
	/* A copy, since what is added moves the others. */
	struct binding *old = mem_new(old_count, sizeof *old);
	memcpy(old, r->map->bindings, old_count * sizeof *old);
	err = copy_leader(r, old, old_count, binding, like);
	free(old);
	return err;
}

static const struct {
	const char *word;
	int min, max; /* words behind it */
	int (*run)(struct reading *r, char **words, int count, struct binding *binding);
} statements[] = {{"map", 3, 4, do_map}, {"unmap", 2, 3, do_unmap}, {"leader", 3, 3, do_leader}};

static int parse_line(struct reading *r, char *line)
{
	struct binding binding = {.line = r->line, .file = r->map->files, .action = ACTION_NONE};
	char *words[WORDS_MAX];
	int n;

	if (line[strspn(line, " \t")] == '#')
		return 0;
	n = split(line, words);
	if (n == 0)
		return 0;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (n > 0 && strcmp(words[0], statements[i].word) == 0 &&
		    n - 1 >= statements[i].min && n - 1 <= statements[i].max)
			return statements[i].run(r, words + 1, n - 1, &binding);
	return why_set(r->why, ERR_INVALID,
		       _("%s:%u: expected \"map CONTEXT KEY ACTION\", \"unmap CONTEXT KEY\" or "
			 "\"leader CONTEXT KEY LIKE\""),
		       r->name, r->line);
}

static void add_file(struct keymap *map, const char *name)
{
	map->file_names = mem_resize(map->file_names, map->files + 1, sizeof *map->file_names);
	map->file_names[map->files++] = mem_dup(name);
}

/* With a report each mistake is told and the rest is read; without one the first ends it. Returns
 * how many there were. */
static unsigned parse(struct keymap *map, const char *name, const char *text, struct why *why,
		      keymap_report *report, void *ctx)
{
	struct reading r = {.map = map, .name = name, .line = 1, .why = why};
	char line[LINE_MAX_BYTES];
	unsigned mistakes = 0;

	add_file(map, name);
	for (; *text && (report || !mistakes); r.line++) {
		size_t len = strcspn(text, "\n");
		int err;
		if (len >= sizeof line && text[strspn(text, " \t")] != '#') {
			err = why_set(why, ERR_LIMIT, _("%s:%u: the line is too long"), name,
				      r.line);
		} else {
			snprintf(line, sizeof line, "%.*s", (int)len, text);
			err = parse_line(&r, line);
		}
		mistakes += err < 0;
		if (err && report)
			report(ctx, why->text);
		text += len + (text[len] == '\n');
	}
	return mistakes;
}

int keymap_parse(struct keymap *map, const char *name, const char *text, struct why *why)
{
	return parse(map, name, text, why, NULL, NULL) ? ERR_INVALID : 0;
}

/* Caller frees *text with free(). */
static int read_text(const char *path, char **text, struct why *why)
{
	size_t len;
	int err = path_read(path, KEY_FILE_MAX, text, &len, why);

	if (err || strlen(*text) == len)
		return err;
	free(*text);
	return why_set(why, ERR_INVALID, _("%s: the file holds NUL bytes"), path);
}

int keymap_read(struct keymap *map, const char *path, struct why *why)
{
	char *text;
	int err = read_text(path, &text, why);

	if (err)
		return err;
	err = keymap_parse(map, path, text, why);
	free(text);
	return err;
}

unsigned keymap_check(struct keymap *map, const char *path, keymap_report *report, void *ctx)
{
	struct why why;
	char *text;
	unsigned mistakes;

	if (read_text(path, &text, &why) < 0) {
		report(ctx, why.text);
		return 1;
	}
	mistakes = parse(map, path, text, &why, report, ctx);
	free(text);
	return mistakes;
}

/* ---- Out of reach ---- */

static struct binding_place later(struct binding_place a, const struct binding *b)
{
	if (b->file < a.file || (b->file == a.file && b->line <= a.line))
		return a;
	return (struct binding_place){b->line, b->file};
}

/* Whether the keys do it somewhere in a list; else *blame is where that was changed. */
static bool reached(const struct keymap *map, enum action action, struct binding_place *blame)
{
	static const enum key_context places[] = {KEYS_EMPTY, KEYS_PANES};

	*blame = map->lost[action];
	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i], *other;
		for (unsigned k = 0; k < 2 && b->action == action; k++) {
			if (!binding_counts(places[k], b->context))
				continue;
			if (binding_wins(map, places[k], b))
				return true;
			other = binding_find(map, places[k], NULL,
					     b->has_leader ? b->leader : b->key);
			*blame = other ? later(*blame, other) : *blame;
		}
	}
	return false;
}

unsigned keymap_unreachable(const struct keymap *map, keymap_report *report, void *ctx)
{
	unsigned count = 0;

	for (int i = 0; i < ACTION_COUNT; i++) {
		struct binding_place blame;
		if (reached(map, (enum action)i, &blame) || !blame.line)
			continue;
		char *text = mem_printf(_("%s:%u: with this no key is left for \"%s\""),
					map->file_names[blame.file - 1], blame.line,
					action_info((enum action)i)->name);
		report(ctx, text);
		free(text);
		count++;
	}
	return count;
}

/* ---- What the program brings along ---- */

const char *keymap_shipped(unsigned i)
{
	return i < SHIPPED ? shipped[i].name : NULL;
}

int keymap_use(struct keymap *map, const char *name, struct why *why)
{
	for (unsigned i = 0; i < SHIPPED; i++) {
		char file[64];
		if (strcmp(shipped[i].name, name) != 0)
			continue;
		if (i == 0)
			return 0; /* it is there already */
		snprintf(file, sizeof file, "%s.keys", name);
		return keymap_parse(map, file, shipped[i].text, why);
	}
	return why_set(why, ERR_NOT_FOUND,
		       _("There are no keys \"%s\": default, keypad, leader, vi, or a file"), name);
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
