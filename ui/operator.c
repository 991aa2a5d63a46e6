/* The state of the desk: who is at it, coming and leaving, night service, and the note for whoever
 * takes over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "reception.h"

enum { NOTE_MAX_BYTES = 4000, TEXT_MAX = 16 << 10 };

static struct pbx_object *operator_of(const struct console *c, int64_t cID)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", (long long)cID);
	return pbx_find(c->pbx, PBX_OPERATOR, key);
}

static const char *my_state(const struct console *c)
{
	const struct pbx_object *mine = operator_of(c, pbx_user_id(c->pbx));

	return mine ? pbx_operator_state(mine) : "";
}

static const struct pbx_object *person_of(const struct console *c, const struct pbx_object *desk)
{
	return pbx_find(c->pbx, PBX_CONTACT, pbx_object_key(desk));
}

static const char *company_of(const struct console *c, int64_t cID)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", (long long)cID);
	const struct pbx_object *person = pbx_find(c->pbx, PBX_CONTACT, key);
	return person ? pbx_contact_company(person) : "";
}

static bool is_last(const struct console *c)
{
	unsigned count;
	struct pbx_object *const *desks = pbx_list(c->pbx, PBX_OPERATOR, &count);
	int64_t me = pbx_user_id(c->pbx);

	for (unsigned i = 0; i < count; i++)
		if (pbx_operator_cID(desks[i]) != me &&
		    strcmp(pbx_operator_state(desks[i]), "on") == 0 &&
		    strcmp(company_of(c, pbx_operator_cID(desks[i])), company_of(c, me)) == 0)
			return false;
	return true;
}

static bool may_night(const struct console *c)
{
	return pbx_permission(c->pbx, "nightmode") || pbx_permission(c->pbx, "sysadmin");
}

/* ---- Notes of who was here before ---- */

static void add_note(struct buf *text, const struct console *c, const struct pbx_object *desk)
{
	const struct pbx_object *person = person_of(c, desk);

	if (*pbx_operator_note(desk))
		buf_printf(text, "%s%s:\n%s\n", text->len ? "\n" : "",
			   person ? pbx_who_name(person) : _("Somebody"), pbx_operator_note(desk));
}

/* Shows the hand-over notes to who comes on duty; nothing where there are none. */
static void show_notes(struct console *c)
{
	unsigned count;
	struct pbx_object *const *desks = pbx_list(c->pbx, PBX_OPERATOR, &count);
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (unsigned i = 0; i < count; i++)
		add_note(&text, c, desks[i]);
	if (text.len) {
		popup_free(&c->popup);
		c->popup = popup_text(_("Handed over"), text.data);
	}
	buf_free(&text);
}

/* ---- Changing the state ---- */

static void ask_last(struct console *c);

static void finish_change(struct console *c, const char *state)
{
	if (c->reception->quits)
		c->options.quit(c->options.ctx);
	else if (strcmp(state, "on") == 0)
		show_notes(c);
}

static void on_changed(void *ctx, const struct pbx_result *result)
{
	struct desk_change *change = ctx;
	struct console *c = change->c;
	bool last = result->outcome == PBX_REFUSED && strcmp(result->reason, "conflict") == 0;

	change->c = NULL; /* it may be used again */
	if (result->outcome == PBX_DONE)
		messages_add(c->messages, MESSAGE_DONE, "%s", change->said);
	else if (!last)
		messages_add(c->messages, MESSAGE_REFUSED, "%s: %s", change->said, result->text);
	if (last)
		ask_last(c);
	else if (result->outcome == PBX_DONE)
		finish_change(c, change->state);
	else
		c->reception->quits = false;
	console_dirty(c);
}

static void set_state(struct console *c, const char *state, bool stay, const char *said)
{
	struct desk_change *change = &c->reception->change;

	if (change->c) {
		messages_add(c->messages, MESSAGE_INFO, _("The desk is just changing"));
		return;
	}
	change->c = c;
	snprintf(change->state, sizeof change->state, "%s", state);
	snprintf(change->said, sizeof change->said, "%s", said);
	pbx_set_desk(c->pbx, &(struct pbx_desk){.state = state, .stay = stay}, on_changed, change);
}

/* ---- The last one who leaves ---- */

