#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "inside.h"
#include "reception.h"

static void deed_free(struct deed *deed)
{
	DL_DELETE(deed->console->deeds, deed);
	free(deed);
}

struct deed *deed_new(struct console *c, const char *format, ...)
{
	struct deed *deed = mem_new(1, sizeof *deed);
	va_list args;

	deed->console = c;
	va_start(args, format);
	vsnprintf(deed->what, sizeof deed->what, format, args);
	va_end(args);
	DL_APPEND(c->deeds, deed);
	return deed;
}

/* Somebody else was faster: that says more than that the call has ended. */
static const char *refused_text(const struct deed *deed, const struct pbx_result *result,
				char out[200])
{
	const char *by = reception_lost_to(deed->console, deed->call);

	if (!by)
		return result->text;
	snprintf(out, 200, _("already answered by %s"), by);
	return out;
}

static bool link_is_up(const struct console *c)
{
	return pbx_feed_state(c->pbx) == PBX_LIVE;
}

/* While the link is down nothing is done, since nobody can see what it would be done to. */
static bool refused_while_down(struct console *c, const char *what)
{
	if (link_is_up(c))
		return false;
	messages_add(c->messages, MESSAGE_REFUSED, _("%s: the link is down, nothing was done"),
		     what);
	return true;
}

void deed_done(void *ctx, const struct pbx_result *result)
{
	struct deed *deed = ctx;
	struct console *c = deed->console;
	char text[200];

	switch (result->outcome) {
	case PBX_DONE:
		if (!deed->parks || !c->attempt.landed)
			messages_add(c->messages, MESSAGE_DONE, "%s", deed->what);
		if (deed->consults && c->attempt.since)
			snprintf(c->attempt.consultation, sizeof c->attempt.consultation, "%s",
				 result->cid);
		break;
	case PBX_REFUSED:
		messages_add(c->messages, MESSAGE_REFUSED, "%s: %s", deed->what,
			     refused_text(deed, result, text));
		if (deed->consults)
			c->attempt.since = 0;
		break;
	case PBX_NOT_KNOWN:
		if (deed->hangs_up && !link_is_up(c)) {
			pending_add(c, &deed->ended);
			break;
		}
		messages_add(c->messages, MESSAGE_WARN, _("%s: not known whether it happened (%s)"),
			     deed->what, result->text);
		break;
	}
	deed_free(deed);
	console_dirty(c);
}

void deed_end(struct deed *deed)
{
	deed_free(deed);
}

void deed_free_all(struct console *c)
{
	while (c->deeds)
		deed_free(c->deeds);
}

void deed_dial(struct console *c, const struct pbx_target *to, const char *name)
{
	const struct pbx_object *device = calls_device(c);

	if (!device) {
		messages_add(c->messages, MESSAGE_REFUSED, _("Call %s: you have no telephone here"),
			     name);
		return;
	}
	if (refused_while_down(c, name))
		return;
	reception_dialled(c, to, name);
	pbx_dial(c->pbx, device, to, deed_done, deed_new(c, _("Calling %s"), name));
}

static void remember_attempt(struct console *c, const struct pbx_object *call, const char *what)
{
	const struct pbx_object *device = pbx_call_device(call);

	c->attempt = (struct attempt){.since = clock_mono_ms()};
	snprintf(c->attempt.device, sizeof c->attempt.device, "%s",
		 device ? pbx_device_name(device) : "");
	snprintf(c->attempt.cid, sizeof c->attempt.cid, "%s", pbx_call_cid(call));
	snprintf(c->attempt.what, sizeof c->attempt.what, "%s", what);
	snprintf(c->attempt.linked, sizeof c->attempt.linked, "%s", pbx_call_linked(call));
	snprintf(c->desk.sent, sizeof c->desk.sent, "%s", pbx_call_linked(call));
}

static bool can_be_taken_back(enum pbx_call_action action)
{
	return action == PBX_CALL_XFER_ACTION || action == PBX_CALL_ATXFER_ACTION ||
	       action == PBX_CALL_PARK_ACTION || action == PBX_CALL_CAMP_ACTION ||
	       action == PBX_CALL_SERIAL_ACTION || action == PBX_CALL_MERGE_ACTION;
}

/* A consultation that becomes a three-way call is taken back as it began. */
static bool goes_on(const struct console *c, const struct pbx_object *call,
		    const struct pbx_call_args *args)
{
	const struct pbx_object *with = args ? args->with : NULL;
	const char *cid = c->attempt.since ? c->attempt.cid : "";

	return with &&
	       (strcmp(cid, pbx_call_cid(call)) == 0 || strcmp(cid, pbx_call_cid(with)) == 0);
}

void deed_call(struct console *c, const struct pbx_object *call, enum pbx_call_action action,
	       const struct pbx_call_args *args, const char *what)
{
	struct pending pending;
	struct deed *deed;

	if (action == PBX_CALL_HANGUP_ACTION) {
		pending_of(call, &pending);
		if (!link_is_up(c)) {
			pending_add(c, &pending);
			return;
		}
	} else if (refused_while_down(c, what)) {
		return;
	}
	reception_deed(c, action);
	deed = deed_new(c, "%s", what);
	if (action == PBX_CALL_TALK_ACTION)
		pane_ref(call, deed->call);
	deed->consults = action == PBX_CALL_ATXFER_ACTION;
	deed->hangs_up = action == PBX_CALL_HANGUP_ACTION;
	deed->parks = action == PBX_CALL_PARK_ACTION || action == PBX_CALL_CAMP_ACTION;
	if (deed->hangs_up)
		deed->ended = pending;
	if (can_be_taken_back(action) && !goes_on(c, call, args))
		remember_attempt(c, call, what);
	else if (action == PBX_CALL_COMPLETE_ACTION)
		c->attempt.consultation[0] = '\0';
	pbx_call_do(c->pbx, call, action, args, deed_done, deed);
}

/* The call itself may have left this desk, so it is named as it was when the attempt began. */
void deed_cancel(struct console *c)
{
	cJSON *body = cJSON_CreateObject(), *scope = cJSON_AddObjectToObject(body, "scope");
	cJSON *values = cJSON_AddObjectToObject(body, "values");

	if (refused_while_down(c, _("Take back"))) {
		cJSON_Delete(body);
		return;
	}
	cJSON_AddStringToObject(scope, "device", c->attempt.device);
	cJSON_AddStringToObject(scope, "cid", c->attempt.cid);
	cJSON_AddStringToObject(values, "action", "cancel");
	char *json = cJSON_PrintUnformatted(body);
	pbx_rest(c->pbx, "/rest/command/update/call", json, deed_done,
		 deed_new(c, _("Taken back: %s"), c->attempt.what));
	cJSON_free(json);
	cJSON_Delete(body);
	c->attempt.since = 0;
}
