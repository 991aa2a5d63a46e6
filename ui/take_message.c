/* Taking a message: who called and for whom is filled in, the text is the operator's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/mail.h"
#include "reception.h"

enum { FOR, CALLER, NUMBER, VIA, TEXT, FIELDS };
enum { TEXT_MAX_BYTES = 4000, HITS = 16 };

static const char *const ways[] = {N_("chat"), N_("e-mail"), NULL};
static const struct sheet_field fields[FIELDS] = {
	[FOR] = {.label = N_("For"), .hint = N_("a name"), .max = 120},
	[CALLER] = {.label = N_("Caller"), .hint = N_("who called"), .max = 120},
	[NUMBER] = {.label = N_("Number"), .hint = N_("to ring back"), .max = 60},
	[VIA] = {.label = N_("Send by"), .choices = ways},
	[TEXT] = {.label = N_("Message"),
		  .hint = N_("What shall they know?"),
		  .max = TEXT_MAX_BYTES,
		  .rows = 6},
};

static bool is_somebody(const struct pbx_object *object)
{
	return object &&
	       (pbx_object_class(object) == PBX_CONTACT || pbx_object_class(object) == PBX_ADDRESS);
}

/* The person or entry that a name means best. */
static struct pbx_object *named(struct console *c, const char *name)
{
	struct pbx_object *hits[HITS];
	unsigned count = *name ? pbx_search(c->pbx, name, hits, HITS) : 0;

	for (unsigned i = 0; i < count; i++)
		if (is_somebody(hits[i]))
			return hits[i];
	return NULL;
}

static void choose_way(struct console *c, const struct pbx_object *who)
{
	bool mail = who && c->options.sendmail && *pbx_who_email(who);
	bool chat = who && pbx_who_can_chat(who);
	bool there = who && strcmp(pbx_who_show(who), "online") == 0;

	sheet_set(c->reception->sheet, VIA, mail && (!chat || !there) ? "e-mail" : "chat");
}

static void set_for(struct console *c, const struct pbx_object *who)
{
	struct reception *r = c->reception;

	if (!who)
		return;
	pane_ref(who, r->ref);
	snprintf(r->name, sizeof r->name, "%s", console_name(who));
	sheet_set(r->sheet, FOR, r->name);
	choose_way(c, who);
}

/* Whom the name in the sheet means; it is completed, so that it is seen before it is sent. */
static struct pbx_object *resolve(struct console *c)
{
	struct reception *r = c->reception;
	const char *typed = sheet_text(r->sheet, FOR);
	struct pbx_object *who = *r->ref ? pane_deref(c->pbx, r->ref) : NULL;

	if (who && strcmp(typed, r->name) == 0)
		return who;
	who = named(c, typed);
	r->ref[0] = '\0';
	set_for(c, who);
	return who;
}

static void say(struct console *c, const char *text)
{
	sheet_say(c->reception->sheet, ROLE_WARN, text);
}

/* What is missing, and the field where it is; NULL if the message can go. */
static const char *missing(const struct console *c, const struct pbx_object *who, int *field)
{
	const struct sheet *sheet = c->reception->sheet;
	bool mail = strcmp(sheet_text(sheet, VIA), "e-mail") == 0;

	*field = FOR;
	if (!who)
		return *sheet_text(sheet, FOR) ? _("Nobody has that name") : _("For whom is it?");
	*field = TEXT;
	if (!*sheet_text(sheet, TEXT))
		return _("There is no message yet");
	*field = VIA;
	if (mail && !c->options.sendmail)
		return _("No mail command is configured (sendmail in frontdesk.conf)");
	if (mail && !mail_is_address(pbx_who_email(who)))
		return _("There is no e-mail address: choose chat");
	if (!mail && pbx_who_is_me(who))
		return _("That is you: choose somebody else, or e-mail");
	if (!mail && !pbx_who_contact(who))
		return _("Chat reaches people of the company only: choose e-mail");
	return NULL;
}

static void send(struct console *c, const struct pbx_object *who)
{
	struct reception *r = c->reception;
	bool mail = strcmp(sheet_text(r->sheet, VIA), "e-mail") == 0;
	struct outgoing message = {
		.name = (char *)console_name(who),
		.to = mail ? (char *)pbx_who_email(who) : NULL,
		.caller = (char *)sheet_text(r->sheet, CALLER),
		.number = (char *)sheet_text(r->sheet, NUMBER),
		.text = (char *)sheet_text(r->sheet, TEXT),
		.time = r->subject.time,
	};

	pane_ref(who, message.ref);
	outbox_send(r->outbox, &message);
	reception_close(c);
}

static void on_sheet(struct console *c, enum sheet_result result)
{
	char before[128];
	int field;

	snprintf(before, sizeof before, "%s", sheet_text(c->reception->sheet, FOR));
	const struct pbx_object *who = resolve(c);
	if (result != SHEET_DONE)
		return;
	const char *why = missing(c, who, &field);
	if (why) {
		say(c, why);
		sheet_set_focus(c->reception->sheet, field);
	} else if (strcmp(before, sheet_text(c->reception->sheet, FOR)) != 0) {
		say(c, _("Is that who is meant? Enter sends it"));
	} else {
		send(c, who);
	}
}

/* The call in hand, else the last one. */
static void find_subject(struct console *c)
{
	struct reception *r = c->reception;
	const struct pbx_object *call = reception_call(c);

	r->subject = r->last;
	if (!r->subject.time)
		r->subject.time = pbx_server_time(c->pbx);
	if (!call)
		return;
	if (strcmp(r->last.number, pbx_call_number(call)) != 0)
		r->subject.asked[0] = '\0';
	snprintf(r->subject.name, sizeof r->subject.name, "%s", pbx_call_name(call));
	snprintf(r->subject.number, sizeof r->subject.number, "%s", pbx_call_number(call));
	if (pbx_call_stamp(call) > 0)
		r->subject.time = pbx_call_stamp(call);
}

/* Whom the operator chose, else who did not answer when the caller came back. */
static const struct pbx_object *asked_for(struct console *c)
{
	const struct pbx_object *row = console_selected(c);
	bool chosen = !input_empty(c->input) || keys_focused(c)->list.moved;

	if (chosen && is_somebody(row))
		return row;
	return named(c, c->reception->subject.asked);
}

void act_take_message(struct console *c)
{
	struct reception *r = c->reception;
	char title[80], when[32];

	find_subject(c);
	const struct pbx_object *who = asked_for(c);
	reception_when(c, r->subject.time, when, sizeof when);
	snprintf(title, sizeof title, _("Take a message, call at %s"), when);
	reception_open_sheet(c, sheet_new(title, fields, FIELDS),
			     _("Enter send  Tab next field  Esc back"), on_sheet);
	r->ref[0] = r->name[0] = '\0';
	sheet_set(r->sheet, CALLER, r->subject.name);
	sheet_set(r->sheet, NUMBER, r->subject.number);
	set_for(c, who);
	sheet_set_focus(r->sheet, who ? TEXT : FOR);
}
