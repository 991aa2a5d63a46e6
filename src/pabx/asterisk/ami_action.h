/* Actions asked of the manager interface, and those whose answers are still to come.
 *
 * An answer is one response, or a list: a response, items, and an end. Asterisk's "Success" only
 * says that it took the action; what happened is told by events. */
#ifndef ASTERISK_AMI_ACTION_H
#define ASTERISK_AMI_ACTION_H

#include <stdint.h>

#include "ami_parse.h"
#include "loop/loop.h"

enum ami_outcome {
	AMI_ITEM,    /* of a list; more follows */
	AMI_DONE,    /* the last message: the response, or the end of the list */
	AMI_REFUSED, /* Asterisk says no; its "Message" says why */
	AMI_SILENT,  /* nothing came in time, or the connection was lost; m is NULL */
};
typedef void (*ami_answer_fn)(void *ctx, enum ami_outcome outcome, const struct ami_message *m);

struct ami_actions;
typedef int (*ami_write_fn)(void *ctx, const char *data, size_t len);

struct ami_actions *ami_actions_new(struct loop *loop, ami_write_fn write, void *ctx);
void ami_actions_free(struct ami_actions **actions);

/* Begins an action, adds a header to it, and sends it. In values line ends become blanks: nobody's
 * text can begin a header of its own. fn (may be NULL) is called once or, for a list, for every
 * item and the end; never from inside ami_send(). */
struct ami_action;
struct ami_action *ami_begin(struct ami_actions *actions, const char *name);
void ami_add(struct ami_action *action, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
uint64_t ami_id(const struct ami_action *action); /* its ActionID */
void ami_send(struct ami_action *action, int timeout_ms, ami_answer_fn fn, void *ctx);

/* Hands a message to who asked: true if it was an answer. */
bool ami_answered(struct ami_actions *actions, const struct ami_message *m);
/* Tells all who wait that nothing will come. */
void ami_actions_fail(struct ami_actions *actions);
/* Forgets what was asked with that ctx: fn is not called any more. */
void ami_forget(struct ami_actions *actions, const void *ctx);
/* Answers that are still to come. */
unsigned ami_waiting(const struct ami_actions *actions);

#endif
