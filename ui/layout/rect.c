#include "rect.h"

static int at_most(int a, int b)
{
	return a < b ? a : b;
}

static int at_least(int a, int b)
{
	return a > b ? a : b;
}

struct rect rect_meet(struct rect a, struct rect b)
{
	int y = at_least(a.y, b.y), x = at_least(a.x, b.x);
	int rows = at_most(a.y + a.rows, b.y + b.rows) - y;
	int cols = at_most(a.x + a.cols, b.x + b.cols) - x;

	if (rows <= 0 || cols <= 0)
		return (struct rect){y, x, 0, 0};
	return (struct rect){y, x, rows, cols};
}

struct rect rect_inset(struct rect r, int by)
{
	return (struct rect){r.y + by, r.x + by, at_least(r.rows - 2 * by, 0),
			     at_least(r.cols - 2 * by, 0)};
}

struct rect rect_centre(struct rect r, int rows, int cols)
{
	rows = at_most(rows, r.rows);
	cols = at_most(cols, r.cols);
	return (struct rect){r.y + (r.rows - rows) / 2, r.x + (r.cols - cols) / 2, rows, cols};
}

struct rect rect_take_top(struct rect *r, int rows)
{
	struct rect part = *r;

	part.rows = at_most(at_least(rows, 0), at_least(r->rows, 0));
	r->y += part.rows;
	r->rows -= part.rows;
	return part;
}

struct rect rect_take_bottom(struct rect *r, int rows)
{
	struct rect part = *r;

	part.rows = at_most(at_least(rows, 0), at_least(r->rows, 0));
	r->rows -= part.rows;
	part.y = r->y + r->rows;
	return part;
}

void rect_divide(int total, const struct rect_part *parts, int count, int *sizes)
{
	int rest = at_least(total, 0), weights = 0;

	for (int i = 0; i < count; i++) {
		sizes[i] = at_most(at_least(parts[i].min, 0), rest);
		rest -= sizes[i];
		weights += at_least(parts[i].weight, 0);
	}
	for (int i = 0; i < count && weights > 0; i++) {
		int weight = at_least(parts[i].weight, 0);
		int share = (int)((long)rest * weight / weights);

		sizes[i] += share;
		rest -= share;
		weights -= weight;
	}
}
