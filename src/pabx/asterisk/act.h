/* What consoles ask: commands whose answers wait for the event that proves them. */
#ifndef ASTERISK_ACT_H
#define ASTERISK_ACT_H

#include "inside.h"

void ast_command(void *impl, const struct switch_command *command, uint64_t ticket,
		 switch_answer_fn answer, void *ctx);
void ast_choose(void *impl, int64_t cID, const char *show, const char *status);
void ast_write(void *impl, int64_t from, int64_t to, const char *text);
/* What is awaited will not come: the connection is gone. */
void acts_fail(struct asterisk *a);
void acts_free(struct asterisk *a);

#endif
