#include "say.h"

#include <stdio.h>
#include <string.h>

#include "age.h"
#include "base/language.h"
#include "row.h"

enum { PARTS_MAX = 12, TEXT_MAX = 200 };

/* A sentence is put together of states, a name, and the rest. */
struct say {
	const struct desk *desk;
	const char *state[PARTS_MAX], *rest[PARTS_MAX];
	int states, rests;
	const char *name;
	bool news; /* times of its own are of no interest yet */
};

static void add_state(struct say *say, const char *text)
{
	if (*text && say->states < PARTS_MAX)
		say->state[say->states++] = text;
}

static void add_rest(struct say *say, const char *text)
{
	if (*text && say->rests < PARTS_MAX)
		say->rest[say->rests++] = text;
}

struct writing {
	char *out;
	size_t cap, len;
	const char *between;
};

static void write_part(struct writing *w, const char *text)
{
	if (w->len < w->cap)
		w->len += (size_t)snprintf(w->out + w->len, w->cap - w->len, "%s%s",
					   w->len ? w->between : "", text);
}

/* A Braille line is short: what matters comes first there, and commas only take room. */
static void finish(const struct say *say, char *out, size_t cap)
{
	bool first = say->desk->states_first;
	struct writing w = {.out = out, .cap = cap, .between = first ? " " : ", "};

	*out = '\0';
	if (!first)
		write_part(&w, say->name);
	for (int i = 0; i < say->states; i++)
		write_part(&w, say->state[i]);
	if (first)
		write_part(&w, say->name);
	for (int i = 0; i < say->rests; i++)
		write_part(&w, say->rest[i]);
}

const char *say_stage(int stage)
{
	static const char *const words[] = {"", N_("waits long"), N_("waits very long")};

	return _(words[stage]);
}

static void say_person(struct say say, const struct pbx_object *who, char *out, size_t cap)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	char absence[TEXT_MAX] = "", tags[TEXT_MAX];

	say.name = pbx_who_name(who);
	if (contact && say.desk->stale) {
		add_state(&say, term_mark_word(TERM_MARK_STALE));
	} else if (contact) {
		add_state(&say, term_mark_word(row_phone_mark(say.desk, who)));
		add_state(&say, term_mark_word(row_presence_mark(say.desk, who)));
		if (*pbx_contact_forward(contact))
			add_state(&say, term_mark_word(TERM_MARK_FORWARD));
		else if (pbx_contact_dnd(contact))
			add_state(&say, term_mark_word(TERM_MARK_PHONE_DND));
		row_absence(say.desk, contact, absence, sizeof absence);
	}
	add_rest(&say, pbx_who_number(who));
	add_rest(&say, absence);
	add_rest(&say, contact ? pbx_contact_department(contact) : pbx_who_company(who));
	row_tags(who, tags, sizeof tags);
	add_rest(&say, tags);
	finish(&say, out, cap);
}

static void say_call(struct say say, const struct pbx_object *call, char *out, size_t cap)
{
	bool parked = pbx_object_class(call) == PBX_PARKED;
	const char *number = parked ? pbx_parked_number(call) : pbx_call_number(call);
	int64_t since = row_call_since(call), returns = row_call_returns(call);
	char about[TEXT_MAX], age[AGE_MAX], left[AGE_MAX], back[32];

	say.name = row_call_name(call);
	if (say.desk->stale)
		add_state(&say, term_mark_word(TERM_MARK_STALE));
	if (!parked && strcmp(pbx_call_kind(call), "emergency") == 0)
		add_state(&say, _("emergency"));
	add_state(&say, row_call_word(call));
	add_state(&say, say_stage(row_call_stage(say.desk, call)));
	if (row_call_vip(call))
		add_state(&say, _("VIP"));
	add_rest(&say, strcmp(number, say.name) == 0 ? "" : number);
	add_rest(&say, row_call_about(say.desk, call, about, sizeof about));
	if (returns && !say.news) {
		snprintf(back, sizeof back, _("back %s"), age_until(say.desk, returns, left));
		add_rest(&say, back);
	}
	if (since && !say.news)
		add_rest(&say, age_words(say.desk, since, age));
	finish(&say, out, cap);
}

static void say_device(struct say say, const struct pbx_object *device, char *out, size_t cap)
{
	bool registered = strcmp(pbx_device_state(device), "up") == 0;
	enum term_mark mark = say.desk->stale ? TERM_MARK_STALE
			      : !registered   ? TERM_MARK_OFFLINE
					      : row_blf_mark(pbx_device_blf(device));

	say.name = pbx_device_label(device);
	add_state(&say, term_mark_word(mark));
	if (pbx_device_dnd(device))
		add_state(&say, term_mark_word(TERM_MARK_PHONE_DND));
	add_rest(&say, pbx_device_extension(device));
	finish(&say, out, cap);
}

static void say_queue(struct say say, const struct pbx_object *queue, char *out, size_t cap)
{
	char waits[64];

	say.name = *pbx_queue_label(queue) ? pbx_queue_label(queue) : pbx_queue_name(queue);
	add_state(&say, _("queue"));
	row_queue_waits(say.desk, queue, waits, sizeof waits);
	add_rest(&say, pbx_queue_extension(queue));
	add_rest(&say, waits);
	finish(&say, out, cap);
}

void say_call_news(const struct desk *desk, const struct pbx_object *call, char *out, size_t cap)
{
	struct say say = {.desk = desk, .news = true};

	say_call(say, call, out, cap);
}

void say_object(const struct desk *desk, const struct pbx_object *object, char *out, size_t cap)
{
	struct say say = {.desk = desk};

	switch (pbx_object_class(object)) {
	case PBX_CONTACT:
	case PBX_ADDRESS:
		say_person(say, object, out, cap);
		break;
	case PBX_CALL:
	case PBX_PARKED:
		say_call(say, object, out, cap);
		break;
	case PBX_DEVICE:
		say_device(say, object, out, cap);
		break;
	case PBX_QUEUE:
		say_queue(say, object, out, cap);
		break;
	default:
		snprintf(out, cap, "%s %s", pbx_class_name(pbx_object_class(object)),
			 pbx_object_class(object) == PBX_MAILBOX ? pbx_mailbox_label(object)
								 : pbx_object_key(object));
	}
}
