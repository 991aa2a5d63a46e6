/* Everything that a person can do, one row an action. Key files, the command line, the help screen,
 * the key strip and the documentation all come from this table. */
#ifndef KEYMAP_ACTION_H
#define KEYMAP_ACTION_H

/* When an action makes sense; it is offered (strip, palette) only then, and says why otherwise. */
enum action_when {
	WHEN_ALWAYS = 0,
	WHEN_RINGING = 1,    /* a call rings for me */
	WHEN_TALKING = 2,    /* I have a current call */
	WHEN_CALL = 4,       /* I have any call: ringing, up, held */
	WHEN_HELD = 8,       /* I hold a call */
	WHEN_SELECTED = 16,  /* a number is typed, or a row is chosen that can be called */
	WHEN_ROW = 128,      /* a row is selected */
	WHEN_ATTEMPT = 32,   /* a transfer or park attempt can be taken back */
	WHEN_THERE = 256,    /* another's call rings at the selection */
	WHEN_DOWN = 64,      /* the link is down */
	WHEN_PERSON = 512,   /* a person of the house is selected */
	WHEN_TWO = 1024,     /* I have two calls that can be joined */
	WHEN_WAITING = 2048, /* a caller waits in a queue */
	WHEN_THEIRS = 4096,  /* another operator holds a call */
};

/* A(ENUM, "name", when, strip order (0: never shown), "short label", "help"). assets/po/update
 * takes all of it: names are what key files and the command line say, and are translated within
 * sentences only. */
#define ACTIONS_CALL(A)                                                                            \
	A(DO, "do", WHEN_ALWAYS, 1, "", "Answer, call, or transfer to the selection")              \
	A(ANSWER, "answer", WHEN_RINGING, 2, "answer", "Answer the most urgent ringing call")      \
	A(TRANSFER, "transfer", WHEN_TALKING | WHEN_SELECTED, 4, "transfer",                       \
	  "Transfer the current call to the selection")                                            \
	A(ANNOUNCE, "announce", WHEN_CALL, 5, "announce",                                          \
	  "Call the selection first; again to connect")                                            \
	A(HOLD, "hold", WHEN_TALKING, 6, "hold", "Hold the call, or take it back from hold")       \
	A(PARK, "park", WHEN_TALKING, 8, "park",                                                   \
	  "Park: for who is selected, or in the slot typed")                                       \
	A(HANGUP, "hangup", WHEN_CALL, 3, "hang up",                                               \
	  "Hang up, or reject; of three, leave the others")                                        \
	A(REJECT, "reject", WHEN_RINGING, 0, "reject", "Reject the ringing call")                  \
	A(TAKE_BACK, "take-back", WHEN_ATTEMPT, 7, "take back",                                    \
	  "Take back transfer, park, camp, three-way call")                                        \
	A(MERGE, "merge", WHEN_TWO, 7, "three-way", "Join both calls and stay in; F8 leaves")      \
	A(CAMP, "camp", WHEN_TALKING | WHEN_PERSON, 8, "camp",                                     \
	  "Let the caller wait until the selection is free")                                       \
	A(SERIAL, "serial", WHEN_TALKING | WHEN_SELECTED, 0, "serial",                             \
	  "Transfer; the caller comes back afterwards")                                            \
	A(VOICEMAIL, "voicemail", WHEN_PERSON, 0, "voicemail",                                     \
	  "Transfer to the voicemail of the selection")                                            \
	A(OTHER_NUMBER, "other-number", WHEN_ROW, 0, "numbers",                                    \
	  "Choose among all numbers of the selection")                                             \
	A(CALL, "call", WHEN_SELECTED, 9, "call", "Call the selection, holding the current call")  \
	A(PICKUP, "pickup", WHEN_THERE, 4, "pick up", "Pick up the call that rings there")         \
	A(CLAIM, "claim", WHEN_THEIRS, 9, "claim", "Take over what another operator holds")        \
	A(SEND, "send", WHEN_WAITING, 9, "send on", "Send a waiting caller on without answering")  \
	A(DTMF, "dtmf", WHEN_TALKING, 0, "digits", "Send digits to the call in hand")              \
	A(CALLS, "calls", WHEN_ALWAYS, 10, "calls", "Go to the list of calls")                     \
	A(NEXT_CALL, "next-call", WHEN_CALL, 0, "", "Make the next of my calls the current one")

