/* The note on a caller or on whoever is selected. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "reception.h"

enum { NOTE_MAX_BYTES = 4000 };

static const struct sheet_field fields[] = {
	{.label = N_("Note"), .hint = N_("All desks see it"), .max = NOTE_MAX_BYTES, .rows = 6},
};

static void on_sheet(struct console *c, enum sheet_result result)
{
	struct reception *r = c->reception;
	const struct pbx_object *object = pane_deref(c->pbx, r->ref);
	const char *text = sheet_text(r->sheet, 0);

	if (result != SHEET_DONE)
		return;
	if (!object) {
		sheet_say(r->sheet, ROLE_WARN, _("The call has gone, and nobody knows its number"));
		return;
	}
	if (*text || pbx_note_on(c->pbx, object))
		pbx_note_write(
			c->pbx, object, text, deed_done,
			deed_new(c, *text ? _("Note on %s") : _("Note on %s deleted"), r->name));
	reception_close(c);
}

/* What a note stays with when the call has ended: the person, else the call. */
static const struct pbx_object *lasting(const struct pbx_object *object)
{
	const struct pbx_object *who =
		pbx_object_class(object) == PBX_CALL || pbx_object_class(object) == PBX_PARKED
			? pbx_call_who(object)
			: object;

	return who ? who : object;
}

void act_note(struct console *c)
{
	const struct pbx_object *about = reception_subject(c);
	struct reception *r = c->reception;
	char title[160];

	if (!about) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Note: there is no call, and nothing is selected"));
		return;
	}
	about = lasting(about);
	const struct pbx_object *note = pbx_note_on(c->pbx, about);
	snprintf(title, sizeof title, _("Note on %s"), console_name(about));
	reception_open_sheet(c, sheet_new(title, fields, 1),
			     _("Enter keep  empty deletes  Esc back"), on_sheet);
	pane_ref(about, r->ref);
	snprintf(r->name, sizeof r->name, "%s", console_name(about));
	sheet_set(r->sheet, 0, note ? pbx_note_text(note) : "");
	if (note) {
		snprintf(title, sizeof title, _("Written by %s"), pbx_note_by(note));
		sheet_say(r->sheet, ROLE_DIM, title);
	}
}
