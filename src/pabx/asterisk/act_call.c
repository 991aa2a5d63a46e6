/* What is done to a call as it is. */
#include "act.h"
#include "base/language.h"

void act_hangup(struct act *act)
{
	struct channel *own = act_own(act);
	struct ami_action *ask = ami_begin(act->asterisk->actions, "Hangup");

	ami_add(ask, "Channel", "%s", own->name);
	/* Q.850: a ringing call is rejected, any other is cleared. */
	ami_add(ask, "Cause", "%d", own->state == CHAN_UP || own->caller ? 16 : 21);
	act_ask(act, ask, act_is_gone);
}

static struct ami_action *notify(struct asterisk *a, const struct channel *c, const char *event)
{
	struct ami_action *ask = ami_begin(a->actions, "PJSIPNotify");

	ami_add(ask, "Channel", "%s", c->name);
	ami_add(ask, "Variable", "Event=%s", event);
	ami_add(ask, "Variable", "Subscription-State=terminated");
	return ask;
}

void notify_phone(struct asterisk *a, const struct channel *c, const char *event)
{
	ami_send(notify(a, c, event), 2000, NULL, a);
}

static bool talks(const struct act *act)
{
	const struct channel *own = act_own(act);

	return own && own->state == CHAN_UP && !own->held;
}

static bool holds(const struct act *act)
{
	const struct channel *own = act_own(act);

	return own && own->held;
}

void act_talk(struct act *act)
{
	const struct channel *own = act_own(act);
	bool rings = own->state != CHAN_UP;

	if (talks(act))
		act_done(act);
	else if (own->parked)
		act_refuse(act, WIRE_R_UNSUPPORTED, "That call is parked");
	else if (!*device_features(act->asterisk, own->device))
		act_refuse(act, WIRE_R_UNSUPPORTED,
			   rings ? "Lift the handset to answer"
				 : N_("Take the call back at the telephone"));
	else
		act_ask(act, notify(act->asterisk, own, "talk"), talks);
}

void act_hold(struct act *act)
{
	const struct channel *own = act_own(act);

	if (holds(act))
		act_done(act);
	else if (own->state != CHAN_UP || !channel_far(own))
		act_refuse(act, WIRE_R_UNSUPPORTED, "There is nobody to put on hold yet");
	else if (!*device_features(act->asterisk, own->device))
		act_refuse(act, WIRE_R_UNSUPPORTED, "Hold the call at the telephone");
	else
		act_ask(act, notify(act->asterisk, own, "hold"), holds);
}

/* Asterisk plays one digit after the other by itself: each takes the time that it lasts. The far
 * end hears them; where that is Asterisk itself, it is told that our phone has sent them. */
static void play(struct act *act, const char *channel, bool receive, char digit, bool last)
{
	struct ami_action *ask = ami_begin(act->asterisk->actions, "PlayDTMF");

	ami_add(ask, "Channel", "%s", channel);
	ami_add(ask, "Digit", "%c", digit);
	if (receive)
		ami_add(ask, "Receive", "true");
	if (last)
		act_ask(act, ask, NULL);
	else
		ami_send(ask, 5000, NULL, act->asterisk);
}

void act_dtmf(struct act *act)
{
	const struct channel *own = act_own(act), *far = channel_far(own);
	char digits[sizeof(act->digits)];
	size_t count = 0;

	for (const char *at = act->digits; *at; at++)
		if (*at != ',')
			digits[count++] = *at;
	if (own->state != CHAN_UP || own->held || !count) {
		act_refuse(act, WIRE_R_UNSUPPORTED, "Nobody is there to hear digits");
		return;
	}
	for (size_t i = 0; i < count; i++)
		play(act, far ? far->name : own->name, !far, digits[i], i + 1 == count);
}
