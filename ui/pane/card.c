#include "card.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/language.h"
#include "base/text.h"
#include "row.h"
#include "widget/frame.h"
#include "widget/wrap.h"

enum { NOTE_ROWS = 3, USUAL_ROWS = 3, WHEN_MAX = 24, DAY_S = 86400, ONE_LINE_SPANS = 8 };

/* Rows one after the other; without a terminal they are only counted. */
struct pen {
	const struct desk *desk;
	struct term *term;
	struct rect area;
	int row;
};

static void spans(struct pen *pen, const struct term_span *list, int count)
{
	if (pen->term && pen->row < pen->area.rows)
		term_spans(pen->term, pen->area.y + pen->row, pen->area.x, pen->area.cols,
			   ROLE_TEXT, list, count);
	pen->row++;
}

static void line(struct pen *pen, enum term_role role, const char *text)
{
	spans(pen, &(struct term_span){.role = role, .text = text, .width = -1}, 1);
}

static const char *number_of(const struct pbx_object *call)
{
	return *pbx_call_number(call) ? pbx_call_number(call) : pbx_call_qnumber(call);
}

static const char *name_of(const struct pbx_object *call, const struct pbx_object *who)
{
	const char *name = who ? pbx_who_name(who) : pbx_call_label(call);

	return *name ? name : *pbx_call_qname(call) ? pbx_call_qname(call) : _("unknown caller");
}

/* ---- Who it is ---- */

static void add_identity(struct pen *pen, const struct pbx_object *call,
			 const struct pbx_object *who)
{
	const char *name = name_of(call, who), *number = number_of(call);
	const char *company = who ? pbx_who_company(who) : "";
	const char *department = who ? pbx_who_department(who) : "";
	char place[160];
	const struct term_span list[] = {
		{.role = ROLE_STRONG,
		 .text = name,
		 .width = pen->term && term_braille(pen->term) ? 0 : -1},
		{.role = ROLE_TEXT, .text = "", .width = 1},
		{.role = ROLE_DIM, .text = strcmp(number, name) != 0 ? number : ""},
	};

	spans(pen, list, 3);
	if (strcmp(company, name) == 0)
		company = "";
	snprintf(place, sizeof place, "%s%s%s", company, *company && *department ? ", " : "",
		 department);
	if (*place)
		line(pen, ROLE_DIM, place);
}

static void add_tags(struct pen *pen, const struct pbx_object *who)
{
	char tags[160];

	row_tags(who, tags, sizeof tags);
	if (*tags)
		line(pen, ROLE_TAG, tags);
}

static void add_note(struct pen *pen, const struct pbx_object *note)
{
	struct wrap wrap = {.count = 0};

	wrap_make(&wrap, pbx_note_text(note), pen->area.cols);
	for (int i = 0; i < wrap.count && i < NOTE_ROWS; i++)
		line(pen, ROLE_WARN, wrap.line[i]);
	wrap_free(&wrap);
}

/* ---- Whom he wants ---- */

static void add_usual(struct pen *pen, const struct card *card)
{
	unsigned shown = 0;

	for (unsigned i = 0; i < card->usual_count && shown < USUAL_ROWS; i++) {
		const struct pbx_object *who = pane_deref(pen->desk->pbx, card->usual[i]);
		const struct list_row row = {
			.area = {pen->area.y + pen->row + !shown, pen->area.x, 1, pen->area.cols},
			.role = ROLE_TEXT};

		if (!who)
			continue;
		if (!shown++)
			line(pen, ROLE_DIM, _("Usually wants"));
		if (pen->term && pen->row < pen->area.rows)
			row_person(pen->desk, who, &row);
		pen->row++;
	}
}

/* ---- His last calls ---- */

/* "09:15" today, "Mon 09:15" within a week, else "12 Nov". */
static void when_text(int64_t now, int64_t stamp, char *out, size_t cap)
{
	time_t seconds = (time_t)(stamp / 1000), today = (time_t)(now / 1000);
	struct tm then, at;

	*out = '\0';
	if (!localtime_r(&seconds, &then) || !localtime_r(&today, &at))
		return;
	if (then.tm_year == at.tm_year && then.tm_yday == at.tm_yday)
		language_date(out, cap, _("%H:%M"), &then);
	else if (today - seconds < 6 * DAY_S)
		language_date(out, cap, _("%a %H:%M"), &then);
	else
		language_date(out, cap, _("%d %b"), &then);
}

