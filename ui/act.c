/* What actions do. One row an action, beside the table of their names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "inside.h"

enum { ATTEMPT_MS = 120000 };

static bool rings(const struct pbx_object *call)
{
	return strcmp(pbx_call_state(call), "ring") == 0 &&
	       strcmp(pbx_call_party(call), "callee") == 0 && !pbx_call_is_mine(call);
}

static const struct pbx_object *ringing_on(const struct pbx_object *device)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_calls_of(device, &count);

	for (unsigned i = 0; i < count; i++)
		if (rings(calls[i]))
			return calls[i];
	return NULL;
}

/* Another's ringing call: the selected one, or the one at the selected person's telephone. */
static const struct pbx_object *ringing_there(const struct console *c,
					      const struct pbx_object *selected)
{
	const struct pbx_object *contact = selected ? pbx_who_contact(selected) : NULL,
				*call = NULL;
	unsigned count;
	struct pbx_object *const *devices = pbx_list(c->pbx, PBX_DEVICE, &count);

	if (selected && pbx_object_class(selected) == PBX_CALL)
		return rings(selected) ? selected : NULL;
	if (!contact || pbx_contact_blf(contact) < 2)
		return NULL;
	for (unsigned i = 0; i < count && !call; i++)
		if (pbx_device_userID(devices[i]) == pbx_contact_cID(contact))
			call = ringing_on(devices[i]);
	return call;
}

unsigned act_possible(struct console *c)
{
	const struct pbx_object *current = calls_current(c), *ringing = calls_ringing(c);
	const struct pbx_object *row = console_selected(c);
	bool selected = c->intent.kind == INTENT_DIAL || c->intent.kind == INTENT_TRANSFER ||
			*c->intent.target;
	unsigned can = 0;

	can |= ringing ? WHEN_RINGING | WHEN_CALL : 0;
	can |= current ? WHEN_CALL : 0;
	can |= current && strcmp(pbx_call_state(current), "dial") != 0 ? WHEN_TALKING : 0;
	can |= calls_held(c) ? WHEN_HELD : 0;
	can |= selected ? WHEN_SELECTED : 0;
	can |= row ? WHEN_ROW : 0;
	can |= ringing_there(c, row) ? WHEN_THERE : 0;
	can |= c->attempt.since && clock_mono_ms() - c->attempt.since < ATTEMPT_MS ? WHEN_ATTEMPT
										   : 0;
	can |= pbx_feed_state(c->pbx) != PBX_LIVE ? WHEN_DOWN : 0;
	return can;
}

void act_say_why_not(struct console *c, enum action action)
{
	static const struct {
		unsigned when;
		const char *text;
	} reasons[] = {
		{WHEN_RINGING, "no call rings for you"},
		{WHEN_TALKING, "you have no call"},
		{WHEN_CALL, "you have no call"},
		{WHEN_HELD, "you hold no call"},
		{WHEN_SELECTED, "nobody is selected: type a name, or move to a row"},
		{WHEN_ROW, "nothing is selected"},
		{WHEN_THERE, "no call rings there"},
		{WHEN_ATTEMPT, "there is nothing to take back"},
		{WHEN_DOWN, "the link is up"},
	};
	unsigned missing = action_info(action)->when & ~act_possible(c);

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (missing & reasons[i].when) {
			messages_add(c->messages, MESSAGE_REFUSED, "%s: %s",
				     action_info(action)->name, reasons[i].text);
			return;
		}
}

static bool offered(struct console *c, const char *capability)
{
	if (pbx_can(c->pbx, capability))
		return true;
	messages_add(c->messages, MESSAGE_REFUSED, "This telephone system cannot do that (%s)",
		     capability);
	return false;
}

static void answer(struct console *c)
{
	const struct pbx_object *call = calls_ringing(c);
	char what[200];

	if (strcmp(c->intent.call, "") == 0 || c->intent.kind != INTENT_ANSWER) {
		snprintf(what, sizeof what, "Answer %s", console_name(call));
		deed_call(c, call, PBX_CALL_TALK_ACTION, NULL, what);
		keys_clear(c);
		return;
	}
	intent_do(c);
}

