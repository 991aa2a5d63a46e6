#include "vcard_line.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { LINE_MAX_BYTES = 1 << 20 };

void vcard_line_init(struct vcard_line *line)
{
	memset(line, 0, sizeof(*line));
	buf_init(&line->raw, LINE_MAX_BYTES);
}

void vcard_line_free(struct vcard_line *line)
{
	buf_free(&line->raw);
}

static int wrong(const struct vcard_lines *lines, const struct vcard_line *line, struct why *why,
		 const char *what)
{
	return why_set(why, ERR_INVALID, "%s, line %u: %s", lines->path, line->number, what);
}

/* Adds the rest of a physical line without its end. */
static int add_physical(struct vcard_lines *lines, struct vcard_line *line)
{
	size_t left = (size_t)(lines->end - lines->at);
	const char *newline = memchr(lines->at, '\n', left);
	size_t len = newline ? (size_t)(newline - lines->at) : left;
	const char *from = lines->at;

	lines->at += newline ? len + 1 : len;
	lines->line++;
	if (len && from[len - 1] == '\r')
		len--;
	return buf_add(&line->raw, from, len);
}

static bool is_folded(const struct vcard_lines *lines)
{
	return lines->at < lines->end && (*lines->at == ' ' || *lines->at == '\t');
}

static int unfold(struct vcard_lines *lines, struct vcard_line *line)
{
	int err = add_physical(lines, line);

	while (is_folded(lines)) {
		lines->at++;
		if (!err)
			err = add_physical(lines, line);
		else
			add_physical(lines, line); /* no room: only steps over it */
	}
	return err;
}

/* The colon behind the parameters; quotes may hold others. */
static char *find_colon(char *text)
{
	bool quoted = false;

	for (; *text; text++) {
		if (*text == '"')
			quoted = !quoted;
		else if (*text == ':' && !quoted)
			return text;
	}
	return NULL;
}

/* The next part up to one of the marks outside quotes; cuts it off and steps behind it. */
static char *take_part(char **rest, char mark)
{
	char *from = *rest, *at;
	bool quoted = false;

	if (!from)
		return NULL;
	for (at = from; *at && (quoted || *at != mark); at++)
		if (*at == '"')
			quoted = !quoted;
	*rest = *at ? at + 1 : NULL;
	*at = '\0';
	return from;
}

static void read_word(struct vcard_line *line, char *word)
{
	static const struct {
		const char *word;
		unsigned means;
	} words[] = {
		{"pref", VCARD_PREFERRED},
		{"work", VCARD_WORK},
		{"cell", VCARD_MOBILE},
		{"mobile", VCARD_MOBILE},
		{"iphone", VCARD_MOBILE},
		{"home", VCARD_HOME},
		{"fax", VCARD_FAX},
		{"main", VCARD_MAIN},
		{"b", VCARD_BASE64},
		{"base64", VCARD_BASE64},
		{"quoted-printable", VCARD_QUOTED},
	};

	word[strcspn(word, "\"")] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcasecmp(words[i].word, word))
			line->words |= words[i].means;
}

/* "TYPE=work,voice", "TYPE=\"work,voice\"", or 2.1's "WORK" alone. */
static void read_parameter(struct vcard_line *line, char *text)
{
	char *equals = strchr(text, '='), *values = equals ? equals + 1 : text, *word;

	if (equals)
		*equals = '\0';
	if (*values == '"')
		values++;
	if (equals && !strcasecmp(text, "CHARSET")) {
		if (strcasecmp(values, "UTF-8") != 0 && strcasecmp(values, "US-ASCII") != 0)
			line->words |= VCARD_CHARSET;
	} else if (equals && !strcasecmp(text, "PREF")) {
		if (!strncmp(values, "1", 1))
			line->words |= VCARD_PREFERRED;
	} else if (!equals || !strcasecmp(text, "TYPE") || !strcasecmp(text, "ENCODING")) {
		while ((word = strsep(&values, ",")))
			read_word(line, word);
	}
}

