/* Many people at one host, the worst case of it: one account of the system, one home. Each has his
 * own account at the PABX, and nothing of his own is another's. */
#include "e2e/place.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "support/glass.h"

enum { USERS = 5 };

static const char *const typed[USERS] = {"agn", "bridg", "dily", "gwil", "petra"};

static int office(void **state)
{
	place_setup(state);
	/* Makes the store; who is added while it is closed is there when it opens again. */
	place_open_pabx(*state, "--quiet");
	place_end_pabx(*state, SIGTERM);
	for (int i = 0; i < USERS; i++) {
		char words[64], file[16];

		snprintf(words, sizeof words, "user add u%d User~%d", i, i);
		struct ran ran = place_run_pabx(*state, words, "secret word\n");
		if (ran.status)
			fail_msg("%s: %s", words, ran.err);
		ran_free(&ran);
		snprintf(file, sizeof file, "u%d", i);
		place_write(*state, file, "secret word\n", 0600);
	}
	place_open_pabx(*state, "--quiet");
	return 0;
}

static struct pty *console(struct place *place, int user)
{
	char words[96];

	place->pty = NULL;
	snprintf(words, sizeof words, "--host %%h --user u%d --password-file %%H/u%d", user, user);
	struct pty *pty = place_console(place, 24, 80, words, NULL);
	place->pty = NULL;
	return pty;
}

static void wait_loaded(struct pty *pty)
{
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Contacts");
	pty_wait_text(pty, "Al Wu");
}

static bool open_to_others;

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)type, (void)ftw;
	if (!S_ISLNK(st->st_mode) && st->st_mode & 077) {
		print_error("%s: %o\n", path, st->st_mode & 0777);
		open_to_others = true;
	}
	return 0;
}

static void expect_private(struct place *place)
{
	char *state = place_path(place, ".local/state/frontdesk");

	assert_int_equal(nftw(state, look, 8, FTW_PHYS), 0);
	assert_false(open_to_others);
	free(state);
}

/* Types something of its own at each, and cuts all off. */
static void type_and_cut_off(struct pty *pty[USERS])
{
	char expected[32];

	for (int i = 0; i < USERS; i++) {
		wait_loaded(pty[i]);
		pty_send(pty[i], typed[i]);
	}
	for (int i = 0; i < USERS; i++) {
		snprintf(expected, sizeof expected, "> %s", typed[i]);
		pty_wait_text(pty[i], expected);
	}
	for (int i = 0; i < USERS; i++)
		pty_signal(pty[i], SIGHUP);
	for (int i = 0; i < USERS; i++) {
		pty_wait_end(pty[i]);
		pty_free(&pty[i]);
	}
}

static void users__cut_off_and_back_together__get_each_their_own_again(void **state)
{
	struct place *place = *state;
	struct pty *pty[USERS];
	char expected[32];

	for (int i = 0; i < USERS; i++)
		pty[i] = console(place, i);
	type_and_cut_off(pty);
	expect_private(place);
	for (int i = USERS - 1; i >= 0; i--)
		pty[i] = console(place, i);
	for (int i = 0; i < USERS; i++) {
		snprintf(expected, sizeof expected, "> %s", typed[i]);
		pty_wait_text(pty[i], expected);
	}
	expect_private(place);
	for (int i = 0; i < USERS; i++)
		pty_free(&pty[i]);
}

/* Which of the texts it shows; USERS for none yet. */
static int shown(struct pty *pty)
{
	char expected[32];
	int i = 0;

	do
		snprintf(expected, sizeof expected, "> %s", typed[i]);
	while (!glass_find(pty_glass(pty), expected, NULL, NULL) && ++i < USERS);
	return i;
}

static bool shows_one(void *ctx)
{
	pty_read(ctx, 0);
	return shown(ctx) < USERS;
}

static void one_user__his_consoles_cut_off_and_back_together__take_up_one_each(void **state)
{
	struct place *place = *state;
	struct pty *pty[USERS];
	int times[USERS] = {0};

	for (int i = 0; i < USERS; i++)
		pty[i] = console(place, 0);
	type_and_cut_off(pty);
	for (int i = 0; i < USERS; i++)
		pty[i] = console(place, 0);
	for (int i = 0; i < USERS; i++) {
		pty_wait_text(pty[i], "Taken up where it was cut off");
		place_until(shows_one, pty[i], "it is shown whole");
		times[shown(pty[i])]++;
	}
	for (int i = 0; i < USERS; i++) {
		assert_int_equal(times[i], 1);
		pty_free(&pty[i]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(users__cut_off_and_back_together__get_each_their_own_again),
		TEST(one_user__his_consoles_cut_off_and_back_together__take_up_one_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
