/* Presence of somebody else, set by the desk: in a meeting until 14:30. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "reception.h"

enum { SHOW, STATUS, UNTIL, FIELDS };

static const char *const shows[] = {N_("online"), N_("away"), N_("dnd"), N_("their own"), NULL};
static const struct sheet_field fields[FIELDS] = {
	[SHOW] = {.label = N_("Presence"), .choices = shows},
	[STATUS] = {.label = N_("Status"), .hint = N_("In a meeting"), .max = 250},
	[UNTIL] = {.label = N_("Until"), .hint = N_("14:30, or empty"), .max = 10},
};

static void on_sheet(struct console *c, enum sheet_result result)
{
	struct reception *r = c->reception;
	const struct pbx_object *who = pane_deref(c->pbx, r->ref);
	const char *show = sheet_text(r->sheet, SHOW), *status = sheet_text(r->sheet, STATUS);
	int64_t until = reception_until(c, sheet_text(r->sheet, UNTIL));
	bool own = strcmp(show, "their own") == 0;

	if (result != SHEET_DONE)
		return;
	if (until < 0 || !who) {
		sheet_say(r->sheet, ROLE_WARN,
			  who ? _("Until is a time of day, as 14:30") : _("That person has gone"));
		sheet_set_focus(r->sheet, UNTIL);
		return;
	}
	pbx_set_status_of(c->pbx, who, own ? NULL : show, own ? NULL : status, own ? 0 : until,
			  deed_done,
			  deed_new(c, "%s: %s%s%s%s%s", r->name, own ? _("as they say") : _(show),
				   own || !*status ? "" : ", ", own ? "" : status,
				   own || !until ? "" : _(" until "),
				   own || !until ? "" : sheet_text(r->sheet, UNTIL)));
	reception_close(c);
}

void act_presence_of(struct console *c)
{
	struct reception *r = c->reception;
	const struct pbx_object *row = console_selected(c);
	const struct pbx_object *who = row && (pbx_object_class(row) == PBX_CONTACT ||
					       pbx_object_class(row) == PBX_ADDRESS)
					       ? pbx_who_contact(row)
					       : NULL;
	char title[160];

	if (!who) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Presence: only people of the company have one"));
		return;
	}
	if (!pbx_who_is_me(who) && !pbx_permission(c->pbx, "receptionist")) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Presence of others is set by receptionists only"));
		return;
	}
	snprintf(title, sizeof title, _("Presence of %s"), console_name(who));
	reception_open_sheet(c, sheet_new(title, fields, FIELDS),
			     _("Enter set  Left Right choose  Tab next field  Esc back"), on_sheet);
	pane_ref(who, r->ref);
	snprintf(r->name, sizeof r->name, "%s", console_name(who));
	if (*pbx_contact_show(who))
		sheet_set(r->sheet, SHOW, pbx_contact_show(who));
	sheet_set(r->sheet, STATUS, pbx_contact_status(who));
}
