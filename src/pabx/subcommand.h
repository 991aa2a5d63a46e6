/* frontdesk-pabx's work beside serving: user, key, cert and number. */
#ifndef PABX_SUBCOMMAND_H
#define PABX_SUBCOMMAND_H

#include "base/conf.h"

/* Runs argv[1] with its words and returns the exit status, or -1 where it is no subcommand. */
int pabx_command(int argc, char **argv);
/* "user add LOGIN NAME: what it does" of each, NULL behind the last; and the options of all. For
 * manual and completions. */
const char *pabx_command_usage(unsigned at);
const struct conf_option *pabx_command_options(unsigned *count);

#endif
