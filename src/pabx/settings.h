/* What the command line of frontdesk-pabx says, by one table. */
#ifndef PABX_SETTINGS_H
#define PABX_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"

struct settings {
	char *listen, *name, *store, *cert, *key, *stun, *turn, *office, *clock, *log, *log_level;
	char *record, *replay;
	char *asterisk, *secret_file, *secret_command, *asterisk_conf, *mapping, *as;
	char *api_version;
	int64_t seed, speed, people, addresses, rate, key_fd, secret_fd, end_when_idle;
	bool asterisk_tls, quiet, version, help;
};

/* Reads the options out of argv, over what holds without them. settings_free() in any case. */
int settings_read(struct settings *settings, int *argc, char **argv, struct why *why);
void settings_free(struct settings *settings);
/* The table: for --help, manual and completions. */
const struct conf_option *settings_options(unsigned *count);

#endif
