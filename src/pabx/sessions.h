/* All sessions and keys; backed by the store. */
#ifndef PABX_SESSIONS_H
#define PABX_SESSIONS_H

#include "pabx.h"

enum { SESSION_SECRET = 65 }; /* 256 bits in hex, and a NUL */

struct sessions *sessions_new(struct pabx *pabx);
void sessions_free(struct sessions **sessions);

/* The session that request headers (values of Cookie and Authorization, either may be NULL) speak
 * for, or NULL. It stays valid until feed_session_ended() has been called for it, or this turn of
 * the loop is over and it has no feed. */
struct session *sessions_find(struct sessions *s, const char *cookie, const char *authorization);
/* A feed was opened or closed. */
void sessions_feed(struct sessions *s, struct session *session, int opened);
void sessions_end(struct sessions *s, struct session *session);
/* A new session; secret gets the cookie's value. NULL if the store refused or there is no such
 * user. */
struct session *sessions_begin(struct sessions *s, int64_t cID, char secret[SESSION_SECRET]);

/* A user's record has changed: his sessions end where he is gone, has another password or other
 * permissions. */
void sessions_user_changed(struct sessions *s, int64_t cID);

/* API keys: key gets "<id>.<secret>", id_cap and key_cap are enough. */
struct session_key {
	char id[17], key[17 + SESSION_SECRET];
};
int sessions_make_key(struct store *store, int64_t cID, const char *name, struct session_key *key);
/* Ends a key of that user (of anybody: WIRE_NULL), ERR_NOT_FOUND. */
int sessions_end_key(struct store *store, int64_t cID, const char *id);
/* Keys may have been ended, here or by another process. */
void sessions_check_keys(struct sessions *s);

#endif
