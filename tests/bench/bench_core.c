/* The core core alone: search, rows of the feed, commands, a resync. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "bench.h"
#include "board.h"
#include "core.h"
#include "figures.h"
#include "process.h"
#include "samples.h"

enum { HITS = 200, SEARCHES = 10, COMMANDS = 400, CACHES = 64 << 20 };

/* Between two keys of a person the processor has done much else: its caches hold none of it. */
static void spoil_caches(char *memory)
{
	for (size_t i = 0; i < CACHES; i += 64)
		memory[i]++;
}

void bench_search(void)
{
	static const char *const words[] = {"smith",     "mueller",  "müller", "anna b",
					    "brown ltd", "0207 946", "+44 20", "sales",
					    "acme gmb",  "zzzz",     "e",      "17",
					    "@ltd",      "#vip",     "o'neill"};
	enum { PEOPLE = 5000, ADDRESSES = 95000 };
	struct board board;
	struct core core;
	struct samples samples = {0};
	struct pbx_object *hits[HITS];
	char text[32], *memory = mem_new(CACHES, 1);

	board_start(&board, &(struct board_options){.people = PEOPLE, .addresses = ADDRESSES});
	core_open(&core, board.address, board.secret, ADDRESSES);
	for (int turn = 0; turn < SEARCHES; turn++)
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			for (size_t len = 1; len <= strlen(words[w]); len++) {
				snprintf(text, sizeof(text), "%.*s", (int)len, words[w]);
				spoil_caches(memory);
				int64_t start = clock_mono_us();
				pbx_search(core.pbx, text, hits, HITS);
				samples_add(&samples, clock_mono_us() - start);
			}
	free(memory);
	core_close(&core);
	board_end(&board);
	figure("search_p50", samples_ms(&samples, 0.5), (int64_t)(1000 * samples_ms(&samples, 1)));
	figure("search_p99", samples_ms(&samples, 0.99), (int64_t)(1000 * samples_ms(&samples, 1)));
	samples_free(&samples);
}

void bench_rest(void)
{
	struct server server;
	struct core core;
	struct samples samples = {0};
	unsigned count;

	server_start(&server, (const char *[]){"--quiet", NULL});
	core_open(&core, server.address, server.secret, 0);
	struct pbx_object *const *lines = pbx_lines(core.pbx, false, &count);
	if (!count)
		cannot("the receptionist has no telephone");
	char *device = strdup(pbx_object_key(lines[0]));
	loop_lag(core.loop, true);
	for (int i = 0; i < COMMANDS; i++) {
		struct answer answer = {0};
		int64_t start = clock_mono_us();

		/* The own telephone learns something that does not change it: a whole command. */
		char body[128];
		snprintf(body, sizeof(body),
			 "{\"scope\":{\"device\":\"%s\"},\"values\":{\"autohold\":%s}}", device,
			 i % 2 ? "true" : "false");
		pbx_rest(core.pbx, "/rest/command/update/device", body, answer_take, &answer);
		core_answer(&core, &answer, "a command");
		samples_add(&samples, clock_mono_us() - start);
	}
	int64_t hold = loop_lag(core.loop, false);
	free(device);
	core_close(&core);
	server_end(&server);
	figure("rest_p50", samples_ms(&samples, 0.5), hold);
	figure("rest_p99", samples_ms(&samples, 0.99), hold);
	samples_free(&samples);
}

static bool is_live(void *ctx)
{
	return pbx_feed_state(((struct core *)ctx)->pbx) == PBX_LIVE;
}

static bool is_not_live(void *ctx)
{
	return !is_live(ctx);
}

void bench_resync(void)
{
	static const char *const words[] = {"--quiet", "--people", "10000", NULL};
	struct server server;
	struct core core;

	server_start(&server, words);
	core_open(&core, server.address, server.secret, 0);
	server_kill(&server);
	core_until(&core, is_not_live, &core, "the end of the link");
	server_restart(&server, words);
	loop_lag(core.loop, true);
	int64_t start = clock_mono_us();
	pbx_retry_now(core.pbx);
	core_until(&core, is_live, &core, "the link");
	int64_t took = clock_mono_us() - start, hold = loop_lag(core.loop, false);
	core_close(&core);
	server_end(&server);
	figure("resync", (double)took / 1000, hold);
}
