#include "random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

void random_bytes(void *out, size_t len)
{
	unsigned char *at = out;

	while (len > 0) {
		ssize_t got = getrandom(at, len, 0);

		if (got < 0) {
			if (errno == EINTR)
				continue;
			abort();
		}
		at += got;
		len -= (size_t)got;
	}
}

void random_hex(char *out, size_t bytes)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char *raw = (unsigned char *)out + bytes;

	/* The raw bytes lie in the second half of out: each is read before it is overwritten. */
	random_bytes(raw, bytes);
	for (size_t i = 0; i < bytes; i++) {
		unsigned char byte = raw[i];

		out[2 * i] = digits[byte >> 4];
		out[2 * i + 1] = digits[byte & 15];
	}
	out[2 * bytes] = '\0';
}

void random_seed(struct random_seq *seq, uint64_t seed)
{
	seq->state = seed;
}

uint64_t random_next(struct random_seq *seq)
{
	uint64_t z = seq->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint32_t random_below(struct random_seq *seq, uint32_t below)
{
	uint32_t unfair = -below % below;
	uint64_t product;

	do
		product = (random_next(seq) >> 32) * below;
	while ((uint32_t)product < unfair);
	return (uint32_t)(product >> 32);
}

/* Von Neumann's way: it only compares, so the result does not hang on a machine's logarithm. The
 * first number of a falling run of odd length is the fraction; each run of even length adds 1. */
int64_t random_wait(struct random_seq *seq, int64_t mean)
{
	for (int64_t whole = 0;; whole++) {
		uint64_t first = random_next(seq) >> 11, last = first;

		for (unsigned length = 1;; length++) {
			uint64_t next = random_next(seq) >> 11;

			if (next < last) {
				last = next;
				continue;
			}
			if (length % 2 == 0)
				break;
			return (int64_t)((double)mean * ((double)whole + (double)first * 0x1p-53));
		}
	}
}
