/* What the tests with a real Asterisk share: the peer, telephones at its extensions, a provider
 * behind its trunk, and one loop for all of them. */
#ifndef ASTERISK_OFFICE_H
#define ASTERISK_OFFICE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "asterisk/peer.h"
#include "asterisk/phone.h"

enum { OFFICE_FIRST = 1001, OFFICE_PHONES = 20, OFFICE_WAIT_MS = 60000 };

struct office {
	struct peer peer;
	struct loop *loop;
	struct phone *phones[OFFICE_PHONES];
	struct phone *provider;
};

/* For a group of tests. */
int office_setup(void **state);
int office_teardown(void **state);
/* Between tests: no calls, every telephone rings again. */
int office_quiet(void **state);

/* The telephone at an extension; the first call opens and registers it. */
struct phone *office_phone(struct office *office, int extension);
/* Somebody outside calls a number. */
struct phone_call *office_outside(struct office *office, const char *number, const char *name,
				  const char *from);

bool office_turn(struct office *office, int64_t end);
int64_t office_end(void);
#define OFFICE_UNTIL(office, condition)                                                            \
	do {                                                                                       \
		int64_t end_ = office_end();                                                       \
		while (!(condition) && office_turn((office), end_))                                \
			;                                                                          \
		assert_true(condition);                                                            \
	} while (0)

/* Until somebody's telephone has a call in that state; gives it. */
struct phone_call *office_until(struct office *office, struct phone *phone, enum phone_state state);
/* Until a command of Asterisk prints the text, or does not any more. */
void office_until_shows(struct office *office, const char *command, const char *text);
void office_until_not(struct office *office, const char *command, const char *text);

#define OFFICE_TEST(name) cmocka_unit_test_teardown(name, office_quiet)
#define OFFICE_RUN(tests)                                                                          \
	(peer_is_there() ? cmocka_run_group_tests(tests, office_setup, office_teardown)            \
			 : peer_left_out())

#endif
