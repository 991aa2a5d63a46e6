/* What was half done when the console was cut off: typed text, page, selection, layout, the open
 * conversation. The next console of the same person on the same PABX takes it up within ten
 * minutes. Digits for a machine and passwords are never written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "inside.h"
#include "reception.h"
#include "resume_file.h"

enum { SOON_MS = 1000, VERSION = 1 };

struct resume {
	struct console *console;
	struct resume_file *file;
	struct loop_timer *soon;
	bool looked; /* for what another console left */
	bool cut;    /* this one is cut off: what it did is kept */
};

/* Questions that can be put again: their action is done anew about the same thing. */
static const enum action asks[] = {ACTION_COMMAND,     ACTION_TAGS, ACTION_PRESENCE,
				   ACTION_SAVE_FILTER, ACTION_NOTE, ACTION_TAKE_MESSAGE,
				   ACTION_PRESENCE_OF};

static bool can_ask(enum action action)
{
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		if (asks[i] == action)
			return true;
	return false;
}

/* ---- Writing ---- */

static struct pane *pane_of(const struct console *c, int i)
{
	return i < PLACE_COUNT ? c->pane[i] : i == PLACE_COUNT ? c->results : NULL;
}

static void add_panes(const struct console *c, cJSON *out)
{
	cJSON *panes = cJSON_AddObjectToObject(out, "panes");
	const struct pane *pane;

	for (int i = 0; (pane = pane_of(c, i)); i++) {
		const char *key = pane->list.moved ? list_selected(&pane->list) : NULL;
		cJSON *item = cJSON_AddObjectToObject(panes, pane->ops->name);

		if (key && *key)
			cJSON_AddStringToObject(item, "selected", key);
		if (key && *key)
			cJSON_AddNumberToObject(item, "top", pane->list.top);
		if (i < PLACE_CALLS)
			cJSON_AddNumberToObject(item, "wider", c->split.steps[i]);
	}
	cJSON_AddStringToObject(out, "focus", c->pane[c->focus]->ops->name);
	cJSON_AddBoolToObject(out, "two", c->split.two);
}

static void add_chat(struct console *c, cJSON *out)
{
	const struct chat *chat = &c->chat;
	const struct chat_draft *draft;
	cJSON *item = cJSON_AddObjectToObject(out, "chat"), *drafts;
	char room[24];

	cJSON_AddBoolToObject(item, "open", chat_is_open(c));
	cJSON_AddNumberToObject(item, "room", (double)chat->room);
	cJSON_AddStringToObject(item, "with", chat->ref);
	cJSON_AddStringToObject(item, "typed", input_text(chat->input));
	drafts = cJSON_AddObjectToObject(item, "drafts");
	for (draft = chat->drafts; draft; draft = draft->next) {
		snprintf(room, sizeof room, "%lld", (long long)draft->room);
		cJSON_AddStringToObject(drafts, room, draft->text);
	}
}

static void add_question(struct console *c, cJSON *out)
{
	const struct reception *r = c->reception;
	const struct prompt *prompt = &c->prompt;
	bool sheet = r->sheet && can_ask(r->open.action);
	bool line = !sheet && prompt->open && !prompt->over && can_ask(prompt->action);
	cJSON *item, *fields;

	if (!sheet && !line)
		return;
	item = cJSON_AddObjectToObject(out, "asks");
	cJSON_AddStringToObject(item, "action",
				action_info(sheet ? r->open.action : prompt->action)->name);
	cJSON_AddStringToObject(item, "about", sheet ? r->ref : prompt->ref);
	fields = cJSON_AddArrayToObject(item, "typed");
	if (line)
		cJSON_AddItemToArray(fields, cJSON_CreateString(input_text(prompt->input)));
	for (int i = 0; sheet && i < sheet_count(r->sheet); i++)
		cJSON_AddItemToArray(fields, cJSON_CreateString(sheet_text(r->sheet, i)));
	if (sheet) {
		cJSON_AddNumberToObject(item, "field", sheet_focus(r->sheet));
		cJSON_AddNumberToObject(item, "time", (double)r->subject.time);
	}
}

/* Who on which PABX. */
static void account(const struct console *c, char *out, size_t cap)
{
	snprintf(out, cap, "%lld@%s", (long long)pbx_user_id(c->pbx), c->host);
}

