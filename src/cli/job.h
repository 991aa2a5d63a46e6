/* One run of one command: the loop, the signed-in client core, and how it ends. */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "cli.h"

struct job;

enum job_needs {
	NEEDS_SIGN_IN = 0,
	NEEDS_ROWS = 1, /* the live data, loaded */
	NEEDS_TAGS = 2,
	NEEDS_ADDRESSES = 4,
	NEEDS_NO_KEY = 8, /* a password, even where there is a key */
};

struct command {
	const char *name, *usage, *help;
	unsigned needs;
	int min, max; /* words after the name */
	void (*run)(struct job *job);
};
extern const struct command cli_commands[];
extern const unsigned cli_command_count;

struct job {
	const struct cli_settings *settings;
	struct cli_settings effective; /* with the host of our own PABX */
	struct pbx_feed_options feed;
	const struct command *command;
	int argc; /* words after the command's name */
	char **argv;
	struct loop *loop;
	struct pbx *pbx;
	struct cli_own *own;
	char *own_url;
	bool running; /* the command itself has begun */
	bool by_password;
	bool has_session; /* of this run alone, by password */
	bool is_leaving;  /* the command has ended, its session is being ended */
	int status;
};

/* Ends the run with status; text (may be NULL) goes to standard error. */
void job_end(struct job *job, int status, const char *text);
/* The exit status that a result stands for. */
int job_status(const struct pbx_result *result);
/* A done callback that ends the run: 0, 1 with the reason, or 3. ctx is the job. */
void job_finish(void *ctx, const struct pbx_result *result);
/* The same for a command that acts: with --json it prints what was done, and what was made. */
void job_done(void *ctx, const struct pbx_result *result);
/* That document: the command, its words, the call's cid and the reply's values where there are any.
 */
void done_print(const struct job *job, const struct pbx_result *result);

/* ERR_INVALID names what is wrong. */
int feed_options(const struct cli_feed *feed, struct pbx_feed_options *options, struct why *why);
/* The feed's error callback of run_watch(). ctx is the job. */
void watch_error(void *ctx, int errno_, const char *text);

/* The commands. */
void run_list(struct job *job);
void run_lines(struct job *job);
void run_find(struct job *job);
void run_watch(struct job *job);
void run_dial(struct job *job);
void run_call(struct job *job);
void run_rest(struct job *job);
void run_login(struct job *job);
void run_logout(struct job *job);
void run_whoami(struct job *job);
void run_time(struct job *job);
void run_ice(struct job *job);
void run_snapshot(struct job *job);
void run_feed(struct job *job);
void run_history(struct job *job);
void run_figures(struct job *job);
void run_caller(struct job *job);
void run_tag(struct job *job);
void run_link(struct job *job);
void run_photo(struct job *job);
void run_presence(struct job *job);
void run_address(struct job *job);
void run_device(struct job *job);
void run_queue(struct job *job);
void run_nightmode(struct job *job);
void run_rooms(struct job *job);
void run_room(struct job *job);
void run_chat(struct job *job);

#endif
