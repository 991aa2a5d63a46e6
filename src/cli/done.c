/* What a command that acts says with --json: one document. */
#include "job.h"

#include <stdio.h>

#include "table.h"

void done_print(const struct job *job, const struct pbx_result *result)
{
	printf("{\"done\":");
	table_json_text(job->command->name);
	printf(",\"words\":[");
	for (int i = 0; i < job->argc; i++) {
		printf(i ? "," : "");
		table_json_text(job->argv[i]);
	}
	printf("]");
	if (*result->cid) {
		printf(",\"cid\":");
		table_json_text(result->cid);
	}
	if (*result->json)
		printf(",\"values\":%s", result->json);
	printf("}\n");
}

void job_done(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && job->settings->json)
		done_print(job, result);
	job_finish(job, result);
}