static void read_head(struct vcard_line *line, char *head)
{
	char *rest = head, *name = take_part(&rest, ';'), *dot = strrchr(name, '.'), *part;

	if (dot)
		name = dot + 1;
	for (char *c = name; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	line->name = name;
	line->words = 0;
	while ((part = take_part(&rest, ';')))
		read_parameter(line, part);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static long decode_quoted(char *text, size_t len)
{
	char *to = text;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '=') {
			*to++ = text[i];
			continue;
		}
		if (i + 2 >= len || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
			return ERR_INVALID;
		*to++ = (char)(hex(text[i + 1]) << 4 | hex(text[i + 2]));
		i += 2;
	}
	*to = '\0';
	return to - text;
}

static int base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

long vcard_base64(char *text, size_t len)
{
	unsigned bits = 0, held = 0;
	size_t i = 0, to = 0;

	for (; i < len && text[i] != '='; i++) {
		int value = base64_value(text[i]);

		if (text[i] == ' ' || text[i] == '\t')
			continue;
		if (value < 0)
			return ERR_INVALID;
		bits = (bits << 6 | (unsigned)value) & 0xffffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			text[to++] = (char)(bits >> held & 0xff);
		}
	}
	for (; i < len; i++)
		if (text[i] != '=' && text[i] != ' ')
			return ERR_INVALID;
	text[to] = '\0';
	return held == 6 ? ERR_INVALID : (long)to;
}

/* A line that ends in "=" goes on in the next: 2.1 folds quoted-printable so. */
static int join_quoted(struct vcard_lines *lines, struct vcard_line *line)
{
	int err = 0;

	while (!err && line->raw.len && line->raw.data[line->raw.len - 1] == '=' &&
	       lines->at < lines->end) {
		line->raw.data[--line->raw.len] = '\0';
		err = add_physical(lines, line);
	}
	return err;
}

static int decode(struct vcard_lines *lines, struct vcard_line *line, struct why *why)
{
	long len = (long)line->len;

	if (line->words & VCARD_CHARSET)
		return wrong(lines, line, why, "only the character set UTF-8 is understood");
	if (line->words & VCARD_QUOTED)
		len = decode_quoted(line->value, line->len);
	else if (line->words & VCARD_BASE64)
		len = vcard_base64(line->value, line->len);
	if (len < 0)
		return wrong(lines, line, why,
			     line->words & VCARD_QUOTED ? "broken quoted-printable"
							: "broken base64");
	line->len = (size_t)len;
	return 0;
}

/* Whether the parameters (before the colon) say quoted-printable, before the line is cut up. */
static bool is_quoted_printable(const struct vcard_line *line)
{
	const char *colon = strchr(line->raw.data, ':');
	const char *word = strcasestr(line->raw.data, "quoted-printable");

	return colon && word && word < colon;
}

int vcard_line_next(struct vcard_lines *lines, struct vcard_line *line, struct why *why)
{
	char *colon;
	int err = 0;

	do {
		if (lines->at >= lines->end)
			return 0;
		buf_clear(&line->raw);
		line->number = lines->line;
		err = unfold(lines, line);
	} while (!err && !line->raw.len);
	line->name = "";
	if (!err && is_quoted_printable(line))
		err = join_quoted(lines, line);
	if (err)
		return why_set(why, err, "%s, line %u: the line is too long", lines->path,
			       line->number);
	if (memchr(line->raw.data, '\0', line->raw.len))
		return wrong(lines, line, why, "a NUL byte");
	colon = find_colon(line->raw.data);
	if (!colon)
		return wrong(lines, line, why, "a property needs a colon");
	*colon = '\0';
	line->value = colon + 1;
	line->len = line->raw.len - (size_t)(line->value - line->raw.data);
	read_head(line, line->raw.data);
	err = decode(lines, line, why);
	return err ? err : 1;
}
