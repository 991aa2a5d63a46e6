/* The status line and the key strip. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/language.h"
#include "inside.h"
#include "pane/age.h"
#include "pane/places.h"
#include "pane/row.h"
#include "reception.h"
#include "widget/strip.h"

enum { LABEL_MAX = 160 };

/* How long ago a moment of clock_mono_ms() was. */
static void link_age(const struct console *c, int64_t then, char age[AGE_MAX])
{
	age_since(&c->desk, c->desk.now - (clock_mono_ms() - then), age);
}

enum term_role status_link(const struct console *c, char *out, size_t cap)
{
	int64_t heard = pbx_last_heard(c->pbx), next = pbx_next_try(c->pbx);
	char age[AGE_MAX] = "", wait[32] = "";

	switch (pbx_feed_state(c->pbx)) {
	case PBX_LIVE:
		snprintf(out, cap, "%s", _("live"));
		return ROLE_OK;
	case PBX_CONNECTING:
		snprintf(out, cap, "%s", _("connecting"));
		return ROLE_INFO;
	case PBX_LOADING:
		snprintf(out, cap, "%s", _("loading"));
		return ROLE_INFO;
	case PBX_PAUSED:
		snprintf(out, cap, "%s", _("paused"));
		return ROLE_WARN;
	case PBX_STOPPED:
		snprintf(out, cap, "%s", _("not connected"));
		return ROLE_WARN;
	case PBX_STALE:
		break;
	}
	if (pbx_away_since(c->pbx)) {
		link_age(c, pbx_away_since(c->pbx), age);
		if (c->desk.timers == DESK_TIMERS_OFF)
			snprintf(out, cap, _("telephones lost since %s: what you see is old"), age);
		else
			snprintf(out, cap, _("telephones lost: what you see is %s old"), age);
		return ROLE_ERROR;
	}
	if (heard)
		link_age(c, heard, age);
	if (heard && c->desk.timers == DESK_TIMERS_OFF) {
		snprintf(out, cap, _("link lost since %s: what you see is old"), age);
		return ROLE_ERROR;
	}
	if (next > clock_mono_ms() && c->desk.timers == DESK_TIMERS_ON)
		snprintf(wait, sizeof wait, _(", next try in %d s"),
			 (int)((next - clock_mono_ms() + 999) / 1000));
	snprintf(out, cap, _("link lost: what you see is %s old%s"), *age ? age : _("very"), wait);
	return ROLE_ERROR;
}

/* Whoever is signed in elsewhere as well should know it: two desks answer the same calls. */
static void elsewhere(const struct console *c, char *out, size_t cap)
{
	char id[24];
	unsigned count;

	*out = '\0';
	snprintf(id, sizeof id, "%lld", (long long)pbx_user_id(c->pbx));
	count = places_consoles(pbx_find(c->pbx, PBX_CONTACT, id));
	if (count > 1)
		snprintf(out, cap, P_(", and %u more console", ", and %u more consoles", count - 1),
			 count - 1);
}

void status_draw(struct console *c, struct rect area)
{
	char link[120], who[300], hour[8] = "", unread[32] = "", desk[64], others[48];
	struct pbx_object *writer;
	unsigned messages = chat_unread(c, &writer);
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm local;
	enum term_role role = status_link(c, link, sizeof link);

	if (rect_empty(area))
		return;
	if (c->desk.timers != DESK_TIMERS_OFF && localtime_r(&now, &local))
		language_date(hour, sizeof hour, _("%H:%M"), &local);
	elsewhere(c, others, sizeof others);
	snprintf(who, sizeof who, "%s%s%s%s", pbx_user_name(c->pbx), *c->host ? _(" at ") : "",
		 c->host, others);
	if (messages)
		snprintf(unread, sizeof unread, "  %s %u",
			 term_braille(c->term) ? term_mark_word(TERM_MARK_UNREAD)
					       : term_mark(TERM_MARK_UNREAD),
			 messages);
	reception_status(c, desk, sizeof desk);
	const struct term_span left[] = {
		{.role = ROLE_STATUS, .text = c->options.demo ? "frontdesk demo  " : "frontdesk  "},
		{.role = ROLE_STATUS, .text = desk},
		{.role = ROLE_STATUS, .text = who},
		{.role = ROLE_STATUS, .text = unread},
	};
	const struct term_span right[] = {
		{.role = role, .text = link},
		{.role = ROLE_STATUS, .text = "  "},
		{.role = ROLE_STATUS, .text = hour},
	};
	strip_status(c->term, area, left, 4, right, 3);
}

/* What the strip offers now. */
struct offers {
	struct strip_item items[ACTION_COUNT];
	enum action actions[ACTION_COUNT];
	char keys[ACTION_COUNT][2 * KEY_NAME_MAX], labels[ACTION_COUNT][LABEL_MAX];
	int count;
};

/* Where Enter does the same already, or nothing, there is no second offer. */
static bool is_said(const struct console *c, enum action action)
{
	enum intent_kind kind = c->intent.kind;

	return (action == ACTION_ANSWER && kind == INTENT_ANSWER) ||
	       (action == ACTION_DO && kind == INTENT_NONE) ||
	       (action == ACTION_TRANSFER && kind == INTENT_TRANSFER);
}

static void add_offer(struct console *c, struct offers *o, enum action action)
{
	enum key_context context = c->popup                ? KEYS_POPUP
				   : input_empty(c->input) ? KEYS_EMPTY
							   : KEYS_PANES;
	const char *label = o->labels[o->count];

	if (action == ACTION_DO)
		label = c->intent.text;
	else
		legs_label(c, action, o->labels[o->count], sizeof o->labels[o->count]);
	if (!*label || !offer_has(c, action) || is_said(c, action))
		return;
	keymap_key(c->options.keymap, action, context, o->keys[o->count], sizeof o->keys[o->count]);
	if (!*o->keys[o->count])
		return;
	o->actions[o->count] = action;
	o->items[o->count] =
		(struct strip_item){.key = o->keys[o->count],
				    .text = label,
				    .priority = ACTION_COUNT - action_info(action)->strip};
	o->count++;
}

/* By strip order: the table is short, so each order is looked for in turn. */
static void find_offers(struct console *c, struct offers *o)
{
	unsigned can = act_possible(c);

	o->count = 0;
	for (int wanted = 1; wanted <= ACTION_COUNT; wanted++)
		for (int i = 0; i < ACTION_COUNT; i++)
			if (action_info((enum action)i)->strip == wanted &&
			    !(action_info((enum action)i)->when & ~can))
				add_offer(c, o, (enum action)i);
}

void status_strip(struct console *c, struct rect area)
{
	struct offers offers;

	if (rect_empty(area))
		return;
	if (prompt_leads(c)) {
		prompt_strip(c, area);
		return;
	}
	if (c->dialogue)
		return; /* a dialogue says its own keys */
	find_offers(c, &offers);
	strip_draw(c->term, area, offers.items, offers.count);
}

enum action status_action_at(struct console *c, int x)
{
	struct offers offers;
	int at;

	find_offers(c, &offers);
	at = strip_at(c->strip, offers.items, offers.count, x);
	return at < 0 ? ACTION_NONE : offers.actions[at];
}
