#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

/* Index of the first slot whose ordinal is past ordinal. */
static unsigned after(const struct live_order *order, uint64_t ordinal)
{
	unsigned low = 0, high = order->count;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (order->slots[middle].ordinal <= ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void close_holes(struct live_order *order)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < order->count; i++)
		if (order->slots[i].row)
			order->slots[kept++] = order->slots[i];
	order->count = kept;
	order->holes = 0;
}

void order_add(struct live_order *order, uint64_t ordinal, struct live_row *row)
{
	if (order->count == order->cap) {
		order->cap = order->cap ? order->cap * 2 : 16;
		order->slots = mem_resize(order->slots, order->cap, sizeof(*order->slots));
	}
	order->slots[order->count++] = (struct live_slot){ordinal, row};
}

void order_remove(struct live_order *order, uint64_t ordinal)
{
	unsigned i = after(order, ordinal - 1);

	if (i == order->count || order->slots[i].ordinal != ordinal)
		return;
	order->slots[i].row = NULL;
	if (++order->holes > 16 && order->holes > order->count / 2)
		close_holes(order);
}

struct live_row *order_next(const struct live_order *order, uint64_t *position)
{
	for (unsigned i = after(order, *position); i < order->count; i++) {
		if (!order->slots[i].row)
			continue;
		*position = order->slots[i].ordinal;
		return order->slots[i].row;
	}
	return NULL;
}

void order_free(struct live_order *order)
{
	free(order->slots);
	*order = (struct live_order){0};
}
