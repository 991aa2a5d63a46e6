/* F1: what can be done where the focus is and what its marks mean, then all keys. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "inside.h"

enum { HELP_MAX = 32 << 10, KEYS_COLS = 14, NAME_COLS = 14, ACTIONS_MAX = 14, MARKS_MAX = 16 };

#define PHONE_MARKS                                                                                \
	TERM_MARK_FREE, TERM_MARK_BUSY, TERM_MARK_RINGING, TERM_MARK_BOTH, TERM_MARK_OFFLINE,      \
		TERM_MARK_UNKNOWN, TERM_MARK_STALE
#define PERSON_MARKS                                                                               \
	PHONE_MARKS, TERM_MARK_ONLINE, TERM_MARK_AWAY, TERM_MARK_DND, TERM_MARK_ABSENT,            \
		TERM_MARK_FORWARD, TERM_MARK_PHONE_DND

/* One place where the focus can be. Actions end at ACTION_NONE, marks at TERM_MARK_COUNT. */
struct help {
	const char *name, *title, *text;
	enum action actions[ACTIONS_MAX];
	enum term_mark marks[MARKS_MAX];
};

static const struct help helps[] = {
	{"contacts",
	 N_("Contacts"),
	 N_("The people of the company. Typing finds anybody from the first letter: by name, "
	    "number, department, tag (#vip) or company (@acme). Enter calls the row you moved to, "
	    "or transfers your call there. The first mark is the telephone, the second the person, "
	    "the third what the telephone does with callers."),
	 {ACTION_DO, ACTION_TRANSFER, ACTION_ANNOUNCE, ACTION_CALL, ACTION_PICKUP, ACTION_CHAT,
	  ACTION_TAGS, ACTION_DETAILS, ACTION_NEXT_PANE, ACTION_NONE},
	 {PERSON_MARKS, TERM_MARK_COUNT}},
	{"results",
	 N_("Found"),
	 N_("What fits the text that is typed, best first: the start of a name before its middle, "
	    "then who is free, then whom you often want. The order stays as it is until the next "
	    "key. Enter calls the first row or the one you moved to; digits alone are dialled "
	    "exactly as typed. While something is typed all characters are text."),
	 {ACTION_DO, ACTION_TRANSFER, ACTION_ANNOUNCE, ACTION_CALL, ACTION_CHAT, ACTION_DETAILS,
	  ACTION_DOWN, ACTION_BACK, ACTION_NONE},
	 {PERSON_MARKS, TERM_MARK_COUNT}},
	{"addressbook",
	 N_("Address book"),
	 N_("Numbers outside the company, and the people in it. As everywhere, typing searches all "
	    "of it and Enter calls the row you moved to, or transfers your call there."),
	 {ACTION_DO, ACTION_TRANSFER, ACTION_ANNOUNCE, ACTION_CALL, ACTION_TAGS, ACTION_DETAILS,
	  ACTION_NEXT_PANE, ACTION_NONE},
	 {PERSON_MARKS, TERM_MARK_COUNT}},
	{"devices",
	 N_("Your lines"),
	 N_("The telephones you use, and what they are doing."),
	 {ACTION_HANGUP, ACTION_HOLD, ACTION_DETAILS, ACTION_NEXT_PANE, ACTION_NONE},
	 {PHONE_MARKS, TERM_MARK_HELD, TERM_MARK_COUNT}},
	{"calls",
	 N_("Calls"),
	 N_("Everything that waits for you, the most urgent first, then your own calls, then what "
	    "is held, sent on, parked or camped, then what colleagues hold. ! and !! say that a "
	    "caller has waited long; VIP is a step ahead. Enter answers the call, takes it back "
	    "from hold, retrieves it, picks it up from its queue, or claims it from the "
	    "colleague."),
	 {ACTION_DO, ACTION_ANSWER, ACTION_HOLD, ACTION_HANGUP, ACTION_PARK, ACTION_TAKE_BACK,
	  ACTION_MERGE, ACTION_SEND, ACTION_CLAIM, ACTION_DTMF, ACTION_NEXT_CALL, ACTION_DETAILS,
	  ACTION_BACK, ACTION_NONE},
	 {TERM_MARK_RINGING, TERM_MARK_HELD, TERM_MARK_PARKED, TERM_MARK_INCOMING,
	  TERM_MARK_OUTGOING, TERM_MARK_STALE, TERM_MARK_COUNT}},
	{"chat",
	 N_("A conversation"),
	 N_("What you have written to each other. Enter sends the line; F2 invites others, F3 "
	    "names the conversation, F9 leaves it; PgUp goes back in time. Esc goes back; what you "
	    "have typed stays until you come again. What is sent while the link is down waits for "
	    "it."),
	 {ACTION_NONE},
	 {TERM_MARK_ONLINE, TERM_MARK_AWAY, TERM_MARK_DND, TERM_MARK_ABSENT, TERM_MARK_COUNT}},
	{"popup",
	 N_("A text over the panes"),
	 N_("Up, Down, PgUp, PgDn, Home and End move in it; Enter, Space and Esc close it. The "
	    "keys of your calls go on working."),
	 {ACTION_HANGUP, ACTION_HOLD, ACTION_TAKE_BACK, ACTION_NONE},
	 {TERM_MARK_COUNT}},
	{"prompt",
	 N_("A question"),
	 N_("Type the answer: Enter gives it, Esc goes back without. Tab puts one candidate after "
	    "the other in the place of the last word, Shift-Tab goes the other way; after the last "
	    "comes what you had typed."),
	 {ACTION_NONE},
	 {TERM_MARK_COUNT}},
	{"command",
	 N_("The command line"),
	 N_("The name of an action, or its beginning, and where there is one what it is about: "
	    "call 104, transfer agnes, park 3, presence away lunch. Tab completes names of "
	    "actions, people and tags; Up and Down bring back what was typed before, also "
	    "yesterday. Of several people of one name none is taken."),
	 {ACTION_NONE},
	 {TERM_MARK_COUNT}},
	{"dialogue",
	 N_("A form"),
	 N_("Tab goes to the next field, Enter confirms, Esc goes back."),
	 {ACTION_NONE},
	 {TERM_MARK_COUNT}},
};
enum { HELPS = sizeof helps / sizeof *helps };

