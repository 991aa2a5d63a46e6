/* All about one object, as text for a popup. */
#include <stdio.h>
#include <string.h>

#include "age.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/text.h"
#include "pane.h"
#include "places.h"
#include "row.h"

enum { DETAILS_MAX = 16 << 10, LABEL_COLS = 11 };

static void line(struct buf *out, const char *label, const char *value)
{
	if (value && *value)
		buf_printf(out, "%s%*s %s\n", label, text_gap(label, LABEL_COLS), "", value);
}

static void numbers(struct buf *out, const struct pbx_object *who)
{
	unsigned count = pbx_who_numbers(who);

	if (!count)
		line(out, _("Number"), pbx_who_number(who));
	for (unsigned i = 0; i < count; i++) {
		const char *type = "", *number = pbx_who_number_at(who, i, &type);
		const char *label = i ? "" : _("Numbers");

		buf_printf(out, "%s%*s %s%s%s%s\n", label, text_gap(label, LABEL_COLS), "", number,
			   *type ? " (" : "", row_number_kind(type), *type ? ")" : "");
	}
}

static void tags(struct buf *out, const struct pbx_object *who)
{
	unsigned count = pbx_who_tags(who);

	if (count)
		buf_printf(out, "%s%*s", _("Tags"), text_gap(_("Tags"), LABEL_COLS), "");
	for (unsigned i = 0; i < count; i++)
		buf_printf(out, " #%s", pbx_who_tag(who, i));
	if (count)
		buf_add_char(out, '\n');
}

/* With his own state, for whoever asks "who else can help me?". */
static void deputy(struct buf *out, const struct desk *desk, const struct pbx_object *contact)
{
	const struct pbx_object *who = row_deputy(desk, contact);

	if (who)
		buf_printf(out, "%s%*s %s  %s  (%s, %s)\n", _("Deputy"),
			   text_gap(_("Deputy"), LABEL_COLS), "", pbx_who_name(who),
			   pbx_who_number(who), term_mark_word(row_phone_mark(desk, who)),
			   term_mark_word(row_presence_mark(desk, who)));
}

static void devices(struct buf *out, const struct desk *desk, const struct pbx_object *contact)
{
	const char *label = _("Devices");
	unsigned count;
	struct pbx_object *const *list = pbx_list(desk->pbx, PBX_DEVICE, &count);

	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *device = list[i];
		bool up = strcmp(pbx_device_state(device), "up") == 0;

		if (pbx_device_userID(device) != pbx_contact_cID(contact))
			continue;
		buf_printf(out, "%s%*s %s %s (%s)\n", label, text_gap(label, LABEL_COLS), "",
			   pbx_device_name(device), pbx_device_extension(device),
			   desk->stale ? term_mark_word(TERM_MARK_STALE)
			   : up        ? term_mark_word(row_blf_mark(pbx_device_blf(device)))
				       : _("not registered"));
		label = "";
	}
}

static void person_state(struct buf *out, const struct desk *desk, const struct pbx_object *contact)
{
	char until[32], places[400];

	line(out, _("Phone"), term_mark_word(row_phone_mark(desk, contact)));
	if (pbx_contact_dnd(contact))
		line(out, "", _("do not disturb"));
	line(out, _("Forwarded"), pbx_contact_forward(contact));
	row_until(desk->now, pbx_contact_until(contact), until);
	buf_printf(out, "%s%*s %s%s%s%s\n", _("Presence"), text_gap(_("Presence"), LABEL_COLS), "",
		   term_mark_word(row_presence_mark(desk, contact)),
		   *pbx_contact_status(contact) ? ", " : "", pbx_contact_status(contact), until);
	if (places_of(contact, places, sizeof places))
		line(out, _("Signed in"), places);
}

/* With people of other companies one chats after they have agreed. */
static void link_state(struct buf *out, const struct pbx_object *contact)
{
	static const char *const words[][2] = {
		{"asking", N_("asked for, not answered yet")},
		{"asked", N_("asks you: link accept or delete")},
		{"both", N_("agreed")},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(pbx_who_link(contact), words[i][0]) == 0)
			line(out, _("Chat link"), _(words[i][1]));
}

