/* A conversation as text: what was fetched, what the feed carries, what is on its way. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/language.h"
#include "inside.h"

/* Where the text is being written: a date stands before the first message of each day. */
struct writing {
	const struct console *c;
	struct buf *text;
	int year, day;
};

static void write_day(struct writing *w, const struct tm *local)
{
	char date[64];

	if (local->tm_year == w->year && local->tm_yday == w->day)
		return;
	w->year = local->tm_year;
	w->day = local->tm_yday;
	language_date(date, sizeof date, _("%A, %-d %B %Y"), local);
	buf_printf(w->text, "%s%s\n", w->text->len ? "\n" : "", date);
}

static void write_message(struct writing *w, const struct chat_message *message)
{
	time_t seconds = (time_t)(message->time / 1000);
	struct tm local;
	char hour[8] = "";

	if (localtime_r(&seconds, &local)) {
		write_day(w, &local);
		language_date(hour, sizeof hour, _("%H:%M"), &local);
	}
	buf_printf(w->text, "%s %s: %s\n", hour,
		   message->cID == pbx_user_id(w->c->pbx) ? _("you") : message->name,
		   message->text);
}

static void write_live(struct writing *w, const struct pbx_object *message)
{
	const struct chat_message copy = {
		.time = pbx_message_time(message),
		.cID = pbx_message_cID(message),
		.name = (char *)pbx_message_cN(message),
		.text = (char *)pbx_message_msg(message),
	};

	write_message(w, &copy);
}

int64_t chat_oldest(const struct console *c, const struct pbx_object *room)
{
	unsigned count;
	struct pbx_object *const *messages = pbx_list(c->pbx, PBX_MESSAGE, &count);

	if (c->chat.past.count)
		return c->chat.past.messages[0].msgID;
	for (unsigned i = 0; i < count; i++)
		if (pbx_message_roomID(messages[i]) == pbx_room_roomID(room))
			return pbx_message_msgID(messages[i]);
	return 0;
}

void chat_said(const struct console *c, const struct pbx_object *room, struct buf *text,
	       int64_t *newest)
{
	const struct chat_past *past = &c->chat.past;
	struct writing w = {.c = c, .text = text, .day = -1};
	unsigned count;
	struct pbx_object *const *messages = pbx_list(c->pbx, PBX_MESSAGE, &count);
	int64_t last = past->count ? past->messages[past->count - 1].msgID : 0;

	*newest = last;
	if (past->whole)
		buf_add_str(text, _("This is where the conversation begins.\n"));
	for (unsigned i = 0; i < past->count; i++)
		write_message(&w, &past->messages[i]);
	for (unsigned i = 0; i < count; i++) {
		if (pbx_message_roomID(messages[i]) != pbx_room_roomID(room) ||
		    pbx_message_msgID(messages[i]) <= last)
			continue;
		write_live(&w, messages[i]);
		*newest = pbx_message_msgID(messages[i]);
	}
}

/* The feed may be faster than the answer. */
static bool is_told(const struct console *c, const struct chat_send *send)
{
	unsigned count;
	struct pbx_object *const *messages = pbx_list(c->pbx, PBX_MESSAGE, &count);

	for (unsigned i = 0; i < count; i++)
		if (pbx_message_roomID(messages[i]) == send->room &&
		    pbx_message_msgID(messages[i]) > send->after && pbx_message_own(messages[i]) &&
		    strcmp(pbx_message_msg(messages[i]), send->text) == 0)
			return true;
	return false;
}

void chat_text(const struct console *c, const struct pbx_object *room, struct buf *text,
	       int64_t *newest)
{
	const struct chat_send *send;

	chat_said(c, room, text, newest);
	DL_FOREACH (c->chat.sends, send)
		if (send->room == pbx_room_roomID(room) && !is_told(c, send))
			buf_printf(text, _("%s you: %s\n"),
				   send->waits ? _("(not sent yet)") : _("(sending)"), send->text);
}
