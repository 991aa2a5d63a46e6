/* Large snapshots on the screen, memory, and a link that has died. */
#include <signal.h>

#include "base/clock.h"
#include "bench.h"
#include "figures.h"
#include "samples.h"
#include "station.h"

enum { SHOWN = 5, DEATHS = 3 };

static int64_t worst(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void bench_shown(void)
{
	struct samples samples = {0};
	struct server server;
	int64_t hold = NO_HOLD;

	server_start(&server, (const char *[]){"--quiet", "--people", "10000", NULL});
	for (int i = 0; i < SHOWN; i++) {
		struct station station;

		station_start_on(&station, server.address, server.key);
		samples_add(&samples, station_wait_live(&station) - station.started_us);
		hold = worst(hold, station_end(&station));
	}
	hold = worst(hold, server_end(&server));
	figure("shown", samples_ms(&samples, 0.5), hold);
	samples_free(&samples);
}

static void memory_with(const char *id, const char *option, const char *count)
{
	struct server server;
	struct station station;

	server_start(&server, (const char *[]){"--quiet", option, count, NULL});
	station_start_on(&station, server.address, server.key);
	station_wait_live(&station);
	station_rest(&station, 2000);
	struct memory memory = process_memory(pty_pid(station.pty));
	int64_t hold = station_end(&station);
	server_end(&server);
	figure(id, memory.pss, hold);
}

/* The mean of all; what they share counts in parts. */
static void memory_of_users(void)
{
	enum { USERS = 20 };
	struct server server;
	struct station station[USERS];
	double pss = 0;
	int64_t hold = NO_HOLD;

	server_start(&server, (const char *[]){"--quiet", NULL});
	for (int i = 0; i < USERS; i++)
		station_start_on(&station[i], server.address, server.key);
	for (int i = 0; i < USERS; i++)
		station_wait_live(&station[i]);
	for (int i = 0; i < USERS; i++)
		station_rest(&station[i], 200);
	for (int i = 0; i < USERS; i++)
		pss += process_memory(pty_pid(station[i].pty)).pss / USERS;
	for (int i = 0; i < USERS; i++)
		hold = station_end(&station[i]);
	server_end(&server);
	figure("memory_users", pss, hold);
}

void bench_memory(void)
{
	memory_with("memory_people", "--people", "5000");
	memory_with("memory_addresses", "--addresses", "100000");
	memory_of_users();
}

void bench_dead(void)
{
	struct samples samples = {0};
	struct server server;
	struct station station;

	server_start(&server, (const char *[]){"--quiet", NULL});
	station_start_on(&station, server.address, server.key);
	station_wait_live(&station);
	for (int i = 0; i < DEATHS; i++) {
		/* Somewhere between two beats. */
		station_read_for(&station, 2000 + 300 * i);
		int64_t stopped = clock_mono_us();
		kill(server.pid, SIGSTOP);
		samples_add(&samples, station_wait_stale(&station) - stopped);
		kill(server.pid, SIGCONT);
		station_wait_live(&station);
	}
	int64_t hold = station_end(&station);
	server_end(&server);
	figure("dead", samples_ms(&samples, 1), hold);
	samples_free(&samples);
}
