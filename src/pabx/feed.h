/* The live feed (PROTOCOL.md, section 3): WebSocket clients, snapshots, deltas, resume, beats. */
#ifndef PABX_FEED_H
#define PABX_FEED_H

#include "pabx.h"

struct feed *feed_new(struct pabx *pabx);
void feed_free(struct feed **feed);

/* The WebSocket side of net_server_events: opened takes a session that upgrade found and counts it
 * as a feed of that session until closed. */
void feed_opened(struct feed *feed, struct net_peer *peer, struct session *session);
void feed_text(struct feed *feed, struct net_peer *peer, char *data, size_t len);
void feed_writable(struct feed *feed, struct net_peer *peer);
void feed_pong(struct feed *feed, struct net_peer *peer);
void feed_closed(struct feed *feed, struct net_peer *peer);

/* Something in pabx->live has changed. */
void feed_changed(struct feed *feed);

/* The session has ended: error 2, close 1008 for its feeds. */
void feed_session_ended(struct feed *feed, const struct session *session);
/* The telephones can, or cannot, be reached: error 3 and no beats while they cannot. */
void feed_switch(struct feed *feed, bool up, const char *text);
/* What changes cannot be kept: error 1. */
void feed_store_failed(struct feed *feed);
/* Whether there is no client. */
bool feed_empty(const struct feed *feed);
/* Whether every client was handed all that changed until now (for the stepped clock). */
bool feed_quiet(const struct feed *feed);
/* Writes what is due at once instead of within 20 ms. */
void feed_flush(struct feed *feed);
/* The seq that clients which keep up have been handed. */
uint64_t feed_told(const struct feed *feed);

/* What a viewer may see of a row: bits of fields, 0 for nothing. Shared by the feed and by
 * /rest/live/read/<set>. options as in wire_option; idle and device_min as in start. */
struct feed_view {
	const struct user *user;
	unsigned options;
	bool idle, device_min;
};
uint64_t feed_visible(const struct live *live, const struct feed_view *view, int64_t row_user,
		      const struct wire_row *row);

#endif
