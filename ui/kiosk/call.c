/* The one call that a kiosk has at a time. */
#include <stdio.h>
#include <string.h>

#include "inside.h"

enum { SLOW_MS = 15000, OVER_MS = 8000 };

static void forget(struct kiosk *k)
{
	struct talk *t = &k->talk;

	t->phase = PHASE_NONE;
	t->cid[0] = t->name[0] = t->department[0] = '\0';
	t->incoming = t->was_up = t->leaving = t->lift = t->slow = false;
	loop_timer_stop(t->timer);
	find_reset(k);
}

static void over(struct kiosk *k, const char *text)
{
	snprintf(k->talk.text, sizeof(k->talk.text), "%s", text);
	k->talk.phase = PHASE_OVER;
	loop_timer_set(k->talk.timer, OVER_MS);
}

/* What the PABX says of a call that nobody took, as a visitor understands it. */
static void over_unanswered(struct kiosk *k, const char *cause)
{
	char text[sizeof(k->talk.text)];
	const char *name = k->talk.name;

	if (strcmp(cause, "busy") == 0)
		snprintf(text, sizeof(text), _("%s is busy"), name);
	else if (strcmp(cause, "rejected") == 0)
		snprintf(text, sizeof(text), _("%s cannot take your call now"), name);
	else if (strcmp(cause, "noanswer") == 0)
		snprintf(text, sizeof(text), _("%s does not answer"), name);
	else
		snprintf(text, sizeof(text), _("%s cannot be reached"), name);
	over(k, text);
}

static void on_timer(void *ctx)
{
	struct kiosk *k = ctx;

	if (k->talk.phase == PHASE_OVER)
		forget(k);
	else
		k->talk.slow = true;
	kiosk_dirty(k);
}

/* ---- What the telephone does ---- */

static bool is(const struct pbx_object *call, const char *state)
{
	return strcmp(pbx_call_state(call), state) == 0;
}

/* A call that is ours by its party is one that we made. */
static bool is_made(const struct pbx_object *call)
{
	return strcmp(pbx_call_party(call), "caller") == 0;
}

static enum phase phase_of(const struct pbx_object *call)
{
	if (is(call, "up") || is(call, "hold") || is(call, "park"))
		return PHASE_TALKS;
	return is(call, "ring") && !is_made(call) ? PHASE_RINGS : PHASE_DIALS;
}

/* The one to show: the one shown before, else one that is up before one that rings. */
static struct pbx_object *current(struct kiosk *k)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(k->pbx, PBX_CALL, &count);
	struct pbx_object *best = NULL;

	for (unsigned i = 0; i < count; i++) {
		if (!pbx_call_is_mine(calls[i]) || is(calls[i], "dead"))
			continue;
		if (*k->talk.cid && strcmp(pbx_call_cid(calls[i]), k->talk.cid) == 0)
			return calls[i];
		if (!best || phase_of(calls[i]) > phase_of(best))
			best = calls[i];
	}
	return best;
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct kiosk *k = ctx;

	(void)event, (void)changed;
	if (!pbx_call_is_mine(call) || !is(call, "dead"))
		return;
	snprintf(k->talk.died, sizeof(k->talk.died), "%s", pbx_call_cid(call));
	snprintf(k->talk.cause, sizeof(k->talk.cause), "%s", pbx_call_cause(call));
}

static void ended(struct kiosk *k)
{
	struct talk *t = &k->talk;
	bool known = strcmp(t->died, t->cid) == 0;

	if (t->leaving || (t->incoming && !t->was_up))
		forget(k);
	else if (t->was_up)
		over(k, _("The call has ended"));
	else
		over_unanswered(k, known ? t->cause : "");
}

