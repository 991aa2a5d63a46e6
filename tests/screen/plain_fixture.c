#include "screen/plain_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"
#include "inside.h"

enum { ROWS = 400, COLS = 200, SAID_MAX = 1 << 20, WAIT_US = 60000000 };

static void tune(struct console_options *options)
{
	options->plain = true;
	options->timers = DESK_TIMERS_OFF;
}

struct front *plain_open(void **state)
{
	struct front *f = *state;

	front_open_with(f, ROWS, COLS, "dumb", tune);
	plain_wait(f, strrchr(_("Signed in: %s%s%s, live."), ' ') + 1);
	return f;
}

/* Nothing is on its way any more. */
static bool done(const struct front *f)
{
	return !f->console->deeds;
}

static void turn(struct front *f, int64_t end)
{
	assert_true(clock_mono_us() < end);
	loop_turn(screen_loop(f->screen), 10);
	screen_run(f->screen);
}

void plain_until(struct front *f, enum pbx_class class, unsigned wanted)
{
	int64_t end = clock_mono_us() + WAIT_US;
	unsigned count;

	while (pbx_list(f->pbx, class, &count), count != wanted)
		turn(f, end);
}

void plain_enter(struct front *f, const char *line)
{
	int64_t end = clock_mono_us() + WAIT_US;

	screen_type(f->screen, line);
	screen_keys(f->screen, "Enter");
	while (!done(f))
		turn(f, end);
	loop_turn(screen_loop(f->screen), 20);
	screen_run(f->screen);
}

void plain_wait(struct front *f, const char *text)
{
	front_wait(f, text);
}

const char *plain_said(struct front *f)
{
	screen_run(f->screen);
	return screen_said(f->screen);
}

void plain_expect(struct front *f, const char *name)
{
	const char *said = plain_said(f), *wish = getenv("UPDATE_GOLDEN");
	char path[256], *golden = NULL;
	struct why why = {""};
	size_t len;

	snprintf(path, sizeof path, "tests/screen/golden/%s.said", name);
	if (wish && *wish == '1')
		assert_int_equal(path_write(path, said, strlen(said), 0644, &why), 0);
	if (path_read(path, SAID_MAX, &golden, &len, &why) < 0)
		golden = mem_dup("");
	bool same = strcmp(golden, said) == 0;
	if (!same)
		print_error(
			"%s\nwas expected:\n%s\nwas said:\n%s\nUPDATE_GOLDEN=1 takes it over.\n",
			path, golden, said);
	free(golden);
	assert_true(same);
}

void plain_jane(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	plain_wait(f, "Enter: answer Jane Caller");
	front_pass(f, 500);
}

void plain_jane_answered(struct front *f)
{
	plain_jane(f);
	plain_enter(f, "answer");
	plain_wait(f, "Jane Caller: talking");
	front_pass(f, 500);
}
