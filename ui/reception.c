#include "reception.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/mem.h"
#include "telling.h"

enum { DAY_MS = 86400000 };

/* ---- The last call ---- */

static void asked_for(const struct pbx_object *call, char *out, size_t cap)
{
	cJSON *from = cJSON_Parse(pbx_call_returnedFrom(call));
	const char *who = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(from, "who"));

	snprintf(out, cap, "%s", who ? who : "");
	cJSON_Delete(from);
}

static void remember(struct last_call *last, const struct pbx_object *call)
{
	snprintf(last->name, sizeof last->name, "%s", pbx_call_name(call));
	snprintf(last->number, sizeof last->number, "%s", pbx_call_number(call));
	asked_for(call, last->asked, sizeof last->asked);
	last->time = pbx_call_stamp(call) > 0 ? pbx_call_stamp(call) : clock_wall_ms();
}

static const char *answered_by(struct console *c, const struct pbx_object *call)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(c->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *device = pbx_call_device(calls[i]);
		const char *state = pbx_call_state(calls[i]);

		if (device && pbx_owner_of(device) && !pbx_call_is_mine(calls[i]) &&
		    strcmp(pbx_call_linked(calls[i]), pbx_call_linked(call)) == 0 &&
		    strcmp(pbx_call_party(calls[i]), "callee") == 0 &&
		    (strcmp(state, "up") == 0 || strcmp(state, "hold") == 0))
			return pbx_who_name(pbx_owner_of(device));
	}
	return NULL;
}

static void lose(struct console *c, const struct pbx_object *call, const char *who)
{
	messages_news(c->messages, MESSAGE_INFO, _("%s: already answered by %s"),
		      console_name(call), who);
	pane_ref(call, c->reception->lost);
	snprintf(c->reception->lost_to, sizeof c->reception->lost_to, "%s", who);
}

const char *reception_lost_to(const struct console *c, const char *call)
{
	return *call && strcmp(call, c->reception->lost) == 0 ? c->reception->lost_to : NULL;
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct console *c = ctx;

	(void)changed;
	if (event == PBX_DELETED) {
		history_count(c);
		return;
	}
	if (!pbx_call_is_mine(call))
		return;
	if (strcmp(pbx_call_state(call), "up") == 0)
		remember(&c->reception->last, call);
	if (strcmp(pbx_call_state(call), "dead") == 0 &&
	    strcmp(pbx_call_cause(call), "elsewhere") == 0 &&
	    strcmp(pbx_call_party(call), "callee") == 0) {
		const char *who = answered_by(c, call);
		if (who)
			lose(c, call, who);
	}
}

struct pbx_object *reception_call(const struct console *c)
{
	struct pbx_object *call = calls_current(c);

	return call ? call : calls_ringing(c);
}

struct pbx_object *reception_subject(struct console *c)
{
	struct pbx_object *call = reception_call(c), *row = console_selected(c);
	bool chosen = !input_empty(c->input) || keys_focused(c)->list.moved;

	return row && (chosen || !call) ? row : call;
}

/* ---- Time of day ---- */

void reception_when(const struct console *c, int64_t ms, char *out, size_t cap)
{
	time_t then = (time_t)(ms / 1000), now = (time_t)(c->desk.now / 1000);
	struct tm t, today;

	localtime_r(&then, &t);
	localtime_r(&now, &today);
	bool same_day = t.tm_yday == today.tm_yday && t.tm_year == today.tm_year;
	bool this_week = c->desk.now - ms < INT64_C(6) * DAY_MS;
	language_date(out, cap,
		      same_day    ? _("%H:%M")
		      : this_week ? _("%a %H:%M")
				  : _("%d/%m %H:%M"),
		      &t);
}

int64_t reception_until(const struct console *c, const char *text)
{
	time_t now = (time_t)(pbx_server_time(c->pbx) / 1000);
	int hour, minute, end = 0;
	struct tm t;

	text += strspn(text, " ");
	if (!*text)
		return 0;
	if (sscanf(text, "%2d:%2d %n", &hour, &minute, &end) != 2 || text[end] || hour < 0 ||
	    hour > 23 || minute < 0 || minute > 59)
		return -1;
	localtime_r(&now, &t);
	t.tm_hour = hour;
	t.tm_min = minute;
	t.tm_sec = 0;
	t.tm_isdst = -1;
	time_t then = mktime(&t);
	if (then <= now) {
		t.tm_mday++;
		t.tm_isdst = -1;
		then = mktime(&t);
	}
	return (int64_t)then * 1000;
}

/* ---- Sheets and menus as dialogues ---- */

static void sheet_draw_it(void *ctx, struct term *term, struct rect area)
{
	struct console *c = ctx;

	sheet_draw(c->reception->sheet, term, area, c->reception->open.keys);
}

static void sheet_key_it(void *ctx, struct term_key key)
{
	struct console *c = ctx;
	enum sheet_result result = sheet_key(c->reception->sheet, key);

	if (result == SHEET_BACK)
		reception_close(c);
	else if (result != SHEET_STAYS)
		c->reception->open.sheet_fn(c, result);
}

