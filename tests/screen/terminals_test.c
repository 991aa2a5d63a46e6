/* Every action on every terminal: by the keys that the terminal has by its description, else by the
 * leader. Colours of all themes, computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "keymap/keymap.h"
#include "screen/term_fixture.h"
#include "support/keys.h"
#include "term/canvas.h"

/* Without colours, with 8, 256 and direct ones. */
static const char *const types[] = {
	"vt100",           "vt220",          "linux",         "screen",
	"screen-256color", "tmux",           "tmux-256color", "tmux-direct",
	"xterm",           "xterm-256color", "xterm-direct",  "linux-16color",
};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

/* Keys that a description may lack; all others every terminal has. */
static const struct {
	const char *name, *capability;
} described[] = {
	{"F1", "kf1"},   {"F2", "kf2"},   {"F3", "kf3"},   {"F4", "kf4"},       {"F5", "kf5"},
	{"F6", "kf6"},   {"F7", "kf7"},   {"F8", "kf8"},   {"F9", "kf9"},       {"F10", "kf10"},
	{"F11", "kf11"}, {"F12", "kf12"}, {"Up", "kcuu1"}, {"Down", "kcud1"},   {"Home", "khome"},
	{"End", "kend"}, {"PgUp", "kpp"}, {"PgDn", "knp"}, {"BackTab", "kcbt"},
};

/* What the terminal sends for a key, added to bytes; false if it has no such key. */
static bool add_key(struct buf *bytes, const char *name)
{
	for (size_t i = 0; i < sizeof(described) / sizeof(described[0]); i++) {
		if (strcmp(described[i].name, name) != 0)
			continue;
		const char *sent = canvas_string(described[i].capability);
		if (sent)
			buf_add_str(bytes, sent);
		return sent != NULL;
	}
	/* The number pad in the mode in which it is told apart is none that can be counted on. */
	if (strncmp(name, "Pad", 3) == 0)
		return false;
	assert_int_equal(keys_bytes(bytes, name), 0);
	return true;
}

/* Sends keys ("F2", ", b") and gives the action that the names which were understood lead to. */
static enum action sent(struct fixture *f, const struct keymap *map, const char *keys)
{
	struct buf bytes;
	char name[KEY_NAME_MAX], *next = f->keys;
	struct term_key leader = {0}, key;
	enum action action = ACTION_NONE;
	bool all = true, led = false;
	int used;

	buf_init(&bytes, 256);
	for (const char *at = keys; sscanf(at, " %31s%n", name, &used) == 1; at += used)
		all = all && add_key(&bytes, name);
	f->keys[0] = '\0';
	if (all)
		screen_bytes(f->screen, bytes.data, bytes.len);
	screen_pass(f->screen, 100);
	buf_free(&bytes);
	for (; all && sscanf(next, " %31s%n", name, &used) == 1; next += used) {
		enum keymap_found found;

		assert_int_equal(key_parse(name, &key), 0);
		found = keymap_find(map, KEYS_EMPTY, led ? &leader : NULL, key, &action);
		if (found == KEYMAP_NONE)
			return ACTION_NONE;
		led = found == KEYMAP_LEADER;
		leader = key;
	}
	return action;
}

/* Each way of an action, two blanks between ways. */
static bool reached(struct fixture *f, const struct keymap *map, enum action wanted)
{
	char ways[512], *way = ways;

	keymap_keys(map, wanted, KEYS_EMPTY, ways, sizeof(ways), sizeof(ways) - 1);
	while (*way) {
		char *end = strstr(way, "  ");

		if (end)
			*end = '\0';
		if (sent(f, map, way) == wanted)
			return true;
		way = end ? end + 2 : way + strlen(way);
	}
	return false;
}

static void actions__all__are_reached_by_keys_of_each_terminal(void **state)
{
	struct keymap *map = keymap_new();
	unsigned missing = 0;

	(void)state;
	for (int t = 0; t < TYPES; t++) {
		struct fixture f;

		fixture_start(&f, 24, 80, types[t]);
		for (int action = 0; action < ACTION_COUNT; action++)
			if (!reached(&f, map, (enum action)action)) {
				print_error("%s: no key for %s\n", types[t],
					    action_info((enum action)action)->name);
				missing++;
			}
		fixture_finish(&f);
	}
	keymap_free(&map);
	assert_int_equal(missing, 0);
}

/* A VT100 has F1 to F4; what its description calls more of them are keys of the number pad, which
 * are digits here. */
static bool is_pad(const char *bytes)
{
	return strlen(bytes) == 3 && strncmp(bytes, "\033O", 2) == 0 && bytes[2] >= 'l' &&
	       bytes[2] <= 'y';
}

/* Where a description has a key, its bytes are that key and nothing else. */
static void keys__of_each_description__are_understood_as_what_they_are(void **state)
{
	(void)state;
	for (int t = 0; t < TYPES; t++) {
		struct fixture f;

		fixture_start(&f, 24, 80, types[t]);
		for (size_t i = 0; i < sizeof(described) / sizeof(described[0]); i++) {
			const char *bytes = canvas_string(described[i].capability);
			struct term_key came, expected;

			if (!bytes || is_pad(bytes))
				continue;
			f.keys[0] = '\0';
			screen_bytes(f.screen, bytes, strlen(bytes));
			screen_pass(f.screen, 300);
			assert_int_equal(key_parse(described[i].name, &expected), 0);
			if (key_parse(f.keys, &came) < 0 || !key_same(came, expected))
				fail_msg("%s: %s came as %s", types[t], described[i].name, f.keys);
		}
		fixture_finish(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(actions__all__are_reached_by_keys_of_each_terminal),
		cmocka_unit_test(keys__of_each_description__are_understood_as_what_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
