/* Values of options, for files and command lines alike. */
#ifndef BASE_CONF_VALUE_H
#define BASE_CONF_VALUE_H

#include "conf.h"

/* Sets option's place in values from text. On failure why goes on after the option's name:
 * "needs a whole number from 1 to 9". */
int conf_set(const struct conf_option *option, const char *text, void *values, struct why *why);

#endif
