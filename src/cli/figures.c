/* figures: what the PABX counts of one's own calls. */
#include "job.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/text.h"
#include "period.h"

static const struct {
	const char *name, *label;
	bool time; /* ms, printed in seconds */
} rows[] = {
	{"calls", N_("Calls that came in"), false},
	{"answered", N_("Answered by you"), false},
	{"elsewhere", N_("Answered by others"), false},
	{"voicemail", N_("Taken by voicemail"), false},
	{"abandoned", N_("Abandoned"), false},
	{"averageWait", N_("Time to answer, average"), true},
	{"longestWait", N_("Time to answer, longest"), true},
	{"talk", N_("Talked in all"), true},
	{"returned", N_("Transfers that came back"), false},
	{"made", N_("Calls that you made"), false},
	{"reached", N_("Calls made and answered"), false},
};
enum { ROWS = sizeof rows / sizeof *rows, LABEL_COLUMNS = 26 };

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

static void print_row(const char *label, double number, bool time)
{
	char text[32];

	language_decimal(text, sizeof text, number, time ? 1 : 0);
	printf("%s%*s %8s%s\n", label, text_gap(label, LABEL_COLUMNS), "", text, time ? " s" : "");
}

static void print_table(const cJSON *figures)
{
	for (unsigned i = 0; i < ROWS; i++)
		print_row(_(rows[i].label), value(figures, i), rows[i].time);
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
		job_end(job, CLI_USAGE, _("--since is today, week, or a date as 2026-01-31"));
	else
		pbx_figures(job->pbx, &period, on_figures, job);
}
