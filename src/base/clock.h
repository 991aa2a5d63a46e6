/* Time. Everything that asks for the time asks here, so that tests can step it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds that only ever grow: for intervals and timers. */
int64_t clock_mono_ms(void);
/* Microseconds of the same clock, never faked: for measurements. */
int64_t clock_mono_us(void);
/* Milliseconds since 1970: for what people read. */
int64_t clock_wall_ms(void);

/* Where the wall clock comes from instead of the system: a simulation that runs at its own speed
 * gives its own, so that all that a program tells lies on one line of time. NULL gives the system's
 * back. */
void clock_wall_source(int64_t (*source)(void *ctx), void *ctx);

/* Tests: stops both clocks at wall_ms; clock_step() moves both. clock_real() ends that. */
void clock_fake(int64_t wall_ms);
void clock_step(int64_t ms);
void clock_real(void);
bool clock_is_fake(void);

#endif
