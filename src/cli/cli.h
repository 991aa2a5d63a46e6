/* The console's commands without a screen, and what they share with it: how to find the PABX, how
 * to sign in, and a PABX of its own. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "pbx/pbx.h"

enum cli_exit { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_NOT_CONNECTED = 3 };

/* Options of startFeed and getLines, for the commands that load the live data. */
struct cli_feed {
	bool idle, device_min, owned;
	char *sets;          /* "device,queue": these alone */
	int64_t pingtime;    /* s, 0: usual */
	int64_t max_retry_s; /* of "watch"; -1: for ever */
};
enum { CLI_PING_MIN_S = 10, CLI_PING_MAX_S = 999, CLI_RETRY_MAX_S = 7 * 24 * 3600 };

/* What configuration and command line say. Texts may be NULL and belong to the caller. */
struct cli_settings {
	char *host, *user;
	char *password_file, *password_command;
	char *key_file; /* API key; NULL: the one that `login` made for this host and user */
	char *pin;      /* certificate that alone is trusted; NULL: the one pinned for this host */
	bool plain_is_unsafe; /* http to another host */
	char *device;         /* to dial on */
	char *until;          /* time of day at which a presence ends, HH:MM */
	struct cli_feed feed;
	bool json, csv;
	char *since; /* "history" and "figures" begin there: today, week, a date */
	bool demo;
	char *demo_args;        /* further words for frontdesk-pabx, split at blanks */
	const char *demo_login; /* who works in the demo; NULL: reception */
	char *asterisk;         /* "user@host[:port]": a PABX of our own before that Asterisk */
	char *as;               /* extension, or login, of who works here */
	char *asterisk_secret_file, *asterisk_secret_command;
	char *asterisk_conf; /* further settings for frontdesk-pabx */
	bool asterisk_tls;
	char *mapping; /* who owns which extension */
};

/* True if word names a command. */
bool cli_is_command(const char *word);
/* Runs the command argv[0] … and returns the exit status. */
int cli_run(const struct cli_settings *settings, int argc, char **argv);
/* Prints the commands as --help does. */
void cli_help(void);
/* A command as --help says it, for manual and completions; its name is NULL behind the last. */
struct conf_word cli_word_at(unsigned at);

/* Signing in. The files are those of base/path.h; the caller frees the texts with free(). */
char *cli_key_path(const struct cli_settings *settings);
char *cli_pin_path(const struct cli_settings *settings);
/* Points pbx at the host, with a pinned certificate where there is one. */
int cli_set_host(struct pbx *pbx, const struct cli_settings *settings, struct why *why);
/* The key, or the password by file or command: ERR_NOT_FOUND where neither is given, so that the
 * caller asks the person. */
int cli_secret(const struct cli_settings *settings, char **key, char **password, struct why *why);

/* A frontdesk-pabx as a child on a free loopback port: the demo's, with the simulated office, or
 * the one before the Asterisk of the settings. It is given a key for its one life over an inherited
 * pipe. The demo's ends with cli_own_free() or with us. The other keeps its store and serves every
 * console of this user on the same Asterisk: where one runs already it is joined, by a key in a
 * file beside the store, and it ends when the last console has gone. */
struct cli_own;
/* ready: url and key, or both NULL with text. Called once, later; gone when the child ends after
 * it. */
struct cli_own_events {
	void (*ready)(void *ctx, const char *url, const char *key, const char *text);
	void (*gone)(void *ctx, const char *text);
};
/* secret: of the manager user, NULL for the demo. */
struct cli_own *cli_own_start(struct loop *loop, const struct cli_settings *settings,
			      const char *secret, const struct cli_own_events *events, void *ctx);
void cli_own_free(struct cli_own **own);
/* The secret by file or command, which the caller wipes; ERR_NOT_FOUND where neither is given. */
int cli_own_secret(const struct cli_settings *settings, char **secret, struct why *why);
/* Where the store lies. Caller frees with free(). */
char *cli_own_store(const struct cli_settings *settings);

#endif