static void hangup(struct console *c)
{
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!call)
		call = calls_ringing(c);
	snprintf(what, sizeof what, "Hang up %s", console_name(call));
	deed_call(c, call, PBX_CALL_HANGUP_ACTION, NULL, what);
}

static void hold(struct console *c)
{
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!call) {
		act_say_why_not(c, ACTION_TRANSFER);
		return;
	}
	bool held = strcmp(pbx_call_state(call), "hold") == 0;
	if (!held && !offered(c, "hold"))
		return;
	snprintf(what, sizeof what, "%s %s", held ? "Take back" : "Hold", console_name(call));
	deed_call(c, call, held ? PBX_CALL_TALK_ACTION : PBX_CALL_HOLD_ACTION, NULL, what);
}

/* What is typed or selected, as a target. Returns its name, NULL (and says so) without one. */
static const char *target(struct console *c, struct pbx_target *to)
{
	const struct intent *intent = &c->intent;

	*to = (struct pbx_target){.number = *intent->number ? intent->number : NULL};
	if (*intent->target)
		to->object = pane_deref(c->pbx, intent->target);
	if (to->object)
		return console_name(to->object);
	if (to->number)
		return to->number;
	messages_add(c->messages, MESSAGE_REFUSED,
		     "Nobody is selected, or the entry has just gone");
	return NULL;
}

static void transfer(struct console *c)
{
	struct pbx_call_args args = {.lot = NULL};
	const struct pbx_object *call = calls_current(c);
	const char *name = offered(c, "xfer") ? target(c, &args.to) : NULL;
	char what[200];

	if (!name)
		return;
	snprintf(what, sizeof what, "Transfer %s to %s", console_name(call), name);
	deed_call(c, call, PBX_CALL_XFER_ACTION, &args, what);
	keys_clear(c);
}

/* The consultation call of the attempt that runs, NULL if none does. */
static const struct pbx_object *consultation(struct console *c)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(c->pbx, PBX_CALL, &count);

	for (unsigned i = 0; *c->attempt.consultation && i < count; i++)
		if (pbx_call_is_mine(calls[i]) &&
		    strcmp(pbx_call_cid(calls[i]), c->attempt.consultation) == 0)
			return calls[i];
	return NULL;
}

static void announce(struct console *c)
{
	struct pbx_call_args args = {.with = consultation(c)};
	const struct pbx_object *call = args.with ? calls_held(c) : calls_current(c);
	char what[200];

	if (args.with && call) {
		snprintf(what, sizeof what, "Connect %s with %s", console_name(call),
			 console_name(args.with));
		deed_call(c, call, PBX_CALL_COMPLETE_ACTION, &args, what);
		return;
	}
	if (!(act_possible(c) & WHEN_SELECTED)) {
		act_say_why_not(c, ACTION_TRANSFER);
		return;
	}
	const char *name = offered(c, "atxfer") ? target(c, &args.to) : NULL;
	if (!name)
		return;
	snprintf(what, sizeof what, "Announce %s to %s", console_name(call), name);
	deed_call(c, call, PBX_CALL_ATXFER_ACTION, &args, what);
	keys_clear(c);
}

static void park(struct console *c)
{
	struct pbx_call_args args = {.lot = NULL};
	const struct pbx_object *call = calls_current(c);
	char what[200];

	if (!offered(c, "park"))
		return;
	args.for_whom = *c->intent.target ? pane_deref(c->pbx, c->intent.target) : NULL;
	snprintf(what, sizeof what, "Park %s%s%s", console_name(call), args.for_whom ? " for " : "",
		 args.for_whom ? console_name(args.for_whom) : "");
	deed_call(c, call, PBX_CALL_PARK_ACTION, &args, what);
	keys_clear(c);
}

static void call(struct console *c)
{
	struct pbx_target to;
	const char *name = target(c, &to);

	if (!name)
		return;
	deed_dial(c, &to, name);
	keys_clear(c);
}

static void pickup(struct console *c)
{
	const struct pbx_object *there = ringing_there(c, console_selected(c));
	struct pbx_call_args args = {.device = calls_device(c)};
	char what[200];

	if (!offered(c, "pickup"))
		return;
	snprintf(what, sizeof what, "Pick up %s", console_name(there));
	deed_call(c, there, PBX_CALL_PICKUP_ACTION, &args, what);
	keys_clear(c);
}

