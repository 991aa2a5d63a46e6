/* Calls that are made for one's own phone: it rings first, and then Asterisk goes on. */
#include "act.h"
#include "base/random.h"

/* A comma begins another variable, and quotes are taken away. */
static void add_variable(struct ami_action *ask, const char *name, const char *value)
{
	char clean[AST_NAME];

	AST_SET(clean, value);
	for (char *at = clean; *at; at++)
		if (strchr(",\"\\|()=", *at))
			*at = ' ';
	ami_add(ask, "Variable", "%s=%s", name, clean);
}

/* As caller the called phone shows ours, and ours shows whom it calls: a CallerID would say the
 * same to both. */
static void add_names(struct ami_action *ask, const struct act *act, const char *number)
{
	if (*act->label)
		add_variable(ask, "CONNECTEDLINE(name,i)", act->label);
	if (*number)
		add_variable(ask, "CONNECTEDLINE(num,i)", number);
	if (!act->autoanswer)
		return;
	ami_add(ask, "Variable",
		"PJSIP_HEADER(add,Alert-Info)=<http://localhost>;info=alert-autoanswer;delay=0");
	ami_add(ask, "Variable", "PJSIP_HEADER(add,Call-Info)=<sip:localhost>;answer-after=0");
}

static bool is_made(const struct act *act)
{
	return channel_find(act->asterisk, act->made) != NULL;
}

static struct ami_action *originate(struct act *act)
{
	struct ami_action *ask = ami_begin(act->asterisk->actions, "Originate");
	char id[33];

	random_hex(id, 12);
	snprintf(act->made, sizeof(act->made), "fd-%s", id);
	ami_add(ask, "Channel", "%s", act->device);
	ami_add(ask, "ChannelId", "%s", act->made);
	ami_add(ask, "Timeout", "%" PRId64, act->asterisk->conf.ring_s * 1000);
	ami_add(ask, "Async", "true");
	return ask;
}

static void call_exten(struct act *act)
{
	struct ami_action *ask = originate(act);

	ami_add(ask, "Context", "%s", act->context);
	ami_add(ask, "Exten", "%s", act->exten);
	ami_add(ask, "Priority", "1");
	add_names(ask, act, act->exten);
	act_ask(act, ask, is_made);
}

void act_dial(struct act *act)
{
	act_target(act, call_exten);
}

/* The call in hand is held where the phone can be told to; others hold it by themselves when the
 * second one is taken. */
static void consult(struct act *act)
{
	struct channel *own = act_own(act);

	if (own && !own->held && own->state == CHAN_UP &&
	    *device_features(act->asterisk, own->device))
		notify_phone(act->asterisk, own, "hold");
	call_exten(act);
}

static void mark_consult(struct act *act)
{
	struct channel *made = channel_find(act->asterisk, act->made);
	const struct channel *own = act_own(act);

	if (made && own)
		AST_SET(made->consult_of, own->cid);
}

void act_consult(struct act *act)
{
	const struct channel *own = act_own(act);

	act->after = mark_consult;
	act->autoanswer = own->device->autoanswer;
	if (own->state == CHAN_UP)
		act_target(act, consult);
	else
		act_refuse(act, WIRE_R_UNSUPPORTED, "That call has not been answered");
}

/* The slot's own context, as its hint names it: "park:701@parkedcalls". */
static void find_slot(struct act *act)
{
	char name[AST_NUMBER + 8];
	struct hint *hint, *next;
	const char *at;

	AST_SET(act->exten, act->slot);
	snprintf(name, sizeof(name), "park:%s@", act->exten);
	HASH_ITER (hh, act->asterisk->hints, hint, next)
		if (!strncmp(hint->devices, name, strlen(name))) {
			at = hint->devices + strlen(name);
			snprintf(act->context, sizeof(act->context), "%.*s", (int)strcspn(at, "&,"),
				 at);
			return;
		}
}

void act_retrieve(struct act *act)
{
	const struct parked *p = parked_find(act->asterisk, act->lot, act->slot);

	if (!p) {
		act_refuse(act, WIRE_R_GONE, NULL);
		return;
	}
	AST_SET(act->label, p->label);
	find_slot(act);
	act_target(act, call_exten);
}

/* The call goes on ringing where it rings until one's own phone is lifted. */
void act_pickup(struct act *act)
{
	struct channel *other = act_other(act);
	struct ami_action *ask;
	char number[AST_NUMBER], label[AST_NAME];

	if (other->queue && !other->device) {
		act_claim(act);
		return;
	}
	if (other->state != CHAN_RINGING || other->caller) {
		act_refuse(act, WIRE_R_CONFLICT, NULL);
		return;
	}
	channel_number(other, number, label);
	AST_SET(act->label, label);
	ask = originate(act);
	ami_add(ask, "Application", "PickupChan");
	ami_add(ask, "Data", "%s", other->name);
	add_names(ask, act, number);
	act_ask(act, ask, is_made);
}
