/* Several operators at one PABX, and what a day at the desk leaves behind. */
#include "e2e/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/glass.h"

/* An office whose front desk rings two consoles. */
static void write_office(const struct place *place)
{
	static const char from[] = "queue,reception,Front desk,200,default,reception,,,all,";
	static const char to[] = "queue,reception,Front desk,200,default,reception admin,,,all,";
	char command[600], path[200], text[4096];

	snprintf(command, sizeof command, "cp -r %s %s/office", OFFICE_DATA, place->home);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof path, "%s/office/office.csv", place->home);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	char *row = strstr(text, from);
	assert_non_null(row);
	file = fopen(path, "w");
	fprintf(file, "%.*s%s%s", (int)(row - text), text, to, row + strlen(from));
	fclose(file);
}

static int setup(void **state)
{
	struct place *place;

	place_setup(state);
	place = *state;
	write_office(place);
	place_open_pabx(place, "--quiet --office %H/office");
	place_write(place, "reception.password", "reception\n", 0600);
	place_write(place, "admin.password", "admin\n", 0600);
	place_write(place, "user.password", "user\n", 0600);
	return 0;
}

static struct pty *console(struct place *place, const char *user)
{
	char words[200];
	struct pty *pty;

	snprintf(words, sizeof words, "--host %%h --user %s --password-file %%H/%s.password", user,
		 user);
	pty = place_console(place, 24, 80, words, NULL);
	pty_wait_text(pty, "live");
	pty_wait_text(pty, "Agnes Müller");
	return pty;
}

static bool has(const struct pty *pty, const char *text)
{
	int y, x;

	return glass_find(pty_glass(pty), text, &y, &x);
}

static void two_consoles__answer_the_same_queue_call__one_gets_it(void **state)
{
	struct place *place = *state;
	struct pty *first = console(place, "reception"), *second;
	struct ran ran;

	place->pty = NULL; /* the place holds one */
	second = console(place, "admin");
	ran = place_run(place, "--host %h --user user --password-file %H/user.password dial 200");
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	pty_wait_text(first, "ringing");
	pty_wait_text(second, "ringing");
	/* Nothing is answered that appeared less than 300 ms ago. */
	for (int64_t end = clock_mono_us() + 500000; clock_mono_us() < end;) {
		pty_read(first, 10);
		pty_read(second, 10);
	}
	int64_t again = clock_mono_us();
	bool told_first = false, told_second = false; /* a later message may stand over it */
	struct pty *winner = NULL, *loser = NULL;
	for (int64_t end = clock_mono_us() + 10000000; !loser && clock_mono_us() < end;) {
		pty_read(first, 10);
		pty_read(second, 10);
		told_first |= has(first, "lready answered by Ida");
		told_second |= has(second, "lready answered by Reception");
		if (!told_first && !told_second && !has(first, "talking") &&
		    !has(second, "talking") && clock_mono_us() > again) {
			again += 2000000;
			pty_send(first, "\r");
			pty_send(second, "\r");
		}
		if (has(first, "talking") && told_second)
			winner = first, loser = second;
		if (has(second, "talking") && told_first)
			winner = second, loser = first;
	}
	if (!loser) {
		char *a = pty_dump(first), *b = pty_dump(second);
		fputs(a, stderr);
		fputs(b, stderr);
		free(a);
		free(b);
		pty_free(&first);
	}
	assert_non_null(loser);
	assert_false(has(loser, "talking"));
	assert_true(has(winner, "talking"));
	pty_free(&first);
}

static void history_and_figures__by_command__say_the_same(void **state)
{
	struct place *place = *state;
	struct ran ran = place_run(
		place, "--host %h --user reception --password-file %H/reception.password figures "
		       "--csv --since week");

	assert_int_equal(ran.status, 0);
	assert_string_equal(ran.out,
			    "calls,answered,elsewhere,voicemail,abandoned,averageWait,longestWait,"
			    "talk,returned,made,reached\n0,0,0,0,0,0.0,0.0,0.0,0,0,0\n");
	ran_free(&ran);
	ran = place_run(place, "--host %h --user reception --password-file %H/reception.password "
			       "history missed --csv --since today");
	assert_int_equal(ran.status, 0);
	assert_string_equal(ran.out, "date,kind,name,number,queue,answered_by,ring,duration\n");
	ran_free(&ran);
	ran = place_run(place, "--host %h --user reception --password-file %H/reception.password "
			       "figures --since yesterday");
	assert_int_equal(ran.status, 2);
	assert_non_null(strstr(ran.err, "--since is today, week, or a date"));
	ran_free(&ran);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			two_consoles__answer_the_same_queue_call__one_gets_it, setup,
			place_teardown),
		cmocka_unit_test_setup_teardown(history_and_figures__by_command__say_the_same,
						setup, place_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
