/* From a terminal's bytes to keys and pasted text. Nothing waits here: what may still become
 * another key is kept, and decode_flush() ends the wait. */
#ifndef TERM_DECODE_H
#define TERM_DECODE_H

#include <stddef.h>

#include "key.h"

struct decoder;

struct decode_sink {
	void (*key)(void *ctx, struct term_key key);
	void (*paste)(void *ctx, const char *text, size_t len); /* as it came */
	void (*mouse)(void *ctx, struct term_mouse mouse);
	void *ctx;
};

enum decode_wait {
	DECODE_IDLE,
	DECODE_ESC,      /* an Esc, or the start of a sequence: a short wait */
	DECODE_SEQUENCE, /* surely a sequence: it only comes slowly */
	DECODE_PASTE,    /* inside a paste whose end has not come */
};

/* string() gives a capability of the terminal's description, or NULL. Free with decoder_free(). */
struct decoder *decoder_new(const char *(*string)(const char *capability),
			    const struct decode_sink *sink);
void decoder_free(struct decoder **decoder);
void decoder_feed(struct decoder *decoder, const char *bytes, size_t len);
enum decode_wait decoder_waits(const struct decoder *decoder);
/* No more bytes came in time. */
void decoder_flush(struct decoder *decoder);

#endif
