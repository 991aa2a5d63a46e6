/* Who is signed in, and what he may do. */
#ifndef PBX_SESSION_H
#define PBX_SESSION_H

#include <cjson/cJSON.h>

#include "later.h"

struct px_session {
	char *cookie, *bearer; /* either: signed in */
	int64_t id;
	char *name, *login, *company;
	cJSON *perms; /* of hello or login, or NULL */
	char sub_id[33];
	bool is_parting, parting_logout; /* a logout or exit is under way */
	struct px_then parting;
};

bool px_session_open(const struct px_session *session);
/* Takes {id, login, name, company, perms} over. */
void px_session_user(struct px_session *session, const cJSON *user);
/* Forgets the credentials, not who it was. */
void px_session_forget(struct px_session *session);
/* Forgets both. */
void px_session_clear(struct px_session *session);
/* The user holds perm for everybody or for that company. */
bool px_session_holds_for(const struct pbx *pbx, const char *perm, const char *company);

#endif
