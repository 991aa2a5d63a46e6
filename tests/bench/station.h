/* The console as its operator has it: frontdesk on a terminal. */
#ifndef BENCH_STATION_H
#define BENCH_STATION_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "process.h"
#include "support/glass.h"
#include "support/pty.h"

enum { STATION_ROWS = 50, STATION_COLS = 200, STATION_WAIT_MS = 20000 };

struct station {
	struct pty *pty;
	char log[PATH_MAX];
	int64_t started_us; /* just before it was started */
};

/* Starts frontdesk with these words (ended by NULL), on 200 columns by 50 rows. */
void station_start(struct station *station, const char *const words[]);
/* Starts it on this server, as the receptionist. */
void station_start_on(struct station *station, const char *address, const char *key);
/* Ends it and gives the longest hold of its loop. */
int64_t station_end(struct station *station);

/* Reads until seen() is true of the screen and gives the time (clock_mono_us) at which that came;
 * 0 if it did not within ms. */
typedef bool (*station_seen_fn)(const struct glass *glass, void *ctx);
int64_t station_try(struct station *station, int ms, station_seen_fn seen, void *ctx);
/* As above, and the benchmark ends if it does not come; what names it. */
int64_t station_until(struct station *station, station_seen_fn seen, void *ctx, const char *what);
int64_t station_wait_text(struct station *station, const char *text);
/* Until the status line says live; until it does not. */
int64_t station_wait_live(struct station *station);
int64_t station_wait_stale(struct station *station);
/* Reads on until nothing was written for ms. */
void station_rest(struct station *station, int ms);
/* Reads on for ms; gives the bytes written. */
uint64_t station_read_for(struct station *station, int ms);

#endif
