/* A PABX whose feed is under test: real sockets, real rows, a switch that the test speaks for. What
 * lies beside the feed (sessions, directory, REST) is played by feed_house.c. */
#ifndef SUPPORT_FEED_HOUSE_H
#define SUPPORT_FEED_HOUSE_H

#include "support/rows.h"

#include "loop/loop.h"
#include "pabx/feed.h"
#include "pabx/pabx.h"
#include "pabx/sessions.h"

enum { HOUSE_SESSIONS = 16, HOUSE_WAIT_MS = 60000 };

struct house {
	struct loop *loop;
	struct pabx *pabx;
	struct session sessions[HOUSE_SESSIONS];
	unsigned count;
	char revision[32];  /* of the address book; "" for none */
	char presence[256]; /* the last directory_presence(): "cID resource show" */
};

void house_open(struct house *house);
void house_close(struct house *house);
/* Set-up and tear-down of a test, whose state the house is: with Anna (contact 1, a receptionist)
 * and Bob (2) of the company "default", Carl (3) of "other", and a telephone for each: SIP/a … */
int house_setup(void **state);
int house_teardown(void **state);

/* A user who signs in with his login as API key. perms: "receptionist=default kiosk=lobby". */
struct session *house_user(struct house *house, int64_t cID, const char *login, const char *company,
			   const char *perms);
void house_logout(struct house *house, const char *login);

/* The switch tells a row (JSON), or that one has gone (its key fields as a JSON list). */
void house_row(struct house *house, const char *set, const char *row);
void house_gone(struct house *house, const char *set, const char *key);
/* The directory puts a row, of a user for per-user sets, or takes it away. */
void house_put(struct house *house, int64_t user, const char *set, const char *row);
void house_take(struct house *house, int64_t user, const char *set, const char *key);
uint64_t house_seq(const struct house *house);

/* One turn of the loop. */
void house_turn(struct house *house);
/* Turns until fn(ctx) is true; fails after 20 s. */
#define house_until(house, fn, ctx) house_wait((house), (fn), (ctx), __FILE__, __LINE__)
void house_wait(struct house *house, bool (*fn)(void *ctx), void *ctx, const char *file, int line);
/* Turns until everything that changed has been handed over. */
void house_settle(struct house *house);
/* Steps the clock (which house_fake_clock() stopped) in small steps with turns in between. */
void house_fake_clock(void);
void house_step(struct house *house, int64_t ms);

#endif
