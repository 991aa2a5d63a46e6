/* Checks names and passwords: in the worker, one after the other, slowed down after failures. */
#ifndef PABX_AUTH_H
#define PABX_AUTH_H

#include "pabx.h"

struct auth;
struct auth_check;

struct auth *auth_new(struct pabx *pabx);
/* Running checks are forgotten. */
void auth_free(struct auth **auth);

struct auth_result {
	int err;         /* 0, ERR_DENIED, or ERR_BUSY: too many attempts */
	int retry_after; /* seconds, with ERR_BUSY */
	int64_t cID;
};
typedef void (*auth_fn)(void *ctx, const struct auth_result *result);

/* fn is called once: now (then NULL is returned) or later, unless forgotten. A pair that was right
 * is remembered for 60 s. */
struct auth_check *auth_begin(struct auth *auth, const char *username, const char *password,
			      const char *address, auth_fn fn, void *ctx);
void auth_forget(struct auth_check **check);

#endif
