/* What consoles ask. An answer is given by what really happened: each command waits for the model
 * to show it (Asterisk says "Success" to a transfer to nowhere, and then drops the caller). */
#ifndef ASTERISK_ACT_H
#define ASTERISK_ACT_H

#include "inside.h"

struct act {
	struct asterisk *asterisk;
	uint64_t ticket;
	switch_answer_fn answer;
	void *ctx;
	struct loop_timer *limit;
	/* True once it has happened; NULL while nothing is awaited yet. */
	bool (*proved)(const struct act *act);
	void (*then)(struct act *act);  /* goes on once the target is known to exist */
	void (*after)(struct act *act); /* what is left to do when it has happened */
	uint64_t asked;                 /* ActionID of what would fail later */

	/* What it is about, copied out of the command. Channels are named by their ids. */
	enum wire_action action;
	int64_t user;
	char device[AST_NAME];
	char own[AST_CHANNEL], far[AST_CHANNEL], other[AST_CHANNEL], made[AST_CHANNEL];
	char exten[AST_NUMBER], context[AST_NUMBER], label[AST_NAME];
	char cid[WIRE_MAX_ID + 1]; /* of the own call, which may be over */
	char lot[AST_NUMBER], slot[AST_NUMBER], queue[AST_NUMBER];
	char digits[72], *for_json;
	int64_t timeout_ms;
	bool autoanswer, paused;
	struct act *prev, *next;
};

void ast_command(void *impl, const struct switch_command *command, uint64_t ticket,
		 switch_answer_fn answer, void *ctx);
/* What is awaited will not come: the connection is gone. */
void acts_fail(struct asterisk *a);
void acts_free(struct asterisk *a);
/* The act that makes a channel with that id, or NULL. */
const struct act *act_making(const struct asterisk *a, const char *id);

/* The end: answers and frees. */
void act_done(struct act *act);
void act_refuse(struct act *act, enum wire_reason reason, const char *text);
/* Asks it of Asterisk. Without proved its response is enough; else act ends when that holds. */
void act_ask(struct act *act, struct ami_action *ask, bool (*proved)(const struct act *act));
/* Goes on with then() if exten can be dialled in context, and refuses otherwise. */
void act_target(struct act *act, void (*then)(struct act *act));

struct device *act_device(const struct act *act);
struct channel *act_own(const struct act *act);
struct channel *act_far(const struct act *act);
struct channel *act_other(const struct act *act);
bool act_is_gone(const struct act *act); /* the own call is over */

/* act_dial.c: calls that are made for one's own phone */
void act_dial(struct act *act);
void act_consult(struct act *act);
void act_retrieve(struct act *act);
void act_pickup(struct act *act);
/* act_move.c: calls that go elsewhere */
void act_transfer(struct act *act);
void act_complete(struct act *act);
void act_merge(struct act *act);
void act_cancel(struct act *act);
void act_claim(struct act *act);
void act_send(struct act *act);
void act_park(struct act *act);
/* act_call.c: what is done to a call as it is */
void act_hangup(struct act *act);
void act_talk(struct act *act);
void act_hold(struct act *act);
void act_dtmf(struct act *act);
/* Event: talk or hold, by NOTIFY, to the phone of that channel. */
void notify_phone(struct asterisk *a, const struct channel *c, const char *event);
/* act_desk.c: what is no call */
void act_member(struct act *act);
void ast_choose(void *impl, int64_t cID, const char *show, const char *status);
void ast_write(void *impl, int64_t from, int64_t to, const char *text);

#endif
