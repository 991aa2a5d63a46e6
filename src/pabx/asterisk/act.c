#include "act.h"

void ast_command(void *impl, const struct switch_command *command, uint64_t ticket,
		 switch_answer_fn answer, void *ctx)
{
	(void)impl;
	(void)command;
	answer(ctx, ticket, &(struct switch_answer){.reason = WIRE_R_UNSUPPORTED});
}

void ast_choose(void *impl, int64_t cID, const char *show, const char *status)
{
	(void)impl;
	(void)cID;
	(void)show;
	(void)status;
}

void ast_write(void *impl, int64_t from, int64_t to, const char *text)
{
	(void)impl;
	(void)from;
	(void)to;
	(void)text;
}

void acts_fail(struct asterisk *a)
{
	(void)a;
}

void acts_free(struct asterisk *a)
{
	(void)a;
}
