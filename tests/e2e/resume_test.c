/* A line that drops, a console that is ended: the next one goes on where it was. */
#include "e2e/place.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <unistd.h>

#include "base/mem.h"
#include "support/glass.h"

#define AS(login) "--host %h --user " login " --password-file %H/" login
#define FOLDER    ".local/state/frontdesk/resume"

enum { ROWS = 24, COLS = 80, MESSAGE = 21, STATUS = 23 };

static int office(void **state)
{
	place_setup(state);
	place_write(*state, "reception", "reception\n", 0600);
	place_write(*state, "user", "user\n", 0600);
	place_open_pabx(*state, "--quiet");
	return 0;
}

static struct pty *again(struct place *place)
{
	struct pty *pty = place_console(place, ROWS, COLS, AS("reception"), NULL);

	pty_wait_text(pty, "live");
	return pty;
}

/* What nothing lies over: with all that is loaded last. */
static struct pty *console(struct place *place)
{
	struct pty *pty = again(place);

	pty_wait_text(pty, " 334 ─");
	return pty;
}

/* A key of its own: with the next one it would be Alt. */
static void clear(struct pty *pty, const char *text)
{
	pty_wait_text(pty, text);
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, text);
}

/* All rows but those of the message and the clock. */
static char *screen(const struct pty *pty)
{
	char *all = mem_dup("");

	for (int y = 0; y < ROWS; y++) {
		char *row = glass_row(pty_glass(pty), y), *more;

		if (y != MESSAGE && y != STATUS) {
			more = mem_printf("%s%s\n", all, row);
			free(all);
			all = more;
		}
		free(row);
	}
	return all;
}

/* The names of the files that are kept, and how many. */
static int kept(struct place *place, char *name, size_t cap)
{
	char *path = place_path(place, FOLDER);
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int count = 0;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.') {
			snprintf(name, cap, "%s/%s", FOLDER, entry->d_name);
			count++;
		}
	if (dir)
		closedir(dir);
	free(path);
	return count;
}

/* What is loaded last, or drawn last, comes by itself. */
static void settle(struct pty *pty, const char *wanted)
{
	for (int left = PTY_WAIT_MS; left > 0; left -= 10) {
		char *now = screen(pty);
		bool same = strcmp(now, wanted) == 0;

		free(now);
		if (same)
			return;
		pty_read(pty, 10);
	}
}

static struct pty *cut_off(struct place *place, struct pty *pty)
{
	pty_signal(pty, SIGHUP);
	pty_wait_end(pty);
	pty_free(&place->pty);
	return again(place);
}

static void search__cut_off_while_it_is_typed__is_whole_in_the_next_console(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);
	char *before, *after;

	pty_send(pty, ",>,>");
	pty_keys(pty, "]");
	pty_wait_text(pty, "Contacts: favourites");
	pty_send(pty, "an");
	pty_keys(pty, "Down Down");
	pty_wait_text(pty, "> an");
	pty_wait_text(pty, "call Anneliese Bärwald");
	before = screen(pty);

	pty = cut_off(place, pty);
	pty_wait_text(pty, "Taken up where it was cut off");
	pty_wait_text(pty, " 334 ─");
	settle(pty, before);
	after = screen(pty);
	assert_string_equal(after, before);
	/* The page below the search, too. */
	clear(pty, "> an");
	pty_wait_text(pty, "Contacts: favourites");
	free(before);
	free(after);
	place_quit(place);
}

static void conversation__cut_off__is_open_again_with_the_text_in_it(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);
	char *before, *after;

	pty_send(pty, "okafor");
	pty_wait_text(pty, "Tom Okafor");
	pty_keys(pty, "F7");
	pty_wait_text(pty, "Nothing has been said yet");
	pty_send(pty, "half a sen");
	pty_wait_text(pty, "> half a sen");
	before = screen(pty);

	pty = cut_off(place, pty);
	pty_wait_text(pty, "half a sen");
	settle(pty, before);
	after = screen(pty);
	assert_string_equal(after, before);
	pty_send(pty, "tence\r");
	pty_wait_text(pty, "you: half a sentence");
	free(before);
	free(after);
	place_quit(place);
}

