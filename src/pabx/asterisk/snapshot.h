/* All there is, asked at the start of a connection. Meanwhile events are kept, and applied after:
 * what they say is either in the snapshot already (and then says it again) or newer. */
#ifndef ASTERISK_SNAPSHOT_H
#define ASTERISK_SNAPSHOT_H

#include "inside.h"

void snapshot_start(struct asterisk *a);
/* Keeps an event for later; false where none is being taken. */
bool snapshot_keep(struct asterisk *a, const struct ami_message *m);
/* Gives it up. */
void snapshot_end(struct asterisk *a);

#endif
