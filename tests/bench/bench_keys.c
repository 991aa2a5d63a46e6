/* From a key to the screen, and from a row of the feed to the screen, while the feed is busy and
 * the address book is large. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench.h"
#include "board.h"
#include "figures.h"
#include "samples.h"
#include "station.h"

enum { RATE = 1000, PEOPLE = 500, ADDRESSES = 100000, STAMPS = 300, KEY_WAIT_MS = 2000 };

static const char *const words[] = {"smith",  "brown", "anna", "02079460", "acme",
				    "muller", "sales", "jo",   "zzz",      "lopez"};

/* The row where input is typed. */
struct typed {
	int row;
	char text[32];
};

static bool is_typed(const struct glass *glass, void *ctx)
{
	struct typed *typed = ctx;
	char *row = glass_row(glass, typed->row);
	bool is = *row == '>' && !strcmp(row + 1 + strspn(row + 1, " "), typed->text);

	free(row);
	return is;
}

static void press(struct station *station, struct typed *typed, const char *key,
		  struct samples *samples)
{
	int64_t pressed = clock_mono_us();

	pty_send(station->pty, key);
	int64_t came = station_try(station, KEY_WAIT_MS, is_typed, typed);
	if (!came)
		cannot("the key \"%s\" was not seen: \"%s\"", key, typed->text);
	samples_add(samples, came - pressed);
}

static int input_row(struct station *station)
{
	int row;

	station_wait_text(station, "> ");
	for (row = 0; row < STATION_ROWS; row++) {
		char *text = glass_row(pty_glass(station->pty), row);
		bool is = !strncmp(text, "> ", 2);

		free(text);
		if (is)
			return row;
	}
	cannot("the console has no input line");
}

static void type_words(struct station *station, struct samples *samples)
{
	struct typed typed = {.row = input_row(station)};

	for (size_t w = 0; w < 2 * sizeof(words) / sizeof(words[0]); w++) {
		const char *word = words[w / 2];
		size_t len = strlen(word);

		for (size_t i = 1; i <= len; i++) {
			snprintf(typed.text, sizeof(typed.text), "%.*s", (int)i, word);
			press(station, &typed, (char[]){word[i - 1], '\0'}, samples);
			station_read_for(station, 37);
		}
		for (size_t i = len - 1; i > 0; i--) {
			snprintf(typed.text, sizeof(typed.text), "%.*s", (int)i, word);
			press(station, &typed, "\177", samples);
			station_read_for(station, 37);
		}
		pty_send(station->pty, "\177");
		station_read_for(station, 50);
	}
}

void bench_keys(void)
{
	struct board board;
	struct station station;
	struct samples samples = {0};

	board_start(&board, &(struct board_options){
				    .people = PEOPLE, .addresses = ADDRESSES, .rate = RATE});
	station_start_on(&station, board.address, board.key);
	station_wait_live(&station);
	station_rest(&station, 1500);
	board_rate(&board, true);
	type_words(&station, &samples);
	int64_t hold = station_end(&station);
	board_end(&board);
	figure("key_p50", samples_ms(&samples, 0.5), hold);
	figure("key_p99", samples_ms(&samples, 0.99), hold);
	samples_free(&samples);
}

/* A stamp that was told is awaited; a later one would do as well. */
static bool is_stamped(const struct glass *glass, void *ctx)
{
	char text[32];

	snprintf(text, sizeof(text), "Stamp %06u", *(uint32_t *)ctx);
	return glass_find(glass, text, NULL, NULL);
}

void bench_paint(void)
{
	struct board board;
	struct station station;
	struct samples samples = {0};
	uint64_t before;

	board_start(&board, &(struct board_options){.people = PEOPLE, .rate = RATE});
	station_start_on(&station, board.address, board.key);
	station_wait_live(&station);
	station_rest(&station, 1500);

	before = pty_written(station.pty);
	board_blf(&board);
	station_rest(&station, 300);
	uint64_t blf = pty_written(station.pty) - before;
	before = pty_written(station.pty);
	pty_send(station.pty, "\f");
	station_rest(&station, 300);
	uint64_t repaint = pty_written(station.pty) - before;

	board_rate(&board, true);
	for (int i = 0; i < STAMPS; i++) {
		uint32_t number = board_stamp(&board);
		int64_t came = station_until(&station, is_stamped, &number, "a call's new name");

		samples_add(&samples, came - board.shared->stamp[number % BOARD_STAMPS]);
		station_read_for(&station, 20 + i % 17);
	}
	int64_t hold = station_end(&station);
	board_end(&board);
	figure("blf_bytes", (double)blf, hold);
	figure("repaint_bytes", (double)repaint, hold);
	figure("row_p50", samples_ms(&samples, 0.5), hold);
	figure("row_p99", samples_ms(&samples, 0.99), hold);
	samples_free(&samples);
}