static void question__cut_off_with_an_answer_begun__is_put_again(void **state)
{
	static const struct {
		const char *keys, *text, *shown;
	} rows[] = {
		{":", "presence away at lu", ": presence away at lu"},
		{", P Tab", "with the accoun", "with the accoun"},
		{", m", "wants to be rung ba", "wants to be rung ba"},
		{", k", "likes tea, not cof", "likes tea, not cof"},
		{", t", " cricket", "Tags:"},
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pty *pty = console(place);
		char *before, *after;

		pty_keys(pty, "Down");
		pty_keys(pty, rows[i].keys);
		pty_send(pty, rows[i].text);
		pty_wait_text(pty, rows[i].shown);
		pty_wait_no_text(pty, "F11 details"); /* the keys, in the row that is drawn last */
		before = screen(pty);
		pty = cut_off(place, pty);
		pty_wait_text(pty, rows[i].shown);
		settle(pty, before);
		after = screen(pty);
		assert_string_equal(after, before);
		clear(pty, rows[i].shown);
		place_quit(place);
		pty_free(&place->pty);
		free(before);
		free(after);
	}
}

static void terminal__gone__is_as_good_as_a_hang_up(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);

	pty_send(pty, "agn");
	pty_wait_text(pty, "> agn");
	pty_hang_up(pty);
	pty_wait_end(pty);
	pty_free(&place->pty);
	pty = console(place);
	pty_wait_text(pty, "> agn");
	clear(pty, "> agn");
	place_quit(place);
}

static bool is_written(void *ctx)
{
	char name[128];

	if (kept(ctx, name, sizeof name) != 1)
		return false;
	char *text = place_read(ctx, name);
	bool there = text && strstr(text, "agn");
	free(text);
	return there;
}

static void console__killed__loses_no_more_than_the_last_second(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);

	pty_send(pty, "agn");
	place_until(is_written, place, "what is typed is kept");
	pty_signal(pty, SIGKILL);
	pty_wait_end(pty);
	pty_free(&place->pty);
	pty = console(place);
	pty_wait_text(pty, "> agn");
	clear(pty, "> agn");
	place_quit(place);
}

static void quitting__leaves_nothing_half_done(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);
	char name[128];

	pty_send(pty, "agn");
	pty_wait_text(pty, "> agn");
	place_quit(place);
	assert_int_equal(kept(place, name, sizeof name), 0);
	pty_free(&place->pty);
	pty = console(place);
	pty_wait_text(pty, "Type a name");
	place_quit(place);
}

static void state__of_eleven_minutes_ago__is_ignored_and_removed(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);
	char name[128], *path;
	struct timespec old[2] = {{.tv_sec = time(NULL) - 11 * 60}};

	pty_send(pty, "agn");
	pty_wait_text(pty, "> agn");
	pty_signal(pty, SIGHUP);
	pty_wait_end(pty);
	pty_free(&place->pty);
	assert_int_equal(kept(place, name, sizeof name), 1);
	path = place_path(place, name);
	old[1] = old[0];
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	pty = console(place);
	pty_wait_text(pty, "Type a name");
	assert_null(place_read(place, name));
	place_quit(place);
	free(path);
}

static void state__of_another_account__stays_for_its_own(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);

	pty_send(pty, "agn");
	pty_wait_text(pty, "> agn");
	pty_signal(pty, SIGTERM);
	pty_wait_end(pty);
	pty_free(&place->pty);

	pty = place_console(place, ROWS, COLS, AS("user"), NULL);
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Type a name");
	place_quit(place);
	pty_free(&place->pty);
	pty = console(place);
	pty_wait_text(pty, "> agn");
	clear(pty, "> agn");
	place_quit(place);
}

