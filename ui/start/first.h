/* The configuration that a first start leaves behind. */
#ifndef START_FIRST_H
#define START_FIRST_H

#include "base/err.h"

/* Writes the commented example with this host and user to path, mode 0600. ERR_CONFLICT if there is
 * such a file: it is never touched. */
int first_write(const char *path, const char *host, const char *user, struct why *why);

#endif
