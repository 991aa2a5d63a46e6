#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* cJSON copies a number into 64 bytes before it converts it. */
enum { NUMBER_CHARS = 63 };

struct scan {
	const char *at, *end;
	int depth;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static char peek(const struct scan *s)
{
	return s->at < s->end ? *s->at : '\0';
}

static bool skip_digits(struct scan *s)
{
	const char *start = s->at;

	while (is_digit(peek(s)))
		s->at++;
	return s->at > start;
}

static bool is_finite(const char *start, size_t len)
{
	char text[NUMBER_CHARS + 1];

	memcpy(text, start, len);
	text[len] = '\0';
	return isfinite(strtod(text, NULL));
}

static bool scan_number(struct scan *s)
{
	const char *start = s->at;
	bool exponent = false;

	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0')
		s->at++;
	else if (!skip_digits(s))
		return false;
	if (peek(s) == '.') {
		s->at++;
		if (!skip_digits(s))
			return false;
	}
	if (peek(s) == 'e' || peek(s) == 'E') {
		exponent = true;
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (!skip_digits(s))
			return false;
	}

	size_t len = (size_t)(s->at - start);

	return len <= NUMBER_CHARS && !is_digit(peek(s)) && (!exponent || is_finite(start, len));
}

/* cJSON takes any four characters behind \u, and \u0000 would end the text. */
static bool scan_escape(struct scan *s)
{
	char c = *s->at++;

	if (c != 'u')
		return c && strchr("\"\\/bfnrt", c);
	if (s->end - s->at < 4 || !memcmp(s->at, "0000", 4))
		return false;
	for (int i = 0; i < 4; i++)
		if (!is_hex(s->at[i]))
			return false;
	s->at += 4;
	return true;
}

static bool scan_string(struct scan *s)
{
	s->at++;
	for (;;) {
		const char *at = s->at;

		while (at < s->end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' ')
			at++;
		s->at = at;
		if (at == s->end || (unsigned char)*at < ' ')
			return false;
		s->at++;
		if (*at == '"')
			return true;
		if (s->at == s->end || !scan_escape(s))
			return false;
	}
}

static int scan_one(struct scan *s)
{
	char c = *s->at;

	if (c == '"')
		return scan_string(s) ? 0 : ERR_INVALID;
	if (c == '-' || is_digit(c))
		return scan_number(s) ? 0 : ERR_INVALID;
	if ((c == '{' || c == '[') && ++s->depth > WIRE_MAX_DEPTH)
		return ERR_LIMIT;
	if ((c == '}' || c == ']') && --s->depth < 0)
		return ERR_INVALID;
	s->at++;
	return (unsigned char)c >= ' ' || c == '\t' || c == '\r' || c == '\n' ? 0 : ERR_INVALID;
}

int wire_json_scan(const char *text, size_t len, struct why *why)
{
	struct scan s = {.at = text, .end = text + len};
	int err = 0;

	while (s.at < s.end && !err)
		err = scan_one(&s);
	if (err == ERR_LIMIT)
		return why_set(why, err, "The JSON is nested deeper than %d", WIRE_MAX_DEPTH);
	return err ? why_set(why, err, "The text is not valid JSON") : 0;
}
