/* Calls that the switch has ended. A call's last words (state dead with its cause, or outq and
 * qcall) have to be told before its row goes, so it goes one frame later. */
#ifndef PABX_LEAVING_H
#define PABX_LEAVING_H

#include "pabx.h"

struct leaving *leaving_new(struct pabx *pabx);
void leaving_free(struct leaving **leaving);

void leaving_add(struct leaving *leaving, const char *key);
/* If a call of that key is leaving it goes now: another comes under the key. */
void leaving_hurry(struct leaving *leaving, const char *key);
bool leaving_empty(const struct leaving *leaving);

#endif
