/* A console in line mode under test, and what it has said. */
#ifndef SCREEN_PLAIN_FIXTURE_H
#define SCREEN_PLAIN_FIXTURE_H

#include "support/front.h"

/* Signed in, everything loaded; its clocks stand still, so that a transcript does not depend on how
 * long it took. */
struct front *plain_open(void **state);

/* A line, entered; returns when what it brings about has been said. */
void plain_enter(struct front *front, const char *line);
/* Until it was said since the last call of plain_said(). */
void plain_wait(struct front *front, const char *text);
/* Until there are so many objects of a class. */
void plain_until(struct front *front, enum pbx_class class, unsigned wanted);
/* Everything since the last call. */
const char *plain_said(struct front *front);
/* The same must be as in tests/screen/golden/NAME.said; UPDATE_GOLDEN=1 writes it. */
void plain_expect(struct front *front, const char *name);

/* "Jane Caller" rings at the reception, long enough ago for Enter to answer; and is answered. */
void plain_jane(struct front *front);
void plain_jane_answered(struct front *front);

#define PLAIN_TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

#endif
