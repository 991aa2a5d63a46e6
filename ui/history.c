/* Own calls and those of the queues that ring here: missed first, a range and a filter that the
 * operator chooses, and Enter calls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "pane/row.h"
#include "reception.h"
#include "telling.h"
#include "widget/frame.h"
#include "widget/input.h"
#include "widget/list.h"

enum { BOX_COLS = 110, ROWS_MAX = 1000, COUNT_MAX = 500, FOLDED_MAX = 512, SETTLE_MS = 300 };

static const char seen_setting[] = "history.seen";

enum kind { KIND_MISSED, KIND_ANSWERED, KIND_ELSEWHERE, KIND_MADE };
struct entry {
	char key[24];
	char *name, *number, *queue, *by;
	char folded[FOLDED_MAX];
	enum kind kind;
	bool reached; /* a call out that was answered */
	int64_t stamp, duration;
};

enum show { SHOW_MISSED_FIRST, SHOW_MISSED, SHOW_ANSWERED, SHOW_MADE, SHOW_BY_TIME, SHOW_COUNT };
enum range { RANGE_TODAY, RANGE_WEEK, RANGE_MONTH, RANGE_ALL, RANGE_COUNT };
static const char *const show_names[] = {N_("missed first"), N_("missed"), N_("answered"),
					 N_("made"), N_("by time")};
static const char *const range_names[] = {N_("today"), N_("this week"), N_("30 days"),
					  N_("everything")};

struct history {
	struct console *c;
	struct entry *entries;
	unsigned count, *shown, shown_count;
	enum show show;
	enum range range;
	struct input *filter;
	struct list list;
	char said[200];
	unsigned missed; /* since it was looked at */
	bool counting, again, open, reads;
	struct loop_timer *settle;
};

/* ---- Entries ---- */

static void entries_free(struct history *h)
{
	for (unsigned i = 0; i < h->count; i++) {
		free(h->entries[i].name);
		free(h->entries[i].number);
		free(h->entries[i].queue);
		free(h->entries[i].by);
	}
	free(h->entries);
	free(h->shown);
	h->entries = NULL;
	h->shown = NULL;
	h->count = h->shown_count = 0;
}

static char *text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	return text_clean_dup(text ? text : "", 256);
}

static int64_t number_of(const cJSON *object, const char *name)
{
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsNumber(number) ? (int64_t)number->valuedouble : 0;
}

static enum kind kind_of(const cJSON *object)
{
	const char *party = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "party"));
	const cJSON *by = cJSON_GetObjectItemCaseSensitive(object, "answeredBy");

	if (!party || strcmp(party, "caller") == 0 || strcmp(party, "noanswer") == 0)
		return KIND_MADE;
	if (strcmp(party, "callee") == 0)
		return KIND_ANSWERED;
	return cJSON_IsString(by) ? KIND_ELSEWHERE : KIND_MISSED;
}

static void fill(const struct console *c, struct entry *e, const cJSON *object)
{
	char *queue = text_of(object, "queue"), words[FOLDED_MAX];
	const struct pbx_object *known = pbx_find(c->pbx, PBX_QUEUE, queue);

	snprintf(e->key, sizeof e->key, "%lld", (long long)number_of(object, "callID"));
	e->name = text_of(object, "remoteName");
	e->number = text_of(object, "remoteNumber");
	e->queue = known ? mem_dup(pbx_queue_label(known)) : mem_dup(queue);
	e->by = text_of(object, "answeredBy");
	e->kind = kind_of(object);
	e->stamp = number_of(object, "stamp");
	e->duration = number_of(object, "duration") * 1000;
	e->reached = e->kind == KIND_MADE && e->duration > 0;
	snprintf(words, sizeof words, "%s %s %s %s", e->name, e->number, e->queue, e->by);
	text_fold(e->folded, sizeof e->folded, words);
	free(queue);
}

static bool wanted(const struct history *h, const struct entry *e, const char *folded)
{
	if (*folded && !strstr(e->folded, folded))
		return false;
	switch (h->show) {
	case SHOW_MISSED:
		return e->kind == KIND_MISSED;
	case SHOW_ANSWERED:
		return e->kind == KIND_ANSWERED || e->kind == KIND_ELSEWHERE;
	case SHOW_MADE:
		return e->kind == KIND_MADE;
	default:
		return true;
	}
}