static void called_by(const char *who, bool answered, char *out, size_t cap)
{
	if (!*who)
		snprintf(out, cap, "%s", answered ? _("we called") : _("we called, not answered"));
	else
		snprintf(out, cap, answered ? _("%s called") : _("%s called, not answered"), who);
}

static void add_call(struct pen *pen, const struct card_call *call)
{
	bool answered = strcmp(call->outcome, "answered") == 0;
	char when[WHEN_MAX], how[120], elapsed[16] = "";

	when_text(pen->desk->now, call->stamp, when, sizeof when);
	if (call->ours)
		called_by(call->by, answered, how, sizeof how);
	else if (answered)
		snprintf(how, sizeof how, "%s", *call->by ? call->by : _("answered"));
	else
		snprintf(how, sizeof how, "%s",
			 strcmp(call->outcome, "voicemail") == 0 ? _("voicemail")
								 : _("not answered"));
	if (answered)
		row_elapsed(call->duration * 1000, elapsed);
	const struct term_span list[] = {
		{.role = ROLE_DIM, .text = when, .width = 10},
		{.role = answered ? ROLE_TEXT : ROLE_WARN, .text = how, .width = -1},
		{.role = ROLE_DIM, .text = elapsed, .width = 6, .right = true},
	};
	spans(pen, list, 3);
}

static void add_calls(struct pen *pen, const struct card *card)
{
	if (card->state == CARD_ASKED)
		line(pen, ROLE_DIM, _("Looking for earlier calls"));
	if (card->state != CARD_KNOWN)
		return;
	line(pen, ROLE_DIM, card->call_count ? _("Last calls") : _("No earlier call is known"));
	for (unsigned i = 0; i < card->call_count; i++)
		add_call(pen, &card->calls[i]);
}

static void add_all(struct pen *pen, const struct card *card, const struct pbx_object *call,
		    bool with_usual)
{
	const struct pbx_object *who = pbx_call_who(call);
	const struct pbx_object *note = row_note(pen->desk, who, number_of(call), card->key);

	add_identity(pen, call, who);
	if (who)
		add_tags(pen, who);
	if (note)
		add_note(pen, note);
	if (with_usual)
		add_usual(pen, card);
	add_calls(pen, card);
}

int card_rows(const struct desk *desk, const struct card *card, const struct pbx_object *call,
	      int cols, bool with_usual)
{
	struct pen pen = {.desk = desk, .area = {0, 0, 0, cols}};

	add_all(&pen, card, call, with_usual);
	return pen.row + 1;
}

/* ---- One row ---- */

static void draw_line(const struct desk *desk, const struct card *card,
		      const struct pbx_object *call, struct rect area)
{
	const struct pbx_object *who = pbx_call_who(call);
	const struct pbx_object *note = row_note(desk, who, number_of(call), card->key);
	const struct pbx_object *wants =
		card->usual_count ? pane_deref(desk->pbx, card->usual[0]) : NULL;
	const char *company = who ? pbx_who_company(who) : "";
	struct term_span list[ONE_LINE_SPANS];
	int count = 0;

	if (who && pbx_who_has_tag(who, "vip"))
		list[count++] = (struct term_span){.role = ROLE_URGENT, .text = "VIP "};
	if (wants) {
		enum term_mark mark = row_phone_mark(desk, wants);

		list[count++] = (struct term_span){.role = ROLE_DIM, .text = _("wants ")};
		if (!term_braille(desk->term))
			list[count++] = (struct term_span){
				.role = term_mark_role(mark), .text = term_mark(mark), .width = 2};
		list[count++] = (struct term_span){.role = ROLE_TEXT, .text = pbx_who_name(wants)};
		list[count++] = (struct term_span){.role = ROLE_TEXT, .text = "  "};
	}
	list[count++] = (struct term_span){.role = note ? ROLE_WARN : ROLE_DIM,
					   .text = note ? pbx_note_text(note) : company,
					   .width = -1};
	term_spans(desk->term, area.y, area.x, area.cols, ROLE_TEXT, list, count);
}

void card_draw(const struct desk *desk, const struct card *card, const struct pbx_object *call,
	       struct rect area, bool with_usual)
{
	const struct pbx_object *who = pbx_call_who(call);
	struct pen pen = {.desk = desk, .term = desk->term};

	if (rect_empty(area))
		return;
	if (area.rows == 1) {
		draw_line(desk, card, call, area);
		return;
	}
	pen.area = frame_title(desk->term, area, _("Caller"),
			       who && pbx_who_has_tag(who, "vip") ? "VIP" : "", false);
	add_all(&pen, card, call, with_usual);
}
