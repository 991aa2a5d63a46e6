#include <stdlib.h>
#include <string.h>

#include "feed_inside.h"

enum { PASTS = 2048 };

/* A client that has gone: the view that it had since first, and what it was told last. */
struct feed_past {
	struct view view;
	uint64_t first, told;
	struct feed_past *prev, *next;
};

static bool covers(const struct view *view, uint64_t first, uint64_t told,
		   const struct view *wanted, uint64_t seq)
{
	return first <= seq && seq <= told && view_equal(view, wanted);
}

/* A client whose line is dead, but not yet known to be, counts as gone. */
static bool known(const struct feed *feed, const struct view *view, uint64_t seq)
{
	const struct feed_past *past;
	const struct feed_client *c;

	DL_FOREACH (feed->pasts, past)
		if (covers(&past->view, past->first, past->told, view, seq))
			return true;
	DL_FOREACH (feed->clients, c)
		if (c->started && client_complete(c) &&
		    covers(&c->view, c->first, c->told, view, seq))
			return true;
	return false;
}

bool resume_allowed(const struct feed *feed, const struct view *view,
		    const struct feed_resume *resume)
{
	const struct live *live = feed->pabx->live;
	uint64_t seq = (uint64_t)resume->seq;

	return resume->epoch && !strcmp(resume->epoch, live_epoch(live)) &&
	       seq >= live_oldest(live) && seq <= live_seq(live) && known(feed, view, seq);
}

static void forget(struct feed *feed, struct feed_past *past)
{
	DL_DELETE(feed->pasts, past);
	feed->past_count--;
	free(past);
}

void resume_remember(struct feed_client *c)
{
	struct feed *feed = c->feed;
	struct feed_past *past;

	if (!c->started || !client_complete(c) || !c->session)
		return;
	past = mem_new(1, sizeof(*past));
	past->view = c->view;
	past->first = c->first;
	past->told = c->told;
	DL_APPEND(feed->pasts, past);
	if (++feed->past_count > PASTS)
		forget(feed, feed->pasts);
}

void resume_free(struct feed *feed)
{
	while (feed->pasts)
		forget(feed, feed->pasts);
}
