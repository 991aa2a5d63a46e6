/* What a user sets at his own devices, and a member's pause in a queue. */
#include <stdlib.h>
#include <string.h>

#include "core.h"

/* Takes values over. */
static void set(struct pbx *pbx, const struct pbx_object *device, struct buf *values,
		const struct px_then *then)
{
	struct buf scope;

	if (px_class(device) != PBX_DEVICE) {
		px_refuse(pbx, WIRE_R_NODEVICE, then);
		buf_free(values);
		return;
	}
	buf_init(&scope, WIRE_MAX_BODY);
	buf_add_str(&scope, "{\"device\":");
	wire_json_add_text(&scope, device->row->key);
	buf_add_char(&scope, '}');
	px_command(pbx, "/rest/command/update/device", scope.data, values->data, then);
	buf_free(&scope);
	buf_free(values);
}

void pbx_device_set_flag(struct pbx *pbx, const struct pbx_object *device, const char *property,
			 bool on, pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	struct buf values;

	if (strcmp(property, "autoanswer") != 0 && strcmp(property, "autohold") != 0) {
		px_refuse(pbx, WIRE_R_INVALID, &then);
		return;
	}
	buf_init(&values, WIRE_MAX_BODY);
	buf_printf(&values, "{\"%s\":%s}", property, on ? "true" : "false");
	set(pbx, device, &values, &then);
}

void pbx_device_set_microphone(struct pbx *pbx, const struct pbx_object *device, const char *id,
			       pbx_done_fn done, void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"microphone\":");
	wire_json_add_text(&values, id);
	buf_add_char(&values, '}');
	set(pbx, device, &values, &(struct px_then){done, ctx});
}

void pbx_device_set_opt_out(struct pbx *pbx, const struct pbx_object *device,
			    const char *const *extensions, unsigned count, pbx_done_fn done,
			    void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"optOut\":[");
	for (unsigned i = 0; i < count; i++) {
		if (i)
			buf_add_char(&values, ',');
		wire_json_add_text(&values, extensions[i]);
	}
	buf_add_str(&values, "]}");
	set(pbx, device, &values, &(struct px_then){done, ctx});
}

void pbx_queue_pause(struct pbx *pbx, const struct pbx_object *queue,
		     const struct pbx_object *device, bool pause, const char *reason,
		     pbx_done_fn done, void *ctx)
{
	struct buf scope, values;

	buf_init(&scope, WIRE_MAX_BODY);
	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&scope, "{\"queue\":");
	wire_json_add_text(&scope, queue->row->key);
	buf_add_str(&scope, ",\"device\":");
	wire_json_add_text(&scope, device->row->key);
	buf_add_char(&scope, '}');
	buf_printf(&values, "{\"paused\":%s,\"reason\":", pause ? "true" : "false");
	wire_json_add_text(&values, reason ? reason : "");
	buf_add_char(&values, '}');
	px_command(pbx, "/rest/command/update/queue", scope.data, values.data,
		   &(struct px_then){done, ctx});
	buf_free(&scope);
	buf_free(&values);
}
