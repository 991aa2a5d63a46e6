/* watch: a line for everything that happens. */
#include "job.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "table.h"

static const char *event_name(enum pbx_event event)
{
	return event == PBX_NEW ? "new" : event == PBX_UPDATE ? "update" : "deleted";
}

static void on_event(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	struct job *job = ctx;
	enum pbx_class class = pbx_object_class(object);

	if (job->is_leaving)
		return;

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

void watch_error(void *ctx, int errno_, const char *text)
{
	struct job *job = ctx;

	if (job->is_leaving)
		return;
	if (job->settings->json) {
		printf("{\"time\":%lld,\"event\":\"error\",\"class\":\"link\",\"key\":\"\","
		       "\"changed\":{},\"object\":{\"errno\":%d,\"text\":",
		       (long long)clock_wall_ms(), errno_);
		table_json_text(text);
		printf("}}\n");
	} else {
		printf("error   %d %s\n", errno_, text);
	}
	fflush(stdout);
}

static void on_state(void *ctx, enum pbx_state state)
{
	static const char *const words[] = {"stopped", "connecting", "loading",
					    "live",    "stale",      "paused"};
	struct job *job = ctx;

	if (job->is_leaving)
		return;
	if (job->settings->json)
		printf("{\"time\":%lld,\"event\":\"link\",\"class\":\"link\",\"key\":\"\","
		       "\"changed\":{\"state\":\"%s\"},\"object\":{\"state\":\"%s\"}}\n",
		       (long long)clock_wall_ms(), words[state], words[state]);
	else
		printf("link    %s %s\n", words[state], pbx_link_text(job->pbx));
	fflush(stdout);
	if (state == PBX_STOPPED)
		job_end(job, CLI_NOT_CONNECTED, pbx_link_text(job->pbx));
}

static void on_resumed(void *ctx, const struct pbx_result *result)
{
	if (result->outcome != PBX_DONE)
		job_finish(ctx, result);
}

static void on_paused(void *ctx, const struct pbx_result *result)
{
	(void)ctx, (void)result;
	raise(SIGSTOP);
}

/* Ctrl-Z pauses the feed before it stops the program; going on resumes it. */
static void on_stop_key(void *ctx, int signal)
{
	struct job *job = ctx;

	if (signal == SIGTSTP)
		pbx_pause_feed(job->pbx, on_paused, job);
	else if (pbx_feed_state(job->pbx) == PBX_PAUSED)
		pbx_start_feed(job->pbx, NULL, on_resumed, job);
}

void run_watch(struct job *job)
{
	loop_signal(job->loop, SIGTSTP, on_stop_key, job);
	loop_signal(job->loop, SIGCONT, on_stop_key, job);
	on_state(job, pbx_feed_state(job->pbx));
	for (int class = 0; class < PBX_CLASS_COUNT; class ++)
		pbx_listen(job->pbx, (enum pbx_class) class, NULL,
			   PBX_NEW | PBX_UPDATE | PBX_DELETED, on_event, job);
	pbx_watch_frames(job->pbx, on_frame, job);
	pbx_watch_state(job->pbx, on_state, job);
}
