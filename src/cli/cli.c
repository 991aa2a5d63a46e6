#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ask.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/password.h"
#include "job.h"

enum { LEAVE_MS = 1000 };

#define PERSON_NEEDS (NEEDS_ROWS | NEEDS_TAGS)

const struct command cli_commands[] = {
	{"contacts", "", N_("Print everybody with phone and presence"), PERSON_NEEDS, 0, 0,
	 run_list},
	{"addressbook", "", N_("Print the address book"), PERSON_NEEDS | NEEDS_ADDRESSES, 0, 0,
	 run_list},
	{"devices", "", N_("Print your devices"), NEEDS_ROWS, 0, 0, run_list},
	{"lines", "", N_("Print the lines that you use, by phone and key"), NEEDS_ROWS, 0, 0,
	 run_lines},
	{"calls", "", N_("Print the calls that you may see"), NEEDS_ROWS, 0, 0, run_list},
	{"queues", "", N_("Print the queues"), NEEDS_ROWS, 0, 0, run_list},
	{"find", "TEXT", N_("Print what the console finds for TEXT, best first"),
	 PERSON_NEEDS | NEEDS_ADDRESSES, 1, 8, run_find},
	{"watch", "", N_("Print a line for every change until interrupted"), PERSON_NEEDS, 0, 0,
	 run_watch},
	{"dial", "TARGET", N_("Call a number, or the one person whom TARGET finds"),
	 PERSON_NEEDS | NEEDS_ADDRESSES, 1, 8, run_dial},
	{"call", "CID ACTION [TO]", N_("Control a call: hold, talk, hangup, xfer TO, park ..."),
	 PERSON_NEEDS | NEEDS_ADDRESSES, 2, 3, run_call},
	{"extensions", "", N_("Print the extensions"), NEEDS_ROWS, 0, 0, run_list},
	{"phones", "", N_("Print the telephones"), NEEDS_ROWS, 0, 0, run_list},
	{"mailboxes", "", N_("Print the mailboxes that you may see"), NEEDS_ROWS, 0, 0, run_list},
	{"links", "", N_("Print your links with people of other companies"), NEEDS_ROWS, 0, 0,
	 run_list},
	{"device", "NAME [PROPERTY VALUE]", N_("Print a device, or set: autoanswer, autohold ..."),
	 NEEDS_ROWS, 1, 16, run_device},
	{"queue", "NAME pause|resume", N_("Pause in a queue, or take calls again"), NEEDS_ROWS, 2,
	 3, run_queue},
	{"address", "add|edit|delete WHO",
	 N_("Change the address book: number=, email=, group= ..."), PERSON_NEEDS | NEEDS_ADDRESSES,
	 2, 8, run_address},
	{"link", "ask|accept|remove WHO", N_("Print or change a chat relationship"), PERSON_NEEDS,
	 1, 2, run_link},
	{"photo", "WHO [FILE [SIZE]]", N_("Fetch somebody's photo"), PERSON_NEEDS | NEEDS_ADDRESSES,
	 1, 3, run_photo},
	{"presence", "SHOW [STATUS]", N_("Be online, away or dnd (--until HH:MM)"), NEEDS_SIGN_IN,
	 1, 3, run_presence},
	{"nightmode", "[COMPANY [N on|off|sched]]", N_("Print the night modes, or set one"),
	 NEEDS_ROWS, 0, 3, run_nightmode},
	{"rooms", "", N_("Print your conversations"), NEEDS_ROWS, 0, 0, run_rooms},
	{"room", "ID CHANGE", N_("Change a conversation: leave, seen, name TEXT, link WHO"),
	 PERSON_NEEDS, 2, 3, run_room},
	{"chat", "WHO [TEXT]", N_("Read the conversation with somebody, or write"), PERSON_NEEDS, 1,
	 2, run_chat},
	{"rest", "PATH [JSON]", N_("Send a REST request and print its reply"), NEEDS_SIGN_IN, 1, 2,
	 run_rest},
	{"login", "", N_("Sign in once and keep a key for the other commands"), NEEDS_NO_KEY, 0, 0,
	 run_login},
	{"logout", "", N_("End that key, here and at the telephone system"), NEEDS_SIGN_IN, 0, 0,
	 run_logout},
	{"whoami", "", N_("Print who is signed in, and what he may do"), NEEDS_SIGN_IN, 0, 0,
	 run_whoami},
	{"time", "", N_("Compare this clock with that of the telephone system"), NEEDS_SIGN_IN, 0,
	 0, run_time},
	{"ice", "[STUN [TURN]]", N_("Print the STUN and TURN servers in force"), NEEDS_SIGN_IN, 0,
	 2, run_ice},
	{"history", "[KIND]", N_("Print your calls: missed, answered, elsewhere, made or all"),
	 NEEDS_SIGN_IN, 0, 1, run_history},
	{"figures", "", N_("Print your own figures, of today or --since"), NEEDS_SIGN_IN, 0, 0,
	 run_figures},
	{"caller", "NUMBER", N_("Print whom a number usually wants, and its last calls"),
	 NEEDS_ROWS, 1, 1, run_caller},
	{"feed", "idle|tags|chat on|off", N_("Try what the feed may be told"), NEEDS_ROWS, 2, 2,
	 run_feed},
	{"snapshot", "", N_("Fetch all data once, without a live feed"), NEEDS_SIGN_IN, 0, 0,
	 run_snapshot},
	{"tag", "WHO [+TAG -TAG ...]", N_("Print, edit or replace somebody's tags"),
	 PERSON_NEEDS | NEEDS_ADDRESSES, 1, 24, run_tag},
};
const unsigned cli_command_count = sizeof cli_commands / sizeof *cli_commands;

