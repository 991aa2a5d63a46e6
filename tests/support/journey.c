#include "support/journey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"

enum { TRAIL_MAX = 4000 };

struct journey {
	UT_hash_handle hh;
	char linked[64], name[128], number[64], last[128], cause[16];
	struct buf trail;
	int64_t began, ended; /* server time */
	int64_t unseen;       /* waits without a row since then; 0: it is on the screen */
	bool answered, elsewhere, parked, retrieved, returned, came_back, voicemail;
	bool at_desk; /* his last row was one of the desk's, spoken on or held */
};

struct journeys {
	struct pbx *pbx;
	struct journey *all;
};

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void add(struct journeys *js, struct journey *j, const char *what)
{
	if (is(j->last, what))
		return;
	snprintf(j->last, sizeof j->last, "%s", what);
	buf_printf(&j->trail, "%s%s %llds", j->trail.len ? ", " : "", what,
		   (long long)((pbx_server_time(js->pbx) - j->began) / 1000));
}

/* The desk is called: its queue, or its telephone. */
static bool to_desk(const struct pbx_object *call)
{
	if (!is(pbx_call_party(call), "callee"))
		return false;
	return is(pbx_call_parent(call), "queue:reception") || pbx_call_is_mine(call);
}

static struct journey *journey_of(struct journeys *js, const struct pbx_object *call)
{
	const char *linked = pbx_call_linked(call);
	struct journey *j;

	HASH_FIND_STR(js->all, linked, j);
	if (j || !to_desk(call) || is(pbx_call_state(call), "dead"))
		return j;
	j = mem_new(1, sizeof *j);
	snprintf(j->linked, sizeof j->linked, "%s", linked);
	snprintf(j->name, sizeof j->name, "%s", pbx_call_label(call));
	snprintf(j->number, sizeof j->number, "%s", pbx_call_number(call));
	j->began = pbx_server_time(js->pbx);
	buf_init(&j->trail, TRAIL_MAX);
	HASH_ADD_STR(js->all, linked, j);
	return j;
}

static void talks_at_desk(struct journeys *js, struct journey *j)
{
	add(js, j, "answered");
	j->answered = j->at_desk = true;
	j->came_back = j->came_back || j->returned;
	j->retrieved = j->retrieved || j->parked;
}

static void on_desk_row(struct journeys *js, struct journey *j, const struct pbx_object *call)
{
	const char *state = pbx_call_state(call);

	if (is(state, "ring")) {
		j->at_desk = false;
		if (*pbx_call_returnedFrom(call) && !is(pbx_call_returnedFrom(call), "null")) {
			add(js, j, "returned");
			j->returned = true;
		} else {
			add(js, j, pbx_call_device(call) ? "rings" : "waits");
		}
	} else if (is(state, "up")) {
		talks_at_desk(js, j);
	} else if (is(state, "hold")) {
		add(js, j, "held");
		j->at_desk = true;
	} else if (is(state, "dead")) {
		snprintf(j->cause, sizeof j->cause, "%s", pbx_call_cause(call));
	}
}

static void on_other_row(struct journeys *js, struct journey *j, const struct pbx_object *call)
{
	const struct pbx_object *device = pbx_call_device(call);
	const char *state = pbx_call_state(call);
	char what[128];

	if (!device || !is(pbx_call_party(call), "callee"))
		return;
	if (is(state, "dead")) {
		snprintf(j->cause, sizeof j->cause, "%s", pbx_call_cause(call));
		return;
	}
	snprintf(what, sizeof what, "%s %s", pbx_device_label(device),
		 is(state, "up")     ? "answers"
		 : is(state, "ring") ? "rings"
				     : state);
	add(js, j, what);
	if (is(state, "up")) {
		j->elsewhere = true;
		j->at_desk = false;
		j->retrieved = j->retrieved || j->parked;
	}
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct journeys *js = ctx;
	struct journey *j = journey_of(js, call);

	(void)changed;
	if (!j || event == PBX_DELETED)
		return;
	if (pbx_call_is_mine(call) || is(pbx_call_parent(call), "queue:reception"))
		on_desk_row(js, j, call);
	else
		on_other_row(js, j, call);
}

static void on_parked(void *ctx, enum pbx_event event, struct pbx_object *parked, uint64_t changed)
{
	struct journeys *js = ctx;
	struct journey *j;
	const char *linked = pbx_parked_linked(parked);

	(void)changed;
	HASH_FIND_STR(js->all, linked, j);
	if (!j || event == PBX_DELETED)
		return;
	add(js, j, is(pbx_parked_lot(parked), "camp") ? "camps" : "parked");
	j->at_desk = false;
	j->parked = true;
}

struct journeys *journeys_new(struct pbx *pbx)
{
	struct journeys *js = mem_new(1, sizeof *js);

	js->pbx = pbx;
	pbx_listen(pbx, PBX_CALL, NULL, PBX_NEW | PBX_UPDATE, on_call, js);
	pbx_listen(pbx, PBX_PARKED, NULL, PBX_NEW | PBX_UPDATE, on_parked, js);
	return js;
}

