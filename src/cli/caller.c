/* caller: whom a number usually wants, and its last calls. */
#include "job.h"

#include <stdio.h>
#include <time.h>

#include "table.h"

enum { WHEN_MAX = 32 };

static void print_call(const struct pbx_caller_call *call)
{
	time_t when = (time_t)(call->stamp / 1000);
	char date[WHEN_MAX] = "";
	struct tm parts;

	if (localtime_r(&when, &parts))
		strftime(date, sizeof date, "%Y-%m-%d %H:%M", &parts);
	printf("%-16s  %-3s  %-9s  %5lld s  %s\n", date, call->ours ? "out" : "in", call->outcome,
	       (long long)call->duration, call->by);
}

static void print(const struct pbx_caller *caller)
{
	if (caller->usual_count) {
		printf("Usually wants\n");
		table_print(caller->usual, caller->usual_count);
	} else {
		printf("Nobody is known whom this number usually wants\n");
	}
	printf("\n%s\n", caller->call_count ? "Last calls" : "No call with this number is known");
	for (unsigned i = 0; i < caller->call_count; i++)
		print_call(&caller->calls[i]);
}

static void on_caller(void *ctx, const struct pbx_caller *caller)
{
	struct job *job = ctx;

	if (caller->result->outcome == PBX_DONE && job->settings->json)
		printf("%s\n", caller->result->json);
	else if (caller->result->outcome == PBX_DONE)
		print(caller);
	job_finish(job, caller->result);
}

void run_caller(struct job *job)
{
	pbx_caller(job->pbx, job->argv[0], on_caller, job);
}
