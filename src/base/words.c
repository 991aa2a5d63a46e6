#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "language.h"
#include "mem.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *home(void)
{
	const char *folder = getenv("HOME");

	return folder ? folder : "";
}

/* The next word from *at into out, which has room for it. False where a quote stays open. */
static bool next_word(const char **at, char *out)
{
	const char *c = *at;
	char quote = '\0';

	if (c[0] == '~' && c[1] == '/') {
		out = stpcpy(out, home());
		c++;
	}
	for (; *c && (quote || !is_blank(*c)); c++) {
		if (*c == '\\' && quote != '\'' && c[1])
			*out++ = *++c;
		else if (quote && *c == quote)
			quote = '\0';
		else if (!quote && (*c == '\'' || *c == '"'))
			quote = *c;
		else
			*out++ = *c;
	}
	*out = '\0';
	*at = c;
	return !quote;
}

static int split(const char *text, char **words, char *word, struct why *why)
{
	unsigned count = 0;

	for (const char *at = text;;) {
		while (is_blank(*at))
			at++;
		if (!*at)
			break;
		if (count == WORDS_MAX)
			return why_set(why, ERR_INVALID, _("has more than %d words"), WORDS_MAX);
		if (!next_word(&at, word))
			return why_set(why, ERR_INVALID, _("has a quote that is not closed"));
		words[count++] = mem_dup(word);
	}
	return count && *words[0] ? 0 : why_set(why, ERR_INVALID, _("names no program"));
}

int words_split(const char *text, char ***words, struct why *why)
{
	char *word = mem_new(strlen(text) + strlen(home()) + 1, 1);

	*words = mem_new(WORDS_MAX + 1, sizeof(**words));
	int err = split(text, *words, word, why);
	free(word);
	if (err)
		words_free(words);
	return err;
}

void words_free(char ***words)
{
	for (char **word = *words; word && *word; word++)
		free(*word);
	free(*words);
	*words = NULL;
}
