/* A hang-up that the lost link has kept from the PABX is not forgotten: it is carried out when the
 * link is back, if that call still lives. Nothing else is done late. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"

void pending_of(const struct pbx_object *call, struct pending *out)
{
	pane_ref(call, out->ref);
	snprintf(out->linked, sizeof out->linked, "%s", pbx_call_linked(call));
	snprintf(out->name, sizeof out->name, "%s", console_name(call));
}

void pending_add(struct console *c, const struct pending *call)
{
	for (unsigned i = 0; i < c->pending_count; i++)
		if (strcmp(c->pending[i].ref, call->ref) == 0)
			return;
	if (c->pending_count == PENDING_MAX) {
		messages_add(c->messages, MESSAGE_REFUSED, _("Hang up %s: the link is down"),
			     call->name);
		return;
	}
	c->pending[c->pending_count++] = *call;
	messages_add(c->messages, MESSAGE_WARN,
		     _("Hang up %s: the link is down, it is done as soon as it is back"),
		     call->name);
}

/* Ids begin anew when the PABX does; what links the legs of a call does not. */
static const struct pbx_object *still_lives(struct console *c, const struct pending *call)
{
	const struct pbx_object *object = pane_deref(c->pbx, call->ref);

	return object && strcmp(pbx_call_linked(object), call->linked) == 0 &&
			       strcmp(pbx_call_state(object), "dead") != 0
		       ? object
		       : NULL;
}

void pending_do(struct console *c)
{
	unsigned count = c->pending_count;

	c->pending_count = 0;
	for (unsigned i = 0; i < count; i++) {
		const struct pending call = c->pending[i];
		const struct pbx_object *object = still_lives(c, &call);
		char what[200];

		snprintf(what, sizeof what, _("Hang up %s"), call.name);
		if (object)
			deed_call(c, object, PBX_CALL_HANGUP_ACTION, NULL, what);
		else
			messages_add(c->messages, MESSAGE_DONE, _("%s: it had ended by then"),
				     what);
	}
}
