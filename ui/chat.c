/* One conversation, over the panes. */
#include "chat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "inside.h"
#include "pane/row.h"
#include "telling.h"
#include "widget/frame.h"
#include "widget/wrap.h"

enum { CHAT_COLS = 76, CHAT_TEXT_MAX = 4 << 20, CHAT_MESSAGE_MAX = 8192 };

static const struct console_dialogue chat_dialogue;

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

struct pbx_object *chat_room(const struct console *c)
{
	char id[24];

	snprintf(id, sizeof id, "%lld", (long long)c->chat.room);
	return c->chat.room ? pbx_find(c->pbx, PBX_ROOM, id) : NULL;
}

static struct pbx_object *partner(const struct console *c, const struct pbx_object *room)
{
	char id[24];

	snprintf(id, sizeof id, "%lld", (long long)pbx_room_cID(room));
	return pbx_find(c->pbx, PBX_CONTACT, id);
}

static int members_of(const struct pbx_object *room)
{
	const char *text = pbx_room_members(room);
	cJSON *members = text ? cJSON_Parse(text) : NULL;
	int count = cJSON_GetArraySize(members);

	cJSON_Delete(members);
	return count;
}

void chat_title(const struct console *c, const struct pbx_object *room, char *out, size_t cap)
{
	const struct pbx_object *who = partner(c, room);
	int members = members_of(room);

	if (who && members <= 2)
		snprintf(out, cap, "%s, %s", pbx_room_label(room),
			 term_mark_word(row_presence_mark(&c->desk, who)));
	else
		snprintf(out, cap, P_("%s, %d person", "%s, %d people", (unsigned)members),
			 pbx_room_label(room), members);
}

/* ---- Drawing ---- */

/* The lines that end scroll lines above the last; scroll is kept within them. */
static void draw_lines(struct console *c, struct rect area, const char *text)
{
	struct wrap wrap;
	int first, above;

	wrap_make(&wrap, text, area.cols);
	above = wrap.count > area.rows ? wrap.count - area.rows : 0;
	if (c->chat.scroll > above)
		c->chat.scroll = above;
	if (c->chat.scroll == above && above + c->chat.scroll > 0)
		chat_past_fetch(c);
	first = above - c->chat.scroll;
	for (int i = first; i < wrap.count && i < first + area.rows; i++)
		term_text(c->term, area.y + i - first, area.x, area.cols, ROLE_POPUP, wrap.line[i]);
	wrap_free(&wrap);
}

static void nothing_to_say(void *ctx, const struct pbx_result *result)
{
	(void)ctx, (void)result;
}

/* Only what is on the screen has been seen. */
static void mark_seen(struct console *c, const struct pbx_object *room, int64_t newest)
{
	if (c->chat.scroll || newest <= pbx_room_seen(room) || newest == c->chat.seen ||
	    pbx_feed_state(c->pbx) != PBX_LIVE)
		return;
	c->chat.seen = newest;
	pbx_room_mark_seen(c->pbx, room, newest, nothing_to_say, NULL);
}

/* The room that is being made comes by the feed. */
static struct pbx_object *find_room(struct console *c)
{
	struct pbx_object *room = chat_room(c), *who;

	if (room || !*c->chat.ref)
		return room;
	who = pane_deref(c->pbx, c->chat.ref);
	room = who ? room_with(c, who) : NULL;
	if (room)
		c->chat.room = pbx_room_roomID(room);
	return room;
}

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct console *c = ctx;
	const struct pbx_object *room = find_room(c);
	struct buf text;
	char title[200];
	int64_t newest = 0;

	buf_init(&text, CHAT_TEXT_MAX);
	buf_add_str(&text, "");
	if (room) {
		chat_text(c, room, &text, &newest);
		mark_seen(c, room, newest);
		chat_title(c, room, title, sizeof title);
	} else {
		snprintf(title, sizeof title, "%s", _("Conversation"));
	}
	struct rect inside =
		frame_box(term, rect_centre(area, area.rows - 2, CHAT_COLS), title,
			  _("Enter send  F2 invite  F3 name  F9 leave  PgUp older  Esc back"));
	struct rect line = rect_take_bottom(&inside, 1);
	draw_lines(c, inside,
		   !room        ? _("The conversation is being opened.")
		   : *text.data ? text.data
				: _("Nothing has been said yet."));
	input_draw(c->chat.input, term, line, ">", _("Write a message"), !c->prompt.open);
	buf_free(&text);
}

/* ---- Keys ---- */

static void post(struct console *c)
{
	const struct pbx_object *room = find_room(c);

	if (input_empty(c->chat.input))
		return;
	if (!room) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Message: the conversation is not open yet, try again"));
		return;
	}
	chat_send(c, room, input_text(c->chat.input));
	input_clear(c->chat.input);
	c->chat.scroll = 0;
}

static void scroll(struct console *c, int by)
{
	c->chat.scroll += by;
	if (c->chat.scroll < 0)
		c->chat.scroll = 0;
}

static bool is_alt(struct term_key key, char letter)
{
	return key.mods == MOD_ALT && key.code == (uint32_t)letter;
}

