/* A console that is cut off at a bad moment. What it keeps in general: e2e/resume_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/link.h"

static char folder[] = "/tmp/frontdesk-resume-XXXXXX";

static int setup(void **state)
{
	struct link *l = *state = link_new(24, 80);

	l->resume = folder;
	return 0;
}

static int teardown(void **state)
{
	link_free((struct link **)state);
	return 0;
}

static void opened(struct link *l)
{
	link_open(l);
	link_wait(l, "Tom Okafor");
	link_wait(l, " live ");
}

static void cut_off(struct link *l)
{
	raise(SIGHUP);
	screen_run(l->screen);
	link_close(l);
}

static void cut_off__before_all_is_loaded__keeps_what_was_typed(void **state)
{
	struct link *l = *state;

	l->fake.lazy_set = true; /* tags and address book do not come */
	opened(l);
	screen_type(l->screen, "oka");
	link_wait(l, "> oka");
	cut_off(l);

	l->fake.lazy_set = false;
	opened(l);
	link_wait(l, "Taken up where it was cut off");
	link_wait(l, "> oka");
}

static void cut_off__before_all_is_loaded_and_untouched__leaves_it_to_the_next(void **state)
{
	struct link *l = *state;

	opened(l);
	screen_type(l->screen, "oka");
	link_wait(l, "> oka");
	cut_off(l);
	l->fake.lazy_set = true;
	opened(l);
	cut_off(l);

	l->fake.lazy_set = false;
	opened(l);
	link_wait(l, "> oka");
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cut_off__before_all_is_loaded__keeps_what_was_typed),
		TEST(cut_off__before_all_is_loaded_and_untouched__leaves_it_to_the_next),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
