/* frontdesk-pabx's work beside serving: user, key, cert and number. */
#ifndef PABX_SUBCOMMAND_H
#define PABX_SUBCOMMAND_H

/* Runs argv[1] with its words and returns the exit status, or -1 where it is no subcommand. */
int pabx_command(int argc, char **argv);

#endif
