/* What belongs together: the channels of one Linkedid, and of one bridge. */
#include "inside.h"

static void talk_drop(struct asterisk *a, struct talk *t)
{
	if (t->channels)
		return;
	HASH_DEL(a->talks, t);
	free(t);
}

void talk_leave(struct channel *c)
{
	struct talk *t = c->talk;

	if (!t)
		return;
	t->channels--;
	t->outside -= c->outside;
	c->talk = NULL;
	talk_drop(c->asterisk, t);
}

void talk_join(struct channel *c, const char *linked)
{
	struct asterisk *a = c->asterisk;
	size_t len = strlen(linked);
	struct talk *t;

	if (!len || (c->talk && !strcmp(c->talk->id, linked)))
		return;
	talk_leave(c);
	HASH_FIND(hh, a->talks, linked, len, t);
	if (!t) {
		t = mem_new(1, sizeof(*t) + len + 1);
		memcpy(t->id, linked, len);
		HASH_ADD(hh, a->talks, id, len, t);
	}
	t->channels++;
	t->outside += c->outside;
	c->talk = t;
}

void talk_outside(struct channel *c, bool outside)
{
	if (c->talk)
		c->talk->outside += (unsigned)outside - (unsigned)c->outside;
	c->outside = outside;
}

void bridge_leave(struct channel *c)
{
	struct bridge *b = c->bridge;

	if (!b)
		return;
	DL_DELETE2(b->channels, c, bridge_prev, bridge_next);
	c->bridge = NULL;
	if (--b->count)
		return;
	HASH_DEL(c->asterisk->bridges, b);
	free(b);
}

void bridge_enter(struct channel *c, const char *id, bool parking)
{
	struct asterisk *a = c->asterisk;
	size_t len = strlen(id);
	struct bridge *b;

	if (!len || (c->bridge && !strcmp(c->bridge->id, id)))
		return;
	bridge_leave(c);
	HASH_FIND(hh, a->bridges, id, len, b);
	if (!b) {
		b = mem_new(1, sizeof(*b) + len + 1);
		memcpy(b->id, id, len);
		HASH_ADD(hh, a->bridges, id, len, b);
	}
	b->parking |= parking;
	b->count++;
	DL_APPEND2(b->channels, c, bridge_prev, bridge_next);
	c->bridge = b;
}

/* Bridges go with their last channel. */
void bridges_free(struct asterisk *a)
{
	struct channel *c, *next;

	HASH_ITER (hh, a->channels, c, next)
		bridge_leave(c);
}

/* Who talks to each other belongs together from then on, under the older call's name: Asterisk
 * does the same, but tells it only with what comes next. */
static void join_talks(struct channel *a, struct channel *b)
{
	if (!a->talk || !b->talk || a->talk == b->talk)
		return;
	if (a->stamp <= b->stamp)
		talk_join(b, a->talk->id);
	else
		talk_join(a, b->talk->id);
}

static void connected(struct channel *c)
{
	struct channel *far = channel_far(c);

	if (!far)
		return;
	going_over(c);
	going_over(far);
	join_talks(c, far);
	if (!c->answered)
		c->answered = clock_wall_ms();
	if (!far->answered)
		far->answered = c->answered;
	record_answered(c, far);
	record_answered(far, c);
	call_tell(far);
}

void model_bridge_enter(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (!c)
		return;
	bridge_enter(c, ami_get(m, "BridgeUniqueid"), ami_is(m, "BridgeType", "parking"));
	c->shown = true;
	if (c->bridge && !c->bridge->parking)
		connected(c);
	call_tell(c);
}

void model_bridge_leave(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	/* Moved from one bridge to another it may have entered the new one already. */
	if (!c || !c->bridge || strcmp(c->bridge->id, ami_get(m, "BridgeUniqueid")) != 0)
		return;
	bridge_leave(c);
	call_tell(c);
}

/* The phone that pressed hold; the device state ONHOLD is the other's, who hears the music. */
void model_hold(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (!c)
		return;
	c->held = true;
	call_tell(c);
}

void model_unhold(struct asterisk *a, const struct ami_message *m)
{
	struct channel *c = channel_event(a, m, "");

	if (!c)
		return;
	c->held = false;
	call_tell(c);
}
