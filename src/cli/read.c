/* contacts, addressbook, devices, calls, queues, find, watch. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "find.h"
#include "table.h"

static void print(struct job *job, struct pbx_object *const *objects, unsigned count)
{
	if (job->settings->json)
		table_json(objects, count);
	else
		table_print(objects, count);
	job_end(job, CLI_DONE, NULL);
}

void run_list(struct job *job)
{
	static const struct {
		const char *command;
		enum pbx_class class;
	} lists[] = {
		{"contacts", PBX_CONTACT},
		{"addressbook", PBX_ADDRESS},
		{"calls", PBX_CALL},
		{"queues", PBX_QUEUE},
	};
	unsigned count = 0;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strcmp(job->command->name, lists[i].command) == 0) {
			struct pbx_object *const *objects =
				pbx_list(job->pbx, lists[i].class, &count);
			print(job, objects, count);
			return;
		}
	struct pbx_object *const *lines = pbx_lines(job->pbx, false, &count);
	print(job, lines, count);
}

void find_words(const struct job *job, char *text, size_t cap)
{
	size_t len = 0;

	text[0] = '\0';
	for (int i = 0; i < job->argc && len < cap - 1; i++)
		len += (size_t)snprintf(text + len, cap - len, "%s%s", i ? " " : "", job->argv[i]);
}

void run_find(struct job *job)
{
	struct pbx_object *hits[50];
	char text[512];

	find_words(job, text, sizeof text);
	unsigned count = pbx_search(job->pbx, text, hits, 50);
	print(job, hits, count);
	if (!count)
		job->status = CLI_REFUSED;
}

static const char *event_name(enum pbx_event event)
{
	return event == PBX_NEW ? "new" : event == PBX_UPDATE ? "update" : "deleted";
}

static void on_event(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	struct job *job = ctx;
	enum pbx_class class = pbx_object_class(object);
	char *whole = pbx_object_json(object);
	char *part = event == PBX_UPDATE ? pbx_changed_json(object, changed) : mem_dup("{}");

	if (job->settings->json) {
		printf("{\"time\":%lld,\"event\":\"%s\",\"class\":\"%s\",\"key\":",
		       (long long)clock_wall_ms(), event_name(event), pbx_class_name(class));
		table_json_text(pbx_object_key(object));
		printf(",\"changed\":%s,\"object\":%s}\n", part, whole);
	} else {
		printf("%-7s %-9s %-24s %s\n", event_name(event), pbx_class_name(class),
		       pbx_object_key(object), event == PBX_UPDATE ? part : whole);
	}
	free(part);
	free(whole);
}

static void on_frame(void *ctx)
{
	if (fflush(stdout) != 0)
		job_end(ctx, CLI_DONE, NULL);
}

static void on_state(void *ctx, enum pbx_state state)
{
	static const char *const words[] = {"stopped", "connecting", "loading",
					    "live",    "stale",      "paused"};
	struct job *job = ctx;

	if (job->settings->json)
		printf("{\"time\":%lld,\"event\":\"link\",\"class\":\"link\",\"key\":\"\","
		       "\"changed\":{\"state\":\"%s\"},\"object\":{\"state\":\"%s\"}}\n",
		       (long long)clock_wall_ms(), words[state], words[state]);
	else
		printf("link    %s %s\n", words[state], pbx_link_text(job->pbx));
	fflush(stdout);
	if (state == PBX_STOPPED)
		job_end(job, CLI_NOT_CONNECTED, "The PABX has ended the session");
}

void run_watch(struct job *job)
{
	on_state(job, pbx_feed_state(job->pbx));
	for (int class = 0; class < PBX_CLASS_COUNT; class ++)
		pbx_listen(job->pbx, (enum pbx_class) class, NULL,
			   PBX_NEW | PBX_UPDATE | PBX_DELETED, on_event, job);
	pbx_watch_frames(job->pbx, on_frame, job);
	pbx_watch_state(job->pbx, on_state, job);
}
