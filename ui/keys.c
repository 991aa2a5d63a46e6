/* From a key to what it does. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "inside.h"
#include "plain.h"
#include "reception.h"

struct pane *keys_focused(struct console *c)
{
	if (!input_empty(c->input) && c->focus != PLACE_CALLS)
		return c->results;
	return caller_usual_focused(c) ? c->usual : c->pane[c->focus];
}

void keys_clear(struct console *c)
{
	if (!input_empty(c->input)) {
		input_remember(c->input, input_text(c->input));
		snprintf(c->searched, sizeof c->searched, "%s", input_text(c->input));
	}
	input_clear(c->input);
	pane_results_search(c->results, "");
	for (int i = 0; i < PLACE_COUNT; i++)
		list_reset(&c->pane[i]->list);
	c->usual->list.moved = c->usual_passed = false;
	if (c->focus == PLACE_CALLS)
		c->focus = PLACE_CONTACTS;
}

/* Typing goes to the search, wherever the focus was. */
static void typed(struct console *c)
{
	if (c->focus == PLACE_CALLS)
		c->focus = PLACE_CONTACTS;
	pane_results_search(c->results, input_text(c->input));
}

static enum key_context context(const struct console *c)
{
	return c->popup ? KEYS_POPUP : input_empty(c->input) ? KEYS_EMPTY : KEYS_PANES;
}

/* A popup's own keys first; those of quit, redraw and the calls still work behind it. */
static bool popup_key(struct console *c, struct term_key key)
{
	switch (popup_handle(c->popup, key)) {
	case POPUP_YES:
	case POPUP_NO:
		popup_free(&c->popup);
		return true;
	case POPUP_STAYS:
		return true;
	default:
		return false;
	}
}

static bool for_everywhere(struct console *c, struct term_key key)
{
	enum action action;

	if (keymap_find(c->options.keymap, KEYS_ANY, NULL, key, &action) != KEYMAP_ACTION)
		return false;
	if (action != ACTION_QUIT && action != ACTION_REDRAW && action != ACTION_SUSPEND &&
	    action != ACTION_HELP)
		return false;
	act(c, action);
	return true;
}

static void mapped(struct console *c, struct term_key key)
{
	const struct term_key *leader = c->has_leader ? &c->leader : NULL;
	enum action action;
	enum keymap_found found = keymap_find(c->options.keymap, context(c), leader, key, &action);

	c->has_leader = false;
	if (found == KEYMAP_LEADER) {
		c->has_leader = true;
		c->leader = key;
	} else if (found == KEYMAP_ACTION) {
		(c->plain ? plain_act : act)(c, action);
	} else if (leader) {
		messages_add(c->messages, MESSAGE_INFO, _("This key means nothing after that one"));
	} else if (!c->popup && input_handle(c->input, key) == INPUT_CHANGED) {
		typed(c);
	}
}

void keys_key(struct console *c, struct term_key key)
{
	if (c->help || c->palette) {
		if (!for_everywhere(c, key))
			(c->help ? help_key : palette_key)(c, key);
	} else if (prompt_leads(c)) {
		if (!for_everywhere(c, key))
			prompt_key(c, key);
	} else if (c->dialogue) {
		if (!for_everywhere(c, key))
			c->dialogue->key(c->dialogue_ctx, key);
	} else if (c->choice.menu) {
		if (!for_everywhere(c, key))
			choice_key(c, key);
	} else if (!c->popup || !popup_key(c, key)) {
		mapped(c, key);
	}
}

/* Pasted text never confirms anything: it is only text. */
void keys_paste(struct console *c, const char *text)
{
	if (c->help)
		return;
	if (c->palette) {
		menu_paste(c->palette, text);
	} else if (prompt_leads(c)) {
		prompt_paste(c, text);
	} else if (c->dialogue) {
		if (c->dialogue->paste)
			c->dialogue->paste(c->dialogue_ctx, text);
	} else if (c->choice.menu) {
		menu_paste(c->choice.menu, text);
	} else if (!c->popup && input_paste(c->input, text) == INPUT_CHANGED) {
		typed(c);
	}
}

void keys_event(struct console *c, const struct term_event *event)
{
	switch (event->kind) {
	case TERM_KEY:
		reception_key(c);
		if (c->plain)
			plain_key(c, event->key, event->text);
		else
			keys_key(c, event->key);
		break;
	case TERM_PASTE:
		keys_paste(c, event->text);
		break;
	case TERM_LINE:
		plain_line(c, event->text);
		break;
	case TERM_END:
		if (c->plain && !event->signal)
			plain_end(c);
		resume_cut(c);
		c->options.quit(c->options.ctx);
		return;
	case TERM_MOUSE:
		mouse_event(c, &event->mouse);
		break;
	case TERM_RESIZE:
	case TERM_RESUME:
		break;
	}
	resume_soon(c);
	if (c->term)
		term_dirty(c->term);
}
