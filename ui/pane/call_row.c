#include "call_row.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "age.h"
#include "base/language.h"

enum { NUMBER_FROM = 50, ABOUT_FROM = 70, ALL_FROM = 100, NUMBER_WIDTH = 16, ABOUT_MAX = 200 };

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool is_parked(const struct pbx_object *call)
{
	return pbx_object_class(call) == PBX_PARKED;
}

bool row_call_camps(const struct pbx_object *call)
{
	return is_parked(call) && is(pbx_parked_lot(call), "camp");
}

static bool is_emergency(const struct pbx_object *call)
{
	return !is_parked(call) && is(pbx_call_kind(call), "emergency");
}

/* It wants somebody here to answer. */
static bool comes_in(const struct pbx_object *call)
{
	return !is_parked(call) && is(pbx_call_state(call), "ring") &&
	       !is(pbx_call_party(call), "caller");
}

static bool is_elsewhere(const struct pbx_object *call)
{
	return !is_parked(call) && pbx_call_device(call) && !pbx_call_is_mine(call);
}

enum term_mark row_call_mark(const struct pbx_object *call)
{
	static const struct {
		const char *state;
		enum term_mark mark;
	} marks[] = {
		{"ring", TERM_MARK_RINGING}, {"dial", TERM_MARK_OUTGOING},
		{"up", TERM_MARK_BUSY},      {"hold", TERM_MARK_HELD},
		{"park", TERM_MARK_PARKED},  {"dead", TERM_MARK_OFFLINE},
	};

	if (is_parked(call))
		return TERM_MARK_PARKED;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (is(pbx_call_state(call), marks[i].state))
			return marks[i].mark;
	return TERM_MARK_UNKNOWN;
}

static const char *ringing_word(const struct pbx_object *call)
{
	if (is(pbx_call_party(call), "caller"))
		return _("calling");
	if (!pbx_call_device(call))
		return _("waiting");
	if (!pbx_call_is_mine(call))
		return C_("call", "sent");
	return *pbx_call_returnedFrom(call) ? C_("call", "back") : _("ringing");
}

const char *row_call_word(const struct pbx_object *call)
{
	const char *state;

	if (is_parked(call))
		return row_call_camps(call) ? _("camped") : _("parked");
	state = pbx_call_state(call);
	return is(state, "ring")   ? ringing_word(call)
	       : is(state, "dial") ? _("dialling")
	       : is(state, "up")   ? _("talking")
	       : is(state, "hold") ? is_elsewhere(call) ? _("held") : _("on hold")
	       : is(state, "park") ? _("parked")
	       : is(state, "dead") ? _("ended")
				   : state;
}

static const char *contact_name(const struct desk *desk, int64_t cID)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", (long long)cID);
	const struct pbx_object *who = pbx_find(desk->pbx, PBX_CONTACT, key);
	return who ? pbx_who_name(who) : "";
}

const char *row_call_where(const struct desk *desk, const struct pbx_object *call)
{
	const struct pbx_object *device = is_parked(call) ? NULL : pbx_call_device(call);
	const char *name = device ? contact_name(desk, pbx_device_userID(device)) : "";

	return *name ? name : device ? pbx_device_label(device) : "";
}

const char *row_call_name(const struct pbx_object *call)
{
	const char *name = is_parked(call) ? pbx_parked_name(call) : pbx_call_label(call);

	if (is_emergency(call) && is_elsewhere(call))
		return pbx_device_label(pbx_call_device(call));
	if (is_parked(call) && !*name)
		name = pbx_parked_number(call);
	return *name ? name : _("unknown caller");
}

static const char *queue_label(const struct desk *desk, const struct pbx_object *call)
{
	const struct pbx_object *queue = pbx_find(desk->pbx, PBX_QUEUE, pbx_call_queue(call));

	return queue && *pbx_queue_label(queue) ? pbx_queue_label(queue) : pbx_call_queue(call);
}

const char *row_call_called(const struct desk *desk, const struct pbx_object *call)
{
	struct pbx_object *device;

	if (is_parked(call))
		return "";
	if (*pbx_call_called(call))
		return pbx_call_called(call);
	if (*pbx_call_queue(call))
		return queue_label(desk, call);
	if (*pbx_call_ddi(call))
		return pbx_call_ddi(call);
	device = pbx_call_device(call);
	return device ? pbx_device_label(device) : "";
}

/* ---- What happened to it ---- */

static const char *of_json(const cJSON *json, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);

	return cJSON_IsString(item) ? item->valuestring : "";
}

static void why_back(const struct pbx_object *call, char *out, size_t cap)
{
	static const struct {
		const char *why, *format;
	} words[] = {
		{"busy", N_("%s is busy")},
		{"noanswer", N_("%s did not answer")},
		{"rejected", N_("%s rejected it")},
		{"unreachable", N_("%s cannot be reached")},
		{"park", N_("from %s, nobody fetched it")},
		{"camp", N_("%s stayed busy")},
		{"serial", N_("has spoken with %s")},
	};
	cJSON *from = cJSON_Parse(pbx_call_returnedFrom(call));
	const char *who = of_json(from, "who"), *why = of_json(from, "why");

	snprintf(out, cap, "%s", is(why, "hold") ? _("was long on hold") : who);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (is(why, words[i].why)) {
			/* The formats are those above. */
			const char *format = _(words[i].format), *at = strstr(format, "%s");
			snprintf(out, cap, "%.*s%s%s", (int)(at - format), format,
				 *who ? who : _("nobody"), at + 2);
		}
	cJSON_Delete(from);
}

