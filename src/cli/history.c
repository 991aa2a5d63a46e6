/* history: one's own calls, and those of the queues that ring one's devices. */
#include "job.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/text.h"
#include "period.h"

enum { ROWS = 200, WHEN_MAX = 32, CELL_MAX = 192, NAME_COLUMNS = 28, KIND_COLUMNS = 9 };

static const char *text_of(const cJSON *entry, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, name));

	return text ? text : "";
}

/* Missed is what nobody took; what a colleague answered of a queue is not. */
static const char *kind_of(const cJSON *entry)
{
	const char *party = text_of(entry, "party");

	if (strcmp(party, "caller") == 0)
		return N_("made");
	if (strcmp(party, "noanswer") == 0)
		return N_("noanswer");
	if (strcmp(party, "callee") == 0)
		return N_("answered");
	return *text_of(entry, "answeredBy") ? N_("elsewhere") : N_("missed");
}

static bool is_wanted(const struct job *job, const cJSON *entry)
{
	const char *wanted = job->argc ? job->argv[0] : "", *kind = kind_of(entry);

	if (strcmp(wanted, "made") == 0)
		return strcmp(kind, "made") == 0 || strcmp(kind, "noanswer") == 0;
	return !*wanted || strcmp(wanted, kind) == 0;
}

static void date_of(const cJSON *entry, bool csv, char out[WHEN_MAX])
{
	const cJSON *stamp = cJSON_GetObjectItemCaseSensitive(entry, "stamp");
	time_t when = cJSON_IsNumber(stamp) ? (time_t)(stamp->valuedouble / 1000) : 0;
	struct tm parts;

	out[0] = '\0';
	if (localtime_r(&when, &parts))
		language_date(out, WHEN_MAX, csv ? "%Y-%m-%d %H:%M" : _("%Y-%m-%d %H:%M"), &parts);
}

static void print_padded(const char *text, int columns)
{
	char clean[CELL_MAX], cut[CELL_MAX];

	text_clean(clean, sizeof clean, text, strlen(text));
	int used = text_cut(cut, sizeof cut, clean, columns);
	printf("%s%*s  ", cut, columns - used, "");
}

/* As wide as the widest of them in the language in force. */
static int kind_columns(void)
{
	int columns = text_width(_("answered"));

	return columns > KIND_COLUMNS ? columns : KIND_COLUMNS;
}

static void print_row(const cJSON *entry)
{
	char date[WHEN_MAX], number[CELL_MAX];

	date_of(entry, false, date);
	printf("%-16s  ", date);
	print_padded(_(kind_of(entry)), kind_columns());
	print_padded(text_of(entry, "remoteName"), NAME_COLUMNS);
	text_clean(number, sizeof number, text_of(entry, "remoteNumber"),
		   strlen(text_of(entry, "remoteNumber")));
	printf("%s\n", number);
}

static void print_number(const cJSON *entry, const char *name)
{
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(entry, name);

	printf(",%.0f", cJSON_IsNumber(number) ? number->valuedouble : 0);
}

static void print_csv(const cJSON *entry)
{
	static const char *const columns[] = {"remoteName", "remoteNumber", "queue", "answeredBy"};
	char date[WHEN_MAX], clean[CELL_MAX];

	date_of(entry, true, date);
	csv_cell(date, true);
	csv_cell(kind_of(entry), false);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const char *text = text_of(entry, columns[i]);
		text_clean(clean, sizeof clean, text, strlen(text));
		csv_cell(clean, false);
	}
	print_number(entry, "ring");
	print_number(entry, "duration");
	putchar('\n');
}

static void print_json(const struct job *job, const cJSON *list)
{
	cJSON *kept = cJSON_CreateArray();
	const cJSON *entry;

	cJSON_ArrayForEach (entry, list)
		if (is_wanted(job, entry))
			cJSON_AddItemToArray(kept, cJSON_Duplicate(entry, true));
	char *text = cJSON_PrintUnformatted(kept);
	printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(kept);
}

static void print(const struct job *job, const cJSON *list)
{
	const cJSON *entry;

	if (job->settings->json) {
		print_json(job, list);
		return;
	}
	if (job->settings->csv)
		printf("date,kind,name,number,queue,answered_by,ring,duration\n");
	cJSON_ArrayForEach (entry, list)
		if (is_wanted(job, entry)) {
			if (job->settings->csv)
				print_csv(entry);
			else
				print_row(entry);
		}
}

static void on_history(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE) {
		cJSON *list = cJSON_Parse(result->json);
		print(job, list);
		cJSON_Delete(list);
	}
	job_finish(job, result);
}

static bool is_kind(const char *word)
{
	static const char *const kinds[] = {"missed", "answered", "elsewhere", "made"};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], word) == 0)
			return true;
	return false;
}

void run_history(struct job *job)
{
	struct pbx_period period = {.max_rows = job->settings->since ? 0 : ROWS};

	if (job->argc && !is_kind(job->argv[0]))
		job_end(job, CLI_USAGE,
			_("History is of calls missed, answered, elsewhere or made"));
	else if (!period_since(job->settings->since, 0, &period.since))
		job_end(job, CLI_USAGE, _("--since is today, week, or a date as 2026-01-31"));
	else
		pbx_history(job->pbx, &period, on_history, job);
}
