/* Shared by rest*.c and command*.c: a request on its way to its answer. */
#ifndef PABX_REST_INSIDE_H
#define PABX_REST_INSIDE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "auth.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "directory.h"
#include "rest.h"
#include "role.h"
#include "sessions.h"
#include "store.h"
#include "wire/command.h"
#include "wire/json.h"
#include "wire/said.h"

struct once; /* rest_once.c: the answer that an id gets */

enum { REST_ROWS = 5000, REST_SWITCH_MS = 2000, REST_KEPT_MS = 60000 };

/* A request. Its handler answers it, now or later, by exactly one of the functions below; then it
 * is gone. */
struct request {
	struct rest *rest;
	struct pabx *pabx;
	struct net_exchange *x; /* NULL once the client has gone */
	const struct route *route;
	char type[40];
	cJSON *body;
	const cJSON *scope, *values; /* NULL where they are missing */
	struct user user;
	struct session *session; /* while the handler runs; NULL for credentials in the body */
	struct auth_check *check;
	struct photo_job *photo; /* in the worker, or NULL */
	struct once *once;
	uint64_t ticket;           /* of the switch's answer, 0 for none */
	char called[65];           /* the number that the switch was asked to call, or "" */
	int64_t deadline, expires; /* the client is told to try again; nothing comes any more */
	struct request *along;     /* others that wait for the same answer */
	struct request *prev, *next;
	UT_hash_handle hh; /* by ticket */
};

/* Who may call a route. */
enum route_flag {
	ROUTE_OPEN = 1,  /* without a session: its handler looks at credentials itself */
	ROUTE_KIOSK = 2, /* also a kiosk */
};
#define ALLOWS(perm) (1u << PERM_##perm)

struct route {
	const char *section, *verb, *type; /* type NULL: any */
	void (*handler)(struct request *req);
	unsigned perms; /* bits of which one is needed; 0 for none */
	unsigned flags;
};

/* The route of a path, and its type ("" if the path has none) in type; NULL if there is none for
 * whatever type the body has. */
const struct route *route_find(const char *path, char *type, size_t cap);
/* The same once the type is known. */
const struct route *route_typed(const struct route *route, const char *type);
bool route_allows(const struct route *route, const struct user *user);

struct rest {
	struct pabx *pabx;
	struct auth *auth;
	struct request *requests, *waiting; /* waiting: by ticket */
	struct once *once;
	size_t once_bytes;
	uint64_t last_ticket;
	struct loop_timer *timer;
};

/* rest_photo.c */
void photo_forget(struct request *req);

/* Answers. values becomes the answer's; NULL for none. */
void answer_values(struct request *req, cJSON *values);
/* A whole body as it is; cookie NULL for none. */
void answer_body(struct request *req, const struct buf *body, const char *cookie);
void answer_refused(struct request *req, enum wire_reason reason, const char *text);
/* The same by a sentence with words in it. */
void answer_said(struct request *req, enum wire_reason reason, const struct wire_said *said);
/* By an error of the directory: 0 is success. */
void answer_done(struct request *req, int err);
void answer_error(struct request *req, int status, enum wire_errno number, const char *reason,
		  const char *text, int retry_after);
/* A streamed answer, as net_answer.more and .end. */
void answer_stream(struct request *req, int (*more)(void *source, struct buf *out),
		   void (*end)(void *source), void *source);

/* Takes the user whose credentials were checked; else answers, and the request is gone: false. */
bool answer_unless_known(struct request *req, const struct auth_result *result);
/* The switch was asked: its answer comes under the ticket. */
uint64_t request_ticket(struct request *req);
/* NULL if nobody waits for it any more. */
struct request *request_of_ticket(struct rest *rest, uint64_t ticket);
void request_free(struct request *req);
/* Tells the client to try again, and goes on waiting where its id can be asked for again. */
void request_retry(struct request *req);
/* Hands an answer to the client, if he is still there. */
void request_send(struct request *req, int status, const char *text, size_t len);

/* rest_once.c. False where the request was answered, or waits for the first of its id. */
bool once_begin(struct request *req, const char *id);
/* The answer of req is known: others that wait for it get it too. text NULL: an answer that is too
 * long to be kept, so a repeated request is worked on again. */
void once_answer(struct request *req, int status, const char *text, size_t len);
/* req has gone before an answer came. */
void once_leave(struct request *req);
/* Those who wait along with req longer than until are told to try again; the next time when one
 * will have is returned. */
int64_t once_retry(struct request *req, int64_t until);
void once_free(struct rest *rest);

/* Paging of reads: maxRows within 1 … 5,000, else the request is answered and false returned. */
bool read_limit(struct request *req, unsigned fallback, unsigned *limit);
/* A member of scope, or of the body itself. */
const cJSON *read_member(const struct request *req, const char *name);
/* True if wanted (a value, a list of values, or nothing) allows the text. */
bool value_matches(const cJSON *wanted, const char *text);
/* A whole number, else the request is answered and false returned. */
bool read_number(struct request *req, const char *name, int64_t fallback, int64_t *time);
/* True if the columns ask for that one. */
bool column_wanted(const cJSON *columns, const char *name);
const cJSON *columns_of(const struct request *req);

/* Handlers; the table is in rest_route.c. */
/* clang-format off */
#define REST_HANDLERS(H) \
	H(rest_login) H(rest_logout) H(rest_create_key) H(rest_delete_key) H(rest_read_user) \
	H(rest_read_extension) H(rest_read_nm) H(rest_update_nm) H(rest_names_nm) \
	H(rest_read_cdr) H(rest_read_history) H(rest_read_caller) H(rest_read_live) H(rest_read_messages) \
	H(rest_read_time) H(rest_read_ice) H(rest_read_version) H(rest_read_photo) \
	H(rest_unsupported) H(command_dial) H(command_call) H(command_device) H(command_queue) \
	H(command_tag) H(command_create_address) H(command_update_address) \
	H(command_delete_address) H(command_create_room) H(command_update_room) \
	H(command_delete_room) H(command_message) H(command_create_link) H(command_update_link) \
	H(command_delete_link) H(command_presence) H(command_note) H(command_delete_note) \
	H(command_setting) H(command_operator) H(command_take) H(command_update_taken) \
	H(command_delete_taken) H(rest_read_figures)
/* clang-format on */
#define REST_DECLARE(name) void name(struct request *req);
REST_HANDLERS(REST_DECLARE)

#endif
