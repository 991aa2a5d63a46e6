/* Names to addresses, in the worker: libwebsockets would hold the loop. */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include "loop/loop.h"

enum { RESOLVE_MAX = 8, RESOLVE_TEXT = 64 };

/* Numeric addresses in the order in which to try them. */
struct net_addresses {
	int count;
	char text[RESOLVE_MAX][RESOLVE_TEXT];
};

struct net_resolve;
/* fn is called once, later; with count 0 and the reason when the name has no address. */
typedef void (*net_resolve_fn)(void *ctx, const struct net_addresses *found, const char *reason);
struct net_resolve *net_resolve(struct loop *loop, const char *host, net_resolve_fn fn, void *ctx);
/* Forgets the question; to be called before fn was. */
void net_resolve_cancel(struct net_resolve **resolve);

#endif
