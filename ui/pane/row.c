#include "row.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "age.h"
#include "base/language.h"
#include "base/text.h"

enum {
	NUMBER_WIDTH = 6,
	LONG_NUMBER_WIDTH = 16,
	SECOND_FROM = 50,
	TAGS_FROM = 80,
	UNTIL_FROM = 34,
	DAY_MS = 86400000
};

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

enum term_mark row_blf_mark(int64_t blf)
{
	static const enum term_mark marks[] = {TERM_MARK_FREE, TERM_MARK_BUSY, TERM_MARK_RINGING,
					       TERM_MARK_BOTH};

	return blf >= 0 && blf < 4 ? marks[blf] : TERM_MARK_UNKNOWN;
}

enum term_mark row_phone_mark(const struct desk *desk, const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	if (desk->stale)
		return TERM_MARK_STALE;
	if (pbx_who_blf(who) == PBX_UNKNOWN)
		return TERM_MARK_UNKNOWN;
	if (contact && !pbx_contact_online(contact))
		return TERM_MARK_OFFLINE;
	return row_blf_mark(pbx_who_blf(who));
}

enum term_mark row_presence_mark(const struct desk *desk, const struct pbx_object *who)
{
	const char *show = pbx_who_show(who);

	if (desk->stale)
		return TERM_MARK_STALE;
	return is(show, "online") ? TERM_MARK_ONLINE
	       : is(show, "away") ? TERM_MARK_AWAY
	       : is(show, "dnd")  ? TERM_MARK_DND
				  : TERM_MARK_ABSENT;
}

/* Whether the phone itself sends callers away: forwarded, or not to be disturbed. */
static struct term_span refusal(const struct pbx_object *contact)
{
	struct term_span span = {.role = ROLE_TEXT, .text = "", .width = 2};
	enum term_mark mark;

	if (contact && *pbx_contact_forward(contact))
		mark = TERM_MARK_FORWARD;
	else if (contact && pbx_contact_dnd(contact))
		mark = TERM_MARK_PHONE_DND;
	else
		return span;
	span.text = term_mark(mark);
	span.role = term_mark_role(mark);
	return span;
}

void row_tags(const struct pbx_object *who, char *out, size_t cap)
{
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < pbx_who_tags(who) && len < cap - 1; i++)
		len += (size_t)snprintf(out + len, cap - len, "%s#%s", i ? " " : "",
					pbx_who_tag(who, i));
}

const char *row_number_kind(const char *type)
{
	static const char *const known[] = {N_("extension"), N_("mobile"), N_("work"), N_("home"),
					    N_("fax")};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(type, known[i]) == 0)
			return _(known[i]);
	return type;
}

