/* Whether what we have is what Asterisk has: events may be missing, for want of a permission that
 * nothing tells of. */
#ifndef ASTERISK_AUDIT_H
#define ASTERISK_AUDIT_H

#include "inside.h"

/* Compares now and then, from the end of a snapshot until audit_stop(). */
void audit_start(struct asterisk *a);
void audit_stop(struct asterisk *a);
void audit_free(struct asterisk *a);

#endif
