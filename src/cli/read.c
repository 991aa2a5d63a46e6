/* contacts, addressbook, devices, lines, calls, queues, find. */
#include "job.h"

#include <stdio.h>
#include <string.h>

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
		{"contacts", PBX_CONTACT},  {"addressbook", PBX_ADDRESS},  {"calls", PBX_CALL},
		{"queues", PBX_QUEUE},      {"extensions", PBX_EXTENSION}, {"phones", PBX_PHONE},
		{"mailboxes", PBX_MAILBOX}, {"links", PBX_LINK},
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

static void on_lines(void *ctx, struct pbx_object *const *lines, unsigned count)
{
	struct job *job = ctx;

	pbx_get_lines(job->pbx, job->settings->feed.owned, NULL, job);
	print(job, lines, count);
}

void run_lines(struct job *job)
{
	pbx_get_lines(job->pbx, job->settings->feed.owned, on_lines, job);
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
