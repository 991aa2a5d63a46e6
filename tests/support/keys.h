/* What a terminal sends for keys. */
#ifndef SUPPORT_KEYS_H
#define SUPPORT_KEYS_H

#include "base/buf.h"

/* Adds the bytes of the keys named (blanks between), as xterm sends them. Returns 0, or ERR_INVALID
 * for a name that is not known. */
int keys_bytes(struct buf *out, const char *names);

#endif
