/* Calls as a snapshot finds them: what led to them is not told, and inferred where it matters. */
#include "inside.h"

void snapshot_reset(struct asterisk *a)
{
	struct channel *c, *next;
	struct queue *q, *next_q;

	HASH_ITER (hh, a->channels, c, next) {
		bridge_leave(c);
		dial_unlink(c);
		c->parked = NULL;
		c->queue = NULL;
		c->dials = false;
	}
	HASH_ITER (hh, a->queues, q, next_q)
		q->waiting = NULL;
}

/* "HH:MM:SS" */
static int64_t duration_ms(const char *text)
{
	int hours = 0, minutes = 0, seconds = 0;

	if (sscanf(text, "%d:%d:%d", &hours, &minutes, &seconds) != 3)
		return 0;
	return ((int64_t)hours * 3600 + (int64_t)minutes * 60 + seconds) * 1000;
}

/* Whose channel was made to ring somebody runs no dialplan of its own. */
static bool is_callee(const struct ami_message *m)
{
	const char *app = ami_get(m, "Application");

	if (!strncmp(ami_get(m, "Uniqueid"), "fd-", 3)) /* made from here */
		return false;
	return !strncasecmp(app, "AppDial", 7) || !strcasecmp(app, "AppQueue") ||
	       !strncasecmp(ami_get(m, "ApplicationData"), "(Outgoing Line)", 15);
}

static bool does_ring(const struct ami_message *m)
{
	return ami_is(m, "Application", "Dial") || ami_is(m, "Application", "Queue");
}

void snapshot_channel(struct asterisk *a, const struct ami_message *m)
{
	const char *id = ami_get(m, "Uniqueid");
	struct channel *c = channel_find(a, id);

	if (!*id || strlen(id) >= AST_CHANNEL)
		return;
	if (!c) {
		c = channel_new(a, id);
		c->stamp = c->since = clock_wall_ms() - duration_ms(ami_get(m, "Duration"));
		c->caller = !is_callee(m);
	}
	c->seen = a->generation;
	channel_update(c, m, "");
	c->dials = does_ring(m);
	if (c->caller && !*c->dialled)
		AST_SET(c->dialled, c->exten);
	c->shown = c->caller || c->state >= CHAN_RINGING;
	if (c->state == CHAN_UP && !c->answered)
		c->answered = c->stamp;
	bridge_enter(c, ami_get(m, "BridgeId"), false);
}

void snapshot_queue(struct asterisk *a, const struct ami_message *m)
{
	if (ami_is(m, "Event", "QueueMember")) {
		model_queue_member(a, m);
	} else if (ami_is(m, "Event", "QueueEntry")) {
		struct channel *c = channel_find(a, ami_get(m, "Uniqueid"));
		struct queue *q = queue_take(a, ami_get(m, "Queue"));

		if (c && q)
			queue_enter(c, q, ami_int(m, "Position", 1), ami_int(m, "Wait", 0));
	} else {
		model_queue_params(a, m);
	}
}

static struct channel *who_rings(const struct channel *target)
{
	struct channel *c, *next;

	HASH_ITER (hh, target->asterisk->channels, c, next)
		if (c != target && c->talk == target->talk && c->dials && !c->bridge)
			return c;
	return NULL;
}

static void infer(struct channel *c)
{
	struct channel *dialer = c->state == CHAN_RINGING ? who_rings(c) : NULL;

	channel_place(c);
	channel_ddi(c);
	if (!dialer)
		return;
	dial_link(dialer, c);
	c->alerting = true;
	if (dialer->queue)
		AST_SET(c->via, dialer->queue->name);
	c->inq = dialer->inq;
}

void snapshot_settle(struct asterisk *a)
{
	struct channel *c, *next;

	devices_settle(a);
	HASH_ITER (hh, a->channels, c, next)
		if (c->seen != a->generation)
			channel_gone(c, "normal");
	HASH_ITER (hh, a->channels, c, next)
		infer(c);
	HASH_ITER (hh, a->channels, c, next)
		if (c->caller)
			record_begin(c);
	queues_sweep(a);
	parked_sweep(a);
	queues_tell(a);
	HASH_ITER (hh, a->channels, c, next) {
		call_tell(c);
		if (c->queue_row && !c->queue)
			queue_call_left(c, NULL, "elsewhere");
		queue_call_tell(c);
	}
}
