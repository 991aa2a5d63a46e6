/* Measurements of one thing, in microseconds. */
#ifndef BENCH_SAMPLES_H
#define BENCH_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct samples {
	int64_t *us;
	size_t count, cap;
};

void samples_add(struct samples *samples, int64_t us);
/* The value below which part of them (0 to 1) lie, in milliseconds; 0 without any. */
double samples_ms(struct samples *samples, double part);
void samples_free(struct samples *samples);

#endif
