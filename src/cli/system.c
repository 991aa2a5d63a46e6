/* whoami, time, ice, snapshot, feed, logout: what concerns the session and the PABX itself. */
#include "job.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/err.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"
#include "table.h"

/* ---- Who ---- */

static const char *const permissions[] = {
	"sysadmin", "companyadmin", "receptionist", "nightmode", "billing",
	"pickup",   "api_chat",     "kiosk",        "lite",
};
enum { PERMISSIONS = sizeof permissions / sizeof *permissions };

static void print_who_json(struct pbx *pbx)
{
	const char *comma = "";

	printf("{\"id\":%lld,\"login\":", (long long)pbx_user_id(pbx));
	table_json_text(pbx_user_login(pbx));
	printf(",\"name\":");
	table_json_text(pbx_user_name(pbx));
	printf(",\"perms\":{");
	for (int i = 0; i < PERMISSIONS; i++) {
		const char *value = pbx_permission(pbx, permissions[i]);
		if (!value)
			continue;
		printf("%s\"%s\":", comma, permissions[i]);
		table_json_text(value);
		comma = ",";
	}
	printf("}}\n");
}

void run_whoami(struct job *job)
{
	struct pbx *pbx = job->pbx;

	if (job->settings->json) {
		print_who_json(pbx);
	} else {
		printf("%s (%s, %lld)\n", pbx_user_name(pbx), pbx_user_login(pbx),
		       (long long)pbx_user_id(pbx));
		for (int i = 0; i < PERMISSIONS; i++)
			if (pbx_permission(pbx, permissions[i]))
				printf("%-12s  %s\n", permissions[i],
				       pbx_permission(pbx, permissions[i]));
	}
	job_end(job, CLI_DONE, NULL);
}

/* ---- Clock ---- */

static void print_drift(double seconds)
{
	char text[32];

	language_decimal(text, sizeof text, fabs(seconds), 3);
	printf(seconds < 0 ? _("This clock is %s s slower than that of the telephone system")
			   : _("This clock is %s s faster than that of the telephone system"),
	       text);
	printf("\n");
}

static void on_drift(void *ctx, const struct pbx_drift *drift, const char *text)
{
	struct job *job = ctx;

	if (!drift) {
		job_end(job, CLI_REFUSED, text);
		return;
	}
	if (job->settings->json)
		printf("{\"clientTime\":%.3f,\"serverTime\":%.3f,\"driftTime\":%.3f}\n",
		       drift->client_time, drift->server_time, drift->drift_time);
	else
		print_drift(drift->drift_time);
	job_end(job, CLI_DONE, NULL);
}

void run_time(struct job *job)
{
	pbx_get_clock_drift(job->pbx, on_drift, job);
}

/* ---- STUN and TURN ---- */

static void on_ice(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;
	const char *stun = pbx_stun(job->pbx);

	if (result->outcome == PBX_DONE && job->settings->json) {
		printf("{\"stun\":");
		table_json_text(stun);
		printf(",\"turn\":%s}\n", pbx_turn(job->pbx));
	} else if (result->outcome == PBX_DONE) {
		printf("STUN  %s\nTURN  %s\n", *stun ? stun : "none", pbx_turn(job->pbx));
	}
	job_finish(job, result);
}

/* The words put other servers in the place of the PABX's own, for this run. */
void run_ice(struct job *job)
{
	const char *stun = job->argc > 0 && *job->argv[0] ? job->argv[0] : NULL;
	const char *turn = job->argc > 1 ? job->argv[1] : NULL;

	if (pbx_set_ice_servers(job->pbx, stun, turn) < 0)
		job_end(job, CLI_USAGE,
			_("STUN is HOST or HOST:PORT, TURN a JSON list of {\"urls\": "
			  "\"turn:HOST\", \"username\": NAME, \"credential\": SECRET}"));
	else
		pbx_fetch_ice_servers(job->pbx, on_ice, job);
}

/* ---- fetchData ---- */

static void print_classes(struct job *job)
{
	const bool json = job->settings->json;

	for (int class = 0; class < PBX_CLASS_COUNT; class ++) {
		const char *name = pbx_class_name((enum pbx_class) class);
		unsigned count;
		struct pbx_object *const *objects =
			pbx_list(job->pbx, (enum pbx_class) class, &count);

		if (!json) {
			printf("%-10s %u\n", name, count);
			continue;
		}
		printf("%s\"%s\":", class ? "," : "{", name);
		table_json(objects, count);
	}
	if (json)
		printf("}\n");
}

static void on_fetched(void *ctx, const struct pbx_result *result)
{
	if (result->outcome == PBX_DONE)
		print_classes(ctx);
	job_finish(ctx, result);
}

void run_snapshot(struct job *job)
{
	pbx_fetch_data(job->pbx, on_fetched, job);
}

/* ---- What the feed may be told ---- */

static void set_tags(struct pbx *pbx, bool on, pbx_done_fn done, void *ctx)
{
	if (on)
		pbx_enable_tags(pbx, done, ctx);
	else
		pbx_disable_tags(pbx, done, ctx);
}

void run_feed(struct job *job)
{
	static const struct {
		const char *name;
		void (*set)(struct pbx *pbx, bool on, pbx_done_fn done, void *ctx);
	} flags[] = {{"idle", pbx_set_idle}, {"tags", set_tags}, {"chat", pbx_enable_chat}};
	const bool on = strcmp(job->argv[1], "on") == 0;

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		if (strcmp(job->argv[0], flags[i].name) != 0)
			continue;
		if (on || strcmp(job->argv[1], "off") == 0) {
			flags[i].set(job->pbx, on, job_done, job);
			return;
		}
	}
	job_end(job, CLI_USAGE, _("The feed can be told: idle, tags or chat, and on or off"));
}

/* ---- Signing out ---- */

static void on_key_ended(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;
	char *path = cli_key_path(job->settings);

	if (result->outcome == PBX_DONE && unlink(path) == 0 && !job->settings->json)
		printf(_("Signed out; the key in %s is no longer valid\n"), path);
	free(path);
	job_done(job, result);
}

/* "<id>.<secret>": the id alone leaves. */
static void end_key(struct job *job, char *key)
{
	cJSON *body = cJSON_CreateObject(), *scope = cJSON_AddObjectToObject(body, "scope");
	size_t id = strcspn(key, ".");

	mem_wipe(key + id, strlen(key + id));
	cJSON_AddStringToObject(scope, "id", key);
	char *json = cJSON_PrintUnformatted(body);
	pbx_rest(job->pbx, "/rest/auth/delete/key", json, on_key_ended, job);
	cJSON_free(json);
	cJSON_Delete(body);
}

/* Ends what "login" made: the key, at the PABX and here; without one the session of this run. */
void run_logout(struct job *job)
{
	char *key = NULL, *password = NULL; /* password: stays NULL */
	struct why why;

	if (!job->own && !job->settings->password_file && !job->settings->password_command)
		cli_secret(job->settings, &key, &password, &why);
	if (key)
		end_key(job, key);
	else
		pbx_logout(job->pbx, job_done, job);
	free(key);
}
