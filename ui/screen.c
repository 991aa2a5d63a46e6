/* The whole screen, drawn anew for each paint; the terminal layer sends the difference. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "inside.h"

enum { CALL_ROWS_MAX = 12, TALL_ROWS = 20, PANE_ROWS_MIN = 3 };

static const char search_hint[] = N_("Type a name, a number, #tag or @company");

/* Something over the panes has the cursor. */
static bool covered(const struct console *c)
{
	return c->popup || c->dialogue || c->choice.menu || c->palette || c->help;
}

static void draw_input(struct console *c, const struct layout *layout)
{
	struct rect area = layout->input, below = {area.y + 1, 0, 0, area.cols};
	bool focused = !covered(c);
	/* Who talks, or has typed, is at the search until he moves to a row. */
	bool searches = focused && c->focus != PLACE_CALLS && !keys_focused(c)->list.moved &&
			(!input_empty(c->input) || calls_current(c));

	below.rows = (rect_empty(layout->message) ? layout->strip : layout->message).y - below.y;
	if (c->prompt.open)
		prompt_draw(c, area, below, !c->popup && prompt_leads(c));
	else
		input_draw(c->input, c->term, area, ">", _(search_hint), searches);
}

void screen_wish(struct console *c, struct layout_wish *w)
{
	unsigned calls = pane_calls_refresh(c->pane[PLACE_CALLS]);

	*w = (struct layout_wish){.rows = term_rows(c->term), .cols = term_cols(c->term)};
	int urgent = (int)pane_calls_urgent(c->pane[PLACE_CALLS]);
	/* One row more for the title. On a tall screen there is always room for one call, so that
	 * the panes below do not jump when it comes. */
	w->ringing = urgent ? urgent + 1 : 0;
	w->legs = w->rows >= TALL_ROWS;
	w->calls = calls                  ? 1 + (int)(calls > CALL_ROWS_MAX ? CALL_ROWS_MAX : calls)
		   : w->rows >= TALL_ROWS ? 2
					  : 0;
	w->panes = PLACE_CALLS;
	w->most = term_braille(c->term) ? 1 : c->split.two ? 2 : 0;
	w->weight[PLACE_CONTACTS] =
		split_weight(c, PLACE_CONTACTS, w->cols < LAYOUT_THREE_COLS ? 3 : 4);
	w->weight[PLACE_ADDRESSBOOK] = split_weight(c, PLACE_ADDRESSBOOK, 3);
	w->weight[PLACE_DEVICES] = split_weight(c, PLACE_DEVICES, 2);
	w->focus = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;
}

/* The card takes the place of a pane that is not in use; where there is one pane only, rows of it.
 * Nothing of what the operator looks at moves then. */
static struct rect take_card(struct console *c, struct layout *layout, const struct card *card,
			     const struct pbx_object *call)
{
	static const enum place order[] = {PLACE_ADDRESSBOOK, PLACE_DEVICES, PLACE_CONTACTS};
	int shown = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;
	struct rect *area = &layout->pane[shown], taken = {0};
	int room = area->rows - PANE_ROWS_MIN, wanted;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if ((int)order[i] != shown && !rect_empty(layout->pane[order[i]])) {
			taken = layout->pane[order[i]];
			layout->pane[order[i]] = (struct rect){0};
			return taken;
		}
	wanted = card_rows(&c->desk, card, call, area->cols, !caller_usual_shown(c));
	if (room > area->rows / 2)
		room = area->rows / 2;
	return rect_take_top(area, room < 3 ? (room > 0) : wanted < room ? wanted : room);
}

static void draw_card(struct console *c, struct layout *layout)
{
	const struct card *card;
	const struct pbx_object *call = caller_call(c, &card);
	struct rect area;

	if (!call)
		return;
	area = take_card(c, layout, card, call);
	card_draw(&c->desk, card, call, area, !caller_usual_shown(c));
	if (layout->rule && area.x + area.cols < term_cols(c->term))
		term_vline(c->term, area.y, area.x + area.cols, area.rows, ROLE_BORDER);
}

/* Above the contacts, as many rows as leave some of these, else all. */
static void draw_usual(struct console *c, struct rect *area, bool cursor)
{
	int rows = 1 + c->usual->ops->count(c->usual);

	if (area->rows - rows < 2)
		rows = area->rows;
	pane_draw(c->usual, rect_take_top(area, rows), cursor && caller_usual_focused(c));
}

static void draw_panes(struct console *c, const struct layout *layout)
{
	bool typing = !input_empty(c->input);
	bool cursor = !c->prompt.open && !covered(c);
	int shown = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;

	for (int i = 0; i < PLACE_CALLS; i++) {
		bool results = typing && i == shown;
		struct pane *pane = results ? c->results : c->pane[i];
		struct rect area = layout->pane[i], rest = area;
		if (i == PLACE_CONTACTS && !rect_empty(area) && caller_usual_shown(c))
			draw_usual(c, &rest, cursor);
		pane_draw(pane, rest, cursor && i == (int)c->focus && pane == keys_focused(c));
		if (layout->rule && !rect_empty(area) && area.x + area.cols < term_cols(c->term))
			term_vline(c->term, area.y, area.x + area.cols, area.rows, ROLE_BORDER);
	}
}

/* For the mouse: whatever is not drawn now is not there. */
static void hide_lists(struct console *c)
{
	for (int i = 0; i < PLACE_CALLS; i++)
		c->pane[i]->list.area = (struct rect){0};
	c->results->list.area = c->usual->list.area = (struct rect){0};
}

static void draw_too_small(struct console *c, const struct layout *layout)
{
	if (rect_empty(layout->message))
		return;
	term_text(c->term, layout->message.y, 0, term_cols(c->term), ROLE_WARN,
		  _("The window is too small"));
}

static bool is_unknown(enum pbx_state state)
{
	return state == PBX_STOPPED || state == PBX_CONNECTING || state == PBX_LOADING;
}

void screen_refresh(struct console *c)
{
	c->desk.now = pbx_server_time(c->pbx);
	c->desk.stale = pbx_feed_state(c->pbx) != PBX_LIVE;
	c->desk.unknown = is_unknown(pbx_feed_state(c->pbx));
	pane_calls_refresh(c->pane[PLACE_CALLS]);
	caller_refresh(c);
	details_refresh(c);
	list_refresh(&c->pane[PLACE_CALLS]->list);
	intent_paint(c);
}

void screen_paint(struct console *c)
{
	struct layout_wish w;
	struct layout layout;

	screen_refresh(c);
	screen_wish(c, &w);
	layout_console(&w, &layout);
	pane_calls_draw(c->pane[PLACE_CALLS], layout.calls,
			c->focus == PLACE_CALLS && !c->prompt.open && !covered(c));
	if (layout.too_small) {
		draw_too_small(c, &layout);
		return;
	}
	hide_lists(c);
	draw_card(c, &layout);
	legs_draw(c, layout.legs);
	draw_panes(c, &layout);
	draw_input(c, &layout);
	messages_draw(c->messages, c->term, layout.message);
	c->strip = layout.strip;
	status_strip(c, layout.strip);
	status_draw(c, layout.status);
	if (c->popup)
		popup_draw(c->popup, c->term, term_rect(c->term));
	if (c->choice.menu)
		menu_draw(c->choice.menu, c->term, term_rect(c->term));
	if (c->dialogue && !prompt_leads(c))
		c->dialogue->draw(c->dialogue_ctx, c->term, term_rect(c->term));
	if (c->palette)
		menu_draw(c->palette, c->term, term_rect(c->term));
	if (c->help)
		popup_draw(c->help, c->term, term_rect(c->term));
}
