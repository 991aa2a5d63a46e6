/* "frontdesk keys": the keys in force, or what is wrong with a key file. */
#ifndef START_KEYSHEET_H
#define START_KEYSHEET_H

#include "options.h"

/* Prints the map in use as one page, or as JSON with --json; with --check FILE each mistake and
 * conflict of that file instead. Returns the exit status. */
int keysheet_run(const struct options *options);

/* As --help says it. */
extern const struct conf_word keysheet_word;

#endif
