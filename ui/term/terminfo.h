/* Whether a terminal type is known and fit, before curses takes it. */
#ifndef TERM_TERMINFO_H
#define TERM_TERMINFO_H

#include "base/err.h"

int terminfo_check(const char *type, struct why *why);

#endif
