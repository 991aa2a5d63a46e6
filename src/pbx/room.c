/* Who is in a room, and what it is called. */
#include <stdlib.h>

#include "core.h"

/* Takes values over. */
static void change(struct pbx *pbx, const struct pbx_object *room, struct buf *values,
		   const struct px_then *then)
{
	char *scope = mem_printf("{\"roomID\":%lld}", (long long)pbx_room_roomID(room));

	px_command(pbx, "/rest/command/update/room", scope, values->data, then);
	free(scope);
	buf_free(values);
}

void pbx_room_link(struct pbx *pbx, const struct pbx_object *room,
		   const struct pbx_object *const *who, unsigned count, pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	if (px_list_contacts(&values, "link", who, count)) {
		change(pbx, room, &values, &then);
		return;
	}
	px_refuse(pbx, WIRE_R_UNSUPPORTED, &then);
	buf_free(&values);
}

void pbx_room_rename(struct pbx *pbx, const struct pbx_object *room, const char *name,
		     pbx_done_fn done, void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"name\":");
	wire_json_add_text(&values, name);
	buf_add_char(&values, '}');
	change(pbx, room, &values, &(struct px_then){done, ctx});
}

bool pbx_message_own(const struct pbx_object *message)
{
	return pbx_message_cID(message) == pbx_user_id(message->pbx);
}
