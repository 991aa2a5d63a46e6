/* One row of keys and what they do: "Enter answer  F4 hold …". What matters least goes first when
 * the row is narrow; the order stays. */
#ifndef WIDGET_STRIP_H
#define WIDGET_STRIP_H

#include "term/term.h"

struct strip_item {
	const char *key, *text;
	int priority; /* higher stays longer */
};

void strip_draw(struct term *term, struct rect area, const struct strip_item *items, int count);

/* The item at column x of that area, -1 for none. */
int strip_at(struct rect area, const struct strip_item *items, int count, int x);

/* A row with text at the left and at the right, for the status line; the left is cut first. */
void strip_status(struct term *term, struct rect area, const struct term_span *left, int left_count,
		  const struct term_span *right, int right_count);

#endif
