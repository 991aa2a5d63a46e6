#include "clock.h"

#include <time.h>

static struct {
	bool on;
	int64_t ms;
} fake;

static struct {
	int64_t (*read)(void *ctx);
	void *ctx;
} wall;

static int64_t read_us(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
	return fake.on ? fake.ms : read_us(CLOCK_MONOTONIC) / 1000;
}

int64_t clock_mono_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_wall_ms(void)
{
	if (fake.on)
		return fake.ms;
	return wall.read ? wall.read(wall.ctx) : read_us(CLOCK_REALTIME) / 1000;
}

void clock_wall_source(int64_t (*source)(void *ctx), void *ctx)
{
	wall.read = source;
	wall.ctx = ctx;
}

void clock_fake(int64_t wall_ms)
{
	fake.on = true;
	fake.ms = wall_ms;
}

void clock_step(int64_t ms)
{
	fake.ms += ms;
}

void clock_real(void)
{
	fake.on = false;
}

bool clock_is_fake(void)
{
	return fake.on;
}