static void add_note(struct buf *out, const struct pbx_object *note)
{
	if (note)
		buf_printf(out, "\n%s\n(%s)\n", pbx_note_text(note), pbx_note_by(note));
}

static void notes(struct buf *out, const struct desk *desk, const struct pbx_object *who)
{
	add_note(out, row_note(desk, who, pbx_who_number(who), ""));
}

static void person(struct buf *out, const struct desk *desk, const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	if (contact)
		person_state(out, desk, contact);
	numbers(out, who);
	line(out, _("Company"), contact ? pbx_contact_companyName(contact) : pbx_who_company(who));
	line(out, _("Department"), pbx_who_department(who));
	line(out, _("Title"), contact ? pbx_contact_title(contact) : "");
	line(out, _("E-mail"), pbx_who_email(who));
	tags(out, who);
	if (contact) {
		deputy(out, desk, contact);
		devices(out, desk, contact);
		link_state(out, contact);
	}
	notes(out, desk, who);
}

static void call(struct buf *out, const struct desk *desk, const struct pbx_object *o)
{
	char elapsed[AGE_MAX];
	int64_t since = row_call_since(o);
	const struct pbx_object *who = pbx_call_who(o);

	line(out, _("State"), row_call_word(o));
	if (since)
		line(out, _("For"), age_words(desk, since, elapsed));
	line(out, _("Number"), pbx_call_number(o));
	line(out, _("Called"), pbx_call_ddi(o));
	line(out, _("Greeting"), pbx_call_greeting(o));
	line(out, _("Queue"), pbx_call_queue(o));
	if (who) {
		buf_add_char(out, '\n');
		person(out, desk, who);
	} else {
		add_note(out, pbx_note_on(desk->pbx, o));
	}
}

static void queue(struct buf *out, const struct desk *desk, const struct pbx_object *o)
{
	int64_t depth = pbx_queue_depth(o), longest = pbx_queue_longest(o);
	char elapsed[AGE_MAX];

	line(out, _("Queue"), pbx_queue_label(o));
	line(out, _("Number"), pbx_queue_extension(o));
	if (depth != PBX_UNKNOWN)
		buf_printf(out, "%s%*s %lld\n", _("Waiting"), text_gap(_("Waiting"), LABEL_COLS),
			   "", (long long)depth);
	if (longest > 0)
		line(out, _("Longest"), age_words(desk, longest * 1000, elapsed));
}

static void parked(struct buf *out, const struct desk *desk, const struct pbx_object *o)
{
	int64_t since = row_call_since(o), returns = pbx_parked_returns(o);
	char elapsed[AGE_MAX];

	line(out, _("Parked"), pbx_parked_name(o));
	line(out, _("Number"), pbx_parked_number(o));
	line(out, _("Slot"), pbx_parked_slot(o));
	if (since)
		line(out, _("For"), age_words(desk, since, elapsed));
	if (returns > desk->now)
		line(out, _("Returns"), age_until(desk, returns, elapsed));
}

char *pane_details(const struct desk *desk, const struct pbx_object *object)
{
	struct buf out;

	buf_init(&out, DETAILS_MAX);
	switch (pbx_object_class(object)) {
	case PBX_CONTACT:
	case PBX_ADDRESS:
		person(&out, desk, object);
		break;
	case PBX_CALL:
		call(&out, desk, object);
		break;
	case PBX_QUEUE:
		queue(&out, desk, object);
		break;
	case PBX_PARKED:
		parked(&out, desk, object);
		break;
	case PBX_DEVICE:
		line(&out, _("Device"), pbx_device_name(object));
		line(&out, _("Extension"), pbx_device_extension(object));
		line(&out, _("State"), pbx_device_state(object));
		line(&out, _("Phone"), pbx_device_phone(object));
		line(&out, _("Mailbox"), pbx_device_mailbox(object));
		break;
	default:
		line(&out, pbx_class_name(pbx_object_class(object)), pbx_object_key(object));
	}
	return buf_take(&out);
}
