/* All sessions and keys; backed by the store. */
#ifndef PABX_SESSIONS_H
#define PABX_SESSIONS_H

#include "pabx.h"

struct sessions *sessions_new(struct pabx *pabx);
void sessions_free(struct sessions **sessions);

/* The session that request headers (values of Cookie and Authorization, either may be NULL) speak
 * for, or NULL. It stays valid until feed_session_ended() has been called for it. */
struct session *sessions_find(struct sessions *s, const char *cookie, const char *authorization);
/* A feed was opened or closed. */
void sessions_feed(struct sessions *s, struct session *session, int opened);
void sessions_end(struct sessions *s, struct session *session);

#endif