static void on_last_answer(struct console *c, const char *key)
{
	if (strcmp(key, "night") == 0)
		set_state(c, "night", false, _("Night service is on, you are absent"));
	else if (strcmp(key, "stay") == 0)
		set_state(c, "off", true, _("You are absent, callers wait in the queue"));
	else
		c->reception->quits = false;
}

static void ask_last(struct console *c)
{
	struct menu *menu = menu_new(_("You are the last at the desk: and callers?"));
	bool quits = c->reception->quits;

	menu_add(menu, "night", _("Night service: they may leave a message"),
		 may_night(c) ? NULL : _("not permitted"), !may_night(c));
	menu_add(menu, "stay", _("They wait, and this telephone goes on ringing"), NULL, false);
	menu_add(menu, "cancel", _("I stay at the desk"), NULL, false);
	reception_open_menu(c, menu, on_last_answer);
	c->reception->leaving = true;
	c->reception->quits = quits;
}

static void leave(struct console *c)
{
	if (strcmp(my_state(c), "on") == 0 && is_last(c))
		ask_last(c);
	else
		set_state(c, "off", false, _("You are absent: the others get the calls"));
}

bool operator_asks(struct console *c)
{
	struct reception *r = c->reception;

	/* Who presses the key again means it. */
	if (r->leaving || r->quits || pbx_feed_state(c->pbx) != PBX_LIVE || c->options.demo ||
	    strcmp(my_state(c), "on") != 0)
		return false;
	leave(c);
	r->quits = true;
	return true;
}

void operator_live(struct console *c)
{
	const char *state = my_state(c);

	if (strcmp(state, "off") == 0)
		set_state(c, "on", false, _("You are at the desk"));
	else if (strcmp(state, "night") == 0)
		messages_add(c->messages, MESSAGE_WARN,
			     _("Night service is on: come to the desk with \"operator\""));
	else if (strcmp(state, "on") == 0)
		show_notes(c);
}

/* ---- The menu ---- */

static unsigned held_by(const struct console *c, int64_t cID, const char **first)
{
	unsigned count, held = 0;
	struct pbx_object *const *calls = pbx_list(c->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *device = pbx_call_device(calls[i]);

		if (!device || strcmp(pbx_call_state(calls[i]), "hold") != 0 ||
		    pbx_device_userID(device) != cID)
			continue;
		*first = held++ ? *first : console_name(calls[i]);
	}
	return held;
}

/* "Agnes Müller   at the desk since 09:00, holds Jane Caller and 1 more" */
static void add_desk(struct console *c, struct menu *menu, const struct pbx_object *desk)
{
	const struct pbx_object *person = person_of(c, desk);
	const char *state = pbx_operator_state(desk), *first = "";
	unsigned held = held_by(c, pbx_operator_cID(desk), &first);
	char when[32], note[200], key[32];

	reception_when(c, pbx_operator_since(desk), when, sizeof when);
	int len = snprintf(note, sizeof note, _("%s since %s"),
			   strcmp(state, "on") == 0      ? _("at the desk")
			   : strcmp(state, "night") == 0 ? _("night")
							 : _("absent"),
			   when);
	if (held)
		len += snprintf(note + len, sizeof note - (size_t)len, _(", holds %s"), first);
	if (held > 1)
		snprintf(note + len, sizeof note - (size_t)len, _(" and %u more"), held - 1);
	snprintf(key, sizeof key, "who%s", pbx_object_key(desk));
	menu_add(menu, key, person ? pbx_who_name(person) : _("Somebody"), note, true);
}

static void add_desks(struct console *c, struct menu *menu)
{
	unsigned count;
	struct pbx_object *const *desks = pbx_list(c->pbx, PBX_OPERATOR, &count);

	for (unsigned i = 0; i < count; i++)
		add_desk(c, menu, desks[i]);
}

static const char *value_word(const char *value)
{
	return strcmp(value, "sched") == 0 ? _("by schedule")
	       : strcmp(value, "on") == 0  ? _("on")
	       : strcmp(value, "off") == 0 ? _("off")
					   : value;
}

