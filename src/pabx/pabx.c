#include "pabx.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "directory.h"
#include "feed.h"
#include "leaving.h"
#include "mapping.h"
#include "rest.h"
#include "rollup.h"
#include "sessions.h"
#include "store.h"
#include "wire/command.h"
#include "wire/json.h"

void pabx_roll_up(struct pabx *pabx)
{
	uint64_t last = live_seq(pabx->live), oldest = live_oldest(pabx->live);

	if (pabx->rolled < oldest)
		pabx->rolled = oldest;
	while (pabx->rolled < last) {
		const struct live_change *change = live_change(pabx->live, ++pabx->rolled);

		if (change && change->kind == LIVE_NEW &&
		    (change->set == WIRE_CONTACT || change->set == WIRE_EXTENSION)) {
			char *key = mem_dup(change->key);

			rollup_target(pabx->rollup, change->set, key);
			free(key);
		}
	}
}

static void live_changed(void *ctx)
{
	feed_changed(((struct pabx *)ctx)->feed);
}

/* What is still open while the server closes is nobody's any more. */
static int head(void *ctx, struct net_exchange *x)
{
	struct pabx *pabx = ctx;

	pabx->used_ms = clock_mono_ms();
	return pabx->rest ? rest_head(pabx->rest, x) : 503;
}

static void request(void *ctx, struct net_exchange *x)
{
	struct pabx *pabx = ctx;

	if (pabx->rest)
		rest_request(pabx->rest, x);
}

static void refuse(void *ctx, struct net_exchange *x, int status)
{
	struct pabx *pabx = ctx;

	if (pabx->rest)
		rest_refuse(pabx->rest, x, status);
}

static void aborted(void *ctx, struct net_exchange *x)
{
	struct pabx *pabx = ctx;

	if (pabx->rest)
		rest_aborted(pabx->rest, x);
}

static struct session *session_of(struct pabx *pabx, const struct net_peer *peer)
{
	return sessions_find(pabx->sessions, net_peer_header(peer, "cookie"),
			     net_peer_header(peer, "authorization"));
}

static int upgrade(void *ctx, struct net_peer *peer, const char **text)
{
	struct pabx *pabx = ctx;
	int status = pabx_check_host(pabx, net_peer_header(peer, "host"),
				     net_peer_header(peer, "origin"), text);

	if (status)
		return status;
	if (pabx->closing) {
		*text = "the server is shutting down";
		return 503;
	}
	if (strcmp(net_peer_path(peer), WIRE_LIVE_PATH) != 0) {
		*text = "the live feed is at " WIRE_LIVE_PATH;
		return 404;
	}
	if (!session_of(pabx, peer)) {
		*text = "a session or an API key is needed";
		return 401;
	}
	return 0;
}

static void opened(void *ctx, struct net_peer *peer)
{
	struct pabx *pabx = ctx;
	struct session *session = session_of(pabx, peer);

	if (session)
		feed_opened(pabx->feed, peer, session);
	else
		net_peer_close(peer, 1008, "logged out");
}

static void text_frame(void *ctx, struct net_peer *peer, char *data, size_t len)
{
	feed_text(((struct pabx *)ctx)->feed, peer, data, len);
}

static void writable(void *ctx, struct net_peer *peer)
{
	feed_writable(((struct pabx *)ctx)->feed, peer);
}

static void pong(void *ctx, struct net_peer *peer)
{
	feed_pong(((struct pabx *)ctx)->feed, peer);
}

static void closed(void *ctx, struct net_peer *peer)
{
	((struct pabx *)ctx)->used_ms = clock_mono_ms();
	feed_closed(((struct pabx *)ctx)->feed, peer);
}

static const struct net_server_events server_events = {
	.head = head,
	.request = request,
	.refuse = refuse,
	.aborted = aborted,
	.upgrade = upgrade,
	.opened = opened,
	.text = text_frame,
	.writable = writable,
	.pong = pong,
	.closed = closed,
};

static bool is_loopback(const char *host)
{
	return !strcmp(host, "::1") || !strcmp(host, "localhost") || !strncmp(host, "127.", 4);
}