/* The newest come first as they are; missed calls go before all others where that is chosen. */
static void choose(struct history *h)
{
	int passes = h->show == SHOW_MISSED_FIRST ? 2 : 1;
	char folded[FOLDED_MAX];

	text_fold(folded, sizeof folded, input_text(h->filter));
	h->shown_count = 0;
	for (int pass = 0; pass < passes; pass++)
		for (unsigned i = 0; i < h->count; i++) {
			bool missed = h->entries[i].kind == KIND_MISSED;
			if ((passes == 1 || missed == (pass == 0)) &&
			    wanted(h, &h->entries[i], folded))
				h->shown[h->shown_count++] = i;
		}
	list_reset(&h->list);
}

/* ---- What was missed since it was looked at ---- */

static int64_t midnight(const struct console *c, int days_ago)
{
	time_t now = (time_t)(pbx_server_time(c->pbx) / 1000);
	struct tm t;

	localtime_r(&now, &t);
	t.tm_mday -= days_ago;
	t.tm_hour = t.tm_min = t.tm_sec = 0;
	t.tm_isdst = -1;
	return (int64_t)mktime(&t) * 1000;
}

static int64_t seen(const struct console *c)
{
	const struct pbx_object *setting = pbx_find(c->pbx, PBX_SETTING, seen_setting);

	return setting ? strtoll(pbx_setting_value(setting), NULL, 10) : midnight(c, 0);
}

static void count_now(void *ctx);

static void on_counted(void *ctx, const struct pbx_result *result)
{
	struct history *h = ctx;
	cJSON *list = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;
	const cJSON *object;

	h->counting = false;
	if (list) {
		h->missed = 0;
		cJSON_ArrayForEach (object, list)
			h->missed += kind_of(object) == KIND_MISSED;
		console_dirty(h->c);
	}
	cJSON_Delete(list);
	if (h->again)
		loop_timer_set(h->settle, SETTLE_MS);
	h->again = false;
}

static void count_now(void *ctx)
{
	struct history *h = ctx;

	if (h->counting) {
		h->again = true;
		return;
	}
	h->counting = true;
	pbx_history(h->c->pbx, &(struct pbx_period){.since = seen(h->c) + 1, .max_rows = COUNT_MAX},
		    on_counted, h);
}

/* ---- The dialogue ---- */

static int count_rows(void *ctx)
{
	return (int)((struct history *)ctx)->shown_count;
}

static const struct entry *entry_at(const struct history *h, int row)
{
	return &h->entries[h->shown[row]];
}

static const char *row_key(void *ctx, int row)
{
	return entry_at(ctx, row)->key;
}

static void describe(const struct entry *e, char *out, size_t cap)
{
	switch (e->kind) {
	case KIND_MISSED:
		snprintf(out, cap, "%s", _("missed"));
		break;
	case KIND_ELSEWHERE:
		snprintf(out, cap, "%s", e->by);
		break;
	case KIND_ANSWERED:
		snprintf(out, cap, "%s", _("answered"));
		break;
	case KIND_MADE:
		snprintf(out, cap, "%s", e->reached ? _("made") : _("no answer"));
		break;
	}
}

static enum term_mark kind_mark(enum kind kind)
{
	return kind == KIND_MISSED ? TERM_MARK_MISSED
	       : kind == KIND_MADE ? TERM_MARK_OUTGOING
				   : TERM_MARK_INCOMING;
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	struct history *h = ctx;
	const struct entry *e = entry_at(h, row->row);
	enum term_mark mark = kind_mark(e->kind);
	char when[32], what[80], elapsed[16] = "";

	reception_when(h->c, e->stamp, when, sizeof when);
	describe(e, what, sizeof what);
	if (e->duration)
		row_elapsed(e->duration, elapsed);
	const struct term_span spans[] = {
		{.role = term_mark_role(mark), .text = term_mark(mark), .width = 2},
		{.role = ROLE_DIM, .text = when, .width = 13},
		{.role = ROLE_TEXT, .text = *e->name ? e->name : e->number, .width = -3},
		{.text = " "},
		{.role = ROLE_TEXT, .text = e->number, .width = 14},
		{.text = " "},
		{.role = ROLE_DIM, .text = e->queue, .width = -1},
		{.text = " "},
		{.role = ROLE_TEXT, .text = what, .width = -2},
		{.role = ROLE_DIM, .text = elapsed, .width = 7, .right = true},
	};
	term_spans(term, row->area.y, row->area.x, row->area.cols,
		   row->role == ROLE_TEXT ? ROLE_POPUP : row->role, spans,
		   sizeof spans / sizeof *spans);
}

