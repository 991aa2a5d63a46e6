/* Many consoles at once, as plain sockets in one process: they speak just enough of the feed to be
 * served like real ones, and look at what they get without taking it apart. */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd;

struct crowd_options {
	unsigned consoles;
	const char *address, *secret; /* "127.0.0.1:40123", API key */
	bool address_book;
	/* A console comes back after a cut by itself, 0 to so many milliseconds later; 0: never. */
	int back_ms;
	/* Each frame of each console that is live, and when it came (clock_mono_us). */
	void (*frame)(void *ctx, const char *text, size_t len, int64_t us);
	void *ctx;
};

struct crowd *crowd_new(const struct crowd_options *options);
void crowd_free(struct crowd **crowd);
/* Reads and answers for ms. */
void crowd_run(struct crowd *crowd, int ms);
/* Until that many are live (had their ready); false if they were not within ms. */
bool crowd_until_live(struct crowd *crowd, unsigned consoles, int ms);
unsigned crowd_live(const struct crowd *crowd);
uint64_t crowd_bytes(const struct crowd *crowd);

#endif
