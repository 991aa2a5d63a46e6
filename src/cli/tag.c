/* tag: the tags of one person or entry, read and edited. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "find.h"
#include "table.h"

static void print_tags(const cJSON *tags)
{
	const cJSON *tag;

	cJSON_ArrayForEach (tag, tags)
		if (cJSON_IsString(tag))
			printf("#%s\n", tag->valuestring);
}

/* What is documented as null is who cannot have tags. */
static void print_now(struct job *job, const struct pbx_object *who)
{
	const char *comma = "";

	if (!pbx_who_taggable(who)) {
		if (job->settings->json)
			printf("null\n");
		job_end(job, CLI_DONE, job->settings->json ? NULL : _("Nobody can tag that entry"));
		return;
	}
	if (job->settings->json)
		printf("[");
	for (unsigned i = 0; i < pbx_who_tags(who); i++, comma = ",") {
		if (!job->settings->json) {
			printf("#%s\n", pbx_who_tag(who, i));
			continue;
		}
		printf("%s", comma);
		table_json_text(pbx_who_tag(who, i));
	}
	if (job->settings->json)
		printf("]\n");
	job_end(job, CLI_DONE, NULL);
}

/* The reply is the list that is stored now. */
static void on_stored(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && job->settings->json) {
		printf("%s\n", *result->json ? result->json : "null");
	} else if (result->outcome == PBX_DONE) {
		cJSON *tags = cJSON_Parse(result->json);
		print_tags(tags);
		cJSON_Delete(tags);
	}
	job_finish(job, result);
}

/* The words with that sign, without it and without #. Returns how many. */
static unsigned take(const struct job *job, char sign, const char **tags)
{
	unsigned count = 0;

	for (int i = 1; i < job->argc; i++) {
		const char *word = job->argv[i];
		if (sign && *word++ != sign)
			continue;
		if (*word == '#')
			word++;
		if (*word)
			tags[count++] = word;
	}
	return count;
}

void run_tag(struct job *job)
{
	const struct pbx_object *who = find_one(job, job->argv[0]);
	const char **tags[2] = {mem_new((size_t)job->argc, sizeof(char *)),
				mem_new((size_t)job->argc, sizeof(char *))};
	unsigned added = take(job, '+', tags[0]), removed = take(job, '-', tags[1]);

	if (!who)
		;
	else if (job->argc == 1)
		print_now(job, who);
	else if (!added && !removed)
		pbx_set_tags(job->pbx, who, tags[0], take(job, 0, tags[0]), on_stored, job);
	else if (added + removed == (unsigned)job->argc - 1)
		pbx_edit_tags(job->pbx, who, tags[0], added, tags[1], removed, on_stored, job);
	else
		job_end(job, CLI_USAGE, _("Either +TAG and -TAG, or the whole list"));
	free(tags[0]);
	free(tags[1]);
}
