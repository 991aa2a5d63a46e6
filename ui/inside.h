/* What the files of the console share. */
#ifndef UI_INSIDE_H
#define UI_INSIDE_H

#include "chat.h"
#include "console.h"
#include "layout/layout.h"
#include "pages.h"
#include "pane/card.h"
#include "pane/pane.h"
#include "portrait/portrait.h"
#include "widget/choices.h"
#include "widget/input.h"
#include "widget/menu.h"
#include "widget/popup.h"

enum place { PLACE_CONTACTS, PLACE_ADDRESSBOOK, PLACE_DEVICES, PLACE_CALLS, PLACE_COUNT };

/* What Enter would do, as it was painted. Enter does exactly this or nothing. */
enum intent_kind {
	INTENT_NONE,
	INTENT_ANSWER,   /* call */
	INTENT_TAKE,     /* call: back from hold */
	INTENT_RETRIEVE, /* call: parked */
	INTENT_PICKUP,   /* call: waits in a queue */
	INTENT_CLAIM,    /* call: held by another operator */
	INTENT_DIAL,     /* target or number */
	INTENT_TRANSFER, /* call, target or number */
	INTENT_SEND,     /* call: waits in a queue; target or number */
};
struct intent {
	enum intent_kind kind;
	char call[PANE_REF_MAX], target[PANE_REF_MAX], number[128];
	char hand[PANE_REF_MAX]; /* the call in hand, for all other keys; "" without one */
	bool chosen;             /* the operator's own keys led to it; nothing appeared by itself */
	int64_t since;           /* clock_mono_ms() when it was first painted */
	char text[200];          /* "answer Jane Smith": for the strip */
};

/* Offers what the word at the end of text could become: choices_begin() is done by the caller with
 * the start of the last word, and may be called again. */
typedef void prompt_completer(struct console *console, const char *text, struct choices *choices);

/* A line that asks: tags, a message, a command. */
struct prompt {
	const char *label;
	struct input *input;    /* asked or commands, whichever is open */
	struct input *asked;    /* without history */
	struct input *commands; /* what : asks; remembered across runs */
	struct choices *choices;
	prompt_completer *complete; /* NULL: nothing is offered */
	void (*done)(struct console *console, const char *text, const char *ref);
	enum action action;     /* that asks, ACTION_NONE for none */
	char ref[PANE_REF_MAX]; /* what it is about */
	char *before;           /* tags: what they were when the question was put */
	bool open, over;        /* over: in front of the dialogue, which waits */
};

/* All about one row, as it is now as long as it is shown. */
struct details {
	char ref[PANE_REF_MAX];
	const struct popup *popup;
	char *above; /* the photo or initials, NULL without */
};

/* The photo that belongs above the details. */
struct photo {
	struct portrait *portrait;
	char ref[PANE_REF_MAX];
	const struct popup *popup; /* the details, while they are shown */
};

/* What was asked of a caller, once for each of his calls. */
struct caller {
	struct console *console;
	char linked[72], number[72];
	struct card card;
};
enum { CALLERS_MAX = 8 };

/* A transfer, park or other attempt that one key takes back: the call as it was. */
struct attempt {
	char device[72], cid[72], consultation[72], what[160];
	char linked[64]; /* by which the call is known wherever it is now */
	bool landed;     /* it has been said where it is parked */
	int64_t since;   /* clock_mono_ms(), 0 for none */
};

/* A call that shall be hung up, by what stays the same when the link was lost meanwhile. */
struct pending {
	char ref[PANE_REF_MAX], linked[64], name[128];
};

enum { PENDING_MAX = 16 };

/* One of several rows is being chosen. */
struct choice {
	struct menu *menu;
	void (*done)(struct console *console, const char *key, const char *ref);
	char ref[PANE_REF_MAX]; /* what it is about */
};

/* How the operator wants the panes to share the width. */
struct split {
	int steps[PLACE_CALLS]; /* wider (or narrower) than at first */
	bool two;               /* no third pane, whatever the room */
};

