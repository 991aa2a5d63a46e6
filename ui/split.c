/* How the panes share the width, as the operator wants it. */
#include "inside.h"

enum { STEP = 6, WEIGHT_MIN = 6, WIDTH_STEPS = 12, PANE_MIN_COLS = 24 };

int split_weight(const struct console *c, enum place place, int base)
{
	int weight = base * 10 + c->split.steps[place] * STEP;

	return weight > WEIGHT_MIN ? weight : WEIGHT_MIN;
}

int split_limit(long steps)
{
	return steps > WIDTH_STEPS ? WIDTH_STEPS : steps < -WIDTH_STEPS ? -WIDTH_STEPS : (int)steps;
}

/* False where a pane that is shown would become too narrow for a name. */
static bool readable(struct console *c)
{
	struct layout_wish wish;
	struct layout layout;

	screen_wish(c, &wish);
	layout_console(&wish, &layout);
	for (int i = 0; i < wish.panes; i++)
		if (!rect_empty(layout.pane[i]) && layout.pane[i].cols < PANE_MIN_COLS)
			return false;
	return layout.shown > 1;
}

static void step(struct console *c, int by)
{
	int *steps = &c->split.steps[c->focus == PLACE_CALLS ? PLACE_CONTACTS : c->focus];
	int before = *steps;

	*steps = split_limit(before + by);
	if (*steps == before || !readable(c)) {
		*steps = before;
		messages_add(c->messages, MESSAGE_REFUSED,
			     "There is no room for that: the others would become too narrow");
		return;
	}
	remember_soon(c);
}

void act_wider(struct console *c)
{
	step(c, 1);
}

void act_narrower(struct console *c)
{
	step(c, -1);
}

void act_even(struct console *c)
{
	c->split = (struct split){.two = c->split.two};
	remember_soon(c);
}

void act_third_pane(struct console *c)
{
	c->split.two = !c->split.two;
	if (term_cols(c->term) < LAYOUT_THREE_COLS)
		messages_add(c->messages, MESSAGE_INFO,
			     c->split.two ? "No third pane, also on a wider screen"
					  : "A third pane from %d columns on",
			     LAYOUT_THREE_COLS);
	remember_soon(c);
}