static void say_row(void *ctx, int row, char *out, size_t cap)
{
	struct history *h = ctx;
	const struct entry *e = entry_at(h, row);
	char when[32], what[80], elapsed[16] = "";

	reception_when(h->c, e->stamp, when, sizeof when);
	describe(e, what, sizeof what);
	if (e->duration)
		row_elapsed(e->duration, elapsed);
	snprintf(out, cap, "%s, %s%s%s%s%s, %s%s%s", what, *e->name ? e->name : "",
		 *e->name ? ", " : "", e->number, *e->queue ? ", " : "", e->queue, when,
		 *elapsed ? ", " : "", elapsed);
}

static const struct list_source source = {count_rows, row_key, draw_row, NULL, say_row};

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct history *h = ctx;
	int cols = area.cols - 2 < BOX_COLS ? area.cols - 2 : BOX_COLS;
	char title[120];

	snprintf(title, sizeof title, _("Calls: %s, %s"), _(show_names[h->show]),
		 _(range_names[h->range]));
	struct rect inside = frame_box(term, rect_centre(area, area.rows - 2, cols), title,
				       _("Enter call  Tab which  Left Right range  Esc back"));
	struct rect line = rect_take_top(&inside, 1);
	input_draw(h->filter, term, line, ">", *h->said ? h->said : _("type to filter"), false);
	list_draw(&h->list, term, inside, true);
}

/* What the operator has looked at counts as missed no more, on every desk of his. */
static void mark_seen(struct history *h)
{
	int64_t newest = 0;
	char value[24];

	for (unsigned i = 0; i < h->count; i++)
		newest = h->entries[i].stamp > newest ? h->entries[i].stamp : newest;
	h->missed = 0;
	if (newest <= seen(h->c))
		return;
	snprintf(value, sizeof value, "%lld", (long long)newest);
	pbx_set_setting(h->c->pbx, seen_setting, value, NULL, NULL);
}

static void on_history(void *ctx, const struct pbx_result *result)
{
	struct history *h = ctx;
	cJSON *list = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;
	const cJSON *object;

	h->reads = false;
	if (!list) {
		snprintf(h->said, sizeof h->said, "%s", result->text);
		console_dirty(h->c);
		return;
	}
	entries_free(h);
	h->said[0] = '\0';
	h->entries = mem_new((size_t)cJSON_GetArraySize(list) + 1, sizeof *h->entries);
	h->shown = mem_new((size_t)cJSON_GetArraySize(list) + 1, sizeof *h->shown);
	cJSON_ArrayForEach (object, list)
		fill(h->c, &h->entries[h->count++], object);
	cJSON_Delete(list);
	choose(h);
	mark_seen(h);
	console_dirty(h->c);
}

static void read_range(struct history *h)
{
	static const int days[RANGE_COUNT] = {0, 6, 30, 0};
	int64_t since = h->range == RANGE_ALL ? 0 : midnight(h->c, days[h->range]);

	h->reads = true;
	snprintf(h->said, sizeof h->said, "%s", _("reading ..."));
	pbx_history(h->c->pbx, &(struct pbx_period){.since = since, .max_rows = ROWS_MAX},
		    on_history, h);
}

static void call_selected(struct history *h)
{
	const char *key = list_selected(&h->list);
	const struct entry *e = key && h->shown_count ? entry_at(h, h->list.row) : NULL;
	struct console *c = h->c;

	if (!e)
		return;
	if (!*e->number) {
		snprintf(h->said, sizeof h->said, "%s", _("This caller gave no number"));
		return;
	}
	reception_close(c);
	deed_dial(c, &(struct pbx_target){.number = e->number}, *e->name ? e->name : e->number);
}