#define ACTIONS_FIND(A)                                                                            \
	A(CHAT, "chat", WHEN_ROW, 13, "chat", "Write to the selected person")                      \
	A(ROOMS, "rooms", WHEN_ALWAYS, 0, "", "All conversations, with what is unread")            \
	A(TAGS, "tags", WHEN_ROW, 14, "tags", "Edit the tags of the selection")                    \
	A(DETAILS, "details", WHEN_ROW, 11, "details", "Show all about the selection")             \
	A(NEXT_LIST, "next-list", WHEN_ALWAYS, 0, "",                                              \
	  "Turn the contacts to the next page: favourites, filters, departments, tags")            \
	A(PREVIOUS_LIST, "previous-list", WHEN_ALWAYS, 0, "",                                      \
	  "Turn the contacts to the page before")                                                  \
	A(FAVOURITE, "favourite", WHEN_ROW, 0, "", "Make the selection a favourite, or no longer") \
	A(FILTERS, "filters", WHEN_ALWAYS, 0, "",                                                  \
	  "Choose a saved filter, or save the search as one")                                      \
	A(COPY, "copy", WHEN_ROW, 0, "", "Give the number of the selection to the clipboard")      \
	A(SAVE_FILTER, "save-filter", WHEN_ALWAYS, 0, "", "Save the search as a filter")

#define ACTIONS_DESK(A)                                                                            \
	A(PRESENCE, "presence", WHEN_ALWAYS, 0, "", "Set my presence: online, away or dnd")        \
	A(PRESENCE_OF, "presence-of", WHEN_ROW, 0, "", "Set the selection's presence, and until")  \
	A(TAKE_MESSAGE, "take-message", WHEN_ALWAYS, 0, "", "Take a message for somebody")         \
	A(TAKEN, "taken", WHEN_ALWAYS, 0, "", "Show the messages taken, send them again")          \
	A(NOTE, "note", WHEN_ALWAYS, 0, "", "Edit the note on the caller or the selection")        \
	A(HISTORY, "history", WHEN_ALWAYS, 0, "", "Show past calls, missed first")                 \
	A(REDIAL, "redial", WHEN_ALWAYS, 0, "", "Call again who was called last")                  \
	A(FIGURES, "figures", WHEN_ALWAYS, 0, "", "Show my figures of today and this week")        \
	A(OPERATOR, "operator", WHEN_ALWAYS, 0, "", "At the desk, absent, night, hand-over")       \
	A(MESSAGES, "messages", WHEN_ALWAYS, 0, "", "Show what happened so far")

#define ACTIONS_VIEW(A)                                                                            \
	A(NEXT_PANE, "next-pane", WHEN_ALWAYS, 10, "next pane", "Go to the next pane")             \
	A(PREVIOUS_PANE, "previous-pane", WHEN_ALWAYS, 0, "", "Go to the previous pane")           \
	A(UP, "up", WHEN_ALWAYS, 0, "", "One row up")                                              \
	A(DOWN, "down", WHEN_ALWAYS, 0, "", "One row down")                                        \
	A(PAGE_UP, "page-up", WHEN_ALWAYS, 0, "", "One page up")                                   \
	A(PAGE_DOWN, "page-down", WHEN_ALWAYS, 0, "", "One page down")                             \
	A(FIRST, "first", WHEN_ALWAYS, 0, "", "To the first row")                                  \
	A(LAST, "last", WHEN_ALWAYS, 0, "", "To the last row")                                     \
	A(BACK, "back", WHEN_ALWAYS, 15, "back", "One step back: popup, text, selection")          \
	A(COMMAND, "command", WHEN_ALWAYS, 0, "", "Type the name of an action, Tab completes it")  \
	A(PALETTE, "palette", WHEN_ALWAYS, 0, "", "Choose from all actions")                       \
	A(WIDER, "wider", WHEN_ALWAYS, 0, "", "Make the focused pane wider")                       \
	A(NARROWER, "narrower", WHEN_ALWAYS, 0, "", "Make the focused pane narrower")              \
	A(EVEN, "even", WHEN_ALWAYS, 0, "", "Give the panes their first widths again")             \
	A(THIRD_PANE, "third-pane", WHEN_ALWAYS, 0, "", "Show or hide the third pane")             \
	A(HELP, "help", WHEN_ALWAYS, 16, "help", "Show the keys of this pane")                     \
	A(RECONNECT, "reconnect", WHEN_DOWN, 1, "reconnect", "Try to reach the PABX now")          \
	A(REDRAW, "redraw", WHEN_ALWAYS, 0, "", "Paint the whole screen again")                    \
	A(SUSPEND, "suspend", WHEN_ALWAYS, 0, "", "Stop and return to the shell")                  \
	A(QUIT, "quit", WHEN_ALWAYS, 17, "quit", "End the console")

#define ACTIONS(A) ACTIONS_CALL(A) ACTIONS_FIND(A) ACTIONS_DESK(A) ACTIONS_VIEW(A)

#define ACTION_ENUM(ENUM, name, when, strip, label, help) ACTION_##ENUM,
enum action { ACTIONS(ACTION_ENUM) ACTION_COUNT, ACTION_NONE };

struct action_info {
	const char *name;
	unsigned when;
	int strip;                /* order in the key strip, 0 never */
	const char *label, *help; /* looked up where they are shown */
};

const struct action_info *action_info(enum action action);
/* The heading under which the action stands, to be looked up; the same pointer for the same
 * heading. */
const char *action_group(enum action action);
/* The action of that name; an unambiguous beginning is enough. ACTION_NONE if there is none. */
enum action action_find(const char *name);

#endif
