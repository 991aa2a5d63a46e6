/* A whole PABX over a switch that the test plays, asked over real sockets.
 *
 * Its people (cID, login, company, permissions), each with an API key:
 *   1 anna   default  receptionist nightmode pickup   SIP/anna and SIP/anna_2, extension 101
 *   2 bob    default  none                            SIP/bob, 102
 *   3 carl   other    none                            SIP/carl, 301
 *   4 admin  default  sysadmin:yes                    SIP/admin, 104
 *   5 kiosk  default  kiosk:lobby                     SIP/kiosk, 105
 *   6 dora   other    companyadmin billing            no device, no number
 *   7 lite   default  lite                            no device, mobile number only
 * bob has the tags lobby and vip; "sales" is a queue of default that rings SIP/bob. */
#ifndef SUPPORT_REST_HOUSE_H
#define SUPPORT_REST_HOUSE_H

#include "support/rows.h"

#include "loop/loop.h"
#include "net/http.h"
#include "pabx/directory.h"
#include "pabx/pabx.h"
#include "pabx/sessions.h"
#include "pabx/store.h"

enum { NOBODY, ANNA, BOB, CARL, ADMIN, KIOSK, DORA, LITE, PEOPLE };

/* The last command that the switch was given, in words. */
struct told {
	unsigned count;
	enum switch_verb verb;
	char action[32], device[72], cid[72], other_device[72], other_cid[72];
	char number[72], name[128], lot[72], slot[72], whom[256], digits[72], queue[72], text[128];
	char row[1024];
	int64_t user, to_cID, timeout;
	bool voicemail, autoanswer, autohold, paused;
	uint64_t ticket;
	switch_answer_fn answer;
	void *ctx;
};

struct house {
	struct loop *loop;
	struct net_http *http;
	struct pabx *pabx;
	char folder[64], store[96];
	struct pabx_options options;
	char keys[PEOPLE][100];
	const char *can[24];
	struct told told;
	enum wire_reason refuse; /* how the switch answers … */
	const char *new_cid;
	bool silent; /* … unless it says nothing */
	/* The last reply. */
	bool replied;
	int status, retry_after;
	char *text, cookie[160];
	cJSON *reply;
};

int house_setup(void **state);
int house_teardown(void **state);
/* Ends the PABX and starts it anew on the same store. */
void house_restart(struct house *house);

/* One POST as that person (NOBODY: without a session); the answer's object is the house's. */
const cJSON *house_ask(struct house *house, int who, const char *path, const char *body);
/* The same with a cookie. */
const cJSON *house_ask_cookie(struct house *house, const char *cookie, const char *path,
			      const char *body);
/* Begins to ask; the answer is waited for by house_wait(). */
void house_post(struct house *house, int who, const char *cookie, const char *path,
		const char *body);
const cJSON *house_wait(struct house *house);
/* Asks and expects success; gives values. */
const cJSON *house_ok(struct house *house, int who, const char *path, const char *body);
/* Asks and expects a refusal for that reason, with HTTP 200 and errno 99. */
void house_refused(struct house *house, int who, const char *path, const char *body,
		   const char *reason);
/* Asks and expects an HTTP status other than 200, with its errno. */
void house_status(struct house *house, int who, const char *path, const char *body, int status,
		  int number);
/* Bytes as they are to the server; what it answers until it closes, for the caller to free. */
char *house_raw(struct house *house, const char *bytes);

/* The switch tells a row (JSON), or that one has gone. */
void house_row(struct house *house, enum wire_set set, const char *row);
void house_gone(struct house *house, enum wire_set set, const char *key);
/* The switch answers the command that it has kept silent about. */
void house_answer(struct house *house, enum wire_reason reason);
/* A row of live, which must be there. */
const struct wire_row *house_live(struct house *house, enum wire_set set, int64_t user,
				  const char *key);
void house_turn(struct house *house);

#endif
