/* The receptionist's work beside the calls: messages taken, notes, history, figures, the state of
 * the desk. One file each; this is what they share. */
#ifndef UI_RECEPTION_H
#define UI_RECEPTION_H

#include "inside.h"
#include "widget/menu.h"
#include "widget/sheet.h"

struct outbox;     /* outbox.c */
struct history;    /* history.c */
struct taken_list; /* taken.c */
struct figures;    /* figures.c */

/* The last call that the operator had, for what is written down after it. */
struct last_call {
	char name[128], number[64], asked[128]; /* asked: who did not answer when it came back */
	int64_t time;                           /* epoch ms, 0 without one */
};

/* What the dialogue that is open does with its keys. */
struct open_dialogue {
	enum action action; /* that opened it */
	const char *keys;
	void (*sheet_fn)(struct console *c, enum sheet_result result);
	void (*menu_fn)(struct console *c, const char *key);
};

/* A change of the desk's state that waits for its answer; c is NULL where none does. */
struct desk_change {
	struct console *c;
	char state[8], said[80];
};

struct reception {
	struct console *c;
	struct desk_change change;
	struct open_dialogue open;
	struct sheet *sheet; /* of the dialogue that is open, as is … */
	struct menu *menu;
	char ref[PANE_REF_MAX], name[128]; /* what the sheet is about */
	struct last_call last;
	struct last_call subject; /* of the message that is being taken */
	struct outbox *outbox;
	struct history *history;
	struct taken_list *taken;
	struct figures *figures;               /* while they are asked for */
	char lost[PANE_REF_MAX], lost_to[128]; /* the last call that somebody else answered */
	char dialled[64], dialled_name[128];   /* the last number that was dialled here */
	bool was_live, quits, leaving;         /* leaving: the question who leaves is open */
	unsigned keys, transfers, transfer_keys;
};

void reception_new(struct console *c);
void reception_free(struct console *c);
/* The feed has become live. */
void reception_live(struct console *c);
/* A key was pressed; something was done to a call. */
void reception_key(struct console *c);
void reception_deed(struct console *c, enum pbx_call_action action);
void reception_dialled(struct console *c, const struct pbx_target *to, const char *name);
/* "↯ 2 missed  1 unsent  " for the status line, or "". */
void reception_status(struct console *c, char *out, size_t cap);

/* The call in hand, or else the one that rings; NULL without one. */
struct pbx_object *reception_call(const struct console *c);
/* Who has answered that call (a reference) instead; NULL if nobody has. */
const char *reception_lost_to(const struct console *c, const char *call);
/* What a note or message is about: what the operator chose, else the call, else what is selected.
 */
struct pbx_object *reception_subject(struct console *c);
/* "Mon 09:14" of epoch ms; today only the time. */
void reception_when(const struct console *c, int64_t ms, char *out, size_t cap);
/* "14:30" as the next such moment after now, epoch ms; 0 for "", -1 for no time of day. */
int64_t reception_until(const struct console *c, const char *text);

/* Opens the sheet as a dialogue. Enter and leaving a field call fn; Esc closes. */
void reception_open_sheet(struct console *c, struct sheet *sheet, const char *keys,
			  void (*fn)(struct console *c, enum sheet_result result));
/* Opens the menu as a dialogue; fn gets the key of what was chosen. */
void reception_open_menu(struct console *c, struct menu *menu,
			 void (*fn)(struct console *c, const char *key));
void reception_close(struct console *c);

/* outbox.c: messages on their way */
struct outgoing {
	struct outbox *outbox;
	struct outgoing *prev, *next;
	char uid[33], ref[PANE_REF_MAX];
	char *name, *to, *caller, *number, *text, *why;
	int64_t time;
	bool failed, busy;
};
struct outbox *outbox_new(struct console *c);
void outbox_free(struct outbox **outbox);
/* Sends it; text and all are copied. to NULL: by chat. */
void outbox_send(struct outbox *outbox, const struct outgoing *message);
/* Tries again what waits here. */
void outbox_flush(struct outbox *outbox);
const struct outgoing *outbox_list(const struct outbox *outbox);
const struct outgoing *outbox_find(const struct outbox *outbox, const char *uid);
void outbox_retry(struct outbox *outbox, const char *uid);
void outbox_drop(struct outbox *outbox, const char *uid);
/* A message of the PABX's list: sends its mail. */
void outbox_mail(struct outbox *outbox, const struct pbx_object *taken);
/* Messages that somebody still waits for, here and in the PABX's list. */
unsigned outbox_unsent(const struct outbox *outbox);

/* history.c */
void history_free(struct history **history);
void history_count(struct console *c); /* what was missed since it was looked at */
unsigned history_missed(const struct console *c);

void figures_free(struct figures **figures);

/* Actions. */
void act_take_message(struct console *c);
void act_taken(struct console *c);
void act_note(struct console *c);
void act_history(struct console *c);
void act_redial(struct console *c);
void act_figures(struct console *c);
void act_operator(struct console *c);
void act_presence_of(struct console *c);
/* Whether the question what becomes of callers was put instead of quitting. */
bool operator_asks(struct console *c);
void operator_live(struct console *c);

#endif
