/* Strict UTF-8: the one decoder of the program. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* What stands for bytes that are not UTF-8: no character has this number. */
#define UTF8_BAD UINT32_MAX

enum { UTF8_MAX = 4, UTF8_REPLACEMENT = 0xfffd };

/* Reads the character at text (len bytes, at least one) and returns its bytes. Bytes that are not
 * UTF-8 (truncated, overlong, surrogates, past U+10FFFF) give UTF8_BAD, and as many bytes as
 * Unicode replaces by one U+FFFD. */
size_t utf8_read(const char *text, size_t len, uint32_t *character);
/* Writes a character that is not UTF8_BAD and returns its bytes. No NUL is added. */
size_t utf8_write(char out[UTF8_MAX], uint32_t character);
/* The part of len that does not end inside a character: for text that was cut by bytes. */
size_t utf8_whole(const char *text, size_t len);

#endif
