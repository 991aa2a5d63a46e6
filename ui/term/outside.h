/* What is meant for the terminal around everything: through tmux, which keeps what it does not know
 * unless it is wrapped. */
#ifndef TERM_OUTSIDE_H
#define TERM_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "term.h"

bool outside_tmux(void);
/* Adds the sequence, wrapped where tmux is between; tmux may be told not to hand it on. */
void outside_add(struct buf *out, const struct buf *sequence);
void outside_base64(struct buf *out, const unsigned char *data, size_t len);

/* Text for the clipboard (OSC 52). */
void outside_copy(struct buf *out, const char *text);
/* A desktop notification. No byte of title or body can end or leave the sequence. */
void outside_notify(struct buf *out, enum term_notice how, const char *title, const char *body);

#endif