static void write_now(struct resume *r)
{
	struct console *c = r->console;
	cJSON *out = cJSON_CreateObject();
	char who[160], *text;

	account(c, who, sizeof who);
	cJSON_AddNumberToObject(out, "version", VERSION);
	cJSON_AddStringToObject(out, "account", who);
	cJSON_AddStringToObject(out, "typed", input_text(c->input));
	cJSON_AddStringToObject(out, "searched", c->searched);
	pages_keep(c, cJSON_AddObjectToObject(out, "page"));
	add_panes(c, out);
	add_question(c, out);
	add_chat(c, out);
	text = cJSON_Print(out);
	resume_file_write(r->file, text, strlen(text));
	cJSON_free(text);
	cJSON_Delete(out);
}

static void on_soon(void *ctx)
{
	write_now(ctx);
}

/* ---- Reading ---- */

/* A file is input like any other: clean, and no longer than an input takes. */
static char *text_in(const cJSON *item, const char *name)
{
	const cJSON *value = name ? cJSON_GetObjectItemCaseSensitive(item, name) : item;
	const char *text = cJSON_GetStringValue(value);
	size_t len = text ? strlen(text) : 0, cap = len * 3 + 1;
	char *clean = mem_new(cap, 1);

	text_clean_lines(clean, cap, text ? text : "", len);
	return clean;
}

static double number_in(const cJSON *item, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, name);

	return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

static bool true_in(const cJSON *item, const char *name)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, name));
}

static void take_layout(struct console *c, const cJSON *in)
{
	const cJSON *panes = cJSON_GetObjectItemCaseSensitive(in, "panes");
	char *focus = text_in(in, "focus");

	c->split.two = true_in(in, "two");
	for (int i = 0; i < PLACE_COUNT; i++) {
		const char *name = c->pane[i]->ops->name;
		double wider = number_in(cJSON_GetObjectItemCaseSensitive(panes, name), "wider");

		if (i < PLACE_CALLS && wider > -1000 && wider < 1000)
			c->split.steps[i] = split_limit((long)wider);
		if (strcmp(focus, name) == 0)
			c->focus = (enum place)i;
	}
	free(focus);
}

static void take_typed(struct console *c, const cJSON *in)
{
	char *typed = text_in(in, "typed"), *searched = text_in(in, "searched");

	snprintf(c->searched, sizeof c->searched, "%s", searched);
	input_set(c->input, typed);
	pane_results_search(c->results, input_text(c->input));
	free(typed);
	free(searched);
}

static void take_selections(struct console *c, const cJSON *in)
{
	const cJSON *panes = cJSON_GetObjectItemCaseSensitive(in, "panes"), *item;
	struct pane *pane;

	for (int i = 0; (pane = pane_of(c, i)); i++) {
		item = cJSON_GetObjectItemCaseSensitive(panes, pane->ops->name);
		char *key = text_in(item, "selected");
		double top = number_in(item, "top");

		if (i == PLACE_CALLS)
			pane_calls_refresh(pane);
		if (*key && strlen(key) < LIST_KEY_MAX && list_select(&pane->list, key)) {
			pane->list.moved = true;
			pane->list.top = top > 0 && top < 1e6 ? (int)top : 0;
		} else if (i == PLACE_CALLS && c->focus == PLACE_CALLS) {
			c->focus = PLACE_CONTACTS; /* that call has gone */
		}
		free(key);
	}
}

static void fill_sheet(struct console *c, const cJSON *in, const char *ref)
{
	struct reception *r = c->reception;
	const cJSON *typed = cJSON_GetObjectItemCaseSensitive(in, "typed");
	int count = sheet_count(r->sheet), focus = (int)number_in(in, "field");

	for (int i = 0; i < count; i++) {
		char *text = text_in(cJSON_GetArrayItem(typed, i), NULL);

		sheet_set(r->sheet, i, text);
		free(text);
	}
	sheet_set_focus(r->sheet, focus >= 0 && focus < count ? focus : 0);
	snprintf(r->ref, sizeof r->ref, "%s", ref);
	if (r->open.action == ACTION_TAKE_MESSAGE) {
		snprintf(r->name, sizeof r->name, "%s", sheet_text(r->sheet, 0));
		r->subject.time = (int64_t)number_in(in, "time");
	}
}

/* The action is done as it was, about the same thing, and what was typed is typed. */
static void take_question(struct console *c, const cJSON *whole)
{
	const cJSON *in = cJSON_GetObjectItemCaseSensitive(whole, "asks");
	char *name = text_in(in, "action"), *ref = text_in(in, "about"), *text;
	enum action action = action_find(name);

	if (in && can_ask(action) && strlen(ref) < PANE_REF_MAX) {
		if (*ref && pane_deref(c->pbx, ref))
			snprintf(c->named, sizeof c->named, "%s", ref);
		act(c, action);
		c->named[0] = '\0';
		if (c->reception->sheet) {
			fill_sheet(c, in, ref);
		} else if (c->prompt.open && c->prompt.action == action) {
			text = text_in(cJSON_GetArrayItem(
					       cJSON_GetObjectItemCaseSensitive(in, "typed"), 0),
				       NULL);
			input_clear(c->prompt.input);
			prompt_paste(c, text);
			free(text);
		}
	}
	free(name);
	free(ref);
}