/* Somebody else's name is the PABX's; whom the visitor chose keeps his. */
static void take(struct kiosk *k, const struct pbx_object *call)
{
	struct talk *t = &k->talk;
	bool ours = (t->phase == PHASE_ASKED || t->phase == PHASE_DIALS) && !t->incoming;
	enum phase phase = phase_of(call);

	/* Some systems ring one's own telephone before they call. */
	t->lift = ours && phase == PHASE_RINGS;
	if (t->lift)
		phase = PHASE_DIALS;
	if (t->phase == PHASE_NONE || t->phase == PHASE_OVER) {
		forget(k);
		t->incoming = !is_made(call);
		snprintf(t->name, sizeof(t->name), "%s", pbx_call_name(call));
	}
	snprintf(t->cid, sizeof(t->cid), "%s", pbx_call_cid(call));
	t->was_up |= phase == PHASE_TALKS;
	if (phase != t->phase && phase == PHASE_DIALS)
		loop_timer_set(t->timer, SLOW_MS);
	else if (phase != PHASE_DIALS)
		loop_timer_stop(t->timer);
	t->phase = phase;
}

static void hang_up(struct kiosk *k, struct pbx_object *call);

void talk_look(struct kiosk *k)
{
	struct talk *t = &k->talk;
	bool asked = t->phase == PHASE_ASKED;
	struct pbx_object *call;

	if (pbx_feed_state(k->pbx) != PBX_LIVE)
		return;
	call = current(k);
	if (call) {
		take(k, call);
		if (asked && t->leaving)
			hang_up(k, call);
	} else if (asked ? *t->cid && strcmp(t->died, t->cid) == 0
			 : t->phase >= PHASE_DIALS && t->phase <= PHASE_TALKS) {
		ended(k);
	}
}

/* ---- What the visitor does ---- */

static void on_dialled(void *ctx, const struct pbx_result *result)
{
	struct kiosk *k = ctx;

	if (k->talk.phase != PHASE_ASKED)
		return;
	if (result->outcome == PBX_DONE) {
		snprintf(k->talk.cid, sizeof(k->talk.cid), "%s", result->cid);
		talk_look(k);
	} else if (k->talk.leaving) {
		forget(k);
	} else {
		over_unanswered(k, result->reason);
	}
	kiosk_dirty(k);
}

void talk_dial(struct kiosk *k, struct pbx_object *who)
{
	struct talk *t = &k->talk;
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(k->pbx, false, &count);
	const struct pbx_target to = {.object = who};

	forget(k);
	t->died[0] = '\0';
	snprintf(t->name, sizeof(t->name), "%s", pbx_who_name(who));
	snprintf(t->department, sizeof(t->department), "%s", pbx_who_department(who));
	if (!count) {
		over(k, _("There is no telephone here. Please ask at the reception"));
		return;
	}
	t->phase = PHASE_ASKED;
	pbx_search_used(k->pbx, who);
	pbx_dial(k->pbx, lines[0], &to, on_dialled, k);
}

static void on_told(void *ctx, const struct pbx_result *result)
{
	struct kiosk *k = ctx;

	/* It may be tried again. */
	if (result->outcome != PBX_DONE)
		k->talk.leaving = false;
	kiosk_dirty(k);
}

static void hang_up(struct kiosk *k, struct pbx_object *call)
{
	pbx_call_do(k->pbx, call, PBX_CALL_HANGUP_ACTION, NULL, on_told, k);
}

void talk_hang_up(struct kiosk *k)
{
	struct pbx_object *call = current(k);

	if (k->talk.phase == PHASE_OVER) {
		forget(k);
	} else if (!k->talk.leaving) {
		k->talk.leaving = true;
		if (call && k->talk.phase != PHASE_ASKED)
			hang_up(k, call);
	}
}

bool talk_can_answer(struct kiosk *k)
{
	struct pbx_object *call = current(k);

	return call && pbx_call_has(call, "answer");
}

void talk_answer(struct kiosk *k)
{
	struct pbx_object *call = current(k);

	if (call && talk_can_answer(k))
		pbx_call_do(k->pbx, call, PBX_CALL_TALK_ACTION, NULL, on_told, k);
}

void talk_open(struct kiosk *k)
{
	k->talk.timer = loop_timer_new(k->loop, on_timer, k);
	pbx_listen(k->pbx, PBX_CALL, NULL, PBX_NEW | PBX_UPDATE, on_call, k);
}

void talk_close(struct kiosk *k)
{
	pbx_unlisten(k->pbx, PBX_CALL, NULL, on_call, k);
	loop_timer_free(&k->talk.timer);
}
