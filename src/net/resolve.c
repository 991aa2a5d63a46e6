#include "resolve.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "address.h"
#include "base/mem.h"

struct net_resolve {
	struct loop *loop;
	struct loop_job *job; /* NULL for a numeric host */
	char *host;
	int error; /* of getaddrinfo() */
	struct net_addresses found;
	net_resolve_fn fn;
	void *ctx;
};

static void resolve_free(void *ctx)
{
	struct net_resolve *resolve = ctx;

	free(resolve->host);
	free(resolve);
}

static void work(void *ctx)
{
	struct net_resolve *resolve = ctx;
	struct net_addresses *found = &resolve->found;
	struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *list = NULL;

	resolve->error = getaddrinfo(resolve->host, NULL, &hints, &list);
	if (resolve->error)
		return;
	for (struct addrinfo *at = list; at && found->count < RESOLVE_MAX; at = at->ai_next)
		if (!getnameinfo(at->ai_addr, at->ai_addrlen, found->text[found->count],
				 RESOLVE_TEXT, NULL, 0, NI_NUMERICHOST))
			found->count++;
	freeaddrinfo(list);
}

static void done(void *ctx)
{
	struct net_resolve *resolve = ctx;

	resolve->job = NULL;
	resolve->fn(resolve->ctx, &resolve->found,
		    resolve->error ? gai_strerror(resolve->error) : "");
	resolve_free(resolve);
}

struct net_resolve *net_resolve(struct loop *loop, const char *host, net_resolve_fn fn, void *ctx)
{
	struct net_resolve *resolve = mem_new(1, sizeof(*resolve));

	*resolve = (struct net_resolve){.loop = loop, .host = mem_dup(host), .fn = fn, .ctx = ctx};
	if (address_numeric(host)) {
		snprintf(resolve->found.text[0], RESOLVE_TEXT, "%s", host);
		resolve->found.count = 1;
		loop_defer(loop, done, resolve);
	} else {
		resolve->job = loop_work(loop, work, done, resolve);
	}
	return resolve;
}

void net_resolve_cancel(struct net_resolve **slot)
{
	struct net_resolve *resolve = *slot;

	if (!resolve)
		return;
	*slot = NULL;
	if (resolve->job) {
		loop_job_forget(&resolve->job, resolve_free);
		return;
	}
	loop_undefer(resolve->loop, resolve);
	resolve_free(resolve);
}
