#include "backoff.h"

enum { FIRST_MS = 200, MOST_MS = 10000, JITTER_MS = 2000, DOUBLINGS = 6 };

void net_backoff_reset(struct net_backoff *b)
{
	b->tries = 0;
}

int64_t net_backoff_next_ms(struct net_backoff *b)
{
	int64_t wait = (int64_t)FIRST_MS << b->tries;

	if (b->tries < DOUBLINGS)
		b->tries++;
	if (wait > MOST_MS)
		wait = MOST_MS;
	return wait + random_below(&b->random, JITTER_MS + 1);
}
