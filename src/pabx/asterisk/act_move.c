/* Calls that go elsewhere. */
#include "act.h"

static struct ami_action *redirect(const struct act *act, const struct channel *c)
{
	struct ami_action *ask = ami_begin(act->asterisk->actions, "Redirect");

	ami_add(ask, "Channel", "%s", c->name);
	ami_add(ask, "Context", "%s", act->context);
	ami_add(ask, "Exten", "%s", act->exten);
	ami_add(ask, "Priority", "1");
	return ask;
}

static void send_off(struct act *act, const struct channel *c)
{
	struct ami_action *ask = ami_begin(act->asterisk->actions, "Hangup");

	ami_add(ask, "Channel", "%s", c->name);
	ami_add(ask, "Cause", "16");
	ami_send(ask, 2000, NULL, act->asterisk);
}

/* The caller has left the one who sent him on. */
static bool is_redirected(const struct act *act)
{
	const struct channel *own = act_own(act), *far = act_far(act);

	if (!own)
		return true;
	return far && channel_far(own) != far && own->dialer != far;
}

static void transfer(struct act *act)
{
	struct channel *own = act_own(act), *far = act_far(act);
	struct ami_action *ask;

	if (!own || !far) {
		act_refuse(act, WIRE_R_NOCALL, NULL);
		return;
	}
	dial_undo(far, own);
	if (!channel_far(own)) { /* it rings here: the caller is sent on before it is answered */
		act_ask(act, redirect(act, far), is_redirected);
		return;
	}
	ask = ami_begin(act->asterisk->actions, "BlindTransfer");
	ami_add(ask, "Channel", "%s", own->name);
	ami_add(ask, "Context", "%s", act->context);
	ami_add(ask, "Exten", "%s", act->exten);
	act_ask(act, ask, is_redirected);
}

void act_transfer(struct act *act)
{
	act_target(act, transfer);
}

static bool are_joined(const struct act *act)
{
	const struct channel *a = act_far(act), *b = act_other(act);

	return a && b && a->bridge && a->bridge == b->bridge;
}

static void join(struct act *act, const struct channel *a, const struct channel *b)
{
	struct ami_action *ask = ami_begin(act->asterisk->actions, "Bridge");

	AST_SET(act->far, a->id);
	AST_SET(act->other, b->id);
	ami_add(ask, "Channel1", "%s", a->name);
	ami_add(ask, "Channel2", "%s", b->name);
	ami_add(ask, "Tone", "no");
	act_ask(act, ask, are_joined);
}

/* The other one still rings: its call ends, and the caller calls there himself. */
static void follow(struct act *act, struct channel *own, struct channel *far,
		   struct channel *consult)
{
	AST_SET(act->exten, *consult->dialled && strcmp(consult->dialled, "s") != 0
				    ? consult->dialled
				    : consult->exten);
	if (*consult->context)
		AST_SET(act->context, consult->context);
	AST_SET(act->own, own->id);
	AST_SET(act->far, far->id);
	dial_undo(far, own);
	send_off(act, consult);
	act_ask(act, redirect(act, far), is_redirected);
}

/* Works without any feature of Asterisk: the two far ends are joined, and one's own legs end by
 * themselves. */
void act_complete(struct act *act)
{
	struct channel *one = act_own(act), *two = act_other(act);
	struct channel *far_one = channel_far(one), *far_two = channel_far(two);

	if (one == two)
		act_refuse(act, WIRE_R_INVALID, NULL);
	else if (far_one && far_two)
		join(act, far_one, far_two);
	else if (far_one && two->caller)
		follow(act, one, far_one, two);
	else if (far_two && one->caller)
		follow(act, two, far_two, one);
	else
		act_refuse(act, WIRE_R_UNSUPPORTED, "One of the two must have been answered");
}

static bool is_three(const struct act *act)
{
	const struct channel *far = act_far(act), *other = act_other(act);

	return far && other && far->bridge && far->bridge == other->bridge &&
	       far->bridge->count >= 3;
}

/* All three go into the room that the settings name; the second own leg ends by itself. */
static void merge(struct act *act)
{
	struct channel *one = act_own(act), *two = act_other(act);
	struct channel *far_one = one ? channel_far(one) : NULL;
	struct channel *far_two = two ? channel_far(two) : NULL;
	struct channel *stays = one && one->held ? two : one;
	struct ami_action *ask;

	if (!far_one || !far_two || one == two) {
		act_refuse(act, WIRE_R_UNSUPPORTED, "Both calls must have been answered");
		return;
	}
	ask = redirect(act, stays == one ? far_one : far_two);
	ami_add(ask, "ExtraChannel", "%s", stays->name);
	ami_add(ask, "ExtraContext", "%s", act->context);
	ami_add(ask, "ExtraExten", "%s", act->exten);
	ami_add(ask, "ExtraPriority", "1");
	ami_send(ask, 2000, NULL, act->asterisk);
	AST_SET(act->far, far_one->id);
	AST_SET(act->other, far_two->id);
	act_ask(act, redirect(act, stays == one ? far_two : far_one), is_three);
}

void act_merge(struct act *act)
{
	AST_SET(act->exten, act->asterisk->conf.conference ? act->asterisk->conf.conference : "");
	act_target(act, merge);
}

