/* What devices are doing, rolled up to their people (blf, online, dnd, forward) and to the
 * extensions that ring them (blf). */
#ifndef PABX_ROLLUP_H
#define PABX_ROLLUP_H

#include "live.h"

struct rollup;

struct rollup *rollup_new(struct live *live);
void rollup_free(struct rollup **rollup);

/* The device's row in live is new, has changed, or has gone. */
void rollup_device(struct rollup *rollup, const char *device);
/* Where a device's calls are forwarded to, "" for nowhere. */
void rollup_forward(struct rollup *rollup, const char *device, const char *number);
/* A contact or extension is new. */
void rollup_target(struct rollup *rollup, enum wire_set set, const char *key);

#endif
