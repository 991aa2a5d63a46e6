#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "log.h"

/* Names of what must not be logged. Most count anywhere in a word ("accessTokens"); short ones
 * only at its end ("api_key" but not "keyboard"). */
static const struct {
	const char *name;
	bool anywhere;
} names[] = {
	{"password", true}, {"passwd", true},    {"passphrase", true},
	{"secret", true},   {"token", true},     {"bearer", true},
	{"basic", false},   {"red60urne", true}, {"key", false},
};

enum { STARS = 3 };

static bool announces(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t name = strlen(names[i].name);
		size_t from = names[i].anywhere || len < name ? 0 : len - name;

		for (; from + name <= len; from++)
			if (strncasecmp(word + from, names[i].name, name) == 0)
				return true;
	}
	return false;
}

static size_t word_length(const char *text)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) || text[len] == '_' || (text[len] & 0x80))
		len++;
	return len;
}

/* Bytes of the backslashes and the quote at text, 0 if there is no quote. */
static size_t quote_length(const char *text)
{
	size_t slashes = strspn(text, "\\");

	return text[slashes] == '"' || text[slashes] == '\'' ? slashes + 1 : 0;
}

/* Bytes between a name and its value: the quote that closes the name, blanks, one sign. */
static size_t gap_length(const char *text)
{
	size_t len = quote_length(text);

	len += strspn(text + len, " \t");
	if (text[len] == ':' || text[len] == '=')
		len++;
	len += strspn(text + len, " \t");
	return len;
}

/* Bytes of what stands between quotes, where opening bytes of backslashes and quote opened it. JSON
 * may lie quoted in JSON: the number of backslashes tells a closing quote from one in the value. */
static size_t quoted_length(const char *text, size_t opening)
{
	char quote = text[-1];
	size_t at = 0;

	for (;;) {
		size_t slashes = strspn(text + at, "\\");

		if (!text[at + slashes])
			return at + slashes;
		if (text[at + slashes] == quote && slashes % (2 * opening) == opening - 1)
			return at + slashes - (opening - 1);
		at += slashes + 1;
	}
}

/* Moves what follows a name from *in to *out without its value. */
static void redact_value(char **in, char **out)
{
	bool again = true;

	while (again) {
		size_t gap = gap_length(*in), quote, value, stars;

		if (gap == 0)
			return;
		quote = quote_length(*in + gap);
		gap += quote;
		memmove(*out, *in, gap);
		*in += gap;
		*out += gap;
		value = quote ? quoted_length(*in, quote) : strcspn(*in, " \t\r\n");
		stars = value < STARS ? value : STARS;
		/* "token: Bearer x": what looks like the value announces the next one. */
		again = value > 0 && announces(*in, word_length(*in));
		memset(*out, '*', stars);
		*in += value;
		*out += stars;
	}
}

void log_redact(char *text)
{
	char *in = text, *out = text;

	while (*in) {
		size_t len = word_length(in);
		bool secret = announces(in, len);

		if (len == 0)
			len = 1;
		memmove(out, in, len);
		in += len;
		out += len;
		if (secret)
			redact_value(&in, &out);
	}
	*out = '\0';
}
