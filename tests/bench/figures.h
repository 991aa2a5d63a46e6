/* What is measured: each figure has a name and a unit, and beside it the budget that it must keep
 * or the peer whose figure it stands next to. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stdint.h>

enum { NO_HOLD = -1 };

/* Prints the line of a figure. hold_us is the longest that the loop was held meanwhile, in the
 * program that was measured; NO_HOLD where no loop runs. */
void figure(const char *id, double value, int64_t hold_us);
/* Ends the benchmark: it could not run, and why. */
void cannot(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* The head of the lines. */
void figures_head(void);

#endif