/* Whom a call is parked for: a target of the protocol, or a text. */
static void for_whom(const struct desk *desk, const struct pbx_object *parked, char *out,
		     size_t cap)
{
	cJSON *target = cJSON_Parse(pbx_parked_forWhom(parked));
	const cJSON *cID = cJSON_GetObjectItemCaseSensitive(target, "cID");
	const struct pbx_object *entry = pbx_find(desk->pbx, PBX_ADDRESS, of_json(target, "key"));

	out[0] = '\0';
	if (cJSON_IsNumber(cID))
		snprintf(out, cap, "%s", contact_name(desk, (int64_t)cID->valuedouble));
	else if (entry)
		snprintf(out, cap, "%s", pbx_who_name(entry));
	else if (cJSON_IsString(target))
		snprintf(out, cap, "%s", target->valuestring);
	else
		snprintf(out, cap, "%s", of_json(target, "extension"));
	cJSON_Delete(target);
}

static void about_parked(const struct desk *desk, const struct pbx_object *parked, char *out,
			 size_t cap)
{
	char whom[128], by[160] = "";
	int64_t who = pbx_parked_by(parked);

	for_whom(desk, parked, whom, sizeof whom);
	if (who > 0 && who != pbx_user_id(desk->pbx))
		snprintf(by, sizeof by, _(", by %s"), contact_name(desk, who));
	if (row_call_camps(parked))
		snprintf(out, cap, _("waits for %s%s"), *whom ? whom : pbx_parked_slot(parked), by);
	else
		snprintf(out, cap, "%s%s%s%s", pbx_parked_slot(parked), *whom ? _(" for ") : "",
			 whom, by);
}

static const char *ordinal(int64_t n)
{
	int64_t tens = n % 100, ones = n % 10;

	if (tens >= 11 && tens <= 13)
		return C_("ordinal", "th");
	return ones == 1   ? C_("ordinal", "st")
	       : ones == 2 ? C_("ordinal", "nd")
	       : ones == 3 ? C_("ordinal", "rd")
			   : C_("ordinal", "th");
}

static void about_coming(const struct desk *desk, const struct pbx_object *call, char *out,
			 size_t cap)
{
	const char *called = row_call_called(desk, call);
	const char *queue = *pbx_call_queue(call) ? queue_label(desk, call) : "";
	int64_t position = pbx_call_position(call);
	int len = snprintf(out, cap, "%s%s%s", called, *queue && !is(queue, called) ? ", " : "",
			   is(queue, called) ? "" : queue);

	if (position > 0 && len > 0 && (size_t)len < cap)
		snprintf(out + len, cap - (size_t)len, ", %lld%s", (long long)position,
			 ordinal(position));
}

const struct pbx_object *row_call_third(const struct desk *desk, const struct pbx_object *call)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(desk->pbx, PBX_CALL, &count);

	if (is_parked(call) || !is(pbx_call_state(call), "up") || !pbx_call_is_mine(call))
		return NULL;
	for (unsigned i = 0; i < count; i++)
		if (calls[i] != call && is(pbx_call_state(calls[i]), "up") &&
		    is(pbx_call_linked(calls[i]), pbx_call_linked(call)) &&
		    pbx_call_is_mine(calls[i]))
			return calls[i];
	return NULL;
}

const char *row_call_about(const struct desk *desk, const struct pbx_object *call, char *out,
			   size_t cap)
{
	const struct pbx_object *device, *third;

	out[0] = '\0';
	if (is_parked(call)) {
		about_parked(desk, call, out, cap);
		return out;
	}
	device = pbx_call_device(call);
	third = row_call_third(desk, call);
	if (is_emergency(call) && is_elsewhere(call))
		snprintf(out, cap, _("calls %s"), pbx_call_number(call));
	else if (is_elsewhere(call))
		snprintf(out, cap, comes_in(call) ? _("rings at %s") : _("by %s"),
			 row_call_where(desk, call));
	else if (comes_in(call) && *pbx_call_returnedFrom(call))
		why_back(call, out, cap);
	else if (third)
		snprintf(out, cap, _("together with %s"), row_call_name(third));
	else if (comes_in(call) || is(pbx_call_party(call), "callee"))
		about_coming(desk, call, out, cap);
	else if (device)
		snprintf(out, cap, "%s", pbx_device_label(device));
	return out;
}

/* ---- How long ---- */

