/* A part of the screen. Rows and columns count from 0; nothing that is empty is drawn. */
#ifndef LAYOUT_RECT_H
#define LAYOUT_RECT_H

#include <stdbool.h>

struct rect {
	int y, x, rows, cols;
};

static inline bool rect_empty(struct rect r)
{
	return r.rows <= 0 || r.cols <= 0;
}

static inline bool rect_same(struct rect a, struct rect b)
{
	return a.y == b.y && a.x == b.x && a.rows == b.rows && a.cols == b.cols;
}

/* What both have; empty if they do not meet. */
struct rect rect_meet(struct rect a, struct rect b);
/* r without a border of by cells on every side. */
struct rect rect_inset(struct rect r, int by);
/* A rectangle of at most rows × cols in the middle of r. */
struct rect rect_centre(struct rect r, int rows, int cols);
/* Takes rows from the top or the bottom of *r, as many as it has, and returns them. */
struct rect rect_take_top(struct rect *r, int rows);
struct rect rect_take_bottom(struct rect *r, int rows);

/* One part of a split. A part with weight 0 stays at its minimum. */
struct rect_part {
	int min, weight;
};
/* Divides total among parts: first the minimums, then the rest by weight; what does not fit comes
 * from the last parts (which may get 0). Sizes add up to total where any weight is given. */
void rect_divide(int total, const struct rect_part *parts, int count, int *sizes);

#endif
