/* At build: the manual page and completions of frontdesk-pabx. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "document/document.h"
#include "pabx/settings.h"
#include "pabx/subcommand.h"

enum { PART_MAX = 200, COMMANDS_MAX = 64, OPTIONS_MAX = 64 };

/* "user add LOGIN NAME: adds a person" in its parts: the name is what is written small. */
static struct conf_word command_at(unsigned at)
{
	static char parts[COMMANDS_MAX][3][PART_MAX];
	const char *text = pabx_command_usage(at), *colon, *large;

	if (!text || at >= COMMANDS_MAX)
		return (struct conf_word){NULL, NULL, NULL};
	char *name = parts[at][0], *usage = parts[at][1], *help = parts[at][2];
	colon = strstr(text, ": ");
	for (large = text; large < colon && !isupper((unsigned char)*large) && *large != '[';)
		large++;
	int small = (int)(large - text);
	snprintf(name, PART_MAX, "%.*s", small, text);
	if (small && name[small - 1] == ' ')
		name[small - 1] = '\0';
	snprintf(usage, PART_MAX, "%.*s", (int)(colon - large), large);
	snprintf(help, PART_MAX, "%c%s", toupper((unsigned char)colon[2]), colon + 3);
	return (struct conf_word){name, usage, help};
}

/* The options of commands that the server has none of the same name of. */
static unsigned others(const struct document_table *server, const struct document_table *commands,
		       struct conf_option *out)
{
	unsigned count = 0;

	for (unsigned i = 0; i < commands->count && count < OPTIONS_MAX; i++) {
		bool same = false;

		for (unsigned j = 0; j < server->count; j++)
			same |= !strcmp(server->options[j].flag, commands->options[i].flag);
		if (!same)
			out[count++] = commands->options[i];
	}
	return count;
}

int main(int argc, char **argv)
{
	struct conf_option more[OPTIONS_MAX];
	struct document_table tables[] = {
		{.name = "options", .program = "frontdesk-pabx"},
		{.name = "extras", .program = "frontdesk-pabx"},
		{.name = "others", .program = "frontdesk-pabx"},
		{.name = "commands", .program = "frontdesk-pabx", .word = command_at},
	};

	text_init();
	tables[0].options = settings_options(&tables[0].count);
	tables[1].options = pabx_command_options(&tables[1].count);
	tables[2].options = more;
	tables[2].count = others(&tables[0], &tables[1], more);
	return document_main(argc, argv, tables, sizeof(tables) / sizeof(*tables));
}
