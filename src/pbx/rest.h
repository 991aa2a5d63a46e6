/* REST: one request, its retries, its answer as a result. */
#ifndef PBX_REST_H
#define PBX_REST_H

#include <cjson/cJSON.h>

#include "later.h"
#include "wire/command.h"

struct px_rest;

struct px_reply {
	const struct pbx_result *result;
	const cJSON *envelope; /* NULL where none came */
	const char *body, *cookie;
	size_t len;
};
typedef void (*px_reply_fn)(struct pbx *pbx, void *ctx, const struct px_reply *reply);

struct px_ask {
	const char *path;    /* with "/rest" or without */
	const char *body;    /* a JSON object, or NULL for {} */
	bool login;          /* sent without a session; 401 does not end one */
	const char *bearer;  /* of a login by key */
	bool safe;           /* its id lets it be sent twice */
	struct px_then then; /* either this, */
	px_reply_fn fn;      /* or this, and drop where it will never be called */
	void (*drop)(void *ctx);
	void *ctx;
};
void px_rest_send(struct pbx *pbx, const struct px_ask *ask);

/* A command: {"scope":{…},"values":{…},"id":"…"}. scope and values are JSON objects. The id makes a
 * second try safe. */
void px_command(struct pbx *pbx, const char *path, const char *scope, const char *values,
		const struct px_then *then);
/* Refuses without asking, later. */
void px_refuse(struct pbx *pbx, enum wire_reason reason, const struct px_then *then);
/* Appends {"member":[cID, …]}; false where one is no contact: then values is of no use. */
bool px_list_contacts(struct buf *values, const char *member, const struct pbx_object *const *who,
		      unsigned count);

/* Ends them all, later: what became of them is not known. */
void px_rest_forsake(struct pbx *pbx);
/* Forgets them all without callbacks. */
void px_rest_cancel_all(struct pbx *pbx);

#endif