void journeys_free(struct journeys **slot)
{
	struct journeys *js = *slot;
	struct journey *j, *next;

	if (!js)
		return;
	*slot = NULL;
	pbx_unlisten(js->pbx, PBX_CALL, NULL, on_call, js);
	pbx_unlisten(js->pbx, PBX_PARKED, NULL, on_parked, js);
	HASH_ITER (hh, js->all, j, next) {
		HASH_DEL(js->all, j);
		buf_free(&j->trail);
		free(j);
	}
	free(js);
}

void journeys_at_mailbox(struct journeys *js, const char *linked)
{
	struct journey *j;

	HASH_FIND_STR(js->all, linked, j);
	if (j) {
		add(js, j, "speaks to a mailbox");
		j->voicemail = true;
	}
}

bool journeys_waits(const struct journeys *js, const char *number)
{
	for (const struct journey *j = js->all; j; j = j->hh.next)
		if (!j->ended && !j->answered && is(j->number, number))
			return true;
	return false;
}

/* His row that is not dead: the desk's before another's. NULL if he is in no row. */
static const struct pbx_object *row_of(const struct journeys *js, const struct journey *j)
{
	unsigned count;
	struct pbx_object *const *list = pbx_list(js->pbx, PBX_CALL, &count);
	const struct pbx_object *found = NULL;

	for (unsigned i = 0; i < count; i++)
		if (is(pbx_call_linked(list[i]), j->linked) && !is(pbx_call_state(list[i]), "dead"))
			found = !found || pbx_call_is_mine(list[i]) ? list[i] : found;
	list = pbx_list(js->pbx, PBX_PARKED, &count);
	for (unsigned i = 0; i < count && !found; i++)
		if (is(pbx_parked_linked(list[i]), j->linked))
			found = list[i];
	return found;
}

/* What the desk must see: its own calls, and what waits or is parked. */
static bool concerns_desk(const struct pbx_object *row)
{
	return pbx_object_class(row) == PBX_PARKED || to_desk(row);
}

/* Names are cut on the screen. */
static bool on_screen(struct screen *screen, const char *name)
{
	char start[128];
	size_t len;

	name = *name ? name : "unknown caller";
	len = strlen(name);
	len = len > 9 ? 9 : len;
	while (len && (name[len] & 0xc0) == 0x80)
		len--;
	snprintf(start, sizeof start, "%.*s", (int)len, name);
	return screen_has(screen, start);
}

void journeys_look(struct journeys *js, struct screen *screen, int64_t limit)
{
	int64_t now = pbx_server_time(js->pbx);
	struct journey *j, *next;

	HASH_ITER (hh, js->all, j, next) {
		const struct pbx_object *row = row_of(js, j);
		j->ended = row ? 0 : j->ended ? j->ended : now;
		if (!row || !concerns_desk(row) || on_screen(screen, j->name)) {
			j->unseen = 0;
			continue;
		}
		j->unseen = j->unseen ? j->unseen : now;
		if (now - j->unseen >= limit) {
			print_message("# %s (%s): %s\n", j->name, j->number, j->trail.data);
			screen_expect_text(screen, j->name);
			fail_msg("a caller had no row");
		}
	}
}

unsigned journeys_alive(const struct journeys *js)
{
	unsigned alive = 0;

	for (const struct journey *j = js->all; j; j = j->hh.next)
		alive += !j->ended;
	return alive;
}

static enum journey_end end_of(const struct journey *j)
{
	if (!j->ended)
		return JOURNEY_NONE;
	if (j->voicemail)
		return JOURNEY_VOICEMAIL;
	if (j->came_back)
		return JOURNEY_RETURNED;
	if (j->retrieved)
		return JOURNEY_RETRIEVED;
	if (j->elsewhere)
		return JOURNEY_TRANSFERRED;
	if (j->answered && j->at_desk)
		return JOURNEY_ANSWERED;
	/* He hung up himself; what a telephone refused must have come back to the desk. */
	return is(j->cause, "normal") || is(j->cause, "elsewhere") ? JOURNEY_ABANDONED
								   : JOURNEY_NONE;
}

void journeys_tell(const struct journeys *js, unsigned ends[JOURNEY_ENDS])
{
	static const char *const words[JOURNEY_ENDS] = {"NO END",
							"answered and ended",
							"transferred and answered",
							"parked and retrieved",
							"abandoned",
							"voicemail",
							"returned and answered"};
	unsigned lost = 0;

	memset(ends, 0, JOURNEY_ENDS * sizeof *ends);
	for (const struct journey *j = js->all; j; j = j->hh.next) {
		enum journey_end end = end_of(j);
		print_message("# %-24.24s %-26s %s%s%s\n", j->name, words[end], j->trail.data,
			      *j->cause ? ", " : "", j->cause);
		ends[end]++;
		lost += end == JOURNEY_NONE;
	}
	for (int i = 0; i < JOURNEY_ENDS; i++)
		print_message("# %u %s\n", ends[i], words[i]);
	if (lost)
		fail_msg("%u callers without an end", lost);
}
