/* The list of conversations, the liveliest first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/language.h"
#include "inside.h"
#include "telling.h"
#include "widget/frame.h"

enum { ROOMS_COLS = 76, UNREAD_COLS = 6, NAME_COLS = 26, TIME_COLS = 7 };

static void refresh(struct console *c)
{
	struct chat *chat = &c->chat;
	unsigned rooms, messages, at = 0;
	struct pbx_object *const *all = pbx_list(c->pbx, PBX_ROOM, &rooms);
	struct pbx_object *const *said = pbx_list(c->pbx, PBX_MESSAGE, &messages);

	chat->row_count = rooms < CHAT_ROOMS_MAX ? rooms : CHAT_ROOMS_MAX;
	for (unsigned i = 0; i < chat->row_count; i++)
		chat->rows[i] = (struct chat_row){.room = all[i]};
	/* Messages come room by room: the row of the one before is likely that of the next. */
	for (unsigned i = 0; i < messages && chat->row_count; i++) {
		int64_t room = pbx_message_roomID(said[i]);
		unsigned tried = 0;

		while (tried < chat->row_count && pbx_room_roomID(chat->rows[at].room) != room) {
			at = (at + 1) % chat->row_count;
			tried++;
		}
		if (tried < chat->row_count)
			chat->rows[at].last = said[i];
	}
}

static int64_t last_id(const struct chat_row *row)
{
	return row->last ? pbx_message_msgID(row->last) : 0;
}

static int by_last(const void *a, const void *b)
{
	int64_t left = last_id(a), right = last_id(b);

	return left > right ? -1 : left < right;
}

static int count(void *ctx)
{
	return (int)((struct console *)ctx)->chat.row_count;
}

static const char *key_of(void *ctx, int row)
{
	return pbx_object_key(((struct console *)ctx)->chat.rows[row].room);
}

static void hour_of(const struct pbx_object *message, char out[8])
{
	time_t seconds = message ? (time_t)(pbx_message_time(message) / 1000) : 0;
	struct tm local;

	*out = '\0';
	if (message && localtime_r(&seconds, &local))
		language_date(out, 8, _("%H:%M"), &local);
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	const struct chat_row *r = &((struct console *)ctx)->chat.rows[row->row];
	unsigned unread = pbx_room_unread(r->room);
	struct rect a = row->area;
	char number[16] = "", hour[8];
	int text = UNREAD_COLS + NAME_COLS + TIME_COLS;

	term_fill(term, a, row->role);
	if (unread)
		snprintf(number, sizeof number, "%s %u", term_mark(TERM_MARK_UNREAD), unread);
	hour_of(r->last, hour);
	term_text(term, a.y, a.x, UNREAD_COLS - 1, row->role, number);
	term_text(term, a.y, a.x + UNREAD_COLS, NAME_COLS - 1, row->role, pbx_room_label(r->room));
	term_text(term, a.y, a.x + UNREAD_COLS + NAME_COLS, TIME_COLS - 1, row->role, hour);
	if (r->last && a.cols > text)
		term_text(term, a.y, a.x + text, a.cols - text, row->role,
			  pbx_message_msg(r->last));
}

static void say_row(void *ctx, int row, char *out, size_t cap)
{
	const struct chat_row *r = &((struct console *)ctx)->chat.rows[row];
	unsigned unread = pbx_room_unread(r->room);
	char number[24] = "", hour[8];

	hour_of(r->last, hour);
	if (unread)
		snprintf(number, sizeof number, _(", %u unread"), unread);
	snprintf(out, cap, "%s%s%s%s%s%s", pbx_room_label(r->room), number, r->last ? ", " : "",
		 hour, r->last ? " " : "", r->last ? pbx_message_msg(r->last) : "");
}

static const struct list_source source = {count, key_of, draw_row, NULL, say_row};

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct console *c = ctx;
	struct rect box = rect_centre(area, area.rows - 2, ROOMS_COLS);

	refresh(c);
	qsort(c->chat.rows, c->chat.row_count, sizeof *c->chat.rows, by_last);
	list_draw(&c->chat.rooms, term,
		  frame_box(term, box, _("Conversations"), _("Enter open  F2 new  Esc back")),
		  !c->prompt.open);
}

static void open_selected(struct console *c)
{
	const char *key = list_selected(&c->chat.rooms);
	struct pbx_object *room = key ? pbx_find(c->pbx, PBX_ROOM, key) : NULL;

	if (room)
		chat_open_room(c, pbx_room_roomID(room));
}

static void key(void *ctx, struct term_key pressed)
{
	struct console *c = ctx;

	if (pressed.code == KEY_ESC)
		console_set_dialogue(c, NULL, NULL);
	else if (pressed.code == KEY_ENTER || pressed.code == KEY_PAD_ENTER)
		open_selected(c);
	else if (pressed.code == KEY_F1 + 1 || (pressed.mods == MOD_ALT && pressed.code == 'n'))
		chat_new(c);
	else
		list_handle(&c->chat.rooms, pressed);
}

static void tell(void *ctx, struct telling *telling)
{
	struct console *c = ctx;

	refresh(c);
	qsort(c->chat.rows, c->chat.row_count, sizeof *c->chat.rows, by_last);
	buf_add_str(&telling->text, _("Conversations"));
	telling->list = &c->chat.rooms;
	telling->keys = _("Enter open, F2 new");
}

static const struct console_dialogue rooms_dialogue = {draw, key, NULL, tell};

void chat_open_rooms(struct console *c)
{
	list_init(&c->chat.rooms, &source, c);
	c->chat.rooms.empty = _("No conversations yet: F2 begins one.");
	refresh(c);
	qsort(c->chat.rows, c->chat.row_count, sizeof *c->chat.rows, by_last);
	console_set_dialogue(c, &rooms_dialogue, c);
}