static void state__broken_or_not_ours__harms_nothing(void **state)
{
	struct place *place = *state;
	char *link, *secret, *to = place_path(place, "reception");

	place_write(place, FOLDER "/1-cut.json", "{\"version\":1,\"account\":\"", 0600);
	place_write(place, FOLDER "/2-odd.json",
		    "{\"version\":1,\"account\":7,\"panes\":[],\"chat\":\"x\"}", 0600);
	link = place_path(place, FOLDER "/3-link.json");
	assert_int_equal(symlink(to, link), 0);
	console(place);
	place_quit(place);
	secret = place_read(place, "reception");
	assert_string_equal(secret, "reception\n");
	free(secret);
	free(link);
	free(to);
}

/* Two consoles of one account on one host: each takes up one of the two, none the same. */
static void consoles__two_cut_off__are_taken_up_one_each(void **state)
{
	struct place *place = *state;
	struct pty *one = console(place), *two;

	place->pty = NULL;
	two = console(place);
	pty_send(one, "agn");
	pty_send(two, "bridg");
	pty_wait_text(one, "> agn");
	pty_wait_text(two, "> bridg");
	pty_signal(one, SIGHUP);
	pty_wait_end(one);
	pty_free(&one);

	/* The other lives: only what is left without a console is taken. */
	place->pty = NULL;
	one = console(place);
	pty_wait_text(one, "> agn");
	pty_signal(two, SIGHUP);
	pty_wait_end(two);
	pty_free(&two);
	place->pty = NULL;
	two = console(place);
	pty_wait_text(two, "> bridg");
	pty_wait_text(one, "> agn");
	pty_free(&one);
	clear(two, "> bridg");
	place_quit(place);
}

static void account__signed_in_twice__is_said_so_on_both(void **state)
{
	struct place *place = *state;
	struct pty *one = console(place), *two;

	place->pty = NULL;
	two = console(place);
	pty_wait_text(one, ", and 1 more console");
	pty_wait_text(two, ", and 1 more console");
	pty_send(two, "reception");
	pty_wait_text(two, "call Reception");
	pty_keys(two, "F11");
	pty_wait_text(two, "Signed in");
	pty_wait_text(two, "frontdesk at 127.0.0.1 (2)");
	pty_keys(two, "Esc");
	pty_wait_no_text(two, "Signed in");
	pty_keys(one, "F10");
	pty_wait_end(one);
	pty_free(&one);
	pty_wait_no_text(two, "more console");
	clear(two, "> reception");
	place_quit(place);
}

static void files__are_for_nobody_else(void **state)
{
	struct place *place = *state;
	struct pty *pty = console(place);
	char name[128];

	pty_send(pty, "agn");
	place_until(is_written, place, "what is typed is kept");
	assert_int_equal(kept(place, name, sizeof name), 1);
	assert_int_equal(place_mode(place, name), 0600);
	assert_int_equal(place_mode(place, FOLDER), 0700);
	assert_int_equal(place_mode(place, ".local/state/frontdesk"), 0700);
	clear(pty, "> agn");
	place_quit(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(search__cut_off_while_it_is_typed__is_whole_in_the_next_console),
		TEST(conversation__cut_off__is_open_again_with_the_text_in_it),
		TEST(question__cut_off_with_an_answer_begun__is_put_again),
		TEST(terminal__gone__is_as_good_as_a_hang_up),
		TEST(console__killed__loses_no_more_than_the_last_second),
		TEST(quitting__leaves_nothing_half_done),
		TEST(state__of_eleven_minutes_ago__is_ignored_and_removed),
		TEST(state__of_another_account__stays_for_its_own),
		TEST(state__broken_or_not_ours__harms_nothing),
		TEST(consoles__two_cut_off__are_taken_up_one_each),
		TEST(account__signed_in_twice__is_said_so_on_both),
		TEST(files__are_for_nobody_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
