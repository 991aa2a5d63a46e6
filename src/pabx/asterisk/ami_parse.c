#include "ami_parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

static const char banner_start[] = "Asterisk Call Manager/";

void ami_message_init(struct ami_message *m)
{
	*m = (struct ami_message){0};
	buf_init(&m->text, AMI_MESSAGE);
}

void ami_message_clear(struct ami_message *m)
{
	buf_clear(&m->text);
	m->count = 0;
}

void ami_message_free(struct ami_message *m)
{
	buf_free(&m->text);
	free(m->headers);
	*m = (struct ami_message){0};
}

/* Cleaned text grows to at most three bytes for one. */
static int add_clean(struct buf *text, const char *value, size_t len)
{
	if (buf_reserve(text, 3 * len + 1) < 0)
		return ERR_LIMIT;
	text->len += text_clean(text->data + text->len, 3 * len + 1, value, len);
	return buf_add_char(text, '\0');
}

static int add(struct ami_message *m, const char *name, size_t name_len, const char *value,
	       size_t len)
{
	struct ami_header header = {.name = (unsigned)m->text.len};

	if (m->count == AMI_HEADERS || buf_add(&m->text, name, name_len) < 0 ||
	    buf_add_char(&m->text, '\0') < 0)
		return ERR_LIMIT;
	header.value = (unsigned)m->text.len;
	if (add_clean(&m->text, value, len) < 0)
		return ERR_LIMIT;
	if (m->count == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 64;
		m->headers = mem_resize(m->headers, m->cap, sizeof(*m->headers));
	}
	m->headers[m->count++] = header;
	return 0;
}

int ami_message_add(struct ami_message *m, const char *name, const char *value)
{
	return add(m, name, strlen(name), value, strlen(value));
}

static const char *name_at(const struct ami_message *m, unsigned i)
{
	return m->text.data + m->headers[i].name;
}

const char *ami_next(const struct ami_message *m, const char *name, unsigned *at)
{
	for (unsigned i = *at; i < m->count; i++) {
		if (strcasecmp(name_at(m, i), name) != 0)
			continue;
		*at = i + 1;
		return m->text.data + m->headers[i].value;
	}
	*at = m->count;
	return NULL;
}

const char *ami_get(const struct ami_message *m, const char *name)
{
	unsigned at = 0;
	const char *value = ami_next(m, name, &at);

	return value ? value : "";
}

bool ami_has(const struct ami_message *m, const char *name)
{
	unsigned at = 0;

	return ami_next(m, name, &at) != NULL;
}

const char *ami_part(const struct ami_message *m, const char *prefix, const char *name)
{
	size_t len = strlen(prefix);

	for (unsigned i = 0; i < m->count; i++)
		if (!strncasecmp(name_at(m, i), prefix, len) &&
		    !strcasecmp(name_at(m, i) + len, name))
			return m->text.data + m->headers[i].value;
	return "";
}

bool ami_is(const struct ami_message *m, const char *name, const char *value)
{
	return !strcasecmp(ami_get(m, name), value);
}

long long ami_int(const struct ami_message *m, const char *name, long long otherwise)
{
	const char *text = ami_get(m, name);
	char *end;
	long long value = strtoll(text, &end, 10);

	return end == text ? otherwise : value;
}

void ami_parser_init(struct ami_parser *p)
{
	*p = (struct ami_parser){0};
	buf_init(&p->line, AMI_LINE);
	ami_message_init(&p->message);
}

void ami_parser_free(struct ami_parser *p)
{
	buf_free(&p->line);
	ami_message_free(&p->message);
}

static int take_banner(struct ami_parser *p)
{
	if (strncmp(p->line.data, banner_start, sizeof(banner_start) - 1) != 0)
		return ERR_INVALID;
	text_clean(p->banner, sizeof(p->banner), p->line.data, p->line.len);
	p->banner_seen = true;
	return 0;
}

static int take_header(struct ami_parser *p)
{
	const char *line = p->line.data, *colon = memchr(line, ':', p->line.len);
	size_t name_len = colon ? (size_t)(colon - line) : 0;
	size_t rest = p->line.len - name_len;

	for (size_t i = 0; i < name_len; i++)
		if ((unsigned char)line[i] <= ' ' || (unsigned char)line[i] >= 0x7f)
			name_len = 0;
	if (!name_len)
		return ++p->junk > AMI_JUNK ? ERR_INVALID : 0;
	colon++;
	rest--;
	while (rest && *colon == ' ') {
		colon++;
		rest--;
	}
	return add(&p->message, line, name_len, colon, rest);
}

static int take_line(struct ami_parser *p, ami_message_fn fn, void *ctx)
{
	if (p->line.len && p->line.data[p->line.len - 1] == '\r')
		p->line.data[--p->line.len] = '\0';
	if (!p->banner_seen)
		return p->line.len ? take_banner(p) : ERR_INVALID;
	if (p->line.len)
		return take_header(p);
	if (p->message.count) {
		p->junk = 0;
		fn(ctx, &p->message);
	}
	ami_message_clear(&p->message);
	return 0;
}

/* A line that is too long keeps its beginning. */
static void gather(struct ami_parser *p, const char *data, size_t len)
{
	size_t room = AMI_LINE - p->line.len;

	buf_add(&p->line, data, len < room ? len : room);
}

int ami_parser_feed(struct ami_parser *p, const char *data, size_t len, ami_message_fn fn,
		    void *ctx)
{
	while (len) {
		const char *end = memchr(data, '\n', len);
		size_t piece = end ? (size_t)(end - data) : len;
		int err;

		gather(p, data, piece);
		if (!p->banner_seen && p->line.len >= AMI_LINE)
			return ERR_INVALID;
		if (!end)
			return 0;
		data += piece + 1;
		len -= piece + 1;
		err = take_line(p, fn, ctx);
		buf_clear(&p->line);
		if (err)
			return err;
	}
	return 0;
}
