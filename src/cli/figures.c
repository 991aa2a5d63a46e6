/* figures: what the PABX counts of one's own calls. */
#include "job.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "period.h"

static const struct {
	const char *name, *label;
	bool time; /* ms, printed in seconds */
} rows[] = {
	{"calls", "Calls that came in", false},
	{"answered", "Answered by you", false},
	{"elsewhere", "Answered by others", false},
	{"voicemail", "Taken by voicemail", false},
	{"abandoned", "Abandoned", false},
	{"averageWait", "Time to answer, average", true},
	{"longestWait", "Time to answer, longest", true},
	{"talk", "Talked in all", true},
	{"returned", "Transfers that came back", false},
	{"made", "Calls that you made", false},
	{"reached", "Calls made and answered", false},
};
enum { ROWS = sizeof rows / sizeof *rows };

static double value(const cJSON *figures, unsigned i)
{
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(figures, rows[i].name);
	double n = cJSON_IsNumber(number) ? number->valuedouble : 0;

	return rows[i].time ? n / 1000 : n;
}

static void print_csv(const cJSON *figures)
{
	for (unsigned i = 0; i < ROWS; i++)
		printf("%s%s", i ? "," : "", rows[i].name);
	putchar('\n');
	for (unsigned i = 0; i < ROWS; i++)
		printf(rows[i].time ? "%s%.1f" : "%s%.0f", i ? "," : "", value(figures, i));
	putchar('\n');
}

static void print_table(const cJSON *figures)
{
	for (unsigned i = 0; i < ROWS; i++)
		printf(rows[i].time ? "%-26s %8.1f s\n" : "%-26s %8.0f\n", rows[i].label,
		       value(figures, i));
}

static void on_figures(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;
	cJSON *figures = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;

	if (figures && job->settings->json)
		printf("%s\n", result->json);
	else if (figures && job->settings->csv)
		print_csv(figures);
	else if (figures)
		print_table(figures);
	cJSON_Delete(figures);
	job_finish(job, result);
}

void run_figures(struct job *job)
{
	struct pbx_period period = {.max_rows = 0};

	if (!period_since(job->settings->since, period_today(), &period.since))
		job_end(job, CLI_USAGE, "--since is today, week, or a date as 2026-01-31");
	else
		pbx_figures(job->pbx, &period, on_figures, job);
}
