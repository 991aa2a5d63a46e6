#include "split.h"

#include <string.h>

#include "base/err.h"
#include "wire/json.h"

static const char *const names[PX_ROWS_COUNT] = {
	[PX_GONE] = "gone", [PX_NEW_ROWS] = "new", [PX_ROWS] = "rows", [PX_VALUES] = "values"};

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
	while (at < end &&
	       (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n'))
		at++;
	return at;
}

/* Behind the string that begins at at; end if it does not close. A quote behind an odd number of
 * backslashes does not. */
static size_t skip_string(const char *text, size_t at, size_t end)
{
	const char *quote;

	for (at++; (quote = memchr(text + at, '"', end - at)); at = (size_t)(quote - text) + 1) {
		const char *escapes = quote;

		while (escapes > text + at && escapes[-1] == '\\')
			escapes--;
		if ((quote - escapes) % 2 == 0)
			return (size_t)(quote - text) + 1;
	}
	return end;
}

/* Behind the value that begins at at: whatever it is, it ends before , ] or } of its own level. */
static size_t skip_value(const char *text, size_t at, size_t end)
{
	size_t depth = 0;

	while (at < end) {
		char c = text[at];

		if (c == '"') {
			at = skip_string(text, at, end);
			continue;
		}
		if (!depth && (c == ',' || c == ']' || c == '}'))
			return at;
		if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth--;
		at++;
	}
	return at;
}

static int rows_of(const char *name, size_t len)
{
	for (int i = 0; i < PX_ROWS_COUNT; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], name, len))
			return i;
	return ERR_NOT_FOUND;
}

/* A list of rows: its inside is noted. */
static int take_rows(struct px_span *span, const char *text, size_t at, size_t end)
{
	if (span->end || text[at] != '[')
		return ERR_INVALID;
	while (end > at && text[end - 1] != ']')
		end--;
	if (end < at + 2)
		return ERR_INVALID;
	*span = (struct px_span){at + 1, end - 1};
	return 0;
}

/* One member from at on; *next is behind its value. */
static int take_member(struct px_split *split, struct buf *head, const char *text, size_t at,
		       size_t end, size_t *next)
{
	size_t name_end, value;

	if (at >= end || text[at] != '"')
		return ERR_INVALID;
	name_end = skip_string(text, at, end);
	value = skip_blanks(text, name_end, end);
	if (value >= end || text[value] != ':')
		return ERR_INVALID;
	value = skip_blanks(text, value + 1, end);
	if (value >= end)
		return ERR_INVALID;
	*next = skip_value(text, value, end);

	int rows = rows_of(text + at + 1, name_end - at - 2);

	if (rows >= 0)
		return take_rows(&split->rows[rows], text, value, *next);
	if (head->len > 1)
		buf_add_char(head, ',');
	return buf_add(head, text + at, *next - at);
}

static int take_members(struct px_split *split, struct buf *head, const char *text, size_t len)
{
	size_t at = skip_blanks(text, 0, len);

	if (at >= len || text[at] != '{')
		return ERR_INVALID;
	at = skip_blanks(text, at + 1, len);
	while (at < len && text[at] != '}') {
		int err = take_member(split, head, text, at, len, &at);

		if (err)
			return err;
		if (at < len && text[at] == ',') {
			at = skip_blanks(text, at + 1, len);
			if (at < len && text[at] == '}')
				return ERR_INVALID;
		}
	}
	return at < len && skip_blanks(text, at + 1, len) == len ? 0 : ERR_INVALID;
}

int px_split(struct px_split *split, const char *text, size_t len)
{
	struct buf head;

	*split = (struct px_split){0};
	buf_init(&head, len + 2);
	buf_add_char(&head, '{');

	int err = take_members(split, &head, text, len);

	if (!err)
		err = buf_add_char(&head, '}');
	if (!err)
		err = wire_json_parse(head.data, head.len, &split->head, NULL);
	buf_free(&head);
	return err ? ERR_INVALID : 0;
}

int px_split_next(struct px_span *span, const char *text, cJSON **value)
{
	size_t at = skip_blanks(text, span->at, span->end);
	size_t end = skip_value(text, at, span->end);

	if (at == span->end)
		return 0;
	if (wire_json_parse_any(text + at, end - at, value, NULL))
		return ERR_INVALID;
	span->at = end;
	if (end == span->end)
		return 1;
	span->at = skip_blanks(text, end + 1, span->end);
	if (text[end] == ',' && span->at < span->end)
		return 1;
	cJSON_Delete(*value);
	return ERR_INVALID;
}
