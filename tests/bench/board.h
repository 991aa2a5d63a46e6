/* A telephone system whose telephones do exactly what a benchmark asks: the PABX in a process of
 * its own, with a switch that makes so many changes a second and knows when it made them. */
#ifndef BENCH_BOARD_H
#define BENCH_BOARD_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { BOARD_STAMPS = 1 << 16 };

struct board_options {
	unsigned people, addresses;
	int rate;     /* changed rows a second, BLF of people and phones in turn */
	bool stamped; /* every tenth millisecond a phone's label says when ("T" and microseconds) */
};

/* What both processes see. */
struct board_shared {
	volatile uint32_t told;               /* stamps so far */
	volatile int64_t stamp[BOARD_STAMPS]; /* when stamp i was told, clock_mono_us() */
	volatile int64_t hold_us;
	volatile int port;
};

struct board {
	pid_t pid;
	int control;
	struct board_shared *shared;
	char address[64], secret[96], key[PATH_MAX];
};

/* Starts it and waits until it listens; it ends with us. */
void board_start(struct board *board, const struct board_options *options);
/* Ends it and gives the longest hold of its loop. */
int64_t board_end(struct board *board);
/* One person's telephone becomes busy, or free again. */
void board_blf(struct board *board);
/* A call waits in a queue as "Stamp <number>"; gives the number, whose time is in shared. */
uint32_t board_stamp(struct board *board);
/* Changes go on, or rest. */
void board_rate(struct board *board, bool on);

#endif
