/* The kiosk from the first paint to its end. */
#ifndef START_BOOTH_H
#define START_BOOTH_H

#include "options.h"

/* Runs the kiosk on the terminal and returns the exit status. It signs in with what is configured,
 * as often as it takes: there is nobody to ask. */
int booth_run(const struct options *options);

#endif
