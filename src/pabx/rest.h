/* The HTTP side of the PABX (PROTOCOL.md, section 2): from a request to its answer. */
#ifndef PABX_REST_H
#define PABX_REST_H

#include "pabx.h"

struct rest *rest_new(struct pabx *pabx);
/* Before the server is closed: what still waits is answered with 503. */
void rest_free(struct rest **rest);

/* The HTTP side of net_server_events. */
int rest_head(struct rest *rest, struct net_exchange *x);
void rest_request(struct rest *rest, struct net_exchange *x);
void rest_refuse(struct rest *rest, struct net_exchange *x, int status);
void rest_aborted(struct rest *rest, struct net_exchange *x);

#endif
