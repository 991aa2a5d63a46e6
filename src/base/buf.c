#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

enum { FIRST_CAP = 64 };

/* data is never NULL, so that an empty buffer is the empty string: this stands in until the first
 * byte is added. cap is 0 then, and nothing is written here. */
static char empty[1];

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.data = empty, .max = max < PTRDIFF_MAX ? max : PTRDIFF_MAX - 1};
}

void buf_free(struct buf *b)
{
	if (b->cap > 0)
		free(b->data);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->cap > 0)
		b->data[0] = '\0';
}

int buf_reserve(struct buf *b, size_t len)
{
	size_t need, cap;

	if (b->len > b->max || len > b->max - b->len)
		return ERR_LIMIT;
	need = b->len + len + 1;
	if (need <= b->cap)
		return 0;
	cap = b->cap < FIRST_CAP ? FIRST_CAP : b->cap + b->cap / 2;
	if (cap > b->max)
		cap = b->max + 1;
	if (cap < need)
		cap = need;
	b->data = mem_resize(b->cap > 0 ? b->data : NULL, cap, 1);
	b->data[b->len] = '\0';
	b->cap = cap;
	return 0;
}

int buf_add(struct buf *b, const void *bytes, size_t len)
{
	int err;

	if (len == 0)
		return 0;
	err = buf_reserve(b, len);
	if (err)
		return err;
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int buf_add_str(struct buf *b, const char *text)
{
	return buf_add(b, text, strlen(text));
}

int buf_add_char(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int err;

	va_start(args, format);
	err = buf_vprintf(b, format, args);
	va_end(args);
	return err;
}

int buf_vprintf(struct buf *b, const char *format, va_list args)
{
	size_t room = b->cap > 0 ? b->cap - b->len : 0;
	va_list again;
	int len, err;

	va_copy(again, args);
	len = vsnprintf(room > 0 ? b->data + b->len : NULL, room, format, args);
	err = len < 0 ? ERR_INVALID : 0;
	if (!err && (size_t)len >= room) {
		err = buf_reserve(b, (size_t)len);
		if (!err)
			vsnprintf(b->data + b->len, (size_t)len + 1, format, again);
	}
	va_end(again);
	if (!err)
		b->len += (size_t)len;
	if (b->cap > 0)
		b->data[b->len] = '\0';
	return err;
}

void buf_drop(struct buf *b, size_t len)
{
	if (len >= b->len) {
		buf_clear(b);
		return;
	}
	memmove(b->data, b->data + len, b->len - len + 1);
	b->len -= len;
}

char *buf_take(struct buf *b)
{
	char *data = b->cap > 0 ? b->data : mem_new(1, 1);

	buf_init(b, b->max);
	return data;
}
