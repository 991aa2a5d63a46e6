/* dial, rest, login. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/text.h"
#include "find.h"
#include "table.h"

static const struct pbx_object *dial_device(struct job *job)
{
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(job->pbx, false, &count);

	if (!job->settings->device)
		return count ? lines[0] : NULL;
	for (unsigned i = 0; i < count; i++)
		if (strcmp(pbx_device_name(lines[i]), job->settings->device) == 0)
			return lines[i];
	return NULL;
}

/* The one hit, or the one among several that has exactly this name. */
static const struct pbx_object *only_hit(struct pbx_object *const *hits, unsigned count,
					 const char *text)
{
	const struct pbx_object *exact = NULL;

	if (count == 1)
		return hits[0];
	for (unsigned i = 0; i < count; i++)
		if (text_compare(pbx_who_name(hits[i]), text) == 0) {
			if (exact)
				return NULL;
			exact = hits[i];
		}
	return exact;
}

const struct pbx_object *find_one(struct job *job, const char *text)
{
	struct pbx_object *hits[5];
	unsigned count = pbx_search(job->pbx, text, hits, 5);
	const struct pbx_object *one = only_hit(hits, count, text);

	if (one)
		return one;
	fprintf(stderr, "frontdesk: ");
	fprintf(stderr,
		count ? _("More than one entry is found by \"%s\":")
		      : _("Nobody is found by \"%s\""),
		text);
	fprintf(stderr, "\n");
	for (unsigned i = 0; i < count; i++)
		fprintf(stderr, "  %s  %s\n", pbx_who_name(hits[i]), pbx_who_number(hits[i]));
	job_end(job, CLI_REFUSED, NULL);
	return NULL;
}

static bool find_target(struct job *job, char *text, struct pbx_target *to)
{
	if (number_dialable(text))
		to->number = text;
	else
		to->object = find_one(job, text);
	return to->number || to->object;
}

static void on_dialled(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && job->settings->json) {
		printf("{\"cid\":");
		table_json_text(result->cid);
		printf("}\n");
	} else if (result->outcome == PBX_DONE) {
		printf("%s\n", result->cid);
	}
	job_finish(job, result);
}

void run_dial(struct job *job)
{
	struct pbx_target to = {.number = NULL};
	char text[512];

	find_words(job, text, sizeof text);
	const struct pbx_object *device = dial_device(job);
	if (!device) {
		job_end(job, CLI_REFUSED,
			job->settings->device ? _("That device is not one of yours")
					      : _("You have no device to call with"));
		return;
	}
	if (find_target(job, text, &to))
		pbx_dial(job->pbx, device, &to, on_dialled, job);
}

static void on_reply(void *ctx, const struct pbx_result *result)
{
	if (result->outcome == PBX_DONE)
		printf("%s\n", *result->json ? result->json : "null");
	job_finish(ctx, result);
}

void run_rest(struct job *job)
{
	pbx_rest(job->pbx, job->argv[0], job->argc > 1 ? job->argv[1] : NULL, on_reply, job);
}

static void print_key(struct job *job, const char *path)
{
	if (!job->settings->json) {
		printf(_("Signed in as %s; the key is in %s\n"), pbx_user_name(job->pbx), path);
		return;
	}
	printf("{\"name\":");
	table_json_text(pbx_user_name(job->pbx));
	printf(",\"keyFile\":");
	table_json_text(path);
	printf("}\n");
}

static void on_key(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;
	struct why why = {.text = ""};

	if (result->outcome != PBX_DONE) {
		job_finish(job, result);
		return;
	}
	cJSON *values = cJSON_Parse(result->json);
	const cJSON *key = cJSON_GetObjectItemCaseSensitive(values, "key");
	char *path = cli_key_path(job->settings);
	int err = cJSON_IsString(key) ? path_make_parents(path, &why)
				      : why_set(&why, ERR_INVALID, _("The PABX gave no key"));
	if (!err)
		err = path_write(path, key->valuestring, strlen(key->valuestring), 0600, &why);
	if (!err)
		print_key(job, path);
	free(path);
	cJSON_Delete(values);
	job_end(job, err ? CLI_REFUSED : CLI_DONE, err ? why.text : NULL);
}

void run_login(struct job *job)
{
	pbx_rest(job->pbx, "/rest/auth/create/key", "{\"values\":{\"name\":\"frontdesk\"}}", on_key,
		 job);
}