static void take_chat(struct console *c, const cJSON *whole)
{
	const cJSON *in = cJSON_GetObjectItemCaseSensitive(whole, "chat"), *draft;
	char *with = text_in(in, "with"), *typed = text_in(in, "typed");
	double room = number_in(in, "room");

	cJSON_ArrayForEach (draft, cJSON_GetObjectItemCaseSensitive(in, "drafts")) {
		char *text = text_in(draft, NULL);

		chat_keep(c, strtoll(draft->string, NULL, 10), text);
		free(text);
	}
	if (room > 0 && room < 1e15)
		chat_keep(c, (int64_t)room, typed);
	if (true_in(in, "open") && (*with || room > 0)) {
		struct pbx_object *who = *with ? pane_deref(c->pbx, with) : NULL;

		if (room > 0)
			chat_open_room(c, (int64_t)room);
		else if (who)
			chat_open(c, who);
		input_set(c->chat.input, typed);
	}
	free(with);
	free(typed);
}

static bool fits(void *ctx, const char *text)
{
	cJSON *in = cJSON_Parse(text);
	const char *theirs = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(in, "account"));
	char mine[160];

	account(ctx, mine, sizeof mine);
	bool same = theirs && strcmp(theirs, mine) == 0 && number_in(in, "version") == VERSION;
	cJSON_Delete(in);
	return same;
}

/* Whoever has begun something here already keeps it; what he typed before is a key away. */
static bool is_untouched(const struct console *c)
{
	return input_empty(c->input) && !c->prompt.open && !c->dialogue && !c->popup && !c->help &&
	       !c->palette && !c->choice.menu;
}

static void take(struct console *c, const cJSON *in, int64_t when)
{
	char hour[32];

	if (!is_untouched(c)) {
		char *typed = text_in(in, "typed");

		input_remember(c->input, typed);
		free(typed);
		return;
	}
	take_layout(c, in);
	pages_take(c, cJSON_GetObjectItemCaseSensitive(in, "page"));
	take_typed(c, in);
	take_selections(c, in);
	take_question(c, in);
	take_chat(c, in);
	reception_when(c, when, hour, sizeof hour);
	messages_add(c->messages, MESSAGE_INFO, _("Taken up where it was cut off at %s"), hour);
}

void resume_take(struct console *c)
{
	struct resume *r = c->resume;
	int64_t when;
	char *text;

	if (!r || r->looked || c->plain)
		return;
	r->looked = true;
	text = resume_file_claim(c->options.resume, fits, c, &when);
	cJSON *in = text ? cJSON_Parse(text) : NULL;
	if (in)
		take(c, in, when);
	cJSON_Delete(in);
	free(text);
	write_now(r);
	console_dirty(c);
}

/* ---- Life ---- */

void resume_soon(struct console *c)
{
	if (c->resume && c->resume->looked && loop_timer_left(c->resume->soon) < 0)
		loop_timer_set(c->resume->soon, SOON_MS);
}

void resume_touch(struct console *c)
{
	if (c->resume)
		resume_file_touch(c->resume->file);
}

/* Cut off before everything was loaded: what another console left stays for the next one, but for
 * what was begun here already. */
static bool has_nothing(const struct resume *r)
{
	return !r->looked && (is_untouched(r->console) || !pbx_user_id(r->console->pbx));
}

void resume_cut(struct console *c)
{
	if (!c->resume || c->resume->cut || has_nothing(c->resume))
		return;
	c->resume->cut = true;
	write_now(c->resume);
}

void resume_new(struct console *c)
{
	if (!c->options.resume)
		return;
	c->resume = mem_new(1, sizeof *c->resume);
	c->resume->console = c;
	c->resume->file = resume_file_open(c->options.resume);
	c->resume->soon = loop_timer_new(c->loop, on_soon, c->resume);
}

void resume_free(struct console *c)
{
	if (!c->resume)
		return;
	loop_timer_free(&c->resume->soon);
	resume_file_close(&c->resume->file, c->resume->cut);
	free(c->resume);
	c->resume = NULL;
}
