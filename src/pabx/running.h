/* One frontdesk-pabx a store: whoever comes second joins the first. Beside a store S lie S.lock,
 * which the one that serves holds, S.at with its address, and S.LOGIN.key with the API key of an
 * operator who has joined; nobody else may read them. */
#ifndef PABX_RUNNING_H
#define PABX_RUNNING_H

#include "store.h"

struct running;

/* Holds the store for this process: 0, ERR_CONFLICT with its address (host:port, of cap) where
 * another serves it, or another error with why. Waits a moment for one that is just coming or
 * going. */
int running_claim(const char *store, struct running **running, char *address, size_t cap,
		  struct why *why);
/* Says where consoles find this process, and says it no more (running may be NULL): before it
 * closes, so that nobody comes in between. */
int running_tell(struct running *running, const char *host, int port, struct why *why);
void running_hide(struct running *running);
void running_free(struct running **running);

/* The file with the API key of an operator, made with its key where there is none that still holds.
 * Caller frees with free(); NULL with why. */
char *running_key(struct store *store, const char *path, int64_t cID, const char *login,
		  struct why *why);

#endif
