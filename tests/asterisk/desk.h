/* A console's client core before the office's Asterisk: frontdesk-pabx as "frontdesk --asterisk"
 * starts it, Agnes (1001) signed in. */
#ifndef ASTERISK_DESK_H
#define ASTERISK_DESK_H

#include "asterisk/office.h"
#include "pbx/pbx.h"

struct desk {
	struct office *office;
	struct cli_own *own;
	struct pbx *pbx;
	char conf[96], failed[256];
	bool signed_in, answered;
	enum pbx_outcome outcome;
	char reason[32], text[256];
};

/* For a group of tests: Asterisk, the telephones 1001 to 1005, and the console live. */
int desk_setup(void **state);
int desk_teardown(void **state);
/* Between tests: no calls, and nothing parked. */
int desk_quiet(void **state);

struct pbx_object *desk_device(const struct desk *desk, int extension);
struct pbx_object *desk_extension(const struct desk *desk, int extension);
struct pbx_object *desk_contact(const struct desk *desk, int extension);
/* The first call of a telephone in that state ("ring", "up" …), or NULL; and waiting for it. */
struct pbx_object *desk_has(const struct desk *desk, int extension, const char *state);
struct pbx_object *desk_until(struct desk *desk, int extension, const char *state);
/* Until it has one in that state with that other number. */
struct pbx_object *desk_until_with(struct desk *desk, int extension, const char *state,
				   const char *number);
/* Until it has no call at all. */
void desk_until_idle(struct desk *desk, int extension);

/* Does something with a call: it is accepted, or refused for that reason. */
void desk_do(struct desk *desk, const struct pbx_object *call, enum pbx_call_action action,
	     const struct pbx_call_args *args);
void desk_refused(struct desk *desk, const struct pbx_object *call, enum pbx_call_action action,
		  const struct pbx_call_args *args, const char *reason);
/* Calls from Agnes's telephone. */
void desk_dial(struct desk *desk, const char *number);
/* A done callback, and waiting until it was accepted. */
void desk_done(void *ctx, const struct pbx_result *result);
void desk_accepted(struct desk *desk);

/* Until each call and each lamp that the console shows is one that Asterisk has, and the other way
 * round: "core show channels" and "core show hints", row by row. */
void desk_same(struct desk *desk);

#define DESK_UNTIL(desk, condition) OFFICE_UNTIL((desk)->office, condition)
#define DESK_TEST(name)             cmocka_unit_test_teardown(name, desk_quiet)
#define DESK_RUN(tests)                                                                            \
	(peer_is_there() ? cmocka_run_group_tests(tests, desk_setup, desk_teardown)                \
			 : peer_left_out())

#endif
