/* How long to wait before the next try: doubling from 200 ms to 10 s, and 0 to 2 s of jitter
 * (PROTOCOL.md, "Pause": reconnect with back-off and jitter). */
#ifndef NET_BACKOFF_H
#define NET_BACKOFF_H

#include <stdint.h>

#include "base/random.h"

struct net_backoff {
	int tries;
	struct random_seq random;
};

void net_backoff_reset(struct net_backoff *b);
int64_t net_backoff_next_ms(struct net_backoff *b);

#endif
