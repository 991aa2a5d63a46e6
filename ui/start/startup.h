/* The console from the first paint to its end. */
#ifndef START_STARTUP_H
#define START_STARTUP_H

#include "options.h"

/* Runs the console on the terminal and returns the exit status. */
int startup_run(const struct options *options);

#endif
