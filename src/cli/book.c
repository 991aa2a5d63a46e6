/* address: entries of the address book, made, changed and removed. */
#include "job.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "find.h"

static void on_kept(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && *result->json && !job->settings->json)
		printf("%s\n", result->json);
	job_done(job, result);
}

/* name=… number=… as an entry; NULL for good, else the word that is none. */
static const char *read_entry(const struct job *job, int first, struct pbx_entry *entry)
{
	const struct {
		const char *name;
		const char **value;
	} members[] = {
		{"name=", &entry->name},   {"number=", &entry->number},
		{"email=", &entry->email}, {"company=", &entry->company},
		{"group=", &entry->group}, {"department=", &entry->department},
	};

	for (int i = first; i < job->argc; i++) {
		bool known = false;
		for (size_t m = 0; m < sizeof members / sizeof *members; m++) {
			size_t len = strlen(members[m].name);
			if (strncmp(job->argv[i], members[m].name, len) != 0)
				continue;
			*members[m].value = job->argv[i] + len;
			known = true;
		}
		if (!known)
			return job->argv[i];
	}
	return NULL;
}

/* By its key, or as people find it. */
static const struct pbx_object *entry_of(struct job *job, const char *text)
{
	struct pbx_object *address = pbx_find(job->pbx, PBX_ADDRESS, text);

	return address ? address : find_one(job, text);
}

void run_address(struct job *job)
{
	const char *word = job->argv[0];
	struct pbx_entry entry = {.name = NULL};
	bool add = strcmp(word, "add") == 0, edit = strcmp(word, "edit") == 0;
	const char *strange = add || edit ? read_entry(job, 2, &entry) : NULL;
	const struct pbx_object *who;
	char text[120];

	if (strange) {
		snprintf(text, sizeof text,
			 _("\"%.40s\" is none of name= number= email= company= department= group="),
			 strange);
		job_end(job, CLI_USAGE, text);
	} else if (add) {
		entry.name = job->argv[1];
		pbx_address_create(job->pbx, &entry, on_kept, job);
	} else if (!edit && (strcmp(word, "delete") != 0 || job->argc > 2)) {
		job_end(job, CLI_USAGE, _("Addresses can be told: add, edit or delete"));
	} else if ((who = entry_of(job, job->argv[1]))) {
		if (edit)
			pbx_address_edit(job->pbx, who, &entry, on_kept, job);
		else
			pbx_address_delete(job->pbx, who, job_done, job);
	}
}
