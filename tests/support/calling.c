#include "support/calling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int calling_setup(void **state)
{
	*state = calloc(1, sizeof(struct front));
	return *state == NULL;
}

int calling_teardown(void **state)
{
	front_close(*state);
	free(*state);
	return 0;
}

struct front *calling_open(void **state, int rows, int cols)
{
	front_open(*state, rows, cols, "xterm-256color");
	return *state;
}

void calling_jane(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "ringing     Jane Caller");
	front_pass(f, 500);
}

void calling_jane_answered(struct front *f)
{
	calling_jane(f);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking     Jane Caller");
	front_pass(f, 500);
}

void calling_screen(struct front *f, const char *golden)
{
	front_wait_gone(f, "Looking for earlier calls");
	screen_expect(f->screen, golden);
}

void calling_expect(struct front *f, const char *name)
{
	static const int sizes[][2] = {{24, 80}, {36, 120}};
	char golden[80];

	for (int i = 0; i < 2; i++) {
		snprintf(golden, sizeof golden, "%s-%dx%d", name, sizes[i][1], sizes[i][0]);
		screen_resize(f->screen, sizes[i][0], sizes[i][1]);
		calling_screen(f, golden);
	}
}

static int row_of(struct front *f, const char *text)
{
	for (int y = 0; y < 60; y++) {
		const char *row = screen_row(f->screen, y);

		if (!row)
			break;
		if (strstr(row, text))
			return y;
	}
	screen_expect_text(f->screen, text);
	return -1;
}

void calling_expect_row(struct front *f, const char *with, const char *also)
{
	const char *row = screen_row(f->screen, row_of(f, with));

	if (!strstr(row, also))
		fail_msg("\"%s\" is not in the row \"%s\"", also, row);
}

void calling_expect_above(struct front *f, const char *above, const char *below)
{
	assert_true(row_of(f, above) < row_of(f, below));
}
