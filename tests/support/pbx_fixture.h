/* The client core against a telephone system by script, on one loop over 127.0.0.1. */
#ifndef SUPPORT_PBX_FIXTURE_H
#define SUPPORT_PBX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pbx/pbx.h"
#include "support/fake_pabx.h"

enum { DEADLINE_MS = 60000 };

/* What a done callback was told. */
struct told {
	int count, err, errno_;
	enum pbx_outcome outcome;
	char reason[32], text[256], cid[64], json[4096];
};

struct house {
	struct loop *loop;
	struct fake_pabx fake;
	struct pbx *pbx;
	struct told told;
	char log[16384]; /* what happened, a word each: "live", "error:92", "new:contact:5" */
};

extern struct house house;

int house_setup(void **state);
int house_teardown(void **state);
#define CASE(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

/* Turns the loop until the condition holds; fails the test after the deadline. */
#define TURN_UNTIL(condition)                                                                      \
	do {                                                                                       \
		int64_t turn_end_ = house_now_ms() + DEADLINE_MS;                                  \
		while (!(condition) && house_now_ms() < turn_end_)                                 \
			loop_turn(house.loop, 5);                                                  \
		if (!(condition))                                                                  \
			fail_msg("not so: %s; log: %s", #condition, house.log);                    \
	} while (0)
int64_t house_now_ms(void);
/* Turns until nothing is left to do, both ends. */
void house_settle(void);

void house_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Notes states, errors, and events of these classes (bits). */
void house_follow(unsigned classes);
void house_forget(void);
void house_done(void *ctx, const struct pbx_result *result); /* ctx: struct told */

void house_login(void);
/* Signed in, started with these options (error and ctx are set here), live. */
void house_live(const struct pbx_feed_options *options);
void house_start(const struct pbx_feed_options *options);
/* One delta, applied and told. */
void house_delta(const char *members);
/* Cuts the back-off short; false, for a condition that goes on waiting. */
bool house_retry(void);
struct pbx_object *house_find(enum pbx_class class, const char *key);
/* The keys of a list, joined by blanks. */
const char *house_keys(enum pbx_class class);

#endif
