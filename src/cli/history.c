/* history: one's own calls, and those of the queues that ring one's devices. */
#include "job.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/text.h"

enum { WHEN_MAX = 32, CELL_MAX = 96, NAME_COLUMNS = 28, PARTY_COLUMNS = 8 };

static const char *text_of(const cJSON *entry, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, name));

	return text ? text : "";
}

static void print_padded(const char *text, int columns)
{
	char clean[CELL_MAX], cut[CELL_MAX];

	text_clean(clean, sizeof clean, text, strlen(text));
	int used = text_cut(cut, sizeof cut, clean, columns);
	printf("%s%*s  ", cut, columns - used, "");
}

static void print_entry(const cJSON *entry)
{
	const cJSON *stamp = cJSON_GetObjectItemCaseSensitive(entry, "stamp");
	time_t when = cJSON_IsNumber(stamp) ? (time_t)(stamp->valuedouble / 1000) : 0;
	char date[WHEN_MAX] = "", number[CELL_MAX];
	struct tm parts;

	if (localtime_r(&when, &parts))
		strftime(date, sizeof date, "%Y-%m-%d %H:%M", &parts);
	printf("%-16s  ", date);
	print_padded(text_of(entry, "party"), PARTY_COLUMNS);
	print_padded(text_of(entry, "remoteName"), NAME_COLUMNS);
	text_clean(number, sizeof number, text_of(entry, "remoteNumber"),
		   strlen(text_of(entry, "remoteNumber")));
	printf("%s\n", number);
}

static void on_history(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && job->settings->json) {
		printf("%s\n", *result->json ? result->json : "[]");
	} else if (result->outcome == PBX_DONE) {
		cJSON *list = cJSON_Parse(result->json), *entry;
		cJSON_ArrayForEach (entry, list)
			print_entry(entry);
		cJSON_Delete(list);
	}
	job_finish(job, result);
}

void run_history(struct job *job)
{
	pbx_rest(job->pbx, "/rest/call/read/history", "{\"scope\":{\"maxRows\":200}}", on_history,
		 job);
}
