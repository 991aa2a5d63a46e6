/* Who is signed in. Sessions and API keys are 256 random bits, kept as SHA-256 in the store and
 * compared in constant time (PROTOCOL.md, "Authentication"). */
#ifndef PABX_SESSION_H
#define PABX_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* P(ENUM, name) in the order of PROTOCOL.md, "Permissions". */
#define PABX_PERMS(P)                                                                              \
	P(SYSADMIN, sysadmin)                                                                      \
	P(COMPANYADMIN, companyadmin)                                                              \
	P(RECEPTIONIST, receptionist)                                                              \
	P(NIGHTMODE, nightmode)                                                                    \
	P(BILLING, billing)                                                                        \
	P(PICKUP, pickup)                                                                          \
	P(API_CHAT, api_chat)                                                                      \
	P(KIOSK, kiosk)                                                                            \
	P(LITE, lite)

#define PABX_ENUM_PERM(ENUM, name) PERM_##ENUM,
enum perm { PABX_PERMS(PABX_ENUM_PERM) PERM_COUNT };
const char *perm_name(enum perm perm);

/* A user as a session sees him; shared by his sessions, replaced when his record changes. */
struct user {
	int64_t cID;
	char login[64], name[128], company[64], home[64];
	char perms[PERM_COUNT][64]; /* "" not held; a company id, "yes", or the kiosk's tag */
};
bool user_has(const struct user *user, enum perm perm);
/* True if perm is held for that company ("yes" and "default" are held for every one). */
bool user_has_for(const struct user *user, enum perm perm, const char *company);
/* Users of company "default" see every company, others their own. */
bool user_sees(const struct user *user, const char *company);

/* Appends {"id", "login", "name", "company", "home", "perms"} without the closing bracket, so that
 * more may follow. */
int user_encode(const struct user *user, struct buf *out);

struct session {
	char id[65]; /* stable public name of the session (not its secret), for resources */
	struct user user;
	bool stateless;    /* an API key or an auth body: nothing to log out */
	unsigned feeds;    /* open feeds; the session lives while there is one */
	int64_t last_used; /* epoch ms */
};

#endif
