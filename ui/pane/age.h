/* How long something lasts, as the operator wants to read it: running seconds, minutes, or the time
 * of day at which it began, which stands still. */
#ifndef PANE_AGE_H
#define PANE_AGE_H

#include <stdbool.h>
#include <stdint.h>

#include "pane.h"

enum { AGE_MAX = 16 };

/* Of what began at since, epoch ms: "0:12", "3 min", "09:04". Returns out. */
const char *age_since(const struct desk *desk, int64_t since, char out[AGE_MAX]);
/* The same as part of a sentence: "0:12", "3 min", "since 09:04". */
const char *age_words(const struct desk *desk, int64_t since, char out[AGE_MAX]);
/* Until when, epoch ms, something comes back by itself: "in 0:20", "in 1 min", "at 09:05". */
const char *age_until(const struct desk *desk, int64_t until, char out[AGE_MAX]);
/* Milliseconds after which a clock on the screen is another; 0 for never. running: something is
 * shown that counts seconds. */
int64_t age_step(enum desk_timers timers, bool running);

#endif
