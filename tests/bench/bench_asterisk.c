/* From the moment at which a telephone answers to the row painted on a console's screen: a real
 * Asterisk between them, twenty calls at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asterisk/office.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "bench.h"
#include "figures.h"
#include "process.h"
#include "samples.h"
#include "station.h"

enum { ROUNDS = 5, WAIT_US = 20000000, MARK_ROOM = 16 };

#define FREE    "○"
#define RINGING "◆"
#define BUSY    "●"

static const char *const names[OFFICE_PHONES] = {
	"Agnes Holm",   "Bruno Lindqvist", "Chidi Okafor", "Dana Weiß",   "Emeka Nwosu",
	"Fiona Grant",  "Gwen Pryce",      "Håkon Vik",    "Inês Duarte", "Jonas Frei",
	"Kemal Aydın",  "Lucía Ortega",    "Mei Tanaka",   "Noah Becker", "Olga Petrova",
	"Pàdraig Boyd", "Rosa Marín",      "Sven Kjær",    "Tove Lund",   "Ugo Bianchi",
};

struct bench {
	struct office *office;
	struct station station;
	struct phone_call *call[OFFICE_PHONES];
	struct samples samples;
};

/* The telephone's mark stands before the name. */
static bool has_mark(const char *screen, const char *name, const char *mark)
{
	for (const char *at = screen; (at = strstr(at, name)); at++) {
		char before[MARK_ROOM + 1] = "";
		size_t room = (size_t)(at - screen) < MARK_ROOM ? (size_t)(at - screen) : MARK_ROOM;

		memcpy(before, at - room, room);
		if (strstr(before, mark))
			return true;
	}
	return false;
}

/* Turns the office's loop and reads the screen; true when something was written to it. */
static bool turn(struct bench *b)
{
	size_t written = pty_written(b->station.pty);

	while (loop_turn(b->office->loop, 0))
		;
	pty_read(b->station.pty, 1);
	return pty_written(b->station.pty) != written;
}

/* Until everybody has the mark; measured from when each telephone answered, where that is asked. */
static void until_all(struct bench *b, const char *mark, bool measure)
{
	int64_t end = clock_mono_us() + WAIT_US;
	bool seen[OFFICE_PHONES] = {false};
	int left = OFFICE_PHONES;

	for (bool look = true; left; look = turn(b)) {
		int64_t now = clock_mono_us();
		char *screen = look ? pty_dump(b->station.pty) : NULL;

		for (int i = 0; screen && i < OFFICE_PHONES; i++) {
			if (seen[i] || !has_mark(screen, names[i], mark))
				continue;
			seen[i] = true;
			left--;
			if (measure)
				samples_add(&b->samples, now - b->call[i]->answered_us);
		}
		free(screen);
		if (now > end)
			cannot("%d of %d people did not become %s", left, OFFICE_PHONES, mark);
	}
}

static void all_ring(struct bench *b)
{
	char number[16], from[16];

	for (int i = 0; i < OFFICE_PHONES; i++) {
		snprintf(number, sizeof(number), "02079461%03d", 1 + i);
		snprintf(from, sizeof(from), "0161496%04d", i);
		office_outside(b->office, number, from, from);
	}
	for (int i = 0; i < OFFICE_PHONES; i++)
		b->call[i] = office_until(b->office, office_phone(b->office, OFFICE_FIRST + i),
					  PHONE_RINGING);
	until_all(b, RINGING, false);
}

static void sit_down(struct bench *b)
{
	const struct peer *peer = &b->office->peer;
	char where[64], *secret = mem_printf("%s/secret", peer->folder);

	snprintf(where, sizeof(where), "frontdesk@%s", peer->address);
	if (path_write(secret, peer->secret, strlen(peer->secret), 0600, NULL) < 0)
		cannot("the secret cannot be written");
	station_start(&b->station, (const char *[]){"--asterisk", where, "--as", "1001",
						    "--asterisk-secret-file", secret, NULL});
	free(secret);
}

void bench_asterisk(void)
{
	struct bench b = {.office = NULL};
	void *office;

	if (!peer_is_there()) {
		puts("LEFT OUT: phone answers to row painted: there is no real Asterisk "
		     "(tests/asterisk/fetch)");
		return;
	}
	office_setup(&office);
	b.office = office;
	for (int i = 0; i < OFFICE_PHONES; i++)
		office_phone(b.office, OFFICE_FIRST + i);
	sit_down(&b);
	for (int round = 0; round < ROUNDS; round++) {
		until_all(&b, FREE, false);
		all_ring(&b);
		for (int i = 0; i < OFFICE_PHONES; i++)
			phone_answer(b.call[i]);
		until_all(&b, BUSY, true);
		office_quiet(&office);
	}
	int64_t hold = station_end(&b.station);
	office_teardown(&office);
	figure("asterisk_p50", samples_ms(&b.samples, 0.5), hold);
	figure("asterisk_p99", samples_ms(&b.samples, 0.99), hold);
	samples_free(&b.samples);
}
