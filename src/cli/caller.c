/* caller: whom a number usually wants, and its last calls. */
#include "job.h"

#include <stdio.h>
#include <time.h>

#include "base/language.h"
#include "base/text.h"
#include "table.h"

enum { WHEN_MAX = 32 };

static void print_call(const struct pbx_caller_call *call)
{
	time_t when = (time_t)(call->stamp / 1000);
	char date[WHEN_MAX] = "";
	struct tm parts;

	if (localtime_r(&when, &parts))
		language_date(date, sizeof date, _("%Y-%m-%d %H:%M"), &parts);
	const char *way = call->ours ? _("out") : _("in"), *outcome = _(call->outcome);
	printf("%-16s  %s%*s  %s%*s  %5lld s  %s\n", date, way, text_gap(way, 3), "", outcome,
	       text_gap(outcome, 9), "", (long long)call->duration, call->by);
}

static void print(const struct pbx_caller *caller)
{
	if (caller->usual_count) {
		printf("%s\n", _("Usually wants"));
		table_print(caller->usual, caller->usual_count);
	} else {
		printf("%s\n", _("Nobody is known whom this number usually wants"));
	}
	printf("\n%s\n",
	       caller->call_count ? _("Last calls") : _("No call with this number is known"));
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
