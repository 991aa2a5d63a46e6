/* Configuration: INI files and command lines read into options by one table, so that the parser,
 * --help and the man page cannot drift apart. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

enum conf_type { CONF_STRING, CONF_BOOL, CONF_INT, CONF_FLAG };

/* One option. offset is where its value lies in the caller's struct: char * (owned, free with
 * conf_free), bool, or int64_t. A CONF_FLAG is a bool that takes no value on the command line.
 * A NULL section keeps it out of files, a NULL flag keeps it off the command line. */
struct conf_option {
	const char *section, *name; /* in a file: [section] name = value */
	const char *flag;           /* on the command line: "--host" */
	enum conf_type type;
	unsigned offset;
	int64_t min, max;     /* CONF_INT */
	const char *argument; /* "HOST:PORT" for help, NULL for flags */
	const char *help;     /* one sentence without a full stop */
};

/* What stands beside options: a command or an action, with its words and a sentence. */
struct conf_word {
	const char *name, *usage, *help;
};

/* Reads path. A missing file is ERR_NOT_FOUND. Anything else wrong names file and line in why. */
int conf_read(const char *path, const struct conf_option *options, unsigned count, void *values,
	      struct why *why);
/* Takes "--flag value" and "--flag=value" out of argv and leaves the other words, in order;
 * "--" ends options. *argc is updated. An unknown option is ERR_INVALID; behind the first
 * word "-x" is a word. */
int conf_args(int *argc, char **argv, const struct conf_option *options, unsigned count,
	      void *values, struct why *why);
/* Prints the options as --help does, in columns. */
void conf_help(const struct conf_option *options, unsigned count);
/* Frees the strings. */
void conf_free(const struct conf_option *options, unsigned count, void *values);

#endif