/* The night modes that have a name. */
static void add_modes(struct console *c, struct menu *menu)
{
	unsigned count;
	struct pbx_object *const *modes = pbx_list(c->pbx, PBX_NIGHTMODE, &count);
	const char *company = company_of(c, pbx_user_id(c->pbx));

	for (unsigned i = 0; i < count; i++) {
		char key[LIST_KEY_MAX], text[160];

		if (!*pbx_nightmode_name(modes[i]) ||
		    strcmp(pbx_nightmode_company(modes[i]), company) != 0)
			continue;
		snprintf(key, sizeof key, "nm%s", pbx_object_key(modes[i]));
		snprintf(text, sizeof text, _("Night mode %s ..."), pbx_nightmode_name(modes[i]));
		menu_add(menu, key, text, value_word(pbx_nightmode_value(modes[i])), !may_night(c));
	}
}

static void on_mode(struct console *c, const char *value)
{
	const struct pbx_object *mode = pbx_find(c->pbx, PBX_NIGHTMODE, c->reception->ref);

	if (mode)
		pbx_set_nightmode(c->pbx, mode, value, deed_done,
				  deed_new(c, _("Night mode %s: %s"), pbx_nightmode_name(mode),
					   value_word(value)));
}

static void choose_mode(struct console *c, const char *key)
{
	const struct pbx_object *mode = pbx_find(c->pbx, PBX_NIGHTMODE, key);
	char title[160];

	if (!mode)
		return;
	snprintf(title, sizeof title, _("Night mode %s"), pbx_nightmode_name(mode));
	struct menu *menu = menu_new(title);
	menu_add(menu, "on", _("On: the office is closed"), NULL, false);
	menu_add(menu, "off", _("Off: the office is open"), NULL, false);
	menu_add(menu, "sched", _("By schedule"), NULL, false);
	menu_select(menu, pbx_nightmode_value(mode));
	reception_open_menu(c, menu, on_mode);
	snprintf(c->reception->ref, sizeof c->reception->ref, "%s", key);
}

static void on_note(struct console *c, enum sheet_result result)
{
	if (result != SHEET_DONE)
		return;
	pbx_set_desk(c->pbx, &(struct pbx_desk){.note = sheet_text(c->reception->sheet, 0)},
		     deed_done, deed_new(c, _("Note for whoever takes over")));
	reception_close(c);
}

static void edit_note(struct console *c)
{
	static const struct sheet_field fields[] = {
		{.label = N_("Note"),
		 .hint = N_("What whoever takes over must know"),
		 .max = NOTE_MAX_BYTES,
		 .rows = 6},
	};
	const struct pbx_object *mine = operator_of(c, pbx_user_id(c->pbx));

	reception_open_sheet(c, sheet_new(_("Hand over"), fields, 1),
			     _("Enter keep  empty deletes  Esc back"), on_note);
	sheet_set(c->reception->sheet, 0, mine ? pbx_operator_note(mine) : "");
}

static void on_menu(struct console *c, const char *key)
{
	if (strcmp(key, "on") == 0)
		set_state(c, "on", false, _("You are at the desk"));
	else if (strcmp(key, "off") == 0)
		leave(c);
	else if (strcmp(key, "night") == 0)
		set_state(c, "night", false, _("Night service is on, you are absent"));
	else if (strcmp(key, "note") == 0)
		edit_note(c);
	else if (strncmp(key, "nm", 2) == 0)
		choose_mode(c, key + 2);
}

void act_operator(struct console *c)
{
	const char *state = my_state(c);
	struct menu *menu;

	if (!pbx_permission(c->pbx, "receptionist")) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("The desk is for receptionists: you have not got that permission"));
		return;
	}
	menu = menu_new(_("The desk"));
	menu_add(menu, "on", _("I am at the desk"), strcmp(state, "on") == 0 ? _("now") : NULL,
		 false);
	menu_add(menu, "off", _("I am absent: the others get the calls"),
		 strcmp(state, "off") == 0 ? _("now") : NULL, false);
	menu_add(menu, "night", _("Night service: callers may leave a message"),
		 strcmp(state, "night") == 0 ? _("now")
		 : may_night(c)              ? NULL
					     : _("not permitted"),
		 !may_night(c));
	menu_add(menu, "note", _("Note for whoever takes over ..."), NULL, false);
	add_modes(c, menu);
	add_desks(c, menu);
	reception_open_menu(c, menu, on_menu);
}
