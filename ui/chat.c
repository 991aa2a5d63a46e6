/* The conversation with one person, over the panes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "inside.h"
#include "pane/row.h"
#include "widget/frame.h"
#include "widget/wrap.h"

enum { CHAT_COLS = 72, CHAT_SHOWN = 200, CHAT_TEXT_MAX = 64 << 10 };

/* The private room with that person, NULL until there is one. */
static struct pbx_object *room_with(const struct console *c, const struct pbx_object *who)
{
	unsigned count;
	struct pbx_object *const *rooms = pbx_list(c->pbx, PBX_ROOM, &count);

	for (unsigned i = 0; i < count; i++)
		if (pbx_room_cID(rooms[i]) == pbx_contact_cID(who) && !pbx_room_isPublic(rooms[i]))
			return rooms[i];
	return NULL;
}

static void add_message(struct buf *text, const struct console *c, const struct pbx_object *message)
{
	time_t seconds = (time_t)(pbx_message_time(message) / 1000);
	struct tm local;
	char hour[8] = "";

	if (localtime_r(&seconds, &local))
		strftime(hour, sizeof hour, "%H:%M", &local);
	buf_printf(text, "%s %s: %s\n", hour,
		   pbx_message_cID(message) == pbx_user_id(c->pbx) ? "you"
								   : pbx_message_cN(message),
		   pbx_message_msg(message));
}

/* The last messages of a room as text; *newest is the highest msgID. */
static void conversation(const struct console *c, const struct pbx_object *room, struct buf *text,
			 int64_t *newest)
{
	unsigned count;
	struct pbx_object *const *messages = pbx_list(c->pbx, PBX_MESSAGE, &count);
	unsigned first = count > CHAT_SHOWN ? count - CHAT_SHOWN : 0;

	*newest = 0;
	for (unsigned i = first; i < count; i++) {
		if (pbx_message_roomID(messages[i]) != pbx_room_roomID(room))
			continue;
		add_message(text, c, messages[i]);
		if (pbx_message_msgID(messages[i]) > *newest)
			*newest = pbx_message_msgID(messages[i]);
	}
}

static void nothing_to_say(void *ctx, const struct pbx_result *result)
{
	(void)ctx, (void)result;
}

static void draw_lines(struct console *c, struct rect area, const char *text)
{
	struct wrap wrap;

	wrap_make(&wrap, text, area.cols);
	int first = wrap.count > area.rows ? wrap.count - area.rows : 0;
	for (int i = first; i < wrap.count; i++)
		term_text(c->term, area.y + i - first, area.x, area.cols, ROLE_POPUP, wrap.line[i]);
	wrap_free(&wrap);
}

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct console *c = ctx;
	const struct pbx_object *who = pane_deref(c->pbx, c->chat.ref);
	const struct pbx_object *room = who ? room_with(c, who) : NULL;
	struct buf text;
	char title[200];
	int64_t newest = 0;

	buf_init(&text, CHAT_TEXT_MAX);
	buf_add_str(&text, "");
	if (room)
		conversation(c, room, &text, &newest);
	if (room && newest > pbx_room_seen(room) && newest != c->chat.seen) {
		c->chat.seen = newest;
		pbx_room_mark_seen(c->pbx, room, newest, nothing_to_say, NULL);
	}
	snprintf(title, sizeof title, "%s, %s", who ? console_name(who) : "somebody who has gone",
		 who ? term_mark_word(row_presence_mark(&c->desk, who)) : "");
	struct rect inside = frame_box(term, rect_centre(area, area.rows - 2, CHAT_COLS), title,
				       "Enter send  Esc back");
	struct rect line = rect_take_bottom(&inside, 1);
	draw_lines(c, inside, *text.data ? text.data : "Nothing has been said yet.");
	input_draw(c->chat.input, term, line, ">", "Write a message", true);
	buf_free(&text);
}

static void post(struct console *c)
{
	const struct pbx_object *who = pane_deref(c->pbx, c->chat.ref);
	const struct pbx_object *room = who ? room_with(c, who) : NULL;

	if (input_empty(c->chat.input))
		return;
	if (!room) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     "Message: the conversation is not open yet, try again");
		return;
	}
	pbx_room_post(c->pbx, room, input_text(c->chat.input), deed_done,
		      deed_new(c, "Message to %s", console_name(who)));
	input_clear(c->chat.input);
}

static void key(void *ctx, struct term_key pressed)
{
	struct console *c = ctx;

	if (pressed.code == KEY_ESC)
		console_set_dialogue(c, NULL, NULL);
	else if (pressed.code == KEY_ENTER || pressed.code == KEY_PAD_ENTER)
		post(c);
	else
		input_handle(c->chat.input, pressed);
}

static void paste(void *ctx, const char *text)
{
	input_paste(((struct console *)ctx)->chat.input, text);
}

static const struct console_dialogue chat_dialogue = {draw, key, paste};

void chat_open(struct console *c, const struct pbx_object *who)
{
	char ref[PANE_REF_MAX];

	if (strcmp(pane_ref(who, ref), c->chat.ref) != 0)
		input_clear(c->chat.input);
	snprintf(c->chat.ref, sizeof c->chat.ref, "%s", ref);
	if (!room_with(c, who))
		pbx_chat_invite(c->pbx, &who, 1, deed_done,
				deed_new(c, "Conversation with %s", console_name(who)));
	console_set_dialogue(c, &chat_dialogue, c);
}

bool chat_is_open(const struct console *c)
{
	return c->dialogue == &chat_dialogue;
}

bool chat_shows(const struct console *c, const struct pbx_object *message)
{
	const struct pbx_object *who = pane_deref(c->pbx, c->chat.ref);
	const struct pbx_object *room = who ? room_with(c, who) : NULL;

	return chat_is_open(c) && room && pbx_room_roomID(room) == pbx_message_roomID(message);
}

unsigned chat_unread(struct console *c, struct pbx_object **who)
{
	unsigned count, unread = 0;
	struct pbx_object *const *rooms = pbx_list(c->pbx, PBX_ROOM, &count);
	char id[24];

	*who = NULL;
	for (unsigned i = 0; i < count; i++) {
		unsigned here = pbx_room_unread(rooms[i]);
		if (!here)
			continue;
		unread += here;
		snprintf(id, sizeof id, "%lld", (long long)pbx_room_cID(rooms[i]));
		struct pbx_object *contact = pbx_find(c->pbx, PBX_CONTACT, id);
		*who = contact ? contact : *who;
	}
	return unread;
}
