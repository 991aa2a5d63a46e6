#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "core.h"

enum { UID_BYTES = 16 };

void pbx_enable_chat(struct pbx *pbx, bool enable, pbx_done_fn done, void *ctx)
{
	px_feed_set_flag(pbx, PX_CHAT, enable, &(struct px_then){done, ctx});
}

bool px_list_contacts(struct buf *values, const char *member, const struct pbx_object *const *who,
		      unsigned count)
{
	buf_printf(values, "{\"%s\":[", member);
	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *contact = pbx_who_contact(who[i]);

		if (!contact)
			return false;
		buf_printf(values, "%s%lld", i ? "," : "", (long long)pbx_contact_cID(contact));
	}
	buf_add_str(values, "]}");
	return true;
}

void pbx_chat_invite(struct pbx *pbx, const struct pbx_object *const *who, unsigned count,
		     pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	if (px_list_contacts(&values, "members", who, count))
		px_command(pbx, "/rest/command/create/room", NULL, values.data, &then);
	else
		px_refuse(pbx, WIRE_R_UNSUPPORTED, &then);
	buf_free(&values);
}

static char *scope_of(const struct pbx_object *room)
{
	return mem_printf("{\"roomID\":%lld}", (long long)pbx_room_roomID(room));
}

/* The uid makes a repeated message the same message, for ever. */
void pbx_room_post_as(struct pbx *pbx, const struct pbx_object *room, const char *uid,
		      const char *text, pbx_done_fn done, void *ctx)
{
	char *scope = scope_of(room);
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"msg\":");
	wire_json_add_text(&values, text);
	buf_add_str(&values, ",\"uid\":");
	wire_json_add_text(&values, uid);
	buf_add_char(&values, '}');
	px_command(pbx, "/rest/command/create/message", scope, values.data,
		   &(struct px_then){done, ctx});
	buf_free(&values);
	free(scope);
}

void pbx_room_post(struct pbx *pbx, const struct pbx_object *room, const char *text,
		   pbx_done_fn done, void *ctx)
{
	char uid[2 * UID_BYTES + 1];

	random_hex(uid, UID_BYTES);
	pbx_room_post_as(pbx, room, uid, text, done, ctx);
}

void pbx_room_mark_seen(struct pbx *pbx, const struct pbx_object *room, int64_t msgID,
			pbx_done_fn done, void *ctx)
{
	char *scope = scope_of(room), *values = mem_printf("{\"seen\":%lld}", (long long)msgID);

	px_command(pbx, "/rest/command/update/room", scope, values, &(struct px_then){done, ctx});
	free(scope);
	free(values);
}

void pbx_room_leave(struct pbx *pbx, const struct pbx_object *room, pbx_done_fn done, void *ctx)
{
	char *scope = scope_of(room);

	px_command(pbx, "/rest/command/delete/room", scope, NULL, &(struct px_then){done, ctx});
	free(scope);
}

void pbx_set_status(struct pbx *pbx, const char *show, const char *status, int64_t until,
		    pbx_done_fn done, void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"show\":");
	wire_json_add_text(&values, show);
	buf_add_str(&values, ",\"status\":");
	wire_json_add_text(&values, status ? status : "");
	if (until > 0)
		buf_printf(&values, ",\"until\":%lld}", (long long)until);
	else
		buf_add_str(&values, ",\"until\":null}");
	px_command(pbx, "/rest/command/update/presence", NULL, values.data,
		   &(struct px_then){done, ctx});
	buf_free(&values);
}

unsigned pbx_room_unread(const struct pbx_object *room)
{
	const struct px_list *messages = &room->pbx->store.tables[PBX_MESSAGE].list;
	int64_t id = pbx_room_roomID(room), seen = pbx_room_seen(room);
	unsigned unread = 0;

	for (unsigned i = 0; i < messages->count; i++) {
		const struct pbx_object *message = messages->at[i];

		if (pbx_message_roomID(message) == id && pbx_message_msgID(message) > seen &&
		    pbx_message_cID(message) != pbx_user_id(room->pbx))
			unread++;
	}
	return unread;
}
