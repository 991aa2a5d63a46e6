/* "frontdesk kiosk-code": the line of the configuration that holds the code of a kiosk. */
#ifndef START_KIOSKCODE_H
#define START_KIOSKCODE_H

#include "base/conf.h"

/* Reads a code from standard input (asked for twice at a terminal), prints the line, and returns
 * the exit status. */
int kioskcode_run(void);

/* As --help says it. */
extern const struct conf_word kioskcode_word;

#endif
