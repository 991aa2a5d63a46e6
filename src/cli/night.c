/* nightmode: the night modes of the companies whose modes one may see, read and set. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "table.h"

static void print_modes(struct job *job, const char *company)
{
	unsigned count, shown = 0;
	struct pbx_object *const *all = pbx_list(job->pbx, PBX_NIGHTMODE, &count);
	struct pbx_object **some = mem_new(count + 1, sizeof *some);

	for (unsigned i = 0; i < count; i++)
		if (!company || strcmp(pbx_nightmode_company(all[i]), company) == 0)
			some[shown++] = all[i];
	if (job->settings->json)
		table_json(some, shown);
	for (unsigned i = 0; i < shown && !job->settings->json; i++)
		printf("%-16s %2lld  %-6s %s\n", pbx_nightmode_company(some[i]),
		       (long long)pbx_nightmode_mode(some[i]), pbx_nightmode_value(some[i]),
		       pbx_nightmode_name(some[i]) ? pbx_nightmode_name(some[i]) : "");
	free(some);
	job_end(job, shown || !company ? CLI_DONE : CLI_REFUSED,
		shown || !company ? NULL : _("You see no night modes of such a company"));
}

static void set_mode(struct job *job, const char *company, const char *mode, const char *value)
{
	cJSON *body = cJSON_CreateObject(), *part = cJSON_AddObjectToObject(body, "scope");

	cJSON_AddStringToObject(part, "company", company);
	part = cJSON_AddObjectToObject(body, "values");
	cJSON_AddStringToObject(part, mode, value);
	char *text = cJSON_PrintUnformatted(body);
	pbx_rest(job->pbx, "/rest/dialplan/update/nm", text, job_done, job);
	cJSON_free(text);
	cJSON_Delete(body);
}

static bool is_mode(const char *text)
{
	char *end;
	long mode = strtol(text, &end, 10);

	return !*end && mode >= 1 && mode <= 10;
}

void run_nightmode(struct job *job)
{
	const char *value = job->argc > 2 ? job->argv[2] : "";

	if (job->argc < 2)
		print_modes(job, job->argc ? job->argv[0] : NULL);
	else if (!is_mode(job->argv[1]) || (strcmp(value, "on") != 0 && strcmp(value, "off") != 0 &&
					    strcmp(value, "sched") != 0))
		job_end(job, CLI_USAGE, _("A night mode is 1 to 10, and on, off or sched"));
	else
		set_mode(job, job->argv[0], job->argv[1], value);
}
