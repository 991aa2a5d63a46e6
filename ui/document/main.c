/* At build: the console's manual pages and completions. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "document/document.h"
#include "keymap/action.h"
#include "keymap/keymap.h"
#include "start/keysheet.h"
#include "start/kioskcode.h"
#include "start/options.h"
#include "ui/plain.h"

enum { KEYS_MAX = 400 };

/* The commands, and those that the console's own main file knows. */
static struct conf_word command_at(unsigned at)
{
	const struct conf_word *const own[] = {&keysheet_word, &kioskcode_word};
	unsigned count = 0;

	while (cli_word_at(count).name)
		count++;
	if (at >= count && at - count < sizeof(own) / sizeof(*own))
		return *own[at - count];
	return cli_word_at(at);
}

/* An action, with all of its keys as usage: "F2 or , b". */
static struct conf_word action_at(unsigned at)
{
	static char keys[KEYS_MAX];
	char two_blanks[KEYS_MAX], *next = two_blanks;
	struct keymap *map;
	size_t len = 0;

	if (at >= ACTION_COUNT)
		return (struct conf_word){NULL, NULL, NULL};
	map = keymap_new();
	keymap_keys(map, (enum action)at, KEYS_EMPTY, two_blanks, sizeof(two_blanks),
		    sizeof(two_blanks));
	keymap_free(&map);
	keys[0] = '\0';
	while (next) {
		char *key = next, *end = strstr(key, "  ");

		next = end ? end + 2 : NULL;
		if (end)
			*end = '\0';
		len += (size_t)snprintf(keys + len, sizeof(keys) - len, "%s%s", len ? " or " : "",
					key);
	}
	const struct action_info *info = action_info((enum action)at);
	return (struct conf_word){info->name, keys, info->help};
}

static struct conf_word plain_word_of(unsigned at)
{
	const struct plain_word *word = plain_word_at(at);

	if (!word)
		return (struct conf_word){NULL, NULL, NULL};
	return (struct conf_word){word->name, word->usage, word->help};
}

int main(int argc, char **argv)
{
	struct document_table tables[] = {
		{.name = "options", .program = "frontdesk"},
		{.name = "commands", .program = "frontdesk", .word = command_at},
		{.name = "actions", .program = "frontdesk", .word = action_at},
		{.name = "words", .program = "frontdesk", .word = plain_word_of},
	};

	text_init();
	tables[0].options = options_table(&tables[0].count);
	return document_main(argc, argv, tables, sizeof(tables) / sizeof(*tables));
}
