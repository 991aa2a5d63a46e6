/* Files of the user, by the XDG base directory rules, and safe ways to read and write them. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

enum path_kind { PATH_CONFIG, PATH_STATE, PATH_DATA, PATH_RUNTIME };

/* "$XDG_…/frontdesk/name". A relative XDG value is ignored as the rules say; without HOME the
 * password database is asked. Caller frees with free(). */
char *path_user(enum path_kind kind, const char *name);
/* Makes the folders that path's file needs, mode 0700. */
int path_make_parents(const char *path, struct why *why);

/* Reads a whole file of at most max bytes. Caller frees *data with free(); it is terminated. */
int path_read(const char *path, size_t max, char **data, size_t *len, struct why *why);
/* As path_read, without the line end, and refuses a file that others may read (secrets). */
int path_read_secret(const char *path, char **secret, struct why *why);
/* As path_read_secret, from a descriptor that it closes: a pipe from the parent process. */
int path_read_secret_fd(int fd, char **secret, struct why *why);
/* First line that a command (run by sh) prints, for --password-command. */
int path_run_secret(const char *command, char **secret, struct why *why);
/* Writes beside path and renames over it, so that a reader sees the old or the new whole. */
int path_write(const char *path, const void *data, size_t len, unsigned mode, struct why *why);

#endif
