#include "inside.h"

enum { MOMENT_MS = 400 };

void going_begin(struct channel *c)
{
	c->going = true;
}

void going_over(struct channel *c)
{
	c->going = false;
}

/* Where nothing rings and nobody comes it is a service that was called. */
static void on_moment(void *ctx)
{
	struct asterisk *a = ctx;
	struct channel *c, *next;

	HASH_ITER (hh, a->channels, c, next) {
		if (!c->going || c->state != CHAN_UP)
			continue;
		c->going = false;
		call_tell(c);
	}
}

void going_up(struct channel *c)
{
	struct asterisk *a = c->asterisk;

	if (!c->going)
		return;
	if (!a->going)
		a->going = loop_timer_new(a->loop, on_moment, a);
	loop_timer_set(a->going, MOMENT_MS);
}