static void sheet_paste_it(void *ctx, const char *text)
{
	sheet_paste(((struct console *)ctx)->reception->sheet, text);
}

static void sheet_tell_it(void *ctx, struct telling *telling)
{
	telling_sheet(telling, ((struct console *)ctx)->reception->sheet);
}

static const struct console_dialogue sheet_dialogue = {sheet_draw_it, sheet_key_it, sheet_paste_it,
						       sheet_tell_it};

static void menu_draw_it(void *ctx, struct term *term, struct rect area)
{
	menu_draw(((struct console *)ctx)->reception->menu, term, area);
}

static void menu_key_it(void *ctx, struct term_key key)
{
	struct console *c = ctx;
	enum menu_result result = menu_handle(c->reception->menu, key);

	if (result == MENU_CANCELLED) {
		reception_close(c);
	} else if (result == MENU_CHOSEN) {
		char chosen[LIST_KEY_MAX];
		void (*fn)(struct console *, const char *) = c->reception->open.menu_fn;
		bool quits = c->reception->quits;
		snprintf(chosen, sizeof chosen, "%s", menu_chosen(c->reception->menu));
		reception_close(c);
		c->reception->quits = quits;
		fn(c, chosen);
	}
}

static void menu_paste_it(void *ctx, const char *text)
{
	menu_paste(((struct console *)ctx)->reception->menu, text);
}

static void menu_tell_it(void *ctx, struct telling *telling)
{
	telling_menu(telling, ((struct console *)ctx)->reception->menu);
}

static const struct console_dialogue menu_dialogue = {menu_draw_it, menu_key_it, menu_paste_it,
						      menu_tell_it};

void reception_close(struct console *c)
{
	sheet_free(&c->reception->sheet);
	menu_free(&c->reception->menu);
	c->reception->leaving = c->reception->quits = false;
	console_set_dialogue(c, NULL, NULL);
}

void reception_open_sheet(struct console *c, struct sheet *sheet, const char *keys,
			  void (*fn)(struct console *c, enum sheet_result result))
{
	reception_close(c);
	c->reception->sheet = sheet;
	c->reception->open.keys = keys;
	c->reception->open.action = c->acting;
	c->reception->open.sheet_fn = fn;
	console_set_dialogue(c, &sheet_dialogue, c);
}

void reception_open_menu(struct console *c, struct menu *menu,
			 void (*fn)(struct console *c, const char *key))
{
	reception_close(c);
	c->reception->menu = menu;
	c->reception->open.menu_fn = fn;
	console_set_dialogue(c, &menu_dialogue, c);
}

/* ---- Keys a transfer, what was dialled ---- */

void reception_key(struct console *c)
{
	c->reception->keys++;
}

void reception_deed(struct console *c, enum pbx_call_action action)
{
	if (action == PBX_CALL_XFER_ACTION || action == PBX_CALL_COMPLETE_ACTION) {
		c->reception->transfers++;
		c->reception->transfer_keys += c->reception->keys;
	}
	if (action != PBX_CALL_ATXFER_ACTION)
		c->reception->keys = 0;
}

void reception_dialled(struct console *c, const struct pbx_target *to, const char *name)
{
	struct reception *r = c->reception;
	const char *number = to->number;

	if (!number && to->object)
		number = pbx_object_class(to->object) == PBX_QUEUE ? pbx_queue_extension(to->object)
								   : pbx_who_number(to->object);
	snprintf(r->dialled, sizeof r->dialled, "%s", number ? number : "");
	snprintf(r->dialled_name, sizeof r->dialled_name, "%s", name);
}

/* ---- Life ---- */

void reception_live(struct console *c)
{
	outbox_flush(c->reception->outbox);
	history_count(c);
	if (!c->reception->was_live)
		operator_live(c);
	c->reception->was_live = true;
}

void reception_status(struct console *c, char *out, size_t cap)
{
	unsigned missed = history_missed(c), unsent = outbox_unsent(c->reception->outbox);
	size_t len = 0;

	out[0] = '\0';
	if (missed)
		len = (size_t)snprintf(out, cap, _("%s %u missed  "),
				       term_braille(c->term) ? "" : term_mark(TERM_MARK_MISSED),
				       missed);
	if (unsent && len < cap)
		snprintf(out + len, cap - len, _("%u unsent  "), unsent);
}

void reception_new(struct console *c)
{
	c->reception = mem_new(1, sizeof *c->reception);
	c->reception->c = c;
	c->reception->outbox = outbox_new(c);
	pbx_listen(c->pbx, PBX_CALL, NULL, PBX_UPDATE | PBX_DELETED, on_call, c);
}

void reception_free(struct console *c)
{
	struct reception *r = c->reception;

	if (!r)
		return;
	pbx_unlisten(c->pbx, PBX_CALL, NULL, on_call, c);
	sheet_free(&r->sheet);
	menu_free(&r->menu);
	outbox_free(&r->outbox);
	history_free(&r->history);
	figures_free(&r->figures);
	free(r->taken);
	free(r);
	c->reception = NULL;
}
