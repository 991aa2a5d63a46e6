/* A telephone system by script: it says what a test wants, also what no server should say. */
#ifndef SUPPORT_FAKE_PABX_H
#define SUPPORT_FAKE_PABX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "loop/loop.h"
#include "wire/row.h"

struct fake_pabx;
struct net_peer;
struct net_exchange;

struct fake_answer {
	const char *path;
	int status; /* 0: no answer at all */
	const char *body, *cookie;
};

enum { FAKE_ANSWERS = 8, FAKE_TEXT = 16384 };

struct fake_pabx {
	struct loop *loop;
	struct net_server *server;
	int port;

	/* The script; a test changes it before or while it runs. */
	const char *rows[WIRE_SET_COUNT]; /* "{…},{…}" of each set's snapshot, NULL: none */
	const char *user, *can, *epoch, *version, *revision;
	int protocol;
	int64_t seq;
	bool mute;          /* no hello */
	bool lazy;          /* start, set and resync are not answered */
	bool lazy_set;      /* set is not */
	bool resume;        /* a start with the right resume is answered by ready alone */
	int upgrade_status; /* refuses the WebSocket */
	struct fake_answer answers[FAKE_ANSWERS]; /* by path */
	const char *empty;                        /* the answer to any other path */

	/* What it was told. */
	int connects, closes, starts, resyncs, sets, requests;
	char start[FAKE_TEXT], set[FAKE_TEXT]; /* the last of each */
	char path[256], body[FAKE_TEXT], bearer[256], cookie[256];
	char bodies[8][1024];          /* of the last requests, newest first */
	struct net_peer *peer;         /* NULL: nobody is connected */
	struct net_exchange *exchange; /* one that was not answered */
	int held, most_held;           /* how many are not answered, and were at once */
	struct buf heard;              /* "PATH BODY\n" of each request */

	struct fake_line *lines; /* to be written */
};

void fake_pabx_open(struct fake_pabx *fake, struct loop *loop);
void fake_pabx_close(struct fake_pabx *fake);
/* Goes without a word, and comes back on the same port. */
void fake_pabx_cut(struct fake_pabx *fake);
void fake_pabx_return(struct fake_pabx *fake);

/* Sends one frame as it is. */
void fake_pabx_say(struct fake_pabx *fake, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A delta that follows: its members, like "\"rows\":[…]". */
void fake_pabx_delta(struct fake_pabx *fake, const char *members);
/* All sets in one part each, then ready with this id (NULL: none). */
void fake_pabx_snapshot(struct fake_pabx *fake, const char *id);
void fake_pabx_hang_up(struct fake_pabx *fake, int code);
/* Answers the exchange that was not answered. */
void fake_pabx_answer(struct fake_pabx *fake, const char *body);
/* How many of all requests hold this. */
int fake_pabx_heard(const struct fake_pabx *fake, const char *text);

#endif
