/* The whole screen, drawn anew for each paint; the terminal layer sends the difference. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "inside.h"

enum { CALL_ROWS_MAX = 8, TALL_ROWS = 20 };

static const char search_hint[] = "Type a name, a number, #tag or @company";

static void draw_input(struct console *c, const struct layout *layout)
{
	struct rect area = layout->input, below = {area.y + 1, 0, 0, area.cols};

	below.rows = layout->message.y - below.y;
	if (c->prompt.open)
		prompt_draw(c, area, below, !c->popup && !c->dialogue);
	else
		input_draw(c->input, c->term, area, ">", search_hint, false);
}

void screen_wish(struct console *c, struct layout_wish *w)
{
	unsigned calls = pane_calls_refresh(c->pane[PLACE_CALLS]);

	*w = (struct layout_wish){.rows = term_rows(c->term), .cols = term_cols(c->term)};
	int ringing = (int)pane_calls_ringing(c->pane[PLACE_CALLS]);
	/* One row more for the title. On a tall screen there is always room for one call, so that
	 * the panes below do not jump when it comes. */
	w->ringing = ringing ? ringing + 1 : 0;
	w->calls = calls                  ? 1 + (int)(calls > CALL_ROWS_MAX ? CALL_ROWS_MAX : calls)
		   : w->rows >= TALL_ROWS ? 2
					  : 0;
	w->panes = PLACE_CALLS;
	w->most = c->split.two ? 2 : 0;
	w->weight[PLACE_CONTACTS] =
		split_weight(c, PLACE_CONTACTS, w->cols < LAYOUT_THREE_COLS ? 3 : 4);
	w->weight[PLACE_ADDRESSBOOK] = split_weight(c, PLACE_ADDRESSBOOK, 3);
	w->weight[PLACE_DEVICES] = split_weight(c, PLACE_DEVICES, 2);
	w->focus = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;
}

static void draw_panes(struct console *c, const struct layout *layout)
{
	bool typing = !input_empty(c->input);
	bool cursor = !c->prompt.open && !c->popup && !c->dialogue;
	int shown = c->focus == PLACE_CALLS ? PLACE_CONTACTS : (int)c->focus;

	for (int i = 0; i < PLACE_CALLS; i++) {
		bool results = typing && i == shown;
		struct pane *pane = results ? c->results : c->pane[i];
		struct rect area = layout->pane[i];
		pane_draw(pane, area, cursor && i == (int)c->focus);
		if (layout->rule && !rect_empty(area) && area.x + area.cols < term_cols(c->term))
			term_vline(c->term, area.y, area.x + area.cols, area.rows, ROLE_BORDER);
	}
}

static void draw_too_small(struct console *c, const struct layout *layout)
{
	if (rect_empty(layout->message))
		return;
	term_text(c->term, layout->message.y, 0, term_cols(c->term), ROLE_WARN,
		  "The window is too small");
}

void screen_paint(struct console *c)
{
	struct layout_wish w;
	struct layout layout;

	c->desk.now = pbx_server_time(c->pbx);
	c->desk.stale = pbx_feed_state(c->pbx) != PBX_LIVE;
	screen_wish(c, &w);
	layout_console(&w, &layout);
	intent_paint(c);
	pane_draw(c->pane[PLACE_CALLS], layout.calls,
		  c->focus == PLACE_CALLS && !c->prompt.open && !c->popup && !c->dialogue);
	if (layout.too_small) {
		draw_too_small(c, &layout);
		return;
	}
	draw_panes(c, &layout);
	draw_input(c, &layout);
	messages_draw(c->messages, c->term, layout.message);
	status_strip(c, layout.strip);
	status_draw(c, layout.status);
	if (c->popup)
		popup_draw(c->popup, c->term, term_rect(c->term));
	if (c->dialogue)
		c->dialogue->draw(c->dialogue_ctx, c->term, term_rect(c->term));
	if (c->palette)
		menu_draw(c->palette, c->term, term_rect(c->term));
	if (c->help)
		popup_draw(c->help, c->term, term_rect(c->term));
}
