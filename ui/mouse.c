/* The mouse, where somebody asks for it: a click chooses a row, a second opens it, the wheel moves,
 * and what the strip names can be clicked. It never answers, calls or confirms by itself. */
#include "base/clock.h"
#include "inside.h"

enum { DOUBLE_MS = 400, WHEEL_ROWS = 3 };

static bool is_covered(const struct console *c)
{
	return c->help || c->palette || c->prompt.open || c->dialogue || c->choice.menu || c->popup;
}

/* The list under the cell; *place is where the focus goes with it. */
static struct list *list_at(struct console *c, int y, int x, enum place *place)
{
	struct pane *panes[] = {c->pane[PLACE_CONTACTS],
				c->pane[PLACE_ADDRESSBOOK],
				c->pane[PLACE_DEVICES],
				c->pane[PLACE_CALLS],
				c->results,
				c->usual};
	int shown = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;

	for (int i = 0; i < (int)(sizeof panes / sizeof *panes); i++) {
		const struct rect *area = &panes[i]->list.area;

		if (y < area->y || y >= area->y + area->rows || x < area->x ||
		    x >= area->x + area->cols)
			continue;
		*place = i < PLACE_COUNT          ? (enum place)i
			 : panes[i] == c->results ? (enum place)shown
						  : PLACE_CONTACTS;
		return &panes[i]->list;
	}
	return NULL;
}

static void wheel(struct console *c, const struct term_mouse *mouse)
{
	bool up = mouse->button == BUTTON_WHEEL_UP;
	struct term_key key = {.code = up ? KEY_UP : KEY_DOWN};
	enum place place;
	struct list *list = is_covered(c) ? NULL : list_at(c, mouse->y, mouse->x, &place);

	if (list)
		list_move(list, up ? -WHEEL_ROWS : WHEEL_ROWS);
	else if (is_covered(c))
		for (int i = 0; i < WHEEL_ROWS; i++)
			keys_key(c, key);
}

static bool is_double(struct console *c, const struct term_mouse *mouse)
{
	struct click before = c->click;
	int64_t now = clock_mono_ms();

	c->click = (struct click){mouse->y, mouse->x, now};
	return before.at && before.y == mouse->y && now - before.at <= DOUBLE_MS;
}

static void press_row(struct console *c, const struct term_mouse *mouse)
{
	enum place place;
	struct list *list = list_at(c, mouse->y, mouse->x, &place);

	if (!list || !list_click(list, mouse->y, mouse->x))
		return;
	c->focus = place;
	c->usual_passed = place == PLACE_CONTACTS && list != &c->usual->list;
	if (is_double(c, mouse)) {
		c->click.at = 0;
		act(c, ACTION_DETAILS);
	}
}

static void press(struct console *c, const struct term_mouse *mouse)
{
	enum action action = ACTION_NONE;

	if (mouse->y == c->strip.y && !c->prompt.open && !c->dialogue && !c->help && !c->palette &&
	    !c->choice.menu)
		action = status_action_at(c, mouse->x);
	if (action != ACTION_NONE)
		act(c, action);
	else if (!is_covered(c))
		press_row(c, mouse);
}

void mouse_event(struct console *c, const struct term_mouse *mouse)
{
	if (mouse->button == BUTTON_WHEEL_UP || mouse->button == BUTTON_WHEEL_DOWN)
		wheel(c, mouse);
	else if (mouse->button == BUTTON_LEFT)
		press(c, mouse);
}