/* An action that waits for its answer. */
struct deed {
	struct console *console;
	struct deed *prev, *next;
	char call[PANE_REF_MAX]; /* what is answered, "" for anything else */
	bool consults;           /* its reply names the consultation call */
	bool hangs_up;           /* is done even if the link is lost meanwhile */
	bool parks;              /* where it landed says more than that it was done */
	struct pending ended;    /* what hangs_up is about */
	char what[200];          /* "Transfer Jane to Zoë": what the answer speaks of */
};

struct reception; /* reception.h */
struct plain;     /* plain.h */
struct resume;    /* resume.c */

struct console {
	struct loop *loop;
	struct pbx *pbx;
	struct term *term;
	struct console_options options;
	char host[128];
	struct desk desk;
	struct pane *pane[PLACE_COUNT], *results, *usual;
	struct caller callers[CALLERS_MAX];
	unsigned next_caller;          /* the one that is forgotten next */
	const struct caller *usual_of; /* whose people are in the pane "usual", or NULL */
	struct pages *pages;
	struct menu *filters;                      /* while one is chosen */
	char searched[PAGES_TEXT];                 /* the last search */
	char saving[PAGES_TEXT], saving_label[96]; /* the one that gets a name */
	bool usual_passed; /* the operator has moved on from them to all others */
	enum place focus;
	struct input *input;
	struct messages *messages;
	struct popup *popup, *help; /* help lies over everything */
	struct menu *palette;
	struct prompt prompt;
	const struct console_dialogue *dialogue;
	void *dialogue_ctx;
	bool was_lost; /* the link, since it was live */
	bool tagged;   /* tags have come */
	bool has_leader;
	struct term_key leader;
	char current[PANE_REF_MAX]; /* the call chosen by next-call */
	char sending[PANE_REF_MAX]; /* the waiting caller who is to be sent on, or "" */
	struct attempt attempt;
	struct choice choice;
	struct pending pending[PENDING_MAX]; /* to be hung up when the link is back */
	unsigned pending_count;
	struct chat chat;
	struct details details;
	struct photo photo;
	struct reception *reception;
	struct plain *plain; /* line mode; NULL with a screen */
	struct resume *resume;
	enum action acting; /* whose handler runs, ACTION_NONE for none */
	struct intent intent;
	char named[PANE_REF_MAX], named_number[128]; /* the command line's choice while it runs */
	const char *argument; /* what stood behind the action's name there, else NULL */
	struct split split;
	struct rect strip; /* where it was drawn */
	struct click {
		int y, x;
		int64_t at; /* clock_mono_ms(), 0 for none */
	} click;            /* the last one on a row */
	struct loop_timer *tick, *remember;
	uint64_t newest_ringing; /* uid of the newest call that the bell rang for */
	int bell_stage;
	struct deed *deeds; /* actions that wait for their answer */
	void (*logged_out)(void *ctx, const char *text);
	void *logged_out_ctx;
	char logged_out_text[200];
};

/* intent.c */
void intent_find(struct console *c, struct intent *intent);
/* Paints: keeps the time of an intent that stayed the same. */
void intent_paint(struct console *c);
void intent_do(struct console *c);

/* calls.c: the operator's calls */
struct pbx_object *calls_current(const struct console *c); /* NULL without one */
struct pbx_object *calls_ringing(const struct console *c); /* the most urgent for me */
struct pbx_object *calls_held(const struct console *c);
bool calls_is_on(const struct pbx_object *call); /* NULL is not; spoken on, or on hold */
const struct pbx_object *calls_device(const struct console *c);
/* The call that is asked before another one is transferred to it; NULL without one. */
struct pbx_object *calls_consultation(const struct console *c);
/* The second of two calls that can be joined: the consultation, else one on hold. */
struct pbx_object *calls_other(const struct console *c);
/* The most urgent caller in a queue, and the longest held by another operator; the selected one
 * goes first. NULL without one. */
struct pbx_object *calls_waiting(const struct console *c);
struct pbx_object *calls_theirs(const struct console *c);
void calls_next(struct console *c);
void calls_bell(struct console *c);

/* caller.c: what is known of who rings, or of whom one talks to */
/* For each paint: asks where a call is new. */
void caller_refresh(struct console *c);
/* The call that the card is about, and the card; NULL without one. */
const struct pbx_object *caller_call(const struct console *c, const struct card **card);
/* Whether the people whom the caller in hand usually wants stand above the contacts, and whether
 * the arrows move among them. */
