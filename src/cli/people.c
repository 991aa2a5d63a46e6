/* link, photo, presence: what one person is to another, and shows of himself. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/path.h"
#include "find.h"
#include "table.h"

/* ---- link ---- */

/* A person, or the number of one whom we do not see but who has asked. */
static const struct pbx_object *link_with(struct job *job, const char *whom)
{
	struct pbx_object *link = pbx_find(job->pbx, PBX_LINK, whom);

	return link ? link : find_one(job, whom);
}

void run_link(struct job *job)
{
	static const struct {
		const char *word;
		void (*fn)(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			   void *ctx);
	} deeds[] = {
		{"ask", pbx_contact_xmpp_req},
		{"accept", pbx_contact_xmpp_auth},
		{"remove", pbx_contact_xmpp_del},
		{"delete", pbx_contact_xmpp_del},
	};
	const size_t count = sizeof deeds / sizeof *deeds;
	const char *deed = job->argc > 1 ? job->argv[1] : NULL, *whom = job->argv[0];

	for (size_t i = 0; deed && i < count; i++)
		if (strcmp(whom, deeds[i].word) == 0) {
			whom = deed;
			deed = deeds[i].word;
			break;
		}
	const struct pbx_object *who = link_with(job, whom);
	if (!who)
		return;
	if (!deed) {
		printf(job->settings->json ? "{\"state\":\"%s\"}\n" : "%s\n", pbx_who_link(who));
		job_end(job, CLI_DONE, NULL);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (strcmp(deed, deeds[i].word) == 0) {
			deeds[i].fn(job->pbx, who, job_done, job);
			return;
		}
	job_end(job, CLI_USAGE, _("A link can be told: ask, accept or remove"));
}

/* ---- photo ---- */

static void on_photo(void *ctx, const struct pbx_picture *picture)
{
	struct job *job = ctx;
	const char *file = job->argc > 1 ? job->argv[1] : NULL;
	struct why why = {""};

	if (file && path_write(file, picture->bytes, picture->len, 0644, &why)) {
		job_end(job, CLI_REFUSED, why.text);
		return;
	}
	if (job->settings->json) {
		printf("{\"type\":\"%s\",\"bytes\":%zu,\"rev\":", picture->type, picture->len);
		table_json_text(picture->rev);
		printf("}\n");
	} else if (file) {
		printf(_("%s, %zu bytes\n"), picture->type, picture->len);
	} else {
		fwrite(picture->bytes, 1, picture->len, stdout);
	}
	job_end(job, CLI_DONE, NULL);
}

void run_photo(struct job *job)
{
	const struct pbx_object *who = find_one(job, job->argv[0]);

	if (who)
		pbx_photo(job->pbx, who, job->argc > 2 ? atoi(job->argv[2]) : 0, false, on_photo,
			  job);
}

/* ---- presence ---- */

/* The next time that the clock shows HH:MM; 0 if that is no time of day. */
static int64_t next_time(const char *text)
{
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm local;
	const char *end = localtime_r(&now, &local) ? strptime(text, "%H:%M", &local) : NULL;

	if (!end || *end)
		return 0;
	local.tm_sec = 0;
	local.tm_isdst = -1;
	if (mktime(&local) <= now)
		local.tm_mday++;
	return (int64_t)mktime(&local) * 1000;
}

void run_presence(struct job *job)
{
	const char *show = job->argv[0], *status = job->argc > 1 ? job->argv[1] : "";
	const char *time = job->settings->until ? job->settings->until
			   : job->argc > 2      ? job->argv[2]
						: NULL;
	int64_t until = time ? next_time(time) : 0;

	if (strcmp(show, "online") != 0 && strcmp(show, "away") != 0 && strcmp(show, "dnd") != 0) {
		job_end(job, CLI_USAGE, _("Presence is online, away or dnd"));
		return;
	}
	if (time && !until)
		job_end(job, CLI_USAGE, _("A time of day is HH:MM"));
	else
		pbx_set_status(job->pbx, show, status, until, job_done, job);
}
