/* The client core alone: search, rows of the feed, commands, a resync. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench.h"
#include "board.h"
#include "client.h"
#include "figures.h"
#include "process.h"
#include "samples.h"

enum { HITS = 1000, SEARCHES = 40, COMMANDS = 400 };

void bench_search(void)
{
	static const char *const words[] = {"smith",     "mueller",  "müller", "anna b",
					    "brown ltd", "0207 946", "+44 20", "sales",
					    "acme gmb",  "zzzz",     "e",      "17",
					    "@ltd",      "#vip",     "o'neill"};
	struct board board;
	struct client client;
	struct samples samples = {0};
	struct pbx_object *hits[HITS];
	char text[32];

	board_start(&board, &(struct board_options){.people = 5000, .addresses = 95000});
	client_open(&client, board.address, board.secret, true);
	for (int turn = 0; turn < SEARCHES; turn++)
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			for (size_t len = 1; len <= strlen(words[w]); len++) {
				snprintf(text, sizeof(text), "%.*s", (int)len, words[w]);
				int64_t start = clock_mono_us();
				pbx_search(client.pbx, text, hits, HITS);
				samples_add(&samples, clock_mono_us() - start);
			}
	client_close(&client);
	board_end(&board);
	figure("search_p50", samples_ms(&samples, 0.5), (int64_t)(1000 * samples_ms(&samples, 1)));
	figure("search_p99", samples_ms(&samples, 0.99), (int64_t)(1000 * samples_ms(&samples, 1)));
	samples_free(&samples);
}

void bench_rest(void)
{
	struct server server;
	struct client client;
	struct samples samples = {0};
	unsigned count;

	server_start(&server, (const char *[]){"--quiet", NULL});
	client_open(&client, server.address, server.secret, false);
	struct pbx_object *const *lines = pbx_lines(client.pbx, false, &count);
	if (!count)
		cannot("the receptionist has no telephone");
	char *device = strdup(pbx_object_key(lines[0]));
	loop_lag(client.loop, true);
	for (int i = 0; i < COMMANDS; i++) {
		struct answer answer = {0};
		int64_t start = clock_mono_us();

		/* The own telephone learns something that does not change it: a whole command. */
		char body[128];
		snprintf(body, sizeof(body),
			 "{\"scope\":{\"device\":\"%s\"},\"values\":{\"autohold\":%s}}", device,
			 i % 2 ? "true" : "false");
		pbx_rest(client.pbx, "/rest/command/update/device", body, answer_take, &answer);
		client_answer(&client, &answer, "a command");
		samples_add(&samples, clock_mono_us() - start);
	}
	int64_t hold = loop_lag(client.loop, false);
	free(device);
	client_close(&client);
	server_end(&server);
	figure("rest_p50", samples_ms(&samples, 0.5), hold);
	figure("rest_p99", samples_ms(&samples, 0.99), hold);
	samples_free(&samples);
}

static bool is_live(void *ctx)
{
	return pbx_feed_state(((struct client *)ctx)->pbx) == PBX_LIVE;
}

static bool is_not_live(void *ctx)
{
	return !is_live(ctx);
}

void bench_resync(void)
{
	static const char *const words[] = {"--quiet", "--people", "10000", NULL};
	struct server server;
	struct client client;

	server_start(&server, words);
	client_open(&client, server.address, server.secret, false);
	server_kill(&server);
	client_until(&client, is_not_live, &client, "the end of the link");
	server_restart(&server, words);
	loop_lag(client.loop, true);
	int64_t start = clock_mono_us();
	pbx_retry_now(client.pbx);
	client_until(&client, is_live, &client, "the link");
	int64_t took = clock_mono_us() - start, hold = loop_lag(client.loop, false);
	client_close(&client);
	server_end(&server);
	figure("resync", (double)took / 1000, hold);
}
