/* What configuration file and command line say, by one table. */
#ifndef START_OPTIONS_H
#define START_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "cli/cli.h"
#include "keymap/keymap.h"

struct console_options;

enum { OPTIONS_HOOKS = 4 };

struct options {
	struct cli_settings cli;
	char *config;   /* file that was asked for; NULL: the user's frontdesk.conf */
	char *theme;    /* name or path; NULL: the terminal's default */
	char *keys;     /* shipped keys or a key file that were asked for; NULL: the default */
	char *language; /* "de"; NULL: that of the environment */
	char *check;    /* key file that "frontdesk keys" shall check */
	char *photos;   /* as console_photos() knows; NULL: symbols */
	char *sendmail; /* words parted by blanks, run without a shell; NULL: no mail */
	char *log, *log_level;
	char *hook[OPTIONS_HOOKS]; /* commands by enum hook; NULL for none */
	int64_t hook_s;
	int64_t medium_s, urgent_s;
	char *timers;       /* on, slow, off; NULL for on */
	char *notify;       /* off, osc9, osc777 or kitty; NULL for off */
	char *layout;       /* screen or braille; NULL for screen */
	int64_t line_speed; /* 0: what the terminal says */
	bool bell, bidi, mouse, plain;
	bool kiosk; /* the visitors' screen instead of the console */
	char *kiosk_tag, *kiosk_greeting, *kiosk_code;
	int64_t kiosk_idle_s;
	bool kiosk_touch;
	bool help, version;
};

/* Reads the configuration, then the command line over it; options are taken out of argv. Errors say
 * file and line. options_free() in any case. */
int options_read(struct options *options, int *argc, char **argv, struct why *why);
void options_free(struct options *options);
/* Prints the options as --help does. */
void options_help(void);
/* The table: for manual and completions. */
const struct conf_option *options_table(unsigned *count);

/* The user's frontdesk.conf. Caller frees with free(). */
char *options_path(void);
/* Starts the log, if one is asked for. */
int options_open_log(const struct options *options, struct why *why);
/* Fills in what the options say of the console's face and its manners. */
void options_console(const struct options *options, struct console_options *out);
/* The keys in force; NULL after an error. Caller frees with keymap_free(). */
struct keymap *options_keymap(const struct options *options, struct why *why);

#endif