int64_t row_call_since(const struct pbx_object *call)
{
	int64_t since;

	if (is_parked(call))
		since = pbx_parked_since(call);
	else if (comes_in(call) && pbx_call_away(call) > 0)
		since = pbx_call_away(call);
	else if (comes_in(call) && *pbx_call_queue(call) && pbx_call_inq(call) > 0)
		since = pbx_call_inq(call) * 1000;
	else if (is(pbx_call_state(call), "up") && pbx_call_start(call) > 0)
		since = pbx_call_start(call);
	else
		since = pbx_call_since(call);
	return since == PBX_UNKNOWN ? 0 : since;
}

int64_t row_call_returns(const struct pbx_object *call)
{
	int64_t returns = is_parked(call) ? pbx_parked_returns(call) : pbx_call_returns(call);

	return returns > 0 ? returns : 0;
}

bool row_call_vip(const struct pbx_object *call)
{
	const struct pbx_object *who = pbx_call_who(call);

	return who && pbx_who_has_tag(who, "vip");
}

static bool ages(const struct pbx_object *call)
{
	return is_parked(call) || comes_in(call) || is(pbx_call_state(call), "hold");
}

int row_call_stage(const struct desk *desk, const struct pbx_object *call)
{
	int64_t since = row_call_since(call), waited = since ? desk->now - since : 0;
	int stage = waited >= desk->urgent ? 2 : waited >= desk->medium ? 1 : 0;

	if (!ages(call))
		return 0;
	return stage < 2 && row_call_vip(call) ? stage + 1 : stage;
}

const char *row_elapsed(int64_t ms, char *out)
{
	long long s = ms > 0 ? ms / 1000 : 0;

	if (s >= 360000)
		snprintf(out, 16, "%s", _("long"));
	else if (s >= 3600)
		snprintf(out, 16, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
	else
		snprintf(out, 16, "%lld:%02lld", s / 60, s % 60);
	return out;
}

/* ---- The row ---- */

static enum term_role call_role(const struct desk *desk, const struct pbx_object *call)
{
	if (desk->stale)
		return ROLE_STALE;
	if (is_emergency(call) || (comes_in(call) && row_call_stage(desk, call) == 2))
		return ROLE_URGENT;
	return term_mark_role(row_call_mark(call));
}

/* State, age sign, VIP: told by words and signs, for those who see no colour. */
static int state_spans(const struct desk *desk, const struct pbx_object *call,
		       struct term_span *spans)
{
	static const char *const signs[] = {"", "!", "!!"};
	enum term_role role = call_role(desk, call);
	enum term_mark mark = desk->stale ? TERM_MARK_STALE : row_call_mark(call);
	bool emergency = is_emergency(call) && (comes_in(call) || is_elsewhere(call));
	int n = 0;

	spans[n++] = (struct term_span){.role = role, .text = term_mark(mark), .width = 2};
	spans[n++] = (struct term_span){
		.role = role, .text = emergency ? _("EMERGENCY") : row_call_word(call), .width = 9};
	spans[n++] = (struct term_span){.role = ROLE_URGENT,
					.text = emergency ? "" : signs[row_call_stage(desk, call)],
					.width = 3};
	if (row_call_vip(call))
		spans[n++] = (struct term_span){.role = ROLE_STRONG, .text = "VIP ", .width = 4};
	return n;
}

/* When it returns, or why it has, matters more than the number. */
static bool says_more(const struct pbx_object *call)
{
	return row_call_returns(call) || (comes_in(call) && *pbx_call_returnedFrom(call));
}

static struct term_span gap(void)
{
	return (struct term_span){.role = ROLE_TEXT, .text = "", .width = 1};
}

void row_call(const struct desk *desk, const struct pbx_object *call, const struct list_row *row)
{
	int64_t since = row_call_since(call), returns = row_call_returns(call);
	const char *name = row_call_name(call);
	const char *number = is_parked(call) ? pbx_parked_number(call) : pbx_call_number(call);
	struct term_span spans[16];
	char elapsed[AGE_MAX] = "", left[AGE_MAX], back[32], about[ABOUT_MAX];
	int cols = row->area.cols, n = state_spans(desk, call, spans);

	spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = name, .width = -3};
	if (cols >= (says_more(call) ? ALL_FROM : NUMBER_FROM) && !is_elsewhere(call)) {
		spans[n++] = gap();
		spans[n++] = (struct term_span){.role = ROLE_DIM,
						.text = is(name, number) ? "" : number,
						.width = NUMBER_WIDTH};
	}
	if (cols >= ABOUT_FROM) {
		spans[n++] = gap();
		spans[n++] =
			(struct term_span){.role = ROLE_DIM,
					   .text = row_call_about(desk, call, about, sizeof about),
					   .width = -4};
	}
	if (returns && cols >= NUMBER_FROM) {
		snprintf(back, sizeof back, _(" back %s"), age_until(desk, returns, left));
		spans[n++] = (struct term_span){.role = ROLE_TEXT, .text = back};
	}
	if (since)
		age_since(desk, since, elapsed);
	spans[n++] = (struct term_span){
		.role = call_role(desk, call), .text = elapsed, .width = 8, .right = true};
	term_spans(desk->term, row->area.y, row->area.x, cols, row->role, spans, n);
}
