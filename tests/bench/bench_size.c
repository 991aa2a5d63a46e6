/* An office of the largest size that is promised, as the real program makes it. */
#include <stdbool.h>

#include "base/clock.h"
#include "bench.h"
#include "core.h"
#include "figures.h"
#include "process.h"

enum { PEOPLE = 10000, ADDRESSES = 100000, RUN_MS = 8000 };

struct seen {
	int64_t end, changes;
	enum pbx_state worst; /* anything but live means that something was lost on the way */
};

static void on_change(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)event, (void)object, (void)changed;
	((struct seen *)ctx)->changes++;
}

static void on_state(void *ctx, enum pbx_state state)
{
	((struct seen *)ctx)->worst = state;
}

static bool is_over(void *ctx)
{
	return clock_mono_ms() >= ((struct seen *)ctx)->end;
}

void bench_size(void)
{
	struct server server;
	struct core core;
	struct seen seen = {.worst = PBX_LIVE};
	unsigned people;

	server_start(&server, (const char *[]){"--people", "10000", "--addresses", "100000",
					       "--rate", "1000", NULL});
	core_open(&core, server.address, server.secret, ADDRESSES);
	pbx_list(core.pbx, PBX_CONTACT, &people);
	if (people < PEOPLE)
		cannot("only %u people came", people);
	for (int class = 0; class < PBX_CLASS_COUNT; class ++)
		pbx_listen(core.pbx, (enum pbx_class) class, NULL,
			   PBX_NEW | PBX_UPDATE | PBX_DELETED, on_change, &seen);
	pbx_watch_state(core.pbx, on_state, &seen);
	seen.end = clock_mono_ms() + RUN_MS;
	core_until(&core, is_over, &seen, "the end of the run");
	if (seen.worst != PBX_LIVE)
		cannot("the feed did not stay live");
	core_close(&core);
	figure("size_rows", (double)seen.changes * 1000 / RUN_MS, server_end(&server));
}