bool caller_usual_shown(const struct console *c);
bool caller_usual_focused(const struct console *c);
/* Moves from the usual contacts on to all others, or back; false where the key is not for that. */
bool caller_move(struct console *c, uint32_t code);

/* deed.c: each action answers: done, refused, or not known */
void deed_dial(struct console *c, const struct pbx_target *to, const char *name);
void deed_call(struct console *c, const struct pbx_object *call, enum pbx_call_action action,
	       const struct pbx_call_args *args, const char *what);
void deed_cancel(struct console *c);
/* A done callback that answers with what; ctx is from deed_new(). */
struct deed *deed_new(struct console *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void deed_done(void *ctx, const struct pbx_result *result);
/* Nothing is said. */
void deed_end(struct deed *deed);
void deed_free_all(struct console *c);

/* pending.c: a hang-up outlives a lost link */
void pending_add(struct console *c, const struct pending *call);
void pending_of(const struct pbx_object *call, struct pending *out);
/* The link is live again: hangs up what still lives. */
void pending_do(struct console *c);

/* news.c: what happened to calls without a key */
void news_listen(struct console *c);
void news_unlisten(struct console *c);

/* act.c */
void act(struct console *c, enum action action);
/* What is possible now, as bits of enum action_when. */
unsigned act_possible(struct console *c);
/* The reason why an action cannot be done now, NULL if it can. */
const char *act_why_not(struct console *c, enum action action);
void act_say_why_not(struct console *c, enum action action);

/* offer.c: what the telephone system cannot do is not offered */
bool offer_has(const struct console *c, enum action action);
/* Says that it cannot be done. */
void offer_refuse(struct console *c, enum action action);

/* act_call.c */
/* Another's ringing call: the selected one, or the one at the selected person's telephone. */
const struct pbx_object *act_ringing_there(const struct console *c,
					   const struct pbx_object *selected);
/* The call in hand as it was painted; NULL, and it is said, if it has gone. */
const struct pbx_object *act_hand(struct console *c);
void act_answer(struct console *c);
void act_hangup(struct console *c);
void act_reject(struct console *c);
void act_hold(struct console *c);
void act_park(struct console *c);
/* Where a call would be parked: for the person who is chosen, or whose number is typed; else in the
 * slot that is typed. Both NULL: wherever there is room. */
const struct pbx_object *act_park_place(struct console *c, const char **slot);
void act_call(struct console *c);
void act_pickup(struct console *c);
void act_claim(struct console *c);
void act_dtmf(struct console *c);
void act_calls(struct console *c);

/* act_transfer.c */
void act_transfer(struct console *c);
void act_announce(struct console *c);
void act_take_back(struct console *c);
void act_merge(struct console *c);
void act_camp(struct console *c);
void act_serial(struct console *c);
void act_send(struct console *c);
void act_voicemail(struct console *c);
void act_other_number(struct console *c);

/* filters.c */
void act_filters(struct console *c);
void act_save_filter(struct console *c);

/* act_view.c */
void act_details(struct console *c);
/* For each paint: the details that are open say what is so now. */
void details_refresh(struct console *c);
void act_chat(struct console *c);
void act_rooms(struct console *c);
void act_tags(struct console *c);
void act_copy(struct console *c);
void act_up(struct console *c);
void act_down(struct console *c);
void act_page_up(struct console *c);
void act_page_down(struct console *c);
void act_first(struct console *c);
void act_last(struct console *c);
void act_next_pane(struct console *c);
void act_previous_pane(struct console *c);
void act_back(struct console *c);
void act_messages(struct console *c);
void act_redraw(struct console *c);
void act_suspend(struct console *c);
void act_reconnect(struct console *c);
void act_quit(struct console *c);

/* photo.c: c->popup shows the details of who */
void photo_show(struct console *c, const struct pbx_object *who);
void photo_free(struct console *c);

/* keys.c */
void keys_event(struct console *c, const struct term_event *event);
void keys_key(struct console *c, struct term_key key);
void keys_paste(struct console *c, const char *text);
struct pane *keys_focused(struct console *c); /* the pane that arrows move in */
void keys_clear(struct console *c);           /* nothing typed, nothing moved */

/* prompt.c */
void prompt_open(struct console *c, const char *label, const char *text,
		 void (*done)(struct console *, const char *, const char *),
		 const struct pbx_object *about);
/* The same on the line of :, which has a history. */
void prompt_open_command(struct console *c,
			 void (*done)(struct console *, const char *, const char *));
/* Asks in front of the open dialogue, which comes back afterwards. */
void prompt_open_over(struct console *c, const char *label, const char *text,
		      void (*done)(struct console *, const char *, const char *));
/* Whether keys go to the prompt. */
bool prompt_leads(const struct console *c);
/* Right after prompt_open(): Tab completes by complete. */
void prompt_offer(struct console *c, prompt_completer *complete);
void prompt_close(struct console *c);
void prompt_key(struct console *c, struct term_key key);
void prompt_paste(struct console *c, const char *text);
/* The open prompt's question answered without a key: "presence away" on the command line. */
void prompt_answer(struct console *c, const char *text);
void prompt_draw(struct console *c, struct rect line, struct rect below, bool focused);
void prompt_strip(struct console *c, struct rect area);
void prompt_tags(struct console *c, const struct pbx_object *who);
void prompt_presence(struct console *c);

/* complete.c: what several prompts offer */
prompt_completer complete_target, complete_tags, complete_presence;
/* Each of words (ended by NULL) that begins as the last word of text does. */
void complete_words(const char *text, const char *const *words, struct choices *choices);

/* command.c: the line of : */
void command_open(struct console *c);
/* An action with what stands behind its name. */
void command_run(struct console *c, enum action action, const char *argument);
/* Whether that is a person, number or queue. */
bool command_takes_target(enum action action);
prompt_completer command_complete;

/* choice.c: a menu over the panes */
struct menu *choice_open(struct console *c, const char *title,
			 void (*done)(struct console *, const char *key, const char *ref),
			 const struct pbx_object *about);
void choice_key(struct console *c, struct term_key key);
void choice_close(struct console *c);

/* legs.c: the row that names both ends of what would happen, or the greeting */
void legs_draw(struct console *c, struct rect area);
/* What a key would do beyond its label: "park for Zoë", "leave them talking". */
const char *legs_label(struct console *c, enum action action, char *out, size_t cap);

/* screen.c */
/* What is seen is brought up to date; screen_paint() begins with it. */
void screen_refresh(struct console *c);
void screen_paint(struct console *c);
/* What the layout is asked for; the calls are found anew. */
void screen_wish(struct console *c, struct layout_wish *wish);

/* help.c */
void help_open(struct console *c);
void help_key(struct console *c, struct term_key key);

/* palette.c */
void palette_open(struct console *c);
void palette_key(struct console *c, struct term_key key);

/* split.c */
int split_weight(const struct console *c, enum place place, int base);
int split_limit(long steps); /* within what makes sense */
void act_wider(struct console *c);
void act_narrower(struct console *c);
void act_even(struct console *c);
void act_third_pane(struct console *c);

/* remember.c: options.memory; without it nothing is read or written */
void remember_load(struct console *c);
void remember_save(struct console *c);
void remember_soon(struct console *c);

/* resume.c: options.resume; without it nothing is read or written */
void resume_new(struct console *c);
void resume_free(struct console *c);
/* Everything is loaded: takes up what a console that was cut off left, once. */
void resume_take(struct console *c);
/* Something may have changed; time has passed; this console is being cut off. */
void resume_soon(struct console *c);
void resume_touch(struct console *c);
void resume_cut(struct console *c);

/* status.c */
/* "live", "link lost: what you see is 0:12 old", and how it looks. */
enum term_role status_link(const struct console *c, char *out, size_t cap);
void status_draw(struct console *c, struct rect area);
void status_strip(struct console *c, struct rect area);
/* The action that the strip names at that column, ACTION_NONE for none. */
enum action status_action_at(struct console *c, int x);

/* mouse.c: only where it is asked for; everything that it does a key does as well */
void mouse_event(struct console *c, const struct term_mouse *mouse);

/* The selected object of the focused pane, NULL if there is none. */
struct pbx_object *console_selected(struct console *c);
const char *console_name(const struct pbx_object *object);

#endif