/* The caller rings one's own phone again. */
static bool rings_here(const struct act *act)
{
	const struct device *d = act_device(act);
	const struct channel *c;

	if (!d)
		return false;
	DL_FOREACH2(d->channels, c, device_next)
	if (c->dialer && !strcmp(c->dialer->id, act->far))
		return true;
	return false;
}

static void take_here(struct act *act)
{
	struct channel *caller = act_far(act);

	if (caller)
		act_ask(act, redirect(act, caller), rings_here);
	else
		act_refuse(act, WIRE_R_NOCALL, NULL);
}

static void bring_here(struct act *act, const struct channel *caller)
{
	const struct device *d = act_device(act);

	if (!d || !device_online(d)) {
		act_refuse(act, WIRE_R_NODEVICE, "That telephone is not connected");
		return;
	}
	AST_SET(act->far, caller->id);
	AST_SET(act->exten, d->extension);
	if (d->hint)
		AST_SET(act->context, d->hint->context);
	act_target(act, take_here);
}

static struct channel *consult_of(const struct asterisk *a, const char *cid)
{
	struct channel *c, *next;

	HASH_ITER (hh, a->channels, c, next)
		if (*cid && !strcmp(c->consult_of, cid))
			return c;
	return NULL;
}

static struct channel *undone(const struct asterisk *a, const struct act *act)
{
	struct channel *c, *next;

	HASH_ITER (hh, a->channels, c, next)
		if (*c->undo_cid && !strcmp(c->undo_cid, act->cid) &&
		    !strcmp(c->undo_device, act->device))
			return c;
	return NULL;
}

/* Ends the consultation and goes on with the first call, or fetches the caller back. */
void act_cancel(struct act *act)
{
	struct asterisk *a = act->asterisk;
	struct channel *own = act_own(act), *consult = consult_of(a, act->cid), *caller;
	struct ami_action *ask;

	if (consult) {
		if (own && own->held && *device_features(a, own->device))
			notify_phone(a, own, "talk");
		AST_SET(act->own, consult->id);
		ask = ami_begin(a->actions, "Hangup");
		ami_add(ask, "Channel", "%s", consult->name);
		ami_add(ask, "Cause", "16");
		act_ask(act, ask, act_is_gone);
		return;
	}
	caller = undone(a, act);
	if (caller)
		bring_here(act, caller);
	else
		act_refuse(act, own ? WIRE_R_INVALID : WIRE_R_NOCALL, NULL);
}

/* What another operator holds, or what waits in a queue, comes to one's own phone. */
void act_claim(struct act *act)
{
	struct channel *other = act_other(act), *caller;

	caller = other->queue ? other : channel_far(other);
	if (!caller || (!other->held && !other->queue)) {
		act_refuse(act, WIRE_R_CONFLICT, NULL);
		return;
	}
	caller->taken = caller->queue != NULL;
	bring_here(act, caller);
}

/* Numbers are dialled as a phone of the house would. */
static const char *inside_context(const struct asterisk *a)
{
	const struct device *d;

	for (d = a->devices; d; d = d->hh.next)
		if (d->phone && *d->context)
			return d->context;
	return "default";
}

static bool has_left_queue(const struct act *act)
{
	const struct channel *c = act_other(act);

	return !c || !c->queue;
}

static void send_on(struct act *act)
{
	struct channel *c = act_other(act);

	if (!c || !c->queue) {
		act_refuse(act, WIRE_R_GONE, NULL);
		return;
	}
	c->taken = true;
	act_ask(act, redirect(act, c), has_left_queue);
}

void act_send(struct act *act)
{
	const struct channel *c = act_other(act);

	if (!c->queue) {
		act_refuse(act, WIRE_R_GONE, NULL);
		return;
	}
	if (act->asterisk->conf.context)
		AST_SET(act->context, act->asterisk->conf.context);
	else if (!*act->context)
		AST_SET(act->context, inside_context(act->asterisk));
	act_target(act, send_on);
}

static const struct parked *parked_of(const struct act *act)
{
	struct parked *p, *next;

	HASH_ITER (hh, act->asterisk->parked, p, next)
		if (!strcmp(p->id, act->far))
			return p;
	return NULL;
}

static bool is_parked(const struct act *act)
{
	return parked_of(act) != NULL;
}

/* Asterisk leaves the parker alone on the line. */
static void note_park(struct act *act)
{
	struct parked *p = (struct parked *)parked_of(act);
	const struct channel *own = act_own(act);

	p->by = act->user;
	free(p->for_json);
	p->for_json = act->for_json;
	act->for_json = NULL;
	parked_tell(act->asterisk, p);
	if (own)
		send_off(act, own);
}

void act_park(struct act *act)
{
	struct channel *own = act_own(act), *far = act_far(act);
	struct ami_action *ask;

	if (*act->slot) {
		act_refuse(act, WIRE_R_UNSUPPORTED, "Asterisk chooses the slot itself");
		return;
	}
	dial_undo(far, own);
	act->after = note_park;
	ask = ami_begin(act->asterisk->actions, "Park");
	ami_add(ask, "Channel", "%s", far->name);
	ami_add(ask, "TimeoutChannel", "%s", own->name);
	if (act->timeout_ms)
		ami_add(ask, "Timeout", "%" PRId64, act->timeout_ms);
	if (*act->lot)
		ami_add(ask, "Parkinglot", "%s", act->lot);
	act_ask(act, ask, is_parked);
}
