/* Five hundred consoles on one PABX: delivery, the processor that it takes, and a restart. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "bench.h"
#include "board.h"
#include "crowd.h"
#include "figures.h"
#include "process.h"

enum {
	CONSOLES = 500,
	RATE = 1000,
	PEOPLE = 1000,
	SECONDS = 10,
	SETTLE_MS = 2000,
	BACK_MS = 2000,
	LIVE_MS = 60000,
	SLOTS = 200000, /* of 10 microseconds */
	SLOT_US = 10
};

/* How long stamps were on their way. */
struct delays {
	bool counts;
	uint64_t slot[SLOTS], count, rows;
};

static void add(struct delays *delays, int64_t us)
{
	int64_t slot = us / SLOT_US;

	delays->slot[slot < 0 ? 0 : slot < SLOTS ? slot : SLOTS - 1]++;
	delays->count++;
}

static double ms_at(const struct delays *delays, double part)
{
	uint64_t wanted = (uint64_t)(part * (double)delays->count), seen = 0;

	for (int i = 0; i < SLOTS; i++)
		if ((seen += delays->slot[i]) > wanted)
			return (double)(i + 1) * SLOT_US / 1000;
	return 0;
}

/* A row begins ["set",{ and nothing else in these frames does. */
static void on_frame(void *ctx, const char *text, size_t len, int64_t us)
{
	static const char label[] = "\"label\":\"T", row[] = "\",{";
	struct delays *delays = ctx;
	const char *end = text + len, *at;

	if (!delays->counts)
		return;
	for (at = text; (at = memmem(at, (size_t)(end - at), label, sizeof(label) - 1));) {
		at += sizeof(label) - 1;
		add(delays, us - strtoll(at, NULL, 10));
	}
	for (at = text; (at = memmem(at, (size_t)(end - at), row, sizeof(row) - 1)); at++)
		delays->rows++;
}

void bench_many(void)
{
	struct delays *delays = mem_new(1, sizeof(*delays));
	struct board board;

	board_start(&board,
		    &(struct board_options){.people = PEOPLE, .rate = RATE, .stamped = true});
	struct crowd *crowd = crowd_new(&(struct crowd_options){.consoles = CONSOLES,
								.address = board.address,
								.secret = board.secret,
								.frame = on_frame,
								.ctx = delays});
	if (!crowd_until_live(crowd, CONSOLES, LIVE_MS))
		cannot("only %u of %d consoles are live", crowd_live(crowd), CONSOLES);
	board_rate(&board, true);
	crowd_run(crowd, SETTLE_MS);
	delays->counts = true;
	int64_t cpu = process_cpu_us(board.pid), start = clock_mono_us();
	crowd_run(crowd, SECONDS * 1000);
	cpu = process_cpu_us(board.pid) - cpu;
	int64_t took = clock_mono_us() - start;
	if (crowd_live(crowd) < CONSOLES)
		cannot("only %u of %d consoles are still live", crowd_live(crowd), CONSOLES);
	crowd_free(&crowd);
	int64_t hold = board_end(&board);
	figure("many_rows", (double)delays->rows * 1e6 / (double)took / CONSOLES, hold);
	figure("many_p50", ms_at(delays, 0.5), hold);
	figure("many_p99", ms_at(delays, 0.99), hold);
	figure("many_cpu", 100 * (double)cpu / (double)took, hold);
	free(delays);
}

void bench_again(void)
{
	static const char *const words[] = {"--quiet", "--people", "1000", NULL};
	struct server server;

	server_start(&server, words);
	struct crowd *crowd = crowd_new(&(struct crowd_options){.consoles = CONSOLES,
								.address = server.address,
								.secret = server.secret,
								.back_ms = BACK_MS});
	if (!crowd_until_live(crowd, CONSOLES, LIVE_MS))
		cannot("only %u of %d consoles are live", crowd_live(crowd), CONSOLES);
	server_kill(&server);
	crowd_run(crowd, 100);
	server_restart(&server, words);
	int64_t start = clock_mono_us();
	if (!crowd_until_live(crowd, CONSOLES, LIVE_MS))
		cannot("only %u of %d consoles are live again", crowd_live(crowd), CONSOLES);
	int64_t took = clock_mono_us() - start;
	crowd_free(&crowd);
	figure("again", (double)took / 1000, server_end(&server));
}
