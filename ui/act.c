/* What is possible now, why the rest is not, and the table of what actions do. */
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "inside.h"
#include "reception.h"

enum { ATTEMPT_MS = 120000 };

static bool is_person(const struct pbx_object *row)
{
	enum pbx_class class = row ? pbx_object_class(row) : PBX_CLASS_COUNT;

	return (class == PBX_CONTACT || class == PBX_ADDRESS) && pbx_who_contact(row);
}

/* news.c ends it when the caller comes back. */
static bool attempt_lasts(const struct console *c)
{
	return c->attempt.since && clock_mono_ms() - c->attempt.since < ATTEMPT_MS;
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
	can |= calls_is_on(current) ? WHEN_TALKING : 0;
	can |= calls_held(c) ? WHEN_HELD : 0;
	can |= selected ? WHEN_SELECTED : 0;
	can |= row ? WHEN_ROW : 0;
	can |= selected && is_person(row) ? WHEN_PERSON : 0;
	can |= calls_other(c) ? WHEN_TWO : 0;
	can |= calls_waiting(c) ? WHEN_WAITING : 0;
	can |= calls_theirs(c) ? WHEN_THEIRS : 0;
	can |= act_ringing_there(c, row) ? WHEN_THERE : 0;
	can |= attempt_lasts(c) ? WHEN_ATTEMPT : 0;
	can |= pbx_feed_state(c->pbx) != PBX_LIVE ? WHEN_DOWN : 0;
	return can;
}

const char *act_why_not(struct console *c, enum action action)
{
	static const struct {
		unsigned when;
		const char *text;
	} reasons[] = {
		{WHEN_RINGING, N_("no call rings for you")},
		{WHEN_TALKING, N_("you have no call")},
		{WHEN_CALL, N_("you have no call")},
		{WHEN_HELD, N_("you hold no call")},
		{WHEN_SELECTED, N_("nobody is selected: type a name, or move to a row")},
		{WHEN_PERSON, N_("no person of the house is selected")},
		{WHEN_ROW, N_("nothing is selected")},
		{WHEN_TWO, N_("it takes one call that you speak on and one on hold")},
		{WHEN_WAITING, N_("nobody waits in a queue")},
		{WHEN_THEIRS, N_("no other operator holds a call")},
		{WHEN_THERE, N_("no call rings there")},
		{WHEN_ATTEMPT, N_("there is nothing to take back")},
		{WHEN_DOWN, N_("the link is up")},
	};
	unsigned missing = action_info(action)->when & ~act_possible(c);

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (missing & reasons[i].when)
			return _(reasons[i].text);
	return NULL;
}

void act_say_why_not(struct console *c, enum action action)
{
	const char *why_not = act_why_not(c, action);

	if (why_not)
		messages_add(c->messages, MESSAGE_REFUSED, "%s: %s", _(action_info(action)->name),
			     why_not);
}

static void (*const handlers[ACTION_COUNT])(struct console *c) = {
	[ACTION_DO] = intent_do,
	[ACTION_ANSWER] = act_answer,
	[ACTION_TRANSFER] = act_transfer,
	[ACTION_ANNOUNCE] = act_announce,
	[ACTION_HOLD] = act_hold,
	[ACTION_PARK] = act_park,
	[ACTION_HANGUP] = act_hangup,
	[ACTION_REJECT] = act_reject,
	[ACTION_TAKE_BACK] = act_take_back,
	[ACTION_MERGE] = act_merge,
	[ACTION_CAMP] = act_camp,
	[ACTION_SERIAL] = act_serial,
	[ACTION_VOICEMAIL] = act_voicemail,
	[ACTION_OTHER_NUMBER] = act_other_number,
	[ACTION_CLAIM] = act_claim,
	[ACTION_SEND] = act_send,
	[ACTION_DTMF] = act_dtmf,
	[ACTION_CALLS] = act_calls,
	[ACTION_CALL] = act_call,
	[ACTION_PICKUP] = act_pickup,
	[ACTION_CHAT] = act_chat,
	[ACTION_ROOMS] = act_rooms,
	[ACTION_TAGS] = act_tags,
	[ACTION_DETAILS] = act_details,
	[ACTION_NEXT_LIST] = act_next_list,
	[ACTION_PREVIOUS_LIST] = act_previous_list,
	[ACTION_FAVOURITE] = act_favourite,
	[ACTION_FILTERS] = act_filters,
	[ACTION_COPY] = act_copy,
	[ACTION_SAVE_FILTER] = act_save_filter,
	[ACTION_NEXT_PANE] = act_next_pane,
	[ACTION_PREVIOUS_PANE] = act_previous_pane,
	[ACTION_UP] = act_up,
	[ACTION_DOWN] = act_down,
	[ACTION_PAGE_UP] = act_page_up,
	[ACTION_PAGE_DOWN] = act_page_down,
	[ACTION_FIRST] = act_first,
	[ACTION_LAST] = act_last,
	[ACTION_NEXT_CALL] = calls_next,
	[ACTION_BACK] = act_back,
	[ACTION_PRESENCE] = prompt_presence,
	[ACTION_TAKE_MESSAGE] = act_take_message,
	[ACTION_TAKEN] = act_taken,
	[ACTION_NOTE] = act_note,
	[ACTION_HISTORY] = act_history,
	[ACTION_REDIAL] = act_redial,
	[ACTION_FIGURES] = act_figures,
	[ACTION_OPERATOR] = act_operator,
	[ACTION_PRESENCE_OF] = act_presence_of,
	[ACTION_MESSAGES] = act_messages,
	[ACTION_COMMAND] = command_open,
	[ACTION_HELP] = help_open,
	[ACTION_PALETTE] = palette_open,
	[ACTION_WIDER] = act_wider,
	[ACTION_NARROWER] = act_narrower,
	[ACTION_EVEN] = act_even,
	[ACTION_THIRD_PANE] = act_third_pane,
	[ACTION_RECONNECT] = act_reconnect,
	[ACTION_REDRAW] = act_redraw,
	[ACTION_SUSPEND] = act_suspend,
	[ACTION_QUIT] = act_quit,
};

static void run(struct console *c, enum action action)
{
	enum action before = c->acting;

	c->acting = action;
	handlers[action](c);
	c->acting = before;
}

void act(struct console *c, enum action action)
{
	if (!offer_has(c, action))
		offer_refuse(c, action);
	else if (action_info(action)->when & ~act_possible(c))
		act_say_why_not(c, action);
	else
		run(c, action);
}
