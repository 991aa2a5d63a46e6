/* How the panes share the width, as the operator wants it. */
#include "base/language.h"
#include "inside.h"

enum { STEP = 6, WEIGHT_MIN = 6, WIDTH_STEPS = 12 };

int split_weight(const struct console *c, enum place place, int base)
{
	int weight = base * 10 + c->split.steps[place] * STEP;

	return weight > WEIGHT_MIN ? weight : WEIGHT_MIN;
}

int split_limit(long steps)
{
	return steps > WIDTH_STEPS ? WIDTH_STEPS : steps < -WIDTH_STEPS ? -WIDTH_STEPS : (int)steps;
}

static int cols_of(struct console *c, enum place place)
{
	struct layout_wish wish;
	struct layout layout;

	screen_wish(c, &wish);
	layout_console(&wish, &layout);
	return layout.pane[place].cols;
}

static void step(struct console *c, int by)
{
	enum place place = c->focus == PLACE_CALLS ? PLACE_CONTACTS : c->focus;
	int before = c->split.steps[place], cols = cols_of(c, place);

	c->split.steps[place] = split_limit(before + by);
	if (cols_of(c, place) == cols) {
		c->split.steps[place] = before;
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("There is no room for that: no pane gets narrower than %d columns"),
			     LAYOUT_PANE_COLS);
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
			     c->split.two ? _("No third pane, also on a wider screen")
					  : _("A third pane from %d columns on"),
			     LAYOUT_THREE_COLS);
	remember_soon(c);
}
