/* From exec to the first cell on the screen, and to a live demo. */
#include <stdlib.h>

#include "bench.h"
#include "figures.h"
#include "samples.h"
#include "station.h"

enum { PAINTS = 15, DEMOS = 7 };

static bool is_painted(const struct glass *glass, void *ctx)
{
	bool painted = false;

	(void)ctx;
	for (int y = 0; y < STATION_ROWS && !painted; y++) {
		char *row = glass_row(glass, y);

		painted = *row != '\0';
		free(row);
	}
	return painted;
}

static int64_t worst(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t first_paint(struct samples *samples)
{
	struct station station;

	/* Nobody listens there: what is measured does not wait for a network. */
	station_start(&station,
		      (const char *[]){"--host", "127.0.0.1:1", "--user", "reception", NULL});
	int64_t came = station_until(&station, is_painted, NULL, "anything");
	samples_add(samples, came - station.started_us);
	return station_end(&station);
}

static int64_t demo(struct samples *samples)
{
	struct station station;

	station_start(&station,
		      (const char *[]){"--demo", "--demo-args", "--office " OFFICE_DATA, NULL});
	samples_add(samples, station_wait_live(&station) - station.started_us);
	return station_end(&station);
}

void bench_start(void)
{
	struct samples paints = {0}, demos = {0};
	int64_t hold = NO_HOLD;

	for (int i = 0; i < PAINTS; i++)
		hold = worst(hold, first_paint(&paints));
	figure("paint", samples_ms(&paints, 0.5), hold);
	hold = NO_HOLD;
	for (int i = 0; i < DEMOS; i++)
		hold = worst(hold, demo(&demos));
	figure("demo", samples_ms(&demos, 0.5), hold);
	samples_free(&paints);
	samples_free(&demos);
}
