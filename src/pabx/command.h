/* Shared by command*.c: whose a thing is, where a call shall go, and asking the switch. */
#ifndef PABX_COMMAND_H
#define PABX_COMMAND_H

#include "rest_inside.h"

/* True if the switch has announced the capability; NULL is always there. */
bool command_can(const struct pabx *pabx, const char *capability);

/* The device of that name: NODEVICE, NOTYOURS. name NULL: the user's first line. */
enum wire_reason command_own_device(const struct request *req, const char *name,
				    const struct wire_device **device);
/* The user's own call {device, cid}: also NOCALL. */
enum wire_reason command_own_call(const struct request *req, const cJSON *scope,
				  const struct wire_call **call);
/* The name of who has answered the call that the scope names, where that is somebody else; else
 * NULL. */
const char *command_answered_by(const struct request *req);
/* The company that a row belongs to, "" for nobody's. */
const char *command_company(const struct pabx *pabx, enum wire_set set, const char *key);
/* True if the user is a receptionist for the company, or a member of the queue (NULL: none). */
bool command_at_desk(const struct request *req, const char *company, const char *queue);

/* Where a target leads on this switch. */
enum wire_reason command_target(const struct request *req, const cJSON *value,
				struct switch_target *target);
/* Refuses it, and says who it is that cannot be called. */
void command_refused(struct request *req, enum wire_reason reason,
		     const struct switch_target *target);
/* The person whom a scope {cID} or {key} names, WIRE_NULL if it is a plain address; key gets the
 * cID or key as text. NOTARGET if the user cannot see it. */
enum wire_reason command_who(const struct request *req, const cJSON *scope, char key[65],
			     int64_t *cID);

/* Asks the switch; its answer is the request's. */
void command_ask(struct request *req, const struct switch_command *command);

#endif