static void details(struct console *c)
{
	const struct pbx_object *selected = console_selected(c);

	if (!selected) {
		messages_add(c->messages, MESSAGE_REFUSED, "Nothing is selected");
		return;
	}
	char *text = pane_details(&c->desk, selected);
	popup_free(&c->popup);
	c->popup = popup_text(console_name(selected), text);
	free(text);
	photo_show(c, selected);
}

/* The selected person, or else whoever wrote what is still unread. */
static void chat(struct console *c)
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
			     "Messages go to people of the company only");
}

static void tags(struct console *c)
{
	const struct pbx_object *selected = console_selected(c);

	if (selected && pbx_who_can_tag(selected))
		prompt_tags(c, selected);
	else
		messages_add(c->messages, MESSAGE_REFUSED,
			     "You may not edit the tags of this entry");
}

static void move(struct console *c, uint32_t code)
{
	list_handle(&keys_focused(c)->list, (struct term_key){.code = code});
}

#define MOVE(name, code)                                                                           \
	static void name(struct console *c)                                                        \
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

static void next_pane(struct console *c)
{
	focus_by(c, 1);
}

static void previous_pane(struct console *c)
{
	focus_by(c, PLACE_COUNT - 1);
}

static void back(struct console *c)
{
	if (c->popup)
		popup_free(&c->popup);
	else if (!input_empty(c->input) || keys_focused(c)->list.moved)
		keys_clear(c);
	else if (c->focus != PLACE_CONTACTS)
		c->focus = PLACE_CONTACTS;
	else
		messages_dismiss(c->messages);
}

static void show_messages(struct console *c)
{
	char *text = messages_history(c->messages);

	popup_free(&c->popup);
	c->popup = popup_text("What happened", *text ? text : "Nothing yet");
	free(text);
}

static void redraw(struct console *c)
{
	term_repaint(c->term);
}

static void suspend(struct console *c)
{
	term_suspend(c->term);
}

static void reconnect(struct console *c)
{
	messages_add(c->messages, MESSAGE_INFO, "Trying to reach the PABX");
	pbx_retry_now(c->pbx);
}

static void quit(struct console *c)
{
	c->options.quit(c->options.ctx);
}

static void (*const handlers[ACTION_COUNT])(struct console *c) = {
	[ACTION_DO] = intent_do,
	[ACTION_ANSWER] = answer,
	[ACTION_TRANSFER] = transfer,
	[ACTION_ANNOUNCE] = announce,
	[ACTION_HOLD] = hold,
	[ACTION_PARK] = park,
	[ACTION_HANGUP] = hangup,
	[ACTION_TAKE_BACK] = deed_cancel,
	[ACTION_CALL] = call,
	[ACTION_PICKUP] = pickup,
	[ACTION_CHAT] = chat,
	[ACTION_TAGS] = tags,
	[ACTION_DETAILS] = details,
	[ACTION_NEXT_PANE] = next_pane,
	[ACTION_PREVIOUS_PANE] = previous_pane,
	[ACTION_UP] = up,
	[ACTION_DOWN] = down,
	[ACTION_PAGE_UP] = page_up,
	[ACTION_PAGE_DOWN] = page_down,
	[ACTION_FIRST] = first,
	[ACTION_LAST] = last,
	[ACTION_NEXT_CALL] = calls_next,
	[ACTION_BACK] = back,
	[ACTION_PRESENCE] = prompt_presence,
	[ACTION_MESSAGES] = show_messages,
	[ACTION_COMMAND] = prompt_command,
	[ACTION_HELP] = screen_help,
	[ACTION_RECONNECT] = reconnect,
	[ACTION_REDRAW] = redraw,
	[ACTION_SUSPEND] = suspend,
	[ACTION_QUIT] = quit,
};

void act(struct console *c, enum action action)
{
	if (action_info(action)->when & ~act_possible(c))
		act_say_why_not(c, action);
	else
		handlers[action](c);
}
