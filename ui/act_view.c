/* Actions on what is shown: moving, details, chat, tags, the screen itself. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "inside.h"
#include "reception.h"

void details_refresh(struct console *c)
{
	const struct pbx_object *about = pane_deref(c->pbx, c->details.ref);
	char *details, *text;

	if (!about || !c->popup || c->popup != c->details.popup ||
	    strcmp(popup_title(c->popup), console_name(about)) != 0)
		return;
	details = pane_details(&c->desk, about);
	text = mem_printf("%s%s", c->details.above ? c->details.above : "", details);
	popup_set_text(c->popup, text);
	free(text);
	free(details);
}

void act_details(struct console *c)
{
	const struct pbx_object *selected = console_selected(c);

	if (!selected) {
		messages_add(c->messages, MESSAGE_REFUSED, _("Nothing is selected"));
		return;
	}
	char *text = pane_details(&c->desk, selected);
	popup_free(&c->popup);
	c->popup = popup_text(console_name(selected), text);
	free(text);
	pane_ref(selected, c->details.ref);
	c->details.popup = c->popup;
	free(c->details.above);
	c->details.above = NULL;
	photo_show(c, selected);
}

/* The selected person, or else whoever wrote what is still unread. */
void act_chat(struct console *c)
{
	const struct pbx_object *selected = console_selected(c);
	const struct pbx_object *contact = selected ? pbx_who_contact(selected) : NULL;
	struct pbx_object *writer;

	if (chat_unread(c, &writer) && writer && !keys_focused(c)->list.moved &&
	    input_empty(c->input))
		contact = writer;
	if (contact)
		chat_open(c, contact);
	else
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Messages go to people of the company only"));
}

void act_rooms(struct console *c)
{
	chat_open_rooms(c);
}

static const char *number_of(const struct pbx_object *row)
{
	switch (pbx_object_class(row)) {
	case PBX_CALL:
		return pbx_call_number(row);
	case PBX_PARKED:
		return pbx_parked_number(row);
	case PBX_QUEUE:
		return pbx_queue_extension(row);
	case PBX_DEVICE:
		return pbx_device_extension(row);
	case PBX_CONTACT:
	case PBX_ADDRESS:
		return pbx_who_number(row);
	default:
		return "";
	}
}

/* Whether the terminal takes it is never known: it says nothing. */
void act_copy(struct console *c)
{
	const struct pbx_object *row = console_selected(c);
	const char *number = row ? number_of(row) : "";

	if (!*number) {
		messages_add(c->messages, MESSAGE_REFUSED, _("Copy: there is no number"));
		return;
	}
	if (c->plain) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Copy: line mode reaches no clipboard; the number is %s"), number);
		return;
	}
	term_copy(c->term, number);
	messages_add(c->messages, MESSAGE_DONE,
		     _("%s is in the clipboard, if the terminal allows it"), number);
}

void act_tags(struct console *c)
{
	const struct pbx_object *selected = console_selected(c);

	if (selected && pbx_who_can_tag(selected) && c->tagged)
		prompt_tags(c, selected);
	else if (selected && pbx_who_can_tag(selected))
		messages_add(c->messages, MESSAGE_REFUSED, _("Tags of %s: they have not come yet"),
			     console_name(selected));
	else
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("You may not edit the tags of this entry"));
}

static void move(struct console *c, uint32_t code)
{
	struct term_key key = {.code = code};

	if (c->popup)
		popup_handle(c->popup, key);
	else if (!caller_move(c, code))
		list_handle(&keys_focused(c)->list, key);
}

#define MOVE(name, code)                                                                           \
	void act_##name(struct console *c)                                                         \
	{                                                                                          \
		move(c, code);                                                                     \
	}
MOVE(up, KEY_UP)
MOVE(down, KEY_DOWN)
MOVE(page_up, KEY_PAGE_UP)
MOVE(page_down, KEY_PAGE_DOWN)
MOVE(first, KEY_HOME)
MOVE(last, KEY_END)

static void focus_by(struct console *c, int by)
{
	do
		c->focus = (enum place)(((int)c->focus + by) % PLACE_COUNT);
	while (c->focus == PLACE_CALLS && !pane_calls_at(c->pane[PLACE_CALLS], 0));
}

void act_next_pane(struct console *c)
{
	focus_by(c, 1);
}

void act_previous_pane(struct console *c)
{
	focus_by(c, PLACE_COUNT - 1);
}

void act_back(struct console *c)
{
	if (c->popup)
		popup_free(&c->popup);
	else if (!input_empty(c->input) || keys_focused(c)->list.moved)
		keys_clear(c);
	else if (*c->sending)
		c->sending[0] = '\0';
	else if (c->focus != PLACE_CONTACTS)
		c->focus = PLACE_CONTACTS;
	else
		messages_dismiss(c->messages);
}

void act_messages(struct console *c)
{
	char *text = messages_history(c->messages, c->plain || term_braille(c->term));

	popup_free(&c->popup);
	c->popup = popup_text(_("What happened"), *text ? text : _("Nothing yet"));
	free(text);
}

void act_redraw(struct console *c)
{
	term_repaint(c->term);
}

void act_suspend(struct console *c)
{
	term_suspend(c->term);
}

void act_reconnect(struct console *c)
{
	messages_add(c->messages, MESSAGE_INFO, _("Trying to reach the PABX"));
	pbx_retry_now(c->pbx);
}

void act_quit(struct console *c)
{
	if (!operator_asks(c))
		c->options.quit(c->options.ctx);
}