static const struct command *find_command(const char *word)
{
	for (unsigned i = 0; i < cli_command_count; i++)
		if (strcmp(cli_commands[i].name, word) == 0)
			return &cli_commands[i];
	return NULL;
}

bool cli_is_command(const char *word)
{
	return find_command(word) != NULL;
}

void cli_help(void)
{
	for (unsigned i = 0; i < cli_command_count; i++)
		printf("  %-11s %-21s %s\n", cli_commands[i].name, cli_commands[i].usage,
		       _(cli_commands[i].help));
}

struct conf_word cli_word_at(unsigned at)
{
	if (at >= cli_command_count)
		return (struct conf_word){NULL, NULL, NULL};
	return (struct conf_word){cli_commands[at].name, cli_commands[at].usage,
				  cli_commands[at].help};
}

void job_end(struct job *job, int status, const char *text)
{
	if (job->is_leaving)
		return;
	if (text && *text)
		fprintf(stderr, "frontdesk: %s\n", text);
	job->status = status;
	loop_stop(job->loop);
}

int job_status(const struct pbx_result *result)
{
	if (result->outcome == PBX_DONE)
		return CLI_DONE;
	if (result->err || result->errno_ == 3 || result->outcome == PBX_NOT_KNOWN)
		return CLI_NOT_CONNECTED;
	return CLI_REFUSED;
}

void job_finish(void *ctx, const struct pbx_result *result)
{
	job_end(ctx, job_status(result), result->text);
}

static void run(struct job *job)
{
	job->running = true;
	job->command->run(job);
}

static void on_addresses(void *ctx, struct pbx_object *const *added, unsigned added_count,
			 const char *const *removed, unsigned removed_count)
{
	struct job *job = ctx;

	(void)added, (void)added_count, (void)removed, (void)removed_count;
	if (!job->running)
		run(job);
}

static void on_tags(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome != PBX_DONE)
		job_finish(job, result);
	else if (job->command->needs & NEEDS_ADDRESSES)
		pbx_get_addressbook(job->pbx, on_addresses, job);
	else
		run(job);
}

static void on_feed(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome != PBX_DONE)
		job_end(job, CLI_NOT_CONNECTED, result->text);
	else if (job->command->needs & NEEDS_TAGS)
		pbx_enable_tags(job->pbx, on_tags, job);
	else
		run(job);
}

static void login_failed(struct job *job, const struct pbx_result *result)
{
	char text[600];

	if (!result->err) {
		job_finish(job, result);
		return;
	}
	snprintf(text, sizeof text,
		 result->err == ERR_TLS
			 ? _("%s: %s. Start the console once to look at it, or give --pin FILE")
			 : _("%s is not there: %s"),
		 job->effective.host, result->text);
	job_end(job, CLI_NOT_CONNECTED, text);
}

static void start_feed(struct job *job)
{
	if (job->command->run == run_watch) {
		job->feed.has_max_retry = job->settings->feed.max_retry_s >= 0;
		job->feed.max_ws_retry_time = (int)job->settings->feed.max_retry_s;
		job->feed.error = watch_error;
		job->feed.ctx = job;
	}
	if (job->settings->feed.idle)
		pbx_set_idle(job->pbx, true, NULL, NULL);
	pbx_start_feed(job->pbx, &job->feed, on_feed, job);
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome != PBX_DONE) {
		login_failed(job, result);
		return;
	}
	job->has_session = job->by_password;
	if (job->command->needs & NEEDS_ROWS)
		start_feed(job);
	else
		run(job);
}

static void sign_in(struct job *job, char *key, char *password)
{
	struct pbx_login login = {
		.key = key, .username = job->effective.user, .password = password};

	job->by_password = !key;
	pbx_sub_id(job->pbx);
	pbx_login(job->pbx, &login, on_login, job);
}

/* At a terminal alone: what is piped in is for the command. NULL if the person gave up. Caller
 * wipes it and frees it with free(). */