/* Equal names stand side by side. */
int row_find_sorted(struct pbx_object *const *list, unsigned count, const struct pbx_object *object)
{
	unsigned low = 0;

	for (unsigned high = count; low < high;) {
		unsigned middle = low + (high - low) / 2;
		if (pbx_who_compare(list[middle], object) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count; low++)
		if (list[low] == object)
			return (int)low;
	return -1;
}

const char *row_until(int64_t now, int64_t until, char *out)
{
	time_t end = (time_t)(until / 1000), today = (time_t)(now / 1000);
	struct tm at, here;

	*out = '\0';
	if (until <= 0 || !localtime_r(&end, &at) || !localtime_r(&today, &here))
		return out;
	language_date(out, 32,
		      at.tm_year == here.tm_year && at.tm_yday == here.tm_yday ? _(" until %H:%M")
		      : until - now < 6 * (int64_t)DAY_MS ? _(" until %a %H:%M")
							  : _(" until %d %b"),
		      &at);
	return out;
}

const struct pbx_object *row_deputy(const struct desk *desk, const struct pbx_object *contact)
{
	char key[24];

	if (pbx_contact_deputy(contact) == PBX_UNKNOWN)
		return NULL;
	snprintf(key, sizeof key, "%lld", (long long)pbx_contact_deputy(contact));
	return pbx_find(desk->pbx, PBX_CONTACT, key);
}

static bool is_away(const struct pbx_object *contact)
{
	return is(pbx_contact_show(contact), "away") || is(pbx_contact_show(contact), "dnd");
}

static const char *away_text(const struct pbx_object *contact)
{
	return *pbx_contact_status(contact)           ? pbx_contact_status(contact)
	       : is(pbx_contact_show(contact), "dnd") ? _("do not disturb")
						      : _("away");
}

void row_absence(const struct desk *desk, const struct pbx_object *contact, char *out, size_t cap)
{
	const struct pbx_object *deputy = row_deputy(desk, contact);
	char until[32];

	*out = '\0';
	if (!is_away(contact))
		return;
	snprintf(out, cap, "%s%s%s%s", away_text(contact),
		 row_until(desk->now, pbx_contact_until(contact), until),
		 deputy ? _(", deputy ") : "", deputy ? pbx_who_name(deputy) : "");
}

static const struct pbx_object *note_of(const struct desk *desk, const char *key)
{
	return *key ? pbx_find(desk->pbx, PBX_NOTE, key) : NULL;
}

const struct pbx_object *row_note(const struct desk *desk, const struct pbx_object *who,
				  const char *number, const char *compared)
{
	const struct pbx_object *contact = who ? pbx_who_contact(who) : NULL;
	const char *keys[] = {contact ? pbx_object_key(contact) : "",
			      who ? pbx_object_key(who) : "", compared, number};
	const struct pbx_object *note = NULL;

	for (size_t i = 0; i < sizeof keys / sizeof *keys && !note; i++)
		note = note_of(desk, keys[i]);
	return note;
}

static const char *second_column(const struct pbx_object *who, const struct pbx_object *contact)
{
	if (contact && *pbx_contact_department(contact))
		return pbx_contact_department(contact);
	return pbx_who_company(who);
}

/* An outside entry has no phone of ours to tell of: its marks are blank, not "unknown". */
static int person_marks(const struct desk *desk, const struct pbx_object *who,
			const struct pbx_object *contact, struct term_span *spans)
{
	if (!contact) {
		spans[0] = (struct term_span){.role = ROLE_TEXT, .text = "", .width = 6};
		return 1;
	}
	enum term_mark phone = row_phone_mark(desk, who), there = row_presence_mark(desk, who);
	spans[0] = (struct term_span){
		.role = term_mark_role(phone), .text = term_mark(phone), .width = 2};
	spans[1] = (struct term_span){
		.role = term_mark_role(there), .text = term_mark(there), .width = 2};
	spans[2] = refusal(contact);
	return 3;
}

static void queue_text(const struct desk *desk, const struct pbx_object *queue, int cols, char *out,
		       size_t cap)
{
	int64_t depth = pbx_queue_depth(queue);
	int64_t longest = cols < SECOND_FROM ? 0 : pbx_queue_longest(queue);
	char elapsed[AGE_MAX];

	if (depth == PBX_UNKNOWN)
		snprintf(out, cap, "%s", _("not known who waits"));
	else if (depth == 0)
		snprintf(out, cap, "%s", _("nobody waits"));
	else
		snprintf(out, cap, P_("%lld waits%s%s", "%lld wait%s%s", (unsigned long)depth),
			 (long long)depth, longest > 0 ? _(", longest ") : "",
			 longest > 0 ? age_words(desk, longest * 1000, elapsed) : "");
}

void row_queue_waits(const struct desk *desk, const struct pbx_object *queue, char *out, size_t cap)
{
	*out = '\0';
	if (!desk->stale)
		queue_text(desk, queue, SECOND_FROM, out, cap);
}

/* A queue: nobody in particular, but how it is there. */
static void row_queue(const struct desk *desk, const struct pbx_object *queue,
		      const struct list_row *row)
{
	char waits[64] = "";
	const char *name = *pbx_queue_label(queue) ? pbx_queue_label(queue) : pbx_queue_name(queue);

	if (!desk->stale)
		queue_text(desk, queue, row->area.cols, waits, sizeof waits);
	const struct term_span spans[] = {
		{.role = ROLE_DIM, .text = _("queue"), .width = 6},
		{.role = ROLE_TEXT, .text = name, .width = -1},
		{.role = ROLE_TEXT, .text = "", .width = 1},
		{.role = pbx_queue_depth(queue) > 0 ? ROLE_RINGING : ROLE_DIM, .text = waits},
		{.role = ROLE_TEXT, .text = "", .width = 1},
		{.role = ROLE_STRONG,
		 .text = pbx_queue_extension(queue),
		 .width = NUMBER_WIDTH,
		 .right = true},
	};

	term_spans(desk->term, row->area.y, row->area.x, row->area.cols, row->role, spans, 6);
}

static void other(const struct desk *desk, const struct pbx_object *object,
		  const struct list_row *row)
{
	enum pbx_class class = pbx_object_class(object);
	const char *name =
		class == PBX_MAILBOX ? pbx_mailbox_label(object) : pbx_object_key(object);
	const struct term_span spans[] = {
		{.role = ROLE_DIM, .text = pbx_class_name(class), .width = 8},
		{.role = ROLE_TEXT, .text = name, .width = -1},
	};

	term_spans(desk->term, row->area.y, row->area.x, row->area.cols, row->role, spans, 2);
}

/* A number is of no use when it is cut: the name gives way first. */
static struct term_span number_span(const char *number, int least, int most)
{
	int width = text_width(number);

	width = width < least ? least : width > most ? most : width;
	return (struct term_span){
		.role = ROLE_STRONG, .text = number, .width = width, .right = true};
}

static void row_somebody(const struct desk *desk, const struct pbx_object *who,
			 const struct list_row *row)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	struct term_span spans[14];
	int cols = row->area.cols, n;
	char tags[256], absence[200] = "", until[32] = "";

	if (contact && !desk->stale) {
		row_absence(desk, contact, absence, sizeof absence);
		if (is_away(contact))
			row_until(desk->now, pbx_contact_until(contact), until);
	}
	n = person_marks(desk, who, contact, spans);
	spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = pbx_who_name(who), .width = -3};
	if (cols >= SECOND_FROM) {
		bool away = *absence && cols < TAGS_FROM;

		spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = "", .width = 1};
		if (!*absence || away)
			spans[n++] = (struct term_span){.role = away ? ROLE_AWAY : ROLE_DIM,
							.text = away ? away_text(contact)
								     : second_column(who, contact),
							.width = -2};
		if (away)
			spans[n++] = (struct term_span){.role = ROLE_AWAY, .text = until};
	} else if (*until && cols >= UNTIL_FROM) {
		spans[n++] = (struct term_span){.role = ROLE_AWAY, .text = until};
	}
	if (cols >= TAGS_FROM) {
		row_tags(who, tags, sizeof tags);
		spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = "", .width = 1};
		spans[n++] = (struct term_span){.role = *absence ? ROLE_AWAY : ROLE_DIM,
						.text = *absence  ? absence
							: contact ? pbx_contact_status(contact)
								  : "",
						.width = *absence ? -5 : -3,
						.sentence = *absence};
		spans[n++] = (struct term_span){.role = ROLE_TAG, .text = tags, .width = -2};
	}
	spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = "", .width = 1};
	spans[n++] = number_span(pbx_who_number(who),
				 contact || cols < SECOND_FROM ? NUMBER_WIDTH : LONG_NUMBER_WIDTH,
				 cols / 2);
	term_spans(desk->term, row->area.y, row->area.x, cols, row->role, spans, n);
}

void row_person(const struct desk *desk, const struct pbx_object *who, const struct list_row *row)
{
	enum pbx_class class = pbx_object_class(who);

	if (class == PBX_QUEUE)
		row_queue(desk, who, row);
	else if (class == PBX_PARKED)
		row_call(desk, who, row);
	else if (class != PBX_CONTACT && class != PBX_ADDRESS)
		other(desk, who, row);
	else
		row_somebody(desk, who, row);
}