static int listen_on(struct pabx *pabx, struct why *why)
{
	const struct pabx_options *o = &pabx->options;
	struct net_server_options options = {
		.host = o->host ? o->host : "127.0.0.1",
		.port = o->port,
		.ws_protocol = WIRE_SUBPROTOCOL,
		.cert = o->cert,
		.key = o->key,
		.max_body = WIRE_MAX_BODY,
		.max_frame = WIRE_MAX_CLIENT_FRAME,
	};

	if (!o->cert && !is_loopback(options.host))
		return why_set(why, ERR_DENIED,
			       "%s can be reached from other machines: listening there needs a "
			       "certificate (--tls-cert and --tls-key; \"frontdesk-pabx cert\" "
			       "makes one)",
			       options.host);
	return net_server_open(pabx->loop, &options, &server_events, pabx, &pabx->server, why);
}

static void store_failed(void *ctx)
{
	feed_store_failed(((struct pabx *)ctx)->feed);
}

/* The switch tells its rows after the directory is there, since calls are named from it. */
static void start_switch(struct pabx *pabx)
{
	pabx->switch_up = true;
	pabx->rolled = live_seq(pabx->live);
	live_on_change(pabx->live, live_changed, pabx);
	pabx->sw.ops->start(pabx->sw.impl, pabx_switch_events(), pabx);
}

static int take_mapping(struct pabx *pabx, struct why *why)
{
	const struct pabx_options *o = &pabx->options;
	int64_t cID;
	int err = mapping_new(pabx->store, o->mapping, &pabx->mapping, why);

	if (!err && o->as)
		err = mapping_operator(pabx->store, o->as, &cID, pabx->one_life_login,
				       sizeof(pabx->one_life_login), why);
	return err;
}

/* Listens first: where that fails nothing has been written. Nobody is served before the loop runs.
 */
int pabx_open(struct loop *loop, const struct pabx_options *options, struct switch_handle sw,
	      struct pabx **out, struct why *why)
{
	struct pabx *pabx = mem_new(1, sizeof(*pabx));
	int err;

	pabx->loop = loop;
	pabx->options = *options;
	pabx->sw = sw;
	pabx->live = live_new();
	pabx->used_ms = clock_mono_ms();
	err = listen_on(pabx, why);
	if (!err)
		err = store_open(options->store, &pabx->store, why);
	if (!err)
		err = take_mapping(pabx, why);
	if (!err) {
		pabx->sessions = sessions_new(pabx);
		err = directory_open(pabx, &pabx->directory, why);
	}
	if (!err && options->import)
		err = directory_import(pabx, options->import, why);
	if (!err) {
		pabx->rollup = rollup_new(pabx->live);
		pabx->feed = feed_new(pabx);
		store_watch(pabx->store, store_failed, pabx);
		pabx->leaving = leaving_new(pabx);
		pabx->rest = rest_new(pabx);
		start_switch(pabx);
		pabx_flush(pabx); /* what is many rows is done before anybody waits for the loop */
	}
	if (err)
		pabx_free(&pabx);
	*out = pabx;
	return err;
}

int pabx_port(const struct pabx *pabx)
{
	return net_server_port(pabx->server);
}

void pabx_flush(struct pabx *pabx)
{
	feed_flush(pabx->feed);
}

int64_t pabx_idle_ms(const struct pabx *pabx)
{
	return feed_empty(pabx->feed) ? clock_mono_ms() - pabx->used_ms : 0;
}

bool pabx_settled(const struct pabx *pabx)
{
	return leaving_empty(pabx->leaving) && feed_quiet(pabx->feed);
}

void pabx_free(struct pabx **slot)
{
	struct pabx *pabx = *slot;

	if (!pabx)
		return;
	pabx->closing = true;
	rest_free(&pabx->rest);
	if (pabx->server)
		net_server_close(&pabx->server, 1001);
	if (pabx->sw.impl)
		pabx->sw.ops->free(&pabx->sw.impl);
	live_on_change(pabx->live, NULL, NULL);
	if (pabx->store)
		store_watch(pabx->store, NULL, NULL);
	feed_free(&pabx->feed);
	leaving_free(&pabx->leaving);
	rollup_free(&pabx->rollup);
	directory_free(&pabx->directory);
	sessions_free(&pabx->sessions);
	live_free(&pabx->live);
	mapping_free(&pabx->mapping);
	store_close(&pabx->store);
	free(pabx);
	*slot = NULL;
}
