/* What is no call: queue members, presence and texts. */
#include <openssl/evp.h>

#include "act.h"

static struct member *member_of(const struct act *act)
{
	struct queue *q;

	HASH_FIND_STR(act->asterisk->queues, act->queue, q);
	return q ? queue_member(q, act->device) : NULL;
}

static bool is_paused_so(const struct act *act)
{
	const struct member *m = member_of(act);

	return m && m->paused == act->paused;
}

void act_member(struct act *act)
{
	const struct member *m = member_of(act);
	struct ami_action *ask;

	if (!m) {
		act_refuse(act, WIRE_R_NOTARGET, NULL);
		return;
	}
	ask = ami_begin(act->asterisk->actions, "QueuePause");
	ami_add(ask, "Queue", "%s", act->queue);
	ami_add(ask, "Interface", "%s", m->interface);
	ami_add(ask, "Paused", act->paused ? "true" : "false");
	if (*act->label)
		ami_add(ask, "Reason", "%s", act->label);
	act_ask(act, ask, is_paused_so);
}

/* Commas divide what Asterisk reads, and every text may be written in a presence. */
static void encode(char *out, size_t cap, const char *text)
{
	size_t len = strlen(text);

	*out = '\0';
	if (4 * ((len + 2) / 3) < cap)
		EVP_EncodeBlock((unsigned char *)out, (const unsigned char *)text, (int)len);
}

static const char *status_of(const char *show)
{
	if (!strcmp(show, "away") || !strcmp(show, "dnd"))
		return show;
	return *show ? "available" : "unavailable";
}

void ast_choose(void *impl, int64_t cID, const char *show, const char *status)
{
	struct asterisk *a = impl;
	struct switch_person person;
	struct hint *hint, *next;
	struct ami_action *ask;
	char text[400];

	if (!a->live)
		return;
	encode(text, sizeof(text), status);
	HASH_ITER (hh, a->hints, hint, next) {
		if (strncmp(hint->presentity, "CustomPresence:", 15) != 0 ||
		    ast_owner(a, hint->exten, &person) != cID)
			continue;
		presence_sent(a, hint->presentity, show, status);
		ask = ami_begin(a->actions, "Setvar");
		ami_add(ask, "Variable", "PRESENCE_STATE(%s)", hint->presentity);
		ami_add(ask, "Value", "%s,,%s%s", status_of(show), text, *text ? ",e" : "");
		ami_send(ask, 5000, NULL, a);
	}
}

static struct device *phone_of(const struct asterisk *a, int64_t cID)
{
	struct device *d, *next;

	HASH_ITER (hh, a->devices, d, next)
		if (d->phone && d->owner == cID)
			return d;
	return NULL;
}

void ast_write(void *impl, int64_t from, int64_t to, const char *text)
{
	struct asterisk *a = impl;
	const struct device *sender = phone_of(a, from), *phone = phone_of(a, to);
	struct ami_action *ask;
	char body[12000];

	if (!a->live || !phone || !device_online(phone) || strncmp(phone->name, "PJSIP/", 6) != 0)
		return;
	ask = ami_begin(a->actions, "MessageSend");
	ami_add(ask, "To", "pjsip:%s", phone->name + 6);
	if (sender)
		ami_add(ask, "From", "\"%s\" <sip:%s@%s>", sender->label, sender->extension,
			a->conf.host);
	else
		ami_add(ask, "From", "%s", a->conf.message_from);
	encode(body, sizeof(body), text);
	ami_add(ask, "Base64Body", "%s", body);
	ami_send(ask, 5000, NULL, a);
}
