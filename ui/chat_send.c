/* Messages on their way: kept until the PABX has them. What was cut off is sent again under the
 * same uid, so that none is lost and none is doubled. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/random.h"
#include "inside.h"

enum { UID_BYTES = 16, RETRY_MS = 2000 };

static void drop(struct chat_send *send)
{
	DL_DELETE(send->console->chat.sends, send);
	free(send->text);
	free(send);
}

/* What was refused goes back to where it was typed, unless something else is written there. */
static void give_back(struct chat_send *send, const char *why)
{
	struct console *c = send->console;
	bool here = c->chat.room == send->room && input_empty(c->chat.input);

	messages_add(c->messages, MESSAGE_REFUSED, _("Message: %s%s%s"), why, here ? "" : ": ",
		     here ? "" : send->text);
	if (here)
		input_set(c->chat.input, send->text);
}

static void on_answer(void *ctx, const struct pbx_result *result)
{
	struct chat_send *send = ctx;
	struct console *c = send->console;
	bool link = result->err || result->errno_ == 3 || result->outcome == PBX_NOT_KNOWN;

	if (result->outcome == PBX_DONE) {
		drop(send);
	} else if (link) {
		send->waits = true;
		loop_timer_set(c->chat.retry, RETRY_MS);
	} else {
		give_back(send, result->text);
		drop(send);
	}
	console_dirty(c);
}

static void post(struct chat_send *send)
{
	char id[24];
	struct pbx_object *room;

	snprintf(id, sizeof id, "%lld", (long long)send->room);
	room = pbx_find(send->console->pbx, PBX_ROOM, id);
	send->waits = !room;
	if (room)
		pbx_room_post_as(send->console->pbx, room, send->uid, send->text, on_answer, send);
	else
		loop_timer_set(send->console->chat.retry, RETRY_MS);
}

static int64_t newest_in(struct console *c, int64_t room)
{
	unsigned count;
	struct pbx_object *const *messages = pbx_list(c->pbx, PBX_MESSAGE, &count);
	int64_t newest = 0;

	for (unsigned i = 0; i < count; i++)
		if (pbx_message_roomID(messages[i]) == room &&
		    pbx_message_msgID(messages[i]) > newest)
			newest = pbx_message_msgID(messages[i]);
	return newest;
}

void chat_send(struct console *c, const struct pbx_object *room, const char *text)
{
	struct chat_send *send = mem_new(1, sizeof *send);

	send->console = c;
	send->room = pbx_room_roomID(room);
	send->after = newest_in(c, send->room);
	send->text = mem_dup(text);
	random_hex(send->uid, UID_BYTES);
	DL_APPEND(c->chat.sends, send);
	post(send);
}

void chat_resend(struct console *c)
{
	struct chat_send *send, *next;

	if (pbx_feed_state(c->pbx) != PBX_LIVE)
		return; /* its coming back calls this again */
	DL_FOREACH_SAFE (c->chat.sends, send, next)
		if (send->waits)
			post(send);
}
