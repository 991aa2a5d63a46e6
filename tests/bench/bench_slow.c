/* The console at the far end of a serial line: 9600 baud, and 300 ms that the way to the PABX's
 * host and back takes. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "bench.h"
#include "figures.h"
#include "samples.h"
#include "station.h"

enum { BAUD = 9600, DELAY_MS = 300, KEY_MS = 5000, STILL_MS = 800, PAGES = 3 };

struct echo {
	const char *text;
};

/* Typed text stands behind the prompt, in whatever row that is. */
static bool is_echoed(const struct glass *glass, void *ctx)
{
	return glass_find(glass, ((struct echo *)ctx)->text, NULL, NULL);
}

/* The next key comes while the results of the one before are still on their way. */
static void type(struct station *station)
{
	static const char *const echoes[] = {"> m", "> ma", "> mar", "> marg", "> marga"};
	struct samples samples = {0};

	for (size_t i = 0; i < sizeof(echoes) / sizeof(echoes[0]); i++) {
		struct echo echo = {echoes[i]};
		char key[2] = {echoes[i][strlen(echoes[i]) - 1], '\0'};
		int64_t pressed = clock_mono_us();

		pty_send(station->pty, key);
		int64_t came = station_try(station, KEY_MS, is_echoed, &echo);
		if (!came)
			cannot("the key \"%s\" was not echoed", key);
		samples_add(&samples, came - pressed);
	}
	figure("slow_echo", samples_ms(&samples, 1), NO_HOLD);
	samples_free(&samples);
}

/* Until nothing has come for a while: the time of the last byte. */
static int64_t last_byte(struct station *station)
{
	int64_t last = clock_mono_us();
	size_t written = pty_written(station->pty);

	while (clock_mono_us() - last < STILL_MS * 1000) {
		pty_read(station->pty, 20);
		if (pty_written(station->pty) != written)
			last = clock_mono_us();
		written = pty_written(station->pty);
	}
	return last;
}

static void turn_pages(struct station *station)
{
	int64_t worst = 0;

	for (int i = 0; i < PAGES; i++) {
		int64_t pressed = clock_mono_us();

		pty_keys(station->pty, "PageDown");
		int64_t took = last_byte(station) - pressed;
		worst = took > worst ? took : worst;
	}
	figure("slow_page", (double)worst / 1000, NO_HOLD);
}

void bench_slow(void)
{
	struct server server;
	struct station station;

	server_start(&server, (const char *[]){"--quiet", NULL});
	station_start(&station,
		      (const char *[]){"--host", server.address, "--user", "reception",
				       "--key-file", server.key, "--line-speed", "9600", NULL});
	pty_resize(station.pty, 24, 80);
	station_wait_live(&station);
	station_rest(&station, 4000);
	pty_slow(station.pty, BAUD, DELAY_MS);
	type(&station);
	last_byte(&station);
	pty_keys(station.pty, "Esc");
	last_byte(&station);
	turn_pages(&station);
	station_end(&station);
	server_end(&server);
}