static void key(void *ctx, struct term_key pressed)
{
	struct console *c = ctx;
	int page = term_rows(c->term) - 6;

	if (pressed.code == KEY_ESC)
		console_set_dialogue(c, NULL, NULL);
	else if (pressed.code == KEY_ENTER || pressed.code == KEY_PAD_ENTER)
		post(c);
	else if (pressed.code == KEY_PAGE_UP && c->options.plain)
		chat_past_fetch(c);
	else if (pressed.code == KEY_PAGE_UP || pressed.code == KEY_PAGE_DOWN)
		scroll(c, pressed.code == KEY_PAGE_UP ? page : -page);
	else if (pressed.code == KEY_UP || pressed.code == KEY_DOWN)
		scroll(c, pressed.code == KEY_UP ? 1 : -1);
	else if (pressed.code == KEY_F1 + 1 || is_alt(pressed, 'i'))
		chat_invite(c);
	else if (pressed.code == KEY_F1 + 2 || is_alt(pressed, 'n'))
		chat_rename(c);
	else if (pressed.code == KEY_F1 + 8 || is_alt(pressed, 'x'))
		chat_leave(c);
	else
		input_handle(c->chat.input, pressed);
}

static void paste(void *ctx, const char *text)
{
	input_paste(((struct console *)ctx)->chat.input, text);
}

static void tell(void *ctx, struct telling *telling)
{
	struct console *c = ctx;
	const struct pbx_object *room = find_room(c);
	char title[200];
	int64_t newest = 0;

	telling->waits = !room;
	if (!room)
		return;
	chat_title(c, room, title, sizeof title);
	buf_printf(&telling->text, "%s\n", title);
	chat_said(c, room, &telling->text, &newest);
	mark_seen(c, room, newest);
	telling->grows = true;
	telling->keys = _("F2 invite, F3 name, F9 leave, PgUp older");
	telling->label = _("Message");
}

static const struct console_dialogue chat_dialogue = {draw, key, paste, tell};

/* ---- Opening ---- */

void chat_keep(struct console *c, int64_t room, const char *text)
{
	struct chat_draft *draft;

	LL_SEARCH_SCALAR(c->chat.drafts, draft, room, room);
	if (!draft) {
		draft = mem_new(1, sizeof *draft);
		draft->room = room;
		LL_PREPEND(c->chat.drafts, draft);
	}
	free(draft->text);
	draft->text = mem_dup(text);
}

/* What is written and not sent stays with its room. */
static void keep_draft(struct console *c)
{
	struct chat *chat = &c->chat;
	struct chat_draft *draft;

	LL_SEARCH_SCALAR(chat->drafts, draft, room, chat->room);
	if (!draft && (input_empty(chat->input) || !chat->room))
		return;
	chat_keep(c, chat->room, input_text(chat->input));
}

static void take_draft(struct chat *chat)
{
	const struct chat_draft *draft;

	LL_SEARCH_SCALAR(chat->drafts, draft, room, chat->room);
	input_set(chat->input, draft ? draft->text : "");
}

static void show(struct console *c, int64_t room)
{
	struct chat *chat = &c->chat;

	if (room != chat->room || !room) {
		keep_draft(c);
		chat_past_forget(&chat->past);
		chat->room = room;
		take_draft(chat);
	}
	chat->scroll = 0;
	chat->seen = 0;
	messages_dismiss(c->messages);
	console_set_dialogue(c, &chat_dialogue, c);
}

bool chat_is_open(const struct console *c)
{
	return c->dialogue == &chat_dialogue;
}

void chat_open_room(struct console *c, int64_t room)
{
	c->chat.ref[0] = '\0';
	show(c, room);
}

void chat_open(struct console *c, const struct pbx_object *who)
{
	const struct pbx_object *room = room_with(c, who);

	pane_ref(who, c->chat.ref);
	show(c, room ? pbx_room_roomID(room) : 0);
	if (!room)
		pbx_chat_invite(c->pbx, &who, 1, deed_done,
				deed_new(c, _("Conversation with %s"), console_name(who)));
}

/* ---- For the console ---- */

bool chat_shows(const struct console *c, const struct pbx_object *message)
{
	return chat_is_open(c) && c->chat.room == pbx_message_roomID(message);
}

unsigned chat_unread(struct console *c, struct pbx_object **who)
{
	unsigned count, unread = 0;
	struct pbx_object *const *rooms = pbx_list(c->pbx, PBX_ROOM, &count);

	*who = NULL;
	for (unsigned i = 0; i < count; i++) {
		unsigned here = pbx_room_unread(rooms[i]);
		if (!here)
			continue;
		unread += here;
		struct pbx_object *contact = partner(c, rooms[i]);
		*who = contact ? contact : *who;
	}
	return unread;
}

static void on_retry(void *ctx)
{
	chat_resend(ctx);
}

void chat_init(struct console *c)
{
	c->chat.input = input_new(CHAT_MESSAGE_MAX);
	c->chat.retry = loop_timer_new(c->loop, on_retry, c);
}

void chat_free(struct console *c)
{
	struct chat_draft *draft, *next;
	struct chat_send *send, *after;

	LL_FOREACH_SAFE(c->chat.drafts, draft, next)
	{
		free(draft->text);
		free(draft);
	}
	DL_FOREACH_SAFE (c->chat.sends, send, after) {
		free(send->text);
		free(send);
	}
	chat_past_forget(&c->chat.past);
	loop_timer_free(&c->chat.retry);
	input_free(&c->chat.input);
}
