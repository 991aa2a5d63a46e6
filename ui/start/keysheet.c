#include "keysheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"

static int usage_error(const char *text)
{
	fprintf(stderr, "frontdesk: %s\n", text);
	return CLI_USAGE;
}

static void print_problem(void *ctx, const char *text)
{
	(void)ctx;
	puts(text);
}

/* FILE over the keys that it would be read over. */
static int check(const struct options *options)
{
	struct keymap *map = keymap_new();
	struct why why;
	unsigned problems;

	if (options->keys && keymap_use(map, options->keys, &why) < 0) {
		keymap_free(&map);
		return usage_error(why.text);
	}
	problems = keymap_check(map, options->check, print_problem, NULL);
	problems += keymap_unreachable(map, print_problem, NULL);
	keymap_free(&map);
	if (!problems)
		printf(_("%s: no mistakes, no conflicts\n"), options->check);
	if (fflush(stdout) != 0 || problems)
		return CLI_REFUSED;
	return CLI_DONE;
}

const struct conf_word keysheet_word = {
	"keys", "[--check FILE]",
	N_("Print the keys in use on one page, or what is wrong with a key file")};

int keysheet_run(const struct options *options)
{
	struct why why;
	struct keymap *map;
	char *text;

	if (options->check)
		return check(options);
	map = options_keymap(options, &why);
	if (!map)
		return usage_error(why.text);
	text = options->cli.json ? keymap_json(map) : keymap_sheet(map);
	printf("%s%s", text, options->cli.json ? "\n" : "");
	free(text);
	keymap_free(&map);
	return fflush(stdout) == 0 ? CLI_DONE : CLI_REFUSED;
}
