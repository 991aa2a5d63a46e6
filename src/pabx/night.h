/* The night service of a company: its first night mode, told to a switch that has one. */
#ifndef PABX_NIGHT_H
#define PABX_NIGHT_H

#include "pabx.h"

enum { NIGHT_SERVICE = 1 }; /* the mode's number */

/* The mode has been set; "sched" is day here, since no schedule is kept. */
void night_tell(const struct pabx *pabx, const char *company, const char *value);
/* The switch has come: it is told what is on. */
void night_tell_all(const struct pabx *pabx);

#endif
