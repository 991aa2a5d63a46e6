/* Conversations, over the panes: shared by chat*.c, and in part by the console. */
#ifndef UI_CHAT_H
#define UI_CHAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "pane/pane.h"
#include "widget/input.h"
#include "widget/list.h"

struct console;

/* A message from before what the feed carries. */
struct chat_message {
	int64_t msgID, time, cID;
	char *name, *text;
};

/* What was fetched of the open room's past, the oldest first. */
struct chat_past {
	struct chat_message *messages;
	unsigned count;
	bool asked, whole; /* an answer is awaited; there is nothing older */
};

/* What was written in a room and not sent. */
struct chat_draft {
	int64_t room;
	char *text;
	struct chat_draft *next;
};

/* A message on its way. Its uid makes it one message however often it is sent. */
struct chat_send {
	struct console *console;
	int64_t room, after; /* after: the newest message in it by then */
	char uid[40], *text;
	bool waits; /* for the link */
	struct chat_send *prev, *next;
};

enum { CHAT_ROOMS_MAX = 256 };

/* A row of the list of rooms, as it was painted: valid until the next event. */
struct chat_row {
	struct pbx_object *room, *last; /* last: its newest message, or NULL */
};

struct chat {
	struct input *input;
	int64_t room;           /* that is open, or was last; 0 while it is being made */
	char ref[PANE_REF_MAX]; /* the person whose room is being made */
	int64_t seen;           /* msgID that was last said to be seen */
	int scroll;             /* lines below what is shown */
	struct chat_past past;
	struct chat_draft *drafts;
	struct chat_send *sends;
	struct loop_timer *retry;
	struct list rooms;
	struct chat_row rows[CHAT_ROOMS_MAX];
	unsigned row_count;
};

void chat_init(struct console *c);
void chat_free(struct console *c);
/* The conversation with a person; it is made where there is none. */
void chat_open(struct console *c, const struct pbx_object *who);
void chat_open_room(struct console *c, int64_t room);
/* What was written in a room and not sent: "" for nothing. */
void chat_keep(struct console *c, int64_t room, const char *text);
/* The list of all conversations. */
void chat_open_rooms(struct console *c);
bool chat_is_open(const struct console *c);
/* Whether the open conversation shows this message already. */
bool chat_shows(const struct console *c, const struct pbx_object *message);
/* Unread messages of all rooms, and a contact who wrote one (or NULL). */
unsigned chat_unread(struct console *c, struct pbx_object **who);
/* The link is up: what waits for it is sent. */
void chat_resend(struct console *c);

/* ---- Between chat*.c ---- */

struct pbx_object *chat_room(const struct console *c); /* the open one, NULL until it is there */
/* "Zoë Wood" or "Breakfast, 4 people". */
void chat_title(const struct console *c, const struct pbx_object *room, char *out, size_t cap);

/* chat_text.c */
/* All of a room as text; *newest is the highest msgID. */
void chat_text(const struct console *c, const struct pbx_object *room, struct buf *text,
	       int64_t *newest);
/* The same without what is on its way. */
void chat_said(const struct console *c, const struct pbx_object *room, struct buf *text,
	       int64_t *newest);
/* The oldest msgID that is known of the open room, 0 if none is. */
int64_t chat_oldest(const struct console *c, const struct pbx_object *room);

/* chat_past.c */
void chat_past_fetch(struct console *c);
void chat_past_forget(struct chat_past *past);

/* chat_send.c */
void chat_send(struct console *c, const struct pbx_object *room, const char *text);

/* chat_people.c: who is in a room, and what it is called */
void chat_invite(struct console *c);
void chat_new(struct console *c);
void chat_rename(struct console *c);
void chat_leave(struct console *c);

#endif
