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

static int order(const struct action_info *info)
{
	return info->strip;
}

void status_strip(struct console *c, struct rect area)
{
	struct strip_item items[ACTION_COUNT];
	char keys[ACTION_COUNT][2 * KEY_NAME_MAX], labels[ACTION_COUNT + 1][LABEL_MAX];
	enum key_context context = c->popup                ? KEYS_POPUP
				   : input_empty(c->input) ? KEYS_EMPTY
							   : KEYS_PANES;
	unsigned can = act_possible(c);
	int count = 0;

	if (rect_empty(area))
		return;
	if (prompt_leads(c)) {
		prompt_strip(c, area);
		return;
	}
	if (c->dialogue)
		return; /* a dialogue says its own keys */
	/* By strip order: the table is short, so each order is looked for in turn. */
	for (int wanted = 1; wanted <= ACTION_COUNT; wanted++)
		for (int i = 0; i < ACTION_COUNT; i++) {
			const struct action_info *info = action_info((enum action)i);
			const char *label = labels[count];
			if (order(info) != wanted || info->when & ~can)
				continue;
			if (i == ACTION_DO)
				label = c->intent.text;
			else
				legs_label(c, (enum action)i, labels[count], sizeof labels[count]);
			if (!*label || !offer_has(c, (enum action)i))
				continue;
			if (i == ACTION_ANSWER && c->intent.kind == INTENT_ANSWER)
				continue;
			if (i == ACTION_DO && c->intent.kind == INTENT_NONE)
				continue;
			if (i == ACTION_TRANSFER && c->intent.kind == INTENT_TRANSFER)
				continue; /* Enter does it */
			keymap_key(c->options.keymap, (enum action)i, context, keys[count],
				   sizeof keys[count]);
			if (!*keys[count])
				continue;
			items[count] = (struct strip_item){.key = keys[count],
							   .text = label,
							   .priority = ACTION_COUNT - wanted};
			count++;
		}
	strip_draw(c->term, area, items, count);
}