static char *ask_password(const struct cli_settings *s)
{
	char line[PASSWORD_MAX], *prompt, *password = NULL;

	if (!isatty(STDIN_FILENO))
		return NULL;
	prompt = mem_printf(_("Password of %s at %s: "), s->user, s->host);
	if (ask_unseen(prompt, line, sizeof line) == 0 && *line)
		password = mem_dup(line);
	mem_wipe(line, sizeof line);
	free(prompt);
	return password;
}

static void connect_host(struct job *job)
{
	const struct cli_settings *s = &job->effective;
	struct cli_settings no_key = *s;
	char *key = NULL, *password = NULL, nowhere[] = "/nonexistent";
	struct why why;

	if (cli_set_host(job->pbx, s, &why) < 0) {
		job_end(job, CLI_USAGE, why.text);
		return;
	}
	if (job->command->needs & NEEDS_NO_KEY)
		no_key.key_file = nowhere;
	int err =
		cli_secret(job->command->needs & NEEDS_NO_KEY ? &no_key : s, &key, &password, &why);
	if (err == ERR_NOT_FOUND && s->user)
		password = ask_password(s);
	if (key || password)
		sign_in(job, key, password);
	else
		job_end(job, err == ERR_NOT_FOUND ? CLI_NOT_CONNECTED : CLI_USAGE,
			s->user ? why.text : _("No user is configured: give --user NAME"));
	if (password)
		mem_wipe(password, strlen(password));
	if (key)
		mem_wipe(key, strlen(key));
	free(password);
	free(key);
}

static void on_own(void *ctx, const char *url, const char *key, const char *text)
{
	struct job *job = ctx;
	struct why why;

	if (!url) {
		job_end(job, CLI_NOT_CONNECTED, text);
		return;
	}
	job->effective.host = job->own_url = mem_dup(url);
	if (cli_set_host(job->pbx, &job->effective, &why) < 0) {
		job_end(job, CLI_NOT_CONNECTED, why.text);
		return;
	}
	struct pbx_login login = {.key = key};
	pbx_login(job->pbx, &login, on_login, job);
}

static void on_own_gone(void *ctx, const char *text)
{
	job_end(ctx, CLI_NOT_CONNECTED, text);
}

static void on_interrupt(void *ctx, int signal)
{
	struct job *job = ctx;

	(void)signal;
	if (job->is_leaving)
		loop_stop(job->loop);
	job_end(job, job->running ? CLI_DONE : CLI_NOT_CONNECTED, NULL);
}

static void stop_loop(void *ctx)
{
	loop_stop(((struct job *)ctx)->loop);
}

static void on_left(void *ctx, const struct pbx_result *result)
{
	(void)result;
	stop_loop(ctx);
}

/* A session that nobody will use again is not left behind; nobody waits long for it. */
static void leave(struct job *job)
{
	struct loop_timer *patience = loop_timer_new(job->loop, stop_loop, job);

	job->is_leaving = true;
	loop_timer_set(patience, LEAVE_MS);
	pbx_exit(job->pbx, true, on_left, job);
	loop_run(job->loop);
	loop_timer_free(&patience);
}

static const struct cli_own_events own_events = {.ready = on_own, .gone = on_own_gone};

static void start_own(struct job *job)
{
	char *secret = NULL;
	struct why why;

	if (!job->settings->demo && cli_own_secret(job->settings, &secret, &why) < 0) {
		job_end(job, CLI_USAGE, why.text);
		return;
	}
	job->own = cli_own_start(job->loop, job->settings, secret, &own_events, job);
	if (secret)
		mem_wipe(secret, strlen(secret));
	free(secret);
}

int cli_run(const struct cli_settings *settings, int argc, char **argv)
{
	struct job job = {.settings = settings, .effective = *settings};
	struct why why;

	job.command = find_command(argv[0]);
	job.argc = argc - 1;
	job.argv = argv + 1;
	if (!job.command || job.argc < job.command->min || job.argc > job.command->max) {
		fprintf(stderr, _("Usage: frontdesk %s %s\n"), argv[0],
			job.command ? job.command->usage : "");
		return CLI_USAGE;
	}
	if (feed_options(&settings->feed, &job.feed, &why) < 0) {
		fprintf(stderr, "frontdesk: %s\n", why.text);
		return CLI_USAGE;
	}
	job.loop = loop_new(0);
	job.pbx = pbx_new(job.loop);
	job.status = CLI_NOT_CONNECTED;
	if (settings->demo || settings->asterisk)
		start_own(&job);
	else
		connect_host(&job);
	/* Only now: while a password is asked for, the signals must end that. */
	loop_signal(job.loop, SIGINT, on_interrupt, &job);
	loop_signal(job.loop, SIGTERM, on_interrupt, &job);
	loop_run(job.loop);
	if (job.has_session)
		leave(&job);
	pbx_free(&job.pbx);
	cli_own_free(&job.own);
	loop_free(&job.loop);
	free(job.own_url);
	if (fflush(stdout) != 0 && job.status == CLI_DONE)
		job.status = CLI_REFUSED;
	return job.status;
}
