#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/office_fixture.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static struct world *w;

static int close_world(void **state)
{
	(void)state;
	if (w)
		world_check(w);
	world_close(&w);
	return 0;
}

static char *log_of_day(uint64_t seed, double speed, int64_t step, int64_t length)
{
	const struct office_options options = {.seed = seed, .speed = speed};
	char *log;

	w = world_open(&options);
	for (int64_t at = 0; at < length; at += step)
		world_step(w, step);
	log = buf_take(&w->log);
	world_close(&w);
	return log;
}

static void day__same_seed__is_the_same_to_the_letter(void **state)
{
	char *a = log_of_day(7, 1, 100, 10 * MINUTE);
	char *b = log_of_day(7, 1, 4000, 10 * MINUTE);
	char *c = log_of_day(8, 1, 100, 10 * MINUTE);

	(void)state;
	assert_string_equal(a, b);
	assert_string_not_equal(a, c);
	free(a);
	free(b);
	free(c);
}

static unsigned waiting(void)
{
	return world_count(w, "queue:reception", "ring");
}

static void day__desk_rings_after_three_seconds__then_again_and_again(void **state)
{
	const struct office_options options = {.seed = 1};
	unsigned callers = 0;
	int64_t last = 0;

	(void)state;
	w = world_open(&options);
	world_step(w, 2999);
	assert_int_equal(world_count(w, "SIP/reception", NULL), 0);
	world_step(w, 1);
	assert_string_equal(world_only(w, "SIP/reception", "ring")->kind, "external");
	assert_int_equal(waiting(), 1);
	for (int i = 0; i < 600; i++) {
		const struct wire_queue *q = world_queue(w, "reception");

		world_step(w, SECOND);
		if (q->depth > last)
			callers++;
		last = q->depth;
		assert_in_range(q->depth, 0, 3);
	}
	/* Nobody answers here, so some are not let in for want of patience of those before them. */
	assert_in_range(callers, 12, 40);
}

static unsigned changes_of_blf(struct world *world, unsigned seconds)
{
	unsigned changes = 0;
	int64_t blf[64] = {0};
	char name[64];

	for (unsigned i = 0; i < seconds * 4; i++) {
		unsigned n = 0;

		world_step(world, 250);
		for (const struct seen *at = world->seen; at; at = at->hh.next)
			if (at->row->set == WIRE_DEVICE && n < 64) {
				const struct wire_device *d = (const struct wire_device *)at->row;

				snprintf(name, sizeof(name), "%s", d->name);
				changes += blf[n] != d->blf;
				blf[n++] = d->blf;
			}
	}
	return changes;
}

static void day__is_lively_but_not_mad(void **state)
{
	const struct office_options options = {.seed = 3};

	(void)state;
	w = world_open(&options);
	world_step(w, MINUTE);
	assert_in_range(changes_of_blf(w, 600), 250, 900);
	assert_in_range(w->messages, 3, 20);
	assert_in_range(w->records, 60, 400);
}

static void day__an_hour__keeps_every_promise(void **state)
{
	const struct office_options options = {.seed = 5, .speed = 60};
	unsigned unread = 0;
	int64_t morning;

	(void)state;
	w = world_open(&options);
	morning = clock_wall_ms();
	for (int i = 0; i < 600; i++) {
		world_step(w, 100);
		world_check(w);
	}
	for (const struct seen *at = w->seen; at; at = at->hh.next) {
		const struct wire_call *call = (const struct wire_call *)at->row;

		if (at->row->set == WIRE_MAILBOX)
			unread += (unsigned)((const struct wire_mailbox *)at->row)->unread;
		/* Every call ends: none is older than half an hour. */
		if (at->row->set == WIRE_CALL)
			assert_true(call->stamp > morning + HOUR / 2);
	}
	assert_true(unread > 0);
	assert_true(w->deaths > 500);
	assert_true(w->forwards > 5);
	assert_true(w->begun - w->gone < 100);
}

