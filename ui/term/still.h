/* The terminal's cursor is only ever seen where the operator is. To draw elsewhere it must go
 * there: it is hidden first and shown again when it is back, all in one write, so that neither an
 * eye nor whoever reads the terminal between two writes finds it anywhere else. */
#ifndef TERM_STILL_H
#define TERM_STILL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum {
	STILL_MAX = 32, /* bytes of a sequence that hides or shows */
	/* So much of one write the kernel gives to a terminal in one piece: its console is not read
	 * (by a Braille display) in the midst of it. */
	STILL_WRITE = 2048
};

struct still {
	char hide[STILL_MAX], show[STILL_MAX]; /* empty where the terminal cannot */
	bool hidden;
	size_t start, drawn; /* in the frame: where it begins, and what is drawn in it */
};

/* By the description of the terminal that the canvas is open for; NULL is what it lacks. */
void still_open(struct still *still, const char *civis, const char *cnorm);
/* Around what draws: the cursor is seen at the end if it is wanted, and never on the way. Where
 * nothing is added between them nothing is, and what only writes on from the cursor is not hidden.
 */
void still_begin(struct still *still, struct buf *frame);
void still_end(struct still *still, struct buf *frame, bool wanted);

#endif
