/* Callers for a console under test: what the tests of calls have in common. */
#ifndef SUPPORT_CALLING_H
#define SUPPORT_CALLING_H

#include "support/front.h"

/* For each test: an unopened front in *state, and its end. */
int calling_setup(void **state);
int calling_teardown(void **state);
struct front *calling_open(void **state, int rows, int cols);

/* "Jane Caller" rings at the reception, long enough ago for Enter to answer. */
void calling_jane(struct front *front);
/* She is answered. */
void calling_jane_answered(struct front *front);
/* What the line of the screen with this text is. */
void calling_expect_row(struct front *front, const char *with, const char *also);
/* The row with the first text stands above the one with the second. */
void calling_expect_above(struct front *front, const char *above, const char *below);

/* The whole screen, once all that is asked of the caller has come. */
void calling_screen(struct front *front, const char *golden);
/* The whole screen at 80×24 and at 120×36: golden NAME-80x24 and NAME-120x36. */
void calling_expect(struct front *front, const char *name);

#define CALLING_TEST(name) cmocka_unit_test_setup_teardown(name, calling_setup, calling_teardown)

#endif