static const char *where(struct console *c)
{
	if (c->dialogue && !prompt_leads(c))
		return chat_is_open(c) ? "chat" : "dialogue";
	if (c->prompt.open)
		return c->prompt.input == c->prompt.commands ? "command" : "prompt";
	return c->popup ? "popup" : keys_focused(c)->ops->name;
}

static const struct help *help_for(const char *name)
{
	for (int i = 0; i < HELPS; i++)
		if (strcmp(helps[i].name, name) == 0)
			return &helps[i];
	return &helps[0];
}

static void add_action(struct console *c, struct buf *text, enum action action)
{
	const struct action_info *info = action_info(action);
	char keys[200];

	if (!offer_has(c, action))
		return;
	keymap_keys(c->options.keymap, action, KEYS_EMPTY, keys, sizeof keys, KEYS_COLS);
	buf_printf(text, "%-*s %-*s %s\n", KEYS_COLS, keys, NAME_COLS, info->name, _(info->help));
}

static void add_marks(struct buf *text, const enum term_mark *marks)
{
	if (*marks == TERM_MARK_COUNT)
		return;
	buf_add_str(text, "\n");
	for (; *marks != TERM_MARK_COUNT; marks++)
		buf_printf(text, "%s %s\n", term_mark(*marks), term_mark_word(*marks));
}

static void add_all(struct console *c, struct buf *text)
{
	const char *group = NULL;

	for (int i = 0; i < ACTION_COUNT; i++) {
		if (action_group((enum action)i) != group) {
			group = action_group((enum action)i);
			buf_printf(text, _("\nAll keys: %s\n"), _(group));
		}
		add_action(c, text, (enum action)i);
	}
}

void help_open(struct console *c)
{
	const struct help *help = help_for(where(c));
	struct buf text;
	char title[64];

	if (c->help) { /* the same key closes it */
		popup_free(&c->help);
		return;
	}
	buf_init(&text, HELP_MAX);
	buf_printf(&text, "%s\n", _(help->text));
	if (help->actions[0] != ACTION_NONE)
		buf_add_str(&text, "\n");
	for (int i = 0; help->actions[i] != ACTION_NONE; i++)
		add_action(c, &text, help->actions[i]);
	if (!term_braille(c->term)) /* there are words instead */
		add_marks(&text, help->marks);
	add_all(c, &text);
	snprintf(title, sizeof title, _("Help: %s"), _(help->title));
	c->help = popup_text(title, text.data);
	popup_searchable(c->help);
	buf_free(&text);
}

/* Takes every key while it is open. */
void help_key(struct console *c, struct term_key key)
{
	enum popup_result result = popup_handle(c->help, key);

	if (result == POPUP_NO || result == POPUP_YES)
		popup_free(&c->help);
}
