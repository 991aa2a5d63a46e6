/* The console as plain text, where there is no terminal. */
#ifndef START_PICTURE_H
#define START_PICTURE_H

#include "options.h"

/* Runs the demo in a console without a terminal until it shows something, prints the screen, and
 * returns the exit status. */
int picture_run(const struct options *options);

#endif
