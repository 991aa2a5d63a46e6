/* A day of telephones on a tape: what a switch tells is written down as it happens, and told again
 * later, for practice and for reports of what went wrong.
 *
 * A tape is JSON lines. The first is {"tape":1,"time":T}, T being the epoch in ms at which it
 * begins; each further one has "at", ms since then, and one of
 *
 *   "row" with "set"     a row of PROTOCOL.md section 4, only the fields that were told
 *   "gone" with "set"    its key fields, a list
 *   "forward"            {device, number}
 *   "presence"           {cID, resource, show, status, until}
 *   "message"            {from, to, text}
 *   "ended"              a call record, the members of struct switch_record
 *   "available"          {up, text}
 */
#ifndef TAPE_TAPE_H
#define TAPE_TAPE_H

#include "base/err.h"
#include "loop/loop.h"
#include "pabx/switch.h"

/* The same switch, with all that it tells written to path besides. The file must not be there yet.
 * inner becomes part of it; where this fails it is freed, and ops is NULL. A disk that is full ends
 * the recording (the log says so) and not the service. */
struct switch_handle tape_record(struct switch_handle inner, const char *path, struct why *why);

/* A switch that tells what is on the tape, at the times that it was told, so many times as fast;
 * the wall clock is the tape's. At the end everything stays as it is. It takes no commands. ops is
 * NULL for a file that is no tape: why names the line. */
struct switch_handle tape_replay(struct loop *loop, const char *path, double speed,
				 struct why *why);

#endif
