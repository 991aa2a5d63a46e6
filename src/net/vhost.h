/* The virtual hosts under which client connections are made, shared by ws_wire.c and stream.c. */
#ifndef NET_VHOST_H
#define NET_VHOST_H

#include <libwebsockets.h>
#include <stdbool.h>

#include "loop/lws.h"

struct vhost_trust {
	bool tls;
	const char *pin; /* PEM file that alone is trusted, or NULL */
};

/* One virtual host for plain connections, one for the system's certificates (which takes 25 ms to
 * load), and one for each pinned certificate, for each list of protocols (which kind names): all
 * live as long as the loop. NULL where the pinned file holds no certificate. */
struct lws_vhost *vhost_client(struct loop *loop, const char *kind,
			       const struct lws_protocols *protocols,
			       const struct vhost_trust *trust);
/* What a callback of those protocols has to hand on: true if it was the host's own affair, and then
 * *answer is what to return. */
bool vhost_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, int *answer);
/* Pings are timers of the loop, so that tests can step them. */
extern const lws_retry_bo_t vhost_no_pings;

#endif
