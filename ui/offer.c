/* What the telephone system, or the telephone itself, cannot do. */
#include <string.h>

#include "base/language.h"
#include "inside.h"

/* Capabilities of PROTOCOL.md. "call" is a feature that the call must have as well. */
static const struct {
	const char *capability;
	enum action action;
	bool of_call;
} needs[] = {
	{"hold", ACTION_HOLD, true},          {"xfer", ACTION_TRANSFER, false},
	{"atxfer", ACTION_ANNOUNCE, false},   {"merge", ACTION_MERGE, false},
	{"park", ACTION_PARK, false},         {"pickup", ACTION_PICKUP, false},
	{"camp", ACTION_CAMP, false},         {"serial", ACTION_SERIAL, false},
	{"dtmf", ACTION_DTMF, false},         {"claim", ACTION_CLAIM, false},
	{"send", ACTION_SEND, false},         {"voicemail", ACTION_VOICEMAIL, false},
	{"presence", ACTION_PRESENCE, false}, {"message", ACTION_CHAT, false},
};

static const char *needed(enum action action, bool *of_call)
{
	*of_call = false;
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (needs[i].action == action) {
			*of_call = needs[i].of_call;
			return needs[i].capability;
		}
	return NULL;
}

/* A desk phone that cannot be told to answer or to hold says so in its call's features. */
static bool phone_can(const struct console *c, enum action action)
{
	const struct pbx_object *call =
		action == ACTION_ANSWER ? calls_ringing(c) : calls_current(c);
	const char *feature = action == ACTION_ANSWER ? "answer" : "hold";

	return !call || !*pbx_call_features(call) || pbx_call_has(call, feature);
}

bool offer_has(const struct console *c, enum action action)
{
	bool of_call;
	const char *capability = needed(action, &of_call);

	if (capability && !pbx_can(c->pbx, capability))
		return false;
	return (!of_call && action != ACTION_ANSWER) || phone_can(c, action);
}

void offer_refuse(struct console *c, enum action action)
{
	const char *name = _(action_info(action)->name);
	bool of_call;
	const char *capability = needed(action, &of_call);

	if (capability && !pbx_can(c->pbx, capability))
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("%s: this telephone system cannot do that"), name);
	else
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("%s: your telephone cannot be told to, do it there"), name);
}
