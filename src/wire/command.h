/* What both ends share of REST (PROTOCOL.md, section 2): reasons, actions, targets, numbers. */
#ifndef WIRE_COMMAND_H
#define WIRE_COMMAND_H

#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/err.h"
#include "json.h"

#define WIRE_PROTOCOL    1
#define WIRE_API_VERSION "6.5.0"
#define WIRE_SUBPROTOCOL "pabx-live.1"
#define WIRE_LIVE_PATH   "/live"
#define WIRE_COOKIE      "Red60urne"

/* Error numbers of the API. */
enum wire_errno {
	WIRE_E_INTERNAL = 1,
	WIRE_E_LOGGED_OUT = 2,
	WIRE_E_NOT_READY = 3,
	WIRE_E_BACKEND = 90,
	WIRE_E_OPEN = 91,
	WIRE_E_BROKEN = 92,
	WIRE_E_REFUSED = 99,
	WIRE_E_VERSION = 100,
};

/* R(ENUM, token, what a person reads) */
#define WIRE_REASONS(R)                                                                            \
	R(NODEVICE, nodevice, "There is no such device")                                           \
	R(NOTYOURS, notyours, "That call or device is not yours")                                  \
	R(NOTCALLABLE, notcallable, "This entry has no number that can be called")                 \
	R(DENIED, denied, "You are not permitted to do that")                                      \
	R(NOCALL, nocall, "That call has ended")                                                   \
	R(NOTARGET, notarget, "There is no such number or person")                                 \
	R(UNSUPPORTED, unsupported, "This telephone system cannot do that")                        \
	R(GONE, gone, "That is no longer there")                                                   \
	R(CONFLICT, conflict, "Somebody else was faster")                                          \
	R(INVALID, invalid, "The request was not understood")                                      \
	R(BUSY, busy, "The telephone system is busy, try again")                                   \
	R(LIMIT, limit, "That is too much")

#define WIRE_ENUM_REASON(ENUM, token, text) WIRE_R_##ENUM,
enum wire_reason { WIRE_R_NONE, WIRE_REASONS(WIRE_ENUM_REASON) WIRE_R_COUNT };
const char *wire_reason_token(enum wire_reason reason); /* "nodevice"; "" for none */
const char *wire_reason_text(enum wire_reason reason);
enum wire_reason wire_reason_find(const char *token); /* WIRE_R_NONE if unknown */

/* A(ENUM, name, capability that the switch must announce or NULL) */
#define WIRE_ACTIONS(A)                                                                            \
	A(TALK, talk, NULL)                                                                        \
	A(HANGUP, hangup, NULL)                                                                    \
	A(HOLD, hold, "hold")                                                                      \
	A(XFER, xfer, "xfer")                                                                      \
	A(ATXFER, atxfer, "atxfer")                                                                \
	A(COMPLETE, complete, NULL)                                                                \
	A(MERGE, merge, "merge")                                                                   \
	A(CANCEL, cancel, NULL)                                                                    \
	A(PARK, park, "park")                                                                      \
	A(RETRIEVE, retrieve, "retrieve")                                                          \
	A(PICKUP, pickup, "pickup")                                                                \
	A(CLAIM, claim, "claim")                                                                   \
	A(CAMP, camp, "camp")                                                                      \
	A(SERIAL, serial, "serial")                                                                \
	A(DTMF, dtmf, "dtmf")                                                                      \
	A(SEND, send, "send")

#define WIRE_ENUM_ACTION(ENUM, name, capability) WIRE_A_##ENUM,
enum wire_action { WIRE_ACTIONS(WIRE_ENUM_ACTION) WIRE_A_COUNT };
const char *wire_action_name(enum wire_action action);
const char *wire_action_capability(enum wire_action action); /* NULL: always there */
int wire_action_find(const char *name);                      /* ERR_NOT_FOUND */

/* Where a call shall go: a "number", {cID}, {key}, {extension} or {voicemail: cID}. */
enum wire_target_kind {
	WIRE_TARGET_NONE,
	WIRE_TARGET_NUMBER,
	WIRE_TARGET_CONTACT,
	WIRE_TARGET_ADDRESS,
	WIRE_TARGET_EXTENSION,
	WIRE_TARGET_VOICEMAIL,
};
struct wire_target {
	enum wire_target_kind kind;
	int64_t cID;                /* contact, voicemail */
	char text[WIRE_MAX_ID + 1]; /* number, address key, extension */
};
/* ERR_INVALID where value is no target. */
int wire_target_decode(struct wire_target *target, const cJSON *value);
int wire_target_encode(const struct wire_target *target, struct buf *out);

#endif
