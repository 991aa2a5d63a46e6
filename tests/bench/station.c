#include "station.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "figures.h"

enum { WORDS_MAX = 32, STEP_MS = 50, PATH_ROOM = PATH_MAX + 32 };

void station_start(struct station *s, const char *const words[])
{
	static unsigned number;
	static char home[6][PATH_ROOM];
	static const char *const names[] = {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
					    "XDG_DATA_HOME", "XDG_RUNTIME_DIR"};
	const char *environment[] = {home[0],          home[1],    home[2],
				     home[3],          home[4],    "TERM=xterm-256color",
				     "LC_ALL=C.UTF-8", "NO_COLOR", NULL};
	const char *argv[WORDS_MAX] = {bench_program("frontdesk"), "--log", s->log, "--log-level",
				       "info"};
	int n = 5;

	for (int i = 0; i < 5; i++)
		snprintf(home[i], sizeof(home[i]), "%s=%s", names[i], bench_folder());
	snprintf(s->log, sizeof(s->log), "%s/console-%u.log", bench_folder(), number++);
	while (*words && n < WORDS_MAX - 1)
		argv[n++] = *words++;
	s->started_us = clock_mono_us();
	s->pty = pty_start(STATION_ROWS, STATION_COLS, argv, environment);
}

void station_start_on(struct station *s, const char *address, const char *key)
{
	station_start(s, (const char *[]){"--host", address, "--user", "reception", "--key-file",
					  key, NULL});
}

int64_t station_end(struct station *s)
{
	pty_signal(s->pty, SIGTERM);
	pty_wait_end(s->pty);
	pty_free(&s->pty);
	return log_hold(s->log);
}

int64_t station_try(struct station *s, int ms, station_seen_fn seen, void *ctx)
{
	int64_t end = clock_mono_us() + (int64_t)ms * 1000, came = clock_mono_us();
	size_t written = pty_written(s->pty);

	while (!seen(pty_glass(s->pty), ctx)) {
		do {
			if (!pty_read(s->pty, STEP_MS) || clock_mono_us() > end)
				return 0;
		} while (pty_written(s->pty) == written);
		written = pty_written(s->pty);
		came = clock_mono_us();
	}
	return came;
}

int64_t station_until(struct station *s, station_seen_fn seen, void *ctx, const char *what)
{
	int64_t came = station_try(s, STATION_WAIT_MS, seen, ctx);

	if (!came) {
		char *dump = pty_dump(s->pty);

		fprintf(stderr, "%s\n", dump);
		free(dump);
		cannot("the console did not show %s", what);
	}
	return came;
}

static bool has_text(const struct glass *glass, void *ctx)
{
	return glass_find(glass, ctx, NULL, NULL);
}

int64_t station_wait_text(struct station *s, const char *text)
{
	return station_until(s, has_text, (char *)text, text);
}

/* The status line stands in one row with the program's name. */
static bool status_is(const struct glass *glass, const char *word)
{
	int y;

	if (!glass_find(glass, "frontdesk  ", &y, NULL) &&
	    !glass_find(glass, "frontdesk demo  ", &y, NULL))
		return false;
	char *row = glass_row(glass, y);
	bool is = strstr(row, word) != NULL;
	free(row);
	return is;
}

static bool is_live(const struct glass *glass, void *ctx)
{
	(void)ctx;
	return status_is(glass, " live  ");
}

static bool is_stale(const struct glass *glass, void *ctx)
{
	(void)ctx;
	return status_is(glass, "link lost");
}

int64_t station_wait_live(struct station *s)
{
	return station_until(s, is_live, NULL, "that it is live");
}

int64_t station_wait_stale(struct station *s)
{
	return station_until(s, is_stale, NULL, "that the link is lost");
}

void station_rest(struct station *s, int ms)
{
	size_t written;

	do {
		written = pty_written(s->pty);
		station_read_for(s, ms);
	} while (pty_written(s->pty) != written);
}

uint64_t station_read_for(struct station *s, int ms)
{
	int64_t end = clock_mono_us() + (int64_t)ms * 1000, left;
	size_t written = pty_written(s->pty);

	while ((left = end - clock_mono_us()) > 0 && pty_read(s->pty, (int)(left / 1000) + 1))
		;
	return pty_written(s->pty) - written;
}
