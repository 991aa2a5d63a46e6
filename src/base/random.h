/* Random numbers: from the kernel for secrets, and a small seeded generator for what must
 * repeat. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t len);
/* bytes * 2 lower-case hex digits and a NUL into out. */
void random_hex(char *out, size_t bytes);

/* splitmix64: equal seeds give equal sequences on every machine. */
struct random_seq {
	uint64_t state;
};
void random_seed(struct random_seq *seq, uint64_t seed);
uint64_t random_next(struct random_seq *seq);
/* 0 … below-1; below > 0. */
uint32_t random_below(struct random_seq *seq, uint32_t below);
/* Exponentially distributed, mean given: time to the next event. */
int64_t random_wait(struct random_seq *seq, int64_t mean);

#endif
