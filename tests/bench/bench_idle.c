/* What the console does while nothing happens: bytes to the terminal, and wake-ups of the process.
 */
#include <time.h>

#include "base/clock.h"
#include "bench.h"
#include "figures.h"
#include "station.h"

enum { IDLE_S = 10, SETTLE_MS = 1500 };

struct idle {
	double bytes, wakes; /* a second */
};

/* The minute's change on the clock is not waited for: it is 12 bytes that are agreed. */
static void keep_off_the_minute(struct station *station)
{
	int second = (int)(clock_wall_ms() / 1000 % 60);

	if (second + IDLE_S + 1 > 59)
		station_read_for(station, (61 - second) * 1000);
}

static struct idle watch(struct station *station)
{
	pid_t pid = pty_pid(station->pty);

	station_rest(station, SETTLE_MS);
	keep_off_the_minute(station);
	int64_t wakes = process_wakeups(pid);
	uint64_t bytes = station_read_for(station, IDLE_S * 1000);
	wakes = process_wakeups(pid) - wakes;
	return (struct idle){(double)bytes / IDLE_S, (double)wakes / IDLE_S};
}

static void stopped(void)
{
	struct station station;

	/* The first start asks where the telephone system is: there is no feed yet. */
	station_start(&station, (const char *[]){NULL});
	station_wait_text(&station, "Welcome");
	struct idle idle = watch(&station);
	int64_t hold = station_end(&station);
	figure("idle_stopped_bytes", idle.bytes, hold);
	figure("idle_stopped_wakes", idle.wakes, hold);
}

static void live_then_lost(void)
{
	struct server server;
	struct station station;

	server_start(&server, (const char *[]){"--quiet", NULL});
	station_start_on(&station, server.address, server.key);
	station_wait_live(&station);
	struct idle live = watch(&station);
	server_kill(&server);
	station_wait_stale(&station);
	/* The age of the data is told each second, so that the screen never rests. */
	station_read_for(&station, SETTLE_MS);
	pid_t pid = pty_pid(station.pty);
	int64_t wakes = process_wakeups(pid);
	uint64_t bytes = station_read_for(&station, IDLE_S * 1000);
	wakes = process_wakeups(pid) - wakes;
	int64_t hold = station_end(&station);
	figure("idle_live_bytes", live.bytes, hold);
	figure("idle_live_wakes", live.wakes, hold);
	figure("idle_lost_bytes", (double)bytes / IDLE_S, hold);
	figure("idle_lost_wakes", (double)wakes / IDLE_S, hold);
}

void bench_idle(void)
{
	stopped();
	live_then_lost();
}
