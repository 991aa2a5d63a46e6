/* A growing run of bytes with a maximum. data is always terminated by a NUL that len leaves out. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len, cap, max;
};

/* max is the most bytes that it may ever hold. Free with buf_free(). */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */

/* Each returns 0, or ERR_LIMIT when max would be passed: then nothing was added. */
int buf_add(struct buf *b, const void *bytes, size_t len);
int buf_add_str(struct buf *b, const char *text);
int buf_add_char(struct buf *b, char c);
int buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
int buf_vprintf(struct buf *b, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Makes room for len bytes behind data[len]; the caller writes them and adds to b->len. */
int buf_reserve(struct buf *b, size_t len);
/* Removes len bytes at the front. */
void buf_drop(struct buf *b, size_t len);
/* Hands the memory to the caller, who frees it with free(); b is empty again. */
char *buf_take(struct buf *b);

#endif