static void day__console__is_never_answered_by_a_simulated_hand(void **state)
{
	const struct office_options options = {.seed = 2};

	(void)state;
	w = world_open(&options);
	for (int i = 0; i < 300; i++) {
		world_step(w, SECOND);
		assert_int_equal(world_count(w, "SIP/reception", "up"), 0);
		assert_int_equal(world_count(w, "SIP/user", "up"), 0);
	}
}

static void people__whom_the_desk_dials__answer_soon(void **state)
{
	const struct office_options options = {.seed = 4};
	unsigned answered = 0;

	(void)state;
	w = world_open(&options);
	for (int i = 0; i < 20; i++) {
		const struct wire_call *call;
		char cid[64];

		assert_int_equal(world_dial(w, "SIP/agnes", "01632 960123"), WIRE_R_NONE);
		strcpy(cid, w->cid);
		world_step(w, 5200);
		call = world_call(w, "SIP/agnes", cid);
		answered += call && !strcmp(call->state, "up");
		world_action(w, WIRE_A_HANGUP, "SIP/agnes", cid, NULL);
		world_step(w, 100);
	}
	assert_in_range(answered, 12, 20);
}

static void telephone__that_a_console_uses__is_left_to_it(void **state)
{
	const struct office_options options = {.seed = 4};

	(void)state;
	w = world_open(&options);
	assert_int_equal(world_dial(w, "SIP/lwalega", "600"), WIRE_R_NONE);
	world_step(w, 300);
	for (int i = 0; i < 120; i++) {
		world_step(w, SECOND);
		assert_int_equal(world_count(w, "SIP/lwalega", "up"), 1);
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void rate__ten_thousand_people__keeps_its_rate_and_lets_the_loop_go(void **state)
{
	char folder[] = "/tmp/office-test-XXXXXX";
	struct office_options options = {.seed = 1, .quiet = true, .rate = 1000};
	struct why why;
	unsigned before;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(office_generate(office_folder, folder, 10000, 1000, &why), 0);
	options.folder = folder;
	w = world_open(&options);
	assert_string_equal(world_device(w, "SIP/p10000")->extension, "29999");
	world_step(w, 5 * SECOND);
	before = w->rows + w->gone;
	for (int i = 0; i < 1000; i++)
		world_step(w, 10);
	assert_in_range(w->rows + w->gone - before, 8000, 11000);
	world_close(&w);
	nftw(folder, remove_one, 8, FTW_DEPTH);
}

static void generate__into_nowhere_or_too_much__says_why(void **state)
{
	struct why why;

	(void)state;
	assert_int_equal(office_generate(office_folder, "/nowhere/at/all", 1, 1, &why), ERR_IO);
	assert_int_equal(office_generate("/nowhere", "/tmp", 1, 1, &why), ERR_NOT_FOUND);
	assert_int_equal(office_generate(office_folder, "/tmp", 1000000, 1, &why), ERR_LIMIT);
}

static void new__from_a_folder_that_is_wrong__says_why(void **state)
{
	const struct office_options options = {.folder = "/nowhere/at/all"};
	struct why why = {""};
	struct loop *loop = loop_new(0);

	(void)state;
	assert_null(office_new(loop, &options, &why).ops);
	assert_non_null(strstr(why.text, "/nowhere/at/all/office.csv"));
	loop_free(&loop);
}

#define T(f) cmocka_unit_test_teardown(f, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(day__same_seed__is_the_same_to_the_letter),
		T(day__desk_rings_after_three_seconds__then_again_and_again),
		T(day__is_lively_but_not_mad),
		T(day__an_hour__keeps_every_promise),
		T(day__console__is_never_answered_by_a_simulated_hand),
		T(people__whom_the_desk_dials__answer_soon),
		T(telephone__that_a_console_uses__is_left_to_it),
		T(rate__ten_thousand_people__keeps_its_rate_and_lets_the_loop_go),
		T(generate__into_nowhere_or_too_much__says_why),
		T(new__from_a_folder_that_is_wrong__says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