static void key_pressed(void *ctx, struct term_key key)
{
	struct history *h = ctx;

	if (key.code == KEY_ESC && input_empty(h->filter)) {
		reception_close(h->c);
	} else if (key.code == KEY_ESC) {
		input_clear(h->filter);
		choose(h);
	} else if (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER) {
		call_selected(h);
	} else if (key.code == KEY_TAB || key.code == KEY_BACKTAB) {
		int by = key.code == KEY_TAB ? 1 : SHOW_COUNT - 1;
		h->show = (enum show)(((int)h->show + by) % SHOW_COUNT);
		choose(h);
	} else if (!key.mods && (key.code == KEY_LEFT || key.code == KEY_RIGHT)) {
		int by = key.code == KEY_RIGHT ? 1 : RANGE_COUNT - 1;
		h->range = (enum range)(((int)h->range + by) % RANGE_COUNT);
		read_range(h);
	} else if (!list_handle(&h->list, key) && input_handle(h->filter, key) == INPUT_CHANGED) {
		choose(h);
	}
}

static void pasted(void *ctx, const char *text)
{
	struct history *h = ctx;

	if (input_paste(h->filter, text) == INPUT_CHANGED)
		choose(h);
}

static void tell(void *ctx, struct telling *telling)
{
	struct history *h = ctx;

	telling->waits = h->reads;
	buf_printf(&telling->text, _("Calls, %s, %s: %s"), _(show_names[h->show]),
		   _(range_names[h->range]), *h->said ? h->said : "");
	if (!*h->said)
		buf_printf(&telling->text, "%u", h->shown_count);
	telling->list = &h->list;
	telling->keys = _("Enter call, Tab which, Left Right range");
}

static const struct console_dialogue history_dialogue = {draw, key_pressed, pasted, tell};

/* ---- What others call ---- */

static struct history *of(struct console *c)
{
	struct history *h = c->reception->history;

	if (h)
		return h;
	h = c->reception->history = mem_new(1, sizeof *h);
	h->c = c;
	h->filter = input_new(120);
	h->settle = loop_timer_new(c->loop, count_now, h);
	list_init(&h->list, &source, h);
	h->list.empty = _("No calls here: Left and Right choose another range.");
	return h;
}

void history_free(struct history **slot)
{
	struct history *h = *slot;

	if (!h)
		return;
	*slot = NULL;
	entries_free(h);
	input_free(&h->filter);
	loop_timer_free(&h->settle);
	free(h);
}

void history_count(struct console *c)
{
	loop_timer_set(of(c)->settle, SETTLE_MS);
}

unsigned history_missed(const struct console *c)
{
	return c->reception->history ? c->reception->history->missed : 0;
}

void act_history(struct console *c)
{
	struct history *h = of(c);

	reception_close(c);
	input_clear(h->filter);
	choose(h);
	read_range(h);
	console_set_dialogue(c, &history_dialogue, h);
}

/* ---- Redial ---- */

static void redial(struct console *c, const char *number, const char *name)
{
	deed_dial(c, &(struct pbx_target){.number = number}, *name ? name : number);
}

/* The last call out of the records. */
static void on_last(void *ctx, const struct pbx_result *result)
{
	struct history *h = ctx;
	cJSON *list = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;
	const cJSON *object;
	struct entry e = {.kind = KIND_MISSED};

	cJSON_ArrayForEach (object, list) {
		if (kind_of(object) != KIND_MADE)
			continue;
		fill(h->c, &e, object);
		break;
	}
	cJSON_Delete(list);
	if (e.kind == KIND_MADE && *e.number)
		redial(h->c, e.number, e.name);
	else
		messages_add(h->c->messages, MESSAGE_REFUSED, _("Redial: %s"),
			     result->outcome == PBX_DONE ? _("you have not called anybody lately")
							 : result->text);
	free(e.name);
	free(e.number);
	free(e.queue);
	free(e.by);
	console_dirty(h->c);
}

void act_redial(struct console *c)
{
	struct reception *r = c->reception;
	char number[sizeof r->dialled], name[sizeof r->dialled_name];

	/* Dialling remembers what is dialled. */
	memcpy(number, r->dialled, sizeof number);
	memcpy(name, r->dialled_name, sizeof name);
	if (*number)
		redial(c, number, name);
	else
		pbx_history(c->pbx, &(struct pbx_period){.since = midnight(c, 6), .max_rows = 200},
			    on_last, of(c));
}
