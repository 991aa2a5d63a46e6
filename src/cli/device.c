/* device, queue: what a user sets at his own devices, and his pause in a queue. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"

static void print_device(struct job *job, const struct pbx_object *device)
{
	char *json = pbx_object_json(device);

	printf("%s\n", json);
	free(json);
	job_end(job, CLI_DONE, NULL);
}

static bool on_or_off(const char *word, bool *on)
{
	*on = strcmp(word, "on") == 0;
	return *on || strcmp(word, "off") == 0;
}

static void set(struct job *job, const struct pbx_object *device)
{
	const char *property = job->argv[1], *value = job->argc > 2 ? job->argv[2] : "";
	bool on;

	if (strcmp(property, "microphone") == 0)
		pbx_device_set_microphone(job->pbx, device, value, job_done, job);
	else if (strcmp(property, "optout") == 0)
		pbx_device_set_opt_out(job->pbx, device, (const char *const *)job->argv + 2,
				       (unsigned)job->argc - 2, job_done, job);
	else if (on_or_off(value, &on))
		pbx_device_set_flag(job->pbx, device, property, on, job_done, job);
	else
		job_end(job, CLI_USAGE,
			_("A device has: autoanswer on|off, autohold on|off, microphone ID, optout "
			  "EXTENSION ..."));
}

void run_device(struct job *job)
{
	const struct pbx_object *device = pbx_find(job->pbx, PBX_DEVICE, job->argv[0]);

	if (!device)
		job_end(job, CLI_REFUSED, _("There is no such device"));
	else if (job->argc == 1)
		print_device(job, device);
	else
		set(job, device);
}

void run_queue(struct job *job)
{
	const struct pbx_object *queue = pbx_find(job->pbx, PBX_QUEUE, job->argv[0]);
	bool pause = strcmp(job->argv[1], "pause") == 0;
	const struct pbx_object *device = NULL;
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(job->pbx, false, &count);

	if (job->argc > 2)
		device = pbx_find(job->pbx, PBX_DEVICE, job->argv[2]);
	else if (count)
		device = lines[0];
	if (!pause && strcmp(job->argv[1], "resume") != 0)
		job_end(job, CLI_USAGE, _("A queue can be told: pause or resume"));
	else if (!queue || !device)
		job_end(job, CLI_REFUSED,
			queue ? _("There is no such device") : _("There is no such queue"));
	else
		pbx_queue_pause(job->pbx, queue, device, pause, NULL, job_done, job);
}
