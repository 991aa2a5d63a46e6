/* The console beside programs of its kind, in one run, on the same pseudo-terminal: each is
 * started, left alone, and has its selection moved. What cannot run here is said to be left out. */
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench.h"
#include "figures.h"
#include "samples.h"
#include "station.h"

enum { STARTS = 7, KEYS = 30, SETTLE_MS = 1500, IDLE_MS = 5000, KEY_WAIT_MS = 1000, AFTER_MS = 60 };
enum { ROWS = 50, COLS = 200, WORDS = 12 };

struct peer {
	const char *name;
	const char *ready; /* on the screen once it can be used */
	const char *argv[WORDS];
};

struct measured {
	double paint_ms, idle_bytes, idle_wakes, key_ms, key_bytes;
};

static bool has_any(struct pty *pty)
{
	bool any = false;

	for (int y = 0; y < ROWS && !any; y++) {
		char *row = glass_row(pty_glass(pty), y);

		any = *row != '\0';
		free(row);
	}
	return any;
}

static struct pty *start(const struct peer *peer, int64_t *began)
{
	static char home[PATH_MAX];
	const char *environment[] = {home, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR",
				     NULL};

	snprintf(home, sizeof(home), "HOME=%s", bench_folder());
	*began = clock_mono_us();
	return pty_start(ROWS, COLS, peer->argv, environment);
}

static bool until(struct pty *pty, const char *text)
{
	int64_t end = clock_mono_us() + INT64_C(10000000);

	while (text ? !glass_find(pty_glass(pty), text, NULL, NULL) : !has_any(pty))
		if (clock_mono_us() > end || !pty_read(pty, 20))
			return false;
	return true;
}

static size_t read_for(struct pty *pty, int ms)
{
	int64_t end = clock_mono_us() + (int64_t)ms * 1000, left;
	size_t written = pty_written(pty);

	while ((left = end - clock_mono_us()) > 0 && pty_read(pty, (int)(left / 1000) + 1))
		;
	return pty_written(pty) - written;
}

static void finish(struct pty **pty)
{
	pty_signal(*pty, SIGKILL);
	pty_wait_end(*pty);
	pty_free(pty);
}

/* One row down, one up, in turn: what is written, and when it begins. */
static void keys(struct pty *pty, struct measured *m)
{
	struct samples samples = {0};
	size_t bytes = 0;

	for (int i = 0; i < KEYS; i++) {
		size_t before = pty_written(pty);
		int64_t pressed = clock_mono_us(), end = pressed + KEY_WAIT_MS * 1000;

		pty_keys(pty, i % 2 ? "Up" : "Down");
		while (pty_written(pty) == before && clock_mono_us() < end)
			pty_read(pty, 5);
		samples_add(&samples, clock_mono_us() - pressed);
		read_for(pty, AFTER_MS);
		bytes += pty_written(pty) - before;
	}
	m->key_ms = samples_ms(&samples, 0.5);
	m->key_bytes = (double)bytes / KEYS;
	samples_free(&samples);
}

static bool measure(const struct peer *peer, struct measured *m)
{
	struct samples paints = {0};
	struct pty *pty = NULL;
	bool ran = access(peer->argv[0], X_OK) == 0;

	for (int i = 0; ran && i < STARTS; i++) {
		int64_t began;

		if (pty)
			finish(&pty);
		pty = start(peer, &began);
		ran = until(pty, NULL);
		samples_add(&paints, clock_mono_us() - began);
	}
	if (ran && until(pty, peer->ready)) {
		read_for(pty, SETTLE_MS);
		int64_t wakes = process_wakeups(pty_pid(pty));
		m->idle_bytes = (double)read_for(pty, IDLE_MS) * 1000 / IDLE_MS;
		m->idle_wakes = (double)(process_wakeups(pty_pid(pty)) - wakes) * 1000 / IDLE_MS;
		m->paint_ms = samples_ms(&paints, 0.5);
		keys(pty, m);
	} else {
		ran = false;
	}
	if (pty)
		finish(&pty);
	samples_free(&paints);
	return ran;
}

/* Its figure, and how many of ours that is. */
static void cell(double value, double ours)
{
	char ratio[24] = "-";

	if (ours > 0)
		snprintf(ratio, sizeof(ratio), "%.2f", value / ours);
	printf("  %9.2f x%-6s", value, ratio);
}

static void row(const char *what, const struct measured *m, const bool *ran, unsigned count,
		size_t offset)
{
	double ours = *(const double *)((const char *)&m[0] + offset);

	printf("%-30s %9.2f", what, ours);
	for (unsigned i = 1; i < count; i++) {
		if (ran[i])
			cell(*(const double *)((const char *)&m[i] + offset), ours);
		else
			printf("  %17s", "left out");
	}
	putchar('\n');
}

void bench_peers(void)
{
	struct server server;
	server_start(&server, (const char *[]){"--quiet", NULL});
	const struct peer peers[] = {
		{"frontdesk",
		 " live  ",
		 {bench_program("frontdesk"), "--host", server.address, "--user", "reception",
		  "--key-file", server.key, NULL}},
		{"tig", "[main]", {"/usr/bin/tig", "-C", SOURCE_TREE, NULL}},
		{"htop", "F10", {"/usr/bin/htop", NULL}},
		{"sngrep", "F10", {"/usr/bin/sngrep", "-d", "lo", NULL}},
	};
	enum { PEERS = sizeof(peers) / sizeof(*peers) };
	struct measured m[PEERS] = {{0}};
	bool ran[PEERS];

	for (int i = 0; i < PEERS; i++) {
		ran[i] = measure(&peers[i], &m[i]);
		if (!ran[i])
			printf("LEFT OUT: %s cannot run here\n", peers[i].name);
	}
	server_end(&server);
	if (!ran[0])
		cannot("the console did not come up");
	printf("%-30s %9s", "beside its peers", peers[0].name);
	for (int i = 1; i < PEERS; i++)
		printf("  %17s", peers[i].name);
	putchar('\n');
	row("start to first paint, ms", m, ran, PEERS, offsetof(struct measured, paint_ms));
	row("idle: written, bytes/s", m, ran, PEERS, offsetof(struct measured, idle_bytes));
	row("idle: wake-ups, 1/s", m, ran, PEERS, offsetof(struct measured, idle_wakes));
	row("key to first byte, p50, ms", m, ran, PEERS, offsetof(struct measured, key_ms));
	row("moved selection, bytes", m, ran, PEERS, offsetof(struct measured, key_bytes));
}
