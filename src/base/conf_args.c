#include <stdio.h>
#include <string.h>

#include "conf_value.h"
#include "language.h"

enum { HELP_COLUMN = 30 };

/* The option that word names: "--flag" or "--flag=value". *value is the part behind =, or NULL. */
static const struct conf_option *find_flag(const struct conf_option *options, unsigned count,
					   const char *word, const char **value)
{
	size_t len = strcspn(word, "=");

	*value = word[len] ? word + len + 1 : NULL;
	for (unsigned i = 0; i < count; i++) {
		const char *flag = options[i].flag;

		if (flag && strlen(flag) == len && memcmp(flag, word, len) == 0)
			return &options[i];
	}
	return NULL;
}

/* Takes the option at argv[at] and returns how many words it took, or an error. */
static int take_option(char **argv, int at, const struct conf_option *options, unsigned count,
		       void *values, struct why *why)
{
	const char *value;
	const struct conf_option *option = find_flag(options, count, argv[at], &value);
	bool next = false;
	struct why problem;

	if (!option)
		return why_set(why, ERR_INVALID, _("There is no option %s"), argv[at]);
	if (option->type == CONF_FLAG) {
		if (value)
			return why_set(why, ERR_INVALID, _("%s takes no value"), option->flag);
		value = "yes";
	} else if (!value) {
		value = argv[at + 1];
		next = true;
	}
	if (!value)
		return why_set(why, ERR_INVALID, _("%s needs a value"), option->flag);
	if (conf_set(option, value, values, &problem))
		return why_set(why, ERR_INVALID, "%s %s", option->flag, problem.text);
	return next ? 2 : 1;
}

/* "-" is a word; and behind the first word "-x" is one too. */
static bool is_option(const char *word, bool behind)
{
	return word[0] == '-' && word[1] && (word[1] == '-' || !behind);
}

int conf_args(int *argc, char **argv, const struct conf_option *options, unsigned count,
	      void *values, struct why *why)
{
	bool ended = false;
	int kept = 0, at = 0, took = 0;

	for (; at < *argc; at += took) {
		took = 1;
		if (!ended && at > 0 && strcmp(argv[at], "--") == 0) {
			ended = true;
		} else if (ended || at == 0 || !is_option(argv[at], kept > 1)) {
			argv[kept++] = argv[at];
		} else {
			took = take_option(argv, at, options, count, values, why);
			if (took < 0)
				return took;
		}
	}
	*argc = kept;
	argv[kept] = NULL;
	return 0;
}

void conf_help(const struct conf_option *options, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct conf_option *o = &options[i];
		int used;

		if (!o->flag)
			continue;
		used = printf("  %s%s%s", o->flag, o->argument ? " " : "",
			      o->argument ? o->argument : "");
		if (used + 2 > HELP_COLUMN)
			used = printf("\n") - 1;
		printf("%*s%s\n", HELP_COLUMN - used, "", _(o->help));
	}
}
